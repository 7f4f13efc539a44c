// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacyreaders.h"
#include "core/format/memorymap.h"

#include <algorithm>
#include <unordered_map>

namespace proflens::legacy {

namespace {

// The bytes as words of one size and byte order.
class Words
{
public:
    Words(std::span<const uint8_t> bytes, size_t size, bool bigEndian)
        : m_bytes(bytes)
        , m_size(size)
        , m_bigEndian(bigEndian)
    {}

    size_t left() const { return (m_bytes.size() - m_at) / m_size; }
    bool atEnd() const { return m_at == m_bytes.size(); }
    size_t position() const { return m_at; }
    // Only while left().
    uint64_t next()
    {
        uint64_t word = 0;
        for (size_t i = 0; i < m_size; ++i) {
            const size_t shift = 8 * (m_bigEndian ? m_size - 1 - i : i);
            word |= static_cast<uint64_t>(m_bytes[m_at + i]) << shift;
        }
        m_at += m_size;
        return word;
    }
    std::span<const uint8_t> rest() const { return m_bytes.subspan(m_at); }

private:
    std::span<const uint8_t> m_bytes;
    size_t m_size;
    bool m_bigEndian;
    size_t m_at = 0;
};

// Samples are words: how often, how many frames, the frames from the leaf. The sample 0, 1, 0 ends them.
Status readSamples(Words &words, bool callsReturn, Draft &draft, const std::string &name,
                   const ReadOptions &options)
{
    while (!words.atEnd()) {
        const size_t begin = words.position();
        const auto truncated = [&](const std::string &what) {
            return Error{name + ": this CPU profile is cut short: the sample at byte " +
                         std::to_string(begin) + " " + what + "; take the profile again, or copy it whole"};
        };
        if (words.left() < 2)
            return truncated("has no more than its first bytes");
        const uint64_t count = words.next();
        const uint64_t depth = words.next();
        if (depth > words.left()) {
            return truncated("should have " + std::to_string(depth) + " frames, but the file ends after " +
                             std::to_string(words.left()));
        }
        if (draft.sampleCount() % 1024 == 0 && options.stop.stop_requested())
            return success();
        if (count == 0 && depth == 1) {
            if (const uint64_t address = words.next(); address != 0)
                draft.addFrame(address);
            else
                return success();
        } else {
            for (uint64_t i = 0; i < depth; ++i) {
                // All but the leaf are the addresses to return to; the call is the instruction before.
                const uint64_t address = words.next();
                draft.addFrame(callsReturn && i > 0 ? address - 1 : address);
            }
        }
        const auto times = static_cast<int64_t>(count);
        draft.endSample(std::array{times, wrapMultiply(times, draft.period)});
    }
    return success();
}

// If nearly all samples share the frame above the leaf, it is the signal handler's, which the profiler itself
// put there: one sample in 32 may differ. There may be two of them (google/pprof, cpuProfile).
void dropSignalHandler(Draft &draft)
{
    const size_t samples = draft.sampleCount();
    for (int pass = 0; pass < 2; ++pass) {
        std::unordered_map<uint32_t, size_t> seconds;
        for (size_t sample = 0; sample < samples; ++sample) {
            if (const auto frames = draft.stack(sample); frames.size() > 1)
                ++seconds[frames[1]];
        }
        const auto common = std::find_if(seconds.begin(), seconds.end(), [&](const auto &entry) {
            return entry.second >= samples - samples / 32;
        });
        if (common == seconds.end())
            return;
        const uint32_t handler = common->first;
        for (size_t sample = 0; sample < samples; ++sample) {
            if (const auto frames = draft.stack(sample); frames.size() > 1 && frames[1] == handler)
                draft.dropSecondFrame(sample);
        }
    }
}

Reading readWords(Words words, const std::string &name, const ReadOptions &options)
{
    if (words.left() < 5 || words.next() != 0 || words.next() != 3)
        return unrecognized();
    const uint64_t kind = words.next();
    const uint64_t period = words.next();
    if (kind > 1 || period == 0 || words.next() != 0)
        return unrecognized();
    const bool isJava = kind == 1;

    Draft draft;
    draft.format = isJava ? "Java CPU profile in the format of gperftools" : "CPU profile of gperftools";
    draft.period = wrapMultiply(static_cast<int64_t>(period), 1000); // from microseconds
    draft.periodType = ValueType{"cpu", "nanoseconds"};
    draft.sampleTypes = {{"samples", "count"}, {"cpu", "nanoseconds"}};
    if (const Status read = readSamples(words, !isJava, draft, name, options); !read)
        return read.error();
    LineReader lines(textOf(words.rest()), options);
    if (isJava) {
        readJavaSymbols(lines, draft);
    } else {
        dropSignalHandler(draft);
        readMemoryMap(lines, draft);
        draft.dropRepeatedLeaves();
    }
    return draft.build(name);
}

} // namespace

Reading readCpu(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options)
{
    for (const size_t size : {4U, 8U}) {
        for (const bool bigEndian : {false, true}) {
            Reading reading = readWords(Words(bytes, size, bigEndian), name, options);
            if (!reading || *reading)
                return reading;
        }
    }
    return unrecognized();
}

} // namespace proflens::legacy
