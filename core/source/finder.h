// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// What a person taught by locating one file: names that begin with `from` are files whose paths begin with
// `to`. Both end with '/', or both name one file. An empty `from` stands for all relative names.
struct PathMapping
{
    std::string from, to;

    bool operator==(const PathMapping &) const = default;
};

// Derives a mapping from one answer: the file that the profile calls `name` is `path`. What the two have in
// common at their ends is the same in both worlds, the rest is rewritten. nothing if they are equal.
std::optional<PathMapping> learnMapping(std::string_view name, std::string_view path);

// Where sources may be. Folders that do not exist are no harm.
struct SourcePlaces
{
    std::vector<PathMapping> mappings;      // learned; the first that leads to a file wins
    std::vector<std::string> searchFolders; // chosen by the user; their parents count, too
    std::string profileFolder;              // where the profile lies; its parents count, too
    std::string currentFolder;
    std::vector<std::string> goRoots;     // hold src/runtime
    std::vector<std::string> goPaths;     // hold src
    std::vector<std::string> goModules;   // hold module@version, such as ~/go/pkg/mod
    std::vector<std::string> rustSources; // hold library/std
    std::vector<std::string> cargoHomes;  // hold registry/src and git/checkouts

    // The places of this machine's languages. variable: an environment variable's value, or empty. Looks at a
    // few folders and reads go's settings file; runs nothing.
    static SourcePlaces ofMachine(const std::function<std::string(const char *)> &variable);
};

struct SourceSearch
{
    std::optional<std::string> found;
    // Somebody chose this file or the folder it is in, rather than it being what this machine has of the
    // kind.
    bool isChosen = false;
    std::string goRoot; // the Go installation whose standard library it is in, if any
    // What was looked for in vain, in order, each once.
    std::vector<std::string> tried;
};

// Finds the file that a profile calls `name`. Asks only whether the paths in `tried` and `found` are plain
// files (and lists the few index folders of a cargo registry): there is no search through folders.
//
// In this order: learned mappings; the path itself; user folders; the profile's folder and its parents, for
// names cut from the front (a lone file name only counts where the folder's own name or its go.mod says so);
// Go's standard library; its module cache and GOPATH; Rust's library and crates; the current folder.
SourceSearch findSource(std::string_view name, const SourcePlaces &places);

} // namespace proflens
