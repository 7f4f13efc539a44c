// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/optiontable.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace proflens {

namespace {

constexpr std::array sortChoices = {
    OptionChoice{"cum", "Sort by what a function costs together with all that it calls."},
    OptionChoice{"flat", "Sort by what a function costs alone."},
};

constexpr std::array granularityChoices = {
    OptionChoice{"functions", "One row for each function name."},
    OptionChoice{"filefunctions", "One row for each function name and file."},
    OptionChoice{"files", "One row for each source file."},
    OptionChoice{"lines", "One row for each source line."},
    OptionChoice{"addresses", "One row for each address."},
};

using O = ReportOptions;

// In the order of pprof's config.
const std::array table = {
    Option{
        "output", "The file that reports are written to; \"\" writes to the screen.", &O::output, {}, false},
    Option{"call_tree", "Draw a function once for each path that leads to it (call graphs and callgrind).",
           &O::callTree},
    Option{"relative_percentages", "Take percentages of what the filters leave, not of the whole profile.",
           &O::relativePercentages},
    Option{"unit",
           "The unit of all values, such as ms or MB; minimum finds one that suits all, auto one for each.",
           &O::unit},
    Option{"compact_labels", "Leave out the lines about the profile above reports.", &O::compactLabels},
    Option{"source_path",
           "Folders to look for source files in, with \":\" between them.",
           &O::sourcePath,
           {},
           false},
    Option{"trim_path",
           "Beginnings to cut off names of source files, with \":\" between them.",
           &O::trimPath,
           {},
           false},
    Option{"intel_syntax", "Write assembly in Intel's syntax.", &O::intelSyntax},
    Option{"mean", "Divide values by the number of events: the average time or size of one.", &O::mean},
    Option{"sample_index",
           "What is measured: a sample type by name, or by number from 0.",
           &O::sampleIndex,
           {},
           false},
    Option{"divide_by",
           "Divide all values by this number, of processors or requests for example.",
           &O::divideBy,
           {},
           false},
    Option{"normalize", "Scale the profile to the total of the base before this is taken away.",
           &O::normalize},
    Option{"sort", "What tables are sorted by.", &O::sortByCum, sortChoices},
    Option{"tagroot", "Label keys, with commas between them, whose values become callers of everything.",
           &O::tagRoot},
    Option{"tagleaf", "Label keys, with commas between them, whose values become the innermost callees.",
           &O::tagLeaf},
    Option{"drop_negative", "Leave out functions whose value is below zero, in differences.",
           &O::dropNegative},
    Option{"nodecount", "Show at most this many functions; 0 shows all, -1 what the report usually shows.",
           &O::nodeCount},
    Option{"nodefraction", "Leave out functions with less than this part of the total.", &O::nodeFraction},
    Option{"edgefraction", "Leave out calls with less than this part of the total.", &O::edgeFraction},
    Option{"trim", "Leave out what is small, as nodecount, nodefraction and edgefraction say.", &O::trim},
    Option{"focus", "Keep samples with a matching function, file or binary.", FilterKind::Focus},
    Option{"ignore", "Leave out samples with a matching function, file or binary.", FilterKind::Ignore},
    Option{"prune_from", "Leave out what matching functions call.", FilterKind::PruneFrom},
    Option{"hide", "Leave out matching functions and keep what they call.", FilterKind::Hide},
    Option{"show", "Keep only matching functions in stacks.", FilterKind::Show},
    Option{"show_from", "Leave out the callers of the outermost matching function, and samples without one.",
           FilterKind::ShowFrom},
    Option{"tagfocus",
           "Keep samples with a matching label: a pattern, key=pattern, or a range such as 1kb:2mb.",
           FilterKind::TagFocus},
    Option{"tagignore", "Leave out samples with a matching label: a pattern, key=pattern, or a range.",
           FilterKind::TagIgnore},
    Option{"tagshow", "Keep only label keys that match.", FilterKind::TagShow},
    Option{"taghide", "Leave out label keys that match.", FilterKind::TagHide},
    Option{"noinlines", "Count inlined functions as the function that they were inlined into.",
           &O::noInlines},
    Option{"showcolumns", "Tell columns of source lines apart.", &O::showColumns},
    Option{"granularity", "What a row of a report is.", &O::granularity, granularityChoices},
};

std::string boolText(bool value)
{
    return value ? "true" : "false";
}

// Go's %v of a float64.
std::string floatText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 32> text;
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general).ptr;
    return {text.data(), end};
}

