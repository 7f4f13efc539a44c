// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/datajson.h"

#include <cmath>

namespace proflens {

namespace {

std::string text(const Json &json, int indent)
{
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string_view granularityName(Granularity granularity)
{
    switch (granularity) {
    case Granularity::Functions:
        return "functions";
    case Granularity::FileFunctions:
        return "filefunctions";
    case Granularity::Files:
        return "files";
    case Granularity::Lines:
    case Granularity::SourceLines:
        return "lines";
    case Granularity::Addresses:
        return "addresses";
    }
    return {};
}

} // namespace

double dataPercent(int64_t value, int64_t total)
{
    return total == 0 ? 0 : std::fabs(static_cast<double>(value) / static_cast<double>(total)) * 100;
}

Json dataHead(const Report &report, std::string_view name)
{
    const Profile &profile = report.profile();
    const ReportOptions &options = report.options();
    Json head = {{"report", name}};
    if (!profile.mappings.empty()) {
        head["binary"] = profile.text(profile.mappings[0].file);
        head["buildId"] = profile.text(profile.mappings[0].buildId);
    }
    head["sampleType"] = {{"type", report.sampleType().type}, {"unit", report.sampleType().unit}};
    head["mean"] = options.mean;
    head["granularity"] = granularityName(options.granularity);
    Json filters = Json::array();
    for (const Filter &filter : options.filters)
        filters.push_back({{"kind", filterName(filter.kind)}, {"pattern", filter.pattern}});
    head["filters"] = std::move(filters);
    head["timeNanos"] = profile.timeNanos;
    head["durationNanos"] = profile.durationNanos;
    head["total"] = report.divided(report.total());
    return head;
}

JsonRows::JsonRows(Output &out, const Json &head, std::string_view field)
    : m_out(out)
{
    std::string start = text(head, 2);
    start.resize(start.size() - 2); // the line that closes the object
    m_out << start << ",\n  \"" << field << "\": [";
}

void JsonRows::add(const Json &row)
{
    m_out << (m_first ? "\n    " : ",\n    ") << text(row, -1);
    m_first = false;
}

void JsonRows::end()
{
    m_out << (m_first ? "]\n}\n" : "\n  ]\n}\n");
}

} // namespace proflens
