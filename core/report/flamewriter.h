// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/package.h"
#include "core/layout/flame.h"
#include "core/layout/flamelabel.h"
#include "core/measure/measure.h"
#include "core/measure/visibletext.h"
#include "core/report/flamesvg.h"
#include "core/report/svgtext.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

// What the flame graph of one profile and that of two have in common as SVG. For the files of flameSvg().
namespace proflens::flamesvg {

using svg::escaped;
using svg::number;

inline constexpr int columnsPerPixel = 4, rowHeight = 17, margin = 10, footHeight = 20;
inline constexpr double fontSize = 11;

// Hue 0 to 1, saturation, lightness; as "#rrggbb".
inline std::string hslColor(double hue, double saturation, double lightness)
{
    // The formula of CSS Color 4, section 7.
    const double amplitude = saturation * std::min(lightness, 1 - lightness);
    const auto channel = [&](double n) {
        const double k = std::fmod(n + hue * 12, 12);
        const double c = lightness - amplitude * std::max(-1.0, std::min({k - 3, 9 - k, 1.0}));
        return std::clamp(static_cast<int>(std::lround(c * 255)), 0, 255);
    };
    char text[24];
    std::snprintf(text, sizeof text, "#%02x%02x%02x", channel(0), channel(8), channel(4));
    return text;
}

// The picture of one profile; for two some of it is drawn in another way.
class Writer
{
public:
    Writer(const Analysis &analysis, const FlameTree &tree, const FlameSvgOptions &options)
        : m_analysis(analysis)
        , m_options(options)
        , m_tree(tree)
        , m_width(std::max(options.width, 200))
    {
        FlameWindow window;
        const bool part = options.end > options.begin;
        window.begin = part ? options.begin : 0;
        window.end = part ? options.end : static_cast<double>(m_tree.width());
        window.columns = (m_width - 2 * margin) * columnsPerPixel;
        window.levels = options.mostLevels;
        for (window.narrowest = columnsPerPixel;; window.narrowest *= 2) {
            layoutFlame(m_tree, window, m_layout);
            if (m_layout.boxes.size() <= options.mostBoxes || window.narrowest > window.columns)
                break;
        }
    }

    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;
    virtual ~Writer() = default;

    std::string write()
    {
        const int levels = std::max(static_cast<int>(m_layout.levelEnds.size()), 1);
        const int headHeight = this->headHeight();
        const int height = headHeight + levels * rowHeight + footHeight;
        const std::string w = std::to_string(m_width), h = std::to_string(height);
        m_out =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"" +
            w + "\" height=\"" + h + "\" viewBox=\"0 0 " + w + " " + h +
            "\" font-family=\"Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif\" font-size=\"" +
            number(fontSize) + "\">\n";
        const std::string title = m_options.title.empty() ? usualTitle() : m_options.title;
        m_out.append("<title>").append(escaped(title)).append("</title>\n");
        rect(0, 0, m_width, height, "#ffffff");
        text(margin, 18, title, "font-size=\"14\" font-weight=\"bold\" fill=\"#000000\"");
        text(margin, 35, summary(), "fill=\"#444444\"");
        addLegend();
        for (uint32_t level = 0; level < m_layout.levelEnds.size(); ++level) {
            for (const FlameBox &box : m_layout.level(level))
                add(level, box,
                    headHeight + rowHeight * (m_options.flipped ? levels - 1 - static_cast<int>(level)
                                                                : static_cast<int>(level)));
        }
        const double foot = height - 6;
        if (m_layout.depth > m_layout.levelEnds.size() && !m_layout.levelEnds.empty())
            text(margin, foot,
                 std::to_string(m_layout.depth - m_layout.levelEnds.size()) + " more levels are left out.",
                 "fill=\"#444444\"");
        m_out += "</svg>\n";
        return std::move(m_out);
    }

protected:
    virtual int headHeight() const { return 46; }
    virtual const char *usualTitle() const { return "Flame graph"; }
    virtual std::string totals() const { return "total " + m_analysis.formatAuto(m_tree.total({})); }
    virtual void addLegend() {}
    virtual void addOthers(FlameRows rows, uint32_t level, double x, double y, double w)
    {
        const uint32_t count = m_tree.countNodes(rows, level);
        m_out += std::to_string(count) + (count == 1 ? " narrow frame: " : " narrow frames: ");
        m_out += escaped(costOf(m_tree.valueOf(rows))) + "</title>\n";
        rect(x, y, w - gap(w), rowHeight - 1, "#e8e8e8");
        m_out += hatch(x, y, w, 5, "#b0b0b0", 0.7);
    }
    virtual void addWhole(double x, double y, double w)
    {
        const int64_t total = m_tree.total({});
        m_out += "all: " + escaped(costOf(total)) + "</title>\n";
        rect(x, y, w - gap(w), rowHeight - 1, "#dddddd");
        label("all: " + m_analysis.formatAuto(total), true, x, y, w);
    }
    // The title is open, and says name and file already.
    virtual void addNode(FlameNode node, const FlameBox &box, const std::string &name, double x, double y,
                         double w)
    {
        const int64_t total = m_tree.total(node);
        m_out.append(escaped(costOf(total)));
        if (!m_options.inverted)
            m_out.append(", self ").append(escaped(m_analysis.formatAuto(m_tree.self(node))));
        m_out += "</title>\n";
        const bool hit = isHit(box);
        rect(x, y, w - gap(w), rowHeight - 1, hit ? "#e58cf0" : colorOf(node, box.element.frame()));
        if (hit)
            rect(x, y + rowHeight - 3, w - gap(w), 2, "#000000");
        // Shrunk: told by a bar, too.
        const bool bar = total < 0 && w > 10;
        if (bar)
            rect(x, y, 3, rowHeight - 1, "#000000");
        label(name, isUnnamed(box), bar ? x + 3 : x, y, bar ? w - 3 : w);
    }

