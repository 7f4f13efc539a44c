// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/loading.h"
#include "core/source/functionnames.h"

#include <mutex>
#include <optional>

namespace proflens {

// What a document has loaded with the names that a state of view wants. Demangling takes a moment and is done
// on the worker thread that analyses; the last names are kept, as most states have the same. Thread-safe.
class NamedProfiles
{
public:
    explicit NamedProfiles(const Loaded &loaded)
        : m_profile(loaded.profile)
        , m_joined(loaded.joined)
    {}

    // Of both sides in one where there is a base.
    ProfilePtr profile(const NameOptions &options);
    // Only where there is a base.
    JoinedPtr joined(const NameOptions &options);

    // The functions that a state is about, known by their names under other options: by those under its own.
    void translate(ViewState &state, const NameOptions &from);

private:
    ProfilePtr named(const NameOptions &options) const;
    void keep(const NameOptions &options); // under the lock

    const ProfilePtr m_profile;
    const JoinedPtr m_joined;
    std::mutex m_mutex;
    std::optional<NameOptions> m_options; // of what is kept
    ProfilePtr m_namedProfile;            // of the joined one where there is one
    JoinedPtr m_namedJoined;
};

} // namespace proflens
