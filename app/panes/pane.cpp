// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane.h"

#include "app/panes/functionmenu.h"

#include <QAction>

namespace proflens {

Pane::Pane(Document *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
{
    m_staleAnalysis = document->analysis() != nullptr;
    m_staleActive = true;
    connect(document, &Document::analysisChanged, this, [this] {
        m_staleAnalysis = m_staleActive = true;
        catchUp();
    });
    connect(document, &Document::activeChanged, this, [this] {
        m_staleActive = true;
        catchUp();
    });
    connect(document, &Document::busyChanged, this, [this](bool busy) { showBusy(busy); });
}

void Pane::addCursorActions()
{
    m_cursorActions = makeFunctionActions(this, m_document, [this] { return cursorFunction(); });
    addActions(m_cursorActions);
    for (QAction *action : std::as_const(m_cursorActions))
        action->setEnabled(action->isSeparator());
}

QAction *Pane::addPaneAction(const QString &text, const QList<QKeySequence> &keys,
                             const std::function<void()> &action)
{
    auto *made = new QAction(text, this);
    made->setShortcuts(keys);
    made->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(made, &QAction::triggered, this, action);
    addAction(made);
    return made;
}

void Pane::addSeparator()
{
    auto *separator = new QAction(this);
    separator->setSeparator(true);
    addAction(separator);
}

void Pane::updateActions()
{
    const bool some = !m_cursorActions.isEmpty() && !cursorFunction().isEmpty();
    for (QAction *action : std::as_const(m_cursorActions))
        action->setEnabled(some || action->isSeparator());
    const qsizetype exports = exportFormats().size();
    if (exports != m_exports) {
        m_exports = exports;
        Q_EMIT exportsChanged();
    }
}

void Pane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    catchUp();
}

void Pane::hold(bool held)
{
    m_held = held;
    catchUp();
}

void Pane::catchUp()
{
    if (m_held || !isVisible() || !m_document->analysis())
        return;
    if (m_staleAnalysis) {
        m_staleAnalysis = false;
        showAnalysis();
    }
    if (m_staleActive) {
        m_staleActive = false;
        showActive();
    }
}

} // namespace proflens
