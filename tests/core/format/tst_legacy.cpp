// SPDX-License-Identifier: GPL-3.0-or-later
#include "../rawgolden.h"
#include "../rawtables.h"
#include "core/format/legacy.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <array>

using namespace proflens;

namespace {

Result<std::shared_ptr<Profile>> read(const QByteArray &bytes, const ReadOptions &options = {})
{
    return readLegacy(
        {reinterpret_cast<const uint8_t *>(bytes.constData()), static_cast<size_t>(bytes.size())}, "tea.prof",
        options);
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList samples()
{
    const QDir folder(PROFLENS_TEST_DATA "/legacy");
    QStringList files = folder.entryList({"*.txt", "*.prof"}, QDir::Files, QDir::Name);
    for (QString &file : files)
        file = folder.filePath(file);
    return files;
}

} // namespace

class TestLegacy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The .raw files are what pprof's profile package prints of the files beside them, without the times.
    void formats_data()
    {
        QTest::addColumn<QString>("file");
        for (const QString &file : samples())
            QTest::newRow(qPrintable(QFileInfo(file).fileName())) << file;
    }
    void formats()
    {
        QFETCH(QString, file);
        const auto profile = read(contents(file));
        QVERIFY2(profile.ok(), profile ? "" : profile.error().message.c_str());
        QVERIFY2(*profile, "no format was recognised");
        const QFileInfo info(file);
        QVERIFY(
            sameTables(rawTables(**profile), contents(info.path() + '/' + info.completeBaseName() + ".raw")));
    }

    void saysWhatItIs_data()
    {
        QTest::addColumn<QString>("format");
        QTest::newRow("cpu-le64.prof") << "CPU profile of gperftools";
        QTest::newRow("cpu-java.prof") << "Java CPU profile in the format of gperftools";
        QTest::newRow("heap-go.txt") << "heap profile as text";
        QTest::newRow("growth.txt") << "heap growth profile as text (growthz)";
        QTest::newRow("fragmentation.txt") << "heap fragmentation profile as text (fragmentationz)";
        QTest::newRow("goroutine.txt") << "Go goroutine profile as text";
        QTest::newRow("threads.txt") << "thread stacks as text";
        QTest::newRow("mutex.txt") << "contention profile as text";
        QTest::newRow("java-heap.txt") << "Java heap profile as text";
        QTest::newRow("java-contention.txt") << "Java contention profile as text";
    }
    void saysWhatItIs()
    {
        QFETCH(QString, format);
        const auto profile =
            read(contents(QStringLiteral(PROFLENS_TEST_DATA "/legacy/") + QTest::currentDataTag()));
        QVERIFY(profile.ok() && *profile);
        QCOMPARE(QString::fromStdString((*profile)->origin.format), format);
    }

