// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are not pprof's, in the window: what it says of them, and what it saves.
#include "app/session/document.h"
#include "app/window/filedialogs.h"
#include "app/window/messagebar.h"
#include "core/format/read.h"
#include "windowtest.h"

#include <QFileDialog>
#include <QSignalSpy>

using namespace proflens;

class TestFormats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

    void twoCountsAreAComparison()
    {
        WindowTest t;
        const QString path = t.write("two.folded", "main;boil 10 12\nmain;stir 5 0\nmain;sip 0 7\n");
        t.window->open({path});
        QVERIFY(t.settle());
        QVERIFY(t.document()->isComparison());
        QCOMPARE(t.document()->title(), QString("two.folded − base in two.folded"));
        QCOMPARE(t.document()->comparison()->base()->total(), 15);
        QCOMPARE(t.document()->comparison()->current()->total(), 19);
        // Read again it is the same, and so with the sides changed.
        const auto reloaded = [&] {
            QSignalSpy loaded(t.document(), &Document::loaded);
            t.document()->reload();
            return (loaded.count() == 1 || loaded.wait()) && t.settle();
        };
        QVERIFY(reloaded());
        QVERIFY(t.document()->isComparison());
        t.document()->swapSides();
        QVERIFY(t.settle());
        QCOMPARE(t.document()->comparison()->current()->total(), 15);
        QVERIFY(reloaded());
        QCOMPARE(t.document()->comparison()->current()->total(), 15);
        QCOMPARE(t.document()->title(), QString("base in two.folded − two.folded"));
        // One side alone stays alone.
        t.document()->keepOnly(Document::Side::Base);
        QVERIFY(t.settle());
        QVERIFY(!t.document()->isComparison());
        QVERIFY(reloaded());
        QVERIFY(!t.document()->isComparison());
        QCOMPARE(t.document()->analysis()->total(), 19);
    }

    void sessionKeepsTheComparison()
    {
        WindowTest t;
        const QString path = t.write("two.folded", "main;boil 10 12\nmain;stir 5 0\n");
        t.window->open({path});
        QVERIFY(t.settle());
        OpenRequest request = t.document()->request();
        request.read = {};
        request.base.read = {}; // as a session knows it
        Document again;
        QSignalSpy loaded(&again, &Document::loaded);
        again.open(request);
        QVERIFY(loaded.count() == 1 || loaded.wait());
        QVERIFY(again.isComparison());
        QTRY_VERIFY(again.comparison());
        QCOMPARE(again.comparison()->base()->total(), 15);
        QCOMPARE(again.comparison()->current()->total(), 12);
    }

    // The window takes names that pprof does not read (core/format/legacynames.h).
    void goroutinesHaveNames()
    {
        WindowTest t;
        t.window->open({t.write("goroutine.txt", "goroutine profile: total 3\n3 @ 0x43b256 0x67fda5\n"
                                                 "#\t0x67fda4\tmain.leak.func1+0x24\t/tea/main.go:3\n")});
        QVERIFY(t.settle());
        const Profile &profile = *t.document()->profile();
        QCOMPARE(profile.functions.size(), size_t(1));
        QCOMPARE(profile.text(profile.functions[0].name), std::string_view("main.leak.func1"));
    }

    void warningsAreShown()
    {
        WindowTest t;
        t.window->open({t.write("odd.folded", "main;boil 10\nnot a stack\nmain;stir 5\n")});
        QVERIFY(t.settle());
        QTRY_VERIFY(t.view()->messages()->isVisible());
        const QString text = t.view()->messages()->text();
        QVERIFY2(text.startsWith("odd.folded: 1 line is not a stack"), qPrintable(text));
        t.window->open({t.sample("cpu-1.pb.gz")});
        QVERIFY(t.settle());
        QVERIFY(t.view(1)->messages()->isHidden());
    }

    void savesStacks_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("filtered");
        QTest::newRow("folded") << "stacks.folded" << false;
        QTest::newRow("folded, filtered") << "stacks.folded" << true;
        QTest::newRow("speedscope") << "stacks.speedscope.json" << false;
        QTest::newRow("speedscope, filtered") << "stacks.speedscope.json" << true;
    }
    void savesStacks()
    {
        QFETCH(QString, name);
        QFETCH(bool, filtered);
        WindowTest t;
        t.window->open({t.sample("heap-1.pb.gz")});
        QVERIFY(t.settle());
        t.document()->setSampleIndex(1);
        if (filtered)
            t.document()->addFilter(FilterKind::Focus, "json");
        QVERIFY(t.settle());
        const int64_t selected =
            totalOf(t.document()->analysis()->selection(), t.document()->analysis()->formula());
        t.action(filtered ? "Save Filtered Profile As…" : "Save Profile As…")->trigger();
        auto *dialog = t.window->findChild<QFileDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->nameFilters().size(), 3);
        const QString path = t.folder.filePath(name);
        dialog->selectFile(path);
        QSignalSpy saved(t.document(), &Document::saved);
        static_cast<QDialog *>(dialog)->accept();
        QVERIFY(saved.count() == 1 || saved.wait());
        QCOMPARE(saved[0][1].toString(), QString());
        const auto read = readProfile(path.toStdString());
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        int64_t sum = 0;
        (*read)->samples.values[0].forEach([&](size_t, int64_t value) { sum += value; });
        QCOMPARE(sum, selected);
        QVERIFY(sum > 0);
    }

    void formatByName()
    {
        using Format = Document::SaveFormat;
        const QStringList filters = savedProfileFilters();
        QCOMPARE(savedFormat("/a/b.folded", filters[0]), Format::Folded);
        QCOMPARE(savedFormat("/a/b.speedscope.json", filters[0]), Format::Speedscope);
        QCOMPARE(savedFormat("/a/b.pb.gz", filters[1]), Format::Profile);
        QCOMPARE(savedFormat("/a/b.txt", filters[1]), Format::Folded);
        QCOMPARE(savedFormat("/a/b", filters[2]), Format::Speedscope);
        QCOMPARE(fileStem("cpu.speedscope.json"), QString("cpu"));
    }
};

QTEST_MAIN(TestFormats)
#include "tst_formats.moc"
