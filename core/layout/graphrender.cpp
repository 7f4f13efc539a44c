// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/graphrender.h"

#include "core/layout/graphlayout.h"
#include "core/layout/helperprocess.h"

namespace proflens {

Result<std::string> renderGraph(const std::string &dot, const std::string &format,
                                std::chrono::milliseconds timeout, bool &simpler, std::string helper)
{
    if (helper.empty())
        helper = findLayoutHelper();
    if (helper.empty())
        return Error{"the program proflens-layout, which draws it, is not beside proflens; install Proflens anew"};
    HelperRun run = runHelper(helper, "render " + format + '\n' + dot, timeout, {});
    simpler = run.end == HelperRun::End::TimedOut;
    if (simpler)
        run = runHelper(helper, "simply " + format + '\n' + dot, timeout, {});
    switch (run.end) {
    case HelperRun::End::Exited:
        return std::move(run.output);
    case HelperRun::End::TimedOut:
    case HelperRun::End::Stopped:
        return Error{"Graphviz was not done after " +
                     std::to_string(std::chrono::duration_cast<std::chrono::seconds>(timeout).count()) +
                     " seconds; draw fewer nodes with -nodecount, or take -svg, which is laid out more simply "
                     "where it has to be"};
    case HelperRun::End::Failed:
    case HelperRun::End::NotStarted:
        break;
    }
    return Error{"Graphviz could not draw it: " + run.message};
}

} // namespace proflens
