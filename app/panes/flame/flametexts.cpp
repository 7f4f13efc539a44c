// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flametexts.h"

#include "app/style/difference.h"
#include "app/style/text.h"
#include "core/measure/measure.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <climits>

namespace proflens::flametexts {

namespace {

struct FlameTexts
{
    Q_DECLARE_TR_FUNCTIONS(FlamePane)
};

const QString separator = QStringLiteral("  ·  ");

QString text(const std::string &bytes)
{
    return QString::fromStdString(bytes);
}

QString share(int64_t value, int64_t of)
{
    return text(measure::percentage(value, of)).trimmed();
}

QString comparedCosts(const ComparedFlame &flame, BothValues values, Change change)
{
    const Comparison &comparison = *flame.comparison();
    const auto value = [&](int64_t v) { return text(flame.format(v)); };
    QString delta = text(flame.formatDelta(values.delta()));
    if (const QString percent = text(comparison.percent(values.delta())); !percent.isEmpty()) {
        switch (comparison.options().percentOf) {
        case PercentOf::Base:
            delta = FlameTexts::tr("%1 (%2 of the base)").arg(delta, percent);
            break;
        case PercentOf::Current:
            delta = FlameTexts::tr("%1 (%2 of the current total)").arg(delta, percent);
            break;
        case PercentOf::Difference:
            delta = FlameTexts::tr("%1 (%2 of the difference)").arg(delta, percent);
            break;
        }
    }
    QStringList parts;
    parts << FlameTexts::tr("base %1").arg(value(values.base))
          << FlameTexts::tr("current %1").arg(value(values.current))
          //: The difference of two values.
          << FlameTexts::tr("Δ %1").arg(delta);
    // "new" and "gone" are said by what became of it.
    if (values.base != 0 && values.current != 0)
        parts << text(Comparison::ratio(values));
    parts << style::changeText(change);
    return parts.join(separator);
}

} // namespace

QString costs(const FlameData &data, FlameNode node)
{
    const FlameTree &tree = data.tree;
    const Analysis &analysis = *data.analysis;
    if (data.compared) {
        const ComparedFlame &flame = *data.compared;
        QString line = comparedCosts(flame, flame.total(node), flame.change(node));
        const BothValues self = flame.self(node);
        if (node.depth > 0 && !data.inverted && self != BothValues{})
            //: A frame's own values in base and current, and the difference.
            line += separator + FlameTexts::tr("self %1 → %2 (%3)")
                                    .arg(text(flame.format(self.base)), text(flame.format(self.current)),
                                         text(flame.formatDelta(self.delta())));
        return line;
    }
    const auto figure = [&](int64_t value) { return text(analysis.formatAuto(value)); };
    const int64_t total = tree.total(node);
    QStringList parts;
    // Filters, and what was saved in a difference, leave less than the total for the whole graph.
    if (node.depth == 0 && total != analysis.total())
        parts << FlameTexts::tr("%1 (%2 of the total, %3)")
                     .arg(figure(total), share(total, analysis.total()), figure(analysis.total()));
    else
        parts << FlameTexts::tr("%1 (%2 of all)").arg(figure(total), share(total, analysis.total()));
    if (node.depth > 0) {
        if (node.depth > 1)
            parts << (data.inverted ? FlameTexts::tr("%1 of its callee") : FlameTexts::tr("%1 of its caller"))
                         .arg(share(total, tree.total(tree.parent(node))));
        // In the tree from callers, stacks that end in a frame begin in it: that is no cost of its own.
        if (!data.inverted)
            parts << FlameTexts::tr("self %1 (%2)")
                         .arg(figure(tree.self(node)), share(tree.self(node), analysis.total()));
        const FrameId frame = tree.element(node).frame();
        const int64_t flat = analysis.costs().flatValue(frame), cum = analysis.costs().cumValue(frame);
        parts << FlameTexts::tr("everywhere: flat %1, cum %2").arg(figure(flat), figure(cum));
    }
    return parts.join(separator);
}

QString othersCosts(const FlameData &data, FlameRows rows)
{
    if (data.compared)
        return comparedCosts(*data.compared, data.compared->values(rows), data.compared->change(rows));
    const int64_t value = data.tree.valueOf(rows);
    return QStringLiteral("%1 (%2)").arg(text(data.analysis->formatAuto(value)),
                                         text(data.analysis->percent(value)));
}

Details details(const FlameData &data, const FlameSpot &spot)
{
    if (spot.others) {
        const auto count = int(data.tree.countNodes(*spot.others, spot.node.depth + 1));
        return {FlameTexts::tr("%Ln frame(s) too narrow to be drawn: click to open", nullptr, count),
                {},
                othersCosts(data, *spot.others)};
    }
    if (spot.node.depth == 0)
        return {FlameTexts::tr("all"), {}, costs(data, spot.node)};
    const StackElement element = data.tree.element(spot.node);
    QString name = style::displayText(data.frames()[element.frame()].name);
    if (name.isEmpty())
        name = style::displayText(data.frames().printableName(element.frame()));
    if (element.inlined())
        name += FlameTexts::tr(" (inlined)");
    QString file = fileOf(*data.analysis, element.frame());
    if (const int64_t line = data.frames()[element.frame()].line)
        file += QLatin1Char(':') + QString::number(line);
    return {name, file, costs(data, spot.node)};
}

QString toolTip(const FlameData &data, const FlameSpot &spot)
{
    Details about = details(data, spot);
    QStringList lines{about.name};
    if (!about.file.isEmpty())
        lines << about.file;
    lines << about.costs.split(separator);
    return style::wrappedToolTip(lines.join(QLatin1Char('\n')));
}

QString path(const FlameData &data, FlameNode node)
{
    std::vector<StackElement> elements;
    data.tree.path(node, elements);
    QStringList lines;
    for (const StackElement element : elements) {
        const std::string_view name = data.frames().printableName(element.frame());
        lines << QString::fromUtf8(name.data(), qsizetype(name.size()));
    }
    return lines.join(QLatin1Char('\n'));
}

QString found(const FlameData &data, const FlameSearch &search, const ComparedShares &shares)
{
    const auto hits = int(std::min<uint64_t>(search.hits(), INT_MAX));
    if (hits == 0)
        return FlameTexts::tr("no frame matches");
    if (data.compared) {
        const auto percent = [](double part) {
            // As numbers of 2^30, since shares have no unit.
            constexpr double whole = 1 << 30;
            return share(static_cast<int64_t>(part * whole), static_cast<int64_t>(whole));
        };
        return FlameTexts::tr("%Ln frame(s) match: %1 of base, %2 of current", nullptr, hits)
            .arg(percent(shares.base), percent(shares.current));
    }
    // Widths are magnitudes, and so is the total; means have a total that is no sum.
    const int64_t total = data.analysis->options().mean ? data.tree.width() : data.analysis->total();
    return FlameTexts::tr("%Ln frame(s) match, %1 of the total", nullptr, hits)
        .arg(share(search.covered, total));
}

} // namespace proflens::flametexts
