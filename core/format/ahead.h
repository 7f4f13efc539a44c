// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/bytes.h"

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace proflens {

// The bytes of a source in windows small enough for the processor's cache. A thread of its own reads (and
// inflates) a few windows ahead of the one that is looked at.
class ReadAhead
{
public:
    struct Window
    {
        std::span<const uint8_t> bytes; // empty at the end
        std::shared_ptr<const void>
            hold;              // keeps them; a few can be held at a time, and reading waits for room
        uint64_t consumed = 0; // of the file, up to the end of these bytes
    };

    // alongside: with a thread; else next() reads itself, which is better for small files.
    ReadAhead(std::unique_ptr<ByteSource> source, bool alongside);
    ~ReadAhead();
    ReadAhead(const ReadAhead &) = delete;
    ReadAhead &operator=(const ReadAhead &) = delete;

    // The next bytes; those handed out before are gone unless they are held. Not to be called again after the
    // end or an error. Windows must not be held longer than this object lives.
    Result<Window> next();

private:
    struct Slot
    {
        std::unique_ptr<uint8_t[]>
            bytes; // made when first filled, and not cleared: a small file needs little of it
        size_t used = 0;
        uint64_t consumed = 0;
        std::optional<Error> error;
        bool isFree = true; // guarded by m_mutex
    };
    void fill(Slot &slot);
    void work();
    std::shared_ptr<const void> held(Slot &slot);

    std::unique_ptr<ByteSource> m_source;
    std::array<Slot, 6> m_slots;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    // Guarded by m_mutex: windows filled and windows handed out, since the beginning.
    size_t m_filled = 0, m_handedOut = 0;
    bool m_abandoned = false;
    std::thread m_thread;
};

} // namespace proflens
