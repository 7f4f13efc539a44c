// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"
#include "core/analyze/graph.h"
#include "core/report/output.h"
#include "core/select/coderules.h"

#include <optional>
#include <string>
#include <vector>

namespace proflens {

enum class ReportKind {
    Top,
    Tree,
    Peek,
    Traces,
    Tags,
    Raw,
    Comments,
    List,
    WebList,
    Dot,
    Callgrind,
    Proto,
    TopProto,
    Folded,
    Speedscope,
};

// Whether a report comes out the same where equal samples were left apart (EqualSamples): those that show
// sums over stacks and nothing of single samples.
bool addsUpByItself(ReportKind kind);

// The options of pprof, with its defaults (reference: google/pprof, internal/driver/config.go). Their names
// and how they are spelled are in optiontable.h.
struct ReportOptions
{
    std::string output;      // a file; empty: standard output
    std::string sampleIndex; // a number or a type's name; "" the default
    bool mean = false;
    bool sortByCum = false;
    bool callTree = false;
    bool dropNegative = false;
    bool compactLabels = false;
    bool relativePercentages = false;
    bool allFrames = false;
    bool noInlines = false;
    bool showColumns = false;
    bool trim = true;
    Granularity granularity = Granularity::Functions;
    int nodeCount = -1;
    double nodeFraction = 0.005;
    double edgeFraction = 0.001;
    double divideBy = 1;
    std::string unit = "minimum";
    std::vector<Filter> filters;
    MyCode myCode;                             // beside the filters: -only_my_code
    std::vector<std::string> tagRoot, tagLeaf; // label keys whose values become frames
    // Lists of folders with ":" between them: where source files are, and what their names begin with that is
    // of no interest. Without sourcePath, files are looked for from the current folder.
    std::string sourcePath, trimPath;
    bool intelSyntax = false;
    bool normalize = false; // scale to the base; for whoever reads the profiles
    // Whether a base was taken away from the profile, for headings of ours; set by whoever reads the
    // profiles.
    bool isDifference = false;

    bool operator==(const ReportOptions &) const = default;
};

// How a window would look at a profile under these options. The profile tells whose code it is where that is
// asked for; sampleIndex is left to the caller, as the two sides of a comparison may number types otherwise.
AnalysisOptions analysisOptions(const ReportOptions &options, const Profile &profile);

// A trimmed graph with the tables that its ids point into.
struct ReportGraph
{
    std::shared_ptr<const FrameTable> frames;
    std::shared_ptr<const StackIndex> stacks; // nullptr, and no weights, where the graph was made without
    StackWeights weights;
    TrimmedGraph trimmed;

    const CallGraph &calls() const { return trimmed.graph; }
};

// A profile under one set of options, ready to be printed. What all reports share: selection, total, units,
// headings.
class Report
{
public:
    // argument: the regular expression of -peek and -list.
    static Result<Report> make(const ProfilePtr &profile, ReportKind kind, const ReportOptions &options,
                               const std::string &argument = {});

    // A report on what a window shows: sample type, filters, granularity and unit are the analysis's, how
    // much of the graph is shown is that of options. Shares the selection.
    static Report of(const AnalysisPtr &analysis, ReportKind kind, const ReportOptions &options);

    const Profile &profile() const { return *m_selection->profile(); }
    const Selection &selection() const { return *m_selection; }
    const ReportOptions &options() const { return m_options; }
    ReportKind kind() const { return m_kind; }
    int sampleIndex() const { return m_formula.column; }
    const ValueFormula &formula() const { return m_formula; }
    const ValueType &sampleType() const { return profile().sampleTypes[static_cast<size_t>(sampleIndex())]; }
    int64_t total() const { return m_total; }
    const std::optional<Regex> &argument() const { return m_argument; }
    // Filters that matched nothing, as pprof says it: "Focus expression matched no samples".
    const std::vector<std::string> &notes() const { return m_notes; }
    std::string format(int64_t value) const;
    // A value as divide_by has it, in the unit of the sample type.
    int64_t divided(int64_t value) const;
    const std::string &unit() const { return m_unit; }

    // Frames under the options. cleanPaths: whether trim_path applies (traces print names as they are).
    std::shared_ptr<const FrameTable> frames(bool cleanPaths = true) const;
    // The graph of the report's kind, trimmed by its options, with what it was made of. Sets the unit by what
    // it shows.
    ReportGraph graph();
    // The graph of an analysis's own frames and stacks, for a report of it. Stops early when asked to.
    ReportGraph graph(const AnalysisPtr &analysis, const StopToken &stop);
    // Values of the sample, by pprof's rules: the mean's divisor is 0 if none is asked for.
    int64_t value(size_t sample) const;
    int64_t divisor(size_t sample) const;

    // "Active filters:" and a line for each, as in pprof's legends; nothing where there are none.
    static std::vector<std::string> filterLabels(const std::vector<Filter> &filters);
    // "File: …", "Type: …" and so on.
    std::vector<std::string> profileLabels() const;
    // These, the active filters, and what the graph shows of the whole. full: as in drawings, with all labels
    // and a link.
    std::vector<std::string> graphLabels(const ReportGraph &graph, bool full) const;

private:
    Report() = default;
    Status applyFilters(Selection &selection);
    GraphOptions graphOptions() const;
    void chooseUnit(const CallGraph &calls);

    ReportKind m_kind = ReportKind::Top;
    ReportOptions m_options;
    std::shared_ptr<const Selection> m_selection;
    std::optional<Regex> m_argument;
    std::vector<std::string> m_notes;
    ValueFormula m_formula;
    int64_t m_total = 0;
    std::string m_unit;
};

// Prints a report as pprof does, byte for byte. Nothing is printed when an Error is returned. notes: where
// Report::notes() go.
Status writeReport(const ProfilePtr &profile, ReportKind kind, const ReportOptions &options,
                   const std::string &argument, Output &out, std::vector<std::string> *notes = nullptr);

} // namespace proflens
