// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/write.h"
#include "core/select/merge.h"
#include "core/select/mergefiles.h"
#include "tests/core/randomprofile.h"

#include <QDir>
#include <QFile>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace proflens;

namespace {

using Paths = std::vector<std::string>;

// A profile with its seed in every field of the header, and samples that are 0 in one of both columns.
std::shared_ptr<Profile> brewed(unsigned seed)
{
    auto profile = randomProfile(seed);
    profile->timeNanos = 1'700'000'000'000'000'000 - 1000 * int64_t(seed % 7);
    profile->durationNanos = 1000 + seed;
    profile->period = 10 * (1 + seed % 5);
    profile->periodType = ValueType{"cpu", "nanoseconds"};
    profile->comments = {"all", "seed " + std::to_string(seed)};
    profile->defaultSampleType = seed % 2 ? "cpu" : "samples";
    if (seed % 3 == 0)
        profile->docUrl = "https://example.org/" + std::to_string(seed);
    for (size_t row = 0; row < profile->samples.size(); row += 3)
        profile->samples.values[(row + seed) % 2].set(row, 0);
    return profile;
}

// "7": profile 7; "7 ms", "7 …": with another header; other words: what is no such profile.
std::shared_ptr<Profile> profileOf(const QString &name)
{
    auto profile = brewed(name.section(' ', 0, 0).toUInt());
    const QString how = name.section(' ', 1);
    auto &types = profile->sampleTypes;
    if (how == "ms") {
        types[1].unit = "milliseconds";
    } else if (how == "s") {
        types[1].unit = "seconds";
    } else if (how == "period in ms") {
        profile->periodType->unit = "milliseconds";
    } else if (how == "period of space") {
        profile->periodType = ValueType{"space", "bytes"};
    } else if (how == "without period") {
        profile->periodType.reset();
    } else if (how == "only cpu") {
        types.erase(types.begin());
        profile->samples.values.erase(profile->samples.values.begin());
    } else if (how == "turned") {
        std::swap(types[0], types[1]);
        std::swap(profile->samples.values[0], profile->samples.values[1]);
    } else if (how == "goroutines") {
        types = {{"goroutine", "count"}, {"threads", "count"}};
    } else if (how == "in bytes") {
        types[1].unit = "bytes";
    }
    return profile;
}

void save(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size(), qPrintable(path));
}

QByteArray encoded(const Profile &profile)
{
    return QByteArray::fromStdString(*encodeProfile(profile));
}

// All that a profile holds, to be compared.
QByteArray told(const ProfilePtr &profile)
{
    if (!profile)
        return "nothing";
    QByteArray out = encoded(*profile) + "\nformat " + profile->origin.format.c_str();
    for (const std::string &warning : profile->origin.warnings)
        out += ("\nwarning " + warning).c_str();
    return out + "\nbase: " + told(profile->origin.base);
}

QByteArray told(const Result<ProfilePtr> &result)
{
    return result ? told(*result) : QByteArray::fromStdString("error: " + result.error().message);
}

void prepare(Profile &profile)
{
    profile.comments.push_back("prepared " + std::to_string(profile.comments.size()));
}

// What happened, and what came out.
struct Outcome
{
    QStringList events;
    QByteArray result;
};

// As plain as can be: reads one by one, keeps all, merges.
Outcome oneByOne(const Paths &paths)
{
    Outcome out;
    std::vector<ProfilePtr> profiles;
    for (const std::string &path : paths) {
        auto read = readProfile(path);
        if (!read) {
            out.events << QString::fromStdString("refused " + read.error().message);
            continue;
        }
        QString event = QString::fromStdString("read " + path);
        for (const std::string &warning : (*read)->origin.warnings)
            event += QString::fromStdString(", " + warning);
        out.events << event;
        prepare(**read);
        profiles.push_back(*read);
    }
    if (profiles.size() == 1) {
        out.result = told(profiles.front());
        return out;
    }
    const auto merged =
        profiles.empty() ? Error{"none of the profiles could be read"} : mergeProfiles(profiles);
    out.result = told(merged ? Result<ProfilePtr>(*merged) : merged.error());
    return out;
}

MergeFilesOptions recording(QStringList &events)
{
    MergeFilesOptions options;
    options.prepare = prepare;
    options.wasRead = [&](const std::string &path, const Profile &profile) {
        QString event = QString::fromStdString("read " + path);
        for (const std::string &warning : profile.origin.warnings)
            event += QString::fromStdString(", " + warning);
        events << event;
    };
    options.refused = [&](const std::string &, const Error &error) {
        events << QString::fromStdString("refused " + error.message);
        return true;
    };
    return options;
}

Outcome allAtOnce(const Paths &paths)
{
    Outcome out;
    out.result = told(mergeFiles(paths, recording(out.events)));
    return out;
}

