// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/intern.h"
#include "core/format/wire.h"
#include "core/profile/profile.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace proflens {

class IdMap;

// Fills the tables of a profile from the bytes of a profile.proto as they stream by, in pieces of any size.
// Nothing that repeats is decoded: a stack or label list seen before is known by its bytes.
// What pprof refuses for a detail that hides nothing of the rest, such as a function with the id 0, is read
// and warned of (Profile::origin).
//
// Errors say what is wrong and at which byte or record, and leave the name of the file to the caller.
class ProtoReader
{
public:
    // maxMemory: the most bytes the tables may take.
    explicit ProtoReader(uint64_t maxMemory);

    // The next bytes. share: which part of the whole has come with them, 0 to 1, to guess how large the
    // tables get.
    Status feed(std::span<const uint8_t> bytes, double share);
    // After the last bytes: resolves all ids and checks what pprof checks.
    Result<std::shared_ptr<Profile>> finish();

    // After an error. Whether what came before it was so plainly a profile that no other format is worth
    // trying.
    bool wasProfile() const;

private:
    // A list of one sample: a run of the fed bytes, or of a scratch buffer where the file has it in pieces.
    struct Run
    {
        const uint8_t *data = nullptr;
        size_t size = 0;
    };
    struct PendingSample
    {
        Run stack, values, labels;
        uint32_t stackHash = 0, labelHash = 0;
    };
    // Where the index of a string was read, for the error if there is no such string.
    struct StringUse
    {
        uint64_t index = 0;
        const char *what = "";
        size_t record = 0; // counted from 1; 0: not counted
    };

    bool scan(const uint8_t *&in, const uint8_t *end);
    bool completeCarry(const uint8_t *&in, const uint8_t *end, bool &complete);
    bool field(const wire::Field &field);
    bool valueType(const wire::Field &field, std::array<uint64_t, 2> &out);
    bool mapping(const wire::Field &field);
    bool location(const wire::Field &field);
    bool function(const wire::Field &field);
    bool string(const wire::Field &field);
    bool sample(const wire::Field &field);
    bool flush();
    bool internStack(const PendingSample &pending);
    bool internLabels(const PendingSample &pending);
    bool decodeLabels(std::span<const uint8_t> bytes);
    bool appendValues(const PendingSample &pending);
    StringId use(uint64_t index, const char *what, size_t record);
    void roomForScratch(size_t bytes);
    void reserveFor(double share);
    uint64_t memory() const;
    bool fail(std::string message);
    bool failAt(const uint8_t *at, const char *what);
    bool failInSample(const std::string &what); // the one being appended

    bool resolveHeader();
    std::string text(uint64_t index);
    bool resolveMappings();
    bool resolveLocations();
    bool resolveStacks();
    template <typename Row> bool uniqueIds(const IdMap &ids, std::vector<Row> &rows, const char *what);
    void warn(std::string sentence);
    void warnOf(size_t count, const char *one, const char *many, const char *rest);
    bool failNoLocation(StackId stack, uint64_t id);
    size_t firstSampleOf(StackId stack) const; // counted from 1

    std::shared_ptr<Profile> m_profile;
    uint64_t m_maxMemory;
    uint64_t m_maxRecord; // bytes; a record may grow to many times its size in the tables
    std::string m_error;

    uint64_t m_fed = 0; // bytes, before those being fed
    // The bytes being scanned, and where they stand in the whole.
    const uint8_t *m_base = nullptr;
    uint64_t m_baseOffset = 0;
    // The beginning of a field whose end has not come yet, and how much of an unknown one is still to be
    // passed over.
    std::vector<uint8_t> m_carry;
    uint64_t m_skip = 0;

    std::vector<PendingSample> m_pending;
    size_t m_samplesDone = 0;
    std::array<std::vector<uint8_t>, 3> m_scratch; // stacks, values, labels
    ByteTable m_stacks, m_labelSets;
    std::vector<LabelSetId> m_labelSetOf; // per row of m_labelSets
    std::vector<Label> m_labels;          // of the set being decoded
    std::vector<uint8_t> m_plainLabels;   // the same in its shortest form
    bool m_reserved = false;

    StringUse m_maxString;
    size_t m_strings = 0;
    std::vector<std::array<uint64_t, 2>> m_sampleTypes; // indices of type and unit
    std::array<uint64_t, 2> m_periodType{};
    bool m_hasPeriodType = false;
    uint64_t m_dropFrames = 0, m_keepFrames = 0, m_defaultType = 0, m_docUrl = 0;
    std::vector<uint64_t> m_comments;
    std::vector<uint64_t> m_locationMappings, m_lineFunctions; // ids, per row
};

} // namespace proflens
