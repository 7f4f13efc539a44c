// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/flame/flamedata.h"
#include "app/session/document.h"

#include <QList>
#include <QWidget>

class QAction;
class QActionGroup;
class QComboBox;
class QToolButton;

namespace proflens {

namespace style {
class DifferenceLegend;
}

// How the flame graph of a comparison is drawn: width and colours of the difference, with its legend; or the
// lock of two halves. Hidden while there is nothing to compare.
class FlameCompareBar : public QWidget
{
    Q_OBJECT

public:
    explicit FlameCompareBar(Document *document, QWidget *parent = nullptr);

    // For the pane, with their keys; invisible while they mean nothing.
    QList<QAction *> viewActions() const;
    // The document's state, as it is drawn: data may be older, or nullptr.
    void show(const FlameDataPtr &data);
    // What a splitter's sides are: above each other or beside each other.
    QAction *beside() const { return m_beside; }

private:
    template <typename Change> void change(Change &&change);
    void makeActions();
    void setShown(QAction *action, bool shown);

    Document *m_document;
    QActionGroup *m_widths = nullptr;
    QAction *m_nextWidth = nullptr, *m_self = nullptr, *m_relative = nullptr, *m_linked = nullptr,
            *m_beside = nullptr;
    QWidget *m_widthPart = nullptr;
    QComboBox *m_width = nullptr;
    QList<QToolButton *> m_buttons;
    style::DifferenceLegend *m_legend = nullptr;
};

} // namespace proflens
