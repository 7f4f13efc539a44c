// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/flamesvg.h"

#include "core/report/flamewriter.h"

namespace proflens {

std::string flameSvg(const Analysis &analysis, const FlameSvgOptions &options)
{
    const FlameTree tree(options.inverted ? analysis.invertedStacks() : analysis.stacks(),
                         options.inverted ? analysis.invertedWeights() : analysis.weights());
    return flamesvg::Writer(analysis, tree, options).write();
}

} // namespace proflens
