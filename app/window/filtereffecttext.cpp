// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/filtereffecttext.h"

#include "core/analyze/comparison.h"

#include <QCoreApplication>

#include <algorithm>
#include <climits>

namespace proflens {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(FilterEffect)
};

QString samplesText(size_t count)
{
    return Words::tr("%Ln sample(s)", nullptr, static_cast<int>(std::min<size_t>(count, INT_MAX)));
}

// For sentences: what is 0 in this sample type is not counted.
QString costingText(size_t count)
{
    return Words::tr("%Ln sample(s) that cost something", nullptr,
                     static_cast<int>(std::min<size_t>(count, INT_MAX)));
}

QString amountText(const Analysis &analysis, int64_t value)
{
    return QString::fromStdString(analysis.formatAuto(value));
}

QString shareText(const Analysis &analysis, int64_t value)
{
    // With relative percentages the total is what is left, and a share of it would mislead.
    return analysis.options().relativePercentages ? amountText(analysis, value)
                                                  : QString::fromStdString(analysis.percent(value)).trimmed();
}

const FilterEffect &effectOf(const Analysis &analysis, size_t row)
{
    return analysis.filterEffects()[row];
}

// "1.20s (12.5%) in 1,204 samples that cost something".
QString lossText(const Analysis &analysis, const FilterEffect &effect)
{
    const QString amount = amountText(analysis, effect.leftOut);
    if (analysis.options().relativePercentages)
        return Words::tr("%1 in %2", "amount, samples").arg(amount, costingText(effect.samples));
    return Words::tr("%1 (%2) in %3", "amount, share, samples")
        .arg(amount, shareText(analysis, effect.leftOut), costingText(effect.samples));
}

QString movedText(const Analysis &analysis, const FilterEffect &effect)
{
    const QString amount = amountText(analysis, effect.moved);
    return analysis.options().relativePercentages
               ? amount
               : Words::tr("%1 (%2)", "amount, share").arg(amount, shareText(analysis, effect.moved));
}

// A share of each side, or one where they are the same.
template <typename Text> QString ofBoth(const Comparison &comparison, size_t row, Text &&text)
{
    const QString base = text(*comparison.base(), effectOf(*comparison.base(), row));
    const QString current = text(*comparison.current(), effectOf(*comparison.current(), row));
    return base == current ? base : Words::tr("base %1, current %2").arg(base, current);
}

QString minus(const QString &text)
{
    return QString(QChar(0x2212)) + text;
}

} // namespace

EffectText effectText(const Analysis &analysis, size_t row)
{
    const FilterEffect &effect = effectOf(analysis, row);
    EffectText text;
    QStringList brief, sentences;
    text.matchedNothing = !effect.matched;
    if (!effect.matched) {
        brief << Words::tr("matched nothing");
        sentences << Words::tr("It matched nothing.");
    }
    if (effect.leftOut != 0 || effect.samples != 0) {
        brief << Words::tr("%1, %2", "share, samples")
                     .arg(minus(shareText(analysis, effect.leftOut)), samplesText(effect.samples));
        sentences << Words::tr("It left out %1.").arg(lossText(analysis, effect));
    }
    if (effect.moved != 0) {
        brief << Words::tr("%1 moved", "share").arg(shareText(analysis, effect.moved));
        sentences << Words::tr("What it left out of stacks had a cost of %1, which other frames have now.")
                         .arg(movedText(analysis, effect));
    }
    if (brief.isEmpty()) {
        brief << Words::tr("left out nothing");
        sentences << Words::tr("It matched, and left out no sample that costs something.");
    }
    text.brief = brief.join(QLatin1String("; "));
    text.sentence = sentences.join(QLatin1Char(' '));
    return text;
}

EffectText effectText(const Comparison &comparison, size_t row)
{
    const Analysis &base = *comparison.base(), &current = *comparison.current();
    const FilterEffect &inBase = effectOf(base, row), &inCurrent = effectOf(current, row);
    EffectText text;
    QStringList brief, sentences;
    // Both sides are in one profile, so a filter matches in both or in none.
    text.matchedNothing = !inCurrent.matched;
    if (!inCurrent.matched) {
        brief << Words::tr("matched nothing");
        sentences << Words::tr("It matched nothing.");
    }
    if (inBase.leftOut != 0 || inCurrent.leftOut != 0 || inBase.samples != 0 || inCurrent.samples != 0) {
        const auto share = [](const Analysis &side, const FilterEffect &effect) {
            return minus(shareText(side, effect.leftOut));
        };
        const auto samples = [](const Analysis &, const FilterEffect &effect) {
            return samplesText(effect.samples);
        };
        brief << Words::tr("%1, %2", "share, samples")
                     .arg(ofBoth(comparison, row, share), ofBoth(comparison, row, samples));
        sentences << Words::tr("It left out %1 of the base and %2 of the current side.")
                         .arg(lossText(base, inBase), lossText(current, inCurrent));
    }
    if (inBase.moved != 0 || inCurrent.moved != 0) {
        const auto share = [](const Analysis &side, const FilterEffect &effect) {
            return shareText(side, effect.moved);
        };
        brief << Words::tr("%1 moved", "share").arg(ofBoth(comparison, row, share));
        sentences << Words::tr(
                         "What it left out of stacks had a cost of %1 in the base and %2 in the current "
                         "side, which other frames have now.")
                         .arg(movedText(base, inBase), movedText(current, inCurrent));
    }
    if (brief.isEmpty()) {
        brief << Words::tr("left out nothing");
        sentences << Words::tr("It matched, and left out no sample that costs something.");
    }
    text.brief = brief.join(QLatin1String("; "));
    text.sentence = sentences.join(QLatin1Char(' '));
    return text;
}

} // namespace proflens
