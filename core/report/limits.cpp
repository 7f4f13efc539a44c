// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/limits.h"

#include "core/measure/measure.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

namespace proflens {

class LimitParser
{
public:
    explicit LimitParser(std::string_view text)
        : m_text(text)
    {}

    Result<Limit> parse()
    {
        Limit limit;
        limit.m_text = std::string(m_text);
        do {
            Limit::Condition condition;
            if (const Status status = readQuantity(condition); !status)
                return status.error();
            if (const Status status = readFunction(condition); !status)
                return status.error();
            if (const Status status = readAmount(condition); !status)
                return status.error();
            limit.m_conditions.push_back(std::move(condition));
        } while (takeWord("and"));
        skipSpaces();
        if (m_at < m_text.size())
            return wrong("\"and\" with another condition, or the end");
        return limit;
    }

private:
    Error wrong(const std::string &expected) const
    {
        return Error{"-fail_if=" + std::string(m_text) + ": " + expected + " is expected at \"" +
                     std::string(m_text.substr(m_at, 20)) + '"'};
    }
    void skipSpaces()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t'))
            ++m_at;
    }
    static bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
    bool takeWord(std::string_view word)
    {
        skipSpaces();
        const std::string_view rest = m_text.substr(m_at);
        if (!rest.starts_with(word) || (rest.size() > word.size() && isLetter(rest[word.size()])))
            return false;
        m_at += word.size();
        return true;
    }

    Status readQuantity(Limit::Condition &condition)
    {
        const bool base = takeWord("base");
        bool named = true;
        if (takeWord("flat"))
            condition.of = Limit::Of::Flat;
        else if (takeWord("cum"))
            condition.of = Limit::Of::Cum;
        else if (takeWord("total"))
            condition.of = Limit::Of::Total;
        else
            named = false;
        if (base)
            condition.what = Limit::What::Base;
        else if (takeWord("growth"))
            condition.what = Limit::What::Growth;
        else if (takeWord("ratio"))
            condition.what = Limit::What::Ratio;
        if (!named && (base || condition.what == Limit::What::Value))
            return wrong("flat, cum or total, with growth or ratio after it or base before it,");
        return success();
    }

    // Parentheses of the regular expression's own are in pairs, or escaped, or in brackets.
    Status readFunction(Limit::Condition &condition)
    {
        skipSpaces();
        if (m_at == m_text.size() || m_text[m_at] != '(')
            return success();
        if (condition.of == Limit::Of::Total)
            return wrong("a comparison (the total is of no function)");
        const size_t begin = m_at + 1;
        size_t end = begin;
        bool inClass = false;
        for (int depth = 1; end < m_text.size(); ++end) {
            const char c = m_text[end];
            if (c == '\\')
                ++end;
            else if (inClass)
                inClass = c != ']';
            else if (c == '[')
                inClass = true;
            else if (c == '(')
                ++depth;
            else if (c == ')' && --depth == 0)
                break;
        }
        if (end >= m_text.size())
            return wrong("a regular expression with a closing parenthesis");
        const auto regex = Regex::compile(std::string(m_text.substr(begin, end - begin)));
        if (!regex)
            return Error{"-fail_if=" + std::string(m_text) +
                         ": error parsing regexp: " + regex.error().message};
        condition.function = *regex;
        m_at = end + 1;
        return success();
    }

    Status readAmount(Limit::Condition &condition)
    {
        skipSpaces();
        const std::string_view rest = m_text.substr(m_at);
        if (rest.starts_with(">="))
            condition.compare = Limit::Compare::AtLeast;
        else if (rest.starts_with("<="))
            condition.compare = Limit::Compare::AtMost;
        else if (rest.starts_with(">"))
            condition.compare = Limit::Compare::More;
        else if (rest.starts_with("<"))
            condition.compare = Limit::Compare::Less;
        else
            return wrong("one of > >= < <=");
        m_at += rest.starts_with(">=") || rest.starts_with("<=") ? 2 : 1;
        skipSpaces();
        const char *end = m_text.data() + m_text.size();
        const auto number = std::from_chars(m_text.data() + m_at, end, condition.amount);
        if (number.ec != std::errc() || !std::isfinite(condition.amount))
            return wrong("a number");
        m_at = static_cast<size_t>(number.ptr - m_text.data());
        const size_t mark = m_at;
        if (takeWord("and")) {
            m_at = mark;
            return success();
        }
        skipSpaces();
        if (m_at < m_text.size() && m_text[m_at] == '%') {
            condition.unit = '%';
            ++m_at;
            return success();
        }
        while (m_at < m_text.size() && isLetter(m_text[m_at]))
            condition.unit += m_text[m_at++];
        return success();
    }

