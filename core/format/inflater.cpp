// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/inflater.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

namespace proflens {

namespace {

constexpr int gzipOnly = 16 + MAX_WBITS; // to zlib: expect the header and the sums of gzip

class ZlibInflater : public Inflater
{
public:
    ZlibInflater()
    {
        if (inflateInit2(&m_z, gzipOnly) != Z_OK)
            throw std::bad_alloc();
    }
    ~ZlibInflater() override { inflateEnd(&m_z); }

    Outcome inflate(std::span<const uint8_t> &in, std::span<uint8_t> &out) override
    {
        constexpr size_t most = std::numeric_limits<uInt>::max();
        // zlib does not write to what it reads; it says so where ZLIB_CONST is set.
        m_z.next_in = const_cast<Bytef *>(in.data());
        m_z.avail_in = static_cast<uInt>(std::min(in.size(), most));
        m_z.next_out = out.data();
        m_z.avail_out = static_cast<uInt>(std::min(out.size(), most));
        const int code = ::inflate(&m_z, Z_NO_FLUSH);
        in = in.subspan(static_cast<size_t>(m_z.next_in - in.data()));
        out = out.subspan(static_cast<size_t>(m_z.next_out - out.data()));
        switch (code) {
        case Z_STREAM_END:
            return Outcome::End;
        case Z_OK:
        case Z_BUF_ERROR:
            return Outcome::Going;
        case Z_MEM_ERROR:
            throw std::bad_alloc();
        default:
            m_problem = m_z.msg ? m_z.msg : "it wants a dictionary";
            return Outcome::Damaged;
        }
    }
    void restart() override { inflateReset(&m_z); }

private:
    z_stream m_z{};
};

} // namespace

std::unique_ptr<Inflater> Inflater::zlib()
{
    return std::make_unique<ZlibInflater>();
}

std::unique_ptr<Inflater> Inflater::fastest()
{
    auto inflater = isal();
    return inflater ? std::move(inflater) : zlib();
}

} // namespace proflens
