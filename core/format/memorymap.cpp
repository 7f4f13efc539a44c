// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/memorymap.h"

#include "core/format/intervals.h"

#include <optional>
#include <utility>

namespace proflens::legacy {

namespace {

using MappedFile = Draft::MappedFile;

// NAME=VALUE lines and what they do to the lines after them. Of two values for a name the first counts.
class Substitutions
{
public:
    void add(std::string_view name, std::string_view value)
    {
        // A dump names a handful. The bound keeps text that is no memory map from costing more than it is
        // long.
        if (m_names.size() < 64)
            m_names.push_back({std::string("$").append(name), std::string(value)});
    }

    // Nothing when the line grows beyond all sense, which values made of other values can do.
    std::optional<std::string> apply(std::string_view line) const
    {
        std::string out;
        for (size_t at = 0; at < line.size();) {
            const size_t dollar = std::min(line.find('$', at), line.size());
            out += line.substr(at, dollar - at);
            at = dollar;
            if (at == line.size())
                break;
            const Name *found = nullptr;
            for (const Name &name : m_names) {
                if (line.substr(at).starts_with(name.text)) {
                    found = &name;
                    break;
                }
            }
            out += found ? std::string_view(found->value) : line.substr(at, 1);
            at += found ? found->text.size() : 1;
            if (out.size() > 65536 + line.size())
                return {};
        }
        return out;
    }

private:
    struct Name
    {
        std::string text, value;
    };
    std::vector<Name> m_names;
};

struct Patterns
{
#define PROFLENS_RANGE R"(^\s*(?:0x)?([[:xdigit:]]+)[\s-]?\s*(?:0x)?([[:xdigit:]]+):?(?:\s+([-rwxp]+))?)"
    Pattern proc{PROFLENS_RANGE
                 R"((?:\s+([[:xdigit:]]+))?\s+[[:xdigit:]]+:[[:xdigit:]]+\s+[[:digit:]]+(?:\s+(\S+))?)"};
    Pattern brief{PROFLENS_RANGE R"((?:\s+(\S+))?(?:\s+\(@([[:xdigit:]]+)\))?(?:\s+([[:xdigit:]]+))?)"};
#undef PROFLENS_RANGE
    // What Google's logging library puts before a line.
    Pattern log{R"(^[^\[\]]+:[0-9]+\]\s)"};
    Pattern sharedObject{R"(([.]so$|[.]so[._][0-9]+))"};
};

enum class Entry { Mapping, Skipped, Other };

Entry readEntry(const Patterns &patterns, std::string_view line, MappedFile &mapping)
{
    std::string_view start, limit, permissions, offset, file, buildId;
    if (std::array<std::string_view, 6> group; patterns.proc.find(line, group)) {
        start = group[1], limit = group[2], permissions = group[3], offset = group[4], file = group[5];
    } else if (std::array<std::string_view, 7> brief; patterns.brief.find(line, brief)) {
        start = brief[1], limit = brief[2], permissions = brief[3], file = brief[4], offset = brief[5],
        buildId = brief[6];
    } else {
        return Entry::Other;
    }
    if (!permissions.empty() && permissions.find('x') == std::string_view::npos)
        return Entry::Skipped; // no code in it
    const auto from = parseUint(start, 16), to = parseUint(limit, 16);
    const auto at = offset.empty() ? std::optional<uint64_t>(0) : parseUint(offset, 16);
    if (!from || !to || !at)
        return Entry::Other;
    mapping = {*from, *to, *at, std::string(file), std::string(buildId)};
    return Entry::Mapping;
}

// Whether two entries are one mapping that was split in two.
bool continues(const MappedFile &first, const MappedFile &second)
{
    const auto differ = [](const std::string &a, const std::string &b) {
        return !a.empty() && !b.empty() && a != b;
    };
    if (differ(first.file, second.file) || differ(first.buildId, second.buildId) ||
        first.limit != second.start)
        return false;
    return first.offset == 0 || second.offset == 0 ||
           first.offset + (first.limit - first.start) == second.offset;
}

void joinSplitMappings(std::vector<MappedFile> &mappings)
{
    std::vector<MappedFile> joined;
    for (MappedFile &mapping : mappings) {
        if (joined.empty() || !continues(joined.back(), mapping)) {
            joined.push_back(std::move(mapping));
            continue;
        }
        MappedFile &last = joined.back();
        last.limit = mapping.limit;
        if (!mapping.file.empty())
            last.file = std::move(mapping.file);
        if (!mapping.buildId.empty())
            last.buildId = std::move(mapping.buildId);
    }
    mappings = std::move(joined);
}

std::string without(std::string_view text, std::string_view part)
{
    std::string out;
    for (size_t at = 0; at <= text.size();) {
        const size_t found = std::min(text.find(part, at), text.size());
        out += text.substr(at, found - at);
        at = found + std::max(part.size(), size_t(1));
    }
    return out;
}

// The first mapping stands for the program; the likeliest is the first that is a file and no library.
void putProgramFirst(const Patterns &patterns, std::vector<MappedFile> &mappings)
{
    for (MappedFile &mapping : mappings) {
        const std::string file = without(mapping.file, "(deleted)");
        const std::string_view name = trimmed(file);
        if (name.empty() || name.front() == '[' || patterns.sharedObject.matches(name))
            continue;
        std::swap(mappings.front(), mapping);
        return;
    }
}

} // namespace

void readMemoryMap(LineReader &lines, Draft &draft)
{
    static const Patterns patterns;
    Substitutions substitutions;
    while (lines.next()) {
        std::string_view text = lines.line();
        if (std::array<std::string_view, 1> prefix; patterns.log.find(text, prefix))
            text.remove_prefix(prefix[0].size());
        const auto line = substitutions.apply(text);
        if (!line)
            continue;
        MappedFile mapping;
        const Entry entry = readEntry(patterns, *line, mapping);
        if (entry == Entry::Mapping)
            draft.addMapping(std::move(mapping));
        const size_t equals = line->find('=');
        if (entry == Entry::Other && equals != std::string::npos) {
            const std::string_view view = *line;
            substitutions.add(trimmed(view.substr(0, equals)), trimmed(view.substr(equals + 1)));
        }
    }
    joinSplitMappings(draft.mappings);
    putProgramFirst(patterns, draft.mappings);
    draft.keepUsedPlaces();
    draft.keepUsedFunctions();
    assignMappings(draft);
}

void readSections(LineReader &lines, Draft &draft)
{
    while (!isMemoryMapHeadline(lines.line()) && lines.next()) {
    }
    readMemoryMap(lines, draft);
}

bool isMemoryMapHeadline(std::string_view line)
{
    return line.find("--- Memory map: ---") != std::string_view::npos ||
           line.find("MAPPED_LIBRARIES:") != std::string_view::npos;
}

void assignMappings(Draft &draft)
{
    std::vector<MappedFile> &mappings = draft.mappings;
    if (mappings.size() > 1 && mappings[0].file.starts_with("/anon_hugepage") &&
        mappings[0].limit == mappings[1].start)
        mappings.erase(mappings.begin());
    constexpr uint64_t usualStart = 0x400000; // of a program that is not position independent
    if (!mappings.empty() && mappings[0].start - mappings[0].offset == usualStart) {
        mappings[0].start = usualStart;
        mappings[0].offset = 0;
    }

    // What lies just before a mapping, as far as its offset reaches, may be the first part of a mapping that
    // was split and of which the profile names the second part only. The first address found there joins the
    // two (google/pprof, remapMappingIDs).
    const auto hasPartBefore = [](const MappedFile &m) { return m.offset != 0 && m.offset <= m.start; };
    std::vector<uint64_t> bounds;
    for (const MappedFile &m : mappings) {
        bounds.insert(bounds.end(), {m.start, m.limit});
        if (hasPartBefore(m))
            bounds.push_back(m.start - m.offset);
    }
    Intervals around(bounds), before(std::move(bounds));
    for (uint32_t row = 0; row < mappings.size(); ++row) {
        const MappedFile &m = mappings[row];
        around.add(m.start, m.limit, row);
        if (hasPartBefore(m))
            before.add(m.start - m.offset, m.start, row);
    }
    uint32_t everything = Draft::none;
    for (Draft::Place &place : draft.places) {
        if (place.mapping != Draft::none || place.address == 0)
            continue;
        place.mapping = around.lowestAt(place.address);
        if (place.mapping != Draft::none)
            continue;
        if (everything != Draft::none) {
            place.mapping = everything; // it is around all the addresses that come after it, too
            continue;
        }
        place.mapping =
            before.lowestAt(place.address, [&](uint32_t row) { return mappings[row].offset != 0; });
        if (place.mapping != Draft::none) {
            MappedFile &m = mappings[place.mapping];
            around.add(m.start - m.offset, m.start, place.mapping);
            m.start -= m.offset;
            m.offset = 0;
            continue;
        }
        everything = static_cast<uint32_t>(mappings.size());
        mappings.push_back({.limit = std::numeric_limits<uint64_t>::max()});
        place.mapping = everything;
    }
}

} // namespace proflens::legacy
