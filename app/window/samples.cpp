// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/samples.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>

#include <algorithm>

namespace proflens {

namespace {

QString samplesFolder(const QString &programFolder)
{
    // Installed: libexec/proflens/proflens-window beside share/proflens. Built: build/PRESET/app, below
    // resources.
    const char *const candidates[] = {"../../share/proflens/samples", "../share/proflens/samples",
                                      "../../../resources/samples", "../../resources/samples", "samples"};
    for (const char *candidate : candidates) {
        const QDir folder(programFolder + QLatin1Char('/') + QLatin1String(candidate));
        if (!folder.entryList({QStringLiteral("*.pb.gz")}, QDir::Files).isEmpty())
            return QDir::cleanPath(folder.absolutePath());
    }
    return {};
}

// "cpu-1.pb.gz" is the first of two rounds of the same program.
QString titleOf(const QString &file)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Samples", text); };
    static const QRegularExpression shape(QStringLiteral("^([a-z]+)-(\\d+)\\.pb\\.gz$"));
    const auto match = shape.match(file);
    if (!match.hasMatch())
        return file;
    const QString kind = match.captured(1);
    const QString name = kind == QLatin1String("cpu")         ? tr("CPU")
                         : kind == QLatin1String("heap")      ? tr("Heap")
                         : kind == QLatin1String("goroutine") ? tr("Goroutines")
                         : kind == QLatin1String("mutex")     ? tr("Mutex")
                         : kind == QLatin1String("block")     ? tr("Blocking")
                                                              : kind;
    return match.captured(2) == QLatin1String("1")   ? tr("%1, first round").arg(name)
           : match.captured(2) == QLatin1String("2") ? tr("%1, second round").arg(name)
                                                     : file;
}

// The order of a first look: what most people come for is first.
int rank(const QString &file)
{
    const QStringList order = {"cpu", "heap", "goroutine", "mutex", "block"};
    const auto at = order.indexOf(file.section(QLatin1Char('-'), 0, 0));
    return static_cast<int>(at < 0 ? order.size() : at);
}

} // namespace

QList<SampleFile> findSamples(const QString &programFolder)
{
    const QString folder = samplesFolder(programFolder);
    if (folder.isEmpty())
        return {};
    QStringList files = QDir(folder).entryList({QStringLiteral("*.pb.gz")}, QDir::Files, QDir::Name);
    std::stable_sort(files.begin(), files.end(),
                     [](const QString &a, const QString &b) { return rank(a) < rank(b); });
    QList<SampleFile> samples;
    for (const QString &file : std::as_const(files))
        samples.append({folder + QLatin1Char('/') + file, titleOf(file)});
    return samples;
}

} // namespace proflens
