// SPDX-License-Identifier: GPL-3.0-or-later
// The lines that shells remember, in a file that several of them share.
#include "core/shell/history.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

class TestHistory : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string path(const char *name) { return m_folder.filePath(name).toStdString(); }

private Q_SLOTS:
    void isKept()
    {
        const std::string file = path("state/proflens/history");
        {
            ShellHistory history(file);
            QVERIFY(history.lines().empty());
            for (const char *line : {"top", " top ", "", "  ", "list x", "top"})
                QVERIFY(history.add(line).ok());
        }
        const std::vector<std::string> expected = {"top", "list x", "top"};
        QVERIFY(ShellHistory(file).lines() == expected);
        QCOMPARE(QFile(QString::fromStdString(file)).permissions() & (QFile::ReadGroup | QFile::ReadOther),
                 0);
    }
    void isShared()
    {
        const std::string file = path("shared");
        ShellHistory one(file), other(file);
        QVERIFY(one.add("a").ok() && other.add("b").ok() && one.add("c").ok());
        QVERIFY(ShellHistory(file).lines() == (std::vector<std::string>{"a", "b", "c"}));
        QVERIFY(one.lines() == (std::vector<std::string>{"a", "c"}));
    }
    void isBounded()
    {
        const std::string file = path("long");
        QFile text(QString::fromStdString(file));
        QVERIFY(text.open(QIODevice::WriteOnly));
        for (size_t i = 0; i < 3 * ShellHistory::maxLines; ++i)
            text.write(QByteArray::number(qulonglong(i)) + '\n');
        text.close();
        const ShellHistory history(file);
        QCOMPARE(history.lines().size(), ShellHistory::maxLines);
        QCOMPARE(history.lines().back(), std::to_string(3 * ShellHistory::maxLines - 1));
        QVERIFY(QFileInfo(text).size() < qint64(ShellHistory::maxLines) * 6);
        QVERIFY(ShellHistory(file).lines() == history.lines());
    }
    void canFail()
    {
        ShellHistory history("/proc/nowhere/history");
        const Status status = history.add("top");
        QVERIFY(!status.ok());
        QVERIFY(status.error().message.starts_with("lines are not remembered: /proc/nowhere/history: "));
        QCOMPARE(history.lines().size(), size_t(1));
        ShellHistory none("");
        QVERIFY(none.add("top").ok());
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
