// SPDX-License-Identifier: GPL-3.0-or-later
// The page of -weblist: that it is whole and says what -list says, and what was inlined where.
#include "core/format/read.h"
#include "core/profile/builder.h"
#include "core/report/report.h"
#include "core/report/weblist.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

namespace {

struct Printed
{
    QString text, error;
};

Printed print(const ProfilePtr &profile, ReportKind kind, const ReportOptions &options, const char *argument)
{
    std::string text;
    Status status = success();
    {
        Output out([&](std::string_view piece) {
            text += piece;
            return true;
        });
        status = writeReport(profile, kind, options, argument, out);
    }
    return {QString::fromStdString(text),
            status.ok() ? QString() : QString::fromStdString(status.error().message)};
}

QString plain(QString html)
{
    static const QRegularExpression tag("<[^>]*>");
    html.remove(tag);
    return html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
}

// Rows of the page's listings as "flat cum line: text", with "+" per depth before what was inlined.
QStringList rowsOf(const QString &page)
{
    static const QRegularExpression row("<tr([^>]*)><td>([^<]*)</td><td>([^<]*)</td><td>(.*?)</td><td( "
                                        "style=\"--depth:(\\d+)\")?>(.*?)</td></tr>");
    QStringList rows;
    const QString listings = page.mid(page.indexOf("<section"));
    for (auto it = row.globalMatch(listings); it.hasNext();) {
        const auto match = it.next();
        const bool inlined = match.captured(1).contains("inlined");
        const QString where =
            inlined ? QString(match.captured(6).toInt() + 1, '+') : plain(match.captured(4));
        rows << match.captured(2) + ' ' + match.captured(3) + ' ' + where + ": " +
                    plain(match.captured(7)).trimmed();
    }
    return rows;
}

// The same of what -list prints, without inlined calls.
QStringList rowsOfList(const QString &text)
{
    static const QRegularExpression row("^ *(\\S+) +(\\S+) +(\\d+):(.*)$");
    QStringList rows;
    for (const QString &line : text.split('\n')) {
        const auto match = row.match(line);
        if (match.hasMatch())
            rows << match.captured(1) + ' ' + match.captured(2) + ' ' + match.captured(3) + ": " +
                        match.captured(4).trimmed();
    }
    return rows;
}

// main.run calls get, which is inlined into its line 3 together with hash, which get calls.
ProfilePtr inlined(const std::string &file)
{
    ProfileBuilder builder;
    builder.addSampleType("cpu", "count");
    const FunctionId run = builder.addFunction("main.run<T>", "main.run<T>", file, 2);
    const FunctionId get = builder.addFunction("cache.get", "cache.get", file, 6);
    const FunctionId hash = builder.addFunction("cache.hash", "cache.hash", "/nowhere/hash.go", 1);
    const auto location = [&](uint64_t id, std::vector<Line> lines) {
        Location at;
        at.id = id;
        return builder.addLocation(at, lines);
    };
    const LocationId all = location(1, {{hash, 9, 0}, {get, 7, 0}, {run, 3, 0}});
    const LocationId one = location(2, {{get, 7, 0}, {run, 3, 0}});
    const LocationId self = location(3, {{run, 4, 0}});
    const auto sample = [&](std::vector<LocationId> stack, int64_t value) {
        builder.addSample(stack, {&value, 1});
    };
    sample({all}, 5);
    sample({one}, 2);
    sample({self}, 1);
    sample({self, one}, 10); // get is not the leaf
    return builder.finish();
}

const char *const source = "package main\n"
                           "func run() { // </script>\n"
                           "\tget(\"<a&b>\")\n"
                           "\tself()\n"
                           "}\n"
                           "func get() {\n"
                           "\treturn hash()\n"
                           "}\n";

} // namespace

class TestWebList : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString at(const char *name) { return m_folder.filePath(name); }

