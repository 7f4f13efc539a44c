// SPDX-License-Identifier: GPL-3.0-or-later
// What each filter says it did, in whatever order filters stand in a list.
#include "core/analyze/analysis.h"
#include "tests/core/folded.h"
#include "tests/core/randomprofile.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace proflens;

namespace {

using Filters = std::vector<Filter>;

AnalysisPtr analysed(const ProfilePtr &profile, const Filters &filters)
{
    AnalysisOptions options;
    options.filters = filters;
    const auto made = Analysis::make(profile, options);
    return made.ok() ? *made : nullptr;
}

int64_t leftBy(const ProfilePtr &profile, const Filters &filters)
{
    Selection selection(profile);
    return selection.apply(filters).ok() ? totalOf(selection, {1}) : -1;
}

// "left out, samples, moved" of each.
QStringList effectsOf(const ProfilePtr &profile, const Filters &filters)
{
    QStringList out;
    const AnalysisPtr analysis = analysed(profile, filters);
    for (const FilterEffect &effect : analysis->filterEffects())
        out << QString("%1, %2, %3").arg(effect.leftOut).arg(effect.samples).arg(effect.moved);
    return out;
}

const char shop[] = "samples/count cpu/nanoseconds\n"
                    "main;serve;json;alloc 1 100\n"
                    "main;serve;json 2 200\n"
                    "main;serve;sql;alloc 3 300\n"
                    "main;idle 4 400\n"
                    "gc;alloc 5 500\n"
                    "gc;mark 6 0\n";

} // namespace

