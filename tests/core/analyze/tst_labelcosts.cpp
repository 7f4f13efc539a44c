// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/labelcosts.h"
#include "core/format/read.h"
#include "core/report/labeltext.h"
#include "core/report/report.h"
#include "core/select/labelpattern.h"
#include "tests/core/folded.h"
#include "tests/core/labelledprofile.h"

#include <QDir>
#include <QTest>

#include <map>

using namespace proflens;

namespace {

// By key and value, as -tags says them; the total of a key has no value.
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

std::string trimmed(std::string text)
{
    text.erase(0, text.find_first_not_of(' '));
    return text;
}

// Tabs part the columns of the report, whoever wrote them.
std::string withoutTabs(std::string text)
{
    std::erase_if(text, [](char c) { return c == '\t' || c == ' '; });
    return text;
}

// The key's line ends in "Total 30count of 50count", values in "12count (3%): text".
Sums parsed(const std::string &report)
{
    Sums sums;
    std::string key, line;
    std::istringstream lines(report);
    while (std::getline(lines, line)) {
        const size_t total = line.find(": Total ");
        if (line.empty())
            continue;
        if (total != std::string::npos) {
            key = trimmed(line.substr(0, total));
            sums[{key, {}}] = std::stoll(line.substr(total + 8));
            continue;
        }
        const size_t end = line.find(": ");
        sums[{key, "=" + withoutTabs(line.substr(end + 2))}] += std::stoll(trimmed(line.substr(0, end)));
    }
    return sums;
}

Sums printed(const ProfilePtr &profile, const AnalysisOptions &view)
{
    ReportOptions options;
    options.sampleIndex = view.sampleIndex < 0 ? "" : std::to_string(view.sampleIndex);
    options.filters = view.filters;
    std::string text;
    {
        Output out([&](std::string_view piece) {
            text += piece;
            return true;
        });
        const Status status = writeReport(profile, ReportKind::Tags, options, {}, out);
        if (!status)
            qFatal("%s", status.error().message.c_str());
    }
    return parsed(text);
}

Sums listed(const LabelCosts &costs, int64_t BothValues::*side)
{
    Sums sums;
    for (const LabelKey &key : costs.keys()) {
        sums[{std::string(key.name), {}}] = key.total.values().*side;
        for (const LabelValue &value : key.values)
            sums[{std::string(key.name), "=" + withoutTabs(costs.text(key, value))}] +=
                value.sum.values().*side;
    }
    return sums;
}

void dropZeros(Sums &sums)
{
    std::erase_if(sums, [](const auto &entry) { return entry.second == 0; });
}

int64_t sumOf(const Analysis &analysis)
{
    return analysis.stacks().size() ? analysis.weights().of(0, analysis.stacks().size()) : 0;
}

std::string namesOf(const LabelCosts &costs, const LabelQuery &query)
{
    std::string text;
    for (const ListedLabels &entry : costs.list(query)) {
        const LabelKey &key = costs.keys()[entry.key];
        text += (text.empty() ? "" : "; ") + std::string(key.name) + ':';
        for (const uint32_t value : entry.values)
            text += ' ' + costs.text(key, key.values[value]);
    }
    return text;
}

// By key and values, as "thread main 30".
std::shared_ptr<Profile> tagged(const std::vector<std::tuple<std::string, std::string, int64_t>> &samples)
{
    ProfileBuilder builder;
    builder.addSampleType("cpu", "milliseconds");
    const Line line{builder.addFunction("f", "f", "", 0), 0, 0};
    const LocationId f = builder.addLocation({}, {&line, 1});
    for (const auto &[key, value, cost] : samples) {
        std::vector<Label> labels;
        if (!key.empty() && key == "bytes")
            labels.push_back(builder.numberLabel(key, std::stoll(value), "bytes"));
        else if (!key.empty())
            labels.push_back(builder.textLabel(key, value));
        builder.addSample(std::vector{f}, std::vector{cost}, labels);
    }
    return builder.finish();
}

} // namespace

