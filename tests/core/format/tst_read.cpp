// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/read.h"
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
};

QTEST_GUILESS_MAIN(TestRead)
#include "tst_read.moc"
