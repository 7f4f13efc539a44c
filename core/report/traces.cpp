// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/arithmetic.h"
#include "core/report/printers.h"
#include "core/report/tracetext.h"

namespace proflens {

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
                    out << traceRule << traceLabels(selection, profile.samples.labels[sample]);
                out << padLeft(leaf ? report.format(value) : std::string(), 10) << "   "
                    << frames->printableName(elements[i].frame())
                    << (elements[i].inlined() ? " (inline)\n" : "\n");
                leaf = false;
            }
        });
    }
    out << traceRule;
    return success();
}

} // namespace proflens
