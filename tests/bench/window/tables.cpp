// SPDX-License-Identifier: GPL-3.0-or-later
// The top table, sorted, searched and scrolled, at the granularity with the rows nearest above 100,000.
#include "tests/bench/window/driver.h"

#include "app/panes/pane.h"
#include "app/panes/searchline.h"
#include "app/panes/tableview.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QScrollBar>

#include <chrono>
#include <cmath>

namespace proflens::bench {

namespace {

constexpr double wantedRows = 100'000;

TableView &table(Driver &driver)
{
    for (TableView *view : driver.paneOf("top")->findChildren<TableView *>()) {
        if (view->isVisible())
            return *view;
    }
    return driver.paneWidget<TableView>("top");
}

void setGranularity(Driver &driver, Granularity granularity)
{
    ViewState state = driver.document().state();
    state.granularity = granularity;
    driver.document().setState(state);
    driver.settle();
}

void useManyRows(Driver &driver)
{
    Granularity best = Granularity::Functions;
    double distance = INFINITY;
    for (const Granularity granularity :
         {Granularity::Functions, Granularity::Lines, Granularity::Addresses}) {
        setGranularity(driver, granularity);
        const double rows = table(driver).model()->rowCount();
        const double off = std::abs(std::log((rows + 1) / wantedRows));
        if (off < distance) {
            distance = off;
            best = granularity;
        }
    }
    setGranularity(driver, best);
}

void measureSort(Driver &driver)
{
    TableView &view = table(driver);
    std::vector<double> times;
    for (int run = 0; run < driver.runs(); ++run) {
        for (int column = 0; column < view.model()->columnCount(); ++column) {
            for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder})
                times.push_back(driver.time([&] { view.sortByColumn(column, order); }));
        }
    }
    print("top.sort", times, -1, view.model()->rowCount());
    view.sortByColumn(0, Qt::DescendingOrder);
    driver.settle();
}

void measureFilter(Driver &driver)
{
    const int rows = table(driver).model()->rowCount();
    auto &line = driver.paneWidget<SearchLine>("top");
    std::vector<double> times;
    for (int run = 0; run < driver.runs(); ++run) {
        for (const char *text : {"a", "as", "as.*e", "as.*en", "", "Get|Set"})
            times.push_back(driver.time([&] { line.setText(QString::fromLatin1(text)); }));
        line.setText({});
        driver.settle();
    }
    print("top.filter", times, -1, rows);
}

void measureScroll(Driver &driver)
{
    TableView &view = table(driver);
    std::vector<double> times;
    QScrollBar *bar = view.verticalScrollBar();
    for (int i = 0; i < 300; ++i) {
        const auto begun = std::chrono::steady_clock::now();
        // Slowly, in pages, and with the mouse on the bar.
        bar->setValue(i < 100 ? i * 3 : i < 200 ? i * bar->pageStep() : bar->maximum() / 100 * (i - 200));
        QCoreApplication::processEvents();
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
    }
    print("top.scroll", times, -1, view.model()->rowCount());
}

} // namespace

void measureTables(Driver &driver)
{
    if (!driver.wants("top"))
        return;
    driver.showUsualPanes();
    useManyRows(driver);
    if (driver.wants("top.sort"))
        measureSort(driver);
    if (driver.wants("top.filter"))
        measureFilter(driver);
    if (driver.wants("top.scroll"))
        measureScroll(driver);
    setGranularity(driver, Granularity::Functions);
}

} // namespace proflens::bench
