// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/filtertext.h"
#include "core/select/regex.h"

#include <QTest>

using namespace proflens;

namespace {

using Filters = std::vector<Filter>;

std::string optionsOf(const Filters &filters)
{
    return filterOptions(filters).text;
}

} // namespace

class TestFilterText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quotesExactly_data()
    {
        QTest::addColumn<QByteArray>("name");
        const QByteArray names[] = {
            "main.main",
            "net/http.(*conn).serve",
            "std::vector<int*, my::alloc<int*> >::operator[](unsigned long) const",
            "<T as core::fmt::Display>::fmt::{{closure}}",
            "a|b^c$d?e+f\\g",
            "{lambda()#1}",
            "with space, comma=equals",
            QByteArray("tab\tnew\nline\r and \0 null", 24),
            "µs — Größe",
            QByteArray("bad \xff\xc0 bytes"),
            "",
            "-starts with a dash",
        };
        for (const QByteArray &name : names)
            QTest::addRow("%s", qPrintable(QString::fromUtf8(name.toPercentEncoding()))) << name;
    }
    void quotesExactly()
    {
        QFETCH(QByteArray, name);
        const std::string text = name.toStdString();
        const auto re = Regex::compile(exactPattern(text));
        QVERIFY2(re.ok(), exactPattern(text).c_str());
        QVERIFY2(re->matches(text), re->pattern().c_str());
        QVERIFY(!re->matches(text + 'x'));
        QVERIFY(!re->matches('x' + text));
        for (const char c : re->pattern())
            QVERIFY2(static_cast<unsigned char>(c) >= 0x20, "a control character is left in the pattern");
        const auto inside = Regex::compile(quotedPattern(text));
        QVERIFY(inside.ok() && inside->matches('x' + text + 'x'));
    }

    // What a decoded name has in place of bytes that are no UTF-8.
    void replacementCharacterMeansAnyByte()
    {
        const auto re = Regex::compile(exactPattern("f\xef\xbf\xbd"));
        QVERIFY(re.ok());
        QVERIFY(re->matches("f\xff"));
        QVERIFY(re->matches("f\xef\xbf\xbd"));
        QVERIFY(!re->matches("f"));
    }

    void lastAlternatives()
    {
        QCOMPARE(lastAlternative("foo"), size_t(0));
        QCOMPARE(lastAlternative("foo|bar"), size_t(4));
        QCOMPARE(lastAlternative("foo|"), size_t(4));
        QCOMPARE(lastAlternative("a\\|b"), size_t(0));
        QCOMPARE(lastAlternative("a[|]b|c"), size_t(6));
        QCOMPARE(lastAlternative("(a|b"), size_t(0));
        QCOMPARE(lastAlternative("(a|b)|c"), size_t(6));
        QCOMPARE(lastAlternative(")|c"), size_t(2));
        QCOMPARE(lastAlternative("a\\"), size_t(0));
        QCOMPARE(lastAlternative(""), size_t(0));
    }

    void opposites()
    {
        for (size_t kind = 0; kind < filterNames.size(); ++kind) {
            const auto other = oppositeOf(static_cast<FilterKind>(kind));
            if (other)
                QVERIFY(oppositeOf(*other) == static_cast<FilterKind>(kind));
        }
        QVERIFY(oppositeOf(FilterKind::Focus) == FilterKind::Ignore);
        QVERIFY(oppositeOf(FilterKind::TagShow) == FilterKind::TagHide);
        QVERIFY(!oppositeOf(FilterKind::ShowFrom) && !oppositeOf(FilterKind::PruneFrom));
    }

    void asOptions()
    {
        QCOMPARE(optionsOf({}), std::string());
        QCOMPARE(optionsOf({{FilterKind::Focus, "json"}}), std::string("-focus=json"));
        QCOMPARE(optionsOf({{FilterKind::Focus, "^main\\.main$"}}), std::string("-focus='^main\\.main$'"));
        QCOMPARE(optionsOf({{FilterKind::Hide, "it's"}}), std::string("-hide='it'\\''s'"));
        // In the order in which they apply.
        QCOMPARE(optionsOf({{FilterKind::TagFocus, "user=^a b$"}, {FilterKind::Ignore, "x"}}),
                 std::string("-ignore=x -tagfocus='user=^a b$'"));
    }

    void severalOfAKind()
    {
        const auto joined = [](FilterKind kind, const char *a, const char *b) {
            const FilterOptions options = filterOptions(Filters{{kind, a}, {kind, b}});
            return options.text + (options.isSame ? "" : " !");
        };
        QCOMPARE(joined(FilterKind::Ignore, "a", "b"), std::string("-ignore='a|b'"));
        QCOMPARE(joined(FilterKind::Hide, "(?i)a", "b"), std::string("-hide='(?:(?i)a)|b'"));
        QCOMPARE(joined(FilterKind::TagHide, "a", "b"), std::string("-taghide='a|b'"));
        QCOMPARE(joined(FilterKind::TagFocus, "a", "b"), std::string("-tagfocus=a,b"));
        QCOMPARE(joined(FilterKind::TagIgnore, "k=a", "k=b"), std::string("-tagignore=k=a,b"));
        QCOMPARE(joined(FilterKind::TagIgnore, "a", "b"), std::string("-tagignore='a|b'"));
        QCOMPARE(joined(FilterKind::TagIgnore, "a,c", "b"), std::string("-tagignore=a,c -tagignore=b !"));
        QCOMPARE(joined(FilterKind::TagFocus, "k=1kb:", "a"), std::string("-tagfocus=k=1kb: -tagfocus=a !"));
        QCOMPARE(joined(FilterKind::Focus, "a", "b"), std::string("-focus=a -focus=b !"));
        QCOMPARE(joined(FilterKind::Show, "a", "b"), std::string("-show=a -show=b !"));
    }
};

QTEST_GUILESS_MAIN(TestFilterText)
#include "tst_filtertext.moc"
