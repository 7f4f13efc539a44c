// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/read.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace proflens {

// A file to read. What can be read but once, such as a pipe, is not isRegular.
struct FileToRead
{
    explicit FileToRead(std::string path);

    std::string path;
    bool isRegular = false;
    uint64_t size = 0; // bytes; 0: not known before it is read
};

// Reads files on all processors ahead of whoever takes the profiles in their order. Files that are not
// regular are read one after the other, as two of them may be the same pipe.
class ReadInOrder
{
public:
    // most: how many profiles there may be that are being read, wait to be taken, or were taken last; at
    // least 1. options.progress gets the bytes of all files together, from any thread, though never twice at
    // a time.
    ReadInOrder(std::vector<FileToRead> files, const ReadOptions &options, size_t most);
    // Stops what is being read.
    ~ReadInOrder();
    ReadInOrder(const ReadInOrder &) = delete;
    ReadInOrder &operator=(const ReadInOrder &) = delete;

    // The next file's profile; waits for it. To be called once for each file. The one before counts as gone,
    // but for `kept` of those that were taken, which has to be less than `most`.
    Result<std::shared_ptr<Profile>> next(size_t kept = 0);

private:
    using Read = Result<std::shared_ptr<Profile>>;

    void work();
    bool isNextFree() const;
    Read read(size_t file);
    void report(size_t file, uint64_t done, uint64_t size);

    const std::vector<FileToRead> m_files;
    const ReadOptions m_options;
    const size_t m_most;
    std::stop_source m_stop;
    std::stop_callback<std::function<void()>> m_forwardStop;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    // Guarded by m_mutex.
    std::vector<std::optional<Read>> m_read;
    size_t m_begun = 0, m_taken = 0; // files, since the beginning
    size_t m_gone = 0, m_kept = 0;   // of those taken
    bool m_readsPipe = false;
    bool m_abandoned = false;

    std::mutex m_progressMutex;
    // Guarded by m_progressMutex.
    std::vector<uint64_t> m_done, m_sizes; // bytes by file
    uint64_t m_allDone = 0, m_allSizes = 0;

    std::vector<std::jthread> m_workers;
};

} // namespace proflens
