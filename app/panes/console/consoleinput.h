// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shell/completion.h"
#include "core/shell/history.h"

#include <QLineEdit>

#include <functional>

class QCompleter;
class QStringListModel;

namespace proflens {

// The line of the console: Up and Down bring back what was typed before, Tab completes.
class ConsoleInput : public QLineEdit
{
    Q_OBJECT

public:
    using Source = std::function<Completion(std::string_view line, size_t cursor)>;

    explicit ConsoleInput(QWidget *parent = nullptr);

    // Both outlive it.
    void setHistory(ShellHistory *history) { m_history = history; }
    void setSource(const Source &source) { m_source = source; }
    // What Tab offers at the moment, while the list of it is open.
    QStringList offered() const;

Q_SIGNALS:
    void entered(const QString &line);
    // Ctrl+C where nothing is selected, or Escape on an empty line.
    void interrupted();
    // Page Up and Page Down are about the text above.
    void scrolled(int pages);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void enter();
    void browse(int step);
    void complete();
    void offer();
    void accept(const QString &candidate);

    ShellHistory *m_history = nullptr;
    Source m_source;
    size_t m_place = 0; // in the history; its size: the line that is being typed
    bool m_browsing = false;
    QString m_draft;
    QCompleter *m_completer;
    QStringListModel *m_model;
    Completion m_found;
};

} // namespace proflens
