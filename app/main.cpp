// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/read.h"

#include <cstdio>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        auto p = proflens::readProfile(argv[i]);
        if (p)
            std::printf("%s: %zu samples, %zu stacks\n", argv[i], (*p)->samples.size(), (*p)->stacks.size());
    }
}
