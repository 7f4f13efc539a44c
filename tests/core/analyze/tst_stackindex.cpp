// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/analysis.h"
#include "core/analyze/graph.h"
#include "core/profile/builder.h"

#include <QTest>

#include <map>
#include <random>
#include <set>

using namespace proflens;

namespace {

// A random profile with recursion, inlining, repeated stacks, empty stacks and values of both signs and zero.
ProfilePtr randomProfile(uint32_t seed, bool negative)
{
    std::mt19937 random(seed);
    const auto below = [&](size_t n) { return static_cast<size_t>(random() % n); };
    ProfileBuilder builder;
    builder.addSampleType("samples", "count");
    builder.addSampleType("cpu", "nanoseconds");
    const size_t functions = 2 + below(12);
    std::vector<FunctionId> functionIds;
    for (size_t i = 0; i < functions; ++i)
        functionIds.push_back(builder.addFunction("f" + std::to_string(below(functions)), "",
                                                  "file" + std::to_string(i % 3) + ".go", 0));
    std::vector<LocationId> locations;
    for (size_t i = 0; i < 20; ++i) {
        std::vector<Line> lines(1 + (below(4) == 0 ? below(3) : 0));
        for (Line &line : lines)
            line = {functionIds[below(functions)], static_cast<int64_t>(below(40)), 0};
        Location location;
        location.address = 0x1000 + i;
        locations.push_back(builder.addLocation(location, lines));
    }
    for (size_t i = 0; i < 60; ++i) {
        std::vector<LocationId> stack(below(9));
        for (LocationId &location : stack)
            location = locations[below(1 + below(locations.size()))];
        int64_t value = static_cast<int64_t>(below(50));
        if (negative && below(3) == 0)
            value = -value;
        const int64_t values[] = {1, value};
        builder.addSample(stack, values);
    }
    return builder.finish();
}

// What the definitions of flat, cum and edges say, sample by sample.
struct Expected
{
    std::map<std::string, int64_t> flat, cum;
    std::map<std::pair<std::string, std::string>, int64_t> edges;
};

Expected slowly(const Profile &profile, const std::set<std::string> *kept = nullptr)
{
    Expected expected;
    std::vector<LocationId> stack;
    for (size_t s = 0; s < profile.samples.size(); ++s) {
        const int64_t value = profile.samples.values[1][s];
        if (value == 0)
            continue;
        std::vector<std::string> names;
        profile.stacks.decode(profile.samples.stack[s], stack);
        for (size_t i = stack.size(); i-- > 0;) {
            const auto lines = profile.linesOf(profile.location(stack[i]));
            for (size_t l = lines.size(); l-- > 0;)
                names.emplace_back(profile.text(profile.function(lines[l].function).name));
        }
        std::set<std::string> seen;
        std::set<std::pair<std::string, std::string>> calls;
        std::string parent;
        bool leafKept = false;
        for (const std::string &name : names) {
            leafKept = !kept || kept->contains(name);
            if (!leafKept)
                continue;
            seen.insert(name);
            if (!parent.empty() && parent != name)
                calls.insert({parent, name});
            parent = name;
        }
        for (const std::string &name : seen)
            expected.cum[name] += value;
        for (const auto &call : calls)
            expected.edges[call] += value;
        if (leafKept && !names.empty())
            expected.flat[names.back()] += value;
    }
    return expected;
}

struct ManyStacks
{
    size_t functions;
    size_t lines;  // of a location, at most
    size_t shared; // locations that all stacks begin with
    size_t depth;  // more locations, at most
    size_t spread; // how unlike the first of these are
};

ProfilePtr manyStacksOf(const ManyStacks &shape)
{
    std::mt19937 random(7);
    const auto below = [&](size_t n) { return static_cast<size_t>(random() % n); };
    ProfileBuilder builder;
    builder.addSampleType("samples", "count");
    std::vector<FunctionId> functions;
    for (size_t i = 0; i < shape.functions; ++i)
        functions.push_back(builder.addFunction("f" + std::to_string(i), "", "", 0));
    std::vector<LocationId> locations;
    for (size_t i = 0; i < 3 * shape.functions + 200; ++i) {
        std::vector<Line> lines(1 + below(shape.lines));
        for (Line &line : lines)
            line = {functions[below(functions.size())], 0, 0};
        Location location;
        location.address = 0x1000 + i;
        locations.push_back(builder.addLocation(location, lines));
    }
    const int64_t one[] = {1};
    for (size_t i = 0; i < 20000; ++i) {
        std::vector<LocationId> stack(below(shape.depth));
        for (LocationId &location : stack)
            location = locations[below(locations.size())];
        for (size_t k = stack.size() / 2; k < stack.size(); ++k)
            stack[k] = locations[below(shape.spread)];
        for (size_t k = 0; k < shape.shared; ++k)
            stack.push_back(locations[k % 5]);
        builder.addSample(stack, one);
    }
    return builder.finish();
}

void checkIndex(const Selection &selection, const QString &what)
{
    const StackTable &stacks = selection.profile()->stacks;
    const auto frames = FrameTable::make(selection, {});
    for (const auto order : {StackIndex::Order::RootFirst, StackIndex::Order::LeafFirst}) {
        const auto index = StackIndex::make(selection, *frames, order);
        std::vector<StackElement> previous, current, path;
        for (uint32_t row = 0; row < index->size(); ++row) {
            current.resize(index->shared(row));
            current.insert(current.end(), index->rest(row).begin(), index->rest(row).end());
            QVERIFY2(row == 0 || previous < current,
                     qPrintable(QString("%1: row %2 is not after the row before").arg(what).arg(row)));
            QVERIFY2(row == 0 || index->shared(row) >= previous.size() ||
                         index->shared(row) >= current.size() ||
                         previous[index->shared(row)] != current[index->shared(row)],
                     qPrintable(QString("%1: row %2 shares more than it says").arg(what).arg(row)));
            index->path(row, path);
            QVERIFY2(path == current,
                     qPrintable(QString("%1: path(%2) is not what the rows say").arg(what).arg(row)));
            previous = current;
        }
        // Every stack's row spells that stack.
        for (size_t s = 0; s < stacks.size(); ++s) {
            const uint32_t row = index->rowOf(StackId(s));
            QVERIFY2(
                (row != StackIndex::noRow) == selection.keeps(StackId(s)),
                qPrintable(QString("%1: stack %2 has a row if it is dropped, or none").arg(what).arg(s)));
            if (row == StackIndex::noRow)
                continue;
            std::vector<StackElement> spelled;
            selection.forEachLocation(StackId(s), [&](LocationId location) {
                const auto elements = frames->elements(location);
                spelled.insert(spelled.end(), elements.rbegin(), elements.rend());
            });
            if (order == StackIndex::Order::RootFirst)
                std::reverse(spelled.begin(), spelled.end());
            index->path(row, path);
            QVERIFY2(path == spelled,
                     qPrintable(QString("%1: stack %2 stands in a wrong row").arg(what).arg(s)));
        }
    }
}

} // namespace

