// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds arbitrary bytes to the readers of formats that are not pprof's, past what recognises pprof's own.
// Seeds: tests/data/foreign.
#include "core/format/foreign.h"
#include "core/format/read.h"
#include "core/format/write.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    using namespace proflens;
    const auto profile = readForeign({data, size}, "input");
    if (!profile) {
        if (!profile.error().message.starts_with("input: "))
            std::abort(); // an error that does not name the file
        return 0;
    }
    if (!*profile)
        return 0;
    const Profile *const read = (*profile).get();
    for (const Profile *each : {read, (*profile)->origin.base.get()}) {
        if (!each)
            continue;
        const auto bytes = encodeProfile(*each);
        if (!bytes)
            std::abort();
        const auto again =
            readProfile({reinterpret_cast<const uint8_t *>(bytes->data()), bytes->size()}, "written");
        if (!again || (*again)->samples.size() != each->samples.size() || !(*again)->origin.warnings.empty())
            std::abort(); // what was written is not what was read
    }
    return 0;
}
