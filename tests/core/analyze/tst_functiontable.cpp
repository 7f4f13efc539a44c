// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/functiontable.h"
#include "core/report/csv.h"
#include "tests/core/folded.h"

#include <QTest>

#include <algorithm>

using namespace proflens;

namespace {

AnalysisPtr analyse(const ProfilePtr &profile, const AnalysisOptions &options = {})
{
    const auto made = Analysis::make(profile, options);
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

// Rows as "name flat flat% sum% cum cum%", one per line.
QString printed(const FunctionTable &table)
{
    QStringList rows;
    for (size_t row = 0; row < table.size(); ++row) {
        QStringList cells;
        for (const FunctionColumn column :
             {FunctionColumn::Name, FunctionColumn::Flat, FunctionColumn::FlatPercent,
              FunctionColumn::SumPercent, FunctionColumn::Cum, FunctionColumn::CumPercent})
            cells << QString::fromStdString(table.text(row, column));
        rows << cells.join(' ');
    }
    return rows.join('\n');
}

QString names(const FunctionTable &table)
{
    QStringList list;
    for (size_t row = 0; row < table.size(); ++row)
        list << QString::fromStdString(std::string(table.name(row)));
    return list.join(' ');
}

const char *const shop = "cpu/milliseconds\n"
                         "main@main.go;serve@serve.go;brew@brew.go 50\n"
                         "main@main.go;serve@serve.go;pack@pack.go 20\n"
                         "main@main.go;pack@pack.go 20\n"
                         "main@main.go;serve@serve.go 10\n";

} // namespace

class TestFunctionTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbers()
    {
        QCOMPARE(printed(FunctionTable(analyse(foldedProfile(shop)))), "brew 50ms 50.00% 50.00% 50ms 50.00%\n"
                                                                       "pack 40ms 40.00% 90.00% 40ms 40.00%\n"
                                                                       "serve 10ms 10.00% 100% 80ms 80.00%\n"
                                                                       "main 0 0% 100% 100ms 100%");
    }

    // One tiny function does not turn all times of a long profile into microseconds.
    void unit()
    {
        const auto table = [](const char *folded) {
            return printed(FunctionTable(analyse(foldedProfile(folded))));
        };
        QCOMPARE(table("delay/nanoseconds\n"
                       "main;lock 968193004660\n"
                       "main;tiny 1200\n"),
                 "lock 968.19s 100% 100% 968.19s 100%\n"
                 "tiny 1.20us 1.2e-07% 100% 1.20us 1.2e-07%\n"
                 "main 0 0% 100% 968.19s 100%");
        // Where half a percent is small, that is what is told apart.
        QCOMPARE(table("delay/nanoseconds\n"
                       "main;lock 9681930\n"
                       "main;small 481200\n"),
                 "lock 9681.93us 95.27% 95.27% 9681.93us 95.27%\n"
                 "small 481.20us 4.73% 100% 481.20us 4.73%\n"
                 "main 0 0% 100% 10163.13us 100%");
    }

    void orders()
    {
        FunctionTable table(analyse(foldedProfile(shop)));
        const auto sorted = [&](FunctionColumn column, bool descending) {
            table.sort(column, descending);
            return names(table);
        };
        QCOMPARE(sorted(FunctionColumn::Flat, false), "main serve pack brew");
        QCOMPARE(sorted(FunctionColumn::Cum, true), "main serve brew pack");
        QCOMPARE(sorted(FunctionColumn::CumPercent, false), "pack brew serve main");
        QCOMPARE(sorted(FunctionColumn::Name, false), "brew main pack serve");
        QCOMPARE(sorted(FunctionColumn::Name, true), "serve pack main brew");
        QCOMPARE(sorted(FunctionColumn::File, true), "serve pack main brew");
        // The sum follows the rows.
        table.sort(FunctionColumn::Name, false);
        QCOMPARE(QString::fromStdString(table.text(1, FunctionColumn::SumPercent)), "50.00%");
        QCOMPARE(QString::fromStdString(table.text(2, FunctionColumn::SumPercent)), "90.00%");
    }

