// SPDX-License-Identifier: GPL-3.0-or-later
// speedscope's own file format (https://www.speedscope.app/file-format-schema.json): profiles of stacks with
// weights, or of frames that open and close, over one table of frames.
#include "core/format/foreignreaders.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <vector>

namespace proflens::foreign {

namespace {

using Node = JsonTree::Node;

struct Unit
{
    ValueType type;
    double factor = 1; // from what the file counts in to the type's unit
};

Unit unitOf(std::string_view name)
{
    if (name == "nanoseconds")
        return {{"time", "nanoseconds"}, 1};
    if (name == "microseconds")
        return {{"time", "nanoseconds"}, 1e3};
    if (name == "milliseconds")
        return {{"time", "nanoseconds"}, 1e6};
    if (name == "seconds")
        return {{"time", "nanoseconds"}, 1e9};
    if (name == "bytes")
        return {{"space", "bytes"}, 1};
    return {{"samples", "count"}, 1};
}

class Speedscope
{
public:
    Speedscope(const JsonTree &json, const ReadOptions &options)
        : m_json(json)
        , m_options(options)
    {}

    std::shared_ptr<Profile> read()
    {
        readFrames();
        const Node profiles = m_json.member(m_json.root(), "profiles");
        m_several = m_json.count(profiles) > 1;
        m_ours = m_json.text(m_json.member(m_json.root(), "exporter")).starts_with("proflens");
        addTypes(profiles);
        m_json.forEach(profiles, [&](Node profile) {
            if (!m_options.stop.stop_requested())
                readProfile(profile);
        });
        warn(m_badFrames, "reference", "references",
             "to frames that are not there and left out: the file seems damaged.");
        warn(m_badWeights, "sample has", "samples have", "no weight and counted as 0.");
        warn(m_unclosed, "frame was never closed; it is counted",
             "frames were never closed; they are counted", "up to the end of the profile.");
        warn(m_early, "event closes", "events close",
             "a frame while calls from it are open; these go on as calls from the frame's caller.");
        warn(m_notOpen, "event closes a frame that is not open; it is",
             "events close frames that are not open; they are", "left out.");
        warn(m_backwards, "event is", "events are",
             "before the one above it in time and taken for simultaneous.");
        warn(m_unknownKind, "profile is", "profiles are", "neither sampled nor evented and left out.");
        warnOfMerging();
        const std::string_view name = m_json.text(m_json.member(m_json.root(), "name"));
        if (!name.empty())
            m_draft.header().comments.emplace_back(name);
        return m_draft.finish("speedscope");
    }

private:
    void warn(size_t count, std::string_view one, std::string_view many, std::string_view rest)
    {
        if (count > 0)
            m_draft.warn(counted(count, one, many) + ' ' + std::string(rest));
    }

    // The total of several profiles is more than any of them took.
    void warnOfMerging()
    {
        size_t merged = 0;
        for (const size_t count : m_profilesOf)
            merged += count > 1 ? count : 0;
        if (merged > 0) {
            const bool all = m_types.size() == 1;
            m_draft.warn(std::to_string(merged) + " profiles in the file are shown as one" +
                         (all ? "" : " for each unit") +
                         (m_labelled ? "; the label \"profile\" tells them apart." : "."));
        }
    }

    void readFrames()
    {
        m_json.forEach(m_json.member(m_json.member(m_json.root(), "shared"), "frames"), [&](Node frame) {
            const std::string_view name = m_json.text(m_json.member(frame, "name"));
            const std::string_view file = m_json.text(m_json.member(frame, "file"));
            Line line;
            line.function = m_draft.function(name, file);
            line.line = std::max<int64_t>(m_json.integer(m_json.member(frame, "line")), 0);
            line.column = std::max<int64_t>(m_json.integer(m_json.member(frame, "col")), 0);
            m_frames.push_back(m_draft.location({&line, 1}));
        });
    }

    Unit unitOf(Node profile) const
    {
        Unit unit = foreign::unitOf(m_json.text(m_json.member(profile, "unit")));
        // What was exported here keeps the name of what it measures.
        const std::string_view name = m_json.text(m_json.member(profile, "name"));
        if (m_ours && !name.empty())
            unit.type.type = name;
        return unit;
    }
    size_t column(const ValueType &type) const
    {
        const auto &types = m_types;
        return static_cast<size_t>(std::find(types.begin(), types.end(), type) - types.begin());
    }
    // One for each unit that occurs; what the file shows first is shown first here.
    void addTypes(Node profiles)
    {
        const int64_t active = m_json.integer(m_json.member(m_json.root(), "activeProfileIndex"), 0);
        int64_t index = 0;
        m_json.forEach(profiles, [&](Node profile) {
            const ValueType type = unitOf(profile).type;
            if (column(type) == m_types.size()) {
                m_types.push_back(type);
                m_draft.addSampleType(type.type, type.unit);
            }
            if (index++ == active)
                m_draft.header().defaultSampleType = type.type;
        });
        m_values.resize(m_types.size());
        m_profilesOf.resize(m_types.size());
    }

    void readProfile(Node profile)
    {
        const Unit unit = unitOf(profile);
        m_column = column(unit.type);
        m_labels.clear();
        const std::string_view name = m_json.text(m_json.member(profile, "name"));
        if (m_several && !m_ours && !name.empty()) {
            m_labels.push_back(m_draft.textLabel("profile", name));
            m_labelled = true;
        }
        const std::string_view kind = m_json.text(m_json.member(profile, "type"));
        if (kind == "sampled")
            readSampled(profile, unit.factor);
        else if (kind == "evented")
            readEvented(profile, unit.factor);
        else
            ++m_unknownKind;
        m_profilesOf[m_column] += kind == "sampled" || kind == "evented";
        // Profiles of several threads lie side by side; the time taken is that of the longest.
        if (unit.type.unit == "nanoseconds") {
            const double length = (m_json.number(m_json.member(profile, "endValue")) -
                                   m_json.number(m_json.member(profile, "startValue"))) *
                                  unit.factor;
            int64_t &duration = m_draft.header().durationNanos;
            if (length > 0 && length < 0x1p62)
                duration = std::max(duration, static_cast<int64_t>(length));
        }
    }

