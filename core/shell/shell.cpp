// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/shell/shell.h"

#include "core/report/optiontable.h"
#include "core/shell/shellhelp.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace proflens {

namespace {

constexpr std::string_view commentStart = "//:";

ShellAnswer problem(std::string text)
{
    return {ShellAnswer::Kind::Problem, std::move(text), {}};
}

ShellAnswer textAnswer(std::string text)
{
    return {ShellAnswer::Kind::Text, std::move(text), {}};
}

// A whole number of 32 bits, as a count of rows is given.
std::optional<int> rowCount(const ShellWord &word)
{
    if (word.quoted || word.mark)
        return {};
    const char *begin = word.text.data() + (word.text.starts_with('+') ? 1 : 0);
    const char *end = word.text.data() + word.text.size();
    int number = 0;
    const auto parsed = std::from_chars(begin, end, number);
    if (parsed.ec != std::errc() || parsed.ptr != end || word.text.starts_with("+-"))
        return {};
    return number;
}

void addPattern(std::string &all, std::string_view pattern)
{
    if (!all.empty() && !pattern.empty())
        all += '|';
    all += pattern;
}

std::string padded(std::string_view text, size_t width)
{
    std::string all(text);
    all.resize(std::max(width, all.size()), ' ');
    return all;
}

// "[cpu | samples]".
std::string listed(const std::vector<std::string_view> &words)
{
    std::string text;
    for (std::string_view word : words)
        text += (text.empty() ? "[" : " | ") + std::string(word);
    return text + ']';
}

std::vector<std::string_view> myCodeWords()
{
    std::vector<std::string_view> words(languageNames.begin(), languageNames.end());
    words.insert(words.end(), {"false", "true"});
    std::sort(words.begin(), words.end());
    return words;
}

} // namespace

Shell::Shell(ProfilePtr profile, ReportOptions options)
    : m_profile(std::move(profile))
    , m_options(std::move(options))
{
    m_options.compactLabels = true;
}

std::string Shell::greeting() const
{
    std::string text;
    const auto report = Report::make(m_profile, ReportKind::Top, m_options);
    if (report) {
        for (const std::string &label : (*report).profileLabels())
            text += label + '\n';
        if ((*report).total() == 0 && m_profile->sampleTypes.size() > 1) {
            text += "All samples are zero in this sample type. Choose another one with "
                    "sample_index=TYPE; o lists them.\n";
        }
    } else {
        text += report.error().message + '\n';
    }
    return text + "Type help for commands, o for options, q to leave.\n";
}

std::vector<std::string> sampleTypeWords(const Profile &profile)
{
    std::vector<std::string> words;
    for (const ValueType &type : profile.sampleTypes) {
        for (const char *before : {"", "total_", "mean_"})
            words.push_back(before + type.type);
    }
    return words;
}

// Short forms, which are the whole line.
std::vector<std::string> Shell::expanded(std::string_view line) const
{
    if (line == ":")
        return {"focus=", "ignore=", "hide=", "tagfocus=", "tagignore="};
    for (const ValueType &type : m_profile->sampleTypes) {
        const std::string chosen = "sample_index=" + type.type;
        if (line == type.type)
            return {chosen};
        if (line == "total_" + type.type)
            return {"mean=0", chosen};
        if (line == "mean_" + type.type)
            return {"mean=1", chosen};
    }
    return {std::string(line)};
}

Status Shell::setSampleIndex(std::string value)
{
    const auto index = m_profile->sampleIndex(value);
    if (!index)
        return index.error();
    if (*index < 0)
        return Error{"the profile has no sample types"};
    m_options.sampleIndex = m_profile->sampleTypes[static_cast<size_t>(*index)].type;
    return success();
}

