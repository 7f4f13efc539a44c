// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/read.h"
#include "core/format/write.h"
#include "witness.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <zstd.h>

using namespace proflens;

namespace {

using Read = Result<std::shared_ptr<Profile>>;

Read read(const QByteArray &bytes, const ReadOptions &options = {})
{
    return readProfile(
        {reinterpret_cast<const uint8_t *>(bytes.constData()), static_cast<size_t>(bytes.size())}, "tea",
        options);
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString text(const Profile &p, StringId id)
{
    return QString::fromStdString(std::string(p.text(id)));
}

// "boil@tea.c:12", what was inlined first; or the address. Then the binary.
QString locationText(const Profile &p, const Location &location)
{
    QStringList lines;
    for (const Line &line : p.linesOf(location)) {
        const Function &function = p.function(line.function);
        QString out = text(p, function.name);
        if (!p.text(function.file).empty())
            out += '@' + text(p, function.file);
        if (line.line)
            out += ':' + QString::number(line.line);
        if (line.column)
            out += ':' + QString::number(line.column);
        lines.append(out);
    }
    QString out = lines.isEmpty() ? "0x" + QString::number(location.address, 16) : lines.join('+');
    if (location.mapping.isValid() && !p.text(p.mapping(location.mapping).file).empty())
        out += " [" + text(p, p.mapping(location.mapping).file) + ']';
    return out;
}

// sorted: labels by key, as the writer has them.
QStringList sampleLines(const Profile &p, bool sorted = false)
{
    QStringList all;
    for (size_t sample = 0; sample < p.samples.size(); ++sample) {
        QStringList stack, values, labels;
        p.stacks.forEach(p.samples.stack[sample],
                         [&](LocationId id) { stack.append(locationText(p, p.location(id))); });
        for (const ValueColumn &column : p.samples.values)
            values.append(QString::number(column[sample]));
        for (const Label &label : p.labels[p.samples.labels[sample]])
            labels.append(
                text(p, label.key) + '=' +
                (label.isNumber ? QString::number(label.number) + text(p, label.unit) : text(p, label.text)));
        if (sorted)
            labels.sort();
        all.append((stack.join(';') + " | " + values.join(' ') + " | " + labels.join(' ')).trimmed());
    }
    return all;
}

// The whole as text: sample types, samples, those of the base, comments, warnings.
QString print(const Profile &p)
{
    QStringList types;
    for (const ValueType &type : p.sampleTypes)
        types.append(QString::fromStdString(type.type + '/' + type.unit));
    QStringList all{types.join(' ')};
    all += sampleLines(p);
    if (p.origin.base) {
        for (const QString &line : sampleLines(*p.origin.base))
            all.append("- " + line);
    }
    for (const std::string &comment : p.comments)
        all.append("# " + QString::fromStdString(comment));
    for (const std::string &warning : p.origin.warnings)
        all.append("! " + QString::fromStdString(warning));
    return all.join('\n') + '\n';
}

QString message(const Read &result)
{
    return result ? QString("(was read)") : QString::fromStdString(result.error().message);
}

QByteArray zstd(const QByteArray &bytes)
{
    QByteArray packed(static_cast<qsizetype>(ZSTD_compressBound(static_cast<size_t>(bytes.size()))), 0);
    packed.resize(
        static_cast<qsizetype>(ZSTD_compress(packed.data(), static_cast<size_t>(packed.size()),
                                             bytes.constData(), static_cast<size_t>(bytes.size()), 3)));
    return packed;
}

QByteArray utf16(const QString &text, bool little)
{
    QByteArray bytes = little ? QByteArray("\xff\xfe") : QByteArray("\xfe\xff");
    for (const QChar c : text) {
        const char low = static_cast<char>(c.unicode() & 0xff), high = static_cast<char>(c.unicode() >> 8);
        bytes += little ? low : high;
        bytes += little ? high : low;
    }
    return bytes;
}

const QString folder = PROFLENS_TEST_DATA "/foreign";

} // namespace

class TestForeign : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Beside each file stands what it is to become.
    void files_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("expected");
        for (const QString &name : QDir(folder).entryList(QDir::Files, QDir::Name)) {
            if (name.endsWith(".expected"))
                continue;
            const QString stem = name.left(name.lastIndexOf('.'));
            const QString full = folder + '/' + name + ".expected", cut = folder + '/' + stem + ".expected";
            QTest::newRow(qPrintable(name)) << folder + '/' + name << (QFile::exists(full) ? full : cut);
        }
    }
    void files()
    {
        QFETCH(QString, file);
        QFETCH(QString, expected);
        const auto profile = read(contents(file));
        QVERIFY2(profile.ok(), qPrintable(message(profile)));
        const QString wanted = QString::fromUtf8(contents(expected));
        QVERIFY2(!wanted.isEmpty(), qPrintable("there is no " + expected));
        QCOMPARE(print(**profile).split('\n'), wanted.split('\n'));
        QVERIFY(!(*profile)->origin.format.empty());
        // What was read can be written, and is the same then.
        const auto bytes = encodeProfile(**profile);
        QVERIFY(bytes.ok());
        const auto again = read(QByteArray::fromStdString(*bytes));
        QVERIFY2(again.ok(), qPrintable(message(again)));
        QCOMPARE(sampleLines(**again, true), sampleLines(**profile, true));
    }

    void encodings_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QString plain = "a;b\u00e9;\U0001F375 3\r\na 2\r\n";
        QTest::newRow("UTF-8") << plain.toUtf8();
        QTest::newRow("UTF-8 with mark") << "\xef\xbb\xbf" + plain.toUtf8();
        QTest::newRow("UTF-16, low byte first") << utf16(plain, true);
        QTest::newRow("UTF-16, high byte first") << utf16(plain, false);
        QTest::newRow("gzip") << QByteArray::fromStdString(witness::deflate(plain.toUtf8().toStdString()));
        QTest::newRow("zstd") << zstd(plain.toUtf8());
        QTest::newRow("zstd, two frames") << zstd("a;b\u00e9;\U0001F375 3\n") + zstd("a 2");
    }
    void encodings()
    {
        QFETCH(QByteArray, bytes);
        const auto profile = read(bytes);
        QVERIFY2(profile.ok(), qPrintable(message(profile)));
        QCOMPARE(print(**profile), QString::fromUtf8("samples/count\n\U0001F375;b\u00e9;a | 3 |\na | 2 |\n"));
    }

    // Text with numbers in it is no profile yet.
    void otherText_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("diary") << QByteArray("Dear diary, today I ate 3\nand yesterday 4\n");
        QTest::newRow("program") << QByteArray("int main() {\n  int a;\n  return 0;\n}\n");
        QTest::newRow("table") << QByteArray("day;cups\n1;2\n3;4\n");
        QTest::newRow("word") << QByteArray("goroutine 12 is mine\n");
        QTest::newRow("empty object") << QByteArray("{}");
        QTest::newRow("list") << QByteArray("[1, 2]");
        QTest::newRow("other JSON") << QByteArray("{\"head\": {\"a\": 1}, \"nodes\": [], \"profiles\": {}}");
        QTest::newRow("half an object") << QByteArray("{\"a\": ");
    }
    void otherText()
    {
        QFETCH(QByteArray, bytes);
        const auto profile = read(bytes);
        QVERIFY2(!profile.ok(), profile ? qPrintable(print(**profile)) : "");
        QVERIFY2(message(profile).contains("no format of profiles known here"), qPrintable(message(profile)));
    }

    // What is cut short anywhere is read or refused in a sentence, and nothing worse.
    void cutShort()
    {
        for (const QString &name : QDir(folder).entryList(QDir::Files, QDir::Name)) {
            const QByteArray whole = contents(folder + '/' + name);
            for (qsizetype length = 0; length < whole.size(); length += 7) {
                const auto profile = read(whole.left(length));
                if (profile)
                    QVERIFY(encodeProfile(**profile).ok());
                else
                    QVERIFY2(message(profile).startsWith("tea: "), qPrintable(message(profile)));
            }
        }
    }

    void deepNesting()
    {
        constexpr int depth = 200'000;
        QByteArray heap = "{\"head\":";
        for (int i = 0; i < depth; ++i)
            heap += "{\"callFrame\":{\"functionName\":\"f\"},\"selfSize\":0,\"children\":[";
        heap += "{\"callFrame\":{\"functionName\":\"g\"},\"selfSize\":8,\"children\":[]}";
        for (int i = 0; i < depth; ++i)
            heap += "]}";
        heap += '}';
        const auto deep = read(heap);
        QVERIFY2(deep.ok(), qPrintable(message(deep)));
        QCOMPARE((*deep)->samples.size(), 1U);
        QCOMPARE((*deep)->samples.values[0][0], 8);
        size_t frames = 0;
        (*deep)->stacks.forEach((*deep)->samples.stack[0], [&](LocationId) { ++frames; });
        QCOMPARE(frames, size_t(depth + 1));

        const auto brackets = read("{\"callFrame\":" + QByteArray(1'000'000, '['));
        QVERIFY2(message(brackets).contains("is JSON that is cut short or damaged"),
                 qPrintable(message(brackets)));

        QByteArray folded = "f";
        for (int i = 0; i < depth; ++i)
            folded += ";f";
        const auto stacks = read(folded + " 3\n");
        QVERIFY2(stacks.ok(), qPrintable(message(stacks)));
        QCOMPARE((*stacks)->samples.values[0][0], 3);
    }

    // Reports say of what program a profile is by its first mapping.
    void perfProgram()
    {
        const auto profile = read("tea 1 2.5: 10 cycles:\n\tff [unknown] ([kernel.kallsyms])\n"
                                  "\taa pour (/lib/libtea.so.1)\n\tbb main (/opt/tea)\n\n");
        QVERIFY2(profile.ok(), qPrintable(message(profile)));
        QCOMPARE(text(**profile, (*profile)->mappings[0].file), QString("/opt/tea"));
        QCOMPARE((*profile)->mappings.size(), 3U);
    }

    void circles()
    {
        const auto profile =
            read(R"({"nodes": [{"id": 1, "callFrame": {"functionName": "a"}, "children": [2]},
            {"id": 2, "callFrame": {"functionName": "b"}, "children": [1]}], "startTime": 0, "samples": [1]})");
        QVERIFY2(message(profile).contains("in a circle"), qPrintable(message(profile)));
    }

    void zstdLimits()
    {
        ReadOptions options;
        options.maxInflatedBytes = 1'000'000;
        const auto trap = read(zstd(QByteArray(10'000'000, 'a')), options);
        QVERIFY2(message(trap).contains("inflate to more than"), qPrintable(message(trap)));
        const QByteArray packed = zstd(contents(folder + "/perf.txt"));
        const auto half = read(packed.left(packed.size() / 2));
        QVERIFY2(message(half).contains("is cut short"), qPrintable(message(half)));
        const auto tail = read(packed + "tail");
        QVERIFY2(message(tail).contains("damaged near byte"), qPrintable(message(tail)));
    }

    // One and several, each with the consequence.
    void speedscopeWarnings_data()
    {
        QTest::addColumn<QByteArray>("events");
        QTest::addColumn<QString>("warning");
        QTest::newRow("never closed, 1")
            << QByteArray("O0") << "1 frame was never closed; it is counted up to the end of the profile.";
        QTest::newRow("never closed, 2")
            << QByteArray("O0 O1")
            << "2 frames were never closed; they are counted up to the end of the profile.";
        QTest::newRow("closed too early, 1")
            << QByteArray("O0 O1 C0 C1")
            << "1 event closes a frame while calls from it are open; these go on as "
               "calls from the frame's caller.";
        QTest::newRow("closed too early, 2")
            << QByteArray("O0 O1 C0 C1 O0 O1 C0 C1")
            << "2 events close a frame while calls from it are open; these go on as "
               "calls from the frame's caller.";
        QTest::newRow("not open, 1") << QByteArray("O0 C0 C1")
                                     << "1 event closes a frame that is not open; it is left out.";
        QTest::newRow("not open, 2") << QByteArray("O0 C0 C1 C0")
                                     << "2 events close frames that are not open; they are left out.";
    }
    void speedscopeWarnings()
    {
        QFETCH(QByteArray, events);
        QFETCH(QString, warning);
        QByteArrayList list;
        for (const QByteArray &event : events.split(' '))
            list << QByteArray("{'type':'") + event[0] + "','frame':" + event[1] +
                        ",'at':" + QByteArray::number(list.size()) + '}';
        QByteArray json = "{'shared':{'frames':[{'name':'a'},{'name':'b'}]},'profiles':[{'type':'evented',"
                          "'name':'p','unit':'none','startValue':0,'endValue':9,'events':[" +
                          list.join(',') + "]}]}";
        const auto profile = read(json.replace('\'', '"'));
        QVERIFY2(profile.ok(), qPrintable(message(profile)));
        QCOMPARE((*profile)->origin.warnings.size(), size_t(1));
        QCOMPARE(QString::fromStdString((*profile)->origin.warnings[0]), warning);
    }

    // The total of several profiles in one file is more than any of them took.
    void speedscopeMerged_data()
    {
        QTest::addColumn<QByteArrayList>("units");
        QTest::addColumn<QString>("warning");
        QTest::newRow("one") << QByteArrayList{"seconds"} << QString();
        QTest::newRow("of two units, which stay apart") << QByteArrayList{"seconds", "bytes"} << QString();
        QTest::newRow("two")
            << QByteArrayList{"seconds", "seconds"}
            << "2 profiles in the file are shown as one; the label \"profile\" tells them apart.";
        QTest::newRow("two and one") << QByteArrayList{"seconds", "bytes", "milliseconds"}
                                     << "2 profiles in the file are shown as one for each unit; the label "
                                        "\"profile\" tells them apart.";
    }
    void speedscopeMerged()
    {
        QFETCH(QByteArrayList, units);
        QFETCH(QString, warning);
        QByteArrayList list;
        for (const QByteArray &unit : units)
            list << "{'type':'sampled','name':'p" + QByteArray::number(list.size()) + "','unit':'" + unit +
                        "','startValue':0,'endValue':3,'samples':[[0]],'weights':[3]}";
        QByteArray json = "{'shared':{'frames':[{'name':'a'}]},'profiles':[" + list.join(',') + "]}";
        const auto profile = read(json.replace('\'', '"'));
        QVERIFY2(profile.ok(), qPrintable(message(profile)));
        QString warnings;
        for (const std::string &each : (*profile)->origin.warnings)
            warnings += QString::fromStdString(each);
        QCOMPARE(warnings, warning);
    }

    // Totals of real files, as other programs count them.
    void realFiles_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QList<qint64>>("totals");
        const auto row = [](const char *file, const QList<qint64> &totals) {
            QTest::newRow(file) << QString(file) << totals;
        };
        row("folded/simple-utf16-le.txt", {14});
        row("folded/simple-with-invalids.txt", {14});
        row("speedscope/two-sampled.speedscope.json", {28'000'000'000});
        row("speedscope/simple.speedscope.json", {14});
        row("speedscope/incomplete-trace.json", {100});
        row("speedscope/out-of-order-events.json", {4});
        row("goroutine-debug2/g2.txt", {13});
    }
    void realFiles()
    {
        QFETCH(QString, file);
        QFETCH(QList<qint64>, totals);
        const QString path = PROFLENS_SOURCE_DIR "/../shared/formats/" + file;
        if (!QFile::exists(path))
            QSKIP("the collection of real files is not here");
        const auto profile = readProfile(path.toStdString());
        QVERIFY2(profile.ok(), qPrintable(message(profile)));
        QList<qint64> sums;
        for (const ValueColumn &column : (*profile)->samples.values) {
            int64_t sum = 0;
            column.forEach([&](size_t, int64_t value) { sum += value; });
            sums.append(sum);
        }
        QCOMPARE(sums, totals);
    }
};

QTEST_APPLESS_MAIN(TestForeign)
#include "tst_foreign.moc"
