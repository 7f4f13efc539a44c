// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a profile like those of large servers, always the same for the same arguments.
//
// The program is a random call graph: few functions call many and some callees are hot, three in a hundred
// calls go back to a caller. Stacks branch off earlier ones, and often repeat one; depths follow a gamma
// distribution around 25. A third of the locations hold inlined calls. Some samples carry labels. The order
// in the file is that of Go's encoder: samples first, table of strings last.
#include "core/profile/varint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>
#include <zlib.h>

namespace {

struct Arguments
{
    std::string out;
    uint32_t samples = 0, functions = 0;
    double uniqueShare = 0.6; // of samples whose stack is a new one
    uint32_t types = 2;       // 1 to 4
    double labelShare = 0;
    uint64_t programSeed = 1, sampleSeed = 1;
};

// splitmix64: the same numbers everywhere, unlike the distributions of the standard library.
class Random
{
public:
    explicit Random(uint64_t seed)
        : m_state(seed * 0x2545f4914f6cdd1dULL + 1)
    {}
    uint64_t bits()
    {
        uint64_t z = m_state += 0x9e3779b97f4a7c15ULL;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    double unit() { return static_cast<double>(bits() >> 11) * 0x1p-53; } // [0, 1)
    uint32_t below(size_t n) { return static_cast<uint32_t>(unit() * static_cast<double>(n)); }
    // Small numbers far more often than large ones, below n.
    uint32_t skewed(size_t n, double power)
    {
        return static_cast<uint32_t>(std::pow(unit(), power) * static_cast<double>(n));
    }
    bool chance(double p) { return unit() < p; }

private:
    uint64_t m_state;
};

class Packer
{
public:
    explicit Packer(const std::string &path)
        : m_file(gzopen(path.c_str(), "wb6"))
    {}
    ~Packer() { close(); }
    Packer(const Packer &) = delete;
    Packer &operator=(const Packer &) = delete;
    bool isOpen() const { return m_file != nullptr; }
    void field(uint32_t number, std::string_view bytes)
    {
        uint8_t head[2 * proflens::maxVarintBytes];
        const auto size =
            proflens::writeVarint(proflens::writeVarint(head, number << 3 | 2), bytes.size()) - head;
        m_good = m_good && gzwrite(m_file, head, static_cast<unsigned>(size)) > 0 &&
                 (bytes.empty() || gzwrite(m_file, bytes.data(), static_cast<unsigned>(bytes.size())) > 0);
        m_bytes += static_cast<size_t>(size) + bytes.size();
    }
    void append(std::string_view bytes)
    {
        m_good = m_good && gzwrite(m_file, bytes.data(), static_cast<unsigned>(bytes.size())) > 0;
        m_bytes += bytes.size();
    }
    bool close()
    {
        if (m_file)
            m_good = gzclose(m_file) == Z_OK && m_good;
        m_file = nullptr;
        return m_good;
    }
    size_t bytes() const { return m_bytes; }

private:
    gzFile m_file;
    bool m_good = true;
    size_t m_bytes = 0;
};

void varint(std::string &out, uint64_t value)
{
    uint8_t bytes[proflens::maxVarintBytes];
    out.append(reinterpret_cast<const char *>(bytes),
               static_cast<size_t>(proflens::writeVarint(bytes, value) - bytes));
}

void number(std::string &out, uint32_t field, uint64_t value)
{
    if (value == 0)
        return;
    varint(out, field << 3);
    varint(out, value);
}

void bytes(std::string &out, uint32_t field, std::string_view value)
{
    varint(out, field << 3 | 2);
    varint(out, value.size());
    out.append(value);
}

void numbers(std::string &out, uint32_t field, const std::vector<uint64_t> &values)
{
    if (values.size() <= 2) { // as Go writes short lists
        for (uint64_t value : values) {
            varint(out, field << 3);
            varint(out, value);
        }
        return;
    }
    std::string packed;
    for (uint64_t value : values)
        varint(packed, value);
    bytes(out, field, packed);
}

class Strings
{
public:
    uint64_t operator()(const std::string &text)
    {
        const auto [it, added] = m_index.try_emplace(text, m_all.size());
        if (added)
            m_all.push_back(text);
        return it->second;
    }
    const std::vector<std::string> &all() const { return m_all; }

private:
    std::unordered_map<std::string, uint64_t> m_index{{"", 0}};
    std::vector<std::string> m_all{""};
};

// The functions, and the places in them from which others are called.
class Program
{
public:
    struct Site
    {
        uint32_t caller = 0, callee = 0;
        std::array<uint32_t, 2> inlined{}; // functions inlined here, innermost first; as many as `inlines`
        uint32_t inlines = 0;
        uint32_t line = 0;
    };

