// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/syntax.h"

#include "app/style/palette.h"

#include <QFontDatabase>

namespace proflens::style {

QColor syntaxColor(const QPalette &palette, TokenClass token)
{
    // Hues apart from each other, all of a lightness that reads well on the base colour.
    const bool dark = isDark(palette);
    const auto hue = [dark](double degrees, double saturation) {
        return QColor::fromHslF(static_cast<float>(degrees / 360), static_cast<float>(saturation),
                                dark ? 0.72F : 0.34F);
    };
    switch (token) {
    case TokenClass::Keyword:
        return hue(285, 0.45);
    case TokenClass::Type:
        return hue(185, 0.70);
    case TokenClass::String:
        return hue(115, 0.50);
    case TokenClass::Number:
        return hue(28, 0.80);
    case TokenClass::Comment:
        return mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.42);
    case TokenClass::Function:
        return hue(215, 0.75);
    case TokenClass::Preprocessor:
        return hue(335, 0.55);
    case TokenClass::Variable:
        return hue(50, 0.70);
    }
    return palette.color(QPalette::Text);
}

QFont codeFont(const QFont &like)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (like.pointSizeF() > 0)
        font.setPointSizeF(like.pointSizeF());
    else
        font.setPixelSize(like.pixelSize());
    return font;
}

} // namespace proflens::style
