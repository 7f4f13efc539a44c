// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/paneset.h"

#include "app/panes/callers/callerspane.h"
#include "app/panes/console/consolepane.h"
#include "app/panes/flame/flamepane.h"
#include "app/panes/graph/graphpane.h"
#include "app/panes/info/infopane.h"
#include "app/panes/labels/labelspane.h"
#include "app/panes/pane.h"
#include "app/panes/source/sourcepane.h"
#include "app/panes/summary/summarypane.h"
#include "app/panes/top/toppane.h"
#include "app/panes/traces/tracespane.h"

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
        {QStringLiteral("traces"), tr("Traces")},
        {QStringLiteral("labels"), tr("Labels")},
        {QStringLiteral("info"), tr("Info")},
        {QStringLiteral("summary"), tr("Summary"), true},
        {QStringLiteral("console"), tr("Console"), false, tr("Ctrl+`")},
    };
}

QList<Pane *> makePanes(Document *document, QWidget *parent)
{
    return {
        new FlamePane(document, parent),   new TopPane(document, parent),     new GraphPane(document, parent),
        new SourcePane(document, parent),  new CallersPane(document, parent), new TracesPane(document, parent),
        new LabelsPane(document, parent),  new InfoPane(document, parent),    new SummaryPane(document, parent),
        new ConsolePane(document, parent),
    };
}

} // namespace proflens
