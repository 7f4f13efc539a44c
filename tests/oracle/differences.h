// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/functiontable.h"
#include "core/analyze/graphbuilder.h"
#include "core/analyze/labelcosts.h"
#include "core/analyze/stacksums.h"
#include "core/analyze/tracetable.h"
#include "tests/oracle/comparing.h"

#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace proflens::oracle {

// Everything that an analysis says against what the view says; the first thing in which they differ is kept.
class Differences : public Comparing
{
public:
    Differences(const AnalysisPtr &analysis, const plain::View &view, int64_t total)
        : Comparing(analysis, view)
    {
        same("total", analysis->total(), total);
        if (isDone())
            return; // what follows goes by frame
        costs();
        functionTable();
        stacks(analysis->stacks(), analysis->weights(), false);
        stacks(analysis->invertedStacks(), analysis->invertedWeights(), true);
        graphs();
        tree();
        inlinings();
        neighbors();
        traces();
        labels();
    }

private:
    void costs()
    {
        m_costs = plain::costsOf(m_view);
        const Analysis &a = *m_analysis;
        compareCosts("", a.costs());
        if (a.formula().minus < 0)
            compareCosts(" without an index",
                         frameCosts(a.selection(), a.frames(), StackSums(a.selection(), a.formula())));
    }
    void compareCosts(const std::string &how, const FrameCosts &costs)
    {
        const auto at = [](const std::vector<int64_t> &values, uint32_t row) {
            return values.empty() ? 0 : values[row];
        };
        same("number of frames" + how, std::count(costs.seen.begin(), costs.seen.end(), 1),
             static_cast<int64_t>(m_costs.cum.size()));
        for (uint32_t i = 0; i < m_plainOf.size() && !isDone(); ++i) {
            const int frame = m_plainOf[i];
            same("flat" + how + " of " + name(frame), plain::Sum{costs.flat[i], at(costs.flatDivisor, i)},
                 of(m_costs.flat, frame));
            same("cum" + how + " of " + name(frame), plain::Sum{costs.cum[i], at(costs.cumDivisor, i)},
                 of(m_costs.cum, frame));
            same("whether there is" + how + ' ' + name(frame), costs.seen[i], m_costs.cum.contains(frame));
        }
    }

    int64_t flatOf(int frame) const
    {
        const plain::Sum sum = of(m_costs.flat, frame);
        return plain::quotient(sum.value, sum.divisor);
    }
    int64_t cumOf(int frame) const
    {
        const plain::Sum sum = of(m_costs.cum, frame);
        return plain::quotient(sum.value, sum.divisor);
    }

    void functionTable()
    {
        struct Row
        {
            uint64_t flat, cum;
            std::string name;
            int frame;
        };
        std::vector<Row> rows;
        for (const auto &[frame, sum] : m_costs.cum) {
            const int64_t flat = flatOf(frame), cum = cumOf(frame);
            if (m_analysis->options().dropNegative && (flat < 0 || (flat == 0 && cum < 0)))
                continue;
            rows.push_back({magnitude(flat), magnitude(cum),
                            plain::printableName(m_view.frames[static_cast<size_t>(frame)]), frame});
        }
        FunctionTable table(m_analysis);
        same("rows of the table", static_cast<int64_t>(table.size()), static_cast<int64_t>(rows.size()));
        for (const bool byCum : {false, true}) {
            if (isDone())
                return;
            table.sort(byCum ? FunctionColumn::Cum : FunctionColumn::Flat, true);
            std::sort(rows.begin(), rows.end(), [&](const Row &a, const Row &b) {
                const auto key = [&](const Row &row) { return byCum ? row.cum : row.flat; };
                const auto next = [&](const Row &row) { return byCum ? row.flat : row.cum; };
                return key(a) != key(b)   ? key(a) > key(b)
                       : a.name != b.name ? a.name < b.name
                                          : next(a) > next(b);
            });
            int64_t sum = 0;
            for (size_t i = 0; i < rows.size() && !isDone(); ++i) {
                const std::string where = "row " + std::to_string(i) + (byCum ? " by cum" : " by flat");
                const int frame = plainOf(table.frame(i));
                sum = plain::plus(sum, flatOf(frame));
                same(where, std::string(table.name(i)), rows[i].name);
                same("flat of " + where, table.flat(i), flatOf(frame));
                same("cum of " + where, table.cum(i), cumOf(frame));
                same("size of flat of " + where, static_cast<int64_t>(magnitude(table.flat(i))),
                     static_cast<int64_t>(rows[i].flat));
                same("sum of " + where, table.sum(i), sum);
            }
        }
    }

