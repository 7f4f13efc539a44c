// SPDX-License-Identifier: GPL-3.0-or-later
// Names and paths here are facts of the languages' own distributions. Each pattern is anchored, or has the
// folder that makes it sure, since it is tried on functions, files and mappings alike.
#include "core/select/coderules.h"

#include <algorithm>

namespace proflens {

namespace {

// Template arguments, three deep.
#define PROFLENS_ARGUMENTS R"(<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>)"
#define PROFLENS_NAME R"((?:[\w:~]|)" PROFLENS_ARGUMENTS ")"

const CodeRule kernel = {R"(^\[(?:kernel|guest\.kernel|vdso|vsyscall)|_\[k\]$)",
                         "the kernel, and what it maps into programs", true};
const CodeRule cStart = {
    R"(^(?:_start|start_thread|__libc_\w+|_?__clone\d?|clone\d?|_dl_\w+|_Unwind_\w+|__cxa_\w+|__gxx_\w+)$|^operator (?:new|delete)\b)",
    "what starts and unwinds C and C++ programs", true};
const CodeRule cNames = {
    R"(^_*(?:malloc|calloc|realloc|free|cfree|memalign|posix_memalign|aligned_alloc|_int_\w+|sysmalloc|mem(?:cpy|move|set|cmp|chr|rchr)|str(?:n?len|n?cmp|n?casecmp|n?cpy|r?chr|str|n?dup|n?cat|to[dflu]\w*))(?:_(?:avx|sse|evex|erms|unaligned|consolidate|usable|trim|info|generic)\w*)?$)",
    "allocation, memory and strings of the C library", true};
const CodeRule cLibraries = {
    R"((?:^|/)(?:libc|libm|libpthread|libdl|librt|libstdc\+\+|libc\+\+(?:abi)?|libgcc_s|libunwind|ld(?:-linux|-musl)?[-\w]*|libsystem_\w+|libdyld)(?:-[\d.]+)?\.(?:so|dylib)\b)",
    "the shared libraries of C and C++", true};

CodeRules goRules()
{
    return {
        {R"(^(?:archive|arena|bufio|bytes|cmp|compress|container|context|crypto|database|debug|embed|encoding|errors|expvar|flag|fmt|hash|html|image|index|internal|io|iter|log|maps|math|mime|net|os|path|plugin|reflect|regexp|runtime|slices|sort|strconv|strings|structs|sync|syscall|testing|text|time|unicode|unique|unsafe|weak)[./]|^(?:go|vendor/golang\.org)/)",
         "the packages of the standard library and the runtime", true},
        {R"(^type[.:]\.(?:eq|hash)\.|^go:)", "functions that the compiler makes for types", true},
        {R"((?:^|/src/)(?:runtime|internal|bytes|crypto|hash|math|reflect|strings|sync|syscall)/[\w./]*\.s$)",
         "assembly of the standard library", true},
        {R"(^(?:gcWriteBarrier\w*|gogo|aeshashbody|memeqbody|memclrNoHeapPointers|cmpbody|index(?:byte)?body|countbody|callRet|debugCall\w*|gosave_\w+|_?rt0_\w+|callbackasm\w*|setg_gcc|crosscall\w*|x?_?cgo_\w+)$)",
         "assembly and cgo functions without a package", true},
        {R"((?:^|/)pkg/mod/|@v\d+\.\d+|/vendor/)", "modules of third parties", false},
    };
}

CodeRules cppRules()
{
    return {
        {"^(?:" PROFLENS_NAME "+[ *&]+)*(?:std|__gnu_cxx|__cxxabiv1)::" PROFLENS_NAME
         R"(*[<>=!+*/%&|^~,-]* ?(?:)" PROFLENS_ARGUMENTS R"()?(?:\(|\[|$))",
         "the standard library of C++, by name", true},
        {R"(/c\+\+/(?:v?\d+)[\d.]*/|/bits/\w+\.(?:h|tcc)$)", "headers of the standard library of C++", true},
        cLibraries,
        cStart,
        cNames,
        {R"(/(?:third_party|thirdparty|3rdparty|external|_deps)/|/include/boost/|^boost::)",
         "code of third parties", false},
        {R"(^/(?:usr/)?lib(?:32|64)?/)", "all shared libraries of the system", false},
    };
}

CodeRules rustRules()
{
    return {
        {R"(^<?(?:[&*(\[]|mut |const |dyn )*(?:std|core|alloc|proc_macro|compiler_builtins)::|^<(?:&(?:mut )?)?[A-Z] as (?:std|core|alloc)::|^_ZN(?:3std|4core|5alloc)\d)",
         "the standard library, by name", true},
        {R"(/rustc/[0-9a-f]+/|/rustlib/src/|(?:^|/)library/(?:std|core|alloc|panic_unwind)/src/|/rust/deps/|^src/lib(?:std|core|alloc)/)",
         "source files of the standard library", true},
        {R"(^_*(?:rust_\w+|rdl_\w+|rg_\w+|rustc_\w+)$)", "the runtime", true},
        cLibraries,
        cStart,
        cNames,
        {R"(/registry/src/|/git/checkouts/|/\.cargo/|/vendor/)", "crates of third parties", false},
    };
}

CodeRules javaRules()
{
    return {
        {R"(^(?:java|javax|jdk|sun|jakarta|com[./]sun)[./])", "the standard library of Java", true},
        {R"(^(?:kotlinx?|scala|groovy|org[./]codehaus[./]groovy|clojure)[./])",
         "the standard libraries of Kotlin, Scala, Groovy and Clojure", true},
        {R"(^[A-Z]\w*(?:<.*>)?::[~\w]|^(?:call_stub|Interpreter|[vi]table stub|thread_native_entry|StubRoutines.*)$)",
         "functions of the virtual machine", true},
        {R"(/lib(?:jvm|java|jli|net|nio|zip|verify)\.so\b)", "the libraries of the virtual machine", true},
        cLibraries,
        cStart,
        cNames,
        {R"(^(?:org[./](?:apache|springframework|eclipse|hibernate|jboss|glassfish|slf4j|junit)|io[./](?:netty|grpc|micrometer|vertx|undertow|reactivex|quarkus|micronaut|opentelemetry)|com[./](?:google|fasterxml|zaxxer|mysql)|ch[./]qos|net[./]bytebuddy|akka|reactor)[./])",
         "well-known libraries of third parties", false},
    };
}

CodeRules pythonRules()
{
    return {
        {R"((?:lib(?:64)?[/\\](?:python|pypy)[\d.]+|[/\\][Pp]ython\d+[/\\][Ll]ib)[/\\](?:\w+\.py$|(?:asyncio|collections|compression|concurrent|ctypes|curses|dbm|distutils|email|encodings|ensurepip|html|http|idlelib|importlib|json|lib2to3|logging|multiprocessing|pathlib|pydoc_data|re|sqlite3|string|sysconfig|tkinter|tomllib|unittest|urllib|venv|wsgiref|xml|xmlrpc|zipfile|zoneinfo)[/\\]))",
         "source files of the standard library", true},
        {R"(^(?:runpy|selectors|socketserver|threading|(?:asyncio|concurrent/futures|email|http|importlib|json|logging|multiprocessing|unittest|urllib|xml)/[\w/]+)\.py$)",
         "the same with short paths", true},
        {R"(^[<{](?:frozen|built-in|method|slot wrapper)\b)", "functions that are built in", true},
        {R"(^(?:_?Py[A-Z]\w*|_?Py_\w+|pymain_\w+|run_mod|run_eval_code_obj|cfunction_\w+|method_vectorcall\w*|vectorcall_\w+|slot_tp_\w+|type_call|object_vacall)$)",
         "functions of the interpreter", true},
        {R"(/libpython[\w.]*\.(?:so|dylib)\b)", "the library of the interpreter", true},
        cLibraries,
        cStart,
        cNames,
        {R"([/\\](?:site|dist)-packages[/\\])", "packages of third parties", false},
    };
}

CodeRules javaScriptRules()
{
    return {
        {R"(^node:|^internal/)", "modules of Node", true},
        {R"(^(?:_(?:http|stream|tls)_\w+|assert|async_hooks|buffer|child_process|cluster|crypto|dgram|dns|domain|events|fs|https?|http2|module|net|os|path|perf_hooks|process|querystring|readline|stream|string_decoder|timers|tls|tty|url|util|v8|vm|worker_threads|zlib|bootstrap_node)\.js$)",
         "modules of older versions of Node", true},
        {R"(^\((?:garbage collector|program)\)$)", "garbage collection and native code", true},
        {R"(^(?:v8|node|cppgc)::|^uv_\w+$|^uv__\w+$|^(?:Builtin|BytecodeHandler|RegExp|Stub):|^Builtins_)",
         "functions of Node and V8", true},
        {R"(/(?:node|nodejs|bun|deno)$)", "the native code of the program that runs it", true},
        cLibraries,
        cStart,
        cNames,
        {R"([/\\]node_modules[/\\])", "packages of third parties", false},
    };
}

CodeRules dotNetRules()
{
    return {
        {R"(^(?:System|Microsoft|Interop|Internal)\.|^(?:System|Microsoft)[\w.]*!)",
         "the class library, by name", true},
        {R"((?:^|[/\\])(?:System[\w.]*|Microsoft\.[\w.]+|mscorlib|netstandard|WindowsBase)\.dll$)",
         "assemblies of the class library", true},
        {R"(/lib(?:coreclr|clrjit|clrgc|hostfxr|hostpolicy|System\.[\w.]+|mono[\w.-]*)\.so\b)", "the runtime",
         true},
        cLibraries,
        cStart,
        cNames,
        {R"([/\\]\.nuget[/\\]|[/\\]nuget[/\\]packages[/\\])", "packages of third parties", false},
    };
}

CodeRules phpRules()
{
    return {
        {R"(^[A-Za-z][\w ]*\|\w)", "functions of extensions, such as standard|count", true},
        {R"(^\[(?:gc|eval|include|fatal|idle)\]$)", "what the engine does by itself", true},
        {R"(^(?:zend|php|_zend|_php|ZEND)_\w+$|^execute_ex$)", "functions of the engine", true},
        cLibraries,
        cStart,
        cNames,
        {R"(/vendor/)", "packages of third parties", false},
    };
}

CodeRules rubyRules()
{
    return {
        {R"(/lib(?:64)?/ruby/\d[\d.]*/)", "source files of the standard library", true},
        {R"(^<(?:internal:|cfunc|native))", "functions that are built in", true},
        {R"(^(?:rb|vm|ruby|ary|str|hash|obj|gc|iseq)_\w+$)", "functions of the interpreter", true},
        {R"(/libruby[\w.-]*\.(?:so|dylib)\b)", "the library of the interpreter", true},
        cLibraries,
        cStart,
        cNames,
        {R"(/gems/)", "gems of third parties", false},
    };
}

CodeRules ownRules(Language language)
{
    switch (language) {
    case Language::Go:
        return goRules();
    case Language::Cpp:
        return cppRules();
    case Language::Rust:
        return rustRules();
    case Language::Java:
        return javaRules();
    case Language::Python:
        return pythonRules();
    case Language::JavaScript:
        return javaScriptRules();
    case Language::DotNet:
        return dotNetRules();
    case Language::Php:
        return phpRules();
    case Language::Ruby:
        return rubyRules();
    }
    return {};
}

} // namespace

std::optional<Language> languageNamed(std::string_view name)
{
    const auto found = std::find(languageNames.begin(), languageNames.end(), name);
    if (found == languageNames.end())
        return {};
    return static_cast<Language>(found - languageNames.begin());
}

CodeRules defaultCodeRules(Language language)
{
    CodeRules rules = ownRules(language);
    // Before what is switched off.
    const auto firstOff =
        std::find_if(rules.begin(), rules.end(), [](const CodeRule &rule) { return !rule.enabled; });
    rules.insert(firstOff, kernel);
    return rules;
}

std::optional<Filter> codeFilter(const MyCode &myCode, const Profile &profile)
{
    if (!myCode.on)
        return {};
    const Language language = myCode.language ? *myCode.language : guessLanguage(profile);
    return Filter{FilterKind::Hide, hidePattern(defaultCodeRules(language)), true};
}

std::string hidePattern(std::span<const CodeRule> rules)
{
    std::string all;
    for (const CodeRule &rule : rules) {
        if (!rule.enabled || rule.pattern.empty())
            continue;
        if (!all.empty())
            all += '|';
        // Flags such as (?i) are the rule's own.
        all += rule.pattern.find("(?") == std::string::npos || rules.size() == 1 ? rule.pattern
                                                                                 : "(?:" + rule.pattern + ')';
    }
    return all;
}

} // namespace proflens
