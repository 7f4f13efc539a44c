// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <set>

namespace proflens {

namespace {

// The truth values of Go's flag package.
std::optional<bool> toBool(const std::string &text)
{
    static const std::set<std::string> yes = {"1", "t", "T", "TRUE", "true", "True"};
    static const std::set<std::string> no = {"0", "f", "F", "FALSE", "false", "False"};
    if (yes.contains(text))
        return true;
    if (no.contains(text))
        return false;
    return {};
}

std::optional<int> toInt(const std::string &text)
{
    int value = 0;
    const char *begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const auto parsed = std::from_chars(begin, text.data() + text.size(), value);
    if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
        return {};
    return value;
}

std::optional<double> toDouble(const std::string &text)
{
    double value = 0;
    const char *begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const auto parsed = std::from_chars(begin, text.data() + text.size(), value);
    if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
        return {};
    return value;
}

// A file that begins like an ELF, Mach-O or PE program.
bool isBinary(const std::string &path)
{
    char magic[4] = {};
    std::ifstream file(path, std::ios::binary);
    if (!file.read(magic, sizeof magic))
        return false;
    const std::string_view m(magic, 4);
    return m == "\x7f"
                "ELF" ||
           m.starts_with("MZ") || m == "\xcf\xfa\xed\xfe" || m == "\xce\xfa\xed\xfe" ||
           m == "\xfe\xed\xfa\xcf" || m == "\xfe\xed\xfa\xce" || m == "\xca\xfe\xba\xbe";
}

class Parser
{
public:
    explicit Parser(CommandLine &line)
        : m_line(line)
    {
        declare();
    }

    Status parse(std::span<const std::string> arguments)
    {
        bool onlyFiles = false;
        std::vector<std::string> files;
        for (size_t i = 0; i < arguments.size(); ++i) {
            const std::string &argument = arguments[i];
            if (onlyFiles || argument.size() < 2 || argument[0] != '-') {
                files.push_back(argument);
                continue;
            }
            if (argument == "--") {
                onlyFiles = true;
                continue;
            }
            std::string name = argument.substr(argument[1] == '-' ? 2 : 1);
            std::optional<std::string> value;
            if (const size_t equals = name.find('='); equals != std::string::npos) {
                value = name.substr(equals + 1);
                name.resize(equals);
            }
            const auto known = m_flags.find(name);
            if (known == m_flags.end())
                return Error{"-" + name + " is not an option; see proflens --help"};
            const Flag &flag = known->second;
            if (!value && flag.isSwitch)
                value = "true";
            if (!value) {
                if (i + 1 == arguments.size())
                    return Error{"option -" + name + " needs a value"};
                value = arguments[++i];
            }
            if (!flag.set(*value))
                return Error{"option -" + name + " cannot be \"" + *value + '"'};
        }
        return settle(std::move(files));
    }

private:
    struct Flag
    {
        bool isSwitch = false;
        std::function<bool(const std::string &)> set; // false: not a value of this option
    };

    void addSwitch(const std::string &name, bool *target)
    {
        addSwitch(name, [target](bool on) { *target = on; });
    }
    void addSwitch(const std::string &name, std::function<void(bool)> set)
    {
        m_flags[name] = {true, [set = std::move(set)](const std::string &text) {
                             const auto value = toBool(text);
                             if (value)
                                 set(*value);
                             return value.has_value();
                         }};
    }
    void addText(const std::string &name, std::function<void(const std::string &)> set)
    {
        m_flags[name] = {false, [set = std::move(set)](const std::string &text) {
                             set(text);
                             return true;
                         }};
    }
    void addText(const std::string &name, std::string *target)
    {
        addText(name, [target](const std::string &text) { *target = text; });
    }
    void addInt(const std::string &name, int *target)
    {
        m_flags[name] = {false, [target](const std::string &text) {
                             const auto value = toInt(text);
                             if (value)
                                 *target = *value;
                             return value.has_value();
                         }};
    }
    void addDouble(const std::string &name, double *target)
    {
        m_flags[name] = {false, [target](const std::string &text) {
                             const auto value = toDouble(text);
                             if (value)
                                 *target = *value;
                             return value.has_value();
                         }};
    }

