// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/finder.h"
#include "core/source/sourcefile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <sys/stat.h>

using namespace proflens;

class TestSourceFinder : public QObject
{
    Q_OBJECT

    // Each test has a world of its own, below one folder.
    std::unique_ptr<QTemporaryDir> m_dir;

    std::string at(const QString &path) const { return m_dir->filePath(path).toStdString(); }
    void file(const QString &path, const QByteArray &text = "x\n") const
    {
        const QString whole = m_dir->filePath(path);
        QVERIFY(QDir().mkpath(QFileInfo(whole).path()));
        QFile out(whole);
        QVERIFY2(out.open(QIODevice::WriteOnly), qPrintable(whole));
        QCOMPARE(out.write(text), text.size());
    }
    // Where it was found, below the world; "-" if nowhere.
    QString found(const std::string &name, const SourcePlaces &places) const
    {
        const auto search = findSource(name, places);
        if (!search.found)
            return "-";
        return QDir(m_dir->path()).relativeFilePath(QString::fromStdString(*search.found));
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void thePathItself()
    {
        file("a.go");
        QCOMPARE(found(at("a.go"), {}), "a.go");
        QCOMPARE(found(at("x/../a.go"), {}), "a.go");
        QCOMPARE(found(at("b.go"), {}), "-");
        QCOMPARE(found(m_dir->path().toStdString(), {}), "-"); // a folder is no source
    }

    void besideTheProfile()
    {
        file("samples/teashop/kitchen/kitchen.go");
        file("samples/teashop/main.go");
        SourcePlaces places;
        places.profileFolder = at("samples");
        QCOMPARE(found("example.org/teashop/kitchen/kitchen.go", places),
                 "samples/teashop/kitchen/kitchen.go");
        QCOMPARE(found("example.org/teashop/main.go", places), "samples/teashop/main.go");
        QCOMPARE(found("/home/ci/teashop/main.go", places), "samples/teashop/main.go");
        places.profileFolder = at("samples/teashop/profiles/today"); // need not exist
        QCOMPARE(found("/home/ci/teashop/kitchen/kitchen.go", places), "samples/teashop/kitchen/kitchen.go");
        // The folder's own name stands for what was cut off.
        QCOMPARE(found("/home/ci/teashop/main.go", places), "samples/teashop/main.go");
    }

    void aLoneNameSaysTooLittle()
    {
        file("proj/main.go");
        SourcePlaces places;
        places.profileFolder = at("proj");
        QCOMPARE(found("/home/ci/other/main.go", places), "-");
        QCOMPARE(found("main.go", places), "proj/main.go"); // that is the whole name
        places.searchFolders = {at("proj")};                // chosen by the user
        QCOMPARE(found("/home/ci/other/main.go", places), "proj/main.go");
    }

    void modules()
    {
        file("checkout/go.mod", "// ours\nmodule example.org/shop // comment\n\ngo 1.19\n");
        file("checkout/main.go");
        file("checkout/vendor/github.com/x/y/y.go");
        SourcePlaces places;
        places.profileFolder = at("checkout/out");
        QCOMPARE(found("example.org/shop/main.go", places), "checkout/main.go");
        QCOMPARE(found("github.com/x/y/y.go", places), "checkout/vendor/github.com/x/y/y.go");
        QCOMPARE(found("example.org/shopping/main.go", places), "-");
    }

    void userFolders()
    {
        file("src/m/a.go");
        SourcePlaces places;
        places.searchFolders = {at("nowhere"), at("src/m/deep")};
        QCOMPARE(found("/home/build/src/m/a.go", places), "src/m/a.go");
        QCOMPARE(found("../m/a.go", places), "src/m/a.go");
        QCOMPARE(found("C:\\build\\src\\m\\a.go", places), "src/m/a.go");
        QCOMPARE(found("/proc/self/cwd/m/a.go", places), "src/m/a.go");
    }

    void neverAboveWhatWasNamed()
    {
        file("secret.go");
        file("src/x/y.go");
        SourcePlaces places;
        places.currentFolder = at("src/x");
        places.searchFolders = {at("src/x")};
        for (const std::string &path : findSource("../../../secret/key.go", places).tried)
            QVERIFY2(QString::fromStdString(path).endsWith("key.go"), path.c_str());
        QCOMPARE(findSource("/dev/zero", {}).tried.size(), size_t(0));
        QCOMPARE(findSource("/proc/kmsg", {}).tried.size(), size_t(0));
        QCOMPARE(findSource("", places).tried.size(), size_t(0));
        QCOMPARE(findSource("..", places).tried.size(), size_t(0));
        QCOMPARE(findSource(std::string("a\0/b.go", 7), places).tried.size(), size_t(0));
    }

    void absurdNames()
    {
        SourcePlaces places;
        places.searchFolders = {at("a/b/c/d")};
        std::string deep;
        for (int i = 0; i < 1000; ++i)
            deep += "d/";
        const auto search = findSource(deep + "x.go", places);
        QVERIFY2(!search.found && search.tried.size() < 2000,
                 qPrintable(QString::number(search.tried.size())));
        QVERIFY(!findSource(std::string(100'000, 'x'), places).found);
        QVERIFY(!findSource("\xff\xfe/\n.go", places).found);
    }

    void learns_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("mapping");
        QTest::newRow("prefix") << "/home/ci/build/a/b.go"
                                << "/home/me/src/a/b.go"
                                << "/home/ci/build/ -> /home/me/src/";
        QTest::newRow("whole components only") << "/ci/xab/b.go"
                                               << "/me/ab/b.go"
                                               << "/ci/xab/ -> /me/ab/";
        QTest::newRow("only the file name") << "/ci/b.go"
                                            << "/me/b.go"
                                            << "/ci/ -> /me/";
        QTest::newRow("relative name") << "m/a.go"
                                       << "/me/m/a.go"
                                       << " -> /me/";
        QTest::newRow("module") << "example.org/m/a.go"
                                << "/me/m/a.go"
                                << "example.org/ -> /me/";
        QTest::newRow("longer here") << "/a/b.go"
                                     << "/x/a/b.go"
                                     << "/a/b.go -> /x/a/b.go";
        QTest::newRow("another name") << "/ci/b.go"
                                      << "/me/c.go"
                                      << "/ci/b.go -> /me/c.go";
        QTest::newRow("the same") << "/ci/b.go"
                                  << "/ci/b.go"
                                  << "nothing";
    }
    void learns()
    {
        QFETCH(QString, name);
        QFETCH(QString, path);
        const auto learned = learnMapping(name.toStdString(), path.toStdString());
        const QString text =
            learned ? QString::fromStdString(learned->from + " -> " + learned->to) : "nothing";
        QTEST(text, "mapping");
    }
    void usesWhatItLearned()
    {
        file("mine/a/b.go");
        file("mine/a/c.go");
        SourcePlaces places;
        places.mappings = {*learnMapping("/home/ci/build/a/b.go", at("mine/a/b.go"))};
        QCOMPARE(found("/home/ci/build/a/c.go", places), "mine/a/c.go");
        QCOMPARE(found("/home/ci/builder/a/c.go", places), "-");
        // Even where the path itself exists: the user knows better.
        file("theirs/a/b.go");
        places.mappings = {{at("theirs/"), at("mine/")}};
        QCOMPARE(found(at("theirs/a/b.go"), places), "mine/a/b.go");
        // One file only.
        places.mappings = {{"/x/b.go", at("mine/a/b.go")}};
        QCOMPARE(found("/x/b.go", places), "mine/a/b.go");
        QCOMPARE(found("/x/b.go/d", places), "-");
    }

    void goLibrary()
    {
        file("goroot/src/runtime/proc.go");
        file("goroot/src/sort/sort.go");
        SourcePlaces places;
        places.goRoots = {at("older"), at("goroot")};
        for (const char *name :
             {"/usr/local/go/src/runtime/proc.go",
              "/opt/homebrew/Cellar/go/1.17.6/libexec/src/runtime/proc.go",
              "/usr/lib/go-1.99/src/runtime/proc.go", "/usr/lib/google-golang/src/runtime/proc.go",
              "/opt/hostedtoolcache/go/1.22.1/x64/src/runtime/proc.go",
              "/home/x/sdk/go1.21.3/src/runtime/proc.go", "runtime/proc.go", "$GOROOT/src/runtime/proc.go",
              "/root/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.1.linux-amd64/src/runtime/proc.go"})
            QCOMPARE(found(name, places), "goroot/src/runtime/proc.go");
        // A project of one's own may have a package of the same name.
        QCOMPARE(found("/home/me/project/src/sort/sort.go", places), "-");
        QCOMPARE(found("/home/me/project/sort/sort.go", places), "-");
    }

    void goModules()
    {
        file("mod/github.com/!burnt!sushi/toml@v1.2.0/decode.go");
        file("mod/golang.org/x/net@v0.1.0/http2/frame.go");
        file("gopath/src/github.com/x/y/y.go");
        SourcePlaces places;
        places.goModules = {at("mod")};
        places.goPaths = {at("gopath")};
        QCOMPARE(found("github.com/BurntSushi/toml@v1.2.0/decode.go", places),
                 "mod/github.com/!burnt!sushi/toml@v1.2.0/decode.go");
        QCOMPARE(found("/home/ci/go/pkg/mod/github.com/!burnt!sushi/toml@v1.2.0/decode.go", places),
                 "mod/github.com/!burnt!sushi/toml@v1.2.0/decode.go");
        QCOMPARE(found("golang.org/x/net@v0.1.0/http2/frame.go", places),
                 "mod/golang.org/x/net@v0.1.0/http2/frame.go");
        QCOMPARE(found("github.com/x/y/y.go", places), "gopath/src/github.com/x/y/y.go");
        QCOMPARE(found("/home/ci/go/src/github.com/x/y/y.go", places), "gopath/src/github.com/x/y/y.go");
    }

    void rust()
    {
        file("rust-src/library/core/src/iter/range.rs");
        file("cargo/registry/src/index.crates.io-6f17d22bba15001f/serde-1.0.0/src/lib.rs");
        file("cargo/git/checkouts/tool-abc/123/src/main.rs");
        SourcePlaces places;
        places.rustSources = {at("rust-src")};
        places.cargoHomes = {at("cargo")};
        QCOMPARE(
            found("/rustc/9eb3afe9ebe9c7d2b84b71002d44f4a0edac95e0/library/core/src/iter/range.rs", places),
            "rust-src/library/core/src/iter/range.rs");
        QCOMPARE(
            found("/root/.cargo/registry/src/github.com-1ecc6299db9ec823/serde-1.0.0/src/lib.rs", places),
            "cargo/registry/src/index.crates.io-6f17d22bba15001f/serde-1.0.0/src/lib.rs");
        QCOMPARE(found("/root/.cargo/git/checkouts/tool-abc/123/src/main.rs", places),
                 "cargo/git/checkouts/tool-abc/123/src/main.rs");
    }

    void saysWhatItLookedFor()
    {
        SourcePlaces places;
        places.mappings = {{"/ci/", "/me/"}};
        places.searchFolders = {"/w"};
        const auto search = findSource("/ci/m/a.go", places);
        QCOMPARE(search.tried, (std::vector<std::string>{"/me/m/a.go", "/ci/m/a.go", "/w/ci/m/a.go",
                                                         "/w/m/a.go", "/w/a.go"}));
    }

    void placesOfTheMachine()
    {
        file("home/go/src/x");
        file("home/go/pkg/mod/x");
        file("home/.cargo/config");
        file("home/.rustup/toolchains/stable/lib/rustlib/src/rust/x");
        file("home/.config/go/env",
             "GOFLAGS=-v\nGOMODCACHE=" + QByteArray::fromStdString(at("cache")) + "\n");
        file("cache/x");
        file("goroot/src/runtime/proc.go");
        file("goroot/bin/go");
        file("bin/x");
        QVERIFY(QFile::link("../goroot/bin/go", m_dir->filePath("bin/go")));
        std::map<std::string, std::string> environment{{"HOME", at("home")},
                                                       {"PATH", at("none") + ":" + at("bin")}};
        const auto places = SourcePlaces::ofMachine([&](const char *name) { return environment[name]; });
        QVERIFY2(!places.goRoots.empty(), "no Go found through PATH");
        QCOMPARE(QFileInfo(QString::fromStdString(places.goRoots[0])).canonicalFilePath(),
                 QFileInfo(m_dir->filePath("goroot")).canonicalFilePath());
        QCOMPARE(places.goPaths, std::vector<std::string>{at("home/go")});
        QCOMPARE(places.goModules, (std::vector<std::string>{at("cache"), at("home/go/pkg/mod")}));
        QCOMPARE(places.cargoHomes, std::vector<std::string>{at("home/.cargo")});
        QCOMPARE(places.rustSources[0], at("home/.rustup/toolchains/stable/lib/rustlib/src/rust"));
    }

    void readsFiles()
    {
        file("a", "one\r\ntwo\n\nlast");
        const auto read = SourceFile::read(at("a"));
        QVERIFY2(read.ok(), "a plain file was refused");
        QCOMPARE(read->lineCount(), size_t(4));
        QCOMPARE(std::string(read->line(0)), "one");
        QCOMPARE(std::string(read->line(2)), "");
        QCOMPARE(std::string(read->line(3)), "last");
        QVERIFY(read->changedNanos() > 0);
        QVERIFY(!read->looksBinary());
        QCOMPARE(SourceFile::fromText("").lineCount(), size_t(0));
        QCOMPARE(SourceFile::fromText("\n").lineCount(), size_t(1));
        QVERIFY(SourceFile::fromText(std::string("a\0b", 3)).looksBinary());

        file("large", QByteArray(3 << 20, 'x'));
        QCOMPARE(SourceFile::read(at("large"), 1 << 20).error().message,
                 at("large") + ": the source file has more than 1 MiB, so it is not shown.");
        QCOMPARE(SourceFile::read(m_dir->path().toStdString()).error().message,
                 m_dir->path().toStdString() + ": this is not a plain file, so it is no source.");
        QCOMPARE(::mkfifo(at("pipe").c_str(), 0600), 0);
        QVERIFY2(!SourceFile::read(at("pipe")).ok(), "a pipe was read");
        QVERIFY(SourceFile::read(at("none"))
                    .error()
                    .message.ends_with("cannot be opened (No such file or directory)."));
    }
};

QTEST_GUILESS_MAIN(TestSourceFinder)
#include "tst_sourcefinder.moc"
