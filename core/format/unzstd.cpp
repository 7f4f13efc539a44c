// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/unzstd.h"

#include <new>
#include <zstd.h>
#include <zstd_errors.h>

namespace proflens {

namespace {

constexpr size_t inputBytes = 1U << 16;
// A frame says how far back it may refer, and all of that is kept in memory: 128 MB, as in zstd's own tool.
constexpr int largestWindow = 27;
const char *const getAgain = "; copy or download the file again";

} // namespace

UnzstdSource::UnzstdSource(std::unique_ptr<ByteSource> packed, std::string name, uint64_t maxInflated)
    : m_packed(std::move(packed))
    , m_name(std::move(name))
    , m_maxInflated(maxInflated)
    , m_input(inputBytes)
    , m_context(ZSTD_createDCtx())
{
    if (!m_context)
        throw std::bad_alloc();
    ZSTD_DCtx_setParameter(m_context, ZSTD_d_windowLogMax, largestWindow);
}

UnzstdSource::~UnzstdSource()
{
    ZSTD_freeDCtx(m_context);
}

// False at the end of the file.
Result<bool> UnzstdSource::refill()
{
    if (m_used < m_have)
        return true;
    auto got = m_packed->read(m_input);
    if (!got)
        return got.error();
    m_have = *got;
    m_used = 0;
    return m_have > 0;
}

Error UnzstdSource::damaged(const std::string &what) const
{
    return Error{m_name + ": the compressed data is damaged near byte " + std::to_string(consumed()) + " (" +
                 what + ")" + getAgain};
}

Result<size_t> UnzstdSource::read(std::span<uint8_t> into)
{
    ZSTD_outBuffer out{into.data(), into.size(), 0};
    bool pending = true; // whether what was read before may still come out without more input
    while (out.pos < out.size) {
        auto more = refill();
        if (!more)
            return more.error();
        if (!*more && !(m_inFrame && pending)) {
            if (m_inFrame)
                return Error{m_name + ": is cut short: the compressed data ends unfinished after byte " +
                             std::to_string(consumed()) + getAgain};
            break;
        }
        ZSTD_inBuffer in{m_input.data() + m_used, m_have - m_used, 0};
        const size_t before = out.pos;
        const size_t code = ZSTD_decompressStream(m_context, &out, &in);
        m_used += in.pos;
        pending = out.pos > before || in.pos > 0;
        if (ZSTD_isError(code)) {
            switch (ZSTD_getErrorCode(code)) {
            case ZSTD_error_memory_allocation:
                throw std::bad_alloc();
            case ZSTD_error_frameParameter_windowTooLarge:
                return Error{m_name + ": is compressed with a window of more than 128 MB; pack it again with "
                                      "`zstd -d` and `gzip`"};
            default:
                return damaged(ZSTD_getErrorName(code));
            }
        }
        m_inFrame = code != 0;
    }
    m_inflated += out.pos;
    if (m_inflated > m_maxInflated)
        return inflatesTooFar(m_name, m_packed->consumed(), m_maxInflated);
    return out.pos;
}

} // namespace proflens
