// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/mergefiles.h"

#include "core/format/readinorder.h"
#include "core/profile/parallel.h"
#include "core/select/mergestream.h"

#include <algorithm>
#include <new>
#include <utility>

namespace proflens {

namespace {

// A file that was read. The profile is nullptr when it is merged and can be read again.
struct ReadFile
{
    FileToRead file;
    ProfilePtr profile;
};

class FileMerge
{
public:
    explicit FileMerge(const MergeFilesOptions &options)
        : m_options(options)
        , m_merged(options.read.stop)
    {}

    Result<ProfilePtr> run(std::span<const std::string> paths)
    {
        if (const Status read = readAll(paths); !read)
            return read.error();
        if (m_files.empty())
            return Error{"none of the profiles could be read"};
        if (m_merged.only())
            return m_merged.only();
        if (m_merged.isWantedAgain()) {
            if (const Status again = readAgain(); !again)
                return again.error();
        }
        auto merged = m_merged.finish();
        return merged ? Result<ProfilePtr>(std::move(*merged)) : merged.error();
    }

private:
    static size_t mostInMemory() { return processorCount() + 2; }
    bool isStopped() const { return m_options.read.stop.stop_requested(); }
    static Error stopped() { return Error{"putting the profiles together was stopped"}; }

    Status readAll(std::span<const std::string> paths)
    {
        const std::vector<FileToRead> files(paths.begin(), paths.end());
        ReadInOrder reader(files, m_options.read, mostInMemory());
        for (const FileToRead &file : files) {
            auto profile = reader.next(kept());
            if (isStopped())
                return stopped();
            if (!profile) {
                if (m_options.refused && m_options.refused(file.path, profile.error()))
                    continue;
                return profile.error();
            }
            if (m_options.wasRead)
                m_options.wasRead(file.path, **profile);
            if (m_options.prepare)
                m_options.prepare(**profile);
            m_files.push_back({file, std::move(*profile)});
            m_merged.add(m_files.back().profile);
            forget();
        }
        return success();
    }

    // Lets go what will not be wanted again, or can be read again. Two profiles of different types are not
    // read twice for that.
    void forget()
    {
        if (m_files.size() == 1 || (m_files.size() == 2 && m_merged.isWantedAgain()))
            return;
        for (size_t i = m_files.size() == 2 ? 0 : m_files.size() - 1; i < m_files.size(); ++i) {
            if (m_files[i].file.isRegular)
                m_files[i].profile.reset();
        }
    }

    // The profiles in memory that could be read again; at most two, the first ones.
    size_t kept() const
    {
        const auto end = m_files.begin() + static_cast<ptrdiff_t>(std::min<size_t>(2, m_files.size()));
        return static_cast<size_t>(std::count_if(
            m_files.begin(), end, [](const ReadFile &read) { return read.file.isRegular && read.profile; }));
    }

    Status readAgain()
    {
        if (Status started = m_merged.startAgain(); !started)
            return started;
        std::vector<FileToRead> dropped;
        for (const ReadFile &read : m_files) {
            if (!read.profile)
                dropped.push_back(read.file);
        }
        ReadInOrder reader(std::move(dropped), m_options.read, mostInMemory());
        for (ReadFile &read : m_files) {
            ProfilePtr profile = std::move(read.profile);
            if (!profile) {
                auto again = reader.next(kept());
                if (isStopped())
                    return stopped();
                if (!again)
                    return again.error();
                if (m_options.prepare)
                    m_options.prepare(**again);
                profile = std::move(*again);
            }
            if (const Status added = m_merged.addAgain(profile); !added)
                return Error{read.file.path + ": " + added.error().message};
        }
        return success();
    }

    const MergeFilesOptions &m_options;
    MergeStream m_merged;
    std::vector<ReadFile> m_files; // that could be read
};

} // namespace

Result<ProfilePtr> mergeFiles(std::span<const std::string> paths, const MergeFilesOptions &options)
{
    try {
        return FileMerge(options).run(paths);
    } catch (const std::bad_alloc &) {
        return Error{"there is not enough memory to put the profiles together; choose fewer of them"};
    }
}

} // namespace proflens
