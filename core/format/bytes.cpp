// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/bytes.h"

#include "core/format/gunzip.h"
#include "core/format/unzstd.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <mutex>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace proflens {

namespace {

constexpr size_t headBytes = 512;

std::string why(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return "no such file or directory";
    case EACCES:
    case EPERM:
        return "no permission to read it; change its permissions or copy it to where you may read it";
    case EISDIR:
        return "this is a folder; open the profiles in it instead";
    default:
        return std::generic_category().message(error);
    }
}

class MemorySource : public ByteSource
{
public:
    explicit MemorySource(std::span<const uint8_t> bytes)
        : m_bytes(bytes)
    {}
    Result<size_t> read(std::span<uint8_t> into) override
    {
        const size_t count = std::min(into.size(), m_bytes.size() - m_at);
        if (count)
            std::memcpy(into.data(), m_bytes.data() + m_at, count);
        m_at += count;
        return count;
    }
    uint64_t consumed() const override { return m_at; }

private:
    std::span<const uint8_t> m_bytes;
    size_t m_at = 0;
};

// Reads by position, so that several may read one open file.
class FileSource : public ByteSource
{
public:
    FileSource(int file, const std::string &name)
        : m_file(file)
        , m_name(name)
    {}
    Result<size_t> read(std::span<uint8_t> into) override
    {
        size_t have = 0;
        while (have < into.size()) {
            const ssize_t got =
                pread(m_file, into.data() + have, into.size() - have, static_cast<off_t>(m_at));
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                return Error{m_name + ": reading failed at byte " + std::to_string(m_at) + ": " + why(errno)};
            if (got == 0)
                break;
            have += static_cast<size_t>(got);
            m_at += static_cast<uint64_t>(got);
        }
        return have;
    }
    uint64_t consumed() const override { return m_at; }

private:
    int m_file;
    const std::string &m_name;
    uint64_t m_at = 0;
};

// All of a pipe or device, which may take its time: looks at stop meanwhile.
Result<std::vector<uint8_t>> readAll(int file, const std::string &name, const StopToken &stop)
{
    std::vector<uint8_t> bytes;
    const uint64_t most = availableMemory() / 2;
    std::vector<uint8_t> block(1U << 18);
    for (;;) {
        pollfd ready{file, POLLIN, 0};
        const int polled = poll(&ready, 1, 20);
        if (stop.stop_requested())
            return Error{name + ": stopped"};
        if (polled == 0 || (polled < 0 && errno == EINTR))
            continue;
        const ssize_t got = ::read(file, block.data(), block.size());
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got < 0)
            return Error{name + ": reading failed at byte " + std::to_string(bytes.size()) + ": " +
                         why(errno)};
        if (got == 0)
            return bytes;
        bytes.insert(bytes.end(), block.begin(), block.begin() + got);
        if (bytes.size() > most)
            return Error{name + ": holds more than " + byteCount(most) +
                         ", half of the free memory; save it as a file and open that"};
    }
}

// A number that stands behind a word in a file of the system.
uint64_t systemNumber(const char *path, std::string_view word)
{
    constexpr uint64_t none = std::numeric_limits<uint64_t>::max();
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return none;
    std::array<char, 4096> bytes{};
    const ssize_t size = ::read(file, bytes.data(), bytes.size());
    ::close(file);
    const std::string_view text(bytes.data(), size > 0 ? static_cast<size_t>(size) : 0);
    for (size_t at = 0; at < text.size();) {
        const std::string_view line = text.substr(at, text.find('\n', at) - at);
        at += line.size() + 1;
        if (!line.starts_with(word))
            continue;
        const size_t begin = line.find_first_of("0123456789", word.size());
        uint64_t number = 0;
        if (begin != std::string_view::npos &&
            std::from_chars(line.data() + begin, line.data() + line.size(), number).ec == std::errc())
            return number;
    }
    return none;
}

uint64_t askAvailableMemory()
{
    uint64_t free = systemNumber("/proc/meminfo", "MemAvailable:");
    if (free < std::numeric_limits<uint64_t>::max() / 1024)
        free *= 1024;
    // A container's own bound (control groups, version 2).
    const uint64_t bound = systemNumber("/sys/fs/cgroup/memory.max", "");
    const uint64_t used = systemNumber("/sys/fs/cgroup/memory.current", "");
    if (bound != std::numeric_limits<uint64_t>::max() && used < bound)
        free = std::min(free, bound - used);
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        const uint64_t size =
            systemNumber("/proc/self/statm", "") * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
        free = std::min<uint64_t>(free, limit.rlim_cur > size ? limit.rlim_cur - size : 0);
    }
    if (free == std::numeric_limits<uint64_t>::max()) // not known: trust in a small machine
        free = uint64_t(2) << 30;
    return free;
}

} // namespace

