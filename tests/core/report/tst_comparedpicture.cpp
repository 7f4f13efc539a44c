// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/read.h"
#include "core/report/comparedpicture.h"
#include "core/report/graphsvg.h"
#include "tests/core/folded.h"

#include <QTest>
#include <QXmlStreamReader>

#include <map>

using namespace proflens;

namespace {

const char *const before = "alloc/bytes\nmain;a;x 40\nmain;b 40\nmain;gone 20\n";
const char *const after = "alloc/bytes\nmain;a;x 90\nmain;b 40\nmain;fresh 10\n";

struct Compared
{
    ComparisonPtr comparison;
    ComparedGraph graph;
    bool self = false, relative = false;

    Compared(const ProfilePtr &base, const ProfilePtr &current)
    {
        if (const auto joined = joinProfiles(base, current)) {
            if (const auto made = Comparison::make(*joined, {}))
                comparison = *made;
        }
        GraphOptions options;
        options.visual = options.tags = true;
        options.nodeCount = 80;
        options.nodeFraction = 0.005;
        options.edgeFraction = 0.001;
        graph = comparedGraph(*comparison, options);
    }
    Compared(const std::string &base, const std::string &current)
        : Compared(foldedProfile(base), foldedProfile(current))
    {}
    ComparedPictureInput input() const
    {
        return {*comparison, graph, self, relative, false, "old.pb.gz", "new.pb.gz"};
    }
    GraphDrawing drawing() const
    {
        return drawComparedGraph({*comparison, graph, self, relative}, svgTextWidth());
    }
};

ProfilePtr sample(const char *name)
{
    const auto profile = readProfile(std::string(PROFLENS_SOURCE_DIR "/resources/samples/") + name);
    return profile ? *profile : nullptr;
}

const GraphDrawing::Node &nodeOf(const GraphDrawing &drawing, const std::string &name)
{
    for (const auto &node : drawing.nodes) {
        if (node.name == name)
            return node;
    }
    static const GraphDrawing::Node none;
    return none;
}

QString lines(const GraphDrawing::Node &node)
{
    QStringList text;
    for (const std::string &line : node.lines)
        text << QString::fromStdString(line);
    return text.join('|');
}

struct Parsed
{
    QString error;
    QStringList texts;
    int dotted = 0, dashed = 0, rects = 0, paths = 0;
};

Parsed parse(const std::string &svg)
{
    Parsed found;
    QXmlStreamReader xml(QByteArray::fromStdString(svg));
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const QString dashes = xml.attributes().value("stroke-dasharray").toString();
        found.rects += xml.name() == QLatin1String("rect");
        found.paths += xml.name() == QLatin1String("path");
        if (xml.name() == QLatin1String("rect")) {
            found.dotted += dashes == "1.5 2.5";
            found.dashed += dashes == "6 4";
        }
        if (xml.name() == QLatin1String("text"))
            found.texts << xml.readElementText();
    }
    if (xml.hasError())
        found.error = QString("line %1: %2").arg(xml.lineNumber()).arg(xml.errorString());
    return found;
}

} // namespace

class TestComparedPicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nodesTellBothNumbers()
    {
        const GraphDrawing drawing = Compared(before, after).drawing();
        QCOMPARE(drawing.nodes.size(), size_t(6));
        QCOMPARE(lines(nodeOf(drawing, "x")), QString("x|40B → 90B|(+50B, +50.00%)"));
        QCOMPARE(lines(nodeOf(drawing, "main")), QString("main|0 of 100B → 140B|(+40B, +40.00%)"));
        QCOMPARE(lines(nodeOf(drawing, "b")), QString("b|40B → 40B|(0, 0%)"));
        QCOMPARE(lines(nodeOf(drawing, "gone")), QString("gone|gone|20B → 0|(-20B, -20.00%)"));
        QCOMPARE(lines(nodeOf(drawing, "fresh")), QString("fresh|new|0 → 10B|(+10B, +10.00%)"));
        QCOMPARE(nodeOf(drawing, "fresh").costs, std::string("0 → 10B (+10B, +10.00%), new"));
        QCOMPARE(nodeOf(drawing, "main").costs, std::string("0 of 100B → 140B (+40B, +40.00%)"));
    }

    void sizesAreByTheLargerAndColoursByTheDifference()
    {
        Compared compared(before, after);
        const GraphDrawing drawing = compared.drawing();
        // The largest flat of either side has the largest letters.
        QCOMPARE(nodeOf(drawing, "x").fontSize, 24);
        QCOMPARE(nodeOf(drawing, "b").fontSize, 8 + 11); // 16 √(40/90)
        QCOMPARE(nodeOf(drawing, "gone").fontSize, 8 + 8);
        const auto strength = [&](const GraphDrawing &d, const char *name) {
            return nodeOf(d, name).difference->strength;
        };
        QCOMPARE(strength(drawing, "x"), 1.0);
        QCOMPARE(strength(drawing, "b"), 0.0);
        QVERIFY(strength(drawing, "gone") < strength(drawing, "main"));
        QCOMPARE(nodeOf(drawing, "gone").difference->change.kind, Change::Kind::Gone);
        for (const auto &edge : drawing.edges) {
            if (drawing.nodes[edge.target].name == "gone") {
                QCOMPARE(edge.label, std::string("20B → 0 gone"));
                QCOMPARE(edge.title, std::string("main → gone (20B → 0, -20B, -20.00%, gone)"));
                QCOMPARE(edge.penWidth, 1 + 5 * 20.0 / 140);
            }
        }
        compared.self = true;
        QCOMPARE(strength(compared.drawing(), "main"), 0.0);
        compared.relative = true;
        QCOMPARE(strength(compared.drawing(), "gone"), 1.0);
        QVERIFY(strength(compared.drawing(), "x") < 1.0);
    }

    void identicalProfilesAreGrey()
    {
        const Compared compared(sample("cpu-1.pb.gz"), sample("cpu-1.pb.gz"));
        const auto picture = comparedPicture(compared.input(), svgTextWidth());
        QVERIFY(picture);
        QVERIFY(picture->drawing.nodes.size() > 10);
        for (const auto &node : picture->drawing.nodes)
            QVERIFY2(node.difference->change == Change() && node.difference->strength == 0,
                     node.name.c_str());
        for (const auto &edge : picture->drawing.edges)
            QVERIFY2(edge.difference->change == Change() && edge.difference->strength == 0,
                     edge.title.c_str());
        QCOMPARE(picture->scale->most, std::string());
    }

    void againstNothingAllIsNew()
    {
        const Compared compared("alloc/bytes\n", after);
        for (const auto &node : compared.drawing().nodes) {
            QVERIFY2(node.difference->change.kind == Change::Kind::New, node.name.c_str());
            for (const std::string &line : node.lines)
                QVERIFY2(line.find("nan") == std::string::npos && line.find("inf") == std::string::npos,
                         line.c_str());
        }
    }

    void legendTellsWhatIsCompared()
    {
        const Compared compared(before, after);
        const auto picture = comparedPicture(compared.input(), svgTextWidth());
        QVERIFY(picture);
        const std::vector<std::string> expected = {
            "Base: old.pb.gz", "Current: new.pb.gz", "Type: alloc", "Total: 100B → 140B (+40B, +40.00%)",
            "Percentages of differences are of the base's total, 100B"};
        QCOMPARE(picture->legend, expected);
        QCOMPARE(picture->scale->least, std::string("-50B"));
        QCOMPARE(picture->scale->most, std::string("+50B"));
        const Parsed found = parse(graphSvg(*picture));
        QVERIFY2(found.error.isEmpty(), qPrintable(found.error));
        for (const char *text : {"Base: old.pb.gz", "-50B", "+50B", "new", "gone",
                                 "the same, or within noise", "0 → 10B", "(+10B, +10.00%)"})
            QVERIFY2(found.texts.contains(QString::fromUtf8(text)), qPrintable(found.texts.join(" | ")));
        QCOMPARE(found.dotted, 2); // the node and the one in the legend
        QCOMPARE(found.dashed, 2);
        // Scale and legend are within their box, and the graph is not under it.
        const PictureFrame frame = framePicture(*picture, svgTextWidth());
        for (const auto &item : frame.samples) {
            QVERIFY(item.box.x >= frame.legend.x && item.box.y >= frame.legend.y);
            QVERIFY(item.box.x + item.box.width <= frame.legend.x + frame.legend.width);
            QVERIFY(item.box.y + item.box.height <= frame.legend.y + frame.legend.height);
        }
        QVERIFY(frame.words.back().x < frame.legend.x + frame.legend.width);
    }

    void sidesAreAlike()
    {
        const Compared compared(sample("heap-1.pb.gz"), sample("heap-2.pb.gz"));
        const auto sides = sidePictures(compared.input(), svgTextWidth());
        QVERIFY(sides);
        const GraphDrawing &base = sides->base.drawing, &current = sides->current.drawing;
        QVERIFY(base.nodes.size() > 10);
        QCOMPARE(base.nodes.size(), current.nodes.size());
        QCOMPARE(base.edges.size(), current.edges.size());
        QCOMPARE(sides->base.layout.nodes, sides->current.layout.nodes);
        int missing = 0;
        for (size_t i = 0; i < base.nodes.size(); ++i) {
            QCOMPARE(base.nodes[i].name, current.nodes[i].name);
            QCOMPARE(base.nodes[i].width, current.nodes[i].width);
            QCOMPARE(base.nodes[i].height, current.nodes[i].height);
            QVERIFY(!(base.nodes[i].missing && current.nodes[i].missing));
            missing += base.nodes[i].missing || current.nodes[i].missing;
            const auto &node = base.nodes[i];
            if (node.isTag)
                continue;
            QCOMPARE(node.missing,
                     compared.graph.cum(node.call).base == 0 && compared.graph.flat(node.call).base == 0);
            QCOMPARE(node.lines.back() == "not in the base", node.missing);
        }
        QVERIFY(missing > 0);
    }

    void sidesHaveTheNumbersOfTheirProfiles()
    {
        const Compared compared(before, after);
        const SideDrawings sides = drawSides(*compared.comparison, compared.graph, svgTextWidth());
        QCOMPARE(lines(nodeOf(sides.base, "x")), QString("x|40B (40.00%)"));
        QCOMPARE(lines(nodeOf(sides.current, "x")), QString("x|90B (64.29%)"));
        QCOMPARE(lines(nodeOf(sides.base, "main")), QString("main|0 of 100B (100%)"));
        QCOMPARE(nodeOf(sides.base, "fresh").costs, std::string("not in the base"));
        QCOMPARE(nodeOf(sides.current, "gone").costs, std::string("not in the current side"));
        // One scale for both.
        QCOMPARE(nodeOf(sides.current, "x").fontSize, 24);
        QCOMPARE(nodeOf(sides.base, "x").fontSize, nodeOf(sides.base, "b").fontSize);
        QCOMPARE(nodeOf(sides.base, "main").share, 100.0 / 140);
        QCOMPARE(nodeOf(sides.current, "main").share, 1.0);
    }

    void besideEachOtherNothingOverlaps()
    {
        const Compared compared(before, after);
        const auto sides = sidePictures(compared.input(), svgTextWidth());
        const GraphPicture both = besideEachOther(sides->base, sides->current);
        const size_t count = sides->base.drawing.nodes.size();
        QCOMPARE(both.drawing.nodes.size(), 2 * count);
        for (size_t i = 0; i < count; ++i) {
            QVERIFY(both.layout.nodes[i].x < sides->base.layout.width);
            QVERIFY(both.layout.nodes[count + i].x > sides->base.layout.width);
            QVERIFY(both.drawing.nodes[i].id != both.drawing.nodes[count + i].id);
        }
        const Parsed found = parse(graphSvg(both));
        QVERIFY2(found.error.isEmpty(), qPrintable(found.error));
        QCOMPARE(found.paths, int(both.drawing.edges.size()));
        QVERIFY(found.texts.contains("40B (40.00%)"));
        QVERIFY(found.texts.contains("90B (64.29%)"));
        QVERIFY(found.texts.contains("Left: base, old.pb.gz, total 100B"));
    }

    void dotTellsBothNumbers()
    {
        const Compared compared(before, "alloc/bytes\nmain;\"quo\\ted\" 10\n");
        const std::string dot = pictureDot(*comparedPicture(compared.input(), svgTextWidth()));
        QVERIFY(dot.starts_with("digraph \"new.pb.gz − old.pb.gz\" {\n"));
        for (const char *text : {"label=\"x\\ngone\\n40B → 0\\n(-40B, -40.00%)\"", "\\\"quo\\\\ted\\\"",
                                 "style=\"filled,dotted\"", "style=\"filled,dashed\"", "Base: old.pb.gz\\l"})
            QVERIFY2(dot.find(text) != std::string::npos, (std::string(text) + " is not in\n" + dot).c_str());
    }
};

QTEST_GUILESS_MAIN(TestComparedPicture)
#include "tst_comparedpicture.moc"
