// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/namedviewstate.h"

#include "app/session/viewoptions.h"

namespace proflens {

NamedView namedView(const QString &name, const ViewState &state, const ReportOptions &others)
{
    NamedView view;
    view.name = name.toStdString();
    view.options = viewOptions(state, {}, others);
    for (const FilterChip &chip : state.chips) {
        if (!chip.pattern.isEmpty())
            view.filters.push_back({{chip.kind, chip.pattern.toStdString()}, chip.enabled});
    }
    return view;
}

ViewState withNamedView(const ViewState &state, const NamedView &view)
{
    const ReportOptions before = viewOptions(state, {});
    ReportOptions after = view.options;
    after.sampleIndex = before.sampleIndex;
    after.filters = before.filters;
    ViewState changed = withOptions(state, before, after, {});
    changed.chips.clear();
    for (const NamedFilter &each : view.filters)
        changed.chips.append({each.filter.kind, QString::fromStdString(each.filter.pattern), each.enabled});
    return changed;
}

} // namespace proflens
