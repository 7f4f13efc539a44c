// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/costs.h"
#include "core/measure/arithmetic.h"

#include "core/measure/measure.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <tuple>
#include <unordered_map>

namespace proflens {

namespace {

// Sums wrap around as they do in pprof.
void add(int64_t &sum, int64_t value)
{
    sum = static_cast<int64_t>(static_cast<uint64_t>(sum) + static_cast<uint64_t>(value));
}

uint64_t magnitude(int64_t value)
{
    return value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

struct Sum
{
    int64_t value = 0, divisor = 0;

    void operator+=(const Sum &other)
    {
        add(value, other.value);
        add(divisor, other.divisor);
    }
    int64_t mean() const { return divisor == 0 ? value : measure::quotient(value, divisor); }
};

// What samples with each stack weigh, under an analysis.
std::vector<Sum> weighStacks(const Analysis &analysis)
{
    const Selection &selection = analysis.selection();
    const SampleTable &samples = analysis.profile()->samples;
    std::vector<Sum> weights(analysis.profile()->stacks.size());
    forEachValue(samples, analysis.formula(), [&](size_t sample, int64_t value, int64_t count) {
        if ((value != 0 || count != 0) && selection.keepsSample(sample))
            weights[samples.stack[sample].row] += {value, count};
    });
    return weights;
}

std::vector<Sum> weighStacks(const Analysis &analysis, std::span<const int64_t> values)
{
    const SampleTable &samples = analysis.profile()->samples;
    std::vector<Sum> weights(analysis.profile()->stacks.size());
    for (size_t sample = 0; sample < values.size(); ++sample) {
        if (values[sample] != 0 && analysis.selection().keepsSample(sample))
            weights[samples.stack[sample].row] += {values[sample], 0};
    }
    return weights;
}

// The lines of a location that an analysis sees, innermost first.
std::span<const Line> seenLines(const Analysis &analysis, LocationId location)
{
    const std::span<const Line> lines = analysis.selection().lines(location);
    return analysis.options().noInlines && lines.size() > 1 ? lines.last(1) : lines;
}

// Flat and cum of groups of lines; a line may be in several. cum counts a group once per sample.
class GroupCosts
{
public:
    // groupsOf(line, out) appends the groups of a line.
    template <typename GroupsOf>
    bool compute(const Analysis &analysis, const std::vector<Sum> &weights, const StopToken &stop,
                 GroupsOf &&groupsOf)
    {
        const Profile &profile = *analysis.profile();
        // Which groups each location is in, its innermost line first.
        std::vector<uint32_t> groups;
        std::vector<uint32_t> begins(profile.locations.size() + 1), innermostEnds(profile.locations.size());
        for (size_t i = 0; i < profile.locations.size(); ++i) {
            begins[i] = static_cast<uint32_t>(groups.size());
            innermostEnds[i] = begins[i];
            bool first = true;
            for (const Line &line : seenLines(analysis, LocationId(i))) {
                if (line.function.isValid())
                    groupsOf(line, groups);
                if (first)
                    innermostEnds[i] = static_cast<uint32_t>(groups.size());
                first = false;
            }
        }
        begins.back() = static_cast<uint32_t>(groups.size());
        for (const uint32_t group : groups) {
            if (group >= flat.size())
                resize(group + 1);
        }
        if (groups.empty())
            return true;

        std::vector<uint32_t> seenIn(flat.size(), UINT32_MAX); // by group: the last stack that had it
        for (uint32_t stack = 0; stack < weights.size(); ++stack) {
            if (stack % 4096 == 0 && stop.stop_requested())
                return false;
            const Sum &weight = weights[stack];
            if (weight.value == 0 && weight.divisor == 0)
                continue;
            bool leaf = true;
            analysis.selection().forEachLocation(StackId(stack), [&](LocationId location) {
                const uint32_t begin = begins[location.row], end = begins[location.row + 1];
                for (uint32_t i = begin; i < end; ++i) {
                    const uint32_t group = groups[i];
                    if (leaf && i < innermostEnds[location.row])
                        flat[group] += weight;
                    if (seenIn[group] != stack) {
                        seenIn[group] = stack;
                        cum[group] += weight;
                    }
                }
                leaf = false;
            });
        }
        return true;
    }
    void resize(size_t groups)
    {
        flat.resize(groups);
        cum.resize(groups);
    }

    std::vector<Sum> flat, cum;
};

// By function of the profile: 1 if its file is this one when cleaned.
std::vector<uint8_t> functionsIn(const Profile &profile, const std::string &file)
{
    std::vector<uint8_t> byString(profile.strings.size(), 2);
    std::vector<uint8_t> in(profile.functions.size());
    for (size_t i = 0; i < in.size(); ++i) {
        const StringId name = profile.functions[i].file;
        uint8_t &known = byString[name.row];
        if (known == 2) {
            const std::string_view text = profile.text(name);
            known = !text.empty() && (text == file || cleanPath(text) == file) ? 1 : 0;
        }
        in[i] = known && !profile.isLabel(FunctionId(i));
    }
    return in;
}

void findUnit(SourceCosts &costs, const Analysis &analysis)
{
    if (analysis.options().unit != "minimum") {
        costs.unit = analysis.options().unit;
        return;
    }
    // As for the functions of a table: what is below half a percent of the file has no say.
    const uint64_t cutoff = std::max(magnitude(costs.flat), magnitude(costs.cum)) / 200;
    uint64_t smallest = 0, smallestOfAll = 0;
    const auto look = [&](int64_t value) {
        const uint64_t size = magnitude(value);
        if (size != 0 && (smallestOfAll == 0 || size < smallestOfAll))
            smallestOfAll = size;
        if (size != 0 && size >= cutoff && (smallest == 0 || size < smallest))
            smallest = size;
    };
    for (const SourceLineCost &line : costs.lines) {
        look(line.flat);
        look(line.cum);
    }
    if (smallest == 0)
        smallest = smallestOfAll;
    constexpr auto most = static_cast<uint64_t>(INT64_MAX);
    costs.unit = chooseOutputUnit(static_cast<int64_t>(std::min(smallest, most)), analysis.total(),
                                  analysis.sampleType().unit, 1 / analysis.options().divideBy);
}

void orderFunctions(SourceCosts &costs)
{
    std::vector<uint32_t> order(costs.functions.size());
    for (uint32_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        const SourceFunctionCost &x = costs.functions[a], &y = costs.functions[b];
        return std::tie(x.firstLine, x.name) < std::tie(y.firstLine, y.name);
    });
    std::vector<SourceFunctionCost> ordered;
    ordered.reserve(order.size());
    for (const uint32_t row : order)
        ordered.push_back(std::move(costs.functions[row]));
    costs.functions = std::move(ordered);

    for (uint32_t row = 0; row < costs.functions.size(); ++row) {
        for (const uint32_t line : costs.functions[row].lines)
            costs.lines[line].functions.push_back(row);
    }
    for (SourceLineCost &line : costs.lines) {
        std::stable_sort(line.functions.begin(), line.functions.end(), [&](uint32_t a, uint32_t b) {
            return magnitude(costs.functions[a].cum) > magnitude(costs.functions[b].cum);
        });
    }
}

std::optional<SourceCosts> fileCosts(const Analysis &analysis, std::string_view file,
                                     const std::vector<Sum> &weights, const StopToken &stop);

} // namespace

const SourceLineCost *SourceCosts::at(int64_t line) const
{
    const auto found =
        std::lower_bound(lines.begin(), lines.end(), line,
                         [](const SourceLineCost &cost, int64_t wanted) { return cost.line < wanted; });
    return found != lines.end() && found->line == line ? &*found : nullptr;
}

std::optional<uint32_t> SourceCosts::functionAt(int64_t line) const
{
    if (const SourceLineCost *cost = at(line); cost && !cost->functions.empty())
        return cost->functions.front();
    std::optional<uint32_t> inner;
    for (uint32_t row = 0; row < functions.size() && functions[row].firstLine <= line; ++row) {
        if (functions[row].firstLine > 0 && functions[row].lastLine >= line)
            inner = row;
    }
    return inner;
}

std::optional<SourceCosts> sourceCosts(const Analysis &analysis, std::string_view file, const StopToken &stop)
{
    return fileCosts(analysis, file, weighStacks(analysis), stop);
}

std::optional<SourceCosts> sourceCosts(const Analysis &analysis, std::string_view file,
                                       std::span<const int64_t> values, const StopToken &stop)
{
    return fileCosts(analysis, file, weighStacks(analysis, values), stop);
}

namespace {

std::optional<SourceCosts> fileCosts(const Analysis &analysis, std::string_view file,
                                     const std::vector<Sum> &weights, const StopToken &stop)
{
    const Profile &profile = *analysis.profile();
    SourceCosts costs;
    costs.file = file.empty() ? std::string() : cleanPath(file);
    const std::vector<uint8_t> in = functionsIn(profile, costs.file);

    // Group 0 is the file, then come functions (by name) and lines.
    constexpr uint32_t none = UINT32_MAX;
    uint32_t groupCount = 1;
    std::unordered_map<std::string_view, uint32_t> functionOfName; // rows of costs.functions
    std::vector<uint32_t> functionOf(profile.functions.size(), none);
    std::vector<uint32_t> functionGroups;
    for (size_t i = 0; i < profile.functions.size(); ++i) {
        if (!in[i])
            continue;
        const Function &function = profile.functions[i];
        const std::string_view name = profile.text(function.name);
        const auto [it, added] =
            functionOfName.try_emplace(name, static_cast<uint32_t>(costs.functions.size()));
        if (added) {
            costs.functions.push_back({});
            costs.functions.back().name = name;
            functionGroups.push_back(groupCount++);
        }
        functionOf[i] = it->second;
        SourceFunctionCost &cost = costs.functions[it->second];
        if (function.startLine > 0 && (cost.firstLine == 0 || function.startLine < cost.firstLine))
            cost.firstLine = cost.startLine = function.startLine;
        cost.lastLine = std::max(cost.lastLine, function.startLine);
    }
    // The lines of the profile itself, filtered away or not, tell how far functions reach.
    std::map<int64_t, uint32_t> lineGroups;
    std::vector<std::pair<int64_t, uint32_t>> lineAndFunction;
    for (const Line &line : profile.lines) {
        if (!line.function.isValid() || functionOf[line.function.row] == none)
            continue;
        const int64_t number = std::max<int64_t>(line.line, 0);
        lineGroups.try_emplace(number, 0);
        lineAndFunction.emplace_back(number, functionOf[line.function.row]);
    }
    for (auto &[line, group] : lineGroups) {
        group = groupCount++;
        costs.lines.push_back({line, 0, 0, {}});
    }
    std::sort(lineAndFunction.begin(), lineAndFunction.end());
    lineAndFunction.erase(std::unique(lineAndFunction.begin(), lineAndFunction.end()), lineAndFunction.end());
    if (stop.stop_requested())
        return std::nullopt;

    GroupCosts groups;
    groups.resize(groupCount);
    const bool finished =
        groups.compute(analysis, weights, stop, [&](const Line &line, std::vector<uint32_t> &out) {
            const uint32_t function = functionOf[line.function.row];
            if (function == none)
                return;
            out.push_back(0);
            out.push_back(functionGroups[function]);
            out.push_back(lineGroups.at(std::max<int64_t>(line.line, 0)));
        });
    if (!finished)
        return std::nullopt;

    costs.flat = groups.flat[0].mean();
    costs.cum = groups.cum[0].mean();
    for (size_t row = 0; row < costs.functions.size(); ++row) {
        costs.functions[row].flat = groups.flat[functionGroups[row]].mean();
        costs.functions[row].cum = groups.cum[functionGroups[row]].mean();
    }
    for (size_t row = 0; row < costs.lines.size(); ++row) {
        const uint32_t group = lineGroups.at(costs.lines[row].line);
        costs.lines[row].flat = groups.flat[group].mean();
        costs.lines[row].cum = groups.cum[group].mean();
        if (costs.lines[row].flat != 0 || costs.lines[row].cum != 0)
            costs.hottest.push_back(static_cast<uint32_t>(row));
    }
    std::sort(costs.hottest.begin(), costs.hottest.end(), [&](uint32_t a, uint32_t b) {
        const SourceLineCost &x = costs.lines[a], &y = costs.lines[b];
        return std::tuple(magnitude(y.flat), magnitude(y.cum), x.line) <
               std::tuple(magnitude(x.flat), magnitude(x.cum), y.line);
    });
    for (const auto &[line, function] : lineAndFunction) {
        SourceFunctionCost &cost = costs.functions[function];
        const auto row =
            std::lower_bound(costs.lines.begin(), costs.lines.end(), line,
                             [](const SourceLineCost &l, int64_t wanted) { return l.line < wanted; });
        cost.lines.push_back(static_cast<uint32_t>(row - costs.lines.begin()));
        if (line > 0 && cost.firstLine == 0)
            cost.firstLine = line;
        cost.lastLine = std::max(cost.lastLine, line);
    }
    orderFunctions(costs);
    findUnit(costs, analysis);
    return costs;
}

} // namespace

bool isSourceFile(std::string_view file)
{
    constexpr std::array<std::string_view, 9> placeholders = {
        "", "Unknown", "unknown", "<unknown>", "[unknown]", "(unknown)", "??", "?", "<autogenerated>"};
    return std::find(placeholders.begin(), placeholders.end(), file) == placeholders.end();
}

std::vector<SourceFileCost> sourceFilesOf(const Analysis &analysis, std::span<const std::string> names,
                                          const StopToken &stop)
{
    const Profile &profile = *analysis.profile();
    constexpr uint32_t none = UINT32_MAX;
    std::vector<SourceFileCost> files;
    std::unordered_map<std::string, uint32_t> rows;
    std::vector<uint32_t> fileOf(profile.functions.size(), none);
    for (size_t i = 0; i < profile.functions.size(); ++i) {
        const std::string_view file = profile.text(profile.functions[i].file);
        if (!isSourceFile(file) || profile.isLabel(FunctionId(i)) ||
            std::find(names.begin(), names.end(), profile.text(profile.functions[i].name)) == names.end())
            continue;
        const auto [it, added] = rows.try_emplace(cleanPath(file), static_cast<uint32_t>(files.size()));
        if (added)
            files.push_back({it->first, 0, 0});
        fileOf[i] = it->second;
    }
    if (files.empty())
        return files;
    GroupCosts groups;
    groups.resize(files.size());
    const bool finished = groups.compute(analysis, weighStacks(analysis), stop,
                                         [&](const Line &line, std::vector<uint32_t> &out) {
                                             if (fileOf[line.function.row] != none)
                                                 out.push_back(fileOf[line.function.row]);
                                         });
    if (!finished)
        return {};
    for (size_t i = 0; i < files.size(); ++i) {
        files[i].flat = groups.flat[i].mean();
        files[i].cum = groups.cum[i].mean();
    }
    std::sort(files.begin(), files.end(), [](const SourceFileCost &a, const SourceFileCost &b) {
        return std::tuple(magnitude(b.cum), magnitude(b.flat), std::string_view(a.file)) <
               std::tuple(magnitude(a.cum), magnitude(a.flat), std::string_view(b.file));
    });
    return files;
}

std::string sourceValue(const SourceCosts &costs, const Analysis &analysis, int64_t value)
{
    if (value == 0)
        return ".";
    std::string text = measure::scaledLabel(dividedBy(value, analysis.options().divideBy),
                                            analysis.sampleType().unit, costs.unit);
    return text == "0" ? analysis.formatAuto(value) : text;
}

std::string annotatedSource(const SourceCosts &costs, const Analysis &analysis,
                            std::span<const std::string_view> text, int64_t context)
{
    std::string out;
    const auto row = [&](int64_t line, int64_t flat, int64_t cum, std::string_view what) {
        char numbers[96];
        std::snprintf(numbers, sizeof numbers,
                      "%10.24s %10.24s %6lld: ", sourceValue(costs, analysis, flat).c_str(),
                      sourceValue(costs, analysis, cum).c_str(), static_cast<long long>(line));
        out += numbers;
        out += what;
        out += '\n';
    };
    const auto names = [&](const SourceLineCost &line) {
        std::string joined;
        for (const uint32_t function : line.functions)
            joined += (joined.empty() ? "" : ", ") + costs.functions[function].name;
        return joined;
    };
    const auto count = static_cast<int64_t>(text.size());
    int64_t printed = 0; // the last line of the file that was
    for (const SourceLineCost &line : costs.lines) {
        if (line.flat == 0 && line.cum == 0)
            continue;
        if (line.line < 1 || line.line > count) {
            row(line.line, line.flat, line.cum, names(line));
            continue;
        }
        // Saturating: context may be anything.
        const int64_t first = std::max(printed + 1, line.line > context ? line.line - context : 1);
        if (first > printed + 1 && printed > 0)
            out += "...\n";
        const int64_t last = count - line.line > context ? line.line + context : count;
        for (printed = std::max(printed, first - 1); printed < last;) {
            ++printed;
            const SourceLineCost *cost = costs.at(printed);
            row(printed, cost ? cost->flat : 0, cost ? cost->cum : 0, text[static_cast<size_t>(printed - 1)]);
        }
    }
    return out;
}

} // namespace proflens