    void addReport(const std::string &name, ReportKind kind, Drawing drawing = Drawing::None)
    {
        addSwitch(name, [this, name, kind, drawing](bool on) {
            if (on)
                choose(name, kind, drawing);
        });
    }
    void choose(const std::string &name, ReportKind kind, Drawing drawing)
    {
        m_reports.insert(name);
        m_line.report = kind;
        m_line.drawing = drawing;
    }
    void addSearch(const std::string &name, ReportKind kind)
    {
        addText(name, [this, name, kind](const std::string &text) {
            if (text.empty())
                return;
            choose(name, kind, Drawing::None);
            m_line.argument = text;
        });
    }
    void addGranularity(const std::string &name, Granularity granularity)
    {
        addSwitch(name, [this, name, granularity](bool on) {
            if (!on)
                return;
            m_granularities.insert(name);
            m_line.options.granularity = granularity;
        });
    }
    void addSampleIndex(const std::string &name, const std::string &type)
    {
        addSwitch(name, [this, name, type](bool on) {
            if (on)
                m_sampleTypes.emplace_back(name, type);
        });
    }

    void declare()
    {
        ReportOptions &o = m_line.options;
        addReport("top", ReportKind::Top);
        addReport("text", ReportKind::Top);
        addReport("tree", ReportKind::Tree);
        addReport("traces", ReportKind::Traces);
        addReport("tags", ReportKind::Tags);
        addReport("raw", ReportKind::Raw);
        addReport("comments", ReportKind::Comments);
        addReport("dot", ReportKind::Dot);
        addReport("svg", ReportKind::Dot, Drawing::Svg);
        addReport("png", ReportKind::Dot, Drawing::Png);
        addReport("pdf", ReportKind::Dot, Drawing::Pdf);
        addReport("callgrind", ReportKind::Callgrind);
        addReport("proto", ReportKind::Proto);
        addReport("topproto", ReportKind::TopProto);
        addSearch("peek", ReportKind::Peek);
        addSearch("list", ReportKind::List);
        addSwitch("flame", &m_line.flameGraph);
        addSwitch("summary", [this](bool on) {
            if (on)
                m_reports.insert("summary");
            m_line.summary = on;
        });
        addSwitch("html", [this](bool on) {
            if (on)
                m_reports.insert("html");
            m_line.html = on;
        });
        addSwitch("json", &m_line.json);

        for (size_t kind = 0; kind < filterNames.size(); ++kind) {
            addText(std::string(filterNames[kind]),
                    [this, kind](const std::string &pattern) { m_filters[kind] = pattern; });
        }
        addGranularity("functions", Granularity::Functions);
        addGranularity("filefunctions", Granularity::FileFunctions);
        addGranularity("files", Granularity::Files);
        addGranularity("lines", Granularity::Lines);
        addGranularity("addresses", Granularity::Addresses);
        addSwitch("flat", [this](bool on) { m_flat = on; });
        addSwitch("cum", [this](bool on) { m_cum = on; });
        addSwitch("call_tree", &o.callTree);
        addSwitch("relative_percentages", &o.relativePercentages);
        addSwitch("compact_labels", &o.compactLabels);
        addSwitch("mean", &o.mean);
        addSwitch("noinlines", &o.noInlines);
        addSwitch("showcolumns", &o.showColumns);
        addSwitch("drop_negative", &o.dropNegative);
        addSwitch("trim", &o.trim);
        addSwitch("all_frames", &o.allFrames);
        addSwitch("normalize", &m_line.normalize);
        m_flags["scale"] = {false, [this](const std::string &text) { return setScale(text); }};
        addInt("nodecount", &o.nodeCount);
        addDouble("nodefraction", &o.nodeFraction);
        addDouble("edgefraction", &o.edgeFraction);
        addDouble("divide_by", &o.divideBy);
        addText("unit", &o.unit);
        addText("sample_index", &o.sampleIndex);
        addText("source_path", &m_line.sourcePath);
        addText("trim_path", &m_line.trimPath);
        addText("output", &m_line.output);
        addText("buildid", &m_line.buildId);
        addText("add_comment", &m_line.comment);
        addText("base", [this](const std::string &file) { addNonEmpty(m_plainBases, file); });
        addText("diff_base", [this](const std::string &file) { addNonEmpty(m_diffBases, file); });

        // Later ones do not override earlier ones, so their order is pprof's.
        addSampleIndex("total_delay", "delay");
        addSampleIndex("mean_delay", "delay");
        addSampleIndex("contentions", "contentions");
        addSampleIndex("inuse_space", "inuse_space");
        addSampleIndex("inuse_objects", "inuse_objects");
        addSampleIndex("alloc_space", "alloc_space");
        addSampleIndex("alloc_objects", "alloc_objects");

        // Profiles are read from files here and names are shown as they are, so these have nothing to act on;
        // scripts that pass them to pprof run as they are.
        addText("symbolize", [](const std::string &) {});
        addText("tools", [](const std::string &) {});
        addInt("seconds", &m_ignored);
        addInt("timeout", &m_ignored);

        addSwitch("help", &m_line.help);
        addSwitch("h", &m_line.help);
        addSwitch("version", &m_line.version);
    }

