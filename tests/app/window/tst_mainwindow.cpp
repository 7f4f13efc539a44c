// SPDX-License-Identifier: GPL-3.0-or-later
// Opening, closing and reloading profiles as a person does it, and what the window remembers.
#include "tests/app/window/windowtest.h"

#include "app/start/openrequests.h"
#include "app/panes/pane.h"
#include "app/session/recentfiles.h"
#include "app/window/messagebar.h"
#include "app/window/samples.h"
#include "app/window/startpage.h"
#include "core/format/read.h"

#include <QDockWidget>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>

using namespace proflens;

namespace {

void dropFiles(QWidget &on, const QStringList &paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&on, &enter);
    if (!enter.isAccepted())
        return;
    QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&on, &drop);
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsWithoutProfiles()
    {
        WindowTest t;
        QCOMPARE(t.window->count(), 0);
        QVERIFY(t.window->findChild<StartPage *>()->isVisible());
        QVERIFY2(!t.action("Reload")->isEnabled(), "there is nothing to reload");
        QVERIFY2(!t.action("Save Profile As…")->isEnabled(), "there is nothing to save");
        QVERIFY(t.action("Open…")->isEnabled());
    }

    void opensFromTheMenu()
    {
        WindowTest t;
        t.action("Open…")->trigger();
        auto *dialog = t.window->findChild<QFileDialog *>();
        QVERIFY2(dialog, "File > Open shows no dialog");
        dialog->selectFile(t.sample("cpu-1.pb.gz"));
        static_cast<QDialog *>(dialog)->accept();
        QCOMPARE(t.window->count(), 1);
        QVERIFY(t.settle());
        QVERIFY(t.document()->analysis());
        QVERIFY(!t.window->findChild<StartPage *>()->isVisible());
        QVERIFY2(t.window->windowTitle().contains("cpu-1.pb.gz"), qPrintable(t.window->windowTitle()));
        QCOMPARE(t.settings.value("files/folder").toString(),
                 QFileInfo(t.sample("cpu-1.pb.gz")).absolutePath());
    }

    void opensEachFileOnce()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz"), t.sample("heap-1.pb.gz")});
        QVERIFY(t.settle());
        QCOMPARE(t.window->count(), 2);
        QCOMPARE(t.window->currentView(), t.view(0));
        t.window->open({t.sample("./heap-1.pb.gz")});
        QCOMPARE(t.window->count(), 2);
        QCOMPARE(t.window->currentView(), t.view(1));
    }

    void namesOfTabs()
    {
        WindowTest t;
        QVERIFY(QDir(t.folder.path()).mkpath("a&b"));
        t.window->open({t.copyOf("cpu-1.pb.gz", "same.pb.gz"), t.copyOf("cpu-1.pb.gz", "a&b/same.pb.gz")});
        const auto *tabs = t.window->findChild<QTabBar *>();
        QVERIFY2(tabs->tabText(1).contains("a&&b"), qPrintable(tabs->tabText(1)));
        QVERIFY(tabs->tabText(0) != tabs->tabText(1));
    }

    void drop()
    {
        WindowTest t;
        dropFiles(*t.window, {t.sample("cpu-1.pb.gz"), t.sample("heap-1.pb.gz")});
        QCOMPARE(t.window->count(), 2);
        QVERIFY(t.settle());
        QVERIFY(t.document(1)->profile());
    }

    void recentFiles()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz")});
        QVERIFY(t.settle());
        t.window->open({t.sample("heap-1.pb.gz")});
        QVERIFY(t.settle());
        t.window->closeTab(0);
        t.window->closeTab(0);
        QCOMPARE(RecentFiles(&t.settings).list().size(), 2);
        QAction *entry = t.action(QDir::toNativeSeparators(RecentFiles(&t.settings).list().first()));
        QVERIFY2(entry, "the file opened last is not in File > Open Recent");
        entry->trigger();
        QCOMPARE(t.window->count(), 1);
        QCOMPARE(t.document()->title(), QString("heap-1.pb.gz"));
        t.action("Clear Recent Files")->trigger();
        QVERIFY(RecentFiles(&t.settings).list().isEmpty());
        QVERIFY2(!t.action("No files were opened yet")->isEnabled(),
                 "an empty list must say that it is empty");
    }

    void reloadKeepsTheView()
    {
        WindowTest t;
        const QString path = t.copyOf("heap-1.pb.gz", "heap.pb.gz");
        t.window->open({path});
        QVERIFY(t.settle());
        ViewState state = t.document()->state();
        state.sampleIndex = 1;
        state.granularity = Granularity::Files;
        state.chips = {{FilterKind::Focus, "stock", true}, {FilterKind::Ignore, "zzz", false}};
        state.active = "somewhere";
        t.document()->setState(state);
        QVERIFY(t.settle());
        const ProfilePtr before = t.document()->profile();
        t.copyOf("heap-2.pb.gz", "heap.pb.gz");
        t.action("Reload")->trigger();
        QVERIFY(t.settle());
        QVERIFY2(t.document()->profile() != before, "the file was not read again");
        QVERIFY2(t.document()->state() == state, "the view did not survive the reload");
        QVERIFY2(t.document()->canGoBack(), "the history did not survive the reload");
    }

    void failedReloadKeepsTheProfile()
    {
        WindowTest t;
        const QString path = t.copyOf("heap-1.pb.gz", "heap.pb.gz");
        t.window->open({path});
        QVERIFY(t.settle());
        const ProfilePtr before = t.document()->profile();
        t.write("heap.pb.gz", "no profile at all");
        t.action("Reload")->trigger();
        QVERIFY(t.settle());
        QCOMPARE(t.document()->profile(), before);
        QVERIFY2(t.view()->messages()->text().contains("heap.pb.gz"),
                 qPrintable(t.view()->messages()->text()));
        QVERIFY2(t.view()->messages()->text().contains("still shown"),
                 qPrintable(t.view()->messages()->text()));
        QVERIFY(t.view()->messages()->isVisible());
        // Numbers that are computed meanwhile do not take the message away.
        t.document()->addFilter(FilterKind::Focus, "stock");
        QVERIFY(t.settle());
        QVERIFY(t.view()->messages()->isVisible());
    }

    void failedOpenKeepsTheOthers()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz")});
        QVERIFY(t.settle());
        t.window->open({t.write("page.html", "<html>404</html>"), t.folder.filePath("nowhere.pb.gz")});
        QVERIFY(t.settle());
        QTRY_COMPARE(t.window->count(), 1);
        QVERIFY(t.document()->profile());
        const QString said = t.window->messages()->text();
        QVERIFY2(said.contains("page.html") && said.contains("nowhere.pb.gz"), qPrintable(said));
        QVERIFY(t.window->messages()->isVisible());
        QVERIFY2(RecentFiles(&t.settings).list().size() == 1, "what cannot be opened is no recent file");
    }

    void manyFailedOpensAreCounted()
    {
        WindowTest t;
        QStringList files;
        for (int i = 0; i < 8; ++i)
            files << t.write(QStringLiteral("page-%1.html").arg(i), "<html>404</html>");
        t.window->open(files);
        QVERIFY(t.settle());
        QTRY_VERIFY(t.window->messages()->text().contains("page-7.html"));
        const QString said = t.window->messages()->text();
        QCOMPARE(said.count(QLatin1Char('\n')) + 1, 6);
        QVERIFY2(said.startsWith("3 more message"), qPrintable(said));
    }

    void cancelWhileLoading()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz")});
        QVERIFY(t.document()->isLoading());
        QVERIFY(t.action("Cancel Reading")->isEnabled());
        QPushButton *cancel = nullptr;
        for (QPushButton *button : t.view()->findChildren<QPushButton *>()) {
            if (button->text() == "Cancel" && button->isVisible())
                cancel = button;
        }
        QVERIFY2(cancel, "no Cancel is visible while a file is read");
        cancel->click();
        QCOMPARE(t.window->count(), 0);
        QVERIFY2(t.window->messages()->text().isEmpty(), "cancelling is no failure");
        QVERIFY(t.window->findChild<StartPage *>()->isVisible());
    }

    void cancelReload()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz")});
        QVERIFY(t.settle());
        const ProfilePtr before = t.document()->profile();
        t.action("Reload")->trigger();
        QVERIFY(t.document()->isLoading());
        t.action("Cancel Reading")->trigger();
        QVERIFY(t.settle());
        QCOMPARE(t.document()->profile(), before);
        QVERIFY(t.action("Reload")->isEnabled());
    }

    void closeWhileLoading()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz"), t.sample("heap-1.pb.gz"), t.sample("mutex-1.pb.gz")});
        t.window->closeTab(1);
        QCOMPARE(t.window->count(), 2);
        QVERIFY(t.settle());
        QVERIFY(t.document(0)->profile() && t.document(1)->profile());
        QCOMPARE(t.document(1)->title(), QString("mutex-1.pb.gz"));
        t.window->open({t.sample("cpu-2.pb.gz"), t.sample("heap-2.pb.gz")});
        t.window->close();
        QVERIFY(!t.window->isVisible());
        QTest::qWait(50);
    }

    void savesWholeAndFiltered()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz")});
        QVERIFY(t.settle());
        t.document()->addFilter(FilterKind::Focus, "distance");
        QVERIFY(t.settle());
        size_t samples[2] = {};
        const char *const names[2] = {"Save Profile As…", "Save Filtered Profile As…"};
        for (int i = 0; i < 2; ++i) {
            const QString path = t.folder.filePath(QString("saved%1.pb.gz").arg(i));
            t.action(names[i])->trigger();
            auto *dialog = t.window->findChild<QFileDialog *>();
            QVERIFY(dialog);
            dialog->selectFile(path);
            QSignalSpy saved(t.document(), &Document::saved);
            static_cast<QDialog *>(dialog)->accept();
            QVERIFY(saved.count() == 1 || saved.wait());
            QCOMPARE(saved[0][1].toString(), QString());
            const auto read = readProfile(path.toStdString());
            QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
            samples[i] = (*read)->samples.size();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
        QCOMPARE(samples[0], t.document()->profile()->samples.size());
        QVERIFY2(samples[1] > 0 && samples[1] < samples[0], "the filter left no mark on the saved profile");
    }

    void failedSaveSaysSo()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz")});
        QVERIFY(t.settle());
        t.document()->save(t.folder.filePath("no/such/folder/x.pb.gz"), Document::SaveWhat::Everything);
        QVERIFY(t.settle());
        QTRY_VERIFY(t.view()->messages()->isVisible());
        QVERIFY2(t.view()->messages()->text().contains("x.pb.gz"), qPrintable(t.view()->messages()->text()));
    }

    void layoutComesBack()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz")});
        QVERIFY(t.settle());
        QVERIFY(t.view()->dock("top") && !t.view()->dock("top")->isHidden());
        t.view()->dock("top")->close();
        t.window->close();
        t.window = t.make();
        t.window->open({t.sample("cpu-1.pb.gz"), t.sample("cpu-2.pb.gz")});
        QVERIFY(t.settle());
        QVERIFY2(t.view(0)->dock("top")->isHidden(), "a closed pane came back by itself");
        QVERIFY(t.view(1)->dock("top")->isHidden());
        t.action("Restore Default Layout")->trigger();
        QVERIFY(!t.view(0)->dock("top")->isHidden());
        QVERIFY2(t.view(1)->dock("top")->isHidden(), "each tab has a layout of its own");
    }

    void defaultLayout()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz")});
        QVERIFY(t.settle());
        QTest::qWait(50);
        QStringList places;
        for (const Pane *pane : t.view()->panes()) {
            const QRect place = t.view()->dock(pane->id())->geometry();
            places << QString("%1: %2x%3 at %4,%5, at least %6 high")
                          .arg(pane->id())
                          .arg(place.width())
                          .arg(place.height())
                          .arg(place.x())
                          .arg(place.y())
                          .arg(t.view()->dock(pane->id())->minimumSizeHint().height());
        }
        const auto height = [&](const char *id) { return t.view()->dock(id)->height(); };
        const auto width = [&](const char *id) { return t.view()->dock(id)->width(); };
        QVERIFY2(t.view()->pane("flame")->isVisible() && height("flame") > height("top") * 5 / 4 &&
                     width("flame") > 1200 && width("top") > width("callers"),
                 qPrintable("the flame graph is not in front and large:\n" + places.join('\n')));
    }

    void damagedLayoutIsNoHarm()
    {
        WindowTest t;
        t.settings.setValue("window/layout", QByteArray("nonsense"));
        t.settings.setValue("window/geometry", QByteArray("nonsense"));
        t.settings.setValue("window/theme", "nonsense");
        t.window = t.make();
        t.window->open({t.sample("cpu-1.pb.gz")});
        QVERIFY(t.settle());
        QVERIFY(!t.view()->dock("top")->isHidden());
    }

    void panesBehindOthersRest()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz")});
        QVERIFY(t.settle());
        QTest::qWait(50);
        for (Pane *pane : t.view()->panes()) {
            if (!t.view()->hasUse(pane->id())) {
                QVERIFY2(!pane->isVisible(), qPrintable(pane->id() + " computes, and has no use here"));
                continue;
            }
            const QRect place = t.view()->dock(pane->id())->geometry();
            const bool onScreen = place.right() >= 0 && place.bottom() >= 0;
            QVERIFY2(
                pane->isVisible() == onScreen,
                qPrintable(pane->id() + (onScreen ? " is in front, but hidden" : " computes behind others")));
            t.view()->raisePane(pane->id());
            QTRY_VERIFY2(pane->isVisible(), qPrintable(pane->id() + " does not come to the front"));
        }
    }

    // The summary comes to the front with a base, and goes with it.
    void summaryComesWithBase()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-2.pb.gz")});
        QVERIFY(t.settle());
        QVERIFY(t.view()->dock("summary")->isHidden());
        QVERIFY(!t.action("Summary")->isEnabled());
        t.view()->raisePane("summary");
        QVERIFY(t.view()->dock("summary")->isHidden());
        t.document()->compareWith({{t.sample("cpu-1.pb.gz")}, {}});
        QTRY_VERIFY_WITH_TIMEOUT(t.view()->pane("summary")->isVisible(), 60000);
        QVERIFY(t.settle());
        QVERIFY(t.view()->pane("flame")->isVisible());
        QVERIFY(t.action("Summary")->isEnabled());
        t.action("Restore Default Layout")->trigger();
        QTRY_VERIFY(t.view()->pane("summary")->isVisible() && t.view()->pane("flame")->isVisible());
        t.document()->keepOnly(Document::Side::Current);
        QTRY_VERIFY_WITH_TIMEOUT(t.view()->dock("summary")->isHidden(), 60000);
        QVERIFY(t.settle());
        QVERIFY(!t.view()->dock("callers")->isHidden());
        // The layout of a comparison is taken over by what is none.
        t.action("Restore Default Layout")->trigger();
        QVERIFY(t.view()->dock("summary")->isHidden());
    }

    void floatingPanesGoWithTheirTab()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz"), t.sample("heap-1.pb.gz")});
        QVERIFY(t.settle());
        QDockWidget *dock = t.view(0)->dock("top");
        dock->setFloating(true);
        QVERIFY(dock->isVisible());
        t.action("Next Tab")->trigger();
        QVERIFY2(!dock->isVisible(), "a floating pane stays over another profile");
        t.action("Previous Tab")->trigger();
        QVERIFY(dock->isVisible());
    }

    void statusBar()
    {
        WindowTest t;
        t.window->open({t.sample("cpu-1.pb.gz"), t.sample("heap-1.pb.gz")});
        QVERIFY(t.settle());
        const auto shown = [&](const QString &part) {
            for (const QLabel *label : t.window->findChildren<QLabel *>()) {
                if (label->isVisible() && label->text().contains(part))
                    return true;
            }
            return false;
        };
        QVERIFY2(shown("cpu: "), "the total is not in the status bar");
        Q_EMIT t.view(0)->pane("top")->statusMessage("3 rows: 12s");
        Q_EMIT t.view(1)->pane("top")->statusMessage("of another profile");
        QVERIFY(shown("3 rows: 12s") && !shown("of another profile"));
        t.action("Next Tab")->trigger();
        QVERIFY(!shown("3 rows: 12s") && shown("inuse_space: "));
    }

    void theme()
    {
        WindowTest t;
        t.action("Dark")->trigger();
        const int dark = QApplication::palette().color(QPalette::Base).lightness();
        t.action("Light")->trigger();
        const int light = QApplication::palette().color(QPalette::Base).lightness();
        QVERIFY2(dark < 100 && light > 150, "dark and light look alike");
        t.action("Dark")->trigger();
        t.window = t.make();
        QVERIFY2(t.action("Dark")->isChecked(), "the theme was forgotten");
        t.action("As the System")->trigger();
        QVERIFY(t.action("As the System")->isChecked());
    }

    void samplesOfTheProgram()
    {
        const auto samples = findSamples(QFileInfo(PROFLENS_PROGRAM).absolutePath());
        QVERIFY2(!samples.isEmpty(), "the program does not find the samples beside its source");
        QVERIFY2(samples.first().path.endsWith("cpu-1.pb.gz"), qPrintable(samples.first().path));
        for (const SampleFile &sample : samples)
            QVERIFY2(QFileInfo::exists(sample.path), qPrintable(sample.path));
        QVERIFY(findSamples("/nowhere").isEmpty());
    }

    void optionsOfTheCommandLine()
    {
        WindowTest t;
        const auto line = parseCommandLine(std::vector<std::string>{
            "-focus=catalog", "-lines", "-sample_index=samples", "-unit=ms", "-noinlines",
            t.sample("cpu-1.pb.gz").toStdString(), t.sample("cpu-2.pb.gz").toStdString()});
        QVERIFY2(line.ok(), line.ok() ? "" : line.error().message.c_str());
        t.window->open(openRequests(*line));
        QVERIFY(t.settle());
        QCOMPARE(t.window->count(), 2);
        for (const Document *document : t.window->documents()) {
            const AnalysisOptions &options = document->analysis()->options();
            QCOMPARE(document->analysis()->sampleType().type, std::string("samples"));
            QVERIFY(options.granularity == Granularity::Lines && options.noInlines);
            QCOMPARE(options.unit, std::string("ms"));
            QCOMPARE(options.filters, (std::vector<Filter>{{FilterKind::Focus, "catalog"}}));
            QVERIFY2(!document->canGoBack(), "the first view has none before it");
        }
    }

    void baseOfTheCommandLine()
    {
        WindowTest t;
        const std::string path = t.sample("heap-1.pb.gz").toStdString();
        const auto line = parseCommandLine(std::vector<std::string>{"-base=" + path, path});
        QVERIFY2(line.ok(), line.ok() ? "" : line.error().message.c_str());
        t.window->open(openRequests(*line));
        QVERIFY(t.settle());
        QCOMPARE(t.window->count(), 1);
        QVERIFY(t.document()->isComparison());
        QVERIFY(t.document()->comparison()->base()->total() > 0);
        QCOMPARE(t.document()->comparison()->difference()->total(), int64_t(0)); // a profile less itself
        t.action("Reload")->trigger();
        QVERIFY(t.settle());
        QCOMPARE(t.document()->comparison()->difference()->total(), int64_t(0));
    }

    void withoutDisplay_data()
    {
        QTest::addColumn<QString>("display");
        QTest::newRow("none") << QString();
        QTest::newRow("one that is not there") << QString("localhost:4711");
    }
    void withoutDisplay()
    {
        QFETCH(QString, display);
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(name);
        if (!display.isEmpty())
            environment.insert("DISPLAY", display);
        program.setProcessEnvironment(environment);
        program.start(PROFLENS_PROGRAM, {WindowTest::sample("cpu-1.pb.gz")});
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 2);
        const QByteArray said = program.readAllStandardError();
        QVERIFY2(said.count('\n') == 1 && said.contains("no display"), said.constData());
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
