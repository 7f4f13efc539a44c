// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "core/profile/stop.h"
#include "core/select/filter.h"
#include "core/select/selection.h"
#include "core/select/values.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// What filters can be about.
enum class NameKind { Function, File, Mapping, LabelKey, LabelValue };

// How much the samples cost that have a name somewhere in their stacks or labels; each counts once.
struct NameCost
{
    int64_t value = 0;
    int64_t base = 0; // of the base of a comparison

    bool operator==(const NameCost &) const = default;
};

// All names that filters can be about, each with what it costs, most expensive first. Immutable; for worker
// threads to make and the window to search while somebody types.
class NameCosts
{
public:
    struct Name
    {
        NameKind kind = NameKind::Function;
        std::string_view text; // of a label value: as pprof prints it, such as "64kB"
        NameCost cost;
    };

    // base: in a comparison, the formula of the base. nullptr if stopped.
    static std::shared_ptr<const NameCosts> make(const Selection &selection, const ValueFormula &formula,
                                                 const std::optional<ValueFormula> &base = {},
                                                 const StopToken &stop = {});

    // Functions, files and mappings.
    size_t size() const { return m_names.size(); }
    Name name(size_t i) const { return nameOf(m_names[i]); }
    size_t keyCount() const { return m_keys.size(); }
    Name key(size_t i) const { return nameOf(m_keys[i].entry); }
    size_t valueCount(size_t key) const { return m_keys[key].values.size(); }
    Name value(size_t key, size_t i) const { return nameOf(m_keys[key].values[i].entry); }
    // What a label filter says for it behind "key=": a pattern, or a number with its unit.
    std::string valuePattern(size_t key, size_t i) const;

    // Where a folded text (folded()) occurs in a name, ignoring the case of ASCII letters.
    bool nameContains(size_t i, std::string_view folded) const { return contains(m_names[i], folded); }
    bool keyContains(size_t i, std::string_view folded) const { return contains(m_keys[i].entry, folded); }
    bool valueContains(size_t key, size_t i, std::string_view folded) const
    {
        return contains(m_keys[key].values[i].entry, folded);
    }
    static std::string folded(std::string_view text);

private:
    struct Entry
    {
        NameKind kind = NameKind::Function;
        uint32_t size = 0;
        size_t begin = 0; // in m_text and m_folded
        NameCost cost;
    };
    struct Value
    {
        Entry entry;
        bool isNumber = false;
        int64_t number = 0;
        std::string unit; // of a number; empty if it has none
    };
    struct Key
    {
        Entry entry;
        std::vector<Value> values;
    };
    class Maker;

    Name nameOf(const Entry &entry) const
    {
        return {entry.kind, std::string_view(m_text).substr(entry.begin, entry.size), entry.cost};
    }
    bool contains(const Entry &entry, std::string_view folded) const;
    Entry add(NameKind kind, std::string_view text, NameCost cost);
    void sort();

    ProfilePtr m_profile;
    std::string m_text, m_folded;
    std::vector<Entry> m_names;
    std::vector<Key> m_keys;
};

// What completes a pattern that is being written.
struct Suggestion
{
    NameKind kind = NameKind::Function;
    std::string text;    // as it is shown: the name, "key=", or "key=value"
    std::string pattern; // all of the pattern, completed
    NameCost cost;
    // More is to be chosen behind it: it is "key=".
    bool isPart = false;
};

// What completes `typed` as the pattern of a filter of this kind, most expensive first. Names match where
// they hold what stands behind the last "|" anywhere, whatever the case of its letters; if none does, where
// it matches as a regular expression. Filters on labels complete keys, then values of a key.
std::vector<Suggestion> suggestions(const NameCosts &names, FilterKind kind, std::string_view typed,
                                    size_t limit);

} // namespace proflens
