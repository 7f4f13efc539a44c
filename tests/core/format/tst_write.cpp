// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/read.h"
#include "core/format/savefile.h"
#include "core/format/write.h"
#include "core/profile/builder.h"
#include "witness.h"

#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace proflens;

namespace {

// One of everything the format can hold.
std::shared_ptr<Profile> fullProfile()
{
    ProfileBuilder b;
    b.addSampleType("samples", "count");
    b.addSampleType("cpu", "nanoseconds");
    b.addSampleType("delta", "");
    Profile &h = b.header();
    h.defaultSampleType = "cpu";
    h.periodType = ValueType{"cpu", "nanoseconds"};
    h.period = 10'000'000;
    h.timeNanos = 1'700'000'000'000'000'001;
    h.durationNanos = 30'000'000'000;
    h.dropFrames = "malloc|free";
    h.keepFrames = "keep.*";
    h.comments = {"first", "", "#hidden", "first"};
    h.docUrl = "https://example.com/profile";
    Mapping kernel;
    kernel.id = 7;
    kernel.start = ~uint64_t(0) - 4096;
    kernel.limit = ~uint64_t(0);
    kernel.offset = 1;
    kernel.file = b.string("[kernel.kallsyms]_text");
    kernel.kernelRelocationSymbol = b.string("_text");
    kernel.buildId = b.string("deadbeef");
    kernel.hasFunctions = kernel.hasLineNumbers = true;
    const MappingId mapping = b.addMapping(kernel);
    const FunctionId f = b.addFunction("main.run", "main.run", "/src/main.go", 12);
    const FunctionId g = b.addFunction("caf\xe9 \xff", "", "", 0);
    Location l;
    l.id = ~uint64_t(0);
    l.address = 0xffffffff81000000;
    l.mapping = mapping;
    l.folded = true;
    const LocationId a = b.addLocation(l, std::vector<Line>{{g, 3, 4}, {f, -1, 0}});
    const LocationId c = b.addLocation(Location{}, {});
    b.addSample(std::vector{a, c, a, a}, std::vector<int64_t>{1, -1, INT64_MIN},
                std::vector{b.numberLabel("bytes", 0, "B"), b.textLabel("z", "last"),
                            b.numberLabel("bytes", -5, ""), b.textLabel("a", "second"),
                            b.textLabel("a", "first")});
    b.addSample({}, std::vector<int64_t>{0, INT64_MAX, 0});
    return b.finish();
}

std::string lines(const std::string &dump, bool sampleLines)
{
    std::istringstream in(dump);
    std::string out;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("sample ") == sampleLines)
            out += line + '\n';
    }
    return out;
}

} // namespace

