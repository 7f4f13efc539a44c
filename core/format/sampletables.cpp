// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/sampletables.h"

#include "core/format/wire.h"

#include <algorithm>
#include <new>
#include <random>
#include <unistd.h>

namespace proflens {

using wire::Field;
using wire::Type;

namespace {

enum : uint64_t { LabelPart = 3 }; // of a sample
enum : uint64_t { KeyPart = 1, TextPart = 2, NumberPart = 3, UnitPart = 4 };

uint64_t randomSeed()
{
    uint64_t seed = 0;
    if (getentropy(&seed, sizeof seed) == 0)
        return seed;
    std::random_device device;
    return (static_cast<uint64_t>(device()) << 32) | device();
}

// The shortest form of a label, in the order of the field numbers: what every writer writes.
void appendLabel(std::vector<uint8_t> &out, const Label &label)
{
    uint8_t bytes[4 * (1 + maxVarintBytes)];
    uint8_t *at = bytes;
    const auto part = [&at](uint64_t number, uint64_t value) {
        if (value == 0)
            return;
        *at++ = static_cast<uint8_t>(number << 3);
        at = writeVarint(at, value);
    };
    part(KeyPart, label.key.row);
    if (label.isNumber) {
        part(NumberPart, static_cast<uint64_t>(label.number));
        part(UnitPart, label.unit.row);
    } else {
        part(TextPart, label.text.row);
    }
    out.push_back(LabelPart << 3 | static_cast<uint8_t>(Type::Bytes));
    out.push_back(static_cast<uint8_t>(at - bytes));
    out.insert(out.end(), bytes, at);
}

} // namespace

SampleTables::SampleTables(Profile &profile, uint64_t maxMemory)
    : m_profile(profile)
    , m_maxMemory(maxMemory)
    , m_stacks(randomSeed())
    , m_labelSets(randomSeed())
{}

void SampleTables::freeze()
{
    m_labelSets.freeze();
    m_stacks.freeze();
}

uint64_t SampleTables::memoryNow() const
{
    const SampleTable &s = m_profile.samples;
    return m_stacks.memory() + m_labelSets.memory() + m_profile.labels.byteSize() +
           s.size() * (sizeof(StackId) + sizeof(LabelSetId) + s.values.size() * sizeof(uint32_t)) +
           s.values.size() * sizeof(ValueColumn);
}

bool SampleTables::failInSample(const std::string &what)
{
    m_error = "is damaged: sample " + std::to_string(m_done + 1) + ' ' + what +
              "; ask for the profile again or report it to whoever wrote it";
    return false;
}

// Each sample waits for memory in three places, so these are asked for ahead.
bool SampleTables::add(const SampleBatch &batch)
{
    constexpr size_t near = 8, far = 16, farthest = 24;
    const size_t count = batch.samples.size();
    for (size_t i = 0; i < count; ++i) {
        if (i + farthest < count) {
            m_stacks.prefetchSlot(batch.samples[i + farthest].stackHash);
            m_labelSets.prefetchSlot(batch.samples[i + farthest].labelHash);
        }
        if (i + far < count) {
            m_stacks.prefetchEnd(batch.samples[i + far].stackHash);
            m_labelSets.prefetchEnd(batch.samples[i + far].labelHash);
        }
        if (i + near < count) {
            m_stacks.prefetchBytes(batch.samples[i + near].stackHash);
            m_labelSets.prefetchBytes(batch.samples[i + near].labelHash);
        }
        const FoundSample &found = batch.samples[i];
        if (!internStack(found) || !internLabels(found) || !appendValues(found))
            return false;
        ++m_done;
    }
    reserveFor(batch.share);
    m_memory = memoryNow();
    m_count = m_done;
    return true;
}

bool SampleTables::internStack(const FoundSample &found)
{
    const std::span<const uint8_t> bytes(found.stack.data, found.stack.size);
    const auto [row, added] = m_stacks.intern(bytes, found.stackHash);
    // What the numbers are is looked at in ProtoReader::resolveStacks(), on all processors.
    if (added && !bytes.empty() && bytes.back() >= 0x80)
        return failInSample("has a list of locations that ends within a number");
    m_profile.samples.stack.push_back(StackId(row));
    return true;
}

bool SampleTables::internLabels(const FoundSample &found)
{
    std::vector<LabelSetId> &column = m_profile.samples.labels;
    const std::span<const uint8_t> bytes(found.labels.data, found.labels.size);
    if (bytes.empty()) {
        column.push_back(LabelSetId(0U));
        return true;
    }
    const auto [row, added] = m_labelSets.intern(bytes, found.labelHash);
    if (added) {
        if (!decodeLabels(bytes))
            return failInSample("has a label that makes no sense");
        m_labelSetOf.push_back(LabelSetId(0U));
        if (std::equal(bytes.begin(), bytes.end(), m_plainLabels.begin(), m_plainLabels.end())) {
            m_labelSetOf[row] = m_profile.labels.append(m_labels);
        } else if (!m_labels.empty()) { // another way to write a set that may be there already
            const auto [plain, isNew] = m_labelSets.intern(m_plainLabels, m_labelSets.hash(m_plainLabels));
            if (isNew)
                m_labelSetOf.push_back(m_profile.labels.append(m_labels));
            m_labelSetOf[row] = m_labelSetOf[plain];
        }
    }
    column.push_back(m_labelSetOf[row]);
    return true;
}

// Fills m_labels and m_plainLabels.
bool SampleTables::decodeLabels(std::span<const uint8_t> bytes)
{
    m_labels.clear();
    m_plainLabels.clear();
    return wire::forEachField(bytes.data(), bytes.data() + bytes.size(), [&](const Field &field) {
        uint64_t key = 0, text = 0, number = 0, unit = 0;
        const bool good = wire::forEachField(field.data, field.data + field.value, [&](const Field &part) {
            if (part.number == KeyPart)
                key = part.value;
            else if (part.number == TextPart)
                text = part.value;
            else if (part.number == NumberPart)
                number = part.value;
            else if (part.number == UnitPart)
                unit = part.value;
            else
                return true;
            return part.type == Type::Varint;
        });
        if (!good)
            return false;
        Label label;
        label.key = use(key);
        if (text != 0) {
            label.text = use(text);
        } else if (number != 0 || unit != 0) {
            label.isNumber = true;
            label.number = static_cast<int64_t>(number);
            label.unit = use(unit);
        } else { // says nothing; pprof leaves it out too
            return true;
        }
        m_labels.push_back(label);
        appendLabel(m_plainLabels, label);
        return true;
    });
}

bool SampleTables::appendValues(const FoundSample &found)
{
    std::vector<ValueColumn> &columns = m_profile.samples.values;
    const uint8_t *in = found.values.data;
    const uint8_t *const end = in + found.values.size;
    const auto count = [in, end]() -> size_t {
        return static_cast<size_t>(std::count_if(in, end, [](uint8_t byte) { return byte < 0x80; }));
    };
    if (m_done == 0) {
        constexpr uint64_t perColumn = 128; // bytes, about
        if (count() * perColumn + memoryNow() > m_maxMemory)
            return failInSample("has " + std::to_string(count()) + " values");
        columns.resize(count());
    }
    for (ValueColumn &column : columns) {
        uint64_t value = 0;
        const uint8_t *next = in == end ? nullptr : readVarint(in, end, value);
        if (!next)
            return failInSample("has " + std::to_string(count()) + " values and those before it have " +
                                std::to_string(columns.size()));
        in = next;
        column.append(static_cast<int64_t>(value));
    }
    if (in != end)
        return failInSample("has " + std::to_string(count()) + " values and those before it have " +
                            std::to_string(columns.size()));
    return true;
}

StringId SampleTables::use(uint64_t index)
{
    if (index > m_largestString.index)
        m_largestString = {index, "a label of sample", m_done + 1};
    return StringId(static_cast<uint32_t>(index));
}

// With the first few thousand samples guesses how large the tables get, since growing them by doubling costs
// dearly.
void SampleTables::reserveFor(double share)
{
    SampleTable &samples = m_profile.samples;
    constexpr size_t enough = 4000;
    if (m_reserved || samples.size() < enough || share <= 0 || share > 0.5)
        return;
    m_reserved = true;
    const double factor = 1.05 / share;
    const auto guess = [factor](size_t now) {
        return static_cast<size_t>(static_cast<double>(now) * factor);
    };
    if (static_cast<double>(memoryNow()) * factor > static_cast<double>(m_maxMemory) / 2)
        return;
    try {
        samples.stack.reserve(guess(samples.size()));
        samples.labels.reserve(guess(samples.size()));
        // Samples repeat each other the more the longer they go on.
        m_stacks.reserve(guess(m_stacks.size()) / 3 * 2, guess(m_stacks.byteSize()));
    } catch (const std::bad_alloc &) {
        // It was a guess; the tables grow as they must.
    }
}

} // namespace proflens
