// SPDX-License-Identifier: GPL-3.0-or-later
// Every option of pprof has a control in the window, and under each the panes have the numbers of its
// reports.
#include "tests/app/window/windowtest.h"

#include "app/panes/functionmenu.h"
#include "app/panes/pane.h"
#include "app/session/namedviewstate.h"
#include "app/session/viewoptions.h"
#include "app/window/filterbar.h"
#include "core/analyze/functiontable.h"
#include "core/profile/builder.h"
#include "core/report/optiontable.h"

#include <QComboBox>
#include <QInputDialog>
#include <QMenu>
#include <QRegularExpression>
#include <QToolButton>

using namespace proflens;

namespace {

// The action that an option is changed with, after it was chosen from menus, or why there is none.
struct Control
{
    const char *option;
    const char *pane;   // whose menu it is in; "": the window's; nullptr: there is none
    const char *action; // or the reason
};
constexpr Control controls[] = {
    {"output", nullptr, "the window asks for a name when it saves"},
    {"compact_labels", nullptr, "the heading of printed reports, which panes do not have"},
    {"intel_syntax", nullptr, "there is no disassembly"},
    {"call_tree", "graph", "Call tree"},
    {"relative_percentages", "", "Relative Percentages"},
    {"unit", "", "Next Unit"},
    {"source_path", "source", "Source Files and Editor…"},
    {"trim_path", "source", "Source Files and Editor…"},
    {"mean", "", "Mean per First Sample Type"},
    {"sample_index", "", "Next Sample Type"},
    {"divide_by", "", "Number…"},
    {"normalize", "", "By Total"},
    {"sort", nullptr, "tables are sorted by their headers"},
    {"tagroot", "", "endpoint"},
    {"tagleaf", "", "endpoint"},
    {"drop_negative", "", "Leave Out Negative Values"},
    {"nodecount", "graph", "Number of functions…"},
    {"nodefraction", "graph", "Smallest function…"},
    {"edgefraction", "graph", "Smallest call…"},
    {"trim", "graph", "Leave out what is small"},
    {"noinlines", "", "Inlined Calls"},
    {"showcolumns", "", "Columns of Lines"},
    {"granularity", "", "Lines"},
};

ProfilePtr labelled()
{
    ProfileBuilder b;
    b.addSampleType("calls", "count");
    b.addSampleType("cpu", "nanoseconds");
    b.header().durationNanos = 4'000'000'000;
    b.header().dropFrames = "dropped";
    const auto function = [&](const char *name) {
        return b.addFunction(name, name, std::string(name) + ".go", 1);
    };
    const FunctionId main = function("main"), serve = function("serve"), inlined = function("inlined"),
                     dropped = function("dropped");
    const auto location = [&](std::initializer_list<Line> lines) {
        return b.addLocation({}, std::vector<Line>(lines));
    };
    const LocationId root = location({{main, 3, 1}}), first = location({{inlined, 5, 2}, {serve, 9, 4}}),
                     second = location({{inlined, 5, 8}, {serve, 9, 4}}), below = location({{dropped, 1, 1}});
    const auto add = [&](std::vector<LocationId> stack, int64_t calls, int64_t time, const char *endpoint) {
        const int64_t values[] = {calls, time};
        std::vector<Label> labels;
        if (endpoint)
            labels.push_back(b.textLabel("endpoint", endpoint));
        b.addSample(stack, values, labels);
    };
    add({first, root}, 2, 1'000'000'000, "/a");
    add({second, root}, 3, 500'000'000, "/b");
    add({below, first, root}, 1, 250'000'000, nullptr);
    add({root}, 4, -300'000'000, "/b");
    return b.finish();
}

// "name flat cum" of a printed top table.
QStringList printedRows(const ProfilePtr &profile, const ReportOptions &options)
{
    std::string text;
    {
        Output out([&](std::string_view piece) {
            text += piece;
            return true;
        });
        const Status status = writeReport(profile, ReportKind::Top, options, {}, out);
        if (!status)
            qFatal("%s", status.error().message.c_str());
    }
    static const QRegularExpression row("^ *(\\S+) +(\\S+%) +\\S+% +(\\S+) +(\\S+%)  (.*)$");
    QStringList rows;
    for (const QString &line : QString::fromStdString(text).split('\n')) {
        if (const auto match = row.match(line); match.hasMatch())
            rows << QStringList{match.captured(5), match.captured(1), match.captured(2), match.captured(3),
                                match.captured(4)}
                        .join(' ');
    }
    rows.sort();
    return rows;
}

// The same of the table that the window shows.
QStringList shownRows(const AnalysisPtr &analysis)
{
    const FunctionTable table(analysis);
    QStringList rows;
    for (size_t row = 0; row < table.size(); ++row) {
        QString name = QString::fromStdString(table.text(row, FunctionColumn::Name));
        // The window tells labels from functions.
        const Frame &frame = analysis->frames()[table.frame(row)];
        if (frame.isLabel())
            name = frame.labelValue.empty()
                       ? QString("<unknown>")
                       : QString::fromUtf8(frame.labelValue.data(), qsizetype(frame.labelValue.size()));
        const auto text = [&](FunctionColumn column) {
            return QString::fromStdString(table.text(row, column));
        };
        rows << QStringList{name, text(FunctionColumn::Flat), text(FunctionColumn::FlatPercent),
                            text(FunctionColumn::Cum), text(FunctionColumn::CumPercent)}
                    .join(' ');
    }
    rows.sort();
    return rows;
}

struct Opened
{
    WindowTest t;

    bool open()
    {
        t.window->open({t.sample("cpu-1.pb.gz")});
        if (!t.settle())
            return false;
        t.document()->setProfile(labelled(), "labelled.pb.gz");
        return t.settle();
    }
    // An action of the window's menus below a menu of that name, or of any.
    QAction *find(const QString &menu, const QString &text) const
    {
        for (QMenu *each : t.window->menuBar()->findChildren<QMenu *>()) {
            if (t.plain(each->title()) == menu)
                return WindowTest::find(each->actions(), text);
        }
        return nullptr;
    }
};

} // namespace

class TestOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyOptionHasAControl()
    {
        Opened o;
        QVERIFY(o.open());
        QStringList problems;
        for (const Option &option : optionTable()) {
            const std::string name(option.name);
            if (const auto *filter = std::get_if<FilterKind>(&option.member)) {
                const auto *kinds = o.t.view()->filters()->findChild<QComboBox *>();
                if (!kinds || kinds->findData(int(*filter)) < 0)
                    problems << QString::fromStdString(name) + ": the filter bar does not offer it";
                continue;
            }
            const auto control = std::find_if(std::begin(controls), std::end(controls),
                                              [&](const Control &each) { return each.option == name; });
            if (control == std::end(controls)) {
                problems << QString::fromStdString(name) + " has no control, and nothing says why";
                continue;
            }
            if (!control->pane)
                continue;
            const QAction *action = nullptr;
            if (*control->pane) {
                const Pane *pane = o.t.view()->pane(control->pane);
                action = pane ? WindowTest::find(pane->actions(), control->action) : nullptr;
            } else {
                action = o.t.action(control->action);
            }
            if (!action)
                problems << QString("%1: no menu has “%2”").arg(control->option, control->action);
            else if (action->shortcut().isEmpty())
                problems << QString("%1: “%2” has no key").arg(control->option, control->action);
        }
        for (const Control &control : controls) {
            if (!findOption(control.option))
                problems << QString("%1 is no option").arg(control.option);
        }
        QVERIFY2(problems.isEmpty(), qPrintable("\n" + problems.join('\n')));
    }

