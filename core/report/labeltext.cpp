// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/labeltext.h"

#include "core/measure/measure.h"
#include "core/report/tabtext.h"
#include "core/report/tracetext.h"

#include <cstdio>

namespace proflens {

namespace {

std::string shareText(int64_t value, int64_t total)
{
    return total > 0 ? " (" + measure::percentage(value, total) + ')' : std::string();
}

// "30ms (10.00%)", or of two profiles "20ms -> 30ms, +10ms (+5.00%)".
std::string sumText(const LabelCosts &costs, const LabelSum &sum)
{
    const BothValues values = sum.values();
    const Comparison *comparison = costs.comparison().get();
    if (!comparison)
        return costs.analysis()->formatListed(values.current) +
               shareText(values.current, costs.analysis()->total());
    const std::string percent = comparison->percent(values.delta());
    return comparison->formatListed(values.base) + "\t" + comparison->formatListed(values.current) + "\t" +
           comparison->formatSeenDelta(values.delta()) + (percent.empty() ? "" : " (" + percent + ')');
}

void writeSum(TableWriter &out, const LabelCosts &costs, const LabelSum &sum)
{
    const BothValues values = sum.values();
    const Comparison *comparison = costs.comparison().get();
    if (!comparison) {
        out.cell(values.current);
        out.percentCell(values.current, costs.analysis()->total());
        return;
    }
    out.cell(values.base);
    out.cell(values.current);
    out.cell(values.delta());
    char text[352]; // the longest double has 309 digits before its point
    std::snprintf(text, sizeof text, "%.4f", comparison->share(values.delta()) * 100);
    out.cell(text);
    out.cell(changeText(costs.change(sum)));
}

} // namespace

std::string withoutText(const LabelKey &key)
{
    return "(without " + std::string(key.name) + ')';
}

std::string labelsText(const LabelCosts &costs, std::span<const ListedLabels> listed)
{
    TabText table;
    if (costs.comparison())
        table.add(" \tbase\tcurrent\tΔ\t\n");
    for (const ListedLabels &entry : listed) {
        const LabelKey &key = costs.keys()[entry.key];
        const std::string name(key.name);
        const std::string several =
            key.isRepeated ? "; samples with several values count once for each" : std::string();
        if (costs.comparison()) {
            table.add(name + ":\t" + sumText(costs, key.total) + "\t Total" + several + '\n');
        } else {
            const Analysis &analysis = *costs.analysis();
            const int64_t total = key.total.values().current;
            table.add(name + ":\t Total " + analysis.formatListed(total) + " of " +
                      analysis.formatListed(analysis.total()) + shareText(total, analysis.total()) + several +
                      '\n');
        }
        const char *const end = costs.comparison() ? "\t " : ":\t ";
        for (const uint32_t value : entry.values)
            table.add(" \t" + sumText(costs, key.values[value].sum) + end +
                      costs.text(key, key.values[value]) + '\n');
        if (entry.lacking)
            table.add(" \t" + sumText(costs, key.without) + end + withoutText(key) + '\n');
        table.add("\n");
    }
    return table.str();
}

std::string labelsTable(const LabelCosts &costs, std::span<const ListedLabels> listed, TableFormat format)
{
    const ValueType &type = costs.analysis()->sampleType();
    TableWriter out(format);
    for (const char *header : {"key", "label", "unit"})
        out.cell(header);
    if (costs.comparison()) {
        for (const char *header : {"base", "current", "delta"})
            out.cell(valueHeader(header, type));
        out.cell("delta%");
        out.cell("mark");
    } else {
        out.cell(valueHeader("value", type));
        out.cell("percent");
    }
    out.endRow();
    for (const ListedLabels &entry : listed) {
        const LabelKey &key = costs.keys()[entry.key];
        for (const uint32_t row : entry.values) {
            const LabelValue &value = key.values[row];
            out.cell(key.name);
            const std::string least = std::to_string(value.least);
            if (!value.isNumber)
                out.cell(value.text);
            else
                out.cell(value.least == value.greatest ? least
                                                       : least + ':' + std::to_string(value.greatest));
            out.cell(value.isNumber ? key.unit : std::string_view());
            writeSum(out, costs, value.sum);
            out.endRow();
        }
        if (!entry.lacking)
            continue;
        out.cell(key.name);
        out.cell(withoutText(key));
        out.cell("");
        writeSum(out, costs, key.without);
        out.endRow();
    }
    return out.take();
}

} // namespace proflens
