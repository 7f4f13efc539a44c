// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/protoreader.h"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace proflens {

using wire::Field;
using wire::Read;
using wire::Type;

namespace {

// Fields of Profile.
enum : uint64_t {
    SampleTypeField = 1,
    SampleField = 2,
    MappingField = 3,
    LocationField = 4,
    FunctionField = 5,
    StringField = 6,
    DropFramesField = 7,
    KeepFramesField = 8,
    TimeField = 9,
    DurationField = 10,
    PeriodTypeField = 11,
    PeriodField = 12,
    CommentField = 13,
    DefaultTypeField = 14,
    DocUrlField = 15,
    LastField = DocUrlField
};

constexpr size_t maxRows = std::numeric_limits<uint32_t>::max() - 1;

} // namespace

ProtoReader::ProtoReader(uint64_t maxMemory, bool alongside)
    : m_profile(std::make_shared<Profile>())
    , m_maxMemory(maxMemory)
    , m_maxRecord(std::clamp<uint64_t>(maxMemory / 64, 1U << 20, 1U << 28))
    , m_samples(*m_profile, maxMemory)
    , m_line(m_samples, alongside)
{}

bool ProtoReader::fail(std::string message)
{
    if (m_error.empty())
        m_error = std::move(message);
    return false;
}

bool ProtoReader::failAt(const uint8_t *at, const char *what)
{
    const uint64_t offset = m_baseOffset + static_cast<uint64_t>(at - m_base);
    return fail("is damaged: " + std::string(what) + " at byte " + std::to_string(offset) +
                " of the uncompressed data; copy or download the file again");
}

bool ProtoReader::wasProfile() const
{
    return !m_sampleTypes.empty() && (m_samples.count() > 0 || m_strings > 0);
}

uint64_t ProtoReader::memory() const
{
    const Profile &p = *m_profile;
    return m_carry.size() + m_samples.memory() + p.strings.bytes() + m_comments.size() * sizeof(uint64_t) +
           p.locations.size() * (sizeof(Location) + sizeof(uint64_t)) +
           p.lines.size() * (sizeof(Line) + sizeof(uint64_t)) + p.functions.size() * sizeof(Function) +
           p.mappings.size() * sizeof(Mapping);
}

Status ProtoReader::feed(std::span<const uint8_t> bytes, double share, std::shared_ptr<const void> hold)
{
    const Profile &p = *m_profile;
    if (memory() > m_maxMemory)
        return Error{"is too large for the free memory of this machine; close other programs or take a "
                     "shorter profile"};
    const size_t rows = std::max(
        {m_samples.count(), p.lines.size(), p.functions.size(), p.strings.size(), p.mappings.size()});
    if (rows + bytes.size() + m_carry.size() > maxRows)
        return Error{"holds more than 4 billion records; take a shorter profile"};

    const uint8_t *in = bytes.data();
    const uint8_t *const end = in + bytes.size();
    const uint64_t skipped = std::min<uint64_t>(m_skip, bytes.size());
    m_skip -= skipped;
    in += skipped;
    if (!m_batch)
        m_batch = m_line.take();
    bool complete = true;
    bool good = m_carry.empty() || completeCarry(in, end, complete);
    if (good && complete) {
        if (m_carry.empty())
            roomForScratch(bytes.size());
        m_base = bytes.data();
        m_baseOffset = m_fed;
        good = scan(in, end);
        if (good) {
            // What was found points into all of these.
            m_batch->carry.swap(m_carry);
            m_carry.assign(in, end);
            const bool staysThere = bool(hold);
            m_batch->bytes = std::move(hold);
            m_batch->share = share;
            if (!m_line.put(std::move(m_batch)) || (!staysThere && !m_line.finish()))
                return failed();
        }
    }
    m_fed += bytes.size();
    return good ? success() : failed();
}

// The first of the samples that cannot be read, or else what was found wrong while looking for them: samples
// that are still under way come before.
Error ProtoReader::failed()
{
    return m_line.finish() ? Error{m_error} : Error{m_samples.error()};
}

// What is found points into the scratch buffers, so these must not move while bytes are scanned. No list of
// a sample takes more room there than in the file.
void ProtoReader::roomForScratch(size_t bytes)
{
    for (auto &scratch : m_batch->scratch) {
        scratch.clear();
        scratch.reserve(bytes);
    }
}

