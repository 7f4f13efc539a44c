// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/highlight.h"

#include <cstdint>

namespace proflens {

// What colours the sources of -weblist, such as highlight(). To be set before the first report; sources are
// plain until it is. Not called by name, since a program that colours nothing then does without the libraries
// that it needs, which take longer to load than a report to print.
using WebListHighlighter = Highlighting (*)(const SourceFile &file, const StopToken &stop, uint64_t bound);
void setWebListHighlighter(WebListHighlighter highlighter);

} // namespace proflens
