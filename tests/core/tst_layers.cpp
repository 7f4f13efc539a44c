// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of the house that no compiler checks: which folder may include which, whose colours are whose,
// and that each file names its licence. Every breach is reported as file:line, all of them at once.
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace {

// For each layer of core, the layers it may include beside itself.
const QMap<QString, QSet<QString>> coreLayers = {
    {"profile", {}},
    {"format", {"profile"}},
    {"measure", {"profile"}},
    {"select", {"profile", "format", "measure"}},
    {"analyze", {"profile", "format", "measure", "select"}},
    {"report", {"profile", "format", "measure", "select", "analyze", "layout", "source"}},
    {"layout", {"profile", "format", "measure", "select", "analyze"}},
    {"source", {"profile", "format", "measure", "select", "analyze"}},
    {"shell", {"profile", "format", "measure", "select", "analyze", "report", "layout", "source"}},
};

// The same for app; all of it may include core. A pane is a folder of its own: see paneBreach().
const QMap<QString, QSet<QString>> appLayers = {
    {"style", {}},
    {"session", {"style"}},
    {"cli", {}},
    {"start", {"cli", "session", "style"}},
    {"panes", {"session", "style"}},
    {"window", {"session", "style", "panes", "cli"}},
};

QString paneBreach(const QStringList &from, const QStringList &to)
{
    // app/panes/x.h is shared by all panes, app/panes/top/x.h is the top pane's.
    if (from.value(1) != "panes" || to.value(1) != "panes" || to.size() < 4)
        return {};
    if (from.size() < 4)
        return "what all panes share includes the pane " + to[2];
    return from[2] == to[2] ? QString() : "the pane " + from[2] + " includes the pane " + to[2];
}

// What is wrong with including `target` (as written between the quotes) in `file` (from the top folder), or
// nothing.
QString quotedIncludeBreach(const QString &file, const QString &target)
{
    const QStringList from = file.split('/'), to = target.split('/');
    if (target.endsWith(".moc") || target.endsWith(".pb.h"))
        return {};
    if (to[0] == "tests")
        return "code outside tests includes a test";
    if (to[0] != "core" && to[0] != "app")
        return "write includes from the top folder (core/… or app/…), so that layers can be checked";
    if (from[0] == "core") {
        if (to[0] == "app")
            return "core includes app";
        if (from[1] != to[1] && !coreLayers.value(from[1]).contains(to[1]))
            return "core/" + from[1] + " includes core/" + to[1] + ", which is not below it";
        return {};
    }
    if (to[0] == "core" || from.size() < 3) // main.cpp stands above all layers
        return {};
    if (from[1] != to[1] && !appLayers.value(from[1]).contains(to[1]))
        return "app/" + from[1] + " includes app/" + to[1] + ", which is not below it";
    return paneBreach(from, to);
}

QString includeBreach(const QString &file, const QString &line)
{
    static const QRegularExpression quoted(R"(^\s*#\s*include\s*"([^"]+)\")");
    static const QRegularExpression angled(R"(^\s*#\s*include\s*<([^>]+)>)");
    if (const auto match = quoted.match(line); match.hasMatch())
        return quotedIncludeBreach(file, match.captured(1));
    if (const auto match = angled.match(line); match.hasMatch() && file.startsWith("core/")) {
        static const QRegularExpression qt("^(Q[A-Z]|Qt|q[a-z]+\\.h$)");
        if (qt.match(match.captured(1)).hasMatch())
            return "core includes Qt's " + match.captured(1);
    }
    return {};
}

// A colour written down is a colour that is wrong in one of dark and light.
QString colourBreach(const QString &file, const QString &line)
{
    if (!file.startsWith("app/") || file.startsWith("app/style/"))
        return {};
    static const QRegularExpression named(
        R"(\bQt::(white|black|(dark|light)?[gG]r[ae]y|(dark)?([rR]ed|[gG]reen|[bB]lue|[cC]yan|[mM]agenta|[yY]ellow))\b)");
    static const QRegularExpression literal(
        R"(\bQColor(\s+\w+)?\s*[({]\s*(0x|"|QLatin1|u"|\d)|\bqRgba?\s*\(\s*\d|"#[0-9a-fA-F]{3,8}")");
    const QString code = QString(line).remove(QRegularExpression(R"(//.*$)"));
    for (const auto &rule : {named, literal}) {
        if (const auto match = rule.match(code); match.hasMatch())
            return "a colour is written down (" + match.captured(0) +
                   "); take it from the palette or app/style";
    }
    return {};
}

QStringList breaches(const QString &file, const QString &text)
{
    QStringList found;
    const QStringList lines = text.split('\n');
    if (!lines.mid(0, 2).join('\n').contains("SPDX-License-Identifier: GPL-3.0-or-later"))
        found << file + ":1: the first line does not say SPDX-License-Identifier: GPL-3.0-or-later";
    const bool ours = file.startsWith("core/") || file.startsWith("app/");
    for (int i = 0; ours && i < lines.size(); ++i) {
        for (const QString &breach : {includeBreach(file, lines[i]), colourBreach(file, lines[i])}) {
            if (!breach.isEmpty())
                found << file + ":" + QString::number(i + 1) + ": " + breach;
        }
    }
    return found;
}

bool isSource(const QString &file, const QByteArray &start)
{
    static const QRegularExpression name(R"((\.(cpp|h|proto|cmake|go|py|sh)|/CMakeLists\.txt)$)");
    return name.match(file).hasMatch() || start.startsWith("#!");
}

} // namespace

class TestLayers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rules_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("breach");
        const auto bad = [](const char *file, const char *line, const char *breach) {
            QTest::addRow("%s: %s", file, line) << file << line << breach;
        };
        const auto good = [&](const char *file, const char *line) { bad(file, line, ""); };
        good("core/select/a.cpp", "#include \"core/profile/profile.h\"");
        good("core/select/a.cpp", "#include \"core/select/b.h\"");
        good("core/format/a.cpp", "#include \"profile.pb.h\"");
        good("core/format/a.cpp", "#include <queue>");
        bad("core/profile/a.cpp", "#include \"core/format/read.h\"", "core/profile includes core/format");
        good("core/report/a.cpp", "#include \"core/layout/flame.h\""); // pictures are reports too
        bad("core/layout/a.cpp", "#include \"core/report/report.h\"", "not below");
        bad("core/report/a.cpp", "#include \"app/session/document.h\"", "core includes app");
        bad("core/report/a.cpp", "#include \"top.h\"", "from the top folder");
        bad("core/report/a.cpp", "#include <QString>", "QString");
        bad("core/report/a.cpp", "# include <QtCore/qglobal.h>", "Qt");
        good("app/panes/top/a.cpp", "#include \"app/session/viewstate.h\"");
        good("app/panes/top/a.cpp", "#include \"app/panes/pane.h\"");
        good("app/panes/top/a.cpp", "#include \"app/panes/top/b.h\"");
        good("app/window/a.cpp", "#include \"app/panes/top/b.h\"");
        good("app/main.cpp", "#include \"app/window/mainwindow.h\"");
        bad("app/panes/top/a.cpp", "#include \"app/panes/flame/b.h\"",
            "the pane top includes the pane flame");
        bad("app/panes/pane.h", "#include \"app/panes/flame/b.h\"", "all panes share");
        bad("app/panes/top/a.cpp", "#include \"app/window/mainwindow.h\"", "app/window");
        bad("app/session/a.cpp", "#include \"app/panes/top/b.h\"", "app/panes");
        bad("app/panes/top/a.cpp", "    p.setPen(Qt::darkGray);", "Qt::darkGray");
        bad("app/panes/top/a.cpp", "    QColor c(0x20, 0x30, 0x40);", "written down");
        bad("app/panes/top/a.cpp", "    return QColor(\"#203040\");", "written down");
        bad("app/window/a.cpp", "    w->setStyleSheet(\"#ffe\");", "written down");
        good("app/panes/top/a.cpp", "    p.setPen(palette().color(QPalette::Text)); // not Qt::black");
        good("app/panes/top/a.cpp", "    p.setBrush(Qt::transparent);");
        good("app/style/a.cpp", "    return QColor(\"#203040\");");
    }
    void rules()
    {
        QFETCH(QString, file);
        QFETCH(QString, line);
        QFETCH(QString, breach);
        const QString found =
            breaches(file, "// SPDX-License-Identifier: GPL-3.0-or-later\n" + line).join('\n');
        QVERIFY2(breach.isEmpty() ? found.isEmpty() : found.contains(breach), qPrintable("said: " + found));
    }
    void licence()
    {
        QCOMPARE(breaches("core/a.cpp", "int a;").size(), 1);
        QCOMPARE(breaches("tests/a", "#!/bin/sh\n# SPDX-License-Identifier: GPL-3.0-or-later\n").size(), 0);
    }

    void wholeTree()
    {
        QStringList found;
        int files = 0;
        for (const char *folder : {"core", "app", "tests", "packaging", "resources", ".ci"}) {
            QDirIterator i(QString(PROFLENS_SOURCE_DIR "/") + folder, QDir::Files,
                           QDirIterator::Subdirectories);
            while (i.hasNext()) {
                const QString path = i.next();
                QFile file(path);
                QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path + ": " + file.errorString()));
                const QString name = QDir(PROFLENS_SOURCE_DIR).relativeFilePath(path);
                if (!isSource(name, file.peek(2)))
                    continue;
                ++files;
                found += breaches(name, QString::fromUtf8(file.readAll()));
            }
        }
        QVERIFY2(files > 20, "the source tree was not found at " PROFLENS_SOURCE_DIR);
        found.sort();
        QVERIFY2(found.isEmpty(), qPrintable("\n" + found.join('\n')));
    }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"
