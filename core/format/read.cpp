// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/read.h"

#include "core/format/legacy.h"
#include "core/profile/builder.h"
#include "format/profile.pb.h"

#include <fstream>
#include <iterator>
#include <zlib.h>

namespace proflens {

namespace {

std::string inflateAll(const std::string &in)
{
    std::string out;
    size_t at = 0;
    while (at < in.size()) {
        z_stream z{};
        inflateInit2(&z, 31);
        z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(in.data() + at));
        z.avail_in = static_cast<uInt>(in.size() - at);
        char window[65536];
        int code = Z_OK;
        while (code == Z_OK) {
            z.next_out = reinterpret_cast<Bytef *>(window);
            z.avail_out = sizeof window;
            code = inflate(&z, Z_NO_FLUSH);
            out.append(window, sizeof window - z.avail_out);
        }
        at = in.size() - z.avail_in;
        inflateEnd(&z);
        if (code != Z_STREAM_END)
            break;
    }
    return out;
}

} // namespace

Result<std::shared_ptr<Profile>> readProfile(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options)
{
    std::string data(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    if (data.starts_with("\x1f\x8b"))
        data = inflateAll(data);
    wire::Profile w;
    if (!w.ParseFromString(data) || w.sample_type_size() == 0) {
        auto legacy = readLegacy({reinterpret_cast<const uint8_t *>(data.data()), data.size()}, name, options);
        if (!legacy || *legacy)
            return legacy;
        return Error{name + ": unrecognized profile format"};
    }
    ProfileBuilder b;
    auto text = [&](int64_t i) -> const std::string & { return w.string_table(static_cast<int>(i)); };
    for (const auto &t : w.sample_type())
        b.addSampleType(text(t.type()), text(t.unit()));
    Profile &h = b.header();
    if (w.has_period_type())
        h.periodType = ValueType{text(w.period_type().type()), text(w.period_type().unit())};
    h.period = w.period();
    h.timeNanos = w.time_nanos();
    h.durationNanos = w.duration_nanos();
    h.dropFrames = text(w.drop_frames());
    h.keepFrames = text(w.keep_frames());
    h.defaultSampleType = text(w.default_sample_type());
    h.docUrl = text(w.doc_url());
    for (auto c : w.comment())
        h.comments.push_back(text(c));
    std::unordered_map<uint64_t, MappingId> mappings;
    std::unordered_map<uint64_t, FunctionId> functions;
    std::unordered_map<uint64_t, LocationId> locations;
    for (const auto &m : w.mapping()) {
        Mapping x;
        x.id = m.id();
        x.start = m.memory_start();
        x.limit = m.memory_limit();
        x.offset = m.file_offset();
        x.file = b.string(text(m.filename()));
        x.buildId = b.string(text(m.build_id()));
        x.hasFunctions = m.has_functions();
        x.hasFilenames = m.has_filenames();
        x.hasLineNumbers = m.has_line_numbers();
        x.hasInlineFrames = m.has_inline_frames();
        mappings[m.id()] = b.addMapping(x);
    }
    for (const auto &f : w.function())
        functions[f.id()] = b.addFunction(Function{f.id(), b.string(text(f.name())), b.string(text(f.system_name())),
                                                   b.string(text(f.filename())), f.start_line()});
    for (const auto &l : w.location()) {
        std::vector<Line> lines;
        for (const auto &n : l.line())
            lines.push_back({functions[n.function_id()], n.line(), n.column()});
        Location x;
        x.id = l.id();
        x.address = l.address();
        x.folded = l.is_folded();
        if (l.mapping_id())
            x.mapping = mappings[l.mapping_id()];
        locations[l.id()] = b.addLocation(x, lines);
    }
    for (const auto &s : w.sample()) {
        std::vector<LocationId> stack;
        for (auto id : s.location_id())
            stack.push_back(locations[id]);
        std::vector<int64_t> values(s.value().begin(), s.value().end());
        std::vector<Label> labels;
        for (const auto &l : s.label()) {
            if (l.str())
                labels.push_back(b.textLabel(text(l.key()), text(l.str())));
            else if (l.num() || l.num_unit())
                labels.push_back(b.numberLabel(text(l.key()), l.num(), text(l.num_unit())));
        }
        b.addSample(stack, values, labels);
    }
    return b.finish();
}

Result<std::shared_ptr<Profile>> readProfile(const std::string &path, const ReadOptions &options)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return Error{"open " + path + ": no such file or directory"};
    const std::string data{std::istreambuf_iterator<char>(file), {}};
    return readProfile({reinterpret_cast<const uint8_t *>(data.data()), data.size()}, path, options);
}

} // namespace proflens
