// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"

#include <QStringList>
#include <QWidget>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QToolButton;

namespace proflens {

class Document;

// What the numbers of a comparison mean, in a line, and below it the ways to look at them. Hidden while there
// is no base.
class CompareBar : public QWidget
{
    Q_OBJECT

public:
    explicit CompareBar(Document *document, QWidget *parent = nullptr);

    // The line, and what is not as one would expect (empty if all is).
    QString sentence() const;
    QString problems() const;
    // The label keys that the base can be scaled by.
    const QStringList &labelKeys() const { return m_keys; }
    // Chooses it, and goes to where a label or a factor is given.
    void scaleBy(ScaleBy by);

protected:
    void changeEvent(QEvent *event) override;

private:
    template <typename Change> void change(Change &&change);
    QWidget *makeLooks();
    QWidget *makeScaling();
    void showLoaded();
    void showState();
    void showNumbers();
    void paintSigns();

    Document *m_document;
    QLabel *m_sentence;
    QToolButton *m_swap;
    QWidget *m_problemRow;
    QLabel *m_problemSign;
    QLabel *m_problems;
    QButtonGroup *m_looks;
    QComboBox *m_scaling;
    QComboBox *m_label;
    QDoubleSpinBox *m_factor;
    QComboBox *m_percentOf;
    QCheckBox *m_noise;
    QToolButton *m_linked;
    QStringList m_keys;
    QString m_dismissed; // problems that were read and closed
};

} // namespace proflens
