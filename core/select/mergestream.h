// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "core/profile/stop.h"
#include "core/select/fitted.h"
#include "core/select/merger.h"

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace proflens {

// mergeProfiles() for profiles that come one after the other and need not stay: what is kept of one that was
// merged is its header. As long as all have the types and units of the first they are merged as they come.
// What others make of the types and units is known at the end only, so that then all have to come once more.
class MergeStream
{
public:
    enum class Start {
        AtOnce,
        OnceAllAreKnown, // merges nothing before addAgain()
    };
    explicit MergeStream(StopToken stop, Start start = Start::AtOnce);

    // Ends early when a stop was requested.
    void add(const ProfilePtr &profile);
    size_t size() const { return m_headers.size(); } // profiles added
    // The first profile as long as it is the only one, else nullptr.
    const ProfilePtr &only() const { return m_only; }

    // Whether all profiles, or all bases that they hold, have to come once more, in the same order: then
    // startAgain(), and addAgain() for each.
    bool isWantedAgain() const;
    // An Error as for mergeProfiles().
    Status startAgain();
    // An Error when it is not the profile that it was; it does not say which.
    Status addAgain(const ProfilePtr &profile);

    // The merged profile. An Error as for mergeProfiles(), also when a stop was requested.
    Result<std::shared_ptr<Profile>> finish();

private:
    Status fit();
    void merge(const Profile &profile, const Fitted *fitted);
    void mergeOrigins(Origin &origin) const;

    StopToken m_stop;
    bool m_again; // nothing can be merged before all headers are known
    ProfilePtr m_only;
    std::deque<Profile> m_headers; // their tables are empty
    std::vector<Fitted> m_fitted;  // of m_headers; empty: not known yet
    std::unique_ptr<Merger> m_merger;
    std::vector<bool> m_hasBase; // by profile
    size_t m_addedAgain = 0;
    std::unique_ptr<MergeStream> m_bases; // those that the profiles hold; nullptr: none does
};

} // namespace proflens
