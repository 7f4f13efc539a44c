// SPDX-License-Identifier: GPL-3.0-or-later
// The whole program, once through: opens profiles, shows every pane, and takes pictures of them.
#include "app/window/look.h"

#include <QDir>
#include <QImage>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

class TestLook : public QObject
{
    Q_OBJECT

    const QString m_samples = PROFLENS_SOURCE_DIR "/resources/samples/";

    // How many different colours a picture has; 0 if there is none.
    static qsizetype colours(const QString &path)
    {
        const QImage image(path);
        QSet<QRgb> all;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                all << image.pixel(x, y);
        }
        return all.size();
    }

    static int run(const QStringList &arguments, QByteArray *errors, QByteArray *output = nullptr)
    {
        QProcess process;
        QTemporaryDir settings;
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"})
            environment.insert(QString::fromLatin1(name), settings.path());
        process.setProcessEnvironment(environment);
        process.start(PROFLENS_PROGRAM, arguments);
        if (!process.waitForFinished(250'000))
            process.kill();
        *errors = process.readAllStandardError();
        if (output)
            *output = process.readAllStandardOutput();
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }

private Q_SLOTS:
    void options()
    {
        QVERIFY(!lookOptions({"cpu.pb.gz"}));
        QVERIFY(!lookOptions({}));
        const auto all = lookOptions({"--look", "pictures", "--dark", "--size", "800x600", "a", "b"});
        QVERIFY(all);
        QCOMPARE(all->folder, "pictures");
        QVERIFY(all->scheme == style::Scheme::Dark);
        QCOMPARE(all->size, QSize(800, 600));
        QCOMPARE(all->files, QStringList({"a", "b"}));
        const auto compared = lookOptions({"--look", "pictures", "--base", "a", "b"});
        QVERIFY(compared);
        QCOMPARE(compared->base, "a");
        QCOMPARE(compared->files, QStringList("b"));
        QCOMPARE(lookOptions({"--look", "pictures", "--size", "large"})->folder, QString());
    }

    void tellsWhenItIsPainted()
    {
        QByteArray errors, output;
        QCOMPARE(run({"--until-painted", m_samples + "cpu-1.pb.gz"}, &errors, &output), 0);
        QVERIFY2(output.startsWith("painted ") && output.endsWith('\n'), output);
        QVERIFY2(output.mid(8).trimmed().toLong() > 1000, "it says how many kB it took");
        QCOMPARE(run({"--until-painted", "/nowhere.pb.gz"}, &errors, &output), 1);
    }

    void everyPane_data()
    {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QString>("base");
        QTest::newRow("CPU, light") << "cpu-1"
                                    << "--light"
                                    << "";
        QTest::newRow("goroutines, dark") << "goroutine-2"
                                          << "--dark"
                                          << "";
        QTest::newRow("CPU compared, dark") << "cpu-2"
                                            << "--dark"
                                            << "cpu-1";
    }
    void everyPane()
    {
        QFETCH(QString, sample);
        QFETCH(QString, scheme);
        QFETCH(QString, base);
        QTemporaryDir folder;
        QByteArray errors;
        QStringList arguments{"--look", folder.path(), scheme, "--size", "1000x700"};
        if (!base.isEmpty())
            arguments << "--base" << m_samples + base + ".pb.gz";
        const int status = run(arguments << m_samples + sample + ".pb.gz", &errors);
        QVERIFY2(status == 0, errors.constData());
        const QStringList pictures = QDir(folder.path()).entryList({"*.png"});
        QStringList expected{"window", "active", "top"};
        if (!base.isEmpty())
            expected << "summary"
                     << "side-window"
                     << "side-graph";
        for (const QString &what : expected)
            QVERIFY2(pictures.contains(sample + '-' + what + ".png"), qPrintable(pictures.join(' ')));
        QCOMPARE(QImage(folder.filePath(sample + "-window.png")).size(), QSize(1000, 700));
        for (const QString &picture : pictures) {
            // Text alone is drawn in more shades than this.
            QVERIFY2(colours(folder.filePath(picture)) > 8, qPrintable(picture + " is empty"));
        }
    }

    // What is hottest becomes active by what it is printed as.
    void activeWithoutNames()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("bare.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("goroutine profile: total 3\n3 @ 0x1235 0x2235\n");
        file.close();
        QByteArray errors;
        const int status =
            run({"--look", folder.path(), "--dark", "--size", "1000x700", file.fileName()}, &errors);
        QVERIFY2(status == 0, errors.constData());
        const QImage before(folder.filePath("bare.txt-window.png"));
        QVERIFY(!before.isNull());
        QVERIFY(before != QImage(folder.filePath("bare.txt-active.png")));
    }

    void refused()
    {
        QTemporaryDir folder;
        QByteArray errors;
        QCOMPARE(run({"--look", folder.path(), m_samples + "README.md"}, &errors), 1);
        QVERIFY2(errors.contains("refused.png"), errors.constData());
        QVERIFY(colours(folder.filePath("refused.png")) > 8);
    }
};

QTEST_GUILESS_MAIN(TestLook)
#include "tst_look.moc"
