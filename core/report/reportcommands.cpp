// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/reportcommands.h"

#include <algorithm>
#include <array>

namespace proflens {

namespace {

using K = ReportKind;

constexpr std::array table = {
    ReportCommand{"callgrind", K::Callgrind, Drawing::None, false, "callgraph.out",
                  "Functions and calls for KCachegrind."},
    ReportCommand{"comments", K::Comments, Drawing::None, false, {}, "The comments in the profile."},
    ReportCommand{"dot", K::Dot, Drawing::None, false, {}, "The call graph in Graphviz's language."},
    ReportCommand{"eog", K::Dot, Drawing::None, false, {}, "The same as web.", true},
    ReportCommand{"evince", K::Dot, Drawing::None, false, {}, "The same as web.", true},
    ReportCommand{"folded", K::Folded, Drawing::None, false, {}, "Stacks with their values, one on a line."},
    ReportCommand{"gif", K::Dot, Drawing::Gif, false, "gif", "The call graph as GIF."},
    ReportCommand{"gv", K::Dot, Drawing::None, false, {}, "The same as web.", true},
    ReportCommand{"kcachegrind", K::Callgrind, Drawing::None, false, {}, "The same as web.", true},
    ReportCommand{"list",
                  K::List,
                  Drawing::None,
                  true,
                  {},
                  "Source of functions that match, with the cost of each line."},
    ReportCommand{"pdf", K::Dot, Drawing::Pdf, false, "pdf", "The call graph as PDF."},
    ReportCommand{"peek", K::Peek, Drawing::None, true, {}, "Callers and callees of functions that match."},
    ReportCommand{"png", K::Dot, Drawing::Png, false, "png", "The call graph as PNG."},
    ReportCommand{"proto", K::Proto, Drawing::None, false, "pb.gz", "What the filters leave, as a profile."},
    ReportCommand{"ps", K::Dot, Drawing::Ps, false, "ps", "The call graph as PostScript."},
    ReportCommand{"raw", K::Raw, Drawing::None, false, {}, "All that is in the profile, as text."},
    ReportCommand{
        "speedscope", K::Speedscope, Drawing::None, false, {}, "Stacks with their values, for speedscope."},
    ReportCommand{"svg", K::Dot, Drawing::Svg, false, "svg", "The call graph as SVG."},
    ReportCommand{"tags", K::Tags, Drawing::None, false, {}, "Costs by label."},
    ReportCommand{"text", K::Top, Drawing::None, false, {}, "The same as top."},
    ReportCommand{"top", K::Top, Drawing::None, false, {}, "Functions by cost."},
    ReportCommand{"topproto", K::TopProto, Drawing::None, false, "pb.gz",
                  "The functions of top, as a profile."},
    ReportCommand{"traces", K::Traces, Drawing::None, false, {}, "Every sample with its stack."},
    ReportCommand{"tree", K::Tree, Drawing::None, false, {}, "Functions with their callers and callees."},
    ReportCommand{"weblist", K::WebList, Drawing::None, true, "html",
                  "The same as list as a page, with the calls that were inlined into a line."},
    ReportCommand{
        "web", K::Dot, Drawing::None, false, {}, "Looks at the profile in Proflens's window.", true},
};

} // namespace

std::span<const ReportCommand> reportCommands()
{
    return table;
}

const ReportCommand *findReportCommand(std::string_view name)
{
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const ReportCommand &c) { return c.name == name; });
    return found == table.end() ? nullptr : &*found;
}

} // namespace proflens
