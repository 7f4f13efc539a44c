// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/frames.h"

#include "core/analyze/parallel.h"
#include "core/analyze/textorder.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <iterator>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace proflens {

std::string cleanPath(std::string_view path)
{
    if (path.empty())
        return ".";
    const bool rooted = path[0] == '/';
    std::vector<std::string_view> parts;
    for (size_t begin = 0; begin <= path.size();) {
        const size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view part = path.substr(begin, end - begin);
        begin = end + 1;
        if (part.empty() || part == ".")
            continue;
        if (part == ".." && !parts.empty() && parts.back() != "..")
            parts.pop_back();
        else if (part != ".." || !rooted)
            parts.push_back(part);
    }
    std::string clean = rooted ? "/" : "";
    for (size_t i = 0; i < parts.size(); ++i) {
        if (i)
            clean += '/';
        clean += parts[i];
    }
    return clean.empty() ? "." : clean;
}

std::string_view baseName(std::string_view path)
{
    // Go's filepath.Base: trailing slashes do not count, and the base of "" is ".".
    if (path.empty())
        return ".";
    while (path.size() > 1 && path.back() == '/')
        path.remove_suffix(1);
    const size_t slash = path.rfind('/');
    return slash == std::string_view::npos || path == "/" ? path : path.substr(slash + 1);
}

namespace {

// Calls f(part) for each part of a frame's printable name.
template <typename F> void forEachComponent(const Frame &frame, F &&f)
{
    if (frame.isLabel()) {
        const std::string key(frame.labelKey), value(frame.labelValue);
        f(value.empty() ? "(no " + key + ')' : key + ": " + value);
        return;
    }
    if (frame.address) {
        char text[17];
        std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(frame.address));
        f(std::string_view(text));
    }
    if (!frame.name.empty())
        f(frame.name);
    if (frame.line) {
        std::string place(frame.file);
        const auto append = [&](int64_t number) {
            char digits[24] = ":";
            place.append(digits, std::to_chars(digits + 1, std::end(digits), number).ptr);
        };
        append(frame.line);
        if (frame.column)
            append(frame.column);
        f(std::string_view(place));
    } else if (!frame.file.empty()) {
        f(frame.file);
    } else if (!frame.name.empty()) {
        // The name is there already.
    } else if (!frame.object.empty()) {
        f('[' + std::string(baseName(frame.object)) + ']');
    } else {
        f(std::string_view("<unknown>"));
    }
}

} // namespace

std::vector<std::string> nameComponents(const Frame &frame)
{
    std::vector<std::string> parts;
    forEachComponent(frame, [&](std::string_view part) { parts.emplace_back(part); });
    return parts;
}

namespace {

struct FrameKey
{
    uint32_t name = 0, file = 0, object = 0; // ids of distinct texts
    uint32_t label = 0;                      // the key of a label that name is the value of
    uint64_t address = 0;
    int64_t startLine = 0, line = 0, column = 0;
    bool operator==(const FrameKey &) const = default;
};

struct FrameKeyHash
{
    size_t operator()(const FrameKey &key) const
    {
        uint64_t h = 0x9e3779b97f4a7c15;
        for (uint64_t part :
             {uint64_t(key.name) << 32 | key.file, uint64_t(key.label) << 32 | key.object, key.address,
              uint64_t(key.startLine), uint64_t(key.line), uint64_t(key.column)}) {
            h = (h ^ part) * 0xff51afd7ed558ccd;
            h ^= h >> 32;
        }
        return h;
    }
};

// Gives equal texts equal ids; 0 is the empty text. Files repeat strings, so rows of the string table will
// not do.
class TextIds
{
public:
    explicit TextIds(const Profile &profile)
        : m_profile(profile)
        , m_rows(profile.strings.size())
    {
        m_texts.emplace_back();
    }