    void headersBeyondRaw()
    {
        const QDir folder(PROFLENS_TEST_DATA "/legacy");
        const auto contention = read(contents(folder.filePath("contention.txt")));
        QCOMPARE((*contention)->durationNanos, 1'500'000'000);
        QCOMPARE((*contention)->keepFrames, std::string());
        const auto heap = read(contents(folder.filePath("heap-go.txt")));
        QVERIFY((*heap)->dropFrames.find("operator new") != std::string::npos);
        QVERIFY((*heap)->keepFrames.find("panic") != std::string::npos);
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        QTest::newRow("a heap line that is no sample")
            << QByteArray("heap profile: 1: 2 [1: 2] @ heap/1024\nhello\n")
            << "line 2 of this heap profile is no sample: \"hello\"";
        QTest::newRow("an unknown kind of heap profile")
            << QByteArray("heap profile: 1: 2 [1: 2] @ heap_v9/1024\n")
            << "kind of heap profile that is not known";
        QTest::newRow("a heap sample of nothing with a size")
            << QByteArray("heap profile: 1: 2 [1: 2] @ heap/1024\n0: 5 [0: 0] @ 0x1\n")
            << "0 blocks have 5 bytes";
        QTest::newRow("an address of 65 bits")
            << QByteArray("heap profile: 1: 2 [1: 2] @ heap/1024\n1: 5 [1: 5] @ 0x10000000000000000\n")
            << "more than 64 bits";
        QTest::newRow("a count that is no sample") << QByteArray("goroutine profile: total 1\n1 0x12\n")
                                                   << "line 2 of this goroutine profile is no sample";
        QTest::newRow("a count with a leading zero that is no octal number")
            << QByteArray("goroutine profile: total 8\n08 @ 0x12\n") << "line 2 of this goroutine profile";
        QTest::newRow("threads without a memory map")
            << QByteArray("--- threadz 1 ---\n\n--- Thread 1f (name: main/1) stack: ---\n  0x1234\n")
            << "line 4 of this thread profile begins neither a thread nor the memory map";
        QTest::newRow("an unknown word in a contention profile")
            << QByteArray("--- contentionz 1 ---\nsugar = 3\n")
            << "line 2 of this contention profile sets something";
        QTest::newRow("a Java sample of nothing")
            << QByteArray("--- heapz 1 ---\nresolution = bytes\n0 0 @ 0\n")
            << "line 3 of this Java profile says that 0 blocks";
        QTest::newRow("Java samples that do not say what they are")
            << QByteArray("--- heapz 1 ---\n5 1 @ 0x1\n") << "no line before it says what is measured";
        QTest::newRow("Java that is not Java") << QByteArray("--- heapz 1 ---\nformat = python\n")
                                               << "line 2 of this Java profile sets something";
        QByteArray cpu = contents(PROFLENS_TEST_DATA "/legacy/cpu-le64.prof");
        QTest::newRow("a CPU profile cut within a stack")
            << cpu.left(8 * 10) << "should have 4 frames, but the file ends after 3";
        QTest::newRow("a CPU profile cut within a word")
            << cpu.left(8 * 11 + 3) << "at byte 88 has no more than its first bytes";
    }
    void refused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        const auto profile = read(bytes);
        QVERIFY2(!profile.ok(), "must be refused");
        const QString message = QString::fromStdString(profile.error().message);
        QVERIFY2(message.startsWith("tea.prof: "), qPrintable(message));
        QVERIFY2(message.contains(says), qPrintable(message));
    }

