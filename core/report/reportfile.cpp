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

Status writeReportFile(const std::string &path, const std::function<Status(Output &)> &print)
{
    const auto refused = [&path](int error) {
        return Error{"cannot write " + path + ": " + std::strerror(error)};
    };
    struct stat known
    {
    };
    const bool plain = stat(path.c_str(), &known) != 0 || S_ISREG(known.st_mode);
    const std::string target = plain ? path + ".part" + std::to_string(std::random_device()()) : path;
    const int file = ::open(target.c_str(), O_WRONLY | O_CLOEXEC | (plain ? O_CREAT | O_EXCL : 0), 0666);
    if (file < 0)
        return refused(errno);
    Status status = success();
    bool good = true;
    int error = 0;
    {
        Output out([&](std::string_view text) {
            const bool written = writeAll(file, text);
            if (!written)
                error = errno;
            return written;
        });
        status = print(out);
        out.flush();
        good = out.good();
    }
    ::close(file);
    if (status && good && plain && std::rename(target.c_str(), path.c_str()) != 0) {
        error = errno;
        good = false;
    }
    if (plain && (!status || !good))
        ::unlink(target.c_str());
    if (!status)
        return status;
    return good ? success() : Status(refused(error));
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
