// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace proflens {

// Inflates one member of a gzip file, header and sums included, piece by piece. Libraries differ in nothing
// but speed.
class Inflater
{
public:
    virtual ~Inflater() = default;
    Inflater() = default;
    Inflater(const Inflater &) = delete;
    Inflater &operator=(const Inflater &) = delete;

    enum class Outcome {
        Going,   // in is used up, or out is full
        End,     // the member is whole, and its sums are right
        Damaged, // problem() says why
    };
    // Takes from in and writes to out; both begin after what was taken or written when it returns.
    virtual Outcome inflate(std::span<const uint8_t> &in, std::span<uint8_t> &out) = 0;
    // Gets ready for another member.
    virtual void restart() = 0;
    const std::string &problem() const { return m_problem; }

    // Throws std::bad_alloc where there is no memory for it.
    static std::unique_ptr<Inflater> zlib();
    // Intel's ISA-L, twice as fast; nullptr where the program was built without.
    static std::unique_ptr<Inflater> isal();
    static std::unique_ptr<Inflater> fastest();

protected:
    std::string m_problem;
};

} // namespace proflens
