// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/finder.h"

#include "core/analyze/frames.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unordered_map>
#include <unordered_set>

namespace proflens {

namespace {

// Names may be absurd: no more components are tried, and no longer paths.
constexpr size_t mostComponents = 40;
constexpr size_t longestPath = 4096;

std::vector<std::string_view> components(std::string_view path)
{
    std::vector<std::string_view> parts;
    for (size_t begin = 0; begin < path.size();) {
        const size_t end = std::min(path.find('/', begin), path.size());
        if (end > begin)
            parts.push_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

// A folder and all above it, nearest first.
std::vector<std::string> withParents(const std::string &folder)
{
    std::vector<std::string> folders;
    if (folder.empty())
        return folders;
    std::string path = cleanPath(folder);
    while (folders.size() < mostComponents) {
        folders.push_back(path);
        const size_t slash = path.rfind('/');
        if (path == "/" || slash == std::string::npos)
            break;
        path.resize(std::max<size_t>(slash, 1));
    }
    return folders;
}

std::string under(std::string_view folder, std::string_view path)
{
    std::string whole(folder);
    if (!whole.ends_with('/'))
        whole += '/';
    return whole += path;
}

// Whether a path leads to devices or to the state of processes, where even opening may do something.
bool isOfTheSystem(std::string_view path)
{
    return path.starts_with("/proc/") || path.starts_with("/sys/") || path.starts_with("/dev/");
}

bool isFile(const std::string &path)
{
    struct stat info
    {
    };
    return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

// The folders in a folder, by name; no more than a few.
std::vector<std::string> foldersIn(const std::string &folder)
{
    constexpr size_t most = 64;
    std::vector<std::string> folders;
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder, error), end;
         !error && it != end && folders.size() < most; it.increment(error)) {
        std::error_code unknown;
        if (it->is_directory(unknown))
            folders.push_back(it->path().string());
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

// Go writes capitals as "!" and a small letter in module folders (golang.org/ref/mod#module-cache).
std::string escapedModule(std::string_view path)
{
    std::string escaped;
    for (const char c : path) {
        if (c >= 'A' && c <= 'Z') {
            escaped += '!';
            escaped += static_cast<char>(c - 'A' + 'a');
        } else {
            escaped += c;
        }
    }
    return escaped;
}

// The module a go.mod declares; empty if there is none.
std::string moduleOf(const std::string &folder)
{
    const std::string path = under(folder, "go.mod");
    if (!isFile(path))
        return {};
    std::ifstream in(path);
    std::string line;
    for (int i = 0; i < 200 && std::getline(in, line); ++i) {
        constexpr std::string_view keyword = "module ";
        if (!line.starts_with(keyword))
            continue;
        std::string module = line.substr(keyword.size());
        module.resize(std::min(module.find("//"), module.size()));
        std::erase_if(module, [](char c) { return c == '"' || c == ' ' || c == '\t' || c == '\r'; });
        return module;
    }
    return {};
}

class Search
{
public:
    Search(std::string_view name, const SourcePlaces &places)
        : m_places(places)
    {
        m_name = name.substr(0, longestPath);
        // Windows builds name files with backslashes and drive letters.
        if (m_name.find('/') == std::string::npos)
            std::replace(m_name.begin(), m_name.end(), '\\', '/');
        m_name = cleanPath(m_name);
        // Bazel builds in a folder that only /proc/self/cwd names.
        constexpr std::string_view sandbox = "/proc/self/cwd/";
        if (m_name.starts_with(sandbox))
            m_name.erase(0, sandbox.size());
        // What is above the folder a compiler ran in is unknown here; what is below is looked for.
        while (m_name.starts_with("../"))
            m_name.erase(0, 3);
        m_parts = components(m_name);
        if (m_parts.size() > mostComponents)
            m_parts.erase(m_parts.begin(), m_parts.end() - mostComponents);
    }

    SourceSearch run()
    {
        const bool usable = !m_parts.empty() && m_parts.back() != "." && m_parts.back() != ".." &&
                            m_name.find('\0') == std::string::npos;
        if (usable) {
            const auto steps = {&Search::learned, &Search::itself,    &Search::userFolders,
                                &Search::beside,  &Search::goLibrary, &Search::goCode,
                                &Search::rust,    &Search::current,   &Search::userBaseName};
            for (const auto step : steps) {
                if ((this->*step)()) {
                    m_search.isChosen = step == &Search::learned || step == &Search::userFolders ||
                                        step == &Search::userBaseName;
                    break;
                }
            }
        }
        return std::move(m_search);
    }

private:
    bool attempt(std::string path)
    {
        path = cleanPath(path);
        if (path.size() > longestPath || isOfTheSystem(path) || !m_seen.insert(path).second)
            return false;
        if (isFile(path)) {
            m_search.found = std::move(path);
            return true;
        }
        m_search.tried.push_back(std::move(path));
        return false;
    }

    bool isAbsolute() const { return m_name.starts_with('/'); }
    // The name without its first components.
    std::string_view suffix(size_t first) const
    {
        return std::string_view(m_name).substr(static_cast<size_t>(m_parts[first].data() - m_name.data()));
    }

    bool learned()
    {
        for (const PathMapping &mapping : m_places.mappings) {
            if (mapping.from.empty() ? isAbsolute() : !m_name.starts_with(mapping.from))
                continue;
            if (!mapping.from.empty() && !mapping.from.ends_with('/') && m_name != mapping.from)
                continue;
            if (attempt(mapping.to + m_name.substr(mapping.from.size())))
                return true;
        }
        return false;
    }

    bool itself() { return isAbsolute() && attempt(m_name); }

    // The name below a folder, whole and then cut from the front. A lone file name says too little, unless
    // what was cut off before it is the folder's own name.
    bool below(const std::string &folder)
    {
        const std::string_view own = baseName(folder);
        for (size_t i = 0; i < m_parts.size(); ++i) {
            const bool lone = i + 1 == m_parts.size();
            if (lone && i > 0 && m_parts[i - 1] != own)
                break;
            if (attempt(under(folder, suffix(i))))
                return true;
        }
        return false;
    }

    // Files of the module whose source the folder is: "example.org/m/a.go" is a.go beside its go.mod.
    bool ofModule(const std::string &folder)
    {
        const auto [it, added] = m_modules.try_emplace(folder);
        if (added)
            it->second = moduleOf(folder);
        const std::string &module = it->second;
        if (module.empty())
            return false;
        if (m_name.starts_with(module + '/') && attempt(under(folder, m_name.substr(module.size() + 1))))
            return true;
        return !isAbsolute() && attempt(under(folder, "vendor/" + m_name));
    }

    bool userFolders()
    {
        for (const std::string &chosen : m_places.searchFolders) {
            for (const std::string &folder : withParents(chosen)) {
                if (folder != "/" && (ofModule(folder) || below(folder)))
                    return true;
            }
        }
        return false;
    }

    bool beside()
    {
        for (const std::string &folder : withParents(m_places.profileFolder)) {
            if (folder != "/" && (ofModule(folder) || below(folder)))
                return true;
        }
        return false;
    }

    // Whether a folder's name is that of a Go installation: "go", "go1.21.3", "libexec" (Homebrew),
    // "toolchain@v0.0.1-go1.21.3.linux-amd64" (downloaded by the go command).
    static bool isGoFolder(std::string_view folder)
    {
        return folder == "go" || folder.ends_with("golang") || folder == "libexec" || folder == "$GOROOT" ||
               folder == "goroot" || folder.starts_with("toolchain@") ||
               (folder.starts_with("go") && folder.size() > 2 &&
                (folder[2] == '-' || (folder[2] >= '0' && folder[2] <= '9')));
    }

    bool goLibrary()
    {
        std::string_view inSource;
        if (!isAbsolute() && m_parts.size() > 1 && m_parts[0].find('.') == std::string_view::npos)
            inSource = m_name; // "net/http/server.go", of programs built with -trimpath
        for (size_t i = 0; i + 2 < m_parts.size(); ++i) {
            // Installations by version and processor: "go/1.22.1/x64/src/runtime/proc.go".
            size_t root = i;
            while (root > 0 && (m_parts[root] == "x64" || m_parts[root] == "arm64" ||
                                (m_parts[root][0] >= '0' && m_parts[root][0] <= '9')))
                --root;
            if (m_parts[i + 1] == "src" && isGoFolder(m_parts[root])) {
                inSource = suffix(i + 2);
                break;
            }
        }
        if (inSource.empty())
            return false;
        return std::any_of(m_places.goRoots.begin(), m_places.goRoots.end(), [&](const std::string &root) {
            if (!attempt(under(under(root, "src"), inSource)))
                return false;
            m_search.goRoot = root;
            return true;
        });
    }

    // The module cache, and GOPATH as it was before modules.
    bool goCode()
    {
        std::string inModules, inPath;
        if (const size_t cache = m_name.find("/pkg/mod/"); cache != std::string::npos)
            inModules = m_name.substr(cache + 9); // escaped already
        else if (!isAbsolute() && m_name.find('@') != std::string::npos)
            inModules = escapedModule(m_name.substr(0, m_name.find('@'))) + m_name.substr(m_name.find('@'));
        if (const size_t path = m_name.find("/go/src/"); path != std::string::npos)
            inPath = m_name.substr(path + 8);
        else if (!isAbsolute() && !m_parts.empty() && m_parts[0].find('.') != std::string_view::npos)
            inPath = m_name;
        const auto in = [&](const std::vector<std::string> &folders, const std::string &path) {
            return !path.empty() &&
                   std::any_of(folders.begin(), folders.end(),
                               [&](const std::string &folder) { return attempt(under(folder, path)); });
        };
        std::vector<std::string> sources;
        for (const std::string &path : m_places.goPaths)
            sources.push_back(under(path, "src"));
        return in(m_places.goModules, inModules) || in(sources, inPath);
    }

    bool rust()
    {
        const auto after = [&](std::string_view marker) {
            const size_t found = m_name.find(marker);
            return found == std::string::npos ? std::string() : m_name.substr(found + marker.size());
        };
        // "/rustc/<commit>/library/…" is how the standard library is built.
        std::string library =
            m_name.starts_with("/rustc/") && m_parts.size() > 3 ? std::string(suffix(2)) : "";
        if (library.empty())
            library = after("/rustlib/src/rust/");
        if (!library.empty()) {
            for (const std::string &folder : m_places.rustSources) {
                if (attempt(under(folder, library)))
                    return true;
            }
        }
        // The index's folder ("github.com-1ecc6299db9ec823") differs between versions of cargo.
        const std::string crate = after("/registry/src/");
        const std::string checkout = after("/git/checkouts/");
        const size_t index = crate.find('/');
        for (const std::string &home : m_places.cargoHomes) {
            if (index != std::string::npos) {
                for (const std::string &folder : foldersIn(under(home, "registry/src"))) {
                    if (attempt(under(folder, crate.substr(index + 1))))
                        return true;
                }
            }
            if (!checkout.empty() && attempt(under(under(home, "git/checkouts"), checkout)))
                return true;
        }
        return false;
    }

    // As pprof does where it is told nothing.
    bool current()
    {
        if (isAbsolute())
            return false;
        for (const std::string &folder : withParents(m_places.currentFolder)) {
            if (attempt(under(folder, m_name)))
                return true;
        }
        return false;
    }

    // A lone file name counts only in the very folder that the user chose, and after everything better.
    bool userBaseName()
    {
        return std::any_of(m_places.searchFolders.begin(), m_places.searchFolders.end(),
                           [&](const std::string &folder) { return attempt(under(folder, m_parts.back())); });
    }

    const SourcePlaces &m_places;
    std::string m_name;
    std::vector<std::string_view> m_parts; // of m_name
    SourceSearch m_search;
    std::unordered_set<std::string> m_seen;
    std::unordered_map<std::string, std::string> m_modules;
};

} // namespace

std::optional<PathMapping> learnMapping(std::string_view name, std::string_view path)
{
    if (name == path || name.empty() || path.empty())
        return std::nullopt;
    // Whole components only, from the end.
    size_t common = 0;
    for (size_t i = 0;; ++i) {
        const bool nameEnds = i >= name.size() || name[name.size() - 1 - i] == '/';
        const bool pathEnds = i >= path.size() || path[path.size() - 1 - i] == '/';
        if (nameEnds && pathEnds)
            common = i;
        if (i >= name.size() || i >= path.size() || name[name.size() - 1 - i] != path[path.size() - 1 - i])
            break;
    }
    if (common == 0)
        return PathMapping{std::string(name), std::string(path)}; // another name altogether: just this file
    PathMapping mapping{std::string(name.substr(0, name.size() - common)),
                        std::string(path.substr(0, path.size() - common))};
    // "/a.go" as a whole would rewrite the root: every absolute name.
    if (mapping.from == "/")
        return PathMapping{std::string(name), std::string(path)};
    return mapping;
}

SourceSearch findSource(std::string_view name, const SourcePlaces &places)
{
    return Search(name, places).run();
}

} // namespace proflens
