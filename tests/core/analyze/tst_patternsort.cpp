// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting as Go does, down to where equal elements end. What is expected was printed by Go 1.19's sort.Sort.
#include "core/analyze/patternsort.h"

#include <QTest>

#include <numeric>
#include <vector>

using namespace proflens;

namespace {

struct Element
{
    uint32_t key, id;
};

uint32_t order(const std::vector<Element> &elements)
{
    uint32_t hash = 2166136261;
    for (const Element &element : elements)
        hash = (hash ^ element.id) * 16777619;
    return hash;
}

std::vector<Element> shaped(uint32_t n, uint32_t shape)
{
    std::vector<Element> elements(n);
    uint32_t random = n * 31 + shape;
    for (uint32_t i = 0; i < n; ++i) {
        random = random * 1664525 + 1013904223;
        uint32_t key = i;
        switch (shape) {
        case 0: // few keys
            key = (random >> 8) % 7;
            break;
        case 1: // many
            key = (random >> 8) % n;
            break;
        case 2: // sorted
            key = i / 4;
            break;
        case 3: // the wrong way round
            key = (n - i) / 4;
            break;
        case 4: // almost sorted
            key = (i % 17 == 0 ? (random >> 8) % n : i) / 3;
            break;
        default: // up and down
            key = (i > n / 2 ? n - i : i) / 2;
        }
        elements[i] = {key, i};
    }
    return elements;
}

uint32_t sorted(std::vector<Element> elements)
{
    patternSort(std::span(elements), [](const Element &a, const Element &b) { return a.key < b.key; });
    return order(elements);
}

// Keys that make every pivot a bad one (M. D. McIlroy, A Killer Adversary for Quicksort): they are chosen
// while the sorting asks for them.
std::vector<uint32_t> killer(uint32_t n)
{
    std::vector<uint32_t> value(n, n), rows(n);
    std::iota(rows.begin(), rows.end(), 0U);
    uint32_t solid = 0, candidate = 0;
    patternSort(std::span(rows), [&](uint32_t x, uint32_t y) {
        if (value[x] == n && value[y] == n)
            value[x == candidate ? x : y] = solid++;
        if (value[x] == n)
            candidate = x;
        else if (value[y] == n)
            candidate = y;
        return value[x] < value[y];
    });
    return value;
}

} // namespace

class TestPatternSort : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameAsGo()
    {
        const struct
        {
            uint32_t n;
            uint32_t expected[6]; // by shape
        } rows[] = {
            {1, {0x050c5d1f, 0x050c5d1f, 0x050c5d1f, 0x050c5d1f, 0x050c5d1f, 0x050c5d1f}},
            {7, {0x46866174, 0x4a6b639c, 0xe4991188, 0xe707396c, 0x2ec16ef6, 0xcb9ec050}},
            {12, {0xd3da1d37, 0x803e40e3, 0x4a509959, 0x9bd90029, 0xe138c3a1, 0xebd748a3}},
            {13, {0x5ff8e841, 0x1eaef83b, 0x51e160cf, 0xe9ee7a51, 0xd347aea9, 0x29db9c8d}},
            {40, {0xa1df4e15, 0x311920f3, 0xc9f427bd, 0x54c10ff3, 0xe14eb527, 0x54262b43}},
            {49, {0x7fdd0967, 0xb3ac1889, 0x1f6c285f, 0x162a768b, 0x17a209a7, 0xdbc7a87d}},
            {50, {0x145322b2, 0x8ec3ea10, 0xe543a52a, 0x33dbc8f6, 0x31131b38, 0x09aa47d0}},
            {51, {0x6d84fc2e, 0xf7e11dea, 0x017ce4c8, 0xc1cac62a, 0x07cc94aa, 0xc22c2c4c}},
            {100, {0x728decd1, 0x13b5ad3b, 0xde239011, 0x5778ef6b, 0xd2e89f79, 0x3f21ea9d}},
            {257, {0x9f334d77, 0xaf4d5e65, 0x77b9511f, 0x117bcf23, 0xdf39620b, 0x38f8e5c1}},
            {1000, {0x99dea199, 0x87754249, 0xa06ae7fd, 0x1328a1ff, 0x7ba5b593, 0x0536159b}},
            {5000, {0x7ee1470f, 0xbc9704f7, 0x8c7ca59d, 0x219e5c21, 0x0aad330f, 0x1ed9cecf}},
        };
        for (const auto &row : rows) {
            for (uint32_t shape = 0; shape < 6; ++shape) {
                const uint32_t got = sorted(shaped(row.n, shape));
                QVERIFY2(
                    got == row.expected[shape],
                    qPrintable(QString("%1 elements of shape %2: %3").arg(row.n).arg(shape).arg(got, 8, 16)));
            }
        }
    }
    void badPivots()
    {
        const std::pair<uint32_t, uint32_t> rows[] = {{200, 0x051df3e7}, {3000, 0x10e93d07}};
        for (const auto &[n, expected] : rows) {
            const std::vector<uint32_t> keys = killer(n);
            std::vector<Element> elements;
            for (uint32_t i = 0; i < n; ++i)
                elements.push_back({keys[i] / 2, i});
            QCOMPARE(sorted(elements), expected);
        }
    }
    void nothing() { QCOMPARE(sorted({}), uint32_t(2166136261)); }
};

QTEST_GUILESS_MAIN(TestPatternSort)
#include "tst_patternsort.moc"
