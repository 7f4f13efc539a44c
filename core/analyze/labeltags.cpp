// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/labeltags.h"

#include "core/measure/measure.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace proflens {

namespace {

// Sums that stay at the largest number rather than wrap around.
uint64_t sumOf(uint64_t a, uint64_t b)
{
    return a > std::numeric_limits<uint64_t>::max() - b ? std::numeric_limits<uint64_t>::max() : a + b;
}

uint64_t magnitude(int64_t value)
{
    return value < 0 ? -static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

// By label set, the sum of the magnitudes of its samples' values, selected or not.
std::vector<uint64_t> weightsOfSets(const GraphInput &input)
{
    const Profile &profile = *input.selection.profile();
    std::vector<uint64_t> weights(profile.labels.size());
    const auto add = [&](const ValueFormula &formula) {
        forEachValue(profile.samples, formula, [&](size_t sample, int64_t value, int64_t) {
            uint64_t &weight = weights[profile.samples.labels[sample].row];
            weight = sumOf(weight, magnitude(value));
        });
    };
    add(input.formula);
    if (input.otherSide)
        add(*input.otherSide);
    return weights;
}

// Spreads what differs in any bits over all of them.
uint64_t mixed(uint64_t x)
{
    x = (x ^ x >> 32) * 0x9e3779b97f4a7c15ULL;
    return x ^ x >> 29;
}

constexpr std::string_view baseKey = "pprof::base", lineBreak = "\\n";

// What is known of a string once it was met in a label.
struct Seen
{
    uint64_t hash = 0;
    bool any = false, isBase = false, hasColon = false, hasBreak = false;
};

// By label set, whether its tags may come to `least`: sets by the hash of their text labels, which are few
// enough at a place to tell most sets that are too light without making the names of their tags.
std::vector<uint8_t> heavySets(const GraphInput &input, const std::vector<uint64_t> &weights, int64_t least)
{
    const Profile &profile = *input.selection.profile();
    std::vector<uint8_t> heavy(weights.size(), 1);
    std::vector<uint64_t> ofSets(weights.size());
    std::vector<Seen> strings(profile.strings.size());
    const auto seen = [&](StringId id) -> const Seen & {
        Seen &string = strings[id.row];
        if (!string.any) {
            const std::string_view text = profile.text(id);
            string = {std::hash<std::string_view>()(text), true, text == baseKey,
                      text.find(':') != std::string_view::npos,
                      text.find(lineBreak) != std::string_view::npos};
        }
        return string;
    };
    bool isPlain = true;
    for (size_t set = 0; set < weights.size(); ++set) {
        for (const Label &label : profile.labels[LabelSetId(set)]) {
            if (label.isNumber || input.selection.hidesKey(label.key))
                continue;
            const Seen &key = seen(label.key);
            if (key.isBase)
                continue;
            const Seen &text = seen(label.text);
            isPlain = isPlain && !key.hasColon && !key.hasBreak && !text.hasBreak;
            // A sum, as the order of the labels makes no difference.
            ofSets[set] += mixed(mixed(key.hash) + text.hash);
        }
    }
    // Else different labels can make the same name.
    if (!isPlain)
        return heavy;
    const size_t places = std::bit_ceil(std::clamp<size_t>(weights.size(), 1024, 1 << 20));
    std::vector<uint64_t> sums(places);
    const auto sumAt = [&](size_t set) -> uint64_t & { return sums[mixed(ofSets[set]) & (places - 1)]; };
    for (size_t set = 0; set < weights.size(); ++set)
        sumAt(set) = sumOf(sumAt(set), weights[set]);
    for (size_t set = 0; set < weights.size(); ++set)
        heavy[set] = sumAt(set) >= static_cast<uint64_t>(least);
    return heavy;
}

using TagNames = std::set<std::pair<std::string, std::string>>; // texts, and a number or nothing

TagNames shownTags(const CallGraph &graph)
{
    TagNames names;
    for (const uint32_t i : graph.shown) {
        for (const auto &[texts, tag] : graph.nodes[i].labelTags)
            names.insert({texts, {}});
        for (const auto &[texts, numbers] : graph.nodes[i].numericTags) {
            for (const auto &[number, tag] : numbers)
                names.insert({texts, number});
        }
    }
    return names;
}

} // namespace

LabelTags::LabelTags(const GraphInput &input, const WantedTags &wanted)
{
    const Profile &profile = *input.selection.profile();
    std::unordered_map<std::string, uint32_t> known;                  // the texts, of a number a 0 and that
    std::map<std::pair<uint32_t, int64_t>, std::string> shownNumbers; // by key and number
    std::vector<std::string> texts;
    std::string joined;
    const auto use = [&](const std::string &number, const std::string &unit, bool isNumber, int64_t value) {
        std::string key = joined;
        if (isNumber)
            key.append(1, '\0').append(number);
        const auto [it, added] = known.try_emplace(std::move(key), static_cast<uint32_t>(m_tags.size()));
        if (added)
            m_tags.push_back({joined, number, unit, isNumber});
        m_uses.push_back({it->second, value});
    };
    std::vector<uint64_t> setWeights;
    std::vector<uint8_t> heavy;
    if (wanted.least > 0) {
        setWeights = weightsOfSets(input);
        heavy = heavySets(input, setWeights, wanted.least);
    }
    for (size_t i = 0; i < profile.labels.size(); ++i) {
        m_begins.push_back(m_uses.size());
        if (!heavy.empty() && !heavy[i])
            continue;
        const std::vector<Label> labels = input.selection.labels(LabelSetId(i));
        texts.clear();
        for (const Label &label : labels) {
            const std::string_view key = profile.text(label.key);
            if (!label.isNumber && key != baseKey)
                texts.push_back(std::string(key) + ':' + std::string(profile.text(label.text)));
        }
        std::sort(texts.begin(), texts.end());
        joined.clear();
        for (const std::string &text : texts)
            joined.append(joined.empty() ? std::string_view() : lineBreak).append(text);
        if (!joined.empty())
            use({}, {}, false, 0);
        for (const Label &label : labels) {
            if (!label.isNumber || profile.text(label.key) != "bytes")
                continue;
            const std::string unit(input.selection.labelUnit(label.key));
            std::string &shown = shownNumbers[{label.key.row, label.number}];
            if (shown.empty())
                shown = measure::scaledLabel(label.number, unit, wanted.unit);
            use(shown, unit, true, label.number);
        }
    }
    m_begins.push_back(m_uses.size());
    if (m_tags.empty() || (wanted.least <= 0 && !wanted.among))
        return;

    std::vector<uint8_t> kept(m_tags.size(), 1);
    if (wanted.least > 0) {
        std::vector<uint64_t> weights(m_tags.size());
        for (size_t set = 0; set < setWeights.size(); ++set) {
            for (const Use &u : of(static_cast<uint32_t>(set)))
                weights[u.tag] = sumOf(weights[u.tag], setWeights[set]);
        }
        for (size_t i = 0; i < kept.size(); ++i)
            kept[i] = weights[i] >= static_cast<uint64_t>(wanted.least);
    }
    if (wanted.among) {
        const TagNames names = shownTags(*wanted.among);
        for (size_t i = 0; i < kept.size(); ++i)
            kept[i] = kept[i] && names.count({m_tags[i].texts, m_tags[i].number});
    }
    keepOnly(kept);
}

void LabelTags::keepOnly(const std::vector<uint8_t> &kept)
{
    std::vector<Tag> tags;
    std::vector<uint32_t> rows(m_tags.size());
    for (size_t i = 0; i < m_tags.size(); ++i) {
        rows[i] = static_cast<uint32_t>(tags.size());
        if (kept[i])
            tags.push_back(std::move(m_tags[i]));
    }
    m_tags = std::move(tags);
    size_t end = 0, next = 0;
    for (size_t set = 0; set + 1 < m_begins.size(); ++set) {
        const size_t last = m_begins[set + 1];
        m_begins[set] = end;
        for (; next < last; ++next) {
            if (kept[m_uses[next].tag])
                m_uses[end++] = {rows[m_uses[next].tag], m_uses[next].number};
        }
    }
    m_begins.back() = end;
    m_uses.resize(end);
}

} // namespace proflens