    // none, duration, total, label:KEY, or a factor.
    bool setScale(const std::string &text)
    {
        constexpr std::string_view label = "label:";
        Scaling scaling;
        if (text == "duration")
            scaling.by = ScaleBy::Duration;
        else if (text == "total")
            scaling.by = ScaleBy::Total;
        else if (text.starts_with(label) && text.size() > label.size())
            scaling = {ScaleBy::Label, 1, text.substr(label.size())};
        else if (const auto factor = toDouble(text); factor && *factor > 0 && std::isfinite(*factor))
            scaling = {ScaleBy::Factor, *factor, {}};
        else if (text != "none")
            return false;
        m_line.scaling = scaling;
        m_hasScale = true;
        return true;
    }

    static void addNonEmpty(std::vector<std::string> &list, const std::string &text)
    {
        if (!text.empty())
            list.push_back(text);
    }

    Status settle(std::vector<std::string> files)
    {
        if (m_reports.size() > 1)
            return Error{"must set at most one output format"};
        if (m_line.flameGraph && m_line.drawing == Drawing::None)
            return Error{"-flame says what -svg, -png or -pdf draws; name one of them, too"};
        const auto conflict = [](const std::set<std::string> &names) {
            std::string list;
            for (const std::string &name : names)
                list += (list.empty() ? "" : " ") + name;
            return Error{"conflicting options set: [" + list + ']'};
        };
        if (m_granularities.size() > 1)
            return conflict(m_granularities);
        if (m_flat && m_cum)
            return conflict({"cum", "flat"});
        m_line.options.sortByCum = m_cum;
        for (size_t kind = 0; kind < filterNames.size(); ++kind) {
            if (!m_filters[kind].empty())
                m_line.options.filters.push_back({static_cast<FilterKind>(kind), m_filters[kind]});
        }
        for (const auto &[name, type] : m_sampleTypes) {
            if (m_line.options.sampleIndex.empty())
                m_line.options.sampleIndex = type;
            if (name == "mean_delay")
                m_line.options.mean = true;
        }
        if (!m_plainBases.empty() && !m_diffBases.empty())
            return Error{"-base and -diff_base flags cannot both be specified"};
        m_line.diffBase = !m_diffBases.empty();
        m_line.bases = m_line.diffBase ? m_diffBases : m_plainBases;
        if (m_line.normalize && m_line.bases.empty())
            return Error{"must have base profile to normalize by"};
        if (m_line.normalize && m_hasScale)
            return Error{"-normalize is -scale=total for short; name one of them"};
        if (m_hasScale && m_line.bases.empty())
            return Error{"-scale is about a base; name it with -diff_base=FILE, too"};
        if (m_line.normalize)
            m_line.scaling.by = ScaleBy::Total;
        if (m_line.json && !m_line.summary)
            return Error{"-json says how -summary is printed; name that, too"};
        if (m_line.html && m_line.bases.empty() && !m_line.help && !m_line.version)
            return Error{
                "-html writes a page about what changed between two profiles; name the other one with "
                "-diff_base"};
        if (m_line.summary && m_line.bases.empty() && !m_line.help && !m_line.version)
            return Error{"-summary says what changed between two profiles; name the other one with "
                         "-diff_base=FILE"};
        if (files.size() > 1 && isBinary(files[0])) {
            m_line.binary = files[0];
            files.erase(files.begin());
        }
        m_line.sources = std::move(files);
        if (m_line.isReport() && m_line.sources.empty() && !m_line.help && !m_line.version)
            return Error{"no profile named; say proflens -top FILE, for example"};
        return success();
    }

