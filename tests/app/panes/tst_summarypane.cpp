// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/summary/pairdialog.h"
#include "app/panes/summary/summarypane.h"
#include "app/session/document.h"
#include "app/style/scheme.h"
#include "tests/core/folded.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>

using namespace proflens;

namespace {

const char *const before = "cpu/milliseconds\n"
                           "main;serve;old;boil 500\n"
                           "main;serve;pack 200\n"
                           "main;idle 900\n";
const char *const after = "cpu/milliseconds\n"
                          "main;serve;fresh;boil 520\n"
                          "main;serve;pack 700\n"
                          "main;idle 900\n";

struct Fixture
{
    explicit Fixture(const std::string &base = before, const std::string &current = after)
        : pane(&document)
        , text(pane.findChild<QTextBrowser *>("summary"))
    {
        pane.resize(900, 500);
        pane.show();
        QSignalSpy done(&document, &Document::analysisChanged);
        document.setProfiles(foldedProfile(base), foldedProfile(current), "/data/base.pb.gz",
                             "/data/now.pb.gz");
        if (done.isEmpty())
            done.wait(60000);
        settle();
    }
    void settle() { QTRY_VERIFY(!document.isBusy() && pane.isIdle()); }
    QString said() const { return text->toPlainText().remove(QChar(0x200B)); }
    // Where links with this beginning stand, and what is written there.
    QString linkText(const QString &target) const
    {
        QString found;
        for (QTextBlock block = text->document()->begin(); block.isValid(); block = block.next()) {
            for (auto i = block.begin(); !i.atEnd(); ++i) {
                if (i.fragment().charFormat().anchorHref() == target)
                    found += i.fragment().text();
            }
        }
        return found.remove(QChar(0x200B));
    }
    // Goes from link to link by the keyboard until one is written like this, and follows it.
    bool followByKeys(const QString &written)
    {
        text->setFocus();
        for (int i = 0; i < 60; ++i) {
            QTest::keyClick(text, Qt::Key_Tab);
            if (text->textCursor().selectedText().remove(QChar(0x200B)) == written) {
                QTest::keyClick(text, Qt::Key_Return);
                return true;
            }
        }
        return false;
    }
    std::vector<RenamedFunction> renamed() const { return document.state().compare.renamed; }

    Document document;
    SummaryPane pane;
    QTextBrowser *text;
};

} // namespace

class TestSummaryPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void says()
    {
        Fixture f;
        QVERIFY2(f.said().startsWith("cpu grew by 520ms, from 1.60s to 2.12s: by 32.5% of the base."),
                 qPrintable(f.said()));
        QVERIFY(f.said().contains("From base.pb.gz to now.pb.gz."));
        QVERIFY(f.said().contains("pack grew by 500ms, from 200ms to 700ms (×3.50)."));
        QVERIFY(f.said().contains("It may be the same as old, which is gone."));
        QVERIFY(f.said().contains("with the same callers and callees: the same function? Pair"));
    }

    void followsLinks()
    {
        Fixture f;
        QSignalSpy panes(&f.document, &Document::paneRequested);
        QVERIFY(f.followByKeys("pack"));
        QCOMPARE(f.document.state().active, "pack");
        QCOMPARE(f.pane.cursorFunction(), "pack");
        QVERIFY(!f.pane.cursorActions().isEmpty());
        QCOMPARE(panes.size(), 1);
        QCOMPARE(panes[0][0].toString(), "flame");
    }

    void pairsAndUnpairs()
    {
        Fixture f;
        QVERIFY(f.followByKeys("Pair"));
        QCOMPARE(f.renamed(), (std::vector<RenamedFunction>{{"old", "fresh"}}));
        QTRY_VERIFY(f.said().contains("old and fresh are taken for one function. Unpair"));
        f.settle();
        QVERIFY(!f.said().contains("the same function?"));
        QVERIFY(!f.said().contains("is gone"));
        QVERIFY(f.followByKeys("Unpair"));
        QVERIFY(f.renamed().empty());
        QTRY_VERIFY(f.said().contains("the same function? Pair"));
        // It is a step of back and forward, like any other change of the state.
        f.document.goBack();
        QCOMPARE(f.renamed().size(), size_t(1));
    }

    void pairsByHand()
    {
        Fixture f("cpu/milliseconds\nmain;a;x 500\nmain;b;y 100\nmain;idle 5\n",
                  "cpu/milliseconds\nmain;idle;q 400\nmain;idle;p 900\nmain;idle 5\n");
        QVERIFY(f.followByKeys("Pair functions by hand…"));
        auto *dialog = f.pane.findChild<PairDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        auto *gone = dialog->findChild<QListView *>("gone"), *added = dialog->findChild<QListView *>("added");
        QCOMPARE(gone->model()->rowCount(), 4);
        QCOMPARE(added->model()->rowCount(), 2);
        QCOMPARE(added->model()->index(0, 0).data().toString(), "p  (900ms)");
        QPushButton *pair = nullptr;
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->text().contains("Pair"))
                pair = button;
        }
        QVERIFY(pair && !pair->isEnabled());
        QTest::keyClicks(dialog->findChild<QLineEdit *>("goneSearch"), "B");
        QCOMPARE(gone->model()->rowCount(), 1);
        gone->setFocus();
        QTest::mouseClick(gone->viewport(), Qt::LeftButton, {},
                          gone->visualRect(gone->model()->index(0, 0)).center());
        QVERIFY(!pair->isEnabled());
        QTest::mouseClick(added->viewport(), Qt::LeftButton, {},
                          added->visualRect(added->model()->index(1, 0)).center());
        QVERIFY(pair->isEnabled());
        QTest::mouseClick(pair, Qt::LeftButton);
        QCOMPARE(f.renamed(), (std::vector<RenamedFunction>{{"b", "q"}}));
    }

    void outcomes()
    {
        Fixture nothing(before, before);
        QVERIFY(nothing.said().startsWith("Nothing changed: every stack has the same cpu on both sides"));
        QVERIFY(!nothing.said().contains("Renamed"));
        Fixture allNew("cpu/milliseconds\n", after);
        QVERIFY(allNew.said().startsWith("Everything is new: the base has no cpu"));
    }

    // Without a base the pane says so; with one it comes back.
    void withoutBase()
    {
        Fixture f;
        QSignalSpy done(&f.document, &Document::analysisChanged);
        f.document.keepOnly(Document::Side::Current);
        QVERIFY(done.wait(60000));
        f.settle();
        QCOMPARE(f.said(), "There is no base to compare with.");
        QVERIFY(f.pane.exportFormats().isEmpty());
    }

    void exports()
    {
        Fixture f;
        const QTemporaryDir folder;
        const QList<ExportFormat> formats = f.pane.exportFormats();
        QCOMPARE(formats.size(), 3);
        for (const ExportFormat &format : formats) {
            const QString path = folder.filePath("summary." + format.suffix);
            QVERIFY(format.write(path).ok());
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString written = QString::fromUtf8(file.readAll());
            QVERIFY(written.contains("pack grew by 500ms"));
            QCOMPARE(written.startsWith('{'), format.suffix == "json");
            QCOMPARE(written.startsWith("<!DOCTYPE html>"), format.suffix == "html");
            QVERIFY(!format.write(folder.filePath("no/such/folder")).ok());
        }
        f.text->setFocus();
        QTest::keyClick(f.text, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(QGuiApplication::clipboard()->text().startsWith("cpu grew by 520ms"));
    }

    // Whatever a profile calls its functions, it does not become markup.
    void escapes()
    {
        const std::string name = "<i&amp<a_href=\"pair:0\"";
        Fixture f("cpu/milliseconds\nmain;" + name + " 10\nmain 90\n",
                  "cpu/milliseconds\nmain;" + name + " 80\nmain 90\n");
        QVERIFY2(f.said().contains(QString::fromStdString(name) + " grew by 70ms"), qPrintable(f.said()));
        QVERIFY(f.linkText("pair:0").isEmpty());
    }

    // Narrow, wide, dark, light, large: all is there, and nothing needs scrolling sideways.
    void sizes()
    {
        std::string base = "cpu/milliseconds\nmain;idle 900\n", current = base;
        const std::string package =
            "github.com/someone/a-rather-long-repository-name/v2/internal/deeper/and/deeper.";
        for (int i = 0; i < 12; ++i) {
            base += "main;" + package + "(*Receiver).Method" + std::to_string(i) + " 100\n";
            current += "main;" + package + "(*Receiver).Method" + std::to_string(i) + " 300\n";
        }
        Fixture f(base, current);
        for (const int width : {260, 400, 900, 2400}) {
            f.pane.resize(width, 400);
            QCoreApplication::processEvents();
            QCOMPARE(f.text->horizontalScrollBar()->maximum(), 0);
            for (int i = 0; i < 12; ++i)
                QVERIFY(f.said().contains("Method" + QString::number(i) + " grew by 200ms"));
        }
        const QString light = f.text->toHtml();
        f.pane.setPalette(style::schemePalette(style::Scheme::Dark));
        QCoreApplication::processEvents();
        QVERIFY(f.text->toHtml() != light);
    }

    // What is hidden does not compute.
    void hidden()
    {
        Document document;
        SummaryPane pane(&document);
        QSignalSpy done(&document, &Document::analysisChanged);
        document.setProfiles(foldedProfile(before), foldedProfile(after), "a", "b");
        QVERIFY(!done.isEmpty() || done.wait(60000));
        QVERIFY(pane.isIdle() && !pane.summary());
        pane.show();
        QTRY_VERIFY(pane.summary());
    }
};

QTEST_MAIN(TestSummaryPane)
#include "tst_summarypane.moc"
