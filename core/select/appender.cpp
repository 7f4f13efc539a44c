// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/appender.h"

#include "core/profile/parallel.h"
#include "core/select/merge.h"

#include <algorithm>
#include <atomic>
#include <random>

namespace proflens {

namespace {

constexpr size_t rowsAtATime = 1U << 15;
constexpr size_t stacksAtATime = 1U << 14;

// Flags that any thread may set.
class Flags
{
public:
    explicit Flags(size_t count)
        : m_flags(count)
    {}
    void set(size_t row)
    {
        // Most are set already; a line of memory that all only read is shared, and one written to is not.
        const std::atomic_ref<uint8_t> flag(m_flags[row]);
        if (flag.load(std::memory_order_relaxed) == 0)
            flag.store(1, std::memory_order_relaxed);
    }
    bool operator[](size_t row) const { return m_flags[row] != 0; }
    size_t size() const { return m_flags.size(); }

private:
    std::vector<uint8_t> m_flags;
};

} // namespace

// One source on its way in, table by table.
class Appender::Source
{
public:
    Source(Appender &to, const MergeSource &source)
        : m_to(to)
        , m_profile(to.m_builder.header())
        , m_source(source)
        , m_from(*source.profile)
        , m_kept(m_from.samples.size())
        , m_usedStacks(m_from.stacks.size())
        , m_usedLabels(m_from.labels.size())
        , m_usedLocations(m_from.locations.size())
        , m_strings(m_from.strings.size())
    {}

    void chooseSamples()
    {
        const SampleTable &samples = m_from.samples;
        inParallel(samples.size(), rowsAtATime, [&](size_t begin, size_t end) {
            std::vector<int64_t> own(samples.values.size()), values(m_source.columns.size());
            for (size_t row = begin; row < end; ++row) {
                for (size_t i = 0; i < own.size(); ++i)
                    own[i] = samples.values[i][row];
                if (!m_source.before.apply(own))
                    continue;
                for (size_t i = 0; i < values.size(); ++i)
                    values[i] = own[m_source.columns[i]];
                if (!m_source.after.apply(values) ||
                    std::all_of(values.begin(), values.end(), [](int64_t value) { return value == 0; }))
                    continue;
                m_kept[row] = 1;
                m_usedStacks.set(samples.stack[row].row);
                m_usedLabels.set(samples.labels[row].row);
            }
        });
    }

    void findLocations()
    {
        inParallel(m_usedStacks.size(), stacksAtATime, [&](size_t begin, size_t end) {
            for (size_t stack = begin; stack < end; ++stack) {
                if (m_usedStacks[stack])
                    m_from.stacks.forEach(StackId(stack),
                                          [&](LocationId location) { m_usedLocations.set(location.row); });
            }
        });
    }

    void addLocations()
    {
        std::vector<PlacedMapping> mappings(m_from.mappings.size());
        const auto mapping = [&](MappingId from) {
            if (!from.isValid())
                return PlacedMapping();
            PlacedMapping &to = mappings[from.row];
            if (!to.id.isValid())
                to = m_to.m_mappings.place(m_to.m_builder, m_from, from,
                                           [this](StringId id) { return string(id); });
            return to;
        };
        // It stands for the program and has to become the first, even if no sample needs it first.
        if (m_to.m_mappings.isEmpty() && !m_from.mappings.empty())
            mapping(MappingId(0U));

        std::vector<FunctionId> functions(m_from.functions.size());
        const auto function = [&](FunctionId from) {
            if (!from.isValid())
                return from;
            FunctionId &to = functions[from.row];
            if (!to.isValid()) {
                const Function &old = m_from.function(from);
                to = m_to.m_builder.addFunction(
                    {0, string(old.name), string(old.systemName), string(old.file), old.startLine});
            }
            return to;
        };

        m_locations.resize(m_from.locations.size());
        std::vector<Line> lines;
        for (size_t i = 0; i < m_from.locations.size(); ++i) {
            if (!m_usedLocations[i])
                continue;
            const Location &old = m_from.locations[i];
            const PlacedMapping placed = mapping(old.mapping);
            Location location;
            location.mapping = placed.id;
            location.address = old.address + placed.shift;
            location.folded = old.folded;
            lines.clear();
            for (const Line &line : m_from.linesOf(old))
                lines.push_back({function(line.function), line.line, line.column});
            m_locations[i] = m_to.m_builder.addLocation(location, lines);
        }
    }

