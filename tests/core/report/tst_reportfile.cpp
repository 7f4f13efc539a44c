// SPDX-License-Identifier: GPL-3.0-or-later
// Reports as files: whole or not at all, and nothing left behind.
#include "core/report/reportfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

class TestReportFile : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string path(const char *name) { return m_folder.filePath(name).toStdString(); }
    QByteArray content(const char *name)
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
    }
    QStringList files() { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden); }

private Q_SLOTS:
    void isWritten()
    {
        for (const char *text : {"first", "second"}) {
            const Status status = writeReportFile(path("a"), [&](Output &out) {
                out << text;
                out.flush();
                return success();
            });
            QVERIFY(status.ok());
            QCOMPARE(content("a"), QByteArray(text));
        }
        QCOMPARE(files(), QStringList("a"));
    }
    void failureLeavesTheOldOne()
    {
        const Status status = writeReportFile(path("a"), [&](Output &out) -> Status {
            out << "half";
            out.flush();
            return Error{"no such function"};
        });
        QVERIFY(!status.ok());
        QCOMPARE(status.error().message, std::string("no such function"));
        QCOMPARE(content("a"), QByteArray("second"));
        QCOMPARE(files(), QStringList("a"));
    }
    void cannotBeWritten()
    {
        const auto print = [](Output &out) {
            out << "text";
            return success();
        };
        const Status none = writeReportFile(path("none/a"), print);
        QVERIFY(!none.ok());
        QCOMPARE(none.error().message, "cannot write " + path("none/a") + ": No such file or directory");
        QVERIFY(writeReportFile("/dev/null", print).ok());
        const Status full = writeReportFile("/dev/full", print);
        QVERIFY(!full.ok());
        QCOMPARE(full.error().message, std::string("cannot write /dev/full: No space left on device"));
    }
    void freeNames()
    {
        const std::string folder = m_folder.path().toStdString();
        QCOMPARE(freeReportName("svg", folder), folder + "/profile001.svg");
        QVERIFY(QFile(m_folder.filePath("profile001.svg")).open(QIODevice::WriteOnly));
        QCOMPARE(freeReportName("svg", folder), folder + "/profile002.svg");
        QCOMPARE(freeReportName("pb.gz", folder), folder + "/profile001.pb.gz");
    }
};

QTEST_GUILESS_MAIN(TestReportFile)
#include "tst_reportfile.moc"
