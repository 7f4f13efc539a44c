// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/textorder.h"

#include "core/analyze/parallel.h"

#include <algorithm>

namespace proflens {

namespace {

using Texts = std::span<const std::string_view>;
using Less = std::function<bool(uint32_t, uint32_t)>;

// A text, with the bytes that decide next.
struct Item
{
    uint64_t key;
    uint32_t row;
};

// Seven bytes as one number that orders like them, and how many more there are from there on, as far as that
// matters: a text that ends comes before one that goes on with 0.
constexpr size_t keyBytes = 7;
uint64_t keyAt(std::string_view text, size_t at)
{
    const size_t left = at < text.size() ? text.size() - at : 0;
    uint64_t key = 0;
    for (size_t i = 0; i < std::min(left, keyBytes); ++i)
        key |= uint64_t(static_cast<uint8_t>(text[at + i])) << (56 - 8 * i);
    return key | std::min(left, keyBytes + 1);
}
bool goesOn(uint64_t key)
{
    return (key & 0xff) > keyBytes;
}

// Radix sort: groups that are still alike get their next bytes and go on a work list, so that length costs no
// recursion, and names that begin alike are not compared from their beginning each time.
void sortItems(Texts texts, const Less &less, std::span<Item> items)
{
    struct Group
    {
        size_t begin, end, depth;
    };
    const auto byText = [&](const Item &a, const Item &b) {
        const int compared = texts[a.row].compare(texts[b.row]);
        return compared != 0 ? compared < 0 : less(a.row, b.row);
    };
    for (Item &item : items)
        item.key = keyAt(texts[item.row], 0);
    std::vector<Group> work{{0, items.size(), 0}};
    while (!work.empty()) {
        const Group group = work.back();
        work.pop_back();
        const auto part = items.subspan(group.begin, group.end - group.begin);
        std::sort(part.begin(), part.end(), [](const Item &a, const Item &b) { return a.key < b.key; });
        for (size_t i = 0; i < part.size();) {
            size_t j = i + 1;
            while (j < part.size() && part[j].key == part[i].key)
                ++j;
            constexpr size_t few = 8;
            if (j - i > 1 && (j - i <= few || !goesOn(part[i].key))) {
                std::sort(part.begin() + static_cast<ptrdiff_t>(i), part.begin() + static_cast<ptrdiff_t>(j),
                          byText);
            } else if (j - i > 1) {
                const size_t depth = group.depth + keyBytes;
                for (size_t k = i; k < j; ++k)
                    part[k].key = keyAt(texts[part[k].row], depth);
                work.push_back({group.begin + i, group.begin + j, depth});
            }
            i = j;
        }
    }
}

} // namespace

std::vector<uint32_t> textOrder(Texts texts, const Less &less)
{
    constexpr size_t leastPiece = 4096;
    std::vector<Item> items(texts.size());
    for (uint32_t i = 0; i < items.size(); ++i)
        items[i] = {0, i};
    const auto byText = [&](const Item &a, const Item &b) {
        const int compared = texts[a.row].compare(texts[b.row]);
        return compared != 0 ? compared < 0 : less(a.row, b.row);
    };
    const size_t threads = std::min<size_t>(8, processorCount());
    const size_t piece = std::max(leastPiece, (items.size() + threads - 1) / threads);
    inParallel(items.size(), piece, [&](size_t begin, size_t end) {
        sortItems(texts, less, std::span(items).subspan(begin, end - begin));
    });
    for (size_t width = piece; width < items.size(); width *= 2) {
        inParallel((items.size() + 2 * width - 1) / (2 * width), 1, [&](size_t first, size_t last) {
            for (size_t pair = first; pair < last; ++pair) {
                const auto at = [&](size_t i) {
                    return items.begin() + static_cast<ptrdiff_t>(std::min(i, items.size()));
                };
                const size_t begin = pair * 2 * width;
                std::inplace_merge(at(begin), at(begin + width), at(begin + 2 * width), byText);
            }
        });
    }
    std::vector<uint32_t> order(items.size());
    for (size_t i = 0; i < order.size(); ++i)
        order[i] = items[i].row;
    return order;
}

} // namespace proflens
