// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/renames.h"

#include <QDialog>

class QHBoxLayout;
class QListView;
class QPushButton;

namespace proflens {

// Two lists, the functions that are gone and those that are new, each with a search line: one of each is
// chosen and paired.
class PairDialog : public QDialog
{
    Q_OBJECT

public:
    // preset: chosen at first; invalid for none.
    PairDialog(const ComparisonPtr &comparison, FrameId preset, QWidget *parent = nullptr);

Q_SIGNALS:
    void paired(FrameId gone, FrameId added);

private:
    QListView *addList(QHBoxLayout *row, const QString &title, const QString &name,
                       const std::vector<FrameId> &functions, bool isBase);
    static FrameId chosen(const QListView *view);
    void choose(FrameId frame);
    void updateButton();

    ComparisonPtr m_comparison;
    QListView *m_gone = nullptr;
    QListView *m_added = nullptr;
    QPushButton *m_pair = nullptr;
};

} // namespace proflens
