// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/bardelegate.h"

namespace proflens {

class SourceModel;

// Paints cells of a SourceModel: bars behind numbers; the text with its colours, what a search found marked,
// a band along the active function, and a line above each row where a function begins.
class SourceDelegate : public BarDelegate
{
    Q_OBJECT

public:
    explicit SourceDelegate(SourceModel *model, QObject *parent = nullptr);

    void setDimmed(bool dimmed);
    // Where the text begins in its cell.
    static int textMargin() { return 10; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    void paintText(QPainter *painter, const QStyleOptionViewItem &option, int row) const;

    SourceModel *m_model;
    bool m_pale = false;
};

} // namespace proflens