class TestLabelCosts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameAsPprof()
    {
        for (unsigned seed = 1; seed <= 12; ++seed) {
            // Values of pprof's text are parsed, so counts: these print as they are.
            const ProfilePtr profile = labelledProfile(seed, 150, seed % 3 == 0);
            AnalysisOptions options;
            options.sampleIndex = 0;
            if (seed % 4 == 1)
                options.filters = {{FilterKind::TagHide, "thread"}, {FilterKind::Focus, "f[123]"}};
            if (seed % 4 == 2)
                options.filters = {{FilterKind::TagFocus, "bytes=4kb:"}};
            const auto costs = LabelCosts::make(analysed(profile, options));
            const Sums ours = listed(*costs, &BothValues::current), theirs = printed(profile, options);
            for (const auto &[key, value] : theirs) {
                const auto found = ours.find(key);
                QVERIFY2(found != ours.end() && found->second == value, (key.first + key.second).c_str());
            }
            QCOMPARE(ours.size(), theirs.size());
        }
    }

    void sameTextAsPprof_data()
    {
        QTest::addColumn<QString>("path");
        QDir folder(QString::fromLatin1(PROFLENS_SOURCE_DIR "/resources/samples"));
        for (const QString &name : folder.entryList({QStringLiteral("*.pb.gz")}))
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }
    // Where no sample lacks a key, and but for the unit that values are in.
    void sameTextAsPprof()
    {
        QFETCH(const QString, path);
        const auto profile = readProfile(path.toStdString());
        QVERIFY(profile.ok());
        AnalysisOptions options;
        options.unit = "auto";
        const auto costs = LabelCosts::make(analysed(*profile, options));
        std::string ours = labelsText(*costs, costs->list({}));
        ReportOptions report;
        report.unit = "auto";
        std::string theirs;
        {
            Output out([&](std::string_view piece) {
                theirs += piece;
                return true;
            });
            QVERIFY(writeReport(*profile, ReportKind::Tags, report, {}, out).ok());
        }
        // Of what costs the same, pprof sorts numbers by their text.
        const auto lines = [](const std::string &text) {
            QStringList lines;
            for (const QString &line : QString::fromStdString(text).split(u'\n')) {
                if (!line.contains(QStringLiteral("(without ")))
                    lines << line.simplified();
            }
            const auto cost = [](const QString &line) { return line.section(u':', 0, 0); };
            for (auto run = lines.begin(); run != lines.end();) {
                const auto end = std::find_if(run, lines.end(),
                                              [&](const QString &line) { return cost(line) != cost(*run); });
                std::sort(run, end);
                run = end;
            }
            return lines;
        };
        QCOMPARE(lines(ours), lines(theirs));
    }

    void sumsToTheWhole()
    {
        for (unsigned seed = 1; seed <= 6; ++seed) {
            const AnalysisPtr analysis = analysed(labelledProfile(seed));
            const auto costs = LabelCosts::make(analysis);
            for (const LabelKey &key : costs->keys()) {
                int64_t sum = 0, numbers = 0;
                for (const LabelValue &value : key.values)
                    sum += value.sum.values().current;
                QCOMPARE(sum, key.total.values().current);
                for (const LabelNumber &number : key.numbers)
                    numbers += number.sum.values().current;
                for (const size_t bars : {1, 2, 7, 1000}) {
                    int64_t inBars = 0, count = 0;
                    for (const LabelBar &bar : labelHistogram(key.numbers, bars).bars) {
                        inBars += bar.sum.values().current;
                        ++count;
                    }
                    QCOMPARE(inBars, numbers);
                    QVERIFY(count <= int64_t(bars));
                }
            }
        }
    }

    // A filter made of a row leaves just what the row says.
    void filters()
    {
        for (unsigned seed = 1; seed <= 4; ++seed) {
            const ProfilePtr profile = labelledProfile(seed);
            const auto costs = LabelCosts::make(analysed(profile));
            const int64_t all = sumOf(*costs->analysis());
            const auto left = [&](FilterKind kind, const std::string &pattern) {
                AnalysisOptions options;
                options.filters = {{kind, pattern}};
                return sumOf(*analysed(profile, options));
            };
            for (const LabelKey &key : costs->keys()) {
                if (key.name == "thread") // samples have several
                    continue;
                for (const LabelValue &value : key.values) {
                    const auto pattern =
                        value.isNumber ? labelRangePattern(key.name, value.least, value.greatest, key.unit)
                                       : labelTextPattern(key.name, {&value.text, 1});
                    if (!pattern)
                        continue;
                    QCOMPARE(left(FilterKind::TagFocus, *pattern), value.sum.values().current);
                    QCOMPARE(left(FilterKind::TagIgnore, *pattern), all - value.sum.values().current);
                }
                if (key.hasTexts || key.name == "mixed=up")
                    continue;
                const auto any = anyNumberPattern(key.name, key.numbers.front().number, key.unit);
                QCOMPARE(left(FilterKind::TagIgnore, *any), key.without.values().current);
            }
            const auto thread = std::find_if(costs->keys().begin(), costs->keys().end(),
                                             [](const LabelKey &key) { return key.name == "thread"; });
            QCOMPARE(left(FilterKind::TagIgnore, *anyTextPattern("thread")),
                     thread->without.values().current);
        }
    }

    void deltas()
    {
        for (unsigned seed = 1; seed <= 8; ++seed) {
            const ProfilePtr base = labelledProfile(seed), current = labelledProfile(seed + 1000);
            ComparisonOptions options;
            options.view.sampleIndex = 1;
            if (seed % 2)
                options.view.filters = {{FilterKind::Focus, "f[135]"}};
            const auto costs = LabelCosts::make(compared(base, current, options));
            Sums before = listed(*LabelCosts::make(analysed(base, options.view)), &BothValues::current);
            Sums after = listed(*LabelCosts::make(analysed(current, options.view)), &BothValues::current);
            Sums ourBefore = listed(*costs, &BothValues::base),
                 ourAfter = listed(*costs, &BothValues::current);
            for (Sums *sums : {&before, &after, &ourBefore, &ourAfter})
                dropZeros(*sums);
            QVERIFY(ourBefore == before);
            QVERIFY(ourAfter == after);
        }
    }

    void noise()
    {
        const auto profile = [](int64_t a, int64_t b) {
            ProfileBuilder builder;
            builder.addSampleType("samples", "count");
            const Line line{builder.addFunction("f", "f", "", 0), 0, 0};
            const LocationId f = builder.addLocation({}, {&line, 1});
            const Label one = builder.textLabel("k", "a"), other = builder.textLabel("k", "b");
            builder.addSample(std::vector{f}, std::vector{a}, {&one, 1});
            builder.addSample(std::vector{f}, std::vector{b}, {&other, 1});
            return builder.finish();
        };
        const auto costs = LabelCosts::make(compared(profile(100, 100), profile(110, 300)));
        const LabelKey &key = costs->keys().at(0);
        QVERIFY(costs->change(key.values[0].sum).noise);
        QVERIFY(!costs->change(key.values[1].sum).noise);
        LabelQuery query;
        QCOMPARE(namesOf(*costs, query), std::string("k: b a"));
        query.hideNoise = true;
        QCOMPARE(namesOf(*costs, query), std::string("k: b"));
    }

    void order()
    {
        const auto costs = LabelCosts::make(analysed(tagged({{"user", "bob", 5},
                                                             {"user", "ann", 5},
                                                             {"user", "cid", -9},
                                                             {"bytes", "4096", 1},
                                                             {"bytes", "64", 3},
                                                             {"bytes", "1048576", 2},
                                                             {"", "", 7}})));
        LabelQuery query;
        QCOMPARE(namesOf(*costs, query), std::string("bytes: 64B 1MB 4kB; user: cid ann bob"));
        query.byValue = true;
        QCOMPARE(namesOf(*costs, query), std::string("bytes: 64B 4kB 1MB; user: ann bob cid"));
        query.pattern = *Regex::compile("ann|kB");
        QCOMPARE(namesOf(*costs, query), std::string("bytes: 4kB; user: ann"));
        query.pattern = *Regex::compile("^user$");
        QCOMPARE(namesOf(*costs, query), std::string("user: ann bob cid"));
        query.pattern = *Regex::compile("user: b");
        QCOMPARE(namesOf(*costs, query), std::string("user: bob"));
        const LabelKey &user = costs->keys()[1];
        QCOMPARE(user.without.values().current, int64_t(13));
        QVERIFY(!user.isEverywhere);
    }

    // What takes most away is as large as what adds most.
    void keysByMagnitude()
    {
        const auto costs = LabelCosts::make(analysed(
            tagged({{"bytes", "64", -3}, {"bytes", "4096", 2}, {"user", "ann", -9}, {"zone", "z", 5}})));
        LabelQuery query;
        QCOMPARE(namesOf(*costs, query), std::string("bytes: 64B 4kB; user: ann; zone: z"));
        query.sortKeys = true;
        QCOMPARE(namesOf(*costs, query), std::string("user: ann; zone: z; bytes: 64B 4kB"));
        query.byValue = true;
        QCOMPARE(namesOf(*costs, query), std::string("bytes: 64B 4kB; user: ann; zone: z"));
    }

    void numbersThatCostTheSameAscend()
    {
        const auto costs = LabelCosts::make(
            analysed(tagged({{"bytes", "4096", 2}, {"bytes", "1048576", 2}, {"bytes", "64", 2}})));
        QCOMPARE(namesOf(*costs, {}), std::string("bytes: 64B 4kB 1MB"));
    }

    // Then shares may exceed all there is, which wants a word.
    void samplesWithSeveralValues()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "milliseconds");
        const Line line{builder.addFunction("f", "f", "", 0), 0, 0};
        const LocationId f = builder.addLocation({}, {&line, 1});
        const Label both[] = {builder.textLabel("user", "ann"), builder.textLabel("user", "bob"),
                              builder.textLabel("host", "a")};
        builder.addSample(std::vector{f}, std::vector<int64_t>{10}, both);
        const auto costs = LabelCosts::make(analysed(builder.finish()));
        QVERIFY(!costs->keys()[0].isRepeated && costs->keys()[1].isRepeated);
        QCOMPARE(
            labelsText(*costs, costs->list({})),
            std::string(" host: Total 10ms of 10ms (  100%)\n"
                        "       10ms (  100%): a\n\n"
                        " user: Total 20ms of 10ms (200.00%); samples with several values count once for "
                        "each\n"
                        "       10ms (  100%): ann\n"
                        "       10ms (  100%): bob\n\n"));
    }

    // Numbers that look the same are one value, as in pprof's report.
    void roundedNumbers()
    {
        const auto costs = LabelCosts::make(
            analysed(tagged({{"bytes", "1048576", 1}, {"bytes", "1048577", 2}, {"bytes", "5", 4}})));
        const LabelKey &key = costs->keys().at(0);
        QCOMPARE(key.values.size(), size_t(2));
        QCOMPARE(key.numbers.size(), size_t(3));
        QCOMPARE(key.values[1].least, int64_t(1048576));
        QCOMPARE(key.values[1].greatest, int64_t(1048577));
        QCOMPARE(key.values[1].sum.values().current, int64_t(3));
        QVERIFY(key.isEverywhere);
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
        const auto costs = LabelCosts::make(analysed(builder.finish(), options));
        const LabelKey &key = costs->keys().at(0);
        QCOMPARE(key.total.values().current, int64_t(11));
        QCOMPARE(key.values[0].sum.values().current, int64_t(5));
        QCOMPARE(key.values[1].sum.values().current, int64_t(15));
    }

    void histogram()
    {
        std::vector<LabelNumber> numbers;
        for (int64_t i = 0; i < 100; ++i)
            numbers.push_back({i * 10 - 50, {{0, 1}, {}, {}}});
        const LabelHistogram few = labelHistogram(numbers, 200);
        QVERIFY(few.isExact);
        QCOMPARE(few.bars.size(), size_t(100));
        const LabelHistogram linear = labelHistogram(numbers, 10);
        QVERIFY(!linear.isExact && !linear.isLogarithmic);
        QCOMPARE(linear.bars.size(), size_t(10));
        QCOMPARE(linear.bars[0].least, int64_t(-50));
        QCOMPARE(linear.bars[9].greatest, int64_t(940));
        for (const LabelBar &bar : linear.bars)
            QVERIFY(std::abs(bar.sum.values().current - 10) <= 1);

        numbers.clear();
        for (int i = 0; i < 40; ++i)
            numbers.push_back({int64_t(1) << i, {{0, 1}, {}, {}}});
        const LabelHistogram wide = labelHistogram(numbers, 20);
        QVERIFY(wide.isLogarithmic);
        for (const LabelBar &bar : wide.bars)
            QVERIFY(bar.sum.values().current >= 1 && bar.sum.values().current <= 3);

        for (size_t i = 0; i + 1 < wide.bars.size(); ++i) {
            QVERIFY(wide.bars[i].low <= wide.bars[i].least);
            QVERIFY(wide.bars[i].greatest < wide.bars[i + 1].low);
        }

        numbers = {{INT64_MIN, {}}, {0, {}}, {INT64_MAX, {}}};
        QCOMPARE(labelHistogram(numbers, 2).bars.size(), size_t(2));
        QCOMPARE(labelHistogram(numbers, 1).bars.size(), size_t(1));
        QVERIFY(labelHistogram({}, 5).bars.empty());
    }

    // What costs the same everywhere makes bars of one height, but perhaps for the last one.
    void histogramsOfEvenNumbersAreEven_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("most");
        QTest::newRow("99 of 64") << 99 << 1 << 64;
        QTest::newRow("97 of 64") << 97 << 1 << 64;
        QTest::newRow("990 of 63") << 990 << 1 << 63;
        QTest::newRow("multiples of 8") << 300 << 8 << 64;
        QTest::newRow("one more than bars") << 65 << 1 << 64;
    }
    void histogramsOfEvenNumbersAreEven()
    {
        QFETCH(int, count);
        QFETCH(int, step);
        QFETCH(int, most);
        std::vector<LabelNumber> numbers;
        for (int i = 1; i <= count; ++i)
            numbers.push_back({int64_t(i) * step, {{0, 1}, {}, {}}});
        const LabelHistogram histogram = labelHistogram(numbers, size_t(most));
        QVERIFY(!histogram.isExact && !histogram.isLogarithmic);
        QVERIFY(histogram.bars.size() <= size_t(most) && histogram.bars.size() >= size_t(most) / 3);
        const int64_t each = histogram.bars[0].sum.values().current;
        for (size_t i = 0; i + 1 < histogram.bars.size(); ++i) {
            QCOMPARE(histogram.bars[i].sum.values().current, each);
            QCOMPARE(histogram.bars[i + 1].low - histogram.bars[i].low, each * step);
        }
        QVERIFY(histogram.bars.back().sum.values().current * 2 >= each);
    }

    void text()
    {
        const ProfilePtr profile = tagged({{"user", "ann", 30}, {"user", "bob, x", 10}, {"", "", 60}});
        const auto costs = LabelCosts::make(analysed(profile));
        QCOMPARE(labelsText(*costs, costs->list({})),
                 std::string(" user: Total 40ms of 100ms (40.00%)\n"
                             "       30ms (30.00%): ann\n"
                             "       10ms (10.00%): bob, x\n"
                             "       60ms (60.00%): (without user)\n\n"));
        QCOMPARE(labelsTable(*costs, costs->list({}), TableFormat::Csv),
                 std::string("key,label,unit,value (milliseconds),percent\r\n"
                             "user,ann,,30,30.0000\r\n"
                             "user,\"bob, x\",,10,10.0000\r\n"
                             "user,(without user),,60,60.0000\r\n"));
        const auto both = LabelCosts::make(compared(profile, tagged({{"user", "ann", 50}, {"", "", 60}})));
        QCOMPARE(labelsTable(*both, both->list({}), TableFormat::Csv),
                 std::string("key,label,unit,base (milliseconds),current (milliseconds),delta (milliseconds),"
                             "delta%,mark\r\n"
                             "user,ann,,30,50,20,20.0000,grew\r\n"
                             "user,\"bob, x\",,10,0,-10,-10.0000,gone\r\n"
                             "user,(without user),,60,60,0,0.0000,same\r\n"));
        QVERIFY(labelsText(*both, both->list({})).find("(without user)") != std::string::npos);
    }

    void empty()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const auto costs = LabelCosts::make(analysed(builder.finish()));
        QVERIFY(costs->keys().empty());
        QVERIFY(costs->list({}).empty());
    }
};

QTEST_APPLESS_MAIN(TestLabelCosts)
#include "tst_labelcosts.moc"
