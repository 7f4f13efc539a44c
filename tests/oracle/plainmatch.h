// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/oracle/plainprofile.h"

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

// Names, and what patterns match.
namespace proflens::plain {

// An unanchored search. Patterns are such that ECMAScript and RE2 mean the same by them.
inline bool found(const std::string &pattern, const std::string &text)
{
    static std::map<std::string, std::pair<std::regex, std::map<std::string, bool>>> known;
    auto it = known.find(pattern);
    if (it == known.end())
        it = known.emplace(pattern, std::pair{std::regex(pattern), std::map<std::string, bool>()}).first;
    const auto [answer, isNew] = it->second.second.try_emplace(text);
    if (isNew)
        answer->second = std::regex_search(text, it->second.first);
    return answer->second;
}

// A function's name for drop_frames and prune_from: without a leading dot, and up to the first "(" that
// begins an argument list.
inline std::string simplified(std::string name)
{
    if (name.starts_with('.'))
        name.erase(0, 1);
    for (size_t at = name.find('('); at != std::string::npos; at = name.find('(', at)) {
        if (name.compare(at, 21, "(anonymous namespace)") == 0)
            at += 21;
        else if (at >= 8 && name.compare(at - 8, 10, "operator()") == 0)
            at += 2;
        else
            return name.substr(0, at);
    }
    return name;
}

// What makes two frames one (pprof's NodeInfo).
struct Frame
{
    std::string name, file, object;
    uint64_t address = 0;
    int64_t startLine = 0, line = 0, column = 0;
    std::string labelKey, labelValue; // of a label that stands on stacks; then all else is empty
    auto operator<=>(const Frame &) const = default;
};

inline std::string printableName(const Frame &frame)
{
    if (!frame.labelKey.empty())
        return frame.labelValue.empty() ? "(no " + frame.labelKey + ')'
                                        : frame.labelKey + ": " + frame.labelValue;
    std::string text;
    const auto add = [&](const std::string &part) { text += (text.empty() ? "" : " ") + part; };
    if (frame.address != 0) {
        std::string hex;
        for (int shift = 60; shift >= 0; shift -= 4)
            hex += "0123456789abcdef"[frame.address >> shift & 15];
        add(hex);
    }
    if (!frame.name.empty())
        add(frame.name);
    if (frame.line != 0) {
        add(frame.file + ':' + std::to_string(frame.line) +
            (frame.column != 0 ? ':' + std::to_string(frame.column) : ""));
    } else if (!frame.file.empty()) {
        add(frame.file);
    } else if (frame.name.empty()) {
        add(frame.object.empty() ? "<unknown>"
                                 : '[' + frame.object.substr(frame.object.rfind('/') + 1) + ']');
    }
    return text;
}

// "[key=]value"; value is a range of numbers or a list of patterns. units: of the keys of numbers.
inline bool labelsMatch(const std::vector<Label> &labels, std::string value,
                        const std::map<std::string, std::string> &units)
{
    std::string key;
    if (const size_t equals = value.find('='); equals != std::string::npos) {
        key = value.substr(0, equals);
        value.erase(0, equals + 1);
    }
    static const std::regex range("^(:?)([+-]?[0-9]+)([a-zA-Z]*)(:?)(([+-]?[0-9]+)([a-zA-Z]*))?$");
    std::smatch parts;
    const bool isRange = std::regex_match(value, parts, range) &&
                         (parts[1].length() == 0 || parts[4].length() == 0) &&
                         (parts[4].length() != 0 || parts[5].length() == 0);
    if (isRange) {
        const Unit unit = unitOf(parts[3]);
        const bool below = parts[1].length() > 0, isOpen = parts[4].length() > 0 && parts[5].length() == 0;
        const int64_t low = std::stoll(parts[2]);
        const bool isBoth = parts[5].length() > 0;
        const Unit highUnit = isBoth ? unitOf(parts[7]) : unit;
        const int64_t high = isBoth ? std::stoll(parts[6]) : low;
        return std::any_of(labels.begin(), labels.end(), [&](const Label &label) {
            if (!label.isNumber || (!key.empty() && label.key != key))
                return false;
            const Unit own = unitOf(units.at(label.key));
            // A label in a unit that nobody knows compares as a plain number.
            if (own.family != Unit::Unknown && own.family != unit.family)
                return false;
            const bool plain = own.family == Unit::Unknown;
            const auto number = static_cast<__int128>(label.number) * (plain ? 1 : own.factor);
            const auto least = static_cast<__int128>(low) * (plain ? 1 : unit.factor);
            auto most = static_cast<__int128>(high) * (plain ? 1 : highUnit.factor);
            if (plain && highUnit.factor != unit.factor) // in the unit of the lower bound
                return number >= least &&
                       number * unit.factor <= static_cast<__int128>(high) * highUnit.factor;
            return below ? number <= least : isOpen ? number >= least : number >= least && number <= most;
        });
    }
    std::vector<std::string> patterns(1);
    for (const char c : value) {
        if (c == ',')
            patterns.emplace_back();
        else
            patterns.back() += c;
    }
    const auto any = [&](const std::string &pattern) {
        return std::any_of(labels.begin(), labels.end(), [&](const Label &label) {
            if (label.isNumber)
                return false;
            return key.empty() ? found(pattern, label.key + ':' + label.text)
                               : label.key == key && found(pattern, label.text);
        });
    };
    return key.empty() ? std::all_of(patterns.begin(), patterns.end(), any)
                       : std::any_of(patterns.begin(), patterns.end(), any);
}

} // namespace proflens::plain
