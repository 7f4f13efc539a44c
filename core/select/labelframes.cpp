// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/labelframes.h"

#include "core/measure/measure.h"
#include "core/profile/pairtable.h"
#include "core/profile/varint.h"

#include <algorithm>
#include <map>
#include <span>
#include <unordered_map>
#include <utility>

namespace proflens {

namespace {

// Makes the frames, in the order in which pprof makes them: it numbers them, and -raw prints the numbers.
class Grouper
{
public:
    Grouper(const Selection &selection, const LabelFrames &wanted)
        : m_selection(selection)
        , m_from(*selection.profile())
        , m_unit(wanted.unit)
        , m_made(std::make_shared<Profile>())
    {
        copyTables();
        m_empty = m_made->strings.append({});
        for (const std::string &key : wanted.root)
            m_root.push_back(keyOf(key));
        for (const std::string &key : wanted.leaf)
            m_leaf.push_back(keyOf(key));
    }

    std::shared_ptr<const Profile> make(LabelFramesMatched &matched, const StopToken &stop)
    {
        const SampleTable &samples = m_from.samples;
        std::vector<uint32_t> groups(m_from.labels.size(), PairTable::none); // by label set
        PairTable stacks;
        m_made->samples.stack.reserve(samples.size());
        for (size_t i = 0; i < samples.size(); ++i) {
            if (i % 4096 == 0 && stop.stop_requested())
                return nullptr;
            const LabelSetId labels = samples.labels[i];
            uint32_t &group = groups[labels.row];
            if (group == PairTable::none)
                group = groupOf(labels);
            const StackId old = samples.stack[i];
            uint32_t &stack = stacks(old.row, group);
            if (stack == PairTable::none)
                stack = stackOf(old, m_groups[group]).row;
            m_made->samples.stack.push_back(StackId(stack));
        }
        matched = m_matched;
        return std::move(m_made);
    }

private:
    struct Key
    {
        std::string text;
        StringId file;
        std::map<std::string, LocationId, std::less<>> locations; // by values
    };
    // What a label set puts below and above a stack, as StackTable packs it.
    struct Group
    {
        std::vector<uint8_t> leaf, root;
        auto operator<=>(const Group &) const = default;
    };

    void copyTables()
    {
        Profile &to = *m_made;
        to.sampleTypes = m_from.sampleTypes;
        to.defaultSampleType = m_from.defaultSampleType;
        to.periodType = m_from.periodType;
        to.period = m_from.period;
        to.timeNanos = m_from.timeNanos;
        to.durationNanos = m_from.durationNanos;
        to.dropFrames = m_from.dropFrames;
        to.keepFrames = m_from.keepFrames;
        to.comments = m_from.comments;
        to.docUrl = m_from.docUrl;
        to.strings = m_from.strings;
        to.mappings = m_from.mappings;
        to.functions = m_from.functions;
        to.firstLabelFunction = FunctionId(m_from.functions.size());
        to.locations = m_from.locations;
        if (m_selection.changesLines()) {
            for (size_t i = 0; i < to.locations.size(); ++i) {
                const auto lines = m_selection.lines(LocationId(i));
                to.locations[i].firstLine = static_cast<uint32_t>(to.lines.size());
                to.locations[i].lineCount = static_cast<uint32_t>(lines.size());
                to.lines.insert(to.lines.end(), lines.begin(), lines.end());
            }
        } else {
            to.lines = m_from.lines;
        }
        to.labels = m_from.labels;
        to.samples.labels = m_from.samples.labels;
        to.samples.values = m_from.samples.values;
        for (const Function &function : to.functions)
            m_lastFunction = std::max(m_lastFunction, function.id);
        for (const Location &location : to.locations)
            m_lastLocation = std::max(m_lastLocation, location.id);
    }

    size_t keyOf(const std::string &text)
    {
        const auto known =
            std::find_if(m_keys.begin(), m_keys.end(), [&](const Key &key) { return key.text == text; });
        if (known != m_keys.end())
            return static_cast<size_t>(known - m_keys.begin());
        m_keys.push_back({text, m_made->strings.append(text), {}});
        return m_keys.size() - 1;
    }

