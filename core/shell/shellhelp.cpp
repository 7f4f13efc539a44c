// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/shell/shellhelp.h"

#include "core/report/optiontable.h"
#include "core/report/reportcommands.h"

#include <algorithm>
#include <array>
#include <map>

namespace proflens {

namespace {

struct Word
{
    std::string_view name, help;
};

// What is neither a report nor an option.
constexpr std::array otherWords = {
    Word{"o, options", "Lists the options and what they are now."},
    Word{"help [WORD]", "Lists the commands, or tells of one command or option."},
    Word{"q, quit, exit", "Leaves the shell, as Ctrl+D does."},
    Word{":", "Clears focus, ignore, hide, tagfocus and tagignore."},
    Word{"TYPE, total_TYPE", "Chooses a sample type, such as cpu or inuse_space."},
    Word{"mean_TYPE", "The same, divided by the number of events."},
};

constexpr std::string_view myCodeHelp =
    "Hides the runtime and the standard library of a language: true for the one that it looks like.";

std::string line(std::string_view name, std::string_view help, size_t indent = 2)
{
    std::string text(indent, ' ');
    text += name;
    text.resize(std::max<size_t>(24, text.size() + 2), ' ');
    return text + std::string(help) + '\n';
}

std::string overview()
{
    std::string text = "Commands:\n";
    for (const ReportCommand &command : reportCommands())
        text += line(std::string(command.name) + (command.takesPattern ? " REGEX" : ""), command.help);
    for (const Word &word : otherWords)
        text += line(word.name, word.help);
    text += "\nOptions, set with NAME=VALUE:\n";
    std::map<std::string_view, const Option *> sorted;
    for (const Option &option : optionTable())
        sorted[option.name] = &option;
    sorted[myCodeOption] = nullptr;
    for (const auto &[name, option] : sorted) {
        text += line(name, option ? option->help : myCodeHelp);
        if (!option)
            continue;
        for (const OptionChoice &choice : option->choices)
            text += line(choice.name, choice.help, 4);
    }
    return text + "\nhelp WORD tells more of a command.\n";
}

std::string commandHelp(const ReportCommand &command)
{
    std::string text = std::string(command.help) + '\n';
    const bool rows = command.kind == ReportKind::Top || command.kind == ReportKind::Tree ||
                      command.kind == ReportKind::Dot || command.kind == ReportKind::TopProto;
    const bool sorts = command.kind == ReportKind::Top || command.kind == ReportKind::Tree;
    const bool tags = command.kind == ReportKind::Tags;
    text += "  " + std::string(command.name) + (command.takesPattern ? " REGEX" : "") + (rows ? " [N]" : "") +
            " [WORD…] [-WORD…]" + (sorts ? " [-cum]" : "") +
            (command.opensWindow ? "" : " [>FILE] [| COMMAND]") + '\n';
    if (command.takesPattern)
        text += line("REGEX", "matches names of functions; quote it if it is a number or has spaces", 4);
    if (rows)
        text += line("N",
                     command.kind == ReportKind::Top ? "at most so many rows, 10 unless said; top20 is top 20"
                                                     : "at most so many functions",
                     4);
    text += line(
        "WORD",
        tags ? "only samples with a matching label, as tagfocus" : "only samples with a match, as focus", 4);
    text += line("-WORD",
                 tags ? "only samples without one, as tagignore" : "only samples without one, as ignore", 4);
    if (sorts)
        text += line("-cum", "sorted by what functions cost with all that they call", 4);
    if (!command.opensWindow) {
        text += line(">FILE",
                     command.ending.empty()
                         ? "into a file"
                         : "into a file of this name rather than profile001." + std::string(command.ending),
                     4);
        text += line("| COMMAND", "through a command of the system's shell, such as less", 4);
    }
    return text + "  All of this is for one report; options that are set stay.\n";
}

std::string optionHelp(const Option &option)
{
    std::string text = std::string(option.help) + '\n';
    for (const OptionChoice &choice : option.choices)
        text += line(std::string(option.name) + '=' + std::string(choice.name), choice.help);
    const std::string usual = option.defaultText();
    return text + "  " + std::string(option.name) + '=' + (usual.empty() ? "(nothing)" : usual) +
           " unless it is set.\n";
}

} // namespace

Result<std::string> shellHelp(std::string_view topic)
{
    if (topic.empty())
        return overview();
    if (const ReportCommand *command = findReportCommand(topic))
        return commandHelp(*command);
    if (const Option *option = findOption(topic))
        return optionHelp(*option);
    if (topic == myCodeOption) {
        std::string text = std::string(myCodeHelp) + "\n  " + std::string(myCodeOption) +
                           "=false unless it is set. The languages are";
        for (const std::string_view name : languageNames)
            text += (name == languageNames.front() ? " " : ", ") + std::string(name);
        return text + ".\n";
    }
    if (const Option *option = findChoice(topic)) {
        const auto choice = std::find_if(option->choices.begin(), option->choices.end(),
                                         [&](const OptionChoice &c) { return c.name == topic; });
        return std::string(choice->help) + "\n  Short for " + std::string(option->name) + '=' +
               std::string(topic) + ".\n";
    }
    for (const Word &word : otherWords) {
        for (std::string_view names = word.name; !names.empty();) {
            const size_t end = std::min(names.find_first_of(", ["), names.size());
            if (names.substr(0, end) == topic)
                return line(word.name, word.help);
            names.remove_prefix(std::min(names.find_first_not_of(", [", end), names.size()));
        }
    }
    return Error{"Unknown command: " + std::string(topic)};
}

} // namespace proflens
