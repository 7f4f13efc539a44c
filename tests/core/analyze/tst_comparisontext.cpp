// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about a comparison, word for word: whoever decides by it must be able to rely on each number.
#include "core/analyze/comparisontext.h"
#include "tests/core/folded.h"

#include <QTest>

using namespace proflens;

namespace {

struct Sides
{
    std::shared_ptr<Profile> base = foldedProfile("cpu/milliseconds\n"
                                                  "main;brew 12000\n"
                                                  "main;pack 400\n");
    std::shared_ptr<Profile> current = foldedProfile("cpu/milliseconds\n"
                                                     "main;brew 18000\n"
                                                     "main;pour 100\n");
    ComparisonOptions options;

    ComparisonPtr compare() const
    {
        const auto joined = joinProfiles(base, current);
        if (!joined)
            qFatal("%s", joined.error().message.c_str());
        const auto made = Comparison::make(*joined, options);
        if (!made)
            qFatal("%s", made.error().message.c_str());
        return *made;
    }
    QString text() const { return QString::fromStdString(comparisonText(*compare())); }
    QString problems() const
    {
        QStringList all;
        for (const std::string &problem : comparisonProblems(*compare()))
            all << QString::fromStdString(problem);
        return all.join('\n');
    }
};

// A sample with a label, whose value is in the only column.
void addLabelled(ProfileBuilder &builder, const char *key, int64_t value)
{
    const LocationId location = builder.addLocation({}, {});
    const Label label = builder.textLabel(key, "x");
    builder.addSample({&location, 1}, {&value, 1}, {&label, 1});
}

} // namespace

