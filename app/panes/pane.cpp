// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane.h"

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

void Pane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    catchUp();
}

void Pane::catchUp()
{
    if (!isVisible() || !m_document->analysis())
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
