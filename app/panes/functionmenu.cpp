// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/functionmenu.h"

#include "app/session/document.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMenu>

namespace proflens {

void addFunctionActions(QMenu *menu, Document *document, const QString &function)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("FunctionMenu", text); };
    menu->addAction(tr("Make &active"), document, [=] { document->setActive(function); });
    menu->addAction(tr("Open &source"), document, [=] {
        document->setActive(function);
        document->showPane(QStringLiteral("source"));
    });
    menu->addAction(tr("Show &callers and callees"), document, [=] {
        document->setActive(function);
        document->showPane(QStringLiteral("callers"));
    });
    menu->addSeparator();
    const auto filter = [&](const QString &text, FilterKind kind) {
        menu->addAction(text, document, [=] { document->addFilterFor(kind, function); });
    };
    filter(tr("&Focus: only samples with it"), FilterKind::Focus);
    filter(tr("&Ignore: no samples with it"), FilterKind::Ignore);
    filter(tr("&Hide: charge it to its callers"), FilterKind::Hide);
    filter(tr("Show &only this"), FilterKind::Show);
    filter(tr("Show f&rom here: cut what calls it"), FilterKind::ShowFrom);
    filter(tr("&Prune from here: cut what it calls"), FilterKind::PruneFrom);
    menu->addSeparator();
    menu->addAction(tr("Copy &name"), menu, [=] { QGuiApplication::clipboard()->setText(function); });
}

} // namespace proflens
