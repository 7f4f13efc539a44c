// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/paths.h"

#include "core/analyze/frames.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace proflens {

namespace {

// Go's filepath.SplitList: nothing for "", else also the empty folders between two colons.
std::vector<std::string_view> splitList(std::string_view list)
{
    std::vector<std::string_view> folders;
    while (!list.empty()) {
        const size_t colon = list.find(':');
        folders.push_back(list.substr(0, colon));
        if (colon == std::string_view::npos)
            break;
        list.remove_prefix(colon + 1);
        if (list.empty())
            folders.push_back(list);
    }
    return folders;
}

// Go's filepath.Join of two.
std::string join(std::string_view folder, std::string_view path)
{
    if (folder.empty())
        return path.empty() ? std::string() : cleanPath(path);
    std::string whole(folder);
    whole += '/';
    whole += path;
    return cleanPath(whole);
}

// Go's filepath.Dir.
std::string parentOf(std::string_view path)
{
    const size_t slash = path.rfind('/');
    return cleanPath(slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1));
}

// An open file, closed with its owner.
class OpenFile
{
public:
    explicit OpenFile(const std::string &path)
    {
        // The C library would open what stands before a zero byte; Go refuses such names.
        if (path.find('\0') != std::string::npos) {
            errno = EINVAL;
            return;
        }
        do {
            // A pipe without a writer would block for ever.
            m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        } while (m_descriptor < 0 && errno == EINTR);
    }
    ~OpenFile()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    OpenFile(const OpenFile &) = delete;
    OpenFile &operator=(const OpenFile &) = delete;

    bool isOpen() const { return m_descriptor >= 0; }
    bool isRegular() const
    {
        struct stat info;
        return ::fstat(m_descriptor, &info) == 0 && S_ISREG(info.st_mode);
    }
    // 0 at the end and on errors.
    size_t read(char *out, size_t size)
    {
        ssize_t got = 0;
        do {
            got = ::read(m_descriptor, out, size);
        } while (got < 0 && errno == EINTR);
        return got > 0 ? static_cast<size_t>(got) : 0;
    }

private:
    int m_descriptor = -1;
};

Error openError(const std::string &path, int error)
{
    // Go's words for error numbers are the C library's without the capital.
    std::string words = std::strerror(error);
    if (!words.empty())
        words[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(words[0])));
    return Error{"open " + path + ": " + words};
}

} // namespace

std::string trimPath(std::string_view path, std::string_view trimPath, std::string_view searchPath)
{
    if (trimPath.empty()) {
        for (std::string_view folder : splitList(searchPath)) {
            std::string wanted = "/";
            wanted += baseName(folder);
            wanted += '/';
            if (const size_t found = path.find(wanted); found != std::string_view::npos)
                return std::string(path.substr(found + wanted.size()));
        }
    }
    std::vector<std::string_view> prefixes = splitList(trimPath);
    prefixes.insert(prefixes.end(), {"/proc/self/cwd/./", "/proc/self/cwd/"});
    for (std::string_view prefix : prefixes) {
        std::string folder(prefix);
        if (!folder.ends_with('/'))
            folder += '/';
        if (path.starts_with(folder))
            return std::string(path.substr(folder.size()));
    }
    return std::string(path);
}

Result<std::string> openableSource(std::string_view path, std::string_view searchPath, std::string_view trim)
{
    std::string name = trimPath(path, trim, searchPath);
    if (name.starts_with('/')) {
        if (!OpenFile(name).isOpen())
            return openError(name, errno);
        return name;
    }
    for (std::string_view listed : splitList(searchPath)) {
        for (std::string folder(listed);;) {
            std::string candidate = join(folder, name);
            if (OpenFile(candidate).isOpen())
                return candidate;
            std::string parent = parentOf(folder);
            if (parent == folder)
                break;
            folder = std::move(parent);
        }
    }
    return Error{"could not find file " + name + " on path " + std::string(searchPath)};
}

Result<std::vector<std::string>> listableLines(const std::string &path, uint64_t bound)
{
    constexpr size_t longest = 64 * 1024; // Go's bufio.MaxScanTokenSize, line end included
    OpenFile file(path);
    if (!file.isOpen())
        return openError(path, errno);
    std::vector<std::string> lines;
    if (!file.isRegular())
        return lines;
    const auto add = [&](std::string &line) {
        if (line.ends_with('\r'))
            line.pop_back();
        lines.push_back(std::move(line));
        line.clear();
    };
    std::string line;
    std::vector<char> buffer(1 << 16);
    for (uint64_t left = bound; left > 0;) {
        const size_t got =
            file.read(buffer.data(), static_cast<size_t>(std::min<uint64_t>(left, buffer.size())));
        if (got == 0)
            break;
        left -= got;
        for (size_t begin = 0; begin < got;) {
            const char *const end =
                static_cast<const char *>(std::memchr(buffer.data() + begin, '\n', got - begin));
            const size_t length = end ? static_cast<size_t>(end - buffer.data()) - begin : got - begin;
            line.append(buffer.data() + begin, length);
            if (line.size() >= longest)
                return lines;
            if (end)
                add(line);
            begin += length + (end ? 1 : 0);
        }
    }
    if (!line.empty())
        add(line);
    return lines;
}

} // namespace proflens
