// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace re2 {
class RE2;
}

namespace proflens {

// A regular expression in RE2's syntax, which is Go's and so the one that users of pprof type. Copies share
// it.
class Regex
{
public:
    // The Error holds only the reason, such as "missing closing ): (".
    static Result<Regex> compile(std::string_view pattern);

    // Whether it matches anywhere in text (unanchored). Safe from several threads.
    bool matches(std::string_view text) const;
    // The first match that begins at byte `from` or later: where, and how many bytes.
    std::optional<std::pair<size_t, size_t>> find(std::string_view text, size_t from) const;
    const std::string &pattern() const;

private:
    explicit Regex(std::shared_ptr<const re2::RE2> re)
        : m_re(std::move(re))
    {}
    std::shared_ptr<const re2::RE2> m_re;
};

} // namespace proflens
