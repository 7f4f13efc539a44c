// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/templatetext.h"

#include <array>
#include <vector>

namespace proflens {

namespace {

bool isWordCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

// How many characters of an operator's sign stand at a position, if it is one with an angle in it:
// "operator<=>" is 3 at its sign.
size_t operatorSign(std::string_view name, size_t at)
{
    constexpr std::string_view word = "operator";
    if (at < word.size() || name.substr(at - word.size(), word.size()) != word ||
        (at > word.size() && isWordCharacter(name[at - word.size() - 1])))
        return 0;
    static constexpr std::array<std::string_view, 12> signs = {
        "<=>", "<<=", ">>=", "->*", "<<", "<=", ">>", ">=", "->", "<", ">", ""};
    for (const std::string_view sign : signs) {
        if (name.substr(at).starts_with(sign))
            return sign.size();
    }
    return 0;
}

// Whether "(1)<(2)" is compared or shifted here: operands have brackets of their own.
bool isComparison(std::string_view name, size_t at)
{
    if (at == 0 || name[at - 1] != ')' || name.substr(0, at).ends_with("operator()"))
        return false;
    const size_t end = name.find_first_not_of('<', at);
    return end != std::string_view::npos && name[end] == '(' && end - at <= 2;
}

struct Bracket
{
    char open;
    size_t at;
};

// Calls onOpen and onClose for each angle that opens or closes template arguments, and onOther for every
// other character. In round brackets within arguments, angles without a partner are comparisons.
template <typename Open, typename Close, typename Other>
void forEachAngle(std::string_view name, Open &&onOpen, Close &&onClose, Other &&onOther)
{
    // Which angles are brackets is known only once their partner is found.
    std::vector<size_t> partner(name.size(), 0);
    std::vector<Bracket> open;
    for (size_t i = 0; i < name.size(); ++i) {
        if (const size_t sign = operatorSign(name, i)) {
            i += sign - 1;
            continue;
        }
        const char c = name[i];
        if (c == '<' && !open.empty() && isComparison(name, i)) {
            i = name.find('(', i) - 1;
        } else if (c == '<' || c == '(') {
            open.push_back({c, i});
        } else if (c == '>' && name.substr(i).starts_with(">>(") && i > 0 && name[i - 1] == ')' &&
                   open.size() == 1) {
            ++i; // a shift: two brackets cannot close where one is open
        } else if (c == '>' && !(i > 0 && name[i - 1] == '-')) {
            if (!open.empty() && open.back().open == '<') {
                partner[i] = partner[open.back().at] = 1;
                open.pop_back();
            }
        } else if (c == ')') {
            while (!open.empty() && open.back().open == '<')
                open.pop_back();
            if (!open.empty())
                open.pop_back();
        }
    }
    for (size_t i = 0; i < name.size(); ++i) {
        if (!partner[i])
            onOther(i);
        else if (name[i] == '<')
            onOpen(i);
        else
            onClose(i);
    }
}

} // namespace

std::string withoutTemplates(std::string_view name)
{
    std::string text;
    int depth = 0;
    const auto beforeArguments = [&](size_t i) {
        return name[i] == ' ' && i + 1 < name.size() && name[i + 1] == '<' && i > 0 && name[i - 1] == '<';
    };
    forEachAngle(
        name, [&](size_t) { ++depth; }, [&](size_t) { --depth; },
        [&](size_t i) {
            if (depth == 0 && !beforeArguments(i))
                text += name[i];
        });
    return text;
}

std::string withSpacedTemplates(std::string_view name)
{
    std::string text;
    bool closed = false;
    int skip = 0;
    forEachAngle(
        name,
        [&](size_t) {
            text += '<';
            closed = false;
        },
        [&](size_t) {
            text += closed ? " >" : ">";
            closed = true;
        },
        [&](size_t i) {
            // An empty pack before other arguments leaves its comma behind.
            if (name.substr(i).starts_with(", ") &&
                (text.ends_with('<') || text.ends_with('(') || text.ends_with(", "))) {
                skip = 2;
            }
            if (skip > 0) {
                --skip;
                return;
            }
            text += name[i];
            closed = false;
        });
    return text;
}

std::string withoutRustGenerics(std::string_view name)
{
    // Generics follow a word or "::"; "<T as Trait>" does not.
    struct Level
    {
        bool generics;
        size_t from;        // where what it holds begins in text
        size_t argument;    // where the argument at hand begins
        bool any, assigned; // of generics: whether there were plain ones; whether this one is "Item = T"
        std::string kept;
    };
    std::string text;
    std::vector<Level> levels;
    std::vector<char> round;
    const auto endArgument = [&](Level &level) {
        std::string_view argument = std::string_view(text).substr(level.argument);
        while (argument.starts_with(' '))
            argument.remove_prefix(1);
        if (level.assigned)
            level.kept += (level.any || !level.kept.empty() ? ", " : "") + std::string(argument);
        else
            level.any = true;
        level.assigned = false;
    };
    for (size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (c == '<') {
            const bool generics =
                !text.empty() && (isWordCharacter(text.back()) || text.back() == '}' || text.ends_with("::"));
            text += c;
            levels.push_back({generics, text.size(), text.size(), false, false, {}});
            round.push_back('<');
        } else if (c == '>' && !(i > 0 && name[i - 1] == '-') && !levels.empty()) {
            Level level = std::move(levels.back());
            levels.pop_back();
            while (!round.empty() && round.back() != '<')
                round.pop_back();
            if (!round.empty())
                round.pop_back();
            if (level.generics) {
                endArgument(level);
                text.resize(level.from);
                text += level.kept;
            }
            text += c;
        } else {
            const bool inArgument =
                !levels.empty() && levels.back().generics && !round.empty() && round.back() == '<';
            if (c == '(' || c == '[')
                round.push_back(c);
            else if ((c == ')' || c == ']') && !round.empty() && round.back() != '<')
                round.pop_back();
            if (inArgument && c == ',') {
                endArgument(levels.back());
                levels.back().argument = text.size();
                continue;
            }
            if (inArgument && c == '=')
                levels.back().assigned = true;
            text += c;
        }
    }
    return text;
}

} // namespace proflens
