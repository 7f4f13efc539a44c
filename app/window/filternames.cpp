// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/filternames.h"

#include "app/session/document.h"

namespace proflens {

FilterNames::FilterNames(Document *document, QObject *parent)
    : QObject(parent)
    , m_document(document)
    , m_job(this)
{}

FilterNames::~FilterNames()
{
    m_stop.request_stop();
}

FilterNames::Key FilterNames::key() const
{
    if (const ComparisonPtr &comparison = m_document->comparison())
        return {comparison->current()->profile(), comparison->current()->formula(),
                comparison->base()->formula()};
    if (const AnalysisPtr &analysis = m_document->analysis())
        return {analysis->profile(), analysis->formula(), std::nullopt};
    return {};
}

const NameCosts *FilterNames::costs()
{
    const Key wanted = key();
    if (wanted == m_key)
        return m_costs.get();
    m_stop.request_stop();
    m_stop = {};
    m_key = wanted;
    m_costs.reset();
    if (!wanted.profile) {
        m_job.cancel();
        return nullptr;
    }
    m_job.run(
        [wanted, stop = m_stop.get_token()]() -> std::shared_ptr<const NameCosts> {
            Selection selection(wanted.profile);
            // A profile whose drop_frames is wrong is not analysed either.
            if (!selection.dropUninteresting().ok())
                return nullptr;
            return NameCosts::make(selection, wanted.formula, wanted.base, stop);
        },
        [this](const std::shared_ptr<const NameCosts> &costs) {
            m_costs = costs;
            Q_EMIT changed();
        });
    return nullptr;
}

QString FilterNames::costText(const NameCost &cost) const
{
    const auto amount = [](const Analysis &analysis, int64_t value) {
        return QString::fromStdString(analysis.formatAuto(value));
    };
    if (const ComparisonPtr &comparison = m_document->comparison()) {
        //: What a name costs in the base, and in the current side.
        return tr("%1 → %2").arg(amount(*comparison->base(), cost.base),
                                 amount(*comparison->current(), cost.value));
    }
    const AnalysisPtr &analysis = m_document->analysis();
    if (!analysis)
        return {};
    const QString text = amount(*analysis, cost.value);
    // With relative percentages the total is what the filters leave, and this is of the whole.
    if (analysis->options().relativePercentages || analysis->formula().count >= 0)
        return text;
    //: What a name costs, and its share: "1.20s, 12.5%".
    return tr("%1, %2").arg(text, QString::fromStdString(analysis->percent(cost.value)));
}

} // namespace proflens
