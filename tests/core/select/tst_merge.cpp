// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/builder.h"
#include "core/select/merge.h"

#include <QStringList>
#include <QTest>

#include <array>

using namespace proflens;

namespace {

using Types = std::vector<ValueType>;

// A builder with functions for the asking; the tests name stacks root first, "main;brew;pour".
class Tea
{
public:
    explicit Tea(const Types &types = {{"samples", "count"}, {"cpu", "nanoseconds"}})
    {
        for (const ValueType &type : types)
            builder.addSampleType(type.type, type.unit);
        builder.header().periodType = ValueType{"cpu", "nanoseconds"};
    }
    LocationId frame(const QString &name)
    {
        if (!m_frames.contains(name)) {
            const Line line{builder.addFunction(name.toStdString(), name.toStdString(), "tea.go", 0), 1, 0};
            m_frames[name] = builder.addLocation({}, {&line, 1});
        }
        return m_frames[name];
    }
    Tea &sample(const QString &stack, std::initializer_list<int64_t> values,
                const std::vector<Label> &labels = {})
    {
        std::vector<LocationId> locations;
        for (const QString &name : stack.split(';', Qt::SkipEmptyParts))
            locations.insert(locations.begin(), frame(name));
        builder.addSample(locations, {values.begin(), values.size()}, labels);
        return *this;
    }
    ProfilePtr profile() { return builder.finish(); }

    ProfileBuilder builder;

private:
    QMap<QString, LocationId> m_frames;
};

// Each sample as "main;brew 3 400 key=value".
QStringList samplesOf(const Profile &profile)
{
    const auto text = [&](StringId id) { return QString::fromStdString(std::string(profile.text(id))); };
    QStringList out;
    for (size_t row = 0; row < profile.samples.size(); ++row) {
        QStringList frames;
        profile.stacks.forEach(profile.samples.stack[row], [&](LocationId id) {
            for (const Line &line : profile.linesOf(profile.location(id)))
                frames.prepend(text(profile.function(line.function).name));
        });
        QString sample = frames.join(';');
        for (const ValueColumn &column : profile.samples.values)
            sample += ' ' + QString::number(column[row]);
        for (const Label &label : profile.labels[profile.samples.labels[row]]) {
            sample += ' ' + text(label.key) + '=';
            sample += label.isNumber ? QString::number(label.number) + text(label.unit) : text(label.text);
        }
        out << sample;
    }
    return out;
}

QStringList typesOf(const Profile &profile)
{
    QStringList out;
    for (const ValueType &type : profile.sampleTypes)
        out << QString::fromStdString(type.type + '/' + type.unit);
    return out;
}

Result<std::shared_ptr<Profile>> merged(std::initializer_list<ProfilePtr> profiles)
{
    return mergeProfiles(std::vector<ProfilePtr>(profiles));
}

} // namespace

class TestMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalSamplesAddUp()
    {
        const auto a =
            Tea().sample("main;brew", {1, 10}).sample("main", {2, 20}).sample("main;idle", {0, 0}).profile();
        const auto b = Tea().sample("main;pour", {4, 40}).sample("main;brew", {8, 80}).profile();
        const auto both = merged({a, b});
        QVERIFY(both.ok());
        QCOMPARE(samplesOf(**both), QStringList({"main;brew 9 90", "main 2 20", "main;pour 4 40"}));
        // What only a sample of zeros used is gone; the rest is numbered by its first use, leaf first.
        QCOMPARE((*both)->functions.size(), size_t(3));
        QCOMPARE((*both)->text((*both)->functions[0].name), "brew");
        QCOMPARE((*both)->functions[2].id, uint64_t(3));
        QCOMPARE((*both)->stacks.size(), size_t(3));
    }

    void whatCancelsIsGone()
    {
        const auto now = Tea()
                             .sample("main;same", {5, 50})
                             .sample("main;more", {7, 70})
                             .sample("main;new", {1, 10})
                             .profile();
        const auto base = Tea()
                              .sample("main;same", {5, 50})
                              .sample("main;more", {2, 20})
                              .sample("main;old", {3, 30})
                              .profile();
        const auto difference = withBase(now, base, false, false);
        QVERIFY(difference.ok());
        QCOMPARE(samplesOf(**difference),
                 QStringList({"main;more 5 50", "main;new 1 10", "main;old -3 -30"}));
        QCOMPARE((*difference)->functions.size(), size_t(4));
        QCOMPARE((*difference)->text((*difference)->functions[0].name), "more");
        QVERIFY((*withBase(now, now, false, false))->samples.size() == 0);
    }

    void diffBaseDoesNotCancel()
    {
        Tea now, base;
        now.sample("main", {5, 50}, {now.builder.textLabel("zone", "b")});
        base.sample("main", {5, 50},
                    {base.builder.textLabel("zone", "b"), base.builder.textLabel("pprof::base", "false"),
                     base.builder.numberLabel("bytes", 8, "kB")});
        const auto difference = withBase(now.profile(), base.profile(), true, false);
        QVERIFY(difference.ok());
        QCOMPARE(samplesOf(**difference),
                 QStringList({"main 5 50 zone=b", "main -5 -50 pprof::base=true zone=b bytes=8kB"}));
    }

    void labelOrderMatters_data()
    {
        QTest::addColumn<QStringList>("a"); // key=text, or key=number
        QTest::addColumn<QStringList>("b");
        QTest::addColumn<int>("samples");
        QTest::newRow("keys in another order are the same")
            << QStringList({"k=x", "z=y"}) << QStringList({"z=y", "k=x"}) << 1;
        QTest::newRow("texts and numbers in another order too")
            << QStringList({"k=x", "n=1"}) << QStringList({"n=1", "k=x"}) << 1;
        QTest::newRow("values of a key in another order are not")
            << QStringList({"k=x", "k=y"}) << QStringList({"k=y", "k=x"}) << 2;
        QTest::newRow("another value is not") << QStringList({"n=1"}) << QStringList({"n=2"}) << 2;
        QTest::newRow("none is not") << QStringList({"k=x"}) << QStringList() << 2;
    }
    void labelOrderMatters()
    {
        QFETCH(QStringList, a);
        QFETCH(QStringList, b);
        QFETCH(int, samples);
        Tea tea;
        for (const QStringList &labels : {a, b}) {
            std::vector<Label> list;
            for (const QString &label : labels) {
                const std::string key = label.section('=', 0, 0).toStdString(),
                                  value = label.section('=', 1).toStdString();
                list.push_back(value[0] <= '9' ? tea.builder.numberLabel(key, std::stoll(value), "")
                                               : tea.builder.textLabel(key, value));
            }
            tea.sample("main", {1, 1}, list);
        }
        QCOMPARE(int(compacted(*tea.profile())->samples.size()), samples);
    }

    void typesInCommon()
    {
        const auto a = Tea(Types{{"alloc", "bytes"}, {"inuse", "bytes"}, {"count", "count"}})
                           .sample("main", {1, 2, 3})
                           .profile();
        Tea second(Types{{"count", "count"}, {"other", "count"}, {"inuse", "bytes"}});
        second.builder.header().defaultSampleType = "other";
        const auto both = merged({a, second.sample("main", {10, 20, 30}).profile()});
        QVERIFY(both.ok());
        QCOMPARE(typesOf(**both), QStringList({"inuse/bytes", "count/count"}));
        QCOMPARE(samplesOf(**both), QStringList("main 32 13"));
        QCOMPARE(QString::fromStdString((*both)->defaultSampleType), "inuse");
    }

    void typesOfOneName()
    {
        const Types twice{{"cpu", "nanoseconds"}, {"cpu", "nanoseconds"}};
        const auto a = Tea(twice).sample("main", {1, 2}).profile();
        const auto both = merged({a, a});
        QVERIFY(both.ok());
        QCOMPARE(samplesOf(**both), QStringList("main 2 4"));
        QCOMPARE(samplesOf(**merged({a})), QStringList("main 1 2"));
    }

    // pprof would leave out the sample of 7 objects, since the values it converts are 0 (its ScaleN).
    void finestUnit()
    {
        const auto coarse = Tea(Types{{"objects", "count"}, {"time", "ms"}})
                                .sample("main", {7, 0})
                                .sample("main;brew", {1, 3})
                                .profile();
        const auto fine =
            Tea(Types{{"objects", "count"}, {"time", "microseconds"}}).sample("main;brew", {1, 5}).profile();
        for (const auto &both : {merged({coarse, fine}), merged({fine, coarse})}) {
            QVERIFY(both.ok());
            QCOMPARE(typesOf(**both), QStringList({"objects/count", "time/microseconds"}));
            QStringList samples = samplesOf(**both);
            samples.sort();
            QCOMPARE(samples, QStringList({"main 7 0", "main;brew 2 3005"}));
        }
    }

    void periods()
    {
        Tea a, b;
        a.builder.header().periodType = ValueType{"cpu", "milliseconds"};
        a.builder.header().period = 10;
        b.builder.header().period = 1000;
        const auto both = merged({a.sample("main", {1, 1}).profile(), b.sample("main", {1, 1}).profile()});
        QVERIFY(both.ok());
        QCOMPARE((*both)->period, int64_t(10'000'000));
        QCOMPARE(QString::fromStdString((*both)->periodType->unit), "nanoseconds");
    }

    void headers()
    {
        Tea a, b, c;
        Profile *headers[] = {&a.builder.header(), &b.builder.header(), &c.builder.header()};
        const int64_t times[] = {300, 200, 0}; // the third does not know its time
        for (int i = 0; i < 3; ++i) {
            headers[i]->timeNanos = times[i];
            headers[i]->durationNanos = 1000 + i;
            headers[i]->comments = {"all", "only " + std::to_string(i)};
            headers[i]->dropFrames = "drop" + std::to_string(i);
        }
        headers[1]->docUrl = "https://tea.example/doc";
        headers[2]->defaultSampleType = "samples";
        const auto all = merged({a.profile(), b.profile(), c.profile()});
        QVERIFY(all.ok());
        QCOMPARE((*all)->timeNanos, int64_t(200));
        QCOMPARE((*all)->durationNanos, int64_t(3003));
        QCOMPARE((*all)->comments, std::vector<std::string>({"all", "only 0", "only 1", "only 2"}));
        QCOMPARE((*all)->dropFrames, std::string("drop0"));
        QCOMPARE((*all)->docUrl, std::string("https://tea.example/doc"));
        QCOMPARE((*all)->defaultSampleType, std::string("samples"));
    }

    // A program mapped elsewhere is the same program, and its addresses move with it.
    void mappingsMove()
    {
        const auto run = [](uint64_t start, uint64_t limit, uint64_t address) {
            Tea tea;
            Mapping program;
            program.start = start;
            program.limit = limit;
            program.buildId = tea.builder.string("b1d");
            tea.builder.addMapping(program);
            Location location;
            location.address = address;
            location.mapping = MappingId(0U);
            const LocationId id = tea.builder.addLocation(location, {});
            tea.builder.addSample({&id, 1}, std::array<int64_t, 2>{1, 10});
            return tea.profile();
        };
        const auto both = merged({run(0x400000, 0x500ff0, 0x401234), run(0x7000000, 0x7100ffa, 0x7001234)});
        QVERIFY(both.ok());
        QCOMPARE((*both)->mappings.size(), size_t(1));
        QCOMPARE((*both)->locations.size(), size_t(1));
        QCOMPARE((*both)->locations[0].address, uint64_t(0x401234));
        QCOMPARE((*both)->samples.values[1][0], int64_t(20));
        const auto longer = merged({run(0x400000, 0x500ff0, 0x401234), run(0x7000000, 0x7101ff0, 0x7001234)});
        QCOMPARE((*longer)->mappings.size(), size_t(2));
    }

    // The first mapping is the program's, even if the first sample is in a library.
    void programStaysFirst()
    {
        Tea tea;
        for (const char *file : {"/usr/bin/tea", "/lib/libtea.so"}) {
            Mapping mapping;
            mapping.file = tea.builder.string(file);
            tea.builder.addMapping(mapping);
        }
        Location location;
        location.address = 1;
        location.mapping = MappingId(1U);
        const LocationId id = tea.builder.addLocation(location, {});
        tea.builder.addSample({&id, 1}, std::array<int64_t, 2>{1, 10});
        const auto alone = compacted(*tea.profile());
        QCOMPARE(alone->mappings.size(), size_t(2));
        QCOMPARE(alone->text(alone->mappings[0].file), "/usr/bin/tea");
    }

    // pprof takes these two for one, losing the column of the inner line.
    void columnsOfInnerLines()
    {
        Tea tea;
        const FunctionId inner = tea.builder.addFunction("inner", "inner", "tea.go", 0);
        const FunctionId outer = tea.builder.addFunction("outer", "outer", "tea.go", 0);
        for (int64_t column : {3, 9}) {
            const Line lines[] = {{inner, 7, column}, {outer, 8, 1}};
            const LocationId id = tea.builder.addLocation({}, lines);
            tea.builder.addSample({&id, 1}, std::array<int64_t, 2>{1, 10});
        }
        QCOMPARE(compacted(*tea.profile())->samples.size(), size_t(2));
    }

    void scaling()
    {
        const auto profile =
            Tea().sample("main", {3, -3}).sample("main;brew", {1, 0}).sample("main;idle", {0, 0}).profile();
        QCOMPARE(samplesOf(*scaled(*profile, std::array{0.5, 0.5})),
                 QStringList({"main 2 -2", "main;brew 1 0"}));
        QCOMPARE(samplesOf(*scaled(*profile, std::array{0.25, 1.0})), QStringList("main 1 -3"));
        // A column that is not touched keeps its sample.
        QCOMPARE(samplesOf(*scaled(*profile, std::array{1.0, 0.1})),
                 QStringList({"main 3 0", "main;brew 1 0"}));
        QCOMPARE(samplesOf(*scaled(*profile, std::array{1.0, 1.0})).size(), 3);
        QCOMPARE(samplesOf(*scaled(*profile, std::array{1e30, 1.0})).first(), "main -9223372036854775808 -3");
    }

    void normalizing()
    {
        const auto now = Tea().sample("main", {30, 0}).sample("main;brew", {10, 0}).profile();
        const auto base = Tea().sample("main;old", {80, 5}).profile();
        const auto like = normalized(*now, *base);
        QVERIFY(like.ok());
        QCOMPARE(samplesOf(**like), QStringList({"main 60 0", "main;brew 20 0"}));
        const auto difference = withBase(now, base, false, true);
        QVERIFY(difference.ok());
        QCOMPARE(samplesOf(**difference), QStringList({"main 60 0", "main;brew 20 0", "main;old -80 -5"}));
    }

    void unlike_data()
    {
        QTest::addColumn<QString>("secondType");
        QTest::addColumn<QString>("secondUnit");
        QTest::addColumn<QString>("periodType");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing in common") << "space"
                                           << "bytes"
                                           << "cpu"
                                           << "no sample type in common (cpu/nanoseconds; space/bytes)";
        QTest::newRow("units of two families") << "cpu"
                                               << "bytes"
                                               << "cpu"
                                               << "cpu/nanoseconds and cpu/bytes do not convert";
        QTest::newRow("periods of two kinds") << "cpu"
                                              << "nanoseconds"
                                              << "space"
                                              << "their periods cpu/nanoseconds and space/nanoseconds";
        QTest::newRow("periods of two spellings") << "cpu"
                                                  << "nanoseconds"
                                                  << "cpus"
                                                  << "are of different types";
    }
    void unlike()
    {
        QFETCH(QString, secondType);
        QFETCH(QString, secondUnit);
        QFETCH(QString, periodType);
        QFETCH(QString, says);
        const auto a = Tea(Types{{"cpu", "nanoseconds"}}).sample("main", {1}).profile();
        Tea second(Types{{secondType.toStdString(), secondUnit.toStdString()}});
        second.builder.header().periodType = ValueType{periodType.toStdString(), "nanoseconds"};
        const auto b = second.sample("main", {1}).profile();
        for (const auto &both : {merged({a, b}), withBase(a, b, false, false)}) {
            QVERIFY2(!both.ok(), "must be refused");
            QVERIFY2(QString::fromStdString(both.error().message).contains(says),
                     both.error().message.c_str());
        }
        QVERIFY2(!withBase(a, b, false, true).ok(), "must be refused");
    }

    void nothingToMerge()
    {
        QVERIFY(!merged({}).ok());
        QVERIFY(!merged({std::make_shared<Profile>()}).ok());
    }

    void oneIsCopiedAsItIs()
    {
        const auto profile =
            Tea().sample("main", {0, 0}).sample("main", {1, 1}).sample("main", {1, 1}).profile();
        const auto same = merged({profile});
        QVERIFY(same.ok());
        QCOMPARE(samplesOf(**same), QStringList({"main 0 0", "main 1 1", "main 1 1"}));
    }

    void deepStacks()
    {
        Tea tea;
        const std::vector<LocationId> stack(100'000, tea.frame("again"));
        tea.builder.addSample(stack, std::array<int64_t, 2>{1, 10});
        const auto profile = tea.profile();
        const auto both = merged({profile, profile});
        QVERIFY(both.ok());
        std::vector<LocationId> is;
        (*both)->stacks.decode((*both)->samples.stack[0], is);
        QCOMPARE(is, stack);
        QCOMPARE((*both)->samples.values[0][0], int64_t(2));
    }

    void stops()
    {
        const auto profile = Tea().sample("main", {1, 1}).profile();
        std::stop_source source;
        source.request_stop();
        QVERIFY2(!mergeProfiles(std::vector<ProfilePtr>{profile, profile}, source.get_token()).ok(),
                 "half a profile came out");
        QVERIFY2(!withBase(profile, profile, true, false, source.get_token()).ok(),
                 "half a profile came out");
    }

    void bigValuesWrap()
    {
        const auto profile = Tea().sample("main", {std::numeric_limits<int64_t>::max(), 1}).profile();
        const auto both = merged({profile, profile});
        QVERIFY(both.ok());
        QCOMPARE((*both)->samples.values[0][0], int64_t(-2)); // as Go adds
    }
};

QTEST_GUILESS_MAIN(TestMerge)
#include "tst_merge.moc"
