// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/write.h"

#include "core/format/savefile.h"
#include "core/profile/varint.h"

#include <algorithm>
#include <limits>
#include <new>
#include <unordered_map>
#include <zlib.h>

namespace proflens {

namespace {

// Packs bytes into gzip as they come.
class Gzip
{
public:
    explicit Gzip(std::string &out)
        : m_out(out)
    {
        constexpr int withGzipHeader = 16 + MAX_WBITS, memoryLevel = 8;
        if (deflateInit2(&m_z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, withGzipHeader, memoryLevel,
                         Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    ~Gzip() { deflateEnd(&m_z); }
    Gzip(const Gzip &) = delete;
    Gzip &operator=(const Gzip &) = delete;

    // flush: Z_NO_FLUSH, or Z_FINISH with the last.
    void append(std::string_view bytes, int flush)
    {
        while (!bytes.empty() || flush == Z_FINISH) {
            const auto part =
                static_cast<uInt>(std::min<size_t>(bytes.size(), std::numeric_limits<uInt>::max()));
            m_z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
            m_z.avail_in = part;
            int code = Z_OK;
            do {
                char block[1U << 14];
                m_z.next_out = reinterpret_cast<Bytef *>(block);
                m_z.avail_out = sizeof block;
                code = ::deflate(&m_z, part == bytes.size() ? flush : Z_NO_FLUSH);
                m_out.append(block, sizeof block - m_z.avail_out);
            } while (m_z.avail_out == 0);
            bytes.remove_prefix(part);
            if (code == Z_STREAM_END)
                return;
        }
    }

private:
    std::string &m_out;
    z_stream m_z{};
};

// A message being written.
class Message
{
public:
    void clear() { m_bytes.clear(); }
    std::string_view bytes() const { return m_bytes; }

    void varint(uint64_t value)
    {
        uint8_t number[maxVarintBytes];
        m_bytes.append(reinterpret_cast<const char *>(number),
                       static_cast<size_t>(writeVarint(number, value) - number));
    }
    // A field that is left out when it is 0.
    void number(uint32_t field, uint64_t value)
    {
        if (value)
            always(field, value);
    }
    void number(uint32_t field, int64_t value) { number(field, static_cast<uint64_t>(value)); }
    void always(uint32_t field, uint64_t value)
    {
        varint(field << 3);
        varint(value);
    }
    void bytes(uint32_t field, std::string_view value)
    {
        varint(field << 3 | 2);
        varint(value.size());
        m_bytes.append(value);
    }
    // Fields written elsewhere.
    void append(std::string_view fields) { m_bytes.append(fields); }
    // Lists of one or two are shorter unpacked, and pprof writes them so.
    void numbers(uint32_t field, const std::vector<uint64_t> &values)
    {
        if (values.size() <= 2) {
            for (uint64_t value : values)
                always(field, value);
            return;
        }
        m_packed.clear();
        for (uint64_t value : values) {
            uint8_t number[maxVarintBytes];
            m_packed.append(reinterpret_cast<const char *>(number),
                            static_cast<size_t>(writeVarint(number, value) - number));
        }
        bytes(field, m_packed);
    }

private:
    std::string m_bytes, m_packed;
};

class Writer
{
public:
    explicit Writer(const Profile &profile)
        : m_profile(profile)
        , m_gzip(m_out)
        , m_rows(profile.strings.size(), unknown)
    {
        index("");
    }

    std::string write()
    {
        for (const ValueType &type : m_profile.sampleTypes)
            valueType(1, type);
        samples();
        for (const Mapping &mapping : m_profile.mappings)
            add(mapping);
        for (const Location &location : m_profile.locations)
            add(location);
        for (const Function &function : m_profile.functions)
            add(function);
        header();
        for (std::string_view text : m_strings) {
            m_all.bytes(6, text);
            flushIfLarge();
        }
        m_gzip.append(m_all.bytes(), Z_FINISH);
        return std::move(m_out);
    }

private:
    static constexpr uint32_t unknown = std::numeric_limits<uint32_t>::max();

    // The place of a text in the table of strings that is written last. Equal texts share one.
    uint64_t index(std::string_view text)
    {
        const auto [it, added] = m_index.try_emplace(text, static_cast<uint32_t>(m_strings.size()));
        if (added)
            m_strings.push_back(text);
        return it->second;
    }
    uint64_t index(StringId id)
    {
        uint32_t &known = m_rows[id.row];
        if (known == unknown)
            known = static_cast<uint32_t>(index(m_profile.text(id)));
        return known;
    }

    void emit(uint32_t field)
    {
        m_all.bytes(field, m_message.bytes());
        m_message.clear();
        flushIfLarge();
    }
    void flushIfLarge()
    {
        constexpr size_t large = 1U << 18;
        if (m_all.bytes().size() < large)
            return;
        m_gzip.append(m_all.bytes(), Z_NO_FLUSH);
        m_all.clear();
    }

    void valueType(uint32_t field, const ValueType &type)
    {
        m_message.number(1, index(type.type));
        m_message.number(2, index(type.unit));
        emit(field);
    }

    void samples()
    {
        const SampleTable &samples = m_profile.samples;
        std::vector<uint64_t> numbers;
        std::vector<std::string> labelSets(m_profile.labels.size()); // as bytes, made when first met
        std::vector<bool> made(m_profile.labels.size());
        for (size_t row = 0; row < samples.size(); ++row) {
            numbers.clear();
            m_profile.stacks.forEach(samples.stack[row],
                                     [&](LocationId id) { numbers.push_back(m_profile.location(id).id); });
            m_message.numbers(1, numbers);
            numbers.clear();
            for (const ValueColumn &column : samples.values)
                numbers.push_back(static_cast<uint64_t>(column[row]));
            m_message.numbers(2, numbers);
            const LabelSetId set = samples.labels[row];
            if (!made[set.row]) {
                made[set.row] = true;
                labelSets[set.row] = labels(m_profile.labels[set]);
            }
            m_message.append(labelSets[set.row]);
            emit(2);
        }
    }

    // In pprof's order: by key, those with text before those with numbers, the rest as they come.
    std::string labels(std::span<const Label> set)
    {
        std::vector<Label> sorted(set.begin(), set.end());
        std::stable_sort(sorted.begin(), sorted.end(), [this](const Label &a, const Label &b) {
            if (a.isNumber != b.isNumber)
                return b.isNumber;
            return m_profile.text(a.key) < m_profile.text(b.key);
        });
        Message all, one;
        for (const Label &label : sorted) {
            one.clear();
            one.number(1, index(label.key));
            if (label.isNumber) {
                one.number(3, label.number);
                one.number(4, index(label.unit));
            } else {
                one.number(2, index(label.text));
            }
            all.bytes(3, one.bytes());
        }
        return std::string(all.bytes());
    }

    void add(const Mapping &mapping)
    {
        m_message.number(1, mapping.id);
        m_message.number(2, mapping.start);
        m_message.number(3, mapping.limit);
        m_message.number(4, mapping.offset);
        m_message.number(5, index(mapping.file));
        m_message.number(6, index(mapping.buildId));
        m_message.number(7, uint64_t(mapping.hasFunctions));
        m_message.number(8, uint64_t(mapping.hasFilenames));
        m_message.number(9, uint64_t(mapping.hasLineNumbers));
        m_message.number(10, uint64_t(mapping.hasInlineFrames));
        emit(3);
    }

    void add(const Location &location)
    {
        m_message.number(1, location.id);
        if (location.mapping.isValid())
            m_message.number(2, m_profile.mapping(location.mapping).id);
        m_message.number(3, location.address);
        for (const Line &line : m_profile.linesOf(location)) {
            m_line.clear();
            m_line.number(1, m_profile.function(line.function).id);
            m_line.number(2, line.line);
            m_line.number(3, line.column);
            m_message.bytes(4, m_line.bytes());
        }
        m_message.number(5, uint64_t(location.folded));
        emit(4);
    }

    void add(const Function &function)
    {
        m_message.number(1, function.id);
        m_message.number(2, index(function.name));
        m_message.number(3, index(function.systemName));
        m_message.number(4, index(function.file));
        m_message.number(5, function.startLine);
        emit(5);
    }

    void header()
    {
        const Profile &p = m_profile;
        m_all.number(7, index(p.dropFrames));
        m_all.number(8, index(p.keepFrames));
        m_all.number(9, p.timeNanos);
        m_all.number(10, p.durationNanos);
        if (p.periodType && !(p.periodType->type.empty() && p.periodType->unit.empty()))
            valueType(11, *p.periodType);
        m_all.number(12, p.period);
        std::vector<uint64_t> comments;
        for (const std::string &comment : p.comments)
            comments.push_back(index(comment));
        m_all.numbers(13, comments);
        m_all.always(14, index(p.defaultSampleType)); // pprof writes it even when it is 0
        m_all.number(15, index(p.docUrl));
    }

    const Profile &m_profile;
    std::string m_out;
    Gzip m_gzip;
    std::unordered_map<std::string_view, uint32_t> m_index; // views into the profile
    std::vector<std::string_view> m_strings;
    std::vector<uint32_t> m_rows; // where each string of the profile went
    Message m_all, m_message, m_line;
};

} // namespace

Result<std::string> encodeProfile(const Profile &profile)
{
    try {
        return Writer(profile).write();
    } catch (const std::bad_alloc &) {
        return Error{"there is not enough memory to write the profile; close other programs and try again"};
    }
}

Status writeProfile(const Profile &profile, const std::string &path)
{
    auto bytes = encodeProfile(profile);
    if (!bytes)
        return Error{path + ": " + bytes.error().message};
    return saveFile(path, *bytes);
}

} // namespace proflens
