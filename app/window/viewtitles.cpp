// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/viewtitles.h"

#include "app/session/document.h"
#include "core/measure/measure.h"

#include <QCoreApplication>
#include <QLocale>

namespace proflens {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("ViewBar", text);
}

} // namespace

QString granularityTitle(Granularity granularity)
{
    switch (granularity) {
    case Granularity::Functions:
        return translated("Functions");
    case Granularity::FileFunctions:
        return translated("Functions by file");
    case Granularity::Files:
        return translated("Files");
    case Granularity::Lines:
    case Granularity::SourceLines: // not offered
        return translated("Lines");
    case Granularity::Addresses:
        return translated("Addresses");
    }
    return {};
}

QString sampleTypeTitle(const Document &document, int index)
{
    const ValueType &type = document.sampleTypes()[static_cast<size_t>(index)];
    const QString name = QString::fromStdString(type.type);
    const QString unit = QString::fromStdString(type.unit);
    const QString title = unit.isEmpty() || unit == name ? name : translated("%1 (%2)").arg(name, unit);
    const auto &zero = document.zeroTypes();
    return static_cast<size_t>(index) < zero.size() && zero[static_cast<size_t>(index)]
               ? translated("%1: all zero").arg(title)
               : title;
}

QList<std::pair<QString, QString>> unitsOf(const Document &document)
{
    QList<std::pair<QString, QString>> units = {
        {QStringLiteral("minimum"), translated("One unit for all")},
        {QStringLiteral("auto"), translated("Each in its own unit")},
    };
    const int index = document.state().sampleIndex;
    if (!document.profile() || index < 0)
        return units;
    const std::string &unit = document.sampleTypes()[static_cast<size_t>(index)].unit;
    // pprof's names (internal/measurement): they are what -unit takes.
    const QList<QStringList> families = {
        {"ns", "us", "ms", "s", "hrs"},
        {"B", "kB", "MB", "GB", "TB", "PB"},
        {"n*GCU", "u*GCU", "m*GCU", "GCU", "k*GCU", "M*GCU", "G*GCU", "T*GCU", "P*GCU"},
    };
    for (const QStringList &family : families) {
        if (!measure::compatibleUnits(unit, family.last().toStdString()))
            continue;
        for (const QString &name : family)
            units.append({name, name});
    }
    return units;
}

ViewState withSampleType(const Document &document, int index)
{
    ViewState state = document.state();
    const auto &types = document.sampleTypes();
    const auto unit = [&](int i) { return i < 0 ? std::string() : types[static_cast<size_t>(i)].unit; };
    if (!measure::compatibleUnits(unit(state.sampleIndex), unit(index)) &&
        state.unit != QLatin1String("auto"))
        state.unit = QStringLiteral("minimum");
    state.sampleIndex = index;
    return state;
}

double secondsOf(const Document &document)
{
    return document.profile() ? static_cast<double>(document.profile()->durationNanos) / 1e9 : 0;
}

QString meanTitle(const Document &document)
{
    if (!document.state().mean || document.sampleTypes().empty())
        return {};
    return translated("per %1").arg(QString::fromStdString(document.sampleTypes().front().type));
}

QString divisorTitle(const Document &document)
{
    const double divisor = document.state().divideBy;
    if (divisor == 1)
        return {};
    return divisor == secondsOf(document) ? translated("per second")
                                          : translated("÷ %1").arg(QLocale::c().toString(divisor, 'g', 6));
}

} // namespace proflens
