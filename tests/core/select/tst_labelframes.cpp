// SPDX-License-Identifier: GPL-3.0-or-later
// Labels as frames (tagroot and tagleaf): what they are called, where they stand, and that filters, sample
// types and comparisons see them as frames.
#include "core/analyze/comparison.h"
#include "core/report/report.h"
#include "core/select/labelframes.h"
#include "tests/core/folded.h"
#include "tests/core/randomprofile.h"

#include <QTest>

#include <map>
#include <random>

using namespace proflens;

namespace {

using Costs = std::map<std::string, std::pair<int64_t, int64_t>>;

// main;serve and main;idle, with texts, numbers, several values, and none.
std::shared_ptr<Profile> labelled(int64_t times = 1, const std::string &dropFrames = {})
{
    ProfileBuilder b;
    b.addSampleType("cpu", "nanoseconds");
    b.header().dropFrames = dropFrames;
    const auto location = [&](const char *name) {
        const Line line{b.addFunction(name, name, std::string(name) + ".go", 0), 1, 0};
        return b.addLocation({}, {&line, 1});
    };
    const LocationId main = location("main"), serve = location("serve"), idle = location("idle");
    const LocationId serving[] = {serve, main}, idling[] = {idle, main};
    const auto add = [&](std::span<const LocationId> stack, int64_t value, std::vector<Label> labels) {
        value *= times;
        b.addSample(stack, {&value, 1}, labels);
    };
    add(serving, 1, {b.textLabel("path", "/a"), b.numberLabel("size", 2048, "bytes")});
    add(serving, 2, {b.textLabel("path", "/b"), b.numberLabel("size", 512, "bytes")});
    add(serving, 4, {b.textLabel("path", "/a"), b.textLabel("path", "/b")});
    add(idling, 8, {b.numberLabel("size", 7, ""), b.textLabel("size", "few")});
    add(idling, 16, {});
    return b.finish();
}

std::shared_ptr<Profile> withRandomLabels(unsigned seed)
{
    auto profile = randomProfile(seed);
    std::mt19937 random(seed);
    std::vector<StringId> words;
    for (const char *word : {"a", "b", "c", "f1", "ms"})
        words.push_back(profile->strings.append(word));
    std::vector<LabelSetId> sets{LabelSetId(0U)};
    for (int i = 0; i < 12; ++i) {
        std::vector<Label> labels(random() % 4);
        for (Label &label : labels) {
            label.key = words[random() % 3];
            label.isNumber = random() % 2;
            label.text = label.isNumber ? StringId(0U) : words[random() % words.size()];
            label.number = label.isNumber ? int64_t(random() % 5000) : 0;
            label.unit = label.isNumber && random() % 2 ? words.back() : StringId(0U);
        }
        sets.push_back(profile->labels.append(labels));
    }
    for (LabelSetId &labels : profile->samples.labels)
        labels = sets[random() % sets.size()];
    return profile;
}

AnalysisPtr analysed(const ProfilePtr &profile, const AnalysisOptions &options,
                     const Analysis *previous = nullptr)
{
    const auto made = Analysis::make(profile, options, previous);
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

// By printable name, as "flat, cum".
Costs costsOf(const Analysis &analysis)
{
    Costs costs;
    for (size_t i = 0; i < analysis.frames().size(); ++i) {
        if (analysis.costs().seen[i])
            costs[std::string(analysis.frames().printableName(FrameId(i)))] = {
                analysis.costs().flatValue(FrameId(i)), analysis.costs().cumValue(FrameId(i))};
    }
    return costs;
}

// The stacks of a profile, root first, as "a;b", with their values.
std::map<std::string, int64_t> stacksOf(const Profile &profile)
{
    std::map<std::string, int64_t> stacks;
    for (size_t i = 0; i < profile.samples.size(); ++i) {
        std::string stack;
        bool first = true;
        profile.stacks.forEach(profile.samples.stack[i], [&](LocationId location) {
            const Line line = profile.linesOf(profile.location(location)).front();
            const std::string name(profile.text(profile.function(line.function).name));
            stack = name + (first ? "" : ";") + stack;
            first = false;
        });
        stacks[stack] += profile.samples.values[0][i];
    }
    return stacks;
}

std::string printed(const ProfilePtr &profile, ReportKind kind, const ReportOptions &options)
{
    std::string text;
    Output out([&](std::string_view piece) {
        text += piece;
        return true;
    });
    const Status status = writeReport(profile, kind, options, {}, out);
    out.flush();
    return status ? text : "Error: " + status.error().message;
}

} // namespace

class TestLabelFrames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void standAboveAndBelowStacks()
    {
        const Selection all(labelled());
        LabelFramesMatched matched;
        const auto made = withLabelFrames(all, {{"path", "size"}, {"none", "path"}, "minimum"}, &matched);
        const std::map<std::string, int64_t> expected = {
            {"/a;2kB;main;serve;;/a", 1}, {"/b;512B;main;serve;;/b", 2}, {"/a,/b;;main;serve;;/a,/b", 4},
            {";few,7;main;idle;;", 8},    {";;main;idle;;", 16},
        };
        QCOMPARE(stacksOf(*made), expected);
        QVERIFY(matched.root && matched.leaf);
        // What the profile had keeps its rows.
        QCOMPARE(made->firstLabelFunction, FunctionId(3U));
        QCOMPARE(made->text(made->function(FunctionId(0U)).name), std::string_view("main"));
        for (size_t i = 3; i < made->functions.size(); ++i) {
            QVERIFY(made->isLabel(FunctionId(i)));
            QCOMPARE(made->functions[i].id, uint64_t(i + 1));
        }
        QVERIFY(!made->isLabel(FunctionId(2U)) && !all.profile()->isLabel(FunctionId(2U)));
    }

