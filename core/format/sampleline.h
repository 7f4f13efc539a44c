// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/sampletables.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace proflens {

// Adds batches of samples to their tables in order, on a thread of its own while the next ones are found.
class SampleLine
{
public:
    // alongside: with a thread; else put() adds by itself, which is better for small files.
    SampleLine(SampleTables &tables, bool alongside);
    // Drops what is not added yet.
    ~SampleLine();
    SampleLine(const SampleLine &) = delete;
    SampleLine &operator=(const SampleLine &) = delete;

    // An empty batch, with the room of one that was added.
    std::unique_ptr<SampleBatch> take();
    // False when this or an earlier batch could not be added; the tables say why. Batches that keep their
    // bytes from being overwritten bound how many wait.
    bool put(std::unique_ptr<SampleBatch> batch);
    // Waits until all are added. False as above. Throws what adding threw, such as std::bad_alloc.
    bool finish();

private:
    void work();
    void giveBack(std::unique_ptr<SampleBatch> batch);

    SampleTables &m_tables;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    // Guarded by m_mutex:
    std::deque<std::unique_ptr<SampleBatch>> m_waiting;
    std::vector<std::unique_ptr<SampleBatch>> m_empty;
    std::exception_ptr m_thrown;
    bool m_adding = false, m_failed = false, m_ended = false;

    std::thread m_thread;
};

} // namespace proflens
