// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace proflens {

enum class OptionKind { Bool, Int, Float, Text, Choice };

// How values are spelled: command lines follow Go's flags ("T", "0x10"), shells and files pprof's own rules
// ("yes", "n", and "" for true).
enum class OptionSyntax { Flag, Shell };

// One of a few words that an option can be. They are unique among all options, so each is a short form of
// "option=word".
struct OptionChoice
{
    std::string_view name;
    std::string_view help;
};

// An option of pprof that shapes a report (reference: google/pprof, internal/driver/config.go).
struct Option
{
    using Member = std::variant<bool ReportOptions::*, int ReportOptions::*, double ReportOptions::*,
                                std::string ReportOptions::*, std::vector<std::string> ReportOptions::*,
                                Granularity ReportOptions::*, FilterKind>;

    std::string_view name; // "nodecount", also in pprof's settings.json
    std::string_view help; // a sentence
    Member member;
    std::span<const OptionChoice> choices = {};
    bool saved = true; // whether settings.json keeps it: as a truth value, a number, or a string

    OptionKind kind() const;
    // As pprof's shell shows it: "true", "0.005", "cum".
    std::string get(const ReportOptions &options) const;
    // The Error says which option cannot be what, and what it can be.
    Status set(ReportOptions &options, std::string_view text, OptionSyntax syntax) const;
    // What it is unless set.
    std::string defaultText() const { return get(ReportOptions()); }
};

// All of them, in pprof's order.
std::span<const Option> optionTable();
// nullptr if there is none of that name.
const Option *findOption(std::string_view name);
// The option that a word is a choice of: sort for "cum". nullptr if there is none.
const Option *findChoice(std::string_view word);

// The pattern of the first filter of a kind, empty if there is none; and one pattern in place of all of that
// kind, empty to remove them.
std::string filterPattern(const std::vector<Filter> &filters, FilterKind kind);
void setFilterPattern(std::vector<Filter> &filters, FilterKind kind, std::string_view pattern);

// Numbers as Go's strconv reads them. False, and value untouched, where text is none.
bool readNumber(std::string_view text, OptionSyntax syntax, int &value);
bool readNumber(std::string_view text, double &value);
// Truth values. False, and value untouched, where text is none.
bool readBool(std::string_view text, OptionSyntax syntax, bool &value);

// An option of ours beside the table: whether only one's own code is seen.
inline constexpr std::string_view myCodeOption = "only_my_code";
// A truth value, or a language: whose code it is. The Error says what it can be.
Status readMyCode(std::string_view text, OptionSyntax syntax, MyCode &myCode);
// "false", "true", or the language.
std::string myCodeText(const MyCode &myCode);

} // namespace proflens