bool equalsIgnoringCase(std::string_view text, std::string_view lower)
{
    return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
    });
}

template <size_t N> bool isOneOf(std::string_view text, const std::array<std::string_view, N> &words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

std::vector<std::string> splitKeys(std::string_view text)
{
    std::vector<std::string> keys;
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find(',', begin), text.size());
        if (end > begin)
            keys.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return keys;
}

std::string joinKeys(const std::vector<std::string> &keys)
{
    std::string text;
    for (const std::string &key : keys)
        text += (text.empty() ? "" : ",") + key;
    return text;
}

template <typename... F> struct Overloaded : F...
{
    using F::operator()...;
};
template <typename... F> Overloaded(F...) -> Overloaded<F...>;

} // namespace

bool readNumber(std::string_view text, OptionSyntax syntax, int &value)
{
    const bool signedText = text.starts_with('+') || text.starts_with('-');
    std::string_view plain = text.substr(signedText ? 1 : 0);
    int base = 10;
    // Go's flags know the prefixes of Go.
    if (syntax == OptionSyntax::Flag && plain.size() > 1 && plain[0] == '0') {
        const char letter = static_cast<char>(plain[1] | 0x20);
        base = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
        plain.remove_prefix(letter == 'x' || letter == 'b' || letter == 'o' ? 2 : 1);
    }
    if (plain.starts_with('-') || plain.starts_with('+'))
        return false;
    std::string digits(text.starts_with('-') ? "-" : "");
    digits += plain;
    int read = 0;
    const char *end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, read, base);
    if (parsed.ec != std::errc() || parsed.ptr != end)
        return false;
    value = read;
    return true;
}

bool readNumber(std::string_view text, double &value)
{
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-') || text.starts_with('+'))
            return false;
    }
    double read = 0;
    const char *end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, read);
    if (parsed.ec != std::errc() || parsed.ptr != end)
        return false;
    value = read;
    return true;
}

bool readBool(std::string_view text, OptionSyntax syntax, bool &value)
{
    static constexpr std::array<std::string_view, 6> flagTrue = {"1", "t", "T", "TRUE", "true", "True"};
    static constexpr std::array<std::string_view, 6> flagFalse = {"0", "f", "F", "FALSE", "false", "False"};
    static constexpr std::array<std::string_view, 6> shellTrue = {"true", "t", "yes", "y", "1", ""};
    static constexpr std::array<std::string_view, 5> shellFalse = {"false", "f", "no", "n", "0"};
    const auto matches = [&](std::string_view word) { return equalsIgnoringCase(text, word); };
    const bool flag = syntax == OptionSyntax::Flag;
    if (flag ? isOneOf(text, flagTrue) : std::any_of(shellTrue.begin(), shellTrue.end(), matches)) {
        value = true;
        return true;
    }
    if (flag ? isOneOf(text, flagFalse) : std::any_of(shellFalse.begin(), shellFalse.end(), matches)) {
        value = false;
        return true;
    }
    return false;
}

std::string filterPattern(const std::vector<Filter> &filters, FilterKind kind)
{
    const auto found =
        std::find_if(filters.begin(), filters.end(), [&](const Filter &f) { return f.kind == kind; });
    return found == filters.end() ? std::string() : found->pattern;
}

void setFilterPattern(std::vector<Filter> &filters, FilterKind kind, std::string_view pattern)
{
    std::erase_if(filters, [&](const Filter &f) { return f.kind == kind; });
    if (!pattern.empty())
        filters.push_back({kind, std::string(pattern)});
}

