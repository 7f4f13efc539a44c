// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/nearest.h"

#include "core/analyze/stacksums.h"
#include "core/measure/arithmetic.h"
#include "core/source/costs.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace proflens {

namespace {

// Costs by function of the profile. Sums wrap around as they do in pprof.
class Sums
{
public:
    explicit Sums(size_t functions)
        : m_values(functions)
        , m_divisors(functions)
    {}
    void add(FunctionId function, int64_t value, int64_t divisor)
    {
        m_values[function.row] += static_cast<uint64_t>(value);
        m_divisors[function.row] += static_cast<uint64_t>(divisor);
    }
    // Functions of one name are one.
    std::vector<FunctionWithSource> byName(const Profile &profile, bool mean) const
    {
        std::unordered_map<std::string_view, std::pair<uint64_t, uint64_t>> sums;
        for (size_t i = 0; i < m_values.size(); ++i) {
            if (m_values[i] == 0)
                continue;
            auto &[value, divisor] = sums[profile.text(profile.functions[i].name)];
            value += m_values[i];
            divisor += m_divisors[i];
        }
        std::vector<FunctionWithSource> functions;
        for (const auto &[name, sum] : sums) {
            const auto value = static_cast<int64_t>(sum.first), divisor = static_cast<int64_t>(sum.second);
            functions.push_back(
                {std::string(name), mean && divisor != 0 ? measure::quotient(value, divisor) : value});
        }
        const auto magnitude = [](int64_t value) {
            return value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
        };
        std::sort(functions.begin(), functions.end(), [&](const auto &a, const auto &b) {
            return std::tuple(magnitude(b.cost), std::string_view(a.name)) <
                   std::tuple(magnitude(a.cost), std::string_view(b.name));
        });
        return functions;
    }

private:
    std::vector<uint64_t> m_values, m_divisors;
};

} // namespace

NearestSource nearestSource(const Analysis &analysis, std::span<const std::string> names,
                            const StopToken &stop)
{
    const Profile &profile = *analysis.profile();
    enum class Kind : uint8_t { Other, Asked, WithSource };
    std::vector<Kind> kinds(profile.functions.size(), Kind::Other);
    for (size_t i = 0; i < kinds.size(); ++i) {
        const Function &function = profile.functions[i];
        if (std::find(names.begin(), names.end(), profile.text(function.name)) != names.end())
            kinds[i] = Kind::Asked;
        else if (isSourceFile(profile.text(function.file)) && !profile.text(function.name).empty() &&
                 !profile.isLabel(FunctionId(i)))
            kinds[i] = Kind::WithSource;
    }

    const StackSums stacks(analysis.selection(), analysis.formula());
    Sums callers(kinds.size()), callees(kinds.size());
    for (uint32_t stack = 0; stack < stacks.values.size(); ++stack) {
        if (stack % 4096 == 0 && stop.stop_requested())
            return {};
        if (!stacks.counted[stack])
            continue;
        // Leaf first: what was called last before the first of those asked for, and what called the last.
        FunctionId below, callee, caller;
        bool asked = false;
        analysis.selection().forEachLocation(StackId(stack), [&](LocationId location) {
            for (const Line &line : analysis.selection().lines(location)) {
                if (!line.function.isValid())
                    continue;
                switch (kinds[line.function.row]) {
                case Kind::Asked:
                    if (!asked)
                        callee = below;
                    asked = true;
                    caller = {};
                    break;
                case Kind::WithSource:
                    below = line.function;
                    if (asked && !caller.isValid())
                        caller = line.function;
                    break;
                case Kind::Other:
                    break;
                }
            }
        });
        const int64_t divisor = stacks.divisors.empty() ? 0 : stacks.divisors[stack];
        if (callee.isValid())
            callees.add(callee, stacks.values[stack], divisor);
        if (caller.isValid())
            callers.add(caller, stacks.values[stack], divisor);
    }
    const bool mean = !stacks.divisors.empty();
    return {callers.byName(profile, mean), callees.byName(profile, mean)};
}

} // namespace proflens
