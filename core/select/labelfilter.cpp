// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/labelfilter.h"

#include "core/measure/measure.h"
#include "core/select/regex.h"

#include <charconv>
#include <optional>
#include <vector>

namespace proflens {

namespace {

using NumberTest = std::function<bool(int64_t value, std::string_view unit)>;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isAlpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Amount
{
    int64_t number = 0;
    std::string_view unit;
};

// Takes "[+-]digits[letters]" from the front of text.
std::optional<Amount> takeAmount(std::string_view &text)
{
    size_t at = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
    const size_t digits = at;
    while (at < text.size() && isDigit(text[at]))
        ++at;
    if (at == digits)
        return {};
    Amount amount;
    const char *begin = text.data() + (text[0] == '+' ? 1 : 0);
    if (std::from_chars(begin, text.data() + at, amount.number).ec != std::errc())
        return {};
    const size_t unit = at;
    while (at < text.size() && isAlpha(text[at]))
        ++at;
    amount.unit = text.substr(unit, at - unit);
    text.remove_prefix(at);
    return amount;
}

// The range that text describes, or none if it is no range (then it is a regular expression).
std::optional<NumberTest> parseRange(std::string_view text)
{
    const bool openBelow = text.starts_with(':');
    if (openBelow)
        text.remove_prefix(1);
    const auto first = takeAmount(text);
    if (!first)
        return {};
    const measure::Scaled low = measure::scale(first->number, first->unit, first->unit);
    const auto test = [unit = low.unit](auto compare) -> NumberTest {
        return [unit, compare](int64_t value, std::string_view from) {
            const measure::Scaled scaled = measure::scale(value, from, unit);
            return scaled.unit == unit && compare(scaled.value);
        };
    };
    if (openBelow)
        return text.empty() ? std::optional(test([at = low.value](double v) { return v <= at; }))
                            : std::nullopt;
    if (text.empty())
        return test([at = low.value](double v) { return v == at; });
    if (text[0] != ':')
        return {};
    text.remove_prefix(1);
    if (text.empty())
        return test([at = low.value](double v) { return v >= at; });
    const auto second = takeAmount(text);
    if (!second || !text.empty())
        return {};
    const measure::Scaled high = measure::scale(second->number, second->unit, low.unit);
    if (high.unit != low.unit)
        return {};
    return test([from = low.value, to = high.value](double v) { return v >= from && v <= to; });
}

} // namespace

std::string_view rangeOfLabelFilter(std::string_view text)
{
    const size_t equals = text.find('=');
    if (equals != std::string_view::npos)
        text.remove_prefix(equals + 1);
    return parseRange(text) ? text : std::string_view();
}

Result<LabelTest> compileLabelFilter(std::string_view option, std::string_view text)
{
    std::string key;
    const size_t equals = text.find('=');
    if (equals != std::string_view::npos) {
        key = text.substr(0, equals);
        text.remove_prefix(equals + 1);
    }
    if (auto range = parseRange(text)) {
        return LabelTest([range = *range, key](std::span<const LabelView> labels) {
            for (const LabelView &label : labels) {
                if (label.isNumber && (key.empty() || label.key == key) && range(label.number, label.unit))
                    return true;
            }
            return false;
        });
    }
    std::vector<Regex> expressions;
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find(',', begin), text.size());
        auto re = Regex::compile(text.substr(begin, end - begin));
        if (!re)
            return Error{"parsing " + std::string(option) +
                         " regexp: error parsing regexp: " + re.error().message};
        expressions.push_back(*re);
        begin = end + 1;
    }
    if (!key.empty()) {
        return LabelTest([expressions, key](std::span<const LabelView> labels) {
            for (const LabelView &label : labels) {
                if (label.isNumber || label.key != key)
                    continue;
                for (const Regex &re : expressions) {
                    if (re.matches(label.text))
                        return true;
                }
            }
            return false;
        });
    }
    return LabelTest([expressions](std::span<const LabelView> labels) {
        for (const Regex &re : expressions) {
            bool found = false;
            for (const LabelView &label : labels) {
                if (!label.isNumber && re.matches(std::string(label.key) + ':' + std::string(label.text))) {
                    found = true;
                    break;
                }
            }
            if (!found)
                return false;
        }
        return true;
    });
}

} // namespace proflens
