// SPDX-License-Identifier: GPL-3.0-or-later
// Two profiles in one flame graph, against the two profiles alone.
#include "core/layout/comparedflame.h"
#include "core/layout/flame.h"
#include "core/report/flameshade.h"
#include "tests/core/randomprofile.h"

#include <QTest>

#include <map>
#include <set>

using namespace proflens;

namespace {

ComparisonPtr compared(const ProfilePtr &base, const ProfilePtr &current)
{
    const auto joined = joinProfiles(base, current);
    if (!joined)
        qFatal("%s", joined.error().message.c_str());
    ComparisonOptions options;
    options.view.sampleIndex = 0;
    const auto made = Comparison::make(*joined, options);
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

// Total and self of every path of one profile alone, "main;serve" as key; "" is the whole.
using Values = std::map<std::string, std::pair<int64_t, int64_t>>;
Values valuesOf(const ProfilePtr &profile, bool inverted)
{
    AnalysisOptions options;
    options.sampleIndex = 0;
    options.sameInlined = true;
    const auto made = Analysis::make(profile, options);
    if (!made)
        qFatal("%s", made.error().message.c_str());
    const Analysis &analysis = **made;
    const StackIndex &index = inverted ? analysis.invertedStacks() : analysis.stacks();
    const StackWeights &weights = inverted ? analysis.invertedWeights() : analysis.weights();
    Values values;
    std::vector<StackElement> path;
    for (uint32_t row = 0; row < index.size(); ++row) {
        index.path(row, path);
        const int64_t value = weights.of(row, row + 1);
        std::string key;
        values[key].first += value;
        for (const StackElement element : path) {
            key += std::string(analysis.frames().printableName(element.frame())) + ";";
            values[key].first += value;
        }
        values[key].second += value;
    }
    return values;
}

std::string keyOf(const ComparedFlame &flame, FlameNode node)
{
    std::vector<StackElement> path;
    flame.tree().path(node, path);
    std::string key;
    for (const StackElement element : path)
        key += std::string(flame.comparison()->frames().printableName(element.frame())) + ";";
    return key;
}

template <typename F> void forEachNode(const ComparedFlame &flame, F &&f)
{
    const StackIndex &index = flame.tree().index();
    f(FlameNode{});
    for (uint32_t row = 0; row < index.size(); ++row) {
        for (uint32_t depth = index.shared(row) + 1; depth <= index.depth(row); ++depth)
            f(FlameNode{row, depth});
    }
}

constexpr std::array widths = {ComparedWidth::Larger, ComparedWidth::Current, ComparedWidth::Base,
                               ComparedWidth::Difference};

} // namespace

class TestComparedFlame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nodesHaveTheValuesOfTheSingleProfiles()
    {
        for (unsigned seed = 0; seed < 60; ++seed) {
            const bool negative = seed % 5 == 0;
            const ProfilePtr base = randomProfile(seed, 40, negative),
                             current = randomProfile(seed + 1000, 40, negative);
            const ComparisonPtr comparison = compared(base, current);
            for (const bool inverted : {false, true}) {
                const Values b = valuesOf(base, inverted), c = valuesOf(current, inverted);
                for (const ComparedWidth width : widths) {
                    const ComparedFlame flame(comparison, width, inverted);
                    std::set<std::string> seen;
                    forEachNode(flame, [&](FlameNode node) {
                        const std::string key = keyOf(flame, node);
                        const auto of = [&key](const Values &values) {
                            const auto found = values.find(key);
                            return found == values.end() ? std::pair<int64_t, int64_t>() : found->second;
                        };
                        const std::string what = "seed " + std::to_string(seed) + ": " + key;
                        QVERIFY2((flame.total(node) == BothValues{of(b).first, of(c).first}), what.c_str());
                        QVERIFY2((flame.self(node) == BothValues{of(b).second, of(c).second}), what.c_str());
                        QVERIFY2(seen.insert(key).second, ("twice: " + what).c_str());
                    });
                    for (const Values *side : {&b, &c}) {
                        for (const auto &[key, value] : *side)
                            QVERIFY2(seen.count(key) || value.first == 0, ("missing: " + key).c_str());
                    }
                }
            }
        }
    }
    void childrenFitAndSidesToo()
    {
        for (unsigned seed = 0; seed < 60; ++seed) {
            const ComparisonPtr comparison = compared(randomProfile(seed, 40, seed % 4 == 0),
                                                      randomProfile(seed + 500, 40, seed % 4 == 0));
            for (const bool inverted : {false, true}) {
                for (const ComparedWidth width : widths) {
                    const ComparedFlame flame(comparison, width, inverted);
                    const FlameTree &tree = flame.tree();
                    forEachNode(flame, [&](FlameNode node) {
                        int64_t children = 0;
                        for (auto child = tree.firstChild(node); child; child = tree.nextSibling(*child))
                            children += tree.widthOf(*child);
                        QVERIFY2(children <= tree.widthOf(node), keyOf(flame, node).c_str());
                        const FlameRows rows = tree.rows(node);
                        for (const ComparedSide side : {ComparedSide::Base, ComparedSide::Current}) {
                            const double filled = flame.filled(rows, side);
                            QVERIFY(filled >= 0 && filled <= 1);
                            if (flame.lacks(rows, side))
                                QCOMPARE(filled, 0.0);
                            // Both are drawn whole on one scale.
                            if (width == ComparedWidth::Larger && seed % 4 != 0) {
                                const BothValues values = flame.total(node);
                                const auto value = static_cast<double>(
                                    side == ComparedSide::Base ? values.base : values.current);
                                QVERIFY(std::abs(filled * static_cast<double>(tree.widthOf(node)) - value) <
                                        1e-6);
                            }
                        }
                    });
                }
            }
        }
    }
    void identicalProfilesAreGreyAllOver()
    {
        for (unsigned seed = 0; seed < 20; ++seed) {
            const ProfilePtr profile = randomProfile(seed);
            const ComparisonPtr comparison = compared(profile, profile);
            for (const ComparedWidth width : widths) {
                const ComparedFlame flame(comparison, width, seed % 2);
                QCOMPARE(flame.tree().isEmpty(), width == ComparedWidth::Difference);
                QCOMPARE(flame.mostDelta(false), 0);
                QCOMPARE(flame.mostDelta(true), 0);
                forEachNode(flame, [&](FlameNode node) {
                    QVERIFY(flame.change(node).kind == Change::Kind::Same);
                    for (const FlameColoring coloring :
                         {FlameColoring{false, false}, {true, false}, {false, true}, {true, true}}) {
                        QCOMPARE(shadeOf(flame, node, coloring).strength, 0.0);
                        QCOMPARE(shadeOf(flame, node, coloring).sign(), 0);
                    }
                });
            }
        }
    }
    void againstNothingAllIsNew()
    {
        const ProfilePtr empty = foldedProfile("samples/count cpu/nanoseconds\n");
        const ComparisonPtr fresh = compared(empty, randomProfile(3)),
                            gone = compared(randomProfile(3), empty);
        const ComparedFlame flame(fresh, ComparedWidth::Larger, false),
            other(gone, ComparedWidth::Larger, false);
        int nodes = 0;
        forEachNode(flame, [&](FlameNode node) {
            ++nodes;
            QVERIFY2((flame.change(node) == Change{Change::Kind::New, false}), keyOf(flame, node).c_str());
            QVERIFY(flame.lacks(flame.tree().rows(node), ComparedSide::Base));
            QCOMPARE(shadeOf(flame, node, {}).sign(), 1);
        });
        QVERIFY(nodes > 50);
        forEachNode(other, [&](FlameNode node) {
            QVERIFY2((other.change(node) == Change{Change::Kind::Gone, false}), keyOf(other, node).c_str());
            QCOMPARE(shadeOf(other, node, {}).sign(), -1);
        });
        QVERIFY(ComparedFlame(fresh, ComparedWidth::Base, false).tree().isEmpty());
    }
    void colours()
    {
        const ComparisonPtr comparison = compared(foldedProfile("cpu/milliseconds\n"
                                                                "main;serve;brew 1000\n"
                                                                "main;serve;pour 3000\n"
                                                                "main;serve 2000\n"),
                                                  foldedProfile("cpu/milliseconds\n"
                                                                "main;serve;brew 8000\n"
                                                                "main;serve;pack 1000\n"
                                                                "main;serve 2000\n"));
        const ComparedFlame flame(comparison, ComparedWidth::Larger, false);
        QCOMPARE(QString::fromStdString(comparedFlameText(flame)), QString("1 main 6000 11000 grew\n"
                                                                           "2 serve 6000 11000 grew\n"
                                                                           "3 brew 1000 8000 grew\n"
                                                                           "3 pack 0 1000 new\n"
                                                                           "3 pour 3000 0 gone\n"));
        const auto named = [&](const std::string &key) {
            FlameNode found;
            forEachNode(flame, [&](FlameNode node) { found = keyOf(flame, node) == key ? node : found; });
            return found;
        };
        const FlameNode serve = named("main;serve;"), brew = named("main;serve;brew;"),
                        pack = named("main;serve;pack;"), pour = named("main;serve;pour;");
        QCOMPARE(flame.mostDelta(false), 7000);
        QCOMPARE(flame.mostDelta(true), 7000);
        QCOMPARE(shadeOf(flame, brew, {}).strength, 1.0);
        QCOMPARE(shadeOf(flame, brew, {}).sign(), 1);
        QVERIFY(std::abs(shadeOf(flame, serve, {}).strength - std::sqrt(5.0 / 7)) < 1e-9);
        // Alone it stayed what it was.
        QCOMPARE(shadeOf(flame, serve, {true, false}).sign(), 0);
        QCOMPARE(shadeOf(flame, brew, {false, true}).strength, 1.0); // ×8
        QCOMPARE(shadeOf(flame, pour, {false, true}).strength, 1.0);
        QCOMPARE(shadeOf(flame, pour, {}).sign(), -1);
        QVERIFY(shadeOf(flame, pack, {}).whole.kind == Change::Kind::New);
        QCOMPARE(QString::fromStdString(scaleOf(flame, {}).most), QString("+7s"));
        QCOMPARE(QString::fromStdString(scaleOf(flame, {}).least), QString("-7s"));
        QCOMPARE(QString::fromStdString(scaleOf(flame, {false, true}).most), QString("×8"));

        const auto pattern = Regex::compile("pour|brew");
        const FlameSearch search = searchFlame(flame.tree(), comparison->frames(), *pattern);
        const ComparedShares shares = coveredShares(flame, search);
        QVERIFY2(std::abs(shares.base - 4000.0 / 6000) < 1e-9, qPrintable(QString::number(shares.base)));
        QVERIFY2(std::abs(shares.current - 8000.0 / 11000) < 1e-9,
                 qPrintable(QString::number(shares.current)));
    }
};

QTEST_GUILESS_MAIN(TestComparedFlame)
#include "tst_comparedflame.moc"
