// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/arithmetic.h"
#include "core/measure/measure.h"
#include "core/report/printers.h"

#include <algorithm>

namespace proflens {

namespace {

constexpr std::string_view rule = "-----------+-------------------------------------------------------\n";

// The labels of a sample, one line per key, texts before numbers, each sorted as text.
std::string labelLines(const Selection &selection, LabelSetId set)
{
    const Profile &profile = *selection.profile();
    struct Key
    {
        std::string_view key;
        std::string values;
    };
    std::vector<Key> texts, numbers;
    const auto add = [](std::vector<Key> &keys, std::string_view key, std::string_view value) {
        const auto known = std::find_if(keys.begin(), keys.end(), [&](const Key &k) { return k.key == key; });
        if (known == keys.end())
            keys.push_back({key, std::string(value)});
        else
            known->values += ' ' + std::string(value);
    };
    for (const Label &label : selection.labels(set)) {
        const std::string_view key = profile.text(label.key);
        if (label.isNumber)
            add(numbers, key, measure::label(label.number, selection.labelUnit(label.key)));
        else
            add(texts, key, profile.text(label.text));
    }
    std::string lines;
    for (const auto *keys : {&texts, &numbers}) {
        std::vector<std::string> formatted;
        for (const Key &key : *keys)
            formatted.push_back(padLeft(key.key, 10) + ":  " + key.values + '\n');
        std::sort(formatted.begin(), formatted.end());
        for (const std::string &line : formatted)
            lines += line;
    }
    return lines;
}

} // namespace

Status printTraces(Report &report, Output &out)
{
    const Selection &selection = report.selection();
    const Profile &profile = report.profile();
    const auto frames = report.frames(false);
    bool first = true;
    for (const std::string &label : report.profileLabels()) {
        out << (first ? "" : "\n") << label;
        first = false;
    }
    out << '\n';
    for (size_t sample = 0; sample < profile.samples.size() && out.good(); ++sample) {
        if (!selection.keepsSample(sample))
            continue;
        const int64_t divisor = report.divisor(sample);
        const int64_t value =
            divisor != 0 ? measure::quotient(report.value(sample), divisor) : report.value(sample);
        bool leaf = true;
        selection.forEachLocation(profile.samples.stack[sample], [&](LocationId location) {
            const auto elements = frames->elements(location);
            for (size_t i = elements.size(); i-- > 0;) {
                if (leaf)
                    out << rule << labelLines(selection, profile.samples.labels[sample]);
                out << padLeft(leaf ? report.format(value) : std::string(), 10) << "   "
                    << frames->printableName(elements[i].frame())
                    << (elements[i].inlined() ? " (inline)\n" : "\n");
                leaf = false;
            }
        });
    }
    out << rule;
    return success();
}

} // namespace proflens
