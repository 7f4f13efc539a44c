// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/paths.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

class TestSourcePaths : public QObject
{
    Q_OBJECT

    static void write(const QString &path, const QByteArray &bytes)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private Q_SLOTS:
    void trims_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("trim");
        QTest::addColumn<QString>("search");
        QTest::addColumn<QString>("trimmed");
        QTest::newRow("nothing to trim") << "/home/build/a.go"
                                         << ""
                                         << ""
                                         << "/home/build/a.go";
        QTest::newRow("configured prefix") << "/home/build/src/m/a.go"
                                           << "/home/build/src"
                                           << "src"
                                           << "m/a.go";
        QTest::newRow("prefix with a slash") << "/home/build/src/m/a.go"
                                             << "/home/build/src/"
                                             << ""
                                             << "m/a.go";
        QTest::newRow("prefix ends at a folder") << "/home/builder/a.go"
                                                 << "/home/build"
                                                 << ""
                                                 << "/home/builder/a.go";
        QTest::newRow("first prefix that fits") << "/b/c/d.go"
                                                << "/x:/b:/b/c"
                                                << ""
                                                << "c/d.go";
        QTest::newRow("guessed from the search folder") << "/remote/project/foo/bar.c"
                                                        << ""
                                                        << "/local/project"
                                                        << "foo/bar.c";
        QTest::newRow("first occurrence counts") << "/a/src/b/src/c.go"
                                                 << ""
                                                 << "src"
                                                 << "b/src/c.go";
        QTest::newRow("slash at the end of the search folder") << "/a/src/c.go"
                                                               << ""
                                                               << "/x/src/"
                                                               << "c.go";
        QTest::newRow("no guess once a prefix is set") << "/a/src/c.go"
                                                       << "/nowhere"
                                                       << "src"
                                                       << "/a/src/c.go";
        QTest::newRow("bazel") << "/proc/self/cwd/m/a.cc"
                               << ""
                               << ""
                               << "m/a.cc";
        QTest::newRow("bazel with a dot") << "/proc/self/cwd/./m/a.cc"
                                          << ""
                                          << ""
                                          << "m/a.cc";
        QTest::newRow("an empty prefix is the root") << "/a/b.go"
                                                     << ":/x"
                                                     << ""
                                                     << "a/b.go";
        QTest::newRow("empty name") << ""
                                    << ""
                                    << "/src"
                                    << "";
    }
    void trims()
    {
        QFETCH(QString, path);
        QFETCH(QString, trim);
        QFETCH(QString, search);
        QFETCH(QString, trimmed);
        QCOMPARE(
            QString::fromStdString(trimPath(path.toStdString(), trim.toStdString(), search.toStdString())),
            trimmed);
    }

    void looksInFoldersAndTheirParents()
    {
        QTemporaryDir dir;
        const std::string root = dir.path().toStdString();
        write(dir.filePath("src/m/a.go"), "package m\n");
        QDir().mkpath(dir.filePath("src/deep/er"));
        const auto found = openableSource("m/a.go", root + "/nowhere:" + root + "/src/deep/er", "");
        QVERIFY2(found.ok(), "not found in a parent of a search folder");
        QCOMPARE(found.value(), root + "/src/m/a.go");
        const auto trimmed = openableSource("/home/build/src/m/a.go", root + "/src", "/home/build/src");
        QVERIFY2(trimmed.ok(), "not found after trimming");
        QCOMPARE(trimmed.value(), root + "/src/m/a.go");
        const auto absolute = openableSource(root + "/src/m/a.go", "", "");
        QVERIFY2(absolute.ok(), "an absolute path that exists was not found");
        QCOMPARE(absolute.value(), root + "/src/m/a.go");
    }

    void saysWhatPprofSays()
    {
        QTemporaryDir dir;
        const std::string root = dir.path().toStdString();
        QCOMPARE(openableSource("m/a.go", root + ":/x", "").error().message,
                 "could not find file m/a.go on path " + root + ":/x");
        QCOMPARE(openableSource(root + "/none.go", "src", "").error().message,
                 "open " + root + "/none.go: no such file or directory");
        QCOMPARE(openableSource("/etc/hostname/x.go", "src", "").error().message,
                 "open /etc/hostname/x.go: not a directory");
        QCOMPARE(openableSource(std::string_view("/etc\0/x", 7), "", "").error().message,
                 std::string("open /etc\0/x: invalid argument", 30));
    }

    // Every line of source that pprof listed for the made-up profiles, found and read by our rules.
    void agreesWithListings()
    {
        const QDir folder(QStringLiteral(PROFLENS_SOURCE_DIR "/../shared/parity/synthetic"));
        if (!folder.exists("golden.jsonl.gz"))
            QSKIP("pprof's answers are not at hand");
        QProcess gzip;
        gzip.start("gzip", {"-dc", folder.filePath("golden.jsonl.gz")});
        QVERIFY2(gzip.waitForFinished(60'000), "gzip -dc must run to unpack pprof's answers");
        const std::string sources = folder.filePath("profiles/src").toStdString();
        const QRegularExpression routine("^ROUTINE =+ .* in (.*)$"), listed("^.{10} .{10} +(\\d+):(.*)$");
        int checked = 0;
        const QByteArrayList answers = gzip.readAllStandardOutput().split('\n');
        for (const QByteArray &answer : answers) {
            if (!answer.contains("-list=main -source_path=src -trim_path=/home/build/src"))
                continue;
            std::vector<std::string> lines;
            const QString text = QJsonDocument::fromJson(answer).object()["out"].toString();
            for (const QString &line : text.split('\n')) {
                if (const auto match = routine.match(line); match.hasMatch()) {
                    // Trimming what is trimmed already changes nothing here.
                    const std::string name = "/home/build/src/" + match.captured(1).toStdString();
                    const auto path = openableSource(name, sources, "/home/build/src");
                    QVERIFY2(path.ok(), path.ok() ? "" : path.error().message.c_str());
                    lines = listableLines(*path).value();
                } else if (const auto row = listed.match(line); row.hasMatch()) {
                    const auto number = row.captured(1).toULongLong();
                    QVERIFY2(number >= 1 && number <= lines.size(), qPrintable(line));
                    QCOMPARE(QString::fromStdString(lines[number - 1]), row.captured(2));
                    ++checked;
                }
            }
        }
        QVERIFY2(checked > 1000, qPrintable(QString("only %1 lines were listed").arg(checked)));
    }

    void linesEndAsInPprof()
    {
        QTemporaryDir dir;
        write(dir.filePath("a"), "one\r\n\ntwo\r\r\nlast");
        const auto lines = listableLines(dir.filePath("a").toStdString());
        QVERIFY2(lines.ok(), "a readable file was refused");
        QCOMPARE(lines.value(), (std::vector<std::string>{"one", "", "two\r", "last"}));

        // Go's scanner gives up, without a word, at a line that does not fit into 64 KiB.
        write(dir.filePath("long"),
              "first\n" + QByteArray(65'535, 'x') + "\n" + QByteArray(65'536, 'y') + "\nz\n");
        QCOMPARE(listableLines(dir.filePath("long").toStdString()).value().size(), size_t(2));

        QCOMPARE(listableLines(dir.path().toStdString()).value().size(), size_t(0));
        write(dir.filePath("bound"), "ab\ncd\nef\n");
        QCOMPARE(listableLines(dir.filePath("bound").toStdString(), 4).value(),
                 (std::vector<std::string>{"ab", "c"}));
        QVERIFY2(!listableLines(dir.filePath("none").toStdString()).ok(), "a missing file has lines");
    }
};

QTEST_GUILESS_MAIN(TestSourcePaths)
#include "tst_sourcepaths.moc"
