// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/helperprocess.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <functional>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace proflens {

namespace {

constexpr size_t mostOutput = size_t(256) << 20; // a graph of a million points is far below
constexpr size_t mostMessage = 4096;

class File
{
public:
    File() = default;
    explicit File(int file)
        : m_file(file)
    {}
    ~File() { reset(); }
    File(const File &) = delete;
    File &operator=(const File &) = delete;

    int get() const { return m_file; }
    void reset(int file = -1)
    {
        if (m_file >= 0)
            close(m_file);
        m_file = file;
    }

private:
    int m_file = -1;
};

// A socket rather than a pipe, because writing to a socket can be asked not to raise SIGPIPE when the other
// end died.
bool makeSockets(File &ours, File &theirs)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return false;
    ours.reset(pair[0]);
    theirs.reset(pair[1]);
    return true;
}

// 0, or an error number.
int spawn(pid_t &pid, const std::string &program, int data, int errors)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, data, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, data, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    // Whatever the calling thread blocks or ignores, the helper shall die of.
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    char *arguments[] = {const_cast<char *>(program.c_str()), nullptr};
    const int error = posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

// Reads what is there; false at the end of the stream or when more than `most` came.
bool readSome(int file, std::string &text, size_t most)
{
    std::array<char, 1 << 16> buffer;
    const ssize_t got = recv(file, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0)
        return errno == EAGAIN || errno == EINTR;
    text.append(buffer.data(), std::min(static_cast<size_t>(got), most - text.size()));
    return got > 0 && text.size() < most;
}

// What an exit status says; empty if all is well.
std::string describeStatus(int status)
{
    if (WIFSIGNALED(status))
        return "it was ended by signal " + std::to_string(WTERMSIG(status));
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
        return "it ended with status " + std::to_string(WEXITSTATUS(status));
    return {};
}

std::string firstLine(std::string_view text)
{
    return std::string(text.substr(0, text.find('\n')));
}

using Clock = std::chrono::steady_clock;

// Talks with the child until it closes its end. How that ended: Exited stands for "by itself".
HelperRun::End converse(int data, int errors, int wake, std::string_view input, Clock::time_point deadline,
                        HelperRun &run)
{
    bool dataOpen = true, errorsOpen = true;
    while (dataOpen) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0)
            return HelperRun::End::TimedOut;
        std::array<pollfd, 3> files{};
        files[0] = {data, short(input.empty() ? POLLIN : POLLIN | POLLOUT), 0};
        files[1] = {errorsOpen ? errors : -1, POLLIN, 0};
        files[2] = {wake, POLLIN, 0};
        if (poll(files.data(), files.size(), static_cast<int>(std::min<long long>(left, 1 << 30))) < 0 &&
            errno != EINTR)
            return HelperRun::End::Failed;
        if (files[2].revents)
            return HelperRun::End::Stopped;
        if (files[1].revents) {
            std::string more;
            errorsOpen = readSome(errors, more, mostMessage);
            run.message.append(more, 0, mostMessage - run.message.size());
        }
        if (files[0].revents & POLLOUT) {
            const ssize_t put = send(data, input.data(), input.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (put > 0) {
                input.remove_prefix(static_cast<size_t>(put));
                if (input.empty())
                    shutdown(data, SHUT_WR);
            } else if (put < 0 && errno != EAGAIN && errno != EINTR) {
                input = {}; // it died or listens no more; what it still says is worth reading
            }
        }
        if (files[0].revents & (POLLIN | POLLHUP | POLLERR))
            dataOpen = readSome(data, run.output, mostOutput);
    }
    return HelperRun::End::Exited;
}

} // namespace

HelperRun runHelper(const std::string &program, const std::string &input, std::chrono::milliseconds timeout,
                    const StopToken &stop)
{
    HelperRun run;
    const auto deadline = Clock::now() + timeout;
    File data, theirData, errors, theirErrors;
    File wake(eventfd(0, EFD_CLOEXEC));
    if (wake.get() < 0 || !makeSockets(data, theirData) || !makeSockets(errors, theirErrors)) {
        run.message = std::strerror(errno);
        return run;
    }
    pid_t pid = 0;
    if (const int error = spawn(pid, program, theirData.get(), theirErrors.get()); error != 0) {
        run.message = std::strerror(error);
        return run;
    }
    theirData.reset();
    theirErrors.reset();

    const auto ring = [&wake] { eventfd_write(wake.get(), 1); };
    const std::stop_callback<decltype(ring)> onStop(stop, ring);
    run.end = converse(data.get(), errors.get(), wake.get(), input, deadline, run);
    // Once it has closed its end there is nothing more to come, and its exit cannot be far; but a helper that
    // closes its end and stays must not hold us up.
    int status = 0;
    pid_t reaped = 0;
    if (run.end == HelperRun::End::Exited) {
        for (int i = 0; i < 100 && (reaped = waitpid(pid, &status, WNOHANG)) == 0; ++i)
            poll(nullptr, 0, 1);
    }
    const bool killed = reaped == 0;
    if (killed) {
        kill(pid, SIGKILL);
        while ((reaped = waitpid(pid, &status, 0)) < 0 && errno == EINTR) {
        }
    }
    if (run.end == HelperRun::End::Exited) {
        readSome(errors.get(), run.message, mostMessage);
        run.message = firstLine(run.message);
        if (const std::string how = killed ? std::string() : describeStatus(status); !how.empty()) {
            run.end = HelperRun::End::Failed;
            run.message += run.message.empty() ? how : " (" + how + ")";
        }
    }
    return run;
}

std::string findHelper(const std::string &name)
{
    std::string program(4096, '\0');
    const ssize_t length = readlink("/proc/self/exe", program.data(), program.size());
    if (length <= 0)
        return {};
    program.resize(static_cast<size_t>(length));
    const std::string folder = program.substr(0, program.rfind('/') + 1);
    for (const char *place : {"", PROFLENS_LIBEXEC_FROM_BIN "/", "../app/"}) {
        std::string helper = folder + place + name;
        if (access(helper.c_str(), X_OK) == 0)
            return helper;
    }
    return {};
}

} // namespace proflens
