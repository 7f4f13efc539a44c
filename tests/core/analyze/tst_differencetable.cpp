// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/comparedcalls.h"
#include "core/analyze/differencetable.h"
#include "core/report/differencetext.h"
#include "tests/core/folded.h"

#include <QTest>

#include <map>
#include <random>

using namespace proflens;

namespace {

const char *const before = "cpu/milliseconds\n"
                           "main@main.go;serve@serve.go;brew@brew.go 50\n"
                           "main@main.go;serve@serve.go;pack@pack.go 20\n"
                           "main@main.go;old@old.go 20\n"
                           "main@main.go;serve@serve.go 10\n";
const char *const after = "cpu/milliseconds\n"
                          "main@main.go;serve@serve.go;brew@brew.go 20\n"
                          "main@main.go;serve@serve.go;pack@pack.go 60\n"
                          "main@main.go;fresh@fresh.go 30\n"
                          "main@main.go;serve@serve.go 10\n";

ComparisonPtr compare(const ProfilePtr &base, const ProfilePtr &current,
                      const ComparisonOptions &options = {})
{
    const auto joined = joinProfiles(base, current);
    if (!joined.ok())
        qFatal("%s", joined.error().message.c_str());
    const auto made = Comparison::make(*joined, options);
    if (!made.ok() || !*made)
        qFatal("cannot compare");
    return *made;
}

ComparisonPtr compare(const std::string &base, const std::string &current,
                      const ComparisonOptions &options = {})
{
    return compare(ProfilePtr(foldedProfile(base)), ProfilePtr(foldedProfile(current)), options);
}

QString names(const DifferenceTable &table)
{
    QStringList list;
    for (size_t row = 0; row < table.size(); ++row)
        list << QString::fromUtf8(table.name(row).data(), qsizetype(table.name(row).size()));
    return list.join(u' ');
}

size_t rowOf(const DifferenceTable &table, std::string_view name)
{
    for (size_t row = 0; row < table.size(); ++row) {
        if (table.name(row) == name)
            return row;
    }
    qFatal("no such row");
}

QString cell(const DifferenceTable &table, std::string_view name, DifferenceColumn column)
{
    return QString::fromStdString(table.text(rowOf(table, name), column));
}

// Stacks over few functions, so that both profiles have much in common; some values are negative.
std::string randomProfile(std::mt19937 &random, bool negative)
{
    const auto upTo = [&](unsigned most) { return std::uniform_int_distribution<unsigned>(0, most)(random); };
    std::string text = "samples/count cpu/nanoseconds\n";
    for (unsigned i = upTo(12); i > 0; --i) {
        for (unsigned depth = upTo(4);; --depth) {
            text += 'f' + std::to_string(upTo(7)) + '@' + std::to_string(upTo(2)) + ".go";
            if (depth == 0)
                break;
            text += ';';
        }
        const auto value = std::to_string(upTo(1000));
        text += ' ' + std::to_string(upTo(20)) + ' ' + (negative && upTo(3) == 0 ? "-" : "") + value + '\n';
    }
    return text;
}

// Flat and cum by name.
std::map<std::string, std::pair<int64_t, int64_t>> costsOf(const ProfilePtr &profile,
                                                           const AnalysisOptions &options)
{
    std::map<std::string, std::pair<int64_t, int64_t>> costs;
    const auto made = Analysis::make(profile, options);
    if (!made.ok())
        qFatal("cannot analyse");
    const Analysis &analysis = **made;
    for (uint32_t i = 0; i < analysis.frames().size(); ++i) {
        if (analysis.costs().seen[i])
            costs[std::string(analysis.frames().printableName(FrameId(i)))] = {
                analysis.costs().flatValue(FrameId(i)), analysis.costs().cumValue(FrameId(i))};
    }
    return costs;
}

} // namespace

class TestDifferenceTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbers()
    {
        const DifferenceTable table(compare(before, after));
        QCOMPARE(QString::fromStdString(differenceText(table)),
                 " flat base flat current flat Δ Δ% of base ratio cum base cum current cum Δ Δ% of base "
                 "ratio  mark function\n"
                 "      20ms         60ms  +40ms    +40.00% ×3.00     20ms        60ms +40ms    +40.00% "
                 "×3.00       pack\n"
                 "      50ms         20ms  -30ms    -30.00% ×0.40     50ms        20ms -30ms    -30.00% "
                 "×0.40       brew\n"
                 "         –         30ms  +30ms    +30.00%   new        –        30ms +30ms    +30.00%   "
                 "new   new fresh\n"
                 "      20ms            –  -20ms    -20.00%  gone     20ms           – -20ms    -20.00%  "
                 "gone  gone old\n"
                 "      10ms         10ms      0         0% ×1.00     80ms        90ms +10ms    +10.00% "
                 "×1.12       serve\n"
                 "         0            0      0         0%          100ms       120ms +20ms    +20.00% "
                 "×1.20       main\n");
        QCOMPARE(cell(table, "brew", DifferenceColumn::FlatBaseShare), "50.00%");
        QCOMPARE(cell(table, "brew", DifferenceColumn::FlatCurrentShare), "16.67%");
        QCOMPARE(cell(table, "serve", DifferenceColumn::CumCurrentShare), "75.00%");
        QCOMPARE(cell(table, "fresh", DifferenceColumn::CumBaseShare), "–");
        QCOMPARE(cell(table, "old", DifferenceColumn::File), "old.go");
        QCOMPARE(table.largestFlatDelta(), uint64_t(40));
        QCOMPARE(table.largestCumDelta(), uint64_t(40));
    }

    void sorts_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("descending");
        QTest::addColumn<QString>("ascending");
        const auto row = [](const char *what, DifferenceColumn column, const char *down, const char *up) {
            QTest::newRow(what) << int(column) << QString(down) << QString(up);
        };
        using Column = DifferenceColumn;
        row("name", Column::Name, "serve pack old main fresh brew", "brew fresh main old pack serve");
        row("base", Column::FlatBase, "brew old pack serve fresh main", "fresh main serve old pack brew");
        row("base share", Column::FlatBaseShare, "brew old pack serve fresh main",
            "fresh main serve old pack brew");
        row("current", Column::FlatCurrent, "pack fresh brew serve main old",
            "main old serve brew fresh pack");
        row("delta", Column::FlatDelta, "pack fresh serve main old brew", "brew old serve main fresh pack");
        row("percent", Column::FlatPercent, "pack fresh serve main old brew",
            "brew old serve main fresh pack");
        // main has no ratio, and is last either way.
        row("ratio", Column::FlatRatio, "fresh pack serve brew old main", "old brew serve pack fresh main");
        row("cum delta", Column::CumDelta, "pack fresh main serve old brew",
            "brew old serve main fresh pack");
        row("mark", Column::Mark, "brew main pack serve old fresh", "fresh old brew main pack serve");
        row("file", Column::File, "serve pack old main fresh brew", "brew fresh main old pack serve");
    }
    void sorts()
    {
        QFETCH(int, column);
        DifferenceTable table(compare(before, after));
        table.sort(DifferenceColumn(column), true);
        QTEST(names(table), "descending");
        table.sort(DifferenceColumn(column), false);
        QTEST(names(table), "ascending");
        for (size_t row = 0; row < table.size(); ++row)
            QCOMPARE(table.rowOf(table.frame(row)), std::optional(row));
    }

    void sortsByAmount()
    {
        DifferenceTable table(compare(before, after));
        QVERIFY(table.isByAmount());
        QCOMPARE(names(table), "pack brew fresh old serve main");
        table.sort(DifferenceColumn::CumDelta, true, true);
        QCOMPARE(names(table), "pack brew fresh main old serve");
        table.sort(DifferenceColumn::CumDelta, false, true);
        QCOMPARE(names(table), "serve main old brew fresh pack");
        table.sort(DifferenceColumn::FlatBase, true, true);
        QVERIFY(!table.isByAmount());
    }

    void searches()
    {
        DifferenceTable table(compare(before, after));
        table.search(*Regex::compile("r"));
        QCOMPARE(names(table), "brew fresh serve");
        QCOMPARE(table.functionCount(), size_t(6));
        QVERIFY(!table.rowOf(table.comparison()->frames().find("main")[0]));
        table.sort(DifferenceColumn::Name, true);
        QCOMPARE(names(table), "serve fresh brew");
        table.search({});
        QCOMPARE(table.size(), size_t(6));
    }

    // 100 and 110 samples are within two standard errors, 100 and 200 are not.
    void hidesNoise()
    {
        DifferenceTable table(
            compare("samples/count cpu/nanoseconds\na 100 1000\nb 100 1000\nc 5 50\nd 0 0\n",
                    "samples/count cpu/nanoseconds\na 110 1100\nb 200 2000\nc 5 50\ne 1 10\n"));
        QVERIFY(table.comparison()->hasCounts());
        QCOMPARE(cell(table, "a", DifferenceColumn::Mark), "noise");
        QCOMPARE(cell(table, "b", DifferenceColumn::Mark), "");
        QCOMPARE(cell(table, "c", DifferenceColumn::Mark), "same");
        QCOMPARE(cell(table, "e", DifferenceColumn::Mark), "new, noise");
        table.hideNoise(true);
        QCOMPARE(names(table), "b");
        QCOMPARE(table.noiseCount(), size_t(3));
        QCOMPARE(table.functionCount(), size_t(4));
        table.search(*Regex::compile("a"));
        QCOMPARE(names(table), "");
        table.hideNoise(false);
        QCOMPARE(names(table), "a");
    }

    void percentages_data()
    {
        QTest::addColumn<int>("of");
        QTest::addColumn<QString>("percent");
        QTest::addColumn<QString>("header");
        QTest::newRow("base") << int(PercentOf::Base) << "+40.00%"
                              << "flat delta% of base";
        QTest::newRow("current") << int(PercentOf::Current) << "+33.33%"
                                 << "flat delta% of current";
        QTest::newRow("difference") << int(PercentOf::Difference) << "+33.33%"
                                    << "flat delta% of difference";
    }
    void percentages()
    {
        QFETCH(int, of);
        QFETCH(QString, header);
        ComparisonOptions options;
        options.percentOf = PercentOf(of);
        const DifferenceTable table(compare(before, after, options));
        QTEST(cell(table, "pack", DifferenceColumn::FlatPercent), "percent");
        QVERIFY(QString::fromStdString(tableText(table, TableFormat::Csv)).contains(header));
    }

    void spreadsheet()
    {
        DifferenceTable table(compare(before, after));
        const QString header =
            "flat base (milliseconds),flat current (milliseconds),flat delta (milliseconds),flat delta% of "
            "base,flat ratio,cum base (milliseconds),cum current (milliseconds),cum delta (milliseconds),cum "
            "delta% of base,cum ratio,flat% base,flat% current,cum% base,cum% current,mark,function,file";
        table.search(*Regex::compile("brew|old|main"));
        QCOMPARE(QString::fromStdString(tableText(table, TableFormat::Csv)),
                 header + "\r\n"
                          "50,20,-30,-30.0000,0.4000,50,20,-30,-30.0000,0.4000,50.0000,16.6667,50.0000,"
                          "16.6667,,brew,brew.go\r\n"
                          "20,0,-20,-20.0000,gone,20,0,-20,-20.0000,gone,20.0000,0.0000,20.0000,0.0000,"
                          "gone,old,old.go\r\n"
                          "0,0,0,0.0000,,100,120,20,20.0000,1.2000,0.0000,0.0000,100.0000,100.0000,,main,"
                          "main.go\r\n");
        const size_t rows[] = {1};
        QCOMPARE(QString::fromStdString(tableText(table, TableFormat::Tsv, rows)),
                 QString(header).replace(',', '\t') +
                     "\n20\t0\t-20\t-20.0000\tgone\t20\t0\t-20\t-20.0000\tgone\t20.0000\t0.0000\t20.0000\t"
                     "0.0000\tgone\told\told.go\n");
    }

    void identical()
    {
        DifferenceTable table(compare(before, before));
        QCOMPARE(table.size(), size_t(5));
        for (size_t row = 0; row < table.size(); ++row) {
            QCOMPARE(table.text(row, DifferenceColumn::FlatDelta), "0");
            QCOMPARE(table.text(row, DifferenceColumn::CumDelta), "0");
            QCOMPARE(table.text(row, DifferenceColumn::FlatPercent), "0%");
            QCOMPARE(table.text(row, DifferenceColumn::CumPercent), "0%");
            QCOMPARE(table.text(row, DifferenceColumn::CumRatio), "×1.00");
            QCOMPARE(table.text(row, DifferenceColumn::Mark), "same");
            QVERIFY(!table.flatChange(row).isWorthColor() && !table.cumChange(row).isWorthColor());
        }
        QCOMPARE(table.largestFlatDelta(), uint64_t(0));
        table.hideNoise(true);
        QCOMPARE(table.size(), size_t(0));
    }

    void againstNothing()
    {
        const std::string counted = "samples/count cpu/milliseconds\nmain;a 1 10\nmain;b 3 30\n";
        const std::string nothing = "samples/count cpu/milliseconds\n";
        DifferenceTable isNew(compare(nothing, counted));
        isNew.hideNoise(true);
        QCOMPARE(isNew.size(), size_t(3));
        for (size_t row = 0; row < isNew.size(); ++row) {
            QCOMPARE(isNew.text(row, DifferenceColumn::Mark), "new");
            QCOMPARE(isNew.text(row, DifferenceColumn::CumBase), "–");
            QCOMPARE(isNew.text(row, DifferenceColumn::CumPercent), ""); // of a base without a total
            QCOMPARE(isNew.text(row, DifferenceColumn::CumRatio), "new");
        }
        const DifferenceTable gone(compare(counted, nothing));
        for (size_t row = 0; row < gone.size(); ++row) {
            QCOMPARE(gone.text(row, DifferenceColumn::Mark), "gone");
            QCOMPARE(gone.text(row, DifferenceColumn::CumCurrent), "–");
        }
        const DifferenceTable both(compare(nothing, nothing));
        QCOMPARE(both.size(), size_t(0));
    }

    void scaled()
    {
        ComparisonOptions options;
        options.scaling = {ScaleBy::Factor, 2, {}};
        const DifferenceTable table(compare(before, after, options));
        const size_t brew = rowOf(table, "brew"), serve = rowOf(table, "serve");
        QCOMPARE(table.flat(brew), (BothValues{100, 20}));
        QCOMPARE(table.cum(serve), (BothValues{160, 90}));
        QCOMPARE(table.text(brew, DifferenceColumn::FlatBaseShare), "50.00%");
        options.scaling = {ScaleBy::Total, 1, {}};
        const DifferenceTable level(compare(before, after, options));
        QCOMPARE(level.cum(rowOf(level, "main")), (BothValues{120, 120}));
        QCOMPARE(level.flat(rowOf(level, "brew")), (BothValues{60, 20}));
    }

    // Where calls cancel each other out, none is a share of what is left of them.
    void sharesOfWhatCancelsOut()
    {
        const char *const mixed = "cpu/milliseconds\nmain;up 10\nmain;down -8\n";
        const auto comparison = compare(std::string(mixed), "cpu/milliseconds\nmain;up 6\nmain;down 2\n");
        const auto calls = comparedNeighbors(*comparison, comparison->frames().find("main"));
        const ComparedCallTable table(comparison, calls.callees, calls.cum);
        QCOMPARE(table.size(), size_t(2));
        for (size_t row = 0; row < table.size(); ++row) {
            QCOMPARE(table.text(row, ComparedCallColumn::BaseShare), "–");
            QCOMPARE(table.text(row, ComparedCallColumn::CurrentShare),
                     table.name(row) == "up" ? "75.00%" : "25.00%");
        }
    }

    // Every difference is what the two profiles say by themselves.
    void randomPairs_data()
    {
        QTest::addColumn<int>("granularity");
        QTest::newRow("functions") << int(Granularity::Functions);
        QTest::newRow("files") << int(Granularity::Files);
        QTest::newRow("functions of files") << int(Granularity::FileFunctions);
    }
    void randomPairs()
    {
        QFETCH(int, granularity);
        std::mt19937 random(7);
        for (int i = 0; i < 150; ++i) {
            const bool negative = i % 3 == 0;
            const ProfilePtr base(foldedProfile(randomProfile(random, negative)));
            const ProfilePtr current(foldedProfile(randomProfile(random, negative)));
            ComparisonOptions options;
            options.view.sampleIndex = 1;
            options.view.granularity = Granularity(granularity);
            options.percentOf = PercentOf(i % 3);
            DifferenceTable table(compare(base, current, options));
            const auto left = costsOf(base, options.view), right = costsOf(current, options.view);
            std::map<std::string, int> all;
            for (const auto &[name, cost] : left)
                ++all[name];
            for (const auto &[name, cost] : right)
                ++all[name];
            QCOMPARE(table.size(), all.size());
            const auto of = [](const auto &costs, const std::string &name) {
                const auto found = costs.find(name);
                return found == costs.end() ? std::pair<int64_t, int64_t>() : found->second;
            };
            for (int column = 0; column < differenceColumnCount; ++column) {
                for (const bool descending : {true, false})
                    table.sort(DifferenceColumn(column), descending, i % 2 == 0);
            }
            for (size_t row = 0; row < table.size(); ++row) {
                const std::string name(table.name(row));
                const auto was = of(left, name), is = of(right, name);
                QCOMPARE(table.flat(row), (BothValues{was.first, is.first}));
                QCOMPARE(table.cum(row), (BothValues{was.second, is.second}));
                QCOMPARE(table.isInBase(row), left.contains(name));
                QCOMPARE(table.isInCurrent(row), right.contains(name));
                for (int column = 0; column < differenceColumnCount; ++column) {
                    const std::string text = table.text(row, DifferenceColumn(column));
                    QVERIFY2(text.find("nan") == std::string::npos && text.find("inf") == std::string::npos &&
                                 text.find("NaN") == std::string::npos,
                             text.c_str());
                }
            }
            std::string csv = tableText(table, TableFormat::Csv);
            csv.erase(0, csv.find('\n')); // the header names nanoseconds
            QVERIFY2(csv.find("nan") == std::string::npos && csv.find("inf") == std::string::npos,
                     csv.c_str());
        }
    }

    void severalAsOne()
    {
        const ComparisonPtr comparison = compare(before, after);
        std::vector<FrameId> frames;
        for (const char *name : {"serve", "pack"}) {
            for (const FrameId frame : comparison->frames().find(name))
                frames.push_back(frame);
        }
        const ComparedSum sum = comparedSum(*comparison, frames);
        QCOMPARE(sum.flat, (BothValues{30, 70}));
        QCOMPARE(sum.cum, (BothValues{80, 90})); // not 20 + 80 and 60 + 90
    }

    void calls()
    {
        const ComparisonPtr comparison = compare(before, after);
        const ComparedNeighbors of = comparedNeighbors(*comparison, comparison->frames().find("main"));
        QCOMPARE(of.cum, (BothValues{100, 120}));
        QCOMPARE(of.flat, (BothValues{0, 0}));
        QVERIFY(of.callers.empty());
        QCOMPARE(of.uncalled, (BothValues{100, 120}));
        ComparedCallTable table(comparison, of.callees, of.cum);
        const auto text = [&] {
            QStringList lines;
            for (size_t row = 0; row < table.size(); ++row) {
                QStringList cells;
                for (int column = 0; column < comparedCallColumnCount; ++column)
                    cells << QString::fromStdString(table.text(row, ComparedCallColumn(column)));
                lines << cells.join(u' ');
            }
            return lines.join(u'\n');
        };
        QCOMPARE(text(), "fresh – – 30ms 25.00% +30ms +30.00% new\n"
                         "old 20ms 20.00% – – -20ms -20.00% gone\n"
                         "serve 80ms 80.00% 90ms 75.00% +10ms +10.00% ×1.12");
        table.sort(ComparedCallColumn::Delta, false);
        QCOMPARE(std::string(table.name(0)), "old");
        table.sort(ComparedCallColumn::Ratio, true);
        QCOMPARE(std::string(table.name(0)), "fresh");
        table.sort(ComparedCallColumn::Base, true);
        QCOMPARE(std::string(table.name(0)), "serve");
        table.sort(ComparedCallColumn::Name, true);
        QCOMPARE(std::string(table.name(0)), "serve");
        QCOMPARE(table.largestDelta(), uint64_t(30));
        const size_t rows[] = {1};
        QCOMPARE(QString::fromStdString(callTableText(table, false, TableFormat::Csv, rows)),
                 "relation,weight base (milliseconds),weight current (milliseconds),weight delta "
                 "(milliseconds),weight delta% of base,weight ratio,of function% base,of function% current,"
                 "function\r\n"
                 "callee,20,0,-20,-20.0000,gone,20.0000,0.0000,old\r\n");
    }

    void callsAreJudgedByTheirSamples()
    {
        const ComparisonPtr comparison =
            compare("samples/count cpu/nanoseconds\nmain;a 100 1000\nmain;b 100 1000\n",
                    "samples/count cpu/nanoseconds\nmain;a 110 1100\nmain;b 200 2000\n");
        const ComparedNeighbors of = comparedNeighbors(*comparison, comparison->frames().find("main"));
        QCOMPARE(of.callees.size(), size_t(2));
        QVERIFY(of.callees[0].change.noise);
        QVERIFY(of.callees[1].change.isWorthColor());
        QVERIFY(of.cumChange.isWorthColor());
    }

    void manyRows()
    {
        std::string base = "cpu/count\n", current = base;
        for (int i = 0; i < 100000; ++i) {
            const std::string stack =
                "main;pkg/f" + std::to_string(i % 977) + ".fn" + std::to_string(i) + "@f.go ";
            if (i % 7 != 0)
                base += stack + std::to_string(1 + i * 7919 % 1000) + '\n';
            if (i % 5 != 0)
                current += stack + std::to_string(1 + i % 4001 * 31 % 1000) + '\n';
        }
        DifferenceTable table(compare(base, current));
        QCOMPARE(table.size(), size_t(100001 - 100000 / 35 - 1));
        for (int column = 0; column < differenceColumnCount; ++column)
            table.sort(DifferenceColumn(column), true);
        table.search(*Regex::compile("fn12345$"));
        QCOMPARE(names(table), QString("pkg/f%1.fn12345").arg(12345 % 977));
    }
};

QTEST_GUILESS_MAIN(TestDifferenceTable)
#include "tst_differencetable.moc"