    CommandLine &m_line;
    std::map<std::string, Flag> m_flags;
    std::set<std::string> m_reports, m_granularities;
    std::array<std::string, filterNames.size()> m_filters;
    std::vector<std::pair<std::string, std::string>> m_sampleTypes;
    std::vector<std::string> m_plainBases, m_diffBases;
    bool m_flat = false, m_cum = false, m_hasScale = false;
    int m_ignored = 0;
};

} // namespace

Result<CommandLine> parseCommandLine(std::span<const std::string> arguments)
{
    CommandLine line;
    const Status status = Parser(line).parse(arguments);
    if (!status)
        return status.error();
    return line;
}

std::string helpText()
{
    return R"(Proflens: a desktop explorer for pprof profiles

  proflens [FILE…]                           open profiles in a window, or sessions (*.proflens)
  proflens REPORT [options] [binary] FILE…   print a report; needs no display

Options take one dash or two. Several files are merged for a report.

Reports, as go tool pprof prints them:
  -top, -text         functions by cost
  -tree               functions with their callers and callees
  -peek=REGEX         the same for functions whose name matches
  -list=REGEX         source of matching functions with the cost of each line
  -traces             every sample with its stack
  -tags               costs by label
  -raw, -comments     what is in the file
  -dot, -svg, -png, -pdf
                      the call graph; with -flame, -svg -png -pdf draw the flame graph
  -callgrind          for KCachegrind
  -proto, -topproto   as a profile again, filtered
  -output=FILE        where to; standard output unless named

What is measured and shown:
  -sample_index=TYPE  by name or number; -inuse_space, -inuse_objects, -alloc_space,
                      -alloc_objects, -contentions, -total_delay, -mean_delay for short
  -unit=UNIT, -divide_by=N, -mean
  -functions -filefunctions -files -lines -addresses, -noinlines, -showcolumns
  -cum, -flat         what to sort by
  -nodecount=N -nodefraction=F -edgefraction=F -trim=false -drop_negative
  -call_tree -relative_percentages -compact_labels -all_frames
  -source_path=DIRS -trim_path=PREFIXES   lists with ":" between

Filters (RE2 regular expressions on function, file and binary names):
  -focus -ignore -hide -show -show_from -prune_from
  -tagfocus -tagignore -tagshow -taghide  (on labels)

Differences:
  -base=FILE, -diff_base=FILE    without a report, compare in a window
                      with -flame, draw one flame graph of both: blue is less, red is more
  -summary            what changed, in words; with -json as JSON
  -html               the same as a page with a flame graph and a table, for a browser
  -normalize, -scale=none|duration|total|label:KEY|FACTOR
                      what to multiply the base with before it is taken away: so that both are as long,
                      have the same total, or as many samples with a label; or a number
)";
}

} // namespace proflens
