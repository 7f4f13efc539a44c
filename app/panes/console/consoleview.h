// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/console/consoleline.h"
#include "core/select/regex.h"

#include <QPlainTextEdit>

#include <optional>

class QTimer;

namespace proflens {

// What was typed into the console and what came of it: text that grows at its end, up to a limit, with links.
class ConsoleView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit ConsoleView(QWidget *parent = nullptr);

    // Long ones come piece by piece, so that the window goes on.
    void append(const QList<ConsoleLine> &lines);
    void clearAll();
    bool isPending() const { return !m_pending.isEmpty(); }
    // The function on the line of the cursor; empty if there is none.
    QString cursorFunction() const;

    // Marks what matches, the first few thousand; nothing for no pattern. Returns how many.
    int mark(const std::optional<Regex> &pattern);
    // Moves the cursor to the next or the last match; false if there is none.
    bool goToMatch(bool forward);

Q_SIGNALS:
    void linkActivated(const QString &function);
    // Empty: none.
    void linkHovered(const QString &function);
    // Text that is typed here is meant for the line below.
    void typed(const QString &text);

protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void appendSome();
    void appendLine(const ConsoleLine &line);
    void colorAll();
    QTextCharFormat format(ConsoleLine::Kind kind, bool link) const;
    QString functionAt(const QPoint &position) const;
    void hover(const QString &function);

    QList<ConsoleLine> m_pending;
    QTimer *m_timer;
    QString m_hovered;
    std::optional<Regex> m_pattern;
    bool m_empty = true;
};

} // namespace proflens
