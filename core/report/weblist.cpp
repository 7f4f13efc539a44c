// SPDX-License-Identifier: GPL-3.0-or-later
// Source with the cost of each line as one page that loads nothing, and the calls that were inlined into a
// line beneath it.
#include "core/report/weblist.h"

#include "core/analyze/comparison.h"
#include "core/measure/measure.h"
#include "core/report/inlinedcalls.h"
#include "core/report/listing.h"
#include "core/report/page/assets.h"
#include "core/report/printers.h"
#include "core/report/svgtext.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>

namespace proflens {

namespace {

WebListHighlighter highlighterInUse = nullptr;

constexpr size_t mostFunctions = 500;
constexpr size_t longestLine = 2000; // bytes; what is longer was not written by people
constexpr size_t tabWidth = 4;

struct Source
{
    std::vector<std::string> lines;
    Highlighting highlighting;
    std::string problem; // why there are no lines
};

// Files in the order in which functions ask for them; each is read once.
class Sources
{
public:
    explicit Sources(const ReportOptions &options)
        : m_options(options)
    {}
    const Source &of(std::string_view file)
    {
        const auto [it, added] = m_sources.try_emplace(std::string(file));
        if (added)
            it->second = read(it->first);
        return it->second;
    }

private:
    Source read(const std::string &file) const
    {
        Source source;
        auto lines = listedSource(m_options, file);
        if (!lines) {
            source.problem = lines.error().message;
            return source;
        }
        source.lines = std::move(*lines);
        std::string text;
        for (const std::string &line : source.lines)
            text += line + '\n';
        if (highlighterInUse)
            source.highlighting = highlighterInUse(SourceFile::fromText(std::move(text), file), {}, 1U << 20);
        return source;
    }