// Nothing if the line is no assignment.
std::optional<ShellAnswer> Shell::assign(std::string_view line)
{
    const size_t equals = line.find('=');
    std::string_view name = equals == std::string_view::npos ? line : line.substr(0, equals);
    std::string_view value;
    if (equals != std::string_view::npos) {
        value = line.substr(equals + 1);
        value = trimmedText(value.substr(0, value.rfind(commentStart)));
    } else {
        name = name.substr(0, name.find(commentStart));
    }
    name = trimmedText(name);
    if (name == myCodeOption) {
        const Status status = readMyCode(value, OptionSyntax::Shell, m_options.myCode);
        return status ? ShellAnswer() : problem(status.error().message);
    }
    const Option *option = findOption(name);
    const bool isChoice = !option && findChoice(name);
    if (!option && !isChoice)
        return {};
    Status status = success();
    if (isChoice) {
        option = findChoice(name);
        bool on = true;
        if (!readBool(value, OptionSyntax::Shell, on) || !on)
            return problem(std::string(name) + " is one way of " + std::string(option->name) + "; say " +
                           std::string(option->name) + "=<val> for another");
        status = option->set(m_options, name, OptionSyntax::Shell);
    } else if (equals == std::string_view::npos && option->kind() != OptionKind::Bool) {
        return problem("please specify a value, e.g. " + std::string(name) + "=<val>");
    } else if (name == "sample_index") {
        status = setSampleIndex(std::string(value));
    } else if (name == "normalize" && !m_normalizes) {
        ReportOptions wanted = m_options;
        status = option->set(wanted, value, OptionSyntax::Shell);
        if (status && wanted.normalize != m_options.normalize)
            status = Error{"normalize is about how profiles are read; start with -normalize and a base"};
    } else {
        status = option->set(m_options, value, OptionSyntax::Shell);
    }
    return status ? ShellAnswer() : problem(status.error().message);
}

ShellAnswer Shell::answer(std::string_view line)
{
    ShellAnswer last;
    for (const std::string &one : expanded(trimmedText(line))) {
        auto assigned = assign(one);
        last = assigned ? std::move(*assigned) : command(one);
        if (last.kind == ShellAnswer::Kind::Problem)
            break;
    }
    return last;
}

ShellAnswer Shell::command(std::string_view line) const
{
    const ShellWords words = splitWords(line);
    if (words.words.empty())
        return words.hasPipe ? problem("there is no command before |") : ShellAnswer();
    const std::string &first = words.words[0].text;
    if (first == "o" || first == "options")
        return textAnswer(optionsText());
    if (first == "q" || first == "quit" || first == "exit")
        return {ShellAnswer::Kind::Quit, {}, {}};
    if (first == "help") {
        std::string topic;
        for (size_t i = 1; i < words.words.size(); ++i)
            topic += (i > 1 ? " " : "") + words.words[i].text;
        const auto help = shellHelp(topic);
        return help ? textAnswer(*help) : problem(help.error().message);
    }
    auto wanted = report(words);
    if (!wanted)
        return problem(wanted.error().message);
    const bool window = (*wanted).command->opensWindow;
    return {window ? ShellAnswer::Kind::Window : ShellAnswer::Kind::Report, {}, *std::move(wanted)};
}

