// SPDX-License-Identifier: GPL-3.0-or-later
// The table of pprof's options: names, defaults, and how values are spelled on command lines and in shells.
#include "core/report/optiontable.h"

#include <QTest>

using namespace proflens;

namespace {

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), qsizetype(words.size()));
}

} // namespace

class TestOptionTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("saved");
        const auto row = [](const char *name, const char *text, const char *kind, bool saved) {
            QTest::newRow(name) << text << kind << saved;
        };
        row("output", "", "text", false);
        for (const char *name : {"call_tree", "relative_percentages", "compact_labels", "intel_syntax",
                                 "mean", "normalize", "drop_negative", "noinlines", "showcolumns"})
            row(name, "false", "bool", true);
        row("trim", "true", "bool", true);
        row("unit", "minimum", "text", true);
        row("source_path", "", "text", false);
        row("trim_path", "", "text", false);
        row("sample_index", "", "text", false);
        row("divide_by", "1", "float", false);
        row("sort", "flat", "choice", true);
        row("granularity", "functions", "choice", true);
        row("nodecount", "-1", "int", true);
        row("nodefraction", "0.005", "float", true);
        row("edgefraction", "0.001", "float", true);
        for (const char *name : {"tagroot", "tagleaf", "focus", "ignore", "prune_from", "hide", "show",
                                 "show_from", "tagfocus", "tagignore", "tagshow", "taghide"})
            row(name, "", "text", true);
    }
    void defaults()
    {
        QFETCH(QString, text);
        QFETCH(QString, kind);
        QFETCH(bool, saved);
        const Option *option = findOption(QTest::currentDataTag());
        QVERIFY(option);
        QCOMPARE(QString::fromStdString(option->defaultText()), text);
        const QMap<OptionKind, QString> kinds = {{OptionKind::Bool, "bool"},
                                                 {OptionKind::Int, "int"},
                                                 {OptionKind::Float, "float"},
                                                 {OptionKind::Text, "text"},
                                                 {OptionKind::Choice, "choice"}};
        QCOMPARE(kinds[option->kind()], kind);
        QCOMPARE(option->saved, saved);
    }
    // Each option changes something of its own, and what it was set to can be read back.
    void roundTrip()
    {
        const QMap<OptionKind, const char *> values = {
            {OptionKind::Int, "7"}, {OptionKind::Float, "0.25"}, {OptionKind::Text, "a,b"}};
        QCOMPARE(optionTable().size(), size_t(33));
        std::vector<ReportOptions> seen = {ReportOptions()};
        for (const Option &option : optionTable()) {
            QVERIFY2(option.help.ends_with('.'), option.name.data());
            std::string value = option.kind() == OptionKind::Choice
                                    ? std::string(option.choices[option.name == "sort" ? 0 : 3].name)
                                : option.kind() == OptionKind::Bool
                                    ? (option.defaultText() == "true" ? "false" : "true")
                                    : values[option.kind()];
            ReportOptions changed;
            QVERIFY2(option.set(changed, value, OptionSyntax::Shell).ok(), option.name.data());
            QCOMPARE(option.get(changed), value);
            for (const ReportOptions &other : seen)
                QVERIFY2(!(changed == other), option.name.data());
            seen.push_back(changed);
            QVERIFY(option.set(changed, option.defaultText(), OptionSyntax::Shell).ok());
            QVERIFY2(changed == ReportOptions(), option.name.data());
        }
    }
    void choices()
    {
        QCOMPARE(findChoice("cum"), findOption("sort"));
        QCOMPARE(findChoice("addresses"), findOption("granularity"));
        QVERIFY(!findChoice("granularity"));
        QVERIFY(!findOption("cum"));
        QVERIFY(!findOption(""));
        ReportOptions options;
        for (const OptionChoice &choice : findOption("granularity")->choices) {
            QVERIFY(findOption("granularity")->set(options, choice.name, OptionSyntax::Shell).ok());
            QCOMPARE(text(findOption("granularity")->get(options)), text(choice.name));
        }
        QCOMPARE(options.granularity, Granularity::Addresses);
    }

    void values_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("flag");  // what it is then, or nothing where it is refused
        QTest::addColumn<QString>("shell"); // the same in a shell
        const auto row = [](const char *option, const char *value, const char *flag, const char *shell) {
            QTest::addRow("%s=%s", option, value) << option << value << flag << shell;
        };
        row("mean", "true", "true", "true");
        row("mean", "True", "true", "true");
        row("mean", "tRuE", "", "true");
        row("mean", "1", "true", "true");
        row("mean", "y", "", "true");
        row("mean", "Yes", "", "true");
        row("mean", "", "", "true");
        row("mean", "2", "", "");
        row("trim", "F", "false", "false");
        row("trim", "no", "", "false");
        row("trim", "N", "", "false");
        row("trim", "falsch", "", "");
        row("nodecount", "20", "20", "20");
        row("nodecount", "+20", "20", "20");
        row("nodecount", "-1", "-1", "-1");
        row("nodecount", "0x10", "16", "");
        row("nodecount", "010", "8", "10");
        row("nodecount", "-0b11", "-3", "");
        row("nodecount", "", "", "");
        row("nodecount", "+-1", "", "");
        row("nodecount", "1.5", "", "");
        row("nodecount", "99999999999", "", "");
        row("nodefraction", "1e-9", "1e-09", "1e-09");
        row("nodefraction", ".5", "0.5", "0.5");
        row("nodefraction", "1000000", "1e+06", "1e+06");
        row("nodefraction", "100000", "100000", "100000");
        row("nodefraction", "+2", "2", "2");
        row("nodefraction", "+-2", "", "");
        row("nodefraction", "a", "", "");
        row("nodefraction", "1 ", "", "");
        row("sort", "cum", "cum", "cum");
        row("sort", "name", "", "");
        row("granularity", "lines", "lines", "lines");
        row("granularity", "line", "", "");
        row("tagroot", "a,,b,", "a,b", "a,b");
        row("focus", "x|y", "x|y", "x|y");
    }
    void values()
    {
        QFETCH(QString, option);
        QFETCH(QString, value);
        QFETCH(QString, flag);
        QFETCH(QString, shell);
        const Option *found = findOption(option.toStdString());
        QVERIFY(found);
        for (const OptionSyntax syntax : {OptionSyntax::Flag, OptionSyntax::Shell}) {
            const QString &wanted = syntax == OptionSyntax::Flag ? flag : shell;
            ReportOptions options;
            const Status status = found->set(options, value.toStdString(), syntax);
            QCOMPARE(status.ok(), !wanted.isEmpty());
            if (status) {
                QCOMPARE(QString::fromStdString(found->get(options)), wanted);
            } else {
                QVERIFY(options == ReportOptions());
                QVERIFY(status.error().message.starts_with(
                    (option + " cannot be \"" + value + '"').toStdString()));
            }
        }
    }
    void filters()
    {
        ReportOptions options;
        options.filters = {{FilterKind::Hide, "h"}, {FilterKind::Focus, "a"}, {FilterKind::Focus, "b"}};
        QCOMPARE(findOption("focus")->get(options), std::string("a"));
        QVERIFY(findOption("focus")->set(options, "c", OptionSyntax::Shell).ok());
        QVERIFY(options.filters == (std::vector<Filter>{{FilterKind::Hide, "h"}, {FilterKind::Focus, "c"}}));
        QVERIFY(findOption("hide")->set(options, "", OptionSyntax::Shell).ok());
        QVERIFY(options.filters == (std::vector<Filter>{{FilterKind::Focus, "c"}}));
    }
};

QTEST_GUILESS_MAIN(TestOptionTable)
#include "tst_optiontable.moc"
