// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/comparetext.h"

#include <QCoreApplication>

namespace proflens {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CompareText", text);
}

} // namespace

QString percentOfText(const Comparison &comparison)
{
    const QString total =
        QString::fromStdString(comparison.current()->formatAuto(comparison.difference()->total()));
    switch (comparison.options().percentOf) {
    case PercentOf::Base:
        return tr("the base's total, %1").arg(total);
    case PercentOf::Current:
        return tr("the current side's total, %1").arg(total);
    case PercentOf::Difference:
        return tr("all differences without their signs, %1").arg(total);
    }
    return {};
}

QString bothText(const Comparison &comparison, BothValues values)
{
    const auto format = [&](int64_t value) {
        return QString::fromStdString(comparison.current()->formatAuto(value));
    };
    const int64_t delta = values.delta();
    const QString sign = delta > 0 ? QStringLiteral("+") : QString();
    const QString percent = QString::fromStdString(comparison.percent(delta));
    const QString text = tr("base %1, current %2, Δ %3")
                             .arg(format(values.base), format(values.current), sign + format(delta));
    return percent.isEmpty() ? text : tr("%1 (%2)").arg(text, percent);
}

QString changeSentence(const Change &change)
{
    if (change.kind == Change::Kind::Same)
        return {};
    if (change.noise)
        return tr("Within noise: sampling the same program twice may differ as much.");
    if (change.kind == Change::Kind::New)
        return tr("New: the base has none of it.");
    if (change.kind == Change::Kind::Gone)
        return tr("Gone: the current side has none of it.");
    return {};
}

} // namespace proflens