OptionKind Option::kind() const
{
    if (!choices.empty())
        return OptionKind::Choice;
    if (std::holds_alternative<bool ReportOptions::*>(member))
        return OptionKind::Bool;
    if (std::holds_alternative<int ReportOptions::*>(member))
        return OptionKind::Int;
    return std::holds_alternative<double ReportOptions::*>(member) ? OptionKind::Float : OptionKind::Text;
}

std::string Option::get(const ReportOptions &o) const
{
    return std::visit(Overloaded{
                          [&](bool O::*m) {
                              // The one choice between two that is kept as a truth value: what tables are
                              // sorted by.
                              return choices.empty() ? boolText(o.*m)
                                                     : std::string(choices[o.*m ? 0 : 1].name);
                          },
                          [&](int O::*m) { return std::to_string(o.*m); },
                          [&](double O::*m) { return floatText(o.*m); },
                          [&](std::string O::*m) { return o.*m; },
                          [&](std::vector<std::string> O::*m) { return joinKeys(o.*m); },
                          [&](Granularity O::*m) {
                              const auto row = static_cast<size_t>(o.*m);
                              return row < choices.size() ? std::string(choices[row].name) : std::string();
                          },
                          [&](FilterKind filter) { return filterPattern(o.filters, filter); },
                      },
                      member);
}

Status Option::set(ReportOptions &o, std::string_view text, OptionSyntax syntax) const
{
    const auto wrong = [&](std::string_view allowed) {
        return Error{std::string(name) + " cannot be \"" + std::string(text) + "\"; it is " +
                     std::string(allowed)};
    };
    if (!choices.empty()) {
        const auto found = std::find_if(choices.begin(), choices.end(),
                                        [&](const OptionChoice &c) { return c.name == text; });
        if (found == choices.end()) {
            std::string words;
            for (const OptionChoice &choice : choices)
                words += (words.empty() ? "one of " : ", ") + std::string(choice.name);
            return wrong(words);
        }
        if (const auto sort = std::get_if<bool O::*>(&member))
            o.*(*sort) = found == choices.begin();
        else
            o.*std::get<Granularity O::*>(member) = static_cast<Granularity>(found - choices.begin());
        return success();
    }
    return std::visit(
        Overloaded{
            [&](bool O::*m) -> Status {
                return readBool(text, syntax, o.*m) ? success() : wrong("true or false");
            },
            [&](int O::*m) -> Status {
                return readNumber(text, syntax, o.*m) ? success() : wrong("a whole number");
            },
            [&](double O::*m) -> Status { return readNumber(text, o.*m) ? success() : wrong("a number"); },
            [&](std::string O::*m) -> Status {
                o.*m = text;
                return success();
            },
            [&](std::vector<std::string> O::*m) -> Status {
                o.*m = splitKeys(text);
                return success();
            },
            [&](Granularity O::*) -> Status { return success(); }, // has choices
            [&](FilterKind filter) -> Status {
                setFilterPattern(o.filters, filter, text);
                return success();
            },
        },
        member);
}

std::span<const Option> optionTable()
{
    return table;
}

const Option *findOption(std::string_view name)
{
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const Option &o) { return o.name == name; });
    return found == table.end() ? nullptr : &*found;
}

const Option *findChoice(std::string_view word)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const Option &o) {
        return std::any_of(o.choices.begin(), o.choices.end(),
                           [&](const OptionChoice &c) { return c.name == word; });
    });
    return found == table.end() ? nullptr : &*found;
}

Status readMyCode(std::string_view text, OptionSyntax syntax, MyCode &myCode)
{
    const auto language = languageNamed(text);
    bool on = language.has_value();
    if (!on && !readBool(text, syntax, on)) {
        std::string names;
        for (const std::string_view name : languageNames)
            names += (name == languageNames.back() ? " or " : ", ") + std::string(name);
        return Error{std::string(myCodeOption) + " cannot be \"" + std::string(text) +
                     "\"; it is true, false" + names};
    }
    // Who switches it off goes on with the same language later.
    myCode = {on, on ? language : myCode.language};
    return success();
}

std::string myCodeText(const MyCode &myCode)
{
    if (!myCode.on)
        return "false";
    return myCode.language ? std::string(languageName(*myCode.language)) : "true";
}

} // namespace proflens
