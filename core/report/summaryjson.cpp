// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/summary.h"

#include <nlohmann/json.hpp>

namespace proflens {

namespace {

using Json = nlohmann::ordered_json;

std::string_view kindName(Change::Kind kind)
{
    switch (kind) {
    case Change::Kind::Same:
        return "same";
    case Change::Kind::Grew:
        return "grew";
    case Change::Kind::Shrank:
        return "shrank";
    case Change::Kind::New:
        return "new";
    case Change::Kind::Gone:
        return "gone";
    }
    return {};
}

std::string_view outcomeName(Changes::Outcome outcome)
{
    switch (outcome) {
    case Changes::Outcome::Empty:
        return "empty";
    case Changes::Outcome::Nothing:
        return "nothing changed";
    case Changes::Outcome::AllNew:
        return "all new";
    case Changes::Outcome::AllGone:
        return "all gone";
    case Changes::Outcome::WithinNoise:
        return "within noise";
    case Changes::Outcome::Scattered:
        return "scattered";
    case Changes::Outcome::Some:
        return "changed";
    }
    return {};
}

Json both(BothValues values)
{
    return {{"base", values.base}, {"current", values.current}, {"delta", values.delta()}};
}

Json sentences(const std::vector<SummarySentence> &list)
{
    Json all = Json::array();
    for (const SummarySentence &sentence : list)
        all.push_back(sentence.text());
    return all;
}

class Names
{
public:
    explicit Names(const Comparison &comparison)
        : m_frames(comparison.frames())
    {}
    std::string operator()(FrameId frame) const { return std::string(functionNameOf(m_frames, frame)); }
    Json part(const ChangePart &part) const
    {
        return {{"function", (*this)(part.frame)}, {"delta", part.delta}};
    }
    Json part(const std::optional<ChangePart> &part) const
    {
        return part ? this->part(*part) : Json(nullptr);
    }
    Json parts(const std::vector<ChangePart> &parts) const
    {
        Json all = Json::array();
        for (const ChangePart &one : parts)
            all.push_back(part(one));
        return all;
    }

private:
    const FrameTable &m_frames;
};

} // namespace

std::string summaryJson(const Summary &summary)
{
    const Comparison &comparison = *summary.comparison;
    const Changes &changes = summary.changes;
    const Names name(comparison);

    Json contributors = Json::array();
    for (const SummaryItem &item : summary.items) {
        const Contributor &c = changes.contributors[item.contributor];
        contributors.push_back({{"function", name(c.frame)},
                                {"kind", kindName(c.kind)},
                                {"share", c.share},
                                {"own", both(c.own)},
                                {"cum", both(c.all)},
                                {"self", c.self},
                                {"within", name.part(c.within)},
                                {"callers", name.parts(c.callers)},
                                {"otherCallers", c.moreCallers},
                                {"origin", name.part(c.origin)},
                                {"besides", name.parts(c.besides)},
                                {"sentences", sentences(item.sentences)}});
    }
    Json renames = Json::array();
    for (const RenamePair &pair : summary.renames)
        renames.push_back(
            {{"gone", name(pair.gone)}, {"new", name(pair.added)}, {"likeness", pair.likeness}});

    const ValueType &type = comparison.current()->sampleType();
    Json total = both(changes.total);
    total["noise"] = changes.change.noise;
    const Json object = {
        {"sampleType", {{"type", type.type}, {"unit", type.unit}}},
        {"outcome", outcomeName(changes.outcome)},
        {"factor", comparison.factor()},
        {"total", std::move(total)},
        {"contributors", std::move(contributors)},
        {"explained",
         {{"share", changes.explained()}, {"grew", changes.grew()}, {"shrank", changes.shrank()}}},
        {"rest",
         {{"base", changes.rest.base},
          {"current", changes.rest.current},
          {"delta", changes.rest.delta()},
          {"grew", changes.restGrew},
          {"shrank", changes.restShrank},
          {"noise", changes.restIsNoise}}},
        {"renames", std::move(renames)},
        {"head", sentences(summary.head)},
        {"whole", sentences(summary.whole)},
    };
    return object.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace proflens
