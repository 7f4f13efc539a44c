// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/analysis.h"
#include "core/analyze/stacksums.h"
#include "tests/core/randomprofile.h"

#include <QTest>

#include <set>

using namespace proflens;

namespace {

QString flag(bool set, const char *text)
{
    return set ? QString::fromLatin1(text) : QString();
}

// A graph as lines that do not depend on the order in which it was made.
QStringList described(const TrimmedGraph &trimmed, const FrameTable &frames)
{
    const CallGraph &graph = trimmed.graph;
    QStringList lines;
    for (const uint32_t i : graph.shown) {
        const CallGraph::Node &node = graph.nodes[i];
        const auto name = [&](uint32_t n) {
            const std::string_view text = frames.printableName(graph.nodes[n].frame);
            return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        };
        lines.append(QStringLiteral("%1: %2/%3 of %4/%5")
                         .arg(name(i))
                         .arg(node.flat)
                         .arg(node.flatDivisor)
                         .arg(node.cum)
                         .arg(node.cumDivisor));
        QStringList edges;
        for (const uint32_t e : node.out) {
            const CallGraph::Edge &edge = graph.edges[e];
            edges.append(QStringLiteral("  to %1: %2/%3")
                             .arg(name(edge.target))
                             .arg(edge.weight)
                             .arg(edge.weightDivisor) +
                         flag(edge.residual, " residual") + flag(edge.inlined, " inline"));
        }
        edges.sort();
        lines += edges;
        lines.append(QStringLiteral("  callers: %1").arg(node.in.size()));
    }
    lines.append(QStringLiteral("of %1, dropped %2 and %3, cutoff %4")
                     .arg(trimmed.originalCount)
                     .arg(trimmed.droppedNodes)
                     .arg(trimmed.droppedEdges)
                     .arg(trimmed.nodeCutoff));
    return lines;
}

// What -top says of how the calls to each node were compiled.
QStringList marks(const TrimmedGraph &trimmed, const FrameTable &frames)
{
    QStringList lines;
    for (const uint32_t i : trimmed.graph.shown) {
        const CallGraph::Node &node = trimmed.graph.nodes[i];
        bool inlined = false, plain = false;
        for (const uint32_t e : node.in)
            (trimmed.graph.edges[e].inlined ? inlined : plain) = true;
        const std::string_view name = frames.printableName(node.frame);
        lines.append(QStringLiteral("%1 %2/%3 of %4/%5")
                         .arg(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())))
                         .arg(node.flat)
                         .arg(node.flatDivisor)
                         .arg(node.cum)
                         .arg(node.cumDivisor) +
                     flag(inlined, plain ? " partly inline" : " inline"));
    }
    return lines;
}

} // namespace

class TestStackSums : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void costsAreThoseOfTheIndex();
    void graphsAreThoseOfTheIndex();
    void manyThreadsAddUp();
};

void TestStackSums::costsAreThoseOfTheIndex()
{
    for (unsigned seed = 1; seed <= 300; ++seed) {
        const ProfilePtr profile = randomProfile(seed, 1 + static_cast<int>(seed % 60), seed % 2 == 0);
        AnalysisOptions options;
        options.mean = seed % 3 == 0;
        if (seed % 5 == 0)
            options.filters = {{FilterKind::Hide, "f[12]"}, {FilterKind::Focus, "f3"}};
        if (seed % 7 == 0)
            options.filters.push_back({FilterKind::ShowFrom, "f[45]"});
        options.noInlines = seed % 11 == 0;
        const auto made = Analysis::make(profile, options);
        QVERIFY(made.ok());
        const Analysis &a = **made;
        const FrameCosts costs = frameCosts(a.selection(), a.frames(), StackSums(a.selection(), a.formula()));
        const auto what = [&](const char *column) {
            return qPrintable(QStringLiteral("%1 of seed %2").arg(QLatin1String(column)).arg(seed));
        };
        QVERIFY2(costs.flat == a.costs().flat, what("flat"));
        QVERIFY2(costs.cum == a.costs().cum, what("cum"));
        QVERIFY2(costs.flatDivisor == a.costs().flatDivisor, what("divisor of flat"));
        QVERIFY2(costs.cumDivisor == a.costs().cumDivisor, what("divisor of cum"));
        QVERIFY2(costs.seen == a.costs().seen, what("seen"));
    }
}

