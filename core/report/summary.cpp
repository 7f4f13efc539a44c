// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/summary.h"

#include "core/measure/measure.h"
#include "core/measure/visibletext.h"
#include "core/report/svgtext.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

// By this name the tools of the window's translators find the texts; what it makes of them is nothing.
#define QT_TRANSLATE_NOOP(context, text) text

namespace proflens {

namespace {

using Kind = Change::Kind;
using Outcome = Changes::Outcome;

// "5.25%" of "0.05252".
std::string percentText(double share)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*f%%", std::abs(share) >= 0.9995 || share == 0 ? 0 : 1, 100 * share);
    return text;
}

// Each number in the unit that suits it, unless a person chose one.
std::string valueText(const Comparison &comparison, int64_t value)
{
    const Analysis &side = *comparison.current();
    return side.options().unit == "minimum" ? side.formatAuto(value) : side.format(value);
}

class Writer
{
public:
    Writer(Summary &summary)
        : m_summary(summary)
        , m_comparison(*summary.comparison)
        , m_changes(summary.changes)
    {}

    void write()
    {
        writeHead();
        for (size_t i = 0; i < m_changes.contributors.size(); ++i) {
            m_sentences = {};
            writeContributor(m_changes.contributors[i]);
            m_summary.items.push_back({i, std::move(m_sentences)});
        }
        m_sentences = {};
        writeWhole();
        m_summary.whole = std::move(m_sentences);
        m_sentences = {};
        for (const RenamePair &pair : m_summary.renames)
            writePair(pair);
        m_summary.pairs = std::move(m_sentences);
    }

private:
    void say(const char *pattern, std::vector<SummaryArgument> arguments = {}, int count = -1)
    {
        m_sentences.push_back({pattern, std::move(arguments), count});
    }
    SummaryArgument function(FrameId frame) const
    {
        return {std::string(functionNameOf(m_comparison.frames(), frame)), frame};
    }
    SummaryArgument value(int64_t value) const { return {valueText(m_comparison, value), {}}; }
    SummaryArgument delta(int64_t value) const
    {
        return {withSign(valueText(m_comparison, value), value), {}};
    }
    SummaryArgument size(int64_t value) const { return this->value(value < 0 ? -value : value); }
    static SummaryArgument text(std::string text) { return {std::move(text), {}}; }

    void writeHead()
    {
        m_sentences = {};
        writeTotal();
        writeScaling();
        if (m_comparison.options().view.mean)
            say(QT_TRANSLATE_NOOP("Summary",
                                  "Means do not add up, so this is about the sums that they divide."));
        if (!m_comparison.options().view.filters.empty())
            say(QT_TRANSLATE_NOOP("Summary", "This is about what the filters leave."));
        m_summary.head = std::move(m_sentences);
    }

    void writeTotal()
    {
        const BothValues total = m_changes.total;
        const SummaryArgument type = text(m_summary.sampleTypeName());
        switch (m_changes.outcome) {
        case Outcome::Empty:
            say(QT_TRANSLATE_NOOP("Summary", "Neither side has any %1."), {type});
            return;
        case Outcome::Nothing:
            say(QT_TRANSLATE_NOOP("Summary",
                                  "Nothing changed: every stack has the same %1 on both sides, %2 in all."),
                {type, value(total.current)});
            return;
        case Outcome::AllNew:
            say(QT_TRANSLATE_NOOP("Summary",
                                  "Everything is new: the base has no %1, and the current side has %2."),
                {type, value(total.current)});
            return;
        case Outcome::AllGone:
            say(QT_TRANSLATE_NOOP("Summary",
                                  "Everything is gone: the current side has no %1, and the base has %2."),
                {type, value(total.base)});
            return;
        case Outcome::WithinNoise:
        case Outcome::Scattered:
        case Outcome::Some:
            break;
        }
        if (total.delta() == 0) {
            say(QT_TRANSLATE_NOOP("Summary", "%1 stayed at %2 in all."), {type, value(total.current)});
        } else if (total.base <= 0) {
            say(QT_TRANSLATE_NOOP("Summary", "%1 went from %2 to %3."),
                {type, value(total.base), value(total.current)});
        } else {
            const double share = static_cast<double>(total.delta()) / static_cast<double>(total.base);
            say(total.delta() > 0
                    ? QT_TRANSLATE_NOOP("Summary", "%1 grew by %2, from %3 to %4: by %5 of the base.")
                    : QT_TRANSLATE_NOOP("Summary", "%1 shrank by %2, from %3 to %4: by %5 of the base."),
                {type, size(total.delta()), value(total.base), value(total.current),
                 text(percentText(std::abs(share)))});
            if (m_changes.change.noise && m_comparison.hasCounts())
                say(QT_TRANSLATE_NOOP("Summary", "That is no more than sampling alone explains."));
        }
    }

