// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/selection.h"

#include "core/profile/parallel.h"
#include "core/select/labelfilter.h"

#include <algorithm>
#include <optional>

namespace proflens {

namespace {

// How many stacks or strings a thread takes at a time. A multiple of 64, so that no two threads write into
// one word of a std::vector<bool>.
constexpr size_t pieceSize = 8192;

} // namespace

// Knows which names a regular expression matches: each is tried once, on all processors.
class Selection::NameMatcher
{
public:
    NameMatcher(const Profile &profile, const Regex &re)
        : m_profile(profile)
        , m_matches(profile.strings.size())
    {
        enum : uint8_t { No, Yes, Wanted };
        for (const Function &function : profile.functions)
            m_matches[function.name.row] = m_matches[function.file.row] = Wanted;
        for (const Mapping &mapping : profile.mappings)
            m_matches[mapping.file.row] = Wanted;
        inParallel(m_matches.size(), pieceSize, [&](size_t begin, size_t end) {
            for (size_t i = begin; i < end; ++i) {
                if (m_matches[i] == Wanted)
                    m_matches[i] = re.matches(profile.text(StringId(i))) ? Yes : No;
            }
        });
    }

    bool matches(FunctionId id) const
    {
        if (!id.isValid())
            return false;
        const Function &function = m_profile.function(id);
        return matches(function.name) || matches(function.file);
    }
    bool matches(MappingId id) const { return id.isValid() && matches(m_profile.mapping(id).file); }
    bool matchesAny(const Location &location, std::span<const Line> lines) const
    {
        return std::any_of(lines.begin(), lines.end(),
                           [&](const Line &line) { return matches(line.function); }) ||
               matches(location.mapping);
    }

private:
    bool matches(StringId id) const { return m_matches[id.row]; }

