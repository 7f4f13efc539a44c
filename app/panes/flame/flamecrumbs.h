// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/flame/flamedata.h"

#include <QWidget>

class QHBoxLayout;

namespace proflens {

// The path of the zoomed frame, to walk back: a button per frame, as many of the nearest as there is room
// for, and a menu for some of those left out.
class FlameCrumbs : public QWidget
{
    Q_OBJECT

public:
    explicit FlameCrumbs(QWidget *parent = nullptr);

    void setPath(const FlameDataPtr &data, FlameNode node);
    QSize sizeHint() const override { return {300, height()}; }
    QSize minimumSizeHint() const override { return {60, height()}; }

Q_SIGNALS:
    void chosen(FlameNode node);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    QString nameOf(FlameNode node) const;
    void addCrumb(FlameNode node);

    FlameDataPtr m_data;
    FlameNode m_node;
    QWidget *
        m_bar; // of the buttons; no layout holds it, so that new buttons do not lay out the whole window anew
    QHBoxLayout *m_row;
};

} // namespace proflens
