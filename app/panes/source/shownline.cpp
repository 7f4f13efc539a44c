// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/source/shownline.h"

#include "app/style/text.h"

#include <algorithm>

namespace proflens {

namespace {

constexpr qsizetype tabWidth = 4;
constexpr size_t longestLine = 2000; // bytes; nobody reads on

bool continuesCharacter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

} // namespace

qsizetype ShownLine::position(size_t byte) const
{
    auto stop = std::upper_bound(stops.begin(), stops.end(), byte,
                                 [](size_t wanted, const auto &entry) { return wanted < entry.first; });
    if (stop == stops.begin())
        return 0;
    --stop;
    return std::min<qsizetype>(stop->second + qsizetype(byte - stop->first), text.size());
}

ShownLine shownLine(std::string_view bytes, std::span<const HighlightSpan> spans)
{
    ShownLine shown;
    const bool cut = bytes.size() > longestLine;
    if (cut) {
        size_t end = longestLine;
        while (end > 0 && continuesCharacter(bytes[end]))
            --end;
        bytes = bytes.substr(0, end);
    }
    const auto isPlain = [](char byte) { return byte >= 0x20 && byte < 0x7F; };
    for (size_t at = 0; at < bytes.size();) {
        shown.stops.append({at, shown.text.size()});
        if (bytes[at] == '\t') {
            shown.text.append(QString(tabWidth - shown.text.size() % tabWidth, QLatin1Char(' ')));
            ++at;
            continue;
        }
        size_t end = at;
        if (isPlain(bytes[at])) {
            while (end < bytes.size() && isPlain(bytes[end]))
                ++end;
            shown.text.append(QLatin1String(bytes.data() + at, qsizetype(end - at)));
        } else {
            // One character at a time, so that every one's place is known.
            ++end;
            while (end < bytes.size() && end - at < 4 && continuesCharacter(bytes[end]))
                ++end;
            shown.text.append(style::displayText(bytes.substr(at, end - at)));
        }
        at = end;
    }
    shown.stops.append({bytes.size(), shown.text.size()});
    for (const HighlightSpan &span : spans) {
        const qsizetype begin = shown.position(span.begin), end = shown.position(span.begin + span.length);
        if (end > begin)
            shown.pieces.append({begin, end - begin, span.token});
    }
    if (cut)
        shown.text.append(QChar(u'…'));
    return shown;
}

int64_t estimatedColumns(std::string_view bytes)
{
    const std::string_view seen = bytes.substr(0, longestLine);
    return int64_t(seen.size()) + std::count(seen.begin(), seen.end(), '\t') * (tabWidth - 1) + 1;
}

} // namespace proflens
