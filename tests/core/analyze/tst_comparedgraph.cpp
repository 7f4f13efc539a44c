// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/comparedgraph.h"
#include "core/format/read.h"
#include "tests/core/folded.h"

#include <QTest>

#include <map>
#include <random>
#include <set>

using namespace proflens;

namespace {

// Stacks, root first, and what they weigh.
using Stacks = std::map<std::vector<std::string>, int64_t>;

std::shared_ptr<Profile> profileOf(const Stacks &stacks)
{
    std::string text = "alloc/bytes\n";
    for (const auto &[stack, value] : stacks) {
        std::string path;
        for (const std::string &frame : stack)
            path += (path.empty() ? "" : ";") + frame;
        text += path + ' ' + std::to_string(value) + '\n';
    }
    return foldedProfile(text);
}

ComparisonPtr compare(const ProfilePtr &base, const ProfilePtr &current, bool mean = false)
{
    const auto joined = joinProfiles(base, current);
    if (!joined)
        return nullptr;
    ComparisonOptions options;
    options.view.mean = mean;
    const auto comparison = Comparison::make(*joined, options);
    return comparison ? *comparison : nullptr;
}

std::string nameOf(const Comparison &comparison, const CallGraph::Node &node)
{
    return std::string(comparison.frames()[node.frame].name);
}

GraphOptions wanted(int nodes, double fraction = 0, bool callTree = false)
{
    GraphOptions options;
    options.visual = true;
    options.tags = true;
    options.nodeCount = nodes;
    options.nodeFraction = options.edgeFraction = fraction;
    options.callTree = callTree;
    return options;
}

// The nodes that are shown, by name; those of a tree by their path.
std::map<std::string, uint32_t> shownNodes(const Comparison &comparison, const ComparedGraph &graph)
{
    std::map<std::string, uint32_t> nodes;
    for (const uint32_t i : graph.calls().shown) {
        std::string name = nameOf(comparison, graph.calls().nodes[i]);
        while (nodes.contains(name))
            name += "'";
        nodes[name] = i;
    }
    return nodes;
}

// What a side's graph of these functions is, counted sample by sample.
struct Counted
{
    std::map<std::string, int64_t> flat, cum;
    std::map<std::pair<std::string, std::string>, int64_t> edges;
};

Counted counted(const Stacks &stacks, const std::set<std::string> &kept)
{
    Counted sums;
    for (const auto &[stack, value] : stacks) {
        std::set<std::string> seen;
        std::set<std::pair<std::string, std::string>> calls;
        std::string above;
        for (const std::string &frame : stack) {
            if (!kept.contains(frame))
                continue;
            seen.insert(frame);
            if (!above.empty() && above != frame)
                calls.insert({above, frame});
            above = frame;
        }
        for (const std::string &frame : seen)
            sums.cum[frame] += value;
        for (const auto &call : calls)
            sums.edges[call] += value;
        if (kept.contains(stack.back()))
            sums.flat[stack.back()] += value;
    }
    return sums;
}

Stacks randomStacks(std::mt19937 &random, bool negative)
{
    const auto below = [&](unsigned n) { return random() % n; };
    Stacks stacks;
    const auto count = below(25);
    for (unsigned long i = 0; i < count; ++i) {
        std::vector<std::string> stack;
        for (auto depth = 1 + below(7); depth > 0; --depth)
            stack.push_back(std::string("f") + static_cast<char>('a' + below(9)));
        stacks[stack] = int64_t(1 + below(1000)) * (negative && below(3) == 0 ? -1 : 1);
    }
    return stacks;
}

std::string show(const Stacks &stacks)
{
    std::string text;
    for (const auto &[stack, value] : stacks) {
        for (const std::string &frame : stack)
            text += frame + ';';
        text += ' ' + std::to_string(value) + '\n';
    }
    return text;
}

} // namespace

