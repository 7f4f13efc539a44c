// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace proflens {

// The fixed place that tells all about the frame under the cursor: its whole name, its file, its costs.
class FlameDetails : public QWidget
{
    Q_OBJECT

public:
    explicit FlameDetails(QWidget *parent = nullptr);

    void setTexts(const QString &name, const QString &file, const QString &costs);
    const QString &name() const { return m_name; }
    const QString &file() const { return m_file; }
    const QString &costs() const { return m_costs; }

    // Two lines in place of three: the file stands behind the name, where there is room.
    void setCompact(bool compact);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_compact = false;
    QString m_name, m_file, m_costs;
};

} // namespace proflens
