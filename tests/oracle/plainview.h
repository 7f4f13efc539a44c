// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h" // the options only
#include "tests/oracle/plainmatch.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace proflens::plain {

// A sample as it is seen through the filters.
struct Seen
{
    std::vector<int> frames;      // root first, rows of View::frames
    std::vector<uint8_t> inlined; // beside them: whether it was inlined into its caller
    int64_t value = 0, divisor = 0;
    std::vector<Label> labels; // without those of hidden keys

    bool counts() const { return value != 0 || divisor != 0; }
};

// Which columns make a sample's value: that of one, or the difference of two.
struct Columns
{
    int value = 0, minus = -1, count = -1, minusCount = -1;
};

struct View
{
    std::vector<Frame> frames;
    std::vector<Seen> samples; // those that are kept, even if they are 0
    int64_t total = 0;
    std::map<std::string, std::string> units; // of numeric label keys
};

class Viewing
{
public:
    Viewing(const Profile &profile, const AnalysisOptions &options, const Columns &columns)
        : m_profile(profile)
        , m_options(options)
        , m_columns(columns)
    {
        for (const Location &location : profile.locations)
            m_lines.push_back(location.lines);
        for (const Sample &sample : m_profile.samples)
            m_samples.push_back({sample.stack, sample.labels, &sample});
    }

    View make()
    {
        findUnits();
        if (!m_options.allFrames)
            dropFrames();
        addLabelFrames();
        m_view.total = total();
        filter();
        if (m_options.relativePercentages)
            m_view.total = total();
        std::vector<std::vector<std::pair<int, bool>>> framesOf; // by location
        for (size_t i = 0; i < m_lines.size(); ++i)
            framesOf.push_back(frames(i));
        for (const Kept &kept : m_samples) {
            Seen &seen = m_view.samples.emplace_back();
            for (size_t i = kept.stack.size(); i-- > 0;) {
                for (const auto &[frame, inlined] : framesOf[static_cast<size_t>(kept.stack[i])]) {
                    seen.frames.push_back(frame);
                    seen.inlined.push_back(inlined);
                }
            }
            seen.value = value(kept);
            seen.divisor = divisor(kept);
            seen.labels = kept.labels;
        }
        return std::move(m_view);
    }

private:
    struct Kept
    {
        std::vector<int> stack;
        std::vector<Label> labels;
        const Sample *sample;
    };

    const Function &function(const Line &line) const
    {
        return m_profile.functions[static_cast<size_t>(line.function)];
    }
    bool mappingMatches(size_t location, const std::string &pattern) const
    {
        const int mapping = m_profile.locations[location].mapping;
        return mapping >= 0 && found(pattern, m_profile.mappings[static_cast<size_t>(mapping)].file);
    }
    bool lineMatches(const Line &line, const std::string &pattern) const
    {
        return found(pattern, function(line).name) || found(pattern, function(line).file);
    }
    bool matches(size_t location, const std::string &pattern) const
    {
        return mappingMatches(location, pattern) ||
               std::any_of(m_lines[location].begin(), m_lines[location].end(),
                           [&](const Line &line) { return lineMatches(line, pattern); });
    }

    int64_t column(const Kept &kept, int index) const
    {
        return index < 0 ? 0 : kept.sample->values[static_cast<size_t>(index)];
    }
    int64_t value(const Kept &kept) const
    {
        return plus(column(kept, m_columns.value), negative(column(kept, m_columns.minus)));
    }
    int64_t divisor(const Kept &kept) const
    {
        return plus(column(kept, m_columns.count), negative(column(kept, m_columns.minusCount)));
    }

    int64_t total() const
    {
        int64_t sum = 0, count = 0, baseSum = 0, baseCount = 0;
        for (const Kept &kept : m_samples) {
            const int64_t own = value(kept), magnitude = own < 0 ? negative(own) : own;
            sum = plus(sum, magnitude);
            count = plus(count, divisor(kept));
            for (const Label &label : kept.labels) {
                if (label.isNumber || label.key != "pprof::base" || label.text != "true")
                    continue;
                baseSum = plus(baseSum, magnitude);
                baseCount = plus(baseCount, divisor(kept));
                break;
            }
        }
        return baseSum > 0 ? quotient(baseSum, baseCount) : quotient(sum, count);
    }

    // The first unit that is met counts.
    void findUnits()
    {
        for (const Kept &kept : m_samples) {
            for (const Label &label : kept.labels) {
                if (label.isNumber && m_view.units[label.key].empty())
                    m_view.units[label.key] = label.unit;
            }
        }
        for (auto &[key, unit] : m_view.units) {
            if (unit.empty())
                unit = key == "alignment" || key == "request" ? "bytes" : key;
        }
    }