class TestComparedGraph : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreThoseOfEachSide()
    {
        const Stacks before = {{{"main", "a", "x"}, 10}, {{"main", "b"}, 5}};
        const Stacks after = {{{"main", "a", "x"}, 30}, {{"main", "a", "y"}, 7}};
        const auto comparison = compare(profileOf(before), profileOf(after));
        QVERIFY(comparison);
        const ComparedGraph graph = comparedGraph(*comparison, wanted(80));
        auto nodes = shownNodes(*comparison, graph);
        QCOMPARE(nodes.size(), size_t(5));
        QCOMPARE(graph.cum(nodes["main"]), (BothValues{15, 37}));
        QCOMPARE(graph.flat(nodes["main"]), (BothValues{0, 0}));
        QCOMPARE(graph.flat(nodes["x"]), (BothValues{10, 30}));
        QCOMPARE(graph.cum(nodes["b"]), (BothValues{5, 0}));
        QCOMPARE(graph.cumChanges[nodes["main"]].kind, Change::Kind::Grew);
        QCOMPARE(graph.flatChanges[nodes["main"]].kind, Change::Kind::Same);
        QCOMPARE(graph.cumChanges[nodes["b"]].kind, Change::Kind::Gone);
        QCOMPARE(graph.cumChanges[nodes["y"]].kind, Change::Kind::New);
        std::map<std::string, BothValues> weights;
        for (const uint32_t i : graph.calls().shown) {
            for (const uint32_t e : graph.calls().nodes[i].out)
                weights[nameOf(*comparison, graph.calls().nodes[i]) + ">" +
                        nameOf(*comparison, graph.calls().nodes[graph.calls().edges[e].target])] =
                    graph.weight(e);
        }
        const std::map<std::string, BothValues> expected = {
            {"main>a", {10, 37}}, {"main>b", {5, 0}}, {"a>x", {10, 30}}, {"a>y", {0, 7}}};
        QVERIFY(weights == expected);
    }

    // However the graph is cut, each number is what the side itself counts over the functions that are left.
    void randomPairs()
    {
        std::mt19937 random(7);
        for (int turn = 0; turn < 400; ++turn) {
            const Stacks before = randomStacks(random, turn % 3 == 0),
                         after = turn % 5 == 0 ? before : randomStacks(random, turn % 3 == 0);
            const auto comparison = compare(profileOf(before), profileOf(after));
            QVERIFY(comparison);
            const int nodeCount = 1 + int(random() % 10);
            const ComparedGraph graph =
                comparedGraph(*comparison, wanted(nodeCount, turn % 2 ? 0.05 : 0), turn % 7 == 3);
            const std::string where =
                "turn " + std::to_string(turn) + "\nbase:\n" + show(before) + "current:\n" + show(after);
            QVERIFY2(graph.calls().shown.size() <= size_t(nodeCount), where.c_str());
            std::set<std::string> kept;
            for (const auto &node : graph.calls().nodes)
                kept.insert(nameOf(*comparison, node));
            const Counted base = counted(before, kept), current = counted(after, kept);
            const auto at = [](const auto &sums, const auto &key) {
                const auto found = sums.find(key);
                return found == sums.end() ? 0 : found->second;
            };
            for (const uint32_t i : graph.calls().shown) {
                const auto &node = graph.calls().nodes[i];
                const std::string name = nameOf(*comparison, node);
                const std::string what = name + ", " + where;
                QVERIFY2((graph.flat(i) == BothValues{at(base.flat, name), at(current.flat, name)}),
                         what.c_str());
                QVERIFY2((graph.cum(i) == BothValues{at(base.cum, name), at(current.cum, name)}),
                         what.c_str());
                QVERIFY2(graph.flat(i) == comparison->flat(node.frame), what.c_str());
                QVERIFY2(graph.cum(i) == comparison->cum(node.frame), what.c_str());
                QVERIFY2(graph.cumChanges[i] == comparison->cumChange(node.frame), what.c_str());
                QVERIFY2(graph.flatChanges[i] == comparison->flatChange(node.frame), what.c_str());
                if (turn % 5 == 0)
                    QVERIFY2(graph.cumChanges[i].kind == Change::Kind::Same, what.c_str());
                for (const uint32_t e : node.out) {
                    const auto call = std::make_pair(
                        name, nameOf(*comparison, graph.calls().nodes[graph.calls().edges[e].target]));
                    QVERIFY2((graph.weight(e) == BothValues{at(base.edges, call), at(current.edges, call)}),
                             (name + " → " + call.second + ", " + where).c_str());
                }
            }
        }
    }

    // A tree is cut in place: what is left keeps its own sums.
    void randomTrees()
    {
        std::mt19937 random(11);
        for (int turn = 0; turn < 200; ++turn) {
            const Stacks before = randomStacks(random, false), after = randomStacks(random, false);
            const auto comparison = compare(profileOf(before), profileOf(after));
            const ComparedGraph graph =
                comparedGraph(*comparison, wanted(1 + int(random() % 12), 0.05, true), turn % 7 == 3);
            const std::string where =
                "turn " + std::to_string(turn) + "\nbase:\n" + show(before) + "current:\n" + show(after);
            // The sums of what the paths to the leaves hold, found through the nodes' own names: a node's cum
            // is its flat and that of its subtree in the tree before it was cut.
            const GraphOptions whole = wanted(0, 0, true);
            const ComparedGraph uncut = comparedGraph(*comparison, whole);
            QCOMPARE(uncut.calls().nodes.size(), graph.calls().nodes.size());
            for (const uint32_t i : graph.calls().shown) {
                QVERIFY2(graph.cum(i) == uncut.cum(i) && graph.flat(i) == uncut.flat(i), where.c_str());
                for (const uint32_t e : graph.calls().nodes[i].in)
                    QVERIFY2(graph.weight(e) == graph.cum(i), where.c_str());
            }
            int64_t base = 0, current = 0, baseExpected = 0, currentExpected = 0;
            for (const uint32_t i : uncut.calls().shown) {
                base += uncut.flat(i).base;
                current += uncut.flat(i).current;
            }
            for (const auto &[stack, value] : before)
                baseExpected += value;
            for (const auto &[stack, value] : after)
                currentExpected += value;
            QVERIFY2(base == baseExpected && current == currentExpected, where.c_str());
        }
    }

    void identicalProfilesStayTheSame()
    {
        const auto profile = readProfile(PROFLENS_SOURCE_DIR "/resources/samples/cpu-1.pb.gz");
        QVERIFY(profile.ok());
        const auto comparison = compare(*profile, *profile);
        const ComparedGraph graph = comparedGraph(*comparison, wanted(80, 0.005));
        QVERIFY(graph.calls().shown.size() > 10);
        for (const uint32_t i : graph.calls().shown) {
            QCOMPARE(graph.flatChanges[i].kind, Change::Kind::Same);
            QCOMPARE(graph.cumChanges[i].kind, Change::Kind::Same);
            for (const uint32_t e : graph.calls().nodes[i].in)
                QCOMPARE(graph.edgeChanges[e].kind, Change::Kind::Same);
        }
        // It is the graph of the profile alone.
        const Analysis &alone = *comparison->current();
        const TrimmedGraph single = trimmedGraph(
            {alone.selection(), alone.frames(), alone.stacks(), alone.weights(), alone.formula()},
            wanted(80, 0.005));
        QCOMPARE(graph.calls().shown, single.graph.shown);
        // Nothing of it is left where noise is not wanted.
        QVERIFY(comparedGraph(*comparison, wanted(80, 0.005), true).calls().shown.empty());
    }

    void againstAnEmptyProfileAllIsNew()
    {
        const Stacks stacks = {{{"main", "a"}, 10}, {{"main", "b"}, 5}};
        for (const bool swapped : {false, true}) {
            const auto full = profileOf(stacks), empty = profileOf({});
            const auto comparison = swapped ? compare(full, empty) : compare(empty, full);
            QVERIFY(comparison);
            const ComparedGraph graph = comparedGraph(*comparison, wanted(80, 0.005));
            QCOMPARE(graph.calls().shown.size(), size_t(3));
            const auto kind = swapped ? Change::Kind::Gone : Change::Kind::New;
            for (const uint32_t i : graph.calls().shown) {
                QCOMPARE(graph.cumChanges[i], (Change{kind, false}));
                for (const uint32_t e : graph.calls().nodes[i].in)
                    QCOMPARE(graph.edgeChanges[e], (Change{kind, false}));
            }
        }
        const auto nothing = compare(profileOf({}), profileOf({}));
        QVERIFY(comparedGraph(*nothing, wanted(80, 0.005)).calls().shown.empty());
    }

    void whatCancelsOutIsThere()
    {
        // The caller's parts are +10 and -10: its net is nothing, and so is its caller's.
        const Stacks before = {{{"main", "caller", "old"}, 10}, {{"main", "other"}, 90}};
        const Stacks after = {{{"main", "caller", "new"}, 10}, {{"main", "other"}, 90}};
        const auto comparison = compare(profileOf(before), profileOf(after));
        const ComparedGraph graph = comparedGraph(*comparison, wanted(80, 0.05));
        auto nodes = shownNodes(*comparison, graph);
        QCOMPARE(nodes.size(), size_t(5));
        QCOMPARE(graph.cum(nodes["caller"]), (BothValues{10, 10}));
        QCOMPARE(graph.cumChanges[nodes["caller"]].kind, Change::Kind::Same);
        QCOMPARE(graph.cumChanges[nodes["old"]].kind, Change::Kind::Gone);
        QCOMPARE(graph.cumChanges[nodes["new"]].kind, Change::Kind::New);
    }

    void meansAreEachSidesOwn()
    {
        // One column counts, the other one is divided by it.
        const auto profile = [](const std::string &lines) {
            return foldedProfile("objects/count space/bytes\n" + lines);
        };
        const auto comparison =
            compare(profile("main;a 2 20\nmain;b 1 40\n"), profile("main;a 4 80\nmain;b 0 0\n"), true);
        QVERIFY(comparison);
        const ComparedGraph graph = comparedGraph(*comparison, wanted(80));
        auto nodes = shownNodes(*comparison, graph);
        QCOMPARE(graph.cum(nodes["main"]), (BothValues{20, 20}));
        QCOMPARE(graph.flat(nodes["a"]), (BothValues{10, 20}));
    }

    void labelsAreCountedBySide()
    {
        ProfileBuilder builders[2];
        for (ProfileBuilder &builder : builders) {
            builder.addSampleType("alloc", "bytes");
            const FunctionId f = builder.addFunction("f", "f", "", 0);
            const Line line{f, 0, 0};
            Location place;
            place.address = 0x10;
            const std::vector<LocationId> stack = {builder.addLocation(place, {&line, 1})};
            const bool isBase = &builder == builders;
            const Label label = builder.textLabel("kind", isBase ? "small" : "large");
            builder.addSample(stack, std::vector<int64_t>{isBase ? 3 : 8}, {&label, 1});
        }
        const auto comparison = compare(builders[0].finish(), builders[1].finish());
        const ComparedGraph graph = comparedGraph(*comparison, wanted(80));
        QCOMPARE(graph.calls().shown.size(), size_t(1));
        const uint32_t f = graph.calls().shown[0];
        const auto flatOf = [f](const CallGraph &calls, const std::string &tag) {
            const auto &tags = calls.nodes[f].labelTags;
            const auto found = tags.find(tag);
            return found == tags.end() ? 0 : found->second.flatValue();
        };
        QCOMPARE(flatOf(graph.calls(), "kind:small"), 3);
        QCOMPARE(flatOf(graph.calls(), "kind:large"), 8);
        QCOMPARE(flatOf(graph.base, "kind:small"), 3);
        QCOMPARE(flatOf(graph.base, "kind:large"), 0);
        QCOMPARE(flatOf(graph.current, "kind:small"), 0);
        QCOMPARE(flatOf(graph.current, "kind:large"), 8);
    }
};

QTEST_GUILESS_MAIN(TestComparedGraph)
#include "tst_comparedgraph.moc"
