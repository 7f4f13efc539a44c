// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/finish.h"

namespace proflens {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isLetter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}
bool isHexDigit(char c)
{
    return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

// Whether Go's url.Parse finds a scheme in a text: letters, digits, "+", "-" and "." up to a colon.
bool isAbsoluteUrl(std::string_view text)
{
    const size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || !isLetter(text[0]))
        return false;
    for (char c : text.substr(0, colon)) {
        if (!isLetter(c) && !isDigit(c) && c != '+' && c != '-' && c != '.')
            return false;
    }
    for (char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            return false;
    }
    // A path has its percent signs in order; what follows the scheme without a slash is no path.
    if (!text.substr(colon + 1).starts_with('/'))
        return true;
    const std::string_view path = text.substr(0, text.find_first_of("?#"));
    for (size_t at = path.find('%'); at != std::string_view::npos; at = path.find('%', at + 1)) {
        if (at + 2 >= path.size() || !isHexDigit(path[at + 1]) || !isHexDigit(path[at + 2]))
            return false;
    }
    return true;
}

} // namespace

void finishReading(Profile &profile)
{
    if (profile.mappings.empty()) {
        Mapping mapping;
        mapping.id = 1;
        profile.mappings.push_back(mapping);
        for (Location &location : profile.locations)
            location.mapping = MappingId(0U);
    }
    for (Mapping &mapping : profile.mappings) {
        if (profile.text(mapping.buildId).empty() && isAbsoluteUrl(profile.text(mapping.file)))
            mapping.file = StringId(0U);
    }
}

} // namespace proflens
