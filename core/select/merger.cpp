// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/merger.h"

#include "core/select/merge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace proflens {

namespace {

// As amd64 converts: what does not fit becomes the smallest number.
int64_t rounded(double value)
{
    value = std::round(value);
    if (value >= -0x1p63 && value < 0x1p63)
        return static_cast<int64_t>(value);
    return std::numeric_limits<int64_t>::min();
}

bool isZero(std::span<const int64_t> values)
{
    return std::all_of(values.begin(), values.end(), [](int64_t value) { return value == 0; });
}

template <typename T> void appendBytes(std::vector<uint8_t> &out, const T &value)
{
    const auto *bytes = reinterpret_cast<const uint8_t *>(&value);
    out.insert(out.end(), bytes, bytes + sizeof value);
}

// The bytes of some numbers, without what stands between them.
template <typename... T> auto bytesOf(const T &...values)
{
    std::array<uint8_t, (sizeof(T) + ...)> bytes;
    uint8_t *out = bytes.data();
    ((std::memcpy(out, &values, sizeof values), out += sizeof values), ...);
    return bytes;
}

} // namespace

void Scaling::add(std::vector<double> ratios)
{
    if (std::any_of(ratios.begin(), ratios.end(), [](double ratio) { return ratio != 1; }))
        m_steps.push_back(std::move(ratios));
}

bool Scaling::apply(std::span<int64_t> values) const
{
    for (const std::vector<double> &ratios : m_steps) {
        for (size_t i = 0; i < values.size(); ++i) {
            if (ratios[i] != 1)
                values[i] = rounded(static_cast<double>(values[i]) * ratios[i]);
        }
        if (isZero(values))
            return false;
    }
    return true;
}

int64_t Scaling::scaled(size_t column, int64_t value) const
{
    for (const std::vector<double> &ratios : m_steps) {
        if (ratios[column] != 1)
            value = rounded(static_cast<double>(value) * ratios[column]);
    }
    return value;
}

// What one source's rows became.
class Merger::Source
{
public:
    Source(Merger &merger, const MergeSource &source)
        : m_merger(merger)
        , m_from(*source.profile)
        , m_labelAsBase(source.labelAsBase)
        , m_strings(m_from.strings.size())
        , m_stacks(m_from.stacks.size())
        , m_labelSets(m_from.labels.size())
        , m_locations(m_from.locations.size())
        , m_functions(m_from.functions.size())
        , m_mappings(m_from.mappings.size())
    {}

    StackId stack(StackId from)
    {
        StackId &to = m_stacks[from.row];
        if (to.isValid())
            return to;
        m_packed.clear();
        m_from.stacks.forEach(from, [&](LocationId location) {
            uint8_t varint[maxVarintBytes];
            uint8_t *const end = writeVarint(varint, uint64_t(this->location(location).row) + 1);
            m_packed.insert(m_packed.end(), +varint, end);
        });
        return to = StackId(m_merger.m_stacks.intern(m_packed, m_merger.m_stacks.hash(m_packed)).first);
    }

    // Text labels by key, then numbers by key, which is the order in which pprof writes them; the values of
    // one key keep theirs.
    LabelSetId labelSet(LabelSetId from)
    {
        LabelSetId &to = m_labelSets[from.row];
        if (to.isValid())
            return to;
        m_labels.clear();
        for (const Label &label : m_from.labels[from]) {
            if (label.isNumber)
                m_labels.push_back({string(label.key), StringId(0U), label.number, string(label.unit), true});
            else if (!m_labelAsBase || m_from.text(label.key) != baseLabelKey)
                m_labels.push_back({string(label.key), string(label.text)});
        }
        if (m_labelAsBase)
            m_labels.push_back({m_merger.string(baseLabelKey), m_merger.string(baseLabelValue)});
        const Profile &merged = m_merger.m_builder.profile();
        const auto before = [&](const Label &a, const Label &b) {
            return a.isNumber != b.isNumber ? b.isNumber : merged.text(a.key) < merged.text(b.key);
        };
        if (!std::is_sorted(m_labels.begin(), m_labels.end(), before))
            std::stable_sort(m_labels.begin(), m_labels.end(), before);
        return to = m_merger.labelSet(m_labels);
    }

    // The first mapping stands for the program and has to become the first, even if no sample needs it first.
    void takeFirstMapping() { mapping(MappingId(0U)); }

private:
    // Equal strings of a source mostly have one row, and many functions share them.
    StringId string(StringId from)
    {
        StringId &to = m_strings[from.row];
        if (!to.isValid())
            to = m_merger.string(m_from.text(from));
        return to;
    }

    LocationId location(LocationId from)
    {
        LocationId &to = m_locations[from.row];
        if (to.isValid())
            return to;
        const Location &old = m_from.location(from);
        const PlacedMapping placed = mapping(old.mapping);
        Location location;
        location.mapping = placed.id;
        location.address = old.address + placed.shift;
        location.folded = old.folded;

        const Profile &merged = m_merger.m_builder.profile();
        m_key.clear();
        appendBytes(m_key, location.address - (placed.id.isValid() ? merged.mapping(placed.id).start : 0));
        appendBytes(m_key, placed.id.row);
        appendBytes(m_key, location.folded);
        m_lines.clear();
        for (const Line &line : m_from.linesOf(old)) {
            m_lines.push_back({function(line.function), line.line, line.column});
            appendBytes(m_key, m_lines.back().function.row);
            appendBytes(m_key, line.line);
            appendBytes(m_key, line.column);
        }
        const auto [row, added] = m_merger.m_locations.intern(m_key, m_merger.m_locations.hash(m_key));
        if (added)
            m_merger.m_builder.addLocation(location, m_lines);
        return to = LocationId(row);
    }

