// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/savefile.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <random>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace proflens {

namespace {

std::string why(int error)
{
    switch (error) {
    case EACCES:
    case EPERM:
        return "no permission to write there; choose another folder";
    case EROFS:
        return "nothing can be written to that disk; choose another folder";
    case ENOENT:
    case ENOTDIR:
        return "there is no such folder; make it or choose another one";
    case EISDIR:
        return "this is a folder; give a file name in it";
    case ENOSPC:
    case EDQUOT:
        return "the disk is full; make room or choose another one";
    case EFBIG:
        return "it would be larger than files may be there; choose another folder";
    default:
        return std::generic_category().message(error);
    }
}

// 0, or what went wrong.
int writeAll(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        bytes.remove_prefix(static_cast<size_t>(written));
    }
    return 0;
}

int writeWith(int file, const std::function<void(const FileSink &sink)> &write)
{
    int error = 0;
    write([&](std::string_view bytes) {
        if (!error)
            error = writeAll(file, bytes);
        return error == 0;
    });
    return error;
}

std::string temporaryName(const std::string &path)
{
    std::random_device device;
    return path + ".part" + std::to_string(device());
}

} // namespace

Status saveFile(const std::string &path, std::string_view bytes)
{
    return saveFile(path, [bytes](const FileSink &sink) { sink(bytes); });
}

Status saveFile(const std::string &path, const std::function<void(const FileSink &sink)> &write)
{
    const auto refused = [&path](int error) { return Error{path + " was not written: " + why(error)}; };
    struct stat facts
    {
    };
    const bool exists = stat(path.c_str(), &facts) == 0;
    if (exists && S_ISDIR(facts.st_mode))
        return refused(EISDIR);
    if (exists && !S_ISREG(facts.st_mode)) {
        const int device = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
        if (device < 0)
            return refused(errno);
        const int error = writeWith(device, write);
        ::close(device);
        return error ? Status(refused(error)) : success();
    }
    // A link stays one: what it points to is replaced.
    std::string target = path;
    if (exists) {
        const std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr), &std::free);
        if (real)
            target = real.get();
    }
    const std::string part = temporaryName(target);
    constexpr mode_t usual = 0666; // less what the user's umask takes away
    const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, usual);
    if (file < 0)
        return refused(errno);
    int error = writeWith(file, write);
    if (!error && exists && fchmod(file, facts.st_mode & 07777) != 0)
        error = errno;
    if (!error && fsync(file) != 0)
        error = errno;
    if (::close(file) != 0 && !error)
        error = errno;
    if (!error && ::rename(part.c_str(), target.c_str()) != 0)
        error = errno;
    if (!error)
        return success();
    ::unlink(part.c_str());
    return refused(error);
}

} // namespace proflens