    Program(uint32_t functions, uint64_t seed)
        : m_functions(functions)
        , m_firstSite(functions + 1)
    {
        Random r(seed);
        for (uint32_t f = 0; f < functions; ++f) {
            m_firstSite[f] = static_cast<uint32_t>(m_sites.size());
            const auto degree = static_cast<uint32_t>(std::min(60.0, 1.6 * std::pow(1 - r.unit(), -0.62)));
            for (uint32_t i = 0; i <= degree; ++i) { // the first is where the function itself is at work
                Site site;
                site.caller = f;
                // Callees are hot ones, or near in the source; few go back.
                if (r.chance(0.03))
                    site.callee = r.below(f + 1);
                else if (r.chance(0.4))
                    site.callee = r.skewed(functions, 2.2);
                else
                    site.callee = (f + 1 + r.below(functions)) % functions;
                site.inlines = r.chance(0.3) ? 1 + (r.chance(0.33) ? 1 : 0) : 0;
                for (uint32_t &inlined : site.inlined)
                    inlined = r.skewed(functions, 1.5);
                site.line = 10 + r.below(900);
                m_sites.push_back(site);
            }
        }
        m_firstSite[functions] = static_cast<uint32_t>(m_sites.size());
        constexpr size_t roots = 24;
        for (size_t i = 0; i < roots; ++i)
            m_roots.push_back(r.below(functions));
    }

    const Site &site(uint32_t id) const { return m_sites[id]; }
    uint32_t functions() const { return m_functions; }
    uint32_t root(Random &r) const { return m_roots[r.skewed(m_roots.size(), 2)]; }
    uint32_t leafSite(uint32_t function) const { return m_firstSite[function]; }
    uint32_t callSite(uint32_t function, Random &r) const
    {
        const uint32_t first = m_firstSite[function] + 1;
        return first + r.skewed(m_firstSite[function + 1] - first, 4.5);
    }

private:
    uint32_t m_functions;
    std::vector<uint32_t> m_firstSite;
    std::vector<Site> m_sites;
    std::vector<uint32_t> m_roots;
};

std::string functionName(uint32_t f, std::string &file)
{
    static const char *const words[] = {"parse",  "encode",  "flush", "commit", "lookup", "hash",
                                        "merge",  "split",   "scan",  "write",  "read",   "close",
                                        "accept", "compact", "dial",  "lock",   "wait",   "notify",
                                        "grow",   "copy",    "sort",  "index",  "store",  "route"};
    static const char *const types[] = {"Storage", "Compactor", "Session", "Index",
                                        "Router",  "Encoder",   "Buffer",  "Tree"};
    Random r(f + 77);
    const auto word = [&] { return std::string(words[r.below(std::size(words))]); };
    const std::string package = "github.com/acme/" + word() + '/' + word() + std::to_string(f % 97);
    file = "/home/build/go/src/" + package + '/' + word() + ".go";
    const std::string type = types[r.below(std::size(types))];
    switch (r.below(3)) {
    case 0:
        return package + ".(*" + type + ")." + word() + std::to_string(f);
    case 1:
        return package + '.' + word() + type + std::to_string(f);
    default:
        return package + ".(*" + type + ")." + word() + std::to_string(f) + ".func1";
    }
}

class Generator
{
public:
    explicit Generator(const Arguments &a)
        : m_arguments(a)
        , m_program(a.functions, a.programSeed)
        , m_random(a.sampleSeed ^ (a.programSeed << 20))
        , m_out(a.out)
    {}

    bool run()
    {
        if (!m_out.isOpen())
            return false;
        sampleTypes();
        for (uint32_t i = 0; i < m_arguments.samples; ++i)
            sample();
        tables();
        if (!m_out.close())
            return false;
        std::printf("%s: %u samples, %zu stacks, mean depth %.1f, %zu locations, %zu lines, %zu functions, "
                    "%.1f MB of protobuf\n",
                    m_arguments.out.c_str(), m_arguments.samples, m_begin.size(),
                    static_cast<double>(m_stacks.size()) / static_cast<double>(m_begin.size()),
                    m_locations.size(), m_lines, m_functions.size(),
                    static_cast<double>(m_out.bytes()) / 1e6);
        return true;
    }

private:
    void sampleTypes()
    {
        static const char *const types[4][2] = {{"samples", "count"},
                                                {"cpu", "nanoseconds"},
                                                {"alloc_objects", "count"},
                                                {"alloc_space", "bytes"}};
        for (uint32_t i = 0; i < m_arguments.types; ++i) {
            m_message.clear();
            number(m_message, 1, m_strings(types[i][0]));
            number(m_message, 2, m_strings(types[i][1]));
            m_out.field(1, m_message);
        }
    }

