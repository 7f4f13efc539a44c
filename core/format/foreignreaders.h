// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/jsontree.h"
#include "core/format/legacytext.h"
#include "core/format/nameddraft.h"
#include "core/format/read.h"

#include <cmath>
#include <string>
#include <string_view>

// One reader for each format that is not pprof's. A null pointer means that the text is something else. They
// throw std::bad_alloc when a file needs more memory than there is; readProfile() says so in words.
namespace proflens::foreign {

using Reading = Result<std::shared_ptr<Profile>>;
inline Reading unrecognized()
{
    return std::shared_ptr<Profile>();
}

// What Go prints of its goroutines: /debug/pprof/goroutine?debug=2, SIGQUIT, and crashes, with other text
// before and after.
Reading readGoDump(std::string_view text, const std::string &name, const ReadOptions &options);
// What `perf script` prints.
Reading readPerfScript(std::string_view text, const std::string &name, const ReadOptions &options);
// A stack and its count on each line, "main;work;read 12"; two counts are base and current.
Reading readFolded(std::string_view text, const std::string &name, const ReadOptions &options);

// JSON, once parsed. speedscope's file format.
Reading readSpeedscope(const JsonTree &json, const std::string &name, const ReadOptions &options);
// V8's .cpuprofile, of today (nodes) and of old (head).
Reading readCpuProfile(const JsonTree &json, const std::string &name, const ReadOptions &options);
// V8's .heapprofile.
Reading readHeapProfile(const JsonTree &json, const std::string &name, const ReadOptions &options);

// What both of V8's know of a function: name, script, and where it begins there. Lines and columns count from
// 0; -1: unknown.
struct V8Function
{
    std::string_view name, url;
    int64_t line = -1, column = -1;
};
V8Function v8Function(const JsonTree &json, JsonTree::Node callFrame);
FunctionId addV8Function(NamedDraft &draft, const V8Function &function);

// Rounds numbers so that what is lost on one is given to the next: sums stay what they are.
class Rounding
{
public:
    int64_t of(double value)
    {
        m_sum += value;
        const double all = std::round(m_sum);
        const double step = all - m_given;
        m_given = all;
        return std::abs(step) < 0x1p63 ? static_cast<int64_t>(step) : 0;
    }

private:
    double m_sum = 0, m_given = 0;
};

// "1 line", "3 lines".
std::string counted(size_t count, std::string_view one, std::string_view many);

} // namespace proflens::foreign
