// SPDX-License-Identifier: GPL-3.0-or-later
// V8's CPU profiler, as Node, Chrome and Deno save it: a tree of calls, and which of them was seen when.
//
// A sample counts from when it was taken until the next one is, which is how Chrome's own tools have it; the
// last one until the profile ends. Older files have the tree nested, and times in "timestamps".
#include "core/format/foreignreaders.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace proflens::foreign {

namespace {

using Node = JsonTree::Node;

constexpr uint32_t none = std::numeric_limits<uint32_t>::max();

struct Call
{
    Node node;
    uint32_t caller = none;
    int64_t count = 0, nanos = 0; // of its own
    LocationId location;          // where it was not the leaf
};

class CpuProfile
{
public:
    CpuProfile(const JsonTree &json, const std::string &name, const ReadOptions &options)
        : m_json(json)
        , m_name(name)
        , m_options(options)
    {}

    Reading read()
    {
        const Node nodes = m_json.member(m_json.root(), "nodes");
        const bool linked = m_json.isArray(nodes) ? readNodes(nodes) : readTree();
        if (!linked)
            return Error{m_name +
                         ": the nodes of this CPU profile call each other in a circle; the file seems "
                         "damaged, so take the profile again"};
        const bool timed = readSamples();
        m_draft.addSampleType("samples", "count");
        if (timed)
            m_draft.addSampleType("wall", "nanoseconds");
        for (uint32_t call = 0; call < m_calls.size() && !m_options.stop.stop_requested(); ++call) {
            if (m_calls[call].count != 0 || m_calls[call].nanos != 0)
                emit(call, timed);
        }
        if (m_unknown > 0)
            m_draft.warn(counted(m_unknown, "sample is", "samples are") +
                         " of nodes that are not there and left out.");
        if (!timed)
            m_draft.warn("The file does not say how long its samples took, so they are only counted.");
        return m_draft.finish("CPU profile of V8");
    }

private:
    int64_t number(Node node, std::string_view name, int64_t otherwise = 0) const
    {
        return m_json.integer(m_json.member(node, name), otherwise);
    }

    // A list of nodes that name their children, or their parent, by id.
    bool readNodes(Node nodes)
    {
        m_json.forEach(nodes, [&](Node node) {
            m_draft.charge(3 * sizeof(Call));
            m_rowOf.try_emplace(number(node, "id", -1), static_cast<uint32_t>(m_calls.size()));
            m_calls.push_back({.node = node});
        });
        for (uint32_t row = 0; row < m_calls.size(); ++row) {
            m_json.forEach(m_json.member(m_calls[row].node, "children"), [&](Node child) {
                const auto known = m_rowOf.find(m_json.integer(child, -1));
                if (known != m_rowOf.end() && m_calls[known->second].caller == none)
                    m_calls[known->second].caller = row;
            });
            const Node parent = m_json.member(m_calls[row].node, "parent");
            const auto known = parent ? m_rowOf.find(m_json.integer(parent, -1)) : m_rowOf.end();
            if (known != m_rowOf.end() && m_calls[row].caller == none)
                m_calls[row].caller = known->second;
        }
        return !hasCircle();
    }
    bool hasCircle() const
    {
        // Each walk up marks what it comes by, and stops at what an earlier one has marked.
        std::vector<uint32_t> seen(m_calls.size(), none);
        for (uint32_t row = 0; row < m_calls.size(); ++row) {
            for (uint32_t at = row; at != none && seen[at] != row; at = m_calls[at].caller) {
                if (seen[at] != none)
                    break;
                seen[at] = row;
                if (m_calls[at].caller != none && seen[m_calls[at].caller] == row)
                    return true;
            }
        }
        return false;
    }
    // Nodes inside one another.
    bool readTree()
    {
        m_calls.push_back({.node = m_json.member(m_json.root(), "head")});
        for (uint32_t row = 0; row < m_calls.size() && !m_options.stop.stop_requested(); ++row) {
            const Node node = m_calls[row].node;
            m_rowOf.try_emplace(number(node, "id", -1), row);
            m_json.forEach(m_json.member(node, "children"), [&](Node child) {
                m_draft.charge(3 * sizeof(Call));
                m_calls.push_back({.node = child, .caller = row});
            });
        }
        return true;
    }