    uint32_t depth()
    {
        double sum = 0; // of six exponentials: a gamma distribution
        for (int i = 0; i < 6; ++i)
            sum -= std::log(1 - m_random.unit());
        return std::clamp(static_cast<uint32_t>(sum * 21.5 / 6 + 1.5), 5U, 60U);
    }

    std::pair<const uint32_t *, size_t> stack(uint32_t id) const
    {
        const size_t end = id + 1 < m_begin.size() ? m_begin[id + 1] : m_stacks.size();
        return {m_stacks.data() + m_begin[id], end - m_begin[id]};
    }

    // Sites root first; the last is the leaf's.
    uint32_t newStack()
    {
        for (int attempt = 0; attempt < 8; ++attempt) {
            walk();
            uint64_t hash = 0;
            for (uint32_t site : m_path)
                hash = (hash ^ site) * 0x9e3779b97f4a7c15ULL, hash ^= hash >> 29;
            if (m_known.insert(hash).second)
                break;
        }
        m_begin.push_back(m_stacks.size());
        m_stacks.insert(m_stacks.end(), m_path.begin(), m_path.end());
        return static_cast<uint32_t>(m_begin.size() - 1);
    }

    void walk()
    {
        const uint32_t wanted = depth();
        m_path.clear();
        uint32_t at = 0;
        const auto suffix = static_cast<uint32_t>(1 - std::log(1 - m_random.unit()) * 4.2);
        for (int attempt = 0; attempt < 6 && m_path.empty() && !m_stackOfSample.empty(); ++attempt) {
            const auto [sites, size] = stack(m_stackOfSample[m_random.skewed(m_stackOfSample.size(), 16)]);
            if (wanted > suffix && size > wanted - suffix) {
                m_path.assign(sites, sites + (wanted - suffix));
                at = m_program.site(m_path.back()).callee;
            }
        }
        if (m_path.empty())
            at = m_program.root(m_random);
        while (m_path.size() + 1 < wanted) {
            m_path.push_back(m_program.callSite(at, m_random));
            at = m_program.site(m_path.back()).callee;
        }
        m_path.push_back(m_program.leafSite(at));
    }

    // An earlier sample whose stack comes again: often one of the last, with other labels.
    size_t repeated()
    {
        const size_t all = m_stackOfSample.size(), last = std::min<size_t>(all, 256);
        return m_random.chance(0.8) ? all - 1 - m_random.below(last) : m_random.below(all);
    }

    uint64_t location(uint32_t site)
    {
        const auto [it, added] = m_locationIds.try_emplace(site, m_locations.size() + 1);
        if (added)
            m_locations.push_back(site);
        return it->second;
    }

    void sample()
    {
        const bool fresh = m_stackOfSample.empty() || m_random.chance(m_arguments.uniqueShare);
        const uint32_t id = fresh ? newStack() : m_stackOfSample[repeated()];
        m_stackOfSample.push_back(id);
        m_numbers.clear();
        const auto [sites, size] = stack(id);
        for (size_t i = size; i-- > 0;)
            m_numbers.push_back(location(sites[i]));
        m_message.clear();
        numbers(m_message, 1, m_numbers);
        const uint64_t count = 1 + m_random.skewed(200, 6);
        const uint64_t objects = m_random.chance(0.4) ? m_random.skewed(5000, 4) : 0;
        const std::array<uint64_t, 4> values{count, count * 10'000'000, objects,
                                             objects * (16ULL << m_random.below(8))};
        m_numbers.assign(values.begin(), values.begin() + m_arguments.types);
        numbers(m_message, 2, m_numbers);
        if (m_random.chance(m_arguments.labelShare))
            labels();
        m_out.field(2, m_message);
    }

    void labels()
    {
        const auto text = [this](const char *key, const char *prefix, uint32_t value) {
            std::string label;
            number(label, 1, m_strings(key));
            number(label, 2, m_strings(prefix + std::to_string(value)));
            bytes(m_message, 3, label);
        };
        if (m_random.chance(0.8))
            text("endpoint", "/api/v1/resource/", m_random.skewed(300, 5));
        if (m_random.chance(0.5))
            text("tenant", "tenant-", m_random.skewed(1200, 6));
        if (m_random.chance(0.6))
            text("thread", "worker-", m_random.below(16));
        if (m_random.chance(0.4)) {
            std::string label;
            number(label, 1, m_strings("bytes"));
            number(label, 3, 16ULL << m_random.below(14));
            number(label, 4, m_strings("bytes"));
            bytes(m_message, 3, label);
        }
    }

    uint64_t function(uint32_t f)
    {
        const auto [it, added] = m_functionIds.try_emplace(f, m_functions.size() + 1);
        if (added)
            m_functions.push_back(f);
        return it->second;
    }

