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
