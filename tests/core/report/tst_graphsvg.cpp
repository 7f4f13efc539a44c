// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/read.h"
#include "core/measure/visibletext.h"
#include "core/report/graphsvg.h"
#include "core/report/svgtext.h"

#include <QDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace proflens;

namespace {

// What a reader of XML finds in an SVG.
struct Parsed
{
    QString error;
    QHash<QString, QString> titles; // by id of the group
    QStringList texts;
    int paths = 0, dashed = 0;
};

Parsed parse(const std::string &svg)
{
    Parsed found;
    QXmlStreamReader xml(QByteArray::fromStdString(svg));
    QString group;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("g"))
            group = xml.attributes().value("id").toString();
        else if (xml.name() == QLatin1String("title"))
            found.titles[group] = xml.readElementText();
        else if (xml.name() == QLatin1String("text"))
            found.texts << xml.readElementText();
        else if (xml.name() == QLatin1String("path")) {
            ++found.paths;
            found.dashed += xml.attributes().hasAttribute("stroke-dasharray");
        }
    }
    if (xml.hasError())
        found.error = QString("line %1: %2").arg(xml.lineNumber()).arg(xml.errorString());
    return found;
}

// A drawing of so many nodes in a row.
GraphDrawing chain(const QList<QByteArray> &names)
{
    GraphDrawing drawing;
    for (const QByteArray &name : names) {
        auto &node = drawing.nodes.emplace_back();
        node.id = "node" + std::to_string(drawing.nodes.size());
        node.name = visibleText({name.constData(), size_t(name.size())});
        node.lines = {node.name, "1s (10%)"};
        node.costs = "1s (10%)";
        node.share = 0.1;
        node.width = 120;
        node.height = 40;
    }
    for (uint32_t i = 1; i < drawing.nodes.size(); ++i) {
        auto &edge = drawing.edges.emplace_back();
        edge.id = "edge" + std::to_string(i);
        edge.source = i - 1;
        edge.target = i;
        edge.label = "1s";
        edge.title = drawing.nodes[i - 1].name + " → " + drawing.nodes[i].name;
        edge.labelWidth = 20;
        edge.labelHeight = 12;
        edge.residual = i == 1;
        edge.inlined = i == 2;
    }
    return drawing;
}

std::optional<GraphPicture> pictureOfFile(const QString &file, ReportOptions options = {})
{
    const auto profile = readProfile(file.toStdString());
    if (!profile)
        return std::nullopt;
    auto report = Report::make(*profile, ReportKind::Dot, options);
    return report ? pictureOf(*report, svgTextWidth()) : std::nullopt;
}

const QString samples = QStringLiteral(PROFLENS_SOURCE_DIR "/resources/samples/");

} // namespace

