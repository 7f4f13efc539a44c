// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ProtoReader that reads samples: nine tenths of a large file.
#include "core/format/protoreader.h"

#include <algorithm>
#include <cstring>

namespace proflens {

using wire::Field;
using wire::Read;
using wire::Type;

namespace {

enum : uint64_t { LocationPart = 1, ValuePart = 2, LabelPart = 3 };
enum : uint64_t { KeyPart = 1, TextPart = 2, NumberPart = 3, UnitPart = 4 };

void appendVarint(std::vector<uint8_t> &out, uint64_t value)
{
    uint8_t bytes[maxVarintBytes];
    out.insert(out.end(), bytes, writeVarint(bytes, value));
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

bool ProtoReader::failInSample(const std::string &what)
{
    return fail("is damaged: sample " + std::to_string(m_samplesDone + 1) + ' ' + what +
                "; ask for the profile again or report it to whoever wrote it");
}

// Finds where the lists of a sample are; what they hold is looked at in flush().
bool ProtoReader::sample(const Field &f)
{
    if (f.type != Type::Bytes)
        return false;
    PendingSample pending;
    // Most lists are one run of the file. Those in pieces are put together in the scratch buffer.
    const auto gather = [](Run &run, std::vector<uint8_t> &scratch) {
        if (run.size == 0) {
            run.data = scratch.data() + scratch.size();
        } else if (run.data + run.size != scratch.data() + scratch.size()) {
            const size_t begin = scratch.size();
            scratch.insert(scratch.end(), run.data, run.data + run.size);
            run.data = scratch.data() + begin;
        }
    };
    const auto numbers = [&](Run &run, std::vector<uint8_t> &scratch, const Field &part, bool asIs) {
        if (part.type == Type::Bytes && run.size == 0 && asIs) {
            run = {part.data, static_cast<size_t>(part.value)};
            return true;
        }
        gather(run, scratch);
        const size_t before = scratch.size();
        const bool good =
            wire::forEachNumber(part, [&scratch](uint64_t value) { appendVarint(scratch, value); });
        run.size += scratch.size() - before;
        return good;
    };
    const uint8_t *in = f.data;
    const uint8_t *const end = in + f.value;
    Field part;
    while (in != end) {
        const uint8_t *const begin = in;
        if (wire::readField(in, end, part) != Read::Whole)
            return false;
        if (part.number == LocationPart) {
            // A zero byte is either id 0 or the end of a number written longer than it need be: the second
            // makes equal stacks look different.
            const bool asIs =
                part.type == Type::Bytes && part.value && !std::memchr(part.data, 0, part.value);
            if (!numbers(pending.stack, m_scratch[0], part, asIs))
                return false;
        } else if (part.number == ValuePart) {
            if (!numbers(pending.values, m_scratch[1], part, true))
                return false;
        } else if (part.number == LabelPart) {
            if (part.type != Type::Bytes)
                return false;
            Run &run = pending.labels;
            const auto size = static_cast<size_t>(in - begin);
            if (run.size == 0) {
                run.data = begin;
            } else if (run.data + run.size != begin) {
                gather(run, m_scratch[2]);
                m_scratch[2].insert(m_scratch[2].end(), begin, in);
            }
            run.size += size;
        }
    }
    pending.stackHash = m_stacks.hash({pending.stack.data, pending.stack.size});
    if (pending.labels.size)
        pending.labelHash = m_labelSets.hash({pending.labels.data, pending.labels.size});
    m_pending.push_back(pending);
    return true;
}

// Appends the pending samples to the tables. Each waits for memory in three places, so these are asked for
// ahead.
bool ProtoReader::flush()
{
    constexpr size_t near = 8, far = 16, farthest = 24;
    const size_t count = m_pending.size();
    for (size_t i = 0; i < count; ++i) {
        if (i + farthest < count) {
            m_stacks.prefetchSlot(m_pending[i + farthest].stackHash);
            m_labelSets.prefetchSlot(m_pending[i + farthest].labelHash);
        }
        if (i + far < count) {
            m_stacks.prefetchEnd(m_pending[i + far].stackHash);
            m_labelSets.prefetchEnd(m_pending[i + far].labelHash);
        }
        if (i + near < count) {
            m_stacks.prefetchBytes(m_pending[i + near].stackHash);
            m_labelSets.prefetchBytes(m_pending[i + near].labelHash);
        }
        const PendingSample &pending = m_pending[i];
        if (!internStack(pending) || !internLabels(pending) || !appendValues(pending))
            return false;
        ++m_samplesDone;
    }
    m_pending.clear();
    return true;
}

bool ProtoReader::internStack(const PendingSample &pending)
{
    const std::span<const uint8_t> bytes(pending.stack.data, pending.stack.size);
    const auto [row, added] = m_stacks.intern(bytes, pending.stackHash);
    // What the numbers are is looked at in resolveStacks(), on all processors.
    if (added && !bytes.empty() && bytes.back() >= 0x80)
        return failInSample("has a list of locations that ends within a number");
    m_profile->samples.stack.push_back(StackId(row));
    return true;
}

bool ProtoReader::internLabels(const PendingSample &pending)
{
    std::vector<LabelSetId> &column = m_profile->samples.labels;
    const std::span<const uint8_t> bytes(pending.labels.data, pending.labels.size);
    if (bytes.empty()) {
        column.push_back(LabelSetId(0U));
        return true;
    }
    const auto [row, added] = m_labelSets.intern(bytes, pending.labelHash);
    if (added) {
        if (!decodeLabels(bytes))
            return failInSample("has a label that makes no sense");
        m_labelSetOf.push_back(LabelSetId(0U));
        if (std::equal(bytes.begin(), bytes.end(), m_plainLabels.begin(), m_plainLabels.end())) {
            m_labelSetOf[row] = m_profile->labels.append(m_labels);
        } else if (!m_labels.empty()) { // another way to write a set that may be there already
            const auto [plain, isNew] = m_labelSets.intern(m_plainLabels, m_labelSets.hash(m_plainLabels));
            if (isNew)
                m_labelSetOf.push_back(m_profile->labels.append(m_labels));
            m_labelSetOf[row] = m_labelSetOf[plain];
        }
    }
    column.push_back(m_labelSetOf[row]);
    return true;
}

// Fills m_labels and m_plainLabels.
bool ProtoReader::decodeLabels(std::span<const uint8_t> bytes)
{
    m_labels.clear();
    m_plainLabels.clear();
    const size_t record = m_samplesDone + 1;
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
        label.key = use(key, "a label of sample", record);
        if (text != 0) {
            label.text = use(text, "a label of sample", record);
        } else if (number != 0 || unit != 0) {
            label.isNumber = true;
            label.number = static_cast<int64_t>(number);
            label.unit = use(unit, "a label of sample", record);
        } else { // says nothing; pprof leaves it out too
            return true;
        }
        m_labels.push_back(label);
        appendLabel(m_plainLabels, label);
        return true;
    });
}

bool ProtoReader::appendValues(const PendingSample &pending)
{
    std::vector<ValueColumn> &columns = m_profile->samples.values;
    const uint8_t *in = pending.values.data;
    const uint8_t *const end = in + pending.values.size;
    const auto count = [in, end]() -> size_t {
        return static_cast<size_t>(std::count_if(in, end, [](uint8_t byte) { return byte < 0x80; }));
    };
    if (m_samplesDone == 0) {
        constexpr uint64_t perColumn = 128; // bytes, about
        if (count() * perColumn + memory() > m_maxMemory)
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

} // namespace proflens
