// SPDX-License-Identifier: GPL-3.0-or-later
// The engine against a plain, slow implementation of the same definitions (tests/oracle), on random profiles
// written in random ways and looked at with random options. PROFLENS_SEED and PROFLENS_ROUNDS in the
// environment choose others than the usual ones; a failure prints them with the smallest case that still
// differs.
#include "core/analyze/comparison.h"
#include "core/format/read.h"
#include "core/select/merge.h"
#include "tests/oracle/differences.h"
#include "tests/oracle/randomcase.h"

#include <QTest>

using namespace proflens;
using oracle::Case;

namespace {

ProfilePtr readAs(const wire::Profile &profile, const Case &c, std::string &error)
{
    odd::Random random(c.encoding);
    std::string bytes = odd::encode(profile, c.manner, random);
    if (c.encoding % 4 == 0)
        bytes = odd::packMembers(bytes, random);
    auto read = readProfile({reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()}, "random");
    if (read)
        return *read;
    error = "refused: " + read.error().message;
    return nullptr;
}

// The analysis by way of those looked at before.
template <typename Make> auto lookAround(const Case &c, Make &&make)
{
    auto last = make(c.before.empty() ? c.options : c.before.front(), nullptr);
    for (size_t i = 1; last && i <= c.before.size(); ++i)
        last = make(i < c.before.size() ? c.before[i] : c.options, last->get());
    return last;
}

plain::Columns columnsOf(const AnalysisOptions &options, const plain::Profile &profile)
{
    plain::Columns columns;
    columns.value = options.sampleIndex;
    if (columns.value < 0) {
        columns.value = static_cast<int>(profile.types.size()) - 1;
        for (size_t i = profile.types.size(); i-- > 0 && !profile.defaultType.empty();) {
            if (profile.types[i].first == profile.defaultType)
                columns.value = static_cast<int>(i);
        }
    }
    columns.count = options.mean ? 0 : -1;
    return columns;
}

// Where engine and oracle differ; empty if nowhere.
std::string differenceOf(const Case &c)
{
    std::string error;
    const ProfilePtr now = readAs(c.now, c, error);
    if (!now)
        return error;
    const plain::Profile plainNow = plain::decoded(c.now);
    const auto analysed = [&](const ProfilePtr &profile, const plain::Profile &plainly) -> std::string {
        const auto made = lookAround(c, [&](const AnalysisOptions &options, const Analysis *previous) {
            return Analysis::make(profile, options, previous);
        });
        if (!made)
            return "refused: " + made.error().message;
        const plain::View view = plain::viewOf(plainly, c.options, columnsOf(c.options, plainly));
        return oracle::Differences(*made, view, view.total).first();
    };
    if (c.with == Case::Base::None)
        return analysed(now, plainNow);
    const ProfilePtr base = readAs(c.base, c, error);
    if (!base)
        return "base " + error;
    const plain::Profile plainBase = plain::decoded(c.base);
    if (c.with != Case::Base::SideBySide) {
        const bool diffBase = c.with == Case::Base::DiffBase;
        const auto merged = withBase(now, base, diffBase, c.normalize);
        if (!merged)
            return "base refused: " + merged.error().message;
        return analysed(*merged, plain::withBase(plainNow, plainBase, diffBase, c.normalize));
    }

    const auto joined = joinProfiles(base, now);
    if (!joined)
        return "base refused: " + joined.error().message;
    const auto made = lookAround(c, [&](const AnalysisOptions &view, const Comparison *previous) {
        ComparisonOptions options;
        options.view = view;
        return Comparison::make(*joined, options, previous);
    });
    if (!made)
        return "refused: " + made.error().message;
    const plain::Profile both = plain::sideBySide(plainNow, plainBase);
    AnalysisOptions options = c.options;
    options.sameInlined = true;
    const auto types = static_cast<int>(both.types.size() / 2);
    const int current = options.sampleIndex, before = options.sampleIndex + types;
    const int count = options.mean ? 0 : -1, countBefore = options.mean ? types : -1;
    const plain::View base1 = plain::viewOf(both, options, {before, -1, countBefore, -1});
    const plain::View current1 = plain::viewOf(both, options, {current, -1, count, -1});
    const plain::View difference = plain::viewOf(both, options, {current, before, count, countBefore});
    const Comparison &comparison = **made;
    std::string first = oracle::Differences(comparison.current(), current1, current1.total).first();
    if (first.empty())
        first = oracle::Differences(comparison.base(), base1, base1.total).first();
    if (first.empty())
        first = oracle::Differences(comparison.difference(), difference, base1.total).first();
    return first;
}

// Takes away what is not needed for a difference.
Case shrunk(Case c)
{
    const auto keepIf = [&](auto &&change) {
        Case smaller = c;
        change(smaller);
        if (differenceOf(smaller).empty())
            return false;
        c = smaller;
        return true;
    };
    keepIf([](Case &s) { s.before.clear(); });
    keepIf([](Case &s) { s.manner = {}; });
    keepIf([](Case &s) { s.encoding = 1; });
    for (size_t i = c.options.filters.size(); i-- > 0;)
        keepIf([&](Case &s) {
            s.options.filters.erase(s.options.filters.begin() + static_cast<std::ptrdiff_t>(i));
        });
    for (wire::Profile Case::*side : {&Case::now, &Case::base}) {
        for (int piece = (c.*side).sample_size(); piece > 0; piece /= 2) {
            for (int at = (c.*side).sample_size() - piece; at >= 0; at -= piece)
                keepIf([&](Case &s) { (s.*side).mutable_sample()->DeleteSubrange(at, piece); });
        }
        for (int i = 0; i < (c.*side).sample_size(); ++i) {
            keepIf([&](Case &s) { (s.*side).mutable_sample(i)->clear_label(); });
            for (int at = (c.*side).sample(i).location_id_size() - 1; at >= 0; --at)
                keepIf([&](Case &s) {
                    auto *ids = (s.*side).mutable_sample(i)->mutable_location_id();
                    ids->erase(ids->begin() + at);
                });
        }
    }
    return c;
}

std::string described(const AnalysisOptions &options)
{
    static const char *const granularities[] = {"functions", "filefunctions", "files", "lines", "addresses"};
    std::string text = "type " + std::to_string(options.sampleIndex) + ' ' +
                       granularities[static_cast<size_t>(options.granularity)];
    const auto flag = [&](bool set, const char *name) {
        text += set ? std::string(" ") + name : std::string();
    };
    flag(options.mean, "mean");
    flag(options.noInlines, "noinlines");
    flag(options.showColumns, "showcolumns");
    flag(options.relativePercentages, "relative_percentages");
    flag(options.allFrames, "all_frames");
    flag(options.dropNegative, "drop_negative");
    for (const std::string &key : options.tagRoot)
        text += " tagroot=" + key;
    for (const std::string &key : options.tagLeaf)
        text += " tagleaf=" + key;
    for (const Filter &filter : options.filters)
        text += ' ' + std::string(filterName(filter.kind)) + "='" + filter.pattern + '\'';
    return text;
}

std::string described(const Case &c)
{
    static const char *const bases[] = {"no base", "base", "diff_base", "side by side"};
    std::string text = std::string(bases[static_cast<size_t>(c.with)]) + (c.normalize ? " normalize" : "") +
                       "\n  " + described(c.options);
    for (const AnalysisOptions &options : c.before)
        text += "\n  after " + described(options);
    text += "\n  written with packing " + std::to_string(c.manner.packing) +
            (c.manner.shuffledSections ? " shuffled" : "") +
            (c.manner.unknownFields ? " unknown fields" : "") + (c.manner.paddedNumbers ? " padded" : "");
    text += "\nprofile:\n" + witness::dump(c.now);
    if (c.with != Case::Base::None)
        text += "base:\n" + witness::dump(c.base);
    return text;
}

unsigned fromEnvironment(const char *name, unsigned usual)
{
    bool ok = false;
    const unsigned given = qEnvironmentVariable(name).toUInt(&ok);
    return ok ? given : usual;
}

} // namespace

