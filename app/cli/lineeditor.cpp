// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/lineeditor.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <sys/select.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

namespace proflens {

namespace {

// Readline is a C library with callbacks that carry nothing.
LineEditor::Completer completer;
volatile std::sig_atomic_t interrupted = 0, resized = 0;

char *copied(const std::string &text)
{
    return ::strdup(text.c_str());
}

size_t commonStart(const std::vector<std::string> &words)
{
    size_t length = words[0].size();
    for (const std::string &word : words) {
        const auto differs = std::mismatch(word.begin(), word.end(), words[0].begin(), words[0].end()).first;
        length = std::min(length, static_cast<size_t>(differs - word.begin()));
    }
    return length;
}

// Readline's own idea of the word under the cursor is line[start, end).
char **matches(const char *, int start, int end)
{
    rl_attempted_completion_over = 1; // never file names where nothing is known
    const std::string line(rl_line_buffer);
    const auto begin = static_cast<size_t>(start);
    const Completion found = completer(line, static_cast<size_t>(end));
    std::vector<std::string> words;
    for (const std::string &candidate : found.candidates) {
        if (found.begin >= begin) {
            words.push_back(line.substr(begin, found.begin - begin) + candidate);
        } else if (const std::string typed = line.substr(found.begin, begin - found.begin);
                   candidate.starts_with(typed)) {
            words.push_back(candidate.substr(typed.size()));
        }
    }
    if (words.empty())
        return nullptr;
    rl_completion_append_character = words.size() == 1 && found.endsOpen(words[0]) ? '\0' : ' ';
    // What all begin with takes the place of what was typed, unless that would take something away.
    const std::string typed = line.substr(begin, static_cast<size_t>(end) - begin);
    const size_t common = commonStart(words);
    const std::string start0 = words.size() == 1       ? words[0]
                               : common > typed.size() ? words[0].substr(0, common)
                                                       : typed;
    auto **list = static_cast<char **>(std::malloc((words.size() + 2) * sizeof(char *)));
    if (!list)
        return nullptr;
    size_t at = 0;
    list[at++] = copied(start0);
    if (words.size() > 1) {
        for (const std::string &word : words)
            list[at++] = copied(word);
    }
    list[at] = nullptr;
    return list;
}

void onInterrupt(int)
{
    interrupted = 1;
}

void onResize(int)
{
    resized = 1;
}

struct Typed
{
    bool done = false;
    std::optional<std::string> line; // nothing: the end of the input
};
Typed typed;

void take(char *line)
{
    typed.done = true;
    if (line)
        typed.line = line;
    std::free(line);
    rl_callback_handler_remove(); // at once, or the next prompt would show too soon
}

void newLine()
{
    std::fputc('\n', rl_outstream ? rl_outstream : stdout);
}

} // namespace

LineEditor::LineEditor(Completer complete)
    : m_terminal(::isatty(STDIN_FILENO) != 0)
{
    completer = std::move(complete);
    if (!m_terminal)
        return;
    rl_readline_name = "proflens";
    rl_attempted_completion_function = matches;
    static char breaks[] = " \t="; // lists show values alone
    rl_completer_word_break_characters = breaks;
    rl_basic_word_break_characters = breaks;
    rl_completer_quote_characters = nullptr;
    rl_sort_completion_matches = 0; // best first
    if (!::isatty(STDOUT_FILENO))
        rl_outstream = stderr;
    ::using_history();

    struct sigaction action = {};
    action.sa_handler = onInterrupt;
    ::sigaction(SIGINT, &action, nullptr);
    action.sa_handler = onResize;
    ::sigaction(SIGWINCH, &action, nullptr);
}

LineEditor::~LineEditor()
{
    completer = nullptr;
    if (m_terminal)
        ::signal(SIGINT, SIG_DFL);
}

void LineEditor::setHistory(const std::vector<std::string> &lines)
{
    if (!m_terminal)
        return;
    for (const std::string &line : lines)
        ::add_history(line.c_str());
}

void LineEditor::remember(const std::string &line)
{
    if (m_terminal)
        ::add_history(line.c_str());
}

std::optional<std::string> LineEditor::read(const std::string &prompt)
{
    if (!m_terminal) {
        std::string line;
        if (!std::getline(std::cin, line))
            return {};
        return line;
    }
    // Ctrl+C leaves the line as it is on the screen. It is let in only while nothing but a key is waited for,
    // so that none is missed.
    sigset_t interrupt, usual;
    ::sigemptyset(&interrupt);
    ::sigaddset(&interrupt, SIGINT);
    ::sigprocmask(SIG_BLOCK, &interrupt, &usual);
    interrupted = 0;
    typed = {};
    rl_callback_handler_install(prompt.c_str(), take);
    while (!typed.done) {
        fd_set keys;
        FD_ZERO(&keys);
        FD_SET(STDIN_FILENO, &keys);
        const int ready = ::pselect(STDIN_FILENO + 1, &keys, nullptr, nullptr, nullptr, &usual);
        const int problem = errno;
        // Where a key came with it, Ctrl+C is still to be let in.
        ::sigprocmask(SIG_SETMASK, &usual, nullptr);
        ::sigprocmask(SIG_BLOCK, &interrupt, nullptr);
        if (resized) {
            resized = 0;
            rl_resize_terminal();
        }
        if (interrupted) {
            rl_callback_sigcleanup();
            rl_free_line_state();
            rl_callback_handler_remove();
            rl_point = rl_end = 0;
            newLine();
            typed = {true, std::string()};
        } else if (ready > 0) {
            rl_callback_read_char();
        } else if (problem != EINTR) {
            rl_callback_handler_remove();
            typed.done = true;
        }
    }
    ::sigprocmask(SIG_SETMASK, &usual, nullptr);
    if (!typed.line)
        newLine();
    return typed.line;
}

} // namespace proflens
