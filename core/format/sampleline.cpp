// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/sampleline.h"

#include <system_error>
#include <utility>

namespace proflens {

SampleLine::SampleLine(SampleTables &tables, bool alongside)
    : m_tables(tables)
{
    if (!alongside)
        return;
    try {
        m_thread = std::thread([this] { work(); });
    } catch (const std::system_error &) {
        // No thread is to be had, so put() adds by itself.
    }
}

SampleLine::~SampleLine()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
        m_waiting.clear();
    }
    m_changed.notify_all();
    m_thread.join();
}

std::unique_ptr<SampleBatch> SampleLine::take()
{
    const std::lock_guard lock(m_mutex);
    if (m_empty.empty())
        return std::make_unique<SampleBatch>();
    std::unique_ptr<SampleBatch> batch = std::move(m_empty.back());
    m_empty.pop_back();
    return batch;
}

void SampleLine::giveBack(std::unique_ptr<SampleBatch> batch)
{
    batch->samples.clear();
    batch->bytes.reset();
    const std::lock_guard lock(m_mutex);
    m_empty.push_back(std::move(batch));
}

bool SampleLine::put(std::unique_ptr<SampleBatch> batch)
{
    if (!m_thread.joinable()) {
        m_failed = m_failed || !m_tables.add(*batch);
        giveBack(std::move(batch));
        return !m_failed;
    }
    {
        const std::lock_guard lock(m_mutex);
        if (m_failed)
            return false;
        m_waiting.push_back(std::move(batch));
    }
    m_changed.notify_all();
    return true;
}

bool SampleLine::finish()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_failed || (m_waiting.empty() && !m_adding); });
    if (m_thrown)
        std::rethrow_exception(std::exchange(m_thrown, nullptr));
    return !m_failed;
}

void SampleLine::work()
{
    for (;;) {
        std::unique_ptr<SampleBatch> batch;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_ended || !m_waiting.empty(); });
            if (m_ended)
                return;
            batch = std::move(m_waiting.front());
            m_waiting.pop_front();
            m_adding = true;
        }
        bool added = false;
        std::exception_ptr thrown;
        try {
            added = m_tables.add(*batch);
            giveBack(std::move(batch));
        } catch (...) {
            thrown = std::current_exception();
        }
        {
            const std::lock_guard lock(m_mutex);
            m_adding = false;
            m_thrown = thrown;
            m_failed = !added || thrown;
            if (m_failed)
                m_waiting.clear(); // lets go of their bytes, for which the reader may wait
        }
        m_changed.notify_all();
        if (!added)
            return;
    }
}

} // namespace proflens
