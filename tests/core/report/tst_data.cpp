// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/data.h"
#include "core/report/differencedata.h"
#include "tests/core/folded.h"
#include "tests/core/randomprofile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <utility>

using namespace proflens;

namespace {

template <typename Write> QByteArray written(Write &&write)
{
    QByteArray all;
    Output out([&](std::string_view text) {
        all.append(text.data(), static_cast<qsizetype>(text.size()));
        return true;
    });
    const Status status = write(out);
    if (!status)
        return "error: " + QByteArray::fromStdString(status.error().message);
    out.flush();
    return all;
}

QByteArray data(const ProfilePtr &profile, ReportKind kind, DataFormat format,
                const ReportOptions &options = {}, const std::string &argument = {})
{
    return written(
        [&](Output &out) { return writeData(profile, kind, options, argument, format, out); });
}

QByteArray plain(const ProfilePtr &profile, ReportKind kind, const ReportOptions &options = {})
{
    return written([&](Output &out) { return writeReport(profile, kind, options, {}, out); });
}

QJsonObject parsed(const QByteArray &text)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("no JSON: %s\n%s", qPrintable(error.errorString()), text.constData());
    return document.object();
}

QList<QByteArray> lines(const QByteArray &csv)
{
    QList<QByteArray> all = csv.split('\n');
    for (QByteArray &line : all)
        line = line.trimmed();
    all.removeLast();
    return all;
}

ProfilePtr shop()
{
    return foldedProfile("cpu/nanoseconds\n"
                         "main;serve@serve.go;say,\"hi\" 600\n"
                         "main;serve@serve.go>pour 100\n"
                         "main;idle 300\n");
}

// With labels: {texts} and a number per sample.
ProfilePtr labelled()
{
    ProfileBuilder builder;
    builder.addSampleType("cpu", "nanoseconds");
    const FunctionId function = builder.addFunction("work", "work", "w.go", 0);
    const LocationId location = builder.addLocation({}, std::vector<Line>{{function, 1, 0}});
    const auto sample = [&](int64_t value, const char *text, int64_t number) {
        std::vector<Label> labels;
        Label label;
        label.key = builder.string("tenant");
        label.text = builder.string(text);
        labels.push_back(label);
        Label size;
        size.key = builder.string("size");
        size.isNumber = true;
        size.number = number;
        size.unit = builder.string("bytes");
        labels.push_back(size);
        builder.addSample(std::vector<LocationId>{location}, std::vector<int64_t>{value}, labels);
    };
    sample(5, "red", 64);
    sample(10, "blue", 1024);
    sample(7, "red", 1024);
    return builder.finish();
}

} // namespace

class TestData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void top();
    void topIsWhatIsPrinted();
    void tree();
    void traces();
    void tags();
    void differences();
    void errors();
    void bytesThatAreNoText();
};

void TestData::top()
{
    const QList<QByteArray> csv = lines(data(shop(), ReportKind::Top, DataFormat::Csv));
    QCOMPARE(csv[0], QByteArray("flat (nanoseconds),flat%,sum%,cum (nanoseconds),cum%,function,file,inline"));
    QCOMPARE(csv[1], QByteArray("600,60.0000,60.0000,600,60.0000,\"say,\"\"hi\"\"\",,no"));
    QCOMPARE(csv[3], QByteArray("100,10.0000,100.0000,100,10.0000,pour,,yes"));
    QCOMPARE(csv[5], QByteArray("0,0.0000,100.0000,700,70.0000,serve,serve.go,no"));
    QCOMPARE(csv.size(), 6);

    ReportOptions options;
    options.nodeCount = 2;
    options.sortByCum = true;
    options.filters = {{FilterKind::Focus, "serve"}};
    const QJsonObject json = parsed(data(shop(), ReportKind::Top, DataFormat::Json, options));
    QCOMPARE(json["total"].toInt(), 1000);
    QCOMPARE(json["notShownNodes"].toInt(), 2);
    QCOMPARE(json["sampleType"]["unit"].toString(), QStringLiteral("nanoseconds"));
    QCOMPARE(json["filters"][0]["kind"].toString(), QStringLiteral("focus"));
    const QJsonArray functions = json["functions"].toArray();
    QCOMPARE(functions.size(), 2);
    QCOMPARE(functions[0]["function"].toString(), QStringLiteral("main"));
    QCOMPARE(functions[1]["function"].toString(), QStringLiteral("serve"));
    QCOMPARE(functions[1]["file"].toString(), QStringLiteral("serve.go"));
    QCOMPARE(functions[1]["cum"].toInt(), 700);
    QCOMPARE(functions[1]["cumPercent"].toDouble(), 70.0);
}

