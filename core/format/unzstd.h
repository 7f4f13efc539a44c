// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/bytes.h"

struct ZSTD_DCtx_s;

namespace proflens {

// Inflates zstd of one or many frames, as the bytes come. Checks the sums of frames that have one.
class UnzstdSource : public ByteSource
{
public:
    // More than maxInflated bytes are an error, as in GunzipSource.
    UnzstdSource(std::unique_ptr<ByteSource> packed, std::string name, uint64_t maxInflated);
    ~UnzstdSource() override;
    UnzstdSource(const UnzstdSource &) = delete;
    UnzstdSource &operator=(const UnzstdSource &) = delete;

    Result<size_t> read(std::span<uint8_t> into) override;
    uint64_t consumed() const override { return m_packed->consumed() - (m_have - m_used); }

private:
    Result<bool> refill();
    Error damaged(const std::string &what) const;

    std::unique_ptr<ByteSource> m_packed;
    std::string m_name;
    uint64_t m_maxInflated;
    uint64_t m_inflated = 0;
    std::vector<uint8_t> m_input;
    size_t m_have = 0, m_used = 0; // of m_input
    ZSTD_DCtx_s *m_context;
    bool m_inFrame = true;
};

} // namespace proflens
