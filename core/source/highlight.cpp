// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/highlight.h"

#include "core/analyze/frames.h"

#include <array>
#include <boost/make_shared.hpp>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>

#include <srchilite/formatter.h>
#include <srchilite/formattermanager.h>
#include <srchilite/formatterparams.h>
#include <srchilite/langdefmanager.h>
#include <srchilite/regexrulefactory.h>
#include <srchilite/settings.h>
#include <srchilite/sourcehighlighter.h>

namespace proflens {

namespace {

constexpr size_t longestLine = 2000;

// The elements of libsource-highlight's definitions (its default.style lists them); those not named stay
// plain.
constexpr auto elements = std::to_array<std::pair<const char *, TokenClass>>({
    {"keyword", TokenClass::Keyword},        {"type", TokenClass::Type},
    {"usertype", TokenClass::Type},          {"classname", TokenClass::Type},
    {"string", TokenClass::String},          {"specialchar", TokenClass::String},
    {"regexp", TokenClass::String},          {"path", TokenClass::String},
    {"number", TokenClass::Number},          {"comment", TokenClass::Comment},
    {"todo", TokenClass::Comment},           {"url", TokenClass::Comment},
    {"function", TokenClass::Function},      {"preproc", TokenClass::Preprocessor},
    {"label", TokenClass::Preprocessor},     {"predef_func", TokenClass::Function},
    {"predef_var", TokenClass::Variable},    {"variable", TokenClass::Variable},
    {"attribute", TokenClass::Preprocessor},
});

// Notes where pieces of one class stand in the line that is being highlighted.
class SpanFormatter : public srchilite::Formatter
{
public:
    SpanFormatter(TokenClass token, std::vector<HighlightSpan> &spans)
        : m_token(token)
        , m_spans(spans)
    {}

    void format(const std::string &text, const srchilite::FormatterParams *params) override
    {
        if (!params || params->start < 0 || text.empty())
            return;
        const auto begin = static_cast<uint32_t>(params->start);
        const auto length = static_cast<uint32_t>(text.size());
        if (!m_spans.empty() && m_spans.back().token == m_token &&
            m_spans.back().begin + m_spans.back().length == begin)
            m_spans.back().length += length;
        else
            m_spans.push_back({begin, length, m_token});
    }

private:
    TokenClass m_token;
    std::vector<HighlightSpan> &m_spans; // of the line
};

class PlainFormatter : public srchilite::Formatter
{
public:
    void format(const std::string &, const srchilite::FormatterParams *) override {}
};

Highlighting highlightAs(const std::string &language, const SourceFile &file, const StopToken &stop)
{
    srchilite::RegexRuleFactory rules;
    srchilite::LangDefManager definitions(&rules);
    srchilite::HighlightStatePtr state;
    {
        // The library's parser of definitions keeps its state in variables of the process, as flex and bison
        // make them: two threads must not parse at a time.
        static std::mutex parsing;
        const std::lock_guard lock(parsing);
        state = definitions.getHighlightState(srchilite::Settings::retrieveDataDir(), language);
    }
    srchilite::SourceHighlighter highlighter(state);

    std::vector<HighlightSpan> spans;
    srchilite::FormatterManager formatters(boost::make_shared<PlainFormatter>());
    for (const auto &[element, token] : elements)
        formatters.addFormatter(element, boost::make_shared<SpanFormatter>(token, spans));
    srchilite::FormatterParams params;
    highlighter.setFormatterManager(&formatters);
    highlighter.setFormatterParams(&params);
    // Joining neighbours is ours: the library's way loses where they begin.
    highlighter.setOptimize(false);

    Highlighting highlighting;
    highlighting.ends.reserve(file.lineCount());
    for (size_t row = 0; row < file.lineCount() && !stop.stop_requested(); ++row) {
        const std::string_view line = file.line(row);
        if (line.size() <= longestLine) {
            spans.clear();
            params.start = 0;
            highlighter.highlightParagraph(std::string(line));
            uint32_t end = 0;
            for (const HighlightSpan &span : spans) {
                if (span.begin < end || span.begin + span.length > line.size())
                    continue;
                end = span.begin + span.length;
                highlighting.spans.push_back(span);
            }
        }
        highlighting.ends.push_back(static_cast<uint32_t>(highlighting.spans.size()));
    }
    return highlighting;
}

} // namespace

std::string_view languageOf(std::string_view fileName)
{
    const std::string_view base = baseName(fileName);
    const size_t dot = base.rfind('.');
    if (dot == std::string_view::npos)
        return {};
    const std::string_view suffix = base.substr(dot + 1);
    constexpr auto languages = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"go", "go.lang"},
        {"c", "c.lang"},
        {"h", "cpp.lang"},
        {"cc", "cpp.lang"},
        {"cpp", "cpp.lang"},
        {"cxx", "cpp.lang"},
        {"c++", "cpp.lang"},
        {"C", "cpp.lang"},
        {"hh", "cpp.lang"},
        {"hpp", "cpp.lang"},
        {"hxx", "cpp.lang"},
        {"h++", "cpp.lang"},
        {"ipp", "cpp.lang"},
        {"tcc", "cpp.lang"},
        {"inl", "cpp.lang"},
        {"inc", "cpp.lang"},
        {"cu", "cpp.lang"},
        {"m", "cpp.lang"},
        {"mm", "cpp.lang"},
        {"rs", "rust.lang"},
        {"java", "java.lang"},
        {"kt", "java.lang"},
        {"groovy", "groovy.lang"},
        {"scala", "scala.lang"},
        {"sc", "scala.lang"},
        {"py", "python.lang"},
        {"pyx", "python.lang"},
        {"rb", "ruby.lang"},
        {"js", "javascript.lang"},
        {"mjs", "javascript.lang"},
        {"cjs", "javascript.lang"},
        {"jsx", "javascript.lang"},
        {"ts", "javascript.lang"},
        {"tsx", "javascript.lang"},
        {"php", "php.lang"},
        {"cs", "csharp.lang"},
        {"d", "d.lang"},
        {"lua", "lua.lang"},
        {"pl", "perl.lang"},
        {"pm", "perl.lang"},
        {"hs", "haskell.lang"},
        {"ml", "caml.lang"},
        {"mli", "caml.lang"},
        {"erl", "erlang.lang"},
        {"hx", "haxe.lang"},
        {"vala", "vala.lang"},
        {"f", "fortran.lang"},
        {"f90", "fortran.lang"},
        {"adb", "ada.lang"},
        {"ads", "ada.lang"},
        {"pas", "pascal.lang"},
        // Assembly that goes through C's preprocessor: comments, strings and directives are those of C, where
        // asm.lang takes words of comments for instructions.
        {"s", "c.lang"},
        {"S", "c.lang"},
        {"asm", "asm.lang"},
        {"sh", "sh.lang"},
        {"tcl", "tcl.lang"},
        {"r", "r.lang"},
        {"R", "r.lang"},
        {"lisp", "lisp.lang"},
        {"scm", "scheme.lang"},
    });
    for (const auto &[known, language] : languages) {
        if (known == suffix)
            return language;
    }
    return {};
}

Highlighting highlight(const SourceFile &file, const StopToken &stop, uint64_t bound)
{
    const std::string_view language = languageOf(file.path());
    if (language.empty() || file.text().size() > bound || file.looksBinary())
        return {};
    try {
        return highlightAs(std::string(language), file, stop);
    } catch (const std::exception &) {
        // Its own exceptions derive from this one, and so do those of its regular expressions, which give up
        // on some text.
        return {};
    }
}

} // namespace proflens
