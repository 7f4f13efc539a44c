// SPDX-License-Identifier: GPL-3.0-or-later
// What is exported for other programs, and what is read of it again.
#include "core/format/read.h"
#include "core/profile/builder.h"
#include "core/report/report.h"
#include "core/select/merge.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace proflens;

namespace {

QByteArray print(const ProfilePtr &profile, ReportKind kind, const ReportOptions &options = {})
{
    std::string text;
    Output out([&](std::string_view piece) {
        text += piece;
        return true;
    });
    const Status status = writeReport(profile, kind, options, {}, out);
    if (!status)
        return "error: " + QByteArray::fromStdString(status.error().message);
    out.flush();
    return QByteArray::fromStdString(text);
}

Result<std::shared_ptr<Profile>> read(const QByteArray &bytes)
{
    return readProfile(
        {reinterpret_cast<const uint8_t *>(bytes.constData()), static_cast<size_t>(bytes.size())}, "export");
}

int64_t total(const Profile &profile, size_t column)
{
    int64_t sum = 0;
    profile.samples.values[column].forEach([&](size_t, int64_t value) { sum += value; });
    return sum;
}

// Stacks are given root first, "main;work".
ProfilePtr make(const QList<std::pair<QByteArray, QList<qint64>>> &samples)
{
    ProfileBuilder builder;
    builder.addSampleType("alloc_objects", "count");
    builder.addSampleType("cpu", "nanoseconds");
    QMap<QByteArray, LocationId> places;
    for (const auto &[stack, values] : samples) {
        std::vector<LocationId> locations;
        for (const QByteArray &name : stack.split('/')) {
            if (name.isEmpty())
                continue;
            if (!places.contains(name)) {
                const Line line{builder.addFunction(name.toStdString(), "", "tea.c", 1), places.size() + 3};
                places[name] = builder.addLocation({}, {&line, 1});
            }
            locations.insert(locations.begin(), places[name]);
        }
        builder.addSample(locations, std::vector<int64_t>(values.begin(), values.end()));
    }
    return builder.finish();
}

} // namespace

