// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/shell/completion.h"

#include "core/measure/measure.h"
#include "core/report/optiontable.h"
#include "core/report/reportcommands.h"
#include "core/shell/shell.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

namespace proflens {

namespace {

constexpr size_t maxValues = 5000; // of a label key: request ids come in millions

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool startsWithIgnoringCase(std::string_view text, std::string_view start)
{
    return text.size() >= start.size() && std::equal(start.begin(), start.end(), text.begin(),
                                                     [](char a, char b) { return lower(a) == lower(b); });
}

size_t findIgnoringCase(std::string_view text, std::string_view part)
{
    const auto at = std::search(text.begin(), text.end(), part.begin(), part.end(),
                                [](char a, char b) { return lower(a) == lower(b); });
    return at == text.end() && !part.empty() ? std::string_view::npos
                                             : static_cast<size_t>(at - text.begin());
}

std::vector<std::string> byStart(std::vector<std::string> words, std::string_view typed)
{
    std::erase_if(words, [&](const std::string &word) { return !startsWithIgnoringCase(word, typed); });
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

// Those that hold what was typed; first those that begin with it, then those with a part that does.
std::vector<std::string> byPart(const std::vector<std::string> &words, std::string_view typed)
{
    const bool exact = std::any_of(words.begin(), words.end(), [&](const std::string &word) {
        return word.find(typed) != std::string::npos;
    });
    std::array<std::vector<std::string>, 3> found;
    for (const std::string &word : words) {
        const size_t at = exact ? word.find(typed) : findIgnoringCase(word, typed);
        if (at == std::string::npos)
            continue;
        const bool partBegins =
            at > 0 && std::string_view("./:*)(<_ ").find(word[at - 1]) != std::string_view::npos;
        auto &list = found[at == 0 ? 0 : partBegins ? 1 : 2];
        if (list.size() < maxCompletions)
            list.push_back(word);
    }
    std::vector<std::string> all;
    for (const auto &list : found)
        all.insert(all.end(), list.begin(), list.end());
    if (all.size() > maxCompletions)
        all.resize(maxCompletions);
    return all;
}

// What was typed of a pattern may have backslashes already.
std::string withoutBackslashes(std::string_view pattern)
{
    std::string text;
    for (size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\\' && i + 1 < pattern.size())
            ++i;
        text += pattern[i];
    }
    return text;
}

std::vector<std::string> functionPatterns(const ShellVocabulary &vocabulary, std::string_view typed)
{
    std::vector<std::string> found = byPart(vocabulary.functions(), withoutBackslashes(typed));
    for (std::string &name : found)
        name = literalPattern(name);
    return found;
}

std::vector<std::string> files(std::string_view typed)
{
    namespace fs = std::filesystem;
    const size_t slash = typed.rfind('/');
    const std::string folder(slash == std::string_view::npos ? "" : typed.substr(0, slash + 1));
    const std::string_view start = slash == std::string_view::npos ? typed : typed.substr(slash + 1);
    std::vector<std::string> found;
    std::error_code error;
    for (fs::directory_iterator i(folder.empty() ? "." : folder, error), end; !error && i != end;
         i.increment(error)) {
        const std::string name = i->path().filename().string();
        if (!name.starts_with(start) || (name.starts_with('.') && start.empty()))
            continue;
        std::error_code unknown;
        found.push_back(folder + name + (i->is_directory(unknown) ? "/" : ""));
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::string> keyNames(const ShellVocabulary &vocabulary, const char *end = "")
{
    std::vector<std::string> names;
    for (const ShellVocabulary::Key &key : vocabulary.labels())
        names.push_back(key.name + end);
    return names;
}

// "key=" and "key=value".
std::vector<std::string> labelFilters(const ShellVocabulary &vocabulary, std::string_view typed)
{
    for (const ShellVocabulary::Key &key : vocabulary.labels()) {
        const std::string start = key.name + '=';
        if (!typed.starts_with(start))
            continue;
        std::vector<std::string> found = byPart(key.values, withoutBackslashes(typed.substr(start.size())));
        for (std::string &value : found)
            value = start + literalPattern(value);
        return found;
    }
    return byStart(keyNames(vocabulary, "="), typed);
}

// Where words are completed: commands, options and their short forms.
std::vector<std::string> firstWords(const ShellVocabulary &vocabulary, bool forHelp)
{
    std::vector<std::string> words = {"options", "help", "quit", "exit"};
    for (const ReportCommand &command : reportCommands())
        words.emplace_back(command.name);
    for (const Option &option : optionTable()) {
        words.push_back(std::string(option.name) + (forHelp || option.kind() == OptionKind::Bool ? "" : "="));
        for (const OptionChoice &choice : option.choices)
            words.emplace_back(choice.name);
    }
    words.emplace_back(myCodeOption);
    if (!forHelp) {
        for (const std::string &type : vocabulary.sampleTypes()) {
            for (const char *before : {"", "total_", "mean_"})
                words.push_back(before + type);
        }
    }
    return words;
}

Completion optionValue(const Option &option, std::string_view line, size_t begin, size_t cursor,
                       const ShellVocabulary &vocabulary)
{
    while (begin < cursor && (line[begin] == ' ' || line[begin] == '\t'))
        ++begin;
    Completion result{begin, cursor, {}};
    const std::string_view typed = line.substr(begin, cursor - begin);
    if (option.kind() == OptionKind::Bool) {
        result.candidates = byStart({"true", "false"}, typed);
    } else if (option.kind() == OptionKind::Choice) {
        std::vector<std::string> words;
        for (const OptionChoice &choice : option.choices)
            words.emplace_back(choice.name);
        result.candidates = byStart(words, typed);
    } else if (option.name == "sample_index") {
        result.candidates = byStart(vocabulary.sampleTypes(), typed);
    } else if (option.name == "unit") {
        result.candidates = byStart(vocabulary.units(), typed);
    } else if (option.name == "output" || option.name == "source_path" || option.name == "trim_path") {
        const size_t colon = option.name == "output" ? std::string_view::npos : typed.rfind(':');
        if (colon != std::string_view::npos)
            result.begin += colon + 1;
        result.candidates = files(line.substr(result.begin, cursor - result.begin));
    } else if (option.name == "tagroot" || option.name == "tagleaf") {
        const size_t comma = typed.rfind(',');
        if (comma != std::string_view::npos)
            result.begin += comma + 1;
        result.candidates = byStart(keyNames(vocabulary), line.substr(result.begin, cursor - result.begin));
    } else if (option.name == "tagfocus" || option.name == "tagignore") {
        result.candidates = labelFilters(vocabulary, typed);
    } else if (option.name == "tagshow" || option.name == "taghide") {
        result.candidates = byStart(keyNames(vocabulary), typed);
    } else if (std::holds_alternative<FilterKind>(option.member)) {
        result.candidates = functionPatterns(vocabulary, typed);
    }
    return result;
}

} // namespace

ShellVocabulary::ShellVocabulary(const Profile &profile)
{
    for (const Function &function : profile.functions) {
        if (const std::string_view name = profile.text(function.name); !name.empty())
            m_functions.emplace_back(name);
    }
    std::sort(m_functions.begin(), m_functions.end());
    m_functions.erase(std::unique(m_functions.begin(), m_functions.end()), m_functions.end());

    std::map<uint32_t, std::set<uint32_t>> values;
    for (size_t row = 0; row < profile.labels.size(); ++row) {
        for (const Label &label : profile.labels[LabelSetId(row)]) {
            auto &known = values[label.key.row];
            if (!label.isNumber && known.size() < maxValues)
                known.insert(label.text.row);
        }
    }
    for (const auto &[name, texts] : values) {
        Key key{std::string(profile.text(StringId(name))), {}};
        for (uint32_t text : texts)
            key.values.emplace_back(profile.text(StringId(text)));
        std::sort(key.values.begin(), key.values.end());
        m_labels.push_back(std::move(key));
    }
    std::sort(m_labels.begin(), m_labels.end(), [](const Key &a, const Key &b) { return a.name < b.name; });

    for (const ValueType &type : profile.sampleTypes)
        m_sampleTypes.push_back(type.type);
    m_units = {"auto", "minimum"};
    for (const char *unit : {"ns", "us", "ms", "s", "hrs", "B", "kB", "MB", "GB", "TB", "PB"}) {
        if (std::any_of(profile.sampleTypes.begin(), profile.sampleTypes.end(),
                        [&](const ValueType &type) { return measure::compatibleUnits(type.unit, unit); }))
            m_units.emplace_back(unit);
    }
}

std::string literalPattern(std::string_view text)
{
    std::string pattern;
    for (char c : text) {
        if (std::string_view("\\+*?()|[]{}^$").find(c) != std::string_view::npos)
            pattern += '\\';
        pattern += c;
    }
    return pattern;
}

Completion complete(std::string_view line, size_t cursor, const ShellVocabulary &vocabulary)
{
    cursor = std::min(cursor, line.size());
    const std::string_view before = line.substr(0, cursor);
    if (const size_t equals = before.find('='); equals != std::string_view::npos) {
        if (trimmedText(before.substr(0, equals)) == myCodeOption) {
            const std::string_view typed = trimmedText(before.substr(equals + 1));
            std::vector<std::string> words(languageNames.begin(), languageNames.end());
            words.insert(words.end(), {"false", "true"});
            return {cursor - typed.size(), cursor, byStart(words, typed)};
        }
        if (const Option *option = findOption(trimmedText(before.substr(0, equals))))
            return optionValue(*option, line, equals + 1, cursor, vocabulary);
    }
    const ShellWords split = splitWords(before);
    if (split.hasPipe)
        return {cursor, cursor, {}};
    std::vector<ShellWord> words = split.words;
    // An open quote begins a word that goes on to the cursor; of words without quotes, the last one is meant
    // if nothing is behind it.
    if (words.empty() || words.back().end < cursor || words.back().quoted) {
        ShellWord empty;
        empty.begin = empty.end = cursor;
        words.push_back(empty);
    }
    const ShellWord word = words.back();
    Completion result{word.begin, cursor, {}};
    if (words.size() == 1) {
        result.candidates = byStart(firstWords(vocabulary, false), word.text);
        return result;
    }
    if (words[0].text == "help") {
        if (words.size() == 2)
            result.candidates = byStart(firstWords(vocabulary, true), word.text);
        return result;
    }
    const std::string name = words[0].text.substr(0, words[0].text.find_last_not_of("0123456789") + 1);
    const ReportCommand *command = findReportCommand(name);
    if (!command)
        return result;
    const ShellWord &previous = words[words.size() - 2];
    if (word.startsWith(">") || (!previous.quoted && previous.text == ">")) {
        result.begin += word.startsWith(">") ? 1 : 0;
        result.candidates = files(line.substr(result.begin, cursor - result.begin));
        return result;
    }
    std::string_view typed = word.text;
    if (word.startsWith("-")) {
        ++result.begin;
        typed.remove_prefix(1);
    }
    result.candidates = command->kind == ReportKind::Tags ? labelFilters(vocabulary, typed)
                                                          : functionPatterns(vocabulary, typed);
    if (word.startsWith("-") && (command->kind == ReportKind::Top || command->kind == ReportKind::Tree)) {
        for (const char *sort : {"flat", "cum"}) {
            if (std::string_view(sort).starts_with(typed))
                result.candidates.insert(result.candidates.begin(), sort);
        }
    }
    // A name with spaces is a pattern only in quotes.
    for (std::string &candidate : result.candidates) {
        if (candidate.find_first_of(" \t'\"") == std::string::npos && !candidate.starts_with("//:"))
            continue;
        candidate = quotedWord(candidate);
    }
    return result;
}

} // namespace proflens
