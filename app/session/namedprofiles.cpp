// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/namedprofiles.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace proflens {

ProfilePtr NamedProfiles::named(const NameOptions &options) const
{
    return withNames(m_joined ? m_joined->profile : m_profile, options);
}

void NamedProfiles::keep(const NameOptions &options)
{
    if (m_options == options)
        return;
    m_namedProfile = named(options);
    m_namedJoined = m_joined;
    if (m_joined && m_namedProfile != m_joined->profile) {
        auto joined = std::make_shared<Joined>(*m_joined);
        joined->profile = m_namedProfile;
        m_namedJoined = joined;
    }
    m_options = options;
}

ProfilePtr NamedProfiles::profile(const NameOptions &options)
{
    const std::lock_guard lock(m_mutex);
    keep(options);
    return m_namedProfile;
}

JoinedPtr NamedProfiles::joined(const NameOptions &options)
{
    const std::lock_guard lock(m_mutex);
    keep(options);
    return m_namedJoined;
}

void NamedProfiles::translate(ViewState &state, const NameOptions &from)
{
    std::vector<std::string> names = {state.active.toStdString()};
    for (const RenamedFunction &pair : state.compare.renamed) {
        names.push_back(pair.from);
        names.push_back(pair.to);
    }
    std::unordered_map<std::string_view, std::string> translated;
    for (const std::string &name : names) {
        if (!name.empty())
            translated.emplace(name, name);
    }
    if (translated.empty())
        return;
    const ProfilePtr before = named(from), after = profile(state.names);
    for (size_t i = 0; i < before->functions.size(); ++i) {
        const auto found = translated.find(before->text(before->functions[i].name));
        if (found != translated.end())
            found->second = after->text(after->functions[i].name);
    }
    const auto translate = [&](std::string &name) {
        if (!name.empty())
            name = translated[name];
    };
    std::string active = names.front();
    translate(active);
    if (active != names.front())
        state.active = QString::fromStdString(active);
    for (size_t i = 0; i < state.compare.renamed.size(); ++i) {
        translate(state.compare.renamed[i].from);
        translate(state.compare.renamed[i].to);
    }
}

} // namespace proflens
