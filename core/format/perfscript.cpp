// SPDX-License-Identifier: GPL-3.0-or-later
// What `perf script` prints by default and with the usual fields (-F
// comm,pid,tid,cpu,time,period,event,ip,sym, dso,symoff,srcline). For each sample a line about it, then a
// line for each call, from the leaf:
//   java 9/12 [002] 203265.377019: 1001001 cpu-clock:
//           6f1 gamma+0x12 (/usr/bin/java)
#include "core/format/foreignreaders.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace proflens::foreign {

namespace {

using legacy::LineReader;
using legacy::parseInt;
using legacy::parseUint;
using legacy::Pattern;
using legacy::trimmed;

// Events that get a column of values; what more there are is told by the label alone.
constexpr size_t mostEvents = 16;

struct Heading
{
    std::string_view process, pid, tid, time, period, event;
    std::string_view rest; // behind the event: the only call, or the fields of a tracepoint
};

std::optional<Heading> parseHeading(std::string_view line)
{
    // process, pid, tid, cpu and flags, time, period, event
    static const Pattern pattern(R"(^\s*(\S.*?)\s+(?:(-?\d+)/)?(-?\d+)\s+(?:\[\d+\]\s+)?(?:[.\w]{4,8}\s+)?)"
                                 R"((?:(\d+\.\d+):\s+)?(?:(\d+)\s+)?([^\s:(][^\s(]*):(?:\s+(.*))?$)");
    // Without the event: "java 12 [002] 203265.377019:"
    static const Pattern bare(R"(^\s*(\S.*?)\s+(?:(-?\d+)/)?(-?\d+)\s+(?:\[\d+\]\s+)?(\d+\.\d+):\s*$)");
    std::array<std::string_view, 8> groups;
    if (pattern.find(line, groups))
        return Heading{groups[1], groups[2], groups[3], groups[4], groups[5], groups[6], groups[7]};
    std::array<std::string_view, 5> few;
    if (bare.find(line, few))
        return Heading{few[1], few[2], few[3], few[4], {}, {}, {}};
    return {};
}

struct Call
{
    uint64_t address = 0;
    std::string_view symbol; // empty: unknown
    std::string_view binary; // empty: unknown
    bool inlined = false;
};

// Takes "(…)" off the end, with the parentheses inside it; nothing if there is none.
std::optional<std::string_view> takeParentheses(std::string_view &text)
{
    if (!text.ends_with(')'))
        return {};
    size_t depth = 0;
    for (size_t at = text.size(); at-- > 0;) {
        depth += text[at] == ')';
        if (text[at] != '(' || --depth > 0)
            continue;
        // "foo(int)" is a name; what perf adds stands apart.
        if (at > 0 && text[at - 1] != ' ')
            return {};
        const std::string_view inside = text.substr(at + 1, text.size() - at - 2);
        text = trimmed(text.substr(0, at));
        return inside;
    }
    return {};
}

std::optional<Call> parseCall(std::string_view line)
{
    std::string_view text = trimmed(line);
    const size_t digits = std::min(text.find_first_not_of("0123456789abcdef"), text.size());
    if (digits == 0 || digits > 16 || (digits < text.size() && text[digits] != ' '))
        return {};
    Call call;
    call.address = *parseUint(text.substr(0, digits), 16);
    text = trimmed(text.substr(digits));
    constexpr std::string_view unknown = "[unknown]";
    if (const auto inside = takeParentheses(text)) {
        call.inlined = *inside == "inlined";
        if (!call.inlined && *inside != unknown)
            call.binary = *inside;
    }
    const size_t offset = text.rfind("+0x");
    if (offset != std::string_view::npos && offset > 0 &&
        text.find_first_not_of("0123456789abcdef", offset + 3) == std::string_view::npos)
        text = text.substr(0, offset);
    if (text != unknown)
        call.symbol = text;
    return call;
}

// "  main.c:12", the place of the call on the line before (-F +srcline).
std::optional<std::pair<std::string_view, int64_t>> parseSource(std::string_view line)
{
    const std::string_view text = trimmed(line);
    const size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0 || text.starts_with("??"))
        return {};
    const auto number = parseInt(text.substr(colon + 1, text.find(' ', colon) - colon - 1), 10);
    if (!number)
        return {};
    return std::pair(text.substr(0, colon), *number);
}

bool isIndented(std::string_view line)
{
    return line.starts_with(' ') || line.starts_with('\t');
}

