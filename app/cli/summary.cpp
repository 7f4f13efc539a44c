// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/summary.h"

#include "app/cli/sources.h"

namespace proflens {

Result<Summary> loadSummary(const CommandLine &line)
{
    const auto loaded = loadComparison(line);
    if (!loaded)
        return loaded.error();
    return summarize((*loaded).comparison);
}

} // namespace proflens
