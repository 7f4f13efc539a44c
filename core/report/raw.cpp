// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/printers.h"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace proflens {

namespace {

// A point in time as Go prints one: "2023-11-14 22:13:20.5 +0000 UTC".
std::string timeText(int64_t nanos)
{
    int64_t seconds = nanos / 1000000000;
    int64_t fraction = nanos % 1000000000;
    if (fraction < 0) {
        fraction += 1000000000;
        --seconds;
    }
    const auto time = static_cast<std::time_t>(seconds);
    std::tm local{};
    char text[64] = "";
    if (localtime_r(&time, &local))
        std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
    std::string result = text;
    if (fraction != 0) {
        std::string digits = std::to_string(1000000000 + fraction).substr(1);
        digits.erase(digits.find_last_not_of('0') + 1);
        result += '.' + digits;
    }
    std::strftime(text, sizeof text, " %z %Z", &local);
    return result + text;
}

// A number of nanoseconds as Go prints a duration: "1h2m3.5s", "1.5ms".
std::string durationText(int64_t nanos)
{
    const bool negative = nanos < 0;
    uint64_t value = negative ? uint64_t(0) - static_cast<uint64_t>(nanos) : static_cast<uint64_t>(nanos);
    const auto withFraction = [](uint64_t v, int digits) {
        uint64_t scale = 1;
        for (int i = 0; i < digits; ++i)
            scale *= 10;
        std::string text = std::to_string(v / scale);
        if (v % scale != 0) {
            std::string fraction = std::to_string(scale + v % scale).substr(1);
            fraction.erase(fraction.find_last_not_of('0') + 1);
            text += '.' + fraction;
        }
        return text;
    };
    std::string text;
    if (value == 0)
        return "0s";
    if (value < 1000)
        text = std::to_string(value) + "ns";
    else if (value < 1000000)
        text = withFraction(value, 3) + "µs";
    else if (value < 1000000000)
        text = withFraction(value, 6) + "ms";
    else {
        const uint64_t minutes = value / 60000000000;
        text = withFraction(value % 60000000000, 9) + 's';
        if (minutes > 0)
            text = std::to_string(minutes % 60) + 'm' + text;
        if (minutes >= 60)
            text = std::to_string(minutes / 60) + 'h' + text;
    }
    return (negative ? "-" : "") + text;
}

// The first points of text, as Go's %.4v keeps them.
std::string_view firstPoints(std::string_view text, size_t points)
{
    size_t end = 0;
    for (size_t length = 0; length <= text.size() && codePoints(text.substr(0, length)) <= points; ++length)
        end = length;
    return text.substr(0, end);
}

// "key:[a b]" per key, sorted and joined.
std::string labelText(const Selection &selection, LabelSetId set, bool numbers)
{
    const Profile &profile = *selection.profile();
    struct Key
    {
        std::string_view key;
        std::string values;
    };
    std::vector<Key> keys;
    // Units are printed only if some number of the key has one.
    const std::vector<Label> labels = selection.labels(set);
    for (const Label &label : labels) {
        if (label.isNumber != numbers)
            continue;
        const std::string_view key = profile.text(label.key);
        std::string value;
        if (numbers) {
            value = std::to_string(label.number);
            const bool anyUnit = std::any_of(labels.begin(), labels.end(), [&](const Label &other) {
                return other.isNumber && profile.text(other.key) == key && !profile.text(other.unit).empty();
            });
            if (anyUnit)
                value += ' ' + std::string(profile.text(label.unit));
        } else {
            value = profile.text(label.text);
        }
        const auto known = std::find_if(keys.begin(), keys.end(), [&](const Key &k) { return k.key == key; });
        if (known == keys.end())
            keys.push_back({key, std::move(value)});
        else
            known->values += ' ' + value;
    }
    std::vector<std::string> texts;
    for (const Key &key : keys)
        texts.push_back(std::string(key.key) + ":[" + key.values + ']');
    std::sort(texts.begin(), texts.end());
    std::string joined;
    for (const std::string &text : texts)
        joined += (joined.empty() ? "" : " ") + text;
    return joined;
}

} // namespace

Status printRaw(Report &report, Output &out)
{
    const Selection &selection = report.selection();
    const Profile &p = report.profile();
    for (const std::string &comment : p.comments)
        out << "Comment: " << comment << '\n';
    if (!p.docUrl.empty())
        out << "Doc: " << p.docUrl << '\n';
    // pprof makes an absent one an empty one when it reads a file.
    const ValueType periodType = p.periodType.value_or(ValueType());
    out << "PeriodType: " << periodType.type << ' ' << periodType.unit << '\n';
    out << "Period: " << p.period << '\n';
    if (p.timeNanos != 0)
        out << "Time: " << timeText(p.timeNanos) << '\n';
    if (p.durationNanos != 0)
        out << "Duration: " << firstPoints(durationText(p.durationNanos), 4) << '\n';

    out << "Samples:\n";
    std::string types;
    for (const ValueType &type : p.sampleTypes)
        types += (types.empty() ? "" : " ") + type.type + '/' + type.unit +
                 (type.type == p.defaultSampleType ? "[dflt]" : "");
    types.erase(0, types.find_first_not_of(" \t\r\n"));
    types.erase(types.find_last_not_of(" \t\r\n") + 1);
    out << types << '\n';
    for (size_t sample = 0; sample < p.samples.size() && out.good(); ++sample) {
        if (!selection.keepsSample(sample))
            continue;
        for (const ValueColumn &values : p.samples.values)
            out << ' ' << padLeft(std::to_string(values[sample]), 10);
        out << ": ";
        selection.forEachLocation(p.samples.stack[sample],
                                  [&](LocationId location) { out << p.location(location).id << ' '; });
        out << '\n';
        for (bool numbers : {false, true}) {
            const std::string labels = labelText(selection, p.samples.labels[sample], numbers);
            if (!labels.empty())
                out << "                " << labels << '\n';
        }
    }

    out << "Locations\n";
    const bool columns = !report.options().noInlines || report.options().showColumns;
    for (size_t i = 0; i < p.locations.size(); ++i) {
        const Location &location = p.locations[i];
        std::string head = padLeft(std::to_string(location.id), 6) + ": " + hex(location.address) + ' ';
        if (location.mapping.isValid())
            head += "M=" + std::to_string(p.mapping(location.mapping).id) + ' ';
        if (location.folded)
            head += "[F] ";
        const auto lines = selection.lines(LocationId(i));
        if (lines.empty())
            out << head << '\n';
        for (const Line &line : lines) {
            out << head;
            if (line.function.isValid()) {
                const Function &function = p.function(line.function);
                const std::string_view name = p.text(function.name), systemName = p.text(function.systemName);
                out << name << ' ' << p.text(function.file) << ':' << line.line << ':'
                    << (columns ? line.column : 0) << " s=" << function.startLine;
                if (name != systemName)
                    out << '(' << systemName << ')';
            } else {
                out << "??";
            }
            out << '\n';
            head = "             ";
        }
    }

    out << "Mappings\n";
    for (const Mapping &mapping : p.mappings) {
        out << mapping.id << ": " << hex(mapping.start) << '/' << hex(mapping.limit) << '/'
            << hex(mapping.offset) << ' ' << p.text(mapping.file) << ' ' << p.text(mapping.buildId) << ' '
            << (mapping.hasFunctions ? "[FN]" : "") << (mapping.hasFilenames ? "[FL]" : "")
            << (mapping.hasLineNumbers ? "[LN]" : "") << (mapping.hasInlineFrames ? "[IN]" : "") << '\n';
    }
    return success();
}

} // namespace proflens
