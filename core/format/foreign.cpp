// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/foreign.h"

#include "core/format/foreignreaders.h"
#include "core/format/utf16.h"

#include <algorithm>
#include <array>

namespace proflens {

namespace foreign {

std::string counted(size_t count, std::string_view one, std::string_view many)
{
    return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

} // namespace foreign

namespace {

// In this order: what is plainest first. Nearly every text has lines that end with a number, so folded stacks
// come last.
constexpr std::array textReaders{foreign::readGoDump, foreign::readPerfScript, foreign::readFolded};
constexpr std::array jsonReaders{foreign::readSpeedscope, foreign::readCpuProfile, foreign::readHeapProfile};

// Whether bytes may be text, going by the first of them.
bool isText(std::string_view text)
{
    const std::string_view head = text.substr(0, 4096);
    return std::none_of(head.begin(), head.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\x1b';
    });
}

Result<std::shared_ptr<Profile>> readJson(std::string_view text, const std::string &name,
                                          const ReadOptions &options)
{
    const auto json = JsonTree::parse(text, options.stop);
    if (!json) {
        // Text may begin with a brace and be no JSON; JSON that is cut short mostly says what it was to be.
        const bool known = text.find("speedscope") != std::string_view::npos ||
                           text.find("\"callFrame\"") != std::string_view::npos;
        if (!known)
            return foreign::unrecognized();
        return Error{name + ": " + json.error().message};
    }
    for (const auto read : jsonReaders) {
        auto profile = read(*json, name, options);
        if (!profile || *profile)
            return profile;
    }
    return foreign::unrecognized();
}

} // namespace

Result<std::shared_ptr<Profile>> readForeign(std::span<const uint8_t> bytes, const std::string &name,
                                             const ReadOptions &options)
{
    const auto converted = fromUtf16(bytes);
    std::string_view text =
        converted ? std::string_view(*converted)
                  : std::string_view(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (text.starts_with(mark))
        text.remove_prefix(mark.size());
    if (!isText(text))
        return foreign::unrecognized();
    const auto stopped = [&] { return Error{name + ": reading was stopped"}; };
    const size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && text[first] == '{') {
        auto profile = readJson(text, name, options);
        if (options.stop.stop_requested())
            return stopped();
        if (!profile || *profile)
            return profile;
    }
    for (const auto read : textReaders) {
        auto profile = read(text, name, options);
        // The readers only stop, and what they then hand out is half a profile.
        if (options.stop.stop_requested())
            return stopped();
        if (!profile || *profile)
            return profile;
    }
    return foreign::unrecognized();
}

} // namespace proflens
