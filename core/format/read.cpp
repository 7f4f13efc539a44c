// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/read.h"

#include "core/format/ahead.h"
#include "core/format/bytes.h"
#include "core/format/describe.h"
#include "core/format/foreign.h"
#include "core/format/legacy.h"
#include "core/format/protoreader.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

namespace proflens {

namespace {

// Below these a thread costs more than it saves: one that inflates, and one that puts samples into tables.
constexpr uint64_t smallFile = 1U << 16, mediumFile = 1U << 20;
// The older formats are read from memory, whole.
constexpr uint64_t maxLegacyBytes = uint64_t(1) << 30;

Error stopped(const Input &input)
{
    return Error{input.name() + ": reading was stopped"};
}

// What came of reading the bytes as profile.proto.
struct Attempt
{
    Result<std::shared_ptr<Profile>> profile;
    bool final = true;    // no other format is worth trying
    std::string why = {}; // the error without the name of the file
};

Attempt readProto(const Input &input, const ReadOptions &options, uint64_t maxInflated, uint64_t maxMemory)
{
    ReadAhead windows(input.content(maxInflated), input.size() > smallFile);
    ProtoReader reader(maxMemory, input.size() > mediumFile);
    const auto refused = [&](const Error &error) {
        return Attempt{Error{input.name() + ": " + error.message}, reader.wasProfile(), error.message};
    };
    uint64_t inflated = 0;
    for (;;) {
        auto window = windows.next();
        if (options.stop.stop_requested())
            return {stopped(input)};
        if (!window)
            return {window.error()};
        if (options.progress)
            options.progress(window->consumed, input.size());
        if (window->bytes.empty())
            break;
        inflated += window->bytes.size();
        const double share = static_cast<double>(window->consumed) / static_cast<double>(input.size());
        if (auto fed = reader.feed(window->bytes, share, std::move(window->hold)); !fed)
            return refused(fed.error());
    }
    if (inflated == 0)
        return {Error{input.name() + ": is empty; take the profile again"}};
    auto profile = reader.finish();
    if (!profile)
        return refused(profile.error());
    return {std::move(profile)};
}

// Whether all that is left are formats that are not there: what has zeros is the CPU profile of gperftools,
// which begins with the words 0 and 3, or text in UTF-16. Then a trap need not be unpacked any further.
bool isHopeless(std::span<const uint8_t> bytes)
{
    const auto head = bytes.first(std::min<size_t>(bytes.size(), 4096));
    if (head.size() < 16 || std::find(head.begin(), head.end(), 0) == head.end())
        return false;
    const bool utf16 = (head[0] == 0xff && head[1] == 0xfe) || (head[0] == 0xfe && head[1] == 0xff);
    const bool zero = std::all_of(head.begin(), head.begin() + 4, [](uint8_t byte) { return byte == 0; });
    const bool three = head[4] == 3 || head[7] == 3 || head[8] == 3 || head[15] == 3;
    return !utf16 && !(zero && three);
}

Result<std::shared_ptr<Profile>> readOther(const Input &input, const ReadOptions &options,
                                           uint64_t maxInflated, const std::string &notProto)
{
    auto source = input.content(maxInflated);
    std::vector<uint8_t> bytes;
    bytes.reserve(static_cast<size_t>(std::min(input.size(), maxInflated)) + (1U << 20));
    constexpr size_t firstStep = 1U << 14, largestStep = 1U << 20;
    for (size_t step = firstStep;; step = std::min(2 * step, largestStep)) {
        const size_t have = bytes.size();
        bytes.resize(have + step);
        auto got = source->read({bytes.data() + have, step});
        if (!got)
            return got.error();
        bytes.resize(have + *got);
        if (options.stop.stop_requested())
            return stopped(input);
        if (*got == 0 || isHopeless(bytes))
            break;
        if (bytes.size() > maxInflated)
            return Error{input.name() + ": is no profile.proto, and with more than " +
                         byteCount(maxInflated) + " too large for any other format; take a shorter profile"};
    }
    auto profile = readLegacy(bytes, input.name(), options);
    if (!profile || *profile)
        return profile;
    profile = readForeign(bytes, input.name(), options);
    if (!profile || *profile)
        return profile;
    return Error{input.name() + ": " + describeUnknown(bytes, notProto)};
}

Result<std::shared_ptr<Profile>> readAny(const Input &input, const ReadOptions &options)
{
    const uint64_t free = availableMemory();
    // What is inflated is not kept, and the tables are mostly much smaller; so twice the memory may pass by.
    const uint64_t maxInflated = options.maxInflatedBytes ? options.maxInflatedBytes : 2 * free;
    Attempt attempt = readProto(input, options, maxInflated, free / 2);
    if (attempt.profile || attempt.final)
        return std::move(attempt.profile);
    return readOther(input, options, std::min({maxInflated, maxLegacyBytes, free / 4}), attempt.why);
}

Result<std::shared_ptr<Profile>> readInput(const Input &input, const ReadOptions &options)
{
    auto profile = readAny(input, options);
    if (profile && (input.isGzip() || input.isZstd()))
        (*profile)->origin.format += input.isGzip() ? ", compressed with gzip" : ", compressed with zstd";
    return profile;
}

// Exceptions do not leave core/: nearly all that remain are those for lack of memory.
template <typename F> Result<std::shared_ptr<Profile>> guarded(const std::string &name, F &&f)
{
    try {
        return f();
    } catch (const std::bad_alloc &) {
        return Error{
            name + ": there is not enough memory to read it; close other programs or take a shorter profile"};
    } catch (const std::exception &error) {
        return Error{name + ": cannot be read: " + error.what()};
    }
}

} // namespace

Result<std::shared_ptr<Profile>> readProfile(const std::string &path, const ReadOptions &options)
{
    return guarded(path, [&]() -> Result<std::shared_ptr<Profile>> {
        auto input = Input::open(path, options.stop);
        if (!input)
            return input.error();
        return readInput(*input, options);
    });
}

Result<std::shared_ptr<Profile>> readProfile(std::span<const uint8_t> bytes, const std::string &name,
                                             const ReadOptions &options)
{
    return guarded(name, [&] { return readInput(Input(bytes, name), options); });
}

} // namespace proflens