    void writeScaling()
    {
        if (!m_comparison.scalingProblem().empty()) {
            say(QT_TRANSLATE_NOOP("Summary", "%1"), {text(m_comparison.scalingProblem())});
            return;
        }
        char factor[64];
        std::snprintf(factor, sizeof factor, "%.4g", m_comparison.factor());
        switch (m_comparison.options().scaling.by) {
        case ScaleBy::None:
            break;
        case ScaleBy::Duration:
            say(QT_TRANSLATE_NOOP("Summary",
                                  "The base is multiplied by %1, as if it had been taken for as long."),
                {text(factor)});
            break;
        case ScaleBy::Total:
            say(QT_TRANSLATE_NOOP("Summary",
                                  "The base is multiplied by %1, so that both sides have one total."),
                {text(factor)});
            break;
        case ScaleBy::Label:
            say(QT_TRANSLATE_NOOP(
                    "Summary",
                    "The base is multiplied by %1, so that both sides have as much of the label %2."),
                {text(factor), text(m_comparison.options().scaling.label)});
            break;
        case ScaleBy::Factor:
            say(QT_TRANSLATE_NOOP("Summary", "The base is multiplied by %1."), {text(factor)});
            break;
        }
    }

    void writeContributor(const Contributor &c)
    {
        const bool isPartial = isPart(c);
        switch (c.kind) {
        case Kind::New:
            say(isPartial ? QT_TRANSLATE_NOOP("Summary",
                                              "%1 is new and has %2 that is not told elsewhere, %3 in all.")
                          : QT_TRANSLATE_NOOP("Summary", "%1 is new and has %2."),
                {function(c.frame), value(isPartial ? c.own.current : c.all.current), value(c.all.current)});
            break;
        case Kind::Gone:
            say(isPartial ? QT_TRANSLATE_NOOP("Summary",
                                              "%1 is gone and had %2 that is not told elsewhere, %3 in all.")
                          : QT_TRANSLATE_NOOP("Summary", "%1 is gone and had %2."),
                {function(c.frame), value(isPartial ? c.own.base : c.all.base), value(c.all.base)});
            break;
        default:
            writeGrown(c, isPartial && !c.besides.empty());
        }
        writeWhere(c);
        writeCallers(c);
        writeLikeness(c);
    }
    // Whether a good deal of its change is told of others.
    static bool isPart(const Contributor &c)
    {
        constexpr double little = 0.02;
        const double all = static_cast<double>(c.all.delta()), own = static_cast<double>(c.own.delta());
        return std::abs(all - own) > little * std::abs(all);
    }
    void writeLikeness(const Contributor &c)
    {
        for (const RenamePair &pair : m_summary.renames) {
            if (pair.added == c.frame)
                say(QT_TRANSLATE_NOOP("Summary", "It may be the same as %1, which is gone."),
                    {function(pair.gone)});
            else if (pair.gone == c.frame)
                say(QT_TRANSLATE_NOOP("Summary", "It may be the same as %1, which is new."),
                    {function(pair.added)});
        }
    }
    void writeGrown(const Contributor &c, bool isPartial)
    {
        const bool grew = c.own.delta() > 0;
        if (!isPartial) {
            // What shrank a lot has a ratio of next to nothing.
            const double share = -static_cast<double>(c.all.delta()) / static_cast<double>(c.all.base);
            say(grew ? QT_TRANSLATE_NOOP("Summary", "%1 grew by %2, from %3 to %4 (%5).")
                     : QT_TRANSLATE_NOOP("Summary", "%1 shrank by %2, from %3 to %4 (by %5)."),
                {function(c.frame), size(c.all.delta()), value(c.all.base), value(c.all.current),
                 text(grew ? Comparison::ratio(c.all) : percentText(share))});
            return;
        }
        std::vector<SummaryArgument> arguments = {function(c.frame), size(c.own.delta()),
                                                  function(c.besides.front().frame), value(c.all.base),
                                                  value(c.all.current)};
        if (c.besides.size() == 1)
            say(grew ? QT_TRANSLATE_NOOP(
                           "Summary", "%1 grew by %2 besides what %3 changed; in all it went from %4 to %5.")
                     : QT_TRANSLATE_NOOP(
                           "Summary",
                           "%1 shrank by %2 besides what %3 changed; in all it went from %4 to %5."),
                std::move(arguments));
        else
            say(grew ? QT_TRANSLATE_NOOP("Summary",
                                         "%1 grew by %2 besides what %3 and %n other(s) of this list "
                                         "changed; in all it went from %4 to %5.")
                     : QT_TRANSLATE_NOOP("Summary",
                                         "%1 shrank by %2 besides what %3 and %n other(s) of this list "
                                         "changed; in all it went from %4 to %5."),
                std::move(arguments), static_cast<int>(c.besides.size() - 1));
    }
    // In the function itself, or in what it calls.
    void writeWhere(const Contributor &c)
    {
        constexpr double all = 0.95, half = 0.5;
        const double self = static_cast<double>(c.self) / static_cast<double>(c.own.delta());
        if (self >= all)
            say(QT_TRANSLATE_NOOP("Summary", "That is in itself, not in what it calls."));
        else if (self >= half)
            say(QT_TRANSLATE_NOOP("Summary", "Most of it, %1, is in itself."), {delta(c.self)});
        else if (c.within)
            say(QT_TRANSLATE_NOOP("Summary", "Most of it, %1, is in %2."),
                {delta(c.within->delta), function(c.within->frame)});
        else
            say(QT_TRANSLATE_NOOP("Summary", "It is spread over what it calls."));
    }
    void writeCallers(const Contributor &c)
    {
        static const char *const alone[] = {
            QT_TRANSLATE_NOOP("Summary", "It came from %1 (%2)."),
            QT_TRANSLATE_NOOP("Summary", "It came from %1 (%2) and %3 (%4)."),
            QT_TRANSLATE_NOOP("Summary", "It came from %1 (%2), %3 (%4) and %5 (%6)."),
        };
        static const char *const withOthers[] = {
            QT_TRANSLATE_NOOP("Summary", "It came from %1 (%2) and %n other caller(s)."),
            QT_TRANSLATE_NOOP("Summary", "It came from %1 (%2), %3 (%4) and %n other caller(s)."),
            QT_TRANSLATE_NOOP("Summary", "It came from %1 (%2), %3 (%4), %5 (%6) and %n other caller(s)."),
        };
        const size_t named = c.callers.size();
        if (named == 1 && c.moreCallers == 0 && c.callers[0].delta == c.own.delta()) {
            say(QT_TRANSLATE_NOOP("Summary", "It is called by %1."), {function(c.callers[0].frame)});
        } else if (named > 0) {
            std::vector<SummaryArgument> arguments;
            for (const ChangePart &caller : c.callers) {
                arguments.push_back(function(caller.frame));
                arguments.push_back(delta(caller.delta));
            }
            if (c.moreCallers == 0)
                say(alone[named - 1], std::move(arguments));
            else
                say(withOthers[named - 1], std::move(arguments), static_cast<int>(c.moreCallers));
        } else if (c.moreCallers > 0) {
            say(QT_TRANSLATE_NOOP("Summary",
                                  "It came from %n caller(s), none of which brought a tenth of it."),
                {}, static_cast<int>(c.moreCallers));
        }
        if (c.origin)
            say(QT_TRANSLATE_NOOP("Summary", "Further up, %1 of it came through %2."),
                {delta(c.origin->delta), function(c.origin->frame)});
    }

