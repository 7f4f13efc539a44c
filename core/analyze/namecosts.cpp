// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/namecosts.h"

#include "core/measure/measure.h"
#include "core/select/filtertext.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <tuple>
#include <unordered_map>

namespace proflens {

namespace {

// pprof's sums of magnitudes: samples of a difference must not cancel each other out.
void addMagnitude(int64_t &sum, int64_t value)
{
    sum = static_cast<int64_t>(static_cast<uint64_t>(sum) + (value < 0
                                                                 ? uint64_t(0) - static_cast<uint64_t>(value)
                                                                 : static_cast<uint64_t>(value)));
}

void addCost(NameCost &to, const NameCost &cost)
{
    to.value += cost.value;
    to.base += cost.base;
}

bool isMoreExpensive(const NameCost &a, const NameCost &b)
{
    return std::max(a.value, a.base) > std::max(b.value, b.base);
}

} // namespace

// Sums costs by string, once per sample.
class NameCosts::Maker
{
public:
    Maker(NameCosts &out, const Selection &selection, const ValueFormula &formula,
          const std::optional<ValueFormula> &base, const StopToken &stop)
        : m_out(out)
        , m_selection(selection)
        , m_profile(*selection.profile())
        , m_stop(stop)
        , m_ofStack(m_profile.stacks.size())
        , m_ofLabels(m_profile.labels.size())
    {
        weigh(formula, &NameCost::value);
        if (base)
            weigh(*base, &NameCost::base);
    }

    bool make() { return sumNames() && sumLabels(); }

private:
    void weigh(const ValueFormula &formula, int64_t NameCost::*side)
    {
        const SampleTable &samples = m_profile.samples;
        forEachValue(samples, formula, [&](size_t sample, int64_t value, int64_t) {
            if (!m_selection.keepsSample(sample))
                return;
            addMagnitude(m_ofStack[samples.stack[sample].row].*side, value);
            addMagnitude(m_ofLabels[samples.labels[sample].row].*side, value);
        });
    }

    // The cost of each string in one role, of those that occur.
    struct Role
    {
        explicit Role(size_t strings)
            : seen(strings)
            , costs(strings)
        {}
        std::vector<uint32_t> seen; // the stack that it was met in last, from 1
        std::vector<NameCost> costs;

        void meet(StringId id, uint32_t stack, const NameCost &cost)
        {
            if (seen[id.row] == stack)
                return;
            seen[id.row] = stack;
            addCost(costs[id.row], cost);
        }
    };

    bool sumNames()
    {
        Role functions(m_profile.strings.size()), files(functions), mappings(functions);
        for (size_t s = 0; s < m_profile.stacks.size(); ++s) {
            if (s % 4096 == 0 && m_stop.stop_requested())
                return false;
            const auto stack = static_cast<uint32_t>(s + 1);
            if (!m_selection.keeps(StackId(s)))
                continue;
            const NameCost &cost = m_ofStack[s];
            m_selection.forEachLocation(StackId(s), [&](LocationId id) {
                for (const Line &line : m_selection.lines(id)) {
                    if (!line.function.isValid())
                        continue;
                    const Function &function = m_profile.function(line.function);
                    functions.meet(function.name, stack, cost);
                    files.meet(function.file, stack, cost);
                }
                if (const MappingId mapping = m_profile.location(id).mapping; mapping.isValid())
                    mappings.meet(m_profile.mapping(mapping).file, stack, cost);
            });
        }
        const std::pair<NameKind, const Role *> roles[] = {
            {NameKind::Function, &functions}, {NameKind::File, &files}, {NameKind::Mapping, &mappings}};
        for (const auto &[kind, role] : roles) {
            for (size_t i = 0; i < role->seen.size(); ++i) {
                const std::string_view text = m_profile.text(StringId(i));
                if (role->seen[i] != 0 && !text.empty())
                    m_out.m_names.push_back(m_out.add(kind, text, role->costs[i]));
            }
        }
        return true;
    }

    // A label that occurs: the text of its key (label tables may hold it twice), its value, its unit.
    using LabelId = std::tuple<size_t, bool, int64_t>;
    struct Hash
    {
        size_t operator()(const LabelId &id) const
        {
            return std::get<0>(id) * 0x9e3779b97f4a7c15U +
                   static_cast<size_t>(std::get<2>(id)) * 0xff51afd7ed558ccdU + std::get<1>(id);
        }
    };

