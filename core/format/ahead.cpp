// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/ahead.h"

#include <new>
#include <system_error>

namespace proflens {

namespace {

constexpr size_t windowBytes = 1U << 18;

} // namespace

ReadAhead::ReadAhead(std::unique_ptr<ByteSource> source, bool alongside)
    : m_source(std::move(source))
{
    if (!alongside)
        return;
    try {
        m_thread = std::thread([this] { work(); });
    } catch (const std::system_error &) {
        // No thread is to be had, so next() reads itself.
    }
}

ReadAhead::~ReadAhead()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_abandoned = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void ReadAhead::fill(Slot &slot)
{
    slot.used = 0;
    slot.error.reset();
    try {
        if (!slot.bytes)
            slot.bytes = std::make_unique_for_overwrite<uint8_t[]>(windowBytes);
        auto got = m_source->read({slot.bytes.get(), windowBytes});
        if (got)
            slot.used = *got;
        else
            slot.error = got.error();
        slot.consumed = m_source->consumed();
    } catch (const std::bad_alloc &) {
        slot.error = Error{"not enough memory to read the file"};
    }
}

void ReadAhead::work()
{
    for (size_t number = 0;; ++number) {
        Slot &slot = m_slots[number % m_slots.size()];
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [&] { return m_abandoned || slot.isFree; });
            if (m_abandoned)
                return;
            slot.isFree = false;
        }
        fill(slot);
        const bool last = slot.error || slot.used == 0;
        {
            const std::lock_guard lock(m_mutex);
            m_filled = number + 1;
        }
        m_changed.notify_all();
        if (last)
            return;
    }
}

std::shared_ptr<const void> ReadAhead::held(Slot &slot)
{
    return std::shared_ptr<const void>(&slot, [this](const void *address) {
        {
            const std::lock_guard lock(m_mutex);
            m_slots[static_cast<size_t>(static_cast<const Slot *>(address) - m_slots.data())].isFree = true;
        }
        m_changed.notify_all();
    });
}

Result<ReadAhead::Window> ReadAhead::next()
{
    size_t number = 0;
    if (m_thread.joinable()) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_filled > m_handedOut; });
        number = m_handedOut++;
    } else {
        fill(m_slots[0]);
    }
    Slot &slot = m_slots[number % m_slots.size()];
    if (slot.error)
        return *slot.error;
    return Window{{slot.bytes.get(), slot.used}, m_thread.joinable() ? held(slot) : nullptr, slot.consumed};
}

} // namespace proflens
