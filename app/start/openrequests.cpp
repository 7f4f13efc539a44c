// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/start/openrequests.h"

#include "app/cli/sources.h"
#include "app/session/viewoptions.h"

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
    common.state = withOptions(common.state, {}, options, {});
    common.state.myCode = options.myCode;
    common.state.names = line.names;

    // Where pprof would start a viewer, several files are one profile, too.
    if ((!line.bases.empty() || !line.viewer.empty()) && !line.sources.empty()) {
        OpenRequest request = common;
        request.path = absolute(line.sources.front());
        for (size_t i = 1; i < line.sources.size(); ++i)
            request.morePaths.append(absolute(line.sources[i]));
        request.read = [line](const ReadOptions &) { return loadCurrent(line); };
        for (const std::string &base : line.bases)
            request.base.paths.append(absolute(base));
        if (!line.bases.empty())
            request.base.read = [line](const ReadOptions &) { return loadBase(line); };
        CompareState &compare = request.state.compare;
        compare.percentOf = line.diffBase ? PercentOf::Base : PercentOf::Difference;
        compare.scaling = line.scaling;
        return {request};
    }
    QList<OpenRequest> requests;
    for (const std::string &source : line.sources) {
        OpenRequest request = common;
        request.path = absolute(source);
        requests.append(request);
    }
    return requests;
}

} // namespace proflens
