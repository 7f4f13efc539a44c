// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/inflater.h"

#ifdef PROFLENS_ISAL

#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <limits>

namespace proflens {

namespace {

const char *problemOf(int code)
{
    switch (code) {
    case ISAL_INVALID_BLOCK:
        return "invalid block";
    case ISAL_INVALID_SYMBOL:
        return "invalid symbol";
    case ISAL_INVALID_LOOKBACK:
        return "invalid distance too far back";
    case ISAL_INVALID_WRAPPER:
        return "incorrect header check";
    case ISAL_UNSUPPORTED_METHOD:
        return "unknown compression method";
    case ISAL_INCORRECT_CHECKSUM:
        return "incorrect data check";
    case ISAL_NEED_DICT:
        return "it wants a dictionary";
    default:
        return "it cannot be inflated";
    }
}

class IsalInflater : public Inflater
{
public:
    IsalInflater() { restart(); }

    Outcome inflate(std::span<const uint8_t> &in, std::span<uint8_t> &out) override
    {
        constexpr size_t most = std::numeric_limits<uint32_t>::max();
        // ISA-L does not write to what it reads.
        m_state.next_in = const_cast<uint8_t *>(in.data());
        m_state.avail_in = static_cast<uint32_t>(std::min(in.size(), most));
        m_state.next_out = out.data();
        m_state.avail_out = static_cast<uint32_t>(std::min(out.size(), most));
        const int code = isal_inflate(&m_state);
        in = in.subspan(static_cast<size_t>(m_state.next_in - in.data()));
        out = out.subspan(static_cast<size_t>(m_state.next_out - out.data()));
        if (code < 0 || code == ISAL_NEED_DICT) {
            m_problem = problemOf(code);
            return Outcome::Damaged;
        }
        return m_state.block_state == ISAL_BLOCK_FINISH ? Outcome::End : Outcome::Going;
    }
    void restart() override
    {
        isal_inflate_init(&m_state);
        m_state.crc_flag = ISAL_GZIP;
    }

private:
    inflate_state m_state;
};

} // namespace

std::unique_ptr<Inflater> Inflater::isal()
{
    return std::make_unique<IsalInflater>();
}

} // namespace proflens

#else

namespace proflens {

std::unique_ptr<Inflater> Inflater::isal()
{
    return nullptr;
}

} // namespace proflens

#endif
