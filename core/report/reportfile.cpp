// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/reportfile.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

namespace proflens {

bool writeAll(int file, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return false;
        }
        text.remove_prefix(static_cast<size_t>(written));
    }
    return true;
}

namespace {

// A file that is being written. Until it is kept it has another name than it will have, or none at all where
// the file system can do that: whoever ends the program leaves nothing behind.
class NewFile
{
public:
    explicit NewFile(const std::string &path)
        : m_path(path)
        , m_part(path + ".part" + std::to_string(std::random_device()()))
    {
        struct stat known
        {
        };
        if (stat(path.c_str(), &known) == 0 && !S_ISREG(known.st_mode)) {
            m_part.clear(); // a device or a pipe, which is written to as it is
            m_file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
            return;
        }
        const size_t slash = path.rfind('/');
        const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
        m_file = ::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
        m_nameless = m_file >= 0;
        if (!m_nameless)
            m_file = ::open(m_part.c_str(), O_WRONLY | O_CLOEXEC | O_CREAT | O_EXCL, 0666);
    }
    ~NewFile()
    {
        if (m_file >= 0)
            ::close(m_file);
        if (m_file >= 0 && !m_part.empty() && !m_nameless)
            ::unlink(m_part.c_str()); // of no use if it was kept
    }
    NewFile(const NewFile &) = delete;
    NewFile &operator=(const NewFile &) = delete;

    // Negative if it cannot be written; errno says why.
    int file() const { return m_file; }
    // False if that is not possible; errno says why.
    bool keep()
    {
        if (m_part.empty())
            return true;
        if (m_nameless) {
            const std::string link = "/proc/self/fd/" + std::to_string(m_file);
            if (::linkat(AT_FDCWD, link.c_str(), AT_FDCWD, m_part.c_str(), AT_SYMLINK_FOLLOW) != 0)
                return false;
            m_nameless = false;
        }
        return std::rename(m_part.c_str(), m_path.c_str()) == 0;
    }

private:
    std::string m_path, m_part;
    int m_file = -1;
    bool m_nameless = false;
};

} // namespace

Status writeReportFile(const std::string &path, const std::function<Status(Output &)> &print)
{
    const auto refused = [&path](int error) {
        return Error{"cannot write " + path + ": " + std::strerror(error)};
    };
    NewFile file(path);
    if (file.file() < 0)
        return refused(errno);
    int error = 0;
    Output out([&](std::string_view text) {
        const bool written = writeAll(file.file(), text);
        if (!written)
            error = errno;
        return written;
    });
    const Status status = print(out);
    out.flush();
    if (!status)
        return status;
    if (!out.good())
        return refused(error);
    return file.keep() ? success() : Status(refused(errno));
}

std::string freeReportName(std::string_view ending, const std::string &folder)
{
    for (int i = 1;; ++i) {
        char number[32];
        std::snprintf(number, sizeof number, "profile%03d.", i);
        const std::string name = (folder.empty() ? "" : folder + '/') + number + std::string(ending);
        struct stat known
        {
        };
        if (stat(name.c_str(), &known) != 0)
            return name;
    }
}

} // namespace proflens
