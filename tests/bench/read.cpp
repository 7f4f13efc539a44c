// SPDX-License-Identifier: GPL-3.0-or-later
// Reads each profile and prints what came of it: to measure the reader alone.
#include "core/format/read.h"

#include <cstdio>

int main(int argc, char **argv)
{
    int failures = 0;
    for (int i = 1; i < argc; ++i) {
        const auto profile = proflens::readProfile(argv[i]);
        if (!profile) {
            std::fprintf(stderr, "%s\n", profile.error().message.c_str());
            ++failures;
            continue;
        }
        const proflens::Profile &p = **profile;
        std::printf("%s: %zu samples, %zu stacks, %zu label sets, %zu locations, %zu lines, %zu functions\n", argv[i],
                    p.samples.size(), p.stacks.size(), p.labels.size(), p.locations.size(), p.lines.size(), p.functions.size());
    }
    return failures ? 1 : 0;
}
