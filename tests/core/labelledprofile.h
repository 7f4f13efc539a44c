// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/builder.h"

#include <random>
#include <string>
#include <vector>

namespace proflens {

// A small profile with labels of all kinds: texts and numbers, several of one key, keys that hold both, odd
// bytes, and samples without any. Types: "samples/count space/bytes".
inline std::shared_ptr<Profile> labelledProfile(unsigned seed, int samples = 120, bool negative = false)
{
    std::mt19937 random(seed);
    const auto upTo = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    ProfileBuilder builder;
    builder.addSampleType("samples", "count");
    builder.addSampleType("space", "bytes");
    std::vector<LocationId> locations;
    for (int i = 0; i < 6; ++i) {
        const std::string name = "f" + std::to_string(i);
        const Line line{builder.addFunction(name, name, name + ".go", 0), i, 0};
        Location location;
        location.address = 0x1000 + 16 * static_cast<uint64_t>(i);
        locations.push_back(builder.addLocation(location, {&line, 1}));
    }
    const std::string texts[] = {"main", "worker 1",  "a,b",      "k=v", "^(.*)$",
                                 "",     "tab\there", "\xff\xfe", "ü"};
    for (int i = 0; i < samples; ++i) {
        std::vector<LocationId> stack;
        for (int depth = upTo(5); depth >= 0; --depth)
            stack.push_back(locations[static_cast<size_t>(upTo(6))]);
        std::vector<Label> labels;
        if (upTo(4) != 0)
            labels.push_back(builder.textLabel("thread", texts[upTo(9)]));
        if (upTo(6) == 0)
            labels.push_back(builder.textLabel("thread", texts[upTo(3)]));
        if (upTo(3) != 0)
            labels.push_back(builder.numberLabel("bytes", int64_t(1) << upTo(20), "bytes"));
        if (upTo(3) == 0)
            labels.push_back(builder.numberLabel("delay", (upTo(100) - 20) * 1000, "microseconds"));
        if (upTo(5) == 0)
            labels.push_back(builder.numberLabel("order-no", upTo(1000), ""));
        if (upTo(7) == 0)
            labels.push_back(upTo(2) ? builder.textLabel("mixed=up", "7")
                                     : builder.numberLabel("mixed=up", 7, "x"));
        const int count = upTo(30) * (negative && upTo(4) == 0 ? -1 : 1);
        builder.addSample(stack, std::vector<int64_t>{count, int64_t(count) * 1024}, labels);
    }
    return builder.finish();
}

} // namespace proflens
