// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace proflens {

// A combo box whose text may be longer than the box: it shows the beginning and the end with "…" between
// them, in the box and in the list, where others cut it off.
class ElidedComboBox : public QComboBox
{
    Q_OBJECT

public:
    explicit ElidedComboBox(QWidget *parent = nullptr);

    // The current text as it is shown.
    QString shownText() const;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace proflens
