// SPDX-License-Identifier: GPL-3.0-or-later
// What an analysis takes from the one before must be what it would compute itself; and sums of many rows,
// which are made in parts on all processors, what a plain loop over samples gives.
#include "core/analyze/analysis.h"
#include "tests/core/folded.h"
#include "tests/core/labelledprofile.h"
#include "tests/core/randomprofile.h"

#include <QTest>

#include <map>
#include <random>
#include <set>

using namespace proflens;

namespace {

class Random
{
public:
    explicit Random(unsigned seed)
        : m_random(seed)
    {}
    int upTo(int n) { return static_cast<int>(m_random() % static_cast<unsigned>(n)); }
    template <typename T, size_t n> const T &of(const T (&list)[n]) { return list[upTo(n)]; }

private:
    std::mt19937 m_random;
};

Filter randomFilter(Random &random)
{
    static const Filter filters[] = {
        {FilterKind::Focus, "f[12]"},
        {FilterKind::Focus, "f3|f4"},
        {FilterKind::Ignore, "f5"},
        {FilterKind::Hide, "f1"},
        {FilterKind::Hide, "f[35]"},
        {FilterKind::Show, "f[1-4]"},
        {FilterKind::ShowFrom, "f2"},
        {FilterKind::PruneFrom, "f4"},
        {FilterKind::TagFocus, "thread=main"},
        {FilterKind::TagIgnore, "bytes=:1kb"},
        {FilterKind::TagHide, "thread"},
        {FilterKind::TagShow, "bytes"},
    };
    return random.of(filters);
}

void changeOneThing(AnalysisOptions &options, Random &random)
{
    static const char *const units[] = {"minimum", "auto", "ms", "kB"};
    static const Granularity granularities[] = {Granularity::Functions, Granularity::Files,
                                                Granularity::Lines, Granularity::Addresses};
    switch (random.upTo(9)) {
    case 0:
        options.sampleIndex = random.upTo(2);
        break;
    case 1:
        options.mean = !options.mean;
        break;
    case 2:
        options.unit = random.of(units);
        break;
    case 3:
        options.granularity = random.of(granularities);
        break;
    case 4:
        options.noInlines = !options.noInlines;
        break;
    case 5:
        options.relativePercentages = !options.relativePercentages;
        break;
    case 6:
        if (!options.filters.empty())
            options.filters.erase(options.filters.begin() + random.upTo(int(options.filters.size())));
        break;
    default:
        options.filters.push_back(randomFilter(random));
    }
}

// What is wrong with `made`, if `fresh` is right; empty if nothing is.
QString difference(const Analysis &made, const Analysis &fresh)
{
    if (made.total() != fresh.total())
        return "total";
    if (made.outputUnit() != fresh.outputUnit())
        return "unit";
    if (made.filterEffects() != fresh.filterEffects())
        return "effects of filters";
    if (made.weights().sums != fresh.weights().sums || made.weights().counted != fresh.weights().counted ||
        made.weights().divisors != fresh.weights().divisors)
        return "weights";
    if (made.invertedWeights().sums != fresh.invertedWeights().sums)
        return "inverted weights";
    if (made.costs().flat != fresh.costs().flat || made.costs().cum != fresh.costs().cum ||
        made.costs().seen != fresh.costs().seen || made.costs().cumDivisor != fresh.costs().cumDivisor)
        return "costs";
    CostExtent extent;
    for (const auto *values : {&fresh.costs().flat, &fresh.costs().cum}) {
        for (const int64_t value : *values) {
            extent.largest = std::max(extent.largest, std::abs(value));
            extent.anyNegative |= value < 0;
        }
    }
    if (made.extent().largest != extent.largest || made.extent().anyNegative != extent.anyNegative)
        return "largest costs";
    for (uint32_t i = 0; i < fresh.frames().size(); ++i) {
        if (made.frames().printableName(FrameId(i)) != fresh.frames().printableName(FrameId(i)))
            return "names";
        if (made.inlining(FrameId(i)) != fresh.inlining(FrameId(i)))
            return "marks of inlined functions";
    }
    return {};
}

// Many stacks of few functions, every fourth call inlined.
ProfilePtr largeProfile()
{
    Random random(7);
    std::string text = "samples/count cpu/nanoseconds\n";
    for (int i = 0; i < 40000; ++i) {
        std::string stack = "main";
        for (int depth = random.upTo(12); depth >= 0; --depth)
            stack += (random.upTo(4) ? ";f" : ">f") + std::to_string(random.upTo(300));
        text +=
            stack + ' ' + std::to_string(random.upTo(3)) + ' ' + std::to_string(random.upTo(5) * 1000) + '\n';
    }
    return foldedProfile(text);
}

struct PlainSums
{
    std::map<uint32_t, int64_t> flat, cum;
    std::map<std::pair<uint32_t, uint32_t>, bool> inlined; // callee, caller: whether all such calls are
};

PlainSums plainSums(const Analysis &analysis, int type)
{
    PlainSums sums;
    const SampleTable &samples = analysis.profile()->samples;
    for (size_t i = 0; i < samples.size(); ++i) {
        const int64_t value = samples.values[size_t(type)][i];
        if (value == 0 || !analysis.selection().keepsSample(i))
            continue;
        std::vector<StackElement> path; // leaf first
        analysis.profile()->stacks.forEach(samples.stack[i], [&](LocationId location) {
            const auto elements = analysis.frames().elements(location);
            path.insert(path.end(), elements.rbegin(), elements.rend());
        });
        std::set<uint32_t> seen;
        for (size_t k = 0; k < path.size(); ++k) {
            const uint32_t frame = path[k].frame().row;
            seen.insert(frame);
            if (k + 1 == path.size() || path[k + 1].frame().row == frame)
                continue;
            bool &all = sums.inlined.try_emplace({frame, path[k + 1].frame().row}, true).first->second;
            all = all && path[k].inlined();
        }
        sums.flat[path.front().frame().row] += value;
        for (const uint32_t frame : seen)
            sums.cum[frame] += value;
    }
    return sums;
}

} // namespace

