// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ProtoReader that finds samples: nine tenths of a large file.
#include "core/format/protoreader.h"

#include <algorithm>
#include <cstring>

namespace proflens {

using wire::Field;
using wire::Read;
using wire::Type;

namespace {

enum : uint64_t { LocationPart = 1, ValuePart = 2, LabelPart = 3 };

void appendVarint(std::vector<uint8_t> &out, uint64_t value)
{
    uint8_t bytes[maxVarintBytes];
    out.insert(out.end(), bytes, writeVarint(bytes, value));
}

} // namespace

// Finds where the lists of a sample are; what they hold is for SampleTables to look at.
bool ProtoReader::sample(const Field &f)
{
    if (f.type != Type::Bytes)
        return false;
    FoundSample found;
    // Most lists are one run of the file. Those in pieces are put together in the scratch buffer.
    const auto gather = [](SampleRun &run, std::vector<uint8_t> &scratch) {
        if (run.size == 0) {
            run.data = scratch.data() + scratch.size();
        } else if (run.data + run.size != scratch.data() + scratch.size()) {
            const size_t begin = scratch.size();
            scratch.insert(scratch.end(), run.data, run.data + run.size);
            run.data = scratch.data() + begin;
        }
    };
    const auto numbers = [&](SampleRun &run, std::vector<uint8_t> &scratch, const Field &part, bool asIs) {
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
            if (!numbers(found.stack, m_batch->scratch[0], part, asIs))
                return false;
        } else if (part.number == ValuePart) {
            if (!numbers(found.values, m_batch->scratch[1], part, true))
                return false;
        } else if (part.number == LabelPart) {
            if (part.type != Type::Bytes)
                return false;
            SampleRun &run = found.labels;
            const auto size = static_cast<size_t>(in - begin);
            if (run.size == 0) {
                run.data = begin;
            } else if (run.data + run.size != begin) {
                gather(run, m_batch->scratch[2]);
                m_batch->scratch[2].insert(m_batch->scratch[2].end(), begin, in);
            }
            run.size += size;
        }
    }
    found.stackHash = m_samples.hashOfStack({found.stack.data, found.stack.size});
    if (found.labels.size)
        found.labelHash = m_samples.hashOfLabels({found.labels.data, found.labels.size});
    m_batch->samples.push_back(found);
    return true;
}

} // namespace proflens
