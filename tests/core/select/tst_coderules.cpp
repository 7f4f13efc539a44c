// SPDX-License-Identifier: GPL-3.0-or-later
// Which frames are not one's own code.
#include "core/analyze/analysis.h"
#include "core/format/read.h"
#include "core/select/coderules.h"
#include "core/select/filtertext.h"
#include "core/select/regex.h"
#include "tests/core/folded.h"

#include <QTest>

#include <set>

using namespace proflens;

namespace {

Regex rulesOf(Language language, bool thirdParties = false)
{
    CodeRules rules = defaultCodeRules(language);
    for (CodeRule &rule : rules)
        rule.enabled = rule.enabled || thirdParties;
    return *Regex::compile(hidePattern(rules));
}

ProfilePtr sample(const char *name)
{
    const auto read = readProfile(std::string(PROFLENS_SOURCE_DIR "/resources/samples/") + name);
    return read.ok() ? ProfilePtr(*read) : nullptr;
}

std::vector<std::string> topOf(const ProfilePtr &profile, const std::string &hide)
{
    AnalysisOptions options;
    options.filters = {{FilterKind::Hide, hide}};
    const auto made = Analysis::make(profile, options);
    if (!made.ok())
        return {made.error().message};
    std::vector<std::string> rows;
    for (uint32_t i = 0; i < (*made)->frames().size(); ++i) {
        const FrameId id(i);
        rows.push_back(std::string((*made)->frames().printableName(id)) + ' ' +
                       std::to_string((*made)->costs().flatValue(id)) + ' ' +
                       std::to_string((*made)->costs().cumValue(id)));
    }
    return rows;
}

} // namespace

class TestCodeRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allPatternsAreRight()
    {
        for (size_t i = 0; i < languageNames.size(); ++i) {
            const auto language = static_cast<Language>(i);
            QVERIFY(languageNamed(languageNames[i]) == language);
            const CodeRules rules = defaultCodeRules(language);
            QVERIFY(rules.size() > 2);
            std::set<std::string> abouts;
            for (const CodeRule &rule : rules) {
                const auto re = Regex::compile(rule.pattern);
                QVERIFY2(re.ok(), rule.pattern.c_str());
                QVERIFY2(!re->matches(""), rule.pattern.c_str());
                QVERIFY2(!re->matches("main") && !re->matches("main.main"), rule.pattern.c_str());
                QVERIFY2(!rule.about.empty() && abouts.insert(rule.about).second, rule.about.c_str());
            }
            QVERIFY2(!rules.back().enabled, "third parties are last, and stay unless one wants them hidden");
            QVERIFY(Regex::compile(hidePattern(rules)).ok());
        }
        QVERIFY(!languageNamed("cobol"));
    }

    void joinsRules()
    {
        QCOMPARE(hidePattern({}), std::string());
        const CodeRules rules = {{"(?i)a", "", true}, {"b", "", false}, {"c", "", true}, {"", "", true}};
        QCOMPARE(hidePattern(rules), std::string("(?:(?i)a)|c"));
        const auto re = Regex::compile(hidePattern(rules));
        QVERIFY(re->matches("A") && re->matches("c") && !re->matches("C") && !re->matches("b"));
        // Several filters leave out what one joined filter does.
        const ProfilePtr profile = sample("cpu-1.pb.gz");
        AnalysisOptions joined, apart;
        const CodeRules go = defaultCodeRules(Language::Go);
        joined.filters = {{FilterKind::Hide, hidePattern(go)}};
        for (const CodeRule &rule : go) {
            if (rule.enabled)
                apart.filters.push_back({FilterKind::Hide, rule.pattern});
        }
        const auto a = Analysis::make(profile, joined), b = Analysis::make(profile, apart);
        QCOMPARE((*a)->costs().flat, (*b)->costs().flat);
        QCOMPARE((*a)->costs().cum, (*b)->costs().cum);
    }

    void names_data()
    {
        QTest::addColumn<int>("language");
        QTest::addColumn<QStringList>("hidden");
        QTest::addColumn<QStringList>("own");
        QTest::addColumn<QStringList>("thirdParty");
        const auto row = [](Language language, const QStringList &hidden, const QStringList &own,
                            const QStringList &thirdParty) {
            QTest::newRow(languageName(language).data())
                << static_cast<int>(language) << hidden << own << thirdParty;
        };
        row(Language::Go,
            {"runtime.mallocgc",
             "runtime/pprof.writeHeapInternal",
             "net/http.(*conn).serve",
             "encoding/json.(*Decoder).Decode",
             "sort.Slice[go.shape.int]",
             "slices.SortFunc[...]",
             "internal/poll.(*FD).Read",
             "vendor/golang.org/x/net/http2/hpack.(*Encoder).WriteField",
             "type..eq.main.key",
             "type:.hash.main.key",
             "gcWriteBarrier",
             "memeqbody",
             "go/ast.Walk",
             "[vdso]",
             "[kernel.kallsyms]_stext",
             "/usr/local/go/src/runtime/memmove_amd64.s",
             "crypto/sha256/sha256block_amd64.s",
             "_cgo_topofstack",
             "time.Now",
             "os.(*File).Write"},
            {"main.main", "main.(*Server).run", "example.org/teashop/catalog.distance", "shop/runtime.Start",
             "image-service/api.Get", "timeline.Draw", "myapp/net/http.Serve", "/home/me/shop/log/log.go",
             "github.com/me/app.(*X).time", "/usr/bin/app", "iox.Copy", "contextual.Do"},
            {"/home/me/go/pkg/mod/github.com/x/y@v1.2.3/z.go", "github.com/x/y@v0.17.0/row_group.go",
             "/home/me/shop/vendor/github.com/x/y/z.go"});
        row(Language::Cpp,
            {"std::vector::push_back",
             "std::sort",
             "void std::__introsort_loop<int*, long>(int*, int*, long)",
             "std::vector<int, std::allocator<int> >::push_back(int const&)",
             "std::operator<<",
             "std::basic_ostream<char>& std::operator<< <std::char_traits<char> >(std::ostream&, char)",
             "std::function<void ()>::operator()() const",
             "__gnu_cxx::new_allocator<int>::allocate",
             "std::__cxx11::basic_string<char>::_M_create",
             "/usr/include/c++/12/bits/stl_vector.h",
             "/lib/x86_64-linux-gnu/libc.so.6",
             "/lib/libm-2.15.so",
             "/usr/lib/libstdc++.so.6.0.30",
             "operator new(unsigned long)",
             "_start",
             "__libc_start_main",
             "malloc",
             "__memcpy_avx_unaligned",
             "_int_malloc",
             "strlen",
             "start_thread",
             "/lib64/ld-linux-x86-64.so.2",
             "bool std::binary_search<std::map<int, std::vector<int> >::iterator, int>(int)"},
            {"app::Server::run", "main", "std_like::f", "mystd::sort", "free_all",
             "std::vector<int> app::make<int>(int)", "std::shared_ptr<app::X> app::share<app::X>()",
             "app::sort(std::vector<int>&)", "/home/me/src/app.cc", "/usr/lib/libapp.so.1", "memory_pool",
             "stringify", "Cstart"},
            {"/src/third_party/absl/strings/str_cat.cc", "boost::asio::io_context::run"});
        row(Language::Rust,
            {"std::rt::lang_start_internal::hddc8beb2e115f7b8", "core::ops::function::FnOnce::call_once",
             "alloc::vec::Vec<T,A>::push", "<alloc::vec::Vec<u8> as core::clone::Clone>::clone",
             "<&mut core::iter::Map<I> as core::iter::Iterator>::next", "<T as core::convert::Into<U>>::into",
             "__rust_alloc", "rust_begin_unwind", "__rdl_alloc",
             "/rustc/9eb3afe9ebe9c7d2b84b71002d44f4a0edac95e0/library/alloc/src/ffi/c_str.rs",
             "/rust/deps/hashbrown-0.14.3/src/map.rs", "src/libstd/rt.rs", "_ZN3std2rt10lang_start17h0E"},
            {"profile_prost::main::hd5998e9d09b507fc", "<my::Type as core::fmt::Display>::fmt", "mycore::run",
             "stdx::f", "src/main.rs", "alloc_pool::get"},
            {"/root/.cargo/registry/src/index.crates.io-6f17d22bba15001f/tokio-1.35.0/src/runtime/mod.rs"});
        row(Language::Java,
            {"java.lang.Thread.run", "java/util/HashMap.get", "jdk.internal.misc.Unsafe.park",
             "sun.nio.ch.EPoll.wait", "com.sun.proxy.$Proxy1.f", "kotlin.collections.CollectionsKt.map",
             "scala.collection.immutable.List.map", "JavaThread::run", "Interpreter",
             "/usr/lib/jvm/lib/server/libjvm.so", "javax.servlet.Filter"},
            {"com.example.shop.Main.main", "com.sunrise.App.run", "org.example.scala.X", "javaparser.X.f"},
            {"org.springframework.web.Filter.run", "io/netty/channel/Epoll.run"});
        row(Language::Python,
            {"/usr/lib/python3.11/threading.py", "/usr/lib/python3.11/json/decoder.py",
             "/opt/homebrew/Cellar/python@3.11/Frameworks/Python.framework/Versions/3.11/lib/python3.11/"
             "ssl.py",
             "C:\\Python311\\lib\\asyncio\\base_events.py", "<frozen importlib._bootstrap>",
             "{built-in method time.sleep}", "<built-in function len>", "_PyEval_EvalFrameDefault",
             "PyObject_Call", "threading.py", "asyncio/base_events.py", "/usr/lib/libpython3.11.so.1.0"},
            {"/srv/app/main.py", "/home/me/python/tool.py", "/srv/python3/app.py", "main.py", "app/json.py",
             "/usr/lib/python3/dist-packages/numpy/core/fromnumeric.py", "queueing.py", "<module>",
             "/venv/lib/python3.11/site-packages/flask/app.py"},
            {"/venv/lib/python3.11/site-packages/flask/app.py",
             "/usr/lib/python3/dist-packages/numpy/core/fromnumeric.py"});
        row(Language::JavaScript,
            {"node:internal/modules/cjs/loader", "internal/timers.js", "_http_server.js", "net.js",
             "(garbage collector)", "(program)", "node::Start", "v8::internal::Heap::Scavenge", "uv_run",
             "/usr/local/bin/node"},
            {"file:///srv/app/server.js", "/srv/app/net.js", "render", "(anonymous)", "(root)",
             "internals.js", "/srv/app/node_modules/express/lib/router.js"},
            {"/srv/app/node_modules/express/lib/router.js"});
        row(Language::DotNet,
            {"System.Threading.Tasks.Task.Execute", "System.Private.CoreLib!System.String.Concat",
             "Microsoft.AspNetCore.Routing.Matcher.Match", "/app/System.Private.CoreLib.dll",
             "/usr/share/dotnet/libcoreclr.so"},
            {"Shop.Program.Main", "SystemTools.Run", "/app/Shop.dll"},
            {"/root/.nuget/packages/dapper/2.0/lib/Dapper.dll"});
        row(Language::Php, {"pcre|preg_replace_callback", "standard|count", "[gc]", "zend_call_function"},
            {"WP_Hook::add_filter", "<?php", "__", "get_header", "/var/www/html/wp-includes/plugin.php"},
            {"/app/vendor/symfony/http-kernel/Kernel.php"});
        row(Language::Ruby,
            {"/usr/local/lib/ruby/3.2.0/net/http.rb", "<internal:kernel>", "<cfunc>", "rb_str_new",
             "vm_exec"},
            {"/srv/app/models/user.rb", "/usr/local/bundle/ruby/3.2.0/gems/rack-2.2/lib/rack.rb",
             "Integer#times"},
            {"/usr/local/bundle/ruby/3.2.0/gems/rack-2.2/lib/rack.rb"});
    }
    void names()
    {
        QFETCH(int, language);
        QFETCH(QStringList, hidden);
        QFETCH(QStringList, own);
        QFETCH(QStringList, thirdParty);
        const Regex usual = rulesOf(static_cast<Language>(language));
        const Regex all = rulesOf(static_cast<Language>(language), true);
        for (const QString &name : hidden)
            QVERIFY2(usual.matches(name.toStdString()), qPrintable("not hidden: " + name));
        for (const QString &name : own)
            QVERIFY2(!usual.matches(name.toStdString()), qPrintable("hidden: " + name));
        for (const QString &name : thirdParty) {
            QVERIFY2(!usual.matches(name.toStdString()), qPrintable("hidden: " + name));
            QVERIFY2(all.matches(name.toStdString()), qPrintable("not of a third party: " + name));
        }
    }

    void guesses_data()
    {
        QTest::addColumn<QString>("stacks");
        QTest::addColumn<int>("language");
        const auto row = [](const char *name, const QString &stacks, Language language) {
            QTest::newRow(name) << stacks << static_cast<int>(language);
        };
        row("go", "runtime.main@proc.go;main.main@main.go 1", Language::Go);
        row("go without files", "runtime.goexit;main.main;net/http.(*conn).serve 1", Language::Go);
        row("go with cgo", "runtime.main@a.go;main.main@a.go;f@x.c;g@x.c;h@x.c;i@x.c 1", Language::Go);
        row("c++", "main;app::run;std::sort 1", Language::Cpp);
        row("c++ files", "main@a.cc;f@b.h 1", Language::Cpp);
        row("rust", "main;shop::main::hd5998e9d09b507fc;core::fmt::write 1", Language::Rust);
        row("java", "java.lang.Thread.run;com.example.Main.main 1", Language::Java);
        row("python", "<module>@app.py;run@app.py;_PyEval@ceval.c 1", Language::Python);
        row("node", "(root);run@node:internal/main;f@server.js 1", Language::JavaScript);
        row("php", "<?php@index.php;f@a.php;standard|count 1", Language::Php);
        row("ruby", "main@app.rb 1", Language::Ruby);
        row("net", "Program.Main@a.cs 1", Language::DotNet);
        row("nothing known", "a;b;c 1", Language::Cpp);
    }
    void guesses()
    {
        QFETCH(QString, stacks);
        QFETCH(int, language);
        const ProfilePtr profile = foldedProfile("cpu/nanoseconds\n" + stacks.toStdString() + '\n');
        QCOMPARE(languageTitle(guessLanguage(*profile)), languageTitle(static_cast<Language>(language)));
    }

    // Hiding by the rules is hiding, name by name, what they match.
    void sameNumbersAsHide()
    {
        for (const char *file : {"cpu-1.pb.gz", "heap-2.pb.gz", "goroutine-1.pb.gz"}) {
            const ProfilePtr profile = sample(file);
            QVERIFY(profile);
            QVERIFY(guessLanguage(*profile) == Language::Go);
            const std::string rules = hidePattern(defaultCodeRules(Language::Go));
            const Regex re = *Regex::compile(rules);
            std::set<std::string> names;
            for (const Function &function : profile->functions) {
                const std::string_view name = profile->text(function.name);
                const bool hidden = re.matches(name) || re.matches(profile->text(function.file));
                QVERIFY2(!(hidden && (name.starts_with("main.") || name.starts_with("example.org"))),
                         std::string(name).c_str());
                if (hidden)
                    names.insert(std::string(name));
            }
            QVERIFY(names.size() > 50);
            std::string list;
            for (const std::string &name : names)
                list += (list.empty() ? "" : "|") + exactPattern(name);
            QCOMPARE(topOf(profile, rules), topOf(profile, list));
        }
    }
};

QTEST_GUILESS_MAIN(TestCodeRules)
#include "tst_coderules.moc"
