// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/builder.h"

#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace proflens {

// A profile from lines such as "main;work>inlined;leaf@leaf.go 5 120": stacks root first, "a>b" is b inlined
// into a, "name@file" tells the file, and the numbers are one value per sample type. The first line names
// these: "cpu/nanoseconds alloc/bytes".
inline std::shared_ptr<Profile> foldedProfile(const std::string &text)
{
    ProfileBuilder builder;
    std::istringstream lines(text);
    std::string line;
    std::getline(lines, line);
    std::istringstream types(line);
    for (std::string type; types >> type;)
        builder.addSampleType(type.substr(0, type.find('/')), type.substr(type.find('/') + 1));

    std::map<std::string, FunctionId> functions;
    const auto functionOf = [&](const std::string &word) {
        const auto known = functions.find(word);
        if (known != functions.end())
            return known->second;
        const size_t at = word.find('@');
        const std::string file = at == std::string::npos ? "" : word.substr(at + 1);
        return functions[word] = builder.addFunction(word.substr(0, at), word.substr(0, at), file, 0);
    };
    std::map<std::string, LocationId> locations;
    const auto locationOf = [&](const std::string &word) {
        const auto known = locations.find(word);
        if (known != locations.end())
            return known->second;
        std::vector<Line> inlines;
        std::istringstream parts(word);
        for (std::string part; std::getline(parts, part, '>');)
            inlines.insert(inlines.begin(), Line{functionOf(part), 0, 0});
        Location location;
        location.address = 0x1000 + 16 * locations.size();
        return locations[word] = builder.addLocation(location, inlines);
    };
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string stack;
        words >> stack;
        std::vector<int64_t> values;
        for (int64_t value = 0; words >> value;)
            values.push_back(value);
        std::vector<LocationId> leafFirst;
        std::istringstream frames(stack);
        for (std::string frame; std::getline(frames, frame, ';');)
            leafFirst.insert(leafFirst.begin(), locationOf(frame));
        builder.addSample(leafFirst, values);
    }
    return builder.finish();
}

} // namespace proflens
