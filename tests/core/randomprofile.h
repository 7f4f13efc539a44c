// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/folded.h"

#include <random>
#include <string>

namespace proflens {

// A small profile whose stacks, functions and values often meet those of another seed. Types: "samples/count
// cpu/nanoseconds".
inline std::shared_ptr<Profile> randomProfile(unsigned seed, int stacks = 40, bool negative = false)
{
    std::mt19937 random(seed);
    const auto upTo = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    std::string text = "samples/count cpu/nanoseconds\n";
    for (int i = 0; i < stacks; ++i) {
        std::string stack;
        const int depth = 1 + upTo(6);
        for (int d = 0; d < depth; ++d)
            stack += (d ? upTo(5) ? ";" : ">" : "") + ("f" + std::to_string(upTo(7)));
        const int count = 1 + upTo(30);
        const int sign = negative && upTo(4) == 0 ? -1 : 1;
        text +=
            stack + ' ' + std::to_string(sign * count) + ' ' + std::to_string(sign * count * 10000000) + '\n';
    }
    return foldedProfile(text);
}

} // namespace proflens
