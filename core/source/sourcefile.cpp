// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/sourcefile.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace proflens {

SourceFile SourceFile::fromText(std::string text, std::string path)
{
    SourceFile file;
    file.m_path = std::move(path);
    file.m_text = std::move(text);
    for (size_t begin = 0; begin < file.m_text.size();) {
        file.m_begins.push_back(static_cast<uint32_t>(begin));
        const size_t end = file.m_text.find('\n', begin);
        begin = end == std::string::npos ? file.m_text.size() : end + 1;
    }
    if (!file.m_begins.empty())
        file.m_begins.push_back(static_cast<uint32_t>(file.m_text.size()));
    return file;
}

Result<SourceFile> SourceFile::read(const std::string &path, uint64_t bound)
{
    const auto refused = [&](const std::string &why) { return Error{path + ": " + why}; };
    // A pipe without a writer would block for ever.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0)
        return refused(std::string("the source file cannot be opened (") + std::strerror(errno) + ").");
    struct stat info
    {
    };
    const bool plain = ::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode);
    std::string text;
    bool tooLarge = plain && static_cast<uint64_t>(info.st_size) > bound;
    int error = 0;
    if (plain && !tooLarge) {
        // The size may be wrong for files that are being written or made up by the system.
        text.reserve(static_cast<size_t>(info.st_size));
        std::vector<char> buffer(1 << 16);
        for (;;) {
            const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                error = errno;
            if (got <= 0)
                break;
            text.append(buffer.data(), static_cast<size_t>(got));
            tooLarge = text.size() > bound;
            if (tooLarge)
                break;
        }
    }
    ::close(descriptor);
    if (!plain)
        return refused("this is not a plain file, so it is no source.");
    if (tooLarge)
        return refused("the source file has more than " + std::to_string(bound >> 20) +
                       " MiB, so it is not shown.");
    if (error)
        return refused(std::string("the source file cannot be read (") + std::strerror(error) + ").");
    SourceFile file = fromText(std::move(text), path);
    file.m_changedNanos = int64_t(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec;
    return file;
}

std::string_view SourceFile::line(size_t row) const
{
    std::string_view line(m_text);
    line = line.substr(m_begins[row], m_begins[row + 1] - m_begins[row]);
    if (line.ends_with('\n'))
        line.remove_suffix(1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

bool SourceFile::looksBinary() const
{
    return std::memchr(m_text.data(), 0, std::min<size_t>(m_text.size(), 8192)) != nullptr;
}

} // namespace proflens
