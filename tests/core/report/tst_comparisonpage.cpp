// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/comparisonpage.h"
#include "tests/core/folded.h"
#include "tests/core/randomprofile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace proflens;

namespace {

ComparisonPtr compared(const ProfilePtr &base, const ProfilePtr &current)
{
    const auto joined = joinProfiles(base, current);
    if (!joined)
        qFatal("%s", joined.error().message.c_str());
    const auto made = Comparison::make(*joined, {});
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

QString pageOf(const ComparisonPtr &comparison, const ComparisonPageOptions &options = {})
{
    return QString::fromStdString(comparisonPage(*comparison, options));
}

QJsonObject dataOf(const QString &page)
{
    const QString begin = QStringLiteral("id=\"data\">"), end = QStringLiteral("</script>");
    const qsizetype from = page.indexOf(begin) + begin.size();
    QJsonParseError error;
    const auto document =
        QJsonDocument::fromJson(page.mid(from, page.indexOf(end, from) - from).toUtf8(), &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("%s at %d", qPrintable(error.errorString()), error.offset);
    return document.object();
}

// Nodes as "depth name base current change".
QStringList nodesOf(const QJsonObject &data)
{
    QStringList nodes;
    for (const auto &value : data["nodes"].toArray()) {
        const QJsonArray node = value.toArray();
        nodes << QStringLiteral("%1 %2 %3 %4 %5")
                     .arg(node[0].toInt())
                     .arg(data["names"].toArray()[node[1].toInt()].toString())
                     .arg(node[2].toInt())
                     .arg(node[3].toInt())
                     .arg(node[6].toString());
    }
    return nodes;
}

} // namespace

class TestComparisonPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbers()
    {
        const QJsonObject data = dataOf(pageOf(compared(
            foldedProfile("cpu/milliseconds\nmain;serve;brew 50\nmain;serve;pour 30\nmain;serve 20\n"),
            foldedProfile("cpu/milliseconds\nmain;serve;brew 80\nmain;serve;pack 10\nmain;serve 20\n"))));
        QCOMPARE(nodesOf(data), QStringList({"0 all 100 110 g", "1 main 100 110 g", "2 serve 100 110 g",
                                             "3 brew 50 80 g", "3 pack 0 10 n", "3 pour 30 0 x"}));
        QCOMPARE(data["unit"].toString(), "ms");
        QCOMPARE(data["unitFactor"].toDouble(), 1.0);
        QCOMPARE(data["total"].toInt(), 100);
        const QJsonArray first = data["functions"].toArray()[0].toArray();
        QCOMPARE(data["names"].toArray()[first[0].toInt()].toString(), "brew"); // changed most
        QCOMPARE(data["functions"].toArray().size(), 5);
    }

    void namesCannotBreakOut()
    {
        ComparisonPageOptions options;
        options.title = "<b>&\xff";
        options.summary = {"</li><script>alert(1)</script>"};
        const std::string name = "</script><script>alert(2);\"'\\&\xfe";
        ProfileBuilder builder;
        builder.addSampleType("cpu", "milliseconds");
        const Line line{builder.addFunction(name, name, "", 0), 0, 0};
        const LocationId location = builder.addLocation({}, {&line, 1});
        const int64_t value = 5;
        builder.addSample({&location, 1}, {&value, 1});
        const ProfilePtr odd = builder.finish();
        const QString page = pageOf(compared(odd, odd), options);
        QVERIFY(page.contains("&lt;b&gt;&amp;"));
        QCOMPARE(page.count("<script"), 2);
        QCOMPARE(page.count("</script>"), 2);
        QVERIFY(nodesOf(dataOf(page)).value(1).startsWith("1 </script><script>alert(2);\"'\\&"));
    }

    void loadsNothing()
    {
        const QString page = pageOf(compared(randomProfile(1), randomProfile(2)));
        for (const char *from : {"http://", "https://", "src=", "href=", "@import", "url("})
            QVERIFY2(!page.contains(from), from);
        QVERIFY(page.contains("default-src 'none'"));
    }

    void staysSmall()
    {
        std::string many = "cpu/milliseconds\n";
        for (int i = 0; i < 3000; ++i)
            many += "main;f" + std::to_string(i % 60) + ";g" + std::to_string(i) + ' ' +
                    std::to_string(1 + i) + '\n';
        ComparisonPageOptions options;
        options.mostNodes = 500;
        options.mostFunctions = 100;
        const QString page =
            pageOf(compared(foldedProfile(many), foldedProfile("cpu/milliseconds\nmain 5\n")), options);
        const QJsonObject data = dataOf(page);
        QVERIFY2(data["nodes"].toArray().size() <= 500,
                 qPrintable(QString::number(data["nodes"].toArray().size())));
        QVERIFY(data["nodes"].toArray().size() > 60);
        QCOMPARE(data["functions"].toArray().size(), 100);
        QVERIFY(page.contains("The narrowest frames are left out"));
        QVERIFY(page.contains("The 100 that changed most of 3061."));
    }

    void emptyProfiles()
    {
        const ProfilePtr nothing = foldedProfile("cpu/milliseconds\n");
        const QJsonObject data = dataOf(pageOf(compared(nothing, nothing)));
        QCOMPARE(nodesOf(data), QStringList({"0 all 0 0 ="}));
        QCOMPARE(data["functions"].toArray().size(), 0);
    }
};

QTEST_APPLESS_MAIN(TestComparisonPage)
#include "tst_comparisonpage.moc"
