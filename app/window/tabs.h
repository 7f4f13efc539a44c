// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QTabWidget>

namespace proflens {

// Tabs that do not paint all they hold anew whenever a layout somewhere in a page asks for its room again,
// mostly to find that nothing changed.
class Tabs : public QTabWidget
{
    Q_OBJECT

public:
    using QTabWidget::QTabWidget;

protected:
    bool event(QEvent *event) override;

private:
    QSize m_bar; // what the bar of tabs asked for when it was laid out
};

} // namespace proflens
