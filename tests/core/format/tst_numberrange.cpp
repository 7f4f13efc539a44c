// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of ids as files have them: whether all are in range is told without decoding, and must be what
// decoding says.
#include "core/format/numberrange.h"
#include "core/profile/varint.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <vector>

using namespace proflens;

namespace {

void append(std::vector<uint8_t> &bytes, uint64_t value)
{
    uint8_t written[maxVarintBytes];
    bytes.insert(bytes.end(), written, writeVarint(written, value));
}

// As areNumbersWithin() is documented, number by number.
bool plain(const std::vector<uint8_t> &bytes, uint32_t most)
{
    for (const uint8_t *in = bytes.data(), *const end = in + bytes.size(); in != end;) {
        uint64_t value = 0;
        const uint8_t *const next = readVarint(in, end, value);
        uint8_t shortest[maxVarintBytes];
        if (!next || value == 0 || value > most || writeVarint(shortest, value) - shortest != next - in)
            return false;
        in = next;
    }
    return true;
}

const std::vector<uint32_t> limits = {
    1,     2,     100,     126,     127,     128,     129,         255,         256,        16383,
    16384, 16385, 251'000, 2097151, 2097152, 2097153, 268'435'455, 268'435'456, 4294967295, 3000000000};

} // namespace

class tst_NumberRange : public QObject
{
    Q_OBJECT

private slots:
    void tellsEachNumberNearTheLimit()
    {
        for (const uint32_t most : limits) {
            for (int64_t value = int64_t(most) - 3; value <= int64_t(most) + 3; ++value) {
                if (value < 0)
                    continue;
                for (const uint32_t around : {1U, most, std::max(1U, most / 2)}) { // of other lengths
                    std::vector<uint8_t> bytes;
                    for (int i = 0; i < 20; ++i)
                        append(bytes, i == 10 ? static_cast<uint64_t>(value) : around);
                    const bool expected = value >= 1 && value <= int64_t(most);
                    QVERIFY2(
                        areNumbersWithin(bytes, most) == expected,
                        qPrintable(QString("%1 among %2, of at most %3").arg(value).arg(around).arg(most)));
                }
            }
        }
    }

    void aListMayBeginOrEndAnywhere()
    {
        QVERIFY(areNumbersWithin({}, 1));
        QVERIFY(areNumbersWithin({}, 1'000'000));
        for (const uint32_t most : limits) {
            std::vector<uint8_t> one, zero = {0}, first = {0}, last;
            append(one, most);
            append(first, most);
            append(last, most);
            last.push_back(0);
            QVERIFY2(areNumbersWithin(one, most), qPrintable(QString::number(most)));
            QVERIFY2(!areNumbersWithin(zero, most), qPrintable(QString::number(most)));
            QVERIFY2(!areNumbersWithin(first, most), qPrintable(QString::number(most)));
            QVERIFY2(!areNumbersWithin(last, most), qPrintable(QString::number(most)));
        }
    }

    void numbersThatAreLongerThanNeedBeAreNot()
    {
        for (const uint32_t most : limits) {
            QVERIFY(!areNumbersWithin(std::vector<uint8_t>{0x80, 0x00}, most));
            QVERIFY(!areNumbersWithin(std::vector<uint8_t>{0x81, 0x80, 0x00}, most));
            QVERIFY(!areNumbersWithin(std::vector<uint8_t>{1, 0x81, 0x00, 1}, most));
            QVERIFY(!areNumbersWithin(
                std::vector<uint8_t>{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}, most));
        }
    }

    // Also over several of the pieces in which processors take them.
    void agreesWithDecoding()
    {
        std::mt19937_64 random(7);
        int within = 0, beyond = 0;
        for (int round = 0; round < 3000; ++round) {
            const uint32_t most = limits[random() % limits.size()];
            const size_t size = round % 300 == 0 ? 900'000 : 1 + random() % 100;
            std::vector<uint8_t> bytes;
            while (bytes.size() < size) {
                const uint64_t wide = uint64_t(1) << (random() % 32);
                append(bytes, std::min<uint64_t>(1 + random() % wide, most));
            }
            if (bytes.size() > 1 &&
                random() % 2) // one that is out of range, or is changed into another that may not be
                bytes[random() % (bytes.size() - 1)] = static_cast<uint8_t>(random());
            const bool expected = plain(bytes, most);
            (expected ? within : beyond) += 1;
            QVERIFY2(areNumbersWithin(bytes, most) == expected,
                     qPrintable(QString("round %1, at most %2").arg(round).arg(most)));
        }
        QVERIFY2(within > 500 && beyond > 500, qPrintable(QString("%1 and %2").arg(within).arg(beyond)));
    }
};

QTEST_APPLESS_MAIN(tst_NumberRange)
#include "tst_numberrange.moc"
