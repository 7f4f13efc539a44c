// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shell/completion.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace proflens {

// Lines from a terminal, edited with GNU readline, or from anything else as they are. There is one at a time.
class LineEditor
{
public:
    using Completer = std::function<Completion(std::string_view line, size_t cursor)>;

    explicit LineEditor(Completer completer);
    ~LineEditor();
    LineEditor(const LineEditor &) = delete;
    LineEditor &operator=(const LineEditor &) = delete;

    // Whether a person types.
    bool isTerminal() const { return m_terminal; }
    void setHistory(const std::vector<std::string> &lines);
    void remember(const std::string &line);
    // Nothing at the end of the input. A line that Ctrl+C left is empty.
    std::optional<std::string> read(const std::string &prompt);

private:
    bool m_terminal;
};

} // namespace proflens
