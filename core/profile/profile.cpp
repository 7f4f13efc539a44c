// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/profile.h"

#include <charconv>

namespace proflens {

Result<int> Profile::sampleIndex(std::string_view wanted) const
{
    const int last = static_cast<int>(sampleTypes.size()) - 1;
    if (wanted.empty()) {
        for (int i = 0; i <= last && !defaultSampleType.empty(); ++i) {
            if (sampleTypes[static_cast<size_t>(i)].type == defaultSampleType)
                return i;
        }
        return last;
    }
    int number = 0;
    const char *begin = wanted.data() + (wanted.front() == '+' ? 1 : 0);
    const auto parsed = std::from_chars(begin, wanted.data() + wanted.size(), number);
    if (parsed.ec == std::errc() && parsed.ptr == wanted.data() + wanted.size()) {
        if (number < 0 || number > last)
            return Error{"sample_index " + std::string(wanted) + " is outside the range [0.." +
                         std::to_string(last) + "]"};
        return number;
    }
    const std::string_view inuse = "inuse_";
    const std::string_view bare = wanted.starts_with(inuse) ? wanted.substr(inuse.size()) : wanted;
    std::string names;
    for (int i = 0; i <= last; ++i) {
        const std::string &type = sampleTypes[static_cast<size_t>(i)].type;
        if (type == wanted || type == bare)
            return i;
        names += (i ? " " : "") + type;
    }
    return Error{"sample_index \"" + std::string(wanted) + "\" must be one of: [" + names + "]"};
}

} // namespace proflens