    void panesHaveTheNumbersOfReports_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("changes"); // a row that is there because of it
        const auto row = [](const char *name, const char *option, const char *value, const char *changes) {
            QTest::newRow(name) << QString(option) << QString(value) << QString(changes);
        };
        row("none", "unit", "minimum", "main -300ms");
        row("mean", "mean", "true", "main -75ms");
        row("relative", "relative_percentages", "true", "main -300ms");
        row("noinlines", "noinlines", "true", "serve 1750ms");
        row("files", "granularity", "files", "serve.go");
        row("lines", "granularity", "lines", "inlined inlined.go:5");
        row("unit", "unit", "s", "main -0.30s");
        row("divide_by", "divide_by", "4", "main -75ms");
        row("tagroot", "tagroot", "endpoint", "/a 0");
        row("tagleaf", "tagleaf", "endpoint", "<unknown> 250ms");
        row("drop_negative", "drop_negative", "true", "inlined (inline) 1.75s");
        row("focus", "focus", "serve", "main 0");
    }
    void panesHaveTheNumbersOfReports()
    {
        QFETCH(QString, option);
        QFETCH(QString, value);
        QFETCH(QString, changes);
        Opened o;
        QVERIFY(o.open());
        NamedView view;
        const Option *known = findOption(option.toStdString());
        QVERIFY(known);
        QVERIFY(known->set(view.options, value.toStdString(), OptionSyntax::Shell).ok());
        for (const Filter &filter : view.options.filters)
            view.filters.push_back({filter, true});
        ViewState state = withNamedView(o.t.document()->state(), view);
        o.t.document()->setState(state);
        QVERIFY(o.t.settle());
        const QStringList printed =
            printedRows(o.t.document()->profile(), viewOptions(state, o.t.document()->sampleTypes()));
        QCOMPARE(shownRows(o.t.document()->analysis()).join('\n'), printed.join('\n'));
        QVERIFY2(!printed.filter(QRegularExpression('^' + QRegularExpression::escape(changes))).isEmpty(),
                 qPrintable(printed.join('\n')));
    }

    void actionsChangeThem_data()
    {
        QTest::addColumn<QString>("menu");
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        const auto row = [](const char *menu, const char *action, const char *option, const char *value) {
            QTest::newRow(option) << QString(menu) << QString(action) << QString(option) << QString(value);
        };
        row("Granularity", "Columns of Lines", "showcolumns", "true");
        row("Profile", "Leave Out Negative Values", "drop_negative", "true");
        row("At the Root, as Callers", "endpoint", "tagroot", "endpoint");
        row("At the Leaf, as Callees", "endpoint", "tagleaf", "endpoint");
        row("Values Per", "Second", "divide_by", "4");
    }
    void actionsChangeThem()
    {
        QFETCH(QString, menu);
        QFETCH(QString, action);
        QFETCH(QString, option);
        QFETCH(QString, value);
        Opened o;
        QVERIFY(o.open());
        const ViewState before = o.t.document()->state();
        QAction *found = o.find(menu, action);
        QVERIFY2(found, "no such action");
        QVERIFY(!found->isChecked());
        found->trigger();
        QVERIFY(o.t.settle());
        const Option *known = findOption(option.toStdString());
        QCOMPARE(QString::fromStdString(
                     known->get(viewOptions(o.t.document()->state(), o.t.document()->sampleTypes()))),
                 value);
        QVERIFY2(o.find(menu, action)->isChecked(), "the menu does not show that it is so");
        o.t.document()->goBack();
        QVERIFY(o.t.settle());
        QVERIFY(o.t.document()->state() == before);
    }

    void droppedFramesComeBack()
    {
        Opened o;
        QVERIFY(o.open());
        const auto has = [&] {
            return !o.t.document()->analysis()->frames().find("dropped").empty() &&
                   shownRows(o.t.document()->analysis()).join('\n').contains("dropped");
        };
        QVERIFY(!has());
        o.t.action("Frames That the Profile Drops")->trigger();
        QVERIFY(o.t.settle());
        QVERIFY(has());
    }

    void columnsTellCallsApart()
    {
        Opened o;
        QVERIFY(o.open());
        ViewState state = o.t.document()->state();
        state.granularity = Granularity::Lines;
        state.showColumns = true;
        o.t.document()->setState(state);
        QVERIFY(o.t.settle());
        const QStringList shown = shownRows(o.t.document()->analysis());
        QCOMPARE(shown.join('\n'),
                 printedRows(o.t.document()->profile(), viewOptions(state, o.t.document()->sampleTypes()))
                     .join('\n'));
        QVERIFY(shown.join('\n').contains("inlined.go:5:8"));
    }

    void groupsByLabels()
    {
        Opened o;
        QVERIFY(o.open());
        auto *button = [&]() -> QToolButton * {
            for (auto *each : o.t.view()->findChildren<QToolButton *>()) {
                if (each->accessibleName() == "Group by labels")
                    return each;
            }
            return nullptr;
        }();
        QVERIFY2(button && button->isEnabled(), "the view bar does not offer to group");
        Q_EMIT button->menu()->aboutToShow();
        QAction *action = WindowTest::find(button->menu()->actions(), "endpoint");
        QVERIFY(action && action->isCheckable());
        action->trigger();
        QVERIFY(o.t.settle());
        QCOMPARE(o.t.document()->state().tagRoot, QStringList("endpoint"));
        QVERIFY2(button->text().contains("endpoint"), qPrintable(button->text()));
        QVERIFY(!o.t.document()->analysis()->frames().find("endpoint: /a").empty());

        // A label is filtered by as a label, so that the filter holds when it is no frame any more.
        o.t.document()->addFilterFor(FilterKind::Focus, "endpoint: /a");
        QCOMPARE(o.t.document()->state().chips.last(),
                 (FilterChip{FilterKind::TagFocus, "endpoint=^/a$", true}));
        QVERIFY(o.t.settle());
        QCOMPARE(o.t.document()->analysis()->costs().cumValue(
                     o.t.document()->analysis()->frames().find("main").front()),
                 int64_t(1'000'000'000));
        o.t.document()->goBack();
        QVERIFY(o.t.settle());
        o.t.document()->addFilterFor(FilterKind::Ignore, "(no endpoint)");
        QVERIFY(o.t.settle());
        QVERIFY(!shownRows(o.t.document()->analysis()).join('\n').contains("<unknown>"));
        o.t.document()->goBack();
        QVERIFY(o.t.settle());
        // The frame of samples without the label has no name, as others may have none.
        const ViewState before = o.t.document()->state();
        QMenu menu;
        addFunctionActions(&menu, o.t.document(), "(no endpoint)");
        QMap<QString, bool> offered;
        for (QAction *action : menu.actions())
            offered[action->text().remove('&').section(':', 0, 0)] = action->isEnabled();
        QVERIFY(offered.value("Focus") && offered.value("Ignore"));
        QVERIFY(!offered.value("Hide", true) && !offered.value("Show from here", true));
        o.t.document()->addFilterFor(FilterKind::Hide, "(no endpoint)");
        QCOMPARE(o.t.document()->state(), before);
        o.t.document()->addFilterFor(FilterKind::Hide, "endpoint: /a");
        QCOMPARE(o.t.document()->state().chips.last(), (FilterChip{FilterKind::Hide, "^/a$", true}));
        QVERIFY(o.t.settle());

        o.t.action("Nothing")->trigger();
        QVERIFY(o.t.settle());
        QVERIFY(o.t.document()->state().tagRoot.isEmpty());
    }

    void offersNothingToGroupByWithoutLabels()
    {
        WindowTest t;
        t.window->open({t.sample("heap-1.pb.gz")});
        QVERIFY(t.settle());
        if (t.document()->labelKeys().empty())
            QVERIFY(t.action("The samples have no labels"));
    }

    void foldsWhatDoesNotFit()
    {
        Opened o;
        QVERIFY(o.open());
        const auto shown = [&] {
            int count = 0;
            for (auto *box : o.t.view()->findChildren<QComboBox *>())
                count += box->isVisible();
            return count;
        };
        o.t.window->resize(1600, 800);
        QVERIFY(o.t.settle());
        const int all = shown();
        o.t.window->resize(480, 500);
        QTRY_VERIFY(shown() < all);
        auto *more = [&]() -> QToolButton * {
            for (auto *each : o.t.view()->findChildren<QToolButton *>()) {
                if (each->text() == QString::fromUtf8("»"))
                    return each;
            }
            return nullptr;
        }();
        QVERIFY(more && more->isVisible());
        Q_EMIT more->menu()->aboutToShow();
        QVERIFY(WindowTest::find(more->menu()->actions(), "Relative %"));
        WindowTest::find(more->menu()->actions(), "Relative %")->trigger();
        QVERIFY(o.t.document()->state().relativePercentages);
        o.t.window->resize(1600, 800);
        QTRY_COMPARE(shown(), all);
        QVERIFY(!more->isVisible());
    }

    void keepsNamedViews()
    {
        Opened o;
        QVERIFY(o.open());
        ViewState state = o.t.document()->state();
        state.tagRoot = QStringList{"endpoint"};
        state.chips = {{FilterKind::Focus, "serve", true}, {FilterKind::Focus, "main", true}};
        state.graph.nodeCount = 12;
        o.t.document()->setState(state);
        QVERIFY(o.t.settle());
        o.t.action("Save This View As…")->trigger();
        auto *dialog = o.t.window->findChild<QInputDialog *>();
        QVERIFY(dialog);
        dialog->setTextValue("by endpoint");
        dialog->accept();
        QTRY_VERIFY(o.t.action("by endpoint"));
        QVERIFY(o.t.action("by endpoint")->isChecked());
        QVERIFY(!o.find("Named Views", "Default")->isChecked());
        o.find("Named Views", "Default")->trigger();
        QVERIFY(o.t.settle());
        QVERIFY(o.t.document()->state().tagRoot.isEmpty() && o.t.document()->state().chips.isEmpty());
        QVERIFY(!o.t.action("by endpoint")->isChecked());
        o.t.action("by endpoint")->trigger();
        QVERIFY(o.t.settle());
        QVERIFY(o.t.document()->state() == state);

        o.t.action("Delete…")->trigger();
        for (auto *each : o.t.window->findChildren<QInputDialog *>()) {
            if (each->windowTitle() == "Delete view") {
                QCOMPARE(each->textValue(), QString("by endpoint"));
                each->accept();
            }
        }
        QTRY_VERIFY(!o.t.action("by endpoint"));
    }
};

QTEST_MAIN(TestOptions)
#include "tst_options.moc"