    // The times, in microseconds, at which samples were taken, and one more: the end. Empty if they are not
    // known.
    std::vector<int64_t> times(size_t samples) const
    {
        std::vector<int64_t> times;
        int64_t now = number(m_json.root(), "startTime");
        m_json.forEach(m_json.member(m_json.root(), "timeDeltas"), [&](Node delta) {
            now = static_cast<int64_t>(static_cast<uint64_t>(now) +
                                       static_cast<uint64_t>(m_json.integer(delta)));
            times.push_back(now);
        });
        if (times.empty())
            m_json.forEach(m_json.member(m_json.root(), "timestamps"),
                           [&](Node time) { times.push_back(m_json.integer(time)); });
        if (times.size() < samples || times.empty())
            return {};
        if (times.size() == samples)
            times.push_back(number(m_json.root(), "endTime"));
        times.resize(samples + 1);
        // Clocks of other cores go back now and then.
        for (size_t i = 1; i < times.size(); ++i)
            times[i] = std::max(times[i], times[i - 1]);
        return times;
    }

    // False if only counts are known.
    bool readSamples()
    {
        const Node samples = m_json.member(m_json.root(), "samples");
        const size_t count = m_json.count(samples);
        if (count == 0) {
            for (Call &call : m_calls)
                call.count = number(call.node, "hitCount");
            return false;
        }
        const std::vector<int64_t> taken = times(count);
        size_t sample = 0;
        m_json.forEach(samples, [&](Node id) {
            const size_t at = sample++;
            const auto known = m_rowOf.find(m_json.integer(id, -1));
            if (known == m_rowOf.end()) {
                ++m_unknown;
                return;
            }
            Call &call = m_calls[known->second];
            ++call.count;
            if (!taken.empty())
                call.nanos = static_cast<int64_t>(static_cast<uint64_t>(call.nanos) +
                                                  1000 * static_cast<uint64_t>(taken[at + 1] - taken[at]));
        });
        if (!taken.empty())
            m_draft.header().durationNanos = static_cast<int64_t>(
                1000 * (static_cast<uint64_t>(taken.back()) - static_cast<uint64_t>(taken.front())));
        return !taken.empty();
    }

    V8Function function(const Call &call) const
    {
        const Node frame = m_json.member(call.node, "callFrame");
        return v8Function(m_json, frame ? frame : call.node);
    }
    static int64_t lineOf(const V8Function &function) { return function.line >= 0 ? function.line + 1 : 0; }
    // A call has a place where its caller is none or it is no mere root.
    bool isRoot(const Call &call) const { return call.caller == none && function(call).name == "(root)"; }

    void emit(uint32_t row, bool timed)
    {
        const Call &leaf = m_calls[row];
        std::vector<LocationId> stack;
        const bool rootOnly = isRoot(leaf);
        if (!rootOnly)
            stack.emplace_back();
        for (uint32_t at = leaf.caller; at != none; at = m_calls[at].caller) {
            Call &call = m_calls[at];
            if (isRoot(call))
                break;
            if (!call.location.isValid()) {
                const V8Function known = function(call);
                call.location = m_draft.location(addV8Function(m_draft, known), lineOf(known));
            }
            stack.push_back(call.location);
        }
        const V8Function known = function(leaf);
        // Which lines of the function were seen is known for its own time, though not sample by sample.
        struct Ticks
        {
            int64_t line = 0;
            double count = 0;
        };
        std::vector<Ticks> ticks;
        double all = 0;
        m_json.forEach(m_json.member(leaf.node, "positionTicks"), [&](Node tick) {
            ticks.push_back({number(tick, "line"), static_cast<double>(number(tick, "ticks"))});
            all += ticks.back().count;
        });
        if (all <= 0 || rootOnly) {
            ticks = {{lineOf(known), 1}};
            all = 1;
        }
        Rounding counts, nanos;
        for (const Ticks &tick : ticks) {
            const std::array<int64_t, 2> values{counts.of(static_cast<double>(leaf.count) * tick.count / all),
                                                nanos.of(static_cast<double>(leaf.nanos) * tick.count / all)};
            if (!rootOnly)
                stack[0] = m_draft.location(addV8Function(m_draft, known), tick.line);
            m_draft.addSample(stack, {values.data(), timed ? 2U : 1U});
        }
    }

    const JsonTree &m_json;
    const std::string &m_name;
    const ReadOptions &m_options;
    NamedDraft m_draft;
    std::vector<Call> m_calls;
    std::unordered_map<int64_t, uint32_t> m_rowOf; // by id
    size_t m_unknown = 0;
};

} // namespace

Reading readCpuProfile(const JsonTree &json, const std::string &name, const ReadOptions &options)
{
    const Node root = json.root();
    const Node nodes = json.member(root, "nodes");
    const Node head = json.member(root, "head");
    const bool today =
        json.isArray(nodes) && (json.member(root, "startTime") || json.member(root, "samples"));
    const bool old = json.isObject(head) && json.member(head, "hitCount");
    if (!today && !old)
        return unrecognized();
    return CpuProfile(json, name, options).read();
}

} // namespace proflens::foreign
