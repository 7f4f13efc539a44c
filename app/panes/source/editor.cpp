// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/source/editor.h"

#include <QFileInfo>
#include <QProcess>

#include <array>

namespace proflens {

namespace {

struct Editor
{
    const char *program;
    const char *arguments;
    bool terminal; // runs in one
};

// How editors take a line, by their own manuals. In order of preference where several are installed.
constexpr std::array editors = {
    Editor{"code", "-g %f:%l", false},
    Editor{"codium", "-g %f:%l", false},
    Editor{"zed", "%f:%l", false},
    Editor{"goland", "--line %l %f", false},
    Editor{"clion", "--line %l %f", false},
    Editor{"idea", "--line %l %f", false},
    Editor{"qtcreator", "-client %f:%l", false},
    Editor{"kate", "--line %l %f", false},
    Editor{"kwrite", "--line %l %f", false},
    Editor{"gnome-text-editor", "%f +%l", false},
    Editor{"gedit", "+%l %f", false},
    Editor{"subl", "%f:%l", false},
    Editor{"geany", "+%l %f", false},
    Editor{"mousepad", "--line=%l %f", false},
    Editor{"pluma", "+%l %f", false},
    Editor{"xed", "+%l %f", false},
    Editor{"gvim", "+%l %f", false},
    Editor{"emacsclient", "-n +%l %f", false},
    Editor{"emacs", "+%l %f", false},
    Editor{"nvim", "+%l %f", true},
    Editor{"vim", "+%l %f", true},
    Editor{"vi", "+%l %f", true},
    Editor{"hx", "%f:%l", true},
    Editor{"micro", "%f +%l:1", true},
    Editor{"nano", "+%l %f", true},
};

QString quoted(const QString &word)
{
    return word.contains(QLatin1Char(' ')) ? QLatin1Char('"') + word + QLatin1Char('"') : word;
}

QString commandFor(const Editor &editor, const QString &words,
                   const std::function<QString(const QString &)> &find)
{
    const QString command = words + QLatin1Char(' ') + QLatin1String(editor.arguments);
    if (!editor.terminal)
        return command;
    for (const char *terminal : {"x-terminal-emulator", "konsole", "xterm"}) {
        if (!find(QLatin1String(terminal)).isEmpty())
            return QLatin1String(terminal) + QStringLiteral(" -e ") + command;
    }
    return {};
}

} // namespace

QStringList editorCommand(const QString &command, const QString &file, qint64 line)
{
    QStringList words = QProcess::splitCommand(command);
    if (words.isEmpty())
        return {};
    bool named = false;
    for (qsizetype i = 1; i < words.size(); ++i) {
        QString out;
        for (qsizetype at = 0; at < words[i].size(); ++at) {
            const QChar next = at + 1 < words[i].size() ? words[i][at + 1] : QChar();
            if (words[i][at] != QLatin1Char('%') || !QStringLiteral("fl%").contains(next)) {
                out += words[i][at];
                continue;
            }
            ++at;
            named = named || next == QLatin1Char('f');
            out += next == QLatin1Char('f')   ? file
                   : next == QLatin1Char('l') ? QString::number(std::max<qint64>(line, 1))
                                              : QString(next);
        }
        words[i] = out;
    }
    if (!named)
        words << file;
    return words;
}

QString guessEditor(const std::function<QString(const char *)> &variable,
                    const std::function<QString(const QString &)> &find)
{
    for (const char *name : {"VISUAL", "EDITOR"}) {
        const QStringList words = QProcess::splitCommand(variable(name));
        if (words.isEmpty())
            continue;
        const QString program = QFileInfo(words[0]).fileName();
        for (const Editor &editor : editors) {
            if (program != QLatin1String(editor.program) || find(words[0]).isEmpty())
                continue;
            QStringList parts;
            for (const QString &word : words)
                parts << quoted(word);
            if (const QString command = commandFor(editor, parts.join(QLatin1Char(' ')), find);
                !command.isEmpty())
                return command;
        }
    }
    for (const Editor &editor : editors) {
        if (!editor.terminal && !find(QLatin1String(editor.program)).isEmpty())
            return commandFor(editor, QLatin1String(editor.program), find);
    }
    return find(QStringLiteral("xdg-open")).isEmpty() ? QString() : QStringLiteral("xdg-open %f");
}

} // namespace proflens
