// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "format/profile.pb.h"

#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <zlib.h>

// A second reader of profile.proto, made of protobuf's generated classes and zlib alone, and a dump of what
// either reader saw. Where both dumps are equal, the reader under test lost and invented nothing.
namespace proflens::witness {

inline std::string inflateAll(const std::string &packed)
{
    if (!packed.starts_with("\x1f\x8b"))
        return packed;
    std::string out;
    size_t at = 0;
    while (at < packed.size()) {
        z_stream z{};
        inflateInit2(&z, 31);
        z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data() + at));
        z.avail_in = static_cast<uInt>(packed.size() - at);
        int code = Z_OK;
        while (code == Z_OK) {
            char window[4096];
            z.next_out = reinterpret_cast<Bytef *>(window);
            z.avail_out = sizeof window;
            code = inflate(&z, Z_NO_FLUSH);
            out.append(window, sizeof window - z.avail_out);
        }
        at = packed.size() - z.avail_in;
        inflateEnd(&z);
        if (code != Z_STREAM_END)
            return {};
    }
    return out;
}

inline std::string deflate(const std::string &plain)
{
    z_stream z{};
    deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&z, plain.size()) + 64, '\0');
    z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(plain.data()));
    z.avail_in = static_cast<uInt>(plain.size());
    z.next_out = reinterpret_cast<Bytef *>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    ::deflate(&z, Z_FINISH);
    out.resize(out.size() - z.avail_out);
    deflateEnd(&z);
    return out;
}

inline std::optional<wire::Profile> parse(const std::string &bytes)
{
    wire::Profile profile;
    const std::string plain = inflateAll(bytes);
    if (plain.empty() || !profile.ParseFromString(plain) || profile.string_table_size() == 0 ||
        profile.sample_type_size() == 0)
        return std::nullopt;
    return profile;
}

// The dumps begin with the header, and one line is one record.

inline std::string dump(const wire::Profile &p)
{
    std::ostringstream out;
    const auto text = [&](int64_t index) { return '"' + p.string_table(static_cast<int>(index)) + '"'; };
    for (const auto &type : p.sample_type())
        out << "type " << text(type.type()) << ' ' << text(type.unit()) << '\n';
    if (p.has_period_type())
        out << "period type " << text(p.period_type().type()) << ' ' << text(p.period_type().unit()) << '\n';
    out << "period " << p.period() << " time " << p.time_nanos() << " duration " << p.duration_nanos()
        << " drop " << text(p.drop_frames()) << " keep " << text(p.keep_frames()) << " default "
        << text(p.default_sample_type()) << " doc " << text(p.doc_url()) << '\n';
    for (int64_t comment : p.comment())
        out << "comment " << text(comment) << '\n';
    for (const auto &sample : p.sample()) {
        out << "sample";
        for (int64_t value : sample.value())
            out << ' ' << value;
        out << " at";
        for (uint64_t id : sample.location_id())
            out << ' ' << id;
        for (const auto &label : sample.label()) {
            if (label.str())
                out << " [" << text(label.key()) << '=' << text(label.str()) << ']';
            else if (label.num() || label.num_unit())
                out << " [" << text(label.key()) << '=' << label.num() << ' ' << text(label.num_unit())
                    << ']';
        }
        out << '\n';
    }
    std::set<uint64_t> mappings;
    for (const auto &m : p.mapping())
        mappings.insert(m.id());
    for (const auto &l : p.location()) {
        const uint64_t mapping = p.mapping_size() == 0            ? 1
                                 : mappings.count(l.mapping_id()) ? l.mapping_id()
                                                                  : 0;
        out << "location " << l.id() << " mapping " << mapping << " address " << l.address()
            << (l.is_folded() ? " folded" : "");
        for (const auto &line : l.line())
            out << " (" << line.function_id() << ' ' << line.line() << ' ' << line.column() << ')';
        out << '\n';
    }
    for (const auto &f : p.function())
        out << "function " << f.id() << ' ' << text(f.name()) << ' ' << text(f.system_name()) << ' '
            << text(f.filename()) << ' ' << f.start_line() << '\n';
    if (p.mapping_size() == 0)
        out << "mapping 1 0 0 0 \"\" \"\" \"\" 0000\n";
    for (const auto &m : p.mapping()) {
        const std::string &file = p.string_table(static_cast<int>(m.filename()));
        const std::string kernel = "[kernel.kallsyms]";
        out << "mapping " << m.id() << ' ' << m.memory_start() << ' ' << m.memory_limit() << ' '
            << m.file_offset() << ' ' << text(m.filename()) << ' ' << text(m.build_id()) << " \""
            << (file.starts_with(kernel) ? file.substr(kernel.size()) : "") << "\" " << m.has_functions()
            << m.has_filenames() << m.has_line_numbers() << m.has_inline_frames() << '\n';
    }
    return out.str();
}

