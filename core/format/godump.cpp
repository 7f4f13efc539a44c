// SPDX-License-Identifier: GPL-3.0-or-later
// Go's dumps of goroutines as text. What they look like is written down nowhere but in Go's own
// runtime/traceback.go; ancestors are those of GODEBUG=tracebackancestors=N.
#include "core/format/foreignreaders.h"

#include <array>
#include <optional>
#include <vector>

namespace proflens::foreign {

namespace {

using legacy::LineReader;
using legacy::parseInt;
using legacy::trimmed;

constexpr std::string_view headMark = "goroutine ";

// "goroutine 18 [chan send, 3 minutes, locked to thread]:", or newer "goroutine 1 gp=0xc0… m=0 mp=0x5a…
// [idle]:".
struct Heading
{
    int64_t id = 0;
    std::string_view state;
    int64_t minutes = -1; // waited; -1: not said
    bool locked = false;  // to its thread
    std::vector<std::string_view> more;
};

std::optional<Heading> parseHeading(std::string_view line)
{
    line = trimmed(line);
    if (!line.starts_with(headMark) || !line.ends_with("]:"))
        return {};
    line.remove_prefix(headMark.size());
    const size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    const auto id = parseInt(line.substr(0, digits), 10);
    const size_t bracket = line.find(" [", digits);
    if (!id || bracket == std::string_view::npos)
        return {};
    Heading heading;
    heading.id = *id;
    std::string_view inside = line.substr(bracket + 2);
    inside.remove_suffix(2);
    for (bool first = true; !inside.empty() || first; first = false) {
        const size_t comma = inside.find(", ");
        const std::string_view part = inside.substr(0, comma);
        inside = comma == std::string_view::npos ? std::string_view() : inside.substr(comma + 2);
        constexpr std::string_view minutes = " minutes";
        if (first)
            heading.state = part;
        else if (part == "locked to thread")
            heading.locked = true;
        else if (part.ends_with(minutes) && parseInt(part.substr(0, part.size() - minutes.size()), 10))
            heading.minutes = *parseInt(part.substr(0, part.size() - minutes.size()), 10);
        else
            heading.more.push_back(part);
    }
    return heading;
}

// "	/src/main.go:12 +0x1d", with fp=, sp= and pc= behind it after a crash.
struct Place
{
    std::string_view file;
    int64_t line = 0;
};

std::optional<Place> parsePlace(std::string_view line)
{
    if (!line.starts_with('\t') && !line.starts_with("    "))
        return {};
    std::string_view text = trimmed(line);
    for (const std::string_view tail : {" fp=0x", " +0x"}) {
        const size_t at = text.rfind(tail);
        if (at != std::string_view::npos)
            text = text.substr(0, at);
    }
    const size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return {};
    const auto number = parseInt(text.substr(colon + 1), 10);
    if (!number)
        return {};
    return Place{text.substr(0, colon), *number};
}

// "main.(*T).run(0xc000012345, ...)": the name, and whether the call was inlined.
struct Call
{
    std::string_view name;
    bool inlined = false;
};

std::optional<Call> parseCall(std::string_view line)
{
    if (line.empty() || line.front() == '\t' || line.front() == ' ' || !line.ends_with(')'))
        return {};
    const size_t paren = line.rfind('(');
    if (paren == std::string_view::npos || paren == 0)
        return {};
    const std::string_view name = line.substr(0, paren);
    // A name has no spaces but inside the brackets of generics.
    if (name.substr(0, name.find('[')).find(' ') != std::string_view::npos)
        return {};
    return Call{name, line.substr(paren) == "(...)"};
}

class Dump
{
public:
    Dump()
    {
        m_draft.addSampleType("goroutine", "count");
        m_draft.header().periodType = ValueType{"goroutine", "count"};
        m_draft.header().period = 1;
    }

    void begin(const Heading &heading)
    {
        end();
        m_open = true;
        m_labels = {m_draft.numberLabel("goroutine", heading.id, "")};
        m_labels.push_back(m_draft.textLabel("state", heading.state));
        if (heading.minutes >= 0)
            m_labels.push_back(m_draft.numberLabel("wait", heading.minutes, "minutes"));
        if (heading.locked)
            m_labels.push_back(m_draft.textLabel("locked", "to thread"));
        for (const std::string_view part : heading.more)
            m_labels.push_back(m_draft.textLabel("attribute", part));
    }
    bool isOpen() const { return m_open; }

    // One line of the goroutine that is open. False if it belongs to none.
    bool line(std::string_view line)
    {
        if (const auto place = parsePlace(line)) {
            setPlace(*place);
            return true;
        }
        settle();
        constexpr std::string_view created = "created by ", origin = "[originating from goroutine ";
        if (line.starts_with(created)) {
            creator(line.substr(created.size()));
            return true;
        }
        if (line.starts_with(origin) && line.ends_with("]:")) {
            m_ancestors = true;
            line.remove_prefix(origin.size());
            if (const auto id = parseInt(line.substr(0, line.find(']')), 10))
                m_labels.push_back(m_draft.numberLabel("ancestor", *id, ""));
            return true;
        }
        if (line.starts_with("...") && line.ends_with(" elided...")) {
            add({.function = m_draft.function("(frames elided)")}, false);
            return true;
        }
        if (const auto call = parseCall(line)) {
            m_call = call;
            return true;
        }
        return trimmed(line).starts_with("goroutine running on other thread");
    }

