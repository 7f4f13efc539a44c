// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace proflens {

// What a side of a comparison is called, cut where it has no room.
class SideLabel : public QLabel
{
    Q_OBJECT

public:
    explicit SideLabel(QWidget *parent = nullptr);

    void setTitle(const QString &title);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    QString m_title;
};

} // namespace proflens
