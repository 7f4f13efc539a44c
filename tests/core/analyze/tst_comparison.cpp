// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/comparedweights.h"
#include "core/analyze/comparison.h"
#include "core/layout/flametree.h"
#include "core/select/merge.h"
#include "tests/core/folded.h"
#include "tests/core/randomprofile.h"

#include <QTest>

#include <cmath>
#include <map>

using namespace proflens;

namespace {

JoinedPtr joined(const ProfilePtr &base, const ProfilePtr &current)
{
    const auto made = joinProfiles(base, current);
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

ComparisonPtr compared(const ProfilePtr &base, const ProfilePtr &current,
                       const ComparisonOptions &options = {})
{
    const auto made = Comparison::make(joined(base, current), options);
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

ComparisonOptions scaledBy(ScaleBy by, double factor = 1)
{
    ComparisonOptions options;
    options.view.sampleIndex = 0;
    options.scaling = {by, factor, {}};
    return options;
}

AnalysisPtr analysed(const ProfilePtr &profile, const AnalysisOptions &options)
{
    const auto made = Analysis::make(profile, options);
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

// Costs by function, as "flat cum".
std::map<std::string, std::pair<int64_t, int64_t>> costsOf(const Analysis &analysis)
{
    std::map<std::string, std::pair<int64_t, int64_t>> costs;
    for (size_t i = 0; i < analysis.frames().size(); ++i) {
        if (analysis.costs().seen[i])
            costs[std::string(analysis.frames().printableName(FrameId(i)))] = {
                analysis.costs().flatValue(FrameId(i)), analysis.costs().cumValue(FrameId(i))};
    }
    return costs;
}

FrameId frameOf(const Comparison &comparison, std::string_view name)
{
    const auto found = comparison.frames().find(name);
    if (found.size() != 1)
        qFatal("no function %s", std::string(name).c_str());
    return found.front();
}

const char *word(Change change)
{
    switch (change.kind) {
    case Change::Kind::Same:
        return "same";
    case Change::Kind::Grew:
        return change.noise ? "grew?" : "grew";
    case Change::Kind::Shrank:
        return change.noise ? "shrank?" : "shrank";
    case Change::Kind::New:
        return change.noise ? "new?" : "new";
    case Change::Kind::Gone:
        return change.noise ? "gone?" : "gone";
    }
    return "";
}

const char *const before = "cpu/milliseconds\n"
                           "main;serve;brew 50\n"
                           "main;serve;pour 30\n"
                           "main;serve 20\n";
const char *const after = "cpu/milliseconds\n"
                          "main;serve;brew 80\n"
                          "main;serve;pack 10\n"
                          "main;serve 20\n";

} // namespace

class TestComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbers()
    {
        const ComparisonPtr c = compared(foldedProfile(before), foldedProfile(after));
        const FrameId brew = frameOf(*c, "brew"), pour = frameOf(*c, "pour"), pack = frameOf(*c, "pack");
        const FrameId serve = frameOf(*c, "serve");
        QCOMPARE(c->flat(brew), (BothValues{50, 80}));
        QCOMPARE(c->cum(serve), (BothValues{100, 110}));
        QCOMPARE(c->total(), (BothValues{100, 110}));
        QCOMPARE(c->formatDelta(c->flat(brew).delta()), std::string("+30ms"));
        QCOMPARE(c->formatDelta(c->flat(pour).delta()), std::string("-30ms"));
        QCOMPARE(c->formatDelta(0), std::string("0"));
        QCOMPARE(Comparison::ratio(c->flat(brew)), std::string("×1.60"));
        QCOMPARE(Comparison::ratio(c->flat(pour)), std::string("gone"));
        QCOMPARE(Comparison::ratio(c->flat(pack)), std::string("new"));
        QCOMPARE(Comparison::ratio({0, 0}), std::string());
        QCOMPARE(word(c->flatChange(brew)), "grew");
        QCOMPARE(word(c->flatChange(pour)), "gone");
        QCOMPARE(word(c->flatChange(pack)), "new");
        QCOMPARE(word(c->flatChange(serve)), "same");
        QVERIFY(!c->hasCounts());
    }

    void conventions()
    {
        ComparisonOptions options;
        const auto share = [&](PercentOf of) {
            options.percentOf = of;
            return compared(foldedProfile(before), foldedProfile(after), options)->percent(30);
        };
        QCOMPARE(share(PercentOf::Base), std::string("+30.00%"));       // of 100
        QCOMPARE(share(PercentOf::Current), std::string("+27.27%"));    // of 110
        QCOMPARE(share(PercentOf::Difference), std::string("+42.86%")); // of 30 + 30 + 10
    }

    // What -base and -diff_base print as totals.
    void totalsArePprofs()
    {
        for (unsigned seed = 0; seed < 20; ++seed) {
            const ProfilePtr base = randomProfile(seed), current = randomProfile(seed + 1000, 60, seed % 2);
            ComparisonOptions options;
            options.percentOf = PercentOf::Difference;
            const auto less = withBase(current, base, false, false);
            QVERIFY2(less.ok(), less.ok() ? "" : less.error().message.c_str());
            QCOMPARE(compared(base, current, options)->difference()->total(), analysed(*less, {})->total());
            options.percentOf = PercentOf::Base;
            const auto marked = withBase(current, base, true, false);
            QVERIFY2(marked.ok(), marked.ok() ? "" : marked.error().message.c_str());
            QCOMPARE(compared(base, current, options)->difference()->total(), analysed(*marked, {})->total());
        }
    }

    void everyDeltaIsThatOfTheSingleProfiles_data()
    {
        QTest::addColumn<int>("granularity");
        QTest::addColumn<bool>("negative");
        QTest::addColumn<bool>("noInlines");
        QTest::addRow("functions") << int(Granularity::Functions) << false << false;
        QTest::addRow("negative") << int(Granularity::Functions) << true << false;
        QTest::addRow("no inlines") << int(Granularity::FileFunctions) << false << true;
        QTest::addRow("lines") << int(Granularity::Lines) << true << false;
    }
    void everyDeltaIsThatOfTheSingleProfiles()
    {
        QFETCH(int, granularity);
        QFETCH(bool, negative);
        QFETCH(bool, noInlines);
        for (unsigned seed = 0; seed < 50; ++seed) {
            const ProfilePtr base = randomProfile(seed, 30, negative);
            const ProfilePtr current = randomProfile(seed + 500, 45, negative);
            ComparisonOptions options;
            options.view.granularity = static_cast<Granularity>(granularity);
            options.view.noInlines = noInlines;
            if (seed % 3 == 1)
                options.view.filters = {{FilterKind::Focus, "f[12]"}};
            if (seed % 3 == 2)
                options.view.filters = {{FilterKind::Hide, "f3"}, {FilterKind::Ignore, "f5"}};
            const ComparisonPtr c = compared(base, current, options);
            auto left = costsOf(*analysed(base, options.view));
            auto right = costsOf(*analysed(current, options.view));
            for (size_t i = 0; i < c->frames().size(); ++i) {
                const FrameId frame(i);
                const std::string name(c->frames().printableName(frame));
                const auto was = left[name], is = right[name];
                QVERIFY2((c->flat(frame) == BothValues{was.first, is.first}),
                         qPrintable(QStringLiteral("flat of %1, seed %2").arg(name.c_str()).arg(seed)));
                QVERIFY2((c->cum(frame) == BothValues{was.second, is.second}),
                         qPrintable(QStringLiteral("cum of %1, seed %2").arg(name.c_str()).arg(seed)));
                const FrameCosts &delta = c->difference()->costs();
                QCOMPARE(delta.flatValue(frame), c->flat(frame).delta());
                QCOMPARE(delta.cumValue(frame), c->cum(frame).delta());
            }
        }
    }

    void childrenNeverExceedParents()
    {
        for (unsigned seed = 0; seed < 30; ++seed) {
            ComparisonOptions options = scaledBy(ScaleBy::Factor, 0.1 + 0.37 * seed);
            options.view.sampleIndex = seed % 2;
            const ComparisonPtr c = compared(randomProfile(seed), randomProfile(seed + 77), options);
            for (const bool inverted : {false, true}) {
                const StackIndex &index = inverted ? c->current()->invertedStacks() : c->stacks();
                for (const ComparedWidth width : {ComparedWidth::Larger, ComparedWidth::Current,
                                                  ComparedWidth::Base, ComparedWidth::Difference}) {
                    const StackWeights weights = comparedWeights(*c, width, inverted);
                    const FlameTree tree(index, weights);
                    std::vector<FlameNode> open{{0, 0}};
                    while (!open.empty()) {
                        const FlameNode node = open.back();
                        open.pop_back();
                        int64_t sum = 0;
                        for (auto child = tree.firstChild(node); child; child = tree.nextSibling(*child)) {
                            sum += tree.widthOf(*child);
                            open.push_back(*child);
                        }
                        QVERIFY2(sum <= tree.widthOf(node), "children are wider than their parent");
                        const FlameRows rows = tree.rows(node);
                        const BothValues values = c->ofRows(rows.begin, rows.end, inverted);
                        if (width == ComparedWidth::Larger)
                            QVERIFY(std::max(values.base, values.current) <= tree.widthOf(node));
                        QVERIFY(values.base >= 0);
                    }
                }
            }
        }
    }

    void scaling()
    {
        const auto profile = [](const char *text, int64_t seconds) {
            auto made = foldedProfile(text);
            made->durationNanos = seconds * 1000000000;
            return made;
        };
        const auto base = profile(before, 20), current = profile(after, 30);
        ComparisonPtr c = compared(base, current, scaledBy(ScaleBy::Duration));
        QCOMPARE(c->factor(), 1.5);
        QCOMPARE(c->total(), (BothValues{150, 110}));
        QCOMPARE(c->flat(frameOf(*c, "brew")), (BothValues{75, 80}));
        c = compared(base, current, scaledBy(ScaleBy::Total));
        QCOMPARE(c->total(), (BothValues{110, 110}));
        c = compared(base, current, scaledBy(ScaleBy::Factor, 2));
        QCOMPARE(c->total(), (BothValues{200, 110}));
        QVERIFY(c->scalingProblem().empty());
        for (const double factor : {0.0, -1.0, double(NAN), double(INFINITY)}) {
            c = compared(base, current, scaledBy(ScaleBy::Factor, factor));
            QCOMPARE(c->factor(), 1.0);
            QVERIFY(!c->scalingProblem().empty());
        }
        c = compared(foldedProfile(before), current, scaledBy(ScaleBy::Duration));
        QCOMPARE(c->factor(), 1.0);
        QVERIFY(c->scalingProblem().find("duration") != std::string::npos);
        c = compared(foldedProfile("cpu/milliseconds\n"), current, scaledBy(ScaleBy::Total));
        QCOMPARE(c->factor(), 1.0);
        QVERIFY(!c->scalingProblem().empty());
    }

    // Rounding is carried over, so that the sum is the scaled sum whatever it is cut into.
    void scaledSumsAreExact()
    {
        std::string many = "hits/count\n";
        for (int i = 0; i < 1000; ++i)
            many += "main;f" + std::to_string(i) + " 1\n";
        const ProfilePtr profile = foldedProfile(many);
        const ComparisonPtr c = compared(profile, profile, scaledBy(ScaleBy::Factor, 1.4));
        QCOMPARE(c->total().base, int64_t(1400));
        QCOMPARE(c->cum(frameOf(*c, "main")).base, int64_t(1400));
    }

    void identicalProfilesAreTheSame()
    {
        for (unsigned seed = 0; seed < 10; ++seed) {
            const ProfilePtr profile = randomProfile(seed, 40, seed % 2);
            const ComparisonPtr c = compared(profile, randomProfile(seed, 40, seed % 2));
            for (size_t i = 0; i < c->frames().size(); ++i) {
                QCOMPARE(word(c->cumChange(FrameId(i))), "same");
                QCOMPARE(c->formatDelta(c->cum(FrameId(i)).delta()), std::string("0"));
            }
            for (uint32_t row = 0; row < c->stacks().size(); ++row)
                QCOMPARE(word(c->changeOfRows(row, row + 1)), "same");
        }
    }

    void againstNothingAllIsNew()
    {
        const ProfilePtr nothing = foldedProfile("samples/count cpu/nanoseconds\n");
        const ComparisonPtr c = compared(nothing, randomProfile(5));
        const ComparisonPtr back = compared(randomProfile(5), nothing);
        for (size_t i = 0; i < c->frames().size(); ++i) {
            QCOMPARE(word(c->cumChange(FrameId(i))), "new");
            QCOMPARE(word(back->cumChange(FrameId(i))), "gone");
            QCOMPARE(c->percent(c->cum(FrameId(i)).delta()), std::string()); // of a base of 0
            QCOMPARE(c->share(c->cum(FrameId(i)).delta()), 0.0);
        }
        const ComparisonPtr empty = compared(nothing, nothing);
        QCOMPARE(empty->total(), (BothValues{0, 0}));
    }

    void noiseOfSamples()
    {
        // 100 against 120 samples: 20 is less than two standard errors (29.7). 100 against 140: 40 is more
        // than 31.
        QVERIFY(isWithinNoise(100 * countScale, 120 * countScale, 1));
        QVERIFY(!isWithinNoise(100 * countScale, 140 * countScale, 1));
        // A base scaled by 10 says little: 10 ± 3.2 samples are 100 ± 32.
        QVERIFY(isWithinNoise(10 * countScale, 140 * countScale, 10));
        const ComparisonPtr c = compared(foldedProfile("samples/count cpu/nanoseconds\n"
                                                       "main;a 100 1000\nmain;b 100 1000\nmain;c 2 20\n"),
                                         foldedProfile("samples/count cpu/nanoseconds\n"
                                                       "main;a 120 1200\nmain;b 200 2000\nmain;d 2 20\n"));
        QVERIFY(c->hasCounts());
        QCOMPARE(word(c->flatChange(frameOf(*c, "a"))), "grew?");
        QCOMPARE(word(c->flatChange(frameOf(*c, "b"))), "grew");
        QCOMPARE(word(c->flatChange(frameOf(*c, "c"))), "gone?");
        QCOMPARE(word(c->flatChange(frameOf(*c, "d"))), "new?");
        QCOMPARE(word(c->cumChange(frameOf(*c, "main"))), "grew");
    }

    void countsOfHeapSamples()
    {
        auto profile = foldedProfile("inuse_objects/count inuse_space/bytes\n"
                                     "main;small 1024 16384\n"
                                     "main;large 3 3145728000\n");
        profile->period = 524288;
        profile->periodType = ValueType{"space", "bytes"};
        const SampledColumns side{0, 2, profile->period, profile->periodType};
        for (const int column : {0, 1}) {
            const auto counts = sampleCounts(*profile, side, column);
            QVERIFY(counts);
            // 1,024 objects of 16 bytes are about 1,024 * 16 / 524,288 samples; a gigabyte never escapes.
            QVERIFY2(std::abs((*counts)[0] - 31) <= 1, qPrintable(QString::number((*counts)[0])));
            QCOMPARE((*counts)[1], 3000 * countScale);
        }
        // One more of what is always kept is no noise.
        auto more = std::make_shared<Profile>(*profile);
        more->samples.values[0].set(1, 4);
        more->samples.values[1].set(1, 4194304000);
        const ComparisonPtr c = compared(profile, more);
        QCOMPARE(word(c->flatChange(frameOf(*c, "large"))), "grew");
        // All goroutines are counted: no change is noise.
        const auto goroutines = foldedProfile("goroutine/count\nmain;wait 3\n");
        QVERIFY(!sampleCounts(*goroutines, {0, 1, 1, ValueType{"goroutine", "count"}}, 0));
    }

    void meansAreDifferencesOfMeans()
    {
        ComparisonOptions options;
        options.view.mean = true;
        options.view.sampleIndex = 1;
        options.scaling.by = ScaleBy::Total;
        const ComparisonPtr c =
            compared(foldedProfile("contentions/count delay/nanoseconds\nmain;lock 10 1000\n"),
                     foldedProfile("contentions/count delay/nanoseconds\nmain;lock 4 1200\n"), options);
        QCOMPARE(c->flat(frameOf(*c, "lock")), (BothValues{100, 300}));
        QCOMPARE(c->factor(), 1.0);
        QVERIFY(!c->scalingProblem().empty());
    }

    void renamedFunctionsAreOne()
    {
        ComparisonOptions options;
        options.view.renamed = {{"pour", "pack"}};
        const ComparisonPtr c = compared(foldedProfile(before), foldedProfile(after), options);
        QVERIFY(c->frames().find("pour").empty());
        QCOMPARE(c->flat(frameOf(*c, "pack")), (BothValues{30, 10}));
    }

    void inliningDoesNotMatter()
    {
        const ComparisonPtr c = compared(foldedProfile("cpu/milliseconds\nmain;a;b 10\n"),
                                         foldedProfile("cpu/milliseconds\nmain;a>b 10\n"));
        QCOMPARE(c->stacks().size(), 1U);
        QCOMPARE(word(c->changeOfRows(0, 1)), "same");
    }

    void unitsAndTypesAreMatched()
    {
        const auto base = foldedProfile("alloc/bytes cpu/milliseconds\nmain 5 7\n");
        const auto current = foldedProfile("cpu/microseconds wall/nanoseconds\nmain 9000 1\n");
        const JoinedPtr both = joined(base, current);
        QCOMPARE(both->typeCount, size_t(1));
        QCOMPARE(both->base.unmatched, (std::vector<ValueType>{{"alloc", "bytes"}}));
        QCOMPARE(both->current.unmatched, (std::vector<ValueType>{{"wall", "nanoseconds"}}));
        const ComparisonPtr c = compared(base, current);
        QCOMPARE(c->total(), (BothValues{7000, 9000}));

        const auto other = joinProfiles(foldedProfile("heap/bytes\nmain 1\n"), current);
        QVERIFY(!other.ok());
        QVERIFY2(other.error().message.find("heap/bytes") != std::string::npos,
                 other.error().message.c_str());
        const auto unlike = joinProfiles(foldedProfile("cpu/bytes\nmain 1\n"), current);
        QVERIFY(!unlike.ok());
    }

    // A change of scaling or sample type shares the sorted stacks.
    void sharesWhatStays()
    {
        const JoinedPtr both = joined(randomProfile(1), randomProfile(2));
        const auto first = Comparison::make(both, scaledBy(ScaleBy::None));
        const auto second = Comparison::make(both, scaledBy(ScaleBy::Total), first->get());
        QVERIFY(first.ok() && second.ok());
        QCOMPARE(&(*first)->stacks(), &(*second)->stacks());
        QCOMPARE(&(*first)->base()->stacks(), &(*first)->current()->stacks());
    }
};

QTEST_APPLESS_MAIN(TestComparison)
#include "tst_comparison.moc"
