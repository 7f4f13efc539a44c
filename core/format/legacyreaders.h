// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/legacydraft.h"
#include "core/format/legacytext.h"

#include <span>
#include <string>

// One reader for each family of the older formats. A null pointer means that the bytes are something else.
// They throw std::bad_alloc when a file needs more memory than there is; readProfile() says so in words.
namespace proflens::legacy {

using Reading = Result<std::shared_ptr<Profile>>;
inline Reading unrecognized()
{
    return std::shared_ptr<Profile>();
}

// gperftools' CPU profiles: words of 32 or 64 bits in either byte order, the memory map as text behind them;
// and Java's, with symbols in place of the memory map.
Reading readCpu(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options);
// "heap profile: …", of Go and tcmalloc: heap, growth, fragmentation.
Reading readHeap(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options);
// Go's "goroutine profile: total 12" and its like.
Reading readGoCount(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options);
// "--- threadz 1 ---": the stack of each thread.
Reading readThreads(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options);
// "--- contentionz 1 ---", "--- mutex:", "--- contention:".
Reading readContention(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options);
// "--- heapz 1 ---" and "--- contentionz 1 ---" with "format = java".
Reading readJava(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options);

// Reads Java's list of symbols, "0x0000000a name (File.java:12)", up to the end, and replaces the draft's
// addresses by them.
void readJavaSymbols(LineReader &lines, Draft &draft);

// What a sampled heap profile stands for: each sample divided by the probability, 1 − e^(−size/rate), with
// which a block of its average size is sampled.
struct HeapValues
{
    int64_t count = 0, size = 0;
};
HeapValues unsampled(HeapValues sampled, int64_t rate);

inline std::string_view textOf(std::span<const uint8_t> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

} // namespace proflens::legacy
