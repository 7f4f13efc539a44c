// SPDX-License-Identifier: GPL-3.0-or-later
// Where reports differ from google/pprof's on purpose (tests/data/parity-differences.txt), as far as no other
// test shows it.
#include "core/format/read.h"
#include "core/profile/builder.h"
#include "core/report/report.h"
#include "core/source/functionnames.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

namespace {

QString print(const ProfilePtr &profile, ReportKind kind, const ReportOptions &options = {})
{
    std::string text;
    Status status = success();
    {
        Output out([&](std::string_view piece) {
            text += piece;
            return true;
        });
        status = writeReport(profile, kind, options, {}, out);
    }
    return QString::fromStdString(status.ok() ? text : status.error().message);
}

// One sample per function, each a leaf.
struct Leaves
{
    ProfileBuilder builder;

    Leaves() { builder.addSampleType("cpu", "nanoseconds"); }
    void add(const char *name, const char *file, int64_t value, const char *labelText = nullptr)
    {
        Location at;
        at.id = builder.profile().locations.size() + 1;
        const Line line{builder.addFunction(name, name, file, 1), 3, 0};
        const LocationId location = builder.addLocation(at, {&line, 1});
        std::vector<Label> labels;
        if (labelText)
            labels.push_back(builder.textLabel("q", labelText));
        builder.addSample({&location, 1}, {&value, 1}, labels);
    }
};

} // namespace

class TestOnPurpose : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // pprof says "Showing nodes accounting for 0" here.
    void sourcePathTwiceInAName()
    {
        Leaves leaves;
        const char *const file = "/home/x/src/app/src/main.go";
        leaves.add("main.a", file, 5000000);
        leaves.add("main.b", file, 5000000);
        leaves.add("main.small", file, 1000);
        ReportOptions options;
        options.granularity = Granularity::Lines;
        options.sourcePath = "/x/src";
        const QString text = print(leaves.builder.finish(), ReportKind::Top, options);
        QVERIFY2(text.contains("Showing nodes accounting for 10ms, 100% of 10ms total"), qPrintable(text));
        QVERIFY2(text.contains("main.a app/src/main.go:3"), qPrintable(text));
        QVERIFY2(text.contains("Dropped 1 node"), qPrintable(text));
    }
    // pprof writes label = "q:say "hi"" here.
    void quotesInLabels()
    {
        Leaves leaves;
        leaves.add("main.a", "a.go", 7, "say \"hi\"");
        const QString text = print(leaves.builder.finish(), ReportKind::Dot);
        QVERIFY2(text.contains("[label = \"q:say \\\"hi\\\"\" id="), qPrintable(text));
    }
    // pprof's default makes these "[binary]" and "f[interface { Close }]".
    void readableNamesStay()
    {
        Leaves leaves;
        leaves.add("<module>", "a.py", 5);
        leaves.add("f[interface { Close() }]", "a.go", 4);
        leaves.add("_ZN4acme5CacheIiE3getEi", "a.cc", 3);
        const ProfilePtr profile = withNames(leaves.builder.finish(), {});
        const QString text = print(profile, ReportKind::Top);
        for (const char *name : {" <module>\n", " f[interface { Close() }]\n", " acme::Cache::get\n"})
            QVERIFY2(text.contains(name), qPrintable(text));
    }
    // pprof: "unrecognized profile format".
    void javaAddressBeyond64Bits()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("java.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("--- heapz 1 ---\nformat = java\nresolution = bytes\n"
                   "         5     1 @ 0x1 0x2\n\n"
                   " 0x1 main.a (A.java:3)\n 0x10000000000000000 main.b (B.java:4)\n");
        file.close();
        const auto profile = readProfile(file.fileName().toStdString());
        QVERIFY2(profile.ok(), profile.ok() ? "" : profile.error().message.c_str());
        const QString text = print(*profile, ReportKind::Traces);
        QVERIFY2(text.contains("main.a"), qPrintable(text));
        QVERIFY2(!text.contains("main.b"), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(TestOnPurpose)
#include "tst_onpurpose.moc"
