// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"
#include "tests/core/format/oddprofile.h"

#include <algorithm>
#include <string>
#include <vector>

// Small random profiles whose functions, files, stacks and labels often meet, and random ways to look at
// them.
namespace proflens::oracle {

using odd::below;
using odd::Random;

struct Case
{
    enum class Base { None, Base, DiffBase, SideBySide };
    wire::Profile now, base;
    Base with = Base::None;
    bool normalize = false;
    odd::Manner manner;
    unsigned encoding = 0; // seed of how it is written
    AnalysisOptions options;
    std::vector<AnalysisOptions> before; // what was looked at before, and may lend its parts
};

class Generator
{
public:
    explicit Generator(unsigned seed)
        : m_random(seed)
    {}

    Case make()
    {
        Case c;
        c.manner.shuffledSections = chance(2);
        c.manner.unknownFields = chance(4);
        c.manner.paddedNumbers = chance(4);
        c.manner.packing = static_cast<int>(upTo(3));
        c.encoding = static_cast<unsigned>(m_random());
        c.with = chance(2) ? Case::Base::None : static_cast<Case::Base>(1 + upTo(3));
        m_hasBase = c.with != Case::Base::None;
        m_isNormalized = c.normalize = c.with != Case::Base::SideBySide && m_hasBase && chance(3);
        c.now = profile(false);
        if (m_hasBase)
            c.base = profile(true);
        c.options = options();
        for (size_t i = upTo(3); i > 0; --i) {
            // Mostly one step away, as when somebody looks around.
            c.before.push_back(chance(3) ? options() : c.options);
            change(c.before.back());
        }
        return c;
    }

private:
    size_t upTo(size_t n) { return below(m_random, n); }
    bool chance(size_t n) { return upTo(n) == 0; }
    template <typename List> auto &anyOf(List &&list) { return list[upTo(std::size(list))]; }

    int64_t text(wire::Profile &p, const std::string &value)
    {
        // Files repeat themselves, at times.
        for (int i = 0; i < p.string_table_size() && !chance(12); ++i) {
            if (p.string_table(i) == value)
                return i;
        }
        p.add_string_table(value);
        return p.string_table_size() - 1;
    }
    uint64_t newId(int manner, uint64_t n) const
    {
        switch (manner) {
        case 0:
            return n + 1; // dense
        case 1:
            return n * 1000003 + 7; // sparse
        case 2:
            return (n + 1) * 0x9e3779b97f4a7c15ULL | 1; // huge
        case 3:
            return UINT64_MAX - n;
        default:
            return n; // from 0, which should stand for none
        }
    }
    int idManner() { return chance(2) ? 0 : static_cast<int>(upTo(5)); }

    std::string functionName()
    {
        static const std::string odd[] = {"",
                                          ".f1",
                                          "ns::f2(int, char*)",
                                          "(anonymous namespace)::f3(f4)",
                                          "f5::operator()(int)",
                                          "runtime.mallocgc",
                                          "\xff\xfe f",
                                          std::string(2000, 'n')};
        return chance(7) ? anyOf(odd) : "f" + std::to_string(upTo(9));
    }

    wire::Profile profile(bool isBase)
    {
        wire::Profile p;
        p.add_string_table("");
        types(p, isBase);
        static const char *const files[] = {"",          "a.go",   "./a.go", "/src/b.go", "/src/x/../b.go",
                                            "dir//c.go", "/src/d/"};
        static const char *const binaries[] = {"/bin/prog", "/lib/libc.so", "", "[vdso]", "/bin/f1"};
        int manner = idManner();
        for (size_t i = 0, count = upTo(4); i < count; ++i) {
            auto *m = p.add_mapping();
            m->set_id(newId(manner, i));
            m->set_memory_start(0x1000 * (i + upTo(3)));
            m->set_memory_limit(m->memory_start() + 0x800 + 0x1000 * upTo(2));
            m->set_file_offset(upTo(2) * 0x100);
            m->set_filename(text(p, anyOf(binaries)));
            m->set_build_id(text(p, chance(3) ? "b1" : ""));
        }
        manner = idManner();
        const bool oneFunction = chance(12);
        const size_t functions = oneFunction ? 1 : 1 + upTo(12);
        for (size_t i = 0; i < functions; ++i) {
            auto *f = p.add_function();
            f->set_id(newId(manner, i));
            f->set_name(text(p, functionName()));
            f->set_system_name(chance(3) ? 0 : f->name());
            f->set_filename(text(p, anyOf(files)));
            f->set_start_line(chance(2) ? 0 : static_cast<int64_t>(upTo(3)) * 10);
        }
        locations(p);
        samples(p);
        if (chance(5))
            p.set_drop_frames(text(p, chance(2) ? "f[12]" : "runtime\\..*|f3"));
        if (chance(2))
            p.set_keep_frames(text(p, chance(2) ? "f1" : "nothing"));
        if (chance(3))
            p.set_default_sample_type(text(p, chance(2) ? "samples" : "space"));
        return p;
    }