    // Equal values are in the order of names, whichever way the values go.
    void ties()
    {
        FunctionTable table(analyse(foldedProfile("cpu/count\nc 5\na 5\nb 5\nd 9\n")));
        QCOMPARE(names(table), "d a b c");
        table.sort(FunctionColumn::Flat, false);
        QCOMPARE(names(table), "a b c d");
    }

    void search()
    {
        FunctionTable table(analyse(foldedProfile(shop)));
        table.search(*Regex::compile("^(serve|pack)$"));
        QCOMPARE(printed(table), "pack 40ms 40.00% 40.00% 40ms 40.00%\n"
                                 "serve 10ms 10.00% 50.00% 80ms 80.00%");
        QCOMPARE(table.functionCount(), size_t(4));
        const FrameId serve = table.frame(1);
        table.sort(FunctionColumn::Cum, true);
        QCOMPARE(names(table), "serve pack");
        QCOMPARE(table.rowOf(serve).value(), size_t(0));
        table.search(*Regex::compile("pack"));
        QVERIFY(!table.rowOf(serve));
        table.search({});
        QCOMPARE(table.size(), size_t(4));
    }

    void recursionCountsOnce()
    {
        const FunctionTable table(analyse(foldedProfile("cpu/count\nmain;fib;fib;fib 7\nmain;fib 3\n")));
        QCOMPARE(printed(table), "fib 10 100% 100% 10 100%\nmain 0 0% 100% 10 100%");
    }

    // Signed values sort by what they weigh; sums keep their signs.
    void negative()
    {
        FunctionTable table(analyse(foldedProfile("cpu/count\nmain;a 30\nmain;b -60\nmain;c 10\n")));
        QCOMPARE(printed(table), "b -60 60.00% 60.00% -60 60.00%\n"
                                 "a 30 30.00% 30.00% 30 30.00%\n"
                                 "c 10 10.00% 20.00% 10 10.00%\n"
                                 "main 0 0% 20.00% -20 20.00%");
        table.search(*Regex::compile("main"));
        QCOMPARE(table.sum(0), int64_t(0));
    }

    // What cancels out still occurs; what has no sample does not.
    void cancelled()
    {
        const FunctionTable table(analyse(foldedProfile("cpu/count\nmain;a 5\nmain;a -5\nother 0\n")));
        QCOMPARE(names(table), "a main");
    }

    void nothing_data()
    {
        QTest::addColumn<QString>("profile");
        QTest::newRow("no samples") << "cpu/count\n";
        QTest::newRow("only zeros") << "cpu/count\nmain;a 0\nmain;b 0\n";
    }
    void nothing()
    {
        QFETCH(QString, profile);
        FunctionTable table(analyse(foldedProfile(profile.toStdString())));
        QCOMPARE(table.size(), size_t(0));
        for (int column = 0; column < functionColumnCount; ++column)
            table.sort(FunctionColumn(column), true);
        table.search(*Regex::compile("a"));
        QCOMPARE(QString::fromStdString(tableText(table, TableFormat::Csv)),
                 "flat,flat%,sum%,cum,cum%,function,file\r\n");
    }

    void mean()
    {
        AnalysisOptions options;
        options.sampleIndex = 1;
        options.mean = true;
        const FunctionTable table(analyse(
            foldedProfile("n/count delay/milliseconds\nmain;a 2 20\nmain;a 3 60\nmain;b 1 90\n"), options));
        QCOMPARE(table.flat(0), int64_t(90));
        QCOMPARE(table.flat(1), int64_t(16)); // 80 / 5
        QCOMPARE(table.cum(2), int64_t(28));  // 170 / 6
    }

