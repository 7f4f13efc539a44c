// SPDX-License-Identifier: GPL-3.0-or-later
// A view in pprof's options, and back.
#include "app/session/namedviewstate.h"
#include "app/session/viewoptions.h"
#include "core/report/optiontable.h"

#include <QTest>

using namespace proflens;

namespace {

const std::vector<ValueType> types = {{"samples", "count"}, {"cpu", "nanoseconds"}};

ReportOptions with(ReportOptions options, const char *name, const char *value)
{
    return findOption(name)->set(options, value, OptionSyntax::Shell) ? options : ReportOptions();
}

} // namespace

class TestViewOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneByOne_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char *name, const char *value) {
            QTest::newRow(name) << QByteArray(name) << QByteArray(value);
        };
        row("sample_index", "samples");
        row("mean", "true");
        row("granularity", "lines");
        row("noinlines", "true");
        row("showcolumns", "true");
        row("drop_negative", "true");
        row("divide_by", "2.5");
        row("trim", "false");
        row("nodecount", "12");
        row("nodefraction", "0.25");
        row("edgefraction", "0.5");
        row("call_tree", "true");
        row("relative_percentages", "true");
        row("unit", "ms");
        row("tagroot", "a,b");
        row("tagleaf", "c");
        row("normalize", "true");
        for (std::string_view filter : filterNames)
            row(filter.data(), "x|y");
    }
    // What is set through options is a view that says the same options, and nothing else changes.
    void oneByOne()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        ViewState state;
        state.sampleIndex = 1;
        state.active = "main";
        const ReportOptions before = viewOptions(state, types);
        const ReportOptions after = with(before, name.constData(), value.constData());
        QVERIFY(!(after == before));
        const ViewState changed = withOptions(state, before, after, types);
        QVERIFY(!(changed == state));
        QVERIFY(viewOptions(changed, types) == after);
        QVERIFY(withOptions(changed, after, before, types) == state);
    }
    void chips()
    {
        ViewState state;
        state.chips = {{FilterKind::Focus, "a", true},
                       {FilterKind::Hide, "h", true},
                       {FilterKind::Focus, "off", false},
                       {FilterKind::Focus, "b", true}};
        const ReportOptions before = viewOptions(state, types);
        QCOMPARE(before.filters.size(), size_t(3));
        // Another option leaves them alone.
        QVERIFY(withOptions(state, before, with(before, "unit", "s"), types).chips == state.chips);
        const ViewState changed = withOptions(state, before, with(before, "focus", "c"), types);
        QVERIFY(changed.chips == (QList<FilterChip>{{FilterKind::Focus, "c", true},
                                                    {FilterKind::Hide, "h", true},
                                                    {FilterKind::Focus, "off", false}}));
        const ViewState cleared = withOptions(state, before, with(before, "focus", ""), types);
        QVERIFY(cleared.chips ==
                (QList<FilterChip>{{FilterKind::Hide, "h", true}, {FilterKind::Focus, "off", false}}));
    }
    void onlyMyCode()
    {
        const ReportOptions before = viewOptions(ViewState(), types);
        ReportOptions after = before;
        after.myCode = {true, Language::Go};
        const ViewState changed = withOptions(ViewState(), before, after, types);
        QVERIFY((changed.myCode == MyCode{true, Language::Go}));
        QVERIFY(viewOptions(changed, types) == after);
        QVERIFY(withOptions(changed, after, after, types) == changed);
        // A named view is all there is to it.
        QVERIFY(!withNamedView(changed, {}).myCode.on);
        NamedView view;
        view.options.myCode = {true, Language::Rust};
        QVERIFY((withNamedView(changed, view).myCode == MyCode{true, Language::Rust}));
    }
    void others()
    {
        ReportOptions own;
        own.sortByCum = true;
        own.mean = true;
        own.compactLabels = true;
        const ReportOptions all = viewOptions(ViewState(), types, own);
        QVERIFY(all.sortByCum);
        QVERIFY(all.compactLabels);
        QVERIFY2(!all.mean, "what a view knows is not taken from elsewhere");
        const ViewState same = withOptions(ViewState(), all, with(all, "sort", "flat"), types);
        QVERIFY(same == ViewState());
    }
};

QTEST_GUILESS_MAIN(TestViewOptions)
#include "tst_viewoptions.moc"
