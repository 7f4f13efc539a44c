// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/package.h"

namespace proflens {

std::string_view packageOf(std::string_view function)
{
    // Rust: "<alloc::vec::Vec<T> as core::iter::Extend<T>>::extend" and "&mut T" begin with what is no name.
    while (!function.empty() &&
           (function.front() == '<' || function.front() == '&' || function.front() == '*'))
        function.remove_prefix(1);
    // Go: the path up to the first dot after the last slash. Type parameters may hold slashes and dots of
    // their own.
    const std::string_view head = function.substr(0, function.find_first_of("[(<"));
    const size_t slash = head.rfind('/');
    const size_t colons = function.find("::");
    if (slash == std::string_view::npos && colons != std::string_view::npos && colons > 0)
        return function.substr(0, colons);
    const size_t dot = head.find('.', slash == std::string_view::npos ? 0 : slash);
    if (slash == std::string_view::npos && dot != std::string_view::npos) {
        // Java: all leading parts that begin in lower case.
        size_t end = dot;
        for (size_t next = head.find('.', dot + 1); next != std::string_view::npos;
             next = head.find('.', end + 1)) {
            const char first = head[end + 1];
            if (first < 'a' || first > 'z')
                break;
            end = next;
        }
        return function.substr(0, end);
    }
    if (dot != std::string_view::npos)
        return function.substr(0, dot);
    return head.empty() ? function : head;
}

std::string_view packageOf(const FrameTable &frames, FrameId frame)
{
    const Frame &f = frames[frame];
    if (!f.name.empty())
        return packageOf(f.name);
    if (!f.file.empty())
        return f.file.substr(0, f.file.rfind('/'));
    return frames.printableName(frame);
}

uint32_t stableHash(std::string_view text)
{
    uint32_t hash = 2166136261U;
    for (const char c : text)
        hash = (hash ^ static_cast<uint8_t>(c)) * 16777619U;
    return hash;
}

} // namespace proflens