    plain::Stack plainStack(const std::vector<StackElement> &path) const
    {
        plain::Stack stack;
        for (const StackElement element : path)
            stack.push_back(2 * plainOf(element.frame()) + (element.inlined() ? 1 : 0));
        return stack;
    }
    static std::string shortened(const plain::Stack &stack)
    {
        std::string text = "a stack of " + std::to_string(stack.size()) + " frames:";
        for (size_t i = 0; i < std::min<size_t>(stack.size(), 20); ++i)
            text += ' ' + std::to_string(stack[i]);
        return text;
    }

    // Rows that count are the distinct stacks; all rows ascend.
    void stacks(const StackIndex &index, const StackWeights &weights, bool inverted)
    {
        if (m_stacks.empty())
            m_stacks = plain::stacksOf(m_view);
        std::map<plain::Stack, plain::StackSum> expected;
        for (const auto &[stack, sum] : m_stacks)
            expected[inverted ? plain::Stack(stack.rbegin(), stack.rend()) : stack] = sum;
        const std::string how = inverted ? "inverted, " : "";
        std::vector<StackElement> path, previous;
        for (uint32_t row = 0; row < index.size() && !isDone(); ++row) {
            path.resize(index.shared(row));
            path.insert(path.end(), index.rest(row).begin(), index.rest(row).end());
            if (row > 0 && !(previous < path))
                fail(how + "row " + std::to_string(row) + " is not after the row before");
            const plain::Stack stack = plainStack(path);
            const auto found = expected.find(stack);
            if (weights.counted[row] != 0) {
                if (found == expected.end())
                    return fail(how + "there should not be " + shortened(stack));
                same(how + shortened(stack),
                     plain::Sum{weights.of(row, row + 1), weights.divisorOf(row, row + 1)},
                     found->second.sum);
                expected.erase(found);
            }
            previous = path;
        }
        if (!expected.empty())
            fail(how + "there should be " + shortened(expected.begin()->first));
        if (index.size() > 0) {
            index.path(index.size() - 1, path);
            if (path != previous)
                fail(how + "the path of the last row is not what the rows say");
        }
    }

    void graphs()
    {
        if (isDone())
            return;
        const Analysis &a = *m_analysis;
        const GraphInput input{a.selection(), a.frames(), a.stacks(), a.weights(), a.formula()};
        for (const bool all : {true, false}) {
            std::vector<uint8_t> kept;
            std::set<int> excluded;
            if (!all) { // every third frame left out
                kept.assign(a.frames().size(), 1);
                for (uint32_t i = 0; i < kept.size(); ++i) {
                    if (i % 3 != 1)
                        continue;
                    kept[i] = 0;
                    excluded.insert(m_plainOf[i]);
                }
            }
            const plain::Graph expected = plain::graphOf(m_view, excluded);
            const std::string how = all ? " in the graph" : " in the graph with frames left out";
            compareGraph(how, buildGraph(input, kept), expected);
            if (a.formula().minus < 0) {
                const StackSums sums(a.selection(), a.formula());
                const FrameCosts costs = frameCosts(a.selection(), a.frames(), sums);
                compareGraph(how + " made without an index",
                             buildGraph(a.selection(), a.frames(), sums, costs, kept, WantedEdges::All),
                             expected);
            }
        }
    }
    void compareGraph(const std::string &how, const CallGraph &graph, const plain::Graph &expected)
    {
        std::set<int> nodes;
        for (const CallGraph::Node &node : graph.nodes) {
            const int frame = plainOf(node.frame);
            if (!nodes.insert(frame).second)
                fail("two nodes" + how + " are " + name(frame));
            same("flat" + how + " of " + name(frame), plain::Sum{node.flat, node.flatDivisor},
                 of(expected.costs.flat, frame));
            same("cum" + how + " of " + name(frame), plain::Sum{node.cum, node.cumDivisor},
                 of(expected.costs.cum, frame));
        }
        same("number of nodes" + how, static_cast<int64_t>(nodes.size()),
             static_cast<int64_t>(expected.costs.cum.size()));
        same("number of edges" + how, static_cast<int64_t>(graph.edges.size()),
             static_cast<int64_t>(expected.edges.size()));
        for (uint32_t row = 0; row < graph.edges.size() && !isDone(); ++row) {
            const CallGraph::Edge &edge = graph.edges[row];
            const int source = plainOf(graph.nodes[edge.source].frame),
                      target = plainOf(graph.nodes[edge.target].frame);
            const std::string what = "the edge" + how + " from " + name(source) + " to " + name(target);
            const auto found = expected.edges.find({source, target});
            if (found == expected.edges.end())
                return fail(what + " should not be");
            same(what, plain::Sum{edge.weight, edge.weightDivisor}, found->second.sum);
            same("whether residual is " + what, edge.residual, found->second.residual);
            same("whether inlined is " + what, edge.inlined, found->second.inlined);
            for (const auto &list : {graph.nodes[edge.source].out, graph.nodes[edge.target].in})
                same("how often a node has " + what, std::count(list.begin(), list.end(), row), 1);
        }
    }

