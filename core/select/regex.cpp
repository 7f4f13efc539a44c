// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/regex.h"

#include <re2/re2.h>

namespace proflens {

Result<Regex> Regex::compile(std::string_view pattern)
{
    RE2::Options options;
    options.set_log_errors(false);
    // Long alternations of names ("^a$|^b$|…") are usual; the default of 8 MB is soon spent on them.
    options.set_max_mem(64 << 20);
    auto re = std::make_shared<const RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
    if (!re->ok())
        return Error{re->error()};
    return Regex(std::move(re));
}

bool Regex::matches(std::string_view text) const
{
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *m_re);
}

std::optional<std::pair<size_t, size_t>> Regex::find(std::string_view text, size_t from) const
{
    re2::StringPiece match;
    const re2::StringPiece whole(text.data(), text.size());
    if (from > text.size() || !m_re->Match(whole, from, text.size(), RE2::UNANCHORED, &match, 1))
        return std::nullopt;
    return std::pair(static_cast<size_t>(match.data() - text.data()), match.size());
}

const std::string &Regex::pattern() const
{
    return m_re->pattern();
}

} // namespace proflens