    std::string_view m_text;
    size_t m_at = 0;
};

// Measures functions against a limit.
class LimitCheck
{
public:
    LimitCheck(const Limit &limit, const Analysis &analysis, const Comparison *comparison)
        : m_limit(limit)
        , m_analysis(analysis)
        , m_comparison(comparison)
    {}

    Result<std::vector<std::string>> run()
    {
        const std::string &unit = m_analysis.sampleType().unit;
        bool functions = false;
        for (const Limit::Condition &condition : m_limit.m_conditions) {
            functions = functions || condition.of != Limit::Of::Total;
            if (condition.what == Limit::What::Ratio) {
                if (!condition.unit.empty() && condition.unit != "%" && condition.unit != "x")
                    return wrong("a ratio has no unit \"" + condition.unit + '"');
                continue;
            }
            if (!condition.unit.empty() && condition.unit != "%" && condition.unit != unit &&
                       !measure::compatibleUnits(condition.unit, unit))
                return wrong('"' + condition.unit + "\" is no unit of " + m_analysis.sampleType().type +
                             " (" + unit + ')');
        }
        if (m_limit.needsBase() && !m_comparison)
            return wrong("there is nothing to compare with; name it with -diff_base=FILE");

        struct Found
        {
            double measured;
            std::string text;
        };
        std::vector<Found> found;
        const auto check = [&](FrameId frame, std::string_view name) {
            std::string text(name);
            const char *separator = ": ";
            double first = 0;
            for (const Limit::Condition &condition : m_limit.m_conditions) {
                if (condition.function && !condition.function->matches(name))
                    return;
                const double measured = measure(condition, frame);
                if (!holds(condition, measured))
                    return;
                if (&condition == &m_limit.m_conditions.front())
                    first = measured;
                text += separator + words(condition, frame);
                separator = ", ";
            }
            found.push_back({first, text + " (" + m_limit.text() + ')'});
        };
        if (!functions) {
            check(FrameId(), "total");
        } else {
            const FrameTable &frames = m_analysis.frames();
            for (uint32_t row = 0; row < frames.size(); ++row) {
                const bool seen = m_analysis.costs().seen[row] != 0 ||
                                  (m_comparison && m_comparison->base()->costs().seen[row] != 0);
                if (seen)
                    check(FrameId(row), frames.printableName(FrameId(row)));
            }
        }
        std::stable_sort(found.begin(), found.end(),
                         [](const Found &a, const Found &b) { return a.measured > b.measured; });
        std::vector<std::string> texts;
        for (Found &one : found)
            texts.push_back(std::move(one.text));
        return texts;
    }

private:
    Error wrong(const std::string &what) const
    {
        return Error{"-fail_if=" + m_limit.text() + ": " + what};
    }

    BothValues valuesOf(const Limit::Condition &condition, FrameId frame) const
    {
        if (!m_comparison) {
            const FrameCosts &costs = m_analysis.costs();
            return {0, condition.of == Limit::Of::Flat  ? costs.flatValue(frame)
                       : condition.of == Limit::Of::Cum ? costs.cumValue(frame)
                                                        : m_analysis.total()};
        }
        return condition.of == Limit::Of::Flat  ? m_comparison->flat(frame)
               : condition.of == Limit::Of::Cum ? m_comparison->cum(frame)
                                                : m_comparison->total();
    }
    bool isNoise(const Limit::Condition &condition, FrameId frame) const
    {
        switch (condition.of) {
        case Limit::Of::Flat:
            return m_comparison->flatChange(frame).noise;
        case Limit::Of::Cum:
            return m_comparison->cumChange(frame).noise;
        case Limit::Of::Total:
            return m_comparison->changeOfRows(0, static_cast<uint32_t>(m_comparison->stacks().size())).noise;
        }
        return false;
    }

