// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/functiontable.h"

#include <algorithm>
#include <unordered_map>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    const auto bits = static_cast<uint64_t>(value);
    return value < 0 ? 0 - bits : bits;
}

// Sums of hostile values may pass 64 bits; they wrap, as in Go.
int64_t wrappingSum(int64_t a, int64_t b)
{
    return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

} // namespace

FunctionTable::FunctionTable(AnalysisPtr analysis)
    : m_analysis(std::move(analysis))
{
    const FrameCosts &costs = m_analysis->costs();
    m_severalFiles.resize(costs.seen.size());
    m_rowOf.resize(costs.seen.size());
    for (uint32_t i = 0; i < costs.seen.size(); ++i) {
        if (costs.seen[i])
            m_order.emplace_back(i);
    }
    findSeveralFiles();
    sort(FunctionColumn::Flat, true);
}

// Calls f(frame, function) for every function that became a frame, once per line of a location.
template <typename F> void FunctionTable::forEachFunction(F &&f) const
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

void FunctionTable::findSeveralFiles()
{
    const Profile &profile = *m_analysis->profile();
    const FrameTable &frames = m_analysis->frames();
    forEachFunction([&](FrameId frame, FunctionId function) {
        const FunctionId first = frames[frame].function;
        if (m_severalFiles[frame.row] || function == first || !first.isValid() || !frames[frame].file.empty())
            return;
        const StringId a = profile.function(first).file, b = profile.function(function).file;
        m_severalFiles[frame.row] = a != b && profile.text(a) != profile.text(b);
    });
}

void FunctionTable::sortBy(const std::vector<uint64_t> &first, const std::vector<uint64_t> &second)
{
    const FrameTable &frames = m_analysis->frames();
    const bool descending = m_descending;
    std::sort(m_order.begin(), m_order.end(), [&](FrameId a, FrameId b) {
        if (first[a.row] != first[b.row])
            return descending ? first[a.row] > first[b.row] : first[a.row] < first[b.row];
        const uint32_t left = frames.nameRank(a), right = frames.nameRank(b);
        if (left != right)
            return left < right;
        return second[a.row] != second[b.row] ? second[a.row] > second[b.row] : a < b;
    });
}

void FunctionTable::sort(FunctionColumn column, bool descending)
{
    m_sortColumn = column;
    m_descending = descending;
    const FrameCosts &costs = m_analysis->costs();
    if (column == FunctionColumn::Name) {
        // Frames are numbered by name.
        std::sort(m_order.begin(), m_order.end(),
                  [=](FrameId a, FrameId b) { return descending ? b < a : a < b; });
        select();
        return;
    }
    std::vector<uint64_t> flat(costs.seen.size()), cum(costs.seen.size());
    for (FrameId frame : m_order) {
        flat[frame.row] = magnitude(costs.flatValue(frame));
        cum[frame.row] = magnitude(costs.cumValue(frame));
    }
    if (column == FunctionColumn::File) {
        // There are far fewer files than functions, and comparing numbers is quick.
        std::unordered_map<std::string_view, uint64_t> ranks;
        for (FrameId frame : m_order)
            ranks.try_emplace(fileOf(frame));
        std::vector<std::string_view> files;
        for (const auto &[file, rank] : ranks)
            files.push_back(file);
        std::sort(files.begin(), files.end());
        for (size_t i = 0; i < files.size(); ++i)
            ranks[files[i]] = i;
        std::vector<uint64_t> rank(costs.seen.size());
        for (FrameId frame : m_order)
            rank[frame.row] = ranks[fileOf(frame)];
        sortBy(rank, flat);
    } else if (column == FunctionColumn::Cum || column == FunctionColumn::CumPercent) {
        sortBy(cum, flat);
    } else {
        sortBy(flat, cum);
    }
    select();
}

void FunctionTable::search(const std::optional<Regex> &pattern)
{
    m_matches.clear();
    if (pattern) {
        m_matches.resize(m_analysis->frames().size());
        for (FrameId frame : m_order)
            m_matches[frame.row] = pattern->matches(m_analysis->frames().printableName(frame));
    }
    select();
}

void FunctionTable::select()
{
    m_rows.clear();
    m_sums.clear();
    std::fill(m_rowOf.begin(), m_rowOf.end(), UINT32_MAX);
    int64_t sum = 0;
    for (FrameId frame : m_order) {
        if (!m_matches.empty() && !m_matches[frame.row])
            continue;
        m_rowOf[frame.row] = static_cast<uint32_t>(m_rows.size());
        m_rows.push_back(frame);
        sum = wrappingSum(sum, m_analysis->costs().flatValue(frame));
        m_sums.push_back(sum);
    }
}

std::optional<size_t> FunctionTable::rowOf(FrameId frame) const
{
    if (frame.row >= m_rowOf.size() || m_rowOf[frame.row] == UINT32_MAX)
        return std::nullopt;
    return m_rowOf[frame.row];
}

std::string_view FunctionTable::functionName(size_t row) const
{
    const std::string_view name = m_analysis->frames()[m_rows[row]].name;
    return name.empty() ? this->name(row) : name;
}

std::string_view FunctionTable::inlineMark(size_t row) const
{
    switch (m_analysis->inlining(m_rows[row])) {
    case Inlining::None:
        break;
    case Inlining::Partial:
        return " (partial-inline)";
    case Inlining::Whole:
        return " (inline)";
    }
    return {};
}

std::string_view FunctionTable::fileOf(FrameId id) const
{
    const Frame &frame = m_analysis->frames()[id];
    if (!frame.file.empty() || !frame.function.isValid())
        return frame.file;
    const Profile &profile = *m_analysis->profile();
    return profile.text(profile.function(frame.function).file);
}

std::string_view FunctionTable::file(size_t row) const
{
    return fileOf(m_rows[row]);
}

std::vector<std::string_view> FunctionTable::files(size_t row) const
{
    if (!hasSeveralFiles(row))
        return {file(row)};
    std::vector<std::string_view> all;
    const Profile &profile = *m_analysis->profile();
    forEachFunction([&](FrameId frame, FunctionId function) {
        if (frame == m_rows[row])
            all.push_back(profile.text(profile.function(function).file));
    });
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

std::string FunctionTable::text(size_t row, FunctionColumn column) const
{
    switch (column) {
    case FunctionColumn::Flat:
        return m_analysis->format(flat(row));
    case FunctionColumn::FlatPercent:
        return m_analysis->percent(flat(row));
    case FunctionColumn::SumPercent:
        return m_analysis->percent(sum(row));
    case FunctionColumn::Cum:
        return m_analysis->format(cum(row));
    case FunctionColumn::CumPercent:
        return m_analysis->percent(cum(row));
    case FunctionColumn::Name:
        return std::string(name(row)).append(inlineMark(row));
    case FunctionColumn::File:
        return std::string(file(row)) + (hasSeveralFiles(row) ? ", …" : "");
    }
    return {};
}

} // namespace proflens
