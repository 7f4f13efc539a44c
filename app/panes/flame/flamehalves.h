// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/flame/flamedata.h"

#include <QWidget>

#include <array>

class QLabel;
class QSplitter;

namespace proflens {

class FlameView;
struct FlamePlace;

// One flame graph, or base and current as two of them on one scale, each below a title. Both look at the same
// place and mark what is under the cursor in the other, unless they are let go.
class FlameHalves : public QWidget
{
    Q_OBJECT

public:
    explicit FlameHalves(QWidget *parent = nullptr);

    // What shows the current side, or all where there are no halves.
    FlameView *view() const { return m_views[1]; }
    FlameView *baseView() const { return m_views[0]; }
    const std::array<FlameView *, 2> &views() const { return m_views; }
    // The one that was used last.
    FlameView *front() const { return m_views[m_front]; }

    bool isSplit() const { return m_split; }
    void setSplit(bool split);
    void setTitles(const QString &base, const QString &current);
    bool isLinked() const { return m_linked; }
    // What is linked anew goes where the half is that was used last.
    void setLinked(bool linked);
    // Beside each other rather than the base above the current side.
    void setBeside(bool beside);
    void setData(const FlameDataPtr &data);

Q_SIGNALS:
    void frontChanged();

private:
    FlameView *other(const FlameView *view) const { return m_views[view == m_views[0]]; }
    void bringToFront(const FlameView *view);
    void follow(const FlameView *view);
    void followHover(const FlameView *view);

    std::array<FlameView *, 2> m_views;
    std::array<QLabel *, 2> m_titles;
    std::array<QWidget *, 2> m_parts;
    QSplitter *m_splitter;
    size_t m_front = 1;
    bool m_split = false;
    bool m_linked = true;
};

} // namespace proflens