    // In the unit of the condition's amount.
    double measure(const Limit::Condition &condition, FrameId frame) const
    {
        const BothValues values = valuesOf(condition, frame);
        const double percent = condition.unit == "%" ? 100 : 1;
        if (condition.what == Limit::What::Ratio) {
            if (values.base == values.current || isNoise(condition, frame))
                return percent;
            if (values.base == 0)
                return std::numeric_limits<double>::infinity();
            return static_cast<double>(values.current) / static_cast<double>(values.base) * percent;
        }
        int64_t value = values.current;
        if (condition.what == Limit::What::Base)
            value = values.base;
        else if (condition.what == Limit::What::Growth)
            value = isNoise(condition, frame) ? 0 : values.delta();
        if (condition.unit == "%")
            return share(condition, value);
        if (condition.unit.empty())
            return static_cast<double>(value);
        return measure::scale(value, m_analysis.sampleType().unit, condition.unit).value;
    }
    // Percent: growth of what percentages of differences are of, all else of its side's total.
    double share(const Limit::Condition &condition, int64_t value) const
    {
        if (condition.what == Limit::What::Growth)
            return m_comparison->share(value) * 100;
        const int64_t total = condition.what == Limit::What::Base ? m_comparison->base()->total()
                              : m_comparison                      ? m_comparison->current()->total()
                                                                  : m_analysis.total();
        return total == 0 ? 0 : static_cast<double>(value) / static_cast<double>(total) * 100;
    }

    static bool holds(const Limit::Condition &condition, double measured)
    {
        switch (condition.compare) {
        case Limit::Compare::More:
            return measured > condition.amount;
        case Limit::Compare::AtLeast:
            return measured >= condition.amount;
        case Limit::Compare::Less:
            return measured < condition.amount;
        case Limit::Compare::AtMost:
            return measured <= condition.amount;
        }
        return false;
    }

    std::string words(const Limit::Condition &condition, FrameId frame) const
    {
        const BothValues values = valuesOf(condition, frame);
        const std::string name = condition.of == Limit::Of::Flat  ? "flat"
                                 : condition.of == Limit::Of::Cum ? "cum"
                                                                  : "total";
        const auto format = [this](int64_t value) { return m_analysis.formatAuto(value); };
        switch (condition.what) {
        case Limit::What::Value:
            return name + ' ' + format(values.current) + sharesOf(condition, values.current);
        case Limit::What::Base:
            return "base " + name + ' ' + format(values.base) + sharesOf(condition, values.base);
        case Limit::What::Growth:
            return name + ' ' + withSign(format(values.delta()), values.delta()) +
                   sharesOf(condition, values.delta()) + " from " + format(values.base);
        case Limit::What::Ratio:
            return name + ' ' + Comparison::ratio(values) + " from " + format(values.base) + " to " +
                   format(values.current);
        }
        return {};
    }
    std::string sharesOf(const Limit::Condition &condition, int64_t value) const
    {
        if (condition.of == Limit::Of::Total && condition.what != Limit::What::Growth)
            return {};
        char text[64];
        std::snprintf(text, sizeof text, " = %.2f%%", share(condition, value));
        return text;
    }

    const Limit &m_limit;
    const Analysis &m_analysis;
    const Comparison *m_comparison;
};

Result<Limit> Limit::parse(std::string_view text)
{
    return LimitParser(text).parse();
}

bool Limit::needsBase() const
{
    return std::any_of(m_conditions.begin(), m_conditions.end(),
                       [](const Condition &condition) { return condition.what != What::Value; });
}

Result<std::vector<std::string>> Limit::breaches(const Analysis &analysis) const
{
    return LimitCheck(*this, analysis, nullptr).run();
}

Result<std::vector<std::string>> Limit::breaches(const Comparison &comparison) const
{
    return LimitCheck(*this, *comparison.current(), &comparison).run();
}

} // namespace proflens
