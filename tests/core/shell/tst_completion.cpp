// SPDX-License-Identifier: GPL-3.0-or-later
// What a shell completes a line with. "^" in a line is the cursor.
#include "core/format/read.h"
#include "core/select/regex.h"
#include "core/shell/completion.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

class TestCompletion : public QObject
{
    Q_OBJECT

    std::unique_ptr<ShellVocabulary> m_names;

    QStringList offered(QString line, QString *part = nullptr)
    {
        const qsizetype cursor = line.contains('^') ? line.indexOf('^') : line.size();
        line.remove('^');
        const QByteArray bytes = line.toUtf8();
        const Completion found = complete({bytes.constData(), size_t(bytes.size())},
                                          size_t(line.left(cursor).toUtf8().size()), *m_names);
        if (part)
            *part = QString::fromUtf8(bytes.mid(qsizetype(found.begin), qsizetype(found.end - found.begin)));
        QStringList all;
        for (const std::string &candidate : found.candidates)
            all.append(QString::fromStdString(candidate));
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto read = readProfile(PROFLENS_SOURCE_DIR "/resources/samples/cpu-1.pb.gz");
        QVERIFY(read.ok());
        m_names = std::make_unique<ShellVocabulary>(**read);
    }

    void words_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("replaces");
        QTest::addColumn<QString>("with");
        const auto row = [](const char *line, const char *replaces, const char *with) {
            QTest::newRow(line) << line << replaces << with;
        };
        row("to", "to", "top topproto total_cpu total_samples");
        row("  to", "to", "top topproto total_cpu total_samples");
        row("TOPP", "TOPP", "topproto");
        row("to^p", "to", "top topproto total_cpu total_samples");
        row("nodec", "nodec", "nodecount=");
        row("noi", "noi", "noinlines");
        row("li", "li", "lines list");
        row("gra", "gra", "granularity=");
        row("mean", "mean", "mean mean_cpu mean_samples");
        row("qui", "qui", "quit");
        row("help li", "li", "lines list");
        row("help nodec", "nodec", "nodecount");
        row("help list x", "x", "");
        row("zzz", "zzz", "");
        row("zzz y", "y", "");
        row("mean=", "", "false true");
        row("mean=t", "t", "true");
        row("only", "only", "only_my_code");
        row("only_my_code=p", "p", "php python");
        row("sort=", "", "cum flat");
        row("sort = c", "c", "cum");
        row("granularity=f", "f", "filefunctions files functions");
        row("sample_index=", "", "cpu samples");
        row("unit=m", "m", "minimum ms");
        row("tagroot=", "", "endpoint tenant");
        row("tagroot=tenant,e", "e", "endpoint");
        row("taghide=t", "t", "tenant");
        row("tagfocus=t", "t", "tenant=");
        row("tagfocus=tenant=har", "tenant=har", "tenant=harbour");
        row("tags en", "en", "endpoint=");
        row("tags -tenant=old", "tenant=old", "tenant=old-town");
        row("focus=catalog.dist", "catalog.dist", "example.org/teashop/catalog.distance");
        row("list catalog.dist", "catalog.dist", "example.org/teashop/catalog.distance");
        row("top10 catalog.dist", "catalog.dist", "example.org/teashop/catalog.distance");
        row("top CATALOG.DIST", "CATALOG.DIST", "example.org/teashop/catalog.distance");
        row("top 5 -cum -catalog.dist", "catalog.dist", "example.org/teashop/catalog.distance");
        row("top -c", "c", "cum");
        row("list (*digest).checkS", "(*digest).checkS", "crypto/sha256.\\(\\*digest\\).checkSum");
        row("list \\(\\*digest\\).checkS", "\\(\\*digest\\).checkS",
            "crypto/sha256.\\(\\*digest\\).checkSum");
        row("top catalog.dist^ -x >y", "catalog.dist", "example.org/teashop/catalog.distance");
        row("top | le", "", "");
        row("nodecount=1", "1", "");
    }
    void words()
    {
        QFETCH(QString, line);
        QFETCH(QString, replaces);
        QFETCH(QString, with);
        QString part;
        QStringList got = offered(line, &part);
        if (line == "top -c")
            got = got.mid(0, 1); // functions with a c follow
        QCOMPARE(got.join(' '), with);
        QCOMPARE(part, replaces);
    }
    void bestFirst()
    {
        const QStringList names = offered("list runtime.m");
        QVERIFY(names.size() > 5);
        QVERIFY2(names[0].startsWith("runtime.m"), qPrintable(names[0]));
        const QStringList parts = offered("list block");
        QVERIFY(parts.indexOf("crypto/sha256.block") >= 0);
        QCOMPARE(offered("list ").size(), std::min(m_names->functions().size(), maxCompletions));
    }
    void filesAreFound()
    {
        QTemporaryDir folder;
        for (const char *name : {"graph.svg", "graph two.svg", "other"})
            QVERIFY(QFile(folder.filePath(name)).open(QIODevice::WriteOnly));
        QVERIFY(QDir(folder.path()).mkdir("graphs"));
        const QString at = folder.path() + '/';
        QCOMPARE(offered("svg >" + at + "gr").size(), 3);
        QCOMPARE(offered("svg > " + at + "ot"), QStringList(at + "other"));
        QCOMPARE(offered("output=" + at + "graphs"), QStringList(at + "graphs/"));
        QCOMPARE(offered("source_path=/x:" + at + "graphs"), QStringList(at + "graphs/"));
        QCOMPARE(offered("top >" + at + "none").size(), 0);
    }
    // Whatever is completed as a pattern matches that name and can be read back as one word.
    void patternsMatch()
    {
        for (const std::string &name : m_names->functions()) {
            const auto regex = Regex::compile('^' + literalPattern(name) + '$');
            QVERIFY2(regex.ok() && (*regex).matches(name), name.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
