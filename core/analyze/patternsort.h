// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace proflens {

// Sorts as Go's sort.Sort does since Go 1.19: a pattern-defeating quicksort, which is not stable. What it
// does to elements that are equal depends on the order before alone, so where pprof sorts a known order once
// more, equal elements end in the same places only if every comparison and every exchange is the same.
//
// The algorithm is Orson Peters's (https://arxiv.org/abs/2106.05123); its constants are Go's.
template <typename T, typename Less> class PatternSorter
{
public:
    PatternSorter(std::span<T> data, Less less)
        : m_data(data)
        , m_less(std::move(less))
    {}

    void sort() { sort(0, m_data.size(), static_cast<int>(std::bit_width(m_data.size()))); }

private:
    enum class Hint { None, Increasing, Decreasing };

    bool less(size_t a, size_t b) { return m_less(m_data[a], m_data[b]); }
    void exchange(size_t a, size_t b) { std::swap(m_data[a], m_data[b]); }

    void sort(size_t begin, size_t end, int badLeft)
    {
        bool balanced = true, partitioned = true;
        for (;;) {
            const size_t length = end - begin;
            if (length <= 12)
                return insert(begin, end);
            if (badLeft == 0)
                return heapSort(begin, end);
            if (!balanced) {
                scatter(begin, end);
                --badLeft;
            }
            auto [pivot, hint] = choosePivot(begin, end);
            if (hint == Hint::Decreasing) {
                for (size_t low = begin, high = end - 1; low < high; ++low, --high)
                    exchange(low, high);
                pivot = end - 1 - (pivot - begin);
                hint = Hint::Increasing;
            }
            if (balanced && partitioned && hint == Hint::Increasing && insertFew(begin, end))
                return;
            // Nothing in this range is less than what stands before it, so what is equal to that is done.
            if (begin > 0 && !less(begin - 1, pivot)) {
                begin = partitionEqual(begin, end, pivot);
                continue;
            }
            const auto [middle, wasPartitioned] = partition(begin, end, pivot);
            partitioned = wasPartitioned;
            const size_t left = middle - begin, right = end - middle;
            // The shorter part first, so that calls nest no deeper than a logarithm.
            if (left < right) {
                balanced = left >= length / 8;
                sort(begin, middle, badLeft);
                begin = middle + 1;
            } else {
                balanced = right >= length / 8;
                sort(middle + 1, end, badLeft);
                end = middle;
            }
        }
    }

    void insert(size_t begin, size_t end)
    {
        for (size_t next = begin + 1; next < end; ++next) {
            for (size_t at = next; at > begin && less(at, at - 1); --at)
                exchange(at, at - 1);
        }
    }

    // Repairs up to five places that are out of order; whether all is in order then.
    bool insertFew(size_t begin, size_t end)
    {
        size_t next = begin + 1;
        for (int repaired = 0; repaired < 5; ++repaired) {
            while (next < end && !less(next, next - 1))
                ++next;
            if (next == end)
                return true;
            if (end - begin < 50)
                return false;
            exchange(next, next - 1);
            if (next - begin >= 2) {
                for (size_t at = next - 1; at >= 1 && less(at, at - 1); --at)
                    exchange(at, at - 1);
            }
            if (end - next >= 2) {
                for (size_t at = next + 1; at < end && less(at, at - 1); ++at)
                    exchange(at, at - 1);
            }
        }
        return false;
    }

    void sift(size_t root, size_t count, size_t first)
    {
        for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
            if (child + 1 < count && less(first + child, first + child + 1))
                ++child;
            if (!less(first + root, first + child))
                return;
            exchange(first + root, first + child);
            root = child;
        }
    }
    void heapSort(size_t begin, size_t end)
    {
        const size_t count = end - begin;
        for (size_t root = (count - 1) / 2 + 1; root-- > 0;)
            sift(root, count, begin);
        for (size_t last = count; last-- > 0;) {
            exchange(begin, begin + last);
            sift(0, last, begin);
        }
    }

    // Exchanges three elements in the middle with ones that look random and are always the same.
    void scatter(size_t begin, size_t end)
    {
        const size_t length = end - begin;
        uint64_t random = length;
        const uint64_t mask = (uint64_t(1) << std::bit_width(length)) - 1;
        const size_t middle = begin + length / 4 * 2;
        for (size_t at = middle - 1; at <= middle + 1; ++at) {
            random ^= random << 13;
            random ^= random >> 17;
            random ^= random << 5;
            size_t other = random & mask;
            if (other >= length)
                other -= length;
            exchange(at, begin + other);
        }
    }

    size_t median(size_t a, size_t b, size_t c, int &exchanges)
    {
        const auto order = [&](size_t &x, size_t &y) {
            if (less(y, x)) {
                ++exchanges;
                std::swap(x, y);
            }
        };
        order(a, b);
        order(b, c);
        order(a, b);
        return b;
    }
    std::pair<size_t, Hint> choosePivot(size_t begin, size_t end)
    {
        const size_t quarter = (end - begin) / 4;
        size_t a = begin + quarter, b = begin + quarter * 2, c = begin + quarter * 3;
        int exchanges = 0;
        if (end - begin >= 50) {
            a = median(a - 1, a, a + 1, exchanges);
            b = median(b - 1, b, b + 1, exchanges);
            c = median(c - 1, c, c + 1, exchanges);
        }
        b = median(a, b, c, exchanges);
        return {b, exchanges == 0 ? Hint::Increasing : exchanges == 12 ? Hint::Decreasing : Hint::None};
    }

    // Less than the pivot before it, the rest after it: where the pivot is then, and whether nothing moved.
    // Positions are those of Go, where the upper one may go below the first.
    std::pair<size_t, bool> partition(size_t begin, size_t end, size_t pivot)
    {
        exchange(begin, pivot);
        size_t low = begin + 1, high = end - 1;
        const auto narrow = [&] {
            while (low <= high && less(low, begin))
                ++low;
            while (low <= high && !less(high, begin))
                --high;
            return low <= high;
        };
        bool moved = false;
        while (narrow()) {
            exchange(low++, high--);
            moved = true;
        }
        exchange(high, begin);
        return {high, !moved};
    }
    // Equal to the pivot first: where the greater ones begin.
    size_t partitionEqual(size_t begin, size_t end, size_t pivot)
    {
        exchange(begin, pivot);
        size_t low = begin + 1, high = end - 1;
        for (;;) {
            while (low <= high && !less(begin, low))
                ++low;
            while (low <= high && less(begin, high))
                --high;
            if (low > high)
                return low;
            exchange(low++, high--);
        }
    }

    std::span<T> m_data;
    Less m_less;
};

template <typename T, typename Less> void patternSort(std::span<T> data, Less less)
{
    PatternSorter<T, Less>(data, std::move(less)).sort();
}

} // namespace proflens
