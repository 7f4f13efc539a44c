// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/graphlayout.h"
#include "core/layout/labelplacement.h"
#include "core/layout/layoutwire.h"
#include "core/layout/simplelayout.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRectF>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#ifndef Q_MOC_RUN // moc of Qt 6.4 fails in <chrono>
#include <thread>
#endif

using namespace proflens;

namespace {

// A graph from "0>1 0>2 1>3", all boxes of one size.
LayoutRequest graph(size_t nodes, const QString &edges)
{
    LayoutRequest request;
    request.nodes.assign(nodes, {80, 40});
    for (const QString &edge : edges.split(' ', Qt::SkipEmptyParts)) {
        const QStringList ends = edge.split('>');
        request.edges.push_back({ends[0].toUInt(), ends[1].toUInt(), 1, 1, 30, 12});
    }
    return request;
}

// The shape of a program's calls: mostly downwards, with some recursion. The same for the same arguments.
LayoutRequest tangle(uint32_t nodes, uint32_t edges)
{
    LayoutRequest request;
    request.nodes.assign(nodes, {90, 40});
    uint32_t state = 1;
    const auto random = [&state](uint32_t below) {
        state = state * 1664525U + 1013904223U;
        return (state >> 8) % below;
    };
    while (request.edges.size() < edges) {
        uint32_t a = random(nodes), b = random(nodes);
        if (a == b)
            continue;
        if (a > b && random(20) != 0)
            std::swap(a, b);
        request.edges.push_back({a, b, static_cast<int>(1 + random(10)), 1, 40, 12});
    }
    return request;
}

// What is wrong with a layout as a picture; empty if nothing.
QString complaint(const LayoutRequest &request, const GraphLayout &layout)
{
    if (layout.nodes.size() != request.nodes.size() || layout.edges.size() != request.edges.size())
        return "nodes or edges are missing";
    const auto inside = [&](Point p) {
        return p.x >= -0.01 && p.y >= -0.01 && p.x <= layout.width + 0.01 && p.y <= layout.height + 0.01;
    };
    for (size_t i = 0; i < layout.nodes.size(); ++i) {
        if (!inside(layout.nodes[i]))
            return QString("node %1 is outside").arg(i);
        for (size_t j = 0; j < i; ++j) {
            const double x = std::abs(layout.nodes[i].x - layout.nodes[j].x);
            const double y = std::abs(layout.nodes[i].y - layout.nodes[j].y);
            if (x + 1 < (request.nodes[i].width + request.nodes[j].width) / 2 &&
                y + 1 < (request.nodes[i].height + request.nodes[j].height) / 2)
                return QString("nodes %1 and %2 overlap").arg(j).arg(i);
        }
    }
    for (size_t i = 0; i < layout.edges.size(); ++i) {
        const auto &line = layout.edges[i];
        if (line.curve.size() < 4 || line.curve.size() % 3 != 1)
            return QString("edge %1 has %2 control points").arg(i).arg(line.curve.size());
        const auto touches = [&](Point p, uint32_t node, double slack) {
            return std::abs(p.x - layout.nodes[node].x) < request.nodes[node].width / 2 + slack &&
                   std::abs(p.y - layout.nodes[node].y) < request.nodes[node].height / 2 + slack;
        };
        if (!touches(line.curve.front(), request.edges[i].source, 4))
            return QString("edge %1 does not start at its source").arg(i);
        if (!touches(line.tip, request.edges[i].target, 4))
            return QString("edge %1 does not end at its target").arg(i);
        if (!inside(line.label))
            return QString("the label of edge %1 is outside").arg(i);
    }
    return {};
}

QString words(const GraphLayout &layout)
{
    return QString("method %1, reason %2: %3")
        .arg(int(layout.method))
        .arg(int(layout.reason))
        .arg(QString::fromStdString(layout.note()));
}

bool same(const GraphLayout &a, const GraphLayout &b)
{
    bool equal =
        a.nodes == b.nodes && a.width == b.width && a.height == b.height && a.edges.size() == b.edges.size();
    for (size_t i = 0; equal && i < a.edges.size(); ++i)
        equal = a.edges[i].curve == b.edges[i].curve && a.edges[i].tip == b.edges[i].tip &&
                a.edges[i].label == b.edges[i].label;
    return equal;
}

QRectF labelBox(const LayoutRequest &request, const GraphLayout &layout, size_t edge)
{
    const double width = request.edges[edge].labelWidth, height = request.edges[edge].labelHeight;
    const Point centre = layout.edges[edge].label;
    return {centre.x - width / 2, centre.y - height / 2, width, height};
}

// How far a box is from a line; 0 if the line goes through it.
double distance(const QRectF &box, const std::vector<Point> &curve)
{
    double least = 1e9;
    for (int i = 0; i <= 500; ++i) {
        const Point p = pointOnCurve(curve, i / 500.0);
        const double x = std::max({box.left() - p.x, 0.0, p.x - box.right()});
        const double y = std::max({box.top() - p.y, 0.0, p.y - box.bottom()});
        least = std::min(least, std::hypot(x, y));
    }
    return least;
}

// What is wrong with where the labels are; empty if nothing. Sets how many other lines go through them.
QString labelComplaint(const LayoutRequest &request, const GraphLayout &layout, int &crossings)
{
    crossings = 0;
    for (size_t i = 0; i < layout.edges.size(); ++i) {
        const QRectF box = labelBox(request, layout, i);
        for (size_t j = 0; j < i; ++j) {
            if (box.adjusted(-3, 0, 3, 0).intersects(labelBox(request, layout, j)))
                return QString("labels %1 and %2 touch").arg(j).arg(i);
        }
        for (size_t n = 0; n < layout.nodes.size(); ++n) {
            const auto &node = request.nodes[n];
            const Point centre = layout.nodes[n];
            if (box.intersects(
                    {centre.x - node.width / 2, centre.y - node.height / 2, node.width, node.height}))
                return QString("label %1 is on node %2").arg(i).arg(n);
        }
        if (distance(box, layout.edges[i].curve) > 8)
            return QString("label %1 is %2 away from its line")
                .arg(i)
                .arg(distance(box, layout.edges[i].curve));
        for (size_t j = 0; j < layout.edges.size(); ++j)
            crossings += j != i && distance(box, layout.edges[j].curve) <= 0;
    }
    return {};
}

bool hasChildren()
{
    return waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD;
}

} // namespace

class TestGraphLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smallGraphs_data()
    {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<QString>("edges");
        QTest::newRow("no nodes") << 0 << "";
        QTest::newRow("one node") << 1 << "";
        QTest::newRow("three strangers") << 3 << "";
        QTest::newRow("chain") << 4 << "0>1 1>2 2>3";
        QTest::newRow("diamond") << 4 << "0>1 0>2 1>3 2>3";
        QTest::newRow("cycle") << 3 << "0>1 1>2 2>0";
        QTest::newRow("both ways") << 2 << "0>1 1>0";
        QTest::newRow("twice the same") << 2 << "0>1 0>1";
        QTest::newRow("long edge past others") << 5 << "0>1 1>2 2>3 3>4 0>4";
        QTest::newRow("fan") << 7 << "0>1 0>2 0>3 0>4 0>5 0>6";
    }
    void smallGraphs()
    {
        QFETCH(int, nodes);
        QFETCH(QString, edges);
        const LayoutRequest request = graph(static_cast<size_t>(nodes), edges);
        const auto layout = layoutGraph(request);
        QVERIFY(layout);
        QVERIFY2(layout->method == LayoutMethod::Graphviz, qPrintable(words(*layout)));
        QCOMPARE(layout->note(), std::string());
        QVERIFY2(complaint(request, *layout).isEmpty(), qPrintable(complaint(request, *layout)));

        const auto simple = simpleLayout(request, {});
        QVERIFY(simple);
        QVERIFY2(complaint(request, *simple).isEmpty(), qPrintable("simple: " + complaint(request, *simple)));
        QVERIFY(!hasChildren());
    }

    void callersStandAboveCallees()
    {
        const LayoutRequest request = graph(4, "0>1 1>2 0>3");
        for (const auto &layout : {layoutGraph(request), simpleLayout(request, {})}) {
            QVERIFY(layout);
            QVERIFY(layout->nodes[0].y < layout->nodes[1].y);
            QVERIFY(layout->nodes[1].y < layout->nodes[2].y);
            QVERIFY(layout->nodes[0].y < layout->nodes[3].y);
        }
    }

    void sameGraphSameLayout()
    {
        const LayoutRequest request = tangle(60, 120);
        const auto once = layoutGraph(request), again = layoutGraph(request);
        QVERIFY(once && again);
        QVERIFY2(once->method == LayoutMethod::Graphviz, qPrintable(words(*once)));
        QVERIFY(same(*once, *again));
        const auto simple = simpleLayout(request, {}), simpleAgain = simpleLayout(request, {});
        QVERIFY(same(*simple, *simpleAgain));
        QVERIFY2(complaint(request, *once).isEmpty(), qPrintable(complaint(request, *once)));
        QVERIFY2(complaint(request, *simple).isEmpty(), qPrintable(complaint(request, *simple)));
    }

    void minimumLengthSeparates()
    {
        LayoutRequest request = graph(2, "0>1");
        const double before = layoutGraph(request)->nodes[1].y - layoutGraph(request)->nodes[0].y;
        request.edges[0].minLength = 2;
        const double after = layoutGraph(request)->nodes[1].y - layoutGraph(request)->nodes[0].y;
        QVERIFY2(after > before, qPrintable(QString("%1 is not more than %2").arg(after).arg(before)));
    }

    void timeoutFallsBack()
    {
        const LayoutRequest request = tangle(300, 900);
        LayoutOptions options;
        options.timeout = options.fastTimeout = 1;
        const auto layout = layoutGraph(request, options);
        QVERIFY(layout);
        QVERIFY2(layout->method == LayoutMethod::Simple && layout->reason == LayoutReason::TimedOut,
                 qPrintable(words(*layout)));
        QVERIFY2(layout->note().find("took too long") != std::string::npos, layout->note().c_str());
        QVERIFY2(complaint(request, *layout).isEmpty(), qPrintable(complaint(request, *layout)));
        QVERIFY(!hasChildren());
    }

    void timeoutRetriesFaster()
    {
        const LayoutRequest request = tangle(120, 240);
        LayoutOptions options;
        options.timeout = 1;
        options.fastTimeout = 60000;
        const auto layout = layoutGraph(request, options);
        QVERIFY(layout);
        QVERIFY2(layout->method == LayoutMethod::GraphvizFast && layout->reason == LayoutReason::TimedOut,
                 qPrintable(words(*layout)));
        QVERIFY2(complaint(request, *layout).isEmpty(), qPrintable(complaint(request, *layout)));
    }

    void stopEndsTheHelper()
    {
        LayoutRequest request = tangle(900, 2900);
        LayoutOptions options;
        options.timeout = options.fastTimeout = 120000;
        std::stop_source source;
        std::jthread stopper([&source] {
            std::this_thread::sleep_for(std::chrono::milliseconds(150));
            source.request_stop();
        });
        QVERIFY(!layoutGraph(request, options, source.get_token()));
        QVERIFY2(!hasChildren(), "the helper was left behind");
        // Stopped before it began.
        QVERIFY(!layoutGraph(graph(3, "0>1"), {}, source.get_token()));
        QVERIFY(!hasChildren());
    }

    void helperTroubles_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<int>("reason");
        QTest::addColumn<QString>("says");
        QTest::newRow("missing") << "" << int(LayoutReason::HelperMissing) << "No such file";
        QTest::newRow("fails with a word")
            << "echo 'no layout' >&2; exit 3" << int(LayoutReason::Failed) << "no layout";
        QTest::newRow("fails silently") << "exit 3" << int(LayoutReason::Failed) << "status 3";
        QTest::newRow("killed") << "kill -9 $$" << int(LayoutReason::Failed) << "signal 9";
        QTest::newRow("nonsense") << "echo hello; cat > /dev/null" << int(LayoutReason::Failed)
                                  << "different versions";
        QTest::newRow("too few nodes") << "cat > /dev/null; echo size 1 1; echo end"
                                       << int(LayoutReason::Failed) << "different versions";
        QTest::newRow("an error of its own")
            << "cat > /dev/null; echo error no dot; echo end" << int(LayoutReason::Failed) << "no dot";
        QTest::newRow("infinite numbers")
            << "cat > /dev/null; echo size 1 1; echo node inf 1; echo node 1 1; echo edge 0 0 0; echo end"
            << int(LayoutReason::Failed) << "different versions";
        QTest::newRow("hangs") << "exec sleep 1000" << int(LayoutReason::TimedOut) << "took too long";
        QTest::newRow("closes its end and stays")
            << "exec >&- <&- ; exec sleep 1000" << int(LayoutReason::Failed) << "different versions";
    }
    void helperTroubles()
    {
        QFETCH(QString, script);
        QFETCH(int, reason);
        QFETCH(QString, says);
        QTemporaryDir folder;
        LayoutOptions options;
        options.helper = folder.filePath("helper").toStdString();
        options.timeout = options.fastTimeout = 400;
        if (!script.isEmpty()) {
            QFile file(folder.filePath("helper"));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("#!/bin/sh\n" + script.toUtf8() + "\n");
            file.close();
            QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        }
        const LayoutRequest request = graph(2, "0>1");
        const auto layout = layoutGraph(request, options);
        QVERIFY(layout);
        QVERIFY2(layout->method == LayoutMethod::Simple && int(layout->reason) == reason,
                 qPrintable(words(*layout)));
        QVERIFY2(QString::fromStdString(layout->note()).contains(says), qPrintable(words(*layout)));
        QVERIFY2(complaint(request, *layout).isEmpty(), qPrintable(complaint(request, *layout)));
        QVERIFY2(!hasChildren(), "the helper was left behind");
    }

    void memoryLimit()
    {
#if defined(__SANITIZE_ADDRESS__)
        QSKIP("AddressSanitizer reserves more addresses than any limit allows");
#endif
        LayoutOptions options;
        options.memoryLimit = 8 << 20; // less than Graphviz's libraries alone
        const auto layout = layoutGraph(tangle(200, 400), options);
        QVERIFY(layout);
        QVERIFY2(layout->method == LayoutMethod::Simple && layout->reason == LayoutReason::Failed,
                 qPrintable(words(*layout)));
    }

    void oddSizes()
    {
        LayoutRequest request = graph(3, "0>1 1>2 0>7 9>1 1>1");
        request.nodes[0] = {0, -5};
        request.nodes[1] = {1e12, 30};
        request.nodes[2] = {std::numeric_limits<double>::quiet_NaN(),
                            std::numeric_limits<double>::infinity()};
        const auto layout = layoutGraph(request);
        QVERIFY(layout);
        QCOMPARE(layout->edges.size(), size_t(5));
        QVERIFY(layout->edges[2].curve.empty());
        QVERIFY(layout->edges[3].curve.empty());
        QVERIFY2(layout->method == LayoutMethod::Graphviz, qPrintable(words(*layout)));
        LayoutOptions options;
        options.helper = "/nowhere/proflens-layout";
        QVERIFY(layoutGraph(request, options));
    }

    void simpleLayoutOfLargeGraphs_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("tangle") << 0;
        QTest::newRow("chain") << 1;
        QTest::newRow("fan") << 2;
        QTest::newRow("chain with far jumps") << 3;
    }
    void simpleLayoutOfLargeGraphs()
    {
        QFETCH(int, kind);
        constexpr uint32_t n = 2000;
        LayoutRequest request;
        if (kind == 0) {
            request = tangle(n, 6000);
        } else {
            request.nodes.assign(n, {60, 30});
            for (uint32_t i = 1; i < n; ++i)
                request.edges.push_back({kind == 2 ? 0 : i - 1, i, 1, 1, 20, 10});
            for (uint32_t i = 0; kind == 3 && i < n / 2; ++i)
                request.edges.push_back({i, n - 1 - i / 2, 1, 1, 20, 10});
        }
        const auto layout = simpleLayout(request, {});
        QVERIFY(layout);
        QVERIFY2(complaint(request, *layout).isEmpty(), qPrintable(complaint(request, *layout)));
    }

    void labelsAvoidNodes()
    {
        // A straight edge past a node that stands right where the label would be.
        LayoutRequest request;
        request.nodes = {{40, 20}, {40, 20}, {60, 60}};
        request.edges = {{0, 1, 1, 1, 30, 12}};
        GraphLayout layout;
        layout.nodes = {{100, 10}, {100, 310}, {135, 160}};
        layout.edges = {{{{100, 20}, {100, 110}, {100, 200}, {100, 290}}, {100, 300}, {}}};
        placeLabels(request, layout);
        const Point label = layout.edges[0].label;
        QVERIFY2(std::abs(label.x - 135) >= 45 || std::abs(label.y - 160) >= 36,
                 qPrintable(QString("label at %1, %2").arg(label.x).arg(label.y)));
        QVERIFY(std::abs(label.x - 100) < 25);
        QVERIFY(label.y > 20 && label.y < 290);
    }

    // Four short lines side by side, each with a label as wide as the room between them.
    void labelsOfAFan_data()
    {
        QTest::addColumn<double>("width");
        for (const double width : {30.0, 36.0, 38.0})
            QTest::addRow("%g", width) << width;
    }
    void labelsOfAFan()
    {
        QFETCH(double, width);
        LayoutRequest request;
        request.nodes = {{233, 66}, {52, 18}, {42, 18}, {42, 18}, {37, 18}};
        for (const uint32_t target : {1U, 2U, 3U, 4U})
            request.edges.push_back({0, target, 1, 1, width, 12});
        GraphLayout layout;
        layout.nodes = {{121, 33}, {26, 115}, {91, 115}, {151, 115}, {209, 115}};
        for (const auto &[from, to] :
             {std::pair(83.0, 43.5), {109.0, 97.5}, {133.0, 144.0}, {156.5, 192.0}}) {
            const double third = (to - from) / 3;
            layout.edges.push_back(
                {{{from, 66}, {from + third, 76}, {to - third, 86}, {to, 96}}, {to + third, 106}, {}});
        }
        placeLabels(request, layout);
        int crossings = 0;
        const QString wrong = labelComplaint(request, layout, crossings);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QCOMPARE(crossings, 0);
        for (size_t i = 0; i < layout.edges.size(); ++i) {
            for (size_t j = 0; j < layout.edges.size(); ++j) {
                const QRectF box = labelBox(request, layout, i);
                QVERIFY(i == j ||
                        distance(box, layout.edges[i].curve) < distance(box, layout.edges[j].curve));
            }
        }
    }

    void labelsTellTheirLine()
    {
        const LayoutRequest request = tangle(40, 60);
        for (auto &layout : {layoutGraph(request), simpleLayout(request, {})}) {
            QVERIFY(layout);
            GraphLayout placed = *layout;
            placeLabels(request, placed);
            int crossings = 0;
            const QString wrong = labelComplaint(request, placed, crossings);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            QVERIFY2(crossings <= 10, qPrintable(QString::number(crossings)));
        }
    }

    void labelsOfManyEdgesTakeLittleTime()
    {
        const LayoutRequest request = tangle(5000, 15000);
        auto layout = simpleLayout(request, {});
        QVERIFY(layout);
        QElapsedTimer timer;
        timer.start();
        placeLabels(request, *layout);

        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }

    void wire()
    {
        layoutwire::Request request;
        request.graph = tangle(5, 8);
        request.memoryLimit = 123456789012;
        request.attributes = {{"splines", "line"}, {"nslimit", "0.5"}};
        const auto read = layoutwire::decodeRequest(layoutwire::encode(request));
        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        QCOMPARE(layoutwire::encode(*read), layoutwire::encode(request));
        QVERIFY(read->attributes == request.attributes);
        for (const char *bad : {"", "layout 2\nend\n", "layout 1\nedge 0 0 1 1\nend\n",
                                "layout 1\nnode 1\nend\n", "layout 1\nnode 1 1\n", "layout 1\nwhat\nend\n"})
            QVERIFY2(!layoutwire::decodeRequest(bad), bad);
        for (const char *bad : {"", "size 1 1\nnode 1 1\n", "size 1 1\nnode 1 1\nedge 99999999999 1\nend\n",
                                "size 1 1\nnode 1 1\nedge 2 1 1 2 2 3 3\nend\n",
                                "node nan 1\nedge 0 0 0\nend\n", "node 1 1\nnode 1 1\nedge 0 0 0\nend\n"})
            QVERIFY2(!layoutwire::decodeAnswer(bad, 1, 1), bad);
    }
};

QTEST_GUILESS_MAIN(TestGraphLayout)
#include "tst_graphlayout.moc"
