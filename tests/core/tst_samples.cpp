// SPDX-License-Identifier: GPL-3.0-or-later
// The sample profiles show what their README says they show, and belong to the source beside them.
#include "core/format/read.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QSet>
#include <QTest>

using namespace proflens;

namespace {

const QString folder = PROFLENS_SOURCE_DIR "/resources/samples/";

std::shared_ptr<Profile> sample(const QString &name)
{
    auto read = readProfile((folder + name + ".pb.gz").toStdString());
    if (!read) {
        qWarning("%s", read.error().message.c_str());
        return std::make_shared<Profile>();
    }
    return *read;
}

// What the samples that have the function anywhere in their stack add up to; all samples where function is
// empty.
qint64 total(const Profile &profile, const char *sampleType, const char *function = "")
{
    const auto column = profile.sampleIndex(sampleType);
    if (!column)
        return -1;
    qint64 sum = 0;
    for (size_t row = 0; row < profile.samples.size(); ++row) {
        bool has = *function == '\0';
        profile.stacks.forEach(profile.samples.stack[row], [&](LocationId location) {
            for (const Line &line : profile.linesOf(profile.location(location)))
                has = has || profile.text(profile.function(line.function).name) == function;
        });
        if (has)
            sum += profile.samples.values[static_cast<size_t>(*column)][row];
    }
    return sum;
}

QString text(std::string_view s)
{
    return QString::fromUtf8(s.data(), static_cast<qsizetype>(s.size()));
}

} // namespace

class TestSamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void each_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("unit");
        for (const char *round : {"1", "2"}) {
            QTest::addRow("cpu-%s", round) << "cpu"
                                           << "nanoseconds";
            QTest::addRow("heap-%s", round) << "inuse_space"
                                            << "bytes";
            QTest::addRow("goroutine-%s", round) << "goroutine"
                                                 << "count";
            QTest::addRow("mutex-%s", round) << "delay"
                                             << "nanoseconds";
            QTest::addRow("block-%s", round) << "delay"
                                             << "nanoseconds";
        }
    }
    void each()
    {
        QFETCH(QString, type);
        QFETCH(QString, unit);
        const auto profile = sample(QTest::currentDataTag());
        QVERIFY(profile->samples.size() > 5);
        QVERIFY(!profile->sampleTypes.empty());
        QCOMPARE(text(profile->sampleTypes.back().type), type);
        QCOMPARE(text(profile->sampleTypes.back().unit), unit);

        // The first mapping is the program; its build id is that of the source beside the profile.
        QCOMPARE(text(profile->text(profile->mappings.at(0).file)), "/opt/teashop/teashop");
        QMap<QString, qint64> lines; // how many lines each file of the source has
        QStringList files;
        QDirIterator i(folder + "teashop", {"*.go"}, QDir::Files, QDirIterator::Subdirectories);
        while (i.hasNext())
            files << i.next();
        files.sort();
        QCryptographicHash hash(QCryptographicHash::Sha1);
        for (const QString &path : files) {
            QFile file(path);
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
            const QByteArray content = file.readAll();
            hash.addData(content);
            lines["example.org/" + QDir(folder).relativeFilePath(path)] = content.count('\n');
        }
        QVERIFY2(text(profile->text(profile->mappings[0].buildId)) == QLatin1String(hash.result().toHex()),
                 "the source was changed after it was profiled: run resources/samples/remake");

        QSet<QString> seen;
        for (const Line &line : profile->lines) {
            const QString file = text(profile->text(profile->function(line.function).file));
            QVERIFY2(!file.startsWith('/'), qPrintable("a path of one machine: " + file));
            if (!file.startsWith("example.org/"))
                continue;
            QVERIFY2(lines.contains(file), qPrintable("no source for " + file));
            QVERIFY2(line.line > 0 && line.line <= lines[file], qPrintable(file));
            seen << file;
        }
        QVERIFY2(!seen.isEmpty(), "nothing of the shop itself");
    }

    void labels()
    {
        const auto profile = sample("cpu-1");
        QSet<QString> endpoints, tenants;
        for (const LabelSetId set : profile->samples.labels) {
            for (const Label &label : profile->labels[set]) {
                if (profile->text(label.key) == "endpoint")
                    endpoints << text(profile->text(label.text));
                if (profile->text(label.key) == "tenant")
                    tenants << text(profile->text(label.text));
            }
        }
        QVERIFY(endpoints.contains("search") && endpoints.contains("order"));
        QCOMPARE(tenants, QSet<QString>({"harbour", "old-town", "station", "university"}));
    }

    void hotSpot()
    {
        const auto first = sample("cpu-1"), second = sample("cpu-2");
        const char *const distance = "example.org/teashop/catalog.distance";
        const char *const recommend = "example.org/teashop/catalog.(*Catalog).Recommend";
        QVERIFY(total(*first, "cpu", distance) * 5 > total(*first, "cpu"));
        QCOMPARE(total(*first, "cpu", recommend), 0);
        QVERIFY(total(*second, "cpu", recommend) * 5 > total(*second, "cpu"));
        QVERIFY(second->timeNanos - first->timeNanos >= 60'000'000'000);
    }
    void leak()
    {
        const char *const waiting = "example.org/teashop/stock.(*Room).Watch.func1";
        const qint64 first = total(*sample("goroutine-1"), "goroutine", waiting);
        QVERIFY(first > 1000);
        QVERIFY(total(*sample("goroutine-2"), "goroutine", waiting) > 2 * first);
        const char *const page = "example.org/teashop/stock.newPage";
        QVERIFY(total(*sample("heap-2"), "inuse_space", page) >
                2 * total(*sample("heap-1"), "inuse_space", page));
    }
    void allocations()
    {
        const auto heap = sample("heap-2");
        const qint64 all = total(*heap, "alloc_space");
        QVERIFY(total(*heap, "alloc_space", "example.org/teashop/receipt.(*Receipt).Paper") * 20 > all);
        QVERIFY(all > 5 * total(*heap, "inuse_space"));
    }
    void lock()
    {
        const auto mutex = sample("mutex-2");
        QVERIFY(total(*mutex, "delay", "example.org/teashop/ledger.(*Ledger).Record") * 2 >
                total(*mutex, "delay"));
        const auto block = sample("block-2");
        QVERIFY(total(*block, "delay", "example.org/teashop/kitchen.(*Kitchen).Steep") > 0);
    }
};

QTEST_GUILESS_MAIN(TestSamples)
#include "tst_samples.moc"
