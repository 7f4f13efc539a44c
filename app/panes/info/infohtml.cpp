// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/info/infohtml.h"

#include "app/style/text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

namespace proflens {

namespace {

using Note = ProfileInfo::Note;

// Long tables make rich text slow; the whole list is in the exported text.
constexpr size_t mostMappings = 500;
constexpr size_t mostComments = 500;

class InfoPage
{
    Q_DECLARE_TR_FUNCTIONS(InfoPane)

public:
    QString make(const ProfileInfo &info, const QString &path, qint64 bytes)
    {
        addNotes(info, tr("Note:"));
        addHead(info, path, bytes);
        addSampleTypes(info);
        addCounts(info);
        addMappings(info);
        addComments(info);
        return m_html;
    }
    QString make(const SideInfo &base, const SideInfo &current)
    {
        addNotes(base.info, tr("The base:"));
        addNotes(current.info, tr("The current profile:"));
        openTable(hasNotes(base.info) || hasNotes(current.info) ? 8 : 0);
        row({{}, tr("Base"), tr("Current")}, {false, false, false}, "th");
        const auto baseFields = headFields(base.info, QString::fromStdString(base.path), qint64(base.bytes)),
                   currentFields =
                       headFields(current.info, QString::fromStdString(current.path), qint64(current.bytes));
        for (qsizetype i = 0; i < baseFields.size(); ++i)
            pairField(baseFields[i].first, baseFields[i].second, currentFields[i].second);
        closeTable();
        addSampleTypePairs(sampleTypePairs(base.info, current.info));
        heading(tr("Counts"));
        openTable();
        row({{}, tr("Base"), tr("Current")}, {false, true, true}, "th");
        const auto baseCounts = countFields(base.info), currentCounts = countFields(current.info);
        for (qsizetype i = 0; i < baseCounts.size(); ++i)
            row({baseCounts[i].labelHtml(), number(baseCounts[i].value), number(currentCounts[i].value)},
                {false, true, true}, "td");
        closeTable();
        // Side by side these are too wide.
        for (const SideInfo *side : {&base, &current}) {
            if (side->info.mappings.empty() && side->info.comments.empty())
                continue;
            m_html += QStringLiteral("<h2>%1</h2>")
                          .arg((side == &base ? tr("Base") : tr("Current")).toHtmlEscaped());
            addMappings(side->info);
            addComments(side->info);
        }
        return m_html;
    }

private:
    using Fields = QList<std::pair<QString, QString>>;
    struct Count
    {
        QString label;
        uint64_t value;
        QString tip = {}; // of the label

        QString labelHtml() const
        {
            return tip.isEmpty() ? label.toHtmlEscaped()
                                 : QStringLiteral("<span title=\"%1\">%2</span>")
                                       .arg(tip.toHtmlEscaped(), label.toHtmlEscaped());
        }
    };

    static QString escaped(std::string_view bytes)
    {
        // Long names have to break somewhere, or the page grows sideways.
        QString text;
        int run = 0;
        for (const QChar c : style::displayText(bytes)) {
            text += c;
            run = c.isSpace() ? 0 : run + 1;
            if (run >= 24 && (QStringLiteral("/-_.,:;|&?=").contains(c) || run >= 80) &&
                !c.isHighSurrogate()) {
                text += QChar(u'\u200B');
                run = 0;
            }
        }
        return text.toHtmlEscaped();
    }
    static QString number(uint64_t value) { return locale().toString(qulonglong(value)); }
    static QLocale locale() { return QLocale(); }

    static QString sizeText(qint64 bytes)
    {
        // Counts of plurals are 32-bit, sizes of files are not.
        const int count = int(std::min<qint64>(bytes, INT_MAX));
        const QString exact = locale().toString(bytes);
        if (bytes < 1024)
            return tr("%1 byte(s)", "size of a file", count).arg(exact);
        return tr("%1 (%2 byte(s))", nullptr, count).arg(locale().formattedDataSize(bytes), exact);
    }

    void heading(const QString &text)
    {
        m_html += QStringLiteral("<h3 style='margin-left:3px'>%1</h3>").arg(text.toHtmlEscaped());
    }
    // above: pixels left free.
    void openTable(int above = 0)
    {
        m_html +=
            QStringLiteral("<table cellspacing='0' cellpadding='3' style='margin-top:%1px'>").arg(above);
    }
    void closeTable() { m_html += QStringLiteral("</table>"); }
    // html: escaped already.
    void field(const QString &label, const QString &html)
    {
        if (!html.isEmpty())
            m_html += QStringLiteral("<tr><td style='padding-right:12px'>%1</td><td>%2</td></tr>")
                          .arg(label.toHtmlEscaped(), html);
    }
    void pairField(const QString &label, const QString &base, const QString &current)
    {
        const auto orNothing = [](const QString &html) {
            return html.isEmpty() ? QString(QChar(0x2013)) : html;
        };
        if (!base.isEmpty() || !current.isEmpty())
            row({label.toHtmlEscaped(), orNothing(base), orNothing(current)}, {false, false, false}, "td");
    }
    void countField(const Count &count)
    {
        m_html += QStringLiteral("<tr><td style='padding-right:12px'>%1</td><td align='right'>%2</td></tr>")
                      .arg(count.labelHtml(), number(count.value));
    }
    void row(const QStringList &cells, const QList<bool> &right, const char *tag)
    {
        m_html += QStringLiteral("<tr>");
        for (qsizetype i = 0; i < cells.size(); ++i)
            m_html +=
                QStringLiteral("<%1 align='%2' style='padding-right:12px'>%3</%1>")
                    .arg(QLatin1String(tag), right[i] ? QStringLiteral("right") : QStringLiteral("left"),
                         // Qt takes an empty cell at the end for the block that follows the table.
                         cells[i].isEmpty() ? QStringLiteral("&nbsp;") : cells[i]);
        m_html += QStringLiteral("</tr>");
    }

