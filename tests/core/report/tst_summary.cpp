// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/summary.h"
#include "tests/core/folded.h"
#include "tests/core/randomprofile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

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

Summary summed(const std::string &base, const std::string &current, const ComparisonOptions &options = {})
{
    return summarize(compared(foldedProfile(base), foldedProfile(current), options));
}

QString text(const Summary &summary)
{
    return QString::fromStdString(summaryText(summary));
}

QJsonObject json(const Summary &summary)
{
    QJsonParseError error;
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromStdString(summaryJson(summary)), &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("no JSON: %s", qPrintable(error.errorString()));
    return document.object();
}

const char *const before = "cpu/milliseconds\n"
                           "main;serve;brew 1000\n"
                           "main;serve;pour;wash 300\n"
                           "main;serve;pour 20\n"
                           "main;idle 5000\n";
const char *const after = "cpu/milliseconds\n"
                          "main;serve;brew 2500\n"
                          "main;serve;pack;fold 200\n"
                          "main;serve;pack 30\n"
                          "main;idle 5010\n";

} // namespace

class TestSummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void words()
    {
        const QStringList expected = {
            "cpu grew by 1.42s, from 6.32s to 7.74s: by 22.5% of the base.",
            "",
            " 1. +1.50s   72.8%  brew grew by 1.50s, from 1s to 2.50s (×2.50). That is in itself, not in "
            "what it "
            "calls. It",
            "                    is called by serve.",
            " 2. -320ms   15.5%  pour is gone and had 320ms. Most of it, -300ms, is in wash. It is called by "
            "serve.",
            " 3. +230ms   11.2%  pack is new and has 230ms. Most of it, +200ms, is in fold. It is called by "
            "serve.",
            "",
            "This explains 99.5% of all that changed: +1.73s of growth and -320ms of shrinkage. The rest is "
            "+10ms "
            "in small",
            "pieces.",
            "",
        };
        const QString said = text(summed(before, after));
        QVERIFY2(said.split('\n') == expected, qPrintable(said));
    }

    void outcomes()
    {
        const std::string none = "cpu/milliseconds\n", some = "cpu/milliseconds\nmain;a 1500\n";
        QCOMPARE(text(summed(none, some)),
                 "Everything is new: the base has no cpu, and the current side has 1.50s.\n");
        QCOMPARE(text(summed(some, none)),
                 "Everything is gone: the current side has no cpu, and the base has 1.50s.\n");
        QCOMPARE(text(summed(some, some)),
                 "Nothing changed: every stack has the same cpu on both sides, 1.50s in all.\n");
        QCOMPARE(text(summed(none, none)), "Neither side has any cpu.\n");
        QCOMPARE(text(summed("samples/count cpu/milliseconds\nmain;a 100 1000\nmain;b 50 500\n",
                             "samples/count cpu/milliseconds\nmain;a 104 1040\nmain;b 47 470\n")),
                 "cpu grew by 10ms, from 1.50s to 1.51s: by 0.7% of the base. That is no more than sampling "
                 "alone explains.\n\nNo function stands out: among so many, some change as much by chance "
                 "alone.\n");
    }

    void scaling()
    {
        ComparisonOptions options;
        options.scaling = {ScaleBy::Total, 1, {}};
        const QString said = text(summed("cpu/milliseconds\nmain;a 100\nmain;b 100\n",
                                         "cpu/milliseconds\nmain;a 300\nmain;b 100\n", options));
        QVERIFY2(
            said.startsWith("cpu stayed at 400ms in all. The base is multiplied by 2, so that both sides "
                            "have one total."),
            qPrintable(said));
        options.scaling = {ScaleBy::Duration, 1, {}};
        QVERIFY(text(summed(before, after, options))
                    .simplified()
                    .contains("not both profiles say how long they"));
    }

    void means()
    {
        ComparisonOptions options;
        options.view.mean = true;
        options.view.sampleIndex = 1;
        QVERIFY(
            text(summed("n/count delay/ms\nmain;a 10 100\n", "n/count delay/ms\nmain;a 20 900\n", options))
                .contains("Means do not add up"));
    }

    void units()
    {
        ComparisonOptions options;
        options.view.unit = "ms";
        QVERIFY(text(summed(before, after, options)).startsWith("cpu grew by 1420ms, from 6320ms to 7740ms"));
    }

    void renames()
    {
        const Summary summary = summed("cpu/milliseconds\nmain;old;work 500\nmain;idle 900\n",
                                       "cpu/milliseconds\nmain;fresh;work 510\nmain;idle 900\n");
        QCOMPARE(summary.pairs.size(), size_t(1));
        QCOMPARE(QString::fromStdString(summary.pairs[0].text()),
                 "old is gone and fresh is new, with the same callers and callees: the same function?");
        QVERIFY(summary.hasOneSided);
        QVERIFY(text(summary).simplified().contains("It may be the same as old, which is gone."));
        QCOMPARE(json(summary)["renames"].toArray()[0].toObject()["new"].toString(), "fresh");
    }

    void pieces()
    {
        QStringList pieces;
        forEachPiece(
            "%1 is %2: 100%.",
            [&](std::string_view t) { pieces << QString::fromUtf8(t.data(), qsizetype(t.size())); },
            [&](size_t i) { pieces << QString("<%1>").arg(i); });
        QCOMPARE(pieces.join('|'), "<0>| is |<1>|: 100%.");
        QCOMPARE(QString::fromStdString(SummarySentence{"%1 and %n other(s)", {{"a%2", {}}}, 1}.text()),
                 "a%2 and 1 other");
        QCOMPARE(QString::fromStdString(SummarySentence{"%1 and %n other(s)", {{"(s)", {}}}, 3}.text()),
                 "(s) and 3 others");
    }

    void numbersInJson()
    {
        const QJsonObject object = json(summed(before, after));
        QCOMPARE(object["sampleType"].toObject()["unit"].toString(), "milliseconds");
        QCOMPARE(object["outcome"].toString(), "changed");
        QCOMPARE(object["total"].toObject()["base"].toInt(), 6320);
        QCOMPARE(object["total"].toObject()["delta"].toInt(), 1420);
        const QJsonArray list = object["contributors"].toArray();
        QCOMPARE(list.size(), 3);
        const QJsonObject brew = list[0].toObject();
        QCOMPARE(brew["function"].toString(), "brew");
        QCOMPARE(brew["kind"].toString(), "grew");
        QCOMPARE(brew["own"].toObject()["delta"].toInt(), 1500);
        QCOMPARE(brew["self"].toInt(), 1500);
        QVERIFY(brew["within"].isNull());
        QCOMPARE(brew["callers"].toArray()[0].toObject()["function"].toString(), "serve");
        QCOMPARE(list[1].toObject()["kind"].toString(), "gone");
        QCOMPARE(list[2].toObject()["kind"].toString(), "new");
        int sum = object["rest"].toObject()["delta"].toInt();
        for (const QJsonValue &one : list)
            sum += one.toObject()["own"].toObject()["delta"].toInt();
        QCOMPARE(sum, 1420);
    }

    // Names are anything: the text stays one line a sentence and valid UTF-8, and so does the JSON.
    void oddNames()
    {
        ProfileBuilder base, current;
        for (ProfileBuilder *builder : {&base, &current}) {
            builder->addSampleType("cpu", "milliseconds");
            Location location;
            location.address = 0x1000;
            const std::string name = "odd\"\\\n\x1b[31m\xff</a>%1";
            const FunctionId function = builder->addFunction(name, name, "", 0);
            const LocationId place = builder->addLocation(location, std::vector<Line>{{function, 0, 0}});
            builder->addSample(std::vector<LocationId>{place},
                               std::vector<int64_t>{builder == &base ? 10 : 90});
        }
        const Summary summary = summarize(compared(base.finish(), current.finish()));
        const std::string said = summaryText(summary);
        QVERIFY(said.find('\x1b') == std::string::npos);
        QVERIFY(QString::fromStdString(said).contains("odd\"\\‹\\n›‹1B›[31m‹FF›</a>%1 grew by 80ms"));
        QCOMPARE(json(summary)["contributors"].toArray()[0].toObject()["function"].toString(),
                 QString("odd\"\\\n\x1b[31m") + QChar(QChar::ReplacementCharacter) + "</a>%1");
    }

    // Every sentence has a word for each of its numbers, and no pattern is left in it.
    void complete()
    {
        for (unsigned seed = 0; seed < 60; ++seed) {
            const Summary summary =
                summarize(compared(randomProfile(seed, 30, seed % 2), randomProfile(seed + 99, 30)));
            std::vector<SummarySentence> all = summary.head;
            all.insert(all.end(), summary.whole.begin(), summary.whole.end());
            all.insert(all.end(), summary.pairs.begin(), summary.pairs.end());
            for (const SummaryItem &item : summary.items)
                all.insert(all.end(), item.sentences.begin(), item.sentences.end());
            QVERIFY(!all.empty());
            for (const SummarySentence &sentence : all) {
                forEachPiece(
                    sentence.pattern, [](std::string_view) {},
                    [&](size_t i) {
                        QVERIFY2(i < sentence.arguments.size() && !sentence.arguments[i].text.empty(),
                                 sentence.pattern);
                    });
                const QString said = QString::fromStdString(sentence.text());
                QVERIFY2(!said.contains("%n") && !said.contains("(s)") && !said.contains("nan") &&
                             !said.contains("inf"),
                         qPrintable(said));
            }
            json(summary);
        }
    }
};

QTEST_GUILESS_MAIN(TestSummary)
#include "tst_summary.moc"