Result<ShellReport> Shell::report(const ShellWords &line) const
{
    ShellReport wanted;
    wanted.options = m_options;
    wanted.pipe = line.pipe;
    std::vector<ShellWord> words = line.words;
    std::string name = words[0].text;
    words.erase(words.begin());
    wanted.command = findReportCommand(name);
    const size_t digits = name.find_last_not_of("0123456789") + 1;
    if (!wanted.command && digits > 0 && digits < name.size()) {
        ShellWord count;
        count.text = name.substr(digits);
        name.resize(digits);
        words.insert(words.begin(), count);
        wanted.command = findReportCommand(name);
    }
    if (!wanted.command) {
        const std::string value = words.empty() ? "<val>" : words[0].text;
        if (findOption(name) || name == myCodeOption)
            return Error{"did you mean: " + name + '=' + value};
        if (const Option *option = findChoice(name))
            return Error{"did you mean: " + std::string(option->name) + '=' + name};
        if (name == "disasm")
            return Error{"disasm takes the program and a disassembler, which Proflens does not read; list "
                         "shows the source"};
        if (name == "csv" || name == "json")
            return Error{"a shell prints no " + name + "; say proflens -top -" + name +
                         " FILE outside of it"};
        if (name == "flame" || name == "html" || name == "summary")
            return Error{name + " is no command of the shell; say proflens " +
                         (name == "flame" ? "-svg -flame" : '-' + name + " -diff_base=BASE") +
                         " FILE outside of it"};
        return Error{"unrecognized command: \"" + name + '"'};
    }
    if (wanted.command->takesPattern) {
        if (words.empty() || words[0].startsWith(">") || words[0].mark == '>')
            return Error{"command " + name + " requires an argument"};
        wanted.argument = (words[0].mark ? std::string(1, words[0].mark) : "") + words[0].text;
        words.erase(words.begin());
    }

    std::string focus, ignore;
    for (size_t i = 0; i < words.size(); ++i) {
        const ShellWord &word = words[i];
        if (const auto count = rowCount(word)) {
            wanted.options.nodeCount = *count;
        } else if (word.mark == '>' || word.startsWith(">")) {
            wanted.options.output = word.mark ? word.text : word.text.substr(1);
            if (wanted.options.output.empty() && ++i == words.size())
                return Error{"unexpected end of line after >"};
            if (wanted.options.output.empty())
                wanted.options.output = words[i].text;
            if (wanted.options.output.starts_with('>'))
                return Error{"a report cannot be added to a file; > writes a new one"};
        } else if (!word.mark && !word.quoted && (word.text == "-cum" || word.text == "--cum")) {
            wanted.options.sortByCum = true;
        } else if (!word.mark && !word.quoted && (word.text == "-flat" || word.text == "--flat")) {
            wanted.options.sortByCum = false;
        } else if (word.mark == '-' || word.startsWith("-")) {
            addPattern(ignore, word.mark ? word.text : word.text.substr(1));
        } else {
            addPattern(focus, word.text);
        }
    }
    const bool tags = wanted.command->kind == ReportKind::Tags;
    if (!focus.empty())
        setFilterPattern(wanted.options.filters, tags ? FilterKind::TagFocus : FilterKind::Focus, focus);
    if (!ignore.empty())
        setFilterPattern(wanted.options.filters, tags ? FilterKind::TagIgnore : FilterKind::Ignore, ignore);
    if (wanted.options.nodeCount == -1 && wanted.command->kind == ReportKind::Top)
        wanted.options.nodeCount = 10;
    if (line.hasPipe && line.pipe.empty())
        return Error{"unexpected end of line after |"};
    if (line.hasPipe && wanted.options.output != m_options.output)
        return Error{"a report goes into a file or to a command, not to both"};
    if (line.hasPipe)
        wanted.options.output.clear();
    return wanted;
}

std::string Shell::optionsText() const
{
    std::map<std::string_view, std::string> lines;
    for (const Option &option : optionTable()) {
        std::vector<std::string> values = {option.get(m_options)};
        std::string comment;
        if (const auto kind = std::get_if<FilterKind>(&option.member)) {
            // Windows have several filters of one kind.
            values.clear();
            for (const Filter &filter : m_options.filters) {
                if (filter.kind == *kind)
                    values.push_back(filter.pattern);
            }
            if (values.empty())
                values.emplace_back();
        }
        if (!option.choices.empty()) {
            std::vector<std::string_view> words;
            for (const OptionChoice &choice : option.choices)
                words.push_back(choice.name);
            std::sort(words.begin(), words.end());
            comment = listed(words);
        } else if (option.name == "sample_index") {
            std::vector<std::string_view> types;
            for (const ValueType &type : m_profile->sampleTypes)
                types.push_back(type.type);
            const auto index = m_profile->sampleIndex("");
            if (values[0].empty() && index && *index >= 0)
                values[0] = types[static_cast<size_t>(*index)];
            comment = listed(types);
        } else if (option.name == "nodecount" && values[0] == "-1") {
            comment = "default";
        }
        for (std::string &value : values) {
            if (value.empty())
                value = "\"\"";
            lines[option.name] += "  " + padded(option.name, 25) + " = " + padded(value, 20) + ' ' +
                                  (comment.empty() ? "" : std::string(commentStart) + ' ' + comment) + '\n';
        }
    }
    lines[myCodeOption] = "  " + padded(myCodeOption, 25) + " = " + padded(myCodeText(m_options.myCode), 20) +
                          ' ' + std::string(commentStart) + ' ' + listed(myCodeWords()) + '\n';
    std::string text;
    for (const auto &[name, line] : lines)
        text += line;
    return text;
}

} // namespace proflens
