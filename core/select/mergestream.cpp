// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/mergestream.h"

#include <numeric>

namespace proflens {

namespace {

Profile headerOf(const Profile &profile)
{
    Profile header;
    copyHeader(profile, header);
    header.sampleTypes = profile.sampleTypes;
    header.origin.format = profile.origin.format;
    header.origin.warnings = profile.origin.warnings;
    return header;
}

bool hasSameTypes(const Profile &a, const Profile &b)
{
    return a.sampleTypes == b.sampleTypes &&
           a.periodType.value_or(ValueType{}) == b.periodType.value_or(ValueType{});
}

Error changed()
{
    return Error{"changed while it was read; open it again"};
}

} // namespace

MergeStream::MergeStream(StopToken stop, Start start)
    : m_stop(std::move(stop))
    , m_again(start == Start::OnceAllAreKnown)
{}

void MergeStream::add(const ProfilePtr &profile)
{
    m_headers.push_back(headerOf(*profile));
    m_hasBase.push_back(bool(profile->origin.base));
    if (const ProfilePtr &base = profile->origin.base) {
        if (!m_bases)
            m_bases = std::make_unique<MergeStream>(m_stop, m_again ? Start::OnceAllAreKnown : Start::AtOnce);
        m_bases->add(base);
    }
    if (size() == 1) {
        m_only = profile;
        return;
    }
    const ProfilePtr first = std::move(m_only);
    m_again = m_again || !hasSameTypes(*profile, m_headers.front());
    if (m_again) {
        m_merger.reset();
        return;
    }
    if (first) {
        m_merger = std::make_unique<Merger>(m_headers.front().sampleTypes);
        merge(*first, nullptr);
    }
    merge(*profile, nullptr);
}

void MergeStream::merge(const Profile &profile, const Fitted *fitted)
{
    MergeSource source;
    source.profile = &profile;
    if (fitted) {
        source.columns = fitted->columns;
        source.after = fitted->scaling;
    } else {
        source.columns.resize(profile.sampleTypes.size());
        std::iota(source.columns.begin(), source.columns.end(), size_t(0));
    }
    m_merger->add(source, m_stop);
}

bool MergeStream::isWantedAgain() const
{
    return (m_again && size() > 1) || (m_bases && m_bases->isWantedAgain());
}

Status MergeStream::fit()
{
    if (!m_fitted.empty())
        return success();
    std::vector<const Profile *> headers;
    for (const Profile &header : m_headers)
        headers.push_back(&header);
    auto fitted = fitTogether(headers);
    if (!fitted)
        return fitted.error();
    m_fitted = std::move(*fitted);
    return success();
}

Status MergeStream::startAgain()
{
    m_addedAgain = 0;
    if (size() > 1) {
        if (Status fits = fit(); !fits)
            return fits;
        if (m_again)
            m_merger = std::make_unique<Merger>(m_fitted.front().sampleTypes);
    }
    return m_bases ? m_bases->startAgain() : success();
}

Status MergeStream::addAgain(const ProfilePtr &profile)
{
    if (m_addedAgain == size() || !hasSameTypes(*profile, m_headers[m_addedAgain]) ||
        bool(profile->origin.base) != m_hasBase[m_addedAgain])
        return changed();
    if (m_again && size() > 1)
        merge(*profile, &m_fitted[m_addedAgain]);
    ++m_addedAgain;
    return profile->origin.base ? m_bases->addAgain(profile->origin.base) : success();
}

void MergeStream::mergeOrigins(Origin &origin) const
{
    origin.format = m_headers.front().origin.format;
    for (const Profile &header : m_headers) {
        const Origin &part = header.origin;
        if (part.format != origin.format)
            origin.format = "several formats";
        origin.warnings.insert(origin.warnings.end(), part.warnings.begin(), part.warnings.end());
    }
}

Result<std::shared_ptr<Profile>> MergeStream::finish()
{
    if (m_headers.empty())
        return Error{"there are no profiles to put together"};
    if (m_only) {
        if (m_only->sampleTypes.empty())
            return Error{"the profile has no sample types, so there is nothing to show; take it again"};
        return std::make_shared<Profile>(*m_only);
    }
    if (Status fits = fit(); !fits)
        return fits.error();
    if (m_stop.stop_requested())
        return Error{"putting the profiles together was stopped"};
    combineHeaders(m_fitted, m_merger->header());
    std::shared_ptr<Profile> merged = m_merger->finish();
    m_merger.reset();
    mergeOrigins(merged->origin);
    if (m_bases) {
        auto base = m_bases->finish();
        if (!base)
            return base;
        merged->origin.base = *base;
    }
    return merged;
}

} // namespace proflens