// The rows are those of the text, in its order, on any profile.
void TestData::topIsWhatIsPrinted()
{
    for (unsigned seed = 1; seed <= 40; ++seed) {
        const ProfilePtr profile = randomProfile(seed, 40, seed % 2 == 0);
        ReportOptions options;
        options.unit = "nanoseconds";
        options.nodeCount = seed % 3 == 0 ? 3 : -1;
        options.sortByCum = seed % 4 == 0;
        const QList<QByteArray> csv = lines(data(profile, ReportKind::Top, DataFormat::Csv, options));
        QList<QByteArray> text = lines(plain(profile, ReportKind::Top, options));
        while (!text.first().startsWith("flat "))
            text.removeFirst();
        QCOMPARE(csv.size(), text.size());
        for (qsizetype i = 1; i < csv.size(); ++i) {
            const QList<QByteArray> cells = csv[i].split(',');
            const QList<QByteArray> words = text[i].simplified().split(' ');
            const auto value = [](QByteArray word) { return word.replace("ns", "").toLongLong(); };
            QVERIFY2(cells[0].toLongLong() == value(words[0]) && cells[3].toLongLong() == value(words[3]) &&
                         cells[5] == words[5],
                     qPrintable(QString("seed %1:\n%2\n%3").arg(seed).arg(csv[i], text[i])));
        }
    }
}

void TestData::tree()
{
    const QJsonObject json = parsed(data(shop(), ReportKind::Peek, DataFormat::Json, {}, "serve"));
    QCOMPARE(json["report"].toString(), QStringLiteral("peek"));
    const QJsonArray functions = json["functions"].toArray();
    QCOMPARE(functions.size(), 1);
    const QJsonValue serve = functions[0];
    QCOMPARE(serve["callers"].toArray().size(), 1);
    QCOMPARE(serve["callers"][0]["function"].toString(), QStringLiteral("main"));
    QCOMPARE(serve["callers"][0]["weight"].toInt(), 700);
    QCOMPARE(serve["callees"].toArray().size(), 2);
    QCOMPARE(serve["callees"][1]["function"].toString(), QStringLiteral("pour"));
    QCOMPARE(serve["callees"][1]["inline"].toBool(), true);

    const QList<QByteArray> csv = lines(data(shop(), ReportKind::Peek, DataFormat::Csv, {}, "serve"));
    QCOMPARE(csv.size(), 5);
    QCOMPARE(csv[1], QByteArray("serve,function,,,,no,0,0.0000,0.0000,700,70.0000"));
    QCOMPARE(csv[2], QByteArray("serve,caller,main,700,100.0000,no,,,,,"));
    QCOMPARE(csv[4], QByteArray("serve,callee,pour,100,14.2857,yes,,,,,"));
}

void TestData::traces()
{
    const QJsonObject json = parsed(data(shop(), ReportKind::Traces, DataFormat::Json));
    const QJsonArray samples = json["samples"].toArray();
    QCOMPARE(samples.size(), 3);
    QCOMPARE(samples[1]["value"].toInt(), 100);
    QCOMPARE(samples[1]["stack"][0]["function"].toString(), QStringLiteral("pour"));
    QCOMPARE(samples[1]["stack"][0]["inline"].toBool(), true);
    QCOMPARE(samples[1]["stack"][2]["function"].toString(), QStringLiteral("main"));

    const QJsonObject withLabels = parsed(data(labelled(), ReportKind::Traces, DataFormat::Json));
    QCOMPARE(withLabels["samples"][1]["labels"]["tenant"][0].toString(), QStringLiteral("blue"));
    QCOMPARE(withLabels["samples"][1]["labels"]["size"][0]["number"].toInt(), 1024);
    QCOMPARE(withLabels["samples"][1]["labels"]["size"][0]["unit"].toString(), QStringLiteral("bytes"));

    const QList<QByteArray> csv = lines(data(labelled(), ReportKind::Traces, DataFormat::Csv));
    QCOMPARE(csv[0], QByteArray("value (nanoseconds),label size,label tenant,\"stack, leaf first\""));
    QCOMPARE(csv[1], QByteArray("5,64 bytes,red,work"));
    QCOMPARE(csv.size(), 4);
}

