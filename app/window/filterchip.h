// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"

#include <QWidget>

class QCheckBox;
class QToolButton;

namespace proflens {

class Analysis;

// What a person calls a filter: "Focus".
QString filterTitle(FilterKind kind);
// What it does, as one sentence.
QString filterMeaning(FilterKind kind);

// One filter as the bar shows it: a box that switches it off, its kind and pattern, what it left out, and a
// button that removes it. Double-click, F2 or Return edits it; Space switches it; Delete removes it.
class FilterChipWidget : public QWidget
{
    Q_OBJECT

public:
    explicit FilterChipWidget(QWidget *parent = nullptr);

    void setChip(const FilterChip &chip);
    // Whether it is being edited in the line beside the chips.
    void setEdited(bool edited);
    // analysis may be older than the chip, or nullptr: then nothing is said yet.
    void showEffect(const Analysis *analysis);
    // What it says about its effect, such as "−12.5%" or "matched nothing".
    QString effect() const { return m_effect; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void toggled(bool enabled);
    void editWanted();
    void removed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void explain();

    FilterChip m_chip;
    bool m_edited = false;
    bool m_matchedNothing = false;
    QString m_effect;
    QString m_effectInWords;
    QCheckBox *m_box;
    QToolButton *m_remove;
};

} // namespace proflens