    const Profile &m_profile;
    std::vector<uint8_t> m_matches; // by string; only those that name something are tried
};

// Whether f(LocationId, position) holds for any location of a stack that is seen, leaf first.
template <typename F> bool Selection::anyLocation(StackId id, F &&f) const
{
    const Range range = m_ranges.empty() ? Range{} : m_ranges[id.row];
    const auto packed = m_profile->stacks.bytes(id);
    uint32_t position = 0;
    for (const uint8_t *in = packed.data(), *end = in + packed.size(); in != end && position < range.end;
         ++position) {
        uint32_t value = 0;
        in = readTrustedVarint(in, value);
        const LocationId location(value - 1);
        if (position >= range.begin && !isHidden(location) && f(location, position))
            return true;
    }
    return false;
}

Selection::Selection(ProfilePtr profile)
    : m_profile(std::move(profile))
{
    findUnits();
}

void Selection::ownLines()
{
    m_search = nullptr;
    if (!m_lineRanges.empty() || m_profile->locations.empty())
        return;
    m_lines = m_profile->lines;
    m_lineRanges.reserve(m_profile->locations.size());
    for (const Location &location : m_profile->locations)
        m_lineRanges.push_back({location.firstLine, location.firstLine + location.lineCount});
}

void Selection::ownRanges()
{
    m_search = nullptr;
    if (m_ranges.empty())
        m_ranges.resize(m_profile->stacks.size());
    if (m_dropped.empty())
        m_dropped.resize(m_profile->stacks.size());
}

void Selection::dropInlines()
{
    ownLines();
    for (Range &range : m_lineRanges) {
        if (range.end - range.begin > 1)
            range.begin = range.end - 1;
    }
}

void Selection::dropColumns()
{
    ownLines();
    for (Line &line : m_lines)
        line.column = 0;
}

Status Selection::apply(std::span<const Filter> filters, std::vector<bool> *matched)
{
    if (matched)
        matched->assign(filters.size(), false);
    // All are compiled before the first is applied, so that an error leaves the selection as it was.
    std::vector<std::optional<Regex>> compiled(filters.size());
    for (size_t i = 0; i < filters.size(); ++i) {
        const Filter &filter = filters[i];
        if (filter.kind == FilterKind::TagFocus || filter.kind == FilterKind::TagIgnore) {
            const auto test = compileLabelFilter(filterName(filter.kind), filter.pattern);
            if (!test)
                return test.error();
            continue;
        }
        auto re = Regex::compile(filter.pattern);
        if (!re)
            return Error{"parsing " + std::string(filterName(filter.kind)) +
                         " regexp: error parsing regexp: " + re.error().message};
        compiled[i] = *re;
    }
    bool byName = false;
    for (size_t kind = 0; kind < filterNames.size(); ++kind) {
        for (size_t i = 0; i < filters.size(); ++i) {
            if (filters[i].kind != static_cast<FilterKind>(kind))
                continue;
            bool found = true;
            byName = byName || kind <= static_cast<size_t>(FilterKind::Show);
            switch (filters[i].kind) {
            case FilterKind::Focus:
                found = narrowByName(*compiled[i], true);
                break;
            case FilterKind::Ignore:
                found = narrowByName(*compiled[i], false);
                break;
            case FilterKind::Hide:
                found = hide(*compiled[i], filters[i].codeOnly);
                break;
            case FilterKind::Show:
                found = show(*compiled[i]);
                break;
            case FilterKind::ShowFrom:
                found = showFrom(*compiled[i]);
                break;
            case FilterKind::TagFocus:
            case FilterKind::TagIgnore: {
                const Status status = narrowByLabel(filters[i], found);
                if (!status)
                    return status.error();
                break;
            }
            case FilterKind::TagShow:
            case FilterKind::TagHide:
                found = hideKeys(*compiled[i], filters[i].kind == FilterKind::TagShow);
                break;
            case FilterKind::PruneFrom:
                pruneFrom(*compiled[i]);
                break;
            }
            if (matched)
                (*matched)[i] = found;
        }
        // Samples that have no location left, or never had one, do not count once any filter by name is set.
        if (static_cast<FilterKind>(kind) == FilterKind::Show && byName)
            dropWithout([](LocationId) { return true; });
    }
    return success();
}

// Focus and ignore: a stack matches if one of its locations does.
bool Selection::narrowByName(const Regex &re, bool keepMatching)
{
    const Profile &profile = *m_profile;
    const NameMatcher matcher(profile, re);
    std::vector<uint8_t> hits(profile.locations.size());
    bool found = false;
    for (size_t i = 0; i < hits.size(); ++i) {
        hits[i] = matcher.matchesAny(profile.locations[i], lines(LocationId(i)));
        found = found || hits[i];
    }
    if (m_dropped.empty())
        m_dropped.resize(profile.stacks.size());
    std::vector<uint8_t> matching;
    const bool isKnown = m_search && m_search->find(hits, matching);
    inParallel(m_dropped.size(), pieceSize, [&](size_t begin, size_t end) {
        for (size_t s = begin; s < end; ++s) {
            if (m_dropped[s])
                continue;
            const auto isHit = [&](LocationId location, uint32_t) { return hits[location.row] != 0; };
            const bool matches = isKnown ? matching[s] != 0 : anyLocation(StackId(s), isHit);
            m_dropped[s] = matches != keepMatching;
        }
    });
    return found;
}

bool Selection::isLabel(LocationId id) const
{
    const auto here = m_profile->linesOf(m_profile->location(id));
    return !here.empty() && m_profile->isLabel(here.front().function);
}

bool Selection::hide(const Regex &re, bool codeOnly)
{
    ownLines();
    const NameMatcher matcher(*m_profile, re);
    m_hidden.resize(m_profile->locations.size());
    bool found = false;
    for (size_t i = 0; i < m_hidden.size(); ++i) {
        if (codeOnly && isLabel(LocationId(i)))
            continue;
        const Location &location = m_profile->locations[i];
        Range &range = m_lineRanges[i];
        const bool wholeMapping = matcher.matches(location.mapping);
        if (!wholeMapping && !matcher.matchesAny(location, lines(LocationId(i))))
            continue;
        found = true;
        const auto begin = m_lines.begin() + range.begin;
        const auto end =
            wholeMapping ? begin
                         : std::stable_partition(begin, m_lines.begin() + range.end, [&](const Line &line) {
                               return !matcher.matches(line.function);
                           });
        range.end = static_cast<uint32_t>(end - m_lines.begin());
        if (range.begin == range.end)
            m_hidden[i] = true;
    }
    if (codeOnly && m_profile->firstLabelFunction.isValid())
        dropWithout([this](LocationId location) { return !isLabel(location); });
    return found;
}

bool Selection::show(const Regex &re)
{
    ownLines();
    const NameMatcher matcher(*m_profile, re);
    m_hidden.resize(m_profile->locations.size());
    bool found = false;
    for (size_t i = 0; i < m_hidden.size(); ++i) {
        Range &range = m_lineRanges[i];
        if (!matcher.matches(m_profile->locations[i].mapping)) {
            const auto end =
                std::stable_partition(m_lines.begin() + range.begin, m_lines.begin() + range.end,
                                      [&](const Line &line) { return matcher.matches(line.function); });
            range.end = static_cast<uint32_t>(end - m_lines.begin());
        }
        if (range.begin == range.end)
            m_hidden[i] = true;
        else
            found = true;
    }
    return found;
}

// Leaves out the stacks without any location left for which f(LocationId) holds.
template <typename F> void Selection::dropWithout(F &&f)
{
    if (m_dropped.empty())
        m_dropped.resize(m_profile->stacks.size());
    inParallel(m_dropped.size(), pieceSize, [&](size_t begin, size_t end) {
        for (size_t s = begin; s < end; ++s) {
            if (!m_dropped[s])
                m_dropped[s] =
                    !anyLocation(StackId(s), [&](LocationId location, uint32_t) { return f(location); });
        }
    });
}

bool Selection::showFrom(const Regex &re)
{
    const std::shared_ptr<const StackSearch> search = m_search;
    ownLines();
    ownRanges();
    const NameMatcher matcher(*m_profile, re);
    std::vector<uint8_t> hits(m_profile->locations.size());
    bool found = false;
    for (size_t i = 0; i < hits.size(); ++i) {
        if (matcher.matches(m_profile->locations[i].mapping)) {
            hits[i] = true;
        } else {
            Range &range = m_lineRanges[i];
            for (uint32_t l = range.end; l > range.begin && !hits[i]; --l) {
                if (matcher.matches(m_lines[l - 1].function)) {
                    hits[i] = true;
                    range.end = l;
                }
            }
        }
        found = found || hits[i];
    }
    std::vector<uint8_t> matching;
    const bool isKnown = search && search->find(hits, matching);
    inParallel(m_ranges.size(), pieceSize, [&](size_t first, size_t last) {
        for (size_t s = first; s < last; ++s) {
            uint32_t position = 0;
            uint32_t end = 0;
            if (isKnown && !matching[s]) {
                m_dropped[s] = true;
                continue;
            }
            m_profile->stacks.forEach(StackId(s), [&](LocationId location) {
                const uint32_t here = position++;
                if (here >= m_ranges[s].begin && here < m_ranges[s].end && !isHidden(location) &&
                    hits[location.row])
                    end = here + 1;
            });
            if (end == 0)
                m_dropped[s] = true;
            else
                m_ranges[s].end = end;
        }
    });
    return found;
}

namespace {

// A function's name as drop_frames sees it: without the leading dot of some ABIs, and without its argument
// list.
std::string_view simpleName(std::string_view name)
{
    if (name.starts_with('.'))
        name.remove_prefix(1);
    constexpr std::string_view anonymous = "(anonymous namespace)";
    constexpr std::string_view callOperator = "operator()";
    for (size_t at = 0; at < name.size();) {
        const std::string_view rest = name.substr(at);
        if (rest.starts_with(anonymous))
            at += anonymous.size();
        else if (rest.starts_with(callOperator))
            at += callOperator.size();
        else if (rest[0] == '(')
            return name.substr(0, at);
        else
            ++at;
    }
    return name;
}

} // namespace

void Selection::pruneFrom(const Regex &re)
{
    const std::shared_ptr<const StackSearch> search = m_search;
    ownLines();
    ownRanges();
    std::vector<uint8_t> known(m_profile->functions.size());
    const auto matches = [&](FunctionId id) {
        if (!id.isValid())
            return false;
        if (!known[id.row]) {
            const std::string_view name = m_profile->text(m_profile->function(id).name);
            known[id.row] = !name.empty() && re.matches(simpleName(name)) ? 2 : 1;
        }
        return known[id.row] == 2;
    };
    std::vector<uint8_t> hits(m_profile->locations.size());
    for (size_t i = 0; i < hits.size(); ++i) {
        if (m_lineRanges.empty())
            break;
        Range &range = m_lineRanges[i];
        for (uint32_t l = range.begin; l < range.end && !hits[i]; ++l) {
            if (matches(m_lines[l].function)) {
                hits[i] = true;
                range.begin = l;
            }
        }
    }
    std::vector<uint8_t> matching;
    const bool isKnown = search && search->find(hits, matching);
    inParallel(m_ranges.size(), pieceSize, [&](size_t first, size_t last) {
        for (size_t s = first; s < last; ++s) {
            if (isKnown && !matching[s])
                continue;
            uint32_t hit = 0;
            const auto isHit = [&](LocationId location, uint32_t position) {
                hit = position;
                return hits[location.row] != 0;
            };
            if (anyLocation(StackId(s), isHit))
                m_ranges[s].begin = hit;
        }
    });
}

Status Selection::dropUninteresting()
{
    const Profile &profile = *m_profile;
    if (profile.dropFrames.empty())
        return success();
    const auto drop = Regex::compile("^(" + profile.dropFrames + ")$");
    if (!drop)
        return Error{"failed to compile regexp " + profile.dropFrames + ": " + drop.error().message};
    std::optional<Regex> keep;
    if (!profile.keepFrames.empty()) {
        const auto compiled = Regex::compile("^(" + profile.keepFrames + ")$");
        if (!compiled)
            return Error{"failed to compile regexp " + profile.keepFrames + ": " + compiled.error().message};
        keep = *compiled;
    }
    std::vector<uint8_t> known(profile.functions.size());
    const auto dull = [&](FunctionId id) {
        if (!id.isValid())
            return false;
        if (!known[id.row]) {
            const std::string_view name = profile.text(profile.function(id).name);
            const std::string_view simple = simpleName(name);
            known[id.row] =
                !name.empty() && drop->matches(simple) && !(keep && keep->matches(simple)) ? 2 : 1;
        }
        return known[id.row] == 2;
    };
    ownLines();
    ownRanges();
    enum : uint8_t { Keep, Beneath, Whole };
    std::vector<uint8_t> verdict(profile.locations.size(), Keep);
    for (size_t i = 0; i < verdict.size(); ++i) {
        Range &range = m_lineRanges[i];
        for (uint32_t l = range.end; l > range.begin; --l) {
            if (!dull(m_lines[l - 1].function))
                continue;
            if (l == range.end) {
                verdict[i] = Whole; // keeps its lines: where no frame of the user's is above it, it stays
            } else {
                verdict[i] = Beneath;
                range.begin = l;
            }
            break;
        }
    }
    std::vector<LocationId> stack;
    for (size_t s = 0; s < m_ranges.size(); ++s) {
        profile.stacks.decode(StackId(s), stack);
        // From the root down; what stands above the first frame of the user's is left alone.
        bool foundUser = false;
        for (size_t i = stack.size(); i-- > 0;) {
            const uint8_t v = verdict[stack[i].row];
            if (v == Keep) {
                foundUser = true;
            } else if (foundUser) {
                m_ranges[s].begin = static_cast<uint32_t>(v == Whole ? i + 1 : i);
                break;
            }
        }
    }
    return success();
}

Selection::Leaf Selection::leaf(StackId id) const
{
    const Range range = m_ranges.empty() ? Range{} : m_ranges[id.row];
    const auto packed = m_profile->stacks.bytes(id);
    uint32_t position = 0;
    for (const uint8_t *in = packed.data(), *end = in + packed.size(); in != end; ++position) {
        uint32_t value = 0;
        in = readTrustedVarint(in, value);
        const LocationId location(value - 1);
        if (position < range.begin || isHidden(location))
            continue;
        if (position >= range.end)
            break;
        const auto seen = lines(location);
        return {location, seen.empty() ? Line() : seen.front()};
    }
    return {};
}

std::vector<uint8_t> Selection::otherLeaves(const Selection &before, const Selection &after)
{
    const Profile &profile = *after.m_profile;
    const auto innermost = [](const Selection &selection, LocationId location) {
        const auto seen = selection.lines(location);
        return seen.empty() ? Line() : seen.front();
    };
    // Most leaves are where they were, which their location alone tells.
    std::vector<uint8_t> isSame(profile.locations.size());
    for (size_t i = 0; i < isSame.size(); ++i) {
        const LocationId location(i);
        isSame[i] = !before.isHidden(location) && !after.isHidden(location) &&
                    innermost(before, location) == innermost(after, location);
    }
    std::vector<uint8_t> other(profile.stacks.size());
    constexpr size_t pieceSize = 8192;
    inParallel(other.size(), pieceSize, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) {
            const StackId stack(i);
            if (!after.keeps(stack))
                continue;
            const auto packed = profile.stacks.bytes(stack);
            if (!packed.empty() && before.seesFirst(stack) && after.seesFirst(stack)) {
                uint32_t first = 0;
                readTrustedVarint(packed.data(), first);
                if (isSame[first - 1])
                    continue;
            }
            other[i] = !(after.leaf(stack) == before.leaf(stack));
        }
    });
    return other;
}

