// SPDX-License-Identifier: GPL-3.0-or-later
// Reports that add up by themselves come out the same whether equal samples of a difference were merged or
// left apart, which is the quick way.
#include "core/report/report.h"
#include "core/select/merge.h"
#include "tests/core/randomprofile.h"

#include <QTest>

using namespace proflens;

namespace {

QByteArray printed(const ProfilePtr &profile, ReportKind kind, const ReportOptions &options,
                   const std::string &argument, QByteArray &notes)
{
    QByteArray text;
    Output out([&](std::string_view piece) {
        text.append(piece.data(), qsizetype(piece.size()));
        return true;
    });
    std::vector<std::string> said;
    const Status status = writeReport(profile, kind, options, argument, out, &said);
    out.flush();
    for (const std::string &note : said)
        notes += QByteArray::fromStdString(note) + '\n';
    if (!status)
        notes += QByteArray::fromStdString(status.error().message);
    return text;
}

// The same with labels, mappings that moved, and rows that no sample uses.
ProfilePtr dressed(unsigned seed, bool negative)
{
    auto profile = randomProfile(seed, 60, negative);
    Mapping mapping;
    mapping.start = 0x1000 * (1 + seed % 3);
    mapping.limit = mapping.start + 0x8000;
    mapping.buildId = profile->strings.append("b1d");
    mapping.file = profile->strings.append("/usr/bin/tea" + std::to_string(seed % 2));
    profile->mappings.push_back(mapping);
    for (Location &location : profile->locations) {
        location.mapping = MappingId(0U);
        // Half of the pairs have stacks in common.
        location.address = mapping.start + (seed / 2 % 2 ? location.address : 0);
    }
    const StringId key = profile->strings.append("zone"), base = profile->strings.append("pprof::base");
    std::vector<LabelSetId> sets{LabelSetId(0U)};
    for (const char *zone : {"a", "b", "c"}) {
        const Label labels[] = {{key, profile->strings.append(zone)},
                                {base, profile->strings.append("true")}};
        sets.push_back(
            profile->labels.append({labels, zone[0] == 'c' && seed % 5 == 0 ? size_t(2) : size_t(1)}));
    }
    for (size_t row = 0; row < profile->samples.size(); ++row)
        profile->samples.labels[row] = sets[(row + seed) % sets.size()];
    const auto unused = profile->strings.append("unused");
    profile->functions.push_back({99, unused, unused, unused, 0});
    return profile;
}

} // namespace

class TestApart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reports()
    {
        int apart = 0;
        for (unsigned seed = 0; seed < 600; ++seed) {
            const bool negative = seed % 7 == 0;
            const ProfilePtr now = dressed(2 * seed, negative), base = dressed(2 * seed + 1, negative);
            const bool diffBase = seed % 4 != 3, normalize = seed % 3 == 1;
            const auto merged = withBase(now, base, diffBase, normalize);
            const auto quick = withBase(now, base, diffBase, normalize, {}, EqualSamples::StayApart);
            QVERIFY2(merged.ok() && quick.ok(), "the difference is refused");
            // Where values may cancel each other, equal samples are merged all the same.
            const bool may = diffBase && !negative && (2 * seed) % 5 != 0;
            QVERIFY2(
                may || (*quick)->samples.size() == (*merged)->samples.size(),
                qPrintable(QString("seed %1: samples that may cancel each other stayed apart").arg(seed)));
            apart += (*quick)->stacks.size() > (*merged)->stacks.size();

            ReportOptions options;
            options.isDifference = true;
            options.granularity = Granularity(seed % 5);
            options.nodeFraction = seed % 2 ? 0.005 : 0;
            options.noInlines = seed % 6 == 5;
            options.mean = seed % 11 == 10;
            options.sortByCum = seed % 8 == 1;
            options.dropNegative = seed % 9 == 1;
            if (seed % 3 == 0)
                options.filters.push_back({FilterKind::Focus, "f[0-4]"});
            if (seed % 4 == 0)
                options.filters.push_back({FilterKind::Hide, "f2|unused"});
            if (seed % 5 == 1)
                options.filters.push_back({FilterKind::TagFocus, "zone=a|b"});
            if (seed % 5 == 2)
                options.filters.push_back({FilterKind::Ignore, "unused"});
            if (seed % 10 == 3)
                options.tagRoot = {"zone"};
            for (const ReportKind kind : {ReportKind::Top, ReportKind::Tree, ReportKind::Peek}) {
                QVERIFY(addsUpByItself(kind));
                QByteArray wantedNotes, notes;
                const QByteArray wanted = printed(*merged, kind, options, "f[135]", wantedNotes);
                const QByteArray text = printed(*quick, kind, options, "f[135]", notes);
                const QByteArray where =
                    "seed " + QByteArray::number(seed) + ", report " + QByteArray::number(int(kind));
                QVERIFY2(text == wanted, where + ":\n" + text + "instead of\n" + wanted);
                QVERIFY2(notes == wantedNotes, where + " notes:\n" + notes + "\ninstead of\n" + wantedNotes);
            }
        }
        QVERIFY2(apart > 100, "hardly any samples stayed apart, so nothing was compared");
    }

    // Those of single samples need them merged.
    void others()
    {
        for (const ReportKind kind :
             {ReportKind::Traces, ReportKind::Tags, ReportKind::Raw, ReportKind::Proto, ReportKind::Dot,
              ReportKind::Callgrind, ReportKind::Folded, ReportKind::TopProto})
            QVERIFY(!addsUpByItself(kind));
    }

    void whatNoSampleUsesIsGone()
    {
        const auto now = dressed(4, false), base = dressed(5, false);
        const auto difference = withBase(now, base, true, false, {}, EqualSamples::StayApart);
        QVERIFY(difference.ok());
        for (const Function &function : (*difference)->functions)
            QVERIFY((*difference)->text(function.name) != "unused");
        QCOMPARE((*difference)->samples.size(), now->samples.size() + base->samples.size());
        QCOMPARE((*difference)->mappings.size(), size_t(1));
        QCOMPARE((*difference)->text((*difference)->mappings[0].file), "/usr/bin/tea0");
    }
};

QTEST_GUILESS_MAIN(TestApart)
#include "tst_apart.moc"
