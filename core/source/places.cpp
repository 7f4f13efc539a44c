// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/finder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace proflens {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> split(const std::string &list)
{
    std::vector<std::string> parts;
    for (size_t begin = 0; begin < list.size();) {
        const size_t end = std::min(list.find(':', begin), list.size());
        if (end > begin)
            parts.push_back(list.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

void addFolder(std::vector<std::string> &folders, const fs::path &folder)
{
    std::error_code error;
    if (folder.empty() || !fs::is_directory(folder, error))
        return;
    if (std::string path = folder.string(); std::find(folders.begin(), folders.end(), path) == folders.end())
        folders.push_back(std::move(path));
}

// The folders in `folder` that begin with `prefix`, newest version last by name; no more than a few.
std::vector<fs::path> foldersIn(const fs::path &folder, const std::string &prefix)
{
    constexpr size_t most = 64;
    std::vector<fs::path> found;
    std::error_code error;
    size_t seen = 0;
    for (fs::directory_iterator it(folder, error), end;
         !error && it != end && found.size() < most && seen < 20'000; it.increment(error), ++seen) {
        std::error_code unknown;
        if (it->path().filename().string().starts_with(prefix) && it->is_directory(unknown))
            found.push_back(it->path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

// What `go env -w` has set: lines of NAME=value.
std::string goSetting(const fs::path &file, const std::string &name)
{
    std::ifstream in(file);
    std::string line;
    for (int i = 0; i < 1000 && std::getline(in, line); ++i) {
        if (line.starts_with(name + '='))
            return line.substr(name.size() + 1);
    }
    return {};
}

} // namespace

SourcePlaces SourcePlaces::ofMachine(const std::function<std::string(const char *)> &variable)
{
    SourcePlaces places;
    std::error_code error;
    places.currentFolder = fs::current_path(error).string();
    const fs::path home = variable("HOME");

    // What `go env` would say, without running it: the environment, then its settings file, then defaults.
    fs::path settings = variable("GOENV");
    if (settings.empty()) {
        const std::string config = variable("XDG_CONFIG_HOME");
        settings = (config.empty() ? home / ".config" : fs::path(config)) / "go" / "env";
    }
    const auto goVariable = [&](const char *name) {
        const std::string value = variable(name);
        return value.empty() ? goSetting(settings, name) : value;
    };
    addFolder(places.goRoots, goVariable("GOROOT"));
    for (const std::string &folder : split(variable("PATH"))) {
        const fs::path program = fs::path(folder) / "go";
        if (!fs::exists(program, error))
            continue;
        // A link into the installation, such as /usr/bin/go -> ../lib/go-1.19/bin/go.
        const fs::path real = fs::canonical(program, error);
        if (!error && fs::is_directory(real.parent_path().parent_path() / "src" / "runtime", error))
            addFolder(places.goRoots, real.parent_path().parent_path());
        break;
    }
    addFolder(places.goRoots, "/usr/local/go");
    addFolder(places.goRoots, "/usr/lib/go");
    addFolder(places.goRoots, "/usr/lib/golang");
    for (const char *folder : {"/usr/lib", "/usr/share"}) {
        std::vector<fs::path> versions = foldersIn(folder, "go-1");
        std::reverse(versions.begin(), versions.end());
        for (const fs::path &version : versions)
            addFolder(places.goRoots, version);
    }

    for (const std::string &path : split(goVariable("GOPATH")))
        addFolder(places.goPaths, path);
    if (places.goPaths.empty() && !home.empty())
        addFolder(places.goPaths, home / "go");
    addFolder(places.goModules, goVariable("GOMODCACHE"));
    for (const std::string &path : places.goPaths)
        addFolder(places.goModules, fs::path(path) / "pkg" / "mod");

    fs::path rustup = variable("RUSTUP_HOME");
    if (rustup.empty() && !home.empty())
        rustup = home / ".rustup";
    if (!rustup.empty()) {
        for (const fs::path &toolchain : foldersIn(rustup / "toolchains", ""))
            addFolder(places.rustSources, toolchain / "lib/rustlib/src/rust");
    }
    addFolder(places.rustSources, "/usr/lib/rustlib/src/rust");
    for (const fs::path &version : foldersIn("/usr/src", "rustc-"))
        addFolder(places.rustSources, version);
    fs::path cargo = variable("CARGO_HOME");
    if (cargo.empty() && !home.empty())
        cargo = home / ".cargo";
    addFolder(places.cargoHomes, cargo);
    return places;
}

} // namespace proflens