    bool isHit(const FlameBox &box) const
    {
        return m_options.search && m_options.search->matchesFrame(box.element.frame());
    }
    bool isUnnamed(const FlameBox &box) const
    {
        return m_analysis.frames()[box.element.frame()].name.empty();
    }
    std::string costOf(int64_t total) const
    {
        return m_analysis.formatAuto(total) + " (" + percent(total, m_analysis.total()) + ")";
    }

    std::string summary() const
    {
        const ValueType &type = m_analysis.sampleType();
        std::string line = visibleText(m_options.subtitle);
        line.append(line.empty() ? "" : " ").append(visibleText(type.type));
        line.append(type.type.empty() ? "" : ": ").append(totals());
        if (m_options.inverted)
            line += ", callers growing from callees";
        if (m_options.end > m_options.begin &&
            m_options.end - m_options.begin < static_cast<double>(m_tree.width()))
            line += ", a part of " +
                    percent(static_cast<int64_t>(m_options.end - m_options.begin), m_tree.width());
        if (m_tree.isEmpty())
            line += "; no sample has a value of this type";
        return line;
    }

    static std::string percent(int64_t value, int64_t total)
    {
        std::string text = measure::percentage(value, total);
        text.erase(0, text.find_first_not_of(' '));
        return text;
    }

    void rect(double x, double y, double w, double h, const std::string &fill, const char *more = "")
    {
        m_out.append("<rect x=\"").append(number(x)).append("\" y=\"").append(number(y));
        m_out.append("\" width=\"").append(number(w)).append("\" height=\"").append(number(h));
        m_out.append("\" fill=\"").append(fill).append("\"").append(more).append("/>\n");
    }

