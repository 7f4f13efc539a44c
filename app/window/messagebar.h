// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace proflens {

// One sentence about what went wrong, above what it is about. It blocks nothing and goes when it is closed.
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    // An empty text hides the bar.
    void showError(const QString &text);
    // Below the errors that are shown already.
    void addError(const QString &text);
    void showNote(const QString &text);
    // A note with a button that does something about it and takes the note away.
    void showOffer(const QString &text, const QString &button, const std::function<void()> &accept);
    void clear() { showNote({}); }
    QString text() const { return m_text; }

Q_SIGNALS:
    // A person closed the bar; it still has its text.
    void closing();

protected:
    void changeEvent(QEvent *event) override;

private:
    void show(const QString &text, bool error);
    void paintText();

    QString m_text;
    QStringList m_errors; // all that were added, of which the last few are shown
    bool m_error = false;
    QLabel *m_icon;
    QLabel *m_label;
    QPushButton *m_button;
    std::function<void()> m_accept;
    QToolButton *m_close;
};

} // namespace proflens
