// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/frames.h"
#include "core/analyze/stackindex.h"
#include "core/select/stacksearch.h"

#include <memory>
#include <utility>

namespace proflens {

// Searches an index: what many stacks have in common is looked at once.
class IndexedSearch : public StackSearch
{
public:
    IndexedSearch(std::shared_ptr<const FrameTable> frames, std::shared_ptr<const StackIndex> stacks)
        : m_frames(std::move(frames))
        , m_stacks(std::move(stacks))
    {}
    // Cannot tell where a frame stands for several locations of which only some are looked for.
    bool find(const std::vector<uint8_t> &hits, std::vector<uint8_t> &found) const override;

private:
    std::shared_ptr<const FrameTable> m_frames;
    std::shared_ptr<const StackIndex> m_stacks;
};

} // namespace proflens
