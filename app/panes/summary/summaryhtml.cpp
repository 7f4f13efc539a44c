// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/summary/summaryhtml.h"

#include "app/style/difference.h"
#include "app/style/text.h"
#include "core/analyze/shortname.h"

#include <QCoreApplication>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

// Suggestions that are shown at first.
constexpr size_t fewRenames = 4;

QString shown(std::string_view name)
{
    return style::displayText(name);
}

// Long names may break behind their parts, and nowhere else does a line have to be wider than the pane.
QString breakable(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        out += c;
        if (QStringLiteral("/.:,<([_").contains(c))
            out += QChar(0x200B);
    }
    return out.toHtmlEscaped();
}

class SummaryPage
{
    Q_DECLARE_TR_FUNCTIONS(SummaryPane)

public:
    SummaryPage(const Summary &summary, const SummaryLook &look)
        : m_summary(summary)
        , m_look(look)
        , m_name(summary)
    {}

    QString make(const std::vector<RenamedFunction> &paired, const QString &baseTitle,
                 const QString &currentTitle)
    {
        addHead(baseTitle, currentTitle);
        for (const SummaryItem &item : m_summary.items)
            addItem(item);
        if (!m_summary.whole.empty())
            m_html += QStringLiteral("<p>%1</p>").arg(sentences(m_summary.whole));
        addRenames(paired);
        return m_html;
    }

private:
    static QString dimmed(const QString &html, const QString &color)
    {
        return QStringLiteral("<span style=\"color:%1\">%2</span>").arg(color, html);
    }
    QString link(FrameId frame) const
    {
        return QStringLiteral("<a href=\"function:%1\">%2</a>").arg(frame.row).arg(breakable(m_name(frame)));
    }
    QString sentence(const SummarySentence &sentence) const
    {
        const QByteArray pattern =
            QCoreApplication::translate("Summary", sentence.pattern, nullptr, sentence.count).toUtf8();
        QString html;
        forEachPiece(
            {pattern.constData(), size_t(pattern.size())},
            [&](std::string_view piece) {
                html += QString::fromUtf8(piece.data(), qsizetype(piece.size())).toHtmlEscaped();
            },
            [&](size_t i) {
                if (i >= sentence.arguments.size())
                    return;
                const SummaryArgument &argument = sentence.arguments[i];
                html +=
                    argument.frame.isValid() ? link(argument.frame) : shown(argument.text).toHtmlEscaped();
            });
        return html;
    }
    QString sentences(const std::vector<SummarySentence> &list) const
    {
        QStringList all;
        for (const SummarySentence &one : list)
            all << sentence(one);
        return all.join(u' ');
    }

    void addHead(const QString &baseTitle, const QString &currentTitle)
    {
        if (m_summary.head.empty())
            return;
        m_html += QStringLiteral("<p style=\"font-size:large; font-weight:600; margin-bottom:2px\">%1</p>")
                      .arg(sentence(m_summary.head.front()));
        //: The base and the current side.
        QString about = tr("From %1 to %2.").arg(breakable(baseTitle), breakable(currentTitle));
        for (size_t i = 1; i < m_summary.head.size(); ++i)
            about += u' ' + sentence(m_summary.head[i]);
        m_html += QStringLiteral("<p style=\"margin-top:0\">%1</p>").arg(dimmed(about, m_look.dim));
    }

    void addItem(const SummaryItem &item)
    {
        const Contributor &contributor = m_summary.changes.contributors[item.contributor];
        const QString part = QString::fromStdString(m_summary.partText(contributor)).toHtmlEscaped();
        const QString share =
            tr("%1 of all that changed").arg(QString::fromStdString(m_summary.shareText(contributor)));
        const QString kind = style::changeText({contributor.kind, false});
        const QString bar = QStringLiteral("<img src=\"bar:%1\" width=\"%2\" height=\"%3\" />")
                                .arg(item.contributor)
                                .arg(m_look.bar.width())
                                .arg(m_look.bar.height());
        const QString what =
            QStringLiteral("<b>%1</b> %2").arg(part, dimmed(kind.toHtmlEscaped(), m_look.dim));
        const QString small = dimmed(share.toHtmlEscaped(), m_look.dim);
        const QString first = sentence(item.sentences.front());
        const QString rest = sentences({item.sentences.begin() + 1, item.sentences.end()});
        if (m_look.isNarrow) {
            m_html += QStringLiteral("<p style=\"margin-top:10px; margin-bottom:0\">%1 &nbsp; %2<br/>%3</p>"
                                     "<p style=\"margin-top:2px; margin-bottom:0\">%4<br/>%5</p>")
                          .arg(what, small, bar, first, dimmed(rest, m_look.dim));
            return;
        }
        // The first sentence stands out: it is what is read when the list is skimmed.
        m_html += QStringLiteral("<table width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" "
                                 "style=\"margin-top:10px\"><tr><td width=\"%1\">%2<br/>%3<br/>%4</td>"
                                 "<td>%5<br/>%6</td></tr></table>")
                      .arg(m_look.bar.width() + 24)
                      .arg(what, bar, small, first, dimmed(rest, m_look.dim));
    }