    void add(std::span<const LocationId> leafFirst, int64_t value)
    {
        std::fill(m_values.begin(), m_values.end(), 0);
        m_values[m_column] = value;
        m_draft.addSample(leafFirst, m_values, m_labels);
    }

    std::optional<uint32_t> frame(Node node)
    {
        const int64_t index = m_json.integer(node, -1);
        if (index < 0 || index >= static_cast<int64_t>(m_frames.size())) {
            ++m_badFrames;
            return {};
        }
        return static_cast<uint32_t>(index);
    }

    void readSampled(Node profile, double factor)
    {
        std::vector<double> weights;
        m_json.forEach(m_json.member(profile, "weights"),
                       [&](Node weight) { weights.push_back(m_json.number(weight)); });
        Rounding rounding;
        size_t sample = 0;
        std::vector<LocationId> stack;
        m_json.forEach(m_json.member(profile, "samples"), [&](Node frames) {
            if (sample >= weights.size())
                ++m_badWeights;
            const double weight = sample < weights.size() ? weights[sample] : 0;
            ++sample;
            stack.clear();
            m_json.forEach(frames, [&](Node node) {
                if (const auto row = frame(node))
                    stack.push_back(m_frames[*row]);
            });
            std::reverse(stack.begin(), stack.end());
            if (const int64_t value = rounding.of(weight * factor))
                add(stack, value);
        });
    }

    // The tree of calls of a profile: what is open again and again is written down once.
    struct Call
    {
        uint32_t caller = 0, frame = 0;
        int64_t own = 0;
    };
    uint32_t callee(uint32_t caller, uint32_t frame)
    {
        const auto [it, added] = m_callees.try_emplace(uint64_t(caller) << 32 | frame, m_calls.size());
        if (added) {
            m_draft.charge(160);
            m_calls.push_back({caller, frame, 0});
        }
        return it->second;
    }

    void readEvented(Node profile, double factor)
    {
        m_calls.assign(1, {}); // the first is the root
        m_callees.clear();
        std::vector<uint32_t> open{0}; // of m_calls
        const double start = m_json.number(m_json.member(profile, "startValue"));
        double now = start;
        Rounding rounding;
        const auto moveTo = [&](double at) {
            const int64_t passed = rounding.of((at - now) * factor);
            now = at;
            // While nothing is open nothing is counted.
            if (open.size() > 1)
                m_calls[open.back()].own += passed;
        };
        m_json.forEach(m_json.member(profile, "events"), [&](Node event) {
            if (m_options.stop.stop_requested())
                return;
            const auto row = frame(m_json.member(event, "frame"));
            double at = m_json.number(m_json.member(event, "at"), now);
            if (at < now) {
                ++m_backwards;
                at = now;
            }
            moveTo(at);
            if (!row)
                return;
            if (m_json.text(m_json.member(event, "type")) == "O")
                open.push_back(callee(open.back(), *row));
            else
                close(open, *row);
        });
        m_unclosed += open.size() - 1;
        moveTo(std::max(now, m_json.number(m_json.member(profile, "endValue"), now)));
        std::vector<LocationId> stack;
        for (size_t call = 1; call < m_calls.size() && !m_options.stop.stop_requested(); ++call) {
            if (m_calls[call].own == 0)
                continue;
            stack.clear();
            for (size_t at = call; at != 0; at = m_calls[at].caller)
                stack.push_back(m_frames[m_calls[at].frame]);
            add(stack, m_calls[call].own);
        }
    }

    // Closes the innermost call of a frame, even if others are open in it.
    void close(std::vector<uint32_t> &open, uint32_t frame)
    {
        size_t at = open.size() - 1;
        while (at > 0 && m_calls[open[at]].frame != frame)
            --at;
        if (at == 0) {
            ++m_notOpen;
            return;
        }
        if (at + 1 != open.size())
            ++m_early;
        std::vector<uint32_t> above;
        for (size_t i = at + 1; i < open.size(); ++i)
            above.push_back(m_calls[open[i]].frame);
        open.resize(at);
        for (const uint32_t each : above)
            open.push_back(callee(open.back(), each));
    }

    const JsonTree &m_json;
    const ReadOptions &m_options;
    NamedDraft m_draft;
    bool m_several = false, m_ours = false, m_labelled = false;
    std::vector<LocationId> m_frames;
    std::vector<ValueType> m_types;
    std::vector<size_t> m_profilesOf; // by type, how many
    std::vector<int64_t> m_values;
    std::vector<Label> m_labels;
    size_t m_column = 0;
    std::vector<Call> m_calls;
    std::unordered_map<uint64_t, uint32_t> m_callees;
    size_t m_badFrames = 0, m_badWeights = 0, m_unclosed = 0, m_early = 0, m_notOpen = 0, m_backwards = 0,
           m_unknownKind = 0;
};

} // namespace

Reading readSpeedscope(const JsonTree &json, const std::string &name, const ReadOptions &options)
{
    const Node root = json.root();
    const Node profiles = json.member(root, "profiles");
    if (!json.isArray(profiles) || !json.isArray(json.member(json.member(root, "shared"), "frames")))
        return unrecognized();
    if (json.count(profiles) == 0)
        return Error{name + ": this speedscope file has no profiles in it; export it again"};
    return Speedscope(json, options).read();
}

} // namespace proflens::foreign
