// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/differencedata.h"

#include "core/report/datajson.h"

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

std::vector<size_t> chosenRows(const DifferenceTable &table, const ReportOptions &options)
{
    const double fraction = options.trim ? options.nodeFraction : 0;
    const int count = options.trim ? options.nodeCount : 0;
    const auto size = [](int64_t value) { return std::fabs(static_cast<double>(value)); };
    const BothValues total = table.comparison()->total();
    const double least = fraction * std::max(size(total.base), size(total.current));
    std::vector<size_t> rows;
    for (size_t row = 0; row < table.size(); ++row) {
        const BothValues cum = table.cum(row);
        if (std::max(size(cum.base), size(cum.current)) >= least)
            rows.push_back(row);
    }
    if (count > 0 && rows.size() > static_cast<size_t>(count))
        rows.resize(static_cast<size_t>(count));
    return rows;
}

Json valuesJson(const Comparison &comparison, BothValues values, BothValues total, Change change)
{
    Json json = {{"base", values.base},
                 {"current", values.current},
                 {"delta", values.delta()},
                 {"basePercent", dataPercent(values.base, total.base)},
                 {"currentPercent", dataPercent(values.current, total.current)}};
    // Nothing to be a percentage of, or a multiple of, is null.
    if (comparison.percent(values.delta()).empty())
        json["deltaPercent"] = nullptr;
    else
        json["deltaPercent"] = comparison.share(values.delta()) * 100;
    if (values.base != 0 && values.current != 0)
        json["ratio"] = static_cast<double>(values.current) / static_cast<double>(values.base);
    else
        json["ratio"] = nullptr;
    json["noise"] = change.noise;
    return json;
}

std::string_view markWord(RowMark mark)
{
    switch (mark) {
    case RowMark::Changed:
        return "changed";
    case RowMark::New:
        return "new";
    case RowMark::Gone:
        return "gone";
    case RowMark::Same:
        return "same";
    }
    return {};
}

} // namespace

Status writeDifferenceData(const ComparisonPtr &comparison, const ReportOptions &options, DataFormat format,
                           Output &out)
{
    DifferenceTable table(comparison);
    table.sort(options.sortByCum ? DifferenceColumn::CumDelta : DifferenceColumn::FlatDelta, true, true);
    const std::vector<size_t> rows = chosenRows(table, options);
    if (format == DataFormat::Csv) {
        // No row at all means all of them there.
        const std::string text = tableText(table, TableFormat::Csv, rows);
        out << (rows.empty() ? std::string_view(text).substr(0, text.find('\n') + 1) : text);
        return success();
    }
    const BothValues total = comparison->total();
    const ValueType &type = comparison->current()->sampleType();
    const Json head = {
        {"report", "top"},
        {"sampleType", {{"type", type.type}, {"unit", type.unit}}},
        {"factor", comparison->factor()},
        {"total", {{"base", total.base}, {"current", total.current}, {"delta", total.delta()}}},
        {"percentOf", percentWord(*comparison)},
        {"notShownNodes", table.size() - rows.size()},
    };
    JsonRows json(out, head, "functions");
    for (const size_t row : rows) {
        json.add({{"function", table.name(row)},
                  {"file", table.file(row)},
                  {"mark", markWord(table.mark(row))},
                  {"flat", valuesJson(*comparison, table.flat(row), total, table.flatChange(row))},
                  {"cum", valuesJson(*comparison, table.cum(row), total, table.cumChange(row))}});
    }
    json.end();
    return success();
}

} // namespace proflens
