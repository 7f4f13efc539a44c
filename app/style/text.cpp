// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/text.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace proflens::style {

namespace {

// The length of the well-formed UTF-8 sequence at the front of bytes, and its code point; 0 if there is none.
size_t decodeOne(std::string_view bytes, char32_t &code)
{
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char first = byte(0);
    const size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 0 || length > bytes.size() || first > 0xF4)
        return 0;
    code = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (byte(i) & 0x3F);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code < least[length] || code > 0x10FFFF || surrogate ? 0 : length;
}

// Characters that would break the line, turn its direction or take no room.
bool isInvisible(char32_t code)
{
    return (code >= 0x80 && code < 0xA0) || code == 0xAD || code == 0x61C ||
           (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
}

// Where the arguments of a function end and begin: "insert(int, char const*)" has them at 6. -1 if the name
// does not end in arguments.
qsizetype argumentsOf(const QString &name)
{
    const qsizetype close = name.lastIndexOf(QLatin1Char(')'));
    // Behind them may stand "const" or "[clone .cold]"; in Go the dot of a method would.
    const bool atEnd = close + 1 == name.size();
    if (close < 0 || !(atEnd || name[close + 1] == QLatin1Char(' ')))
        return -1;
    int depth = 0;
    for (qsizetype i = close; i >= 0; --i) {
        if (name[i] == QLatin1Char(')'))
            ++depth;
        else if (name[i] == QLatin1Char('(') && --depth == 0)
            // After a space stands a remark, such as "(inline)".
            return i > 0 && close - i > 1 && name[i - 1] != QLatin1Char(' ') ? i : -1;
    }
    return -1;
}

} // namespace

QString displayText(std::string_view bytes)
{
    const bool plain = std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    if (plain)
        return QString::fromLatin1(bytes.data(), qsizetype(bytes.size()));
    QString text;
    text.reserve(qsizetype(bytes.size()));
    while (!bytes.empty()) {
        char32_t code = 0;
        const size_t length = decodeOne(bytes, code);
        if (length == 0) {
            text += QStringLiteral("‹%1›").arg(uint(static_cast<unsigned char>(bytes[0])), 2, 16).toUpper();
            bytes.remove_prefix(1);
            continue;
        }
        if (code < 0x20)
            text += QChar(char16_t(0x2400 + code));
        else if (code == 0x7F)
            text += QChar(u'\u2421');
        else if (isInvisible(code))
            text += QStringLiteral("‹U+%1›").arg(uint(code), 4, 16, QLatin1Char('0')).toUpper();
        else
            text += QString::fromUcs4(&code, 1);
        bytes.remove_prefix(length);
    }
    return text;
}

QString elidedName(const QString &name, const QFontMetricsF &metrics, double width)
{
    const QChar dots(u'…');
    // Measuring text costs time per character and no font draws more than one in a pixel.
    const qsizetype most = std::max<qsizetype>(16, qsizetype(std::ceil(width)));
    if (name.size() <= most && metrics.horizontalAdvance(name) <= width)
        return name;
    QString head = name;
    if (const qsizetype arguments = argumentsOf(name); arguments > 0) {
        const qsizetype close = name.lastIndexOf(QLatin1Char(')'));
        head = name.left(arguments) + QLatin1Char('(') + dots + name.mid(close);
        if (head.size() <= most && metrics.horizontalAdvance(head) <= width)
            return head;
    }
    if (head.size() <= most)
        return metrics.elidedText(head, Qt::ElideLeft, width);
    const QString end = head.right(most);
    const QString fitted = metrics.elidedText(dots + end, Qt::ElideLeft, width);
    return fitted;
}

QString wrappedToolTip(const QString &text)
{
    constexpr qsizetype most = 4000;
    const QString shown =
        text.size() <= most ? text : text.left(most / 2) + QChar(u'…') + text.right(most / 2);
    QString html;
    int run = 0; // characters since the last place where the line may break
    for (const QChar c : shown) {
        if (c == QLatin1Char('\n')) {
            html += QStringLiteral("<br/>");
            run = 0;
            continue;
        }
        html += QString(c).toHtmlEscaped();
        run = c.isSpace() ? 0 : run + 1;
        // Breaks after punctuation read well; a name of one piece has to break somewhere all the same.
        const bool good = run > 8 && QStringLiteral("/.,:;([<_-").contains(c);
        if ((good || run >= 60) && !c.isHighSurrogate()) {
            html += QChar(u'\u200B');
            run = 0;
        }
    }
    return QStringLiteral("<qt>") + html + QStringLiteral("</qt>");
}

} // namespace proflens::style