    void tellWhatMatchesNothing()
    {
        LabelFramesMatched matched;
        withLabelFrames(Selection(labelled()), {{"none"}, {"path"}, "minimum"}, &matched);
        QVERIFY(!matched.root && matched.leaf);
    }

    void numbersHaveTheUnitThatIsAskedFor()
    {
        const auto made = withLabelFrames(Selection(labelled()), {{"size"}, {}, "kB"});
        const auto stacks = stacksOf(*made);
        QVERIFY(stacks.contains("2kB;main;serve") && stacks.contains("0.50kB;main;serve"));
        QVERIFY(stacks.contains("few,7;main;idle")); // no unit, so none is made up
    }

    void framesThatTheProfileDropsAreGoneBefore()
    {
        AnalysisOptions options;
        options.tagRoot = {"path"};
        options.tagLeaf = {"size"};
        // Below a label "main" would be dropped; at the root it never is.
        QVERIFY(costsOf(*analysed(labelled(1, "main"), options)).contains("main"));
        // A label at the leaf is not dropped together with "serve".
        const auto profile = labelled(1, "serve");
        const Costs costs = costsOf(*analysed(profile, options));
        QVERIFY(costs.contains("main"));
        QVERIFY(!costs.contains("serve"));
        QCOMPARE(costs.at("size: 2kB"), (std::pair<int64_t, int64_t>(1, 1)));
        options.allFrames = true;
        QVERIFY(costsOf(*analysed(profile, options)).contains("serve"));
    }

    void windowsTellLabelsFromFunctions()
    {
        AnalysisOptions options;
        options.tagRoot = {"path", "size"};
        for (const Granularity granularity : {Granularity::Functions, Granularity::FileFunctions,
                                              Granularity::Lines, Granularity::Addresses}) {
            options.granularity = granularity;
            const auto analysis = analysed(labelled(), options);
            const Costs costs = costsOf(*analysis);
            QCOMPARE(costs.at("path: /a"), (std::pair<int64_t, int64_t>(0, 1)));
            QCOMPARE(costs.at("path: /a,/b"), (std::pair<int64_t, int64_t>(0, 4)));
            QCOMPARE(costs.at("(no path)"), (std::pair<int64_t, int64_t>(0, 24)));
            QCOMPARE(costs.at("(no size)"), (std::pair<int64_t, int64_t>(0, 20)));
            QCOMPARE(analysis->total(), int64_t(31));
            const auto found = analysis->frames().find("path: /a");
            QCOMPARE(found.size(), size_t(1));
            const Frame &frame = analysis->frames()[found.front()];
            QVERIFY(frame.isLabel() && frame.name.empty() && frame.file.empty());
            QVERIFY(!frame.function.isValid());
            QCOMPARE(frame.labelKey, std::string_view("path"));
            QCOMPARE(frame.labelValue, std::string_view("/a"));
        }
    }

