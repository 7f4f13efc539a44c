// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/labelsets.h"

#include "core/measure/measure.h"

#include <algorithm>
#include <unordered_map>

namespace proflens {

namespace {

void append(std::string &bytes, std::string_view text)
{
    const size_t size = text.size();
    bytes.append(reinterpret_cast<const char *>(&size), sizeof size);
    bytes += text;
}

// Bytes that are equal for sets that look alike, and for no others.
std::string identity(const Selection &selection, LabelSetId set)
{
    const Profile &profile = *selection.profile();
    std::string bytes;
    for (const Label &label : selection.labels(set)) {
        append(bytes, profile.text(label.key));
        bytes += label.isNumber ? 'n' : 't';
        if (label.isNumber)
            bytes.append(reinterpret_cast<const char *>(&label.number), sizeof label.number);
        else
            append(bytes, profile.text(label.text));
    }
    return bytes;
}

} // namespace

std::vector<LabelLine> labelLines(const Selection &selection, LabelSetId set)
{
    const Profile &profile = *selection.profile();
    std::vector<LabelLine> texts, numbers;
    const auto add = [&](std::vector<LabelLine> &lines, std::string_view key, std::string_view value) {
        const auto known =
            std::find_if(lines.begin(), lines.end(), [&](const LabelLine &line) { return line.key == key; });
        if (known == lines.end())
            lines.push_back({key, std::string(value), &lines == &numbers});
        else
            known->values += ' ' + std::string(value);
    };
    for (const Label &label : selection.labels(set)) {
        const std::string_view key = profile.text(label.key);
        if (label.isNumber)
            add(numbers, key, measure::label(label.number, selection.labelUnit(label.key)));
        else
            add(texts, key, profile.text(label.text));
    }
    std::move(numbers.begin(), numbers.end(), std::back_inserter(texts));
    return texts;
}

std::string labelText(const Selection &selection, LabelSetId set)
{
    std::string text;
    for (const LabelLine &line : labelLines(selection, set))
        text += (text.empty() ? "" : "; ") + std::string(line.key) + ": " + line.values;
    return text;
}

ShownLabelSets::ShownLabelSets(const Selection &selection, std::span<const uint8_t> used)
    : m_shown(used.size())
    , m_examples{LabelSetId(0U)}
{
    std::unordered_map<std::string, uint32_t> known{{std::string(), 0}};
    for (size_t set = 0; set < used.size(); ++set) {
        if (!used[set])
            continue;
        const auto [it, added] =
            known.try_emplace(identity(selection, LabelSetId(set)), static_cast<uint32_t>(m_examples.size()));
        if (added)
            m_examples.emplace_back(set);
        m_shown[set] = it->second;
    }
}

} // namespace proflens
