// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/gunzip.h"

#include <algorithm>
#include <limits>
#include <new>

namespace proflens {

namespace {

constexpr size_t inputBytes = 1U << 16;
constexpr int gzipOnly = 16 + MAX_WBITS; // to zlib: expect the header and the sums of gzip
const char *const getAgain = "; copy or download the file again";

} // namespace

GunzipSource::GunzipSource(std::unique_ptr<ByteSource> packed, std::string name, uint64_t maxInflated)
    : m_packed(std::move(packed))
    , m_name(std::move(name))
    , m_maxInflated(maxInflated)
    , m_input(inputBytes)
{
    if (inflateInit2(&m_z, gzipOnly) != Z_OK)
        throw std::bad_alloc();
}

GunzipSource::~GunzipSource()
{
    inflateEnd(&m_z);
}

// False at the end of the file.
Result<bool> GunzipSource::refill()
{
    if (m_z.avail_in > 0)
        return true;
    auto got = m_packed->read(m_input);
    if (!got)
        return got.error();
    m_z.next_in = m_input.data();
    m_z.avail_in = static_cast<uInt>(*got);
    return *got > 0;
}

Error GunzipSource::damaged(const std::string &what) const
{
    return Error{m_name + ": the compressed data is damaged near byte " + std::to_string(consumed()) + " (" +
                 what + ")" + getAgain};
}

Result<size_t> GunzipSource::read(std::span<uint8_t> into)
{
    m_z.next_out = into.data();
    m_z.avail_out = static_cast<uInt>(std::min<size_t>(into.size(), std::numeric_limits<uInt>::max()));
    const uInt room = m_z.avail_out;
    while (m_z.avail_out > 0) {
        auto more = refill();
        if (!more)
            return more.error();
        if (!*more) {
            if (m_inMember)
                return Error{m_name + ": is cut short: the compressed data ends unfinished after byte " +
                             std::to_string(consumed()) + getAgain};
            break;
        }
        if (!m_inMember) { // another member follows
            inflateReset(&m_z);
            m_inMember = true;
        }
        const int code = inflate(&m_z, Z_NO_FLUSH);
        if (code == Z_STREAM_END)
            m_inMember = false;
        else if (code == Z_MEM_ERROR)
            throw std::bad_alloc();
        else if (code != Z_OK && code != Z_BUF_ERROR)
            return damaged(m_z.msg ? m_z.msg : "it wants a dictionary");
    }
    const size_t got = room - m_z.avail_out;
    m_inflated += got;
    if (m_inflated > m_maxInflated)
        return Error{m_name + ": " + byteCount(m_packed->consumed()) + " of it inflate to more than " +
                     byteCount(m_maxInflated) +
                     ", which is more than this machine has memory for; if it is a real profile and no trap, "
                     "take a shorter one"};
    return got;
}

} // namespace proflens