    void addStacks()
    {
        struct Piece
        {
            std::vector<uint8_t> bytes;
            std::vector<uint32_t> sizes;
        };
        const size_t count = m_usedStacks.size();
        std::vector<Piece> pieces(count / stacksAtATime + 1);
        inParallel(count, stacksAtATime, [&](size_t begin, size_t end) {
            Piece &piece = pieces[begin / stacksAtATime];
            piece.sizes.reserve(end - begin);
            std::vector<uint8_t> room;
            for (size_t stack = begin; stack < end; ++stack) {
                if (!m_usedStacks[stack])
                    continue;
                // A location takes a byte or more there, and five at most here.
                const size_t most = 5 * m_from.stacks.bytes(StackId(stack)).size();
                if (room.size() < most)
                    room.resize(2 * most);
                uint8_t *out = room.data();
                m_from.stacks.forEach(StackId(stack), [&](LocationId location) {
                    out = writeVarint(out, uint64_t(m_locations[location.row].row) + 1);
                });
                piece.bytes.insert(piece.bytes.end(), room.data(), out);
                piece.sizes.push_back(static_cast<uint32_t>(out - room.data()));
            }
        });
        size_t bytes = 0, stacks = 0;
        for (const Piece &piece : pieces) {
            bytes += piece.bytes.size();
            stacks += piece.sizes.size();
        }
        m_profile.stacks.reserve(stacks, bytes);
        m_stacks.resize(count);
        auto next = static_cast<uint32_t>(m_profile.stacks.size());
        for (size_t stack = 0; stack < count; ++stack) {
            if (m_usedStacks[stack])
                m_stacks[stack] = StackId(next++);
        }
        for (Piece &piece : pieces) {
            m_profile.stacks.append(piece.bytes, piece.sizes);
            piece = {};
        }
    }

    // Labels of a set keep the order they have in the file: what adds up values does not see it.
    void addLabels()
    {
        m_labels.resize(m_from.labels.size());
        std::vector<Label> labels;
        for (size_t i = 0; i < m_labels.size(); ++i) {
            if (!m_usedLabels[i])
                continue;
            labels.clear();
            for (const Label &label : m_from.labels[LabelSetId(i)]) {
                if (label.isNumber)
                    labels.push_back(
                        {string(label.key), StringId(0U), label.number, string(label.unit), true});
                else if (!m_source.labelAsBase || m_from.text(label.key) != baseLabelKey)
                    labels.push_back({string(label.key), string(label.text)});
            }
            if (m_source.labelAsBase)
                labels.push_back({m_to.string(baseLabelKey), m_to.string(baseLabelValue)});
            m_labels[i] = labels.empty() ? LabelSetId(0U) : m_profile.labels.append(labels);
        }
    }

    void addSamples()
    {
        const SampleTable &from = m_from.samples;
        SampleTable &to = m_profile.samples;
        const auto rows = static_cast<size_t>(std::count(m_kept.begin(), m_kept.end(), uint8_t(1)));
        const auto appendIds = [&](auto &column, const auto &old, const auto &map) {
            column.reserve(column.size() + rows);
            for (size_t row = 0; row < old.size(); ++row) {
                if (m_kept[row])
                    column.push_back(map[old[row].row]);
            }
        };
        const auto appendValues = [&](size_t column) {
            const size_t i = column - m_source.firstColumn; // wraps around before the first
            if (i >= m_source.columns.size()) {
                for (size_t row = 0; row < rows; ++row)
                    to.values[column].append(0);
                return;
            }
            const size_t own = m_source.columns[i];
            const bool scales = !m_source.before.isNone() || !m_source.after.isNone();
            from.values[own].forEach([&](size_t row, int64_t value) {
                if (!m_kept[row])
                    return;
                if (scales)
                    value = m_source.after.scaled(i, m_source.before.scaled(own, value));
                to.values[column].append(value);
            });
        };
        inParallel(2 + to.values.size(), 1, [&](size_t begin, size_t end) {
            for (size_t task = begin; task < end; ++task) {
                if (task == 0)
                    appendIds(to.stack, from.stack, m_stacks);
                else if (task == 1)
                    appendIds(to.labels, from.labels, m_labels);
                else
                    appendValues(task - 2);
            }
        });
    }

private:
    StringId string(StringId from)
    {
        StringId &to = m_strings[from.row];
        if (!to.isValid())
            to = m_to.string(m_from.text(from));
        return to;
    }

    Appender &m_to;
    Profile &m_profile;
    const MergeSource &m_source;
    const Profile &m_from;
    std::vector<uint8_t> m_kept; // by sample
    Flags m_usedStacks, m_usedLabels, m_usedLocations;
    // What became of the rows of the source.
    std::vector<StringId> m_strings;
    std::vector<LocationId> m_locations;
    std::vector<StackId> m_stacks;
    std::vector<LabelSetId> m_labels;
};

Appender::Appender(std::span<const ValueType> sampleTypes)
    : m_strings(std::random_device()())
{
    string({}); // row 0, which is there already
    for (const ValueType &type : sampleTypes)
        m_builder.addSampleType(type.type, type.unit);
}

StringId Appender::string(std::string_view text)
{
    const std::span<const uint8_t> bytes(reinterpret_cast<const uint8_t *>(text.data()), text.size());
    const auto [row, added] = m_strings.intern(bytes, m_strings.hash(bytes));
    if (added && row > 0)
        m_builder.header().strings.append(text);
    return StringId(row);
}

void Appender::add(const MergeSource &source, const StopToken &stop)
{
    Source adding(*this, source);
    for (const auto step : {&Source::chooseSamples, &Source::findLocations, &Source::addLocations,
                            &Source::addStacks, &Source::addLabels, &Source::addSamples}) {
        if (stop.stop_requested())
            return;
        (adding.*step)();
    }
}

} // namespace proflens
