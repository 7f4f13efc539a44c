// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/version.h"

#include "core/select/regex.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <unordered_map>
#include <vector>

namespace proflens {

namespace {

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// "func1", "gowrap2": what Go's compiler calls functions that have no name.
bool isNumbered(std::string_view word, std::string_view stem)
{
    return word.starts_with(stem) &&
           std::all_of(word.begin() + static_cast<ptrdiff_t>(stem.size()), word.end(), isDigit);
}

// "hd5998e9d09b507fc", which Rust puts behind names.
bool isRustHash(std::string_view word)
{
    return word.size() == 17 && word[0] == 'h' && std::all_of(word.begin() + 1, word.end(), [](char c) {
               return isDigit(c) || (c >= 'a' && c <= 'f');
           });
}

bool hasWord(std::string_view line, std::string_view word)
{
    const auto isPart = [&](size_t i) { return i < line.size() && (isLetter(line[i]) || isDigit(line[i])); };
    for (size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
        // Go's assembler writes packages and names with a dot that is a letter anywhere else.
        const bool begins = at == 0 || !isPart(at - 1) || line.substr(0, at).ends_with("\u00b7");
        if (begins && !isPart(at + word.size()))
            return true;
    }
    return false;
}

} // namespace

std::string_view nameInSource(std::string_view function)
{
    for (const std::string_view unnamed : {"{", "lambda", "(anonymous", "..func", "-fm"}) {
        if (function.find(unnamed) != std::string_view::npos)
            return {};
    }
    std::string_view name;
    int depth = 0; // of template arguments
    for (size_t i = 0; i < function.size(); ++i) {
        const char c = function[i];
        if (c == '<' || c == '[')
            ++depth;
        else if (c == '>' || c == ']')
            --depth;
        // Arguments. A receiver in Go stands behind a dot.
        else if (c == '(' && depth == 0 && i > 0 && function[i - 1] != '.')
            break;
        if (depth != 0 || !(isLetter(c) || isDigit(c)))
            continue;
        const size_t begin = i;
        while (i + 1 < function.size() && (isLetter(function[i + 1]) || isDigit(function[i + 1])))
            ++i;
        const std::string_view word = function.substr(begin, i + 1 - begin);
        if (!isRustHash(word))
            name = word;
    }
    const bool unnamed = name.size() < 2 || isDigit(name[0]) || isNumbered(name, "func") ||
                         isNumbered(name, "gowrap") || isNumbered(name, "deferwrap") || name == "operator";
    return unnamed ? std::string_view() : name;
}

namespace {

// Where the functions of a text stand, as far as one can tell without a parser for its language.
class Outline
{
public:
    Outline(const SourceFile &text, std::string_view path)
        : m_text(text)
        , m_isGo(path.ends_with(".go"))
    {
        for (size_t row = 0; m_isGo && row < text.lineCount(); ++row) {
            if (text.line(row).starts_with("func "))
                m_functions.push_back(row);
        }
    }