void Selection::dropWith(const Selection &other)
{
    const auto join = [](std::vector<bool> &mine, const std::vector<bool> &others) {
        if (mine.empty())
            mine = others;
        for (size_t i = 0; i < others.size(); ++i) {
            if (others[i])
                mine[i] = true;
        }
    };
    join(m_dropped, other.m_dropped);
    join(m_labelsDropped, other.m_labelsDropped);
}

std::vector<Label> Selection::labels(LabelSetId id) const
{
    std::vector<Label> seen;
    for (const Label &label : m_profile->labels[id]) {
        if (!hidesKey(label.key))
            seen.push_back(label);
    }
    return seen;
}

Status Selection::narrowByLabel(const Filter &filter, bool &matched)
{
    const auto test = compileLabelFilter(filterName(filter.kind), filter.pattern);
    if (!test)
        return test.error();
    const LabelTable &table = m_profile->labels;
    if (m_labelsDropped.empty())
        m_labelsDropped.resize(table.size());
    matched = false;
    std::vector<LabelView> views;
    for (size_t i = 0; i < table.size(); ++i) {
        views.clear();
        for (const Label &label : labels(LabelSetId(i))) {
            views.push_back({m_profile->text(label.key), m_profile->text(label.text), labelUnit(label.key),
                             label.number, label.isNumber});
        }
        const bool hit = (*test)(views);
        matched = matched || hit;
        if (hit == (filter.kind == FilterKind::TagIgnore))
            m_labelsDropped[i] = true;
    }
    return success();
}

