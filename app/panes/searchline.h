// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/regex.h"

#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;
class QTimer;

namespace proflens {

// A line for a regular expression in RE2's syntax, searched while it is typed. A wrong one is shown as wrong,
// with the reason beside it, and the last right one stays in force.
class SearchLine : public QWidget
{
    Q_OBJECT

public:
    explicit SearchLine(QWidget *parent = nullptr);

    QString text() const;
    void setText(const QString &text);
    void setPlaceholder(const QString &text);
    // What was found, such as "3 of 120 functions"; hidden while the expression is wrong.
    void setSummary(const QString &text);
    // How long the last search took, in milliseconds: slow ones wait for a pause in typing.
    void setCost(qint64 milliseconds);
    // Nothing while the line is empty.
    const std::optional<Regex> &pattern() const { return m_pattern; }
    bool isPending() const;
    // Takes the focus and selects what is there.
    void start();

Q_SIGNALS:
    void searched();
    // Down or Enter was pressed: on to the results.
    void left();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void compile();
    void showState();

    QLineEdit *m_edit;
    QLabel *m_label;
    QTimer *m_timer;
    std::optional<Regex> m_pattern;
    QString m_summary;
    QString m_error;
};

} // namespace proflens