size_t mostInMemory()
{
    return std::max(1U, std::thread::hardware_concurrency()) + 2;
}

} // namespace

class TestMergeFiles : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    QString path(const QString &name) const { return m_dir.filePath(name); }
    Paths paths(const QStringList &names) const
    {
        Paths all;
        for (const QString &name : names)
            all.push_back(path(name).toStdString());
        return all;
    }
    void write(const QStringList &names) const
    {
        for (const QString &name : names) {
            if (name[0].isDigit())
                save(path(name), encoded(*profileOf(name)));
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        QVERIFY(QDir(m_dir.path()).mkdir("folder"));
        save(path("bad"), "\x1f\x8b\x08 and no more of gzip");
        save(path("empty"), "");
        save(path("folded"), "main;brew 3\nmain;pour 4\n");
        save(path("two counts"), "main;brew 3 4\nmain;pour 4 0\n");
        save(path("two other counts"), "main;brew 1 1\nmain;sip 4 9\n");
        save(path("warned"), "main;brew 3\nmain;pour 1.5\n");
        const auto warned = readProfile(path("warned").toStdString());
        QVERIFY2(warned && !(*warned)->origin.warnings.empty(), "there is no warning to look for");
        const auto counts = readProfile(path("two counts").toStdString());
        QVERIFY2(counts && (*counts)->origin.base, "there is no base to look for");
    }

    void sameAsOneByOne_data()
    {
        QTest::addColumn<QStringList>("files");
        const auto row = [](const QStringList &files, const char *name = nullptr) {
            QTest::newRow(name ? name : qPrintable(files.join(", "))) << files;
        };
        row({"1", "2"});
        row({"1", "2", "3", "4", "5"});
        row({"1"});
        row({"1", "1"});
        row({"1", "2", "1", "3", "1"});
        row({"1", "2 ms"});
        row({"2 ms", "1"});
        row({"1", "2", "3 ms", "4", "5 s"});
        row({"1 s", "2 s", "3 s", "4"});
        row({"1", "2", "3 turned", "4"});
        row({"1", "2", "3", "4 only cpu"});
        row({"1 only cpu", "2 only cpu", "3", "4"});
        row({"1", "2", "3 period in ms", "4"});
        row({"1", "2", "3 period of space"});
        row({"1", "2", "3 without period"});
        row({"1 without period", "2 without period"});
        row({"1", "2", "3 goroutines"});
        row({"1", "2 goroutines"});
        row({"1", "2", "3 in bytes", "4"});
        row({"1", "2", "bad", "3"});
        row({"bad", "1", "folder", "2", "absent", "3", "empty"});
        row({"1", "2", "bad", "3 ms", "folder", "4", "bad"});
        row({"bad", "1", "folder"});
        row({"bad", "folder", "absent"});
        row({"1", "warned", "2", "warned", "3 ms"});
        row({"warned", "folded", "bad", "warned"});
        row({"folded", "folded"});
        row({"folded", "1"});
        row({"two counts", "two other counts", "two counts"});
        row({"two counts", "two other counts", "folded"});
        row({"two counts", "folded"});
        row({"1", "2", "two counts"});
        row({"two counts", "1", "2 goroutines", "two other counts"});
        QStringList sixty, mixed;
        for (int i = 0; i < 60; ++i) {
            sixty << QString::number(i);
            mixed << QString::number(i) + (i % 20 == 19 ? " ms" : i % 7 == 6 ? " turned" : "");
        }
        row(sixty, "60 files");
        row(mixed, "60 files, some of them with other types");
    }
    void sameAsOneByOne()
    {
        QFETCH(QStringList, files);
        write(files);
        const Outcome expected = oneByOne(paths(files)), is = allAtOnce(paths(files));
        QCOMPARE(is.events, expected.events);
        QVERIFY2(is.result == expected.result,
                 is.result.startsWith("error") || expected.result.startsWith("error")
                     ? qPrintable(is.result.left(300) + " instead of " + expected.result.left(300))
                     : "the merged profiles differ");
    }

    void theFirstErrorIsThatOfAll()
    {
        write({"1", "2"});
        const auto merged = mergeFiles(paths({"1", "bad", "2", "folder"}), {});
        QVERIFY(!merged.ok());
        QCOMPARE(merged.error().message, readProfile(path("bad").toStdString()).error().message);
    }

    void nothingIsNoProfile() { QVERIFY(!mergeFiles(Paths(), {}).ok()); }

    void pipesAreReadOnce()
    {
        const QStringList files = {"1", "2", "3 ms", "4"};
        write(files);
        const Outcome expected = oneByOne(paths(files));
        Paths pipes;
        for (const QString &file : files) {
            pipes.push_back(path("pipe " + file).toStdString());
            QCOMPARE(mkfifo(pipes.back().c_str(), 0600), 0);
        }
        std::jthread writer([&] {
            for (size_t i = 0; i < pipes.size(); ++i)
                save(QString::fromStdString(pipes[i]), encoded(*profileOf(files[qsizetype(i)])));
        });
        QStringList events;
        const QByteArray is = told(mergeFiles(pipes, recording(events)));
        QCOMPARE(events.size(), 4);
        QVERIFY2(is == expected.result, qPrintable(is.left(200)));
    }

    void aFileThatChangesMeanwhile_data()
    {
        QTest::addColumn<QString>("into");
        QTest::addColumn<QString>("error");
        QTest::newRow("other types") << "1 goroutines"
                                     << "1: changed while it was read; open it again";
        QTest::newRow("gone") << ""
                              << "1: no such file or directory";
    }
    void aFileThatChangesMeanwhile()
    {
        QFETCH(QString, into);
        QFETCH(QString, error);
        const QStringList files = {"1", "2", "3 ms"};
        write(files);
        MergeFilesOptions options;
        int read = 0;
        options.wasRead = [&](const std::string &, const Profile &) {
            if (++read < 3)
                return;
            QVERIFY(QFile::remove(path("1")));
            if (!into.isEmpty())
                save(path("1"), encoded(*profileOf(into)));
        };
        const auto merged = mergeFiles(paths(files), options);
        QVERIFY(!merged.ok());
        QVERIFY2(merged.error().message.ends_with(error.toStdString()), merged.error().message.c_str());
    }

    void readsNotFarAhead()
    {
        QStringList files;
        for (int i = 0; i < 40; ++i)
            files << QString::number(i);
        write(files);
        std::vector<uint64_t> ends; // of the first files together
        for (const QString &file : files)
            ends.push_back((ends.empty() ? 0 : ends.back()) + uint64_t(QFile(path(file)).size()));
        std::atomic<uint64_t> most = 0;
        bool grows = true;
        uint64_t done = 0, total = 0;
        size_t taken = 0;
        QStringList tooFar;
        MergeFilesOptions options;
        options.read.progress = [&](uint64_t now, uint64_t all) {
            grows = grows && now >= done;
            most = done = now;
            total = all;
        };
        options.wasRead = [&](const std::string &path, const Profile &) {
            const size_t last = std::min(taken++ + mostInMemory(), ends.size()) - 1;
            QTest::qSleep(taken < 5 ? 10 : 0); // gives readers the time to go too far
            if (most > ends[last])
                tooFar << QString::fromStdString(path);
        };
        QVERIFY(mergeFiles(paths(files), options).ok());
        QCOMPARE(tooFar, QStringList());
        QVERIFY2(grows, "progress went back");
        QCOMPARE(done, ends.back());
        QCOMPARE(total, ends.back());
    }

    void stops_data()
    {
        QTest::addColumn<int>("after"); // files
        QTest::addColumn<QString>("last");
        QTest::newRow("before") << 0 << "9";
        QTest::newRow("while reading") << 3 << "9";
        QTest::newRow("after reading") << 10 << "9";
        QTest::newRow("before reading again") << 10 << "9 ms";
    }
    void stops()
    {
        QFETCH(int, after);
        QFETCH(QString, last);
        const QStringList files = {"0", "1", "2", "3", "4", "5", "6", "7", "8", last};
        write(files);
        std::stop_source source;
        int read = 0, refused = 0;
        MergeFilesOptions options;
        options.read.stop = source.get_token();
        options.wasRead = [&](const std::string &, const Profile &) {
            if (++read == after)
                source.request_stop();
        };
        options.refused = [&](const std::string &, const Error &) { return ++refused > 0; };
        if (after == 0)
            source.request_stop();
        const auto merged = mergeFiles(paths(files), options);
        QVERIFY2(!merged.ok(), "half a profile came out");
        QCOMPARE(merged.error().message, std::string("putting the profiles together was stopped"));
        QCOMPARE(read, after);
        QVERIFY2(refused == 0, "what was stopped is told as unreadable");
    }

    void stopsWaitingForAPipe()
    {
        write({"1"});
        const std::string pipe = path("silent").toStdString();
        QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
        const int writer = ::open(pipe.c_str(), O_RDWR | O_CLOEXEC); // who never writes
        std::stop_source source;
        MergeFilesOptions options;
        options.read.stop = source.get_token();
        options.wasRead = [&](const std::string &, const Profile &) { source.request_stop(); };
        QVERIFY(!mergeFiles(Paths{path("1").toStdString(), pipe}, options).ok());
        ::close(writer);
    }
};

QTEST_GUILESS_MAIN(TestMergeFiles)
#include "tst_mergefiles.moc"