bool Selection::hideKeys(const Regex &re, bool keepMatching)
{
    if (m_hiddenKeys.empty())
        m_hiddenKeys.resize(m_profile->strings.size());
    std::vector<bool> tried(m_profile->strings.size());
    bool found = false;
    for (size_t i = 0; i < m_profile->labels.size(); ++i) {
        for (const Label &label : m_profile->labels[LabelSetId(i)]) {
            if (tried[label.key.row])
                continue;
            tried[label.key.row] = true;
            const bool hit = re.matches(m_profile->text(label.key));
            found = found || hit;
            if (hit != keepMatching)
                m_hiddenKeys[label.key.row] = true;
        }
    }
    return found;
}

void Selection::findUnits()
{
    // The first unit met counts; label sets are numbered in the order samples first use them.
    const Profile &profile = *m_profile;
    for (size_t i = 0; i < profile.labels.size(); ++i) {
        for (const Label &label : profile.labels[LabelSetId(i)]) {
            if (!label.isNumber)
                continue;
            auto known = std::find_if(m_units.begin(), m_units.end(), [&](const auto &unit) {
                return unit.first == label.key || profile.text(unit.first) == profile.text(label.key);
            });
            if (known == m_units.end())
                known = m_units.insert(m_units.end(), {label.key, {}});
            if (known->second.empty())
                known->second = profile.text(label.unit);
        }
    }
    for (auto &[key, unit] : m_units) {
        const std::string_view name = profile.text(key);
        if (unit.empty())
            unit = name == "alignment" || name == "request" ? "bytes" : std::string(name);
    }
}

