// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/comparisonpage.h"

#include "core/analyze/comparedweights.h"
#include "core/analyze/comparisontext.h"
#include "core/layout/flametree.h"
#include "core/measure/measure.h"
#include "core/measure/visibletext.h"
#include "core/report/page/assets.h"
#include "core/report/svgtext.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace proflens {

namespace {

using nlohmann::json;

const char *letter(Change change)
{
    if (change.kind != Change::Kind::Same && change.noise)
        return "N";
    switch (change.kind) {
    case Change::Kind::Same:
        return "=";
    case Change::Kind::Grew:
        return "g";
    case Change::Kind::Shrank:
        return "s";
    case Change::Kind::New:
        return "n";
    case Change::Kind::Gone:
        return "x";
    }
    return "=";
}

// Numbers names in the order in which they are first used.
class Names
{
public:
    size_t of(std::string_view name)
    {
        const auto [it, added] = m_ids.try_emplace(std::string(name), m_ids.size());
        if (added)
            m_texts.push_back(visibleText(name));
        return it->second;
    }
    const json &texts() const { return m_texts; }

private:
    std::unordered_map<std::string, size_t> m_ids;
    json m_texts = json::array();
};

class Page
{
public:
    Page(const Comparison &comparison, const ComparisonPageOptions &options)
        : m_comparison(comparison)
        , m_options(options)
        , m_weights(comparedWeights(comparison, ComparedWidth::Larger))
        , m_differences(comparedWeights(comparison, ComparedWidth::Difference))
        , m_tree(comparison.stacks(), m_weights)
    {}

    std::string text()
    {
        const ValueType &type = m_comparison.current()->sampleType();
        // What a million of the sample type's unit is in the unit of the page, for more digits than 1 has.
        constexpr int64_t many = 1000000;
        const measure::Scaled scaled = measure::scale(many, type.unit, m_comparison.current()->outputUnit());
        json data;
        data["unitFactor"] = scaled.value / static_cast<double>(many);
        data["unit"] = scaled.unit;
        data["total"] = m_comparison.difference()->total();
        data["nodes"] = nodes();
        data["functions"] = functions();
        data["names"] = m_names.texts();
        std::string embedded = data.dump(-1, ' ', false, json::error_handler_t::replace);
        // No end of the element may occur inside it.
        for (size_t at = 0; (at = embedded.find('<', at)) != std::string::npos;)
            embedded.replace(at, 1, "\\u003c");

        std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                          "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
                          "<meta name=\"viewport\" content=\"width=device-width\">\n<title>";
        out += svg::escaped(m_options.title) + "</title>\n<style>\n" + std::string(page::style) +
               "</style>\n</head>\n<body>\n<main>\n<h1>" + svg::escaped(m_options.title) + "</h1>\n";
        if (!m_options.headline.empty())
            out += "<p class=\"facts\">" + svg::escaped(m_options.headline) + "</p>\n";
        if (!m_options.summary.empty()) {
            out += "<h2>What changed</h2>\n<ul class=\"summary\">\n";
            for (const std::string &sentence : m_options.summary)
                out += "<li>" + svg::escaped(sentence) + "</li>\n";
            out += "</ul>\n";
        }
        out += body();
        out += "<script type=\"application/json\" id=\"data\">" + embedded + "</script>\n<script>\n" +
               std::string(page::script) + "</script>\n</main>\n</body>\n</html>\n";
        return out;
    }

private:
    // The flame graph's nodes that take most room, depth first: the larger the narrowest that is kept, the
    // fewer there are.
    json nodes()
    {
        int64_t narrowest = std::max<int64_t>(1, m_tree.width() / 20000);
        std::vector<FlameNode> kept = nodesFrom(narrowest);
        while (kept.size() > m_options.mostNodes) {
            narrowest *= 2;
            kept = nodesFrom(narrowest);
        }
        m_leftOut = narrowest > 1;
        json nodes = json::array();
        for (const FlameNode node : kept) {
            const FlameRows rows = m_tree.rows(node);
            const BothValues values = m_comparison.ofRows(rows.begin, rows.end);
            const size_t name = m_names.of(
                node.depth == 0 ? std::string_view("all")
                                : m_comparison.frames().printableName(m_tree.element(node).frame()));
            nodes.push_back({node.depth, name, values.base, values.current, m_tree.widthOf(node),
                             m_differences.of(rows.begin, rows.end),
                             letter(m_comparison.changeOfRows(rows.begin, rows.end))});
        }
        return nodes;
    }
    std::vector<FlameNode> nodesFrom(int64_t narrowest) const
    {
        std::vector<FlameNode> kept, open{{0, 0}};
        while (!open.empty() && kept.size() <= m_options.mostNodes) {
            const FlameNode node = open.back();
            open.pop_back();
            kept.push_back(node);
            const size_t first = open.size();
            for (auto child = m_tree.firstChild(node); child; child = m_tree.nextSibling(*child)) {
                if (m_tree.widthOf(*child) >= narrowest)
                    open.push_back(*child);
            }
            std::reverse(open.begin() + static_cast<ptrdiff_t>(first), open.end());
        }
        return kept;
    }