    void writeWhole()
    {
        switch (m_changes.outcome) {
        case Outcome::WithinNoise:
            say(QT_TRANSLATE_NOOP(
                "Summary", "No function stands out: among so many, some change as much by chance alone."));
            return;
        case Outcome::Scattered:
            say(QT_TRANSLATE_NOOP("Summary",
                                  "The change is scattered: nothing has a part of it that is worth naming."));
            return;
        case Outcome::Some:
            break;
        default:
            return;
        }
        const SummaryArgument explained = text(percentText(m_changes.explained()));
        const int64_t grew = m_changes.grew(), shrank = m_changes.shrank();
        if (grew != 0 && shrank != 0)
            say(QT_TRANSLATE_NOOP("Summary",
                                  "This explains %1 of all that changed: %2 of growth and %3 of shrinkage."),
                {explained, delta(grew), delta(shrank)});
        else
            say(grew != 0
                    ? QT_TRANSLATE_NOOP("Summary", "This explains %1 of all that changed: %2 of growth.")
                    : QT_TRANSLATE_NOOP("Summary", "This explains %1 of all that changed: %2 of shrinkage."),
                {explained, delta(grew + shrank)});
        const int64_t rest = m_changes.rest.delta();
        const bool isQuiet = m_changes.restGrew == 0 && m_changes.restShrank == 0;
        if (isQuiet) {
            say(QT_TRANSLATE_NOOP("Summary", "Nothing else changed."));
        } else if (m_changes.restGrew != 0 && m_changes.restShrank != 0) {
            say(m_changes.restIsNoise
                    ? QT_TRANSLATE_NOOP("Summary", "The rest is in small pieces, %1 and %2, together %3: no "
                                                   "more than sampling alone explains.")
                    : QT_TRANSLATE_NOOP("Summary", "The rest is in small pieces, %1 and %2, together %3."),
                {delta(m_changes.restGrew), delta(m_changes.restShrank), delta(rest)});
        } else {
            say(m_changes.restIsNoise
                    ? QT_TRANSLATE_NOOP(
                          "Summary", "The rest, %1 in small pieces, is no more than sampling alone explains.")
                    : QT_TRANSLATE_NOOP("Summary", "The rest is %1 in small pieces."),
                {delta(rest)});
        }
    }

