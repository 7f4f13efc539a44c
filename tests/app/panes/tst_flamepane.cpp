// SPDX-License-Identifier: GPL-3.0-or-later
// The flame graph pane, driven as a user drives it.
#include "app/panes/flame/flamecrumbs.h"
#include "app/panes/flame/flamedetails.h"
#include "app/panes/flame/flamepane.h"
#include "tests/core/folded.h"

#include <QAction>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

using namespace proflens;

namespace {

const char *shop = "cpu/count alloc/bytes\n"
                   "main;serve;parse 40 1\n"
                   "main;serve;reply 30 7\n"
                   "main;gc 20 0\n"
                   "main;tiny1 0 3\n"
                   "start 10 2\n";

// A pane of a document, in a window.
struct Shown
{
    explicit Shown(const std::string &folded, const ViewState &state = {})
    {
        document.setState(state);
        document.setProfile(foldedProfile(folded), QStringLiteral("shop.pb.gz"));
        pane.resize(800, 500);
        pane.show();
        ready = QTest::qWaitFor([&] { return settled(); });
    }
    bool settled() const
    {
        return !document.isBusy() && pane.isIdle() && view()->data() &&
               view()->data()->analysis == document.analysis();
    }
    FlameView *view() const { return pane.view(); }
    QString name(FlameNode node) const
    {
        return node.depth == 0
                   ? QString()
                   : functionName(view()->data()->frames(), view()->data()->tree.element(node).frame());
    }
    // The node with these names on its path.
    FlameNode node(const QStringList &path) const
    {
        const FlameTree &tree = view()->data()->tree;
        FlameNode at;
        for (const QString &wanted : path) {
            auto child = tree.firstChild(at);
            while (child && name(*child) != wanted)
                child = tree.nextSibling(*child);
            if (!child)
                return {UINT32_MAX, UINT32_MAX};
            at = *child;
        }
        return at;
    }
    void click(const QStringList &path)
    {
        const QRect rect = view()->rectOf(node(path));
        QVERIFY2(!rect.isEmpty(), qPrintable(path.join(';') + " is not to be seen"));
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, rect.center());
    }
    void key(Qt::Key key) { QTest::keyClick(view(), key); }
    QString details() const
    {
        const auto *bar = pane.findChild<FlameDetails *>();
        return bar->name() + " | " + bar->file() + " | " + bar->costs();
    }
    QStringList crumbs() const
    {
        QStringList names;
        for (const QToolButton *button : pane.findChild<FlameCrumbs *>()->findChildren<QToolButton *>()) {
            if (!button->isHidden())
                names << button->text();
        }
        return names;
    }

    Document document;
    FlamePane pane{&document};
    bool ready = false;
};

ViewState sampleType(int index)
{
    ViewState state;
    state.sampleIndex = index;
    return state;
}

} // namespace

