// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/intern.h"
#include "core/profile/profile.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace proflens {

// A list of one sample: a run of the bytes of a file, or of a scratch buffer where the file has it in pieces.
struct SampleRun
{
    const uint8_t *data = nullptr;
    size_t size = 0;
};

// Where the lists of a sample are; what they hold is looked at later.
struct FoundSample
{
    SampleRun stack, values, labels;
    uint32_t stackHash = 0, labelHash = 0;
};

// The samples of some bytes of a file, in their order, and what they point into.
struct SampleBatch
{
    std::vector<FoundSample> samples;
    std::array<std::vector<uint8_t>, 3> scratch; // stacks, values, labels
    std::vector<uint8_t> carry;                  // a record that began in the bytes before these
    std::shared_ptr<const void> bytes;           // keeps the bytes
    double share = 0; // which part of the whole has come with them, 0 to 1, to guess how large the tables get
};

// Where the index of a string was read, for the error if there is no such string.
struct StringUse
{
    uint64_t index = 0;
    const char *what = "";
    size_t record = 0; // counted from 1; 0: not counted
};

// The tables of samples, stacks and label sets, filled batch by batch. Nothing that repeats is decoded: a
// stack or label list seen before is known by its bytes.
class SampleTables
{
public:
    // profile: where samples and labels go. maxMemory: the most bytes the tables may take.
    SampleTables(Profile &profile, uint64_t maxMemory);

    uint32_t hashOfStack(std::span<const uint8_t> bytes) const { return m_stacks.hash(bytes); }
    uint32_t hashOfLabels(std::span<const uint8_t> bytes) const { return m_labelSets.hash(bytes); }

    // False after an error.
    bool add(const SampleBatch &batch);
    // After an error: what is wrong, without the name of the file.
    const std::string &error() const { return m_error; }

    // For any thread, as of the last batch.
    uint64_t memory() const { return m_memory; } // bytes
    size_t count() const { return m_count; }     // samples

    // Once all batches are added:
    const StringUse &largestString() const { return m_largestString; }
    // The stacks as the file has them, numbered as the samples have them.
    ByteTable &stacks() { return m_stacks; }
    // Frees what only adding needs.
    void freeze();

private:
    bool internStack(const FoundSample &found);
    bool internLabels(const FoundSample &found);
    bool decodeLabels(std::span<const uint8_t> bytes);
    bool appendValues(const FoundSample &found);
    bool failInSample(const std::string &what); // the one being appended
    StringId use(uint64_t index);
    void reserveFor(double share);
    uint64_t memoryNow() const;

    Profile &m_profile;
    uint64_t m_maxMemory;
    std::string m_error;
    size_t m_done = 0; // samples
    ByteTable m_stacks, m_labelSets;
    std::vector<LabelSetId> m_labelSetOf; // per row of m_labelSets
    std::vector<Label> m_labels;          // of the set being decoded
    std::vector<uint8_t> m_plainLabels;   // the same in its shortest form
    StringUse m_largestString;
    bool m_reserved = false;
    std::atomic<uint64_t> m_memory = 0;
    std::atomic<size_t> m_count = 0;
};

} // namespace proflens
