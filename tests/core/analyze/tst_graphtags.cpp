// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/analysis.h"
#include "core/analyze/graphbuilder.h"
#include "core/analyze/graphtags.h"
#include "core/analyze/stacksums.h"
#include "core/measure/measure.h"
#include "tests/core/labelledprofile.h"
#include "tests/core/randomprofile.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

using namespace proflens;

namespace {

AnalysisPtr analysed(const ProfilePtr &profile, const AnalysisOptions &options = {})
{
    const auto made = Analysis::make(profile, options);
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

using Tags = std::map<std::string, GraphTag>;
struct NodeTags
{
    Tags texts;
    std::map<std::string, Tags> numbers;
};

void count(GraphTag &tag, int64_t value, int64_t count, bool isLeaf)
{
    tag.cum += value;
    tag.cumDivisor += count;
    tag.flat += isLeaf ? value : 0;
    tag.flatDivisor += isLeaf ? count : 0;
}

// Sample by sample, what each node gets: nodes by frame, or of a tree by the path from the root.
using Path = std::vector<uint32_t>;
std::map<Path, NodeTags> plainTags(const Analysis &a, const std::set<uint32_t> &kept, bool isTree,
                                   const std::string &unit)
{
    std::map<Path, NodeTags> nodes;
    const Profile &profile = *a.profile();
    std::vector<StackElement> stack;
    forEachValue(profile.samples, a.formula(), [&](size_t sample, int64_t value, int64_t divisor) {
        if ((value == 0 && divisor == 0) || !a.selection().keepsSample(sample))
            return;
        std::vector<std::string> texts;
        const std::vector<Label> labels = a.selection().labels(profile.samples.labels[sample]);
        for (const Label &label : labels) {
            if (!label.isNumber)
                texts.push_back(std::string(profile.text(label.key)) + ':' +
                                std::string(profile.text(label.text)));
        }
        std::sort(texts.begin(), texts.end());
        std::string joined;
        for (const std::string &text : texts)
            joined += (joined.empty() ? "" : "\\n") + text;
        a.stacks().path(a.stacks().rowOf(profile.samples.stack[sample]), stack);
        std::set<Path> on;
        Path path, leaf;
        for (const StackElement element : stack) {
            const uint32_t frame = element.frame().row;
            path = isTree ? path : Path();
            path.push_back(frame);
            leaf = path;
            if (isTree || kept.count(frame))
                on.insert(path);
        }
        for (const Path &node : on) {
            if (!joined.empty()) {
                GraphTag &tag = nodes[node].texts[joined];
                tag.name = joined;
                count(tag, value, divisor, node == leaf);
            }
            for (const Label &label : labels) {
                if (!label.isNumber || profile.text(label.key) != "bytes")
                    continue;
                const std::string name = measure::scaledLabel(label.number, "bytes", unit);
                const auto [it, added] = nodes[node].numbers[joined].try_emplace(name);
                if (added) {
                    it->second.name = name;
                    it->second.unit = "bytes";
                    it->second.number = label.number;
                }
                count(it->second, value, divisor, node == leaf);
            }
        }
    });
    return nodes;
}

QStringList described(const Tags &tags, int64_t least, const std::string &with = {})
{
    QStringList lines;
    for (const auto &[key, tag] : tags) {
        if (std::abs(tag.flat) < least && std::abs(tag.cum) < least)
            continue;
        lines.append(QStringLiteral("%1 [%2] %3 %4: %5/%6 of %7/%8, with %9")
                         .arg(QString::fromLatin1(key.c_str()), QString::fromLatin1(tag.name.c_str()))
                         .arg(tag.number)
                         .arg(QString::fromStdString(tag.unit))
                         .arg(tag.flat)
                         .arg(tag.flatDivisor)
                         .arg(tag.cum)
                         .arg(tag.cumDivisor)
                         .arg(QString::fromLatin1(with.c_str())));
    }
    return lines;
}

QStringList described(const Tags &texts, const std::map<std::string, Tags> &numbers, int64_t least)
{
    QStringList lines = described(texts, least);
    for (const auto &[with, tags] : numbers)
        lines += described(tags, least, with);
    return lines;
}

class TestGraphTags : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tagsAreThoseOfEachSample_data()
    {
        QTest::addColumn<unsigned>("seed");
        QTest::addColumn<bool>("isTree");
        QTest::addColumn<bool>("isMean");
        QTest::addColumn<qint64>("least");
        QTest::addColumn<QString>("hidden"); // a pattern of labels that are not seen
        for (unsigned seed = 1; seed <= 12; ++seed) {
            for (const qint64 least : {0, 30, 200}) {
                QTest::addRow("seed %u, at least %d", seed, int(least))
                    << seed << (seed % 3 == 0) << (seed % 4 == 0) << least
                    << (seed % 5 == 0 ? QStringLiteral("thread") : QString());
            }
        }
    }
    void tagsAreThoseOfEachSample()
    {
        QFETCH(unsigned, seed);
        QFETCH(bool, isTree);
        QFETCH(bool, isMean);
        QFETCH(qint64, least);
        QFETCH(QString, hidden);
        const ProfilePtr profile = labelledProfile(seed, 400, seed % 2 == 0);
        AnalysisOptions options;
        options.mean = isMean;
        options.sampleIndex = isMean ? 1 : 0;
        if (!hidden.isEmpty())
            options.filters.push_back({FilterKind::TagHide, hidden.toStdString()});
        const AnalysisPtr a = analysed(profile, options);
        const GraphInput input{a->selection(), a->frames(), a->stacks(), a->weights(), a->formula()};
        std::set<uint32_t> keptFrames;
        std::vector<uint8_t> kept(a->frames().size());
        for (uint32_t i = 0; i < kept.size(); ++i) {
            kept[i] = i % 3 != 1;
            if (kept[i])
                keptFrames.insert(i);
        }
        TreePaths paths;
        CallGraph graph = isTree ? buildTree(input, &paths) : buildGraph(input, kept);
        std::vector<uint32_t> wanted;
        for (uint32_t i = 0; i < graph.nodes.size(); ++i) {
            if (i % 4 != 3)
                wanted.push_back(i);
        }
        gatherTags(graph, wanted, input, {"kb", least}, isTree ? &paths : nullptr, {});

        std::map<Path, NodeTags> expected = plainTags(*a, keptFrames, isTree, "kb");
        for (uint32_t i = 0; i < graph.nodes.size(); ++i) {
            Path path;
            for (uint32_t n = i; n != UINT32_MAX; n = isTree ? paths.parentOf[n] : UINT32_MAX)
                path.insert(path.begin(), graph.nodes[n].frame.row);
            const NodeTags &plain = expected[path];
            const CallGraph::Node &node = graph.nodes[i];
            QCOMPARE(described(node.labelTags, node.numericTags, 0),
                     i % 4 != 3 ? described(plain.texts, plain.numbers, least) : QStringList());
        }
    }

    void onlyTagsOfAnotherGraph()
    {
        const AnalysisPtr a = analysed(labelledProfile(3, 400));
        const GraphInput input{a->selection(), a->frames(), a->stacks(), a->weights(), a->formula()};
        CallGraph graph = buildGraph(input, {}), other;
        other.shown = {0};
        CallGraph::Node &node = other.nodes.emplace_back();
        node.labelTags["thread:main"].name = "thread:main";
        node.numericTags["thread:main"]["1kB"].name = "1kB";
        std::vector<uint32_t> all(graph.nodes.size());
        std::iota(all.begin(), all.end(), 0U);
        gatherTags(graph, all, input, {"kb", 0, &other}, nullptr, {});
        std::set<std::string> texts, numbers;
        for (const CallGraph::Node &n : graph.nodes) {
            for (const auto &[name, tag] : n.labelTags)
                texts.insert(name);
            for (const auto &[with, tags] : n.numericTags) {
                for (const auto &[name, tag] : tags)
                    numbers.insert(with + ' ' + name);
            }
        }
        QCOMPARE(texts, std::set<std::string>{"thread:main"});
        QCOMPARE(numbers, std::set<std::string>{"thread:main 1kB"});
    }

    // Different labels may look alike; none of them may be taken for too light because of that.
    void labelsThatLookAlikeAreOne()
    {
        ProfileBuilder builder;
        builder.addSampleType("samples", "count");
        const Line line{builder.addFunction("f", "f", "", 0), 0, 0};
        Location place;
        place.address = 0x10;
        const std::vector<LocationId> stack = {builder.addLocation(place, {&line, 1})};
        const std::vector<std::vector<Label>> sets = {
            {builder.textLabel("a:b", "c")},
            {builder.textLabel("a", "b:c")},
            {builder.textLabel("k", "x\\ny:z")},
            {builder.textLabel("y", "z"), builder.textLabel("k", "x")},
        };
        for (const auto &set : sets)
            builder.addSample(stack, std::vector<int64_t>{6}, set);
        const AnalysisPtr a = analysed(builder.finish());
        const GraphInput input{a->selection(), a->frames(), a->stacks(), a->weights(), a->formula()};
        CallGraph graph = buildGraph(input, {});
        gatherTags(graph, std::vector<uint32_t>{0}, input, {"minimum", 10}, nullptr, {});
        QCOMPARE(described(graph.nodes[0].labelTags, 0),
                 QStringList({"a:b:c [a:b:c] 0 : 12/0 of 12/0, with ",
                              "k:x\\ny:z [k:x\\ny:z] 0 : 12/0 of 12/0, with "}));
    }

    // So many stacks that they are gone over in several parts.
    void partsMakeTheGraphOfTheWhole()
    {
        const AnalysisPtr a = analysed(randomProfile(7, 60000, true));
        QVERIFY(a->stacks().size() > 10000);
        const GraphInput input{a->selection(), a->frames(), a->stacks(), a->weights(), a->formula()};
        const std::vector<uint8_t> kept = {1, 1, 0, 1, 1, 0, 1};
        QCOMPARE(a->frames().size(), kept.size());
        const StackSums sums(a->selection(), a->formula());
        const auto edges = [](const CallGraph &graph) {
            QStringList lines;
            for (const CallGraph::Edge &edge : graph.edges) {
                lines.append(QStringLiteral("%1 to %2: %3%4%5")
                                 .arg(graph.nodes[edge.source].frame.row)
                                 .arg(graph.nodes[edge.target].frame.row)
                                 .arg(edge.weight)
                                 .arg(edge.residual ? QStringLiteral(" residual") : QString(),
                                      edge.inlined ? QStringLiteral(" inlined") : QString()));
            }
            lines.sort();
            return lines;
        };
        const CallGraph graph = buildGraph(input, kept);
        const CallGraph other =
            buildGraph(a->selection(), a->frames(), sums, frameCosts(a->selection(), a->frames(), sums), kept,
                       WantedEdges::All);
        QCOMPARE(edges(graph), edges(other));
        QCOMPARE(graph.nodes.size(), size_t(5));
        for (const CallGraph::Node &node : graph.nodes) {
            QCOMPARE(node.flat, a->costs().flat[node.frame.row]);
            QCOMPARE(node.cum, a->costs().cum[node.frame.row]);
        }
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestGraphTags)
#include "tst_graphtags.moc"