    uint32_t of(StringId id)
    {
        uint32_t &known = m_rows[id.row];
        if (!known) {
            known = of(m_profile.text(id)) + 1;
        }
        return known - 1;
    }
    uint32_t of(std::string_view text)
    {
        if (text.empty())
            return 0;
        const auto [it, added] = m_ids.try_emplace(text, static_cast<uint32_t>(m_texts.size()));
        if (added)
            m_texts.push_back(text);
        return it->second;
    }
    std::string_view text(uint32_t id) const { return m_texts[id]; }

private:
    const Profile &m_profile;
    std::vector<uint32_t> m_rows; // 0: not asked yet
    std::unordered_map<std::string_view, uint32_t> m_ids;
    std::vector<std::string_view> m_texts;
};

// Gives the same frames the same ids.
class FrameIds
{
public:
    FrameIds()
        : m_slots(1024, none)
    {}
    // The id, and whether it is new.
    std::pair<uint32_t, bool> of(const FrameKey &key)
    {
        if (2 * m_keys.size() >= m_slots.size())
            grow();
        uint32_t &slot = find(key);
        if (slot != none)
            return {slot, false};
        slot = static_cast<uint32_t>(m_keys.size());
        m_keys.push_back(key);
        return {slot, true};
    }

private:
    static constexpr uint32_t none = UINT32_MAX;
    uint32_t &find(const FrameKey &key)
    {
        const size_t mask = m_slots.size() - 1;
        for (size_t at = FrameKeyHash()(key) & mask;; at = (at + 1) & mask) {
            if (m_slots[at] == none || m_keys[m_slots[at]] == key)
                return m_slots[at];
        }
    }
    void grow()
    {
        m_slots.assign(m_slots.size() * 2, none);
        for (uint32_t id = 0; id < m_keys.size(); ++id)
            find(m_keys[id]) = id;
    }

    std::vector<uint32_t> m_slots;
    std::vector<FrameKey> m_keys;
};

// Keeps texts, many together.
class Texts
{
public:
    std::string_view keep(std::string_view text)
    {
        constexpr size_t blockSize = 1 << 16;
        if (m_block.empty() || m_block.back().capacity() - m_block.back().size() < text.size()) {
            m_block.emplace_back();
            m_block.back().reserve(std::max(blockSize, text.size()));
        }
        std::string &block = m_block.back();
        const size_t begin = block.size();
        block += text;
        return std::string_view(block).substr(begin);
    }
    void giveTo(std::deque<std::string> &texts)
    {
        // Moving a string that has its own memory leaves what it holds where it is.
        std::move(m_block.begin(), m_block.end(), std::back_inserter(texts));
        m_block.clear();
    }

private:
    std::vector<std::string> m_block;
};

// What breaks ties between frames of one printable name: the fields in the order Go prints the struct.
std::string tieBreaker(const Frame &frame)
{
    return '{' + std::string(frame.name) + "  " + std::to_string(frame.address) + ' ' +
           std::string(frame.file) + ' ' + std::to_string(frame.startLine) + ' ' +
           std::to_string(frame.line) + ' ' + std::to_string(frame.column) + ' ' + std::string(frame.object) +
           '}';
}

} // namespace

