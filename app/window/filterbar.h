// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"

#include <QList>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace proflens {

class Document;
class FilterChipWidget;

// The filters of a document as chips, behind a line in which a new one is written. A pattern that is wrong is
// shown as wrong while it is typed, with the reason.
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(Document *document, QWidget *parent = nullptr);

    // Puts the cursor into the line.
    void startEntry();
    // What is wrong with the pattern in the line; empty if nothing is.
    QString problem() const { return m_problem; }
    const QList<FilterChipWidget *> &chips() const { return m_chips; }

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    FilterKind kind() const;
    void showChips();
    void showEffects();
    void edit(qsizetype chip);
    void stopEditing();
    void apply();
    void check();
    // Asks for the state with other chips.
    void setChips(const QList<FilterChip> &chips);

    Document *m_document;
    QComboBox *m_kind;
    QLineEdit *m_pattern;
    QToolButton *m_add;
    QLabel *m_reason;
    QList<FilterChipWidget *> m_chips;
    QString m_problem;
    qsizetype m_edited = -1; // the chip that is being edited
};

} // namespace proflens
