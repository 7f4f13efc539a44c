// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/tabs.h"

#include <QEvent>
#include <QTabBar>

#include <utility>

namespace proflens {

bool Tabs::event(QEvent *event)
{
    // Where the page is depends on the tabs alone, not on what is in it.
    if (event->type() == QEvent::LayoutRequest && std::exchange(m_bar, tabBar()->sizeHint()) == m_bar) {
        updateGeometry();
        return QWidget::event(event);
    }
    return QTabWidget::event(event);
}

} // namespace proflens