    void writePair(const RenamePair &pair)
    {
        constexpr double same = 0.9;
        say(pair.likeness >= same
                ? QT_TRANSLATE_NOOP(
                      "Summary",
                      "%1 is gone and %2 is new, with the same callers and callees: the same function?")
                : QT_TRANSLATE_NOOP(
                      "Summary",
                      "%1 is gone and %2 is new, with similar callers and callees: the same function?"),
            {function(pair.gone), function(pair.added)});
    }

    Summary &m_summary;
    const Comparison &m_comparison;
    const Changes &m_changes;
    std::vector<SummarySentence> m_sentences; // those being written
};

std::string joined(const std::vector<SummarySentence> &sentences)
{
    std::string text;
    for (const SummarySentence &sentence : sentences)
        text += (text.empty() ? "" : " ") + sentence.text();
    return text;
}

// Greedily broken into lines of at most width characters, where it has spaces.
std::string wrapped(const std::string &text, const std::string &first, size_t width)
{
    const std::string indent(codePoints(first), ' ');
    std::string out, line = first;
    size_t begin = 0;
    bool isStart = true;
    while (begin < text.size()) {
        const size_t end = std::min(text.find(' ', begin), text.size());
        const std::string word = text.substr(begin, end - begin);
        if (!isStart && codePoints(line) + 1 + codePoints(word) > width) {
            out += line + '\n';
            line = indent;
            isStart = true;
        }
        line += (isStart ? "" : " ") + word;
        isStart = false;
        begin = end + 1;
    }
    return out + line + '\n';
}

std::string padded(std::string text, size_t width)
{
    return padLeft(text, width);
}

} // namespace

