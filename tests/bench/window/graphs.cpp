// SPDX-License-Identifier: GPL-3.0-or-later
// The call graph: the usual one from its pane being brought to the front, and a large one from the number of
// functions being changed. Whatever layout comes of it, and what is said about it goes to standard error.
#include "tests/bench/window/driver.h"

#include "app/panes/graph/graphcanvas.h"
#include "app/panes/graph/graphpane.h"

#include <cstdio>

namespace proflens::bench {

namespace {

void measureGraph(Driver &driver, const std::string &row, int nodes)
{
    if (!driver.wants(row))
        return;
    auto &pane = static_cast<GraphPane &>(*driver.paneOf("graph"));
    std::vector<double> times;
    GraphChoice choice = pane.choice();
    for (int run = 0; run < driver.runs(); ++run) {
        times.push_back(driver.time([&] {
            // The same number again would be no change; this one is as large.
            choice.nodeCount = nodes + run % 2;
            pane.setChoice(choice);
        }));
    }
    if (!pane.note().isEmpty())
        std::fprintf(stderr, "%s: %s\n", row.c_str(), qPrintable(pane.note()));
    print(row, times, -1, pane.canvas()->scene() ? long(pane.canvas()->scene()->calls().nodes.size()) : 0);
}

} // namespace

void measureGraphs(Driver &driver)
{
    if (!driver.wants("graph"))
        return;
    driver.showUsualPanes();
    auto &pane = static_cast<GraphPane &>(*driver.paneOf("graph"));
    LayoutOptions options = pane.layoutOptions();
    options.helper = driver.layoutHelper();
    pane.setLayoutOptions(options);
    if (driver.wants("graph.first"))
        print("graph.first", {driver.time([&] { driver.view().raisePane(QStringLiteral("graph")); })});
    driver.view().raisePane(QStringLiteral("graph"));
    driver.settle();
    measureGraph(driver, "graph.80", 80);
    measureGraph(driver, "graph.500", 500);
    driver.view().raisePane(QStringLiteral("flame"));
    driver.settle();
}

} // namespace proflens::bench
