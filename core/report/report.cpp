// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report.h"

#include "core/analyze/parallel.h"
#include "core/analyze/stacksums.h"
#include "core/measure/measure.h"
#include "core/report/printers.h"
#include "core/select/labelfilter.h"
#include "core/select/labelframes.h"
#include "core/source/paths.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <new>

namespace proflens {

namespace {

// What the kind of report does to the options, whatever the user set (internal/driver applyCommandOverrides).
ReportOptions overridden(ReportOptions options, ReportKind kind)
{
    bool trim = options.trim;
    switch (kind) {
    case ReportKind::Peek:
        trim = false;
        break;
    case ReportKind::WebList:
        options.noInlines = false;
        [[fallthrough]];
    case ReportKind::List:
        trim = false;
        options.granularity = Granularity::Lines;
        break;
    case ReportKind::Top:
    case ReportKind::TopProto:
        if (options.nodeCount == -1)
            options.nodeCount = 0;
        break;
    default:
        if (options.nodeCount == -1)
            options.nodeCount = 80;
        break;
    }
    if (kind == ReportKind::Proto || kind == ReportKind::Raw || kind == ReportKind::Callgrind) {
        trim = false;
        options.granularity = Granularity::Addresses;
    }
    if (!trim) {
        options.nodeCount = 0;
        options.nodeFraction = 0;
        options.edgeFraction = 0;
    }
    return options;
}

std::string trimmed(std::string text)
{
    text.erase(0, text.find_first_not_of(' '));
    return text;
}

int64_t scaledTotal(int64_t total, double fraction)
{
    const auto value = static_cast<int64_t>(static_cast<double>(total) * fraction);
    return value < 0 ? -value : value;
}

} // namespace

bool addsUpByItself(ReportKind kind)
{
    return kind == ReportKind::Top || kind == ReportKind::Tree || kind == ReportKind::Peek;
}

AnalysisOptions analysisOptions(const ReportOptions &options, const Profile &profile)
{
    AnalysisOptions view;
    view.tagRoot = options.tagRoot;
    view.tagLeaf = options.tagLeaf;
    view.mean = options.mean;
    view.showColumns = options.showColumns;
    view.dropNegative = options.dropNegative;
    view.divideBy = options.divideBy;
    view.granularity = options.granularity;
    view.noInlines = options.noInlines;
    view.filters = options.filters;
    if (const auto filter = codeFilter(options.myCode, profile))
        view.filters.insert(view.filters.begin(), *filter);
    view.relativePercentages = options.relativePercentages;
    view.allFrames = options.allFrames;
    view.unit = options.unit;
    return view;
}

Status Report::applyFilters(Selection &selection)
{
    static constexpr std::array<const char *, filterNames.size()> called = {
        "Focus", "Ignore", "Hide", "Show", "ShowFrom", "TagFocus", "TagIgnore", "TagShow", "TagHide", nullptr,
    };
    for (const Filter &filter : m_options.filters) {
        if (filter.kind != FilterKind::TagFocus && filter.kind != FilterKind::TagIgnore)
            continue;
        if (const std::string_view range = rangeOfLabelFilter(filter.pattern); !range.empty())
            m_notes.push_back(std::string(filterName(filter.kind)) + ":Interpreted '" + std::string(range) +
                              "' as range, not regexp");
    }
    std::vector<bool> matched;
    const Status status = selection.apply(m_options.filters, &matched);
    for (size_t i = 0; status && i < matched.size(); ++i) {
        const char *name = called[static_cast<size_t>(m_options.filters[i].kind)];
        if (!matched[i] && name)
            m_notes.push_back(std::string(name) + " expression matched no samples");
    }
    return status;
}

Result<Report> Report::make(const ProfilePtr &profile, ReportKind kind, const ReportOptions &wanted,
                            const std::string &argument)
{
    Report report;
    report.m_kind = kind;
    report.m_options = overridden(wanted, kind);
    if (const auto filter = codeFilter(wanted.myCode, *profile))
        report.m_options.filters.insert(report.m_options.filters.begin(), *filter);
    const ReportOptions &options = report.m_options;
    report.m_unit = options.unit;

    auto selection = std::make_shared<Selection>(profile);
    if (!options.allFrames) {
        if (const Status status = selection->dropUninteresting(); !status)
            return status.error();
    }
    if (const LabelFrames labels{options.tagRoot, options.tagLeaf, options.unit}; !labels.isEmpty()) {
        LabelFramesMatched matched;
        *selection = Selection(withLabelFrames(*selection, labels, &matched));
        if (!labels.root.empty() && !matched.root)
            report.m_notes.emplace_back("TagRoot expression matched no samples");
        if (!labels.leaf.empty() && !matched.leaf)
            report.m_notes.emplace_back("TagLeaf expression matched no samples");
    }
    if (options.relativePercentages) {
        if (const Status status = report.applyFilters(*selection); !status)
            return status.error();
    }
    if (profile->sampleTypes.empty())
        return Error{"profile has no samples"};
    const auto index = profile->sampleIndex(options.sampleIndex);
    if (!index)
        return index.error();
    report.m_formula.column = *index;
    report.m_formula.count = options.mean ? 0 : -1;
    if (options.divideBy == 0)
        return Error{"zero divisor specified"};
    if (!argument.empty()) {
        const auto re = Regex::compile(argument);
        if (!re)
            return Error{"parsing argument regexp " + argument +
                         ": error parsing regexp: " + re.error().message};
        report.m_argument = *re;
    }
    report.m_total = totalOf(*selection, report.formula());
    if (!options.relativePercentages) {
        if (const Status status = report.applyFilters(*selection); !status)
            return status.error();
    }
    if (options.noInlines)
        selection->dropInlines();
    report.m_selection = std::move(selection);
    return report;
}

int64_t Report::divided(int64_t value) const
{
    const double ratio = 1 / m_options.divideBy;
    return ratio > 0 && ratio != 1 ? static_cast<int64_t>(static_cast<double>(value) * ratio) : value;
}

std::string Report::format(int64_t value) const
{
    return measure::scaledLabel(divided(value), sampleType().unit, m_unit);
}

int64_t Report::value(size_t sample) const
{
    return profile().samples.values[static_cast<size_t>(sampleIndex())][sample];
}

int64_t Report::divisor(size_t sample) const
{
    return m_options.mean ? profile().samples.values[0][sample] : 0;
}

std::shared_ptr<const FrameTable> Report::frames(bool cleanPaths) const
{
    FrameOptions options;
    options.granularity = m_options.granularity;
    options.noInlines = m_options.noInlines;
    options.showColumns = m_options.showColumns;
    options.objectNames = cleanPaths && (m_kind == ReportKind::List || m_kind == ReportKind::WebList ||
                                         m_kind == ReportKind::Callgrind);
    if (cleanPaths) {
        options.trimPath = [this](std::string_view path) {
            return proflens::trimPath(path, m_options.trimPath, m_options.sourcePath);
        };
    }
    return FrameTable::make(*m_selection, options);
}

GraphOptions Report::graphOptions() const
{
    GraphOptions options;
    options.visual = m_kind == ReportKind::Dot;
    options.callTree = m_options.callTree && (m_kind == ReportKind::Dot || m_kind == ReportKind::Callgrind);
    options.sortByCum = m_options.sortByCum;
    options.dropNegative = m_options.dropNegative;
    options.tags = m_kind == ReportKind::Dot;
    options.tagUnit = m_options.unit;
    options.nodeCount = m_options.nodeCount;
    options.nodeFraction = m_options.nodeFraction;
    options.edgeFraction = m_options.edgeFraction;
    const bool list = m_kind == ReportKind::Top || m_kind == ReportKind::TopProto;
    options.edges = list ? WantedEdges::ToInlined : WantedEdges::All;
    return options;
}

void Report::chooseUnit(const CallGraph &calls)
{
    if (m_options.unit == "minimum" && !calls.shown.empty()) {
        int64_t smallest = 0;
        for (uint32_t i : calls.shown) {
            const CallGraph::Node &node = calls.nodes[i];
            int64_t value = std::abs(node.flatValue());
            if (value == 0)
                value = std::abs(node.cumValue());
            if (value > 0 && (smallest == 0 || value < smallest))
                smallest = value;
        }
        m_unit = chooseOutputUnit(smallest, m_total, sampleType().unit, 1 / m_options.divideBy,
                                  m_kind == ReportKind::Callgrind);
    }
}

ReportGraph Report::graph()
{
    ReportGraph result;
    const GraphOptions wanted = graphOptions();
    if (!wanted.callTree && !wanted.tags) {
        // One is names, the other numbers: neither needs the other.
        std::optional<StackSums> sums;
        constexpr size_t many = 1U << 16; // below, a thread takes as long
        inParallel(2, profile().samples.size() > many ? 1 : 2, [&](size_t begin, size_t end) {
            if (begin == 0)
                result.frames = frames();
            if (end == 2)
                sums.emplace(*m_selection, m_formula);
        });
        result.trimmed = trimmedGraph(*m_selection, *result.frames, *sums, wanted);
        chooseUnit(result.calls());
        return result;
    }
    result.frames = frames();
    result.stacks = StackIndex::make(*m_selection, *result.frames);
    result.weights = weigh(*m_selection, *result.stacks, m_formula);

    const GraphInput input{*m_selection, *result.frames, *result.stacks, result.weights, m_formula};
    result.trimmed = trimmedGraph(input, wanted);
    chooseUnit(result.calls());
    return result;
}

Report Report::of(const AnalysisPtr &analysis, ReportKind kind, const ReportOptions &options)
{
    const AnalysisOptions &looked = analysis->options();
    Report report;
    report.m_kind = kind;
    report.m_options = options;
    report.m_options.mean = looked.mean;
    report.m_options.granularity = looked.granularity;
    report.m_options.noInlines = looked.noInlines;
    report.m_options.showColumns = looked.showColumns;
    report.m_options.dropNegative = looked.dropNegative;
    report.m_options.divideBy = looked.divideBy;
    report.m_options.allFrames = looked.allFrames;
    report.m_options.relativePercentages = looked.relativePercentages;
    report.m_options.tagRoot = looked.tagRoot;
    report.m_options.tagLeaf = looked.tagLeaf;
    report.m_options.filters = looked.filters;
    report.m_options.unit = looked.unit;
    report.m_unit = looked.unit;
    report.m_formula = analysis->formula();
    report.m_total = analysis->total();
    report.m_selection = {analysis, &analysis->selection()};
    return report;
}

ReportGraph Report::graph(const AnalysisPtr &analysis, const StopToken &stop)
{
    ReportGraph result;
    result.frames = {analysis, &analysis->frames()};
    result.stacks = {analysis, &analysis->stacks()};
    const GraphInput input{*m_selection, *result.frames, *result.stacks,    analysis->weights(),
                           m_formula,    std::nullopt,   &analysis->costs()};
    result.trimmed = trimmedGraph(input, graphOptions(), stop);
    chooseUnit(result.calls());
    return result;
}

std::vector<std::string> Report::profileLabels() const
{
    const Profile &p = profile();
    std::vector<std::string> labels;
    if (!p.mappings.empty()) {
        const std::string_view file = p.text(p.mappings[0].file);
        const std::string_view buildId = p.text(p.mappings[0].buildId);
        if (!file.empty())
            labels.push_back("File: " + std::string(baseName(file)));
        if (!buildId.empty())
            labels.push_back("Build ID: " + std::string(buildId));
    }
    for (const std::string &comment : p.comments) {
        if (!comment.starts_with('#'))
            labels.push_back(comment);
    }
    if (!sampleType().type.empty() || m_options.mean)
        labels.push_back("Type: " + std::string(m_options.mean ? "mean_" : "") + sampleType().type);
    if (!p.docUrl.empty())
        labels.push_back("Doc: " + p.docUrl);
    if (p.timeNanos != 0) {
        int64_t seconds = p.timeNanos / 1000000000;
        if (p.timeNanos % 1000000000 < 0)
            --seconds;
        const auto time = static_cast<std::time_t>(seconds);
        std::tm local{};
        char text[64];
        if (localtime_r(&time, &local) && std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %Z", &local))
            labels.push_back(std::string("Time: ") + text);
    }
    if (p.durationNanos != 0) {
        const measure::Scaled nanos = measure::scale(m_total, sampleType().unit, "nanoseconds");
        std::string share;
        if (nanos.unit == "ns" && nanos.value != 0)
            share = '(' + measure::percentage(static_cast<int64_t>(nanos.value), p.durationNanos) + ')';
        labels.push_back("Duration: " + measure::label(p.durationNanos, "nanoseconds") +
                         ", Total samples = " + format(m_total) + ' ' + share);
    }
    return labels;
}

std::vector<std::string> Report::filterLabels(const std::vector<Filter> &filters)
{
    // prune_from is not among them; order and names are those of pprof's legend.
    std::vector<std::string> labels;
    for (size_t kind = 0; kind < static_cast<size_t>(FilterKind::PruneFrom); ++kind) {
        for (const Filter &filter : filters) {
            if (filter.kind != static_cast<FilterKind>(kind))
                continue;
            if (labels.empty())
                labels.emplace_back("Active filters:");
            const std::string text = std::string(filterName(filter.kind)) + '=' + filter.pattern;
            labels.push_back("   " + (text.size() > 80 ? text.substr(0, 80) + "…" : text));
        }
    }
    return labels;
}

std::vector<std::string> Report::graphLabels(const ReportGraph &graph, bool full) const
{
    std::vector<std::string> labels;
    if (full || !m_options.compactLabels)
        labels = profileLabels();
    const std::vector<std::string> active = filterLabels(m_options.filters);
    labels.insert(labels.end(), active.begin(), active.end());

    const TrimmedGraph &trimmedGraph = graph.trimmed;
    const int64_t shown = graph.calls().shownFlat();
    labels.push_back("Showing nodes accounting for " + format(shown) + ", " +
                     trimmed(measure::percentage(shown, m_total)) + " of " + format(m_total) + " total");
    if (m_total != 0) {
        const auto dropped = [&](size_t count, const char *what, const char *measured, double fraction) {
            if (count > 0) {
                labels.push_back("Dropped " + std::to_string(count) + ' ' + what + (count > 1 ? "s" : "") +
                                 " (" + measured + " <= " + format(scaledTotal(m_total, fraction)) + ')');
            }
        };
        dropped(trimmedGraph.droppedNodes, "node", "cum", m_options.nodeFraction);
        if (full)
            dropped(trimmedGraph.droppedEdges, "edge", "freq", m_options.edgeFraction);
        const size_t count = graph.calls().shown.size();
        if (count > 0 && count < trimmedGraph.originalCount)
            labels.push_back("Showing top " + std::to_string(count) + " nodes out of " +
                             std::to_string(trimmedGraph.originalCount));
    }
    if (full)
        labels.emplace_back("\nSee https://git.io/JfYMW for how to read the graph");
    return labels;
}

namespace {

Status print(Report &report, Output &out)
{
    switch (report.kind()) {
    case ReportKind::Top:
        return printTop(report, out);
    case ReportKind::Tree:
    case ReportKind::Peek:
        return printTree(report, out);
    case ReportKind::Traces:
        return printTraces(report, out);
    case ReportKind::Tags:
        return printTags(report, out);
    case ReportKind::Raw:
        return printRaw(report, out);
    case ReportKind::Comments:
        return printComments(report, out);
    case ReportKind::List:
        return printList(report, out);
    case ReportKind::WebList:
        return printWebList(report, out);
    case ReportKind::Dot:
        return printDot(report, out);
    case ReportKind::Callgrind:
        return printCallgrind(report, out);
    case ReportKind::Proto:
        return printProto(report, out);
    case ReportKind::TopProto:
        return printTopProto(report, out);
    case ReportKind::Folded:
        return printFolded(report, out);
    case ReportKind::Speedscope:
        return printSpeedscope(report, out);
    }
    return Error{"unknown report"};
}

} // namespace

Status writeReport(const ProfilePtr &profile, ReportKind kind, const ReportOptions &options,
                   const std::string &argument, Output &out, std::vector<std::string> *notes)
{
    try {
        auto made = Report::make(profile, kind, options, argument);
        if (made && notes)
            *notes = (*made).notes();
        return made ? print(*made, out) : made.error();
    } catch (const std::bad_alloc &) {
        return Error{
            "there is not enough free memory for this report; leave out samples with -focus or -ignore"};
    }
}

} // namespace proflens
