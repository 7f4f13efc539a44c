// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/describe.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace proflens {

namespace {

struct Known
{
    std::string_view begins;
    std::string_view says;
};

using namespace std::string_view_literals;

constexpr std::array binary{
    Known{"\xfd\x37zXZ\0"sv, "is compressed with xz; unpack it with `xz -d` and open what comes out"},
    Known{"BZh"sv, "is compressed with bzip2; unpack it with `bzip2 -d` and open what comes out"},
    Known{"PK\x03\x04"sv, "is a zip archive; unpack it and open the profile inside"},
    Known{"PERFILE2"sv, "is raw data of Linux perf; convert it with perf_to_profile and open what comes out"},
    Known{"\x7f\x45LF"sv,
          "is a program or library; name it before the profile, or open the profile it was taken of"},
    Known{"go 1."sv, "is an execution trace of Go; open it with `go tool trace`, which can extract profiles"},
    Known{"%PDF"sv, "is a PDF document, not a profile"},
    Known{"\x89PNG"sv, "is a picture, not a profile"},
};

constexpr std::array text{
    Known{"<!doctype html"sv,
          "is a web page, not a profile: perhaps an error or a login was saved in its place; fetch it again"},
    Known{"<html"sv,
          "is a web page, not a profile: perhaps an error or a login was saved in its place; fetch it again"},
    Known{"<?xml"sv, "is XML, not a profile"},
    Known{"<svg"sv,
          "is a drawing (SVG) of a profile, perhaps, but no profile; open the profile it was made of"},
    Known{"{"sv, "is JSON and no format of profiles known here; save the profile as .pb.gz"},
    Known{"digraph"sv,
          "is a graph (DOT) of a profile, perhaps, but no profile; open the profile it was made of"},
};

} // namespace

std::string describeUnknown(std::span<const uint8_t> bytes, const std::string &otherwise)
{
    constexpr size_t enough = 512;
    const std::string_view head(reinterpret_cast<const char *>(bytes.data()), std::min(bytes.size(), enough));
    for (const Known &known : binary) {
        if (head.starts_with(known.begins))
            return std::string(known.says);
    }
    std::string lower;
    for (char c : head.substr(std::min(head.find_first_not_of(" \t\r\n\xef\xbb\xbf"), head.size())))
        lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (const Known &known : text) {
        if (lower.starts_with(known.begins))
            return std::string(known.says);
    }
    const bool isText = std::all_of(head.begin(), head.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 ? byte != 0x7f : byte == '\t' || byte == '\n' || byte == '\r';
    });
    if (isText)
        return "is text, but in no format of profiles known here; take the profile again in pprof's format";
    return "is in no format of profiles known here; as profile.proto it " + otherwise;
}

} // namespace proflens
