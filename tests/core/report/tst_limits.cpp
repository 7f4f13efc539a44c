// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/limits.h"
#include "tests/core/folded.h"

#include <QTest>

using namespace proflens;

namespace {

AnalysisPtr analysisOf(const std::string &folded)
{
    const auto made = Analysis::make(foldedProfile(folded), {});
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

ComparisonPtr compared(const std::string &base, const std::string &current)
{
    const auto joined = joinProfiles(foldedProfile(base), foldedProfile(current));
    if (!joined)
        qFatal("%s", joined.error().message.c_str());
    const auto made = Comparison::make(*joined, {});
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

Limit limit(const char *text)
{
    const auto parsed = Limit::parse(text);
    if (!parsed)
        qFatal("%s", parsed.error().message.c_str());
    return *parsed;
}

// The texts one a line, or the error after "error: ".
template <typename From> QString breaches(const char *text, const From &from)
{
    const auto found = limit(text).breaches(*from);
    if (!found)
        return QStringLiteral("error: ") + QString::fromStdString(found.error().message);
    QString lines;
    for (const std::string &line : *found)
        lines += QString::fromStdString(line) + '\n';
    return lines;
}

const char *const one = "cpu/milliseconds\n"
                        "main;serve;brew 600\n"
                        "main;serve 100\n"
                        "main;idle 300\n";
const char *const before = "heap/kilobytes\n"
                           "main;cache;store 1000\n"
                           "main;parse 500\n"
                           "main;old 100\n";
const char *const after = "heap/kilobytes\n"
                          "main;cache;store 3000\n"
                          "main;parse 510\n"
                          "main;fresh 90\n";

} // namespace

class TestLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sharesAndAmounts();
    void growth();
    void conditionsTogether();
    void wrongLimits_data();
    void wrongLimits();
    void wrongForTheProfile();
};

void TestLimits::sharesAndAmounts()
{
    const AnalysisPtr analysis = analysisOf(one);
    QCOMPARE(breaches("flat > 50%", analysis), QStringLiteral("brew: flat 600ms = 60.00% (flat > 50%)\n"));
    QCOMPARE(breaches("flat > 60%", analysis), QString());
    QCOMPARE(breaches("flat >= 60%", analysis),
             QStringLiteral("brew: flat 600ms = 60.00% (flat >= 60%)\n"));
    // Greatest first.
    QCOMPARE(breaches("cum > 0.5s", analysis),
             QStringLiteral("main: cum 1s = 100.00% (cum > 0.5s)\n"
                            "serve: cum 700ms = 70.00% (cum > 0.5s)\n"
                            "brew: cum 600ms = 60.00% (cum > 0.5s)\n"));
    QCOMPARE(breaches("cum(^(se|id).*) > 650", analysis),
             QStringLiteral("serve: cum 700ms = 70.00% (cum(^(se|id).*) > 650)\n"));
    QCOMPARE(breaches("total > 0.9 s", analysis), QStringLiteral("total: total 1s (total > 0.9 s)\n"));
    QCOMPARE(breaches("total < 1s", analysis), QString());
    QCOMPARE(breaches("flat ([)(]|idle) <= 300ms", analysis),
             QStringLiteral("idle: flat 300ms = 30.00% (flat ([)(]|idle) <= 300ms)\n"));
}

void TestLimits::growth()
{
    const ComparisonPtr comparison = compared(before, after);
    QCOMPARE(breaches("flat growth > 1MB", comparison),
             QStringLiteral("store: flat +1.95MB = 125.00% from 1000kB (flat growth > 1MB)\n"));
    // cum is what is meant where nothing is said.
    QCOMPARE(breaches("growth(parse) > 5kB", comparison),
             QStringLiteral("parse: cum +10kB = 0.62% from 500kB (growth(parse) > 5kB)\n"));
    QCOMPARE(breaches("flat ratio > 2", comparison),
             QStringLiteral("fresh: flat new from 0 to 90kB (flat ratio > 2)\n"
                            "store: flat ×3.00 from 1000kB to 2.93MB (flat ratio > 2)\n"));
    QCOMPARE(breaches("flat ratio > 250%", comparison).count('\n'), 2);
    QCOMPARE(breaches("total growth > 100%", comparison),
             QStringLiteral("total: total +1.95MB = 125.00% from 1.56MB (total growth > 100%)\n"));
    QCOMPARE(breaches("growth < 0", comparison),
             QStringLiteral("old: cum -100kB = -6.25% from 100kB (growth < 0)\n"));
}

void TestLimits::conditionsTogether()
{
    const ComparisonPtr comparison = compared(before, after);
    QCOMPARE(breaches("flat ratio > 2 and flat growth > 10%", comparison),
             QStringLiteral("store: flat ×3.00 from 1000kB to 2.93MB, flat +1.95MB = 125.00% from 1000kB "
                            "(flat ratio > 2 and flat growth > 10%)\n"));
    QCOMPARE(breaches("cum > 1% and base cum <= 0", comparison),
             QStringLiteral("fresh: cum 90kB = 2.50%, base cum 0 = 0.00% (cum > 1% and base cum <= 0)\n"));
}

void TestLimits::wrongLimits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");
    QTest::newRow("nothing") << ""
                             << "flat, cum or total";
    QTest::newRow("word") << "fast > 5%"
                          << "flat, cum or total";
    QTest::newRow("longer word") << "flatter > 5%"
                                 << "flat, cum or total";
    QTest::newRow("no comparison") << "flat 5%"
                                   << "one of > >= < <=";
    QTest::newRow("no number") << "flat > lots"
                               << "a number is expected at \"lots\"";
    QTest::newRow("open") << "flat(main > 5%"
                          << "closing parenthesis";
    QTest::newRow("regex") << "flat(*) > 5%"
                           << "error parsing regexp";
    QTest::newRow("total of a function") << "total(main) > 5"
                                         << "of no function";
    QTest::newRow("more") << "flat > 5% or cum > 3"
                          << "is expected at \"or cum > 3\"";
    QTest::newRow("and nothing") << "flat > 5% and"
                                 << "flat, cum or total";
    QTest::newRow("infinite") << "flat > inf"
                              << "a number";
}

void TestLimits::wrongLimits()
{
    QFETCH(QString, text);
    QFETCH(QString, reason);
    const auto parsed = Limit::parse(text.toStdString());
    QVERIFY2(!parsed, "it was taken");
    const QString message = QString::fromStdString(parsed.error().message);
    QVERIFY2(message.contains(reason), qPrintable(message));
    QVERIFY2(message.startsWith("-fail_if="), qPrintable(message));
}

void TestLimits::wrongForTheProfile()
{
    QVERIFY(breaches("flat > 5MB", analysisOf(one)).contains("no unit of cpu (milliseconds)"));
    QVERIFY(breaches("growth > 5%", analysisOf(one)).contains("-diff_base"));
    QVERIFY(breaches("ratio > 2kB", compared(before, after)).contains("a ratio has no unit"));
    // Nothing to measure breaks no limit.
    QCOMPARE(breaches("cum > 0%", analysisOf("cpu/milliseconds\n")), QString());
    QCOMPARE(breaches("total > 0%", analysisOf("cpu/milliseconds\n")), QString());
}

QTEST_APPLESS_MAIN(TestLimits)
#include "tst_limits.moc"
