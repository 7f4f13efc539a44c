// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure.h"
#include "core/report/printers.h"

#include <map>
#include <tuple>
#include <unordered_map>

namespace proflens {

namespace {

// Callgrind's name compression: "(1) name" the first time, "(1)" from then on.
class Names
{
public:
    std::string operator()(const std::string &name)
    {
        if (name.empty())
            return {};
        const auto [it, added] = m_ids.try_emplace(name, m_ids.size() + 1);
        const std::string id = '(' + std::to_string(it->second) + ')';
        return added ? id + ' ' + name : id;
    }

private:
    std::unordered_map<std::string, size_t> m_ids;
};

std::string addressText(const Frame *previous, uint64_t address)
{
    const std::string absolute = hex(address);
    if (!previous)
        return absolute;
    if (previous->address == address)
        return "*";
    const auto difference = static_cast<int64_t>(address - previous->address);
    const std::string relative = (difference >= 0 ? "+" : "") + std::to_string(difference);
    return relative.size() < absolute.size() ? relative : absolute;
}

// Callgrind takes functions of one file and name for one; those that differ get a number. In a call tree each
// context is a function of its own.
std::vector<std::string> distinctNames(const CallGraph &calls, const FrameTable &frames, bool tree)
{
    using Function = std::tuple<uint32_t, std::string_view, int64_t>; // context, binary, start line
    std::map<std::pair<std::string_view, std::string_view>, std::map<Function, size_t>> known;
    const auto functionOf = [&](uint32_t i) {
        const CallGraph::Node &node = calls.nodes[i];
        const Frame &frame = frames[node.frame];
        const uint32_t context = !tree ? 0 : node.in.empty() ? UINT32_MAX : calls.edges[node.in[0]].source;
        return Function{context, frame.object, frame.startLine};
    };
    for (uint32_t i : calls.shown) {
        const Frame &frame = frames[calls.nodes[i].frame];
        auto &functions = known[{frame.file, frame.name}];
        functions.try_emplace(functionOf(i), functions.size() + 1);
    }
    std::vector<std::string> names(calls.nodes.size());
    for (uint32_t i : calls.shown) {
        const Frame &frame = frames[calls.nodes[i].frame];
        const auto &functions = known[{frame.file, frame.name}];
        names[i] = frame.name;
        if (functions.size() > 1)
            names[i] += " [" + std::to_string(functions.at(functionOf(i))) + '/' +
                        std::to_string(functions.size()) + ']';
    }
    return names;
}

} // namespace

Status printCallgrind(Report &report, Output &out)
{
    const ReportGraph graph = report.graph();
    const CallGraph &calls = graph.calls();
    const FrameTable &frames = *graph.frames;
    const std::vector<std::string> distinct = distinctNames(calls, frames, report.options().callTree);
    const std::string &unit = report.unit();
    const auto scaled = [&](int64_t value) {
        return static_cast<int64_t>(measure::scale(value, report.sampleType().unit, unit).value);
    };

    out << "positions: instr line\nevents: " << (report.options().mean ? "mean_" : "")
        << report.sampleType().type << '(' << unit << ")\n";
    Names objects, files, names;
    const Frame *previous = nullptr;
    for (uint32_t i : calls.shown) {
        const CallGraph::Node &node = calls.nodes[i];
        const Frame &frame = frames[node.frame];
        if (!previous || frame.object != previous->object || frame.file != previous->file ||
            frame.name != previous->name) {
            out << "\nob=" << objects(std::string(frame.object)) << "\nfl=" << files(std::string(frame.file))
                << "\nfn=" << names(std::string(frame.name)) << '\n';
        }
        out << addressText(previous, frame.address) << ' ' << frame.line << ' ' << scaled(node.flatValue())
            << '\n';
        for (uint32_t e : sortedEdges(calls, node.out, frames)) {
            const CallGraph::Edge &edge = calls.edges[e];
            const Frame &callee = frames[calls.nodes[edge.target].frame];
            out << "cfl=" << files(std::string(callee.file)) << "\ncfn=" << names(distinct[edge.target])
                << "\ncalls=0 " << addressText(previous, callee.address) << ' ' << callee.line << "\n* * "
                << scaled(edge.weight) << '\n';
        }
        previous = &frame;
    }
    return success();
}

} // namespace proflens