    void tree()
    {
        if (isDone())
            return;
        const Analysis &a = *m_analysis;
        const GraphInput input{a.selection(), a.frames(), a.stacks(), a.weights(), a.formula()};
        const CallGraph tree = buildTree(input);
        const std::vector<plain::TreeNode> expected = plain::treeOf(m_view);
        same("number of nodes in the tree", static_cast<int64_t>(tree.nodes.size() + 1),
             static_cast<int64_t>(expected.size()));
        // Callers come before what they call.
        std::vector<size_t> at(tree.nodes.size());
        for (size_t i = 0; i < tree.nodes.size() && !isDone(); ++i) {
            const CallGraph::Node &node = tree.nodes[i];
            const int frame = plainOf(node.frame);
            const std::string what = " in the tree of " + name(frame);
            const size_t parent = node.in.empty() ? 0 : at[tree.edges[node.in[0]].source];
            const auto found = expected[parent].below.find(frame);
            if (found == expected[parent].below.end())
                return fail("a path" + what + " should not be");
            at[i] = found->second;
            const plain::TreeNode &plainly = expected[at[i]];
            same("flat" + what, plain::Sum{node.flat, node.flatDivisor}, plainly.flat);
            same("cum" + what, plain::Sum{node.cum, node.cumDivisor}, plainly.cum);
            if (!node.in.empty()) {
                const CallGraph::Edge &edge = tree.edges[node.in[0]];
                same("edge" + what, plain::Sum{edge.weight, edge.weightDivisor}, plainly.cum);
                same("whether inlined" + what, edge.inlined, plainly.inlined);
            }
        }
    }

    void inlinings()
    {
        const auto expected = plain::inliningsOf(m_view);
        for (uint32_t i = 0; i < m_plainOf.size() && !isDone(); ++i)
            same("inlining of " + name(m_plainOf[i]), static_cast<int64_t>(m_analysis->inlining(FrameId(i))),
                 static_cast<int64_t>(of(expected, m_plainOf[i])));
    }

    void neighbors()
    {
        const size_t frames = m_plainOf.size();
        if (frames == 0)
            return;
        // Some frames alone, and several at once.
        std::vector<std::vector<FrameId>> groups;
        for (size_t i = 0; i < frames; i += 1 + frames / 4)
            groups.push_back({FrameId(i)});
        groups.push_back({FrameId(0U), FrameId(frames / 2), FrameId(frames - 1)});
        const Analysis &a = *m_analysis;
        for (const std::vector<FrameId> &of : groups) {
            std::set<int> plainly;
            for (const FrameId frame : of)
                plainly.insert(plainOf(frame));
            const Neighbors found = neighborsOf(of, a.stacks(), a.weights(), a.frames());
            const plain::Around expected = plain::around(m_view, plainly);
            const std::string who =
                " of " + std::to_string(plainly.size()) + " frames, " + name(*plainly.begin());
            same("flat" + who, plain::Sum{found.flat, found.flatDivisor}, expected.flat);
            same("cum" + who, plain::Sum{found.cum, found.cumDivisor}, expected.cum);
            same("what is uncalled" + who, plain::Sum{found.uncalled.weight, found.uncalled.divisor},
                 expected.uncalled);
            same("recursion" + who, plain::Sum{found.recursive.weight, found.recursive.divisor},
                 expected.recursive);
            same("calls by themselves" + who, plain::Sum{found.selfCalls.weight, found.selfCalls.divisor},
                 expected.selfCalls);
            compareCalls("callers" + who, found.callers, expected.callers);
            compareCalls("callees" + who, found.callees, expected.callees);
        }
    }
    void compareCalls(const std::string &what, const std::vector<Neighbor> &calls,
                      const std::map<int, plain::Edge> &expected)
    {
        same("number of " + what, static_cast<int64_t>(calls.size()), static_cast<int64_t>(expected.size()));
        for (const Neighbor &call : calls) {
            const int frame = plainOf(call.frame);
            if (!expected.contains(frame))
                return fail("among " + what + " should not be " + name(frame));
            same(what + ": " + name(frame), plain::Sum{call.weight, call.divisor}, expected.at(frame).sum);
            same(what + ": whether inlined " + name(frame), call.inlined, expected.at(frame).inlined);
        }
    }

