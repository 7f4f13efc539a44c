// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"
#include "tests/oracle/plainsums.h"

#include <map>
#include <string>
#include <vector>

namespace proflens::oracle {

// Knows which frame of an analysis is which of a view, and keeps the first thing in which the two differ.
class Comparing
{
public:
    Comparing(const AnalysisPtr &analysis, const plain::View &view)
        : m_analysis(analysis)
        , m_view(view)
    {
        matchFrames();
    }
    // Empty if nothing differs.
    const std::string &first() const { return m_first; }

protected:
    bool isDone() const { return !m_first.empty(); }
    void fail(const std::string &what)
    {
        if (m_first.empty())
            m_first = what;
    }
    void same(const std::string &what, int64_t engine, int64_t expected)
    {
        if (engine != expected)
            fail(what + " is " + std::to_string(engine) + ", not " + std::to_string(expected));
    }
    void same(const std::string &what, plain::Sum engine, plain::Sum expected)
    {
        same(what, engine.value, expected.value);
        same("divisor of " + what, engine.divisor, expected.divisor);
    }
    void same(const std::string &what, const std::string &engine, const std::string &expected)
    {
        if (engine != expected)
            fail(what + " is '" + engine + "', not '" + expected + '\'');
    }
    std::string name(int frame) const
    {
        return '\'' + plain::printableName(m_view.frames[static_cast<size_t>(frame)]) + '\'';
    }
    template <typename Value> static Value of(const std::map<int, Value> &values, int frame)
    {
        const auto found = values.find(frame);
        return found == values.end() ? Value{} : found->second;
    }
    int plainOf(FrameId frame) const { return m_plainOf[frame.row]; }

    static uint64_t magnitude(int64_t value)
    {
        return static_cast<uint64_t>(value < 0 ? plain::negative(value) : value);
    }
    const AnalysisPtr &m_analysis;
    const plain::View &m_view;
    std::vector<int> m_plainOf; // by the analysis's frame

private:
    void matchFrames()
    {
        std::map<plain::Frame, int> rows;
        for (size_t i = 0; i < m_view.frames.size(); ++i)
            rows[m_view.frames[i]] = static_cast<int>(i);
        const FrameTable &frames = m_analysis->frames();
        std::string last;
        for (size_t i = 0; i < frames.size(); ++i) {
            const Frame &frame = frames[FrameId(i)];
            const auto found =
                rows.find({std::string(frame.name), std::string(frame.file), std::string(frame.object),
                           frame.address, frame.startLine, frame.line, frame.column,
                           std::string(frame.labelKey), std::string(frame.labelValue)});
            if (found == rows.end())
                return fail("there should be no frame '" + std::string(frames.printableName(FrameId(i))) +
                            '\'');
            const std::string printable = plain::printableName(found->first);
            same("printable name", std::string(frames.printableName(FrameId(i))), printable);
            if (printable < last)
                fail("frame '" + printable + "' stands after '" + last + '\'');
            last = printable;
            m_plainOf.push_back(found->second);
        }
    }

    std::string m_first;
};

} // namespace proflens::oracle
