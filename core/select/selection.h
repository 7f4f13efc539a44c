// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "core/select/filter.h"
#include "core/select/regex.h"
#include "core/select/stacksearch.h"

#include <span>
#include <vector>

namespace proflens {

// Which samples of a profile count, and which frames of their stacks are seen: the profile itself is not
// touched.
//
// Steps narrow it one after the other, each seeing what the steps before left, with the semantics of
// google/pprof (profile/filter.go, profile/prune.go). Costs are per location, per distinct stack and per
// distinct label set, never per sample.
class Selection
{
public:
    // Everything.
    explicit Selection(ProfilePtr profile);

    // Leaves out the frames that the profile's own drop_frames and keep_frames name, and all below them.
    Status dropUninteresting();
    // Applies filters in the order of FilterKind. matched[i] tells whether filters[i] matched anything at
    // all. The Error names the option and the reason: "parsing focus regexp: …".
    Status apply(std::span<const Filter> filters, std::vector<bool> *matched = nullptr);
    // Keeps only the outermost line of each location: the function that was really called.
    void dropInlines();
    // Forgets line columns.
    void dropColumns();
    // Has filters by name ask a search of the stacks as they are seen now. Forgotten as soon as other frames
    // are seen.
    void setSearch(std::shared_ptr<const StackSearch> search) { m_search = std::move(search); }

    const ProfilePtr &profile() const { return m_profile; }

    // The lines of a location that are seen, innermost inlined call first; none if it never had any.
    std::span<const Line> lines(LocationId id) const
    {
        if (m_lineRanges.empty())
            return m_profile->linesOf(m_profile->location(id));
        const Range range = m_lineRanges[id.row];
        return {m_lines.data() + range.begin, range.end - range.begin};
    }
    // Whether lines() and forEachLocation() may give less than the profile has.
    bool changesLines() const { return !m_lineRanges.empty(); }
    bool changesStacks() const { return !m_ranges.empty() || !m_hidden.empty(); }
    bool isHidden(LocationId id) const { return !m_hidden.empty() && m_hidden[id.row]; }
    // Whether samples with this stack can count.
    bool keeps(StackId id) const { return m_dropped.empty() || !m_dropped[id.row]; }
    // Whether samples with this label set can count.
    bool keeps(LabelSetId id) const { return m_labelsDropped.empty() || !m_labelsDropped[id.row]; }
    bool keepsSample(size_t sample) const
    {
        return keeps(m_profile->samples.stack[sample]) && keeps(m_profile->samples.labels[sample]);
    }
    // Calls f(LocationId) for the locations of a stack that are seen, leaf first.
    template <typename F> void forEachLocation(StackId id, F &&f) const
    {
        if (m_ranges.empty() && m_hidden.empty()) {
            m_profile->stacks.forEach(id, f);
            return;
        }
        const Range range = m_ranges.empty() ? Range{} : m_ranges[id.row];
        uint32_t position = 0;
        m_profile->stacks.forEach(id, [&](LocationId location) {
            const uint32_t here = position++;
            if (here >= range.begin && here < range.end && !isHidden(location))
                f(location);
        });
    }
    // The same, root first. scratch: room for the locations of a stack. Stacks are kept leaf first, and are
    // read more quickly that way and turned around than from their end.
    template <typename F>
    void forEachLocationFromRoot(StackId id, std::vector<LocationId> &scratch, F &&f) const
    {
        const size_t most = m_profile->stacks.bytes(id).size();
        if (scratch.size() < most)
            scratch.resize(2 * most);
        LocationId *end = scratch.data();
        forEachLocation(id, [&](LocationId location) { *end++ = location; });
        while (end != scratch.data())
            f(*--end);
    }
    // Calls f(LocationId) for them, root first, until one call returns false. scratch: room for them.
    template <typename F>
    void forEachLocationFromRootUntil(StackId id, std::vector<LocationId> &scratch, F &&f) const
    {
        if (m_ranges.empty() || m_ranges[id.row] == Range()) {
            m_profile->stacks.forEachFromRoot(
                id, [&](LocationId location) { return isHidden(location) || f(location); });
            return;
        }
        scratch.clear();
        forEachLocation(id, [&](LocationId location) { scratch.push_back(location); });
        for (size_t i = scratch.size(); i-- > 0;) {
            if (!f(scratch[i]))
                return;
        }
    }
    // The frame that a stack's own cost is charged to; two are equal if that is the same line.
    struct Leaf
    {
        LocationId location; // invalid: no frame is seen
        Line line;           // of its innermost inlined call, if it has any
        bool operator==(const Leaf &) const = default;
    };
    Leaf leaf(StackId id) const;
    // By stack: 1 where `after`, a selection of the same profile, keeps it with another leaf than `before`
    // has.
    static std::vector<uint8_t> otherLeaves(const Selection &before, const Selection &after);
    // Leaves out the samples that another selection of the same profile leaves out, too.
    void dropWith(const Selection &other);

    // The labels that are seen, in file order.
    std::vector<Label> labels(LabelSetId id) const;
    bool hidesKey(StringId key) const { return !m_hiddenKeys.empty() && m_hiddenKeys[key.row]; }

    // Unit of a numeric label key as pprof settles it: the first one met, else "bytes" for "alignment" and
    // "request", else the key itself. Found on all samples, whatever is selected.
    std::string_view labelUnit(StringId key) const;

private:
    struct Range
    {
        uint32_t begin = 0, end = UINT32_MAX;
        bool operator==(const Range &) const = default;
    };
    class NameMatcher;

    template <typename F> bool anyLocation(StackId id, F &&f) const;
    // Whether the outermost location of a stack's leaf end is in the range that is seen.
    bool seesFirst(StackId id) const
    {
        return m_ranges.empty() || (m_ranges[id.row].begin == 0 && m_ranges[id.row].end > 0);
    }
    void ownLines();
    void ownRanges();
    bool narrowByName(const Regex &re, bool keepMatching);
    bool hide(const Regex &re, bool codeOnly);
    bool isLabel(LocationId id) const;
    bool show(const Regex &re);
    bool showFrom(const Regex &re);
    void pruneFrom(const Regex &re);
    template <typename F> void dropWithout(F &&f);
    Status narrowByLabel(const Filter &filter, bool &matched);
    bool hideKeys(const Regex &re, bool keepMatching);
    void findUnits();

    ProfilePtr m_profile;
    // Each is empty as long as it would say "all".
    std::vector<Range> m_lineRanges; // by location, rows of m_lines
    std::vector<Line> m_lines;
    std::vector<bool> m_hidden;        // by location
    std::vector<Range> m_ranges;       // by stack: positions that are seen, leaf first
    std::vector<bool> m_dropped;       // by stack
    std::vector<bool> m_labelsDropped; // by label set
    std::vector<bool> m_hiddenKeys;    // by string
    std::vector<std::pair<StringId, std::string>> m_units;
    std::shared_ptr<const StackSearch> m_search; // of the frames that are seen; may be nullptr
};

// A profile of its own with just what is selected: samples that count, stacks cut to what is seen, all tables
// with their ids (pprof's -proto keeps unused locations and functions, too).
std::shared_ptr<Profile> materialize(const Selection &selection);

} // namespace proflens
