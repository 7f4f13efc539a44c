// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/bytes.h"
#include "core/format/inflater.h"

namespace proflens {

// Inflates gzip of one or many members, as the bytes come. Checks the sums at the end of each member.
class GunzipSource : public ByteSource
{
public:
    // More than maxInflated bytes are an error: a file of a few kilobytes can claim to hold all memory there
    // is.
    GunzipSource(std::unique_ptr<ByteSource> packed, std::string name, uint64_t maxInflated,
                 std::unique_ptr<Inflater> inflater = Inflater::fastest());

    Result<size_t> read(std::span<uint8_t> into) override;
    uint64_t consumed() const override { return m_packed->consumed() - m_waiting.size(); }

private:
    Result<bool> refill();
    Error damaged(const std::string &what) const;

    std::unique_ptr<ByteSource> m_packed;
    std::string m_name;
    uint64_t m_maxInflated;
    uint64_t m_inflated = 0;
    std::vector<uint8_t> m_input;
    std::span<const uint8_t> m_waiting; // of m_input, what was not inflated yet
    std::unique_ptr<Inflater> m_inflater;
    bool m_inMember = true;
};

} // namespace proflens