    void end()
    {
        if (!m_open)
            return;
        settle();
        flushInlined();
        if (m_stack.empty()) {
            ++m_empty;
            m_stack.push_back(m_draft.location(m_draft.function("(stack unavailable)")));
        }
        const int64_t one = 1;
        m_draft.addSample(m_stack, {&one, 1}, m_labels);
        m_stack.clear();
        m_labels.clear();
        m_open = m_ancestors = m_created = false;
        ++m_count;
    }

    void foreignLine(size_t number)
    {
        if (m_foreign++ == 0)
            m_firstForeign = number;
    }
    void comment(std::string_view text)
    {
        constexpr size_t most = 300;
        if (m_draft.header().comments.empty())
            m_draft.header().comments.emplace_back(text.substr(0, most));
    }

    std::shared_ptr<Profile> finish()
    {
        end();
        if (m_foreign > 0)
            m_draft.warn(counted(m_foreign, "line inside the stacks is", "lines inside the stacks are") +
                         " neither a call nor its place and left out, the first of them line " +
                         std::to_string(m_firstForeign) + '.');
        if (m_placeless > 0)
            m_draft.warn(counted(m_placeless, "call", "calls") +
                         " without file and line: the dump seems cut short or edited.");
        if (m_empty > 0)
            m_draft.warn(counted(m_empty, "goroutine has", "goroutines have") +
                         " no stack, as where a goroutine runs on another thread.");
        return m_draft.finish("dump of goroutines");
    }

private:
    // Ends the call whose place did not come.
    void settle()
    {
        if (m_call)
            ++m_placeless;
        setPlace({});
        if (m_created)
            ++m_placeless;
        m_created = false;
    }
    void setPlace(const Place &place)
    {
        if (m_created && !place.file.empty())
            m_created = false; // the place of "created by", which is in the creator's code
        if (!m_call)
            return;
        // What ancestors did is no part of the stack.
        if (!m_ancestors)
            add({m_draft.function(m_call->name, place.file), place.line}, m_call->inlined);
        m_call.reset();
    }
    // Calls that were inlined wait for the one that they were inlined into.
    void add(const Line &line, bool inlined)
    {
        m_lines.push_back(line);
        if (!inlined)
            flushInlined();
    }
    void flushInlined()
    {
        if (!m_lines.empty())
            m_stack.push_back(m_draft.location(m_lines));
        m_lines.clear();
    }
    // "main.start in goroutine 1"
    void creator(std::string_view text)
    {
        constexpr std::string_view in = " in goroutine ";
        const size_t at = text.rfind(in);
        m_created = true;
        if (m_ancestors)
            return;
        m_labels.push_back(m_draft.textLabel("created_by", text.substr(0, at)));
        if (at != std::string_view::npos) {
            if (const auto id = parseInt(text.substr(at + in.size()), 10))
                m_labels.push_back(m_draft.numberLabel("parent", *id, ""));
        }
    }

    NamedDraft m_draft;
    bool m_open = false;
    bool m_ancestors = false; // the lines are those of a goroutine that created this one
    bool m_created = false;   // the place of "created by" is to come
    std::optional<Call> m_call;
    std::vector<Line> m_lines;
    std::vector<LocationId> m_stack; // leaf first
    std::vector<Label> m_labels;
    size_t m_count = 0, m_empty = 0, m_placeless = 0, m_foreign = 0, m_firstForeign = 0;
};

// Where a heading begins in a line, behind what a log writes before each line; npos if there is none.
size_t headingAt(std::string_view line)
{
    for (size_t at = line.find(headMark); at != std::string_view::npos; at = line.find(headMark, at + 1)) {
        const bool begins = at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t' || line[at - 1] == '|';
        if (begins && parseHeading(line.substr(at)))
            return at;
    }
    return std::string_view::npos;
}

} // namespace

Reading readGoDump(std::string_view text, const std::string & /*name*/, const ReadOptions &options)
{
    LineReader lines(text, options);
    Dump dump;
    bool any = false;
    size_t prefix = 0; // bytes that a log put before each line
    // Lines that make no sense: what follows a dump, such as "exit status 2", unless the stack goes on
    // behind.
    std::vector<size_t> odd;
    while (lines.next()) {
        std::string_view line = lines.line();
        if (const size_t at = headingAt(line); at != std::string_view::npos) {
            prefix = at;
            odd.clear();
            dump.begin(*parseHeading(line.substr(at)));
            any = true;
            continue;
        }
        if (!any) {
            for (const std::string_view mark : {"panic: ", "fatal error: "}) {
                const size_t at = line.find(mark);
                if (at != std::string_view::npos)
                    dump.comment(line.substr(at));
            }
            continue;
        }
        if (!dump.isOpen())
            continue;
        line = line.size() >= prefix ? line.substr(prefix) : std::string_view();
        if (trimmed(line).empty()) {
            dump.end();
            odd.clear();
            continue;
        }
        if (!dump.line(line)) {
            odd.push_back(lines.number());
            continue;
        }
        for (const size_t number : odd)
            dump.foreignLine(number);
        odd.clear();
    }
    if (!any)
        return unrecognized();
    return dump.finish();
}

} // namespace proflens::foreign
