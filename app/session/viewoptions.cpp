// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/viewoptions.h"

#include <algorithm>

namespace proflens {

namespace {

std::vector<std::string> texts(const QStringList &list)
{
    std::vector<std::string> all;
    for (const QString &text : list)
        all.push_back(text.toStdString());
    return all;
}

QStringList texts(const std::vector<std::string> &list)
{
    QStringList all;
    for (const std::string &text : list)
        all.append(QString::fromStdString(text));
    return all;
}

std::vector<std::string> patterns(const std::vector<Filter> &filters, FilterKind kind)
{
    std::vector<std::string> found;
    for (const Filter &filter : filters) {
        if (filter.kind == kind)
            found.push_back(filter.pattern);
    }
    return found;
}

// New chips stand where the first of those that they replace stood.
void replaceChips(QList<FilterChip> &chips, FilterKind kind, const std::vector<std::string> &wanted)
{
    const auto counts = [kind](const FilterChip &chip) { return chip.enabled && chip.kind == kind; };
    const auto first = std::find_if(chips.begin(), chips.end(), counts);
    qsizetype at = first - chips.begin();
    chips.erase(std::remove_if(first, chips.end(), counts), chips.end());
    for (const std::string &pattern : wanted)
        chips.insert(at++, {kind, QString::fromStdString(pattern), true});
}

} // namespace

ReportOptions viewOptions(const ViewState &state, const std::vector<ValueType> &types, ReportOptions options)
{
    const AnalysisOptions view = state.analysisOptions();
    const auto index = static_cast<size_t>(state.sampleIndex);
    options.sampleIndex = state.sampleIndex >= 0 && index < types.size() ? types[index].type : std::string();
    options.mean = view.mean;
    options.granularity = view.granularity;
    options.noInlines = view.noInlines;
    options.showColumns = view.showColumns;
    options.allFrames = view.allFrames;
    options.dropNegative = view.dropNegative;
    options.divideBy = view.divideBy;
    options.trim = state.graph.trim;
    options.nodeCount = state.graph.nodeCount;
    options.nodeFraction = state.graph.nodeFraction;
    options.edgeFraction = state.graph.edgeFraction;
    options.callTree = state.graph.callTree;
    options.relativePercentages = view.relativePercentages;
    options.unit = view.unit;
    options.tagRoot = texts(state.tagRoot);
    options.tagLeaf = texts(state.tagLeaf);
    options.filters = view.filters;
    options.myCode = state.myCode;
    options.normalize = state.compare.scaling.by == ScaleBy::Total;
    return options;
}

ViewState withOptions(ViewState state, const ReportOptions &before, const ReportOptions &after,
                      const std::vector<ValueType> &types)
{
    const auto changed = [&](auto member) { return before.*member != after.*member; };
    if (changed(&ReportOptions::sampleIndex)) {
        const auto type = std::find_if(types.begin(), types.end(),
                                       [&](const ValueType &t) { return t.type == after.sampleIndex; });
        if (type != types.end())
            state.sampleIndex = static_cast<int>(type - types.begin());
    }
    const auto take = [&](auto member, auto &to) {
        if (changed(member))
            to = after.*member;
    };
    take(&ReportOptions::myCode, state.myCode);
    take(&ReportOptions::showColumns, state.showColumns);
    take(&ReportOptions::allFrames, state.allFrames);
    take(&ReportOptions::dropNegative, state.dropNegative);
    take(&ReportOptions::divideBy, state.divideBy);
    take(&ReportOptions::trim, state.graph.trim);
    take(&ReportOptions::nodeCount, state.graph.nodeCount);
    take(&ReportOptions::nodeFraction, state.graph.nodeFraction);
    take(&ReportOptions::edgeFraction, state.graph.edgeFraction);
    take(&ReportOptions::callTree, state.graph.callTree);
    if (changed(&ReportOptions::mean))
        state.mean = after.mean;
    if (changed(&ReportOptions::granularity))
        state.granularity = after.granularity;
    if (changed(&ReportOptions::noInlines))
        state.noInlines = after.noInlines;
    if (changed(&ReportOptions::relativePercentages))
        state.relativePercentages = after.relativePercentages;
    if (changed(&ReportOptions::unit))
        state.unit = QString::fromStdString(after.unit);
    if (changed(&ReportOptions::tagRoot))
        state.tagRoot = texts(after.tagRoot);
    if (changed(&ReportOptions::tagLeaf))
        state.tagLeaf = texts(after.tagLeaf);
    if (changed(&ReportOptions::normalize)) {
        state.compare.scaling = {};
        if (after.normalize)
            state.compare.scaling.by = ScaleBy::Total;
    }
    for (size_t kind = 0; kind < filterNames.size(); ++kind) {
        const auto filter = static_cast<FilterKind>(kind);
        const auto wanted = patterns(after.filters, filter);
        if (wanted != patterns(before.filters, filter))
            replaceChips(state.chips, filter, wanted);
    }
    return state;
}

} // namespace proflens
