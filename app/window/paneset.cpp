// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/paneset.h"

#include "app/panes/callers/callerspane.h"
#include "app/panes/info/infopane.h"
#include "app/panes/pane.h"
#include "app/panes/top/toppane.h"

#if __has_include("app/panes/flame/flamepane.h")
#include "app/panes/flame/flamepane.h"
#define PROFLENS_HAS_FLAME
#endif
#if __has_include("app/panes/graph/graphpane.h")
#include "app/panes/graph/graphpane.h"
#define PROFLENS_HAS_GRAPH
#endif
#if __has_include("app/panes/source/sourcepane.h")
#include "app/panes/source/sourcepane.h"
#define PROFLENS_HAS_SOURCE
#endif

#include <QCoreApplication>

namespace proflens {

QList<PaneKind> paneKinds()
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("PaneSet", text); };
    return {
        {QStringLiteral("flame"), tr("Flame graph")},
        {QStringLiteral("top"), tr("Top")},
        {QStringLiteral("graph"), tr("Call graph")},
        {QStringLiteral("source"), tr("Source")},
        {QStringLiteral("callers"), tr("Callers and callees")},
        {QStringLiteral("info"), tr("Info")},
    };
}

QList<Pane *> makePanes(Document *document, QWidget *parent)
{
    QList<Pane *> panes;
#ifdef PROFLENS_HAS_FLAME
    panes << new FlamePane(document, parent);
#endif
#ifdef PROFLENS_HAS_GRAPH
    panes << new GraphPane(document, parent);
#endif
#ifdef PROFLENS_HAS_SOURCE
    panes << new SourcePane(document, parent);
#endif
    panes << new TopPane(document, parent);
    panes << new CallersPane(document, parent);
    panes << new InfoPane(document, parent);
    return panes;
}

} // namespace proflens
