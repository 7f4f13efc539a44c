// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/costtreemodel.h"
#include "core/analyze/functionfiles.h"
#include "core/analyze/stackruns.h"
#include "core/analyze/tracetable.h"

#include <QCache>
#include <QStringList>

#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace proflens {

// A TraceTable for Qt's trees. Below each stack stand its labels and its frames, of which long lists come in
// pieces: a last row says how many more there are. What nobody unfolds is not made.
class TracesModel : public CostTreeModel
{
    Q_OBJECT

public:
    using CostTreeModel::CostTreeModel;

    // rows: of the table, as they are listed. nullptr: nothing is.
    void setTable(const TraceTablePtr &table, std::vector<uint32_t> rows);
    void setRootFirst(bool rootFirst);
    bool isRootFirst() const { return m_rootFirst; }
    // The frames that are the active function, and by row of the table the stacks that have one.
    void setActive(std::vector<FrameId> frames, std::vector<uint8_t> stacks);
    const TraceTablePtr &table() const { return m_table; }
    const std::vector<uint32_t> &rows() const { return m_rows; }

    // The row of the table that an index belongs to.
    std::optional<uint32_t> stackOf(const QModelIndex &index) const;
    // Whether an index is a stack itself, rather than something below it.
    bool isStack(const QModelIndex &index) const
    {
        return index.isValid() && !index.internalPointer() && index.row() < m_shown;
    }
    // The frame that a row is about; of a stack the one that its text begins with. Invalid if there is none.
    FrameId frameOf(const QModelIndex &index) const;
    // What ViewState::active calls it; empty if there is none.
    QString functionOf(const QModelIndex &index) const;
    // Whether the row says that there are more, and what makes them appear.
    bool isMore(const QModelIndex &index) const;
    void showMore(const QModelIndex &index);
    // Where a row of the table stands; invalid if it is not listed, or not yet shown.
    QModelIndex indexOfStack(uint32_t stack) const;

    std::optional<RowCost> cost(const QModelIndex &index) const override;
    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    using QObject::parent;
    int rowCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;

protected:
    QVariant nameData(const QModelIndex &index, int role) const override;
    QString toolTipText(const QModelIndex &index) const override;
    QString nameTitle() const override;

private:
    // The rows below a stack, below its labels, or below frames that call one another again and again.
    struct Node
    {
        enum class Kind { Stack, Labels, Cycle };
        Kind kind = Kind::Stack;
        int position = 0; // among the rows of the parent
        Node *parent = nullptr;
        int shown = 0;        // how many of the runs, or label sets, there are so far
        bool hasMore = false; // whether a last row says that there are more
        // Of stacks:
        uint32_t stack = 0;
        std::vector<StackElement> frames; // in the order in which they are shown
        std::vector<StackRun> runs;
        std::vector<TraceLabels> labels;
        QStringList lines; // the labels, where all samples have the same
        std::unique_ptr<Node> labelsNode;
        std::map<int, std::unique_ptr<Node>> cycles; // by run
    };
    // What a row below a stack is.
    struct Item
    {
        enum class Kind { None, LabelLine, LabelGroup, LabelSet, Run, CycleFrame, More };
        Kind kind = Kind::None;
        const Node *stack = nullptr;
        int number = 0; // of the line, set, run or frame
    };
    Node *open(int position) const;
    Node *nodeBelow(const QModelIndex &parent) const;
    Item itemOf(const QModelIndex &index) const;
    static int headRows(const Node &stack);
    static int childCount(const Node &node);
    static int sizeOf(const Node &node);
    void insertMore(Node &node, const QModelIndex &parent);
    StackElement elementOf(const Item &item) const;
    QString summary(uint32_t stack) const;
    QString frameName(StackElement element, qsizetype most) const;
    QString text(const QModelIndex &index) const;
    QString mark(const QModelIndex &index) const;
    CostMark activity(const QModelIndex &index) const;

    TraceTablePtr m_table;
    std::vector<uint32_t> m_rows;
    FunctionFiles m_files;
    int m_shown = 0; // how many of the rows there are so far
    bool m_hasMore = false;
    bool m_rootFirst = false;
    std::vector<FrameId> m_active;
    std::vector<uint8_t> m_activeStacks;
    mutable std::unordered_map<int, std::unique_ptr<Node>> m_open; // by position
    mutable QCache<uint32_t, QString> m_summaries{2000};           // by row of the table
};

} // namespace proflens