// "cycles:ppp" measures what "cycles" does.
std::string eventType(std::string_view event)
{
    const size_t colon = event.rfind(':');
    const bool modified = colon != std::string_view::npos && colon > 0 &&
                          event.find_first_not_of("ukhHGpPSDeWIb", colon + 1) == std::string_view::npos;
    return std::string(modified ? event.substr(0, colon) : event);
}

std::string_view eventUnit(std::string_view type)
{
    return type == "cpu-clock" || type == "task-clock" ? "nanoseconds" : "count";
}

// What the headings say of all samples together.
struct Survey
{
    std::vector<std::string> types;             // of the events that have a period
    std::vector<std::optional<int64_t>> period; // by type, where it is always the same
    std::vector<std::string> command;           // of `perf record`
    std::string program;                        // the first binary that is no library
    double firstTime = 0, lastTime = 0;         // seconds
    bool any = false, hasTimes = false, tooManyEvents = false;
};

// What perf knows of processes and mappings (--show-mmap-events and the like).
bool isRecord(std::string_view line)
{
    return line.find(" PERF_RECORD_") != std::string_view::npos;
}

// Whether a line is about a sample. Those that begin with spaces could be a call with a strange name.
std::optional<Heading> headingOf(std::string_view line)
{
    if (isRecord(line) || (isIndented(line) && parseCall(line)))
        return {};
    return parseHeading(line);
}

void learn(const Heading &heading, Survey &all)
{
    if (const auto dot = heading.time.find('.'); dot != std::string_view::npos) {
        const double time = std::strtod(std::string(heading.time).c_str(), nullptr);
        all.firstTime = all.hasTimes ? std::min(all.firstTime, time) : time;
        all.lastTime = all.hasTimes ? std::max(all.lastTime, time) : time;
        all.hasTimes = true;
    }
    const auto period = parseInt(heading.period, 10);
    if (!period)
        return;
    const std::string type = eventType(heading.event);
    const auto known = std::find(all.types.begin(), all.types.end(), type);
    if (known != all.types.end()) {
        auto &same = all.period[static_cast<size_t>(known - all.types.begin())];
        if (same && *same != *period)
            same.reset();
    } else if (all.types.size() < mostEvents) {
        all.types.push_back(type);
        all.period.emplace_back(*period);
    } else {
        all.tooManyEvents = true;
    }
}

// Neither a library nor what a compiler made at run time, nor the kernel.
bool isProgram(std::string_view binary)
{
    return !binary.empty() && binary.front() != '[' && !binary.ends_with(".map") &&
           binary.find(".so") == std::string_view::npos;
}

// Empty if the text is none of perf's: there must be a sample with a call early on.
Survey survey(std::string_view text, const ReadOptions &options)
{
    Survey all;
    LineReader lines(text, options);
    bool expectCall = false;
    constexpr size_t early = 200;
    while (lines.next()) {
        const std::string_view line = lines.line();
        if (line.starts_with('#')) {
            constexpr std::string_view command = "# cmdline : ";
            if (line.starts_with(command) && all.command.empty())
                all.command.emplace_back(line.substr(command.size(), 500));
            continue;
        }
        if (!all.any && lines.number() > early + 100)
            return {};
        if (const auto call = expectCall && isIndented(line) ? parseCall(line) : std::nullopt) {
            all.any = true;
            if (all.program.empty() && isProgram(call->binary))
                all.program = call->binary;
            continue;
        }
        const auto heading = headingOf(line);
        expectCall = heading.has_value() || (expectCall && isIndented(line));
        if (!heading)
            continue;
        learn(*heading, all);
        const auto call = parseCall(heading->rest);
        all.any = all.any || (call && !call->symbol.empty());
        if (call && all.program.empty() && isProgram(call->binary))
            all.program = call->binary;
    }
    return all.any ? all : Survey();
}

class Script
{
public:
    explicit Script(const Survey &all)
        : m_all(all)
    {
        m_draft.addSampleType("samples", "count");
        for (const std::string &type : all.types)
            m_draft.addSampleType(type, std::string(eventUnit(type)));
        Profile &header = m_draft.header();
        if (!all.types.empty()) {
            header.defaultSampleType = all.types[0];
            if (all.types.size() == 1 && all.period[0]) {
                header.periodType = header.sampleTypes[1];
                header.period = *all.period[0];
            }
        }
        if (all.hasTimes && all.lastTime - all.firstTime < 1e9)
            header.durationNanos = static_cast<int64_t>((all.lastTime - all.firstTime) * 1e9 + 0.5);
        header.comments = all.command;
        if (!all.program.empty())
            m_draft.mapping(all.program); // a profile is called by its first mapping
        m_values.resize(1 + all.types.size());
    }

