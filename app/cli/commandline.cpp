// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"

#include "core/report/optiontable.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <set>

namespace proflens {

namespace {

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
            if (const Status status = flag.set(*value); !status) {
                return status.error().message.empty()
                           ? Error{"option -" + name + " cannot be \"" + *value + '"'}
                           : Error{"option -" + status.error().message};
            }
        }
        return settle(std::move(files));
    }

private:
    struct Flag
    {
        bool isSwitch = false;
        // The Error may have no text: the value is none of this option's.
        std::function<Status(const std::string &)> set;
    };

    void addSwitch(const std::string &name, bool *target)
    {
        addSwitch(name, [target](bool on) { *target = on; });
    }
    void addSwitch(const std::string &name, std::function<void(bool)> set)
    {
        m_flags[name] = {true, [set = std::move(set)](const std::string &text) -> Status {
                             bool value = false;
                             if (!readBool(text, OptionSyntax::Flag, value))
                                 return Error{};
                             set(value);
                             return success();
                         }};
    }
    void addText(const std::string &name, std::function<void(const std::string &)> set)
    {
        m_flags[name] = {false, [set = std::move(set)](const std::string &text) {
                             set(text);
                             return success();
                         }};
    }
    void addText(const std::string &name, std::string *target)
    {
        addText(name, [target](const std::string &text) { *target = text; });
    }
    void addInt(const std::string &name, int *target)
    {
        m_flags[name] = {false, [target](const std::string &text) -> Status {
                             return readNumber(text, OptionSyntax::Flag, *target) ? success() : Error{};
                         }};
    }

    // pprof's options; of those with choices, each choice is a switch.
    void addOption(const Option &option)
    {
        for (const OptionChoice &choice : option.choices) {
            addSwitch(std::string(choice.name), [this, &option, &choice](bool on) {
                if (on)
                    m_choices[&option].emplace(choice.name);
            });
        }
        if (!option.choices.empty())
            return;
        m_flags[std::string(option.name)] = {option.kind() == OptionKind::Bool,
                                             [this, &option](const std::string &text) {
                                                 return option.set(m_line.options, text, OptionSyntax::Flag);
                                             }};
    }

    void addReport(const ReportCommand &command)
    {
        const std::string name(command.name);
        if (command.takesPattern) {
            addText(name, [this, &command](const std::string &text) {
                // As with pprof, it is as if the option were not there.
                if (text.empty()) {
                    m_withoutPattern = command.name;
                    return;
                }
                choose(command);
                m_line.argument = text;
            });
            return;
        }
        addSwitch(name, [this, &command](bool on) {
            if (on)
                choose(command);
        });
    }
    void choose(const ReportCommand &command)
    {
        m_reports.emplace(command.name);
        if (command.opensWindow) {
            m_line.viewer = command.name;
            return;
        }
        m_line.report = command.kind;
        m_line.drawing = command.drawing;
        m_line.ending = command.ending;
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
        for (const ReportCommand &command : reportCommands())
            addReport(command);
        for (const Option &option : optionTable())
            addOption(option);
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
        addSwitch("csv", &m_line.csv);
        m_flags["fail_if"] = {false, [this](const std::string &text) -> Status {
                                  const auto limit = Limit::parse(text);
                                  if (!limit)
                                      return Error{limit.error().message.substr(1)};
                                  m_line.limits.push_back(*limit);
                                  return success();
                              }};
        addSwitch("shell", &m_line.shell);
        m_flags[std::string(myCodeOption)] = {true, [this](const std::string &text) {
                                                  return readMyCode(text, OptionSyntax::Flag,
                                                                    m_line.options.myCode);
                                              }};

        addSwitch("all_frames", &m_line.options.allFrames);
        m_flags["scale"] = {false, [this](const std::string &text) -> Status {
                                return setScale(text) ? success() : Error{};
                            }};
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

        addText("symbolize", [this](const std::string &words) {
            NameWords parsed = parseNameWords(words);
            m_line.names = parsed.options;
            m_line.symbolize = words;
            m_line.warning = std::move(parsed.problem);
        });

        // Profiles are read from files here, so these have nothing to act on; scripts that pass them to pprof
        // run as they are.
        addText("tools", [](const std::string &) {});
        addInt("seconds", &m_ignored);
        addInt("timeout", &m_ignored);
        addText("http", [this](const std::string &address) {
            if (!address.empty())
                m_line.viewer = "http";
        });
        addSwitch("no_browser", &m_noBrowser);

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
        else if (double factor = 0; readNumber(text, factor) && factor > 0 && std::isfinite(factor))
            scaling = {ScaleBy::Factor, factor, {}};
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

    // What shapes one report of the command line has no place beside -shell.
    Status shellIsAlone() const
    {
        const bool isAsked = m_line.isReport() || !m_line.viewer.empty();
        std::string other, instead;
        if (m_line.csv || m_line.json) {
            other = m_line.csv ? "csv" : "json";
            instead = "-top -" + other;
        } else if (m_line.flameGraph) {
            other = "flame";
            instead = "-svg -flame";
        } else if (m_line.html || m_line.summary) {
            other = m_line.html ? "html" : "summary";
            instead = '-' + other + " -diff_base=BASE";
        } else if (isAsked) {
            other = !m_line.viewer.empty() ? m_line.viewer
                    : m_reports.empty()    ? "fail_if"
                                           : *m_reports.begin();
        } else {
            return success();
        }
        return Error{
            "-shell asks for reports one by one; leave out -" + other +
            (instead.empty() ? std::string() : ", or leave out -shell and say " + instead + " FILE")};
    }

    Status settle(std::vector<std::string> files)
    {
        if (m_reports.size() > 1)
            return Error{"must set at most one output format"};
        if (m_line.shell) {
            if (const Status alone = shellIsAlone(); !alone)
                return alone;
        } else if (!m_withoutPattern.empty() && !m_line.isReport() && m_line.viewer.empty()) {
            return Error{'-' + m_withoutPattern +
                         " needs a regular expression that names of functions match, " + "such as -" +
                         m_withoutPattern + "=main"};
        }
        const bool flame = m_line.drawing == Drawing::Svg || m_line.drawing == Drawing::Png ||
                           m_line.drawing == Drawing::Pdf;
        if (m_line.flameGraph && !flame)
            return Error{"-flame says what -svg, -png or -pdf draws; name one of them, too"};
        const auto conflict = [](const std::set<std::string> &names) {
            std::string list;
            for (const std::string &name : names)
                list += (list.empty() ? "" : " ") + name;
            return Error{"conflicting options set: [" + list + ']'};
        };
        for (const auto &[option, words] : m_choices) {
            if (words.size() > 1)
                return conflict(words);
            if (const Status set = option->set(m_line.options, *words.begin(), OptionSyntax::Flag); !set)
                return set;
        }
        if (m_line.viewer == "http" && !m_reports.empty())
            return Error{"-http is not compatible with an output format on the command line"};
        if (m_noBrowser && m_line.viewer != "http")
            return Error{"-no_browser only makes sense with -http"};
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
        if (m_line.options.normalize && m_line.bases.empty())
            return Error{"must have base profile to normalize by"};
        if (m_line.options.normalize && m_hasScale)
            return Error{"-normalize is -scale=total for short; name one of them"};
        if (m_hasScale && m_line.bases.empty())
            return Error{"-scale is about a base; name it with -diff_base=FILE, too"};
        if (m_line.options.normalize)
            m_line.scaling.by = ScaleBy::Total;
        if (m_line.json && m_line.csv)
            return conflict({"csv", "json"});
        const bool rows = m_line.report && hasRows(*m_line.report);
        if ((m_line.json && !m_line.summary && !rows) || (m_line.csv && !rows))
            return Error{std::string(m_line.json ? "-json" : "-csv") +
                         " says how -top, -tree, -peek, -traces" +
                         (m_line.json ? ", -tags and -summary" : " and -tags") +
                         " are printed; name one of them, too"};
        for (const Limit &limit : m_line.limits) {
            if (limit.needsBase() && m_line.bases.empty())
                return Error{"-fail_if=" + limit.text() +
                             " is about a change; name what to compare with by -diff_base=FILE, too"};
        }
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
        if ((m_line.isReport() || m_line.shell || !m_line.viewer.empty()) && m_line.sources.empty() &&
            !m_line.help && !m_line.version)
            return Error{"no profile named; say proflens -top FILE, for example"};
        return success();
    }

    CommandLine &m_line;
    std::map<std::string, Flag> m_flags;
    std::set<std::string> m_reports;
    std::map<const Option *, std::set<std::string>> m_choices;
    std::vector<std::pair<std::string, std::string>> m_sampleTypes;
    std::vector<std::string> m_plainBases, m_diffBases;
    std::string m_withoutPattern; // a report that was asked for with an empty pattern
    bool m_hasScale = false, m_noBrowser = false;
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
  proflens -shell [options] [binary] FILE…   ask for reports one by one, as in pprof's shell

Options take one dash or two. Several files are merged for a report.

Reports, as go tool pprof prints them:
  -top, -text         functions by cost
  -tree               functions with their callers and callees
  -peek=REGEX         the same for functions whose name matches
  -list=REGEX         source of matching functions with the cost of each line
  -weblist=REGEX      the same as a page for a browser, with calls inlined into a line beneath it
  -traces             every sample with its stack
  -tags               costs by label
  -raw, -comments     what is in the file
  -dot, -svg, -png, -pdf, -ps, -gif
                      the call graph; with -flame, -svg -png -pdf draw the flame graph
  -callgrind          for KCachegrind
  -proto, -topproto   as a profile again, filtered
  -folded, -speedscope
                      stacks with their values, for other programs
  -output=FILE        where to; standard output unless named
  -csv, -json         -top, -tree, -peek, -traces and -tags for programs: exact numbers, and
                      of -top with a base those of both sides
  -fail_if=LIMIT      prints what breaks a limit, a line each, and ends with status 1 if anything
                      does: 'flat > 10%', 'cum(json\.) > 50ms', 'total > 2GB', and with a base
                      'growth > 5%', 'flat ratio > 1.5 and flat growth > 1%'
  -web, -http=…, -eog, -evince, -gv, -kcachegrind
                      the window, with the same options

What is measured and shown:
  -sample_index=TYPE  by name or number; -inuse_space, -inuse_objects, -alloc_space,
                      -alloc_objects, -contentions, -total_delay, -mean_delay for short
  -unit=UNIT, -divide_by=N, -mean
  -functions -filefunctions -files -lines -addresses, -noinlines, -showcolumns
  -cum, -flat         what to sort by
  -nodecount=N -nodefraction=F -edgefraction=F -trim=false -drop_negative
  -call_tree -relative_percentages -compact_labels -all_frames
  -source_path=DIRS -trim_path=PREFIXES   lists with ":" between
  -symbolize=demangle=full|templates|default|none, none
                      how much of C++ and Rust names is spelled out; none: names as in the file

Filters (RE2 regular expressions on function, file and binary names):
  -focus -ignore -hide -show -show_from -prune_from
  -tagfocus -tagignore -tagshow -taghide  (on labels)
  -only_my_code       hide the runtime and standard library of the language, as it is guessed or
                      as -only_my_code=LANGUAGE says: go, cpp, rust, java, python, javascript,
                      dotnet, php, ruby

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
