// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/namecosts.h"
#include "core/analyze/stackindex.h"
#include "core/profile/builder.h"

#include <QStringList>
#include <QTest>

using namespace proflens;

namespace {

struct Shop
{
    ProfileBuilder builder;

    Shop()
    {
        builder.addSampleType("samples", "count");
        builder.addSampleType("cpu", "nanoseconds");
    }
    LocationId frame(const std::string &name, const std::string &file)
    {
        const Line line{builder.addFunction(name, name, file, 0), 1, 0};
        return builder.addLocation({}, {&line, 1});
    }
    Label text(const std::string &key, const std::string &value) { return builder.textLabel(key, value); }
    Label number(const std::string &key, int64_t value, const std::string &unit)
    {
        return builder.numberLabel(key, value, unit);
    }
    void sample(const std::vector<LocationId> &leafFirst, int64_t value,
                const std::vector<Label> &labels = {})
    {
        const int64_t values[] = {1, value};
        builder.addSample(leafFirst, values, labels);
    }
};

std::shared_ptr<const NameCosts> costsOf(const ProfilePtr &profile)
{
    return NameCosts::make(Selection(profile), {1});
}

ProfilePtr shop()
{
    Shop s;
    const LocationId main = s.frame("main.main", "/src/main.go");
    const LocationId brew = s.frame("tea.(*Pot).Brew", "/src/tea/pot.go");
    const LocationId pour = s.frame("tea.(*Pot).pour", "/src/tea/pot.go");
    s.sample({pour, brew, main}, 30, {s.text("user", "ann, of tea"), s.number("bytes", 4096, "bytes")});
    s.sample({brew, brew, main}, 50, {s.text("user", "bob"), s.number("bytes", 64, "bytes")});
    s.sample({main}, 7, {s.text("user", "12"), s.number("thread_id", 12, "")});
    return s.builder.finish();
}

QStringList textsOf(const std::vector<Suggestion> &list)
{
    QStringList texts;
    for (const Suggestion &each : list)
        texts << QString("%1 %2").arg(QString::fromStdString(each.text)).arg(each.cost.value);
    return texts;
}

} // namespace