private Q_SLOTS:
    void initTestCase()
    {
        setWebListHighlighter(highlight);
        QFile file(at("main.go"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(source) > 0);
    }
    void inlinedCalls()
    {
        const Printed page = print(inlined(at("main.go").toStdString()), ReportKind::WebList, {}, "main");
        QCOMPARE(page.error, QString());
        const QStringList expected = {
            ". . 2: func run() { // </script>",
            ". 17 3: get(\"<a&b>\")",
            "2 17 +: cache.get main.go:7 return hash()",
            "5 5 ++: cache.hash hash.go:9",
            "11 11 4: self()",
            ". . 5: }",
            ". . 6: func get() {",
            ". . 7: return hash()",
            ". . 8: }",
        };
        QCOMPARE(rowsOf(page.text), expected);
        QVERIFY(page.text.contains("<h2>main.run&lt;T&gt;</h2>"));
        QVERIFY2(page.text.count("</script>") == 1, "text of the source ends the script");
        QVERIFY(page.text.endsWith("</html>\n"));
        static const QRegularExpression load("(src|href)=\"(?!#)|url\\(|@import|https?:");
        QVERIFY2(!page.text.contains(load), qPrintable(load.match(page.text).captured()));
    }
    // noinlines is about frames; here inlined calls are what is asked for.
    void noInlines()
    {
        ReportOptions options;
        options.noInlines = true;
        const auto profile = inlined(at("main.go").toStdString());
        QCOMPARE(rowsOf(print(profile, ReportKind::WebList, options, "main").text),
                 rowsOf(print(profile, ReportKind::WebList, {}, "main").text));
    }
    void withoutSource()
    {
        const Printed page = print(inlined("/nowhere/main.go"), ReportKind::WebList, {}, "run|get");
        QCOMPARE(page.error, QString());
        const QStringList expected = {
            "11 11 4:",
            ". 17 3:",
            "2 17 +: cache.get main.go:7",
            "5 5 ++: cache.hash hash.go:9",
            "2 17 7:",
            "5 5 +: cache.hash hash.go:9",
        };
        QStringList rows = rowsOf(page.text);
        for (QString &row : rows)
            row = row.trimmed();
        // By line, first of the function with more flat.
        std::swap(rows[0], rows[3]);
        std::swap(rows[1], rows[3]);
        std::swap(rows[2], rows[3]);
        QCOMPARE(rows, expected);
        QVERIFY(page.text.contains("no such file or directory"));
    }
    void differences()
    {
        ReportOptions options;
        const auto before = inlined(at("main.go").toStdString());
        const Printed plain = print(before, ReportKind::WebList, options, "main");
        QVERIFY(!plain.text.contains("Δ") && !plain.text.contains("less its base"));
        options.isDifference = true;
        const Printed page = print(before, ReportKind::WebList, options, "main");
        QVERIFY(page.text.contains("All numbers are differences: the profile less its base."));
        QCOMPARE(page.text.count("<th scope=\"col\">Δ flat</th>"), 2);
        QVERIFY2(rowsOf(page.text).contains("+11 +11 4: self()"), qPrintable(rowsOf(page.text).join('\n')));
    }
    void withoutFile()
    {
        const Printed page = print(inlined(""), ReportKind::WebList, {}, "run");
        QCOMPARE(page.error, QString());
        QVERIFY(page.text.contains("does not say in which file"));
        QCOMPARE(rowsOf(page.text).size(), 4);
    }
    void noMatch()
    {
        const Printed page = print(inlined(""), ReportKind::WebList, {}, "nobody");
        QCOMPARE(page.error, QString("no matches found for regexp: nobody"));
        QCOMPARE(page.text, QString());
        QVERIFY(print(inlined(""), ReportKind::WebList, {}, "(").error.contains("missing"));
    }
    void sameAsList_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("function");
        QTest::newRow("CPU") << "cpu-1.pb.gz"
                             << "distance|Search";
        QTest::newRow("heap") << "heap-1.pb.gz"
                              << "teashop";
        QTest::newRow("goroutines") << "goroutine-1.pb.gz"
                                    << "teashop";
    }
    void sameAsList()
    {
        QFETCH(QString, file);
        QFETCH(QString, function);
        const QString samples = QStringLiteral(PROFLENS_SOURCE_DIR "/resources/samples/");
        const auto profile = readProfile((samples + file).toStdString());
        QVERIFY2(profile.ok(), profile.ok() ? "" : profile.error().message.c_str());
        ReportOptions options;
        options.sourcePath = samples.toStdString();
        options.trimPath = "example.org";
        const QByteArray argument = function.toUtf8();
        const Printed list = print(*profile, ReportKind::List, options, argument);
        const Printed page = print(*profile, ReportKind::WebList, options, argument);
        QCOMPARE(page.error, QString());
        QStringList expected = rowsOfList(list.text), rows;
        for (const QString &row : rowsOf(page.text)) {
            // What no source line belongs to is not in the text.
            if (!row.section(' ', 2, 2).startsWith('+') && !row.endsWith(": "))
                rows << row;
        }
        expected.removeIf([](const QString &row) { return row.endsWith(": "); });
        for (QStringList *each : {&rows, &expected}) {
            for (QString &row : *each)
                row = row.simplified();
            each->sort();
        }
        QVERIFY(rows.size() > 5);
        QCOMPARE(rows, expected);
    }
};

QTEST_GUILESS_MAIN(TestWebList)
#include "tst_weblist.moc"
