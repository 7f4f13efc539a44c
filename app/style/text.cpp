// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/text.h"

#include "core/measure/visibletext.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace proflens::style {

namespace {

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
    if (isPlainText(bytes))
        return QString::fromLatin1(bytes.data(), qsizetype(bytes.size()));
    return QString::fromStdString(visibleText(bytes));
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

QString wrappedPart(const QString &text)
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
    return html;
}

QString wrappedToolTip(const QString &text)
{
    return QStringLiteral("<qt>") + wrappedPart(text) + QStringLiteral("</qt>");
}

} // namespace proflens::style
