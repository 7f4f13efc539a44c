// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/sampleline.h"
#include "core/format/sampletables.h"
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
// What pprof refuses for a detail that hides nothing of the rest, such as a function with the id 0, is read
// and warned of (Profile::origin).
//
// Errors say what is wrong and at which byte or record, and leave the name of the file to the caller.
class ProtoReader
{
public:
    // maxMemory: the most bytes the tables may take.
    // alongside: samples are put into tables on a thread of its own, which is better for large files.
    explicit ProtoReader(uint64_t maxMemory, bool alongside = false);

    // The next bytes. share: which part of the whole has come with them, 0 to 1, to guess how large the
    // tables get.
    // hold: keeps them as they are until they are not needed any more; nothing where they are not needed
    // after the call, which is where there is no thread alongside.
    Status feed(std::span<const uint8_t> bytes, double share, std::shared_ptr<const void> hold = {});
    // After the last bytes: resolves all ids and checks what pprof checks.
    Result<std::shared_ptr<Profile>> finish();

    // After an error. Whether what came before it was so plainly a profile that no other format is worth
    // trying.
    bool wasProfile() const;

private:
    bool scan(const uint8_t *&in, const uint8_t *end);
    bool completeCarry(const uint8_t *&in, const uint8_t *end, bool &complete);
    bool field(const wire::Field &field);
    bool valueType(const wire::Field &field, std::array<uint64_t, 2> &out);
    bool mapping(const wire::Field &field);
    bool location(const wire::Field &field);
    bool function(const wire::Field &field);
    bool string(const wire::Field &field);
    bool sample(const wire::Field &field);
    StringId use(uint64_t index, const char *what, size_t record);
    void roomForScratch(size_t bytes);
    uint64_t memory() const;
    bool fail(std::string message);
    bool failAt(const uint8_t *at, const char *what);
    Error failed();

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

    StringUse m_maxString;
    size_t m_strings = 0;
    std::vector<std::array<uint64_t, 2>> m_sampleTypes; // indices of type and unit
    std::array<uint64_t, 2> m_periodType{};
    bool m_hasPeriodType = false;
    uint64_t m_dropFrames = 0, m_keepFrames = 0, m_defaultType = 0, m_docUrl = 0;
    std::vector<uint64_t> m_comments;
    std::vector<uint64_t> m_locationMappings, m_lineFunctions; // ids, per row

    std::unique_ptr<SampleBatch> m_batch; // being found
    SampleTables m_samples;
    SampleLine m_line; // the last, so that its thread ends before what it works on
};

} // namespace proflens
