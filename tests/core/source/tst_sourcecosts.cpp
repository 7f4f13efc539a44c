// SPDX-License-Identifier: GPL-3.0-or-later
// Stacks are written root first as "main@a.go:3;work@a.go:7", calls inlined into the frame before with '>' in
// place of ';', with a value; costs are read back as text.
#include "core/source/costs.h"

#include "core/source/nearest.h"

#include "core/profile/builder.h"

#include <QTest>

#include <map>

using namespace proflens;

namespace {

class Stacks
{
public:
    explicit Stacks(std::map<std::string, int64_t> startLines = {})
        : m_startLines(std::move(startLines))
    {
        m_builder.addSampleType("samples", "count");
        m_builder.addSampleType("time", "milliseconds");
    }
    Stacks &add(const std::string &stack, int64_t value, int64_t count = 1)
    {
        std::vector<LocationId> rootFirst;
        for (const QString &location : QString::fromStdString(stack).split(';', Qt::SkipEmptyParts)) {
            std::vector<Line> lines;
            for (const QString &frame : location.split('>')) {
                const QString name = frame.section('@', 0, 0),
                              file = frame.section('@', 1).section(':', 0, 0);
                const int64_t line = frame.section('@', 1).section(':', 1).toLongLong();
                lines.insert(lines.begin(), Line{function(name.toStdString(), file.toStdString()), line, 0});
            }
            rootFirst.push_back(m_builder.addLocation({}, lines));
        }
        std::reverse(rootFirst.begin(), rootFirst.end());
        const int64_t values[] = {count, value};
        m_builder.addSample(rootFirst, values);
        return *this;
    }
    std::shared_ptr<const Analysis> analysis(AnalysisOptions options = {})
    {
        if (!m_profile)
            m_profile = m_builder.finish();
        auto made = Analysis::make(m_profile, options);
        return made.ok() ? *made : nullptr;
    }

private:
    FunctionId function(const std::string &name, const std::string &file)
    {
        const auto [it, added] = m_functions.try_emplace({name, file}, FunctionId());
        if (added) {
            const auto start = m_startLines.find(name);
            it->second =
                m_builder.addFunction(name, name, file, start == m_startLines.end() ? 0 : start->second);
        }
        return it->second;
    }

    ProfileBuilder m_builder;
    std::map<std::string, int64_t> m_startLines;
    std::map<std::pair<std::string, std::string>, FunctionId> m_functions;
    ProfilePtr m_profile;
};

// "3: 0 10 main; 7: 4 10 work" and the functions "main 3-3 0 10; …".
QString linesText(const SourceCosts &costs)
{
    QStringList out;
    for (const SourceLineCost &line : costs.lines) {
        QStringList names;
        for (const uint32_t function : line.functions)
            names << QString::fromStdString(costs.functions[function].name);
        out << QString("%1: %2 %3 %4").arg(line.line).arg(line.flat).arg(line.cum).arg(names.join(','));
    }
    return out.join("; ");
}
QString functionsText(const SourceCosts &costs)
{
    QStringList out;
    for (const SourceFunctionCost &function : costs.functions)
        out << QString("%1 %2-%3 %4 %5")
                   .arg(QString::fromStdString(function.name))
                   .arg(function.firstLine)
                   .arg(function.lastLine)
                   .arg(function.flat)
                   .arg(function.cum);
    return out.join("; ");
}

} // namespace

