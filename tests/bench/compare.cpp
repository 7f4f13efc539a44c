// SPDX-License-Identifier: GPL-3.0-or-later
// How long the switches of a comparison take until the numbers of all panes are there: bench_compare BASE
// CURRENT [TURNS]. Wall time, in milliseconds; less than 100 feels immediate.
#include "core/analyze/comparedweights.h"
#include "core/analyze/comparison.h"
#include "core/format/read.h"
#include "core/layout/flame.h"
#include "core/select/labelframes.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

using namespace proflens;

namespace {

void say(const char *what, int turns, const std::function<void(int)> &work)
{
    std::vector<double> times;
    for (int turn = 0; turn < turns; ++turn) {
        const auto begin = std::chrono::steady_clock::now();
        work(turn);
        const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
        times.push_back(time.count());
    }
    std::sort(times.begin(), times.end());
    std::printf("%-34s median %7.1f  most %7.1f ms\n", what, times[times.size() / 2], times.back());
}

ProfilePtr read(const char *path)
{
    auto profile = readProfile(path);
    if (!profile) {
        std::fprintf(stderr, "%s\n", profile.error().message.c_str());
        std::exit(2);
    }
    return *profile;
}

template <typename T> T orExit(Result<T> result)
{
    if (!result.ok()) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        std::exit(2);
    }
    return std::move(*result);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "usage: bench_compare BASE CURRENT [TURNS]\n");
        return 2;
    }
    const ProfilePtr base = read(argv[1]), current = read(argv[2]);
    const int turns = argc > 3 ? std::max(1, std::atoi(argv[3])) : 9;
    JoinedPtr joined;
    say("join both", 1, [&](int) { joined = orExit(joinProfiles(base, current)); });
    std::printf("samples %zu and %zu, %zu types\n", joined->current.sampleCount, joined->base.sampleCount,
                joined->typeCount);
    ComparisonOptions options;
    ComparisonPtr comparison;
    const auto make = [&] { comparison = orExit(Comparison::make(joined, options, comparison.get())); };
    say("first comparison", 1, [&](int) { make(); });
    std::printf("stacks %u, frames %zu\n", comparison->stacks().size(), comparison->frames().size());
    say("another scaling", turns, [&](int turn) {
        options.scaling = {ScaleBy::Factor, 1.5 + turn, {}};
        make();
    });
    say("another sample type", turns, [&](int turn) {
        options.view.sampleIndex = turn % static_cast<int>(joined->typeCount);
        make();
    });
    say("percentages of something else", turns, [&](int turn) {
        options.percentOf = turn % 2 ? PercentOf::Base : PercentOf::Difference;
        make();
    });
    say("one more filter (focus)", turns, [&](int turn) {
        options.view.filters = {{FilterKind::Focus, "f" + std::to_string(turn)}};
        make();
    });
    options.view.filters.clear();
    make();
    std::string key;
    for (size_t i = 0; i < current->labels.size() && key.empty(); ++i) {
        for (const Label &label : current->labels[LabelSetId(i)])
            key = current->text(label.key);
    }
    if (!key.empty()) {
        const Selection selection(current);
        say("one side with labels as frames", turns, [&](int turn) {
            withLabelFrames(selection, {turn % 2 ? std::vector{key} : std::vector<std::string>(), {key}});
        });
        AnalysisPtr analysis;
        say("and its stacks sorted", turns, [&](int turn) {
            AnalysisOptions view;
            (turn % 2 ? view.tagRoot : view.tagLeaf) = {key};
            analysis = orExit(Analysis::make(current, view, analysis.get()));
        });
    }
    const ComparedWidth widths[] = {ComparedWidth::Larger, ComparedWidth::Current, ComparedWidth::Base,
                                    ComparedWidth::Difference};
    say("another width, laid out", turns, [&](int turn) {
        const StackWeights weights = comparedWeights(*comparison, widths[turn % 4]);
        const FlameTree tree(comparison->stacks(), weights);
        FlameWindow window;
        window.end = static_cast<double>(tree.width());
        window.columns = 1920;
        window.levels = 60;
        FlameLayout layout;
        layoutFlame(tree, window, layout);
        for (uint32_t level = 0; level < layout.levelEnds.size(); ++level) {
            for (const FlameBox &box : layout.level(level)) {
                const FlameRows rows = rowsOf(tree, layout, level, box);
                comparison->changeOfRows(rows.begin, rows.end);
            }
        }
    });
    return 0;
}