Result<Input> Input::open(const std::string &path, const StopToken &stop)
{
    Input input;
    input.m_name = path;
    // O_NONBLOCK: a pipe that nobody writes to yet must not keep us from looking at stop.
    input.m_file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat facts
    {
    };
    if (input.m_file < 0 || fstat(input.m_file, &facts) != 0)
        return Error{path + ": " + why(errno)};
    if (S_ISDIR(facts.st_mode))
        return Error{path + ": " + why(EISDIR)};
    if (S_ISREG(facts.st_mode) && facts.st_size > 0) {
        input.m_size = static_cast<uint64_t>(facts.st_size);
        input.m_head.resize(headBytes);
        auto got = FileSource(input.m_file, input.m_name).read(input.m_head);
        if (!got)
            return got.error();
        input.m_head.resize(*got);
        return input;
    }
    // Files of /proc say they are empty and are not.
    auto bytes = readAll(input.m_file, path, stop);
    if (!bytes)
        return bytes.error();
    close(std::exchange(input.m_file, -1));
    input.m_owned = std::move(*bytes);
    input.m_bytes = input.m_owned;
    input.m_size = input.m_bytes.size();
    input.m_head.assign(input.m_bytes.begin(), input.m_bytes.begin() + static_cast<ptrdiff_t>(std::min(
                                                                           headBytes, input.m_bytes.size())));
    return input;
}

Input::Input(std::span<const uint8_t> bytes, std::string name)
    : m_name(std::move(name))
    , m_size(bytes.size())
    , m_bytes(bytes)
    , m_head(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(std::min(headBytes, bytes.size())))
{}

Input::Input(Input &&other) noexcept
    : m_name(std::move(other.m_name))
    , m_file(std::exchange(other.m_file, -1))
    , m_size(other.m_size)
    , m_owned(std::move(other.m_owned))
    , m_bytes(other.m_bytes)
    , m_head(std::move(other.m_head))
{}

Input::~Input()
{
    if (m_file >= 0)
        close(m_file);
}

bool Input::isGzip() const
{
    return m_head.size() >= 2 && m_head[0] == 0x1f && m_head[1] == 0x8b;
}

bool Input::isZstd() const
{
    constexpr std::array<uint8_t, 4> magic{0x28, 0xb5, 0x2f, 0xfd};
    return m_head.size() >= magic.size() && std::equal(magic.begin(), magic.end(), m_head.begin());
}

std::unique_ptr<ByteSource> Input::raw() const
{
    if (m_file >= 0)
        return std::make_unique<FileSource>(m_file, m_name);
    return std::make_unique<MemorySource>(m_bytes);
}

std::unique_ptr<ByteSource> Input::content(uint64_t maxInflated) const
{
    if (isGzip())
        return std::make_unique<GunzipSource>(raw(), m_name, maxInflated);
    if (isZstd())
        return std::make_unique<UnzstdSource>(raw(), m_name, maxInflated);
    return raw();
}

// The system takes as long to say it as a small file takes to be read, and is asked several times for one.
uint64_t availableMemory()
{
    using Clock = std::chrono::steady_clock;
    static std::mutex mutex;
    static Clock::time_point asked;
    static uint64_t said = 0;
    const std::lock_guard lock(mutex);
    const Clock::time_point now = Clock::now();
    if (said == 0 || now - asked > std::chrono::milliseconds(20)) {
        said = askAvailableMemory();
        asked = now;
    }
    return said;
}

std::string byteCount(uint64_t bytes)
{
    constexpr std::array<const char *, 5> units{"bytes", "kB", "MB", "GB", "TB"};
    size_t unit = 0;
    auto value = static_cast<double>(bytes);
    for (; value >= 1024 && unit + 1 < units.size(); ++unit)
        value /= 1024;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), unit && value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    return text.data();
}

Error inflatesTooFar(const std::string &name, uint64_t packed, uint64_t limit)
{
    return Error{
        name + ": " + byteCount(packed) + " of it inflate to more than " + byteCount(limit) +
        ", which is more than this machine has memory for; if it is a real profile and no trap, take a "
        "shorter one"};
}

} // namespace proflens
