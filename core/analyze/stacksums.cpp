// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/stacksums.h"

#include "core/analyze/parallel.h"
#include "core/analyze/parts.h"
#include "core/analyze/shares.h"

namespace proflens {

namespace {

// How many stacks a thread takes at a time: enough that its sums, which are as many as there are frames, are
// added up few times.
constexpr size_t pieceSize = 1U << 15;

// Sums wrap around as they do in pprof.
void add(int64_t &sum, int64_t value)
{
    sum = static_cast<int64_t>(static_cast<uint64_t>(sum) + static_cast<uint64_t>(value));
}

void addAll(std::vector<int64_t> &sums, const std::vector<int64_t> &more)
{
    for (size_t i = 0; i < more.size(); ++i)
        add(sums[i], more[i]);
}

// The frames of every location, leaf first, in one look-up for the many that have just one.
class LocationFrames
{
public:
    LocationFrames(const FrameTable &frames, size_t locations)
        : m_codes(locations)
    {
        for (size_t i = 0; i < locations; ++i) {
            const auto elements = frames.elements(LocationId(i));
            if (elements.size() == 1 && elements[0].bits < several) {
                m_codes[i] = elements[0].bits;
                continue;
            }
            m_codes[i] = several | static_cast<uint32_t>(m_several.size());
            m_several.push_back(StackElement(static_cast<uint32_t>(elements.size())));
            m_several.insert(m_several.end(), elements.rbegin(), elements.rend());
        }
    }
    template <typename F> void forEach(LocationId location, F &&f) const
    {
        const uint32_t code = m_codes[location.row];
        if (code < several) {
            f(StackElement(code).frame().row);
            return;
        }
        const StackElement *element = m_several.data() + (code - several);
        for (uint32_t left = (element++)->bits; left > 0; --left)
            f((element++)->frame().row);
    }

private:
    static constexpr uint32_t several = 1U << 31;
    std::vector<uint32_t> m_codes;       // the element, or where in m_several
    std::vector<StackElement> m_several; // how many, then these
};

struct CostPart
{
    struct Sum
    {
        int64_t cum = 0;
        uint32_t stamp = 0; // the stack the frame was last met on, counted by this part
    };
    std::vector<Sum> sums; // by frame, as are all
    std::vector<int64_t> flat, flatDivisor, cumDivisor;
    uint32_t stamp = 0;
};

template <bool divisors>
void addStack(CostPart &part, const Selection &selection, const LocationFrames &frames, const StackSums &sums,
              size_t stack)
{
    const uint32_t stamp = ++part.stamp;
    const int64_t value = sums.values[stack];
    CostPart::Sum *const frameSums = part.sums.data();
    bool leaf = true;
    selection.forEachLocation(StackId(stack), [&](LocationId location) {
        frames.forEach(location, [&](uint32_t frame) {
            if (leaf) {
                add(part.flat[frame], value);
                if constexpr (divisors)
                    add(part.flatDivisor[frame], sums.divisors[stack]);
                leaf = false;
            }
            CostPart::Sum &sum = frameSums[frame];
            if (sum.stamp == stamp)
                return;
            sum.stamp = stamp;
            add(sum.cum, value);
            if constexpr (divisors)
                add(part.cumDivisor[frame], sums.divisors[stack]);
        });
    });
}

} // namespace

StackSums::StackSums(const Selection &selection, const ValueFormula &formula, Of of)
{
    const Profile &profile = *selection.profile();
    values.resize(profile.stacks.size());
    counted.resize(profile.stacks.size());
    if (formula.count >= 0)
        divisors.resize(profile.stacks.size());
    const SampleTable &samples = profile.samples;
    inShares(values.size(), [&](uint32_t begin, uint32_t size) {
        forEachValue(samples, formula, [&](size_t sample, int64_t value, int64_t count) {
            const uint32_t stack = samples.stack[sample].row;
            if (stack - begin >= size || (value == 0 && count == 0) ||
                !(of == Of::Kept ? selection.keepsSample(sample) : selection.keeps(samples.labels[sample])))
                return;
            add(values[stack], value);
            if (!divisors.empty())
                add(divisors[stack], count);
            counted[stack] = 1;
        });
    });
}

FrameCosts frameCosts(const Selection &selection, const FrameTable &frames, const StackSums &sums)
{
    const bool divisors = !sums.divisors.empty();
    const LocationFrames locationFrames(frames, selection.profile()->locations.size());
    Parts<CostPart> parts;
    inParallel(sums.values.size(), pieceSize, [&](size_t begin, size_t end) {
        CostPart *const part = parts.take([&] {
            auto made = std::make_unique<CostPart>();
            made->sums.resize(frames.size());
            made->flat.resize(frames.size());
            made->flatDivisor.resize(divisors ? frames.size() : 0);
            made->cumDivisor.resize(divisors ? frames.size() : 0);
            return made;
        });
        for (size_t stack = begin; stack < end; ++stack) {
            if (!sums.counted[stack])
                continue;
            if (divisors)
                addStack<true>(*part, selection, locationFrames, sums, stack);
            else
                addStack<false>(*part, selection, locationFrames, sums, stack);
        }
        parts.giveBack(part);
    });
    FrameCosts costs;
    costs.flat.resize(frames.size());
    costs.cum.resize(frames.size());
    costs.seen.resize(frames.size());
    costs.flatDivisor.resize(divisors ? frames.size() : 0);
    costs.cumDivisor.resize(divisors ? frames.size() : 0);
    for (const auto &part : parts.all()) {
        for (size_t i = 0; i < frames.size(); ++i) {
            add(costs.cum[i], part->sums[i].cum);
            costs.seen[i] |= part->sums[i].stamp != 0;
        }
        addAll(costs.flat, part->flat);
        addAll(costs.flatDivisor, part->flatDivisor);
        addAll(costs.cumDivisor, part->cumDivisor);
    }
    return costs;
}

} // namespace proflens