class TestFilterEffects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsSamplesAndMovedCost()
    {
        const ProfilePtr profile = foldedProfile(shop);
        QCOMPARE(effectsOf(profile, {{FilterKind::Focus, "serve"}}), QStringList("900, 2, 0"));
        QCOMPARE(effectsOf(profile, {{FilterKind::Hide, "alloc"}}), QStringList("0, 0, 900"));
        // Where nothing is left of a stack, its sample is left out.
        QCOMPARE(effectsOf(profile, {{FilterKind::Hide, "alloc|gc"}}), QStringList("500, 1, 400"));
        QCOMPARE(effectsOf(profile, {{FilterKind::ShowFrom, "serve"}}), QStringList("900, 2, 0"));
        QCOMPARE(effectsOf(profile, {{FilterKind::PruneFrom, "json"}}), QStringList("0, 0, 100"));
        QCOMPARE(effectsOf(profile, {{FilterKind::Show, "json|sql"}}), QStringList("900, 2, 400"));
        QVERIFY(!analysed(profile, {{FilterKind::Hide, "nobody"}})->filterEffects()[0].matched);
    }

    void theOrderOfTheListIsTheOrderOfTelling()
    {
        const ProfilePtr profile = foldedProfile(shop);
        const Filter focus{FilterKind::Focus, "serve"}, ignore{FilterKind::Ignore, "json"};
        QCOMPARE(effectsOf(profile, {focus, ignore}), (QStringList{"900, 2, 0", "300, 2, 0"}));
        QCOMPARE(effectsOf(profile, {ignore, focus}), (QStringList{"300, 2, 0", "900, 2, 0"}));
        const Filter gc{FilterKind::Ignore, "gc"}, alloc{FilterKind::Focus, "alloc"};
        QCOMPARE(effectsOf(profile, {gc, alloc}), (QStringList{"500, 1, 0", "600, 2, 0"}));
        QCOMPARE(effectsOf(profile, {alloc, gc}), (QStringList{"600, 2, 0", "500, 1, 0"}));
        // Across what changes frames, too: focus sees the frames that are hidden.
        const Filter hide{FilterKind::Hide, "alloc|gc"};
        QCOMPARE(effectsOf(profile, {hide, alloc}), (QStringList{"500, 1, 400", "600, 2, 0"}));
        QCOMPARE(effectsOf(profile, {alloc, hide}), (QStringList{"600, 2, 0", "500, 1, 400"}));
    }

    // Against the definition: the filters up to one, applied in the order of their kinds, less those before.
    void differencesOfPrefixes()
    {
        std::mt19937 random(7);
        const FilterKind kinds[] = {FilterKind::Focus,    FilterKind::Ignore,   FilterKind::Hide,
                                    FilterKind::Show,     FilterKind::ShowFrom, FilterKind::PruneFrom,
                                    FilterKind::TagFocus, FilterKind::TagHide};
        for (unsigned seed = 1; seed <= 200; ++seed) {
            const ProfilePtr profile = randomProfile(seed);
            Filters filters;
            for (size_t i = 0, n = 1 + random() % 6; i < n; ++i) {
                const FilterKind kind = kinds[random() % std::size(kinds)];
                const bool aboutLabels = kind == FilterKind::TagFocus || kind == FilterKind::TagHide;
                const std::string name = std::to_string(random() % 7);
                filters.push_back({kind, aboutLabels ? "x" + name : "f[" + name + "2-4]"});
            }
            const AnalysisPtr all = analysed(profile, filters);
            QVERIFY(all);
            int64_t before = leftBy(profile, {});
            for (size_t i = 0; i < filters.size(); ++i) {
                const int64_t after =
                    leftBy(profile, {filters.begin(), filters.begin() + static_cast<std::ptrdiff_t>(i) + 1});
                QVERIFY2(all->filterEffects()[i].leftOut == before - after,
                         qPrintable(QString("seed %1, filter %2").arg(seed).arg(i)));
                before = after;
            }
            // And what is left does not depend on the order of kinds.
            Filters sorted = filters;
            std::stable_sort(sorted.begin(), sorted.end(),
                             [](const Filter &a, const Filter &b) { return a.kind < b.kind; });
            const AnalysisPtr same = analysed(profile, sorted);
            QCOMPARE(all->costs().flat, same->costs().flat);
            QCOMPARE(all->costs().cum, same->costs().cum);
        }
    }

    // Against the definition: what the samples that are left cost whose leaf is another one.
    void movedIsWhatHasAnotherLeaf()
    {
        std::mt19937 random(11);
        const FilterKind kinds[] = {FilterKind::Hide, FilterKind::Show, FilterKind::ShowFrom,
                                    FilterKind::PruneFrom};
        int moved = 0;
        for (unsigned seed = 1; seed <= 300; ++seed) {
            const ProfilePtr profile = randomProfile(seed, 40, seed % 2);
            Filters filters;
            for (size_t i = 0, n = 1 + random() % 4; i < n; ++i) {
                const std::string name = std::to_string(random() % 7);
                filters.push_back({kinds[random() % std::size(kinds)], "f[" + name + "2-4]"});
            }
            std::stable_sort(filters.begin(), filters.end(),
                             [](const Filter &a, const Filter &b) { return a.kind < b.kind; });
            const AnalysisPtr all = analysed(profile, filters);
            QVERIFY(all);
            Selection before(profile);
            for (size_t i = 0; i < filters.size(); ++i) {
                Selection after = before;
                QVERIFY(after.apply({&filters[i], 1}).ok());
                int64_t expected = 0;
                for (size_t sample = 0; sample < profile->samples.size(); ++sample) {
                    const StackId stack = profile->samples.stack[sample];
                    if (after.keepsSample(sample) && !(after.leaf(stack) == before.leaf(stack)))
                        expected += std::abs(profile->samples.values[1][sample]);
                }
                QVERIFY2(all->filterEffects()[i].moved == expected,
                         qPrintable(QString("seed %1, filter %2: %3, not %4")
                                        .arg(seed)
                                        .arg(i)
                                        .arg(all->filterEffects()[i].moved)
                                        .arg(expected)));
                moved += expected != 0;
                before = after;
            }
        }
        QVERIFY2(moved > 200, qPrintable(QString::number(moved)));
    }

    void wrongFiltersAreErrors()
    {
        AnalysisOptions options;
        options.filters = {{FilterKind::Hide, "a"}, {FilterKind::Focus, "("}};
        const auto made = Analysis::make(foldedProfile(shop), options);
        QVERIFY(!made.ok());
        QVERIFY2(made.error().message.starts_with("parsing focus regexp"), made.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestFilterEffects)
#include "tst_filtereffects.moc"
