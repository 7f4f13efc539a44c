// SPDX-License-Identifier: GPL-3.0-or-later
// Files of more than one window, whose samples are put into tables on a thread of its own.
#include "core/format/read.h"
#include "witness.h"

#include <QTest>

#include <random>

using namespace proflens;

namespace {

constexpr uint64_t locationCount = 5000;

// Several megabytes. Some samples are longer than a window, some are written in pieces, as no writer does but
// as the format allows.
wire::Profile large(unsigned seed, int samples = 60'000)
{
    std::mt19937 random(seed);
    const auto upTo = [&](uint64_t n) { return random() % n; };
    wire::Profile p;
    for (const char *text : {"", "cpu", "ns", "main.run", "main.go", "key", "number"})
        p.add_string_table(text);
    for (int i = 0; i < 500; ++i)
        p.add_string_table("value " + std::to_string(i));
    p.add_sample_type()->set_type(1);
    p.mutable_sample_type(0)->set_unit(2);
    p.add_sample_type()->set_type(2);
    auto *function = p.add_function();
    function->set_id(1);
    function->set_name(3);
    function->set_filename(4);
    for (uint64_t id = 1; id <= locationCount; ++id) {
        auto *location = p.add_location();
        location->set_id(id);
        location->set_address(id * 16);
        location->add_line()->set_function_id(1);
    }
    for (int i = 0; i < samples; ++i) {
        auto *sample = p.add_sample();
        const uint64_t depth = upTo(10'000) == 0 ? 400'000 : upTo(40);
        for (uint64_t d = 0; d < depth; ++d)
            sample->add_location_id(1 + upTo(upTo(3) ? 20 : locationCount));
        sample->add_value(static_cast<int64_t>(upTo(1000)) - 10);
        sample->add_value(int64_t(upTo(3)) << upTo(60));
        if (upTo(3) == 0) {
            auto *label = sample->add_label();
            label->set_key(5);
            label->set_str(static_cast<int64_t>(7 + upTo(500)));
        }
        if (upTo(5) == 0) {
            auto *label = sample->add_label();
            label->set_key(6);
            label->set_num(static_cast<int64_t>(1 + upTo(1 << 20)));
        }
    }
    return p;
}

Result<std::shared_ptr<Profile>> read(const std::string &bytes, const ReadOptions &options = {})
{
    return readProfile({reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()}, "file.pb", options);
}

QString message(const Result<std::shared_ptr<Profile>> &result)
{
    return result ? QString("(was read)") : QString::fromStdString(result.error().message);
}

// The first sample in which the two differ; empty if none.
QString difference(const Profile &profile, const wire::Profile &p)
{
    if (profile.samples.size() != size_t(p.sample_size()))
        return QString("%1 samples instead of %2").arg(profile.samples.size()).arg(p.sample_size());
    for (int i = 0; i < p.sample_size(); ++i) {
        const auto row = size_t(i);
        const wire::Sample &sample = p.sample(i);
        std::vector<uint64_t> ids;
        profile.stacks.forEach(profile.samples.stack[row],
                               [&](LocationId id) { ids.push_back(profile.location(id).id); });
        if (!std::equal(ids.begin(), ids.end(), sample.location_id().begin(), sample.location_id().end()))
            return QString("the stack of sample %1").arg(i + 1);
        for (int v = 0; v < sample.value_size(); ++v) {
            if (profile.samples.values[size_t(v)][row] != sample.value(v))
                return QString("value %1 of sample %2").arg(v).arg(i + 1);
        }
        const auto labels = profile.labels[profile.samples.labels[row]];
        if (labels.size() != size_t(sample.label_size()))
            return QString("the number of labels of sample %1").arg(i + 1);
        for (int l = 0; l < sample.label_size(); ++l) {
            const Label &label = labels[size_t(l)];
            if (profile.text(label.key) != p.string_table(int(sample.label(l).key())) ||
                label.number != sample.label(l).num() ||
                profile.text(label.text) != p.string_table(int(sample.label(l).str())))
                return QString("label %1 of sample %2").arg(l).arg(i + 1);
        }
    }
    return {};
}

} // namespace

class TestSampleLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isWhole()
    {
        for (unsigned seed = 1; seed <= 4; ++seed) {
            const wire::Profile p = large(seed);
            const std::string bytes = p.SerializeAsString();
            QVERIFY(bytes.size() > 2'000'000);
            const auto profile = read(bytes);
            QVERIFY2(profile.ok(), qPrintable(message(profile)));
            QCOMPARE(difference(**profile, p), QString());
        }
    }

    // The first thing that is wrong is told, however much further the search for samples has come.
    void firstError()
    {
        wire::Profile p = large(7);
        p.mutable_sample(30'000)->add_value(1);
        const std::string bytes = p.SerializeAsString();
        const QString says = "sample 30001 has 3 values and those before it have 2";
        QVERIFY2(message(read(bytes)).contains(says), qPrintable(message(read(bytes))));
        const std::string cut = bytes.substr(0, bytes.size() - 10);
        QVERIFY2(message(read(cut)).contains(says), qPrintable(message(read(cut))));
        p.mutable_sample(30'000)->mutable_value()->RemoveLast();
        p.mutable_sample(59'999)->clear_value();
        const auto last = read(p.SerializeAsString());
        QVERIFY2(message(last).contains("sample 60000 has 0 values"), qPrintable(message(last)));
        p.mutable_sample(59'999)->add_value(1);
        p.mutable_sample(59'999)->add_value(1);
        p.mutable_sample(40'000)->add_location_id(locationCount + 77);
        const auto nowhere = read(p.SerializeAsString());
        QVERIFY2(message(nowhere).contains("sample 40001 refers to location 5077"),
                 qPrintable(message(nowhere)));
        auto *label = p.mutable_sample(50'000)->add_label();
        label->set_key(100'000);
        const auto noString = read(p.SerializeAsString());
        QVERIFY2(message(noString).contains("a label of sample 50001 refers to string 100000"),
                 qPrintable(message(noString)));
    }

    void stops()
    {
        const std::string bytes = large(9).SerializeAsString();
        for (int calls = 1; calls < 40; ++calls) {
            std::stop_source source;
            ReadOptions options;
            options.stop = source.get_token();
            int left = calls;
            options.progress = [&](uint64_t, uint64_t) {
                if (--left == 0)
                    source.request_stop();
            };
            const auto profile = read(bytes, options);
            QVERIFY2(profile.ok() || message(profile).contains("reading was stopped"),
                     qPrintable(message(profile)));
        }
    }
};

QTEST_GUILESS_MAIN(TestSampleLine)
#include "tst_sampleline.moc"
