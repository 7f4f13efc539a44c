// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/changes.h"
#include "core/analyze/renames.h"
#include "tests/core/folded.h"
#include "tests/core/randomprofile.h"

#include <QTest>

#include <random>

using namespace proflens;

namespace {

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

ComparisonPtr compared(const std::string &base, const std::string &current,
                       const ComparisonOptions &options = {})
{
    return compared(foldedProfile(base), foldedProfile(current), options);
}

const char *word(Change::Kind kind)
{
    const char *const words[] = {"same", "grew", "shrank", "new", "gone"};
    return words[static_cast<int>(kind)];
}

QString outcome(const Changes &changes)
{
    const char *const words[] = {"empty",        "nothing",   "all new", "all gone",
                                 "within noise", "scattered", "some"};
    return words[static_cast<int>(changes.outcome)];
}

// One line each: "pour grew 10>30 of 10>40 self +20 in boil+15 from serve+20 up main+20 besides brew+10";
// what does not apply is left out. Last the rest: "rest 5>7 +3 -1".
QString printed(const Comparison &comparison, const Changes &changes)
{
    const auto name = [&](FrameId frame) {
        return QString::fromStdString(std::string(comparison.frames().printableName(frame)));
    };
    const auto signedText = [](int64_t value) { return (value > 0 ? "+" : "") + QString::number(value); };
    const auto part = [&](const ChangePart &p) { return name(p.frame) + signedText(p.delta); };
    QStringList lines;
    for (const Contributor &c : changes.contributors) {
        QString line =
            name(c.frame) + ' ' + word(c.kind) + QString(" %1>%2").arg(c.own.base).arg(c.own.current);
        if (!(c.own == c.all))
            line += QString(" of %1>%2").arg(c.all.base).arg(c.all.current);
        if (c.self != 0)
            line += " self " + signedText(c.self);
        if (c.within)
            line += " in " + part(*c.within);
        for (const ChangePart &caller : c.callers)
            line += " from " + part(caller);
        if (c.moreCallers > 0)
            line += QString(" and %1").arg(c.moreCallers);
        if (c.origin)
            line += " up " + part(*c.origin);
        for (const ChangePart &other : c.besides)
            line += " besides " + part(other);
        lines << line;
    }
    lines << QString("rest %1>%2 ").arg(changes.rest.base).arg(changes.rest.current) +
                 signedText(changes.restGrew) + ' ' + signedText(changes.restShrank);
    return lines.join('\n');
}

QString explained(const std::string &base, const std::string &current, const ComparisonOptions &options = {})
{
    const ComparisonPtr c = compared(base, current, options);
    return printed(*c, changesOf(*c));
}

QString pairsOf(const ComparisonPtr &c)
{
    QStringList pairs;
    for (const RenamePair &pair : suggestedRenames(*c))
        pairs << QString::fromStdString(std::string(c->frames().printableName(pair.gone))) + '=' +
                     QString::fromStdString(std::string(c->frames().printableName(pair.added))) +
                     QString(" %1").arg(pair.likeness, 0, 'f', 2);
    return pairs.join('\n');
}

} // namespace

class TestChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // What a callee did is not told of its callers, and the other way round.
    void overlapIsRemoved()
    {
        QCOMPARE(explained("cpu/ms\nmain;serve;brew 100\nmain;serve;pack 100\nmain;serve 50\n",
                           "cpu/ms\nmain;serve;brew 160\nmain;serve;pack 70\nmain;serve 50\n"),
                 "brew grew 100>160 self +60 from serve+60\n"
                 "pack shrank 100>70 self -30 from serve-30\n"
                 "rest 50>50 0 0");
    }

    // A new function stands for what it calls, old or new.
    void newFunctions()
    {
        QCOMPARE(explained("cpu/ms\nmain;serve;brew;alloc 100\nmain;serve;pack;alloc 100\n",
                           "cpu/ms\nmain;serve;brew;alloc 100\nmain;serve;pack;alloc 100\n"
                           "main;serve;recommend;score;alloc 40\nmain;serve;recommend;score 20\n"
                           "main;serve;recommend;sort 10\n"),
                 "recommend new 0>70 in alloc+40 from serve+70\nrest 200>200 0 0");
    }

    void goneFunctions()
    {
        QCOMPARE(explained("cpu/ms\nmain;serve;brew 100\nmain;serve;log;write 50\n",
                           "cpu/ms\nmain;serve;brew 100\n"),
                 "log gone 50>0 in write-50 from serve-50\nrest 100>100 0 0");
    }

    // Where a leaf of the runtime has it all, the function that is specific to it is named instead.
    void specificCallers()
    {
        QCOMPARE(explained(
                     "alloc/bytes\nmain;serve;decode;alloc 20\nmain;serve;render;alloc 480\nmain;work 500\n",
                     "alloc/bytes\nmain;serve;decode;alloc 80\nmain;serve;render;alloc 480\nmain;work 500\n"),
                 "decode grew 20>80 in alloc+60 from serve+60\nrest 980>980 0 0");
    }

    // Where it comes from everywhere, the leaf is named, with its callers.
    void commonCallees()
    {
        std::string base = "cpu/ms\nmain;idle 1000\n", current = base;
        for (const char *const caller : {"a", "b", "c", "d", "e"}) {
            base += std::string("main;") + caller + ";copy 2\nmain;" + caller + " 30\n";
            current += std::string("main;") + caller + ";copy 12\nmain;" + caller + " 30\n";
        }
        QCOMPARE(explained(base, current),
                 "copy grew 10>60 self +50 from a+10 from b+10 from c+10 and 2\nrest 1150>1150 0 0");
    }

    // A function further up that brought it is named where the callers are not specific.
    void origins()
    {
        std::string base = "alloc/bytes\nmain;idle 100000\n", current = base;
        for (const char *const way : {"slice", "object", "string", "map", "chan", "copy"}) {
            const std::string all = std::string(";") + way + ";alloc ";
            base += "main;other" + all + "900\nmain;load" + all + "10\n";
            current += "main;other" + all + "900\nmain;load" + all + "60\n";
        }
        // load and what it calls tell one story; load is where it begins.
        QCOMPARE(explained(base, current).section(' ', 0, 3), QString("load grew 60>360 in"));
    }

    void besides()
    {
        QCOMPARE(explained("cpu/ms\nmain;serve;brew 10\nmain;serve;wash 300\nmain;idle 1000\n",
                           "cpu/ms\nmain;serve;brew 90\nmain;serve;wash 300\nmain;serve;x 20\nmain;serve 20\n"
                           "main;idle 1000\n"),
                 "brew grew 10>90 self +80 from serve+80\n"
                 "x new 0>20 self +20 from serve+20\n"
                 "serve grew 300>320 of 310>430 self +20 from main+20 besides brew+80 besides x+20\n"
                 "rest 1000>1000 0 0");
    }

    void recursion()
    {
        QCOMPARE(explained("cpu/ms\nmain;fib;fib;fib 10\nmain;idle 50\n",
                           "cpu/ms\nmain;fib;fib;fib 30\nmain;fib;fib 5\nmain;idle 50\n"),
                 "fib grew 10>35 self +25 from main+25\nrest 50>50 0 0");
    }

    void nothingChanged()
    {
        const ComparisonPtr c = compared("cpu/ms\nmain;a 5\nmain;b 7\n", "cpu/ms\nmain;b 7\nmain;a 5\n");
        const Changes changes = changesOf(*c);
        QCOMPARE(outcome(changes), "nothing");
        QVERIFY(changes.contributors.empty());
        QCOMPARE(changes.total, (BothValues{12, 12}));
        QCOMPARE(changes.explained(), 0.0);
    }

    // The total can be the same though everything changed.
    void movedOnly()
    {
        QCOMPARE(explained("cpu/ms\nmain;a 50\nmain;b 10\n", "cpu/ms\nmain;a 10\nmain;b 50\n"),
                 "a shrank 50>10 self -40 from main-40\nb grew 10>50 self +40 from main+40\nrest 0>0 0 0");
    }

    void oneSideIsEmpty()
    {
        const std::string some = "cpu/ms\nmain;a 50\nmain;b 10\n", none = "cpu/ms\n";
        const Changes allNew = changesOf(*compared(none, some));
        QCOMPARE(outcome(allNew), "all new");
        QVERIFY(allNew.contributors.empty());
        QCOMPARE(allNew.total, (BothValues{0, 60}));
        QCOMPARE(allNew.rest, (BothValues{0, 60}));
        QCOMPARE(outcome(changesOf(*compared(some, none))), "all gone");
        QCOMPARE(outcome(changesOf(*compared(none, none))), "empty");
    }

    void filters()
    {
        ComparisonOptions options;
        options.view.filters = {{FilterKind::Focus, "brew"}};
        QCOMPARE(explained("cpu/ms\nmain;brew 10\nmain;pack 10\n", "cpu/ms\nmain;brew 40\nmain;pack 90\n",
                           options),
                 "brew grew 10>40 self +30 from main+30\nrest 0>0 0 0");
        options.view.filters = {{FilterKind::Focus, "nowhere"}};
        QCOMPARE(outcome(changesOf(*compared("cpu/ms\nmain 1\n", "cpu/ms\nmain 2\n", options))), "empty");
    }

    void scaled()
    {
        ComparisonOptions options;
        options.scaling = {ScaleBy::Factor, 2, {}};
        const std::string base = "cpu/ms\nmain;a 50\nmain;b 10\n",
                          current = "cpu/ms\nmain;a 100\nmain;b 60\n";
        QCOMPARE(explained(base, current, options), "b grew 20>60 self +40 from main+40\nrest 100>100 0 0");
        options.scaling = {ScaleBy::Factor, 0.5, {}};
        QCOMPARE(outcome(changesOf(*compared(current, "cpu/ms\nmain;a 50\nmain;b 30\n", options))),
                 "nothing");
    }

    // Means do not add up; their sums do.
    void means()
    {
        ComparisonOptions options;
        options.view.mean = true;
        options.view.sampleIndex = 1;
        QCOMPARE(explained("n/count delay/ms\nmain;a 10 100\nmain;b 5 50\n",
                           "n/count delay/ms\nmain;a 20 100\nmain;b 5 90\n", options),
                 "b grew 50>90 self +40 from main+40\nrest 100>100 0 0");
    }

    // Two runs of the same program, sampled: whatever differs is chance.
    void noise()
    {
        int told = 0;
        for (unsigned seed = 0; seed < 50; ++seed) {
            std::mt19937 random(seed);
            const auto run = [&] {
                std::string text = "samples/count cpu/nanoseconds\n";
                for (int f = 0; f < 60; ++f) {
                    // The sum of many rare events, about Poisson distributed.
                    int count = 0;
                    for (int i = 0; i < 40 * (1 + f % 9); ++i)
                        count += random() % 8 == 0;
                    if (count > 0)
                        text += "main;group" + std::to_string(f % 7) + ";f" + std::to_string(f) + ' ' +
                                std::to_string(count) + ' ' + std::to_string(count * 10000000) + '\n';
                }
                return text;
            };
            const std::string base = run();
            told += !changesOf(*compared(base, run())).contributors.empty();
        }
        QVERIFY2(told <= 3, qPrintable(QString("noise was told as a change in %1 of 50 pairs").arg(told)));
        const Changes changes =
            changesOf(*compared("samples/count cpu/ms\nmain;a 100 1000\nmain;b 50 500\n",
                                "samples/count cpu/ms\nmain;a 104 1040\nmain;b 47 470\n"));
        QCOMPARE(outcome(changes), "within noise");
        QVERIFY(changes.change.noise);
        QVERIFY(changes.restIsNoise);
        QCOMPARE(changes.rest, changes.total);
    }

    // Beside noise, what is no noise is told, and only that.
    void signalInNoise()
    {
        const ComparisonPtr c =
            compared("samples/count cpu/ms\nmain;a 100 1000\nmain;b 50 500\nmain;c 400 4000\n",
                     "samples/count cpu/ms\nmain;a 104 1040\nmain;b 47 470\nmain;c 600 6000\n");
        const Changes changes = changesOf(*c);
        QCOMPARE(printed(*c, changes), "c grew 4000>6000 self +2000 from main+2000\nrest 1500>1510 +40 -30");
        QVERIFY(changes.restIsNoise);
    }

    // Whatever the stacks are: each belongs to one contributor or to the rest.
    void sumsAreExact()
    {
        for (unsigned seed = 0; seed < 60; ++seed) {
            const bool negative = seed % 3 == 0;
            const auto base = randomProfile(seed, 60, negative),
                       current = randomProfile(seed + 1000, 60, negative);
            ComparisonOptions options;
            options.view.granularity = seed % 2 ? Granularity::Functions : Granularity::Lines;
            if (seed % 5 == 0)
                options.scaling = {ScaleBy::Factor, 1.37, {}};
            const ComparisonPtr c = compared(base, current, options);
            ChangesOptions most;
            most.most = seed % 4 == 0 ? 2 : 50;
            most.leastShare = seed % 7 == 0 ? 0 : 0.02;
            const Changes changes = changesOf(*c, most);
            QCOMPARE(changes.total,
                     (BothValues{c->base()->weights().sums.back(), c->current()->weights().sums.back()}));
            BothValues sum = changes.rest;
            std::vector<bool> seen(c->frames().size());
            for (const Contributor &contributor : changes.contributors) {
                sum.base += contributor.own.base;
                sum.current += contributor.own.current;
                QVERIFY(!seen[contributor.frame.row]);
                seen[contributor.frame.row] = true;
                QCOMPARE(contributor.all, c->cum(contributor.frame));
                QVERIFY(contributor.own.delta() != 0);
                int64_t taken = 0;
                for (const ChangePart &part : contributor.besides)
                    taken += part.delta;
                QCOMPARE(contributor.own.delta() + taken, contributor.all.delta());
            }
            QCOMPARE(sum, changes.total);
            QCOMPARE(changes.restGrew + changes.restShrank, changes.rest.delta());
            QVERIFY(changes.contributors.size() <= most.most);
            double shares = 0, last = 1;
            for (const Contributor &contributor : changes.contributors) {
                QVERIFY(contributor.share <= last);
                last = contributor.share;
                shares += last;
            }
            QVERIFY(std::abs(shares - changes.explained()) < 1e-9);
        }
    }

    void stops()
    {
        std::stop_source stop;
        stop.request_stop();
        const ComparisonPtr c = compared("cpu/ms\nmain;a 50\n", "cpu/ms\nmain;a 80\n");
        QVERIFY(changesOf(*c, {}, stop.get_token()).contributors.empty());
    }

    // A chain of functions that were all renamed is found from its ends.
    void renames()
    {
        const ComparisonPtr c =
            compared("cpu/ms\nmain;old.serve;old.brew;old.pour;alloc 50\nmain;old.serve;old.brew 20\n"
                     "main;old.serve;wash 30\nmain;idle 100\n",
                     "cpu/ms\nmain;new.serve;new.brew;new.pour;alloc 52\nmain;new.serve;new.brew 20\n"
                     "main;new.serve;wash 30\nmain;idle 100\n");
        const QStringList pairs = pairsOf(c).split('\n');
        QCOMPARE(pairs.size(), 3);
        for (const char *const pair : {"old.serve=new.serve ", "old.brew=new.brew ", "old.pour=new.pour "})
            QVERIFY2(!pairs.filter(pair).isEmpty(), qPrintable(pairs.join(", ")));
    }

    // Names decide between what is equally alike, and each function is in one pair at most.
    void renamesAreOneToOne()
    {
        const ComparisonPtr c = compared("cpu/ms\nmain;readAll 30\nmain;writeAll 30\nmain;idle 100\n",
                                         "cpu/ms\nmain;writeAll2 30\nmain;readAll2 30\nmain;idle 100\n");
        QStringList pairs = pairsOf(c).split('\n');
        pairs.sort();
        QCOMPARE(pairs.join('\n'), "readAll=readAll2 0.75\nwriteAll=writeAll2 0.75");
    }

    void unlikeIsNotSuggested()
    {
        // Both are called by serve and call one function, and that is all.
        QCOMPARE(pairsOf(compared("cpu/ms\nmain;serve;pour;wash 300\nmain;serve;pour 20\nmain;serve 900\n",
                                  "cpu/ms\nmain;serve;pack;fold 200\nmain;serve;pack 30\nmain;serve 900\n")),
                 QString());
        QCOMPARE(pairsOf(compared("cpu/ms\nmain;a;x 30\nmain;c 5\n",
                                  "cpu/ms\nmain;c;b 30\nmain;c 5\nmain;d;y 9\n")),
                 QString());
        // Against an empty side everything is new, and nothing is to be paired.
        QCOMPARE(pairsOf(compared("cpu/ms\n", "cpu/ms\nmain 5\n")), QString());
        // Of one sample nothing can be said.
        QCOMPARE(pairsOf(compared("samples/count cpu/ms\nmain;a 1 10\nmain;c 900 9000\n",
                                  "samples/count cpu/ms\nmain;b 1 10\nmain;c 900 9000\n")),
                 QString());
    }

    // Once paired, the two are one function: nothing is suggested, and only what changed in it is told.
    void pairedFunctions()
    {
        const std::string base = "cpu/ms\nmain;old;work 50\nmain;idle 100\n";
        const std::string current = "cpu/ms\nmain;fresh;work 58\nmain;idle 100\n";
        QCOMPARE(pairsOf(compared(base, current)).section(' ', 0, 0), "old=fresh");
        ComparisonOptions options;
        options.view.renamed = {{"old", "fresh"}};
        QCOMPARE(pairsOf(compared(base, current, options)), QString());
        QCOMPARE(explained(base, current, options),
                 "fresh grew 50>58 in work+8 from main+8\nrest 100>100 0 0");
    }

    void renamesOfRandomProfiles()
    {
        for (unsigned seed = 0; seed < 40; ++seed) {
            const ComparisonPtr c = compared(randomProfile(seed, 6), randomProfile(seed + 500, 6));
            std::vector<bool> used(c->frames().size());
            double last = 1;
            for (const RenamePair &pair : suggestedRenames(*c, 3)) {
                QVERIFY(!used[pair.gone.row] && !used[pair.added.row]);
                used[pair.gone.row] = used[pair.added.row] = true;
                QCOMPARE(c->cumChange(pair.gone).kind, Change::Kind::Gone);
                QCOMPARE(c->cumChange(pair.added).kind, Change::Kind::New);
                QVERIFY(pair.likeness > 0 && pair.likeness <= last);
                last = pair.likeness;
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestChanges)
#include "tst_changes.moc"