    void filtersSeeThem_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("left");
        QTest::newRow("focus on a value") << int(FilterKind::Focus) << "^/a$" << "main=1 path: /a=1 serve=1";
        QTest::newRow("focus on a key")
            << int(FilterKind::Focus) << "^path$"
            << "(no path)=24 idle=24 main=31 path: /a=1 path: /a,/b=4 path: /b=2 serve=7";
        QTest::newRow("ignore") << int(FilterKind::Ignore) << "/a" << "(no path)=24 idle=24 main=26 "
                                                                      "path: /b=2 serve=2";
        QTest::newRow("hide") << int(FilterKind::Hide) << "/"
                              << "(no path)=24 idle=24 main=31 serve=7";
        QTest::newRow("show from") << int(FilterKind::ShowFrom) << "/b"
                                   << "main=6 path: /a,/b=4 path: /b=2 serve=6";
        QTest::newRow("prune from") << int(FilterKind::PruneFrom) << "^/" << "(no path)=24 idle=24 main=24 "
                                                                             "path: /a=1 path: /a,/b=4 "
                                                                             "path: /b=2";
    }
    void filtersSeeThem()
    {
        QFETCH(int, kind);
        QFETCH(QString, pattern);
        QFETCH(QString, left);
        AnalysisOptions options;
        options.tagRoot = {"path"};
        options.filters = {{static_cast<FilterKind>(kind), pattern.toStdString()}};
        QStringList rows;
        for (const auto &[name, values] : costsOf(*analysed(labelled(), options)))
            rows << QStringLiteral("%1=%2").arg(QString::fromStdString(name)).arg(values.second);
        QCOMPARE(rows.join(' '), left);
    }

    // Rules about code neither hide labels, nor count samples that have nothing but labels left.
    void rulesAboutCodeSeeCodeAlone()
    {
        const std::string pattern = "^idle$|^main$|^/a$|^path$";
        AnalysisOptions options;
        options.filters = {{FilterKind::Hide, pattern, true}};
        const auto plain = analysed(labelled(), options);
        QCOMPARE(costsOf(*plain), (Costs{{"serve", {7, 7}}}));
        options.tagRoot = {"path"};
        options.tagLeaf = {"size"};
        const auto grouped = analysed(labelled(), options, plain.get());
        const Costs expected = {{"path: /a", {0, 1}}, {"path: /b", {0, 2}},  {"path: /a,/b", {0, 4}},
                                {"serve", {0, 7}},    {"size: 2kB", {1, 1}}, {"size: 512B", {2, 2}},
                                {"(no size)", {4, 4}}};
        QCOMPARE(costsOf(*grouped), expected);
        QCOMPARE(grouped->filterEffects().front(), plain->filterEffects().front());
        // As the first of two, and out of order.
        options.filters = {{FilterKind::Show, "^/b$"}, {FilterKind::Hide, pattern, true}};
        QCOMPARE(costsOf(*analysed(labelled(), options)), (Costs{{"path: /b", {2, 2}}}));
        // pprof's own filter takes them for frames like others.
        options.filters = {{FilterKind::Hide, "^idle$|^main$"}};
        QVERIFY(costsOf(*analysed(labelled(), options)).contains("(no path)"));
    }

    void reportsOfOnesOwnCodeLeaveOutTheSame()
    {
        ProfileBuilder b;
        b.addSampleType("cpu", "nanoseconds");
        const auto location = [&](const char *name) {
            const Line line{b.addFunction(name, name, std::string(name) + ".go", 0), 1, 0};
            return b.addLocation({}, {&line, 1});
        };
        const LocationId mine = location("main.work"), runtime = location("runtime.mcall");
        const LocationId working[] = {runtime, mine}, waiting[] = {runtime};
        const int64_t values[] = {3, 5};
        b.addSample(working, {&values[0], 1}, {{b.textLabel("path", "runtime.x")}});
        b.addSample(waiting, {&values[1], 1}, {{b.textLabel("path", "runtime.y")}});
        ReportOptions options;
        options.myCode = {true, Language::Go};
        options.tagRoot = {"path"};
        const std::string text = printed(b.finish(), ReportKind::Top, options);
        QVERIFY2(text.find("runtime.x") != text.npos, text.c_str());
        QVERIFY2(text.find("runtime.y") == text.npos, text.c_str());
        QVERIFY2(text.find("mcall") == text.npos, text.c_str());
    }

    // Nothing is computed again that stays as it is.
    void areSharedByWhatLooksAtThem()
    {
        const auto profile = labelled();
        AnalysisOptions options;
        options.tagRoot = {"path"};
        const auto first = analysed(profile, options);
        options.filters = {{FilterKind::Focus, "serve"}};
        const auto focused = analysed(profile, options, first.get());
        QCOMPARE(focused->profile(), first->profile());
        QCOMPARE(&focused->stacks(), &first->stacks());
        options.filters = {{FilterKind::Hide, "serve"}};
        const auto hidden = analysed(profile, options, focused.get());
        QCOMPARE(hidden->profile(), first->profile());
        QVERIFY(&hidden->stacks() != &first->stacks());
        options.unit = "auto"; // says nothing about labels
        QCOMPARE(analysed(profile, options, hidden.get())->profile(), first->profile());
        options.unit = "s"; // does
        QVERIFY(analysed(profile, options, hidden.get())->profile() != first->profile());
        options.tagRoot.clear();
        const auto plain = analysed(profile, options, hidden.get());
        QCOMPARE(plain->profile(), ProfilePtr(profile));
        QVERIFY(!costsOf(*plain).contains("path: /a"));
    }

    void compareByRow()
    {
        const auto both = joinProfiles(labelled(), labelled(3));
        QVERIFY(both.ok());
        ComparisonOptions options;
        options.view.tagRoot = {"path"};
        const auto made = Comparison::make(*both, options);
        QVERIFY(made.ok());
        const Comparison &comparison = **made;
        const auto found = comparison.frames().find("path: /a,/b");
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(comparison.cum(found.front()), (BothValues{4, 12}));
        QCOMPARE(&comparison.base()->stacks(), &comparison.current()->stacks());
        // Grouped by other labels, and as before.
        options.view.tagRoot = {"size"};
        const auto other = Comparison::make(*both, options, made->get());
        QVERIFY(other.ok());
        QCOMPARE((*other)->cum((*other)->frames().find("size: 2kB").front()), (BothValues{1, 3}));
        options.view.tagRoot.clear();
        const auto plain = Comparison::make(*both, options, other->get());
        QVERIFY(plain.ok());
        QVERIFY((*plain)->frames().find("(no size)").empty());
    }

    // Sums over all frames of a key are the total: no sample is lost, none is counted twice.
    void loseNothing()
    {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            const ProfilePtr profile = withRandomLabels(seed);
            std::map<std::string, bool> keys;
            for (size_t i = 0; i < profile->labels.size(); ++i) {
                for (const Label &label : profile->labels[LabelSetId(i)])
                    keys[std::string(profile->text(label.key))] = true;
            }
            keys["none"] = true;
            const AnalysisPtr plain = analysed(profile, {});
            for (const auto &[key, known] : keys) {
                if (key.empty())
                    continue;
                AnalysisOptions options;
                options.tagRoot = {key};
                const AnalysisPtr grouped = analysed(profile, options, plain.get());
                QCOMPARE(grouped->total(), plain->total());
                int64_t sum = 0, whole = 0;
                for (size_t i = 0; i < grouped->frames().size(); ++i) {
                    if (grouped->frames()[FrameId(i)].isLabel())
                        sum += grouped->costs().cumValue(FrameId(i));
                    whole += grouped->costs().flatValue(FrameId(i));
                }
                QCOMPARE(sum, plain->weights().of(0, plain->stacks().size()));
                QCOMPARE(whole, sum);
            }
        }
    }

    // pprof's own bytes are compared in tst_parity; this is what they look like.
    void reportsSpeakAsPprofDoes()
    {
        ReportOptions options;
        options.tagRoot = {"path"};
        options.compactLabels = true;
        QCOMPARE(printed(labelled(), ReportKind::Top, options),
                 std::string("Showing nodes accounting for 31ns, 100% of 31ns total\n"
                             "      flat  flat%   sum%        cum   cum%\n"
                             "      24ns 77.42% 77.42%       24ns 77.42%  idle\n"
                             "       7ns 22.58%   100%        7ns 22.58%  serve\n"
                             "         0     0%   100%        1ns  3.23%  /a\n"
                             "         0     0%   100%        4ns 12.90%  /a,/b\n"
                             "         0     0%   100%        2ns  6.45%  /b\n"
                             "         0     0%   100%       24ns 77.42%  <unknown>\n"
                             "         0     0%   100%       31ns   100%  main\n"));
    }
};

QTEST_GUILESS_MAIN(TestLabelFrames)
#include "tst_labelframes.moc"
