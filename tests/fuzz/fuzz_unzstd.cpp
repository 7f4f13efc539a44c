// SPDX-License-Identifier: GPL-3.0-or-later
// Inflates arbitrary bytes as zstd, in pieces of odd sizes. Seeds: any file packed with zstd.
#include "core/format/unzstd.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    using namespace proflens;
    constexpr uint64_t limit = 1U << 22;
    const Input input({data, size}, "input");
    UnzstdSource source(input.raw(), "input", limit);
    std::vector<uint8_t> piece(size % 4093 + 1);
    uint64_t all = 0;
    for (;;) {
        const auto got = source.read(piece);
        if (!got) {
            if (!got.error().message.starts_with("input: "))
                std::abort(); // an error that does not name the file
            return 0;
        }
        if (*got == 0)
            break;
        all += *got;
        if (all > limit || source.consumed() > size)
            std::abort(); // more than allowed, or than there is
    }
    if (source.consumed() != size)
        std::abort(); // it ended early
    return 0;
}
