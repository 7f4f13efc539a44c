// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ProtoReader that comes after the last byte: ids become rows, and what pprof checks is checked
// (reference: google/pprof, profile/profile.go, CheckValid); what can be told from the rest is warned of
// only.
#include "core/format/finish.h"
#include "core/format/idmap.h"
#include "core/format/numberrange.h"
#include "core/format/protoreader.h"

#include <algorithm>

namespace proflens {

namespace {

const char *const reportIt = "; ask for the profile again or report it to whoever wrote it";

} // namespace

Result<std::shared_ptr<Profile>> ProtoReader::finish()
{
    if (!m_line.finish())
        return Error{m_samples.error()};
    if (m_samples.largestString().index > m_maxString.index)
        m_maxString = m_samples.largestString();
    if (!m_carry.empty() || m_skip > 0)
        return Error{"is cut short: the record that begins at byte " +
                     std::to_string(m_fed - m_carry.size()) +
                     " of the uncompressed data has no end; copy or download the file again"};
    if (m_strings == 0)
        return Error{"is no profile: it has no table of strings"};
    if (m_maxString.index >= m_profile->strings.size())
        return Error{"is damaged: " + std::string(m_maxString.what) +
                     (m_maxString.record ? ' ' + std::to_string(m_maxString.record) : std::string()) +
                     " refers to string " + std::to_string(m_maxString.index) + " of " +
                     std::to_string(m_profile->strings.size()) + reportIt};
    if (!resolveHeader() || !resolveMappings() || !resolveLocations() || !resolveStacks())
        return Error{m_error};
    m_profile->origin.format = "profile.proto";
    return std::move(m_profile);
}

// The string, or "" with an error.
std::string ProtoReader::text(uint64_t index)
{
    if (index < m_profile->strings.size())
        return std::string(m_profile->text(StringId(static_cast<uint32_t>(index))));
    fail("is damaged: its header refers to string " + std::to_string(index) + " of " +
         std::to_string(m_profile->strings.size()) + reportIt);
    return {};
}

bool ProtoReader::resolveHeader()
{
    Profile &p = *m_profile;
    if (m_sampleTypes.empty())
        return fail(p.samples.size()
                        ? "is damaged: it has samples but does not say of what type" + std::string(reportIt)
                        : "is an empty profile: it has no sample types and no samples; take it again");
    for (const auto &[type, unit] : m_sampleTypes)
        p.sampleTypes.push_back({text(type), text(unit)});
    if (p.samples.size() == 0)
        p.samples.values.resize(p.sampleTypes.size());
    else if (p.samples.values.size() != p.sampleTypes.size())
        return fail("is damaged: sample 1 has " + std::to_string(p.samples.values.size()) +
                    " values, but there are " + std::to_string(p.sampleTypes.size()) + " sample types" +
                    reportIt);
    if (m_hasPeriodType)
        p.periodType = ValueType{text(m_periodType[0]), text(m_periodType[1])};
    p.dropFrames = text(m_dropFrames);
    p.keepFrames = text(m_keepFrames);
    p.defaultSampleType = text(m_defaultType);
    p.docUrl = text(m_docUrl);
    for (uint64_t comment : m_comments)
        p.comments.push_back(text(comment));
    return m_error.empty();
}

void ProtoReader::warn(std::string sentence)
{
    m_profile->origin.warnings.push_back(std::move(sentence));
}

void ProtoReader::warnOf(size_t count, const char *one, const char *many, const char *rest)
{
    if (count > 0)
        warn(std::to_string(count) + ' ' + (count == 1 ? one : many) + ' ' + rest);
}

// The id 0 stands for none; where some row has it all the same, 0 can mean nothing but that row. The row gets
// an id that is free, since what is written must be in order.
template <typename Row>
bool ProtoReader::uniqueIds(const IdMap &ids, std::vector<Row> &rows, const char *what)
{
    if (ids.doubleId())
        return fail("is damaged: more than one " + std::string(what) + " has the id " +
                    std::to_string(*ids.doubleId()) + reportIt);
    if (!ids.rowWithZero())
        return true;
    const size_t zero = *ids.rowWithZero();
    warn("The " + std::string(what) + " that is number " + std::to_string(zero + 1) +
         " in the file has the id 0, which should stand for none.");
    uint64_t unused = 1;
    while (ids.find(unused) != IdMap::none)
        ++unused;
    rows[zero].id = unused;
    return true;
}

bool ProtoReader::resolveMappings()
{
    Profile &p = *m_profile;
    const IdMap ids(p.mappings.size(), [&p](size_t row) { return p.mappings[row].id; });
    if (!uniqueIds(ids, p.mappings, "mapping"))
        return false;
    // perf writes the symbol that the kernel's addresses are relative to behind the name.
    constexpr std::string_view kernel = "[kernel.kallsyms]";
    for (Mapping &mapping : p.mappings) {
        const std::string file(p.text(mapping.file));
        if (file.size() > kernel.size() && file.starts_with(kernel))
            mapping.kernelRelocationSymbol = p.strings.append(std::string_view(file).substr(kernel.size()));
    }
    // As in pprof, a mapping that is not there is no mapping.
    for (size_t row = 0; row < p.locations.size(); ++row) {
        const uint32_t mapping = ids.find(m_locationMappings[row]);
        if (mapping != IdMap::none)
            p.locations[row].mapping = MappingId(mapping);
    }
    finishReading(p);
    m_locationMappings = {};
    return true;
}

bool ProtoReader::resolveLocations()
{
    Profile &p = *m_profile;
    const IdMap ids(p.functions.size(), [&p](size_t row) { return p.functions[row].id; });
    if (!uniqueIds(ids, p.functions, "function"))
        return false;
    size_t kept = 0;
    for (Location &location : p.locations) {
        const uint32_t begin = location.firstLine, end = begin + location.lineCount;
        location.firstLine = static_cast<uint32_t>(kept);
        for (uint32_t i = begin; i < end; ++i) {
            const uint32_t row = ids.find(m_lineFunctions[i]);
            if (row == IdMap::none)
                continue;
            p.lines[kept] = p.lines[i];
            p.lines[kept++].function = FunctionId(row);
        }
        location.lineCount = static_cast<uint32_t>(kept) - location.firstLine;
    }
    warnOf(p.lines.size() - kept, "line of a location is", "lines of locations are",
           "of no function that is there and left out.");
    p.lines.resize(kept);
    m_lineFunctions = {};
    return true;
}

size_t ProtoReader::firstSampleOf(StackId stack) const
{
    const auto &samples = m_profile->samples.stack;
    return static_cast<size_t>(std::find(samples.begin(), samples.end(), stack) - samples.begin()) + 1;
}

bool ProtoReader::failNoLocation(StackId stack, uint64_t id)
{
    return fail("is damaged: sample " + std::to_string(firstSampleOf(stack)) + " refers to location " +
                std::to_string(id) + ", which is not there" + reportIt);
}

bool ProtoReader::resolveStacks()
{
    Profile &p = *m_profile;
    const IdMap ids(p.locations.size(), [&p](size_t row) { return p.locations[row].id; });
    if (!uniqueIds(ids, p.locations, "location"))
        return false;
    m_samples.freeze();
    ByteTable &stacks = m_samples.stacks();
    // Mostly ids count 1, 2, 3 …, and are rows + 1 already.
    if (ids.isCounting() && !p.locations.empty() &&
        areNumbersWithin(stacks.runs().bytes(), static_cast<uint32_t>(p.locations.size()))) {
        p.stacks.adopt(stacks.takeRuns());
        return true;
    }
    std::vector<uint8_t> packed;
    size_t nowhere = 0;
    for (uint32_t stack = 0; stack < stacks.size(); ++stack) {
        const auto bytes = stacks[stack];
        packed.clear();
        for (const uint8_t *in = bytes.data(), *end = in + bytes.size(); in != end;) {
            uint64_t id = 0;
            in = readVarint(in, end, id);
            if (!in)
                return fail("is damaged: sample " + std::to_string(firstSampleOf(StackId(stack))) +
                            " has a list of locations with something that is no number" + reportIt);
            const uint32_t row = ids.find(id);
            if (row == IdMap::none && id == 0) {
                ++nowhere;
                continue;
            }
            if (row == IdMap::none)
                return failNoLocation(StackId(stack), id);
            uint8_t number[maxVarintBytes];
            packed.insert(packed.end(), number, writeVarint(number, uint64_t(row) + 1));
        }
        p.stacks.append(packed);
    }
    warnOf(nowhere, "frame of the stacks is", "frames of the stacks are",
           "at location 0, which is none, and left out.");
    return true;
}

} // namespace proflens