    const ReportOptions &m_options;
    std::unordered_map<std::string, Source> m_sources;
};

const char *classOf(TokenClass token)
{
    switch (token) {
    case TokenClass::Keyword:
        return "k";
    case TokenClass::Type:
        return "t";
    case TokenClass::String:
        return "s";
    case TokenClass::Number:
        return "n";
    case TokenClass::Comment:
        return "c";
    case TokenClass::Function:
        return "f";
    case TokenClass::Preprocessor:
        return "p";
    case TokenClass::Variable:
        return "v";
    }
    return "k";
}

// A line of source as HTML, with tabs as blanks.
std::string lineHtml(const Source &source, int64_t line)
{
    if (line < 1 || line > static_cast<int64_t>(source.lines.size()))
        return {};
    const auto row = static_cast<size_t>(line - 1);
    const std::string_view text = std::string_view(source.lines[row]).substr(0, longestLine);
    std::string html;
    size_t column = 0;
    const auto add = [&](std::string_view piece) {
        std::string plain;
        for (const char c : piece) {
            const size_t blanks = c == '\t' ? tabWidth - column % tabWidth : 0;
            plain += blanks > 0 ? std::string(blanks, ' ') : std::string(1, c);
            column += c == '\t' ? blanks : (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        }
        html += svg::escaped(plain);
    };
    size_t at = 0;
    for (const HighlightSpan &span : source.highlighting.line(row)) {
        if (span.begin < at || span.begin + span.length > text.size())
            continue;
        add(text.substr(at, span.begin - at));
        html += std::string("<b class=\"") + classOf(span.token) + "\">";
        add(text.substr(span.begin, span.length));
        html += "</b>";
        at = span.begin + span.length;
    }
    add(text.substr(at));
    if (source.lines[row].size() > longestLine)
        html += " …";
    return html;
}

class Page
{
public:
    Page(const Report &report, const ListedFunctions &listed)
        : m_report(report)
        , m_frames(*listed.frames)
        , m_sources(report.options())
    {
        for (const ListedFunction &function : listed.functions)
            m_functions.push_back(&function);
        std::stable_sort(
            m_functions.begin(), m_functions.end(), [](const ListedFunction *a, const ListedFunction *b) {
                return std::abs(a->flat) != std::abs(b->flat) ? std::abs(a->flat) > std::abs(b->flat)
                                                              : std::abs(a->cum) > std::abs(b->cum);
            });
        if (m_functions.size() > mostFunctions) {
            m_leftOut = m_functions.size() - mostFunctions;
            m_functions.resize(mostFunctions);
        }
        std::vector<bool> wanted(m_frames.size());
        for (const ListedFunction *function : m_functions) {
            for (const ListedLine &line : function->lines)
                wanted[line.frame.row] = true;
        }
        m_inlined = inlinedCalls(report, m_frames, wanted);
    }

    void print(Output &out)
    {
        const std::string title =
            (isDifference() ? "Changes in the source of " : "Source of ") +
            (m_report.argument() ? m_report.argument()->pattern() : std::string("all functions"));
        out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
            << svg::escaped(title) << "</title>\n<style>\n"
            << page::style << page::sourceStyle << "</style>\n</head>\n<body>\n<main>\n<h1>"
            << svg::escaped(title) << "</h1>\n";
        printFacts(out);
        out << "<div class=\"controls\">\n"
               "<button id=\"previous\" title=\"p\">Previous hot line</button>\n"
               "<button id=\"next\" title=\"n\">Next hot line</button>\n"
               "<button id=\"expand\" aria-pressed=\"false\">Show inlined calls</button>\n"
               "<label>Search <input type=\"search\" id=\"search\" placeholder=\"text in a line\"></label>\n"
               "<span id=\"hits\" role=\"status\"></span>\n</div>\n";
        printIndex(out);
        for (size_t i = 0; i < m_functions.size(); ++i)
            printFunction(*m_functions[i], i, out);
        out << "<script>\n" << page::sourceScript << "</script>\n</main>\n</body>\n</html>\n";
    }

private:
    bool isDifference() const { return m_report.options().isDifference; }
    std::string value(int64_t value) const
    {
        if (value == 0)
            return ".";
        const std::string text = svg::escaped(m_report.format(value));
        return isDifference() ? withSign(text, value) : text;
    }
    // Headers of columns: "flat", or "Δ flat".
    std::string column(const char *name) const
    {
        return "<th scope=\"col\">" + std::string(isDifference() ? "Δ " : "") + name + "</th>";
    }
    std::string percent(int64_t value) const
    {
        std::string text = measure::percentage(value, m_report.total());
        text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
        return isDifference() && value != 0 ? (value < 0 ? '-' : '+') + text : text;
    }

    void printFacts(Output &out) const
    {
        out << "<p class=\"facts\">";
        for (const std::string &label : m_report.profileLabels())
            out << svg::escaped(label) << ". ";
        for (const std::string &label : Report::filterLabels(m_report.options().filters))
            out << svg::escaped(label) << (label.ends_with(':') ? " " : ". ");
        out << "Total: " << svg::escaped(m_report.format(m_report.total())) << ".</p>\n"
            << (isDifference()
                    ? "<p class=\"facts\">All numbers are differences: the profile less its base. + "
                      "is more than the base has, - is less.</p>\n"
                    : "")
            << "<p class=\"facts\">flat: sampled in the line itself; cum: with what it calls. Machine code "
               "is not shown: that needs the program beside its profile.</p>\n";
    }

    void printIndex(Output &out) const
    {
        out << "<div class=\"scroll index\"><table>\n<thead><tr>" << column("flat") << column("flat%")
            << column("cum") << column("cum%") << "<th scope=\"col\">function</th></tr></thead>\n<tbody>\n";
        for (size_t i = 0; i < m_functions.size(); ++i) {
            const ListedFunction &f = *m_functions[i];
            out << "<tr><td>" << value(f.flat) << "</td><td>" << percent(f.flat) << "</td><td>"
                << value(f.cum) << "</td><td>" << percent(f.cum) << "</td><td><a href=\"#f" << uint64_t(i)
                << "\">" << name(f.name) << "</a></td></tr>\n";
        }
        out << "</tbody>\n</table></div>\n";
        if (m_leftOut > 0)
            out << "<p class=\"facts\">" << uint64_t(m_leftOut)
                << " functions more match, which cost less; a longer regular expression finds them.</p>\n";
    }

    static std::string name(std::string_view name) { return name.empty() ? "(no name)" : svg::escaped(name); }

    void printFunction(const ListedFunction &f, size_t number, Output &out)
    {
        out << "<section id=\"f" << uint64_t(number) << "\">\n<h2>" << name(f.name)
            << "</h2>\n<p class=\"facts\">"
            << (f.file.empty() ? "The profile does not say in which file this is." : svg::escaped(f.file))
            << "</p>\n<p class=\"facts\">" << (isDifference() ? "Δ flat " : "flat ") << value(f.flat) << " ("
            << percent(f.flat) << ")" << (isDifference() ? ", Δ cum " : ", cum ") << value(f.cum) << " ("
            << percent(f.cum) << ")</p>\n";
        const Source none;
        const Source &source = f.file.empty() ? none : m_sources.of(f.file);
        if (!source.problem.empty())
            out << "<p class=\"note\">The source is not here: " << svg::escaped(source.problem)
                << ". Lines that cost something, without their text; -source_path and -trim_path say where "
                   "to look.</p>\n";
        out << "<div class=\"code\"><table>\n<thead><tr>" << column("flat") << column("cum")
            << "<th scope=\"col\">line</th><th scope=\"col\"></th></tr></thead>\n";
        const auto costs = f.costs();
        int64_t dearest = 1;
        for (const auto &[line, cost] : costs)
            dearest = std::max(dearest, std::abs(cost.second));
        if (source.lines.empty()) {
            for (const auto &[line, cost] : costs)
                printLine(f, source, line, cost, dearest, out);
        } else {
            const auto [begin, end] = f.shown();
            const int64_t last = std::min<int64_t>(end, static_cast<int64_t>(source.lines.size()));
            for (int64_t line = begin; line <= last; ++line) {
                const auto cost = costs.find(line);
                printLine(f, source, line, cost == costs.end() ? Cost() : cost->second, dearest, out);
            }
            // Lines that the file does not have, or that no line is known of.
            for (const auto &[line, cost] : costs) {
                if (line < begin || line > last)
                    printLine(f, source, line, cost, dearest, out);
            }
        }
        out << "</table></div>\n</section>\n";
    }

    using Cost = std::pair<int64_t, int64_t>; // flat and cum
    void printLine(const ListedFunction &f, const Source &source, int64_t line, const Cost &cost,
                   int64_t dearest, Output &out)
    {
        const auto [flat, cum] = cost;
        std::vector<const std::vector<InlinedCall> *> calls;
        for (const ListedLine &each : f.lines) {
            const auto found = m_inlined.find(each.frame.row);
            if (each.line == line && found != m_inlined.end() && !found->second.empty())
                calls.push_back(&found->second);
        }
        out << "<tbody><tr";
        if (flat != 0 || cum != 0) {
            // Thousandths, so that a page does not depend on how numbers are rounded.
            out << " data-cost=\""
                << static_cast<int64_t>(1000.0 * static_cast<double>(std::abs(cum)) /
                                        static_cast<double>(dearest))
                << '"';
        }
        out << "><td>" << value(flat) << "</td><td>" << value(cum) << "</td><td>";
        const std::string number = line > 0 ? std::to_string(line) : "?";
        if (calls.empty())
            out << number;
        else
            out << "<button aria-expanded=\"false\" title=\"Calls that were inlined into this line\">"
                << number << "</button>";
        out << "</td><td>" << lineHtml(source, line) << "</td></tr>\n";
        for (const auto *list : calls) {
            for (const InlinedCall &call : *list)
                printInlined(call, out);
        }
        out << "</tbody>\n";
    }

    void printInlined(const InlinedCall &call, Output &out)
    {
        const Frame &frame = m_frames[call.frame];
        out << "<tr class=\"inlined\" hidden><td>" << value(call.flat) << "</td><td>" << value(call.cum)
            << "</td><td></td><td style=\"--depth:" << uint64_t(std::min<uint32_t>(call.depth, 40))
            << "\"><i>" << name(frame.name) << "</i> <small>" << svg::escaped(baseName(frame.file));
        if (frame.line > 0)
            out << ':' << frame.line;
        out << "</small> ";
        if (!frame.file.empty()) {
            const std::string text = lineHtml(m_sources.of(frame.file), frame.line);
            out << text.substr(std::min(text.find_first_not_of(' '), text.size()));
        }
        out << "</td></tr>\n";
    }

    const Report &m_report;
    const FrameTable &m_frames;
    Sources m_sources;
    std::vector<const ListedFunction *> m_functions; // dearest first
    size_t m_leftOut = 0;
    std::unordered_map<uint32_t, std::vector<InlinedCall>> m_inlined;
};

} // namespace

Status printWebList(Report &report, Output &out)
{
    const auto listed = listedFunctions(report);
    if (!listed)
        return listed.error();
    Page(report, *listed).print(out);
    return success();
}

void setWebListHighlighter(WebListHighlighter highlighter)
{
    highlighterInUse = highlighter;
}

} // namespace proflens
