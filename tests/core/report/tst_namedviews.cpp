// SPDX-License-Identifier: GPL-3.0-or-later
// Named views: what pprof wrote is read as pprof reads it, what pprof does not know survives, and a file that
// is not what it should be stays as it is.
#include "core/report/namedviews.h"
#include "core/report/optiontable.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

namespace {

struct Settings
{
    QTemporaryDir folder;
    QString name = folder.filePath("config/pprof/settings.json");
    std::string path = name.toStdString();

    void write(const QByteArray &text) const
    {
        QDir().mkpath(QFileInfo(name).path());
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    QByteArray text() const
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QJsonObject config(int i) const
    {
        return QJsonDocument::fromJson(text()).object()["configs"].toArray()[i].toObject();
    }
    std::vector<NamedView> views() const
    {
        const auto read = readNamedViews(path);
        if (!read)
            qFatal("%s", read.error().message.c_str());
        return *read;
    }
};

QString wrong(const Status &status)
{
    return status.ok() ? QString() : QString::fromStdString(status.error().message);
}

// As pprof's web page saves it.
constexpr char written[] = R"({
  "configs": [
    {
      "name": "mine",
      "unit": "minimum",
      "sort": "flat",
      "tagroot": "endpoint,tenant",
      "nodecount": -1,
      "nodefraction": 0.005,
      "edgefraction": 0.001,
      "trim": true,
      "focus": "json",
      "noinlines": true,
      "granularity": "files"
    },
    {
      "name": "bare"
    }
  ]
})";

} // namespace

class TestNamedViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isWherePprofHasIt()
    {
        qputenv("XDG_CONFIG_HOME", "/somewhere");
        QCOMPARE(*namedViewsPath(), std::string("/somewhere/pprof/settings.json"));
        qputenv("XDG_CONFIG_HOME", "relative");
        QVERIFY(!namedViewsPath().ok());
        qunsetenv("XDG_CONFIG_HOME");
        qputenv("HOME", "/home/me");
        QCOMPARE(*namedViewsPath(), std::string("/home/me/.config/pprof/settings.json"));
        qunsetenv("HOME");
        QVERIFY(!namedViewsPath().ok());
    }

    void readsWhatPprofWrote()
    {
        Settings s;
        QVERIFY(s.views().empty()); // no file
        s.write(written);
        const auto views = s.views();
        QCOMPARE(views.size(), size_t(2));
        const ReportOptions &mine = views[0].options;
        QCOMPARE(views[0].name, std::string("mine"));
        QVERIFY(mine.tagRoot == (std::vector<std::string>{"endpoint", "tenant"}));
        QVERIFY(mine.noInlines && mine.trim && !mine.sortByCum);
        QVERIFY(mine.granularity == Granularity::Files);
        QCOMPARE(mine.nodeCount, -1);
        QVERIFY(mine.filters == (std::vector<Filter>{{FilterKind::Focus, "json"}}));
        QVERIFY(views[0].filters == (std::vector<NamedFilter>{{{FilterKind::Focus, "json"}, true}}));
        // What is not there is nothing, but for texts.
        const ReportOptions &bare = views[1].options;
        QVERIFY(!bare.trim);
        QCOMPARE(bare.nodeCount, 0);
        QCOMPARE(bare.nodeFraction, 0.0);
        QCOMPARE(bare.unit, std::string("minimum"));
    }

    void writesWhatPprofReads()
    {
        Settings s;
        NamedView view;
        view.name = "new";
        view.options.tagLeaf = {"a", "b"};
        view.options.unit = "ms";
        view.options.trim = false;
        view.options.nodeFraction = 0.25;
        view.options.sampleIndex = "3"; // is not kept
        view.filters = {{{FilterKind::Hide, "x"}, true}};
        QVERIFY2(saveNamedView(s.path, view).ok(), "the folder is not made");
        const QJsonObject expected{{"name", "new"},         {"unit", "ms"},    {"sort", "flat"},
                                   {"tagleaf", "a,b"},      {"nodecount", -1}, {"nodefraction", 0.25},
                                   {"edgefraction", 0.001}, {"hide", "x"},     {"granularity", "functions"}};
        QCOMPARE(s.config(0), expected);
        const auto again = s.views();
        QCOMPARE(again.size(), size_t(1));
        QVERIFY(again[0].options.tagLeaf == view.options.tagLeaf && !again[0].options.trim);
    }

    // What pprof's file has no place for stands in a field of ours.
    void divisorAndOwnCode()
    {
        Settings s;
        NamedView view;
        view.name = "per request";
        view.options.divideBy = 2.5;
        view.options.myCode = {true, Language::Rust};
        QVERIFY(saveNamedView(s.path, view).ok());
        QCOMPARE(s.config(0)["proflens"].toObject()["divide_by"].toDouble(), 2.5);
        QCOMPARE(s.config(0)["proflens"].toObject()["only_my_code"].toString(), QString("rust"));
        QCOMPARE(s.views()[0].options.divideBy, 2.5);
        QVERIFY((s.views()[0].options.myCode == MyCode{true, Language::Rust}));
        view.options.myCode.language.reset();
        QVERIFY(saveNamedView(s.path, view).ok());
        QVERIFY((s.views()[0].options.myCode == MyCode{true, std::nullopt}));
        view.options.divideBy = 1;
        view.options.myCode = {};
        QVERIFY(saveNamedView(s.path, view).ok());
        QVERIFY(!s.config(0).contains("proflens"));
        QCOMPARE(s.views()[0].options.divideBy, 1.0);
        QVERIFY(!s.views()[0].options.myCode.on);
    }

    // Each option that pprof keeps comes back, whatever it is.
    void keepsEveryOption()
    {
        Settings s;
        for (const Option &option : optionTable()) {
            if (!option.saved)
                continue;
            NamedView view;
            view.name = option.name;
            const std::string text = option.kind() == OptionKind::Bool
                                         ? (option.defaultText() == "true" ? "false" : "true")
                                     : option.kind() == OptionKind::Int   ? "12"
                                     : option.kind() == OptionKind::Float ? "0.125"
                                     : option.choices.empty()             ? "a"
                                                              : std::string(option.choices.front().name);
            QVERIFY(option.set(view.options, text, OptionSyntax::Shell).ok());
            for (const Filter &filter : view.options.filters)
                view.filters.push_back({filter, true});
            QCOMPARE(wrong(saveNamedView(s.path, view)), QString());
            const NamedView read = s.views().back();
            QCOMPARE(option.get(read.options), text);
            ReportOptions same = view.options;
            QVERIFY2(read.options == same, std::string(option.name).c_str());
        }
    }

    void keepsWhatPprofCannotSay()
    {
        Settings s;
        NamedView view;
        view.name = "many";
        view.options.allFrames = true;
        view.filters = {{{FilterKind::Focus, "a"}, true},
                        {{FilterKind::Focus, "b"}, true},
                        {{FilterKind::Ignore, "c"}, true},
                        {{FilterKind::Ignore, "d"}, true},
                        {{FilterKind::Show, "e"}, false}};
        QCOMPARE(wrong(saveNamedView(s.path, view)), QString());
        QCOMPARE(s.config(0)["ignore"].toString(), QString("(c)|(d)"));
        QCOMPARE(s.config(0)["focus"].toString(), QString("a"));
        QVERIFY(!s.config(0).contains("show"));
        const NamedView read = s.views().front();
        QVERIFY(read.filters == view.filters && read.options.allFrames);
        QCOMPARE(read.options.filters.size(), size_t(4)); // the one that is off is none
        // Once it is plain it is said plainly.
        view.options.allFrames = false;
        view.filters = {{{FilterKind::Focus, "a"}, true}};
        QCOMPARE(wrong(saveNamedView(s.path, view)), QString());
        QVERIFY(!s.config(0).contains("proflens"));
    }

    void leavesTheRestAsItIs()
    {
        Settings s;
        s.write(R"({"theme": "of the future", "configs": [
            {"name": "one", "zoom": 3, "focus": "a", "trim": true},
            {"name": "two", "later": {"x": [1, 2]}}], "last": null})");
        NamedView one;
        one.name = "one";
        QCOMPARE(wrong(saveNamedView(s.path, one)), QString());
        const QJsonObject root = QJsonDocument::fromJson(s.text()).object();
        QCOMPARE(root["theme"].toString(), QString("of the future"));
        QVERIFY(root.contains("last"));
        QCOMPARE(s.config(0)["zoom"].toInt(), 3);
        QVERIFY(!s.config(0).contains("focus"));
        QCOMPARE(s.config(1)["later"].toObject()["x"].toArray().size(), 2);
        QCOMPARE(wrong(renameNamedView(s.path, "two", "three")), QString());
        QCOMPARE(s.config(1)["name"].toString(), QString("three"));
        QVERIFY(s.config(1).contains("later"));
        QVERIFY(wrong(renameNamedView(s.path, "three", "one")).contains("already"));
        QVERIFY(wrong(renameNamedView(s.path, "two", "four")).contains("any more"));
        QCOMPARE(wrong(removeNamedView(s.path, "one")), QString());
        QCOMPARE(s.views().size(), size_t(1));
        QVERIFY(wrong(removeNamedView(s.path, "one")).contains("any more"));
        QVERIFY(!saveNamedView(s.path, {}).ok()); // no name
    }

    void followsLinks()
    {
        Settings s;
        s.write("{}");
        const QString kept = s.folder.filePath("dotfiles.json");
        QVERIFY(QFile::rename(s.name, kept));
        QVERIFY(QFile::link(kept, s.name));
        NamedView view;
        view.name = "x";
        QCOMPARE(wrong(saveNamedView(s.path, view)), QString());
        QVERIFY(QFileInfo(s.name).isSymLink());
        QCOMPARE(s.views().size(), size_t(1));
    }

    void leavesBrokenFilesAlone_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("why");
        QTest::newRow("cut") << QByteArray(R"({"configs": [{"name": "a")") << "no JSON from byte";
        QTest::newRow("empty") << QByteArray() << "no JSON";
        QTest::newRow("list") << QByteArray("[]") << "no JSON object";
        QTest::newRow("configs") << QByteArray(R"({"configs": 3})") << "no list";
        QTest::newRow("entry") << QByteArray(R"({"configs": [3]})") << "without a name";
        QTest::newRow("name") << QByteArray(R"({"configs": [{"name": 3}]})") << "without a name";
        QTest::newRow("deep") << QByteArray(200000, '[') << "JSON";
    }
    void leavesBrokenFilesAlone()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, why);
        Settings s;
        s.write(text);
        NamedView view;
        view.name = "a";
        for (const Status &status :
             {saveNamedView(s.path, view), removeNamedView(s.path, "a"), renameNamedView(s.path, "a", "b")}) {
            QVERIFY2(wrong(status).contains(why), qPrintable(wrong(status)));
            QVERIFY2(wrong(status).contains(s.name), qPrintable(wrong(status)));
        }
        QVERIFY(!readNamedViews(s.path).ok());
        QCOMPARE(s.text(), text);
    }

    void tellsWrongValues_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::newRow("number as text") << QByteArray(R"("nodecount": "5")");
        QTest::newRow("truth as text") << QByteArray(R"("trim": "yes")");
        QTest::newRow("text as number") << QByteArray(R"("focus": 5)");
        QTest::newRow("unknown choice") << QByteArray(R"("granularity": "atoms")");
    }
    void tellsWrongValues()
    {
        QFETCH(QByteArray, field);
        Settings s;
        s.write("{\"configs\": [{\"name\": \"odd\", " + field + "}]}");
        const auto read = readNamedViews(s.path);
        QVERIFY(!read.ok());
        QVERIFY2(read.error().message.find("odd") != std::string::npos, read.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestNamedViews)
#include "tst_namedviews.moc"
