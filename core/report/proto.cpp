// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/write.h"
#include "core/measure/measure.h"
#include "core/profile/builder.h"
#include "core/report/printers.h"

#include <map>
#include <tuple>

namespace proflens {

Status printProto(Report &report, Output &out)
{
    Selection selection = report.selection();
    if (report.options().noInlines && !report.options().showColumns)
        selection.dropColumns();
    const std::shared_ptr<Profile> profile = materialize(selection);
    const double ratio = 1 / report.options().divideBy;
    if (ratio > 0 && ratio != 1) {
        for (ValueColumn &values : profile->samples.values) {
            for (size_t i = 0; i < values.size(); ++i)
                values.set(i, static_cast<int64_t>(static_cast<double>(values[i]) * ratio));
        }
    }
    const auto bytes = encodeProfile(*profile);
    if (!bytes)
        return bytes.error();
    out << *bytes;
    return success();
}

Status printTopProto(Report &report, Output &out)
{
    const ReportGraph graph = report.graph();
    const std::string &unit = report.unit();
    const Profile &from = report.profile();
    ProfileBuilder builder;
    Profile &header = builder.header();
    builder.addSampleType("cum", unit);
    builder.addSampleType("flat", unit);
    header.timeNanos = from.timeNanos;
    header.durationNanos = from.durationNanos;
    header.periodType = from.periodType;
    header.period = from.period;

    std::map<std::tuple<std::string_view, std::string_view, int64_t>, FunctionId> functions;
    const auto scaled = [&](int64_t value) {
        return static_cast<int64_t>(measure::scale(value, report.sampleType().unit, unit).value);
    };
    for (uint32_t i : graph.calls().shown) {
        const CallGraph::Node &node = graph.calls().nodes[i];
        const Frame &frame = (*graph.frames)[node.frame];
        const auto [function, added] = functions.try_emplace({frame.name, frame.file, frame.startLine});
        if (added)
            function->second = builder.addFunction(frame.name, {}, frame.file, frame.startLine);
        Location location;
        location.address = frame.address;
        const Line line{function->second, frame.line, frame.column};
        const LocationId id = builder.addLocation(location, {&line, 1});
        const int64_t values[] = {scaled(node.cumValue()), scaled(node.flatValue())};
        builder.addSample({&id, 1}, values);
    }
    const auto bytes = encodeProfile(*builder.finish());
    if (!bytes)
        return bytes.error();
    out << *bytes;
    return success();
}

} // namespace proflens