void TestStackSums::graphsAreThoseOfTheIndex()
{
    qsizetype inlinedCalls = 0;
    for (unsigned seed = 1; seed <= 400; ++seed) {
        const ProfilePtr profile = randomProfile(seed, 1 + static_cast<int>(seed % 60), seed % 2 == 0);
        AnalysisOptions view;
        view.mean = seed % 3 == 0;
        if (seed % 5 == 0)
            view.filters = {{FilterKind::Hide, "f[12]"}};
        const auto made = Analysis::make(profile, view);
        QVERIFY(made.ok());
        const Analysis &a = **made;
        GraphOptions options;
        options.sortByCum = seed % 2 == 1;
        options.dropNegative = seed % 4 == 0;
        options.nodeCount = static_cast<int>(seed % 7);
        options.nodeFraction = seed % 3 == 1 ? 0.2 : 0;
        options.edgeFraction = seed % 5 == 1 ? 0.1 : 0;
        if (seed % 6 == 0) {
            options.excluded.resize(a.frames().size());
            options.excluded[seed % a.frames().size()] = 1;
        }
        const GraphInput input{a.selection(), a.frames(), a.stacks(), a.weights(), a.formula()};
        const QStringList expected = described(trimmedGraph(input, options), a.frames());
        const QStringList found =
            described(trimmedGraph(a.selection(), a.frames(), StackSums(a.selection(), a.formula()), options),
                      a.frames());
        QVERIFY2(found == expected,
                 qPrintable(QStringLiteral("seed %1\nfrom the index:\n%2\nfrom stacks:\n%3")
                                .arg(seed)
                                .arg(expected.join('\n'), found.join('\n'))));
        const QStringList allMarks = marks(trimmedGraph(input, options), a.frames());
        options.edges = WantedEdges::ToInlined;
        QCOMPARE(
            marks(trimmedGraph(a.selection(), a.frames(), StackSums(a.selection(), a.formula()), options),
                  a.frames()),
            allMarks);
        inlinedCalls += allMarks.filter(QStringLiteral("inline")).size();
    }
    QVERIFY(inlinedCalls > 100);
}

// More stacks than one thread takes at a time.
void TestStackSums::manyThreadsAddUp()
{
    ProfileBuilder builder;
    builder.addSampleType("samples", "count");
    std::vector<LocationId> locations;
    for (int i = 0; i < 40; ++i) {
        const Line line{builder.addFunction("f" + std::to_string(i), "", "", 0), 1, 0};
        locations.push_back(builder.addLocation({}, {&line, 1}));
    }
    const int64_t one = 1;
    const uint32_t count = 150000;
    for (uint32_t s = 0; s < count; ++s) {
        std::vector<LocationId> stack;
        for (uint32_t rest = s + 1; rest > 0; rest /= 39)
            stack.push_back(locations[rest % 39]);
        stack.push_back(locations[39]);
        builder.addSample(stack, {&one, 1});
    }
    const auto made = Analysis::make(builder.finish(), {});
    QVERIFY(made.ok());
    const Analysis &a = **made;
    const FrameCosts costs = frameCosts(a.selection(), a.frames(), StackSums(a.selection(), a.formula()));
    QVERIFY(costs.flat == a.costs().flat);
    QVERIFY(costs.cum == a.costs().cum);
    const GraphInput input{a.selection(), a.frames(), a.stacks(), a.weights(), a.formula()};
    QCOMPARE(described(trimmedGraph(a.selection(), a.frames(), StackSums(a.selection(), a.formula()), {}),
                       a.frames()),
             described(trimmedGraph(input, {}), a.frames()));
    const FrameId root = a.frames().find("f39").front();
    QCOMPARE(costs.cum[root.row], int64_t(count));
}

QTEST_GUILESS_MAIN(TestStackSums)
#include "tst_stacksums.moc"