Q_DECLARE_METATYPE(ManyStacks)

class TestStackIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreSortedDistinctAndWhole()
    {
        for (uint32_t seed = 1; seed <= 100; ++seed)
            checkIndex(Selection(randomProfile(seed, false)), QString("seed %1").arg(seed));
    }

    // So many that they are divided before they are sorted.
    void manyStacks_data()
    {
        QTest::addColumn<ManyStacks>("shape");
        QTest::addColumn<bool>("hides");
        QTest::newRow("of all kinds") << ManyStacks{40, 1, 0, 30, 3} << false;
        QTest::newRow("of one function") << ManyStacks{1, 1, 0, 60, 1} << false;
        QTest::newRow("with the same long way from the root") << ManyStacks{12, 1, 400, 12, 2} << false;
        QTest::newRow("of much inlining") << ManyStacks{40, 9, 0, 12, 3} << false;
        QTest::newRow("with frames left out") << ManyStacks{40, 3, 5, 20, 3} << true;
    }
    void manyStacks()
    {
        QFETCH(ManyStacks, shape);
        QFETCH(bool, hides);
        Selection selection(manyStacksOf(shape));
        if (hides) {
            const Filter filters[] = {{FilterKind::Hide, "f[1-5]$"}, {FilterKind::ShowFrom, "f[0-9]"}};
            QVERIFY(selection.apply(filters).ok());
        }
        checkIndex(selection, QTest::currentDataTag());
    }

    void costsAreThoseOfTheDefinition_data()
    {
        QTest::addColumn<bool>("negative");
        QTest::newRow("plain values") << false;
        QTest::newRow("negative values") << true;
    }
    void costsAreThoseOfTheDefinition()
    {
        QFETCH(bool, negative);
        for (uint32_t seed = 1; seed <= 200; ++seed) {
            const ProfilePtr profile = randomProfile(seed, negative);
            const auto made = Analysis::make(profile, {});
            QVERIFY(made.ok());
            const Analysis &analysis = **made;
            const Expected expected = slowly(*profile);
            for (size_t i = 0; i < analysis.frames().size(); ++i) {
                const std::string name(analysis.frames()[FrameId(i)].name);
                const auto value = [&](const std::map<std::string, int64_t> &of) {
                    return of.contains(name) ? of.at(name) : 0;
                };
                const QString where = QString("seed %1, %2").arg(seed).arg(QString::fromStdString(name));
                QVERIFY2(analysis.costs().flat[i] == value(expected.flat), qPrintable(where + ": flat"));
                QVERIFY2(analysis.costs().cum[i] == value(expected.cum), qPrintable(where + ": cum"));
                const FrameId id(i);
                const Neighbors neighbors =
                    neighborsOf({&id, 1}, analysis.stacks(), analysis.weights(), analysis.frames());
                QVERIFY2(neighbors.flat == value(expected.flat) && neighbors.cum == value(expected.cum),
                         qPrintable(where + ": neighbours' own costs"));
                int64_t checked = 0;
                for (const Neighbor &callee : neighbors.callees) {
                    const std::string other(analysis.frames()[callee.frame].name);
                    QVERIFY2(expected.edges.contains({name, other}) || callee.weight == 0,
                             qPrintable(where + ": no such callee"));
                    QVERIFY2(
                        callee.weight ==
                            (expected.edges.contains({name, other}) ? expected.edges.at({name, other}) : 0),
                        qPrintable(where + ": callee's weight"));
                    ++checked;
                }
                for (const Neighbor &caller : neighbors.callers) {
                    const std::string other(analysis.frames()[caller.frame].name);
                    QVERIFY2(
                        caller.weight ==
                            (expected.edges.contains({other, name}) ? expected.edges.at({other, name}) : 0),
                        qPrintable(where + ": caller's weight"));
                    ++checked;
                }
                int64_t all = 0;
                for (const auto &[call, weight] : expected.edges)
                    all += call.first == name || call.second == name;
                QVERIFY2(checked == all, qPrintable(where + ": some caller or callee is missing"));
            }
        }
    }

    // Leaving nodes out: flat of a lost leaf is lost, edges go over what is gone and are residual.
    void trimmedGraphIsThatOfTheKeptFrames()
    {
        for (uint32_t seed = 1; seed <= 200; ++seed) {
            const ProfilePtr profile = randomProfile(seed, false);
            const auto made = Analysis::make(profile, {});
            QVERIFY(made.ok());
            const Analysis &a = **made;
            const GraphInput input{a.selection(), a.frames(), a.stacks(), a.weights(), a.sampleIndex()};
            GraphOptions options;
            options.nodeCount = 4;
            const TrimmedGraph trimmed = trimmedGraph(input, options);
            std::set<std::string> kept;
            for (uint32_t i : trimmed.graph.shown)
                kept.insert(std::string(a.frames()[trimmed.graph.nodes[i].frame].name));
            QVERIFY(kept.size() <= 4);
            const Expected expected = slowly(*profile, &kept);
            size_t edges = 0;
            for (uint32_t i : trimmed.graph.shown) {
                const CallGraph::Node &node = trimmed.graph.nodes[i];
                const std::string name(a.frames()[node.frame].name);
                QCOMPARE(node.cum, expected.cum.at(name));
                QCOMPARE(node.flat, expected.flat.contains(name) ? expected.flat.at(name) : 0);
                for (uint32_t e : node.out) {
                    const std::string target(
                        a.frames()[trimmed.graph.nodes[trimmed.graph.edges[e].target].frame].name);
                    QCOMPARE(trimmed.graph.edges[e].weight, expected.edges.at({name, target}));
                    ++edges;
                }
            }
            QCOMPARE(edges, expected.edges.size());
        }
    }

    void treeOfPathsAddsUp()
    {
        for (uint32_t seed = 1; seed <= 100; ++seed) {
            const ProfilePtr profile = randomProfile(seed, false);
            const auto made = Analysis::make(profile, {});
            QVERIFY(made.ok());
            const Analysis &a = **made;
            GraphOptions options;
            options.callTree = true;
            const CallGraph tree =
                trimmedGraph({a.selection(), a.frames(), a.stacks(), a.weights(), a.sampleIndex()}, options)
                    .graph;
            for (const CallGraph::Node &node : tree.nodes) {
                int64_t below = node.flat;
                for (uint32_t e : node.out)
                    below += tree.nodes[tree.edges[e].target].cum;
                QCOMPARE(node.cum, below);
                QVERIFY(node.in.size() <= 1);
            }
        }
    }

    void filtersOnlyTakeAway()
    {
        for (uint32_t seed = 1; seed <= 100; ++seed) {
            const ProfilePtr profile = randomProfile(seed, false);
            const auto all = Analysis::make(profile, {});
            AnalysisOptions options;
            options.filters = {{FilterKind::Focus, "f1"}, {FilterKind::Ignore, "^f2$"}};
            const auto fresh = Analysis::make(profile, options);
            const auto shared = Analysis::make(profile, options, all->get());
            QVERIFY(fresh.ok() && shared.ok());
            QVERIFY2(&(*shared)->stacks() == &(*all)->stacks(), "focus must not sort the stacks anew");
            QCOMPARE((*fresh)->costs().cum, (*shared)->costs().cum);
            QCOMPARE((*fresh)->costs().flat, (*shared)->costs().flat);
            int64_t left = 0, whole = 0;
            for (int64_t flat : (*fresh)->costs().flat)
                left += flat;
            for (int64_t flat : (*all)->costs().flat)
                whole += flat;
            // What each filter says it took away is what is missing; samples without a stack are no frame's
            // cost.
            int64_t stackless = (*all)->total() - whole;
            QCOMPARE(left + (*fresh)->filterEffects()[0].leftOut + (*fresh)->filterEffects()[1].leftOut,
                     whole + stackless);
        }
    }

    void wrongFiltersAndTypesAreErrors()
    {
        const ProfilePtr profile = randomProfile(1, false);
        AnalysisOptions options;
        options.filters = {{FilterKind::Focus, "("}};
        const auto made = Analysis::make(profile, options);
        QVERIFY(!made.ok());
        QVERIFY2(made.error().message.starts_with("parsing focus regexp"), made.error().message.c_str());
        options.filters.clear();
        options.sampleIndex = 7;
        QVERIFY(!Analysis::make(profile, options).ok());
    }

    // Nothing here may recurse over depth or take squared time for it.
    void aHundredThousandFrames()
    {
        ProfileBuilder builder;
        builder.addSampleType("samples", "count");
        std::vector<LocationId> locations;
        for (int i = 0; i < 50; ++i) {
            const Line line{builder.addFunction("f" + std::to_string(i), "", "", 0), 1, 0};
            locations.push_back(builder.addLocation({}, {&line, 1}));
        }
        const int64_t one = 1;
        for (size_t s = 0; s < 8; ++s) {
            std::vector<LocationId> stack(100000 - s);
            for (size_t i = 0; i < stack.size(); ++i)
                stack[i] = locations[(i * 7 + i / 100) % locations.size()];
            builder.addSample(stack, {&one, 1});
        }
        const auto made = Analysis::make(builder.finish(), {});
        QVERIFY(made.ok());
        const Analysis &a = **made;
        QCOMPARE(a.stacks().maxDepth(), 100000U);
        for (int64_t cum : a.costs().cum)
            QCOMPARE(cum, 8);
        QCOMPARE(a.invertedStacks().size(), 8U);
        GraphOptions options;
        options.nodeCount = 10;
        options.visual = true;
        const TrimmedGraph graph =
            trimmedGraph({a.selection(), a.frames(), a.stacks(), a.weights(), 0}, options);
        QCOMPARE(graph.graph.shown.size(), size_t(10));
        options.callTree = true;
        QVERIFY(!trimmedGraph({a.selection(), a.frames(), a.stacks(), a.weights(), 0}, options)
                     .graph.shown.empty());
    }
};

QTEST_GUILESS_MAIN(TestStackIndex)
#include "tst_stackindex.moc"
