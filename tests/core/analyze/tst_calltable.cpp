// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/calltable.h"
#include "core/report/csv.h"
#include "tests/core/folded.h"

#include <QTest>

using namespace proflens;

namespace {

AnalysisPtr analyse(const ProfilePtr &profile, const AnalysisOptions &options = {})
{
    const auto made = Analysis::make(profile, options);
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

Neighbors neighbors(const AnalysisPtr &analysis, const char *function)
{
    return neighborsOf(analysis->frames().find(function), analysis->stacks(), analysis->weights(),
                       analysis->frames());
}

// "weight share of-total name" of each row.
QString printed(const CallTable &table)
{
    QStringList rows;
    for (size_t row = 0; row < table.size(); ++row) {
        QStringList cells;
        for (int column = 0; column < callColumnCount; ++column)
            cells << QString::fromStdString(table.text(row, CallColumn(column)));
        rows << cells.join(u' ');
    }
    return rows.join(u'\n');
}

const char *const shop = "cpu/milliseconds\n"
                         "main;serve;brew 50\n"
                         "main;serve;pack 20\n"
                         "main;pack 20\n"
                         "main;serve>check 10\n"
                         "serve 100\n";

} // namespace

class TestCallTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbers()
    {
        const AnalysisPtr analysis = analyse(foldedProfile(shop));
        const Neighbors calls = neighbors(analysis, "serve");
        QCOMPARE(calls.flatValue(), int64_t(100));
        QCOMPARE(calls.cumValue(), int64_t(180));
        QCOMPARE(printed(CallTable(analysis, calls.callers, calls.cumValue())), "80ms 44.44% 40.00% main");
        QCOMPARE(printed(CallTable(analysis, calls.callees, calls.cumValue())),
                 "50ms 27.78% 25.00% brew\n"
                 "20ms 11.11% 10.00% pack\n"
                 "10ms 5.56% 5.00% check (inline)");
        QCOMPARE(calls.uncalled.value(), int64_t(100));
        QCOMPARE(calls.recursive.value(), int64_t(0));
        QCOMPARE(calls.selfCalls.value(), int64_t(0));
    }

    void orders()
    {
        const AnalysisPtr analysis = analyse(foldedProfile(shop));
        CallTable table(analysis, neighbors(analysis, "serve").callees, 180);
        const auto sorted = [&](CallColumn column, bool descending) {
            table.sort(column, descending);
            QStringList names;
            for (size_t row = 0; row < table.size(); ++row)
                names << QString::fromStdString(std::string(table.functionName(row)));
            return names.join(u' ');
        };
        QCOMPARE(sorted(CallColumn::Weight, false), "check pack brew");
        QCOMPARE(sorted(CallColumn::Share, true), "brew pack check");
        QCOMPARE(sorted(CallColumn::Name, false), "brew check pack");
        QCOMPARE(sorted(CallColumn::Name, true), "pack check brew");
    }

    // A sample counts once for each caller and callee, however often the function recurs in it.
    void recursion()
    {
        const AnalysisPtr analysis = analyse(foldedProfile("cpu/count\n"
                                                           "main;walk;walk;walk;leaf 8\n"
                                                           "main;walk;visit;walk;leaf 4\n"
                                                           "main;walk 1\n"));
        const Neighbors calls = neighbors(analysis, "walk");
        QCOMPARE(calls.cumValue(), int64_t(13));
        QCOMPARE(printed(CallTable(analysis, calls.callers, calls.cumValue())), "13 100% 100% main\n"
                                                                                "4 30.77% 30.77% visit");
        QCOMPARE(printed(CallTable(analysis, calls.callees, calls.cumValue())), "12 92.31% 92.31% leaf\n"
                                                                                "4 30.77% 30.77% visit");
        QCOMPARE(calls.recursive.value(), int64_t(12));
        QCOMPARE(calls.selfCalls.value(), int64_t(8));
        QCOMPARE(calls.uncalled.value(), int64_t(0));
    }

    void mean()
    {
        AnalysisOptions options;
        options.sampleIndex = 1;
        options.mean = true;
        const AnalysisPtr analysis = analyse(
            foldedProfile("n/count delay/milliseconds\nmain;lock 2 20\nmain;lock 3 60\nworker;lock 1 90\n"),
            options);
        const Neighbors calls = neighbors(analysis, "lock");
        QCOMPARE(calls.cumValue(), int64_t(28)); // 170 / 6
        const CallTable callers(analysis, calls.callers, calls.cumValue());
        QCOMPARE(callers.weight(0), int64_t(90));
        QCOMPARE(callers.weight(1), int64_t(16)); // 80 / 5
    }

    void negative()
    {
        const AnalysisPtr analysis = analyse(foldedProfile("cpu/count\na;x 10\nb;x -30\n"));
        const Neighbors calls = neighbors(analysis, "x");
        QCOMPARE(calls.cumValue(), int64_t(-20));
        const CallTable callers(analysis, calls.callers, calls.cumValue());
        QCOMPARE(printed(callers), "-30 150.00% 75.00% b\n10 50.00% 25.00% a");
    }

    // A single thread of calls as deep as they come: nothing recurses over it.
    void deep()
    {
        std::string stack = "main";
        for (int i = 0; i < 100000; ++i)
            stack += i % 2 ? ";even" : ";odd";
        const AnalysisPtr analysis = analyse(foldedProfile("cpu/count\n" + stack + " 3\n"));
        const Neighbors calls = neighbors(analysis, "odd");
        QCOMPARE(printed(CallTable(analysis, calls.callers, calls.cumValue())), "3 100% 100% even\n"
                                                                                "3 100% 100% main");
        QCOMPARE(calls.recursive.value(), int64_t(3));
    }

    void spreadsheet()
    {
        const AnalysisPtr analysis = analyse(foldedProfile(shop));
        const Neighbors calls = neighbors(analysis, "serve");
        const CallTable callers(analysis, calls.callers, calls.cumValue());
        const CallTable callees(analysis, calls.callees, calls.cumValue());
        QCOMPARE(QString::fromStdString(callTableText(callers, callees, TableFormat::Csv)),
                 "relation,weight (milliseconds),of function%,of total%,function,inline\r\n"
                 "caller,80,44.4444,40.0000,main,no\r\n"
                 "callee,50,27.7778,25.0000,brew,no\r\n"
                 "callee,20,11.1111,10.0000,pack,no\r\n"
                 "callee,10,5.5556,5.0000,check,yes\r\n");
        const size_t rows[] = {2};
        QCOMPARE(QString::fromStdString(callTableText(callees, false, TableFormat::Tsv, rows)),
                 "relation\tweight (milliseconds)\tof function%\tof total%\tfunction\tinline\n"
                 "callee\t10\t5.5556\t5.0000\tcheck\tyes\n");
    }
};

QTEST_GUILESS_MAIN(TestCallTable)
#include "tst_calltable.moc"
