// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/graph/graphcanvas.h"
#include "app/panes/graph/graphpane.h"
#include "app/style/difference.h"
#include "core/format/read.h"
#include "core/profile/builder.h"

#include <QFile>
#include <QImage>
#include <QLabel>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

namespace {

ProfilePtr sample(const QString &name)
{
    const QString path = QStringLiteral(PROFLENS_SOURCE_DIR "/resources/samples/") + name;
    const auto profile = readProfile(path.toStdString());
    return profile ? *profile : nullptr;
}

// Two samples of ours, and the pane that compares them.
struct Shown
{
    Document document;
    std::unique_ptr<GraphPane> pane;

    explicit Shown(const QString &base = QStringLiteral("heap-1.pb.gz"),
                   const QString &current = QStringLiteral("heap-2.pb.gz"))
        : pane(std::make_unique<GraphPane>(&document))
    {
        document.setProfiles(sample(base), sample(current), base, current);
        pane->resize(1200, 700);
        pane->show();
    }
    GraphCanvas *canvas() const { return pane->canvas(); }
    GraphCanvas *base() const { return pane->baseCanvas(); }
    bool wait() const
    {
        return QTest::qWaitFor([this] { return canvas()->scene() && pane->isIdle() && !document.isBusy(); },
                               60000);
    }
    void setCompare(const std::function<void(CompareState &)> &change)
    {
        ViewState state = document.state();
        change(state.compare);
        document.setState(state);
        QTest::qWait(0); // told from the event loop
    }
    bool lookSideBySide()
    {
        setCompare([](CompareState &state) { state.look = CompareState::Look::SideBySide; });
        return QTest::qWaitFor([this] { return base()->scene() && pane->isIdle() && !document.isBusy(); },
                               60000);
    }
};

bool sameView(const GraphCanvas &a, const GraphCanvas &b)
{
    return a.zoom() == b.zoom() && (a.nodeRect(0).topLeft() - b.nodeRect(0).topLeft()).manhattanLength() < 3;
}

QString hasNot(const QByteArray &bytes, const QByteArray &text)
{
    return bytes.contains(text) ? QString() : QString::fromUtf8(text + " is missing");
}

} // namespace

class TestComparedGraphPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneSceneShowsBothSides()
    {
        Shown shown;
        QVERIFY(shown.wait());
        const GraphScene &scene = *shown.canvas()->scene();
        QVERIFY(scene.compared);
        QVERIFY(scene.picture.drawing.nodes.size() > 10);
        QVERIFY(!shown.base()->isVisible());
        for (const auto &node : scene.picture.drawing.nodes) {
            QVERIFY2(node.difference.has_value(), node.name.c_str());
            QVERIFY2(node.costs.find(" → ") != std::string::npos, node.costs.c_str());
            if (!node.isTag)
                QCOMPARE(scene.compared->cum(node.call),
                         shown.document.comparison()->cum(scene.calls().nodes[node.call].frame));
        }
        auto *legend = shown.pane->findChild<style::DifferenceLegend *>();
        QVERIFY(legend && legend->isVisible());
        QCOMPARE(legend->scale().most, scene.most());
        QVERIFY2(legend->scale().most.startsWith('+'), qPrintable(legend->scale().most));
        QVERIFY(!shown.canvas()->grab().isNull());
    }

    void coloursFollowTheState()
    {
        Shown shown;
        QVERIFY(shown.wait());
        const GraphScenePtr before = shown.canvas()->scene();
        shown.setCompare([](CompareState &state) { state.colorSelf = true; });
        QTRY_VERIFY(shown.pane->isIdle() && shown.canvas()->scene() != before);
        QVERIFY(shown.canvas()->scene()->subject.colorSelf);
        shown.setCompare([](CompareState &state) { state.hideNoise = true; });
        QTRY_VERIFY(shown.pane->isIdle() && shown.canvas()->scene()->subject.hideNoise);
        const GraphScene &scene = *shown.canvas()->scene();
        for (const auto &node : scene.picture.drawing.nodes)
            QVERIFY2(node.isTag || scene.compared->cumChanges[node.call].isWorthColor() ||
                         scene.compared->flatChanges[node.call].isWorthColor(),
                     node.name.c_str());
        // What makes no other picture lays nothing out.
        const GraphScenePtr same = shown.canvas()->scene();
        shown.setCompare([](CompareState &state) { state.width = ComparedWidth::Base; });
        QVERIFY(shown.pane->isIdle());
        QCOMPARE(shown.canvas()->scene(), same);
    }

    void sidesShareTheirLayout()
    {
        Shown shown;
        QVERIFY(shown.lookSideBySide());
        QVERIFY(shown.base()->isVisible());
        const GraphScene &base = *shown.base()->scene(), &current = *shown.canvas()->scene();
        QCOMPARE(base.picture.layout.nodes, current.picture.layout.nodes);
        QCOMPARE(base.analysis, shown.document.comparison()->base());
        QVERIFY(shown.base()->mapToGlobal(QPoint()).x() < shown.canvas()->mapToGlobal(QPoint()).x());
        QVERIFY(std::abs(shown.base()->width() - shown.canvas()->width()) <= 2);
        QVERIFY(!shown.pane->findChild<style::DifferenceLegend *>()->isVisible());
        int missing = 0;
        for (const auto &node : base.picture.drawing.nodes)
            missing += node.missing;
        QVERIFY2(missing > 0, "the base has all that the current side has");
        QVERIFY(!shown.base()->grab().isNull());
        // And back to one picture.
        shown.setCompare([](CompareState &state) { state.look = CompareState::Look::Difference; });
        QTRY_VERIFY(shown.pane->isIdle() && !shown.base()->isVisible());
        QVERIFY(!shown.base()->scene());
    }

    void linkedSidesMoveAsOne()
    {
        Shown shown;
        QVERIFY(shown.lookSideBySide());
        QVERIFY(sameView(*shown.base(), *shown.canvas()));
        shown.canvas()->zoomIn();
        shown.canvas()->zoomIn();
        QVERIFY(sameView(*shown.base(), *shown.canvas()));
        shown.base()->zoomIn();
        QVERIFY(sameView(*shown.base(), *shown.canvas()));
        auto *bar = shown.base()->horizontalScrollBar();
        QVERIFY(bar->maximum() > 0);
        bar->setValue(bar->value() / 2 + 10);
        QVERIFY(sameView(*shown.base(), *shown.canvas()));
        shown.base()->zoomToFit();
        QVERIFY(sameView(*shown.base(), *shown.canvas()));
        shown.pane->resize(900, 500);
        QTest::qWait(0);
        QVERIFY(sameView(*shown.base(), *shown.canvas()));
    }

    void selectionIsLinked()
    {
        Shown shown;
        QVERIFY(shown.lookSideBySide());
        shown.base()->zoomToFit();
        const int node =
            shown.canvas()->scene()->heaviestCallee(0) >= 0 ? shown.canvas()->scene()->heaviestCallee(0) : 1;
        const QPoint place = shown.base()->nodeRect(node).center().toPoint();
        QTest::mouseMove(shown.base()->viewport(), place);
        QTest::mouseClick(shown.base()->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(shown.base()->current(), node);
        QCOMPARE(shown.canvas()->current(), node);
        QCOMPARE(shown.document.state().active, shown.canvas()->scene()->functionOf(size_t(node)));
        // The line below tells both.
        bool told = false;
        for (const QLabel *label : shown.pane->findChildren<QLabel *>())
            told = told || (label->text().contains("base: ") && label->text().contains("current: "));
        QVERIFY(told);
    }

    void lettingGo()
    {
        Shown shown;
        QVERIFY(shown.lookSideBySide());
        shown.canvas()->zoomToFit();
        const GraphScenePtr before = shown.canvas()->scene();
        shown.canvas()->setFocus();
        QTest::keyClick(shown.canvas(), Qt::Key_L);
        QTRY_VERIFY(!shown.document.state().compare.linked);
        QTest::qWait(0);
        QCOMPARE(shown.canvas()->scene(), before); // no other layout
        const double zoom = shown.base()->zoom();
        shown.canvas()->zoomIn();
        QCOMPARE(shown.base()->zoom(), zoom);
        QVERIFY(shown.canvas()->zoom() != zoom);
        // Linked again, the other one comes along.
        QTest::keyClick(shown.canvas(), Qt::Key_L);
        QTRY_VERIFY(shown.document.state().compare.linked);
        QTest::qWait(0);
        QVERIFY(sameView(*shown.base(), *shown.canvas()));
    }

    void exportsBothLooks()
    {
        Shown shown;
        QVERIFY(shown.wait());
        QTemporaryDir folder;
        const auto save = [&](const QString &suffix) {
            for (const ExportFormat &format : shown.pane->exportFormats()) {
                const QString path = folder.filePath("graph." + suffix);
                if (format.suffix != suffix || !format.write(path).ok())
                    continue;
                QFile file(path);
                return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            }
            return QByteArray();
        };
        const QByteArray svg = save("svg");
        for (const char *text :
             {"Base: heap-1.pb.gz", "Current: heap-2.pb.gz", "Total: ", "Δ of cum:", " → "})
            QVERIFY2(svg.contains(text), qPrintable(hasNot(svg, text)));
        QVERIFY(save("dot").startsWith("digraph \"heap-2.pb.gz − heap-1.pb.gz\""));
        QVERIFY(save("pdf").startsWith("%PDF"));
        const QImage one = QImage::fromData(save("png"));
        QVERIFY(one.width() > 400);
        QVERIFY(shown.lookSideBySide());
        const QByteArray both = save("svg");
        for (const char *text : {"Left: base, heap-1.pb.gz", "Right: current, heap-2.pb.gz"})
            QVERIFY2(both.contains(text), qPrintable(hasNot(both, text)));
        QVERIFY(save("dot").contains("current-node1"));
    }

    void withoutABaseAllIsAsBefore()
    {
        Shown shown;
        QVERIFY(shown.lookSideBySide());
        shown.document.setProfile(sample("cpu-1.pb.gz"), "cpu-1.pb.gz");
        QTRY_VERIFY(shown.pane->isIdle() && !shown.document.isBusy() && !shown.canvas()->scene()->compared);
        QVERIFY(!shown.base()->isVisible());
        QVERIFY(!shown.pane->findChild<style::DifferenceLegend *>()->isVisible());
        for (const auto &node : shown.canvas()->scene()->picture.drawing.nodes)
            QVERIFY(!node.difference && !node.missing);
    }

    void identicalProfilesSayNothingChanged()
    {
        Shown shown("cpu-1.pb.gz", "cpu-1.pb.gz");
        QVERIFY(shown.wait());
        QCOMPARE(shown.canvas()->scene()->most(), QString());
        shown.setCompare([](CompareState &state) { state.hideNoise = true; });
        QTRY_VERIFY(shown.pane->isIdle() && shown.canvas()->scene()->picture.drawing.nodes.empty());
        QVERIFY2(shown.canvas()->scene()->emptyReason().contains("Nothing changed"),
                 qPrintable(shown.canvas()->scene()->emptyReason()));
    }

    void againstAnEmptyProfile()
    {
        Shown shown;
        ProfileBuilder builder;
        builder.addSampleType("inuse_space", "bytes");
        shown.document.setProfiles(builder.finish(), sample("heap-2.pb.gz"), "empty", "heap-2.pb.gz");
        QVERIFY(shown.lookSideBySide());
        for (const auto &node : shown.base()->scene()->picture.drawing.nodes)
            QVERIFY2(node.missing, node.name.c_str());
        QVERIFY(!shown.base()->grab().isNull());
    }
};

QTEST_MAIN(TestComparedGraphPane)
#include "tst_comparedgraphpane.moc"