    void somethingElse_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("zeros") << QByteArray(64, '\0');
        QTest::newRow("words") << QByteArray("hello\nthere\n");
        QTest::newRow("only comments") << QByteArray("# one\n\n# two");
        QTest::newRow("goroutines with their states") << QByteArray("goroutine 1 [running]:\nmain.main()\n");
        QTest::newRow("folded stacks") << QByteArray("a;b;c 12\n");
        QTest::newRow("a long line") << QByteArray(1 << 20, 'x');
    }
    void somethingElse()
    {
        QFETCH(QByteArray, bytes);
        const auto profile = read(bytes);
        QVERIFY2(profile.ok(), profile ? "" : profile.error().message.c_str());
        QVERIFY2(!*profile, "must not be taken for a profile");
    }

    // Whatever a byte is changed to or wherever a file ends: a profile or a sentence, and tables that hold
    // together.
    void damage_data() { formats_data(); }
    void damage()
    {
        QFETCH(QString, file);
        const QByteArray whole = contents(file);
        QVERIFY(!whole.isEmpty());
        const auto check = [](const QByteArray &bytes) {
            const auto profile = read(bytes);
            if (!profile)
                return profile.error().message.starts_with("tea.prof: ");
            return !*profile || !rawTables(**profile).isEmpty(); // follows every id
        };
        for (qsizetype i = 0; i < whole.size(); ++i)
            QVERIFY2(check(whole.left(i)), qPrintable(QString("cut after %1 bytes").arg(i)));
        for (qsizetype i = 0; i < whole.size(); ++i) {
            constexpr std::array others{'\0', '\n', ' ', '9', '-', '=', '$', '\xff'};
            for (const char other : {others[size_t(i) % 8], others[size_t(i / 8 + 3) % 8]}) {
                QByteArray bytes = whole;
                bytes[i] = other;
                QVERIFY2(check(bytes), qPrintable(QString("byte %1 is %2").arg(i).arg(int(other))));
            }
        }
    }

    // Go's comments below a sample name its addresses, for those who ask.
    void namesInText_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("named");
        QTest::newRow("goroutines") << QByteArray(
                                           "goroutine profile: total 3\n"
                                           "2 @ 0x43b256 0x67fda5 0x46b1c1\n"
                                           "# labels: {\"tea\":\"green\"}\n"
                                           "#\t0x67fda4\tmain.leak.func1+0x24\t\t/home/a b/leaky/main.go:3\n"
                                           "\n"
                                           "1 @ 0x43b256 0x67fda5\n"
                                           "#\t0x67fda4\tmain.other+0x24\t/home/other.go:9\n")
                                    << QStringList{"0x43b255",
                                                   "0x67fda4 main.leak.func1 /home/a b/leaky/main.go:3",
                                                   "0x46b1c0 runtime.goexit :0"};
        QTest::newRow("a heap, with a function that calls itself and lines of frames side by side")
            << QByteArray("heap profile: 1: 8 [1: 8] @ heap/1048576\r\n"
                          "1: 8 [1: 8] @ 0x101f 0x100b 0x100a 0x20d8 0x20d8 0x20d8 0x30\r\n"
                          "#\t0x101e\tmain.leaf+0x3e\t/m.go:14\r\n"
                          "#\t0x100a\tmain.inl+0x2a\t/m.go:15\r\n"
                          "#\t0x1009\tmain.rec+0x29\t/m.go:18\r\n"
                          "#\t0x20d7\tmain.rec+0xf7\t/m.go:21\r\n"
                          "#\t0x20d7\tmain.rec+0xf7\t/m.go:21\r\n"
                          "#\t0x20d7\tmain.rec+0xf7\t/m.go:21\r\n\r\n"
                          "# runtime.MemStats\r\n# Alloc = 3\r\n")
            << QStringList{"0x101e main.leaf /m.go:14", "0x100a main.inl /m.go:15",
                           "0x1009 main.rec /m.go:18", "0x20d7 main.rec /m.go:21", "0x2f runtime.goexit :0"};
        QTest::newRow("a mutex, with inlined calls, which the leaf does not have")
            << QByteArray("--- mutex:\ncycles/second=1000\nsampling period=1\n"
                          "12 2 @ 0x21 0x31\n"
                          "#\t0x20\tmain.f+0x1\t/m.go:5\n"
                          "#\t0x30\tmain.main+0x2\t/m.go:7\n"
                          "\n"
                          "12 2 @ 0x11 0x21 0x21\n"
                          "#\t0x10\tmain.g+0x1\t/m.go:1\n"
                          "#\t0x20\truntime.inner+0x1\t/r.go:2\n"
                          "#\t0x20\tmain.f+0x1\t/m.go:5\n"
                          "#\t0x20\truntime.inner+0x1\t/r.go:2\n"
                          "#\t0x20\tmain.f+0x1\t/m.go:5\n")
            << QStringList{"0x20 runtime.inner /r.go:2 main.f /m.go:5", "0x30 main.main /m.go:7",
                           "0x10 main.g /m.go:1"};
        QTest::newRow("addresses that calls return to, as Go had them before 1.7")
            << QByteArray("threadcreate profile: total 1\n1 @ 0x21 0x31\n"
                          "#\t0x21\tmain.f+0x1\t/m.go:5\n#\t0x31\tmain.main+0x2\t/m.go:7\n")
            << QStringList{"0x20 main.f /m.go:5", "0x30 main.main /m.go:7"};
        QTest::newRow("names with spaces and plus signs")
            << QByteArray("goroutine profile: total 1\n1 @ 0x21\n"
                          "#\t0x20\tmain.f[go.shape.struct { A+0 int }]+0x1f\t/m+0x1/n.go:5\n")
            << QStringList{"0x20 main.f[go.shape.struct { A+0 int }] /m+0x1/n.go:5"};
        QTest::newRow("comments that are damaged, or about something else")
            << QByteArray("goroutine profile: total 1\n#\t0x20\tmain.early+0x1\t/m.go:1\n1 @ 0x21 0x31 0x21\n"
                          "#\t0x20\n"
                          "#\t0x20\tmain.f\t/m.go:5\n"
                          "#\t0x20\tmain.f+0x1\t/m.go\n"
                          "#\t0x20\tmain.f+0x1\t/m.go:99999999999999999999\n"
                          "#\t0x99999999999999999999\tmain.f+0x1\t/m.go:5\n"
                          "#\t0x77\tmain.nowhere+0x1\t/m.go:5\n"
                          "#\t0x20\tmain.f+0x1\t/m.go:5\n"
                          "#\t0x30\n"
                          "#\t0x20\tmain.f+0x1\t/m.go:5\n"
                          "#\n# \n#\t\n")
            << QStringList{"0x20 main.f /m.go:5", "0x30"};
    }
    void namesInText()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, named);
        const auto places = [](const Profile &profile) {
            QStringList places;
            for (const Location &location : profile.locations) {
                QString place = "0x" + QString::number(qulonglong(location.address), 16);
                for (const Line &line : profile.linesOf(location)) {
                    const Function &function = profile.function(line.function);
                    for (const StringId text : {function.name, function.file})
                        place += ' ' + QString::fromStdString(std::string(profile.text(text)));
                    place += ':' + QString::number(line.line);
                }
                places << place;
            }
            return places;
        };
        ReadOptions options;
        options.namesInText = true;
        const auto profile = read(bytes, options);
        QVERIFY2(profile.ok() && *profile, profile ? "" : profile.error().message.c_str());
        QCOMPARE(places(**profile), named);
        // pprof takes no notice of them, and all else is the same.
        const auto plain = read(bytes);
        QVERIFY(plain.ok() && *plain);
        QVERIFY((*plain)->functions.empty());
        for (QString &place : named)
            place = place.section(' ', 0, 0);
        QCOMPARE(places(**plain), named);
        QCOMPARE((*profile)->samples.size(), (*plain)->samples.size());
    }

    void commentsWithoutNamesChangeNothing()
    {
        ReadOptions options;
        options.namesInText = true;
        for (const QString &file : samples()) {
            if (contents(file).contains("\n#\t0x"))
                continue;
            const auto plain = read(contents(file)), asked = read(contents(file), options);
            QVERIFY(plain.ok() && asked.ok());
            QCOMPARE(rawTables(**asked), rawTables(**plain));
        }
    }

    void deepStack()
    {
        QByteArray text = "goroutine profile: total 1\n1 @";
        for (int i = 0; i < 100'000; ++i)
            text += " 0x" + QByteArray::number(0x1000 + i, 16);
        const auto profile = read(text + '\n');
        QVERIFY2(profile.ok() && *profile, "a stack of 100,000 frames is ordinary input");
        QCOMPARE((*profile)->locations.size(), size_t(100'000));
        std::vector<LocationId> stack;
        (*profile)->stacks.decode((*profile)->samples.stack[0], stack);
        QCOMPARE(stack.size(), size_t(100'000));
    }

    // Values made of values double from line to line, which no memory would hold.
    void attributesThatGrow()
    {
        QByteArray text = "goroutine profile: total 1\n1 @ 0x401001\n--- Memory map: ---\nx0=0123456789\n";
        for (int i = 1; i < 60; ++i)
            text += QString("x%1=$x%2$x%2\n").arg(i).arg(i - 1).toUtf8();
        const auto profile = read(text + "400000-500000 /bin/$x0\n");
        QVERIFY2(profile.ok() && *profile, "must be read");
        QCOMPARE(QByteArray::fromStdString(std::string((*profile)->text((*profile)->mappings[0].file))),
                 "/bin/0123456789");
    }

    // Overlapping mappings: the first one counts, however many there are.
    void overlappingMappings()
    {
        QByteArray text = "goroutine profile: total 1\n";
        for (int i = 0; i < 20'000; ++i)
            text += "1 @ 0x" + QByteArray::number(0x10001 + 16 * i, 16) + '\n';
        text += "--- Memory map: ---\n";
        for (int i = 0; i < 20'000; ++i)
            text += QByteArray::number(0x10000 + 16 * i, 16) + "-" +
                    QByteArray::number(0x10000 + 16 * (i + 100), 16) + " /lib/" + QByteArray::number(i) +
                    ".so\n";
        const auto profile = read(text);
        QVERIFY2(profile.ok() && *profile, "must be read");
        const Profile &p = **profile;
        const auto fileOf = [&](size_t location) {
            return std::string(p.text(p.mapping(p.locations[location].mapping).file));
        };
        QCOMPARE(fileOf(0), std::string("/lib/0.so"));
        QCOMPARE(fileOf(99), std::string("/lib/0.so"));
        QCOMPARE(fileOf(100), std::string("/lib/1.so"));
        QCOMPARE(fileOf(19'999), std::string("/lib/19900.so"));
    }

    void stops()
    {
        std::stop_source source;
        source.request_stop();
        ReadOptions options;
        options.stop = source.get_token();
        const auto profile = read("goroutine profile: total 1\n1 @ 0x401001\n", options);
        QVERIFY2(!profile.ok(), "a stopped reading must not hand out a profile");
    }
};

QTEST_GUILESS_MAIN(TestLegacy)
#include "tst_legacy.moc"
