// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/graph/graphcanvas.h"
#include "app/panes/graph/graphpane.h"
#include "app/style/graphpainter.h"
#include "core/format/read.h"
#include "core/profile/builder.h"

#include <QAccessible>
#include <QFile>
#include <QImage>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace proflens;

namespace {

// A document with a sample of ours, and the pane that shows it.
struct Shown
{
    Document document;
    std::unique_ptr<GraphPane> pane;

    explicit Shown(const QString &file = QStringLiteral("cpu-1.pb.gz"))
        : pane(std::make_unique<GraphPane>(&document))
    {
        const QString path = QStringLiteral(PROFLENS_SOURCE_DIR "/resources/samples/") + file;
        if (const auto profile = readProfile(path.toStdString()))
            document.setProfile(*profile, path);
        pane->resize(900, 600);
        pane->show();
    }
    GraphCanvas *canvas() const { return pane->canvas(); }
    const GraphScene &scene() const { return *canvas()->scene(); }
    bool waitForFirstView() const
    {
        return QTest::qWaitFor([this] { return canvas()->scene() && pane->isIdle() && !document.isBusy(); },
                               60000);
    }
    // With all nodes in view.
    bool wait() const
    {
        const bool there = waitForFirstView();
        canvas()->zoomToFit();
        return there;
    }
    QString active() const { return document.state().active; }
    void click(int node)
    {
        QTest::mouseClick(canvas()->viewport(), Qt::LeftButton, {},
                          canvas()->nodeRect(node).center().toPoint());
    }
};

// A node with both callers and callees.
int innerNode(const GraphScene &scene)
{
    for (int n = 0; n < int(scene.picture.drawing.nodes.size()); ++n) {
        if (!scene.picture.drawing.nodes[size_t(n)].isTag && scene.heaviestCaller(n) >= 0 &&
            scene.heaviestCallee(n) >= 0 && scene.sibling(n, 1) >= 0)
            return n;
    }
    return -1;
}

} // namespace

class TestGraphPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsThePictureOfTheReport()
    {
        Shown shown;
        QVERIFY(shown.wait());
        const GraphScene &scene = shown.scene();
        QVERIFY(scene.picture.drawing.nodes.size() > 10);
        QCOMPARE(shown.pane->note(), QString());
        // What the window shows is what the command line prints.
        ReportOptions options;
        options.nodeCount = 80;
        auto report = Report::make(shown.document.profile(), ReportKind::Dot, options);
        QVERIFY(report.ok());
        const ReportGraph graph = report->graph();
        QCOMPARE(scene.graph.calls().shown.size(), graph.calls().shown.size());
        QVERIFY2(scene.picture.legend == report->graphLabels(graph, true) ||
                     scene.picture.legend.size() + 1 == report->graphLabels(graph, true).size(),
                 "the legend is not that of the report");
        std::string text;
        {
            Output out([&](std::string_view more) {
                text += more;
                return true;
            });
            QVERIFY(writeReport(shown.document.profile(), ReportKind::Dot, options, {}, out).ok());
        }
        QCOMPARE(scene.dot(), text);
    }

    void firstViewCanBeRead()
    {
        Shown shown;
        QVERIFY(shown.waitForFirstView());
        // Eight points, the smallest text, are seven pixels or more.
        QVERIFY2(shown.canvas()->zoom() * 8 >= 6.99, qPrintable(QString::number(shown.canvas()->zoom())));
        const auto &nodes = shown.scene().picture.drawing.nodes;
        size_t hottest = 0;
        for (size_t n = 0; n < nodes.size(); ++n)
            hottest = nodes[n].fontSize > nodes[hottest].fontSize ? n : hottest;
        QVERIFY(QRectF(shown.canvas()->viewport()->rect()).contains(shown.canvas()->nodeRect(int(hottest))));
    }

    void clickSelectsEverywhere()
    {
        Shown shown;
        QVERIFY(shown.wait());
        const int node = innerNode(shown.scene());
        QVERIFY(node >= 0);
        shown.click(node);
        QCOMPARE(shown.active(), shown.scene().functionOf(size_t(node)));
        QCOMPARE(shown.canvas()->current(), node);
        // And the other way round.
        const int other = shown.scene().heaviestCallee(node);
        shown.document.setActive(shown.scene().functionOf(size_t(other)));
        QCOMPARE(shown.canvas()->current(), other);
    }

    void arrowKeysWalk()
    {
        Shown shown;
        QVERIFY(shown.wait());
        const int start = innerNode(shown.scene());
        shown.canvas()->setCurrent(start);
        const auto press = [&](Qt::Key key) { QTest::keyClick(shown.canvas(), key); };
        press(Qt::Key_Up);
        QCOMPARE(shown.canvas()->current(), shown.scene().heaviestCaller(start));
        shown.canvas()->setCurrent(start);
        press(Qt::Key_Down);
        QCOMPARE(shown.canvas()->current(), shown.scene().heaviestCallee(start));
        shown.canvas()->setCurrent(start);
        press(Qt::Key_Right);
        const int sibling = shown.canvas()->current();
        QCOMPARE(sibling, shown.scene().sibling(start, 1));
        QVERIFY(shown.scene().picture.layout.nodes[size_t(sibling)].x >=
                shown.scene().picture.layout.nodes[size_t(start)].x);
        press(Qt::Key_Left);
        QCOMPARE(shown.canvas()->current(), start);
        // Who rests on a node makes it active.
        QTRY_COMPARE(shown.active(), shown.scene().functionOf(size_t(start)));
    }

    void walkNeverLeavesTheGraph()
    {
        Shown shown;
        QVERIFY(shown.wait());
        const auto &nodes = shown.scene().picture.drawing.nodes;
        for (int n = 0; n < int(nodes.size()); ++n) {
            for (const int next : {shown.scene().heaviestCaller(n), shown.scene().heaviestCallee(n),
                                   shown.scene().sibling(n, -1), shown.scene().sibling(n, 1)})
                QVERIFY2(next >= -1 && next < int(nodes.size()) && next != n,
                         qPrintable(QString("from %1 to %2").arg(n).arg(next)));
        }
    }

    void activeIsBroughtIntoView()
    {
        Shown shown;
        QVERIFY(shown.wait());
        for (int i = 0; i < 12; ++i)
            QTest::keyClick(shown.canvas(), Qt::Key_Plus);
        const auto inView = [&](int node) {
            return QRectF(shown.canvas()->viewport()->rect()).intersects(shown.canvas()->nodeRect(node));
        };
        for (const int node : {0, int(shown.scene().graph.calls().shown.size()) - 1}) {
            shown.document.setActive(shown.scene().functionOf(size_t(node)));
            QVERIFY2(inView(node), qPrintable(shown.active()));
        }
    }

    void zoomAndFit()
    {
        Shown shown;
        QVERIFY(shown.wait());
        const double fitted = shown.canvas()->zoom();
        QTest::keyClick(shown.canvas(), Qt::Key_Plus);
        QVERIFY(shown.canvas()->zoom() > fitted);
        QTest::keyClick(shown.canvas(), Qt::Key_Minus);
        QVERIFY(std::abs(shown.canvas()->zoom() / fitted - 1) < 1e-9);
        QTest::keyClick(shown.canvas(), Qt::Key_0, Qt::ControlModifier);
        QVERIFY(std::abs(shown.canvas()->zoom() - shown.canvas()->logicalDpiY() / 72.0) < 1e-9);
        QTest::keyClick(shown.canvas(), Qt::Key_F);
        QCOMPARE(shown.canvas()->zoom(), fitted);
        // The wheel keeps what is under the cursor there.
        const int node = 0;
        const QPointF place = shown.canvas()->nodeRect(node).center();
        QWheelEvent wheel(place, shown.canvas()->viewport()->mapToGlobal(place), {}, {0, 480}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(shown.canvas()->viewport(), &wheel);
        QVERIFY(shown.canvas()->zoom() > fitted * 2);
        QCOMPARE(shown.canvas()->nodeAt(place), node);
    }

    void dragPans()
    {
        Shown shown;
        QVERIFY(shown.wait());
        for (int i = 0; i < 8; ++i)
            shown.canvas()->zoomIn();
        QWidget *view = shown.canvas()->viewport();
        const int before = shown.canvas()->horizontalScrollBar()->value();
        const QString active = shown.active();
        QTest::mousePress(view, Qt::LeftButton, {}, {200, 200});
        const auto move = [&](QPointF to) {
            QMouseEvent event(QEvent::MouseMove, to, view->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
            QCoreApplication::sendEvent(view, &event);
        };
        move({230, 200});
        move({150, 200});
        QTest::mouseRelease(view, Qt::LeftButton, {}, {150, 200});
        QCOMPARE(shown.canvas()->horizontalScrollBar()->value(), before + 50);
        QCOMPARE(shown.active(), active);
    }

    void overviewKeepsOffTheNodes()
    {
        Shown shown;
        QVERIFY(shown.wait());
        GraphCanvas *canvas = shown.canvas();
        QVERIFY(canvas->overviewRect().isEmpty());
        // Nor where all is seen although nobody asked for that.
        canvas->zoomOut();
        QVERIFY(canvas->overviewRect().isEmpty());
        for (int i = 0; i < 6; ++i)
            canvas->zoomIn();
        const QRectF view = canvas->viewport()->rect();
        const auto covered = [&](const QRectF &box) {
            int count = 0;
            for (int node = 0; node < int(shown.scene().picture.layout.nodes.size()); ++node)
                count += canvas->nodeRect(node).intersects(box);
            return count;
        };
        int moved = 0;
        QScrollBar *across = canvas->horizontalScrollBar(), *down = canvas->verticalScrollBar();
        for (int x = 0; x <= across->maximum(); x += 150) {
            for (int y = 0; y <= down->maximum(); y += 100) {
                across->setValue(x);
                down->setValue(y);
                const QRectF box = canvas->overviewRect();
                QVERIFY(view.contains(box) && !box.isEmpty());
                const double right = view.right() - box.width() - 9,
                             bottom = view.bottom() - box.height() - 9;
                for (const QPointF corner : {QPointF(10, 10), QPointF(right, 10), QPointF(10, bottom)})
                    QVERIFY(covered(box) <= covered(QRectF(corner, box.size())));
                moved += box.left() < view.center().x() || box.top() < view.center().y();
            }
        }
        QVERIFY(moved > 0);
        // It does not run away from who drags in it.
        const QRectF box = canvas->overviewRect();
        QTest::mousePress(canvas->viewport(), Qt::LeftButton, {}, box.center().toPoint());
        across->setValue(0);
        down->setValue(0);
        QCOMPARE(canvas->overviewRect(), box);
        QTest::mouseRelease(canvas->viewport(), Qt::LeftButton, {}, box.center().toPoint());
    }

    void hoverTellsNamesAndCosts()
    {
        Shown shown;
        QVERIFY(shown.wait());
        QSignalSpy spy(shown.canvas(), &GraphCanvas::hovered);
        QTest::mouseMove(shown.canvas()->viewport(), QPoint(1, 1));
        QTest::mouseMove(shown.canvas()->viewport(), shown.canvas()->nodeRect(0).center().toPoint());
        QTRY_VERIFY(!spy.isEmpty());
        QCOMPARE(spy.last()[0].toInt(), 0);
        QCOMPARE(shown.document.hovered(), shown.scene().functionOf(0));
        const Point label = shown.scene().picture.layout.edges[0].label;
        const QPointF corner = shown.canvas()->nodeRect(0).topLeft();
        const QRectF first = style::GraphPainter(shown.scene().picture, {}, {}).nodeRect(0);
        const QPointF place = corner + (QPointF(label.x, label.y) - first.topLeft()) * shown.canvas()->zoom();
        QVERIFY(shown.canvas()->edgeAt(place) >= 0);
    }

    void speaks()
    {
        Shown shown;
        QVERIFY(shown.wait());
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(shown.canvas());
        QVERIFY(list);
        const auto &nodes = shown.scene().picture.drawing.nodes;
        QCOMPARE(list->childCount(), int(nodes.size()));
        shown.canvas()->setCurrent(3);
        QAccessibleInterface *node = list->focusChild();
        QVERIFY(node);
        QCOMPARE(list->indexOfChild(node), 3);
        QVERIFY2(node->text(QAccessible::Name).startsWith(QString::fromStdString(nodes[3].name)),
                 qPrintable(node->text(QAccessible::Name)));
        QVERIFY(!node->text(QAccessible::Description).isEmpty());
        QVERIFY(node->state().selected);
        QVERIFY(node->rect().isValid());
        QVERIFY(!list->child(int(nodes.size())));
        GraphChoice choice = shown.pane->choice();
        choice.nodeCount = 10;
        shown.pane->setChoice(choice);
        QVERIFY(shown.wait());
        QCOMPARE(list->childCount(), int(shown.scene().picture.drawing.nodes.size()));
    }

    void controlsArePartOfTheState()
    {
        Shown shown;
        QVERIFY(shown.wait());
        const size_t usual = shown.scene().graph.calls().shown.size();
        GraphChoice choice = shown.pane->choice();
        choice.nodeCount = 5;
        shown.pane->setChoice(choice);
        QVERIFY(!shown.pane->isIdle());
        QVERIFY(shown.wait());
        // Boxes of labels count, too.
        QVERIFY(shown.scene().graph.calls().shown.size() <= 5);
        choice.callTree = true;
        choice.nodeCount = 30;
        shown.pane->setChoice(choice);
        QVERIFY(shown.wait());
        for (const auto &node : shown.scene().graph.calls().nodes)
            QVERIFY(node.in.size() <= 1);
        shown.document.goBack();
        QVERIFY(shown.wait());
        QVERIFY(!shown.pane->choice().callTree);
        QVERIFY(shown.scene().graph.calls().shown.size() <= 5);
        shown.document.goBack();
        QVERIFY(shown.wait());
        QCOMPARE(shown.scene().graph.calls().shown.size(), usual);
        // Not trimmed it shows all, as `-dot -trim=false` does.
        choice = {};
        choice.trim = false;
        shown.pane->setChoice(choice);
        QVERIFY(shown.wait());
        QVERIFY(shown.scene().graph.calls().shown.size() > usual);
        QCOMPARE(shown.scene().trimmed().droppedNodes, size_t(0));
    }

    void slowLayoutSaysSo()
    {
        Shown shown;
        LayoutOptions options;
        options.timeout = options.fastTimeout = 1;
        shown.pane->setLayoutOptions(options);
        QVERIFY(shown.wait());
        QVERIFY2(shown.pane->note().contains("simpler way"), qPrintable(shown.pane->note()));
        options.helper = "/nowhere/proflens-layout";
        shown.pane->setLayoutOptions(options);
        GraphChoice choice = shown.pane->choice();
        choice.nodeCount = 12;
        shown.pane->setChoice(choice);
        QVERIFY(shown.wait());
        QVERIFY2(shown.pane->note().contains("proflens-layout"), qPrintable(shown.pane->note()));
        QVERIFY(!shown.canvas()->grab().isNull());
    }

    void cancelKeepsTheOldPicture()
    {
        Shown shown;
        QVERIFY(shown.wait());
        const GraphScenePtr before = shown.canvas()->scene();
        // A helper that never answers.
        QTemporaryDir folder;
        QFile helper(folder.filePath("helper"));
        QVERIFY(helper.open(QIODevice::WriteOnly));
        helper.write("#!/bin/sh\nexec sleep 1000\n");
        helper.close();
        helper.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        LayoutOptions options;
        options.helper = helper.fileName().toStdString();
        options.timeout = 100000;
        shown.pane->setLayoutOptions(options);
        GraphChoice choice = shown.pane->choice();
        choice.nodeCount = 10;
        shown.pane->setChoice(choice);
        QTRY_VERIFY(shown.pane->note().contains("Laying out"));
        QVERIFY(!shown.pane->isIdle());
        QTest::keyClick(shown.canvas(), Qt::Key_Escape);
        QVERIFY(shown.pane->isIdle());
        QVERIFY2(shown.pane->note().contains("cancelled"), qPrintable(shown.pane->note()));
        QCOMPARE(shown.canvas()->scene(), before);
        // A pane that is closed while it lays out ends its helper.
        shown.pane->setChoice({});
        QVERIFY(!shown.pane->isIdle());
        shown.pane.reset();
    }

    void emptyProfileSaysWhy()
    {
        Shown shown;
        QVERIFY(shown.wait());
        ProfileBuilder builder;
        builder.addSampleType("cpu", "nanoseconds");
        shown.document.setProfile(builder.finish(), "empty");
        QTRY_VERIFY(shown.canvas()->scene()->picture.drawing.nodes.empty());
        QVERIFY2(shown.scene().emptyReason().contains("no samples"), qPrintable(shown.scene().emptyReason()));
        QVERIFY(shown.pane->exportFormats().isEmpty());
        // Keys and mouse meet nothing.
        QTest::keyClick(shown.canvas(), Qt::Key_Down);
        QTest::mouseClick(shown.canvas()->viewport(), Qt::LeftButton);
        QTest::keyClick(shown.canvas(), Qt::Key_F);
        QTest::keyClick(shown.canvas(), Qt::Key_Plus);
        QCOMPARE(shown.canvas()->current(), -1);
    }

    void exports()
    {
        Shown shown;
        QVERIFY(shown.pane->exportFormats().isEmpty());
        QVERIFY(shown.wait());
        QTemporaryDir folder;
        const QHash<QString, QByteArray> begins = {
            {"svg", "<?xml"}, {"png", "\x89PNG"}, {"pdf", "%PDF"}, {"dot", "digraph"}};
        QCOMPARE(shown.pane->exportFormats().size(), begins.size());
        for (const ExportFormat &format : shown.pane->exportFormats()) {
            const QString path = folder.filePath("graph." + format.suffix);
            const Status status = format.write(path);
            QVERIFY2(status.ok(), status ? "" : status.error().message.c_str());
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY2(bytes.startsWith(begins.value(format.suffix)), qPrintable(format.suffix));
            if (format.suffix == "png")
                QVERIFY(QImage::fromData(bytes).width() > 400);
            const Status failed = format.write(folder.filePath("no such folder/graph"));
            QVERIFY(!failed.ok());
        }
    }
};

QTEST_MAIN(TestGraphPane)
#include "tst_graphpane.moc"
