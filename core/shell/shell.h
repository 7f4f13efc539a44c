// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "core/report/reportcommands.h"
#include "core/shell/words.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// A report that a line asks for.
struct ShellReport
{
    const ReportCommand *command = nullptr;
    ReportOptions options; // with those that the line sets for this one report; output is where it goes
    std::string argument;  // the pattern of list and peek
    std::string pipe;      // a command of the system's shell that reads it; empty: none
};

// What is to be done about a line.
struct ShellAnswer
{
    enum class Kind {
        Nothing, // an option was set, or there was nothing on the line
        Text,    // text is to be shown
        Problem, // text says what is wrong
        Report,  // report is to be printed
        Window,  // report is to be looked at in a window
        Quit,
    };
    Kind kind = Kind::Nothing;
    std::string text; // lines, each with its end, but for a Problem
    std::optional<ShellReport> report;
};

// pprof's interactive shell without a terminal (reference: google/pprof, internal/driver/interactive.go):
// takes lines, keeps the options, and says what to do. More than there: "| command" pipes, quotes make a
// pattern of a number and of words with spaces, the name of a choice alone ("lines") chooses it, and "//:"
// begins a comment on every line.
class Shell
{
public:
    // Headings of reports are short in a shell (compact_labels) unless it is told otherwise.
    Shell(ProfilePtr profile, ReportOptions options);

    const ProfilePtr &profile() const { return m_profile; }
    const ReportOptions &options() const { return m_options; }
    void setOptions(const ReportOptions &options) { m_options = options; }
    // Whether normalize can be set: only by who reads the profiles anew, or has both sides.
    void setNormalizes(bool can) { m_normalizes = can; }

    // What stands above the first prompt.
    std::string greeting() const;

    // Sets what the line sets.
    ShellAnswer answer(std::string_view line);

    // The options with their values, as "o" shows them.
    std::string optionsText() const;

private:
    std::vector<std::string> expanded(std::string_view line) const;
    std::optional<ShellAnswer> assign(std::string_view line);
    Status setSampleIndex(std::string value);
    ShellAnswer command(std::string_view line) const;
    Result<ShellReport> report(const ShellWords &line) const;

    ProfilePtr m_profile;
    ReportOptions m_options;
    bool m_normalizes = false;
};

// Words that name sample types: "cpu", "total_cpu", "mean_cpu" for each.
std::vector<std::string> sampleTypeWords(const Profile &profile);

} // namespace proflens
