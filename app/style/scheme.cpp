// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/scheme.h"

#include "app/style/fusion.h"
#include "app/style/palette.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

namespace proflens::style {

QPalette schemePalette(Scheme scheme)
{
    const bool dark = scheme == Scheme::Dark;
    const QColor window = QColor::fromHslF(0.6F, 0.04F, dark ? 0.15F : 0.94F);
    const QColor base = dark ? QColor::fromHslF(0.6F, 0.05F, 0.10F) : QColor::fromHslF(0, 0, 1);
    const QColor text = QColor::fromHslF(0.6F, 0.05F, dark ? 0.90F : 0.10F);
    const QColor highlight = QColor::fromHslF(0.585F, dark ? 0.55F : 0.75F, dark ? 0.45F : 0.45F);

    // The shades of the button's colour are derived by QPalette.
    QPalette p(mixed(window, text, dark ? 0.08 : 0.02), window);
    p.setColor(QPalette::WindowText, text);
    p.setColor(QPalette::Base, base);
    p.setColor(QPalette::AlternateBase, mixed(base, text, 0.035));
    p.setColor(QPalette::Text, text);
    p.setColor(QPalette::ButtonText, text);
    p.setColor(QPalette::ToolTipBase, mixed(base, text, dark ? 0.12 : 0.05));
    p.setColor(QPalette::ToolTipText, text);
    // Hints and reasons are read, too: 4.5 to 1 on the window as well as in fields.
    p.setColor(QPalette::PlaceholderText, mixed(base, text, 0.65));
    p.setColor(QPalette::Highlight, highlight);
    p.setColor(QPalette::HighlightedText, QColor::fromHslF(0, 0, 1));
    p.setColor(QPalette::Link, QColor::fromHslF(0.585F, 0.8F, dark ? 0.7F : 0.38F));
    p.setColor(QPalette::LinkVisited, QColor::fromHslF(0.77F, 0.5F, dark ? 0.75F : 0.4F));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, mixed(window, text, 0.45));
    p.setColor(QPalette::Disabled, QPalette::Highlight, mixed(window, text, 0.25));
    return p;
}

QString styleName(const QApplication &application)
{
    const QStyle *style = application.style();
    return qobject_cast<const Fusion *>(style) ? QStringLiteral("fusion") : style->name();
}

void useScheme(QApplication &application, Scheme scheme)
{
    application.setStyle(new Fusion);
    application.setPalette(schemePalette(scheme));
}

void useTheme(QApplication &application, Theme theme, const QString &systemStyle)
{
    if (theme != Theme::System) {
        useScheme(application, theme == Theme::Dark ? Scheme::Dark : Scheme::Light);
        return;
    }
    QApplication::setPalette(QPalette());
    const bool fusion = systemStyle.compare(QLatin1String("fusion"), Qt::CaseInsensitive) == 0;
    application.setStyle(fusion ? new Fusion : QStyleFactory::create(systemStyle));
    // A desktop without a wish of its own shows the style's grey.
    const QPalette usual = QApplication::style()->standardPalette();
    if (QApplication::palette().color(QPalette::Window) == usual.color(QPalette::Window) && fusion)
        useScheme(application, isDark(usual) ? Scheme::Dark : Scheme::Light);
}

} // namespace proflens::style