// Reads the fields from in on, up to the first whose end is not here.
bool ProtoReader::scan(const uint8_t *&in, const uint8_t *end)
{
    Field f;
    while (in != end) {
        const uint8_t *const begin = in;
        switch (wire::readField(in, end, f)) {
        case Read::Whole:
            if (!field(f))
                return failAt(begin, "a record makes no sense");
            break;
        case Read::Head:
            if (f.number <= LastField)
                return f.value <= m_maxRecord || failAt(begin, "a record claims an impossible size");
            m_skip = f.value - static_cast<uint64_t>(end - f.data);
            in = end;
            return true;
        case Read::Short:
            return true;
        case Read::Bad:
            return failAt(begin, "no record begins like that");
        }
    }
    return true;
}

// Takes from in what the carried field lacks, and reads it once it is complete.
bool ProtoReader::completeCarry(const uint8_t *&in, const uint8_t *end, bool &complete)
{
    const uint64_t offset = m_fed - m_carry.size();
    complete = false;
    while (!complete) {
        const uint8_t *at = m_carry.data();
        Field f;
        const Read read = wire::readField(at, at + m_carry.size(), f);
        m_base = m_carry.data();
        m_baseOffset = offset;
        if (read == Read::Bad)
            return failAt(m_base, "no record begins like that");
        if (read == Read::Whole) {
            complete = true;
            roomForScratch(m_carry.size() + static_cast<size_t>(end - in));
            return field(f) || failAt(m_base, "a record makes no sense");
        }
        if (in == end)
            return true;
        if (read == Read::Short) {
            m_carry.push_back(*in++);
            continue;
        }
        if (f.number <= LastField && f.value > m_maxRecord)
            return failAt(m_base, "a record claims an impossible size");
        const uint64_t missing = f.value - (m_carry.size() - static_cast<size_t>(f.data - m_carry.data()));
        const auto here = static_cast<size_t>(std::min<uint64_t>(missing, static_cast<uint64_t>(end - in)));
        if (f.number <= LastField) {
            m_carry.insert(m_carry.end(), in, in + here);
        } else { // nobody reads it
            m_skip = missing - here;
            m_carry.clear();
            complete = true;
            roomForScratch(static_cast<size_t>(end - in));
        }
        in += here;
    }
    return true;
}

bool ProtoReader::field(const Field &f)
{
    Profile &p = *m_profile;
    const auto number = [&f](auto &out) {
        out = static_cast<std::remove_reference_t<decltype(out)>>(f.value);
        return f.type == Type::Varint;
    };
    switch (f.number) {
    case SampleTypeField:
        return valueType(f, m_sampleTypes.emplace_back());
    case SampleField:
        return sample(f);
    case MappingField:
        return mapping(f);
    case LocationField:
        return location(f);
    case FunctionField:
        return function(f);
    case StringField:
        return string(f);
    case DropFramesField:
        return number(m_dropFrames);
    case KeepFramesField:
        return number(m_keepFrames);
    case TimeField:
        // As in pprof: one profile after the other reads like one, but for this.
        if (p.timeNanos != 0)
            return fail("holds several profiles one after the other; split it and open them one by one");
        return number(p.timeNanos);
    case DurationField:
        return number(p.durationNanos);
    case PeriodTypeField:
        m_hasPeriodType = true;
        m_periodType = {};
        return valueType(f, m_periodType);
    case PeriodField:
        return number(p.period);
    case CommentField:
        return wire::forEachNumber(f, [this](uint64_t index) { m_comments.push_back(index); });
    case DefaultTypeField:
        return number(m_defaultType);
    case DocUrlField:
        return number(m_docUrl);
    default: // from a later version of the format
        return true;
    }
}

bool ProtoReader::valueType(const Field &f, std::array<uint64_t, 2> &out)
{
    return f.type == Type::Bytes && wire::forEachField(f.data, f.data + f.value, [&out](const Field &part) {
               if (part.number > out.size())
                   return true;
               out[part.number - 1] = part.value;
               return part.type == Type::Varint;
           });
}

