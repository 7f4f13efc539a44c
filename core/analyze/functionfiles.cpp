// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/functionfiles.h"

#include "core/profile/pairtable.h"

#include <algorithm>
#include <numeric>

namespace proflens {

// Calls f(frame, function) for every function that became a frame, once per line of a location.
template <typename F> void FunctionFiles::forEachFunction(F &&f) const
{
    const Selection &selection = m_analysis->selection();
    const FrameTable &frames = m_analysis->frames();
    for (size_t i = 0; i < selection.profile()->locations.size(); ++i) {
        const LocationId location(i);
        // Both lists end with the outermost function, one read forwards and one backwards.
        const auto lines = selection.lines(location);
        const auto elements = frames.elements(location);
        for (size_t k = 0; k < elements.size() && k < lines.size(); ++k) {
            const FunctionId function = lines[lines.size() - 1 - k].function;
            if (function.isValid())
                f(elements[k].frame(), function);
        }
    }
}

std::string_view FunctionFiles::functionName(FrameId frame) const
{
    const FrameTable &frames = m_analysis->frames();
    return frames[frame].name.empty() ? frames.printableName(frame) : frames[frame].name;
}

std::string_view FunctionFiles::file(FrameId id) const
{
    const Frame &frame = m_analysis->frames()[id];
    if (!frame.file.empty() || !frame.function.isValid())
        return frame.file;
    const Profile &profile = *m_analysis->profile();
    return profile.text(profile.function(frame.function).file);
}

std::vector<std::string_view> FunctionFiles::files(FrameId id) const
{
    if (!hasSeveral(id))
        return {file(id)};
    std::vector<std::string_view> all;
    const Profile &profile = *m_analysis->profile();
    forEachFunction([&](FrameId frame, FunctionId function) {
        if (frame == id)
            all.push_back(profile.text(profile.function(function).file));
    });
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

std::string FunctionFiles::text(FrameId frame) const
{
    return std::string(file(frame)) + (hasSeveral(frame) ? ", …" : "");
}

const std::vector<uint32_t> &FunctionFiles::ranks()
{
    if (!m_ranks.empty())
        return m_ranks;
    // There are far fewer files than functions, and frames of one file mostly share its text: that tells them
    // apart without reading it.
    std::vector<std::string_view> files;
    std::vector<uint32_t> ofFrame(m_analysis->frames().size());
    PairTable byPlace;
    for (size_t i = 0; i < ofFrame.size(); ++i) {
        const std::string_view name = file(FrameId(i));
        const auto place = reinterpret_cast<uintptr_t>(name.data());
        uint32_t &row = byPlace(static_cast<uint32_t>(uint64_t(place) >> 32), static_cast<uint32_t>(place));
        if (row == PairTable::none || files[row].size() != name.size()) {
            row = static_cast<uint32_t>(files.size());
            files.push_back(name);
        }
        ofFrame[i] = row;
    }
    std::vector<uint32_t> sorted(files.size());
    std::iota(sorted.begin(), sorted.end(), 0U);
    std::sort(sorted.begin(), sorted.end(), [&](uint32_t a, uint32_t b) { return files[a] < files[b]; });
    // One name may stand in several places.
    std::vector<uint32_t> ranks(files.size());
    for (size_t i = 1; i < sorted.size(); ++i)
        ranks[sorted[i]] = ranks[sorted[i - 1]] + (files[sorted[i]] != files[sorted[i - 1]]);
    for (uint32_t &row : ofFrame)
        row = ranks[row];
    m_ranks = std::move(ofFrame);
    return m_ranks;
}

} // namespace proflens
