// SPDX-License-Identifier: GPL-3.0-or-later
// Stacks are written root first as "main@a.go:3;work@a.go:7", with how many samples and how much time.
#include "core/source/comparedcosts.h"

#include "core/profile/builder.h"

#include <QTest>

#include <map>

using namespace proflens;

namespace {

struct Sample
{
    const char *stack;
    int64_t count, value;
};

ProfilePtr profileOf(const std::vector<Sample> &samples)
{
    ProfileBuilder builder;
    builder.addSampleType("samples", "count");
    builder.addSampleType("time", "milliseconds");
    std::map<std::string, FunctionId> functions;
    for (const Sample &sample : samples) {
        std::vector<LocationId> leafFirst;
        for (const QString &frame : QString(sample.stack).split(';')) {
            const std::string name = frame.section('@', 0, 0).toStdString();
            const std::string file = frame.section('@', 1).section(':', 0, 0).toStdString();
            const auto [it, added] = functions.try_emplace(name + '@' + file);
            if (added)
                it->second = builder.addFunction(name, name, file, 0);
            const Line line{it->second, frame.section(':', 1).toLongLong(), 0};
            leafFirst.insert(leafFirst.begin(), builder.addLocation({}, {&line, 1}));
        }
        const int64_t values[] = {sample.count, sample.value};
        builder.addSample(leafFirst, values);
    }
    return builder.finish();
}

ComparisonPtr compare(const std::vector<Sample> &base, const std::vector<Sample> &current,
                      ComparisonOptions options = {})
{
    options.view.sampleIndex = 1;
    const auto joined = joinProfiles(profileOf(base), profileOf(current));
    if (!joined.ok())
        qFatal("%s", joined.error().message.c_str());
    return *Comparison::make(*joined, options);
}

const std::vector<Sample> before = {
    {"main@a.go:3;work@a.go:7", 100, 1000}, {"main@a.go:3;old@a.go:12", 50, 500}, {"main@a.go:4", 30, 300}};
const std::vector<Sample> after = {
    {"main@a.go:3;work@a.go:7", 105, 1050}, {"main@a.go:3;work@a.go:8", 40, 400}, {"main@a.go:4", 30, 300}};

} // namespace

class TestComparedCosts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines()
    {
        const ComparisonPtr comparison = compare(before, after);
        const auto source = comparedSource(*comparison, "a.go");
        QVERIFY(source);
        QStringList lines;
        for (size_t row = 0; row < source->current.lines.size(); ++row) {
            const BothValues flat = source->flat(row), cum = source->cum(row);
            lines << QString("%1: %2 %3, %4 %5")
                         .arg(source->current.lines[row].line)
                         .arg(flat.base)
                         .arg(flat.current)
                         .arg(cum.base)
                         .arg(cum.current);
        }
        QCOMPARE(lines.join("; "), "3: 0 0, 1500 1450; 4: 300 300, 300 300; 7: 1000 1050, 1000 1050; "
                                   "8: 0 400, 0 400; 12: 500 0, 500 0");
        // By |Δ flat|, |Δ cum|, then what they cost.
        QStringList hottest;
        for (const uint32_t row : source->current.hottest)
            hottest << QString::number(source->current.lines[row].line);
        QCOMPARE(hottest.join(' '), "12 8 7 3 4");
        QCOMPARE(source->current.unit, source->base.unit);
    }

    // 100 and 105 samples tell nothing; 40 where there were none do.
    void noise()
    {
        const auto source = comparedSource(*compare(before, after), "a.go");
        const auto change = [&](int64_t line) {
            return source->flatChanges[size_t(source->current.at(line) - source->current.lines.data())];
        };
        QVERIFY(change(7).noise && change(7).kind == Change::Kind::Grew);
        QVERIFY(change(8).isWorthColor() && change(8).kind == Change::Kind::New);
        QVERIFY(change(12).isWorthColor() && change(12).kind == Change::Kind::Gone);
        QCOMPARE(change(4).kind, Change::Kind::Same);
    }

    void eachSideIsItsOwnProfile()
    {
        const ComparisonPtr comparison = compare(before, after);
        const auto source = comparedSource(*comparison, "a.go");
        AnalysisOptions options;
        options.sampleIndex = 1;
        for (const auto &[samples, side] :
             {std::pair(&before, &source->base), std::pair(&after, &source->current)}) {
            const auto analysis = Analysis::make(profileOf(*samples), options);
            const auto alone = sourceCosts(**analysis, "a.go");
            QCOMPARE(alone->flat, side->flat);
            QCOMPARE(alone->cum, side->cum);
            for (const SourceLineCost &line : alone->lines) {
                QCOMPARE(side->at(line.line)->flat, line.flat);
                QCOMPARE(side->at(line.line)->cum, line.cum);
            }
        }
    }

    void scaled()
    {
        ComparisonOptions options;
        options.scaling = {ScaleBy::Factor, 2, {}};
        const auto source = comparedSource(*compare(before, after, options), "a.go");
        QCOMPARE(source->flat(2), (BothValues{2000, 1050}));
    }

    void identical()
    {
        const auto source = comparedSource(*compare(before, before), "a.go");
        for (size_t row = 0; row < source->current.lines.size(); ++row) {
            QCOMPARE(source->flat(row).delta(), int64_t(0));
            QCOMPARE(source->flatChanges[row].kind, Change::Kind::Same);
        }
        // Where nothing changed, the dearest are first.
        QCOMPARE(source->current.lines[source->current.hottest.front()].line, int64_t(7));
    }

    void listing()
    {
        const ComparisonPtr comparison = compare(before, after);
        const auto source = comparedSource(*comparison, "a.go");
        const std::string_view text[] = {"package a", "", "func main() {", "go()",
                                         "}",         "", "work()",        "more()"};
        QCOMPARE(QString::fromStdString(annotatedSource(*source, *comparison, text, 0)),
                 "         .          .          .     1500ms     1450ms      -50ms      3: func main() {\n"
                 "     300ms      300ms          0      300ms      300ms          0      4: go()\n"
                 "...\n"
                 "    1000ms     1050ms      +50ms     1000ms     1050ms      +50ms      7: work()\n"
                 "         .      400ms     +400ms          .      400ms     +400ms      8: more()\n"
                 "     500ms          .     -500ms      500ms          .     -500ms     12: old\n");
    }

    void files()
    {
        const ComparisonPtr comparison = compare({{"init@a.go:1", 1, 10}, {"init@b.go:1", 1, 100}},
                                                 {{"init@b.go:1", 1, 110}, {"init@c.go:2", 1, 300}});
        const std::string names[] = {"init"};
        QStringList files;
        for (const ComparedFileCost &file : comparedFilesOf(*comparison, names))
            files << QString("%1 %2 %3").arg(file.file.c_str()).arg(file.cum.base).arg(file.cum.current);
        QCOMPARE(files.join("; "), "c.go 0 300; b.go 100 110; a.go 10 0");
    }
};

QTEST_GUILESS_MAIN(TestComparedCosts)
#include "tst_comparedcosts.moc"
