// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/legacydraft.h"
#include "core/format/legacytext.h"

namespace proflens::legacy {

// Reads the memory map that ends most of the older formats, from the line after the reader's to the end:
// lines as in /proc/PID/maps ("400000-4d7000 r-xp 00000000 fd:00 5678 /bin/prog") or the brief "400000-4d7000
// /bin/prog (@ff00) buildid", with NAME=VALUE lines whose $NAME is replaced in the lines after them. What is
// neither is skipped, as pprof does. Then the draft's places, functions and mappings are put in order and
// every address gets its mapping.
void readMemoryMap(LineReader &lines, Draft &draft);

// The same after skipping to the headline of the memory map, if there is one.
void readSections(LineReader &lines, Draft &draft);

bool isMemoryMapHeadline(std::string_view line);

// Gives each address the first mapping around it, and one that spans everything where there is none.
void assignMappings(Draft &draft);

} // namespace proflens::legacy