class TestExports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void folded()
    {
        const ProfilePtr profile =
            make({{"main/boil", {1, 10}}, {"main", {2, 20}}, {"main/boil", {3, 30}}, {"main/stir", {4, 0}}});
        QCOMPARE(print(profile, ReportKind::Folded), QByteArray("main 20\nmain;boil 40\n"));
        ReportOptions options;
        options.sampleIndex = "alloc_objects";
        QCOMPARE(print(profile, ReportKind::Folded, options),
                 QByteArray("main 2\nmain;boil 4\nmain;stir 4\n"));
        options.granularity = Granularity::Lines;
        options.filters = {{FilterKind::Ignore, "stir"}};
        QCOMPARE(print(profile, ReportKind::Folded, options),
                 QByteArray("main tea.c:3 2\nmain tea.c:3;boil tea.c:4 4\n"));
        options = {};
        options.divideBy = 10;
        QCOMPARE(print(profile, ReportKind::Folded, options), QByteArray("main 2\nmain;boil 4\n"));
    }

    // Names may hold what separates frames, lines and counts.
    void oddNames()
    {
        const ProfilePtr profile = make({{"Lorg;pour", {0, 1}},
                                         {"two\nlines\t\1", {0, 2}},
                                         {"number 12", {0, 4}},
                                         {"main/\xff\xfe", {0, 8}},
                                         {"", {0, 16}}});
        const QByteArray text = print(profile, ReportKind::Folded);
        QVERIFY2(text.contains("(no frames) 16\n"), text.constData());
        QVERIFY2(text.contains("Lorg:pour 1\n"), text.constData());
        QVERIFY2(text.contains("two lines   2\n"), text.constData());
        const auto again = read(text);
        QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
        QCOMPARE(total(**again, 0), 31);
        QCOMPARE((*again)->samples.size(), 5U);
        const auto scope = read(print(profile, ReportKind::Speedscope));
        QVERIFY2(scope.ok(), scope ? "" : scope.error().message.c_str());
        QCOMPARE(total(**scope, 0), 31);
        QCOMPARE((*scope)->samples.size(), 5U);
        QVERIFY((*scope)->origin.warnings.empty());
    }

    void speedscope()
    {
        const ProfilePtr profile = make({{"main/boil", {1, 10}}, {"main", {2, 20}}, {"main/boil", {3, 30}}});
        QJsonParseError error{};
        const QByteArray text = print(profile, ReportKind::Speedscope);
        const QJsonObject root = QJsonDocument::fromJson(text, &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, text.constData());
        const QJsonObject one = root["profiles"].toArray()[0].toObject();
        QCOMPARE(one["unit"].toString(), QString("nanoseconds"));
        QCOMPARE(one["endValue"].toInt(), 60);
        QCOMPARE(one["weights"].toArray(), QJsonArray({20, 40}));
        QCOMPARE(one["samples"].toArray(), QJsonArray({QJsonArray({0}), QJsonArray({0, 1})}));
        QVERIFY2(!root.contains("name"), "a profile without a program has a name all the same");
        QCOMPARE(root["shared"].toObject()["frames"].toArray().size(), 2);
        const auto again = read(text);
        QVERIFY(again.ok());
        QCOMPARE((*again)->sampleTypes, std::vector({ValueType{"cpu", "nanoseconds"}}));
        ReportOptions options;
        options.sampleIndex = "alloc_objects";
        const auto counts = read(print(profile, ReportKind::Speedscope, options));
        QVERIFY(counts.ok());
        QCOMPARE((*counts)->sampleTypes, std::vector({ValueType{"alloc_objects", "count"}}));
        QCOMPARE(total(**counts, 0), 6);
    }

    // Both sides of a comparison come back as a comparison.
    void twoSides()
    {
        const ProfilePtr base = make({{"main/boil", {1, 10}}, {"main", {2, 20}}});
        const ProfilePtr current = make({{"main/boil", {1, 15}}, {"main/sip", {1, 7}}});
        const auto difference = withBase(current, base, true, false);
        QVERIFY(difference.ok());
        const QByteArray text = print(*difference, ReportKind::Folded);
        QCOMPARE(text, QByteArray("main 20 0\nmain;boil 10 15\nmain;sip 0 7\n"));
        const auto again = read(text);
        QVERIFY(again.ok());
        QVERIFY((*again)->origin.base);
        QCOMPARE(total(**again, 0), 22);
        QCOMPARE(total(*(*again)->origin.base, 0), 30);
        const auto both = withBase(*again, (*again)->origin.base, true, false);
        QVERIFY(both.ok());
        QCOMPARE(print(*both, ReportKind::Folded), text);
        const auto scope = read(print(*difference, ReportKind::Speedscope));
        QVERIFY(scope.ok());
        QCOMPARE((*scope)->sampleTypes.size(), 2U);
        QCOMPARE(total(**scope, 0), 22);
        QCOMPARE(total(**scope, 1), 30);
        // Without the label both cancel, and what is less is negative.
        const auto less = withBase(current, base, false, false);
        QVERIFY(less.ok());
        QCOMPARE(print(*less, ReportKind::Folded), QByteArray("main -20\nmain;boil 5\nmain;sip 7\n"));
        const auto negative = read(print(*less, ReportKind::Folded));
        QVERIFY(negative.ok());
        QCOMPARE(total(**negative, 0), -8);
    }

    void samples_data()
    {
        QTest::addColumn<QString>("file");
        const QDir folder(PROFLENS_SOURCE_DIR "/resources/samples");
        for (const QString &name : folder.entryList({"*.pb.gz"}))
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }
    void samples()
    {
        QFETCH(QString, file);
        const auto profile = readProfile(file.toStdString());
        QVERIFY(profile.ok());
        for (size_t type = 0; type < (*profile)->sampleTypes.size(); ++type) {
            ReportOptions options;
            options.sampleIndex = std::to_string(type);
            for (const ReportKind kind : {ReportKind::Folded, ReportKind::Speedscope}) {
                const QByteArray text = print(*profile, kind, options);
                if (total(**profile, type) == 0)
                    continue;
                const auto again = read(text);
                QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
                QCOMPARE(total(**again, 0), total(**profile, type));
                QVERIFY((*again)->origin.warnings.empty());
                // The same stacks: exported again they are the same text.
                if (kind == ReportKind::Folded)
                    QCOMPARE(print(*again, kind), text);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestExports)
#include "tst_exports.moc"
