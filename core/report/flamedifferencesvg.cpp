// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/differencecolors.h"
#include "core/report/flamesvg.h"
#include "core/report/flamewriter.h"

#include <array>

namespace proflens {

namespace {

using namespace flamesvg;

class ComparedWriter : public Writer
{
public:
    ComparedWriter(const ComparedFlame &flame, FlameColoring coloring, const FlameSvgOptions &options)
        : Writer(*flame.comparison()->current(), flame.tree(), options)
        , m_flame(flame)
        , m_comparison(*flame.comparison())
        , m_coloring(coloring)
    {}

private:
    static constexpr difference::Ground ground = difference::Ground::Light;

    int headHeight() const override { return 66; }
    const char *usualTitle() const override { return "Flame graph of a difference"; }

    std::string percentOf(int64_t delta) const
    {
        const std::string text = m_comparison.percent(delta);
        switch (text.empty() ? PercentOf::Base : m_comparison.options().percentOf) {
        case PercentOf::Base:
            break;
        case PercentOf::Current:
            return text + " of the current total";
        case PercentOf::Difference:
            return text + " of the difference";
        }
        return text.empty() ? text : text + " of the base";
    }

    std::string totals() const override
    {
        const BothValues total = m_flame.total({});
        std::string line = "base " + m_flame.format(total.base) + ", current " +
                           m_flame.format(total.current) + ", difference " +
                           m_flame.formatDelta(total.delta());
        if (const std::string percent = percentOf(total.delta()); !percent.empty())
            line += " (" + percent + ")";
        return line;
    }

    std::string costs(BothValues values, Change change) const
    {
        std::string line = "base " + m_flame.format(values.base) + ", current " +
                           m_flame.format(values.current) + "\ndifference " +
                           m_flame.formatDelta(values.delta());
        if (const std::string percent = percentOf(values.delta()); !percent.empty())
            line += " (" + percent + ")";
        if (const std::string ratio = Comparison::ratio(values); !ratio.empty())
            line += ", " + ratio;
        if (change.kind != Change::Kind::Same && change.noise)
            line += ", within noise";
        return line;
    }

    static std::string fillOf(const FlameShade &shade)
    {
        return difference::hexColor(difference::fill(shade.sign(), shade.strength, ground));
    }

    void box(double x, double y, double w, const FlameShade &shade)
    {
        rect(x, y, w - gap(w), rowHeight - 1, fillOf(shade));
        pattern(x, y, w - gap(w), shade.whole);
    }

    void pattern(double x, double y, double w, Change change)
    {
        const std::string mark = difference::hexColor(difference::mark(difference::signOf(change), ground));
        if (change.kind == Change::Kind::Gone)
            m_out += hatch(x, y, w, 5, mark, 0.8);
        if (change.kind != Change::Kind::New || w < 2)
            return;
        // Dashes as long as they are thick; every other row is shifted by half.
        std::string path;
        int row = 0;
        for (double at = y + 2.5; at < y + rowHeight - 1; at += 4, ++row)
            path +=
                "M" + number(x + std::min(row % 2 ? 3.5 : 1, w / 2)) + " " + number(at) + "H" + number(x + w);
        m_out.append("<path d=\"").append(path).append("\" stroke=\"").append(mark);
        m_out += "\" stroke-width=\"1.2\" stroke-dasharray=\"1.2 3.8\" fill=\"none\"/>\n";
    }

    void addOthers(FlameRows rows, uint32_t level, double x, double y, double w) override
    {
        const uint32_t count = m_tree.countNodes(rows, level);
        m_out += std::to_string(count) + (count == 1 ? " narrow frame\n" : " narrow frames\n");
        m_out += escapedLines(costs(m_flame.values(rows), m_flame.change(rows))) + "</title>\n";
        rect(x, y, w - gap(w), rowHeight - 1, fillOf(shadeOf(m_flame, rows, m_coloring)));
        // Diagonal lines stand for what is gone.
        std::string path;
        for (double at = x + 1.5; at < x + w - gap(w); at += 3)
            path += "M" + number(at) + " " + number(y) + "V" + number(y + rowHeight - 1);
        if (!path.empty())
            m_out += pathOf(path, "#9a9a9a", 0.6);
    }