std::shared_ptr<const FrameTable> FrameTable::make(const Selection &selection, const FrameOptions &options)
{
    const Profile &profile = *selection.profile();
    std::shared_ptr<FrameTable> table(new FrameTable);
    table->m_profile = selection.profile();
    table->m_options = options;

    const Granularity g = options.granularity;
    const bool keepName = g != Granularity::Files && g != Granularity::SourceLines;
    const bool keepFile = g != Granularity::Functions;
    const bool keepLine =
        g == Granularity::Lines || g == Granularity::Addresses || g == Granularity::SourceLines;
    const bool keepAddress = g == Granularity::Addresses;
    const bool keepColumn = keepLine && (options.showColumns || (keepAddress && !options.noInlines));
    const bool perFunction = !keepLine && !keepAddress && keepName && !options.objectNames;

    TextIds texts(profile);
    std::vector<uint32_t> cleaned(keepFile ? profile.strings.size()
                                           : 0); // by string: text id + 1 of the cleaned file name
    const auto fileText = [&](StringId id) {
        uint32_t &known = cleaned[id.row];
        if (!known) {
            std::string path(profile.text(id));
            if (options.trimPath)
                path = options.trimPath(path);
            known = path.empty() ? 1 : texts.of(table->m_texts.emplace_back(cleanPath(path))) + 1;
        }
        return known - 1;
    };

    std::unordered_map<uint32_t, uint32_t> newNames; // text ids
    for (const RenamedFunction &renamed : options.renamed) {
        const uint32_t from = texts.of(table->m_texts.emplace_back(renamed.from));
        newNames[from] = texts.of(table->m_texts.emplace_back(renamed.to));
    }
    const auto nameText = [&](StringId id) {
        const uint32_t text = texts.of(id);
        const auto found = newNames.find(text);
        return found == newNames.end() ? text : found->second;
    };

    FrameIds ids;
    std::vector<Frame> frames;
    const auto idOf = [&](const FrameKey &key, FunctionId function) {
        const auto [id, added] = ids.of(key);
        if (added) {
            frames.push_back({texts.text(key.name),
                              texts.text(key.file),
                              texts.text(key.object),
                              key.address,
                              key.startLine,
                              key.line,
                              key.column,
                              function,
                              false,
                              {},
                              {}});
            if (key.label) {
                frames.back().labelKey = texts.text(key.label);
                frames.back().labelValue = std::exchange(frames.back().name, {});
            }
        }
        return id;
    };

    std::vector<uint32_t> byFunction(perFunction ? profile.functions.size() : 0, UINT32_MAX);
    table->m_elementEnds.reserve(profile.locations.size());
    for (size_t i = 0; i < profile.locations.size(); ++i) {
        const Location &location = profile.locations[i];
        std::span<const Line> lines = selection.lines(LocationId(i));
        if (options.noInlines && lines.size() > 1)
            lines = lines.last(1);
        const uint32_t object =
            location.mapping.isValid() ? texts.of(profile.mapping(location.mapping).file) : 0;
        const uint64_t address = keepAddress ? location.address : 0;
        if (lines.empty()) {
            FrameKey key;
            key.address = address;
            key.object = object;
            table->m_elements.emplace_back(FrameId(idOf(key, {})), false);
        }
        for (size_t l = lines.size(); l-- > 0;) {
            const Line &line = lines[l];
            const bool inlined = l + 1 != lines.size() && !options.sameInlined;
            FrameKey key;
            key.address = address;
            if (!line.function.isValid()) {
                key.object = object;
                table->m_elements.emplace_back(FrameId(idOf(key, {})), inlined);
                continue;
            }
            if (perFunction && byFunction[line.function.row] != UINT32_MAX) {
                table->m_elements.emplace_back(FrameId(byFunction[line.function.row]), inlined);
                continue;
            }
            const Function &function = profile.function(line.function);
            if (options.labelsApart && profile.isLabel(line.function)) {
                FrameKey label;
                label.name = texts.of(function.name);
                label.label = texts.of(function.file);
                table->m_elements.emplace_back(FrameId(idOf(label, {})), false);
                continue;
            }
            key.name = keepName ? nameText(function.name) : 0;
            key.file = keepFile ? fileText(function.file) : 0;
            key.line = keepLine ? line.line : 0;
            key.column = keepColumn ? line.column : 0;
            if ((options.objectNames || key.name == 0) && g != Granularity::SourceLines) {
                key.object = object;
                key.startLine = function.startLine;
            }
            const uint32_t id = idOf(key, line.function);
            if (Frame &frame = frames[id]; frame.file.empty() && frame.function.isValid() &&
                                           frame.function != line.function && !frame.hasSeveralFiles) {
                const StringId first = profile.function(frame.function).file;
                frame.hasSeveralFiles =
                    first != function.file && profile.text(first) != profile.text(function.file);
            }
            if (perFunction && key.name != 0)
                byFunction[line.function.row] = id;
            table->m_elements.emplace_back(FrameId(id), inlined);
        }
        table->m_elementEnds.push_back(static_cast<uint32_t>(table->m_elements.size()));
    }

    // Number them by name. Most printable names are just the name, which needs no text of its own.
    std::vector<std::string_view> printable(frames.size());
    std::mutex mutex;
    constexpr size_t pieceSize = 1 << 14;
    inParallel(frames.size(), pieceSize, [&](size_t begin, size_t end) {
        Texts made;
        std::string text;
        for (size_t i = begin; i < end; ++i) {
            const Frame &frame = frames[i];
            if (!frame.name.empty() && !frame.address && !frame.line && frame.file.empty()) {
                printable[i] = frame.name;
                continue;
            }
            text.clear();
            forEachComponent(frame, [&](std::string_view part) {
                if (!text.empty())
                    text += ' ';
                text += part;
            });
            printable[i] = made.keep(text);
        }
        const std::lock_guard lock(mutex);
        made.giveTo(table->m_texts);
    });
    const std::vector<uint32_t> order = textOrder(
        printable, [&](uint32_t a, uint32_t b) { return tieBreaker(frames[a]) < tieBreaker(frames[b]); });
    std::vector<uint32_t> rank(frames.size());
    table->m_frames.reserve(frames.size());
    for (uint32_t i = 0; i < order.size(); ++i) {
        rank[order[i]] = i;
        table->m_frames.push_back(frames[order[i]]);
        table->m_printable.push_back(printable[order[i]]);
        const bool same = i > 0 && table->m_printable[i - 1] == table->m_printable[i];
        table->m_nameRanks.push_back(same ? table->m_nameRanks[i - 1] : i);
    }
    for (StackElement &element : table->m_elements)
        element = StackElement(FrameId(rank[element.frame().row]), element.inlined());
    return table;
}

std::vector<FrameId> FrameTable::find(std::string_view name) const
{
    std::vector<FrameId> found;
    for (size_t i = 0; i < m_frames.size(); ++i) {
        if (m_frames[i].name == name || (m_frames[i].name.empty() && m_printable[i] == name))
            found.emplace_back(i);
    }
    return found;
}

} // namespace proflens
