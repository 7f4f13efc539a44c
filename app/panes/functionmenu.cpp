// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/functionmenu.h"

#include "app/session/document.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMenu>

namespace proflens {

QList<QAction *> makeFunctionActions(QObject *parent, Document *document,
                                     const std::function<QString()> &function)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("FunctionMenu", text); };
    QList<QAction *> actions;
    const auto add = [&](const QString &text, const QString &keys, const auto &act) {
        auto *action = new QAction(text, parent);
        action->setShortcut(QKeySequence(keys));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        QObject::connect(action, &QAction::triggered, document, [=] {
            if (const QString name = function(); !name.isEmpty())
                act(name);
        });
        actions << action;
    };
    const auto separate = [&] {
        actions << new QAction(parent);
        actions.last()->setSeparator(true);
    };
    const auto filter = [&](const QString &text, const QString &keys, FilterKind kind) {
        add(text, keys, [=](const QString &name) { document->addFilterFor(kind, name); });
        actions.last()->setData(static_cast<int>(kind));
    };
    // The letters are those that the menu underlines.
    add(tr("Make &active"), tr("Ctrl+I, A"), [=](const QString &name) { document->setActive(name); });
    add(tr("Open &source"), tr("Ctrl+I, S"), [=](const QString &name) {
        document->setActive(name);
        document->showPane(QStringLiteral("source"));
    });
    add(tr("Show &callers and callees"), tr("Ctrl+I, C"), [=](const QString &name) {
        document->setActive(name);
        document->showPane(QStringLiteral("callers"));
    });
    separate();
    filter(tr("&Focus: only samples with it"), tr("Ctrl+I, F"), FilterKind::Focus);
    filter(tr("&Ignore: no samples with it"), tr("Ctrl+I, I"), FilterKind::Ignore);
    filter(tr("&Hide: charge it to its callers"), tr("Ctrl+I, H"), FilterKind::Hide);
    filter(tr("Show &only this"), tr("Ctrl+I, O"), FilterKind::Show);
    filter(tr("Show f&rom here: cut what calls it"), tr("Ctrl+I, R"), FilterKind::ShowFrom);
    filter(tr("&Prune from here: cut what it calls"), tr("Ctrl+I, P"), FilterKind::PruneFrom);
    separate();
    add(tr("Copy &name"), tr("Ctrl+I, N"),
        [](const QString &name) { QGuiApplication::clipboard()->setText(name); });
    return actions;
}

void addFunctionActions(QMenu *menu, Document *document, const QString &function)
{
    const auto actions = makeFunctionActions(menu, document, [function] { return function; });
    for (QAction *action : actions) {
        const QVariant kind = action->data();
        if (kind.isNull() || document->filterFor(static_cast<FilterKind>(kind.toInt()), function))
            continue;
        action->setEnabled(false);
        action->setText(QCoreApplication::translate("FunctionMenu", "%1 (this frame has no name to match)")
                            .arg(action->text()));
    }
    menu->addActions(actions);
}

} // namespace proflens
