// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure.h"
#include "core/report/printers.h"
#include "core/report/tabtext.h"

#include <algorithm>
#include <map>

namespace proflens {

Status printTags(Report &report, Output &out)
{
    const Selection &selection = report.selection();
    const Profile &profile = report.profile();

    // Sums per label set first: samples are many, label sets are few.
    std::vector<int64_t> sums(profile.labels.size());
    std::vector<uint8_t> used(profile.labels.size());
    for (size_t sample = 0; sample < profile.samples.size(); ++sample) {
        if (!selection.keepsSample(sample))
            continue;
        const uint32_t set = profile.samples.labels[sample].row;
        sums[set] += report.value(sample);
        used[set] = 1;
    }
    struct Key
    {
        int64_t total = 0;
        std::map<std::string, int64_t> values;
    };
    std::map<std::string, Key> keys;
    for (size_t set = 0; set < sums.size(); ++set) {
        if (!used[set])
            continue;
        for (const Label &label : selection.labels(LabelSetId(set))) {
            const std::string text = label.isNumber
                                         ? measure::scaledLabel(label.number, selection.labelUnit(label.key),
                                                                report.options().unit)
                                         : std::string(profile.text(label.text));
            Key &key = keys[std::string(profile.text(label.key))];
            key.values[text] += sums[set];
            key.total += sums[set];
        }
    }

    TabText table;
    const int64_t total = report.total();
    for (const auto &[name, key] : keys) {
        std::string line = name + ":\t Total " + report.format(key.total) + " of " + report.format(total);
        if (total > 0)
            line += " (" + measure::percentage(key.total, total) + ')';
        table.add(line + '\n');
        std::vector<std::pair<std::string, int64_t>> values(key.values.begin(), key.values.end());
        std::stable_sort(values.begin(), values.end(), [](const auto &a, const auto &b) {
            return std::abs(a.second) > std::abs(b.second);
        });
        for (const auto &[text, value] : values) {
            line = " \t" + report.format(value);
            if (total > 0)
                line += " (" + measure::percentage(value, total) + ')';
            table.add(line + ":\t " + text + '\n');
        }
        table.add("\n");
    }
    out << table.str();
    return success();
}

Status printComments(Report &report, Output &out)
{
    for (const std::string &comment : report.profile().comments)
        out << comment << '\n';
    return success();
}

} // namespace proflens
