// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/builder.h"
#include "core/source/functionnames.h"

#include <QTest>

using namespace proflens;

namespace {

struct Named
{
    const char *name, *systemName;
};

QStringList named(std::initializer_list<Named> functions, const NameOptions &options)
{
    ProfileBuilder builder;
    for (const Named &function : functions)
        builder.addFunction(function.name, function.systemName, "a.cc", 1);
    const ProfilePtr before = builder.finish();
    const ProfilePtr after = withNames(before, options);
    QStringList names;
    for (const Function &function : after->functions)
        names << QString::fromStdString(std::string(after->text(function.name)));
    return names;
}

constexpr const char *get = "_ZN4acme5CacheIiE3getEi";

} // namespace

class TestFunctionNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void words_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("means"); // "file", or force or not, and depth
        QTest::addColumn<bool>("wrong");
        const auto row = [](const char *words, const char *means, bool wrong = false) {
            QTest::newRow(words) << QString(words) << QString(means) << wrong;
        };
        row("", "short");
        row("none", "file");
        row("no", "file");
        row("NONE", "file");
        row("force:none", "file");
        row("local", "short");
        row("fastlocal", "short");
        row("remote", "short");
        row("force", "force short");
        row("local:force", "force short");
        row("demangle=default", "short");
        row("force:demangle=default", "force short");
        row("demangle=full", "force full");
        row("demangle=templates", "force templates");
        row("demangle=none", "force none");
        row("local:demangle=Full", "force full");
        row("full", "force full");
        row("demangle=full:demangle=none", "force none");
        row("nonsense", "short", true);
        row("nonsense:demangle=full", "force full", true);
        row("demangle=some", "short", true);
    }
    void words()
    {
        QFETCH(QString, words);
        QFETCH(bool, wrong);
        const NameWords parsed = parseNameWords(words.toStdString());
        const NameOptions &options = parsed.options;
        QString means = options.force ? QStringLiteral("force ") : QString();
        means += !options.depth                       ? "none"
                 : *options.depth == NameDepth::Short ? "short"
                 : *options.depth == NameDepth::Full  ? "full"
                                                      : "templates";
        QTEST(options.asInFile ? QStringLiteral("file") : means, "means");
        QCOMPARE(!parsed.problem.empty(), wrong);
    }
    void depths()
    {
        const auto one = [](const char *name, const char *system, const char *words) {
            return named({{name, system}}, parseNameWords(words).options).first();
        };
        // Mangled, with nothing else known.
        QCOMPARE(one(get, get, ""), QStringLiteral("acme::Cache::get"));
        QCOMPARE(one(get, get, "none"), QString(get));
        QCOMPARE(one(get, get, "demangle=templates"), QStringLiteral("acme::Cache<int>::get"));
        QCOMPARE(one(get, get, "demangle=full"), QStringLiteral("acme::Cache<int>::get(int)"));
        QCOMPARE(one(get, get, "demangle=none"), QString(get));
        QCOMPARE(one("", get, ""), QStringLiteral("acme::Cache::get"));
        QCOMPARE(one("", get, "demangle=none"), QString());
        // Made readable by whoever wrote the profile: stays unless forced.
        QCOMPARE(one("Cache<int>.get", get, ""), QStringLiteral("Cache<int>.get"));
        QCOMPARE(one("Cache<int>.get", get, "force"), QStringLiteral("acme::Cache::get"));
        QCOMPARE(one("Cache<int>.get", get, "demangle=full"), QStringLiteral("acme::Cache<int>::get(int)"));
        QCOMPARE(one("Cache<int>.get", get, "demangle=none"), QString(get));
        QCOMPARE(one(get, "", "force"), QString(get));
        // Symbols of macOS.
        QCOMPARE(one("__ZN3foo3barEv", "__ZN3foo3barEv", ""), QStringLiteral("foo::bar"));
        QCOMPARE(one("main", "main", "demangle=full"), QStringLiteral("main"));
    }
    // Names that are no symbols but look like C++ are cut as pprof cuts them, only where asked for: by
    // default pprof leaves "<module>" without a name.
    void lookAlikes()
    {
        const auto one = [](const char *name, const char *words) {
            return named({{name, name}}, parseNameWords(words).options).first();
        };
        for (const char *name : {"<module>", "acme::Cache<int>::get(int) const", "a[func()]", "f[int](x)"})
            QCOMPARE(one(name, ""), QString(name));
        QCOMPARE(one("<module>", "force"), QString());
        QCOMPARE(one("acme::Cache<int>::get(int) const", "force"), QStringLiteral("acme::Cache::get const"));
        QCOMPARE(one("acme::Cache<int>::get(int) const", "demangle=templates"),
                 QStringLiteral("acme::Cache<int>::get const"));
        QCOMPARE(one("acme::Cache<int>::get(int) const", "demangle=full"),
                 QStringLiteral("acme::Cache<int>::get(int) const"));
        QCOMPARE(one("Cache.<init>(int)", "force"), QStringLiteral("Cache.<init>(int)"));
        QCOMPARE(one("main.(*Set[...]).Add", "force"), QStringLiteral("main.(*Set[...]).Add"));
        QCOMPARE(one("a::f(x))(y)", "force"), QStringLiteral("a::f)(y)"));
        QCOMPARE(one("a::f((x)", "force"), QStringLiteral("a::f((x)"));
        QCOMPARE(one("a::f(x)g(y)", "force"), QStringLiteral("a::fg"));
        QCOMPARE(one("f(x)", "force"), QStringLiteral("f(x)"));
    }
    void nothingChanges()
    {
        ProfileBuilder builder;
        builder.addFunction("main.run", "main.run", "main.go", 3);
        const ProfilePtr profile = builder.finish();
        QVERIFY(withNames(profile, {}) == profile);
        QVERIFY(withNames(profile, parseNameWords("demangle=full").options) == profile);
    }
    void restStays()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const FunctionId function = builder.addFunction(get, get, "cache.cc", 7);
        const Line line{function, 9, 2};
        const LocationId location = builder.addLocation({}, {&line, 1});
        const int64_t value = 5;
        builder.addSample({&location, 1}, {&value, 1});
        const ProfilePtr before = builder.finish();
        const ProfilePtr after = withNames(before, {});
        const Function &renamed = after->functions[0];
        QVERIFY(after->text(renamed.systemName) == get);
        QVERIFY(after->text(renamed.file) == "cache.cc");
        QCOMPARE(renamed.startLine, 7);
        QVERIFY(after->lines == before->lines);
        QCOMPARE(after->samples.values[0][0], 5);
        QVERIFY(before->text(before->functions[0].name) == get);
    }
};

QTEST_GUILESS_MAIN(TestFunctionNames)
#include "tst_functionnames.moc"
