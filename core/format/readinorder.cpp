// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/readinorder.h"
#include "core/profile/parallel.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace proflens {

FileToRead::FileToRead(std::string file)
    : path(std::move(file))
{
    std::error_code failed;
    isRegular = std::filesystem::is_regular_file(path, failed);
    if (isRegular) {
        size = std::filesystem::file_size(path, failed);
        if (failed)
            size = 0;
    }
}

ReadInOrder::ReadInOrder(std::vector<FileToRead> files, const ReadOptions &options, size_t most)
    : m_files(std::move(files))
    , m_options(options)
    , m_most(most)
    , m_forwardStop(options.stop, [this] { m_stop.request_stop(); })
    , m_read(m_files.size())
    , m_done(m_files.size())
{
    for (const FileToRead &file : m_files) {
        m_sizes.push_back(file.size);
        m_allSizes += file.size;
    }
    const size_t threads = std::min<size_t>({64, m_files.size(), m_most, processorCount()});
    try {
        m_workers.reserve(threads);
        for (size_t t = 0; threads > 1 && t < threads; ++t)
            m_workers.emplace_back([this] { work(); });
    } catch (const std::system_error &) {
        // Too many threads on this machine: those that started do it all, or else next() does.
    }
}

ReadInOrder::~ReadInOrder()
{
    m_stop.request_stop();
    {
        const std::lock_guard lock(m_mutex);
        m_abandoned = true;
    }
    m_changed.notify_all();
    m_workers.clear(); // joins them
}

bool ReadInOrder::isNextFree() const
{
    return m_begun + m_kept < m_gone + m_most && (m_files[m_begun].isRegular || !m_readsPipe);
}

void ReadInOrder::work()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_abandoned || m_begun == m_files.size() || isNextFree(); });
        if (m_abandoned || m_begun == m_files.size())
            return;
        const size_t file = m_begun++;
        const bool isPipe = !m_files[file].isRegular;
        m_readsPipe = m_readsPipe || isPipe;
        lock.unlock();
        Read profile = read(file);
        lock.lock();
        m_read[file].emplace(std::move(profile));
        if (isPipe)
            m_readsPipe = false;
        m_changed.notify_all();
    }
}

ReadInOrder::Read ReadInOrder::next(size_t kept)
{
    std::unique_lock lock(m_mutex);
    const size_t file = m_taken++;
    m_gone = file;
    m_kept = kept;
    if (m_workers.empty()) {
        lock.unlock();
        return read(file);
    }
    m_changed.notify_all();
    m_changed.wait(lock, [&] { return m_read[file].has_value(); });
    Read profile = std::move(*m_read[file]);
    m_read[file].reset();
    return profile;
}

ReadInOrder::Read ReadInOrder::read(size_t file)
{
    ReadOptions options;
    options.stop = m_stop.get_token();
    options.maxInflatedBytes = m_options.maxInflatedBytes;
    if (m_options.progress)
        options.progress = [this, file](uint64_t done, uint64_t size) { report(file, done, size); };
    Read profile = readProfile(m_files[file].path, options);
    if (m_options.progress)
        report(file, m_files[file].size, m_files[file].size);
    return profile;
}

void ReadInOrder::report(size_t file, uint64_t done, uint64_t size)
{
    const std::lock_guard lock(m_progressMutex);
    // What was refused half way is done as well.
    done = std::max(done, m_done[file]);
    size = std::max(size, m_sizes[file]);
    m_allDone += done - std::exchange(m_done[file], done);
    m_allSizes += size - std::exchange(m_sizes[file], size);
    m_options.progress(m_allDone, m_allSizes);
}

} // namespace proflens
