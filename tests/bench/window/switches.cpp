// SPDX-License-Identifier: GPL-3.0-or-later
// Another sample type, unit or granularity, one filter more and one fewer: until all visible panes are right.
#include "tests/bench/window/driver.h"

#include "app/panes/functionmenu.h"
#include "core/select/filtertext.h"

#include <QComboBox>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <optional>

namespace proflens::bench {

namespace {

QComboBox *box(Driver &driver, const char *name)
{
    const auto boxes = driver.view().findChildren<QComboBox *>();
    const auto found = std::find_if(boxes.begin(), boxes.end(), [&](const QComboBox *one) {
        return one->accessibleName().startsWith(QLatin1String(name));
    });
    if (found == boxes.end()) {
        std::fprintf(stderr, "bench_window: there is no list \"%s\"\n", name);
        std::exit(1);
    }
    return *found;
}

double choose(Driver &driver, QComboBox &list, int index)
{
    return driver.time([&] {
        list.setCurrentIndex(index);
        Q_EMIT list.activated(index);
    });
}

// Each entry in turn, beginning with the one after that which is shown, so often that each was there `runs`
// times.
std::vector<double> walk(Driver &driver, QComboBox &list)
{
    std::vector<double> times;
    if (list.count() < 2)
        return times;
    const int begun = list.currentIndex();
    for (int i = 1; i <= list.count() * driver.runs(); ++i)
        times.push_back(choose(driver, list, (begun + i) % list.count()));
    return times;
}

void measureGranularities(Driver &driver)
{
    QComboBox *list = box(driver, "Granularity");
    const int functions = list->findData(static_cast<int>(Granularity::Functions));
    std::vector<double> all;
    for (int i = 0; i < list->count(); ++i) {
        if (i == functions)
            continue;
        std::vector<double> there, back;
        for (int run = 0; run < driver.runs(); ++run) {
            there.push_back(choose(driver, *list, i));
            back.push_back(choose(driver, *list, functions));
        }
        all.insert(all.end(), there.begin(), there.end());
        all.insert(all.end(), back.begin(), back.end());
        const std::string name = list->itemText(i).toLower().remove(QLatin1Char(' ')).toStdString();
        print("switch.granularity." + name, there);
        print("switch.granularity." + name + ".back", back);
    }
    print("switch.granularity", all);
}

// The end of a name, as somebody would type it, of a function that is in a middling share of the samples.
std::string functionPattern(const Analysis &analysis)
{
    const FrameCosts &costs = analysis.costs();
    std::vector<uint32_t> frames(costs.cum.size());
    std::iota(frames.begin(), frames.end(), 0U);
    std::sort(frames.begin(), frames.end(),
              [&](uint32_t a, uint32_t b) { return costs.cum[a] > costs.cum[b]; });
    if (frames.empty())
        return "main";
    std::string name(analysis.frames()[FrameId(frames[std::min<size_t>(40, frames.size() - 1)])].name);
    const size_t cut = name.find_last_of(".:/ ");
    if (cut != std::string::npos && cut + 1 < name.size())
        name.erase(0, cut + 1);
    return exactPattern(name).substr(1, exactPattern(name).size() - 2);
}

std::optional<std::string> labelKey(const Document &document)
{
    const auto &keys = document.labelKeys();
    return keys.empty() ? std::nullopt : std::optional(keys.front());
}

void measureFilters(Driver &driver)
{
    Document &document = driver.document();
    const std::string function = functionPattern(*document.analysis());
    std::vector<std::pair<FilterKind, std::string>> filters = {
        {FilterKind::Focus, function}, {FilterKind::Ignore, function},   {FilterKind::Hide, function},
        {FilterKind::Show, "a"},       {FilterKind::ShowFrom, function}, {FilterKind::PruneFrom, function},
    };
    if (const auto key = labelKey(document)) {
        filters.emplace_back(FilterKind::TagFocus, *key + "=.");
        filters.emplace_back(FilterKind::TagIgnore, *key + "=1");
        filters.emplace_back(FilterKind::TagHide, *key);
    }
    std::vector<double> allAdded, allRemoved;
    for (const auto &[kind, pattern] : filters) {
        std::vector<double> added, removed;
        for (int run = 0; run < driver.runs(); ++run) {
            added.push_back(driver.time([&] { document.addFilter(kind, QString::fromStdString(pattern)); }));
            removed.push_back(driver.time([&] {
                ViewState state = document.state();
                state.chips.removeLast();
                document.setState(state);
            }));
        }
        const std::string name(filterName(kind));
        print("switch.filter.add." + name, added);
        print("switch.filter.remove." + name, removed);
        allAdded.insert(allAdded.end(), added.begin(), added.end());
        allRemoved.insert(allRemoved.end(), removed.begin(), removed.end());
    }
    print("switch.filter.add", allAdded);
    print("switch.filter.remove", allRemoved);
}

} // namespace

void measureSwitches(Driver &driver)
{
    const auto part = [&](const std::string &row, const auto &measure) {
        if (!driver.wants(row) && !driver.wants("gui.busy"))
            return;
        driver.takeBusy();
        measure();
        print("gui.busy." + row, driver.takeBusy());
    };
    driver.showUsualPanes();
    part("switch.sampletype", [&] { print("switch.sampletype", walk(driver, *box(driver, "Sample type"))); });
    part("switch.unit", [&] { print("switch.unit", walk(driver, *box(driver, "Unit"))); });
    part("switch.filter", [&] { measureFilters(driver); });
    part("switch.granularity", [&] { measureGranularities(driver); });
}

} // namespace proflens::bench