class TestNameCosts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachSampleCountsOnce()
    {
        const auto costs = costsOf(shop());
        QCOMPARE(textsOf(suggestions(*costs, FilterKind::Focus, "", 100)),
                 (QStringList{"main.main 87", "/src/main.go 87", "tea.(*Pot).Brew 80", "/src/tea/pot.go 80",
                              "tea.(*Pot).pour 30"}));
    }

    void matchesAnywhere()
    {
        const auto costs = costsOf(shop());
        QCOMPARE(textsOf(suggestions(*costs, FilterKind::Hide, "POT)", 100)),
                 (QStringList{"tea.(*Pot).Brew 80", "tea.(*Pot).pour 30"}));
        QCOMPARE(textsOf(suggestions(*costs, FilterKind::Hide, "pot", 1)), QStringList("tea.(*Pot).Brew 80"));
        QVERIFY(suggestions(*costs, FilterKind::Hide, "coffee", 100).empty());
        // As a regular expression where no name has the text itself.
        QCOMPARE(textsOf(suggestions(*costs, FilterKind::Hide, "^tea.*r$", 100)),
                 QStringList("tea.(*Pot).pour 30"));
        QVERIFY(suggestions(*costs, FilterKind::Hide, "tea.*(", 100).empty());
    }

    void quotesWhatIsChosen()
    {
        const auto costs = costsOf(shop());
        const auto found = suggestions(*costs, FilterKind::Focus, "main.main|brew", 100);
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(found[0].pattern, std::string("main.main|^tea\\.\\(\\*Pot\\)\\.Brew$"));
        QVERIFY(found[0].kind == NameKind::Function && !found[0].isPart);
    }

    void labels()
    {
        const auto costs = costsOf(shop());
        const auto keys = suggestions(*costs, FilterKind::TagFocus, "", 100);
        QCOMPARE(textsOf(keys), (QStringList{"user= 87", "bytes= 80", "thread_id= 7"}));
        QVERIFY(keys[0].isPart);
        const auto users = suggestions(*costs, FilterKind::TagFocus, keys[0].pattern, 100);
        QCOMPARE(textsOf(users), (QStringList{"user=bob 50", "user=ann, of tea 30", "user=12 7"}));
        QCOMPARE(textsOf(suggestions(*costs, FilterKind::TagIgnore, "bytes=", 100)),
                 (QStringList{"bytes=64B 50", "bytes=4kB 30"}));
        // Of any key.
        QCOMPARE(textsOf(suggestions(*costs, FilterKind::TagIgnore, "B", 100)),
                 (QStringList{"bytes= 80", "user=bob 50", "bytes=64B 50", "bytes=4kB 30"}));
        QCOMPARE(suggestions(*costs, FilterKind::TagFocus, "user=x,bo", 100)[0].pattern,
                 std::string("user=x,^bob$"));
        QCOMPARE(textsOf(suggestions(*costs, FilterKind::TagHide, "", 100)),
                 (QStringList{"user 87", "bytes 80", "thread_id 7"}));
        QCOMPARE(suggestions(*costs, FilterKind::TagHide, "bytes|use", 100)[0].pattern,
                 std::string("bytes|^user$"));
    }

    // Whatever is chosen keeps exactly the samples whose cost it tells.
    void whatIsChosenKeepsWhatItCosts()
    {
        const ProfilePtr profile = shop();
        const auto costs = costsOf(profile);
        const auto kept = [&](FilterKind kind, const std::string &pattern) {
            Selection selection(profile);
            const Filter filter{kind, pattern};
            return selection.apply({&filter, 1}).ok() ? totalOf(selection, {1}) : -1;
        };
        for (const Suggestion &name : suggestions(*costs, FilterKind::Focus, "", 100))
            QVERIFY2(kept(FilterKind::Focus, name.pattern) == name.cost.value, name.pattern.c_str());
        for (const Suggestion &key : suggestions(*costs, FilterKind::TagFocus, "", 100)) {
            const auto values = suggestions(*costs, FilterKind::TagFocus, key.pattern, 100);
            QVERIFY(!values.empty());
            for (const Suggestion &value : values) {
                QVERIFY2(
                    kept(FilterKind::TagFocus, value.pattern) == value.cost.value,
                    (value.pattern + " keeps " + std::to_string(kept(FilterKind::TagFocus, value.pattern)))
                        .c_str());
            }
        }
    }

    void keysWithAnEqualsSign()
    {
        Shop s;
        s.sample({s.frame("f", "")}, 5, {s.text("a=b", "c")});
        const ProfilePtr profile = s.builder.finish();
        const auto costs = costsOf(profile);
        const auto found = suggestions(*costs, FilterKind::TagFocus, "a=", 100);
        QVERIFY(found.empty());
        const auto keys = suggestions(*costs, FilterKind::TagFocus, "a", 100);
        QCOMPARE(keys.size(), size_t(1));
        Selection selection(profile);
        const Filter filter{FilterKind::TagFocus, keys[0].pattern};
        QVERIFY(selection.apply({&filter, 1}).ok());
        QCOMPARE(totalOf(selection, {1}), int64_t(5));
    }

    void manyNames()
    {
        Shop s;
        for (int i = 0; i < 60000; ++i) {
            const std::string name = "package" + std::to_string(i % 977) + ".function" + std::to_string(i);
            s.sample({s.frame(name, "f.go")}, i, {s.text("order", std::to_string(i % 21000))});
        }
        const auto costs = costsOf(s.builder.finish());
        QCOMPARE(costs->size(), size_t(60001));
        QCOMPARE(costs->valueCount(0), size_t(21000));
        const auto found = suggestions(*costs, FilterKind::Focus, "function", 50);
        QCOMPARE(found.size(), size_t(50));
        QCOMPARE(found[0].text, std::string("package402.function59999"));
        QCOMPARE(suggestions(*costs, FilterKind::TagFocus, "order=20999", 50).size(), size_t(1));
    }

    void bothSidesOfAComparison()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        builder.addSampleType("cpu", "count");
        const auto add = [&](const std::string &name, int64_t current, int64_t base) {
            const Line line{builder.addFunction(name, name, "", 0), 1, 0};
            const int64_t values[] = {current, base};
            const LocationId location = builder.addLocation({}, {&line, 1});
            builder.addSample({&location, 1}, values);
        };
        add("gone", 0, 9);
        add("new", 5, 0);
        const auto costs = NameCosts::make(Selection(builder.finish()), {0}, ValueFormula{1});
        const auto found = suggestions(*costs, FilterKind::Focus, "", 10);
        QCOMPARE(found.size(), size_t(2));
        QCOMPARE(found[0].text, std::string("gone"));
        QVERIFY((found[0].cost == NameCost{0, 9}));
        QVERIFY((found[1].cost == NameCost{5, 0}));
    }

    void stops()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY(!NameCosts::make(Selection(shop()), {1}, {}, source.get_token()));
    }
};

QTEST_GUILESS_MAIN(TestNameCosts)
#include "tst_namecosts.moc"