    // Labels, and values as HTML, which are empty where the profile does not say.
    static Fields headFields(const ProfileInfo &info, const QString &path, qint64 bytes)
    {
        Fields fields;
        fields.append({tr("File"), escaped(path.toStdString())});
        QString taken, period, link;
        fields.append({tr("Size"), bytes > 0 ? sizeText(bytes).toHtmlEscaped() : QString()});
        fields.append({tr("Format"), escaped(info.format)});
        fields.append({tr("Binary"), escaped(info.mainBinary)});
        fields.append({tr("Build ID"), escaped(info.buildId)});
        if (info.timeNanos != 0) {
            const QDateTime time = QDateTime::fromMSecsSinceEpoch(info.timeNanos / 1000000);
            // The long format names the time zone.
            taken = locale().toString(time, QLocale::LongFormat).toHtmlEscaped();
        }
        fields.append({tr("Taken"), taken});
        fields.append({tr("Duration"), escaped(info.durationText)});
        if (info.periodType && !info.periodText.empty() && info.periodText != "0")
            period = periodHtml(info);
        fields.append({tr("Period"), period});
        if (!info.docUrl.empty()) {
            const QString url = escaped(info.docUrl);
            const QString target =
                QString::fromUtf8(info.docUrl.data(), qsizetype(info.docUrl.size())).toHtmlEscaped();
            link = isWebLink(info.docUrl) ? QStringLiteral("<a href=\"%1\">%2</a>").arg(target, url)
                                          : tr("%1 (no web address, so no link)").arg(url);
        }
        fields.append({tr("Documentation"), link});
        fields.append({tr("Drops frames"), escaped(info.dropFrames)});
        fields.append({tr("Keeps frames"), escaped(info.keepFrames)});
        return fields;
    }

    // The twin of periodSentence().
    static QString periodHtml(const ProfileInfo &info)
    {
        const QString type = escaped(info.periodType->type), value = escaped(info.periodText);
        if (type.isEmpty())
            return value;
        if (!info.countsEvents)
            return tr("%1 of %2", "amount, type: one sample for each").arg(value, type);
        return info.period == 1 ? tr("every one (%1)", "type of event, each of which is sampled").arg(type)
                                : tr("1 in %1 %2", "number, type: so many events for each sample")
                                      .arg(number(uint64_t(info.period)), type);
    }

    void addHead(const ProfileInfo &info, const QString &path, qint64 bytes)
    {
        openTable(hasNotes(info) ? 8 : 0);
        for (const auto &[label, html] : headFields(info, path, bytes))
            field(label, html);
        closeTable();
    }

    void addSampleTypes(const ProfileInfo &info)
    {
        heading(tr("Sample types"));
        openTable();
        row({tr("Type"), tr("Unit"), tr("Total"), tr("Samples with a value"), {}},
            {false, false, true, true, false}, "th");
        for (const auto &type : info.sampleTypes) {
            QStringList remarks;
            if (type.isDefault)
                remarks << tr("shown first");
            if (type.nonZero == 0)
                remarks << tr("all zero");
            if (type.hasNegative)
                remarks << tr("with negative values");
            if (type.ofBase)
                remarks << tr("the total is that of the base, which percentages are of");
            row({escaped(type.type.type), escaped(type.type.unit), total(type), number(type.nonZero),
                 remarks.join(QStringLiteral(", ")).toHtmlEscaped()},
                {false, false, true, true, false}, "td");
        }
        closeTable();
    }

    // A plain count is a number like any other; with a unit it reads as in reports.
    static QString total(const ProfileInfo::SampleType &type)
    {
        const bool plain = type.total == std::to_string(type.magnitude) && type.magnitude >= 0;
        return plain ? number(uint64_t(type.magnitude)) : escaped(type.total);
    }

