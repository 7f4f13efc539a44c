// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/read.h"
#include "core/format/write.h"
#include "core/profile/builder.h"
#include "oddprofile.h"
#include "witness.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace proflens;

namespace {

Result<std::shared_ptr<Profile>> read(const std::string &bytes, const ReadOptions &options = {})
{
    return readProfile({reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()}, "file.pb", options);
}

QString message(const Result<std::shared_ptr<Profile>> &result)
{
    return result ? QString("(was read)") : QString::fromStdString(result.error().message);
}

// A small valid profile, to be spoilt.
wire::Profile valid()
{
    wire::Profile p;
    for (const char *text : {"", "cpu", "ns", "main.run", "main.go", "key", "value", "/bin/prog"})
        p.add_string_table(text);
    p.add_sample_type()->set_type(1);
    p.mutable_sample_type(0)->set_unit(2);
    auto *m = p.add_mapping();
    m->set_id(1);
    m->set_filename(7);
    auto *f = p.add_function();
    f->set_id(1);
    f->set_name(3);
    f->set_filename(4);
    for (uint64_t id = 1; id <= 3; ++id) {
        auto *l = p.add_location();
        l->set_id(id);
        l->set_mapping_id(1);
        l->set_address(id * 16);
        l->add_line()->set_function_id(1);
    }
    for (int i = 0; i < 5; ++i) {
        auto *s = p.add_sample();
        s->add_location_id(1 + static_cast<uint64_t>(i % 3));
        s->add_location_id(2);
        s->add_location_id(3);
        s->add_value(i);
        auto *label = s->add_label();
        label->set_key(5);
        label->set_str(6);
    }
    p.set_time_nanos(1);
    return p;
}

// Whatever was read must be fit for use.
void walk(const Profile &p)
{
    size_t sum = 0;
    for (size_t row = 0; row < p.samples.size(); ++row) {
        p.stacks.forEach(p.samples.stack[row], [&](LocationId id) {
            for (const Line &line : p.linesOf(p.location(id)))
                sum += p.text(p.function(line.function).name).size();
            if (p.location(id).mapping.isValid())
                sum += p.text(p.mapping(p.location(id).mapping).file).size();
        });
        for (const Label &label : p.labels[p.samples.labels[row]])
            sum += p.text(label.key).size() + p.text(label.text).size() + p.text(label.unit).size();
        for (const ValueColumn &column : p.samples.values)
            sum += static_cast<size_t>(column[row]);
    }
    QVERIFY(encodeProfile(p).ok());
    QVERIFY(p.sampleTypes.size() == p.samples.values.size());
    QVERIFY(sum + 1 != 0 || !p.sampleTypes.empty());
}

std::string manySamples(size_t count)
{
    std::string one;
    odd::bytes(one, 2, std::string("\x0a\x03\x01\x02\x03\x10\x07", 7));
    std::string all = valid().SerializeAsString();
    for (size_t i = 0; i < count; ++i)
        all += one;
    return all;
}

} // namespace

class TestBadInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spoilt_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("says");
        const char *const says[] = {
            "sample 4 refers to location 99, which is not there",
            "sample 1 has 2 values, but there are 1 sample types",
            "sample 3 has 2 values and those before it have 1",
            "has samples but does not say of what type",
            "no sample types and no samples",
            "function 1 refers to string 1000 of 8",
            "a label of sample 1 refers to string 50 of 8",
            "header refers to string 77",
            "more than one location has the id 2",
            "more than one function has the id 1",
            "more than one mapping has the id 1",
            "first string is not empty",
            "no table of strings",
            "refers to string 18446744073709551615",
        };
        for (int i = 0; i < static_cast<int>(std::size(says)); ++i)
            QTest::newRow(says[i]) << i << says[i];
    }
    void spoilt()
    {
        QFETCH(int, which);
        QFETCH(QString, says);
        wire::Profile p = valid();
        const std::function<void()> spoil[] = {
            [&] { p.mutable_sample(3)->set_location_id(0, 99); },
            [&] {
                for (auto &s : *p.mutable_sample())
                    s.add_value(1);
            },
            [&] { p.mutable_sample(2)->add_value(1); },
            [&] { p.clear_sample_type(); },
            [&] { p.clear_sample_type(), p.clear_sample(); },
            [&] { p.mutable_function(0)->set_name(1000); },
            [&] { p.mutable_sample(0)->mutable_label(0)->set_key(50); },
            [&] { p.set_doc_url(77); },
            [&] { p.mutable_location(2)->set_id(2); },
            [&] { *p.add_function() = p.function(0); },
            [&] { *p.add_mapping() = p.mapping(0); },
            [&] { p.set_string_table(0, "full"); },
            [&] { p.clear_string_table(); },
            [&] { p.mutable_function(0)->set_filename(-1); },
        };
        spoil[which]();
        const auto result = read(p.SerializeAsString());
        QVERIFY2(message(result).contains(says), qPrintable(message(result)));
        QVERIFY2(message(result).startsWith("file.pb: "), qPrintable(message(result)));
        QVERIFY2(message(read(witness::deflate(p.SerializeAsString()))) == message(result),
                 "gzip changes the error");
    }

    // Lists of locations that end within a number, or hold one of more than ten bytes.
    void numbersThatAreNone()
    {
        const std::pair<std::string, const char *> lists[] = {
            {std::string("\x01\x02\x83", 3), "sample 6 has a list of locations that ends within a number"},
            {std::string("\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x02", 13),
             "sample 6 has a list of locations with something that is no number"},
        };
        for (const auto &[list, says] : lists) {
            std::string sample, all = valid().SerializeAsString();
            odd::bytes(sample, 1, list);
            sample += std::string("\x10\x07", 2);
            odd::bytes(all, 2, sample);
            const auto result = read(all);
            QVERIFY2(message(result).contains(says), qPrintable(message(result)));
        }
    }

    // What pprof refuses and says all the same what it means.
    void warnedOf_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("says");
        QTest::addColumn<int>("named"); // frames that have a function, of the five stacks
        const std::pair<const char *, int> cases[] = {
            {"1 frame of the stacks is at location 0, which is none, and left out.", 14},
            {"The location that is number 3 in the file has the id 0, which should stand for none.", 15},
            {"The function that is number 1 in the file has the id 0, which should stand for none.", 15},
            {"The mapping that is number 1 in the file has the id 0, which should stand for none.", 15},
            {"1 line of a location is of no function that is there and left out.", 8},
            {"1 line of a location is of no function that is there and left out.", 8},
        };
        for (int i = 0; i < static_cast<int>(std::size(cases)); ++i)
            QTest::addRow("%d", i) << i << cases[i].first << cases[i].second;
    }
    void warnedOf()
    {
        QFETCH(int, which);
        QFETCH(QString, says);
        QFETCH(int, named);
        wire::Profile p = valid();
        const std::function<void()> spoil[] = {
            [&] { p.mutable_sample(1)->set_location_id(1, 0); },
            [&] {
                p.mutable_location(2)->set_id(0);
                for (auto &s : *p.mutable_sample()) {
                    for (auto &id : *s.mutable_location_id())
                        id = id == 3 ? 0 : id;
                }
            },
            [&] {
                p.mutable_function(0)->set_id(0);
                for (auto &l : *p.mutable_location())
                    l.mutable_line(0)->set_function_id(0);
            },
            [&] {
                p.mutable_mapping(0)->set_id(0);
                for (auto &l : *p.mutable_location())
                    l.set_mapping_id(0);
            },
            [&] { p.mutable_location(1)->mutable_line(0)->set_function_id(5); },
            [&] { p.mutable_location(1)->mutable_line(0)->set_function_id(0); },
        };
        spoil[which]();
        const auto result = read(p.SerializeAsString());
        QVERIFY2(result.ok(), qPrintable(message(result)));
        const Profile &profile = **result;
        QCOMPARE(profile.origin.warnings.size(), 1U);
        QCOMPARE(QString::fromStdString(profile.origin.warnings[0]), says);
        int functions = 0;
        for (const StackId stack : profile.samples.stack) {
            profile.stacks.forEach(stack, [&](LocationId id) {
                for (const Line &line : profile.linesOf(profile.location(id)))
                    functions += profile.text(profile.function(line.function).name) == "main.run";
                QVERIFY(profile.location(id).mapping.isValid());
            });
        }
        QCOMPARE(functions, named);
        walk(profile);
        // Written and read again it is in order.
        const auto bytes = encodeProfile(profile);
        QVERIFY(bytes.ok());
        const auto again = read(*bytes);
        QVERIFY2(again.ok(), qPrintable(message(again)));
        QVERIFY((*again)->origin.warnings.empty());
        QCOMPARE((*again)->samples.size(), profile.samples.size());
    }

    void concatenated()
    {
        const std::string one = valid().SerializeAsString();
        QVERIFY2(message(read(one + one)).contains("several profiles"), qPrintable(message(read(one + one))));
    }

    void otherThings_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << QByteArray() << "is empty";
        QTest::newRow("gzip of nothing") << QByteArray::fromStdString(witness::deflate("")) << "is empty";
        QTest::newRow("web page") << QByteArray("\n<!DOCTYPE HTML><html><h1>404</h1>") << "is a web page";
        QTest::newRow("packed web page")
            << QByteArray::fromStdString(witness::deflate("<html>")) << "is a web page";
        QTest::newRow("text") << QByteArray("Dear diary,\nall is well.\n") << "is text";
        QTest::newRow("JSON") << QByteArray("{\"nodes\": []}") << "is JSON";
        QTest::newRow("half a zstd header") << QByteArray("\x28\xb5\x2f\xfd\x04\x00", 6) << "is cut short";
        QTest::newRow("perf") << QByteArray("PERFILE2 and so on") << "perf";
        QTest::newRow("program") << QByteArray("\x7f\x45LF\x02\x01\x01", 7) << "is a program";
        QTest::newRow("zeros") << QByteArray(100'000, '\0') << "no format of profiles known here";
        QTest::newRow("half a gzip header") << QByteArray("\x1f\x8b") << "is cut short";
        QTest::newRow("no gzip") << QByteArray("\x1f\x8b\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
                                 << "damaged near byte";
        QTest::newRow("more behind the gzip")
            << QByteArray::fromStdString(witness::deflate(valid().SerializeAsString())) + "tail"
            << "damaged near byte";
        // A record that claims to be longer than all memory.
        QTest::newRow("giant record") << QByteArray::fromStdString(valid().SerializeAsString()) +
                                             QByteArray("\x12\xff\xff\xff\xff\xff\xff\xff\x7f\x00", 10)
                                      << "claims";
        QTest::newRow("giant unknown record")
            << QByteArray::fromStdString(valid().SerializeAsString()) +
                   QByteArray("\xa2\x06\xff\xff\xff\xff\xff\xff\xff\x7f\x00", 11)
            << "is cut short";
    }
    void otherThings()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        const auto result = read(bytes.toStdString());
        QVERIFY2(message(result).contains(says), qPrintable(message(result)));
    }

    void paths()
    {
        QTemporaryDir folder;
        QVERIFY(message(readProfile(folder.path().toStdString())).contains("this is a folder"));
        const std::string missing = folder.filePath("missing.pb.gz").toStdString();
        QCOMPARE(message(readProfile(missing)),
                 QString::fromStdString(missing + ": no such file or directory"));
        QVERIFY(message(readProfile(missing + "/below")).contains("no such file"));
        QVERIFY(message(readProfile("/dev/null")).contains("is empty"));
        const QString secret = folder.filePath("secret.pb.gz");
        QFile file(secret);
        QVERIFY(file.open(QFile::WriteOnly) && file.setPermissions({}));
        if (geteuid() != 0) // root may read everything
            QVERIFY(message(readProfile(secret.toStdString())).contains("no permission"));
    }

    // Bytes may end anywhere.
    void everyTruncation()
    {
        const std::string whole = valid().SerializeAsString(), packed = witness::deflate(whole);
        QVERIFY(read(whole).ok());
        QVERIFY(read(packed).ok());
        for (size_t size = 0; size < packed.size(); ++size)
            QVERIFY2(!read(packed.substr(0, size)).ok(),
                     qPrintable(QString("%1 bytes of gzip were read").arg(size)));
        for (size_t size = 0; size < whole.size(); ++size) {
            const auto result = read(whole.substr(0, size));
            if (result)
                walk(**result);
            // The tables come after the samples, so little of it can be whole without the end.
            QVERIFY2(!result || size + 2 >= whole.size(),
                     qPrintable(QString("%1 bytes were read").arg(size)));
        }
    }

    void flippedBits()
    {
        const std::string whole = valid().SerializeAsString(), packed = witness::deflate(whole);
        const std::string expected = witness::dump(**read(whole));
        odd::Random r(20);
        for (size_t bit = 0; bit < packed.size() * 8; ++bit) {
            std::string bad = packed;
            bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
            // A few bits (the time, the system, those between data and sums) mean nothing to the content.
            if (const auto result = read(bad))
                QVERIFY2(witness::dump(**result) == expected, qPrintable(QString("bit %1 changed it").arg(bit)));
        }
        for (int i = 0; i < 20'000; ++i) {
            std::string bad = whole;
            for (size_t flips = 1 + odd::below(r, 3); flips > 0; --flips) {
                char &byte = bad[odd::below(r, bad.size())];
                byte = odd::below(r, 2) ? static_cast<char>(byte ^ (1 << odd::below(r, 8)))
                                        : static_cast<char>(r());
            }
            if (const auto result = read(bad))
                walk(**result);
            else
                QVERIFY2(message(result).startsWith("file.pb: "), qPrintable(message(result)));
        }
    }

    void bomb()
    {
        const std::string bytes = witness::deflate(manySamples(500'000));
        ReadOptions options;
        options.maxInflatedBytes = 1'000'000;
        QVERIFY2(message(read(bytes, options)).contains("inflate to more than"),
                 qPrintable(message(read(bytes, options))));
        options.maxInflatedBytes = 100'000'000;
        QVERIFY2(read(bytes, options).ok(), qPrintable(message(read(bytes, options))));
    }

    void stops()
    {
        const std::string bytes = witness::deflate(manySamples(2'000'000));
        std::stop_source source;
        ReadOptions options;
        options.stop = source.get_token();
        int calls = 0;
        uint64_t done = 0;
        options.progress = [&](uint64_t now, uint64_t total) {
            done = now;
            QCOMPARE(total, uint64_t(bytes.size()));
            if (++calls == 3)
                source.request_stop();
        };
        QVERIFY2(message(read(bytes, options)).contains("stopped"),
                 qPrintable(message(read(bytes, options))));
        QVERIFY2(done < bytes.size(), "it read on to the end");

        options.stop = {};
        QVERIFY(read(bytes, options).ok());
        QCOMPARE(done, uint64_t(bytes.size()));
    }

    // A pipe whose other end says nothing, or is not there.
    void stopsWaiting_data()
    {
        QTest::addColumn<bool>("hasWriter");
        QTest::newRow("silent writer") << true;
        QTest::newRow("no writer") << false;
    }
    void stopsWaiting()
    {
        QFETCH(bool, hasWriter);
        QTemporaryDir folder;
        const std::string path = folder.filePath("pipe").toStdString();
        QCOMPARE(mkfifo(path.c_str(), 0600), 0);
        const int silent = hasWriter ? open(path.c_str(), O_RDWR | O_CLOEXEC) : -1;
        std::stop_source source;
        ReadOptions options;
        options.stop = source.get_token();
        std::thread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            source.request_stop();
        });
        const QString says = message(readProfile(path, options));
        stopper.join();
        if (hasWriter)
            close(silent);
        QVERIFY2(says.contains("stopped"), qPrintable(says));
    }

    void pipe()
    {
        const std::string bytes = witness::deflate(manySamples(100'000));
        QTemporaryDir folder;
        const std::string path = folder.filePath("pipe").toStdString();
        QCOMPARE(mkfifo(path.c_str(), 0600), 0);
        std::thread writer([&] {
            const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
            for (size_t at = 0; at < bytes.size();) {
                const ssize_t n = write(file, bytes.data() + at, bytes.size() - at);
                if (n <= 0)
                    break;
                at += static_cast<size_t>(n);
            }
            close(file);
        });
        const auto result = readProfile(path);
        writer.join();
        QVERIFY2(result.ok(), qPrintable(message(result)));
        QCOMPARE((*result)->samples.size(), size_t(100'005));
    }

    // Files that others found to break readers; the last column of ORIGIN.tsv says what pprof makes of each.
    void collection_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("readable");
        QFile table(PROFLENS_SOURCE_DIR "/../shared/bad/ORIGIN.tsv");
        if (!table.open(QFile::ReadOnly))
            QSKIP("the collection of bad files is not here");
        table.readLine();
        while (!table.atEnd()) {
            const QStringList columns = QString::fromUtf8(table.readLine()).trimmed().split('\t');
            QTest::newRow(qPrintable(columns.first()))
                << QFileInfo(table).dir().filePath(columns.first())
                // pprof knows no dumps of goroutines, not even whole ones.
                << (columns.last() == "ok" || columns.first().startsWith("goroutine2"));
        }
    }
    void collection()
    {
        QFETCH(QString, path);
        QFETCH(bool, readable);
        const auto result = readProfile(path.toStdString());
        QVERIFY2(result.ok() == readable, qPrintable(message(result)));
        if (!readable)
            QVERIFY2(message(result).startsWith(path + ": "), qPrintable(message(result)));
        else
            walk(**result);
    }
};

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