    void types(wire::Profile &p, bool isBase)
    {
        struct Type
        {
            const char *name, *unit, *otherUnit;
        };
        static const Type all[] = {{"samples", "count", "count"},
                                   {"cpu", "milliseconds", "nanoseconds"},
                                   {"space", "bytes", "kilobytes"},
                                   {"", "", ""}};
        const auto add = [&](const Type &type) {
            auto *t = p.add_sample_type();
            t->set_type(text(p, type.name));
            t->set_unit(text(p, m_hasBase && !m_isNormalized && chance(4) ? type.otherUnit : type.unit));
        };
        if (!isBase)
            m_types = 1 + upTo(4);
        std::vector<size_t> order(m_types);
        for (size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        if (isBase && !m_isNormalized && chance(3)) { // others, but one at least is the same
            std::shuffle(order.begin(), order.end(), m_random);
            order.resize(1 + upTo(order.size()));
        }
        m_common = order.size();
        for (const size_t i : order)
            add(all[i]);
    }

    void locations(wire::Profile &p)
    {
        const int manner = idManner();
        const size_t count = 1 + upTo(14);
        for (size_t i = 0; i < count; ++i) {
            auto *l = p.add_location();
            l->set_id(newId(manner, i));
            l->set_address(chance(3) ? 0 : 0x1000 + 16 * upTo(20));
            if (p.mapping_size() > 0 && !chance(4))
                l->set_mapping_id(
                    p.mapping(static_cast<int>(upTo(static_cast<size_t>(p.mapping_size())))).id());
            else if (chance(8))
                l->set_mapping_id(987654321); // not there
            l->set_is_folded(chance(12));
            static const size_t lineCounts[] = {0, 1, 1, 1, 1, 2, 2, 3};
            for (size_t k = anyOf(lineCounts); k > 0; --k) {
                auto *line = l->add_line();
                const auto any = static_cast<int>(upTo(static_cast<size_t>(p.function_size())));
                line->set_function_id(chance(20) ? 0 : p.function(any).id());
                line->set_line(chance(3) ? 0 : static_cast<int64_t>(upTo(4)));
                line->set_column(chance(2) ? 0 : static_cast<int64_t>(upTo(3)));
            }
        }
        m_hasLocationZero = manner == 4;
    }

    int64_t value(int kind)
    {
        const auto small = static_cast<int64_t>(upTo(40));
        switch (kind) {
        case 0:
            return small;
        case 1:
            return chance(3) ? -small : small;
        case 2:
            return chance(2) ? 0 : small * 1000003;
        default: // sums of these wrap around
            return chance(3) ? static_cast<int64_t>(static_cast<uint64_t>(m_random()) << 33 | m_random())
                             : -small;
        }
    }

    void samples(wire::Profile &p)
    {
        const size_t count = chance(8) ? upTo(200) : upTo(25);
        const bool allAlike = chance(12);
        const int kind = chance(30) ? 3 : static_cast<int>(upTo(3));
        const bool labelled = !chance(3);
        const auto locations = static_cast<size_t>(p.location_size());
        for (size_t i = 0; i < count; ++i) {
            auto *s = p.add_sample();
            if (i > 0 && (allAlike || chance(4))) {
                *s->mutable_location_id() = p.sample(allAlike ? 0 : static_cast<int>(upTo(i))).location_id();
            } else {
                std::vector<uint64_t> stack;
                if (i > 0 && chance(2)) { // comes from the root the same way
                    const auto &other = p.sample(static_cast<int>(upTo(i))).location_id();
                    stack.assign(other.end() - static_cast<int>(upTo(static_cast<size_t>(other.size()) + 1)),
                                 other.end());
                }
                const size_t reach = 1 + upTo(locations); // few of them recur often
                for (size_t k = chance(15) ? upTo(60) : upTo(7); k > 0; --k)
                    stack.insert(stack.begin(), p.location(static_cast<int>(upTo(reach))).id());
                if (chance(40) && !m_hasLocationZero)
                    stack.insert(stack.begin() + static_cast<std::ptrdiff_t>(upTo(stack.size() + 1)), 0);
                s->mutable_location_id()->Add(stack.begin(), stack.end());
            }
            for (int k = 0; k < p.sample_type_size(); ++k)
                s->add_value(value(kind));
            if (labelled && i > 0 && chance(3))
                *s->mutable_label() = p.sample(static_cast<int>(upTo(i))).label();
            else
                for (size_t k = labelled ? upTo(4) : 0; k > 0; --k)
                    label(p, *s->add_label());
        }
    }

    void label(wire::Profile &p, wire::Label &label)
    {
        static const char *const texts[] = {"main", "work", "a,b", "", "k=v", "17"};
        static const char *const sizes[] = {"bytes", "kilobytes", "", "requests"};
        static const char *const times[] = {"ms", "nanoseconds", ""};
        switch (upTo(5)) {
        case 0:
        case 1:
            label.set_key(text(p, chance(3) ? "kind" : "thread"));
            label.set_str(text(p, anyOf(texts)));
            break;
        case 2:
            label.set_key(text(p, chance(4) ? "alignment" : "bytes"));
            label.set_num(static_cast<int64_t>(upTo(6)) * 512);
            label.set_num_unit(text(p, anyOf(sizes)));
            break;
        case 3:
            label.set_key(text(p, "delay"));
            label.set_num((static_cast<int64_t>(upTo(8)) - 2) * (chance(2) ? 1 : 1000000));
            label.set_num_unit(text(p, anyOf(times)));
            break;
        default: // texts and numbers of one key
            label.set_key(text(p, "mixed"));
            if (chance(2))
                label.set_str(text(p, "7"));
            else
                label.set_num(7);
        }
    }

    Filter filter()
    {
        static const char *const names[] = {"f1",    "^f2$", "f[0-4]",  "f3|f5",    "a\\.go", "libc",
                                            "^$",    "",     "nowhere", "(f1|f7)$", "x*",     "prog",
                                            "src/b", "^ns",  "f",       "operator", "runtime"};
        static const char *const labels[] = {"main",       "thread",        "thread=main", "thread=ma,work",
                                             "main,bytes", "=work",         "kind=^$",     "8",
                                             "bytes=512",  "1kb:",          ":2kb",        "bytes=1kb:2kb",
                                             "7",          "delay=1ms:5ms", "delay=:2s",   "-2:3",
                                             "mixed=7",    "nothing=",      "k=v",         "",
                                             "delay=0:"};
        static const char *const keys[] = {"thread", "^b", "", "delay|mixed", "nothing", "pprof"};
        Filter out;
        out.kind = static_cast<FilterKind>(upTo(10));
        switch (out.kind) {
        case FilterKind::TagFocus:
        case FilterKind::TagIgnore:
            out.pattern = anyOf(labels);
            break;
        case FilterKind::TagShow:
        case FilterKind::TagHide:
            out.pattern = anyOf(keys);
            break;
        default:
            out.pattern = anyOf(names);
        }
        return out;
    }

    AnalysisOptions options()
    {
        AnalysisOptions options;
        options.sampleIndex =
            m_hasBase ? static_cast<int>(upTo(m_common)) : static_cast<int>(upTo(m_types + 1)) - 1;
        options.mean = chance(4);
        options.granularity = static_cast<Granularity>(upTo(5));
        options.noInlines = chance(5);
        options.showColumns = chance(3);
        options.relativePercentages = chance(4);
        options.allFrames = chance(3);
        options.dropNegative = chance(5);
        if (chance(6))
            options.tagRoot =
                chance(2) ? std::vector<std::string>{"thread"} : std::vector<std::string>{"kind", "thread"};
        if (chance(8))
            options.tagLeaf =
                chance(2) ? std::vector<std::string>{"mixed"} : std::vector<std::string>{"nothing", "kind"};
        for (size_t i = chance(3) ? 0 : upTo(4); i > 0; --i)
            options.filters.push_back(filter());
        return options;
    }

    void change(AnalysisOptions &options)
    {
        switch (upTo(9)) {
        case 0:
            options.sampleIndex = static_cast<int>(upTo(m_hasBase ? m_common : m_types));
            break;
        case 1:
            options.granularity = static_cast<Granularity>(upTo(5));
            break;
        case 2:
            options.mean = !options.mean;
            break;
        case 3:
            options.filters.push_back(filter());
            break;
        case 4:
            options.noInlines = !options.noInlines;
            break;
        case 5:
            options.showColumns = !options.showColumns;
            break;
        case 6:
            options.allFrames = !options.allFrames;
            break;
        case 7:
            options.tagRoot = {"thread"};
            break;
        default:
            if (!options.filters.empty())
                options.filters.pop_back();
        }
    }

    Random m_random;
    bool m_hasBase = false, m_isNormalized = false, m_hasLocationZero = false;
    size_t m_types = 1, m_common = 1;
};

} // namespace proflens::oracle