class TestOracle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomProfiles();
    void aHundredThousandFrames();
    void moreThanOneThreadTakes();
};

void TestOracle::randomProfiles()
{
    const unsigned seed = fromEnvironment("PROFLENS_SEED", 1),
                   rounds = fromEnvironment("PROFLENS_ROUNDS", 3000);
    for (unsigned i = 0; i < rounds; ++i) {
        const Case c = oracle::Generator(seed + i).make();
        if (differenceOf(c).empty())
            continue;
        const Case small = shrunk(c);
        QFAIL(qPrintable(
            QStringLiteral("seed %1: %2\n%3")
                .arg(seed + i)
                .arg(QString::fromStdString(differenceOf(small)), QString::fromStdString(described(small)))));
    }
}

// Deep recursion, in which most stacks share most of their frames.
void TestOracle::aHundredThousandFrames()
{
    const unsigned seed = fromEnvironment("PROFLENS_SEED", 1);
    for (unsigned i = 0; i < 3; ++i) {
        Case c = oracle::Generator(seed + i).make();
        c.with = Case::Base::None;
        c.before.clear();
        c.options = {};
        c.options.granularity = i == 1 ? Granularity::Lines : Granularity::Functions;
        c.options.allFrames = true;
        if (i == 2)
            c.options.filters = {{FilterKind::Hide, "f[12]"}, {FilterKind::ShowFrom, "f"}};
        odd::Random random(seed + i);
        std::vector<uint64_t> path;
        while (path.size() < 100000)
            path.push_back(c.now
                               .location(static_cast<int>(
                                   odd::below(random, static_cast<size_t>(c.now.location_size()))))
                               .id());
        for (int s = 0; s < 4; ++s) {
            auto *sample = c.now.add_sample();
            sample->mutable_location_id()->Add(path.begin() + s * (s < 3 ? 1 : 30000), path.end());
            for (int k = 0; k < c.now.sample_type_size(); ++k)
                sample->add_value(s + 1);
        }
        const std::string difference = differenceOf(c);
        QVERIFY2(difference.empty(),
                 qPrintable(QStringLiteral("seed %1, %2: %3")
                                .arg(seed + i)
                                .arg(QString::fromStdString(described(c.options)),
                                     QString::fromStdString(difference.substr(0, 1000)))));
    }
}

