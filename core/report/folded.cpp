// SPDX-License-Identifier: GPL-3.0-or-later
// Folded stacks, as flame graph tools read them: "main;work;read 12", in the sample type's own unit. With
// samples of a base two values, base and current.
#include "core/report/printers.h"
#include "core/report/sumsofstacks.h"

namespace proflens {

namespace {

// Names may hold what separates frames or lines; both would make other stacks of them.
void appendName(std::string &line, std::string_view name)
{
    for (const char c : name)
        line += c == ';' ? ':' : static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
}

} // namespace

Status printFolded(Report &report, Output &out)
{
    const SumsOfStacks stacks(report);
    std::string line;
    stacks.forEach([&](std::span<const StackElement> frames, int64_t value, int64_t base) {
        line.clear();
        for (const StackElement element : frames) {
            if (!line.empty())
                line += ';';
            appendName(line, stacks.frames().printableName(element.frame()));
        }
        out << (line.empty() ? std::string_view("(no frames)") : std::string_view(line)) << ' ';
        if (stacks.isDifference())
            out << base << ' ';
        out << value << '\n';
        return out.good();
    });
    return success();
}

} // namespace proflens
