// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proflens {

// Which source files and functions the frames of an analysis come from, where its granularity does not say so
// itself: what tables about functions know of a row beside its costs.
class FunctionFiles
{
public:
    FunctionFiles() = default;
    explicit FunctionFiles(AnalysisPtr analysis)
        : m_analysis(std::move(analysis))
    {}
    // Of another analysis with the same selection and frames.
    void showAs(const AnalysisPtr &analysis) { m_analysis = analysis; }

    // What ViewState::active calls a frame: the function's name, whatever file or line the frame is about.
    std::string_view functionName(FrameId frame) const;
    // The frame's file, or that of one of the functions that became the frame.
    std::string_view file(FrameId frame) const;
    // All of these, each once, sorted: functions of one name may come from several files.
    std::vector<std::string_view> files(FrameId frame) const;
    bool hasSeveral(FrameId frame) const { return m_analysis->frames()[frame].hasSeveralFiles; }
    // file(), with a sign that there are others.
    std::string text(FrameId frame) const;
    // Numbers that sort frames by their files; by frame. Found when first asked for, and then kept.
    const std::vector<uint32_t> &ranks();

private:
    template <typename F> void forEachFunction(F &&f) const;

    AnalysisPtr m_analysis;
    std::vector<uint32_t> m_ranks; // by frame; empty while unknown
};

} // namespace proflens