    void tables()
    {
        static const char *const files[] = {"/usr/local/bin/server", "/lib/x86_64-linux-gnu/libc-2.31.so",
                                            "[vdso]", "/usr/lib/libssl.so.3"};
        constexpr uint64_t size = 1ULL << 32;
        for (uint64_t i = 0; i < std::size(files); ++i) {
            m_message.clear();
            number(m_message, 1, i + 1);
            number(m_message, 2, (i + 1) * size);
            number(m_message, 3, (i + 2) * size);
            number(m_message, 5, m_strings(files[i]));
            number(m_message, 6, m_strings(i == 2 ? "" : "build-" + std::to_string(i)));
            for (uint32_t flag = 7; flag <= 10; ++flag)
                number(m_message, flag, 1);
            m_out.field(3, m_message);
        }
        std::string line;
        for (size_t i = 0; i < m_locations.size(); ++i) {
            const Program::Site &site = m_program.site(m_locations[i]);
            const uint64_t mapping = site.caller % 20 == 0 ? 2 + site.caller % 3 : 1;
            m_message.clear();
            number(m_message, 1, i + 1);
            number(m_message, 2, mapping);
            number(m_message, 3, mapping * size + 0x1000 + uint64_t(m_locations[i]) * 21);
            for (uint32_t k = 0; k <= site.inlines; ++k, ++m_lines) {
                line.clear();
                number(line, 1, function(k < site.inlines ? site.inlined[k] : site.caller));
                number(line, 2, site.line + k);
                bytes(m_message, 4, line);
            }
            m_out.field(4, m_message);
        }
        for (size_t i = 0; i < m_functions.size(); ++i) {
            std::string file;
            const std::string name = functionName(m_functions[i], file);
            m_message.clear();
            number(m_message, 1, i + 1);
            number(m_message, 2, m_strings(name));
            number(m_message, 3, m_strings(name));
            number(m_message, 4, m_strings(file));
            number(m_message, 5, 1 + m_functions[i] % 1000);
            m_out.field(5, m_message);
        }
        const uint64_t cpu = m_strings("cpu"), nanoseconds = m_strings("nanoseconds");
        for (const std::string &text : m_strings.all())
            m_out.field(6, text);
        m_message.clear();
        number(m_message, 9, 1'700'000'000'000'000'000);
        number(m_message, 10, 30'000'000'000);
        std::string type;
        number(type, 1, cpu);
        number(type, 2, nanoseconds);
        bytes(m_message, 11, type);
        number(m_message, 12, 10'000'000);
        m_out.append(m_message);
    }

    Arguments m_arguments;
    Program m_program;
    Random m_random;
    Packer m_out;
    Strings m_strings;
    std::vector<uint32_t> m_stacks; // sites of all distinct stacks
    std::vector<size_t> m_begin;
    std::unordered_set<uint64_t> m_known; // hashes of them
    std::vector<uint32_t> m_stackOfSample, m_path;
    std::unordered_map<uint32_t, uint64_t> m_locationIds, m_functionIds;
    std::vector<uint32_t> m_locations, m_functions;
    size_t m_lines = 0;
    std::vector<uint64_t> m_numbers;
    std::string m_message;
};

} // namespace

int main(int argc, char **argv)
{
    Arguments a;
    const std::string_view preset = argc == 3 ? argv[1] : "";
    if (preset == "S")
        a = {argv[2], 10'000, 3'000, 0.6, 2, 0.3, 1, 1};
    else if (preset == "M")
        a = {argv[2], 200'000, 22'000, 0.6, 2, 0.3, 1, 1};
    else if (preset == "L")
        a = {argv[2], 2'000'000, 63'000, 0.6, 4, 0.4, 1, 1};
    else if (preset == "L0")
        a = {argv[2], 2'000'000, 63'000, 0.6, 4, 0, 1, 1};
    else if (argc == 9)
        a = {argv[1],
             static_cast<uint32_t>(std::atol(argv[2])),
             static_cast<uint32_t>(std::atol(argv[3])),
             std::atof(argv[4]),
             static_cast<uint32_t>(std::atol(argv[5])),
             std::atof(argv[6]),
             static_cast<uint64_t>(std::atoll(argv[7])),
             static_cast<uint64_t>(std::atoll(argv[8]))};
    if (a.samples == 0 || a.functions == 0 || a.types < 1 || a.types > 4) {
        std::fprintf(
            stderr,
            "usage: %s S|M|L|L0 OUT\n       %s OUT nsamples nfuncs uniqueShare nTypes labelShare programSeed "
            "sampleSeed\n",
            argv[0], argv[0]);
        return 2;
    }
    if (!Generator(a).run()) {
        std::fprintf(stderr, "%s: cannot be written\n", a.out.c_str());
        return 1;
    }
    return 0;
}
