// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flamedetails.h"

#include "app/style/text.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace proflens {

namespace {

constexpr int margin = 6;

} // namespace

FlameDetails::FlameDetails(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void FlameDetails::setTexts(const QString &name, const QString &file, const QString &costs)
{
    if (name == m_name && file == m_file && costs == m_costs)
        return;
    m_name = name;
    m_file = file;
    m_costs = costs;
    setToolTip(style::wrappedToolTip(file.isEmpty() ? name : name + QLatin1Char('\n') + file));
    setAccessibleName(name + QStringLiteral(", ") + costs);
    update();
}

QSize FlameDetails::sizeHint() const
{
    return {300, (m_compact ? 2 : 3) * fontMetrics().lineSpacing() + margin};
}

void FlameDetails::setCompact(bool compact)
{
    if (compact == m_compact)
        return;
    m_compact = compact;
    updateGeometry();
    update();
}

void FlameDetails::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    const double width = this->width() - 2 * margin;
    const double line = fontMetrics().lineSpacing();
    const auto row = [&](int i) { return QRectF(margin, margin / 2.0 + i * line, width, line); };

    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.drawText(row(0), Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetricsF(bold).elidedText(m_costs, Qt::ElideRight, width));
    painter.setFont(font());

    // A name that needs both lines has them; the tool tip has the file then.
    const QFontMetricsF metrics(font());
    const double nameWidth = metrics.horizontalAdvance(m_name), gap = 3 * margin;
    if (m_compact && nameWidth <= width) {
        painter.drawText(row(1), Qt::AlignVCenter | Qt::TextSingleLine, m_name);
        painter.setPen(palette().color(QPalette::PlaceholderText));
        const QRectF rest = row(1).adjusted(nameWidth + gap, 0, 0, 0);
        if (rest.width() > 10 * metrics.averageCharWidth())
            painter.drawText(rest, Qt::AlignVCenter | Qt::TextSingleLine,
                             metrics.elidedText(m_file, Qt::ElideLeft, rest.width()));
        return;
    }
    if (nameWidth <= width) {
        painter.drawText(row(1), Qt::AlignVCenter | Qt::TextSingleLine, m_name);
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(row(2), Qt::AlignVCenter | Qt::TextSingleLine,
                         metrics.elidedText(m_file, Qt::ElideLeft, width));
        return;
    }
    QTextLayout layout(m_name, font());
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    QTextLine first = layout.createLine();
    // Where there are but two lines, it begins behind the costs.
    const double costsWidth = m_compact ? QFontMetricsF(bold).horizontalAdvance(m_costs) + gap : 0;
    const QRectF begin = row(m_compact ? 0 : 1).adjusted(std::min(costsWidth, width - 1), 0, 0, 0);
    first.setLineWidth(begin.width());
    layout.endLayout();
    const int length = first.textLength();
    painter.drawText(begin, Qt::AlignVCenter | Qt::TextSingleLine, m_name.left(length));
    painter.drawText(row(m_compact ? 1 : 2), Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(m_name.mid(length), Qt::ElideMiddle, width));
}

} // namespace proflens
