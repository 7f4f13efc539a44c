// SPDX-License-Identifier: GPL-3.0-or-later
// FlameView: its picture.
#include "app/panes/flame/flameview.h"

#include <QPainter>

#include <cmath>

namespace proflens {

namespace {

// Milliseconds spent on names that were never drawn before: in the first picture, and while things move.
constexpr int firstPatience = 3, movingPatience = 1;

} // namespace

QString FlameView::wholeText() const
{
    const auto text = [](const std::string &value) { return QString::fromStdString(value); };
    if (!m_data->compared)
        return tr("all: %1").arg(text(m_data->analysis->formatAuto(m_data->tree.total({}))));
    const ComparedFlame &flame = *m_data->compared;
    const BothValues total = flame.total({});
    if (m_side)
        return tr("all: %1").arg(
            text(flame.format(m_side == ComparedSide::Base ? total.base : total.current)));
    //: Of everything in two profiles: the base's value, the current one, and the difference.
    return tr("all: %1 → %2 (%3)")
        .arg(text(flame.format(total.base)), text(flame.format(total.current)),
             text(flame.formatDelta(total.delta())));
}

QString FlameView::emptyText() const
{
    if (m_data->compared) {
        // What one side lacks is no reason to say that all do.
        const BothValues total{m_data->comparison()->base()->total(), m_data->analysis->total()};
        const ComparedWidth width = m_data->compared->width();
        if (width == ComparedWidth::Difference && total != BothValues{})
            return tr("No stack has changed. Choose another width to see what stayed.");
        if (width == ComparedWidth::Base && total.base == 0 && total.current != 0)
            return tr("The base has no values of this sample type. Choose another width.");
        if (width == ComparedWidth::Current && total.current == 0 && total.base != 0)
            return tr("The current profile has no values of this sample type. Choose another width.");
    }
    const Analysis &analysis = *m_data->analysis;
    if (analysis.profile()->samples.size() == 0)
        return tr("The profile has no samples.");
    const bool filtered = !analysis.options().filters.empty();
    if (analysis.total() == 0 && !(filtered && analysis.options().relativePercentages))
        return tr("All values of this sample type are zero.");
    return filtered ? tr("The filters leave no sample.") : tr("The samples of this profile have no stacks.");
}

FlameLook FlameView::lookNow() const
{
    const qreal ratio = devicePixelRatioF();
    FlameLook look;
    look.rowHeight = int(std::lround(rowHeight() * ratio));
    look.top = int(std::lround(topOfWhole() * ratio));
    look.flipped = m_flipped;
    look.zoomDepth = m_zoom.depth;
    look.active = m_active;
    look.search = m_search.get();
    if (m_spot && !m_spot->others && m_spot->node.depth > 0)
        look.hovered = m_data->tree.element(m_spot->node).frame();
    else
        look.hovered = m_hoveredElsewhere;
    if (hasFocus())
        look.current = m_current;
    look.wholeText = wholeText();
    look.coloring = m_coloring;
    look.side = m_side;
    look.linked = m_linked;
    return look;
}

QSize FlameView::imageSize() const
{
    const qreal ratio = devicePixelRatioF();
    return {int(std::lround(viewport()->width() * ratio)), int(std::lround(viewport()->height() * ratio))};
}

void FlameView::draw()
{
    if (m_image.size() != imageSize())
        m_image = QImage(imageSize(), QImage::Format_RGB32);
    m_painter.setFont(font(), devicePixelRatioF());
    const FlameLayout &layout = layoutNow();
    const bool complete =
        m_painter.paint(m_image, layout, lookNow(), m_fresh ? firstPatience : movingPatience);
    m_imageStale = !complete;
    m_fresh = m_fresh && !complete;
    if (m_fresh)
        drawSoon();
    else if (!complete)
        QMetaObject::invokeMethod(viewport(), qOverload<>(&QWidget::update), Qt::QueuedConnection);
}

// Drawing what was never drawn takes the longest of all. It has a turn of the event loop of its own, so that
// it does not add up with what other panes paint.
void FlameView::drawSoon()
{
    if (m_drawsSoon)
        return;
    m_drawsSoon = true;
    const auto drawNow = [this] {
        m_drawsSoon = false;
        if (m_data && m_imageStale && isVisible())
            draw();
        viewport()->update();
    };
    QMetaObject::invokeMethod(this, drawNow, Qt::QueuedConnection);
}

void FlameView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    if (!m_data) {
        painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
        return;
    }
    if (m_image.size() != imageSize() || (m_imageStale && !(m_fresh && m_drawsSoon)))
        draw();
    if (m_busy) {
        painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
        painter.setOpacity(0.45);
    }
    painter.drawImage(viewport()->rect(), m_image);
    painter.setOpacity(1);
    if (m_data->tree.isEmpty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(viewport()->rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         emptyText());
    }
}

} // namespace proflens
