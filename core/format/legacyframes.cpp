// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacyframes.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace proflens::legacy {

namespace {

std::string anyOf(std::initializer_list<std::string_view> names)
{
    std::string out;
    for (std::string_view name : names) {
        if (!out.empty())
            out += '|';
        out += name;
    }
    return out;
}

bool measures(std::span<const ValueType> types, std::initializer_list<std::string_view> names)
{
    return std::equal(types.begin(), types.end(), names.begin(), names.end(),
                      [](const ValueType &type, std::string_view name) { return type.type == name; });
}

bool isHeap(std::span<const ValueType> types)
{
    return measures(types, {"objects", "space"}) || measures(types, {"inuse_objects", "inuse_space"}) ||
           measures(types, {"alloc_objects", "alloc_space"}) || measures(types, {"allocations", "size"}) ||
           measures(types, {"alloc_objects", "alloc_space", "inuse_objects", "inuse_space"});
}

} // namespace

DullFrames dullFrames(std::span<const ValueType> sampleTypes)
{
    if (isHeap(sampleTypes)) {
        return {anyOf({
                    "(tc_)?(malloc|calloc|valloc|pvalloc|realloc|memalign|posix_memalign|free|cfree)",
                    "do_memalign",
                    "__posix_memalign",
                    "__libc_malloc",
                    R"((::)?do_malloc(_pages|_no_errno)?)",
                    "tc_(new|delete)(array)?",
                    "tc_new(array)?_nothrow",
                    "malloc_zone_(malloc|calloc|valloc|realloc|memalign|free)",
                    R"(operator new(\[\])?)",
                    "__builtin_(vec_)?(new|delete)",
                    "((__gnu_cxx::new_allocator|__malloc_alloc_template|simple_alloc)::)?allocate",
                    "_M_allocate",
                    "cpp_alloc",
                    "DoSampledAllocation",
                    "MallocedMemBlock::MallocedMemBlock",
                    "(BaseArena|tcmalloc)::.*",
                    R"(runtime\..*)",
                }),
                // Frames of Go's runtime that stand between those of the program.
                R"(runtime\.(panic|reflectcall|call[0-9]*))"};
    }
    if (measures(sampleTypes, {"contentions", "delay"})) {
        return {anyOf({
                    "(base::)?(RecordLock|SubmitMutex|SubmitSpinLock)ProfileData.*",
                    "((base::)?Mutex::)?(AwaitCommon|Unlock|ReaderUnlock).*",
                    "((base::)?MutexLock::)?~MutexLock.*",
                    "(SpinLock::)?(Unlock|SlowUnlock).*",
                    "(SpinLockHolder::)?~SpinLockHolder.*",
                }),
                {}};
    }
    return {anyOf({"ProfileData::Add", "(ProfileData|CpuProfiler)::prof_handler", "__pthread_sighandler",
                   "__restore"}),
            {}};
}

} // namespace proflens::legacy