bool ProtoReader::mapping(const Field &f)
{
    enum : uint64_t {
        IdPart = 1,
        Start,
        Limit,
        Offset,
        File,
        BuildId,
        Functions,
        Filenames,
        LineNumbers,
        InlineFrames
    };
    if (f.type != Type::Bytes)
        return false;
    Mapping row;
    const size_t record = m_profile->mappings.size() + 1;
    const bool good = wire::forEachField(f.data, f.data + f.value, [&](const Field &part) {
        switch (part.number) {
        case IdPart:
            row.id = part.value;
            break;
        case Start:
            row.start = part.value;
            break;
        case Limit:
            row.limit = part.value;
            break;
        case Offset:
            row.offset = part.value;
            break;
        case File:
            row.file = use(part.value, "mapping", record);
            break;
        case BuildId:
            row.buildId = use(part.value, "mapping", record);
            break;
        case Functions:
            row.hasFunctions = part.value != 0;
            break;
        case Filenames:
            row.hasFilenames = part.value != 0;
            break;
        case LineNumbers:
            row.hasLineNumbers = part.value != 0;
            break;
        case InlineFrames:
            row.hasInlineFrames = part.value != 0;
            break;
        default:
            return true;
        }
        return part.type == Type::Varint;
    });
    m_profile->mappings.push_back(row);
    return good;
}

bool ProtoReader::location(const Field &f)
{
    enum : uint64_t { IdPart = 1, MappingPart, Address, LinePart, Folded };
    enum : uint64_t { FunctionPart = 1, LineNumber, Column };
    if (f.type != Type::Bytes)
        return false;
    Profile &p = *m_profile;
    Location row;
    row.firstLine = static_cast<uint32_t>(p.lines.size());
    uint64_t mapping = 0;
    const bool good = wire::forEachField(f.data, f.data + f.value, [&](const Field &part) {
        switch (part.number) {
        case IdPart:
            row.id = part.value;
            break;
        case MappingPart:
            mapping = part.value;
            break;
        case Address:
            row.address = part.value;
            break;
        case LinePart: {
            Line line;
            uint64_t function = 0;
            const bool whole = part.type == Type::Bytes &&
                               wire::forEachField(part.data, part.data + part.value, [&](const Field &piece) {
                                   if (piece.number == FunctionPart)
                                       function = piece.value;
                                   else if (piece.number == LineNumber)
                                       line.line = static_cast<int64_t>(piece.value);
                                   else if (piece.number == Column)
                                       line.column = static_cast<int64_t>(piece.value);
                                   else
                                       return true;
                                   return piece.type == Type::Varint;
                               });
            p.lines.push_back(line);
            m_lineFunctions.push_back(function);
            return whole;
        }
        case Folded:
            row.folded = part.value != 0;
            break;
        default:
            return true;
        }
        return part.type == Type::Varint;
    });
    row.lineCount = static_cast<uint32_t>(p.lines.size()) - row.firstLine;
    p.locations.push_back(row);
    m_locationMappings.push_back(mapping);
    return good;
}

bool ProtoReader::function(const Field &f)
{
    enum : uint64_t { IdPart = 1, Name, SystemName, File, StartLine };
    if (f.type != Type::Bytes)
        return false;
    Function row;
    const size_t record = m_profile->functions.size() + 1;
    const bool good = wire::forEachField(f.data, f.data + f.value, [&](const Field &part) {
        switch (part.number) {
        case IdPart:
            row.id = part.value;
            break;
        case Name:
            row.name = use(part.value, "function", record);
            break;
        case SystemName:
            row.systemName = use(part.value, "function", record);
            break;
        case File:
            row.file = use(part.value, "function", record);
            break;
        case StartLine:
            row.startLine = static_cast<int64_t>(part.value);
            break;
        default:
            return true;
        }
        return part.type == Type::Varint;
    });
    m_profile->functions.push_back(row);
    return good;
}

bool ProtoReader::string(const Field &f)
{
    if (f.type != Type::Bytes)
        return false;
    if (m_strings++ > 0)
        m_profile->strings.append({reinterpret_cast<const char *>(f.data), static_cast<size_t>(f.value)});
    else if (f.value != 0)
        return fail("is no profile: its first string is not empty");
    return true;
}

// Remembers the largest index; whether there is such a string is known only at the end.
StringId ProtoReader::use(uint64_t index, const char *what, size_t record)
{
    if (index > m_maxString.index)
        m_maxString = {index, what, record};
    return StringId(static_cast<uint32_t>(index));
}

} // namespace proflens
