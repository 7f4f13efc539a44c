// SPDX-License-Identifier: GPL-3.0-or-later
// The flame graph as SVG: valid XML for any names, with the names and costs in it.
#include "core/report/flamesvg.h"
#include "tests/core/folded.h"

#include <QTest>
#include <QXmlStreamReader>

using namespace proflens;

namespace {

struct Picture
{
    QString error;
    QStringList texts, titles;
    int boxes = 0;
};

Picture parse(const std::string &svg)
{
    Picture picture;
    QXmlStreamReader xml(QByteArray::fromStdString(svg));
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement())
            continue;
        if (xml.name() == QLatin1String("g"))
            ++picture.boxes;
        else if (xml.name() == QLatin1String("text"))
            picture.texts << xml.readElementText();
        else if (xml.name() == QLatin1String("title"))
            picture.titles << xml.readElementText();
    }
    if (xml.hasError())
        picture.error = QString("line %1: %2").arg(xml.lineNumber()).arg(xml.errorString());
    return picture;
}

AnalysisPtr analyse(const ProfilePtr &profile)
{
    auto made = Analysis::make(profile, {});
    return made ? *made : nullptr;
}

} // namespace

class TestFlameSvg : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesCostsAndTitle()
    {
        const AnalysisPtr analysis = analyse(foldedProfile(
            "cpu/nanoseconds\nmain;net/http.(*conn).serve@/src/server.go 3000000\nmain;gc 1000000\n"));
        FlameSvgOptions options;
        options.title = "shop.pb.gz";
        const Picture picture = parse(flameSvg(*analysis, options));
        QCOMPARE(picture.error, QString());
        QCOMPARE(picture.titles,
                 QStringList({"shop.pb.gz", "all: 4ms (100%)", "main\n4ms (100%), self 0",
                              "gc\n1ms (25.00%), self 1ms",
                              "net/http.(*conn).serve\n/src/server.go\n3ms (75.00%), self 3ms"}));
        QCOMPARE(picture.texts, QStringList({"shop.pb.gz", "cpu: total 4ms", "all: 4ms", "main", "gc",
                                             "net/http.(*conn).serve"}));
    }
    void inverted()
    {
        const AnalysisPtr analysis = analyse(foldedProfile("cpu/count\na;x 3\nb;x 5\n"));
        FlameSvgOptions options;
        options.inverted = true;
        const Picture picture = parse(flameSvg(*analysis, options));
        QCOMPARE(picture.error, QString());
        QCOMPARE(picture.texts.mid(2), QStringList({"all: 8", "x", "a", "b"}));
    }
    void oddNames()
    {
        ProfileBuilder builder;
        builder.addSampleType("a&b", "count");
        const std::string longName(2000, 'n');
        for (const std::string &name :
             {std::string("std::map<int, char const*>::find(\"&\")"), std::string("bad\xff\xfe\xc3"),
              std::string("control\x01\x1b[0m\n\ttab"), std::string("\xef\xbf\xbe\xed\xa0\x80"),
              std::string("日本語の名前::関数"), longName, std::string("]]>"), std::string("--")}) {
            const Line line{builder.addFunction(name, name, "a<b>.c", 0), 0, 0};
            Location location;
            location.address = builder.profile().locations.size() + 1;
            const LocationId at = builder.addLocation(location, {&line, 1});
            const int64_t value = 10;
            builder.addSample({&at, 1}, {&value, 1});
        }
        const AnalysisPtr analysis = analyse(builder.finish());
        FlameSvgOptions options;
        options.title = "<&>\x02";
        const std::string svg = flameSvg(*analysis, options);
        const Picture picture = parse(svg);
        QCOMPARE(picture.error, QString());
        QCOMPARE(picture.boxes, 9);
        const QString all = picture.titles.join('\n');
        QVERIFY2(all.contains("std::map<int, char const*>::find(\"&\")"), qPrintable(all));
        QVERIFY2(all.contains(QString::fromUtf8("日本語の名前::関数")), qPrintable(all));
        QVERIFY2(all.contains(QString::fromStdString(longName)), "the long name is cut");
        QVERIFY2(all.contains(QString::fromUtf8("bad‹FF›‹FE›‹C3›")), qPrintable(all));
    }
    void emptyAndNegative()
    {
        const Picture empty = parse(flameSvg(*analyse(foldedProfile("cpu/count\n"))));
        QCOMPARE(empty.error, QString());
        QCOMPARE(empty.boxes, 0);
        const Picture negative = parse(flameSvg(*analyse(foldedProfile("cpu/count\na 5\nb -5\n"))));
        QCOMPARE(negative.error, QString());
        QVERIFY2(negative.titles.join('\n').contains("b\n-5 (50.00%), self -5"),
                 qPrintable(negative.titles.join('\n')));
    }
    void differencesHaveALegend()
    {
        const auto joined = joinProfiles(foldedProfile("cpu/count\nmain;a&<b 30\nmain;old 20\nmain;c 10\n"),
                                         foldedProfile("cpu/count\nmain;a&<b 90\nmain;new 10\nmain;c 10\n"));
        QVERIFY(joined.ok());
        const auto comparison = Comparison::make(*joined, {});
        QVERIFY(comparison.ok());
        for (const ComparedWidth width : {ComparedWidth::Larger, ComparedWidth::Current, ComparedWidth::Base,
                                          ComparedWidth::Difference}) {
            for (const FlameColoring coloring : {FlameColoring{false, false}, {true, true}}) {
                for (const bool inverted : {false, true}) {
                    const ComparedFlame flame(*comparison, width, inverted);
                    FlameSvgOptions options;
                    options.flipped = inverted;
                    const std::string svg = flameSvg(flame, coloring, options);
                    const Picture picture = parse(svg);
                    QCOMPARE(picture.error, QString());
                    QVERIFY(svg.find("id=\"legend\"") != std::string::npos);
                    for (const char *word : {"new", "gone", "same or within noise"})
                        QVERIFY2(picture.texts.contains(word) || picture.texts.contains("the same"), word);
                }
            }
        }
        FlameSvgOptions options;
        options.subtitle = "Base: a. Current: b.";
        const Picture picture =
            parse(flameSvg(ComparedFlame(*comparison, ComparedWidth::Larger, false), {}, options));
        const QString texts = picture.texts.join('\n'), titles = picture.titles.join('\n');
        QVERIFY2(picture.texts[1].startsWith(
                     "Base: a. Current: b. cpu: base 60, current 110, difference +50 (+83.33% of the base)"),
                 qPrintable(texts));
        for (const char *text :
             {"-60", "+60", "+ a&<b", "new: new", "gone: old", "Width: the larger of both"})
            QVERIFY2(picture.texts.contains(text), qPrintable(QString(text) + " in\n" + texts));
        QVERIFY2(titles.contains("a&<b\nbase 30, current 90\ndifference +60 (+100% of the base), ×3.00"),
                 qPrintable(titles));
        QVERIFY2(titles.contains("old\nbase 20, current 0\ndifference -20 (-33.33% of the base), gone"),
                 qPrintable(titles));
        // What did not change has neither sign nor word.
        QVERIFY2(picture.texts.contains("c"), qPrintable(texts));
    }
    void manyBoxesAreGathered()
    {
        std::string folded = "cpu/count\n";
        for (int i = 0; i < 2000; ++i)
            folded += "f" + std::to_string(i) + ";g" + std::to_string(i) + " 1\n";
        FlameSvgOptions options;
        options.width = 20000;
        options.mostBoxes = 500;
        const Picture picture = parse(flameSvg(*analyse(foldedProfile(folded)), options));
        QCOMPARE(picture.error, QString());
        QVERIFY2(picture.boxes <= 500 && picture.boxes > 0, qPrintable(QString::number(picture.boxes)));
        QVERIFY2(picture.titles.contains("2000 narrow frames: 2000 (100%)"),
                 qPrintable(picture.titles.join('\n')));
    }
    void deepStacksAreCut()
    {
        std::string folded = "cpu/count\nf";
        for (int i = 0; i < 200; ++i)
            folded += ";f";
        FlameSvgOptions options;
        options.mostLevels = 50;
        const Picture picture = parse(flameSvg(*analyse(foldedProfile(folded + " 1\n")), options));
        QCOMPARE(picture.boxes, 50);
        QCOMPARE(picture.texts.last(), QString("152 more levels are left out."));
    }
};

QTEST_GUILESS_MAIN(TestFlameSvg)
#include "tst_flamesvg.moc"
