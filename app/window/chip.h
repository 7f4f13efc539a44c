// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/filtereffecttext.h"

#include <QWidget>

class QCheckBox;
class QToolButton;

namespace proflens {

// Something that is in force, as a rounded box: a check box that switches it off, a title, a text, what it
// does, and a button that removes it. Space switches it, Delete removes it, the arrow keys go to its
// neighbours.
class Chip : public QWidget
{
    Q_OBJECT

public:
    explicit Chip(QWidget *parent = nullptr);

    void showEffect(const EffectText &effect);
    // What it says about its effect, such as "−12.5%, 7 samples" or "matched nothing".
    const QString &effect() const { return m_effect.brief; }
    bool isOn() const { return m_on; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void toggled(bool on);
    void removed();
    void editWanted();
    // The focus is to go so many chips to the right.
    void stepWanted(int by);
    void menuWanted(const QPoint &globalPosition);

protected:
    // isName: whether the text is in the font of names and patterns. meaning: a sentence.
    void say(const QString &title, const QString &text, bool isName, const QString &meaning, bool on);
    // While something else is shown in the place of text and effect: its width; negative: as always.
    void setReplaced(int width);
    // Where text and effect are.
    QRect contentRect() const;
    void layOut();

    void paintEvent(QPaintEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void explain();
    QFont textFont() const;

    QString m_title, m_text, m_meaning;
    EffectText m_effect;
    bool m_isName = true;
    bool m_on = true;
    int m_replacedWidth = -1;
    QCheckBox *m_box;
    QToolButton *m_remove;
};

} // namespace proflens
