// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/arithmetic.h"
#include "core/report/csv.h"
#include "core/report/dataprinters.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace proflens {

namespace {

// The number of a label with its unit, as a value of another key's column would be told from it.
std::string numberText(int64_t number, std::string_view unit)
{
    return std::to_string(number) + (unit.empty() ? "" : " ") + std::string(unit);
}

// The keys of all labels that are seen, sorted.
std::vector<std::string_view> labelKeys(const Report &report)
{
    const Profile &profile = report.profile();
    std::vector<std::string_view> keys;
    for (size_t set = 0; set < profile.labels.size(); ++set) {
        for (const Label &label : report.selection().labels(LabelSetId(set)))
            keys.push_back(profile.text(label.key));
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

// {"key": ["text", …], "size": [{"number": 5, "unit": "bytes"}]}
Json labelsJson(const Report &report, LabelSetId set)
{
    const Profile &profile = report.profile();
    Json labels = Json::object();
    for (const Label &label : report.selection().labels(set)) {
        Json &values = labels[std::string(profile.text(label.key))];
        if (label.isNumber)
            values.push_back(
                {{"number", label.number}, {"unit", report.selection().labelUnit(label.key)}});
        else
            values.push_back(profile.text(label.text));
    }
    return labels;
}

} // namespace

Status printTracesData(Report &report, DataFormat format, Output &out)
{
    const Selection &selection = report.selection();
    const Profile &profile = report.profile();
    const auto frames = report.frames(false);
    // f(sample, value) for each that has a frame that is seen, as in the text.
    const auto forEachSample = [&](auto &&f) {
        for (size_t sample = 0; sample < profile.samples.size() && out.good(); ++sample) {
            if (!selection.keepsSample(sample))
                continue;
            const int64_t divisor = report.divisor(sample);
            const int64_t value =
                divisor != 0 ? measure::quotient(report.value(sample), divisor) : report.value(sample);
            bool seen = false;
            selection.forEachLocation(profile.samples.stack[sample], [&](LocationId location) {
                seen = seen || !frames->elements(location).empty();
            });
            if (seen)
                f(sample, report.divided(value));
        }
    };
    // f(name, whether inlined), leaf first.
    const auto forEachFrame = [&](size_t sample, auto &&f) {
        selection.forEachLocation(profile.samples.stack[sample], [&](LocationId location) {
            const auto elements = frames->elements(location);
            for (size_t i = elements.size(); i-- > 0;)
                f(frames->printableName(elements[i].frame()), elements[i].inlined());
        });
    };

    if (format == DataFormat::Json) {
        JsonRows rows(out, dataHead(report, "traces"), "samples");
        forEachSample([&](size_t sample, int64_t value) {
            Json stack = Json::array();
            forEachFrame(sample, [&](std::string_view name, bool inlined) {
                Json frame = {{"function", name}};
                if (inlined)
                    frame["inline"] = true;
                stack.push_back(std::move(frame));
            });
            rows.add({{"value", value},
                      {"labels", labelsJson(report, profile.samples.labels[sample])},
                      {"stack", std::move(stack)}});
        });
        rows.end();
        return success();
    }

    const std::vector<std::string_view> keys = labelKeys(report);
    TableWriter table(TableFormat::Csv);
    table.cell(valueHeader("value", report.sampleType()));
    for (const std::string_view key : keys)
        table.cell("label " + std::string(key));
    table.cell("stack, leaf first");
    table.endRow();
    std::vector<std::string> cells(keys.size());
    std::string stack;
    forEachSample([&](size_t sample, int64_t value) {
        std::fill(cells.begin(), cells.end(), std::string());
        for (const Label &label : selection.labels(profile.samples.labels[sample])) {
            const auto key = std::lower_bound(keys.begin(), keys.end(), profile.text(label.key));
            std::string &cell = cells[static_cast<size_t>(key - keys.begin())];
            if (!cell.empty())
                cell += ';';
            cell += label.isNumber ? numberText(label.number, selection.labelUnit(label.key))
                                   : std::string(profile.text(label.text));
        }
        stack.clear();
        forEachFrame(sample, [&](std::string_view name, bool) {
            if (!stack.empty())
                stack += ';';
            stack += name;
        });
        table.cell(value);
        for (const std::string &cell : cells)
            table.cell(cell);
        table.cell(stack);
        table.endRow();
        out << table.take();
    });
    out << table.take();
    return success();
}

Status printTagsData(Report &report, DataFormat format, Output &out)
{
    const Selection &selection = report.selection();
    const Profile &profile = report.profile();
    std::vector<int64_t> sums(profile.labels.size());
    std::vector<uint8_t> used(profile.labels.size());
    for (size_t sample = 0; sample < profile.samples.size(); ++sample) {
        if (!selection.keepsSample(sample))
            continue;
        const uint32_t set = profile.samples.labels[sample].row;
        sums[set] += report.value(sample);
        used[set] = 1;
    }
    // Texts before numbers; numbers in their order.
    using Value = std::tuple<bool, int64_t, std::string_view>;
    struct Key
    {
        int64_t total = 0;
        std::string_view unit;
        std::map<Value, int64_t> values;
    };
    std::map<std::string_view, Key> keys;
    for (size_t set = 0; set < sums.size(); ++set) {
        if (!used[set])
            continue;
        for (const Label &label : selection.labels(LabelSetId(set))) {
            Key &key = keys[profile.text(label.key)];
            const Value value(label.isNumber, label.isNumber ? label.number : 0,
                              label.isNumber ? std::string_view() : profile.text(label.text));
            key.total += sums[set];
            key.values[value] += sums[set];
            if (label.isNumber)
                key.unit = selection.labelUnit(label.key);
        }
    }
    // Costly ones first, as in the text.
    const auto sorted = [](const Key &key) {
        std::vector<std::pair<Value, int64_t>> values(key.values.begin(), key.values.end());
        std::stable_sort(values.begin(), values.end(), [](const auto &a, const auto &b) {
            return std::abs(a.second) > std::abs(b.second);
        });
        return values;
    };

    if (format == DataFormat::Json) {
        JsonRows rows(out, dataHead(report, "tags"), "keys");
        for (const auto &[name, key] : keys) {
            Json values = Json::array();
            for (const auto &[value, cost] : sorted(key)) {
                const auto &[isNumber, number, text] = value;
                Json json = isNumber ? Json{{"number", number}, {"unit", key.unit}} : Json{{"text", text}};
                json["value"] = report.divided(cost);
                json["percent"] = dataPercent(cost, report.total());
                values.push_back(std::move(json));
            }
            rows.add({{"key", name},
                      {"value", report.divided(key.total)},
                      {"percent", dataPercent(key.total, report.total())},
                      {"values", std::move(values)}});
        }
        rows.end();
        return success();
    }
    TableWriter table(TableFormat::Csv);
    table.cell("key");
    table.cell("label");
    table.cell("unit");
    table.cell(valueHeader("value", report.sampleType()));
    table.cell("percent");
    table.endRow();
    for (const auto &[name, key] : keys) {
        for (const auto &[value, cost] : sorted(key)) {
            const auto &[isNumber, number, text] = value;
            table.cell(name);
            if (isNumber)
                table.cell(number);
            else
                table.cell(text);
            table.cell(isNumber ? key.unit : std::string_view());
            table.cell(report.divided(cost));
            table.percentCell(cost, report.total());
            table.endRow();
        }
        out << table.take();
    }
    out << table.take();
    return success();
}

} // namespace proflens
