// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds arbitrary bytes to the reader of all formats, and uses what comes out of them. Seeds: a folder of small profiles.
#include "core/format/read.h"
#include "core/format/write.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    using namespace proflens;
    ReadOptions options;
    options.maxInflatedBytes = 1U << 24;
    const auto profile = readProfile({data, size}, "input", options);
    if (!profile) {
        if (!profile.error().message.starts_with("input: "))
            std::abort(); // an error that does not name the file
        return 0;
    }
    const auto bytes = encodeProfile(**profile);
    if (!bytes)
        std::abort();
    const auto again = readProfile({reinterpret_cast<const uint8_t *>(bytes->data()), bytes->size()}, "written");
    if (!again || (*again)->samples.size() != (*profile)->samples.size() ||
        (*again)->locations.size() != (*profile)->locations.size())
        std::abort(); // what was written is not what was read
    return 0;
}
