// SPDX-License-Identifier: GPL-3.0-or-later
// The flame graph pane with two profiles, driven as a user drives it.
#include "app/panes/flame/flamecomparebar.h"
#include "app/panes/flame/flamedetails.h"
#include "app/panes/flame/flamepane.h"
#include "app/style/difference.h"
#include "app/style/palette.h"
#include "app/style/scheme.h"
#include "tests/core/folded.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QHelpEvent>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSet>
#include <QSplitter>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <QXmlStreamReader>

using namespace proflens;
using Look = CompareState::Look;
using Kind = Change::Kind;

namespace {

const char *const before = "cpu/count\n"
                           "main;serve;parse 3000\n"
                           "main;serve;reply 3000\n"
                           "main;old 2000\n"
                           "main;gc 2000\n";
const char *const after = "cpu/count\n"
                          "main;serve;parse 6000\n"
                          "main;serve;reply 3000\n"
                          "main;fresh 1000\n"
                          "main;gc 1000\n";

struct Shown
{
    explicit Shown(const ProfilePtr &base, const ProfilePtr &current, Look look = Look::Difference)
    {
        pane.setPalette(style::schemePalette(style::Scheme::Light));
        change([look](CompareState &state) { state.look = look; });
        if (base)
            document.setProfiles(base, current, QStringLiteral("before.pb.gz"),
                                 QStringLiteral("after.pb.gz"));
        else
            document.setProfile(current, QStringLiteral("after.pb.gz"));
        pane.resize(1000, 500);
        pane.show();
        ready = QTest::qWaitFor([&] { return settled(); });
    }
    explicit Shown(Look look = Look::Difference)
        : Shown(foldedProfile(before), foldedProfile(after), look)
    {}
    template <typename F> void change(F &&f)
    {
        ViewState state = document.state();
        f(state.compare);
        document.setState(state);
    }
    bool settled() const
    {
        return !document.isBusy() && pane.isIdle() && view()->data() &&
               view()->data()->analysis == document.analysis() &&
               view()->data()->comparison() == document.comparison();
    }
    bool settle() const
    {
        // The document tells of a change of looks from the event loop.
        QCoreApplication::processEvents();
        return QTest::qWaitFor([&] { return settled(); });
    }
    FlameView *view() const { return pane.view(); }
    FlameView *baseView() const { return pane.baseView(); }
    const ComparedFlame &flame() const { return *view()->data()->compared; }
    FlameNode node(const QStringList &path) const
    {
        const FlameData &data = *view()->data();
        FlameNode at;
        for (const QString &wanted : path) {
            const auto frames = data.frames().find(wanted.toStdString());
            const auto child =
                frames.empty() ? std::nullopt : data.tree.child(at, StackElement(frames.front(), false));
            if (!child)
                return {UINT32_MAX, UINT32_MAX};
            at = *child;
        }
        return at;
    }
    QSet<QRgb> colors(const FlameView *in, const QRect &rect) const
    {
        const QImage image = in->viewport()->grab(rect).toImage();
        QSet<QRgb> found;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                found << image.pixel(x, y);
        }
        return found;
    }
    // Of the right end of a box, where no name is.
    QSet<QRgb> colors(const QStringList &path) const
    {
        const QRect rect = view()->rectOf(node(path));
        return colors(view(), rect.adjusted(rect.width() - 30, 0, -4, -2));
    }
    QRgb fill(Kind kind, double strength) const
    {
        return style::differenceFill(view()->palette(), {kind, false}, strength).rgb();
    }
    QRgb mark(Kind kind) const { return style::differenceMark(view()->palette(), {kind, false}).rgb(); }
    void hover(FlameView *in, const QStringList &path) const
    {
        QTest::mouseMove(in->viewport(), in->rectOf(node(path)).center());
    }
    void click(FlameView *in, const QStringList &path) const
    {
        const QRect rect = in->rectOf(node(path));
        QVERIFY2(!rect.isEmpty(), qPrintable(path.join(';') + " is not to be seen"));
        QTest::mouseClick(in->viewport(), Qt::LeftButton, {}, rect.center());
    }
    QString details() const
    {
        const auto *bar = pane.findChild<FlameDetails *>();
        return bar->name() + " | " + bar->costs();
    }
    QAction *action(const QString &text) const
    {
        for (QAction *action : pane.actions()) {
            if (QString(action->text()).remove('&') == text)
                return action;
        }
        qFatal("no action %s", qPrintable(text));
    }
    void key(Qt::Key key) { QTest::keyClick(view(), key); }
    style::DifferenceLegend *legend() const { return pane.findChild<style::DifferenceLegend *>(); }
    QStringList titles() const
    {
        QStringList texts;
        for (const FlameView *half : {baseView(), view()})
            texts << half->parentWidget()->findChild<QLabel *>()->text();
        return texts;
    }