class TestComparisonText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void notScaled()
    {
        Sides s;
        QCOMPARE(s.text(),
                 "base 12.40s of cpu, not scaled; current 18.10s; difference +5.70s, +45.97% of the "
                 "base");
        QCOMPARE(s.problems(), "");
    }

    void scaledByDuration()
    {
        Sides s;
        s.base->durationNanos = 30'000'000'000;
        s.current->durationNanos = 45'000'000'000;
        s.options.scaling.by = ScaleBy::Duration;
        QCOMPARE(s.text(), "base 12.40s of cpu in 30s, scaled ×1.5 by duration to 18.60s; current 18.10s in "
                           "45s; difference -500ms, -2.69% of the base");
    }

    void durationUnknown()
    {
        Sides s;
        s.base->durationNanos = 30'000'000'000;
        s.options.scaling.by = ScaleBy::Duration;
        QVERIFY2(s.text().startsWith("base 12.40s of cpu in 30s, not scaled; current 18.10s;"),
                 qPrintable(s.text()));
        QVERIFY2(s.problems().contains("not both profiles say how long"), qPrintable(s.problems()));
    }

    void scaledByTotal()
    {
        Sides s;
        s.options.scaling.by = ScaleBy::Total;
        QCOMPARE(s.text(),
                 "base 12.40s of cpu, scaled ×1.46 by total to 18.10s; current 18.10s; difference 0");
    }

    void scaledByHand()
    {
        Sides s;
        s.options.scaling.by = ScaleBy::Factor;
        s.options.scaling.factor = 0.000001; // what is left of the base has too few digits to tell it from
        QVERIFY2(s.text().startsWith("base 12.40s of cpu, scaled ×1e-06 by hand to 0; current 18.10s;"),
                 qPrintable(s.text()));
        s.options.scaling.factor = 2000;
        QVERIFY2(s.text().contains("scaled ×2000 by hand to "), qPrintable(s.text()));
    }

    void percentages()
    {
        Sides s;
        s.options.percentOf = PercentOf::Current;
        QVERIFY2(s.text().endsWith("+5.70s, +31.49% of current"), qPrintable(s.text()));
        s.options.percentOf = PercentOf::Difference; // 6000 + 400 + 100
        QVERIFY2(s.text().endsWith("+5.70s, +87.69% of all differences"), qPrintable(s.text()));
    }

    void againstItself()
    {
        Sides s;
        s.current = s.base;
        QCOMPARE(s.text(), "base 12.40s of cpu, not scaled; current 12.40s; difference 0");
    }

    void againstNothing()
    {
        Sides s;
        s.base = foldedProfile("cpu/milliseconds\n");
        QCOMPARE(s.text(), "base 0 of cpu, not scaled; current 18.10s; difference +18.10s");
    }

    // Sides that are differences themselves: what is said agrees with the roots of trees, and what
    // percentages are of is said beside it.
    void belowNothing()
    {
        Sides s;
        s.current = foldedProfile("cpu/milliseconds\n"
                                  "main;brew -18000\n"
                                  "main;pour 100\n");
        QCOMPARE(s.text(),
                 "base 12.40s of cpu, not scaled; current -17.90s (18.10s without signs); difference "
                 "-30.30s, -244.35% of the base");
        const ComparisonPtr comparison = s.compare();
        QCOMPARE(comparison->ofRows(0, comparison->stacks().size()), comparison->sum());

        s.base = s.current;
        s.options.scaling = {ScaleBy::Factor, 0.5, {}};
        QCOMPARE(s.text(),
                 "base -17.90s of cpu, scaled ×0.5 by hand to -8.95s (9.05s without signs); current "
                 "-17.90s (18.10s without signs); difference -8.95s, -98.90% of the base");
    }

    // The numbers are those of the panes.
    void filtered()
    {
        Sides s;
        s.options.view.filters = {{FilterKind::Focus, "pack|pour"}};
        QCOMPARE(s.text(), "filters leave base 400ms of 12.40s of cpu, not scaled; current 100ms of 18.10s; "
                           "difference -300ms, -2.42% of the base");
        const ComparisonPtr comparison = s.compare();
        QCOMPARE(comparison->ofRows(0, comparison->stacks().size()), comparison->sum());
        s.options.scaling.by = ScaleBy::Total;
        QCOMPARE(s.text(), "filters leave base 400ms of cpu, scaled ×1.46 by total to 584ms of 18.10s; "
                           "current 100ms of 18.10s; difference -484ms, -2.67% of the base");
        s.options.scaling.by = ScaleBy::None;
        s.options.view.relativePercentages = true;
        QCOMPARE(s.text(),
                 "base 400ms of cpu, not scaled; current 100ms; difference -300ms, -75.00% of the base");
    }

    void divided()
    {
        Sides s;
        s.options.view.divideBy = 10;
        QCOMPARE(s.text(),
                 "base 1.24s of cpu, not scaled; current 1.81s; difference +570ms, +45.97% of the base; "
                 "all values divided by 10");
    }

    void relativeTotals()
    {
        Sides s;
        s.options.view.filters = {{FilterKind::Focus, "pack|pour"}};
        s.options.view.relativePercentages = true;
        s.options.scaling = {ScaleBy::Factor, 2, {}};
        QVERIFY2(s.text().startsWith("base 400ms of cpu, scaled ×2 by hand to 800ms; current 100ms;"),
                 qPrintable(s.text()));
    }

    void unmatchedTypes()
    {
        Sides s;
        s.base = foldedProfile("samples/count wall/seconds cpu/milliseconds\nmain 1 2 3\n");
        s.current =
            foldedProfile("cpu/nanoseconds wall/count alloc/bytes objects/count samples/count\nmain 1 2 "
                          "3 4 5\n");
        QCOMPARE(s.problems(),
                 "Not all sample types compare: wall is in seconds in the base and in count in the current "
                 "profile, which do not convert; only the current profile has alloc (bytes) and objects "
                 "(count). What both have is cpu (nanoseconds) and samples (count).");
    }

    void labelKeys()
    {
        const auto labelled = [](std::initializer_list<std::pair<const char *, int64_t>> samples) {
            ProfileBuilder builder;
            builder.addSampleType("samples", "count");
            for (const auto &[key, value] : samples)
                addLabelled(builder, key, value);
            return builder.finish();
        };
        const auto joined = joinProfiles(labelled({{"request", 2}, {"user", 1}, {"host", 1}}),
                                         labelled({{"tenant", 1}, {"request", 3}, {"host", 1}}));
        QVERIFY(joined.ok());
        QCOMPARE(commonLabelKeys(**joined), (std::vector<std::string>{"host", "request"}));

        ComparisonOptions options;
        options.scaling = {ScaleBy::Label, 1, "request"};
        const auto made = Comparison::make(*joined, options);
        QVERIFY(made.ok());
        const QString text = QString::fromStdString(comparisonText(**made));
        QVERIFY2(text.contains("scaled ×1.5 by samples with the label request to 6"), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(TestComparisonText)
#include "tst_comparisontext.moc"