    void dropFrames()
    {
        if (m_profile.dropFrames.empty())
            return;
        const auto isDull = [&](const Line &line) {
            const std::string name = simplified(function(line).name);
            return !function(line).name.empty() && found("^(" + m_profile.dropFrames + ")$", name) &&
                   (m_profile.keepFrames.empty() || !found("^(" + m_profile.keepFrames + ")$", name));
        };
        std::set<int> whole, beneath;
        for (size_t i = 0; i < m_lines.size(); ++i) {
            std::vector<Line> &lines = m_lines[i];
            for (size_t l = lines.size(); l-- > 0;) {
                if (!isDull(lines[l]))
                    continue;
                if (l + 1 == lines.size()) {
                    whole.insert(static_cast<int>(i));
                } else {
                    beneath.insert(static_cast<int>(i));
                    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(l) + 1);
                }
                break;
            }
        }
        for (Kept &kept : m_samples) {
            bool foundUser = false;
            for (size_t i = kept.stack.size(); i-- > 0;) {
                const bool isWhole = whole.contains(kept.stack[i]);
                if (!isWhole && !beneath.contains(kept.stack[i])) {
                    foundUser = true;
                } else if (foundUser) {
                    kept.stack.erase(kept.stack.begin(),
                                     kept.stack.begin() + static_cast<std::ptrdiff_t>(isWhole ? i + 1 : i));
                    break;
                }
            }
        }
    }

    // The values of each key of tagroot and tagleaf above and below the stack: texts, then numbers.
    void addLabelFrames()
    {
        for (Kept &kept : m_samples) {
            const auto place = [&](const std::string &key, std::vector<int>::iterator at) {
                std::string values;
                bool any = false;
                for (const bool numbers : {false, true}) {
                    for (const Label &label : kept.labels) {
                        if (label.key != key || label.isNumber != numbers)
                            continue;
                        values += (any ? "," : "") + (numbers ? std::to_string(label.number) : label.text);
                        any = true;
                    }
                }
                kept.stack.insert(at, labelLocation(key, values));
            };
            for (const std::string &key : m_options.tagLeaf)
                place(key, kept.stack.begin());
            for (auto key = m_options.tagRoot.rbegin(); key != m_options.tagRoot.rend(); ++key)
                place(*key, kept.stack.end());
        }
    }
    int labelLocation(const std::string &key, const std::string &values)
    {
        const auto [it, isNew] =
            m_labelLocations.try_emplace({key, values}, static_cast<int>(m_profile.locations.size()));
        if (isNew) {
            const auto function = static_cast<int>(m_profile.functions.size());
            m_labelFunctions.insert(function);
            m_profile.functions.push_back({values, {}, key, 0});
            m_profile.locations.push_back({0, -1, false, {{function, 0, 0}}});
            m_lines.push_back(m_profile.locations.back().lines);
        }
        return it->second;
    }

    void filter()
    {
        bool byName = false;
        for (int kind = 0; kind <= static_cast<int>(FilterKind::PruneFrom); ++kind) {
            for (const Filter &filter : m_options.filters) {
                if (filter.kind != static_cast<FilterKind>(kind))
                    continue;
                byName = byName || filter.kind <= FilterKind::Show;
                apply(filter);
            }
            if (static_cast<FilterKind>(kind) == FilterKind::Show && byName)
                std::erase_if(m_samples, [](const Kept &kept) { return kept.stack.empty(); });
        }
    }

    void apply(const Filter &filter)
    {
        const std::string &pattern = filter.pattern;
        switch (filter.kind) {
        case FilterKind::Focus:
        case FilterKind::Ignore:
            std::erase_if(m_samples, [&](const Kept &kept) {
                const bool hit = std::any_of(kept.stack.begin(), kept.stack.end(), [&](int location) {
                    return matches(static_cast<size_t>(location), pattern);
                });
                return hit == (filter.kind == FilterKind::Ignore);
            });
            break;
        case FilterKind::Hide:
        case FilterKind::Show:
            hideOrShow(pattern, filter.kind == FilterKind::Show);
            break;
        case FilterKind::ShowFrom:
            showFrom(pattern);
            break;
        case FilterKind::TagFocus:
        case FilterKind::TagIgnore:
            std::erase_if(m_samples, [&](const Kept &kept) {
                return labelsMatch(kept.labels, pattern, m_view.units) ==
                       (filter.kind == FilterKind::TagIgnore);
            });
            break;
        case FilterKind::TagShow:
        case FilterKind::TagHide:
            for (Kept &kept : m_samples) {
                std::erase_if(kept.labels, [&](const Label &label) {
                    return found(pattern, label.key) == (filter.kind == FilterKind::TagHide);
                });
            }
            break;
        case FilterKind::PruneFrom:
            pruneFrom(pattern);
            break;
        }
    }

    void hideOrShow(const std::string &pattern, bool show)
    {
        std::set<int> hidden;
        for (size_t i = 0; i < m_lines.size(); ++i) {
            std::vector<Line> &lines = m_lines[i];
            if (!show && !matches(i, pattern))
                continue;
            if (!mappingMatches(i, pattern))
                std::erase_if(lines, [&](const Line &line) { return lineMatches(line, pattern) != show; });
            else if (!show)
                lines.clear();
            if (lines.empty())
                hidden.insert(static_cast<int>(i));
        }
        for (Kept &kept : m_samples)
            std::erase_if(kept.stack, [&](int location) { return hidden.contains(location); });
    }

    void showFrom(const std::string &pattern)
    {
        std::set<int> hits;
        for (size_t i = 0; i < m_lines.size(); ++i) {
            std::vector<Line> &lines = m_lines[i];
            bool hit = mappingMatches(i, pattern);
            for (size_t l = lines.size(); !hit && l-- > 0;) {
                if (lineMatches(lines[l], pattern)) {
                    lines.resize(l + 1);
                    hit = true;
                }
            }
            if (hit)
                hits.insert(static_cast<int>(i));
        }
        std::erase_if(m_samples, [&](Kept &kept) {
            while (!kept.stack.empty() && !hits.contains(kept.stack.back()))
                kept.stack.pop_back();
            return kept.stack.empty();
        });
    }

    void pruneFrom(const std::string &pattern)
    {
        std::set<int> hits;
        for (size_t i = 0; i < m_lines.size(); ++i) {
            std::vector<Line> &lines = m_lines[i];
            for (size_t l = 0; l < lines.size(); ++l) {
                const std::string &name = function(lines[l]).name;
                if (name.empty() || !found(pattern, simplified(name)))
                    continue;
                lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(l));
                hits.insert(static_cast<int>(i));
                break;
            }
        }
        for (Kept &kept : m_samples) {
            const auto hit = std::find_if(kept.stack.begin(), kept.stack.end(),
                                          [&](int location) { return hits.contains(location); });
            if (hit != kept.stack.end())
                kept.stack.erase(kept.stack.begin(), hit);
        }
    }

    int row(const Frame &frame)
    {
        const auto [it, isNew] = m_rows.try_emplace(frame, static_cast<int>(m_view.frames.size()));
        if (isNew)
            m_view.frames.push_back(frame);
        return it->second;
    }

    static std::string cleaned(const std::string &path)
    {
        if (path.empty())
            return {};
        std::string clean = std::filesystem::path(path).lexically_normal().string();
        while (clean.size() > 1 && clean.ends_with('/'))
            clean.pop_back();
        return clean;
    }

    // Of one location, root first, each with whether it was inlined.
    std::vector<std::pair<int, bool>> frames(size_t location)
    {
        const Granularity g = m_options.granularity;
        const bool names = g != Granularity::Files, files = g != Granularity::Functions;
        const bool addresses = g == Granularity::Addresses,
                   lineNumbers = g == Granularity::Lines || addresses;
        const bool columns = lineNumbers && (m_options.showColumns || (addresses && !m_options.noInlines));
        const Location &at = m_profile.locations[location];
        const std::string object =
            at.mapping < 0 ? "" : m_profile.mappings[static_cast<size_t>(at.mapping)].file;
        std::vector<Line> lines = m_lines[location];
        if (m_options.noInlines && lines.size() > 1)
            lines = {lines.back()};
        if (lines.empty())
            return {{row({{}, {}, object, addresses ? at.address : 0, 0, 0, 0, {}, {}}), false}};
        std::vector<std::pair<int, bool>> out;
        for (size_t l = lines.size(); l-- > 0;) {
            const Function &f = function(lines[l]);
            Frame frame;
            if (m_labelFunctions.contains(lines[l].function)) {
                frame.labelKey = f.file;
                frame.labelValue = f.name;
                out.emplace_back(row(frame), false);
                continue;
            }
            frame.name = names ? f.name : "";
            frame.file = files ? cleaned(f.file) : "";
            frame.address = addresses ? at.address : 0;
            frame.line = lineNumbers ? lines[l].line : 0;
            frame.column = columns ? lines[l].column : 0;
            if (frame.name.empty()) {
                frame.object = object;
                frame.startLine = f.startLine;
            }
            out.emplace_back(row(frame), l + 1 != lines.size() && !m_options.sameInlined);
        }
        return out;
    }

    Profile m_profile; // labels on stacks become functions of it
    std::map<std::pair<std::string, std::string>, int> m_labelLocations; // by key and values
    std::set<int> m_labelFunctions;
    const AnalysisOptions &m_options;
    const Columns m_columns;
    std::vector<std::vector<Line>> m_lines; // by location
    std::vector<Kept> m_samples;
    std::map<Frame, int> m_rows;
    View m_view;
};

inline View viewOf(const Profile &profile, const AnalysisOptions &options, const Columns &columns)
{
    return Viewing(profile, options, columns).make();
}

} // namespace proflens::plain
