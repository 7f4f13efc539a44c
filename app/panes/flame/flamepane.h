// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/flame/flamedata.h"
#include "app/panes/flame/flameview.h"
#include "app/panes/pane.h"
#include "core/layout/flamesearch.h"

#include <memory>
#include <optional>
#include <stop_token>

class QAction;

namespace proflens {

class FlameCompareBar;
class FlameCrumbs;
class FlameDetails;
class FlameHalves;
class SearchLine;

// The flame graph of a document, with its search line, path and details. QWidget::actions() has all that can
// be done here, for menus.
class FlamePane : public Pane
{
    Q_OBJECT

public:
    explicit FlamePane(Document *document, QWidget *parent = nullptr);
    ~FlamePane() override;

    QString id() const override { return QStringLiteral("flame"); }
    QString title() const override { return tr("Flame Graph"); }
    void useSettings(QSettings *settings) override;
    QList<ExportFormat> exportFormats() override;
    QList<KeyHelp> keyHelp() const override;
    bool startSearch() override;
    bool isIdle() const override;
    QString cursorFunction() const override;

    // What shows all; of two halves the current side.
    FlameView *view() const { return m_view; }
    // The other half; hidden while there is none.
    FlameView *baseView() const;

protected:
    void showAnalysis() override;
    void showActive() override;
    void showBusy(bool busy) override;
    void updateActions() override;

    void resizeEvent(QResizeEvent *event) override;

private:
    static constexpr char besideKey[] = "flame/sidesBeside";

    void fitHeight();
    std::optional<bool> m_beside; // what was chosen; empty: as the height suggests
    // What is shown, as a picture; of two halves the difference.
    std::string svg() const;
    void makeActions();
    void makeZoomActions();
    void makeCursorActions();
    QAction *addTipped(const QString &text, const QString &tip, const QKeySequence &key);
    void copyPath(FlameNode node);
    void copyCosts(FlameNode node);
    QWidget *makeTopRow();
    void connectView(FlameView *view);
    // The view that the keyboard or the mouse was in last.
    FlameView *front() const;
    void build();
    void take(const FlameDataPtr &data);
    void showLook();
    void search();
    void showSearch();
    void goToHit(bool forward);
    void showZoom();
    void showDetails();
    void showMenu(const FlameSpot &spot, QPoint globalPosition);

    QAction *m_fromCallers = nullptr, *m_flip = nullptr, *m_zoomOut = nullptr, *m_zoomWhole = nullptr;
    QAction *m_zoomHere = nullptr, *m_zoomIn = nullptr, *m_zoomBack = nullptr;
    QAction *m_copyPath = nullptr, *m_copyCosts = nullptr;
    QAction *m_nextHit = nullptr, *m_previousHit = nullptr;
    SearchLine *m_searchLine = nullptr;
    FlameCrumbs *m_crumbs = nullptr;
    FlameCompareBar *m_compareBar = nullptr;
    FlameHalves *m_halves = nullptr;
    FlameView *m_view = nullptr;
    FlameDetails *m_details = nullptr;
    QSettings *m_settings = nullptr;

    std::shared_ptr<const FlameSearch> m_search;
    ComparedShares m_shares; // of a comparison, what the search covers
    QTimer *m_dim = nullptr; // what is quick is not worth a flicker
    bool m_building = false, m_searching = false;
    std::stop_source m_searchStop;
    int m_buildNumber = 0;
};

} // namespace proflens