    // The values of a key, texts first; empty without any.
    std::string valuesOf(LabelSetId set, const std::string &key, bool &matched) const
    {
        const auto labels = m_from.labels[set];
        std::string values;
        bool any = false;
        const auto add = [&](std::string_view value) {
            values.append(any ? "," : "").append(value);
            any = true;
        };
        bool hasUnit = false;
        for (const Label &label : labels) {
            if (m_from.text(label.key) != key)
                continue;
            if (label.isNumber)
                hasUnit = hasUnit || !m_from.text(label.unit).empty();
            else
                add(m_from.text(label.text));
        }
        for (const Label &label : labels) {
            if (label.isNumber && m_from.text(label.key) == key)
                add(measure::scaledLabel(label.number, m_from.text(label.unit), hasUnit ? m_unit : ""));
        }
        matched = matched || any;
        return values;
    }

    LocationId locationOf(Key &key, const std::string &values)
    {
        const auto known = key.locations.find(values);
        if (known != key.locations.end())
            return known->second;
        Profile &to = *m_made;
        to.functions.push_back({++m_lastFunction, to.strings.append(values), m_empty, key.file, 0});
        Location location;
        location.id = ++m_lastLocation;
        location.firstLine = static_cast<uint32_t>(to.lines.size());
        location.lineCount = 1;
        to.lines.push_back({FunctionId(to.functions.size() - 1), 0, 0});
        to.locations.push_back(location);
        return key.locations.emplace(values, LocationId(to.locations.size() - 1)).first->second;
    }

    void pack(LabelSetId set, const std::vector<size_t> &keys, std::vector<uint8_t> &packed, bool &matched)
    {
        // The last key is the one nearest to the leaf.
        for (size_t i = keys.size(); i-- > 0;) {
            Key &key = m_keys[keys[i]];
            append(packed, locationOf(key, valuesOf(set, key.text, matched)));
        }
    }

    uint32_t groupOf(LabelSetId set)
    {
        Group group;
        pack(set, m_root, group.root, m_matched.root);
        pack(set, m_leaf, group.leaf, m_matched.leaf);
        const auto [it, added] = m_groupRows.try_emplace(group, static_cast<uint32_t>(m_groups.size()));
        if (added)
            m_groups.push_back(std::move(group));
        return it->second;
    }

    StackId stackOf(StackId old, const Group &group)
    {
        m_packed = group.leaf;
        if (m_selection.changesStacks()) {
            m_selection.forEachLocation(old, [&](LocationId location) { append(m_packed, location); });
        } else {
            const auto bytes = m_from.stacks.bytes(old);
            m_packed.insert(m_packed.end(), bytes.begin(), bytes.end());
        }
        m_packed.insert(m_packed.end(), group.root.begin(), group.root.end());
        return m_made->stacks.append(m_packed);
    }

    static void append(std::vector<uint8_t> &packed, LocationId location)
    {
        uint8_t number[maxVarintBytes];
        packed.insert(packed.end(), number, writeVarint(number, uint64_t(location.row) + 1));
    }

    const Selection &m_selection;
    const Profile &m_from;
    const std::string m_unit;
    std::shared_ptr<Profile> m_made;
    StringId m_empty; // row 0 may be anything
    std::vector<Key> m_keys;
    std::vector<size_t> m_root, m_leaf; // rows of m_keys
    std::vector<Group> m_groups;
    std::map<Group, uint32_t> m_groupRows;
    std::vector<uint8_t> m_packed;
    LabelFramesMatched m_matched;
    uint64_t m_lastFunction = 0, m_lastLocation = 0;
};

} // namespace

std::shared_ptr<const Profile> withLabelFrames(const Selection &selection, const LabelFrames &wanted,
                                               LabelFramesMatched *matched, const StopToken &stop)
{
    LabelFramesMatched found;
    auto made = Grouper(selection, wanted).make(found, stop);
    if (matched)
        *matched = found;
    return made;
}

} // namespace proflens
