// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/builder.h"
#include "core/select/filtertext.h"
#include "core/select/labelfilter.h"
#include "core/select/labelpattern.h"
#include "core/select/regex.h"
#include "core/select/selection.h"

#include <QTest>

#include <random>

using namespace proflens;

namespace {

LabelView text(std::string_view key, std::string_view value)
{
    return {key, value, {}, 0, false};
}

LabelView number(std::string_view key, int64_t value, std::string_view unit)
{
    return {key, {}, unit, value, true};
}

bool keeps(const std::optional<std::string> &pattern, LabelView label)
{
    if (!pattern)
        qFatal("no pattern");
    const auto test = compileLabelFilter("tagfocus", *pattern);
    if (!test)
        qFatal("%s: %s", pattern->c_str(), test.error().message.c_str());
    return (*test)({&label, 1});
}

const std::string_view odd[] = {"",     "main", "a,b",  "a",   "b",     "k=v", "^(.*)$",  "4kb",
                                ":5",   "5:",   "x\\y", "a b", "ü",     "\n",  "\t\x7f",  "[a-z]{3}",
                                "\xff", "\xfe", "\xc3", "a|b", "mainx", "ma",  "/v1/get", "a:b"};

} // namespace

class TestLabelPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looks()
    {
        const auto pattern = [](std::string_view key, std::initializer_list<std::string_view> texts) {
            return *labelTextPattern(key, std::span(texts.begin(), texts.size()));
        };
        QCOMPARE(pattern("thread", {"main"}), std::string("thread=^main$"));
        QCOMPARE(pattern("path", {"/v1/get"}), std::string("path=^/v1/get$"));
        QCOMPARE(pattern("thread", {"a.b", "c,d"}), std::string("thread=^(a\\.b|c\\x2Cd)$"));
        QCOMPARE(pattern("a=b", {"c=d"}), std::string("^a\\x3Db:c\\x3Dd$"));
        QCOMPARE(*labelRangePattern("bytes", 512, 65536, "bytes"), std::string("bytes=512B:64kB"));
        QCOMPARE(*labelRangePattern("bytes", 1000, 1000, "bytes"), std::string("bytes=1000B"));
        QCOMPARE(*labelRangePattern("wait", -1500, 2000000, "microseconds"), std::string("wait=-1500us:2s"));
        QCOMPARE(*labelRangePattern("order-no", 3, 17, "order-no"), std::string("order-no=3:17"));
        QVERIFY(!labelRangePattern("a=b", 1, 2, "bytes"));
        QVERIFY(!labelRangePattern("", 1, 2, "bytes"));
        // Filters take it to "n*GCU", which is none of the names that they know.
        QVERIFY(!labelRangePattern("load", 1, 2, "nanogcu"));
        QCOMPARE(exactPattern("a.b"), std::string("^a\\.b$"));
    }

    void rangesAreTold()
    {
        QCOMPARE(rangeOfLabelFilter("bytes=4kb:"), std::string_view("4kb:"));
        QCOMPARE(rangeOfLabelFilter("5"), std::string_view("5"));
        QCOMPARE(rangeOfLabelFilter("request=GET"), std::string_view());
        QCOMPARE(rangeOfLabelFilter("5|6"), std::string_view());
    }

    // A pattern keeps what it was made of, and nothing else.
    void texts()
    {
        for (const std::string_view key : {"thread", "a=b", "", "k\xff"}) {
            for (const std::string_view wanted : odd) {
                const auto pattern = labelTextPattern(key, {&wanted, 1});
                for (const std::string_view other : odd) {
                    // One byte that is no UTF-8 stands for any other.
                    if (wanted != other && wanted.size() == 1 && other.size() == 1 && wanted[0] < 0)
                        continue;
                    QVERIFY2(keeps(pattern, text(key, other)) == (wanted == other),
                             (*pattern + " and " + std::string(other)).c_str());
                }
                QVERIFY(!keeps(pattern, text("other", wanted)));
                QVERIFY(!keeps(pattern, number(key, 4, "bytes")));
            }
        }
    }

    void severalTexts()
    {
        const std::vector<std::string_view> wanted = {"main", "a,b", "", "k=v"};
        for (const std::string_view key : {"thread", "a=b"}) {
            const auto pattern = labelTextPattern(key, wanted);
            for (const std::string_view other : odd) {
                const bool is = std::find(wanted.begin(), wanted.end(), other) != wanted.end();
                QVERIFY2(keeps(pattern, text(key, other)) == is, other.data());
            }
        }
    }

    void ranges()
    {
        std::mt19937_64 random(11);
        for (const std::string_view unit :
             {"bytes", "nanoseconds", "μs", "seconds", "count", "order-no", "gcu", "x"}) {
            for (int round = 0; round < 300; ++round) {
                const int shift = int(random() % 40);
                auto value = [&] {
                    return int64_t(random() & ((uint64_t(1) << shift) - 1)) - (round % 3 == 0 ? 100 : 0);
                };
                int64_t low = value(), high = value();
                if (round % 5 == 0)
                    low *= 1024;
                if (low > high)
                    std::swap(low, high);
                const auto pattern = labelRangePattern("key", low, high, unit);
                QVERIFY2(keeps(pattern, number("key", low, unit)), pattern->c_str());
                QVERIFY2(keeps(pattern, number("key", high, unit)), pattern->c_str());
                QVERIFY2(keeps(pattern, number("key", low + (high - low) / 2, unit)), pattern->c_str());
                QVERIFY2(!keeps(pattern, number("key", low - 1, unit)), pattern->c_str());
                QVERIFY2(!keeps(pattern, number("key", high + 1, unit)), pattern->c_str());
                QVERIFY(!keeps(pattern, number("other", low, unit)));
                QVERIFY(!keeps(pattern, text("key", "4")));
                QVERIFY(keeps(anyNumberPattern("key", low, unit), number("key", high, unit)));
            }
        }
    }

    void any()
    {
        for (const std::string_view key : {"thread", "a=b"}) {
            for (const std::string_view value : odd)
                QVERIFY2(keeps(anyTextPattern(key), text(key, value)), value.data());
            QVERIFY(!keeps(anyTextPattern(key), text("other", "thread")));
        }
    }
};

QTEST_APPLESS_MAIN(TestLabelPattern)
#include "tst_labelpattern.moc"
