// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/gunzip.h"

#include <QTest>

#include <algorithm>
#include <random>

#include <zlib.h>

using namespace proflens;

namespace {

using Bytes = std::vector<uint8_t>;
using Maker = std::unique_ptr<Inflater> (*)();

Bytes gzipped(const Bytes &plain, int level = 6)
{
    z_stream z{};
    if (deflateInit2(&z, level, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        qFatal("zlib cannot deflate");
    Bytes packed(deflateBound(&z, plain.size()) + 64);
    z.next_in = const_cast<Bytef *>(plain.data());
    z.avail_in = static_cast<uInt>(plain.size());
    z.next_out = packed.data();
    z.avail_out = static_cast<uInt>(packed.size());
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        qFatal("zlib did not finish");
    packed.resize(packed.size() - z.avail_out);
    deflateEnd(&z);
    return packed;
}

// Text that repeats itself at distances up to the window's, and noise.
Bytes content(uint32_t seed, size_t size)
{
    std::mt19937 random(seed);
    Bytes bytes;
    while (bytes.size() < size) {
        if (!bytes.empty() && random() % 3 != 0) {
            const size_t back = 1 + random() % std::min<size_t>(bytes.size(), 32768);
            const size_t length = 3 + random() % 300;
            for (size_t i = 0; i < length; ++i)
                bytes.push_back(bytes[bytes.size() - back]);
        } else {
            for (size_t i = 0; i < 40; ++i)
                bytes.push_back(static_cast<uint8_t>(random() % (seed % 2 ? 256 : 12)));
        }
    }
    bytes.resize(size);
    return bytes;
}

class Memory : public ByteSource
{
public:
    explicit Memory(const Bytes &bytes)
        : m_bytes(bytes)
    {}
    Result<size_t> read(std::span<uint8_t> into) override
    {
        const size_t got = std::min(into.size(), m_bytes.size() - m_at);
        std::copy_n(m_bytes.begin() + static_cast<ptrdiff_t>(m_at), got, into.begin());
        m_at += got;
        return got;
    }
    uint64_t consumed() const override { return m_at; }

private:
    Bytes m_bytes;
    size_t m_at = 0;
};

// All bytes, read in pieces of `piece`, or the message of the error.
struct Read
{
    Bytes bytes;
    std::string error;
};
Read inflated(const Bytes &packed, Maker maker, size_t piece, uint64_t most = UINT64_MAX)
{
    GunzipSource source(std::make_unique<Memory>(packed), "x.gz", most, maker());
    Read read;
    Bytes buffer(piece);
    for (;;) {
        const auto got = source.read(buffer);
        if (!got) {
            read.error = got.error().message;
            return read;
        }
        if (*got == 0)
            return read;
        read.bytes.insert(read.bytes.end(), buffer.begin(), buffer.begin() + static_cast<ptrdiff_t>(*got));
    }
}

} // namespace

Q_DECLARE_METATYPE(Maker)

class TestInflater : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeFiles_data() { makers(); }
    void wholeFiles();
    void members_data() { makers(); }
    void members();
    void damage_data() { makers(); }
    void damage();
    void aBound_data() { makers(); }
    void aBound();

private:
    static void makers()
    {
        QTest::addColumn<Maker>("maker");
        QTest::newRow("zlib") << Maker(&Inflater::zlib);
        if (Inflater::isal())
            QTest::newRow("ISA-L") << Maker(&Inflater::isal);
    }
};

void TestInflater::wholeFiles()
{
    QFETCH(Maker, maker);
    for (uint32_t seed = 0; seed < 60; ++seed) {
        const Bytes plain = content(seed, seed * seed * 97);
        const Bytes packed = gzipped(plain, static_cast<int>(seed % 10));
        for (const size_t piece : {size_t(7), size_t(4096), size_t(1) << 18}) {
            if (piece == 7 && plain.size() > 20000)
                continue;
            const Read read = inflated(packed, maker, piece);
            QVERIFY2(read.error.empty(), read.error.c_str());
            QVERIFY2(read.bytes == plain,
                     qPrintable(QString("seed %1 in pieces of %2").arg(seed).arg(piece)));
        }
    }
}

// Files put one after the other are one file; so are empty ones.
void TestInflater::members()
{
    QFETCH(Maker, maker);
    Bytes packed, plain;
    for (uint32_t seed = 0; seed < 40; ++seed) {
        const Bytes part = content(seed, seed % 5 == 0 ? 0 : seed * 1000);
        const Bytes member = gzipped(part);
        packed.insert(packed.end(), member.begin(), member.end());
        plain.insert(plain.end(), part.begin(), part.end());
    }
    const Read read = inflated(packed, maker, 1000);
    QVERIFY2(read.error.empty(), read.error.c_str());
    QVERIFY(read.bytes == plain);
}

void TestInflater::damage()
{
    QFETCH(Maker, maker);
    const Bytes plain = content(8, 30000);
    const Bytes packed = gzipped(plain);
    for (size_t length = 0; length < packed.size(); length += 1 + length / 20) {
        const Read read = inflated(Bytes(packed.begin(), packed.begin() + static_cast<ptrdiff_t>(length)),
                                   maker, 5000);
        QVERIFY2(QString::fromStdString(read.error).contains("cut short"),
                 qPrintable(QString("%1 bytes: %2").arg(length).arg(QString::fromStdString(read.error))));
    }
    std::mt19937 random(1);
    for (int i = 0; i < 500; ++i) {
        Bytes damaged = packed;
        // The time and the system in the header mean nothing here; neither do unknown bytes of it.
        const size_t at = 10 + random() % (packed.size() - 10);
        damaged[at] = static_cast<uint8_t>(damaged[at] ^ (1U << random() % 8));
        const Read read = inflated(damaged, maker, 5000);
        QVERIFY2(!read.error.empty(), qPrintable(QString("byte %1 was changed unnoticed").arg(at)));
        QVERIFY2(read.bytes.size() <= plain.size() + 300000, "more came out than could be");
    }
    Bytes more = packed;
    more.push_back('x');
    more.push_back('y');
    more.resize(more.size() + 30, 'z');
    QVERIFY2(QString::fromStdString(inflated(more, maker, 5000).error).contains("damaged"),
             "what follows the file was not noticed");
}

void TestInflater::aBound()
{
    QFETCH(Maker, maker);
    const Read read = inflated(gzipped(Bytes(1U << 22)), maker, 1U << 16, 1U << 20);
    QVERIFY2(QString::fromStdString(read.error).contains("inflate to more than"), read.error.c_str());
    QVERIFY(read.bytes.size() <= 1U << 20);
}

QTEST_APPLESS_MAIN(TestInflater)
#include "tst_inflater.moc"
