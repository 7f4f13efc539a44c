// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"
#include "app/window/chip.h"

#include <optional>

class QLabel;

namespace proflens {

class FilterNames;
class PatternEdit;

// What a person calls a filter: "Focus".
QString filterTitle(FilterKind kind);
// What it does, as one sentence without its full stop.
QString filterMeaning(FilterKind kind);

// One filter as the bar shows it. Double-click, F2 or Return edits its pattern in its place: Return takes it,
// Escape leaves it as it was, and a wrong one is shown as wrong with the reason. It can be dragged to another
// place.
class FilterChipWidget : public Chip
{
    Q_OBJECT

public:
    explicit FilterChipWidget(FilterNames *names, QWidget *parent = nullptr);

    void setChip(const FilterChip &chip);
    const FilterChip &chip() const { return m_chip; }

    void startEdit();
    bool isEditing() const { return m_edit != nullptr; }
    // Leaves the pattern as it was.
    void stopEdit();
    // Only while it is edited.
    PatternEdit *editor() const { return m_edit; }

Q_SIGNALS:
    void edited(const QString &pattern);
    // Ctrl and an arrow key: so many places to the right.
    void moveWanted(int by);
    // It is being dragged, here in the parent's coordinates; then it is dropped, or left where it was.
    void dragged(const QPoint &position);
    void dropped(const QPoint &position);
    void dragCancelled();

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void takeEdit();
    void showProblem();
    void placeEditor();
    void endDrag();

    FilterNames *m_names;
    FilterChip m_chip;
    PatternEdit *m_edit = nullptr;
    QLabel *m_reason = nullptr;
    std::optional<QPoint> m_pressed;
    bool m_isDragged = false;
};

} // namespace proflens
