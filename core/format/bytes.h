// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"
#include "core/profile/stop.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace proflens {

// A stream of bytes.
class ByteSource
{
public:
    virtual ~ByteSource() = default;
    // Fills `into` as far as there are bytes; 0 at the end. Errors name the file.
    virtual Result<size_t> read(std::span<uint8_t> into) = 0;
    // Bytes of the file itself that have been used up.
    virtual uint64_t consumed() const = 0;
};

// A file, or bytes in memory, that can be read from the start as often as needed. What cannot be wound back,
// such as a pipe, is taken into memory when it is opened.
class Input
{
public:
    static Result<Input> open(const std::string &path, const StopToken &stop);
    Input(std::span<const uint8_t> bytes, std::string name);
    Input(Input &&other) noexcept;
    Input &operator=(Input &&) = delete;
    ~Input();

    const std::string &name() const { return m_name; } // for errors
    uint64_t size() const { return m_size; }           // bytes
    // The first bytes, at most 512.
    std::span<const uint8_t> head() const { return m_head; }
    bool isGzip() const;
    bool isZstd() const;

    // The bytes as they are. The Input outlives the source.
    std::unique_ptr<ByteSource> raw() const;
    // The bytes, inflated if they are gzip or zstd; more than maxInflated of them are an error.
    std::unique_ptr<ByteSource> content(uint64_t maxInflated) const;

private:
    Input() = default;
    std::string m_name;
    int m_file = -1; // or the bytes below
    uint64_t m_size = 0;
    std::vector<uint8_t> m_owned;
    std::span<const uint8_t> m_bytes;
    std::vector<uint8_t> m_head;
};

// Bytes of memory that this process may still take without harm: what the machine, its container and its
// limits leave. As of 20 ms ago at most.
uint64_t availableMemory();

// "1.5 GB" and the like, for errors.
std::string byteCount(uint64_t bytes);

// What to say of a compressed file that would fill the memory.
Error inflatesTooFar(const std::string &name, uint64_t packed, uint64_t limit);

} // namespace proflens