class TestGraphSvg : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesOfAnyKind_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QByteArray("main.work") << "main.work";
        QTest::newRow("markup") << QByteArray("a<b>&\"c'::operator<") << "a<b>&\"c'::operator<";
        QTest::newRow("end of CDATA") << QByteArray("x]]>y") << "x]]>y";
        QTest::newRow("control characters") << QByteArray("a\nb\x01"
                                                          "c\x7f")
                                            << QString::fromUtf8("a‹\\n›b‹01›c‹7F›");
        QTest::newRow("nul") << QByteArray("a\0b", 3) << QString::fromUtf8("a‹00›b");
        QTest::newRow("no UTF-8") << QByteArray("\xff\xc0\x80z") << QString::fromUtf8("‹FF›‹C0›‹80›z");
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QString::fromUtf8("‹ED›‹A0›‹80›");
        QTest::newRow("no character") << QByteArray("\xef\xbf\xbe") << QString::fromUtf8("‹U+FFFE›");
        QTest::newRow("turned round") << QByteArray("\xe2\x80\xae"
                                                    "abc")
                                      << QString::fromUtf8("‹U+202E›abc");
        QTest::newRow("wide") << QByteArray("函数::呼び出し") << QString::fromUtf8("函数::呼び出し");
        QTest::newRow("long") << QByteArray(2000, 'x') << QString(2000, 'x');
        QTest::newRow("empty") << QByteArray() << "";
    }
    void namesOfAnyKind()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, shown);
        auto picture = layoutPicture(chain({name, "other"}), {});
        QVERIFY(picture);
        picture->legend = {"File: " + visibleText({name.constData(), size_t(name.size())})};
        const Parsed found = parse(graphSvg(*picture));
        QVERIFY2(found.error.isEmpty(), qPrintable(found.error));
        QCOMPARE(found.titles["node1"], shown + ": 1s (10%)");
        if (!shown.isEmpty())
            QVERIFY2(found.texts.contains(shown), qPrintable(found.texts.join(" | ")));
    }

    void edgesSayWhatTheyAre()
    {
        const auto picture = layoutPicture(chain({"a", "b", "c", "d"}), {});
        const Parsed found = parse(graphSvg(*picture));
        QVERIFY2(found.error.isEmpty(), qPrintable(found.error));
        QCOMPARE(found.paths, 3);
        QCOMPARE(found.dashed, 2); // the residual one and the inlined one
        QCOMPARE(found.titles["edge3"], QString::fromUtf8("c → d"));
    }

    void emptyGraph()
    {
        auto picture = layoutPicture({}, {});
        QVERIFY(picture);
        picture->legend = {"Type: cpu"};
        const Parsed found = parse(graphSvg(*picture));
        QVERIFY2(found.error.isEmpty(), qPrintable(found.error));
        QCOMPARE(found.texts, QStringList("Type: cpu"));
    }

    void legendCoversNothing()
    {
        // A graph of one node leaves no room in its corners.
        auto picture = layoutPicture(chain({"a"}), {});
        picture->legend = {"File: something long enough to be wider than the node", "Type: cpu"};
        const PictureFrame frame = framePicture(*picture, svgTextWidth());
        QVERIFY(frame.graph.y >= frame.legend.y + frame.legend.height);
        QVERIFY(frame.width >= frame.legend.x + frame.legend.width);
        QVERIFY(frame.height >= frame.graph.y + picture->layout.height);
    }

    void realProfile_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *name : {"cpu-1", "heap-1", "mutex-1", "goroutine-1"})
            QTest::newRow(name) << samples + name + ".pb.gz";
        const QDir real(PROFLENS_SOURCE_DIR "/../shared/parity/real/profiles");
        for (const QString &name :
             real.entryList({"legacy-cpp-cpu.prof", "legacy-java-cpu.prof", "go-heap-diffbase*", "risc0*",
                             "pair-badger-mutex-a.prof"}))
            QTest::newRow(qPrintable(name)) << real.filePath(name);
    }
    void realProfile()
    {
        QFETCH(QString, file);
        const auto picture = pictureOfFile(file);
        QVERIFY(picture);
        QCOMPARE(picture->layout.note(), std::string());
        const std::string svg = graphSvg(*picture);
        const Parsed found = parse(svg);
        QVERIFY2(found.error.isEmpty(), qPrintable(found.error));
        for (const auto &node : picture->drawing.nodes) {
            const QString id = QString::fromStdString(node.id);
            QVERIFY2(found.titles.value(id).startsWith(QString::fromStdString(node.name)),
                     qPrintable(id + ": " + found.titles.value(id)));
        }
        QCOMPARE(found.paths, int(picture->drawing.edges.size()));
        const std::string again = graphSvg(*pictureOfFile(file));
        QVERIFY2(svg == again, "the same profile gave another picture");
    }

    void fontsGrowWithFlat()
    {
        const auto picture = pictureOfFile(samples + "cpu-1.pb.gz");
        QVERIFY(picture);
        int largest = 0;
        for (const auto &node : picture->drawing.nodes) {
            largest = std::max(largest, node.fontSize);
            QVERIFY2(node.fontSize >= 8 && node.fontSize <= 24, qPrintable(QString::number(node.fontSize)));
        }
        QCOMPARE(largest, 24); // pprof: 8 points, and up to 16 more
    }

    void textWidth()
    {
        // Helvetica: "i" has 0.222, "W" 0.944 of the size.
        QCOMPARE(svg::textWidth("iW", 10), 11.66);
        QVERIFY(svg::textWidth("函数", 10) > 15);
        QCOMPARE(svg::elidedMiddle("abcdefghij", 7), std::string("ab…ghij"));
        QCOMPARE(svg::elidedMiddle("ääää", 4), std::string("ääää"));
        QCOMPARE(svg::number(-0.001), std::string("0"));
        QCOMPARE(svg::number(1234.567), std::string("1234.57"));
    }
};

QTEST_GUILESS_MAIN(TestGraphSvg)
#include "tst_graphsvg.moc"