void TestData::tags()
{
    const QJsonObject json = parsed(data(labelled(), ReportKind::Tags, DataFormat::Json));
    const QJsonArray keys = json["keys"].toArray();
    QCOMPARE(keys.size(), 2);
    QCOMPARE(keys[0]["key"].toString(), QStringLiteral("size"));
    QCOMPARE(keys[0]["values"][0]["number"].toInt(), 1024);
    QCOMPARE(keys[0]["values"][0]["value"].toInt(), 17);
    QCOMPARE(keys[1]["values"][0]["text"].toString(), QStringLiteral("red"));
    QCOMPARE(keys[1]["values"][0]["value"].toInt(), 12);
    QCOMPARE(keys[1]["value"].toInt(), 22);

    const QList<QByteArray> csv = lines(data(labelled(), ReportKind::Tags, DataFormat::Csv));
    QCOMPARE(csv, (QList<QByteArray>{"key,label,unit,value (nanoseconds),percent",
                                     "size,1024,bytes,17,77.2727", "size,64,bytes,5,22.7273",
                                     "tenant,red,,12,54.5455", "tenant,blue,,10,45.4545"}));
}

void TestData::differences()
{
    const auto joined = joinProfiles(foldedProfile("heap/bytes\nmain;keep 100\nmain;lose 50\n"),
                                     foldedProfile("heap/bytes\nmain;keep 300\nmain;gain 10\n"));
    QVERIFY(joined);
    const auto comparison = Comparison::make(*joined, {});
    QVERIFY(comparison);
    ReportOptions options;
    const auto get = [&](DataFormat format) {
        return written(
            [&](Output &out) { return writeDifferenceData(*comparison, options, format, out); });
    };
    QJsonObject json = parsed(get(DataFormat::Json));
    QCOMPARE(std::as_const(json)["total"]["delta"].toInt(), 160);
    const QJsonArray functions = json["functions"].toArray();
    QCOMPARE(functions.size(), 4);
    QCOMPARE(functions[0]["function"].toString(), QStringLiteral("keep"));
    QCOMPARE(functions[0]["flat"]["base"].toInt(), 100);
    QCOMPARE(functions[0]["flat"]["delta"].toInt(), 200);
    QCOMPARE(functions[0]["flat"]["ratio"].toDouble(), 3.0);
    QCOMPARE(functions[1]["mark"].toString(), QStringLiteral("gone"));
    QVERIFY(functions[1]["flat"]["ratio"].isNull());
    QCOMPARE(functions[2]["mark"].toString(), QStringLiteral("new"));

    options.nodeCount = 1;
    json = parsed(get(DataFormat::Json));
    QCOMPARE(json["functions"].toArray().size(), 1);
    QCOMPARE(json["notShownNodes"].toInt(), 3);
    options.nodeCount = 0;
    options.nodeFraction = 0.04; // 10 bytes of 310 are less
    QCOMPARE(lines(get(DataFormat::Csv)).size(), 4);
    options.nodeFraction = 2;
    QCOMPARE(lines(get(DataFormat::Csv)).size(), 1);
}

void TestData::errors()
{
    ReportOptions options;
    options.sampleIndex = "nope";
    QVERIFY(data(shop(), ReportKind::Top, DataFormat::Json, options).startsWith("error: "));
    QVERIFY(data(shop(), ReportKind::Dot, DataFormat::Csv).startsWith("error: only -top"));
    QCOMPARE(data(shop(), ReportKind::Peek, DataFormat::Json, {}, "nosuch"),
             QByteArray("error: no matches found for regexp: nosuch"));
    // Nothing to show is no error.
    const ProfilePtr empty = foldedProfile("cpu/nanoseconds\n");
    for (const ReportKind kind :
         {ReportKind::Top, ReportKind::Tree, ReportKind::Traces, ReportKind::Tags}) {
        parsed(data(empty, kind, DataFormat::Json));
        QCOMPARE(lines(data(empty, kind, DataFormat::Csv)).size(), 1);
    }
}

void TestData::bytesThatAreNoText()
{
    const ProfilePtr odd = foldedProfile("cpu/nanoseconds\nma\xffin;wo\"rk\\ 5\n");
    const QJsonObject json = parsed(data(odd, ReportKind::Traces, DataFormat::Json));
    QCOMPARE(json["samples"][0]["stack"][0]["function"].toString(), QStringLiteral("wo\"rk\\"));
}

QTEST_APPLESS_MAIN(TestData)
#include "tst_data.moc"
