// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QToolButton;

namespace proflens {

class Document;

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
    void fillUnits();
    void showState();
    void showActive();
    void showGroups();
    void showDivisors();
    void fold();
    void fillMore();
    template <typename Change> void change(Change &&change);

    Document *m_document;
    QToolButton *m_back;
    QToolButton *m_forward;
    QComboBox *m_type;
    QComboBox *m_granularity;
    QComboBox *m_unit;
    QToolButton *m_mean;    // seen only where values are means
    QToolButton *m_divisor; // seen only where values are divided
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
