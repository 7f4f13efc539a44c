// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/graph/graphscene.h"
#include "app/panes/pane.h"

#include <QThreadPool>

class QAction;
class QLabel;
class QTimer;

namespace proflens {

class ElidedLabel;
class GraphCanvas;
class GraphHalves;
class GraphTools;

namespace style {
class DifferenceLegend;
}

// pprof's call graph, of one profile, or of two in one picture or side by side. Laid out by
// Graphviz on a worker thread. Until the new picture is there the old one stays, dimmed, with a way to
// cancel.
class GraphPane : public Pane
{
    Q_OBJECT

public:
    explicit GraphPane(Document *document, QWidget *parent = nullptr);
    ~GraphPane() override;

    QString id() const override { return QStringLiteral("graph"); }
    QString title() const override { return tr("Call graph"); }
    QList<ExportFormat> exportFormats() override;
    QList<KeyHelp> keyHelp() const override;
    bool isIdle() const override;
    QString cursorFunction() const override;

    // Of the document's state.
    const GraphChoice &choice() const { return document()->state().graph; }
    void setChoice(const GraphChoice &choice);
    // How long and with what layouts are made. For tests.
    const LayoutOptions &layoutOptions() const { return m_layoutOptions; }
    void setLayoutOptions(const LayoutOptions &options) { m_layoutOptions = options; }
    // Of the profile, of both sides in one, or of the current side.
    GraphCanvas *canvas() const { return m_canvas; }
    // Of the base, side by side.
    GraphCanvas *baseCanvas() const;
    // The word about a simpler layout, a cancelled one, or a function that the graph does not show.
    QString note() const;

public Q_SLOTS:
    // Stops laying out; the old picture stays.
    void cancel();

protected:
    void showAnalysis() override;
    void showActive() override;
    void showBusy(bool busy) override;
    void showEvent(QShowEvent *event) override;

private:
    // Whoever waits in front of a picture waits for five seconds at most, with what is computed before and after.
    static LayoutOptions quickLayout();
    void showChoice();
    void makeToolBar();
    void makeActions();
    GraphSubject subject() const;
    void startLayout();
    void finishLayout(const GraphScenes &scenes);
    void showLegend();
    void showState();
    void showBar(int node, int edge);
    // What the line below tells about a node or an edge.
    QString costsOf(int node) const;
    void activate(int node);
    void openSource(int node);
    void showMenu(int node, const QPoint &position);
    Status save(const QString &path, const QString &suffix) const;

    GraphChoice m_choice; // of the last layout
    LayoutOptions m_layoutOptions = quickLayout();
    QThreadPool
        m_pool; // one's own: a layout may wait for its helper for seconds, and others need the shared threads
    std::stop_source m_stop;
    bool m_laying = false, m_cancelled = false, m_analysisBusy = false;

    GraphScenes m_scenes;
    GraphTools *m_tools;
    QAction *m_zoomIn, *m_zoomOut, *m_actualSize, *m_fit, *m_cancel, *m_layOut, *m_linked, *m_callTree,
        *m_trim;
    QLabel *m_note;
    GraphHalves *m_halves;
    GraphCanvas *m_canvas; // the main one of the halves
    QWidget *m_legendRow;
    style::DifferenceLegend *m_legend;
    ElidedLabel *m_unchanged; // in place of a legend where nothing changed
    ElidedLabel *m_name;
    QLabel *m_costs;
    QTimer *m_dim;     // a quick layout need not flicker
    QTimer *m_keyRest; // until the keyboard rests on a node
};

} // namespace proflens
