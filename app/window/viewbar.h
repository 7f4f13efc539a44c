// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"

#include <QString>
#include <QWidget>

#include <utility>

class QCheckBox;
class QComboBox;
class QToolButton;

namespace proflens {

class Document;

// What a person calls a granularity: "Functions".
QString granularityTitle(Granularity granularity);
// The units that values of a document can be shown in: pprof's name, and what a person calls it.
QList<std::pair<QString, QString>> unitsOf(const Document &document);
// What the list of sample types says about one of them.
QString sampleTypeTitle(const Document &document, int index);
// A state with another sample type. A unit that its values cannot have is let go of.
ViewState withSampleType(const Document &document, int index);

// How a document is looked at, but for its filters: sample type, granularity, unit, percentages, inlined
// calls, the active function, and the way back.
class ViewBar : public QWidget
{
    Q_OBJECT

public:
    explicit ViewBar(Document *document, QWidget *parent = nullptr);

    // Little: what does not fit is in a menu.
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fill();
    void showState();
    void showActive();
    void showGroups();
    void fold();
    void fillMore();
    template <typename Change> void change(Change &&change);

    Document *m_document;
    QToolButton *m_back;
    QToolButton *m_forward;
    QComboBox *m_type;
    QComboBox *m_granularity;
    QComboBox *m_unit;
    QCheckBox *m_relative;
    QCheckBox *m_inlined;
    QCheckBox *m_myCode;
    QToolButton *m_groups;
    QToolButton *m_more; // lists what is folded away
    QToolButton *m_active;
    QToolButton *m_clear;
    QList<QWidget *> m_foldable; // the last ones go first
};

} // namespace proflens
