// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/fusion.h"

#include "app/style/palette.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace proflens::style {

namespace {

// What BarDelegate has beside texts beyond the margin of headers.
constexpr int besideHeaders = 3;

bool isTabbed(const QWidget *widget)
{
    const auto *dock = qobject_cast<const QDockWidget *>(widget);
    const auto *window = dock ? qobject_cast<const QMainWindow *>(dock->parentWidget()) : nullptr;
    return window && !dock->isFloating() &&
           !window->tabifiedDockWidgets(const_cast<QDockWidget *>(dock)).isEmpty();
}

} // namespace

Fusion::Fusion()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{}

void Fusion::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                           const QWidget *widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool box = element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton;
    if (!isDark(option->palette) || (!box && element != PE_FrameMenu))
        return;
    // What has the focus, or the mouse on it, has an outline that is seen.
    if (box && option->state & State_HasFocus && option->state & State_KeyboardFocusChange)
        return;
    const bool enabled = option->state & State_Enabled;
    painter->save();
    painter->setBrush(Qt::NoBrush);
    painter->setPen(mixed(option->palette.color(QPalette::Window),
                          option->palette.color(QPalette::WindowText),
                          !box      ? 0.25
                          : enabled ? 0.55
                                    : 0.3));
    if (element == PE_IndicatorRadioButton) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->drawEllipse(QRectF(option->rect).adjusted(1, 1, -1, -1));
    } else {
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

void Fusion::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                         const QWidget *widget) const
{
    const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
    if (element == CE_HeaderLabel && header) {
        // Room for the newest version, which styles read where an option says that it is of that one.
        QStyleOptionHeaderV2 label;
        if (const auto *newest = qstyleoption_cast<const QStyleOptionHeaderV2 *>(option))
            label = *newest;
        else
            label.QStyleOptionHeader::operator=(*header);
        label.rect.adjust(besideHeaders, 0, -besideHeaders, 0);
        QProxyStyle::drawControl(element, &label, painter, widget);
        return;
    }
    const auto *dock = qstyleoption_cast<const QStyleOptionDockWidget *>(option);
    if (element != CE_DockWidgetTitle || !dock || !isTabbed(widget)) {
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    }
    QStyleOptionDockWidget silent = *dock;
    silent.title.clear();
    QProxyStyle::drawControl(element, &silent, painter, widget);
}

QSize Fusion::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                               const QWidget *widget) const
{
    QSize whole = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_HeaderSection)
        whole.rwidth() += 2 * besideHeaders;
    return whole;
}

} // namespace proflens::style