    bool isGo() const { return m_isGo; }
    // Whether a function of this name can have costs on a line, from 1.
    bool allows(std::string_view name, int64_t line) const
    {
        if (line > static_cast<int64_t>(m_text.lineCount()))
            return false;
        const auto row = static_cast<size_t>(line - 1);
        if (m_isGo) {
            // In Go as gofmt leaves it, functions begin at the margin, and nothing else begins so.
            const auto next = std::upper_bound(m_functions.begin(), m_functions.end(), row);
            return next != m_functions.begin() && hasWord(m_text.line(*(next - 1)), name);
        }
        // Anywhere else the name has to stand above, at least.
        const auto [it, added] = m_first.try_emplace(std::string(name), m_text.lineCount());
        for (size_t i = 0; added && i < m_text.lineCount(); ++i) {
            if (hasWord(m_text.line(i), name)) {
                it->second = i;
                break;
            }
        }
        return it->second <= row;
    }

private:
    const SourceFile &m_text;
    bool m_isGo;
    std::vector<size_t> m_functions; // rows of the text on which functions begin, in Go
    mutable std::unordered_map<std::string, size_t> m_first; // rows, by name
};

// Whether a line can cost nothing in any version of a file.
class NoCode
{
public:
    explicit NoCode(std::string_view path)
    {
        constexpr std::array<std::string_view, 14> endings = {".go", ".c",   ".cc", ".cpp",  ".cxx",
                                                              ".h",  ".hpp", ".rs", ".java", ".scala",
                                                              ".kt", ".js",  ".ts", ".cs"};
        m_slashes = std::any_of(endings.begin(), endings.end(),
                                [&](std::string_view ending) { return path.ends_with(ending); });
    }
    bool operator()(std::string_view line) const
    {
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r\f\v"), line.size()));
        return line.empty() || (m_slashes && line.starts_with("//"));
    }

private:
    bool m_slashes = false; // begin comments
};

} // namespace

SourceVersion sourceVersion(const SourceCosts &costs, const SourceFile &text)
{
    // Names to look for are bounded: what a few hundred functions say is enough.
    constexpr size_t mostLookedFor = 500;
    const Outline outline(text, costs.file);
    const NoCode noCode(costs.file);
    const auto lineCount = static_cast<int64_t>(text.lineCount());
    // Compilers differ in whether a function begins with its type, its name or its brace.
    const auto beginsAt = [&](int64_t start, std::string_view name) {
        for (int64_t line = std::max<int64_t>(start, 2) - 1; line <= lineCount && line - 1 <= start; ++line) {
            if (hasWord(text.line(static_cast<size_t>(line - 1)), name))
                return true;
        }
        return false;
    };
    size_t here = 0, elsewhere = 0;
    bool impossible = false;
    for (const SourceFunctionCost &function : costs.functions) {
        if (here + elsewhere == mostLookedFor)
            break;
        const std::string_view name = nameInSource(function.name);
        bool known = false, right = true;
        if (function.startLine > 0 && !name.empty()) {
            known = true;
            right = beginsAt(function.startLine, name);
        }
        for (const uint32_t row : function.lines) {
            const int64_t line = costs.lines[row].line;
            if (line < 1)
                continue;
            impossible =
                impossible || (line <= lineCount && noCode(text.line(static_cast<size_t>(line - 1))));
            // Go initializes variables of packages, on their lines, in a function that stands nowhere.
            if (name.empty() || name == "init" || (function.startLine > 0 && !outline.isGo()))
                continue;
            known = true;
            right = right && outline.allows(name, line);
        }
        if (known)
            ++(right ? here : elsewhere);
    }
    // Some words are everywhere, and macros make names that no line has.
    if (impossible || elsewhere > here)
        return SourceVersion::Other;
    return here > 0 ? SourceVersion::Same : SourceVersion::Unknown;
}

namespace {

// The digits and dots that a match ends with.
std::string versionAtEnd(std::string_view match)
{
    const size_t before = match.find_last_not_of("0123456789.");
    return std::string(match.substr(before == std::string_view::npos ? 0 : before + 1));
}

std::string firstMatch(std::string_view pattern, std::string_view text)
{
    const auto re = Regex::compile(pattern);
    const auto found = re ? (*re).find(text, 0) : std::nullopt;
    return found ? versionAtEnd(text.substr(found->first, found->second)) : std::string();
}

} // namespace

std::string goVersionInPath(std::string_view path)
{
    // "go1.21.3", "go-1.19", "go/1.22.1", "go@1.21", "toolchain@v0.0.1-go1.21.3.linux-amd64"
    return firstMatch("(^|/|-)go[/@-]?1\\.[0-9]+(\\.[0-9]+)?", path);
}

std::string goVersionOf(const std::string &root)
{
    std::ifstream in(root + "/VERSION");
    std::string line;
    std::getline(in, line);
    return firstMatch("^go1\\.[0-9]+(\\.[0-9]+)?", line);
}

} // namespace proflens
