// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/nodelets.h"
#include "core/measure/arithmetic.h"

#include "core/measure/measure.h"

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

double tagDistance(const GraphTag &a, const GraphTag &b)
{
    return std::fabs(measure::scale(a.number, a.unit, b.unit).value - static_cast<double>(b.number));
}

// A tag with the names of those that it is made of.
struct NamedTag
{
    GraphTag tag;
    std::vector<std::string> names;
};

// Several numbers as one range.
GraphTag tagRange(const std::vector<const GraphTag *> &group)
{
    const GraphTag *least = group[0];
    const GraphTag *most = group[0];
    GraphTag range;
    if (group.size() == 1) {
        range.name = measure::label(least->number, least->unit);
        range.flat = least->flatValue();
        range.cum = least->cumValue();
        return range;
    }
    int64_t flatDivisor = least->flatDivisor, cumDivisor = least->cumDivisor;
    range.flat = least->flat;
    range.cum = least->cum;
    for (size_t i = 1; i < group.size(); ++i) {
        const GraphTag *tag = group[i];
        if (static_cast<int64_t>(measure::scale(tag->number, tag->unit, least->unit).value) < least->number)
            least = tag;
        if (static_cast<int64_t>(measure::scale(tag->number, tag->unit, most->unit).value) > most->number)
            most = tag;
        range.flat += tag->flat;
        range.cum += tag->cum;
        flatDivisor += tag->flatDivisor;
        cumDivisor += tag->cumDivisor;
    }
    if (flatDivisor != 0)
        range.flat = measure::quotient(range.flat, flatDivisor);
    if (cumDivisor != 0)
        range.cum = measure::quotient(range.cum, cumDivisor);
    range.name = measure::label(least->number, least->unit) + ".." + measure::label(most->number, most->unit);
    return range;
}

// At most maxNodelets numbers: the others join the nearest of the first, as ranges.
std::vector<NamedTag> collapsed(const std::map<std::string, GraphTag> &tags, bool byFlat)
{
    std::vector<const GraphTag *> sorted;
    for (const auto &[name, tag] : tags)
        sorted.push_back(&tag);
    sorted = sortedTags(std::move(sorted), byFlat);
    std::vector<NamedTag> result;
    if (sorted.size() <= maxNodelets) {
        for (const GraphTag *tag : sorted)
            result.push_back({*tag, {tag->name}});
        return result;
    }
    std::vector<std::vector<const GraphTag *>> groups(maxNodelets);
    for (size_t i = 0; i < sorted.size(); ++i) {
        size_t nearest = i;
        if (i >= maxNodelets) {
            nearest = 0;
            double distance = tagDistance(*sorted[i], *groups[0][0]);
            for (size_t g = 1; g < maxNodelets; ++g) {
                const double d = tagDistance(*sorted[i], *groups[g][0]);
                if (d < distance) {
                    distance = d;
                    nearest = g;
                }
            }
        }
        groups[nearest].push_back(sorted[i]);
    }
    std::vector<const GraphTag *> ranges;
    result.reserve(groups.size());
    for (const auto &group : groups) {
        result.push_back({tagRange(group), {}});
        ranges.push_back(&result.back().tag);
        for (const GraphTag *tag : group)
            result.back().names.push_back(tag->name);
    }
    std::vector<NamedTag> ordered;
    for (const GraphTag *tag : sortedTags(std::move(ranges), byFlat)) {
        const auto range = std::find_if(result.begin(), result.end(),
                                        [tag](const NamedTag &named) { return &named.tag == tag; });
        ordered.push_back(*range);
    }
    return ordered;
}

void appendNumbers(std::vector<Nodelet> &boxes, const std::map<std::string, GraphTag> &tags, bool byFlat,
                   const std::string &labels, const std::string &source, int parent)
{
    size_t i = 0;
    for (const auto &[tag, names] : collapsed(tags, byFlat)) {
        const bool solid = byFlat || tag.flatValue() == tag.cumValue();
        const int64_t value = solid ? tag.flatValue() : tag.cumValue();
        if (value != 0)
            boxes.push_back({'N' + source + '_' + std::to_string(i), tag.name, value, !solid, parent, true,
                             labels, names, solid});
        ++i;
    }
}

} // namespace

std::vector<Nodelet> nodeletsOf(const CallGraph::Node &node, const std::string &nodeId)
{
    // A leaf shows what its callees had, too: they may have been left out.
    const bool byFlat = !node.out.empty();
    std::vector<Nodelet> boxes;
    std::vector<const GraphTag *> labels;
    for (const auto &[key, tag] : node.labelTags)
        labels.push_back(&tag);
    labels = sortedTags(std::move(labels), byFlat);
    for (size_t i = 0; i < std::min(labels.size(), maxNodelets); ++i) {
        const int64_t value = byFlat ? labels[i]->flatValue() : labels[i]->cumValue();
        if (value == 0)
            continue;
        const int parent = static_cast<int>(boxes.size());
        boxes.push_back({nodeId + '_' + std::to_string(i),
                         labels[i]->name,
                         value,
                         false,
                         -1,
                         false,
                         {},
                         {labels[i]->name},
                         byFlat});
        const auto numbers = node.numericTags.find(labels[i]->name);
        if (numbers != node.numericTags.end())
            appendNumbers(boxes, numbers->second, byFlat, labels[i]->name, nodeId + '_' + std::to_string(i),
                          parent);
    }
    const auto numbers = node.numericTags.find({});
    if (numbers != node.numericTags.end())
        appendNumbers(boxes, numbers->second, byFlat, {}, nodeId, -1);
    return boxes;
}

int64_t nodeletValue(const CallGraph::Node &node, const Nodelet &nodelet)
{
    const std::map<std::string, GraphTag> *tags = &node.labelTags;
    if (nodelet.isNumber) {
        const auto numbers = node.numericTags.find(nodelet.labels);
        if (numbers == node.numericTags.end())
            return 0;
        tags = &numbers->second;
    }
    int64_t sum = 0, divisor = 0;
    for (const std::string &name : nodelet.tags) {
        const auto tag = tags->find(name);
        if (tag == tags->end())
            continue;
        sum += nodelet.isFlat ? tag->second.flat : tag->second.cum;
        divisor += nodelet.isFlat ? tag->second.flatDivisor : tag->second.cumDivisor;
    }
    return divisor == 0 ? sum : measure::quotient(sum, divisor);
}

} // namespace proflens
