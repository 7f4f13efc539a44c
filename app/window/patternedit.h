// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"

#include <QLineEdit>

class QCompleter;

namespace proflens {

class FilterNames;
class SuggestionModel;

// A line for the pattern of a filter. While it is written, it is shown as wrong where it is, and names of the
// profile that complete it are offered, most expensive first; Down offers them at any time.
class PatternEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit PatternEdit(FilterNames *names, QWidget *parent = nullptr);

    void setKind(FilterKind kind);
    FilterKind kind() const { return m_kind; }
    // What is wrong with the pattern; empty if nothing is, or if there is none.
    const QString &problem() const { return m_problem; }
    // Whether names are offered now, and which.
    bool isOffering() const;
    const SuggestionModel *offered() const { return m_model; }
    // As if a row was clicked.
    void choose(int row);

Q_SIGNALS:
    // Return was pressed, and the pattern is neither empty nor wrong.
    void accepted();
    // Escape was pressed.
    void cancelled();
    void problemChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void check();
    void colour();
    void offer();

    FilterNames *m_names;
    SuggestionModel *m_model;
    QCompleter *m_completer;
    FilterKind m_kind = FilterKind::Focus;
    QString m_problem;
    bool m_offersLater = false; // when the names are known
    bool m_isColouring = false;
};

} // namespace proflens
