// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"

#include <QBrush>
#include <QColor>
#include <QPalette>
#include <QString>
#include <QWidget>

class QPainter;

// How differences look on the screen; core/report/differencecolors.h says why they do.
namespace proflens::style {

// For fills under text. strength: 0 to 1, by difference::strengthOfShare() or strengthOfRatio(). What is the
// same or noise is grey whatever the strength.
QColor differenceFill(const QPalette &palette, const Change &change, double strength);
// For lines and text on the base colour.
QColor differenceLine(const QPalette &palette, const Change &change, double strength);
QColor differenceText(const QPalette &palette, const Change &change);
// For the pattern on a fill.
QColor differenceMark(const QPalette &palette, const Change &change);
// Whether a fill has a pattern, since it is new or gone.
bool hasPattern(const Change &change);
// Dots for new, diagonal lines for gone, see-through between them; no brush for the rest. ratio: device
// pixels per pixel.
QBrush differencePattern(const QPalette &palette, const Change &change, qreal ratio = 1);

// "new", "gone"; nothing for the rest.
QString changeWord(const Change &change);
// The same for all kinds: "grew", "shrank", "new", "gone", "unchanged", with "within noise" where it is so.
QString changeText(const Change &change);

// What a legend says about a scale.
struct DifferenceScale
{
    QString least, most;  // what full blue and full red stand for: "−1.20s", "+1.20s"
    QString of;           // what is coloured: "Δ of the subtree"; may be empty
    bool patterns = true; // whether new and gone occur
    bool noise = true;    // whether grey may be noise rather than no change alone
    bool same = true;     // whether grey is told of
    bool range = true;    // whether there is a scale, rather than patterns alone

    bool operator==(const DifferenceScale &) const = default;
};

// One line: what is coloured, the scale from blue over grey to red with its ends, and the patterns with their
// words. What does not fit is left out from the right.
void paintDifferenceLegend(QPainter &painter, const QRect &rect, const QFont &font, const QPalette &palette,
                           const DifferenceScale &scale);
// How wide it is where all of it fits; the height suits the font.
QSize differenceLegendSize(const QFont &font, const DifferenceScale &scale);

// That line as a widget.
class DifferenceLegend : public QWidget
{
    Q_OBJECT

public:
    explicit DifferenceLegend(QWidget *parent = nullptr);

    void setScale(const DifferenceScale &scale);
    const DifferenceScale &scale() const { return m_scale; }
    // All that it says, for tool tips and screen readers.
    QString text() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    DifferenceScale m_scale;
};

} // namespace proflens::style