    Document document;
    FlamePane pane{&document};
    bool ready = false;
};

} // namespace

class TestFlameCompare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneProfileIsAsItWas()
    {
        Shown s(nullptr, foldedProfile(after));
        QVERIFY(s.ready);
        QVERIFY(!s.pane.findChild<FlameCompareBar *>()->isVisible());
        QVERIFY(!s.baseView()->isVisible());
        QVERIFY(!s.action("Next Width")->isVisible() && !s.action("Next Width")->isEnabled());
        QVERIFY(!s.action("Lock Both Sides Together")->isEnabled());
        s.hover(s.view(), {"main", "serve"});
        QTRY_VERIFY2(s.details().startsWith("serve | 9000 (81.82% of all)"), qPrintable(s.details()));
        QCOMPARE(s.pane.exportFormats().first().name, QString("Flame graph as SVG"));
    }
    void differenceTellsBothSides()
    {
        Shown s;
        QVERIFY(s.ready);
        QVERIFY(s.pane.findChild<FlameCompareBar *>()->isVisible());
        QVERIFY(!s.baseView()->isVisible());
        s.hover(s.view(), {"main", "serve", "parse"});
        QTRY_COMPARE(s.details(), QString("parse | base 3000  ·  current 6000  ·  Δ +3000 (+30.00% of the "
                                          "base)  ·  ×2.00  ·  grew  ·  self 3000 → 6000 (+3000)"));
        s.hover(s.view(), {"main", "old"});
        QTRY_COMPARE(s.details(), QString("old | base 2000  ·  current 0  ·  Δ -2000 (-20.00% of the base)  "
                                          "·  gone  ·  self 2000 → 0 (-2000)"));
        s.hover(s.view(), {"main", "serve", "reply"});
        QTRY_COMPARE(s.details(), QString("reply | base 3000  ·  current 3000  ·  Δ 0 (0% of the base)  ·  "
                                          "×1.00  ·  unchanged  ·  self 3000 → 3000 (0)"));
        // The same in a tool tip.
        const QPoint at = s.view()->rectOf(s.node({"main", "fresh"})).center();
        QHelpEvent help(QEvent::ToolTip, at, s.view()->viewport()->mapToGlobal(at));
        QApplication::sendEvent(s.view()->viewport(), &help);
        QVERIFY2(QToolTip::text().contains("fresh") && QToolTip::text().contains("new"),
                 qPrintable(QToolTip::text()));
        QToolTip::hideText();
    }
    void coloursPatternsAndGrey()
    {
        for (const style::Scheme scheme : {style::Scheme::Light, style::Scheme::Dark}) {
            Shown s;
            QVERIFY(s.ready);
            s.pane.setPalette(style::schemePalette(scheme));
            QTest::mouseMove(s.pane.findChild<FlameDetails *>(), {5, 5});
            // The largest difference is that of parse and of what calls it.
            QCOMPARE(s.colors({"main", "serve", "parse"}), QSet<QRgb>{s.fill(Kind::Grew, 1)});
            QCOMPARE(s.colors({"main", "serve", "reply"}), QSet<QRgb>{s.fill(Kind::Same, 0)});
            QCOMPARE(s.colors({"main", "gc"}), QSet<QRgb>{s.fill(Kind::Shrank, std::sqrt(1000.0 / 3000))});
            const QSet<QRgb> fresh{s.fill(Kind::New, std::sqrt(1000.0 / 3000)), s.mark(Kind::New)};
            QCOMPARE(s.colors({"main", "fresh"}), fresh);
            const QSet<QRgb> old{s.fill(Kind::Gone, std::sqrt(2000.0 / 3000)), s.mark(Kind::Gone)};
            QCOMPARE(s.colors({"main", "old"}), old);
        }
    }
    void widthsColoursAndLegend()
    {
        Shown s;
        QVERIFY(s.ready);
        auto *combo = s.pane.findChild<QComboBox *>();
        QCOMPARE(combo->currentText(), QString("Larger of both"));
        QCOMPARE(s.view()->data()->tree.width(), 14000);
        QCOMPARE(s.legend()->scale().most, QString("+3000"));
        s.click(s.view(), {"main", "serve"});
        const double share = s.view()->windowEnd() - s.view()->windowBegin();
        QCOMPARE(share, 9000.0);
        combo->setFocus();
        QTest::keyClick(combo, Qt::Key_Down);
        QVERIFY(s.settle());
        QTRY_COMPARE(s.view()->data()->tree.width(), 11000);
        QVERIFY2(s.document.state().compare.width == ComparedWidth::Current, "the state does not know");
        QCOMPARE(s.view()->zoomed(), s.node({"main", "serve"})); // the zoom stays
        for (const int64_t width : {10000, 7000, 14000}) {
            s.key(Qt::Key_W);
            QVERIFY(s.settle());
            QTRY_COMPARE(s.view()->data()->tree.width(), width);
            QCOMPARE(combo->currentIndex(), int(s.document.state().compare.width));
        }
        s.key(Qt::Key_0);
        // By the frame alone, serve stayed what it was.
        s.hover(s.view(), {"main", "gc"});
        QVERIFY(!s.colors({"main", "serve"}).contains(s.fill(Kind::Same, 0)));
        s.key(Qt::Key_A);
        QVERIFY(s.settle());
        QTRY_VERIFY(s.document.state().compare.colorSelf);
        QTRY_VERIFY(s.colors({"main", "serve"}).contains(s.fill(Kind::Same, 0)));
        s.key(Qt::Key_R);
        QVERIFY(s.settle());
        QTRY_COMPARE(s.legend()->scale().most, QString("×8"));
        QTRY_COMPARE(s.colors({"main", "serve", "parse"}),
                     QSet<QRgb>{s.fill(Kind::Grew, std::sqrt(1.0 / 3))});
    }
    void sideBySideIsOneScale()
    {
        Shown s(Look::SideBySide);
        QVERIFY(s.ready);
        QVERIFY(s.baseView()->isVisible() && s.view()->isVisible());
        QVERIFY(s.legend()->isVisible() && !s.legend()->scale().range);
        QCOMPARE(s.titles(), QStringList({"Base: before.pb.gz  ·  10000", "Current: after.pb.gz  ·  11000"}));
        // What only one side has has its place in both.
        for (const QStringList &path : {QStringList{"main", "old"}, QStringList{"main", "fresh"}}) {
            const QRect base = s.baseView()->rectOf(s.node(path)), current = s.view()->rectOf(s.node(path));
            QVERIFY2(base.width() > 20 && base.left() == current.left() && base.width() == current.width(),
                     qPrintable(path.join(';')));
        }
        const auto has = [&](const FlameView *in, const QStringList &path, Kind kind) {
            const QRect rect = in->rectOf(s.node(path));
            return s.colors(in, rect.adjusted(rect.width() - 30, 0, -4, -2)).contains(s.mark(kind));
        };
        QVERIFY(has(s.view(), {"main", "old"}, Kind::Gone));
        QVERIFY(!has(s.baseView(), {"main", "old"}, Kind::Gone));
        QVERIFY(has(s.baseView(), {"main", "fresh"}, Kind::New));
        QVERIFY(!has(s.view(), {"main", "fresh"}, Kind::New));
        // The base has half of parse: the left half is filled.
        const QRect parse = s.baseView()->rectOf(s.node({"main", "serve", "parse"}));
        const QImage row = s.baseView()->viewport()->grab(parse).toImage();
        const int y = row.height() - 3;
        QVERIFY(row.pixel(parse.width() / 2 - 8, y) != row.pixel(parse.width() / 2 + 8, y));
        QCOMPARE(row.pixel(parse.width() / 2 - 8, y), row.pixel(8, y));
        QCOMPARE(row.pixel(parse.width() / 2 + 8, y), row.pixel(parse.width() - 8, y));
    }
    void halvesAreLinkedUntilLetGo()
    {
        Shown s(Look::SideBySide);
        QVERIFY(s.ready);
        const auto same = [&] {
            return s.view()->windowBegin() == s.baseView()->windowBegin() &&
                   s.view()->windowEnd() == s.baseView()->windowEnd() &&
                   s.view()->zoomed() == s.baseView()->zoomed() &&
                   s.view()->current() == s.baseView()->current();
        };
        s.click(s.baseView(), {"main", "serve"});
        QCOMPARE(s.view()->zoomed(), s.node({"main", "serve"}));
        QVERIFY(same());
        QCOMPARE(s.document.state().active, QString("serve"));
        s.view()->setFocus();
        s.key(Qt::Key_Down);
        QCOMPARE(s.baseView()->current(), std::optional(s.node({"main", "serve", "parse"})));
        s.key(Qt::Key_Plus);
        QVERIFY(same());
        s.key(Qt::Key_Escape);
        QVERIFY(same());
        // The other half frames what is under the cursor.
        QTest::mouseMove(s.view()->viewport(), {5, s.view()->height() - 5});
        const QRect rect = s.view()->rectOf(s.node({"main", "gc"}));
        const QImage plain = s.view()->viewport()->grab(rect).toImage();
        s.hover(s.baseView(), {"main", "gc"});
        QTRY_COMPARE(s.document.hovered(), QString("gc"));
        QTRY_VERIFY2(s.details().startsWith("gc | base 2000"), qPrintable(s.details()));
        const QRgb ink = s.view()->palette().color(QPalette::Text).rgb();
        QVERIFY(s.view()->viewport()->grab(rect).toImage().pixel(rect.width() / 2, 0) == ink);
        QVERIFY(plain.pixel(rect.width() / 2, 0) != ink);

        s.key(Qt::Key_L);
        QVERIFY(s.settle());
        QTRY_VERIFY(!s.action("Lock Both Sides Together")->isChecked());
        s.click(s.baseView(), {"main", "serve"});
        QVERIFY(!same());
        QCOMPARE(s.view()->zoomed(), FlameNode());
        // The path is that of the half that was used last.
        s.action("Zoom Out")->trigger();
        QCOMPARE(s.baseView()->zoomed(), s.node({"main"}));
        s.action("Lock Both Sides Together")->trigger();
        QVERIFY(s.settle());
        QTRY_VERIFY(same());
        QCOMPARE(s.view()->zoomed(), s.node({"main"}));
    }
    void halvesScrollTogetherAndTurn()
    {
        std::string deep = "cpu/count\nf";
        for (int i = 0; i < 300; ++i)
            deep += ";f";
        Shown s(foldedProfile(deep + " 5\n"), foldedProfile(deep + " 7\n"), Look::SideBySide);
        QVERIFY(s.ready);
        const auto isBeside = [&] {
            QCoreApplication::processEvents();
            const QPoint base = s.baseView()->mapToGlobal(QPoint()),
                         current = s.view()->mapToGlobal(QPoint());
            return base.y() == current.y() && base.x() < current.x();
        };
        const auto isAbove = [&] {
            QCoreApplication::processEvents();
            const QPoint base = s.baseView()->mapToGlobal(QPoint()),
                         current = s.view()->mapToGlobal(QPoint());
            return base.x() == current.x() && base.y() < current.y();
        };
        QVERIFY2(isBeside(), "a low pane has no room for two halves above one another");
        s.pane.resize(1000, 900);
        QTRY_VERIFY(isAbove());
        QVERIFY(s.view()->verticalScrollBar()->maximum() > 100);
        s.baseView()->verticalScrollBar()->setValue(77);
        s.view()->layoutNow();
        QCOMPARE(s.view()->verticalScrollBar()->value(), 77);
        s.key(Qt::Key_T);
        QVERIFY(isBeside());
        s.pane.resize(1000, 950);
        QVERIFY2(isBeside(), "what was chosen stays");
    }
    void searchSharesOfBothSides()
    {
        for (const Look look : {Look::Difference, Look::SideBySide}) {
            Shown s(look);
            QVERIFY(s.ready);
            QVERIFY(s.pane.startSearch());
            auto *line = s.pane.findChild<QLineEdit *>();
            QTest::keyClicks(line, "serve|parse|old");
            const auto result = [&] {
                for (const QLabel *label : line->parentWidget()->findChildren<QLabel *>()) {
                    if (!label->text().isEmpty())
                        return label->text();
                }
                return QString();
            };
            QTRY_COMPARE(result(), QString("3 frame(s) match: 80.00% of base, 81.82% of current"));
            QTest::keyClick(line, Qt::Key_Return);
            QCOMPARE(s.view()->current(), std::optional(s.node({"main", "old"})));
            if (look == Look::SideBySide)
                QCOMPARE(s.baseView()->current(), s.view()->current());
        }
    }
    void fromCallersAndFlipped()
    {
        for (const Look look : {Look::Difference, Look::SideBySide}) {
            Shown s(look);
            QVERIFY(s.ready);
            s.action("From Callers")->trigger();
            QTRY_VERIFY(s.settled() && s.view()->data()->inverted);
            QCOMPARE(s.flame().total(s.node({"parse", "serve"})), (BothValues{3000, 6000}));
            QVERIFY(!s.action("Colour Frames Alone")->isEnabled());
            for (FlameView *view : {s.view(), s.baseView()}) {
                if (!view->isVisible())
                    continue;
                const QRect above = view->rectOf(s.node({"parse"}));
                s.action("Root at the Bottom")->trigger();
                const QRect below = view->rectOf(s.node({"parse"}));
                QVERIFY(below.top() > above.top());
                QCOMPARE(view->spotAt(below.center())->node, s.node({"parse"}));
                s.action("Root at the Bottom")->trigger();
            }
        }
    }
    void identicalAndEmpty()
    {
        const ProfilePtr profile = foldedProfile(before), empty = foldedProfile("cpu/count\n");
        Shown same(profile, profile);
        QVERIFY(same.ready);
        for (const QStringList &path : {QStringList{"main"}, {"main", "serve"}, {"main", "serve", "parse"}})
            QCOMPARE(same.colors(path), QSet<QRgb>{same.fill(Kind::Same, 0)});
        same.change([](CompareState &state) { state.width = ComparedWidth::Difference; });
        QVERIFY(same.settle());
        QTRY_VERIFY(same.view()->data()->tree.isEmpty());
        same.pane.grab();

        Shown fresh(empty, profile);
        QVERIFY(fresh.ready);
        QVERIFY(fresh.colors({"main", "old"}).contains(fresh.mark(Kind::New)));
        fresh.hover(fresh.view(), {"main"});
        QTRY_VERIFY2(fresh.details().contains("new"), qPrintable(fresh.details()));
        QVERIFY2(!fresh.details().contains("%"), qPrintable(fresh.details()));
        for (const Look look : {Look::SideBySide, Look::Difference}) {
            fresh.change([look](CompareState &state) {
                state.look = look;
                state.width = ComparedWidth::Base;
            });
            QVERIFY(fresh.settle());
            for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Plus, Qt::Key_Return, Qt::Key_Backspace})
                fresh.key(key);
            fresh.pane.grab();
        }
        QTRY_VERIFY(fresh.view()->data()->tree.isEmpty());
    }
    void oneSideAloneAgain()
    {
        Shown s(Look::SideBySide);
        QVERIFY(s.ready);
        s.document.keepOnly(Document::Side::Base);
        QTRY_VERIFY(!s.document.isComparison() && s.settled());
        QVERIFY(!s.view()->data()->compared);
        QVERIFY(!s.baseView()->isVisible() && !s.pane.findChild<FlameCompareBar *>()->isVisible());
        QVERIFY(!s.baseView()->data());
        QVERIFY(!s.view()->side());
    }
    void exportsTheDifference()
    {
        Shown s;
        QVERIFY(s.ready);
        QTemporaryDir folder;
        for (const ExportFormat &format : s.pane.exportFormats()) {
            const QString path = folder.filePath("flame." + format.suffix);
            QVERIFY2(format.write(path).ok(), qPrintable(format.name));
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            if (format.suffix == "svg") {
                QXmlStreamReader xml(bytes);
                while (!xml.atEnd())
                    xml.readNext();
                QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
                QVERIFY(bytes.contains("id=\"legend\""));
                QVERIFY(bytes.contains("Base: before.pb.gz. Current: after.pb.gz."));
                QVERIFY(bytes.contains("gone: old"));
            } else if (format.suffix == "pdf") {
                QVERIFY(bytes.startsWith("%PDF"));
            } else {
                QCOMPARE(QImage::fromData(bytes, "PNG").width(), 2400);
            }
        }
    }
};

QTEST_MAIN(TestFlameCompare)
#include "tst_flamecompare.moc"
