// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/elidedcombobox.h"
#include "app/panes/source/editor.h"
#include "app/panes/source/shownline.h"
#include "app/panes/source/sourcemodel.h"
#include "app/panes/source/sourcepane.h"
#include "app/panes/source/sourceview.h"
#include "core/profile/builder.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace proflens;

class TestSourcePane : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<SourcePane> m_pane;
    std::unique_ptr<QSettings> m_settings;

    void file(const QString &path, const QByteArray &text) const
    {
        const QString whole = m_dir->filePath(path);
        QVERIFY(QDir().mkpath(QFileInfo(whole).path()));
        QFile out(whole);
        QVERIFY2(out.open(QIODevice::WriteOnly), qPrintable(whole));
        QCOMPARE(out.write(text), text.size());
    }

    // main calls work (in the same file) and lib (in another); init is in both; raw has no file.
    static ProfilePtr profile(const std::string &folder, int64_t timeNanos = 0)
    {
        ProfileBuilder builder;
        builder.addSampleType("time", "milliseconds");
        builder.header().timeNanos = timeNanos;
        const std::string a = folder + "a.c", b = folder + "deep/b.c";
        const FunctionId main = builder.addFunction("main.main", "main.main", a, 3);
        const FunctionId work = builder.addFunction("main.work", "main.work", a, 8);
        const FunctionId lib = builder.addFunction("lib.lib", "lib.lib", b, 2);
        const FunctionId initA = builder.addFunction("init", "init", a, 20);
        const FunctionId initB = builder.addFunction("init", "init", b, 20);
        const FunctionId raw = builder.addFunction("raw", "raw", "", 0);
        const auto at = [&](FunctionId function, int64_t line) {
            const Line lines[] = {{function, line, 0}};
            return builder.addLocation({}, lines);
        };
        const LocationId main4 = at(main, 4), main5 = at(main, 5), work9 = at(work, 9), work11 = at(work, 11);
        const LocationId lib3 = at(lib, 3), initA21 = at(initA, 21), initB22 = at(initB, 22),
                         raw0 = at(raw, 0);
        const auto sample = [&](std::vector<LocationId> stack, int64_t value) {
            const int64_t values[] = {value};
            builder.addSample(stack, values);
        };
        sample({work9, main4}, 10);
        sample({work11, main4}, 30);
        sample({lib3, main5}, 20);
        sample({initA21}, 1);
        sample({initB22}, 2);
        sample({raw0, main5}, 4);
        return builder.finish();
    }
    static QByteArray lines(int count)
    {
        const std::map<int, QByteArray> functions = {{2, "lib"}, {3, "main"}, {8, "work"}, {20, "init"}};
        QByteArray text;
        for (int i = 1; i <= count; ++i) {
            const auto begins = functions.find(i);
            text += "\tline " + QByteArray::number(i) + " { return \"x\" } // end" +
                    (begins == functions.end() ? QByteArray() : ' ' + begins->second) + '\n';
        }
        return text;
    }

    void open(const ProfilePtr &profile, const QString &active)
    {
        m_document = std::make_unique<Document>();
        m_pane = std::make_unique<SourcePane>(m_document.get());
        if (m_settings)
            m_pane->useSettings(m_settings.get());
        m_pane->resize(700, 400);
        m_pane->show();
        m_document->setProfile(profile, m_dir->filePath("cpu.pb.gz"));
        if (!active.isEmpty())
            m_document->setActive(active);
        settle();
    }
    void settle() const
    {
        QTRY_VERIFY_WITH_TIMEOUT(m_document->analysis() && !m_document->isBusy(), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_pane->isIdle(), 20'000);
    }
    SourceView *view() const { return m_pane->findChild<SourceView *>(); }
    SourceModel *model() const { return m_pane->findChild<SourceModel *>(); }
    QComboBox *files() const { return m_pane->findChild<QComboBox *>("files"); }
    QComboBox *functions() const { return m_pane->findChild<QComboBox *>("functions"); }
    // The current row as "flat cum line: text".
    QString current() const
    {
        const int row = view()->currentRow();
        if (row < 0)
            return "none";
        const auto cell = [&](SourceColumn column) {
            return model()->index(row, int(column)).data().toString();
        };
        return QString("%1 %2 %3: %4")
            .arg(cell(SourceColumn::Flat), cell(SourceColumn::Cum), cell(SourceColumn::Line),
                 cell(SourceColumn::Text));
    }
    // All that labels and the empty view say.
    QString said() const
    {
        QStringList texts;
        for (const QLabel *label : m_pane->findChildren<QLabel *>()) {
            if (label->isVisible())
                texts << label->text();
        }
        // Long names may be broken at places that are not seen.
        return texts.join('\n').remove(QChar(u'\u200B'));
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }
    void cleanup()
    {
        m_pane.reset();
        m_document.reset();
        m_settings.reset();
    }

    void followsTheActiveFunction()
    {
        file("src/a.c", lines(40));
        file("src/deep/b.c", lines(40));
        open(profile(m_dir->filePath("src/").toStdString()), "main.work");
        QAbstractItemModelTester tester(model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model()->rowCount(), 40);
        QCOMPARE(current(), "30ms 30ms 11:     line 11 { return \"x\" } // end");
        QVERIFY2(model()->isActive(8) && !model()->isActive(3), "the active function's lines are not marked");
        QVERIFY2(model()->startsFunction(7) && !model()->startsFunction(8),
                 "where a function begins is not marked");
        QVERIFY2(!model()->shown(10).pieces.isEmpty(), "the text has no colours");

        m_document->setActive("lib.lib");
        settle();
        QCOMPARE(current(), "20ms 20ms 3:     line 3 { return \"x\" } // end main");
        m_document->goBack();
        settle();
        QCOMPARE(current(), "30ms 30ms 11:     line 11 { return \"x\" } // end");
    }

    void hotLines()
    {
        file("src/a.c", lines(40));
        open(profile(m_dir->filePath("src/").toStdString()), "main.work");
        // By cost: 11 (flat 30), 9 (10), 21 (1), then 4 (cum 40) and 5 (cum 24).
        QStringList walked;
        for (int i = 0; i < 6; ++i) {
            walked << QString::number(view()->currentRow() + 1);
            QTest::keyClick(view(), Qt::Key_F8);
        }
        QCOMPARE(walked.join(' '), "11 9 21 4 5 11");
        QTest::keyClick(view(), Qt::Key_F8, Qt::ShiftModifier);
        QCOMPARE(view()->currentRow() + 1, 11);
        QTest::keyClick(view(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(view()->currentRow() + 1, 9);
        QTest::keyClick(view(), Qt::Key_Down, Qt::AltModifier);
        QTest::keyClick(view(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(view()->currentRow() + 1, 21);
    }

    // A line that was out of sight comes with what is around it, also if a notice takes some of the height.
    void linesComeToTheMiddle()
    {
        file("src/a.c", "// a licence\n" + lines(400));
        open(profile(m_dir->filePath("src/").toStdString()), "main.work");
        for (const int row : {300, 20}) {
            view()->showRow(row);
            const int y = view()->visualRect(model()->index(row, 0)).center().y();
            const int height = view()->viewport()->height();
            QVERIFY2(y > height / 4 && y < height * 3 / 4,
                     qPrintable(QString("%1 of %2").arg(y).arg(height)));
        }
    }

    void severalFilesOfOneName()
    {
        file("src/a.c", lines(40));
        file("src/deep/b.c", lines(40));
        open(profile(m_dir->filePath("src/").toStdString()), "init");
        QCOMPARE(files()->count(), 2);
        QCOMPARE(view()->currentRow() + 1, 22); // the dearer one
        files()->setCurrentIndex(1);
        Q_EMIT files()->activated(1);
        settle();
        QCOMPARE(current().section(':', 0, 0), "1ms 1ms 21");
        // Another function: its own file again.
        m_document->setActive("lib.lib");
        settle();
        QCOMPARE(view()->currentRow() + 1, 3);
    }

    void functionsOfTheFile()
    {
        file("src/a.c", lines(40));
        open(profile(m_dir->filePath("src/").toStdString()), "main.work");
        QCOMPARE(functions()->count(), 3);
        QCOMPARE(functions()->itemText(0), "main.main (flat 0, cum 64ms)");
        QCOMPARE(functions()->currentText(), "main.work (flat 40ms, cum 40ms)");
        functions()->setCurrentIndex(0);
        Q_EMIT functions()->activated(0);
        settle();
        QCOMPARE(m_document->state().active, "main.main");
        QCOMPARE(view()->currentRow() + 1, 4);
        // Enter makes the function of a line active, and stays there.
        view()->showRow(8);
        QTest::keyClick(view(), Qt::Key_Return);
        settle();
        QCOMPARE(m_document->state().active, "main.work");
        QCOMPARE(view()->currentRow(), 8);
    }

    void missingFile()
    {
        open(profile("/home/ci/build/"), "main.work");
        QVERIFY2(said().contains("/home/ci/build/a.c was not found"), qPrintable(said()));
        QStringList rows;
        for (int row = 0; row < model()->rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < sourceColumnCount; ++column)
                cells << model()->index(row, column).data().toString();
            rows << cells.join(' ');
        }
        QCOMPARE(rows.join("; "), " 40ms 4 main.main;  24ms 5 main.main; 10ms 10ms 9 main.work; 30ms 30ms 11 "
                                  "main.work; 1ms 1ms 21 init");
        QCOMPARE(view()->currentRow(), 3);
        QVERIFY(m_pane->findChild<QPlainTextEdit *>("tried")->toPlainText().contains(
            m_dir->filePath("build/a.c")));
        QVERIFY(m_pane->findChild<QPushButton *>("locate")->isVisible());
    }

    void learnsFromOneAnswer()
    {
        file("mine/a.c", lines(40));
        file("mine/deep/b.c", lines(40));
        m_settings = std::make_unique<QSettings>(m_dir->filePath("settings.ini"), QSettings::IniFormat);
        open(profile("/home/ci/build/"), "main.work");
        QCOMPARE(model()->rowCount(), 5);
        m_pane->locate(m_dir->filePath("mine/a.c"));
        settle();
        QCOMPARE(model()->rowCount(), 40);
        QCOMPARE(view()->currentRow() + 1, 11);
        m_document->setActive("lib.lib");
        settle();
        QCOMPARE(model()->rowCount(), 40);
        // It is kept for the next profile.
        open(profile("/home/ci/build/"), "lib.lib");
        QCOMPARE(model()->rowCount(), 40);
    }

    void searchFolders()
    {
        file("mine/deep/b.c", lines(40));
        open(profile("/home/ci/build/"), "lib.lib");
        QCOMPARE(model()->rowCount(), 2);
        m_pane->addSearchFolder(m_dir->filePath("mine"));
        settle();
        QCOMPARE(model()->rowCount(), 40);
    }

    void noSource()
    {
        open(profile("/home/ci/build/"), "raw");
        QCOMPARE(model()->rowCount(), 0);
        QCOMPARE(files()->count(), 0);
        // Where to look on, a click away.
        QVERIFY2(said().contains("which source file raw is in"), qPrintable(said()));
        auto *notice = m_pane->findChild<QLabel *>("noticeText");
        QVERIFY2(notice->isVisible() && said().contains("main.main (4ms)"), qPrintable(said()));
        notice->setFocus();
        QTest::keyClick(notice, Qt::Key_Tab);
        QTest::keyClick(notice, Qt::Key_Return);
        QCOMPARE(m_document->state().active, "main.main");
        settle();
        QVERIFY(model()->rowCount() > 0);
        m_document->setActive("no such function");
        settle();
        QCOMPARE(model()->rowCount(), 0);
    }

    void nothingActive()
    {
        file("src/a.c", lines(40));
        open(profile(m_dir->filePath("src/").toStdString()), {});
        QCOMPARE(view()->currentRow() + 1, 11);
        QVERIFY2(said().contains("No function is active"), qPrintable(said()));
    }

    void anotherVersionOfTheFile()
    {
        file("src/a.c", lines(10));
        open(profile(m_dir->filePath("src/").toStdString()), "main.work");
        QVERIFY2(said().contains("another version"), qPrintable(said()));
        QCOMPARE(model()->rowCount(), 12); // lines 11 and 21 follow
        QCOMPARE(current(), "30ms 30ms 11: main.work");

        file("src/a.c", lines(40));
        open(profile(m_dir->filePath("src/").toStdString(), 1'000'000'000'000'000'000), "main.work");
        QVERIFY2(said().contains("was changed on"), qPrintable(said()));

        // Long enough, but the functions are not where the profile says.
        file("src/a.c", "// a licence\n\n\n" + lines(40));
        open(profile(m_dir->filePath("src/").toStdString()), "main.work");
        QVERIFY2(said().contains("functions are not where the profile says"), qPrintable(said()));
        QVERIFY2(said().contains(m_dir->filePath("src/a.c")), qPrintable(said()));
    }

    // A file of the same name in another folder may be another one; that it is not the one named is said.
    void anotherFolder()
    {
        file("deep/b.c", lines(40));
        open(profile("/nowhere/src/"), "lib.lib");
        QCOMPARE(model()->rowCount(), 40);
        QVERIFY2(said().contains("found in place of /nowhere/src/deep/b.c"), qPrintable(said()));
        QVERIFY2(!said().contains("wrong lines"), qPrintable(said()));
        // Somebody who chose the folder knows.
        m_pane->addSearchFolder(m_dir->path());
        settle();
        QVERIFY2(!said().contains("found in place of"), qPrintable(said()));
    }

    void longNames()
    {
        file("src/a.c", lines(40));
        open(profile(m_dir->filePath(QString("d/").repeated(200)).toStdString()), "main.work");
        const auto *box = m_pane->findChild<ElidedComboBox *>("files");
        QVERIFY(box->currentText().size() > 400);
        const QString shown = box->shownText();
        QVERIFY2(shown.startsWith("a.c in ") && shown.endsWith("/d/d/d"), qPrintable(shown));
        QVERIFY2(box->fontMetrics().horizontalAdvance(shown) < box->width(), qPrintable(shown));
    }

    void filtersKeepThePlace()
    {
        file("src/a.c", lines(400));
        open(profile(m_dir->filePath("src/").toStdString()), "main.work");
        view()->showRow(300);
        m_document->addFilter(FilterKind::Ignore, "lib");
        settle();
        QCOMPARE(view()->currentRow(), 300);
        QCOMPARE(model()->index(4, int(SourceColumn::Cum)).data().toString(), "4ms");
    }

    void search()
    {
        file("src/a.c", lines(40));
        open(profile(m_dir->filePath("src/").toStdString()), "main.work");
        QVERIFY(m_pane->startSearch());
        QTest::keyClicks(QApplication::focusWidget() ? QApplication::focusWidget()
                                                     : m_pane->findChild<QLineEdit *>(),
                         "line 3");
        settle();
        QVERIFY2(said().contains("11 line"), qPrintable(said()));
        QCOMPARE(view()->currentRow() + 1, 30);
        QTest::keyClick(view(), Qt::Key_F3);
        QCOMPARE(view()->currentRow() + 1, 31);
        QTest::keyClick(view(), Qt::Key_F3, Qt::ShiftModifier);
        QTest::keyClick(view(), Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(view()->currentRow() + 1, 3);
        const auto matches = model()->matches(2, model()->shown(2));
        QCOMPARE(matches.size(), 1);
        QCOMPARE(matches[0], (std::pair<qsizetype, qsizetype>(4, 6))); // behind the tab
    }

    void copies()
    {
        file("src/a.c", lines(40));
        open(profile(m_dir->filePath("src/").toStdString()), "main.work");
        view()->showRow(8);
        QTest::keyClick(view(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keySequence(view(), QKeySequence::Copy);
        QCOMPARE(QGuiApplication::clipboard()->text(), "10ms\t10ms\t9\t\tline 9 { return \"x\" } // end\n"
                                                       "\t\t10\t\tline 10 { return \"x\" } // end\n");
        QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 "\tline 9 { return \"x\" } // end\n\tline 10 { return \"x\" } // end\n");
    }

    void largeFiles()
    {
        file("src/a.c", lines(100'000));
        open(profile(m_dir->filePath("src/").toStdString()), "main.work");
        QCOMPARE(model()->rowCount(), 100'000);
        view()->showRow(99'999);
        QVERIFY(!m_pane->grab().isNull());
        QCOMPARE(view()->currentRow(), 99'999);
    }

    void emptyProfiles()
    {
        ProfileBuilder builder;
        builder.addSampleType("time", "milliseconds");
        open(builder.finish(), {});
        QCOMPARE(model()->rowCount(), 0);
        QVERIFY(!m_pane->grab().isNull());
        QTest::keyClick(view(), Qt::Key_F8);
        QTest::keyClick(view(), Qt::Key_F4);
        QTest::keyClick(view(), Qt::Key_Return);
        QTest::keySequence(view(), QKeySequence::Copy);
        m_pane->startSearch();
        m_pane->locate("/x");
        settle();
    }

    void opensTheEditor()
    {
        file("src/a.c", lines(40));
        m_settings = std::make_unique<QSettings>(m_dir->filePath("settings.ini"), QSettings::IniFormat);
        m_settings->setValue("source/editor", "touch \"" + m_dir->filePath("edited at %l") + "\"");
        open(profile(m_dir->filePath("src/").toStdString()), "main.work");
        QTest::keyClick(view(), Qt::Key_F4);
        QTRY_VERIFY2(QFile::exists(m_dir->filePath("edited at 11")),
                     "the editor was not started at the line");
    }

    void editorCommands()
    {
        QCOMPARE(editorCommand("code -g %f:%l", "/a b/c.go", 7), (QStringList{"code", "-g", "/a b/c.go:7"}));
        QCOMPARE(editorCommand("\"/my editor\" +%l", "/c.go", 0), (QStringList{"/my editor", "+1", "/c.go"}));
        QCOMPARE(editorCommand("e 100%% %x %f", "/%l.go", 3), (QStringList{"e", "100%", "%x", "/%l.go"}));
        QCOMPARE(editorCommand("  ", "/c.go", 3), QStringList());
    }
    void guessesTheEditor_data()
    {
        QTest::addColumn<QString>("visual");
        QTest::addColumn<QString>("editor");
        QTest::addColumn<QStringList>("installed");
        QTest::addColumn<QString>("command");
        QTest::newRow("VISUAL") << "kate"
                                << "vim" << QStringList{"kate", "vim", "code"} << "kate --line %l %f";
        QTest::newRow("with options") << "code --wait"
                                      << "" << QStringList{"code"} << "code --wait -g %f:%l";
        QTest::newRow("in a terminal")
            << ""
            << "/usr/bin/vim" << QStringList{"/usr/bin/vim", "xterm"} << "xterm -e /usr/bin/vim +%l %f";
        QTest::newRow("no terminal") << ""
                                     << "vim" << QStringList{"vim", "gedit"} << "gedit +%l %f";
        QTest::newRow("unknown") << "strange"
                                 << "" << QStringList{"strange", "xdg-open"} << "xdg-open %f";
        QTest::newRow("nothing") << ""
                                 << "" << QStringList{} << "";
    }
    void guessesTheEditor()
    {
        QFETCH(QString, visual);
        QFETCH(QString, editor);
        QFETCH(QStringList, installed);
        QTEST(guessEditor(
                  [&](const char *name) { return qstrcmp(name, "VISUAL") == 0 ? visual : editor; },
                  [&](const QString &program) { return installed.contains(program) ? program : QString(); }),
              "command");
    }

    void linesAsTheyAreShown()
    {
        const HighlightSpan span{2, 2, TokenClass::Keyword};
        const ShownLine tabs = shownLine("a\tif\tb", {&span, 1});
        QCOMPARE(tabs.text, "a   if  b");
        QCOMPARE(tabs.pieces.size(), 1);
        QCOMPARE(tabs.pieces[0].begin, 4);
        QCOMPARE(tabs.pieces[0].length, 2);
        const HighlightSpan umlauts{3, 2, TokenClass::String};
        const ShownLine wide = shownLine("ä ü\xff\x01", {&umlauts, 1});
        QCOMPARE(wide.text, QString::fromUtf8("ä ü‹FF›‹01›"));
        QCOMPARE(wide.pieces[0].begin, 2);
        QCOMPARE(wide.pieces[0].length, 1);
        QCOMPARE(shownLine("", {}).text, "");
        QCOMPARE(shownLine(std::string(1'000'000, 'x'), {}).text.size(), 2001);
    }
};

QTEST_MAIN(TestSourcePane)
#include "tst_sourcepane.moc"
