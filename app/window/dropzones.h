// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace proflens {

// Two halves over the window while files are dragged on it: what happens to what is dropped in either. It
// takes part in no drag itself: the window tells it where the pointer is.
class DropZones : public QWidget
{
    Q_OBJECT

public:
    enum class Zone { Open, Compare };

    explicit DropZones(QWidget *parent);

    // Covers the parent. Mnemonics are not looked for in the texts.
    void appear(const QString &open, const QString &compare);
    // The zone at a place of the parent.
    Zone zoneAt(const QPoint &place) const;
    // The pointer is there.
    void follow(const QPoint &place);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QRect rectOf(Zone zone) const;

    QString m_texts[2];
    Zone m_zone = Zone::Open;
};

} // namespace proflens