    void begin(const Heading &heading)
    {
        end();
        m_open = true;
        std::fill(m_values.begin(), m_values.end(), 0);
        m_values[0] = 1;
        if (const auto period = parseInt(heading.period, 10)) {
            const auto known = std::find(m_all.types.begin(), m_all.types.end(), eventType(heading.event));
            if (known != m_all.types.end())
                m_values[static_cast<size_t>(known - m_all.types.begin()) + 1] = *period;
        }
        m_labels = {m_draft.textLabel("process", heading.process)};
        if (const auto pid = parseInt(heading.pid, 10))
            m_labels.push_back(m_draft.numberLabel("pid", *pid, ""));
        // The idle task has no number worth telling.
        if (const auto tid = parseInt(heading.tid, 10); tid && *tid != 0)
            m_labels.push_back(m_draft.numberLabel("thread", *tid, ""));
        if (!heading.event.empty())
            m_labels.push_back(m_draft.textLabel("event", heading.event));
        // Without call chains the leaf stands on the same line; what else stands there are fields of a
        // tracepoint.
        if (const auto call = parseCall(heading.rest); call && !heading.rest.empty())
            add(*call);
    }
    bool isOpen() const { return m_open; }

    void add(const Call &call)
    {
        flushCall();
        m_call = call;
    }
    void place(std::string_view file, int64_t line)
    {
        m_file = file;
        m_line = line;
    }
    void end()
    {
        if (!m_open)
            return;
        flushCall();
        flushInlined(0, {});
        m_draft.addSample(m_stack, m_values, m_labels);
        m_stack.clear();
        m_open = false;
    }

    std::shared_ptr<Profile> finish(size_t oddLines, size_t firstOdd)
    {
        end();
        if (m_all.tooManyEvents)
            m_draft.warn("There are more than " + std::to_string(mostEvents) +
                         " events; the values of the others are only counted as samples.");
        if (oddLines > 0)
            m_draft.warn(counted(oddLines, "line is", "lines are") +
                         " neither a sample nor a call and left out, the first of them line " +
                         std::to_string(firstOdd) + '.');
        return m_draft.finish("text of perf script");
    }

private:
    // The call is complete once the next line shows that no place of it comes.
    void flushCall()
    {
        if (!m_call)
            return;
        const Call call = *m_call;
        m_call.reset();
        if (!call.symbol.empty())
            m_inlined.push_back({m_draft.function(call.symbol, m_file), m_line});
        m_file = {};
        m_line = 0;
        if (!call.inlined)
            flushInlined(call.address, call.binary, true);
    }
    // Inlined calls come before the one that they were inlined into, with its address.
    void flushInlined(uint64_t address, std::string_view binary, bool always = false)
    {
        if (m_inlined.empty() && !always)
            return;
        const MappingId mapping = binary.empty() ? MappingId() : m_draft.mapping(binary);
        m_stack.push_back(m_draft.location(m_inlined, address, mapping));
        m_inlined.clear();
    }

    const Survey &m_all;
    NamedDraft m_draft;
    bool m_open = false;
    std::optional<Call> m_call;
    std::string_view m_file;
    int64_t m_line = 0;
    std::vector<Line> m_inlined;
    std::vector<LocationId> m_stack; // leaf first
    std::vector<int64_t> m_values;
    std::vector<Label> m_labels;
};

} // namespace

Reading readPerfScript(std::string_view text, const std::string & /*name*/, const ReadOptions &options)
{
    const Survey all = survey(text, options);
    if (!all.any)
        return unrecognized();
    Script script(all);
    LineReader lines(text, options);
    size_t odd = 0, firstOdd = 0;
    while (lines.next()) {
        const std::string_view line = lines.line();
        if (line.starts_with('#'))
            continue;
        if (trimmed(line).empty()) {
            script.end();
            continue;
        }
        if (script.isOpen() && isIndented(line)) {
            if (const auto call = parseCall(line)) {
                script.add(*call);
                continue;
            }
            if (const auto source = parseSource(line)) {
                script.place(source->first, source->second);
                continue;
            }
        }
        if (const auto heading = headingOf(line)) {
            script.begin(*heading);
        } else if (isRecord(line)) {
            script.end();
        } else if (!(script.isOpen() && isIndented(line)) && !trimmed(line).starts_with("??")) {
            if (odd++ == 0)
                firstOdd = lines.number();
        }
    }
    return script.finish(odd, firstOdd);
}

} // namespace proflens::foreign