    void addSampleTypePairs(const std::vector<SampleTypePair> &pairs)
    {
        heading(tr("Sample types"));
        openTable();
        const QList<bool> right = {false, false, true, true, false};
        row({tr("Type"), tr("Unit"), tr("Base"), tr("Current"), {}}, right, "th");
        for (const SampleTypePair &pair : pairs) {
            QString remark;
            if (!pair.base || !pair.current)
                remark = pair.base ? tr("only the base has it") : tr("only the current profile has it");
            else if (pair.current->isDefault)
                remark = tr("shown first");
            QString unit = escaped(pair.type().unit);
            if (pair.base && pair.current && pair.base->type.unit != pair.current->type.unit)
                unit = tr("%1, now %2", "units").arg(escaped(pair.base->type.unit), unit);
            const QString nothing(QChar(0x2013));
            row({escaped(pair.type().type), unit, pair.base ? total(*pair.base) : nothing,
                 pair.current ? total(*pair.current) : nothing, remark.toHtmlEscaped()},
                right, "td");
        }
        closeTable();
    }

    static QList<Count> countFields(const ProfileInfo &info)
    {
        return {
            {tr("Samples"), info.counts.samples},
            {tr("Samples with labels"), info.counts.labelledSamples},
            {tr("Label keys"), info.counts.labelKeys},
            {tr("Different stacks of addresses"), info.counts.stacks,
             tr("Stacks that differ in no more than addresses within their functions are told apart here. "
                "The Traces pane lists stacks of what the granularity says, those that cost something.")},
            {tr("Locations on the deepest stack"), info.counts.deepestStack},
            {tr("Locations"), info.counts.locations},
            {tr("Functions"), info.counts.functions},
            {tr("Mappings"), info.counts.mappings},
            {tr("Strings"), info.counts.strings},
        };
    }

    void addCounts(const ProfileInfo &info)
    {
        heading(tr("Counts"));
        openTable();
        for (const Count &count : countFields(info))
            countField(count);
        closeTable();
    }

    void addMappings(const ProfileInfo &info)
    {
        if (info.mappings.empty())
            return;
        heading(tr("Mappings"));
        openTable();
        const QList<bool> right = {false, true, true, true, false, false};
        row({tr("File"), tr("Start"), tr("Limit"), tr("Offset"), tr("Symbols"), tr("Build ID")}, right, "th");
        for (size_t i = 0; i < info.mappings.size() && i < mostMappings; ++i) {
            const auto &mapping = info.mappings[i];
            QStringList known;
            if (mapping.hasFunctions)
                known << tr("functions");
            if (mapping.hasFilenames)
                known << tr("files");
            if (mapping.hasLineNumbers)
                known << tr("lines");
            if (mapping.hasInlineFrames)
                known << tr("inlining");
            const auto hex = [](uint64_t value) { return QStringLiteral("0x") + QString::number(value, 16); };
            row({mapping.file.empty() ? tr("(no name)") : escaped(mapping.file), hex(mapping.start),
                 hex(mapping.limit), hex(mapping.offset), known.join(QStringLiteral(", ")).toHtmlEscaped(),
                 escaped(mapping.buildId)},
                right, "td");
        }
        closeTable();
        if (info.mappings.size() > mostMappings)
            more(info.mappings.size() - mostMappings);
    }

    void addComments(const ProfileInfo &info)
    {
        if (info.comments.empty())
            return;
        heading(tr("Comments"));
        for (size_t i = 0; i < info.comments.size() && i < mostComments; ++i)
            m_html += QStringLiteral("<div style='margin-left:3px'>%1</div>").arg(escaped(info.comments[i]));
        if (info.comments.size() > mostComments)
            more(info.comments.size() - mostComments);
    }

    void more(size_t count)
    {
        m_html += QStringLiteral("<p>%1</p>")
                      .arg(tr("and %Ln more, which Export writes out", nullptr, int(count)).toHtmlEscaped());
    }

    void addNotes(const ProfileInfo &info, const QString &whose)
    {
        // As far from the edge as the cells of the tables are.
        const auto add = [&](const QString &html) {
            m_html += QStringLiteral("<div style='margin-left:3px; margin-bottom:2px'><b>%1</b> %2</div>")
                          .arg(whose.toHtmlEscaped(), html);
        };
        for (const std::string &warning : info.warnings)
            add(escaped(warning));
        for (const Note note : info.notes)
            add(sentence(note));
    }
    static bool hasNotes(const ProfileInfo &info) { return !info.notes.empty() || !info.warnings.empty(); }

    static QString sentence(Note note)
    {
        switch (note) {
        case Note::NoSamples:
            return tr("The profile has no samples.");
        case Note::AllZero:
            return tr("All values of all samples are 0.");
        case Note::Negative:
            return tr("Some values are negative, as in the difference of two profiles.");
        case Note::NoNames:
            return tr("No frame has a function name: the profile holds addresses only.");
        case Note::SomeUnnamed:
            return tr("Some frames have no function name.");
        case Note::NoMappings:
            return tr("The profile does not say which binaries its addresses belong to.");
        case Note::WrongDefault:
            return tr("The default sample type it names does not exist; the last one takes its place.");
        case Note::NoTime:
            return tr("The profile does not say when it was taken.");
        }
        return {};
    }

    QString m_html;
};

} // namespace

QString infoHtml(const ProfileInfo &info, const QString &path, qint64 bytes)
{
    return InfoPage().make(info, path, bytes);
}

QString comparedInfoHtml(const SideInfo &base, const SideInfo &current)
{
    return InfoPage().make(base, current);
}

} // namespace proflens
