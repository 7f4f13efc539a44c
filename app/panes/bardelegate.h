// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"

#include <QStyledItemDelegate>

namespace proflens {

// What models of tables tell beside Qt's own roles.
enum TableRole {
    // A share of the total as double: a bar as long is drawn behind the number.
    ShareRole = Qt::UserRole + 1,
    // Whether the text is a name or path, of which the end is what is read when it does not fit.
    NameRole,
    // What the text of a name ends with that is none of the name, such as " (inline)": it is never cut.
    MarkRole,
    // Whether the beginning of a text is what is read when it does not fit, and the end of neither name nor number.
    BeginRole,
    // A difference as double, -1 to 1, of the largest that is shown: a bar beside the number, to the left for
    // less and to the right for more, in the colours of ChangeRole. Of a header: whether its cells have such.
    DeltaRole = Qt::UserRole + 20,
    // What a difference means, as changeNumber().
    ChangeRole,
};

// A Change as models hand it on.
int changeNumber(const Change &change);
Change changeOfNumber(int number);

// Paints cells of tables about functions: bars behind numbers, names cut at their useless end.
class BarDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    // What bars of differences add to the width of numbers.
    static constexpr int deltaBarWidth = 48;

    // Text is paler while newer numbers are being made.
    void setDimmed(bool dimmed) { m_dimmed = dimmed; }
    bool isDimmed() const { return m_dimmed; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    bool m_dimmed = false;
};

} // namespace proflens
