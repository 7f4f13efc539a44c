// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/stackruns.h"
#include "core/analyze/tracetable.h"
#include "core/format/read.h"
#include "core/report/report.h"
#include "core/report/tracetext.h"
#include "tests/core/folded.h"
#include "tests/core/labelledprofile.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <map>
#include <numeric>

using namespace proflens;

namespace {

// By stack (leaf first) and labels, as -traces says them.
using Sums = std::map<std::pair<std::string, std::string>, int64_t>;

AnalysisPtr analysed(const ProfilePtr &profile, const AnalysisOptions &options = {})
{
    const auto made = Analysis::make(profile, options);
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

ComparisonPtr compared(const ProfilePtr &base, const ProfilePtr &current,
                       const ComparisonOptions &options = {})
{
    const auto joined = joinProfiles(base, current);
    if (!joined)
        qFatal("%s", joined.error().message.c_str());
    const auto made = Comparison::make(*joined, options);
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

void dropZeros(Sums &sums)
{
    std::erase_if(sums, [](const auto &entry) { return entry.second == 0; });
}

// What -traces prints, with values in the sample type's own unit.
Sums printed(const ProfilePtr &profile, const AnalysisOptions &view)
{
    ReportOptions options;
    options.sampleIndex = view.sampleIndex < 0 ? "" : std::to_string(view.sampleIndex);
    options.filters = view.filters;
    options.granularity = view.granularity;
    options.unit = profile->sampleTypes[static_cast<size_t>(*profile->sampleIndex(options.sampleIndex))].unit;
    std::string text;
    {
        Output out([&](std::string_view piece) {
            text += piece;
            return true;
        });
        const Status status = writeReport(profile, ReportKind::Traces, options, {}, out);
        if (!status)
            qFatal("%s", status.error().message.c_str());
    }
    Sums sums;
    const size_t begin = text.find(traceRule);
    text = begin == std::string::npos ? "" : text.substr(begin + traceRule.size());
    while (!text.empty()) {
        const size_t end = text.find(traceRule);
        const QString block = QString::fromLatin1(text.substr(0, end).c_str(), qsizetype(end));
        static const QRegularExpression firstFrame(QStringLiteral("^ *(-?[0-9]+)(\\.[0-9]+)?[A-Za-z]*   "),
                                                   QRegularExpression::MultilineOption);
        const QRegularExpressionMatch match = firstFrame.match(block);
        QString frames = block.mid(match.capturedEnd());
        frames.replace(QStringLiteral("\n             "), QStringLiteral("\n"));
        sums[{frames.toLatin1().toStdString(), block.left(match.capturedStart()).toLatin1().toStdString()}] +=
            match.captured(1).toLongLong();
        text = text.substr(end + traceRule.size());
    }
    dropZeros(sums);
    return sums;
}

std::string framesText(const TraceTable &table, uint32_t row)
{
    std::vector<StackElement> path;
    table.stacks().path(row, path);
    std::string text;
    for (size_t depth = path.size(); depth-- > 0;) {
        text += table.analysis()->frames().printableName(path[depth].frame());
        text += path[depth].inlined() ? " (inline)\n" : "\n";
    }
    return text;
}

// The same of a table; value picks what counts.
Sums listed(const TraceTable &table, const std::function<int64_t(BothValues)> &value)
{
    Sums sums;
    for (const uint32_t row : table.rows({})) {
        const std::string frames = framesText(table, row);
        if (frames.empty())
            continue; // pprof prints nothing for samples without a stack
        const auto parts = table.labels(row);
        int64_t whole = 0;
        for (const TraceLabels &part : parts) {
            sums[{frames, traceLabels(table.analysis()->selection(), part.set)}] += value(part.values);
            whole += value(part.values);
        }
        if (parts.empty())
            sums[{frames, ""}] += value(table.values(row));
        else if (whole != value(table.values(row)))
            qFatal("%s is %lld, its labels %lld", frames.c_str(), (long long)value(table.values(row)),
                   (long long)whole);
    }
    dropZeros(sums);
    return sums;
}

int64_t currentOf(BothValues values)
{
    return values.current;
}

std::vector<std::string> stacksOf(const TraceTable &table, const TraceQuery &query)
{
    std::vector<std::string> stacks;
    for (const uint32_t row : table.rows(query)) {
        std::string text = framesText(table, row);
        std::replace(text.begin(), text.end(), '\n', ' ');
        stacks.push_back(text + std::to_string(table.values(row).current));
    }
    return stacks;
}

std::string written(const TraceTable &table, bool asTable)
{
    std::string text;
    Output out([&](std::string_view piece) {
        text += piece;
        return true;
    });
    const auto rows = table.rows({});
    if (asTable)
        writeTraceTable(table, rows, TableFormat::Csv, out);
    else
        writeTraces(table, rows, out);
    out.flush();
    return text;
}

} // namespace

class TestTraceTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameAsPprof()
    {
        for (unsigned seed = 1; seed <= 12; ++seed) {
            const ProfilePtr profile = labelledProfile(seed, 150, seed % 3 == 0);
            for (int type = 0; type < 2; ++type) {
                AnalysisOptions options;
                options.sampleIndex = type;
                if (seed % 4 == 1)
                    options.filters = {{FilterKind::TagHide, "thread"}, {FilterKind::Focus, "f[123]"}};
                if (seed % 4 == 2)
                    options.filters = {{FilterKind::TagFocus, "bytes=4kb:"}, {FilterKind::Hide, "f2"}};
                const auto table = TraceTable::make(analysed(profile, options));
                QVERIFY(table);
                const Sums ours = listed(*table, currentOf), theirs = printed(profile, options);
                QVERIFY2(ours == theirs, qPrintable(QString::number(seed)));
                QVERIFY(ours.size() > 10);
            }
        }
    }

    void realProfiles_data()
    {
        QTest::addColumn<QString>("path");
        QDir folder(QString::fromLatin1(PROFLENS_SOURCE_DIR "/resources/samples"));
        for (const QString &name : folder.entryList({QStringLiteral("*.pb.gz")}))
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }
    void realProfiles()
    {
        QFETCH(const QString, path);
        const auto profile = readProfile(path.toStdString());
        QVERIFY(profile.ok());
        AnalysisOptions options;
        const auto table = TraceTable::make(analysed(*profile, options));
        const Sums ours = listed(*table, currentOf), theirs = printed(*profile, options);
        for (const auto &[key, value] : theirs) {
            const auto found = ours.find(key);
            QVERIFY2(found != ours.end() && found->second == value, (key.second + key.first).c_str());
        }
        QCOMPARE(ours.size(), theirs.size());
    }

    void deltas()
    {
        for (unsigned seed = 1; seed <= 10; ++seed) {
            const ProfilePtr base = labelledProfile(seed), current = labelledProfile(seed + 1000);
            ComparisonOptions options;
            options.view.sampleIndex = 1;
            if (seed % 2)
                options.view.filters = {{FilterKind::Focus, "f[135]"}};
            const auto table = TraceTable::make(compared(base, current, options));
            AnalysisOptions view = options.view;
            const Sums before = listed(*TraceTable::make(analysed(base, view)), currentOf);
            const Sums after = listed(*TraceTable::make(analysed(current, view)), currentOf);
            QVERIFY(listed(*table, [](BothValues v) { return v.base; }) == before);
            QVERIFY(listed(*table, currentOf) == after);
            Sums delta = after;
            for (const auto &[key, value] : before)
                delta[key] -= value;
            dropZeros(delta);
            QVERIFY(listed(*table, [](BothValues v) { return v.delta(); }) == delta);
        }
    }

    void order()
    {
        const auto table = TraceTable::make(analysed(foldedProfile("cpu/count\n"
                                                                   "main;a 5\n"
                                                                   "main;b -9\n"
                                                                   "main;c 7\n"
                                                                   "main;d 0\n"
                                                                   "main;e 5\n")));
        QCOMPARE(table->size(), size_t(4));
        const std::vector<std::string> want = {"b main -9", "c main 7", "a main 5", "e main 5"};
        QCOMPARE(stacksOf(*table, {}), want);
    }

    void comparedOrder()
    {
        const auto table =
            TraceTable::make(compared(foldedProfile("cpu/count\nmain;a 500\nmain;b 100\nmain;c 300\n"),
                                      foldedProfile("cpu/count\nmain;a 100\nmain;b 300\nmain;d 50\n"
                                                    "main;c 301\n")));
        const auto names = [&](CostOrder order) {
            TraceQuery query;
            query.order = order;
            std::string text;
            for (const uint32_t row : table->rows(query))
                text += framesText(*table, row)[0];
            return text;
        };
        QCOMPARE(names(CostOrder::Amount), std::string("abdc"));
        QCOMPARE(names(CostOrder::Grew), std::string("bdca"));
        QCOMPARE(names(CostOrder::Shrank), std::string("acdb"));
        QCOMPARE(names(CostOrder::Base), std::string("acbd"));
        QCOMPARE(names(CostOrder::Current), std::string("cbad"));
        const uint32_t added = table->rows({})[2];
        QVERIFY(table->isInCurrent(added) && !table->isInBase(added));
        QCOMPARE(int(table->change(added).kind), int(Change::Kind::New));
    }

    void search()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const auto at = [&](const char *name) {
            const Line line{builder.addFunction(name, name, "", 0), 0, 0};
            return builder.addLocation({}, {&line, 1});
        };
        const LocationId root = at("main"), serve = at("serve"), brew = at("brew"), pack = at("pack");
        const Label label = builder.textLabel("user", "ann");
        builder.addSample(std::vector{brew, serve, root}, std::vector<int64_t>{5}, {&label, 1});
        builder.addSample(std::vector{pack, serve, root}, std::vector<int64_t>{4});
        builder.addSample(std::vector{pack, root}, std::vector<int64_t>{3});
        builder.addSample({}, std::vector<int64_t>{2});
        const auto table = TraceTable::make(analysed(builder.finish()));
        const auto found = [&](const char *pattern) {
            TraceQuery query;
            query.pattern = *Regex::compile(pattern);
            QString text;
            for (const uint32_t row : table->rows(query))
                text += QString::number(table->values(row).current);
            return text;
        };
        QCOMPARE(found("main"), QStringLiteral("543"));
        QCOMPARE(found("serve"), QStringLiteral("54"));
        QCOMPARE(found("pack"), QStringLiteral("43"));
        QCOMPARE(found("^user: ann$"), QStringLiteral("5"));
        QCOMPARE(found("nothing"), QString());
        const auto frame = table->analysis()->frames().find("serve");
        const auto with = table->rowsWith(frame);
        QCOMPARE(std::accumulate(with.begin(), with.end(), 0), 2);
    }

