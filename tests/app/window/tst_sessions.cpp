// SPDX-License-Identifier: GPL-3.0-or-later
// Saving what is open and opening it again, as a person does it.
#include "tests/app/window/windowtest.h"

#include "app/session/recentfiles.h"
#include "app/session/sessionfile.h"
#include "app/window/messagebar.h"

#include <QDockWidget>
#include <QFileDialog>
#include <QPushButton>

using namespace proflens;

namespace {

struct Saved
{
    WindowTest t;
    const QString path = t.folder.filePath("shop.proflens");

    bool open(const QStringList &paths)
    {
        t.window->open(paths);
        return t.settle();
    }
    bool compare(const QString &base, const QString &current)
    {
        OpenRequest request;
        request.path = current;
        request.base.paths = {base};
        t.window->open(QList<OpenRequest>{request});
        return t.settle() && t.document()->isComparison();
    }
    bool save()
    {
        t.action("Save Session As…")->trigger();
        auto *dialog = t.window->findChild<QFileDialog *>();
        if (!dialog)
            return false;
        dialog->selectFile(path);
        static_cast<QDialog *>(dialog)->accept();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        // The file is there whole or not at all.
        return QTest::qWaitFor([this] { return QFile::exists(path); });
    }
    void closeAll() const
    {
        while (t.window->count() > 0)
            t.window->closeTab(0);
    }
};

} // namespace