inline std::string dump(const Profile &p)
{
    std::ostringstream out;
    const auto text = [&](StringId id) { return '"' + std::string(p.text(id)) + '"'; };
    for (const ValueType &type : p.sampleTypes)
        out << "type \"" << type.type << "\" \"" << type.unit << "\"\n";
    if (p.periodType)
        out << "period type \"" << p.periodType->type << "\" \"" << p.periodType->unit << "\"\n";
    out << "period " << p.period << " time " << p.timeNanos << " duration " << p.durationNanos << " drop \""
        << p.dropFrames << "\" keep \"" << p.keepFrames << "\" default \"" << p.defaultSampleType
        << "\" doc \"" << p.docUrl << "\"\n";
    for (const std::string &comment : p.comments)
        out << "comment \"" << comment << "\"\n";
    for (size_t row = 0; row < p.samples.size(); ++row) {
        out << "sample";
        for (const ValueColumn &column : p.samples.values)
            out << ' ' << column[row];
        out << " at";
        p.stacks.forEach(p.samples.stack[row], [&](LocationId id) { out << ' ' << p.location(id).id; });
        for (const Label &label : p.labels[p.samples.labels[row]]) {
            if (label.isNumber)
                out << " [" << text(label.key) << '=' << label.number << ' ' << text(label.unit) << ']';
            else
                out << " [" << text(label.key) << '=' << text(label.text) << ']';
        }
        out << '\n';
    }
    for (const Location &l : p.locations) {
        out << "location " << l.id << " mapping " << (l.mapping.isValid() ? p.mapping(l.mapping).id : 0)
            << " address " << l.address << (l.folded ? " folded" : "");
        for (const Line &line : p.linesOf(l))
            out << " (" << p.function(line.function).id << ' ' << line.line << ' ' << line.column << ')';
        out << '\n';
    }
    for (const Function &f : p.functions)
        out << "function " << f.id << ' ' << text(f.name) << ' ' << text(f.systemName) << ' ' << text(f.file)
            << ' ' << f.startLine << '\n';
    for (const Mapping &m : p.mappings)
        out << "mapping " << m.id << ' ' << m.start << ' ' << m.limit << ' ' << m.offset << ' '
            << text(m.file) << ' ' << text(m.buildId) << ' ' << text(m.kernelRelocationSymbol) << ' '
            << m.hasFunctions << m.hasFilenames << m.hasLineNumbers << m.hasInlineFrames << '\n';
    return out.str();
}

// The first line in which two dumps differ, for a message; empty if they are equal.
inline std::string firstDifference(const std::string &a, const std::string &b)
{
    std::istringstream as(a), bs(b);
    for (size_t number = 1;; ++number) {
        std::string x, y;
        const bool more = static_cast<bool>(std::getline(as, x)),
                   others = static_cast<bool>(std::getline(bs, y));
        if (!more && !others)
            return {};
        if (x != y || more != others)
            return "line " + std::to_string(number) + ": \"" + x.substr(0, 300) + "\" and \"" +
                   y.substr(0, 300) + '"';
    }
}

} // namespace proflens::witness
