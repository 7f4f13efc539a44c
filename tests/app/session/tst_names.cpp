// SPDX-License-Identifier: GPL-3.0-or-later
// How a document calls C++ functions, and what stays when that changes.
#include "app/session/document.h"
#include "core/profile/builder.h"

#include <QSignalSpy>
#include <QTest>

using namespace proflens;

namespace {

constexpr const char *get = "_ZN4acme5CacheIiE3getEi";
constexpr const char *put = "_ZN4acme5CacheIiE3putEi";

ProfilePtr profile(int64_t value)
{
    ProfileBuilder builder;
    builder.addSampleType("cpu", "count");
    for (const char *name : {get, put, "<module>"}) {
        const Line line{builder.addFunction(name, name, "cache.cc", 1), 3, 0};
        Location location;
        location.id = builder.profile().locations.size() + 1;
        const LocationId at = builder.addLocation(location, {&line, 1});
        builder.addSample({&at, 1}, {&value, 1});
        ++value;
    }
    return builder.finish();
}

NameOptions names(const char *words)
{
    return parseNameWords(words).options;
}

struct Looked
{
    Document document;

    bool settle()
    {
        return QTest::qWaitFor([this] { return document.analysis() && !document.isBusy(); }, 10000);
    }
    bool call(const char *words)
    {
        ViewState state = document.state();
        state.names = names(words);
        document.setState(state);
        return settle();
    }
    bool has(const char *name) const { return !document.analysis()->frames().find(name).empty(); }
};

} // namespace

class TestNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void depths()
    {
        Looked l;
        l.document.setProfile(profile(4), "p");
        QVERIFY(l.settle());
        QVERIFY(l.has("acme::Cache::get") && l.has("<module>") && !l.has(get));
        QVERIFY(l.call("none"));
        QVERIFY(l.has(get) && l.has("<module>"));
        QVERIFY(l.document.analysis()->profile() == l.document.profile());
        QVERIFY(l.call("demangle=full"));
        QVERIFY(l.has("acme::Cache<int>::get(int)"));
        QVERIFY(l.call("demangle=templates"));
        QVERIFY(l.has("acme::Cache<int>::put"));
        l.document.goBack();
        QVERIFY(l.settle());
        QVERIFY(l.has("acme::Cache<int>::get(int)"));
        l.document.goBack();
        l.document.goBack();
        QVERIFY(l.settle());
        QVERIFY(l.has("acme::Cache::get"));
    }
    // The active function is the same one under its other name, and that is no step of its own.
    void activeFunction()
    {
        Looked l;
        l.document.setProfile(profile(4), "p");
        QVERIFY(l.settle());
        l.document.setActive("acme::Cache::put");
        QVERIFY(l.call("demangle=full"));
        QCOMPARE(l.document.state().active, QStringLiteral("acme::Cache<int>::put(int)"));
        QCOMPARE(l.document.activeFrames().size(), size_t(1));
        l.document.goBack();
        QVERIFY(l.settle());
        QCOMPARE(l.document.state().active, QStringLiteral("acme::Cache::put"));
        QCOMPARE(l.document.activeFrames().size(), size_t(1));
        l.document.goForward();
        QVERIFY(l.settle());
        QCOMPARE(l.document.state().active, QStringLiteral("acme::Cache<int>::put(int)"));
        QVERIFY(!l.document.canGoForward());
    }
    void comparison()
    {
        Looked l;
        l.document.setProfiles(profile(4), profile(9), "base", "current");
        QVERIFY(l.settle());
        QVERIFY(l.has("acme::Cache::get"));
        ViewState state = l.document.state();
        state.compare.renamed = {{"acme::Cache::get", "acme::Cache::put"}};
        state.active = "acme::Cache::put";
        l.document.setState(state);
        QVERIFY(l.settle());
        QVERIFY(l.call("demangle=full"));
        QVERIFY(l.document.comparison()->joined() == l.document.joined());
        const std::vector<RenamedFunction> &renamed = l.document.state().compare.renamed;
        QVERIFY(renamed.size() == 1 && renamed[0].from == "acme::Cache<int>::get(int)" &&
                renamed[0].to == "acme::Cache<int>::put(int)");
        QCOMPARE(l.document.state().active, QStringLiteral("acme::Cache<int>::put(int)"));
        QVERIFY(!l.has("acme::Cache::put"));
        const auto frames = l.document.activeFrames();
        QCOMPARE(frames.size(), size_t(1));
        const auto both = l.document.comparison()->flat(frames[0]);
        QCOMPARE(both.current, 9 + 10);
        QCOMPARE(both.base, 4 + 5);
    }
    // Names change nothing else: what is not made anew is the same profile.
    void nothingToChange()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const ProfilePtr plain = builder.finish();
        NamedProfiles named(*loadedOf(plain, nullptr));
        QVERIFY(named.profile({}) == plain);
        QVERIFY(named.profile(names("demangle=full")) == plain);
        QVERIFY(!named.joined({}));
    }
};

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
