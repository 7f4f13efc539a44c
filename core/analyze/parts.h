// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <vector>

namespace proflens {

// Lends each thread that works a piece of its own, as many as there are threads at a time.
template <typename Part> class Parts
{
public:
    template <typename Make> Part *take(Make &&make)
    {
        const std::lock_guard lock(m_mutex);
        if (m_free.empty()) {
            m_all.push_back(make());
            return m_all.back().get();
        }
        Part *const part = m_free.back();
        m_free.pop_back();
        return part;
    }
    void giveBack(Part *part)
    {
        const std::lock_guard lock(m_mutex);
        m_free.push_back(part);
    }
    const std::vector<std::unique_ptr<Part>> &all() const { return m_all; }

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Part>> m_all;
    std::vector<Part *> m_free;
};

} // namespace proflens
