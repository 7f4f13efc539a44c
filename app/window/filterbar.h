// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"

#include <QList>
#include <QWidget>

#include <functional>
#include <vector>

class QComboBox;
class QLabel;
class QMenu;
class QScrollArea;
class QToolButton;

namespace proflens {

class Chip;
class CodeChip;
class Document;
class FilterChipWidget;
class FilterNames;
class PatternEdit;

// The filters of a document as chips, behind a line in which a new one is written. A pattern that is wrong is
// shown as wrong while it is typed, with the reason. Where there are more chips than fit into a few rows, the
// rows scroll.
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(Document *document, QWidget *parent = nullptr);

    // Puts the cursor into the line.
    void startEntry();
    // What is wrong with the pattern in the line; empty if nothing is.
    QString problem() const;
    PatternEdit *entry() const { return m_pattern; }
    const QList<FilterChipWidget *> &chips() const { return m_chips; }
    // Shown while only one's own code is seen.
    CodeChip *codeChip() const { return m_codeChip; }

    // The chip that has the focus or had it last; -1 if there is none.
    qsizetype current() const;
    bool hasChipFocus() const;
    // What can be done with a chip. Nothing happens where there is none of that number, or where it has no
    // opposite.
    void step(qsizetype chip, int by); // gives the focus to a neighbour
    void edit(qsizetype chip);
    void setEnabled(qsizetype chip, bool enabled);
    void setKind(qsizetype chip, FilterKind kind);
    void negate(qsizetype chip);
    void move(qsizetype chip, qsizetype to); // it becomes number `to`
    void duplicate(qsizetype chip);
    void remove(qsizetype chip);
    void copyOptions(qsizetype chip);
    // All at once. If any is on, all are switched off.
    void switchAll();
    void copyAllOptions();
    bool isOn(qsizetype chip) const;
    bool hasOpposite(qsizetype chip) const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void statusMessage(const QString &text);
    // From the menu of the chip about one's own code.
    void codeRulesWanted();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    FilterKind kind() const;
    bool has(qsizetype chip) const;
    FilterChipWidget *addChip();
    void showChips();
    void showCodeChip();
    void showEffects();
    void apply();
    void showProblem();
    void showMenu(qsizetype chip, const QPoint &place);
    void showCodeMenu(const QPoint &place);
    void changeCode(bool on);
    // Where a chip would come if it were dropped there.
    qsizetype placeAt(const QPoint &position) const;
    void markPlace(qsizetype place);
    // Asks for the state with other chips.
    void change(const std::function<void(QList<FilterChip> &)> &change);
    void copy(const std::vector<Filter> &filters);

    Document *m_document;
    FilterNames *m_names;
    QScrollArea *m_area;
    QWidget *m_host; // of everything, in the area
    QComboBox *m_kind;
    PatternEdit *m_pattern;
    QToolButton *m_add;
    QLabel *m_reason;
    QWidget *m_mark; // where a chip that is dragged would come
    CodeChip *m_codeChip;
    QList<FilterChipWidget *> m_chips;
    qsizetype m_current = -1;
};

} // namespace proflens
