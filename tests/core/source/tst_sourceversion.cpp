// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/version.h"

#include <QTest>

using namespace proflens;

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
        QTEST(isOtherVersion(costs, SourceFile::fromText(mutex)), "other");
        QVERIFY(!isOtherVersion({}, SourceFile::fromText(mutex)));
        QCOMPARE(isOtherVersion(costs, SourceFile::fromText("")), lock > 0 || unlock > 0);
    }
};

QTEST_GUILESS_MAIN(TestSourceVersion)
#include "tst_sourceversion.moc"