std::string_view Selection::labelUnit(StringId key) const
{
    for (const auto &[id, unit] : m_units) {
        if (id == key || m_profile->text(id) == m_profile->text(key))
            return unit;
    }
    return {};
}

std::shared_ptr<Profile> materialize(const Selection &selection)
{
    const Profile &from = *selection.profile();
    auto to = std::make_shared<Profile>();
    to->sampleTypes = from.sampleTypes;
    to->defaultSampleType = from.defaultSampleType;
    to->periodType = from.periodType;
    to->period = from.period;
    to->timeNanos = from.timeNanos;
    to->durationNanos = from.durationNanos;
    to->dropFrames = from.dropFrames;
    to->keepFrames = from.keepFrames;
    to->comments = from.comments;
    to->docUrl = from.docUrl;
    to->strings = from.strings;
    to->mappings = from.mappings;
    to->functions = from.functions;
    to->locations = from.locations;
    for (size_t i = 0; i < to->locations.size(); ++i) {
        const auto lines = selection.lines(LocationId(i));
        to->locations[i].firstLine = static_cast<uint32_t>(to->lines.size());
        to->locations[i].lineCount = static_cast<uint32_t>(lines.size());
        to->lines.insert(to->lines.end(), lines.begin(), lines.end());
    }
    std::vector<uint8_t> packed;
    for (size_t s = 0; s < from.stacks.size(); ++s) {
        packed.clear();
        selection.forEachLocation(StackId(s), [&](LocationId location) {
            uint8_t number[maxVarintBytes];
            packed.insert(packed.end(), number, writeVarint(number, uint64_t(location.row) + 1));
        });
        to->stacks.append(packed);
    }
    for (size_t i = 1; i < from.labels.size(); ++i)
        to->labels.append(selection.labels(LabelSetId(i)));
    std::vector<size_t> kept;
    for (size_t i = 0; i < from.samples.size(); ++i) {
        if (!selection.keepsSample(i))
            continue;
        kept.push_back(i);
        to->samples.stack.push_back(from.samples.stack[i]);
        to->samples.labels.push_back(from.samples.labels[i]);
    }
    for (const ValueColumn &column : from.samples.values) {
        ValueColumn &values = to->samples.values.emplace_back();
        for (size_t i : kept)
            values.append(column[i]);
    }
    return to;
}

} // namespace proflens
