// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/gunzip.h"

namespace proflens {

namespace {

constexpr size_t inputBytes = 1U << 16;
const char *const getAgain = "; copy or download the file again";

} // namespace

GunzipSource::GunzipSource(std::unique_ptr<ByteSource> packed, std::string name, uint64_t maxInflated,
                           std::unique_ptr<Inflater> inflater)
    : m_packed(std::move(packed))
    , m_name(std::move(name))
    , m_maxInflated(maxInflated)
    , m_input(inputBytes)
    , m_inflater(std::move(inflater))
{}

// False at the end of the file.
Result<bool> GunzipSource::refill()
{
    if (!m_waiting.empty())
        return true;
    auto got = m_packed->read(m_input);
    if (!got)
        return got.error();
    m_waiting = std::span<const uint8_t>(m_input).first(*got);
    return *got > 0;
}

Error GunzipSource::damaged(const std::string &what) const
{
    return Error{m_name + ": the compressed data is damaged near byte " + std::to_string(consumed()) + " (" +
                 what + ")" + getAgain};
}

Result<size_t> GunzipSource::read(std::span<uint8_t> into)
{
    std::span<uint8_t> room = into;
    while (!room.empty()) {
        auto more = refill();
        if (!more)
            return more.error();
        if (!*more) {
            if (m_inMember)
                return Error{m_name + ": is cut short: the compressed data ends unfinished after byte " +
                             std::to_string(consumed()) + getAgain};
            break;
        }
        if (!m_inMember) { // another member follows, or something that is none: a header may be cut short
            if (m_waiting[0] != 0x1f)
                return damaged("something else follows it");
            m_inflater->restart();
            m_inMember = true;
        }
        switch (m_inflater->inflate(m_waiting, room)) {
        case Inflater::Outcome::Going:
            break;
        case Inflater::Outcome::End:
            m_inMember = false;
            break;
        case Inflater::Outcome::Damaged:
            return damaged(m_inflater->problem());
        }
    }
    const size_t got = into.size() - room.size();
    m_inflated += got;
    if (m_inflated > m_maxInflated)
        return inflatesTooFar(m_name, m_packed->consumed(), m_maxInflated);
    return got;
}

} // namespace proflens