    void addWhole(double x, double y, double w) override
    {
        const BothValues total = m_flame.total({});
        m_out += "all\n" + escapedLines(costs(total, m_flame.change(FlameNode{}))) + "</title>\n";
        const FlameShade shade = shadeOf(m_flame, FlameNode{}, m_coloring);
        box(x, y, w, shade);
        label("all: " + m_flame.format(total.base) + " \u2192 " + m_flame.format(total.current) + " (" +
                  m_flame.formatDelta(total.delta()) + ")",
              true, x, y, w, fillOf(shade));
    }

    void addNode(FlameNode node, const FlameBox &box, const std::string &name, double x, double y,
                 double w) override
    {
        m_out += escapedLines(costs(m_flame.total(node), m_flame.change(node)));
        if (const BothValues self = m_flame.self(node); !m_options.inverted && self != BothValues{})
            m_out +=
                escaped(", self " + m_flame.format(self.base) + " \u2192 " + m_flame.format(self.current));
        m_out += "</title>\n";
        const FlameShade shade = shadeOf(m_flame, node, m_coloring);
        this->box(x, y, w, shade);
        if (isHit(box)) {
            rect(x + 1, y + 1, std::max(w - gap(w) - 2, 0.0), rowHeight - 3, "none",
                 " stroke=\"#9b1fa8\" stroke-width=\"2\"");
            rect(x, y + rowHeight - 3, w - gap(w), 2, "#000000");
        }
        const std::string word = difference::wordOf(shade.whole);
        const std::string before = !word.empty()      ? word + ": "
                                   : shade.sign() > 0 ? "+ "
                                   : shade.sign() < 0 ? "\u2212 "
                                                      : "";
        // The word goes where enough of the name can follow.
        const double room = w - svg::textWidth(before, fontSize);
        if (before.empty() || room < (word.empty() ? 20 : 40)) {
            // Some of the pattern has to be seen where its word is not.
            label(name, isUnnamed(box), x, y, word.empty() ? w : w - 10, word.empty() ? "" : fillOf(shade));
            return;
        }
        label(before + fitted(name, isUnnamed(box), room - 6), true, x, y, w,
              word.empty() ? "" : fillOf(shade));
    }

    // A swatch of the legend and its text; x moves on.
    void sample(double &x, const FlameShade &shade, const std::string &what)
    {
        constexpr double y = 44, w = 24;
        box(x, y, w, shade);
        rect(x, y, w, rowHeight - 1, "none", " stroke=\"#808080\" stroke-width=\"0.6\"");
        x += w + 4;
        words(x, what);
        x += 14;
    }
    void words(double &x, const std::string &what)
    {
        text(x, 56, what, "fill=\"#222222\"");
        x += svg::textWidth(what, fontSize);
    }

    void addLegend() override
    {
        using Kind = Change::Kind;
        const FlameScale scale = scaleOf(m_flame, m_coloring);
        m_out += "<g id=\"legend\">\n";
        double x = margin;
        words(x, scale.of + ": ");
        x += 4;
        words(x, scale.least);
        x += 4;
        // Steps rather than a gradient, since grey in the middle has edges.
        constexpr int steps = 10;
        constexpr double step = 8;
        for (int i = -steps; i <= steps; ++i, x += step) {
            const double strength = (std::abs(i) - 1.0) / (steps - 1);
            rect(x, 44, step + (i < steps ? 0.5 : 0), rowHeight - 1,
                 difference::hexColor(difference::fill(i, strength, ground)));
        }
        x += 4;
        words(x, scale.most);
        x += 14;
        sample(x, {{Kind::New, false}, 0.6, {Kind::New, false}}, "new");
        sample(x, {{Kind::Gone, false}, 0.6, {Kind::Gone, false}}, "gone");
        sample(x, {}, m_comparison.hasCounts() ? "same or within noise" : "the same");
        constexpr std::array widths = {"the larger of both", "current", "base", "|difference|"};
        const std::string width = std::string("Width: ") + widths[static_cast<size_t>(m_flame.width())];
        if (x + svg::textWidth(width, fontSize) < m_width - margin)
            words(x, width);
        m_out += "</g>\n";
    }

    const ComparedFlame &m_flame;
    const Comparison &m_comparison;
    FlameColoring m_coloring;
};

} // namespace

std::string flameSvg(const ComparedFlame &flame, FlameColoring coloring, const FlameSvgOptions &options)
{
    FlameSvgOptions same = options;
    same.inverted = flame.inverted();
    return ComparedWriter(flame, coloring, same).write();
}

} // namespace proflens
