// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/namecosts.h"

#include "core/select/filtertext.h"
#include "core/select/regex.h"

#include <algorithm>

namespace proflens {

namespace {

bool isLabelFilter(FilterKind kind)
{
    return kind == FilterKind::TagFocus || kind == FilterKind::TagIgnore;
}

bool isKeyFilter(FilterKind kind)
{
    return kind == FilterKind::TagShow || kind == FilterKind::TagHide;
}

class Completer
{
public:
    Completer(const NameCosts &names, size_t limit)
        : m_names(names)
        , m_limit(limit)
    {}

    std::vector<Suggestion> take() { return std::move(m_found); }

    // Patterns on functions, files and mappings.
    void completeNames(std::string_view typed)
    {
        const size_t begin = lastAlternative(typed);
        complete(
            typed.substr(begin), m_names.size(),
            [&](size_t i, std::string_view folded) { return m_names.nameContains(i, folded); },
            [&](size_t i) { return m_names.name(i); },
            [&](size_t, const NameCosts::Name &name) {
                Suggestion made;
                made.text = name.text;
                made.pattern = std::string(typed.substr(0, begin)) + exactPattern(name.text);
                return made;
            });
    }
    // Patterns on label keys.
    void completeKeys(std::string_view typed)
    {
        const size_t begin = lastAlternative(typed);
        eachKey(typed.substr(begin), [&](size_t, const NameCosts::Name &name) {
            Suggestion made;
            made.text = name.text;
            made.pattern = std::string(typed.substr(0, begin)) + exactPattern(name.text);
            return made;
        });
    }
    // "key=value": keys, then values; without a key, values of any.
    void completeLabels(std::string_view typed)
    {
        const size_t equals = typed.find('=');
        if (equals != std::string_view::npos) {
            for (size_t key = 0; key < m_names.keyCount(); ++key) {
                if (m_names.key(key).text == typed.substr(0, equals))
                    completeValues(key, typed.substr(0, equals + 1), typed.substr(equals + 1));
            }
            return;
        }
        eachKey(typed, [&](size_t, const NameCosts::Name &name) {
            Suggestion made;
            made.text = std::string(name.text) + '=';
            made.pattern = made.text;
            made.isPart = true;
            // Whatever stands before the first "=" is taken for the key: such a key is part of a pattern on
            // "key:value".
            if (name.text.find('=') != std::string_view::npos) {
                made.pattern = withoutEquals('^' + quotedPattern(name.text) + ':');
                made.isPart = false;
            }
            return made;
        });
        if (typed.empty())
            return;
        const size_t keysFound = m_found.size();
        for (size_t key = 0; key < m_names.keyCount() && m_found.size() < 2 * m_limit; ++key) {
            const std::string text(m_names.key(key).text);
            if (text.find('=') == std::string::npos)
                completeValues(key, text + '=', typed, m_found.size() + m_limit);
        }
        std::stable_sort(m_found.begin() + static_cast<std::ptrdiff_t>(keysFound), m_found.end(),
                         [](const Suggestion &a, const Suggestion &b) {
                             return std::max(a.cost.value, a.cost.base) > std::max(b.cost.value, b.cost.base);
                         });
        m_found.resize(std::min(m_found.size(), m_limit));
    }

private:
    static std::string withoutEquals(std::string pattern)
    {
        for (size_t at = 0; (at = pattern.find('=', at)) != std::string::npos;)
            pattern.replace(at, 1, "\\x3d");
        return pattern;
    }

    void completeValues(size_t key, std::string_view front, std::string_view typed, size_t limit = 0)
    {
        // Numbers are one range; texts are a list of patterns with commas between.
        const size_t comma = typed.rfind(',');
        const size_t begin = comma == std::string_view::npos ? 0 : comma + 1;
        complete(
            typed.substr(begin), m_names.valueCount(key),
            [&](size_t i, std::string_view folded) { return m_names.valueContains(key, i, folded); },
            [&](size_t i) { return m_names.value(key, i); },
            [&](size_t i, const NameCosts::Name &name) {
                Suggestion made;
                made.text = std::string(front) + std::string(name.text);
                made.pattern =
                    std::string(front) + std::string(typed.substr(0, begin)) + m_names.valuePattern(key, i);
                return made;
            },
            limit);
    }
    template <typename Make> void eachKey(std::string_view typed, Make &&make)
    {
        complete(
            typed, m_names.keyCount(),
            [&](size_t i, std::string_view folded) { return m_names.keyContains(i, folded); },
            [&](size_t i) { return m_names.key(i); }, make);
    }

    template <typename Contains, typename NameOf, typename Make>
    void complete(std::string_view word, size_t count, Contains &&contains, NameOf &&nameOf, Make &&make,
                  size_t limit = 0)
    {
        limit = limit ? limit : m_limit;
        const size_t before = m_found.size();
        const std::string folded = NameCosts::folded(word);
        const auto add = [&](size_t i) {
            const NameCosts::Name name = nameOf(i);
            Suggestion made = make(i, name);
            made.kind = name.kind;
            made.cost = name.cost;
            m_found.push_back(std::move(made));
        };
        for (size_t i = 0; i < count && m_found.size() < limit; ++i) {
            if (contains(i, folded))
                add(i);
        }
        if (m_found.size() > before || word.find_first_of("\\.+*?()|[]{}^$") == std::string_view::npos)
            return;
        const auto re = Regex::compile(word);
        if (!re.ok())
            return;
        for (size_t i = 0; i < count && m_found.size() < limit; ++i) {
            if (re->matches(nameOf(i).text))
                add(i);
        }
    }

    const NameCosts &m_names;
    size_t m_limit;
    std::vector<Suggestion> m_found;
};

} // namespace

std::vector<Suggestion> suggestions(const NameCosts &names, FilterKind kind, std::string_view typed,
                                    size_t limit)
{
    Completer completer(names, limit);
    if (isLabelFilter(kind))
        completer.completeLabels(typed);
    else if (isKeyFilter(kind))
        completer.completeKeys(typed);
    else
        completer.completeNames(typed);
    return completer.take();
}

} // namespace proflens