    FunctionId function(FunctionId from)
    {
        if (!from.isValid())
            return from;
        FunctionId &to = m_functions[from.row];
        if (to.isValid())
            return to;
        const Function &old = m_from.function(from);
        const Function function{0, string(old.name), string(old.systemName), string(old.file), old.startLine};
        const auto key =
            bytesOf(function.name.row, function.systemName.row, function.file.row, function.startLine);
        const auto [row, added] = m_merger.m_functions.intern(key, m_merger.m_functions.hash(key));
        if (added)
            m_merger.m_builder.addFunction(function);
        return to = FunctionId(row);
    }

    PlacedMapping mapping(MappingId from)
    {
        if (!from.isValid())
            return {};
        PlacedMapping &to = m_mappings[from.row];
        if (to.id.isValid())
            return to;
        return to = m_merger.m_mappings.place(m_merger.m_builder, m_from, from,
                                              [this](StringId id) { return string(id); });
    }

    Merger &m_merger;
    const Profile &m_from;
    bool m_labelAsBase;
    std::vector<StringId> m_strings;
    std::vector<StackId> m_stacks;
    std::vector<LabelSetId> m_labelSets;
    std::vector<LocationId> m_locations;
    std::vector<FunctionId> m_functions;
    std::vector<PlacedMapping> m_mappings;
    std::vector<uint8_t> m_packed, m_key;
    std::vector<Line> m_lines;
    std::vector<Label> m_labels;
};

Merger::Merger(std::span<const ValueType> sampleTypes)
    : m_strings(std::random_device()())
    , m_stacks(std::random_device()())
    , m_locations(std::random_device()())
    , m_functions(std::random_device()())
    , m_labelSets(std::random_device()())
{
    // Rows 0 of their tables, which are there already.
    string({});
    labelSet({});
    for (const ValueType &type : sampleTypes)
        m_builder.addSampleType(type.type, type.unit);
}

StringId Merger::string(std::string_view text)
{
    const std::span<const uint8_t> bytes(reinterpret_cast<const uint8_t *>(text.data()), text.size());
    const auto [row, added] = m_strings.intern(bytes, m_strings.hash(bytes));
    if (added && row > 0)
        m_builder.header().strings.append(text);
    return StringId(row);
}

LabelSetId Merger::labelSet(std::span<const Label> labels)
{
    m_key.clear();
    for (const Label &label : labels) {
        const auto bytes =
            bytesOf(label.key.row, label.text.row, label.number, label.unit.row, label.isNumber);
        m_key.insert(m_key.end(), bytes.begin(), bytes.end());
    }
    const auto [row, added] = m_labelSets.intern(m_key, m_labelSets.hash(m_key));
    if (added && row > 0)
        m_builder.header().labels.append(labels);
    return LabelSetId(row);
}

void Merger::add(const MergeSource &source, const StopToken &stop)
{
    const SampleTable &from = source.profile->samples;
    SampleTable &to = m_builder.header().samples;
    Source rows(*this, source);
    if (m_mappings.isEmpty() && !source.profile->mappings.empty())
        rows.takeFirstMapping();
    std::vector<int64_t> own(from.values.size()), values(source.columns.size());
    for (size_t row = 0; row < from.size(); ++row) {
        if (row % 4096 == 0 && stop.stop_requested())
            return;
        for (size_t i = 0; i < own.size(); ++i)
            own[i] = from.values[i][row];
        if (!source.before.apply(own))
            continue;
        for (size_t i = 0; i < values.size(); ++i)
            values[i] = own[source.columns[i]];
        if (!source.after.apply(values) || isZero(values))
            continue;
        const StackId stack = rows.stack(from.stack[row]);
        const LabelSetId labels = rows.labelSet(from.labels[row]);
        const uint32_t sum = m_samples(to, stack, labels);
        const size_t first = source.firstColumn;
        if (sum == to.size()) {
            to.stack.push_back(stack);
            to.labels.push_back(labels);
            for (size_t i = 0; i < to.values.size(); ++i)
                to.values[i].append(i >= first && i - first < values.size() ? values[i - first] : 0);
            continue;
        }
        for (size_t i = 0; i < values.size(); ++i) {
            ValueColumn &column = to.values[first + i];
            // Unsigned, so that sums wrap as Go's do.
            const auto total = static_cast<uint64_t>(column[sum]) + static_cast<uint64_t>(values[i]);
            column.set(sum, static_cast<int64_t>(total));
        }
    }
}

std::shared_ptr<Profile> Merger::finish()
{
    m_builder.header().stacks.adopt(m_stacks.takeRuns());
    std::shared_ptr<Profile> merged = m_builder.finish();
    const SampleTable &samples = merged->samples;
    for (size_t row = 0; row < samples.size(); ++row) {
        const bool cancelled = std::all_of(samples.values.begin(), samples.values.end(),
                                           [&](const ValueColumn &column) { return column[row] == 0; });
        if (cancelled)
            return compacted(*merged);
    }
    return merged;
}

void copyHeader(const Profile &from, Profile &to)
{
    to.defaultSampleType = from.defaultSampleType;
    to.periodType = from.periodType;
    to.period = from.period;
    to.timeNanos = from.timeNanos;
    to.durationNanos = from.durationNanos;
    to.dropFrames = from.dropFrames;
    to.keepFrames = from.keepFrames;
    to.comments = from.comments;
    to.docUrl = from.docUrl;
}

} // namespace proflens