    bool sumLabels()
    {
        const LabelTable &table = m_profile.labels;
        std::unordered_map<std::string_view, size_t> keys;
        std::vector<NameCost> keyCosts;
        std::vector<uint32_t> keySeen;
        std::vector<std::string> units; // of the numbers of a key
        struct Sum
        {
            NameCost cost;
            uint32_t seen = 0;
            StringId text{0U};
        };
        std::unordered_map<LabelId, Sum, Hash> values;
        for (size_t i = 0; i < table.size(); ++i) {
            if (i % 4096 == 0 && m_stop.stop_requested())
                return false;
            if (!m_selection.keeps(LabelSetId(i)))
                continue;
            const auto set = static_cast<uint32_t>(i + 1);
            for (const Label &label : table[LabelSetId(i)]) {
                const std::string_view text = m_profile.text(label.key);
                const auto [known, isNew] = keys.try_emplace(text, keyCosts.size());
                const size_t key = known->second;
                if (isNew) {
                    keyCosts.emplace_back();
                    keySeen.push_back(0);
                    units.emplace_back();
                    m_out.m_keys.emplace_back();
                }
                if (std::exchange(keySeen[key], set) != set)
                    addCost(keyCosts[key], m_ofLabels[i]);
                if (label.isNumber && units[key].empty())
                    units[key] = m_selection.labelUnit(label.key);
                Sum &sum = values[{key, label.isNumber, label.isNumber ? label.number : label.text.row}];
                sum.text = label.text;
                if (std::exchange(sum.seen, set) != set)
                    addCost(sum.cost, m_ofLabels[i]);
            }
        }
        for (const auto &[text, key] : keys)
            m_out.m_keys[key].entry = m_out.add(NameKind::LabelKey, text, keyCosts[key]);
        for (const auto &[id, sum] : values) {
            const auto &[keyRow, isNumber, number] = id;
            Key &key = m_out.m_keys[keyRow];
            Value value;
            value.isNumber = isNumber;
            std::string text(m_profile.text(sum.text));
            if (isNumber) {
                value.number = number;
                value.unit = units[keyRow];
                text = measure::label(number, value.unit);
            }
            value.entry = m_out.add(NameKind::LabelValue, text, sum.cost);
            key.values.push_back(std::move(value));
        }
        return true;
    }
    NameCosts &m_out;
    const Selection &m_selection;
    const Profile &m_profile;
    const StopToken &m_stop;
    std::vector<NameCost> m_ofStack, m_ofLabels;
};

std::shared_ptr<const NameCosts> NameCosts::make(const Selection &selection, const ValueFormula &formula,
                                                 const std::optional<ValueFormula> &base,
                                                 const StopToken &stop)
{
    std::shared_ptr<NameCosts> names(new NameCosts);
    names->m_profile = selection.profile();
    if (!Maker(*names, selection, formula, base, stop).make())
        return nullptr;
    names->sort();
    return names;
}

NameCosts::Entry NameCosts::add(NameKind kind, std::string_view text, NameCost cost)
{
    Entry entry{kind, static_cast<uint32_t>(text.size()), m_text.size(), cost};
    m_text += text;
    m_folded += folded(text);
    return entry;
}

void NameCosts::sort()
{
    const auto less = [this](const Entry &a, const Entry &b) {
        if (isMoreExpensive(a.cost, b.cost) || isMoreExpensive(b.cost, a.cost))
            return isMoreExpensive(a.cost, b.cost);
        return std::pair(a.kind, nameOf(a).text) < std::pair(b.kind, nameOf(b).text);
    };
    std::sort(m_names.begin(), m_names.end(), less);
    std::sort(m_keys.begin(), m_keys.end(),
              [&](const Key &a, const Key &b) { return less(a.entry, b.entry); });
    for (Key &key : m_keys) {
        std::sort(key.values.begin(), key.values.end(),
                  [&](const Value &a, const Value &b) { return less(a.entry, b.entry); });
    }
}

std::string NameCosts::valuePattern(size_t key, size_t i) const
{
    const Value &value = m_keys[key].values[i];
    if (value.isNumber) {
        // Filters take no other units; without one, the number is compared as it is.
        const bool isWord = std::all_of(value.unit.begin(), value.unit.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        });
        return std::to_string(value.number) + (isWord ? value.unit : std::string());
    }
    // Commas separate patterns there.
    std::string pattern = exactPattern(nameOf(value.entry).text);
    for (size_t at = 0; (at = pattern.find(',', at)) != std::string::npos;)
        pattern.replace(at, 1, "\\x2c");
    return pattern;
}

bool NameCosts::contains(const Entry &entry, std::string_view folded) const
{
    return memmem(m_folded.data() + entry.begin, entry.size, folded.data(), folded.size()) != nullptr;
}

std::string NameCosts::folded(std::string_view text)
{
    std::string out(text);
    for (char &c : out) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

} // namespace proflens