    void text(double x, double y, std::string_view what, const char *attributes)
    {
        m_out.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y)).append("\" ");
        m_out.append(attributes).append(">").append(escaped(what)).append("</text>\n");
    }

    std::string colorOf(FlameNode node, FrameId frame) const
    {
        if (m_tree.hasNegative()) {
            // What grew is red, what shrank green, what did both neutral.
            const auto width = static_cast<double>(std::max<int64_t>(m_tree.widthOf(node), 1));
            const double share = std::clamp(static_cast<double>(m_tree.total(node)) / width, -1.0, 1.0);
            return hslColor(share < 0 ? 0.36 : 0.02, 0.6 * std::fabs(share), 0.92 - 0.14 * std::fabs(share));
        }
        // The hues of the window (app/style packageColor) on white.
        const uint32_t hash = stableHash(packageOf(m_analysis.frames(), frame));
        if (m_analysis.frames()[frame].isLabel())
            return hslColor(0.56 + hash % 97 / 97.0 * 0.10, 0.16, 0.74 + (hash >> 9) % 5 * 0.02);
        return hslColor((hash % 360) / 360.0, 0.35 + ((hash >> 9) % 100) / 100.0 * 0.25, 0.80);
    }

    std::string nameOf(const FlameBox &box) const
    {
        const Frame &frame = m_analysis.frames()[box.element.frame()];
        std::string name = visibleText(
            frame.name.empty() ? m_analysis.frames().printableName(box.element.frame()) : frame.name);
        if (!frame.name.empty() && frame.line != 0)
            name += ":" + std::to_string(frame.line);
        return name;
    }

    std::string fileOf(FrameId frame) const
    {
        const Frame &f = m_analysis.frames()[frame];
        if (!f.file.empty() || !f.function.isValid())
            return std::string(f.file);
        const Profile &profile = *m_analysis.profile();
        return std::string(profile.text(profile.function(f.function).file));
    }

    void add(uint32_t level, const FlameBox &box, double y)
    {
        const double x = margin + static_cast<double>(box.begin) / columnsPerPixel;
        const double w = static_cast<double>(box.end - box.begin) / columnsPerPixel;
        m_out += "<g><title>";
        if (box.others) {
            addOthers(rowsOf(m_tree, m_layout, level, box), level, x, y, w);
        } else if (level == 0) {
            addWhole(x, y, w);
        } else {
            const std::string name = nameOf(box), file = fileOf(box.element.frame());
            m_out.append(escaped(name)).append(box.element.inlined() ? " (inlined)" : "").append("\n");
            if (!file.empty())
                m_out.append(escaped(file)).append("\n");
            addNode(nodeOf(level, box), box, name, x, y, w);
        }
        m_out += "</g>\n";
    }

    static double gap(double width) { return width > 2 ? 0.5 : 0; }

    // Lines rather than a pattern fill, which not every reader of SVG knows.
    static std::string hatch(double x, double y, double w, double period, const std::string &color,
                             double thickness)
    {
        constexpr double height = rowHeight - 1;
        std::string path;
        for (double from = x - height; from < x + w; from += period) {
            // From the bottom left to the top right, cut at both sides.
            const double left = std::max(from, x), right = std::min(from + height, x + w);
            if (right <= left)
                continue;
            path += "M" + number(left) + " " + number(y + height - (left - from)) + "L" + number(right) +
                    " " + number(y + height - (right - from));
        }
        return pathOf(path, color, thickness);
    }
    static std::string pathOf(const std::string &path, const std::string &color, double thickness)
    {
        return "<path d=\"" + path + "\" stroke=\"" + color + "\" stroke-width=\"" + number(thickness) +
               "\" fill=\"none\"/>\n";
    }

    // As much of a name as there is room for.
    static std::string fitted(const std::string &name, bool isPath, double room)
    {
        const std::string dots = "\xe2\x80\xa6";
        const LabelFit fit =
            fitLabel(labelCuts(name, isPath), name.size(), room, svg::textWidth(dots, fontSize),
                     [&](size_t begin, size_t end) {
                         return svg::textWidth(std::string_view(name).substr(begin, end - begin), fontSize);
                     });
        // Not through the middle of a character.
        size_t end = fit.end;
        while (end < name.size() && end > fit.begin && (static_cast<uint8_t>(name[end]) & 0xc0) == 0x80)
            --end;
        if (end <= fit.begin)
            return {};
        return name.substr(fit.begin, end - fit.begin) + (fit.ellipsis ? dots : "");
    }

    // Text of several lines, in which escaped() would show the breaks.
    static std::string escapedLines(const std::string &text)
    {
        const size_t end = text.find('\n');
        return end == std::string::npos
                   ? escaped(text)
                   : escaped(text.substr(0, end)) + "\n" + escapedLines(text.substr(end + 1));
    }

    // plate: a colour to put below the text; none if empty.
    void label(const std::string &name, bool isPath, double x, double y, double w,
               const std::string &plate = {})
    {
        if (w - 6 < fontSize)
            return;
        const std::string shown = fitted(name, isPath, w - 6);
        if (shown.empty())
            return;
        if (!plate.empty())
            rect(x + 1, y + 1, std::min(svg::textWidth(shown, fontSize) + 4, w - 2), rowHeight - 3, plate);
        // The length keeps text within its box where another font is wider than the one measured.
        const std::string attributes = "fill=\"#000000\" textLength=\"" +
                                       number(svg::textWidth(shown, fontSize)) +
                                       "\" lengthAdjust=\"spacingAndGlyphs\"";
        text(x + 3, y + 12, shown, attributes.c_str());
    }

    const Analysis &m_analysis;
    const FlameSvgOptions &m_options;
    const FlameTree &m_tree;
    FlameLayout m_layout;
    int m_width;
    std::string m_out;
};

} // namespace proflens::flamesvg