    json functions()
    {
        const Comparison &c = m_comparison;
        std::vector<FrameId> order;
        for (size_t i = 0; i < c.frames().size(); ++i) {
            if (c.base()->costs().seen[i] || c.current()->costs().seen[i])
                order.emplace_back(i);
        }
        const auto size = [&](FrameId frame) {
            return std::pair(std::abs(c.flat(frame).delta()), std::abs(c.cum(frame).delta()));
        };
        std::stable_sort(order.begin(), order.end(), [&](FrameId a, FrameId b) { return size(a) > size(b); });
        m_functionCount = order.size();
        if (order.size() > m_options.mostFunctions)
            order.resize(m_options.mostFunctions);
        json rows = json::array();
        for (const FrameId frame : order) {
            const BothValues flat = c.flat(frame), cum = c.cum(frame);
            rows.push_back({m_names.of(c.frames().printableName(frame)), flat.base, flat.current, cum.base,
                            cum.current, letter(c.flatChange(frame)), letter(c.cumChange(frame))});
        }
        return rows;
    }

    std::string body() const
    {
        std::string out =
            "<h2>Flame graph</h2>\n<div class=\"controls\">\n"
            "<label>Width <select id=\"width\"><option value=\"0\">the larger of both</option>"
            "<option value=\"1\">current</option><option value=\"2\">base</option>"
            "<option value=\"3\">difference</option></select></label>\n"
            "<label>Search <input type=\"search\" id=\"search\" placeholder=\"regular expression\"></label>\n"
            "<span id=\"hits\" role=\"status\"></span>\n"
            "<button id=\"all\" disabled>Show all</button>\n</div>\n"
            "<div id=\"detail\"></div>\n"
            "<div class=\"legend\">";
        const std::pair<const char *, const char *> signs[] = {{"more", "more than in the base"},
                                                               {"less", "less"},
                                                               {"same", "the same, or within noise"},
                                                               {"new", "new"},
                                                               {"gone", "gone"}};
        for (const auto &[sign, text] : signs)
            out += std::string("<span><canvas width=\"28\" height=\"14\" data-sign=\"") + sign +
                   "\"></canvas>" + text + "</span>";
        out += "<span id=\"scale\"></span></div>\n"
               "<canvas id=\"flame\" tabindex=\"0\" role=\"img\" aria-label=\"Flame graph of the "
               "difference; the table below has its numbers\"></canvas>\n";
        if (m_leftOut)
            out += "<p class=\"facts\">The narrowest frames are left out.</p>\n";
        out += "<h2>Functions</h2>\n";
        if (m_functionCount > m_options.mostFunctions)
            out += "<p class=\"facts\">The " + std::to_string(m_options.mostFunctions) +
                   " that changed most of " + std::to_string(m_functionCount) + ".</p>\n";
        out += "<div class=\"scroll\"><table>\n<thead><tr>";
        const std::pair<const char *, const char *> columns[] = {
            {"baseFlat", "flat, base"}, {"flat", "flat, current"}, {"deltaFlat", "Δ flat"},
            {"baseCum", "cum, base"},   {"cum", "cum, current"},   {"deltaCum", "Δ cum"},
            {"deltaCum", "Δ cum %"},    {"ratio", "ratio"},        {"name", "function"}};
        for (const auto &[key, text] : columns)
            out +=
                std::string("<th scope=\"col\" data-key=\"") + key + "\"><button>" + text + "</button></th>";
        out += "</tr></thead>\n<tbody id=\"rows\"></tbody>\n</table></div>\n";
        return out;
    }

    const Comparison &m_comparison;
    const ComparisonPageOptions &m_options;
    StackWeights m_weights, m_differences;
    FlameTree m_tree;
    Names m_names;
    size_t m_functionCount = 0;
    bool m_leftOut = false;
};

} // namespace

std::string comparisonPage(const Comparison &comparison, const ComparisonPageOptions &options)
{
    return Page(comparison, options).text();
}

std::string comparisonPage(const Summary &summary, const std::string &title)
{
    ComparisonPageOptions options;
    options.title = title;
    options.headline = comparisonText(*summary.comparison);
    const auto add = [&](const std::vector<SummarySentence> &sentences) {
        std::string paragraph;
        for (const SummarySentence &sentence : sentences)
            paragraph += (paragraph.empty() ? "" : " ") + sentence.text();
        if (!paragraph.empty())
            options.summary.push_back(paragraph);
    };
    add(summary.head);
    for (const SummaryItem &item : summary.items)
        add(item.sentences);
    add(summary.whole);
    for (const SummarySentence &pair : summary.pairs)
        options.summary.push_back(pair.text());
    return comparisonPage(*summary.comparison, options);
}

} // namespace proflens
