// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/read.h"
#include "core/format/write.h"
#include "core/profile/builder.h"
#include "oddprofile.h"
#include "witness.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace proflens;

// The reader of profile.proto beside an independent one, on real and synthetic files.
class TestRead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void files_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *folder : {PROFLENS_TEST_DATA, PROFLENS_SOURCE_DIR "/resources/samples",
                                   PROFLENS_SOURCE_DIR "/../shared/parity/real/profiles",
                                   PROFLENS_SOURCE_DIR "/../shared/parity/synthetic/profiles"}) {
            QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
            while (it.hasNext()) {
                const QString path = it.next();
                QFile file(path);
                if (file.open(QFile::ReadOnly) && witness::parse(file.readAll().toStdString()))
                    QTest::newRow(qPrintable(path.section('/', -2))) << path;
            }
        }
    }
    void files()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QFile::ReadOnly));
        const std::string bytes = file.readAll().toStdString();
        const auto profile = readProfile(path.toStdString());
        QVERIFY2(profile.ok(), profile.ok() ? "" : profile.error().message.c_str());
        const std::string difference =
            witness::firstDifference(witness::dump(*witness::parse(bytes)), witness::dump(**profile));
        QVERIFY2(difference.empty(), difference.c_str());
        // The bytes in memory say the same.
        const auto again =
            readProfile({reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()}, "memory");
        QVERIFY(again.ok());
        QVERIFY(witness::dump(**again) == witness::dump(**profile));
    }

    void oddEncodings_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 60; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void oddEncodings()
    {
        QFETCH(unsigned, seed);
        odd::Random r(seed);
        odd::Manner manner;
        manner.sparseIds = r() & 1;
        manner.shuffledSections = r() & 1;
        manner.unknownFields = r() & 1;
        manner.paddedNumbers = r() & 1;
        manner.packing = static_cast<int>(odd::below(r, 3));
        const wire::Profile original = odd::randomProfile(r, manner);
        const std::string plain = odd::encode(original, manner, r);
        const auto seen = witness::parse(plain);
        QVERIFY2(seen.has_value(), "the test wrote no profile");
        const std::string expected = witness::dump(*seen);
        QVERIFY2(witness::firstDifference(expected, witness::dump(original)).empty(),
                 "the test wrote another profile");
        for (const std::string &bytes : {plain, witness::deflate(plain), odd::packMembers(plain, r)}) {
            const auto profile = read(bytes);
            QVERIFY2(profile.ok(), profile.ok() ? "" : profile.error().message.c_str());
            const std::string difference = witness::firstDifference(expected, witness::dump(**profile));
            QVERIFY2(difference.empty(), difference.c_str());
            // Stacks and label sets are stored once, however they were written.
            std::set<std::string> stacks, labels;
            for (uint32_t i = 0; i < (*profile)->stacks.size(); ++i) {
                const auto packed = (*profile)->stacks.bytes(StackId(i));
                QVERIFY2(stacks.emplace(packed.begin(), packed.end()).second, "a stack is stored twice");
            }
            for (uint32_t i = 0; i < (*profile)->labels.size(); ++i) {
                std::string key;
                for (const Label &label : (*profile)->labels[LabelSetId(i)])
                    for (uint64_t part : {uint64_t(label.key.row), uint64_t(label.text.row),
                                          static_cast<uint64_t>(label.number), uint64_t(label.unit.row),
                                          uint64_t(label.isNumber)})
                        key += std::to_string(part) + ' ';
                QVERIFY2(labels.insert(key).second, "a label set is stored twice");
            }
        }
    }

    void deepStack()
    {
        ProfileBuilder b;
        b.addSampleType("samples", "count");
        const LocationId l = b.addLocation(Location{}, {});
        b.addSample(std::vector<LocationId>(2'000'000, l), std::vector<int64_t>{1});
        const auto bytes = encodeProfile(*b.finish());
        QVERIFY(bytes.ok());
        const auto profile = read(*bytes);
        QVERIFY2(profile.ok(), profile.ok() ? "" : profile.error().message.c_str());
        std::vector<LocationId> stack;
        (*profile)->stacks.decode((*profile)->samples.stack[0], stack);
        QCOMPARE(stack.size(), size_t(2'000'000));
    }

private:
    static Result<std::shared_ptr<Profile>> read(const std::string &bytes)
    {
        return readProfile({reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()}, "memory");
    }
};

QTEST_GUILESS_MAIN(TestRead)
#include "tst_read.moc"