std::string_view functionNameOf(const FrameTable &frames, FrameId frame)
{
    return frames.printableName(frame);
}

std::string Summary::sampleTypeName() const
{
    return comparison->current()->sampleType().type;
}

std::string Summary::partText(const Contributor &contributor) const
{
    const int64_t part = contributor.own.delta();
    return withSign(valueText(*comparison, part), part);
}

std::string Summary::shareText(const Contributor &contributor) const
{
    return percentText(contributor.share);
}

void forEachPiece(std::string_view pattern, const std::function<void(std::string_view)> &text,
                  const std::function<void(size_t)> &argument)
{
    size_t begin = 0;
    for (size_t i = 0; i + 1 < pattern.size(); ++i) {
        if (pattern[i] != '%' || pattern[i + 1] < '1' || pattern[i + 1] > '9')
            continue;
        if (i > begin)
            text(pattern.substr(begin, i - begin));
        argument(static_cast<size_t>(pattern[i + 1] - '1'));
        begin = i + 2;
        ++i;
    }
    if (begin < pattern.size())
        text(pattern.substr(begin));
}

std::string SummarySentence::text() const
{
    std::string english = pattern;
    if (count >= 0) {
        if (const size_t number = english.find("%n"); number != std::string::npos)
            english.replace(number, 2, std::to_string(count));
        if (const size_t plural = english.find("(s)"); plural != std::string::npos)
            english.replace(plural, 3, count == 1 ? "" : "s");
    }
    std::string out;
    forEachPiece(
        english, [&](std::string_view piece) { out += piece; },
        [&](size_t i) { out += i < arguments.size() ? visibleText(arguments[i].text) : ""; });
    return out;
}

Summary summarize(const ComparisonPtr &comparison, const StopToken &stop)
{
    Summary summary;
    summary.comparison = comparison;
    summary.changes = changesOf(*comparison, {}, stop);
    summary.renames = suggestedRenames(*comparison, 20, stop);
    const OneSidedFunctions oneSided = oneSidedFunctions(*comparison);
    summary.hasOneSided = !oneSided.gone.empty() && !oneSided.added.empty();
    Writer(summary).write();
    return summary;
}

std::string summaryText(const Summary &summary)
{
    constexpr size_t width = 110;
    std::string out = wrapped(joined(summary.head), "", width);
    if (!summary.items.empty())
        out += '\n';
    size_t widest = 0;
    for (const Contributor &contributor : summary.changes.contributors)
        widest = std::max(widest, codePoints(summary.partText(contributor)));
    for (const SummaryItem &item : summary.items) {
        const Contributor &contributor = summary.changes.contributors[item.contributor];
        const std::string number = padded(std::to_string(item.contributor + 1), 2) + ". ";
        out += wrapped(joined(item.sentences),
                       number + padded(summary.partText(contributor), widest) + "  " +
                           padded(summary.shareText(contributor), 6) + "  ",
                       width);
    }
    if (!summary.whole.empty())
        out += '\n' + wrapped(joined(summary.whole), "", width);
    if (!summary.pairs.empty())
        out += '\n';
    for (const SummarySentence &pair : summary.pairs)
        out += wrapped(pair.text(), "", width);
    return out;
}

} // namespace proflens