    void traces()
    {
        if (isDone())
            return;
        const auto table = TraceTable::make(m_analysis);
        same("number of traces", static_cast<int64_t>(table->size()), static_cast<int64_t>(m_stacks.size()));
        std::vector<StackElement> path;
        uint64_t last = UINT64_MAX;
        for (const uint32_t row : table->rows({})) {
            if (isDone())
                return;
            m_analysis->stacks().path(row, path);
            const plain::Stack stack = plainStack(path);
            const auto found = m_stacks.find(stack);
            if (found == m_stacks.end())
                return fail("among traces should not be " + shortened(stack));
            const int64_t value = table->values(row).current;
            same("trace of " + shortened(stack), value,
                 plain::quotient(found->second.sum.value, found->second.sum.divisor));
            if (magnitude(value) > last)
                fail("traces are not in the order of their values: " + shortened(stack));
            last = magnitude(value);
            // Where no sample of the stack has any, none are listed.
            auto expected = found->second.labels;
            if (expected.size() == 1 && expected.begin()->first.empty())
                expected.clear();
            const auto parts = table->labels(row);
            same("label sets of " + shortened(stack), static_cast<int64_t>(parts.size()),
                 static_cast<int64_t>(expected.size()));
            for (const TraceLabels &part : parts) {
                const auto known = expected.find(shownLabels(part.set));
                if (known == expected.end())
                    return fail("a label set should not be on " + shortened(stack));
                same("a label set on " + shortened(stack), part.values.current,
                     plain::quotient(known->second.value, known->second.divisor));
            }
        }
    }
    std::vector<plain::Label> shownLabels(LabelSetId set) const
    {
        const Profile &profile = *m_analysis->profile();
        std::vector<plain::Label> labels;
        for (const Label &label : m_analysis->selection().labels(set)) {
            labels.push_back({std::string(profile.text(label.key)),
                              label.isNumber ? std::string() : std::string(profile.text(label.text)),
                              {},
                              label.isNumber ? label.number : 0,
                              label.isNumber});
        }
        return labels;
    }

    void labels()
    {
        if (isDone())
            return;
        const auto costs = LabelCosts::make(m_analysis);
        const auto expected = plain::labelsOf(m_view);
        same("number of label keys", static_cast<int64_t>(costs->keys().size()),
             static_cast<int64_t>(expected.size()));
        const auto sumOf = [](const LabelSum &sum) {
            return plain::Sum{sum.value.current, sum.divisor.current};
        };
        for (const LabelKey &key : costs->keys()) {
            const std::string keyName(key.name);
            const std::string what = " of label '" + keyName + '\'';
            const auto found = expected.find(keyName);
            if (found == expected.end())
                return fail("there should be no label " + keyName);
            const plain::KeySums &sums = found->second;
            same("total" + what, sumOf(key.total), sums.total);
            same("what lacks the key" + what, sumOf(key.without), sums.without);
            same("whether all have the key" + what, key.isEverywhere, sums.isEverywhere);
            same("unit" + what, std::string(key.unit),
                 m_view.units.contains(keyName) ? m_view.units.at(keyName) : std::string());
            same("number of numbers" + what, static_cast<int64_t>(key.numbers.size()),
                 static_cast<int64_t>(sums.numbers.size()));
            for (const LabelNumber &number : key.numbers) {
                if (!sums.numbers.contains(number.number))
                    return fail("there should be no number " + std::to_string(number.number) + what);
                same("number " + std::to_string(number.number) + what, sumOf(number.sum),
                     sums.numbers.at(number.number));
            }
            size_t texts = 0;
            for (const LabelValue &value : key.values) {
                if (value.isNumber)
                    continue;
                ++texts;
                if (!sums.texts.contains(std::string(value.text)))
                    return fail("there should be no text '" + std::string(value.text) + '\'' + what);
                same("text '" + std::string(value.text) + '\'' + what, sumOf(value.sum),
                     sums.texts.at(std::string(value.text)));
            }
            same("number of texts" + what, static_cast<int64_t>(texts),
                 static_cast<int64_t>(sums.texts.size()));
        }
    }

    plain::Costs m_costs;
    std::map<plain::Stack, plain::StackSum> m_stacks;
};

} // namespace proflens::oracle
