// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/version.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

Q_DECLARE_METATYPE(proflens::SourceVersion)

namespace {

SourceFunctionCost function(const std::string &name, int64_t startLine)
{
    SourceFunctionCost cost;
    cost.name = name;
    cost.startLine = startLine;
    return cost;
}

const char *const mutex = "package sync\n"
                          "\n"
                          "// Lock locks m.\n"
                          "func (m *Mutex) Lock() {\n"
                          "}\n"
                          "\n"
                          "func (m *Mutex) Unlock() {\n"
                          "}\n";

} // namespace

class TestSourceVersion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data()
    {
        QTest::addColumn<QString>("function");
        QTest::addColumn<QString>("name");
        const auto row = [](const char *function, const char *name) {
            QTest::newRow(function) << QString(function) << QString(name);
        };
        row("sync.(*Mutex).Unlock", "Unlock");
        row("runtime.gopark", "gopark");
        row("slices.SortFunc[go.shape.[]int,go.shape.int]", "SortFunc");
        row("github.com/acme/store/v2.(*Set[...]).Merge", "Merge");
        row("acme::Cache<std::string, acme::Entry>::get(std::string const&) const", "get");
        row("main", "main");
        row("void run<int>(int)", "run");
        row("com.example.Main.start", "start");
        row("profile_prost::is_prime::had333eb918e634e0", "is_prime");
        row("main.main.func1", "");
        row("main.init.0", "");
        row("main.start.gowrap2", "");
        row("main.(*T).Do-fm", "");
        row("glob..func3", "");
        row("std::rt::lang_start::{{closure}}::h6ce63b91d8829310", "");
        row("acme::run()::{lambda(int)#1}::operator()(int) const", "");
        row("Less::operator()(int, int) const", "");
        row("", "");
        row("(", "");
    }
    void names()
    {
        QFETCH(QString, function);
        const QByteArray bytes = function.toUtf8();
        const std::string_view name = nameInSource({bytes.constData(), size_t(bytes.size())});
        QTEST(QString::fromUtf8(name.data(), qsizetype(name.size())), "name");
    }

    void versions_data()
    {
        QTest::addColumn<int>("lock");
        QTest::addColumn<int>("unlock");
        QTest::addColumn<bool>("other");
        QTest::newRow("the same") << 4 << 7 << false;
        QTest::newRow("begins with the brace") << 5 << 8 << false;
        QTest::newRow("moved") << 14 << 17 << true;
        QTest::newRow("one is there by chance") << 4 << 2 << false;
        QTest::newRow("a part of a word") << 7 << 100 << true;
        QTest::newRow("not told") << 0 << 0 << false;
        QTest::newRow("one is told") << 0 << 4 << true;
        QTest::newRow("the first line") << 1 << 1 << true;
    }
    void versions()
    {
        QFETCH(int, lock);
        QFETCH(int, unlock);
        SourceCosts costs;
        costs.functions = {function("sync.(*Mutex).Lock", lock), function("sync.(*Mutex).Unlock", unlock),
                           function("sync.(*Mutex).Lock.func1", 1)};
        QFETCH(bool, other);
        const auto told = other                    ? SourceVersion::Other
                          : lock > 0 || unlock > 0 ? SourceVersion::Same
                                                   : SourceVersion::Unknown;
        QCOMPARE(sourceVersion(costs, SourceFile::fromText(mutex)), told);
        QCOMPARE(sourceVersion({}, SourceFile::fromText(mutex)), SourceVersion::Unknown);
        QCOMPARE(sourceVersion(costs, SourceFile::fromText("")),
                 lock > 0 || unlock > 0 ? SourceVersion::Other : SourceVersion::Unknown);
    }

    // The profile says on which lines functions cost something, but not where they begin.
    void withoutStartLines_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("functions"); // "name:line,line; …"
        QTest::addColumn<SourceVersion>("version");
        const auto row = [](const char *what, const char *file, const char *functions,
                            SourceVersion version) {
            QTest::newRow(what) << QString(file) << QString(functions) << version;
        };
        row("each in its function", "mutex.go", "sync.(*Mutex).Lock:4,5; sync.(*Mutex).Unlock:7",
            SourceVersion::Same);
        row("in the next function", "mutex.go", "sync.(*Mutex).Lock:7", SourceVersion::Other);
        row("partly in the next", "mutex.go", "sync.(*Mutex).Lock:5,8", SourceVersion::Other);
        row("above all functions", "mutex.go", "sync.(*Mutex).Lock:3", SourceVersion::Other);
        row("behind the end", "mutex.go", "sync.(*Mutex).Unlock:90", SourceVersion::Other);
        row("most are right", "mutex.go", "sync.(*Mutex).Lock:4; sync.(*Mutex).Unlock:8; sync.fold:5",
            SourceVersion::Same);
        row("a blank line", "mutex.go", "sync.(*Mutex).Lock.func1:6", SourceVersion::Other);
        row("closures only", "mutex.go", "sync.(*Mutex).Lock.func1:5", SourceVersion::Unknown);
        row("variables", "mutex.go", "sync.init:1", SourceVersion::Unknown);
        row("no lines", "mutex.go", "sync.(*Mutex).Lock:0", SourceVersion::Unknown);
        row("another language, below the name", "mutex.cc", "sync::Mutex::Lock():5", SourceVersion::Same);
        row("another language, above the name", "mutex.cc", "sync::Mutex::Unlock():5", SourceVersion::Other);
        row("another language, no such name", "mutex.cc", "sync::Mutex::TryLock():5", SourceVersion::Other);
    }
    void withoutStartLines()
    {
        QFETCH(QString, file);
        QFETCH(QString, functions);
        SourceCosts costs;
        costs.file = file.toStdString();
        for (const QString &one : functions.split("; ")) {
            SourceFunctionCost cost = function(one.left(one.lastIndexOf(':')).toStdString(), 0);
            for (const QString &line : one.mid(one.lastIndexOf(':') + 1).split(',')) {
                cost.lines.push_back(uint32_t(costs.lines.size()));
                costs.lines.push_back({line.toLongLong(), 1, 1, {}});
            }
            costs.functions.push_back(cost);
        }
        QTEST(sourceVersion(costs, SourceFile::fromText(mutex)), "version");
    }

    // Beginning on the right line is not enough.
    void costsBehindTheFunction()
    {
        SourceCosts costs;
        costs.file = "mutex.go";
        costs.lines.push_back({8, 1, 1, {}});
        costs.functions = {function("sync.(*Mutex).Lock", 4)};
        costs.functions[0].lines = {0};
        QCOMPARE(sourceVersion(costs, SourceFile::fromText(mutex)), SourceVersion::Other);
        costs.lines[0].line = 3; // a comment
        costs.functions[0] = function("sync.(*Mutex).Lock.func1", 0);
        costs.functions[0].lines = {0};
        QCOMPARE(sourceVersion(costs, SourceFile::fromText(mutex)), SourceVersion::Other);
    }

    void goVersions()
    {
        QCOMPARE(goVersionInPath("/opt/hostedtoolcache/go/1.22.1/x64/src/runtime/proc.go"), "1.22.1");
        QCOMPARE(goVersionInPath("/usr/lib/go-1.19/src/runtime/proc.go"), "1.19");
        QCOMPARE(goVersionInPath("/root/go1.21.3/src/time/time.go"), "1.21.3");
        QCOMPARE(goVersionInPath("/m/golang.org/toolchain@v0.0.1-go1.23.0.linux-amd64/src/time/time.go"),
                 "1.23.0");
        QCOMPARE(goVersionInPath("/opt/homebrew/Cellar/go/1.25.5/libexec/src/runtime/select.go"), "1.25.5");
        QCOMPARE(goVersionInPath("/usr/local/go/src/runtime/proc.go"), "");
        QCOMPARE(goVersionInPath("/home/x/cargo/1.2/a.go"), "");
        QTemporaryDir dir;
        QCOMPARE(goVersionOf(dir.path().toStdString()), "");
        QFile file(dir.filePath("VERSION"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("go1.22.1\ntime 2024-02-29T18:18:48Z\n");
        file.close();
        QCOMPARE(goVersionOf(dir.path().toStdString()), "1.22.1");
    }

    void assembler()
    {
        SourceCosts costs;
        costs.file = "memmove_amd64.s";
        costs.lines.push_back({3, 1, 1, {}});
        costs.functions = {function("runtime.memmove", 0)};
        costs.functions[0].lines = {0};
        QCOMPARE(sourceVersion(
                     costs, SourceFile::fromText("// void memmove\nTEXT runtime\u00b7memmove(SB), NOSPLIT\n"
                                                 "\tRET\n")),
                 SourceVersion::Same);
        QCOMPARE(
            sourceVersion(costs, SourceFile::fromText("\nTEXT runtime\u00b7memmove(SB), NOSPLIT\n\tRET\n")),
            SourceVersion::Same);
        QCOMPARE(
            sourceVersion(costs, SourceFile::fromText("\nTEXT runtime\u00b7memclr(SB), NOSPLIT\n\tRET\n")),
            SourceVersion::Other);
    }
};

QTEST_GUILESS_MAIN(TestSourceVersion)
#include "tst_sourceversion.moc"
