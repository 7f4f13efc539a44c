// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"
#include "core/analyze/labelcosts.h"

#include <QWidget>

#include <optional>
#include <utility>

namespace proflens {

// The numbers of a label key as a histogram, of which a range can be chosen with the mouse or the keyboard.
// Of two profiles, the differences, or both sides beside each other on one scale.
class LabelHistogramView : public QWidget
{
    Q_OBJECT

public:
    explicit LabelHistogramView(QWidget *parent = nullptr);

    // key: of the costs; nullptr for nothing. The chosen range stays where the key is the same.
    void setKey(const LabelCostsPtr &costs, const LabelKey *key, CompareState::Look look);
    const LabelKey *key() const { return m_key; }
    const LabelHistogram &histogram() const { return m_histogram; }
    // The numbers that are chosen, both included; nothing if none are.
    std::optional<std::pair<int64_t, int64_t>> range() const;
    void clearRange();
    // What is chosen, or what there is to choose: "bytes from 512B to 4kB: 1.20MB (23.40%)".
    QString text() const;
    // Where a bar is drawn.
    QRect slotRect(int bar) const;
    // A number below the bars.
    struct AxisText
    {
        QRect rect;
        QString text;
    };
    // From left to right, evenly spaced whether there are bars or not.
    QList<AxisText> axisTexts() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void rangeChanged();
    // Enter was pressed, or a bar double-clicked.
    void rangeOpened();
    void menuRequested(const QPoint &position);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    void layOut();
    void choose(int anchor, int cursor);
    QRect plot() const;
    int barAt(int x) const;
    LabelSum sumOf(int first, int last) const;
    QString numbersText(int first, int last) const;
    QString sumText(const LabelSum &sum) const;
    void paintBars(QPainter &painter, const QRect &area) const;
    void paintLegend(QPainter &painter, const QList<std::pair<QString, QColor>> &parts) const;
    void paintAxis(QPainter &painter) const;

    LabelCostsPtr m_costs;
    const LabelKey *m_key = nullptr; // of m_costs
    CompareState::Look m_look = CompareState::Look::Difference;
    LabelHistogram m_histogram;
    // The ends of what is chosen, as bars; -1 for none. The cursor is the end that moves.
    int m_anchor = -1, m_cursor = -1;
};

} // namespace proflens
