// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace proflens {

// How many processors there are; asking the system each time takes longer than much of what is done with them.
inline size_t processorCount()
{
    static const size_t count = std::max(1U, std::thread::hardware_concurrency());
    return count;
}

// Calls f(begin, end) for pieces of [0, count) on all processors, this thread among them. Where no
// further threads can be had, this one does it all. An exception (memory may run out) reaches the caller once
// all threads have stopped.
template <typename F> void inParallel(size_t count, size_t piece, F &&f)
{
    std::atomic<size_t> next = 0;
    std::exception_ptr failure;
    std::once_flag failed;
    const auto work = [&] {
        try {
            for (size_t begin = next.fetch_add(piece); begin < count; begin = next.fetch_add(piece))
                f(begin, std::min(begin + piece, count));
        } catch (...) {
            std::call_once(failed, [&] { failure = std::current_exception(); });
            next = count;
        }
    };
    const size_t pieces = count / piece + (count % piece != 0);
    const size_t threads = std::min<size_t>({64, pieces, processorCount()});
    std::vector<std::jthread> workers;
    workers.reserve(threads);
    try {
        for (size_t t = 1; t < threads; ++t)
            workers.emplace_back(work);
    } catch (const std::system_error &) {
        // Too many threads on this machine: those that started, and this one, share the work.
    }
    work();
    workers.clear(); // joins them
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace proflens
