// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/foreignreaders.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace proflens::foreign {

namespace {

using legacy::LineReader;
using legacy::trimmed;

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

// Takes a number, such as 12, -3 or 1.5, off the end of a line, where space stands before it.
std::optional<double> takeNumber(std::string_view &line)
{
    while (!line.empty() && isSpace(line.back()))
        line.remove_suffix(1);
    size_t begin = line.size();
    while (begin > 0 && !isSpace(line[begin - 1]))
        --begin;
    const std::string_view word = line.substr(begin);
    if (begin == 0 || word.empty() || word.find_first_not_of("0123456789.-") != std::string_view::npos)
        return {};
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || std::abs(value) >= 0x1p63)
        return {};
    line.remove_suffix(word.size());
    while (!line.empty() && isSpace(line.back()))
        line.remove_suffix(1);
    return value;
}

// What a line says: a stack with one count or two.
struct Folded
{
    std::string_view stack;
    std::array<double, 2> counts{};
    bool two = false;
};

std::optional<Folded> parse(std::string_view line)
{
    Folded folded;
    std::string_view rest = line;
    const auto last = takeNumber(rest);
    folded.stack = trimmed(rest);
    if (!last || folded.stack.find_first_not_of("; \t") == std::string_view::npos)
        return {};
    folded.counts = {0, *last};
    const auto first = takeNumber(rest);
    if (first && rest.find_first_not_of("; \t") != std::string_view::npos) {
        folded.two = true;
        folded.counts[0] = *first;
    }
    return folded;
}

bool isNote(std::string_view line)
{
    const std::string_view text = trimmed(line);
    return text.empty() ||
           ((text.front() == '#' || text.starts_with("//")) && text.find(';') == std::string_view::npos);
}

// What all lines together are.
struct Survey
{
    size_t stacks = 0, two = 0, invalid = 0, firstInvalid = 0, decimals = 0;
    bool deep = false;  // some stack has more than one frame
    bool prose = false; // some stack of one frame has spaces in it

    bool isFolded() const
    {
        if (stacks == 0 || invalid > stacks)
            return false;
        // Most texts have a line or two that end with a number.
        return deep || (invalid == 0 && !prose);
    }
};

Survey survey(std::string_view text, const ReadOptions &options)
{
    Survey all;
    LineReader lines(text, options);
    while (lines.next()) {
        if (isNote(lines.line()))
            continue;
        const auto folded = parse(lines.line());
        if (!folded) {
            if (all.invalid++ == 0)
                all.firstInvalid = lines.number();
            if (all.invalid > 100 + 2 * all.stacks)
                return all;
            continue;
        }
        ++all.stacks;
        all.two += folded->two;
        all.decimals += folded->counts[1] != std::floor(folded->counts[1]) ||
                        folded->counts[0] != std::floor(folded->counts[0]);
        const bool deep = folded->stack.find(';') != std::string_view::npos;
        all.deep = all.deep || deep;
        all.prose = all.prose || (!deep && folded->stack.find(' ') != std::string_view::npos);
    }
    return all;
}

class Stacks
{
public:
    Stacks() { m_draft.addSampleType("samples", "count"); }

    void add(std::string_view stack, double count)
    {
        const int64_t value = m_rounding.of(count);
        if (value == 0)
            return;
        m_locations.clear();
        while (!stack.empty()) { // from the leaf
            const size_t cut = stack.rfind(';');
            const std::string_view name =
                trimmed(cut == std::string_view::npos ? stack : stack.substr(cut + 1));
            if (!name.empty())
                m_locations.push_back(m_draft.location(m_draft.function(name)));
            stack = stack.substr(0, cut == std::string_view::npos ? 0 : cut);
        }
        m_draft.addSample(m_locations, {&value, 1});
    }
    NamedDraft &draft() { return m_draft; }

private:
    NamedDraft m_draft;
    Rounding m_rounding;
    std::vector<LocationId> m_locations;
};

} // namespace

Reading readFolded(std::string_view text, const std::string & /*name*/, const ReadOptions &options)
{
    const Survey all = survey(text, options);
    if (!all.isFolded())
        return unrecognized();
    // A name may end with a number; only where all lines have two of them are they counts.
    const bool compared = all.two == all.stacks;
    Stacks current, base;
    LineReader lines(text, options);
    while (lines.next()) {
        if (isNote(lines.line()))
            continue;
        const auto folded = parse(lines.line());
        if (!folded)
            continue;
        if (compared) {
            std::string_view stack = folded->stack;
            takeNumber(stack);
            base.add(stack, folded->counts[0]);
            current.add(stack, folded->counts[1]);
        } else {
            current.add(folded->stack, folded->counts[1]);
        }
    }
    if (all.invalid > 0)
        current.draft().warn(counted(all.invalid, "line is", "lines are") +
                             " not a stack with its count and left out, the first of them line " +
                             std::to_string(all.firstInvalid) + '.');
    if (all.decimals > 0)
        current.draft().warn(counted(all.decimals, "count has", "counts have") +
                             " decimals and were rounded; the sums are right.");
    auto profile = current.draft().finish(compared ? "folded stacks, base and current" : "folded stacks");
    if (compared)
        profile->origin.base = base.draft().finish(profile->origin.format);
    return profile;
}

} // namespace proflens::foreign