    // Functions of one name are one row; it names all their files.
    void files()
    {
        const FunctionTable table(
            analyse(foldedProfile("cpu/count\ninit@b.go 3\ninit@a.go 4\nmain@m.go 1\n")));
        QCOMPARE(names(table), "init main");
        QVERIFY(table.hasSeveralFiles(0));
        QVERIFY(!table.hasSeveralFiles(1));
        QCOMPARE(table.files(0), (std::vector<std::string_view>{"a.go", "b.go"}));
        QCOMPARE(table.files(1), (std::vector<std::string_view>{"m.go"}));
        QVERIFY(table.text(0, FunctionColumn::File).ends_with(".go, …"));
    }

    void filesOrderRows()
    {
        ProfileBuilder builder;
        builder.addSampleType("samples", "count");
        for (const auto &[name, file] : {std::pair("a", "z.go"), {"b", "y.go"}, {"c", "z.go"}, {"d", ""}}) {
            const Line line{builder.addFunction(name, name, file, 0), 1, 0};
            Location place;
            place.address = 16 + static_cast<uint64_t>(*name);
            const std::vector<LocationId> stack = {builder.addLocation(place, {&line, 1})};
            builder.addSample(stack, std::vector<int64_t>{1}, {});
        }
        const ProfilePtr profile = builder.finish();
        for (const Granularity granularity :
             {Granularity::Functions, Granularity::FileFunctions, Granularity::Lines}) {
            AnalysisOptions options;
            options.granularity = granularity;
            const AnalysisPtr analysis = analyse(profile, options);
            FunctionTable table(analysis);
            const auto sorted = [&](bool descending) {
                table.sort(FunctionColumn::File, descending);
                std::string rows;
                for (size_t row = 0; row < table.size(); ++row)
                    rows += table.functionName(row);
                return rows;
            };
            QCOMPARE(sorted(false), std::string("dbac"));
            QCOMPARE(sorted(true), std::string("acbd"));
            table.showAs(analysis);
            QCOMPARE(sorted(false), std::string("dbac"));
        }
    }

    void granularities()
    {
        AnalysisOptions options;
        options.granularity = Granularity::Files;
        const FunctionTable files(analyse(foldedProfile(shop), options));
        QCOMPARE(names(files), "brew.go pack.go serve.go main.go");
        QCOMPARE(QString::fromStdString(files.text(0, FunctionColumn::File)), "brew.go");
        QCOMPARE(std::string(files.functionName(0)), "brew.go");
        options.granularity = Granularity::FileFunctions;
        const FunctionTable both(analyse(foldedProfile(shop), options));
        QCOMPARE(std::string(both.name(0)), "brew brew.go");
        QCOMPARE(std::string(both.functionName(0)), "brew");
    }

    // As pprof's -top has it: a caller either inlined a function, each time, or did not.
    void inlined()
    {
        const auto marks = [](const std::string &profile, const AnalysisOptions &options = {}) {
            FunctionTable table(analyse(foldedProfile(profile), options));
            table.sort(FunctionColumn::Name, false);
            QStringList list;
            for (size_t row = 0; row < table.size(); ++row)
                list << QString::fromStdString(table.text(row, FunctionColumn::Name));
            return list.join(", ");
        };
        QCOMPARE(marks("cpu/count\nmain;a>x 1\nmain;b>x 2\n"), QString("a, b, main, x (inline)"));
        QCOMPARE(marks("cpu/count\nmain;a>x 1\nmain;b;x 2\n"), QString("a, b, main, x (partial-inline)"));
        QCOMPARE(marks("cpu/count\nmain;a>x 1\nmain;a;x 2\n"), QString("a, main, x"));
        QCOMPARE(marks("cpu/count\nmain;a>x 1\nmain;a;x 2\nmain;c>x 3\nmain>a 1\n"),
                 QString("a, c, main, x (partial-inline)"));
        // What calls itself is not its own caller; what begins a stack has none.
        QCOMPARE(marks("cpu/count\nmain;a>x;x 1\n"), QString("a, main, x (inline)"));
        QCOMPARE(marks("cpu/count\nmain;a>x 1\nx 1\n"), QString("a, main, x (inline)"));
        // What does not count tells nothing.
        QCOMPARE(marks("cpu/count\nmain;a>x 1\nmain;b;x 0\n"), QString("a, main, x (inline)"));
        AnalysisOptions options;
        options.noInlines = true;
        QCOMPARE(marks("cpu/count\nmain;a>x 1\n", options), QString("a, main"));

        FunctionTable table(analyse(foldedProfile("cpu/count\nmain;a>x 1\n")));
        table.search(*Regex::compile("inline"));
        QCOMPARE(table.size(), size_t(0));
        table.search(*Regex::compile("x$"));
        QCOMPARE(table.size(), size_t(1));
        QVERIFY(QString::fromStdString(tableText(table, TableFormat::Csv)).contains(",x,"));
    }

