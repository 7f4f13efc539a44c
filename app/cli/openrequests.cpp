// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/openrequests.h"

#include "app/cli/sources.h"

#include <QDir>
#include <QFileInfo>

namespace proflens {

namespace {

QString absolute(const std::string &path)
{
    return QDir::cleanPath(QFileInfo(QString::fromLocal8Bit(path.c_str())).absoluteFilePath());
}

} // namespace

QList<OpenRequest> openRequests(const CommandLine &line)
{
    OpenRequest common;
    const ReportOptions &options = line.options;
    common.sampleType = QString::fromStdString(options.sampleIndex);
    common.state.mean = options.mean;
    common.state.granularity = options.granularity;
    common.state.noInlines = options.noInlines;
    common.state.relativePercentages = options.relativePercentages;
    common.state.unit = QString::fromStdString(options.unit);
    for (const Filter &filter : options.filters)
        common.state.chips.append({filter.kind, QString::fromStdString(filter.pattern), true});

    QList<OpenRequest> requests;
    for (const std::string &source : line.sources) {
        OpenRequest request = common;
        request.path = absolute(source);
        if (!line.bases.empty())
            request.read = [line](const ReadOptions &) { return loadSources(line); };
        requests.append(request);
        if (!line.bases.empty())
            break;
    }
    return requests;
}

} // namespace proflens