// So many stacks that the engine shares them out among threads.
void TestOracle::moreThanOneThreadTakes()
{
    unsigned seed = fromEnvironment("PROFLENS_SEED", 1);
    Case c = oracle::Generator(seed).make();
    while (c.now.location_size() < 8) // else there are not that many stacks
        c = oracle::Generator(++seed).make();
    c.with = Case::Base::None;
    c.before.clear();
    c.options = {};
    c.options.granularity = Granularity::Lines;
    c.options.filters = {{FilterKind::Ignore, "f2"}, {FilterKind::Hide, "f[13]"}};
    odd::Random random(seed);
    const auto locations = static_cast<size_t>(c.now.location_size());
    for (int s = 0; s < 70000; ++s) {
        auto *sample = c.now.add_sample();
        for (size_t k = 6 + odd::below(random, 4); k > 0; --k)
            sample->add_location_id(c.now.location(static_cast<int>(odd::below(random, locations))).id());
        for (int k = 0; k < c.now.sample_type_size(); ++k)
            sample->add_value(static_cast<int64_t>(odd::below(random, 100)));
    }
    const std::string difference = differenceOf(c);
    QVERIFY2(difference.empty(), qPrintable(QStringLiteral("seed %1, %2: %3")
                                                .arg(seed)
                                                .arg(QString::fromStdString(described(c.options)),
                                                     QString::fromStdString(difference.substr(0, 1000)))));
}

QTEST_GUILESS_MAIN(TestOracle)
#include "tst_oracle.moc"
