// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/shell/history.h"

#include "core/report/reportfile.h"
#include "core/shell/words.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace proflens {

namespace {

constexpr size_t maxBytes = 4 << 20; // a file larger than this is no history

std::string readAll(const std::string &path)
{
    std::string text;
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return text;
    char piece[1 << 16];
    for (ssize_t got = 0; (got = ::read(file, piece, sizeof piece)) > 0 && text.size() < maxBytes;)
        text.append(piece, static_cast<size_t>(got));
    ::close(file);
    return text;
}

std::vector<std::string> linesOf(const std::string &text)
{
    std::vector<std::string> lines;
    for (size_t begin = 0; begin < text.size();) {
        const size_t end = std::min(text.find('\n', begin), text.size());
        if (end > begin)
            lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

} // namespace

std::string ShellHistory::defaultPath()
{
    const char *state = std::getenv("XDG_STATE_HOME");
    if (state && state[0] == '/')
        return std::string(state) + "/proflens/history";
    const char *home = std::getenv("HOME");
    return home && home[0] ? std::string(home) + "/.local/state/proflens/history" : std::string();
}

ShellHistory::ShellHistory(std::string path)
    : m_path(std::move(path))
{
    if (m_path.empty())
        return;
    m_lines = linesOf(readAll(m_path));
    if (m_lines.size() > 2 * maxLines)
        (void)shorten();
    if (m_lines.size() > maxLines)
        m_lines.erase(m_lines.begin(), m_lines.end() - maxLines);
}

Status ShellHistory::shorten()
{
    return writeReportFile(m_path, [this](Output &out) {
        for (size_t i = m_lines.size() - maxLines; i < m_lines.size(); ++i)
            out << m_lines[i] << '\n';
        return success();
    });
}

Status ShellHistory::add(std::string_view typed)
{
    std::string line(trimmedText(typed));
    std::erase(line, '\n');
    if (line.empty() || (!m_lines.empty() && m_lines.back() == line))
        return success();
    m_lines.push_back(line);
    if (m_lines.size() > 2 * maxLines)
        m_lines.erase(m_lines.begin(), m_lines.end() - maxLines);
    if (m_path.empty())
        return success();
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(m_path).parent_path(), error);
    // One write at the end of the file: other shells may do the same.
    const int file = ::open(m_path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
    if (file < 0)
        return Error{"lines are not remembered: " + m_path + ": " + std::strerror(errno)};
    const bool written = writeAll(file, line + '\n');
    const int reason = errno;
    ::close(file);
    return written ? success()
                   : Status(Error{"lines are not remembered: " + m_path + ": " + std::strerror(reason)});
}

} // namespace proflens