class TestWrite : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void witnessReadsWhatWasWritten()
    {
        const auto profile = fullProfile();
        const auto bytes = encodeProfile(*profile);
        QVERIFY(bytes.ok());
        const auto seen = witness::parse(*bytes);
        QVERIFY(seen.has_value());
        const std::string theirs = witness::dump(*seen), ours = witness::dump(*profile);
        QCOMPARE(QString::fromStdString(lines(theirs, false)), QString::fromStdString(lines(ours, false)));
        // Labels come in pprof's order: texts by key, then numbers by key.
        QCOMPARE(QString::fromStdString(lines(theirs, true)),
                 QString("sample 1 -1 -9223372036854775808 at 18446744073709551615 2 18446744073709551615 "
                         "18446744073709551615 [\"a\"=\"second\"] [\"a\"=\"first\"] [\"z\"=\"last\"] "
                         "[\"bytes\"=0 \"B\"] [\"bytes\"=-5 \"\"]\n"
                         "sample 0 9223372036854775807 0 at\n"));
        QCOMPARE(seen->string_table(0), std::string());
    }

    void sameAfterRoundTrip_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *folder :
             {PROFLENS_SOURCE_DIR "/resources/samples", PROFLENS_SOURCE_DIR "/../shared/parity/real/profiles",
              PROFLENS_SOURCE_DIR "/../shared/parity/synthetic/profiles"}) {
            QDirIterator it(folder, {"*.pb.gz", "*.pprof", "*.prof", "*.pgo", "*.pb"}, QDir::Files,
                            QDirIterator::Subdirectories);
            while (it.hasNext()) {
                const QString path = it.next();
                QTest::newRow(qPrintable(path.section('/', -2))) << path;
            }
        }
    }
    void sameAfterRoundTrip()
    {
        QFETCH(QString, path);
        const auto first = readProfile(path.toStdString());
        QVERIFY2(first.ok(), first.ok() ? "" : first.error().message.c_str());
        const auto bytes = encodeProfile(**first);
        QVERIFY(bytes.ok());
        const auto second =
            readProfile({reinterpret_cast<const uint8_t *>(bytes->data()), bytes->size()}, "written");
        QVERIFY2(second.ok(), second.ok() ? "" : second.error().message.c_str());
        const auto again = encodeProfile(**second);
        QVERIFY(again.ok());
        QVERIFY2(*again == *bytes, "writing what was written gives other bytes");
        // Labels may change their order within a sample, and nothing else may change.
        QCOMPARE(QString::fromStdString(lines(witness::dump(**second), false)),
                 QString::fromStdString(lines(witness::dump(**first), false)));
        if ((*first)->labels.size() == 1)
            QCOMPARE(QString::fromStdString(lines(witness::dump(**second), true)),
                     QString::fromStdString(lines(witness::dump(**first), true)));
    }

    void emptyProfile()
    {
        ProfileBuilder b;
        b.addSampleType("events", "");
        const auto bytes = encodeProfile(*b.finish());
        QVERIFY(bytes.ok());
        const auto seen = witness::parse(*bytes);
        QVERIFY(seen.has_value());
        QCOMPARE(seen->sample_size(), 0);
        QVERIFY(!seen->has_period_type());
    }

    void savesAndReplaces()
    {
        QTemporaryDir folder;
        const std::string path = folder.filePath("profile.pb.gz").toStdString();
        QVERIFY(saveFile(path, "old").ok());
        QVERIFY(QFile::setPermissions(QString::fromStdString(path), QFile::ReadOwner | QFile::WriteOwner));
        const std::string link = folder.filePath("link").toStdString();
        QVERIFY(symlink("profile.pb.gz", link.c_str()) == 0);
        const auto profile = fullProfile();
        const Status status = writeProfile(*profile, link);
        QVERIFY2(status.ok(), status.ok() ? "" : status.error().message.c_str());
        QVERIFY(QFileInfo(QString::fromStdString(link)).isSymLink());
        const auto read = readProfile(path);
        QVERIFY(read.ok());
        QCOMPARE((*read)->samples.size(), size_t(2));
        QVERIFY2(!(QFile::permissions(QString::fromStdString(path)) & QFile::ReadOther),
                 "the file's permissions changed");
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(),
                 2); // no half-written file is left
    }

    void refusals()
    {
        QTemporaryDir folder;
        const auto message = [](const Status &status) {
            return status.ok() ? QString("(written)") : QString::fromStdString(status.error().message);
        };
        QVERIFY(message(saveFile(folder.path().toStdString(), "x")).contains("this is a folder"));
        QVERIFY(message(saveFile(folder.filePath("no/such.pb.gz").toStdString(), "x"))
                    .contains("there is no such folder"));
        QVERIFY(message(saveFile("/dev/full", "x")).contains("the disk is full"));
        // A file that may not grow so large is left as it was.
        const std::string path = folder.filePath("old").toStdString();
        QVERIFY(saveFile(path, "old").ok());
        rlimit before{};
        QVERIFY(getrlimit(RLIMIT_FSIZE, &before) == 0);
        const rlimit tight{1000, before.rlim_max};
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        QVERIFY(setrlimit(RLIMIT_FSIZE, &tight) == 0);
        const Status tooLarge = saveFile(path, std::string(100'000, 'x'));
        QVERIFY(setrlimit(RLIMIT_FSIZE, &before) == 0);
        std::signal(SIGXFSZ, handler);
        QVERIFY2(message(tooLarge).contains("larger than files may be"), qPrintable(message(tooLarge)));
        QFile old(QString::fromStdString(path));
        QVERIFY(old.open(QFile::ReadOnly));
        QCOMPARE(old.readAll(), QByteArray("old"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
        if (geteuid() != 0) { // root may write everywhere
            QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::ExeOwner);
            QVERIFY(message(saveFile(folder.filePath("new").toStdString(), "x")).contains("no permission"));
            QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        }
    }
};

QTEST_GUILESS_MAIN(TestWrite)
#include "tst_write.moc"