class TestSourceCosts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void flatAndCum()
    {
        Stacks stacks({{"main", 2}, {"work", 6}});
        stacks.add("main@a.go:3;work@a.go:7", 10)
            .add("main@a.go:3;work@a.go:8;lib@b.go:1", 5)
            .add("main@a.go:4", 1);
        const auto costs = sourceCosts(*stacks.analysis(), "a.go");
        QVERIFY2(costs, "stopped without being asked to");
        QCOMPARE(linesText(*costs), "3: 0 15 main; 4: 1 1 main; 7: 10 10 work; 8: 0 5 work");
        QCOMPARE(functionsText(*costs), "main 2-4 1 16; work 6-8 10 15");
        QCOMPARE(costs->flat, 11);
        QCOMPARE(costs->cum, 16);
        QCOMPARE(costs->hottest, (std::vector<uint32_t>{2, 1, 0, 3})); // lines 7, 4, then 3 and 8 by cum
    }

    void recursionCountsOnce()
    {
        // pprof's listings count each of the three frames (200% and more).
        Stacks stacks;
        stacks.add("f@a.go:5;f@a.go:5;f@a.go:5", 7).add("f@a.go:5;f@a.go:6;f@a.go:5;g@b.go:1", 2);
        const auto costs = sourceCosts(*stacks.analysis(), "a.go");
        QCOMPARE(linesText(*costs), "5: 7 9 f; 6: 0 2 f");
        QCOMPARE(functionsText(*costs), "f 5-6 7 9");
        QCOMPARE(costs->cum, 9);
    }

    void inlinedCalls()
    {
        Stacks stacks;
        // The innermost inlined line has the flat cost; the line it was inlined into the cum.
        stacks.add("main@a.go:3>small@a.go:20", 4).add("main@a.go:3>small@a.go:20>tiny@b.go:2", 6);
        const auto costs = sourceCosts(*stacks.analysis(), "a.go");
        QCOMPARE(linesText(*costs), "3: 0 10 main; 20: 4 10 small");

        AnalysisOptions whole;
        whole.noInlines = true;
        const auto outer = sourceCosts(*stacks.analysis(whole), "a.go");
        QCOMPARE(linesText(*outer), "3: 10 10 main; 20: 0 0 small");
        QCOMPARE(outer->hottest.size(), size_t(1));
    }

    void oneLineInlinedIntoItself()
    {
        // Both frames of the location are the same line (a macro, or two functions on one line).
        Stacks stacks;
        stacks.add("outer@a.h:4>inner@a.h:4", 3).add("outer@a.h:4", 2);
        const auto costs = sourceCosts(*stacks.analysis(), "a.h");
        QCOMPARE(linesText(*costs), "4: 5 5 outer,inner");
        QCOMPARE(functionsText(*costs), "inner 4-4 3 3; outer 4-4 2 5");
        QCOMPARE(costs->functionAt(4), std::optional<uint32_t>(1));
    }

    void filtersCount()
    {
        Stacks stacks;
        stacks.add("main@a.go:3;work@a.go:7;leaf@b.go:9", 10).add("main@a.go:4", 1);
        AnalysisOptions hidden;
        hidden.filters = {{FilterKind::Hide, "^leaf$"}};
        QCOMPARE(linesText(*sourceCosts(*stacks.analysis(hidden), "a.go")),
                 "3: 0 10 main; 4: 1 1 main; 7: 10 10 work");
        AnalysisOptions focused;
        focused.filters = {{FilterKind::Focus, "^work$"}};
        QCOMPARE(linesText(*sourceCosts(*stacks.analysis(focused), "a.go")),
                 "3: 0 10 main; 4: 0 0 main; 7: 0 10 work");
    }

    void meansAreDivided()
    {
        Stacks stacks;
        stacks.add("main@a.go:3", 10, 4).add("main@a.go:3;main@a.go:3", 20, 2);
        AnalysisOptions mean;
        mean.mean = true;
        QCOMPARE(linesText(*sourceCosts(*stacks.analysis(mean), "a.go")), "3: 5 5 main");
    }

    void unknownLinesAndFiles()
    {
        Stacks stacks;
        stacks.add("main@a.go:0;x@:0", 10).add("y@./dir/../a.go:2", 1);
        const auto costs = sourceCosts(*stacks.analysis(), "a.go");
        QCOMPARE(linesText(*costs), "0: 0 10 main; 2: 1 1 y");
        QCOMPARE(functionsText(*costs), "main 0-0 0 10; y 2-2 1 1");
        QCOMPARE(costs->functionAt(1), std::nullopt);
        QCOMPARE(linesText(*sourceCosts(*stacks.analysis(), "none.go")), "");
        QCOMPARE(linesText(*sourceCosts(*stacks.analysis(), "")), "");
    }

    void functionsEncloseLines()
    {
        Stacks stacks({{"outer", 10}, {"closure", 13}});
        stacks.add("outer@a.go:20;closure@a.go:15", 1);
        const auto costs = sourceCosts(*stacks.analysis(), "a.go");
        const auto at = [&](int64_t line) {
            const auto row = costs->functionAt(line);
            return row ? QString::fromStdString(costs->functions[*row].name) : QString("none");
        };
        QCOMPARE(at(9), "none");
        QCOMPARE(at(10), "outer");
        QCOMPARE(at(14), "closure");
        QCOMPARE(at(16), "outer");
        QCOMPARE(at(21), "none");
    }

    void filesOfFunctions()
    {
        Stacks stacks;
        stacks.add("init@a.go:1;init@b.go:1", 2).add("init@b.go:2;other@c.go:1", 5).add("init@:3", 1);
        const std::string names[] = {"init"};
        QStringList files;
        for (const SourceFileCost &file : sourceFilesOf(*stacks.analysis(), names))
            files << QString("%1 %2 %3").arg(QString::fromStdString(file.file)).arg(file.flat).arg(file.cum);
        QCOMPARE(files.join("; "), "b.go 2 7; a.go 0 2");
    }

    void deepStacks()
    {
        std::string deep;
        for (int i = 0; i < 100'000; ++i)
            deep += i % 2 ? "odd@a.go:1;" : "even@a.go:2;";
        Stacks stacks;
        stacks.add(deep, 3);
        QCOMPARE(linesText(*sourceCosts(*stacks.analysis(), "a.go")), "1: 3 3 odd; 2: 0 3 even");
    }

    void stops()
    {
        Stacks stacks;
        stacks.add("main@a.go:3", 1);
        std::stop_source source;
        source.request_stop();
        QVERIFY2(!sourceCosts(*stacks.analysis(), "a.go", source.get_token()), "computed although stopped");
    }

    void listing()
    {
        Stacks stacks;
        stacks.add("main@a.go:2;work@a.go:9", 10).add("main@a.go:30", 1500);
        const auto analysis = stacks.analysis();
        const auto costs = sourceCosts(*analysis, "a.go");
        const std::vector<std::string_view> text = {"one", "two",   "three", "four", "five",
                                                    "six", "seven", "eight", "nine", "ten"};
        QCOMPARE(QString::fromStdString(annotatedSource(*costs, *analysis, text, 1)),
                 "         .          .      1: one\n"
                 "         .      0.01s      2: two\n"
                 "         .          .      3: three\n"
                 "...\n"
                 "         .          .      8: eight\n"
                 "     0.01s      0.01s      9: nine\n"
                 "         .          .     10: ten\n"
                 "     1.50s      1.50s     30: main\n");
        QCOMPARE(QString::fromStdString(annotatedSource(*costs, *analysis, {})),
                 "         .      0.01s      2: main\n"
                 "     0.01s      0.01s      9: work\n"
                 "     1.50s      1.50s     30: main\n");
    }

    // Which functions with a file are nearest to one without: "callers / callees".
    void nearestWithSource_data()
    {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("nearest");
        QTest::newRow("one that stands between") << "raw"
                                                 << "run 30, main 12 / work 10, other 2";
        QTest::newRow("recursion") << "again"
                                   << "main 5 / work 5";
        QTest::newRow("inlined") << "inlined"
                                 << "main 7 / ";
        QTest::newRow("the leaf, where callers have none either") << "leaf"
                                                                  << "run 30 / ";
        QTest::newRow("nothing around it") << "lone"
                                           << " / ";
        QTest::newRow("not there") << "nowhere"
                                   << " / ";
    }
    void nearestWithSource()
    {
        Stacks stacks;
        stacks.add("main@a.go:1;raw@:0;work@b.go:2", 10);
        stacks.add("main@a.go:1;run@a.go:9;raw@:0;leaf@:0", 30);
        stacks.add("main@a.go:1;raw@:0;stub@:0;other@c.go:1;work@b.go:3", 2);
        stacks.add("main@a.go:1;again@:0;main@a.go:2;again@:0;work@b.go:2", 5);
        stacks.add("main@a.go:1>inlined@:0", 7);
        stacks.add("lone@:0", 1);
        const auto analysis = stacks.analysis();
        QVERIFY(analysis);
        QFETCH(QString, asked);
        QFETCH(QString, nearest);
        const std::string names[] = {asked.toStdString()};
        const NearestSource found = nearestSource(*analysis, names);
        const auto text = [](const std::vector<FunctionWithSource> &functions) {
            QStringList out;
            for (const FunctionWithSource &function : functions)
                out << QString("%1 %2").arg(QString::fromStdString(function.name)).arg(function.cost);
            return out.join(", ");
        };
        QCOMPARE(text(found.callers) + " / " + text(found.callees), nearest);
    }

    // What profilers write where they know no file.
    void placeholders()
    {
        Stacks stacks;
        stacks.add("main@a.go:1;raw@Unknown:0", 10);
        stacks.add("main@a.go:1;odd@??:0;raw@Unknown:0", 3);
        const auto analysis = stacks.analysis();
        QVERIFY(analysis);
        const std::string names[] = {"raw"};
        QVERIFY(sourceFilesOf(*analysis, names).empty());
        const NearestSource found = nearestSource(*analysis, names);
        QCOMPARE(found.callers.size(), size_t(1));
        QCOMPARE(found.callers[0].name, "main");
        QCOMPARE(found.callers[0].cost, int64_t(13));
    }

    // One line sets the unit of all, but none reads 0 that is not.
    void smallBesideLarge()
    {
        Stacks stacks;
        stacks.add("main@a.go:1", int64_t(400) * 3'600'000);
        stacks.add("main@a.go:2", 1'500);
        const auto analysis = stacks.analysis();
        QVERIFY(analysis);
        const auto costs = sourceCosts(*analysis, "a.go");
        QVERIFY(costs);
        QCOMPARE(sourceValue(*costs, *analysis, costs->at(1)->flat), "400hrs");
        QCOMPARE(sourceValue(*costs, *analysis, costs->at(2)->flat), "1.50s");
        QCOMPARE(sourceValue(*costs, *analysis, 0), ".");
    }
};

QTEST_GUILESS_MAIN(TestSourceCosts)
#include "tst_sourcecosts.moc"
