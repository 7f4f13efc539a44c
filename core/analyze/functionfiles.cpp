// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/functionfiles.h"

#include <algorithm>
#include <unordered_map>

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

FunctionFiles::FunctionFiles(AnalysisPtr analysis)
    : m_analysis(std::move(analysis))
    , m_several(m_analysis->frames().size())
{
    const Profile &profile = *m_analysis->profile();
    const FrameTable &frames = m_analysis->frames();
    forEachFunction([&](FrameId frame, FunctionId function) {
        const FunctionId first = frames[frame].function;
        if (m_several[frame.row] || function == first || !first.isValid() || !frames[frame].file.empty())
            return;
        const StringId a = profile.function(first).file, b = profile.function(function).file;
        m_several[frame.row] = a != b && profile.text(a) != profile.text(b);
    });
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

std::vector<uint64_t> FunctionFiles::ranks() const
{
    // There are far fewer files than functions, and comparing numbers is quick.
    std::unordered_map<std::string_view, uint64_t> ranks;
    const size_t count = m_analysis->frames().size();
    for (size_t i = 0; i < count; ++i)
        ranks.try_emplace(file(FrameId(i)));
    std::vector<std::string_view> files;
    for (const auto &[file, rank] : ranks)
        files.push_back(file);
    std::sort(files.begin(), files.end());
    for (size_t i = 0; i < files.size(); ++i)
        ranks[files[i]] = i;
    std::vector<uint64_t> byFrame(count);
    for (size_t i = 0; i < count; ++i)
        byFrame[i] = ranks[file(FrameId(i))];
    return byFrame;
}

} // namespace proflens
