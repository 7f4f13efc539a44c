// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/summary.h"

#include <QHash>
#include <QPalette>
#include <QSize>
#include <QString>

#include <vector>

class QImage;

namespace proflens {

// How a summary becomes rich text.
struct SummaryLook
{
    bool isNarrow = false;   // the numbers above the sentences rather than beside them
    bool allRenames = false; // all suggestions rather than the first few
    QSize bar{120, 10};      // of the longest bar
    QString dim;             // colour of what matters less, as "#rrggbb"
};

// Names of functions in a summary as they are written there: short, unless two of them would be the same.
class SummaryNames
{
public:
    explicit SummaryNames(const Summary &summary);
    QString operator()(FrameId frame) const;

private:
    void add(FrameId frame);
    const FrameTable &m_frames;
    QHash<uint32_t, QString> m_short;
    QHash<QString, int> m_uses;
};

// Links are "function:FRAME", "pair:N" (of Summary::renames), "unpair:N" (of paired), "hand:" and "renames:";
// bars are images "bar:N" (of Changes::contributors). In the person's language; everything that comes from
// the profile is escaped. sides: what the two profiles are called.
QString summaryHtml(const Summary &summary, const std::vector<RenamedFunction> &paired,
                    const QString &baseTitle, const QString &currentTitle, const SummaryLook &look);

// The bar of a contributor: as long as its share of the largest one, in the colour and pattern of its change.
QImage summaryBar(const Contributor &contributor, double largestShare, QSize size, qreal ratio,
                  const QPalette &palette);

} // namespace proflens