    void addRenames(const std::vector<RenamedFunction> &paired)
    {
        const bool canPair = m_summary.hasOneSided;
        if (paired.empty() && m_summary.pairs.empty() && !canPair)
            return;
        m_html += QStringLiteral("<h4 style=\"margin-bottom:2px\">%1</h4>").arg(tr("Renamed functions"));
        for (size_t i = 0; i < paired.size(); ++i) {
            addLine(tr("%1 and %2 are taken for one function.")
                        .arg(breakable(shown(paired[i].from)), breakable(shown(paired[i].to))),
                    QStringLiteral("unpair:%1").arg(i), tr("Unpair"));
        }
        const size_t count =
            m_look.allRenames ? m_summary.pairs.size() : std::min(fewRenames, m_summary.pairs.size());
        for (size_t i = 0; i < count; ++i)
            addLine(sentence(m_summary.pairs[i]), QStringLiteral("pair:%1").arg(i), tr("Pair"));
        QStringList links;
        if (count < m_summary.pairs.size())
            links << QStringLiteral("<a href=\"renames:\">%1</a>")
                         .arg(tr("Show %n more suggestion(s)", nullptr, int(m_summary.pairs.size() - count)));
        if (canPair)
            links << QStringLiteral("<a href=\"hand:\">%1</a>")
                         .arg(paired.empty() && m_summary.pairs.empty() ? tr("Pair functions by hand…")
                                                                        : tr("Pair others by hand…"));
        m_html +=
            QStringLiteral("<p style=\"margin-top:6px\">%1</p>").arg(links.join(QStringLiteral(" &nbsp; ")));
    }
    void addLine(const QString &html, const QString &target, const QString &what)
    {
        m_html +=
            QStringLiteral("<p style=\"margin-top:4px; margin-bottom:0\">%1 <a href=\"%2\"><b>%3</b></a></p>")
                .arg(html, target, what.toHtmlEscaped());
    }

    const Summary &m_summary;
    const SummaryLook &m_look;
    SummaryNames m_name;
    QString m_html;
};

} // namespace

SummaryNames::SummaryNames(const Summary &summary)
    : m_frames(summary.comparison->frames())
{
    const auto addAll = [this](const std::vector<SummarySentence> &sentences) {
        for (const SummarySentence &sentence : sentences) {
            for (const SummaryArgument &argument : sentence.arguments) {
                if (argument.frame.isValid())
                    add(argument.frame);
            }
        }
    };
    for (const SummaryItem &item : summary.items)
        addAll(item.sentences);
    addAll(summary.pairs);
}

void SummaryNames::add(FrameId frame)
{
    if (m_short.contains(frame.row))
        return;
    const QString name = shown(shortFunctionName(functionNameOf(m_frames, frame)));
    m_short.insert(frame.row, name);
    ++m_uses[name];
}

QString SummaryNames::operator()(FrameId frame) const
{
    constexpr qsizetype most = 120;
    QString name = m_short.value(frame.row);
    if (m_uses.value(name) != 1)
        name = shown(functionNameOf(m_frames, frame));
    // The whole name is in the tool tip.
    if (name.size() > most)
        name = name.left(most / 2) + u'…' + name.right(most / 2);
    return name;
}

QString summaryHtml(const Summary &summary, const std::vector<RenamedFunction> &paired,
                    const QString &baseTitle, const QString &currentTitle, const SummaryLook &look)
{
    return SummaryPage(summary, look).make(paired, baseTitle, currentTitle);
}

QImage summaryBar(const Contributor &contributor, double largestShare, QSize size, qreal ratio,
                  const QPalette &palette)
{
    QImage image(size * ratio, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    Change change{contributor.kind, false};
    // What is new below nothing is a decline, in profiles that are differences themselves.
    if (change.kind == Change::Kind::New && contributor.own.delta() < 0)
        change.kind = Change::Kind::Shrank;
    else if (change.kind == Change::Kind::Gone && contributor.own.delta() > 0)
        change.kind = Change::Kind::Grew;
    const double share = largestShare > 0 ? contributor.share / largestShare : 0;
    const QRectF bar(0.5, 0.5, std::max(2.0, share * (size.width() - 1)), size.height() - 1);
    QPainter painter(&image);
    painter.fillRect(bar, style::differenceFill(palette, change, 1));
    if (style::hasPattern(change))
        painter.fillRect(bar, style::differencePattern(palette, change, ratio));
    painter.setPen(style::differenceLine(palette, change, 1));
    painter.drawRect(bar);
    return image;
}

} // namespace proflens
