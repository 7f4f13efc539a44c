// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace proflens {

using Json = nlohmann::ordered_json;

// |value / total| in percent; 0 when total is 0.
double dataPercent(int64_t value, int64_t total);

// What was measured: the fields that each report begins with.
Json dataHead(const Report &report, std::string_view name);

// An object whose last field is an array, written row by row, since the samples of a big profile do not fit
// into memory as JSON. Texts that are no UTF-8 lose the bytes that are none.
class JsonRows
{
public:
    JsonRows(Output &out, const Json &head, std::string_view field);
    void add(const Json &row);
    void end();

private:
    Output &m_out;
    bool m_first = true;
};

} // namespace proflens