class TestAnalysis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWhatIsTheSame()
    {
        const ProfilePtr profile = labelledProfile(1);
        AnalysisOptions options;
        const AnalysisPtr first = *Analysis::make(profile, options);
        options.unit = "kB";
        const AnalysisPtr inUnit = *Analysis::make(profile, options, first.get());
        QVERIFY2(&inUnit->costs() == &first->costs(), "another unit does not change what functions cost");
        QVERIFY(&inUnit->weights() == &first->weights());
        options.sampleIndex = 0;
        const AnalysisPtr otherType = *Analysis::make(profile, options, inUnit.get());
        QVERIFY2(&otherType->stacks() == &first->stacks(), "another sample type does not change stacks");
        options.granularity = Granularity::Lines;
        const AnalysisPtr lines = *Analysis::make(profile, options, otherType.get());
        QVERIFY(&lines->stacks() != &first->stacks());
        options.granularity = Granularity::Functions;
        const AnalysisPtr back = *Analysis::make(profile, options, lines.get());
        QVERIFY2(&back->stacks() == &first->stacks(), "stacks that were shown before are still there");
        const AnalysisPtr other = *Analysis::make(labelledProfile(1), options, back.get());
        QVERIFY2(&other->stacks() != &first->stacks(), "another profile has other stacks");
    }

    void takesNothingThatDiffers_data()
    {
        QTest::addColumn<bool>("labelled");
        QTest::newRow("labels") << true;
        QTest::newRow("inlined calls") << false;
    }
    void takesNothingThatDiffers()
    {
        QFETCH(bool, labelled);
        for (unsigned seed = 0; seed < 60; ++seed) {
            const ProfilePtr profile =
                labelled ? labelledProfile(seed, 60, seed % 2) : randomProfile(seed, 40, seed % 2);
            Random random(seed);
            AnalysisOptions options;
            AnalysisPtr made;
            for (int step = 0; step < 25; ++step) {
                const auto next = Analysis::make(profile, options, made.get());
                const auto fresh = Analysis::make(profile, options);
                QVERIFY(next.ok() && fresh.ok());
                made = *next;
                QVERIFY2(difference(*made, **fresh).isEmpty(),
                         qPrintable(QString("%1 differ in step %2 of seed %3")
                                        .arg(difference(*made, **fresh))
                                        .arg(step)
                                        .arg(seed)));
                changeOneThing(options, random);
            }
        }
    }

    // Single figures have the unit that tables have, be it one that nobody knows.
    void unknownUnits()
    {
        const auto formatted = [](const char *types, const char *unit) {
            AnalysisOptions options;
            options.unit = unit;
            const auto analysis =
                Analysis::make(foldedProfile(std::string(types) + "\nmain;f 51\n"), options);
            return QString::fromStdString((*analysis)->format(51) + ' ' + (*analysis)->formatAuto(51));
        };
        QCOMPARE(formatted("work/steps", "minimum"), QString("51steps 51steps"));
        QCOMPARE(formatted("work/steps", "auto"), QString("51 51"));
        QCOMPARE(formatted("work/count", "minimum"), QString("51 51"));
        QCOMPARE(formatted("work/nanoseconds", "minimum"), QString("51ns 51ns"));
    }

    // One unit for all, but nothing reads 0 that is not, nor is told a third too large or small in lists.
    void smallBesideLarge()
    {
        const auto analysis =
            Analysis::make(foldedProfile("work/seconds\nmain;f 720000\nmain;g 27\nmain;h 12\n"), {});
        QVERIFY(analysis.ok());
        const Analysis &a = **analysis;
        const auto all = [&](int64_t value) {
            return QString::fromStdString(a.format(value) + ' ' + a.formatSeen(value) + ' ' +
                                          a.formatListed(value));
        };
        QCOMPARE(all(720000), QString("200hrs 200hrs 200hrs"));
        QCOMPARE(all(3600), QString("1hrs 1hrs 1hrs"));
        QCOMPARE(all(27), QString("0.01hrs 0.01hrs 27s"));
        QCOMPARE(all(-27), QString("-0.01hrs -0.01hrs -27s"));
        QCOMPARE(all(12), QString("0 12s 12s"));
        QCOMPARE(all(0), QString("0 0 0"));
    }

    void sumsManyRows_data()
    {
        QTest::addColumn<QString>("focus");
        QTest::newRow("all") << "";
        QTest::newRow("some") << "f1[0-9]$";
    }
    void sumsManyRows()
    {
        QFETCH(QString, focus);
        const ProfilePtr profile = largeProfile();
        AnalysisOptions options;
        options.sampleIndex = 1;
        if (!focus.isEmpty())
            options.filters = {{FilterKind::Focus, focus.toStdString()}};
        const AnalysisPtr analysis = *Analysis::make(profile, options);
        QVERIFY2(analysis->stacks().size() > 20000, "so many rows that they are summed in parts");
        const PlainSums plain = plainSums(*analysis, 1);
        const auto of = [](const std::map<uint32_t, int64_t> &values, uint32_t frame) {
            const auto found = values.find(frame);
            return found == values.end() ? 0 : found->second;
        };
        for (uint32_t i = 0; i < analysis->frames().size(); ++i) {
            QCOMPARE(analysis->costs().flat[i], of(plain.flat, i));
            QCOMPARE(analysis->costs().cum[i], of(plain.cum, i));
            QCOMPARE(bool(analysis->costs().seen[i]), plain.cum.contains(i));
            bool byAll = true, bySome = false;
            for (auto call = plain.inlined.lower_bound({i, 0});
                 call != plain.inlined.end() && call->first.first == i; ++call) {
                byAll = byAll && call->second;
                bySome = bySome || call->second;
            }
            QCOMPARE(analysis->inlining(FrameId(i)), !bySome ? Inlining::None
                                                     : byAll ? Inlining::Whole
                                                             : Inlining::Partial);
        }
        QCOMPARE(analysis->weights().sums.back(), totalOf(analysis->selection(), {1}));
    }
};

QTEST_APPLESS_MAIN(TestAnalysis)
#include "tst_analysis.moc"