class TestSessions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparisonComesBack()
    {
        Saved s;
        QVERIFY(s.compare(s.t.sample("heap-1.pb.gz"), s.t.sample("heap-2.pb.gz")));
        ViewState state = s.t.document()->state();
        state.sampleIndex = 1;
        state.granularity = Granularity::Files;
        state.chips = {{FilterKind::Ignore, "runtime", true}};
        state.active = "main.main";
        state.compare.scaling = {ScaleBy::Factor, 1.25, {}};
        state.compare.look = CompareState::Look::SideBySide;
        state.compare.percentOf = PercentOf::Current;
        state.compare.hideNoise = true;
        s.t.document()->setState(state);
        QVERIFY(s.t.settle());
        const int64_t total = s.t.document()->comparison()->base()->total();
        s.t.view()->dock("callers")->close();
        QVERIFY(s.save());
        QTRY_COMPARE(RecentFiles(&s.t.settings).list().first(), s.path);
        s.closeAll();
        s.t.settings.remove("window/layout");

        QVERIFY(s.open({s.path}));
        QCOMPARE(s.t.window->count(), 1);
        QVERIFY(s.t.document()->isComparison());
        QCOMPARE(s.t.document()->title(), QString("heap-2.pb.gz − heap-1.pb.gz"));
        QVERIFY(s.t.document()->state() == state);
        QVERIFY2(!s.t.document()->canGoBack(), "the first view has none before it");
        QCOMPARE(s.t.document()->comparison()->base()->total(), total);
        QVERIFY2(s.t.view()->dock("callers")->isHidden(), "the panes are not where they were");
        QVERIFY2(s.t.view()->messages()->text().isEmpty(), qPrintable(s.t.view()->messages()->text()));
        QCOMPARE(RecentFiles(&s.t.settings).list().first(), s.path);
        // It is open already.
        QVERIFY(s.open({s.path}));
        QCOMPARE(s.t.window->count(), 1);
    }

    void singleProfileComesBack()
    {
        Saved s;
        QVERIFY(s.open({s.t.sample("cpu-1.pb.gz")}));
        s.t.document()->addFilter(FilterKind::Focus, "catalog");
        QVERIFY(s.t.settle());
        QVERIFY(s.save());
        s.closeAll();
        QVERIFY(s.open({s.path, s.t.sample("heap-1.pb.gz")}));
        QCOMPARE(s.t.window->count(), 2);
        Document *document = s.t.document(s.t.document(0)->title() == "cpu-1.pb.gz" ? 0 : 1);
        QCOMPARE(document->title(), QString("cpu-1.pb.gz"));
        QVERIFY(!document->isComparison());
        QCOMPARE(document->state().chips, (QList<FilterChip>{{FilterKind::Focus, "catalog", true}}));
    }

    void changedProfile()
    {
        Saved s;
        const QString copy = s.t.copyOf("cpu-1.pb.gz", "cpu.pb.gz");
        QVERIFY(s.compare(copy, s.t.sample("cpu-2.pb.gz")));
        QVERIFY(s.save());
        s.closeAll();
        s.t.copyOf("cpu-2.pb.gz", "cpu.pb.gz");
        QVERIFY(s.open({s.path}));
        QVERIFY2(s.t.document()->isComparison(), "what has changed is opened all the same");
        QTRY_VERIFY(s.t.view()->messages()->isVisible());
        const QString said = s.t.view()->messages()->text();
        QVERIFY2(said.contains("cpu.pb.gz") && !said.contains("cpu-2") && !said.contains('\n'),
                 qPrintable(said));
    }

    void missingProfile()
    {
        Saved s;
        const QString copy = s.t.copyOf("cpu-1.pb.gz", "cpu.pb.gz");
        QVERIFY(s.compare(copy, s.t.sample("cpu-2.pb.gz")));
        QVERIFY(s.save());
        s.closeAll();
        QVERIFY(QDir(s.t.folder.path()).mkpath("attic"));
        const QString moved = s.t.folder.filePath("attic/renamed.pb.gz");
        QVERIFY(QFile::rename(copy, moved));
        QVERIFY(s.open({s.path}));
        QCOMPARE(s.t.window->count(), 0);
        const QString said = s.t.window->messages()->text();
        QVERIFY2(said.contains("shop.proflens") && said.contains("cpu.pb.gz"), qPrintable(said));
        auto *locate = s.t.window->messages()->findChild<QPushButton *>();
        QCOMPARE(locate->text(), QString("Locate cpu.pb.gz…"));
        locate->click();
        auto *dialog = s.t.window->findChild<QFileDialog *>();
        QVERIFY(dialog);
        dialog->selectFile(moved);
        static_cast<QDialog *>(dialog)->accept();
        QVERIFY(s.t.settle());
        QCOMPARE(s.t.window->count(), 1);
        QVERIFY(s.t.document()->isComparison());
        QCOMPARE(s.t.document()->request().base.paths, QStringList(moved));
        QVERIFY(!s.t.window->messages()->isVisible());
    }

    void whoDoesNotKnowMayLookLater()
    {
        Saved s;
        const QString copy = s.t.copyOf("cpu-1.pb.gz", "cpu.pb.gz");
        QVERIFY(s.open({copy}));
        QVERIFY(s.save());
        s.closeAll();
        QVERIFY(QFile::remove(copy));
        QVERIFY(s.open({s.path}));
        auto *locate = s.t.window->messages()->findChild<QPushButton *>();
        locate->click();
        s.t.window->findChild<QFileDialog *>()->reject();
        QVERIFY(locate->isVisible());
        QCOMPARE(s.t.window->count(), 0);
    }

    void malformed()
    {
        Saved s;
        QVERIFY(s.open({s.t.write("odd.proflens", "{\"format\": \"proflens session\""),
                        s.t.folder.filePath("none.proflens"), s.t.sample("cpu-1.pb.gz")}));
        QCOMPARE(s.t.window->count(), 1);
        const QString said = s.t.window->messages()->text();
        QVERIFY2(said.contains("odd.proflens") && said.contains("none.proflens") && said.count('\n') == 1,
                 qPrintable(said));
    }

    void cannotBeSaved()
    {
        Saved s;
        const QString copy = s.t.copyOf("cpu-1.pb.gz", "cpu.pb.gz");
        QVERIFY(s.open({copy}));
        QVERIFY(QFile::remove(copy));
        QVERIFY(!QFile::exists(s.path));
        s.t.action("Save Session As…")->trigger();
        auto *dialog = s.t.window->findChild<QFileDialog *>();
        QVERIFY(dialog);
        dialog->selectFile(s.path);
        static_cast<QDialog *>(dialog)->accept();
        QTRY_VERIFY(s.t.view()->messages()->text().contains("cpu.pb.gz"));
        QVERIFY(!QFile::exists(s.path));
    }
};

QTEST_MAIN(TestSessions)
#include "tst_sessions.moc"
