// SPDX-License-Identifier: GPL-3.0-or-later
// Compares reports with google/pprof's own, byte for byte, where the recorded ones are at hand:
// ../shared/parity beside the source tree. What differs must be named in tests/data/parity-differences.txt,
// and what is named there must differ.
#include "app/cli/commandline.h"
#include "app/cli/sources.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cstdio>
#include <zlib.h>

using namespace proflens;

namespace {

QByteArrayList goldenLines(const QString &path)
{
    QByteArray text;
    gzFile file = gzopen(QFile::encodeName(path).constData(), "rb");
    std::array<char, 1 << 16> window;
    for (int got = 0; file && (got = gzread(file, window.data(), window.size())) > 0;)
        text.append(window.data(), got);
    if (file)
        gzclose(file);
    return text.trimmed().split('\n');
}

struct Answer
{
    QByteArray out;
    bool failed = false;
};

// What the program does with these arguments, without starting a process for each of thousands.
Answer answer(const QStringList &words)
{
    std::vector<std::string> arguments;
    for (const QString &word : words)
        arguments.push_back(word.toStdString());
    const auto line = parseCommandLine(arguments);
    if (!line || !line->report)
        return {{}, true};
    const auto profile = loadSources(*line);
    if (!profile)
        return {{}, true};
    Answer result;
    std::FILE *saved =
        line->options.output.empty() ? nullptr : std::fopen(line->options.output.c_str(), "wb");
    Status status = success();
    {
        Output out([&](std::string_view text) {
            if (saved)
                return std::fwrite(text.data(), 1, text.size(), saved) == text.size();
            result.out.append(text.data(), qsizetype(text.size()));
            return true;
        });
        status = writeReport(*profile, *line->report, line->options, line->argument, out);
    }
    if (saved)
        std::fclose(saved);
    result.failed = !status.ok();
    if (result.failed)
        result.out.clear();
    return result;
}

QString firstDifference(const QByteArray &expected, const QByteArray &actual)
{
    const QByteArrayList left = expected.split('\n'), right = actual.split('\n');
    for (qsizetype i = 0; i < std::max(left.size(), right.size()); ++i) {
        const QByteArray l = left.value(i, "(nothing)"), r = right.value(i, "(nothing)");
        if (l != r)
            return QString("line %1\n  pprof: %2\n  ours:  %3")
                .arg(i + 1)
                .arg(QString::fromUtf8(l.left(300)), QString::fromUtf8(r.left(300)));
    }
    return "nothing";
}

} // namespace

class TestParity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameBytes_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::newRow("synthetic") << "synthetic";
        QTest::newRow("real") << "real";
    }
    void sameBytes()
    {
        QFETCH(QString, folder);
        const QString root = QStringLiteral(PROFLENS_SOURCE_DIR "/../shared/parity/") + folder;
        if (!QFile::exists(root + "/golden.jsonl.gz"))
            QSKIP("pprof's recorded reports are not at hand");
        QSet<QString> known;
        QFile list(QStringLiteral(PROFLENS_TEST_DATA "/parity-differences.txt"));
        QVERIFY(list.open(QIODevice::ReadOnly));
        for (const QByteArray &line : list.readAll().split('\n')) {
            if (!line.startsWith('#') && !line.trimmed().isEmpty())
                known.insert(QString::fromUtf8(line).section(' ', 0, 0));
        }
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(root + "/profiles"));
        int cases = 0, equal = 0;
        QSet<QString> seen;
        QStringList wrong;
        for (const QByteArray &line : goldenLines(root + "/golden.jsonl.gz")) {
            const QJsonObject golden = QJsonDocument::fromJson(line).object();
            const QString name = folder + '/' + golden["name"].toString();
            const QJsonArray steps = golden["steps"].toArray();
            QTemporaryDir temporary;
            Answer got;
            QString command;
            QString saved;
            for (qsizetype i = 0; i < steps.size() && !got.failed; ++i) {
                QStringList words = steps[i].toString().split(' ', Qt::SkipEmptyParts);
                command += steps[i].toString() + (i + 1 < steps.size() ? " | " : "");
                // Recorded with names as in the files wherever a case does not say otherwise.
                if (!steps[0].toString().contains("-symbolize"))
                    words.prepend("-symbolize=none");
                if (!saved.isEmpty())
                    words.append(saved);
                if (i + 1 < steps.size()) {
                    saved = temporary.filePath("saved.pb.gz");
                    words.prepend("-output=" + saved);
                }
                got = answer(words);
            }
            ++cases;
            seen.insert(name);
            const QByteArray expected = golden["out"].toString().toUtf8();
            const bool same =
                got.failed == (golden["status"].toInt() != 0) &&
                QString::fromUtf8(got.out).replace(temporary.path(), "TMP").toUtf8() == expected;
            equal += same;
            if (same && known.contains(name))
                wrong.append(name + " is listed as different but is equal");
            else if (!same && !known.contains(name))
                wrong.append(name + ": " + command + ": " + firstDifference(expected, got.out));
        }
        QDir::setCurrent(before);
        for (const QString &name : std::as_const(known)) {
            if (name.startsWith(folder + '/') && !seen.contains(name))
                wrong.append(name + " is listed as different but is no recorded case");
        }
        qInfo("%s: %d of %d equal", qPrintable(folder), equal, cases);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.mid(0, 10).join('\n')));
    }
};

QTEST_GUILESS_MAIN(TestParity)
#include "tst_parity.moc"