    void means()
    {
        ProfileBuilder builder;
        builder.addSampleType("samples", "count");
        builder.addSampleType("delay", "count");
        const Line line{builder.addFunction("f", "f", "", 0), 0, 0};
        const LocationId f = builder.addLocation({}, {&line, 1});
        const Label a = builder.textLabel("k", "a"), b = builder.textLabel("k", "b");
        builder.addSample(std::vector{f}, std::vector<int64_t>{2, 10}, {&a, 1});
        builder.addSample(std::vector{f}, std::vector<int64_t>{3, 45}, {&b, 1});
        AnalysisOptions options;
        options.sampleIndex = 1;
        options.mean = true;
        const auto table = TraceTable::make(analysed(builder.finish(), options));
        const uint32_t row = table->rows({}).at(0);
        QCOMPARE(table->values(row).current, int64_t(11));
        QCOMPARE(table->labels(row).at(0).values.current, int64_t(15));
        QCOMPARE(table->labels(row).at(1).values.current, int64_t(5));
    }

    void text()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "milliseconds");
        const auto at = [&](const char *name) {
            const Line line{builder.addFunction(name, name, "", 0), 0, 0};
            return builder.addLocation({}, {&line, 1});
        };
        const LocationId root = at("main"), leaf = at("work;1");
        const std::vector<Label> labels = {builder.numberLabel("bytes", 2048, "bytes"),
                                           builder.textLabel("user", "ann")};
        builder.addSample(std::vector{leaf, root}, std::vector<int64_t>{30}, labels);
        builder.addSample(std::vector{root}, std::vector<int64_t>{10});
        const auto table = TraceTable::make(analysed(builder.finish()));
        const std::string rule(traceRule);
        QCOMPARE(written(*table, false), rule +
                                             "      user:  ann\n"
                                             "     bytes:  2kB\n"
                                             "      30ms   work;1\n"
                                             "             main\n" +
                                             rule + "      10ms   main\n" + rule);
        QCOMPARE(written(*table, true),
                 std::string("value (milliseconds),percent,labels,depth,\"stack, leaf first\"\r\n"
                             "30,75.0000,user: ann; bytes: 2kB,2,work;1;main\r\n"
                             "10,25.0000,,1,main\r\n"));
    }

    void comparedText()
    {
        const auto table = TraceTable::make(compared(foldedProfile("cpu/milliseconds\nmain;a 500\n"),
                                                     foldedProfile("cpu/milliseconds\nmain;b 700\n")));
        const std::string rule(traceRule);
        QCOMPARE(written(*table, false), "      base    current          Δ\n" + rule +
                                             "         0      700ms     +700ms   b\n"
                                             "                                   main\n" +
                                             rule +
                                             "     500ms          0     -500ms   a\n"
                                             "                                   main\n" +
                                             rule);
        QCOMPARE(
            written(*table, true),
            std::string("base (milliseconds),current (milliseconds),delta (milliseconds),delta%,mark,labels,"
                        "depth,\"stack, leaf first\"\r\n"
                        "0,700,700,140.0000,new,,2,b;main\r\n"
                        "500,0,-500,-100.0000,gone,,2,a;main\r\n"));
    }

    void recursion_data()
    {
        QTest::addColumn<QString>("stack");
        QTest::addColumn<QString>("folded");
        QTest::newRow("empty") << ""
                               << "";
        QTest::newRow("none") << "abc"
                              << "a b c";
        QTest::newRow("direct") << "abbbbc"
                                << "a b*4 c";
        QTest::newRow("twice") << "abab"
                               << "a b a b";
        QTest::newRow("cycle") << "xabababy"
                               << "x ab*3 y";
        QTest::newRow("half") << "abababa"
                              << "ab*3 a";
        QTest::newRow("inner") << "aabaabaab"
                               << "a*2 b a*2 b a*2 b";
        QTest::newRow("long") << "abcdefabcdefabcdefabcdef"
                              << "abcdef*4";
    }
    void recursion()
    {
        QFETCH(const QString, stack);
        QFETCH(const QString, folded);
        std::vector<StackElement> frames;
        for (const QChar c : stack)
            frames.emplace_back(FrameId(uint32_t(c.unicode())), false);
        QStringList said;
        for (const StackRun &run : foldRecursion(frames))
            said << stack.mid(run.begin, run.period) +
                        (run.times > 1 ? QStringLiteral("*%1").arg(run.times) : QString());
        QCOMPARE(said.join(u' '), folded);
    }

    void runsCoverTheStack()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 200; ++round) {
            std::vector<StackElement> frames, again;
            for (auto i = random() % 300; i > 0; --i)
                frames.emplace_back(FrameId(uint32_t(random() % (1 + unsigned(round) % 4))), false);
            for (const StackRun &run : foldRecursion(frames)) {
                QCOMPARE(size_t(run.begin), again.size());
                for (uint32_t i = 0; i < run.times; ++i)
                    again.insert(again.end(), frames.begin() + run.begin,
                                 frames.begin() + run.begin + run.period);
            }
            QVERIFY(again == frames);
        }
    }

    void deepStack()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        std::vector<LocationId> stack;
        for (int i = 0; i < 100000; ++i) {
            const std::string name = "f" + std::to_string(i);
            const Line line{builder.addFunction(name, name, "", 0), 0, 0};
            Location location;
            location.address = uint64_t(i) + 1;
            stack.push_back(builder.addLocation(location, {&line, 1}));
        }
        builder.addSample(stack, std::vector<int64_t>{1});
        const auto table = TraceTable::make(analysed(builder.finish()));
        std::vector<StackElement> path;
        table->stacks().path(0, path);
        QCOMPARE(foldRecursion(path).size(), size_t(100000));
    }

    void empty()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const auto table = TraceTable::make(analysed(builder.finish()));
        QCOMPARE(table->size(), size_t(0));
        QVERIFY(table->rows({}).empty());
        QCOMPARE(written(*table, false), std::string(traceRule));
    }
};

QTEST_APPLESS_MAIN(TestTraceTable)
#include "tst_tracetable.moc"