    void spreadsheet()
    {
        FunctionTable table(
            analyse(foldedProfile("cpu/nanoseconds\nmain@m.go;op,\"x\"@o.go 75\nmain@m.go 25\n")));
        QCOMPARE(QString::fromStdString(tableText(table, TableFormat::Csv)),
                 "flat (nanoseconds),flat%,sum%,cum (nanoseconds),cum%,function,file\r\n"
                 "75,75.0000,75.0000,75,75.0000,\"op,\"\"x\"\"\",o.go\r\n"
                 "25,25.0000,100.0000,100,100.0000,main,m.go\r\n");
        const size_t rows[] = {1};
        QCOMPARE(QString::fromStdString(tableText(table, TableFormat::Tsv, rows)),
                 "flat (nanoseconds)\tflat%\tsum%\tcum (nanoseconds)\tcum%\tfunction\tfile\n"
                 "25\t25.0000\t100.0000\t100\t100.0000\tmain\tm.go\n");
    }

    void quoting()
    {
        const auto cell = [](TableFormat format, std::string_view text) {
            TableWriter writer(format);
            writer.cell(text);
            return QByteArray::fromStdString(writer.take());
        };
        QCOMPARE(cell(TableFormat::Csv, "a\tb"), "a\tb");
        QCOMPARE(cell(TableFormat::Tsv, "a\tb"), "\"a\tb\"");
        QCOMPARE(cell(TableFormat::Tsv, "a,b"), "a,b");
        QCOMPARE(cell(TableFormat::Csv, "a\nb"), "\"a\nb\"");
        QCOMPARE(cell(TableFormat::Csv, std::string_view("a\0\xff", 3)), QByteArray("a\0\xff", 3));
    }

    // Functions that call one another share samples.
    void severalAsOne()
    {
        const AnalysisPtr analysis = analyse(foldedProfile(shop));
        std::vector<FrameId> frames;
        for (const char *name : {"serve", "pack"}) {
            for (FrameId frame : analysis->frames().find(name))
                frames.push_back(frame);
        }
        const Neighbors sum =
            neighborsOf(frames, analysis->stacks(), analysis->weights(), analysis->frames());
        QCOMPARE(sum.flatValue(), int64_t(50));
        QCOMPARE(sum.cumValue(), int64_t(100)); // not 80 + 40
    }

    void manyRows()
    {
        std::string text = "cpu/count\n";
        for (int i = 0; i < 100000; ++i)
            text += "main;pkg/f" + std::to_string(i % 977) + ".fn" + std::to_string(i) + "@f" +
                    std::to_string(i % 977) + ".go " + std::to_string(1 + i * 7919 % 1000) + '\n';
        FunctionTable table(analyse(foldedProfile(text)));
        QCOMPARE(table.size(), size_t(100001));
        for (int column = 0; column < functionColumnCount; ++column) {
            table.sort(FunctionColumn(column), true);
            QCOMPARE(table.sum(100000), table.cum(*table.rowOf(table.analysis()->frames().find("main")[0])));
        }
        table.search(*Regex::compile("fn12345$"));
        QCOMPARE(names(table), QString("pkg/f%1.fn12345").arg(12345 % 977));
    }
};

QTEST_GUILESS_MAIN(TestFunctionTable)
#include "tst_functiontable.moc"