class TestFlamePane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clickZoomsAndMakesActive()
    {
        Shown s(shop, sampleType(0));
        QVERIFY(s.ready);
        QCOMPARE(s.view()->windowEnd(), 100.0);
        s.click({"main", "serve"});
        QCOMPARE(s.document.state().active, QString("serve"));
        QCOMPARE(s.name(s.view()->zoomed()), QString("serve"));
        QCOMPARE(s.view()->windowEnd() - s.view()->windowBegin(), 70.0);
        QTRY_COMPARE(s.crumbs(), QStringList({"All", "main", "serve"}));
        // What calls it is still there, and leads back.
        s.click({"main"});
        QCOMPARE(s.view()->windowEnd() - s.view()->windowBegin(), 90.0);
        QTRY_COMPARE(s.crumbs(), QStringList({"All", "main"}));
        for (QToolButton *button : s.pane.findChild<FlameCrumbs *>()->findChildren<QToolButton *>()) {
            if (!button->isHidden() && button->text() == "All")
                button->click();
        }
        QCOMPARE(s.view()->windowEnd(), 100.0);
        QCOMPARE(s.view()->zoomed(), FlameNode());
    }
    void keysWalkAndZoom()
    {
        Shown s(shop, sampleType(0));
        QVERIFY(s.ready);
        s.view()->setFocus();
        s.key(Qt::Key_Down); // begins at what is zoomed
        QCOMPARE(*s.view()->current(), FlameNode());
        s.key(Qt::Key_Down);
        QCOMPARE(s.name(*s.view()->current()), QString("main"));
        s.key(Qt::Key_Down); // the widest
        QCOMPARE(s.name(*s.view()->current()), QString("serve"));
        s.key(Qt::Key_Left);
        QCOMPARE(s.name(*s.view()->current()), QString("gc"));
        s.key(Qt::Key_Left); // there is none
        QCOMPARE(s.name(*s.view()->current()), QString("gc"));
        s.key(Qt::Key_Right);
        QCOMPARE(s.name(*s.view()->current()), QString("serve"));
        s.key(Qt::Key_Down);
        QCOMPARE(s.name(*s.view()->current()), QString("parse"));
        QVERIFY2(s.details().startsWith("parse |  | 40 (40.00% of all)"), qPrintable(s.details()));
        QVERIFY2(s.details().contains("57.14% of its caller"), qPrintable(s.details()));
        QVERIFY2(s.details().contains("self 40 (40.00%)"), qPrintable(s.details()));
        QVERIFY(s.view()->accessibleName().startsWith("parse, 40"));
        s.key(Qt::Key_Return);
        QCOMPARE(s.name(s.view()->zoomed()), QString("parse"));
        QCOMPARE(s.document.state().active, QString("parse"));
        s.key(Qt::Key_Backspace);
        QCOMPARE(s.name(s.view()->zoomed()), QString("serve"));
        s.key(Qt::Key_Up);
        QCOMPARE(s.name(*s.view()->current()), QString("serve"));
        s.key(Qt::Key_Escape);
        QCOMPARE(s.view()->windowEnd() - s.view()->windowBegin(), 100.0);
        s.key(Qt::Key_Plus);
        QVERIFY(s.view()->windowEnd() - s.view()->windowBegin() < 100);
        s.key(Qt::Key_Minus);
        QCOMPARE(s.view()->windowEnd() - s.view()->windowBegin(), 100.0);
    }
    void wheelZoomsAroundTheCursor()
    {
        Shown s(shop, sampleType(0));
        QVERIFY(s.ready);
        const QPointF at(600, 30);
        const auto axis = [&] {
            return s.view()->windowBegin() +
                   at.x() / s.view()->viewport()->width() * (s.view()->windowEnd() - s.view()->windowBegin());
        };
        const double before = axis();
        const auto turn = [&](int delta, Qt::KeyboardModifiers modifiers = {}) {
            QWheelEvent event(at, s.view()->viewport()->mapToGlobal(at), {}, {0, delta}, Qt::NoButton,
                              modifiers, Qt::NoScrollPhase, false);
            QApplication::sendEvent(s.view()->viewport(), &event);
        };
        turn(240);
        QVERIFY(s.view()->windowEnd() - s.view()->windowBegin() < 75);
        QVERIFY2(std::abs(axis() - before) < 1e-6, "the place under the cursor moved");
        turn(-240);
        QCOMPARE(s.view()->windowEnd(), 100.0);
    }
    void dragPans()
    {
        Shown s(shop, sampleType(0));
        QVERIFY(s.ready);
        s.click({"main", "serve"});
        const double before = s.view()->windowBegin();
        QWidget *viewport = s.view()->viewport();
        QTest::mousePress(viewport, Qt::LeftButton, {}, {200, 60});
        QTest::mouseMove(viewport, {300, 60});
        QTest::mouseMove(viewport, {350, 60});
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, {350, 60});
        QVERIFY2(s.view()->windowBegin() < before, "dragging to the right shows what is to the left");
        QCOMPARE(s.view()->windowEnd() - s.view()->windowBegin(), 70.0);
        QCOMPARE(s.name(s.view()->zoomed()), QString("main"));
        QCOMPARE(s.document.state().active, QString("serve")); // it was no click
    }
    void hoverTellsAllAtOnce()
    {
        Shown s("cpu/count\nmain;work@/src/work.go 3\nmain;a 1\nmain;b 1\nmain;wide 995\n");
        QVERIFY(s.ready);
        QTest::mouseMove(s.view()->viewport(), s.view()->rectOf(s.node({"main", "wide"})).center());
        QTRY_COMPARE(s.document.hovered(), QString("wide"));
        QVERIFY2(s.details().startsWith("wide |  | 995 (99.50% of all)"), qPrintable(s.details()));
    }
    void othersOpen()
    {
        std::string folded = "cpu/count\nmain;wide 100000\n";
        for (int i = 0; i < 30; ++i)
            folded += "main;narrow" + std::to_string(i) + " 100\n";
        Shown s(folded);
        QVERIFY(s.ready);
        // The others are left of "wide", below "main".
        const int y = s.view()->rectOf(s.node({"main", "wide"})).center().y();
        const auto spot = s.view()->spotAt({2, y});
        QVERIFY(spot && spot->others);
        QTest::mouseMove(s.view()->viewport(), {2, y});
        QTRY_VERIFY2(s.details().startsWith("30 frame(s) too narrow"), qPrintable(s.details()));
        QVERIFY2(s.details().endsWith("3000 (2.91%)"), qPrintable(s.details()));
        QTest::mouseClick(s.view()->viewport(), Qt::LeftButton, {}, {2, y});
        QCOMPARE(s.view()->windowEnd() - s.view()->windowBegin(), 3000.0);
        QVERIFY(!s.view()->rectOf(s.node({"main", "narrow7"})).isEmpty());
        QCOMPARE(s.name(s.view()->zoomed()), QString("main"));
    }
    void searchCountsAndCovers()
    {
        Shown s(shop, sampleType(0));
        QVERIFY(s.ready);
        auto *line = s.pane.findChild<QLineEdit *>();
        const auto result = [&] {
            for (const QLabel *label : line->parentWidget()->findChildren<QLabel *>()) {
                if (!label->text().isEmpty())
                    return label->text();
            }
            return QString();
        };
        QVERIFY(s.pane.startSearch());
        QTest::keyClicks(line, "serve|parse");
        QTRY_COMPARE(result(), QString("2 frame(s) match, 70.00% of the total"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(s.name(*s.view()->current()), QString("serve"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(s.name(*s.view()->current()), QString("parse"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(s.name(*s.view()->current()), QString("serve"));
        line->setText("serve(");
        QTRY_VERIFY2(result().startsWith("Not a regular expression: missing ): serve("), qPrintable(result()));
        line->setText("nowhere");
        QTRY_COMPARE(result(), QString("no frame matches"));
        line->clear();
        QTRY_COMPARE(result(), QString());
    }
    void anotherAnalysisKeepsTheZoom()
    {
        Shown s(shop, sampleType(0));
        QVERIFY(s.ready);
        s.click({"main", "serve"});
        s.document.setSampleIndex(1);
        QTRY_VERIFY(s.settled());
        QCOMPARE(s.name(s.view()->zoomed()), QString("serve"));
        QCOMPARE(s.view()->windowEnd() - s.view()->windowBegin(), 8.0);
        // Another granularity has other frames; where the function is filtered away its caller is what stays.
        ViewState state = s.document.state();
        state.granularity = Granularity::Lines;
        s.document.setState(state);
        QTRY_VERIFY(s.settled());
        QCOMPARE(s.name(s.view()->zoomed()), QString("serve"));
        s.document.addFilter(FilterKind::Ignore, "serve");
        QTRY_VERIFY(s.settled());
        QCOMPARE(s.name(s.view()->zoomed()), QString("main"));
    }
    void fromCallersAndFlipped()
    {
        Shown s("cpu/count\na;x 3\nb;x 5\n");
        QVERIFY(s.ready);
        const auto trigger = [&](const QString &text) {
            for (QAction *action : s.pane.actions()) {
                if (QString(action->text()).remove('&') == text)
                    action->trigger();
            }
        };
        trigger("From Callers");
        QTRY_VERIFY(s.settled() && s.view()->data()->inverted);
        QCOMPARE(s.view()->data()->tree.total(s.node({"x", "b"})), 5);
        const QRect before = s.view()->rectOf(s.node({"x"}));
        trigger("Root at the Bottom");
        const QRect after = s.view()->rectOf(s.node({"x"}));
        QVERIFY2(after.top() > before.top(), "the root should be at the bottom");
        QCOMPARE(s.view()->spotAt(after.center())->node, s.node({"x"}));
        QVERIFY(s.view()->rectOf(s.node({"x", "b"})).top() < after.top());
    }
    void deepStacksScroll()
    {
        std::string folded = "cpu/count\nf";
        for (int i = 0; i < 3000; ++i)
            folded += ";f";
        Shown s(folded + " 1\n");
        QVERIFY(s.ready);
        QCOMPARE(s.view()->layoutNow().depth, 3002U);
        QVERIFY(s.view()->verticalScrollBar()->maximum() > 3000 * 10);
        s.view()->setCurrent({0, 3001});
        QVERIFY(!s.view()->rectOf({0, 3001}).isEmpty());
        s.key(Qt::Key_Return);
        QVERIFY(!s.view()->rectOf({0, 3001}).isEmpty());
        QTRY_VERIFY(s.crumbs().size() > 2 && s.crumbs().size() < 40);
    }
    void nothingToDraw()
    {
        Shown none("cpu/count\n");
        QVERIFY(none.ready);
        Shown zero("cpu/count\nmain 0\n");
        QVERIFY(zero.ready);
        for (Shown *s : {&none, &zero}) {
            s->pane.grab();
            for (const Qt::Key key :
                 {Qt::Key_Down, Qt::Key_Plus, Qt::Key_Return, Qt::Key_Backspace, Qt::Key_F3})
                s->key(key);
            QTest::mouseClick(s->view()->viewport(), Qt::LeftButton, {}, {50, 50});
            QTest::mouseDClick(s->view()->viewport(), Qt::LeftButton, {}, {50, 50});
            s->pane.findChild<QLineEdit *>()->setText("m");
            QTRY_VERIFY(s->settled());
            QCOMPARE(s->view()->zoomed(), FlameNode());
        }
    }
    void exports()
    {
        Shown s(shop, sampleType(0));
        QVERIFY(s.ready);
        QTemporaryDir folder;
        for (const ExportFormat &format : s.pane.exportFormats()) {
            const QString path = folder.filePath("flame." + format.suffix);
            QVERIFY2(format.write(path).ok(), qPrintable(format.name));
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            if (format.suffix == "svg")
                QVERIFY(bytes.contains(">serve</text>"));
            else if (format.suffix == "pdf")
                QVERIFY(bytes.startsWith("%PDF"));
            else
                QVERIFY(QImage::fromData(bytes, "PNG").width() == 2400);
            const Status failed = format.write(folder.filePath("no/folder." + format.suffix));
            QVERIFY(!failed.ok());
            QVERIFY2(failed.error().message.find("no/folder") != std::string::npos,
                     failed.error().message.c_str());
        }
    }
};

QTEST_MAIN(TestFlamePane)
#include "tst_flamepane.moc"
