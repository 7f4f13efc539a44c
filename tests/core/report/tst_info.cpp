// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/comparedinfo.h"
#include "tests/core/folded.h"

#include <QTest>

#include <algorithm>

using namespace proflens;
using Note = ProfileInfo::Note;

namespace {

bool has(const ProfileInfo &info, Note note)
{
    return std::find(info.notes.begin(), info.notes.end(), note) != info.notes.end();
}

} // namespace

class TestInfo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whole()
    {
        ProfileBuilder builder;
        builder.addSampleType("samples", "count");
        builder.addSampleType("cpu", "nanoseconds");
        Profile &header = builder.header();
        header.periodType = ValueType{"cpu", "nanoseconds"};
        header.period = 10000000;
        header.timeNanos = 1700000000123456789;
        header.durationNanos = 30500000000;
        header.docUrl = "https://example.com/help";
        header.dropFrames = "malloc";
        header.comments = {"one", "two"};
        header.defaultSampleType = "samples";
        Mapping mapping;
        mapping.start = 0x400000;
        mapping.limit = 0x500000;
        mapping.offset = 0x1000;
        mapping.file = builder.string("/bin/shop");
        mapping.buildId = builder.string("abc123");
        builder.addMapping(mapping);
        const Line line{builder.addFunction("main", "main", "main.go", 0), 7, 0};
        const LocationId location = builder.addLocation({}, {&line, 1});
        const LocationId locations[] = {location, location};
        const int64_t first[] = {2, 2000000000}, second[] = {0, 500000000};
        const Label label = builder.textLabel("tenant", "x");
        builder.addSample(locations, first, {&label, 1});
        builder.addSample({locations, 1}, second);
        const ProfileInfo info = profileInfo(*builder.finish());

        QCOMPARE(QString::fromStdString(infoText(info, "/data/shop.pb.gz", 1234)),
                 "File: /data/shop.pb.gz\n"
                 "Size: 1234 bytes\n"
                 "Binary: /bin/shop\n"
                 "Build ID: abc123\n"
                 "Time: 2023-11-14 22:13:20 UTC\n"
                 "Duration: 30.50s\n"
                 "Period: 10ms of cpu\n"
                 "Documentation: https://example.com/help\n"
                 "Drop frames: malloc\n"
                 "\n"
                 "Sample types:\n"
                 "  samples/count: total 2 (default)\n"
                 "  cpu/nanoseconds: total 2.50s\n"
                 "\n"
                 "Counts:\n"
                 "  Samples: 2\n"
                 "  Stacks: 2\n"
                 "  Deepest stack: 2\n"
                 "  Locations: 1\n"
                 "  Functions: 1\n"
                 "  Mappings: 1\n" +
                     QString("  Strings: %1\n").arg(info.counts.strings) +
                     "  Label keys: 1\n"
                     "  Samples with labels: 1\n"
                     "\n"
                     "Mappings:\n"
                     "  400000-500000 +1000 /bin/shop abc123\n"
                     "\n"
                     "Comments:\n"
                     "  one\n"
                     "  two\n");
        QCOMPARE(info.sampleTypes[0].nonZero, uint64_t(1));
        QCOMPARE(info.sampleTypes[1].nonZero, uint64_t(2));
    }

    void totalOfADifference()
    {
        ProfileBuilder builder;
        builder.addSampleType("space", "bytes");
        const Line line{builder.addFunction("main", "main", "main.go", 0), 7, 0};
        const LocationId location[] = {builder.addLocation({}, {&line, 1})};
        const Label base = builder.textLabel("pprof::base", "true");
        const int64_t before[] = {-2048}, after[] = {3072};
        builder.addSample(location, before, {&base, 1});
        builder.addSample(location, after);
        const ProfileInfo info = profileInfo(*builder.finish());
        QCOMPARE(info.sampleTypes[0].sum, 1024);
        // What the shares of all panes and reports are of.
        QCOMPARE(info.sampleTypes[0].total, std::string("2kB"));
        QVERIFY(info.sampleTypes[0].ofBase);
        QVERIFY(infoText(info, "", 0).find("total 2kB, sum 1kB (total of the base)") != std::string::npos);
    }

    void periods_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<qint64>("period");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("time") << "cpu"
                              << "nanoseconds" << qint64(10'000'000) << "10ms of cpu";
        QTest::newRow("memory") << "space"
                                << "bytes" << qint64(524288) << "512kB of space";
        QTest::newRow("some events") << "contentions"
                                     << "count" << qint64(100) << "1 in 100 contentions";
        QTest::newRow("all events") << "goroutine"
                                    << "count" << qint64(1) << "every one (goroutine)";
        QTest::newRow("less than nothing") << "goroutine"
                                           << "count" << qint64(-1) << "-1 of goroutine";
        QTest::newRow("nothing") << "cpu"
                                 << "nanoseconds" << qint64(0) << QString();
        QTest::newRow("no name") << QString() << "nanoseconds" << qint64(1000) << "1us";
    }
    void periods()
    {
        QFETCH(QString, type);
        QFETCH(QString, unit);
        QFETCH(qint64, period);
        QFETCH(QString, sentence);
        const auto profile = foldedProfile("cpu/count\na 1\n");
        profile->periodType = ValueType{type.toStdString(), unit.toStdString()};
        profile->period = period;
        QCOMPARE(QString::fromStdString(periodSentence(profileInfo(*profile))), sentence);
    }

    void notes()
    {
        const ProfileInfo empty = profileInfo(*foldedProfile("cpu/count\n"));
        QVERIFY(has(empty, Note::NoSamples) && has(empty, Note::NoTime) && !has(empty, Note::AllZero));
        const ProfileInfo zero = profileInfo(*foldedProfile("cpu/count\na 0\n"));
        QVERIFY(has(zero, Note::AllZero) && has(zero, Note::NoMappings) && !has(zero, Note::NoSamples));
        QVERIFY(infoText(zero, "", 0).find("(all zero)") != std::string::npos);
        const ProfileInfo negative = profileInfo(*foldedProfile("cpu/count\na 5\nb -8\n"));
        QVERIFY(has(negative, Note::Negative));
        QCOMPARE(negative.sampleTypes[0].sum, int64_t(-3));
        QCOMPARE(negative.sampleTypes[0].magnitude, int64_t(13));
    }

    void names()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        builder.header().defaultSampleType = "nothing";
        const LocationId bare = builder.addLocation({}, {});
        const int64_t value = 1;
        builder.addSample({&bare, 1}, {&value, 1});
        const ProfileInfo none = profileInfo(builder.profile());
        QVERIFY(has(none, Note::NoNames) && has(none, Note::WrongDefault));
        const Line line{builder.addFunction("f", "f", "", 0), 0, 0};
        const LocationId named = builder.addLocation({}, {&line, 1});
        builder.addSample({&named, 1}, {&value, 1});
        const ProfileInfo some = profileInfo(*builder.finish());
        QVERIFY(has(some, Note::SomeUnnamed) && !has(some, Note::NoNames));
    }

    void times()
    {
        auto profile = foldedProfile("cpu/count\na 1\n");
        profile->timeNanos = -1;
        QVERIFY(infoText(profileInfo(*profile), "", 0).find("Time: 1969-12-31 23:59:59 UTC") !=
                std::string::npos);
        for (const int64_t odd : {INT64_MAX, INT64_MIN}) {
            profile->timeNanos = profile->durationNanos = profile->period = odd;
            QVERIFY(infoText(profileInfo(*profile), "", 0).find("Time: ") != std::string::npos);
        }
    }

    void bothSides()
    {
        SideInfo base, current;
        const auto before = foldedProfile("samples/count cpu/seconds old/count\nmain;work 3 30 1\n");
        before->timeNanos = 1700000000000000000;
        before->comments = {"before"};
        base.info = profileInfo(*before);
        base.path = "/a/before.pb.gz";
        base.bytes = 1000;
        const auto now = foldedProfile("cpu/milliseconds samples/count new/bytes\nmain 500 4 0\n");
        now->durationNanos = 30500000000;
        current.info = profileInfo(*now);
        current.path = "/b/now.pb.gz";
        const auto strings = [](const SideInfo &side) { return side.info.counts.strings; };
        QCOMPARE(QString::fromStdString(comparedInfoText(base, current)),
                 QString("                       Base                     Current\n"
                         "File                   /a/before.pb.gz          /b/now.pb.gz\n"
                         "Size                   1000 bytes               -\n"
                         "Time                   2023-11-14 22:13:20 UTC  -\n"
                         "Duration               -                        30.50s\n"
                         "\n"
                         "Sample types\n"
                         "  cpu/milliseconds     30s                      500ms\n"
                         "  samples/count        3                        4\n"
                         "  new/bytes            -                        0 (default) (all zero)\n"
                         "  old/count            1 (default)              -\n"
                         "\n"
                         "Counts\n"
                         "  Samples              1                        1\n"
                         "  Stacks               1                        1\n"
                         "  Deepest stack        2                        1\n"
                         "  Locations            2                        1\n"
                         "  Functions            2                        1\n"
                         "  Mappings             0                        0\n"
                         "  Strings              %1                        %2\n"
                         "  Label keys           0                        0\n"
                         "  Samples with labels  0                        0\n"
                         "\n"
                         "Mappings, comments and notes of the base:\n"
                         "  before\n"
                         "  The profile does not say which binaries its addresses belong to.\n"
                         "\n"
                         "Mappings, comments and notes of the current profile:\n"
                         "  The profile does not say which binaries its addresses belong to.\n"
                         "  The profile does not say when it was taken.\n")
                     .arg(strings(base))
                     .arg(strings(current)));
    }

    void extremes()
    {
        const auto profile = foldedProfile("cpu/count\na -9223372036854775808\nb -9223372036854775808\n");
        QCOMPARE(profileInfo(*profile).sampleTypes[0].nonZero, uint64_t(2));
    }

    void links()
    {
        QVERIFY(isWebLink("https://example.com/a?b=c"));
        QVERIFY(isWebLink("http://example.com"));
        for (const char *bad : {"", "file:///etc/passwd", "javascript:alert(1)", "HTTP://x y", "https://a b",
                                "https://a\nb", " https://a", "ftp://a", "/etc/passwd"})
            QVERIFY2(!isWebLink(bad), bad);
    }
};

QTEST_GUILESS_MAIN(TestInfo)
#include "tst_info.moc"
