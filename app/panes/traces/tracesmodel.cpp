// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/traces/tracesmodel.h"

#include "app/style/text.h"
#include "core/analyze/shortname.h"

#include <QLocale>

#include <algorithm>

namespace proflens {

namespace {

// How many rows there are before somebody asks for more; then as many again each time.
constexpr int firstStacks = 1000, firstBelow = 200;
// How many frames the line of a stack names at most, and how many characters it may have before one more is
// named: more than a screen has room for, and no more than is cut to the room at once.
constexpr uint32_t namedFrames = 60;
constexpr qsizetype longestSummary = 800;

QString count(qsizetype number)
{
    return QLocale().toString(number);
}

} // namespace

void TracesModel::setTable(const TraceTablePtr &table, std::vector<uint32_t> rows)
{
    beginResetModel();
    if (m_table != table) {
        m_files = table ? FunctionFiles(table->analysis()) : FunctionFiles();
        m_active.clear();
        m_activeStacks.clear();
    }
    m_table = table;
    m_rows = std::move(rows);
    m_open.clear();
    m_summaries.clear();
    m_shown = int(std::min<size_t>(firstStacks, m_rows.size()));
    m_hasMore = size_t(m_shown) < m_rows.size();
    uint64_t largest = 0;
    if (table && table->comparison()) {
        for (const uint32_t row : m_rows)
            largest = std::max(largest, magnitudeOf(table->values(row).delta()));
    }
    setNumbers(table ? table->analysis() : nullptr, table ? table->comparison() : nullptr, largest);
    endResetModel();
}

void TracesModel::setRootFirst(bool rootFirst)
{
    if (m_rootFirst == rootFirst)
        return;
    beginResetModel();
    m_rootFirst = rootFirst;
    m_open.clear();
    m_summaries.clear();
    endResetModel();
}

void TracesModel::setActive(std::vector<FrameId> frames, std::vector<uint8_t> stacks)
{
    m_active = std::move(frames);
    m_activeStacks = std::move(stacks);
    // All rows may look different, but none has moved: views paint anew what they show.
    Q_EMIT headerDataChanged(Qt::Horizontal, int(CostColumn::Name), int(CostColumn::Name));
    if (m_shown > 0)
        Q_EMIT dataChanged(index(0, 0), index(m_shown - 1, costColumnCount - 1), {ActiveRole});
}

TracesModel::Node *TracesModel::open(int position) const
{
    std::unique_ptr<Node> &node = m_open[position];
    if (node)
        return node.get();
    node = std::make_unique<Node>();
    node->position = position;
    node->stack = m_rows[size_t(position)];
    m_table->stacks().path(node->stack, node->frames);
    if (!m_rootFirst)
        std::reverse(node->frames.begin(), node->frames.end());
    node->runs = foldRecursion(node->frames);
    node->shown = std::min(firstBelow, int(node->runs.size()));
    node->hasMore = node->shown < sizeOf(*node);
    node->labels = m_table->labels(node->stack);
    if (node->labels.size() == 1) {
        for (const LabelLine &line : labelLines(m_table->analysis()->selection(), node->labels[0].set))
            node->lines << style::displayText(line.key) + QStringLiteral(": ") +
                               style::displayText(line.values);
    } else if (!node->labels.empty()) {
        node->labelsNode = std::make_unique<Node>();
        node->labelsNode->kind = Node::Kind::Labels;
        node->labelsNode->parent = node.get();
        node->labelsNode->shown = std::min(firstBelow, int(node->labels.size()));
        node->labelsNode->hasMore = node->labelsNode->shown < sizeOf(*node->labelsNode);
    }
    return node.get();
}

// How many rows stand above the frames.
int TracesModel::headRows(const Node &stack)
{
    return stack.labelsNode ? 1 : int(stack.lines.size());
}

// How many runs, label sets or frames a node has.
int TracesModel::sizeOf(const Node &node)
{
    switch (node.kind) {
    case Node::Kind::Stack:
        return int(node.runs.size());
    case Node::Kind::Labels:
        return int(node.parent->labels.size());
    case Node::Kind::Cycle:
        return node.shown;
    }
    return 0;
}

int TracesModel::childCount(const Node &node)
{
    const int head = node.kind == Node::Kind::Stack ? headRows(node) : 0;
    return head + node.shown + (node.hasMore ? 1 : 0);
}

// What holds the rows below an index; nullptr if it has none.
TracesModel::Node *TracesModel::nodeBelow(const QModelIndex &parent) const
{
    if (isStack(parent))
        return open(parent.row());
    auto *node = static_cast<Node *>(parent.internalPointer());
    if (!node || node->kind != Node::Kind::Stack)
        return nullptr;
    const Item item = itemOf(parent);
    if (item.kind == Item::Kind::LabelGroup)
        return node->labelsNode.get();
    if (item.kind != Item::Kind::Run || node->runs[size_t(item.number)].period == 1)
        return nullptr;
    std::unique_ptr<Node> &cycle = node->cycles[item.number];
    if (!cycle) {
        cycle = std::make_unique<Node>();
        cycle->kind = Node::Kind::Cycle;
        cycle->parent = node;
        cycle->position = parent.row();
        cycle->shown = int(node->runs[size_t(item.number)].period);
    }
    return cycle.get();
}

TracesModel::Item TracesModel::itemOf(const QModelIndex &index) const
{
    const auto *node = static_cast<const Node *>(index.internalPointer());
    Item item;
    if (!node && index.isValid() && index.row() >= m_shown)
        item.kind = Item::Kind::More;
    if (!node)
        return item;
    item.number = index.row();
    if (node->kind != Node::Kind::Stack) {
        item.stack = node->parent;
        if (node->kind == Node::Kind::Labels)
            item.kind = index.row() < node->shown ? Item::Kind::LabelSet : Item::Kind::More;
        else
            item.kind = Item::Kind::CycleFrame;
        if (item.kind == Item::Kind::CycleFrame)
            item.number += int(node->parent->runs[size_t(node->position - headRows(*node->parent))].begin);
        return item;
    }
    item.stack = node;
    const int head = headRows(*node);
    if (index.row() < head) {
        item.kind = node->labelsNode ? Item::Kind::LabelGroup : Item::Kind::LabelLine;
        return item;
    }
    item.number -= head;
    item.kind = item.number < node->shown ? Item::Kind::Run : Item::Kind::More;
    return item;
}

QModelIndex TracesModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= costColumnCount || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? nodeBelow(parent) : nullptr);
}

QModelIndex TracesModel::parent(const QModelIndex &index) const
{
    auto *node = static_cast<Node *>(index.internalPointer());
    return node ? createIndex(node->position, 0, node->parent) : QModelIndex();
}

int TracesModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_shown + (m_hasMore ? 1 : 0);
    const Node *node = parent.column() == 0 ? nodeBelow(parent) : nullptr;
    return node ? childCount(*node) : 0;
}

bool TracesModel::hasChildren(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_shown > 0;
    if (parent.column() != 0)
        return false;
    if (isStack(parent)) // without making what nobody may unfold
        return m_table->stacks().depth(m_rows[size_t(parent.row())]) > 0 || rowCount(parent) > 0;
    return rowCount(parent) > 0;
}

bool TracesModel::isMore(const QModelIndex &index) const
{
    return itemOf(index).kind == Item::Kind::More;
}

void TracesModel::showMore(const QModelIndex &index)
{
    if (!isMore(index))
        return;
    auto *node = static_cast<Node *>(index.internalPointer());
    const QModelIndex above = parent(index);
    const int head = node && node->kind == Node::Kind::Stack ? headRows(*node) : 0;
    const int size = node ? sizeOf(*node) : int(m_rows.size());
    int &shown = node ? node->shown : m_shown;
    const int now = int(std::min<qint64>(size, qint64(shown) * 2));
    // The row that says so stays the last one, until there are no more.
    beginInsertRows(above, head + shown, head + now - 1);
    shown = now;
    endInsertRows();
    if (now < size)
        return;
    beginRemoveRows(above, head + now, head + now);
    (node ? node->hasMore : m_hasMore) = false;
    endRemoveRows();
}

QModelIndex TracesModel::indexOfStack(uint32_t stack) const
{
    const auto end = m_rows.begin() + m_shown;
    const auto found = std::find(m_rows.begin(), end, stack);
    return found == end ? QModelIndex() : index(int(found - m_rows.begin()), 0);
}

std::optional<uint32_t> TracesModel::stackOf(const QModelIndex &index) const
{
    if (!index.isValid() || !m_table)
        return std::nullopt;
    QModelIndex stack = index;
    while (stack.internalPointer())
        stack = parent(stack);
    if (!isStack(stack))
        return std::nullopt;
    return m_rows[size_t(stack.row())];
}

// Of items that are about a frame.
StackElement TracesModel::elementOf(const Item &item) const
{
    const auto at = size_t(item.number);
    return item.stack->frames[item.kind == Item::Kind::Run ? item.stack->runs[at].begin : at];
}

FrameId TracesModel::frameOf(const QModelIndex &index) const
{
    if (!index.isValid() || !m_table)
        return {};
    if (isStack(index)) {
        const uint32_t stack = m_rows[size_t(index.row())];
        std::vector<StackElement> path;
        m_table->stacks().path(stack, path);
        if (path.empty())
            return {};
        return (m_rootFirst ? path.front() : path.back()).frame();
    }
    const Item item = itemOf(index);
    const bool isRun = item.kind == Item::Kind::Run && item.stack->runs[size_t(item.number)].period == 1;
    return isRun || item.kind == Item::Kind::CycleFrame ? elementOf(item).frame() : FrameId();
}

QString TracesModel::functionOf(const QModelIndex &index) const
{
    const FrameId frame = frameOf(index);
    if (!frame.isValid())
        return {};
    const std::string_view name = m_files.functionName(frame);
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

std::optional<RowCost> TracesModel::cost(const QModelIndex &index) const
{
    if (!m_table)
        return std::nullopt;
    if (isStack(index)) {
        const uint32_t row = m_rows[size_t(index.row())];
        return RowCost{m_table->values(row), m_table->change(row), m_table->isInBase(row),
                       m_table->isInCurrent(row)};
    }
    const Item item = itemOf(index);
    if (item.kind != Item::Kind::LabelSet)
        return std::nullopt;
    const TraceLabels &labels = item.stack->labels[size_t(item.number)];
    return RowCost{labels.values, labels.change, labels.values.base != 0, labels.values.current != 0};
}

QString TracesModel::frameName(StackElement element, qsizetype most) const
{
    QString name = style::displayText(m_table->analysis()->frames().printableName(element.frame()));
    return name.size() > most ? name.left(most - 1) + u'…' : name;
}

// The line of a stack: what it begins with, and what follows in short.
QString TracesModel::summary(uint32_t stack) const
{
    if (const QString *known = m_summaries.object(stack))
        return *known;
    std::vector<StackElement> frames;
    m_table->stacks().path(stack, frames);
    const size_t depth = frames.size();
    if (!m_rootFirst)
        std::reverse(frames.begin(), frames.end());
    // Enough of them to fold what recurs at the beginning; the rest has no room in a line.
    frames.resize(std::min<size_t>(depth, 4096));
    QString text = frames.empty() ? tr("(no stack)") : QString();
    uint32_t named = 0;
    const auto isFull = [&] { return named >= namedFrames || text.size() >= longestSummary; };
    const FrameTable &table = m_table->analysis()->frames();
    for (const StackRun &run : foldRecursion(frames)) {
        for (uint32_t i = 0; i < run.period && !isFull(); ++i, ++named) {
            const StackElement element = frames[run.begin + i];
            if (named > 0)
                text += m_rootFirst ? QStringLiteral(" → ") : QStringLiteral(" ← ");
            text +=
                named == 0
                    ? frameName(element, 400)
                    : style::displayText(shortFunctionName(table.printableName(element.frame()))).left(100);
        }
        if (run.times > 1 && run.period == 1)
            text += QStringLiteral(" ×\u202f") + count(run.times);
        else if (run.times > 1)
            text += QStringLiteral(" (") + tr("%Ln frame(s)", nullptr, int(run.period)) +
                    QStringLiteral(" ×\u202f") + count(run.times) + u')';
        if (isFull()) {
            if (run.begin + run.period * run.times < depth)
                text += QStringLiteral(" …");
            break;
        }
    }
    m_summaries.insert(stack, new QString(text));
    return text;
}

// What a name ends with that is none of it.
QString TracesModel::mark(const QModelIndex &index) const
{
    const Item item = itemOf(index);
    if (item.kind != Item::Kind::Run && item.kind != Item::Kind::CycleFrame)
        return {};
    QString mark = elementOf(item).inlined() ? tr(" (inline)") : QString();
    if (item.kind == Item::Kind::CycleFrame)
        return mark;
    const StackRun &run = item.stack->runs[size_t(item.number)];
    if (run.period > 1)
        return {};
    return run.times > 1 ? mark + QStringLiteral(" ×\u202f") + count(run.times) : mark;
}

QString TracesModel::text(const QModelIndex &index) const
{
    if (isStack(index))
        return summary(m_rows[size_t(index.row())]);
    const Item item = itemOf(index);
    switch (item.kind) {
    case Item::Kind::None:
        return {};
    case Item::Kind::LabelLine:
        return item.stack->lines[item.number];
    case Item::Kind::LabelGroup:
        return tr("%Ln set(s) of labels", nullptr, int(item.stack->labels.size()));
    case Item::Kind::LabelSet: {
        const LabelSetId set = item.stack->labels[size_t(item.number)].set;
        const std::string said = labelText(m_table->analysis()->selection(), set);
        return said.empty() ? tr("(no labels)") : style::displayText(said);
    }
    case Item::Kind::Run: {
        const StackRun &run = item.stack->runs[size_t(item.number)];
        if (run.period > 1)
            return tr("%Ln frame(s) that call one another", nullptr, int(run.period)) +
                   QStringLiteral(" ×\u202f") + count(run.times);
        return style::displayText(m_table->analysis()->frames().printableName(elementOf(item).frame())) +
               mark(index);
    }
    case Item::Kind::CycleFrame:
        return style::displayText(m_table->analysis()->frames().printableName(elementOf(item).frame())) +
               mark(index);
    case Item::Kind::More: {
        const auto *node = static_cast<const Node *>(index.internalPointer());
        if (!node)
            return tr("… %Ln more stack(s)", nullptr, int(m_rows.size()) - m_shown);
        const int rest = sizeOf(*node) - node->shown;
        return node->kind == Node::Kind::Labels ? tr("… %Ln more set(s) of labels", nullptr, rest)
                                                : tr("… %Ln more frame(s)", nullptr, rest);
    }
    }
    return {};
}

CostMark TracesModel::activity(const QModelIndex &index) const
{
    if (m_active.empty())
        return CostMark::None;
    if (isStack(index)) {
        const uint32_t stack = m_rows[size_t(index.row())];
        return stack < m_activeStacks.size() && m_activeStacks[stack] ? CostMark::Contains : CostMark::None;
    }
    const FrameId frame = frameOf(index);
    const bool is = frame.isValid() && std::find(m_active.begin(), m_active.end(), frame) != m_active.end();
    return is ? CostMark::Is : CostMark::None;
}

QVariant TracesModel::nameData(const QModelIndex &index, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(index);
    case MarkRole:
        return mark(index);
    case NameRole: {
        const Item::Kind kind = itemOf(index).kind;
        return kind == Item::Kind::Run || kind == Item::Kind::CycleFrame;
    }
    case BeginRole:
        return true;
    case ActiveRole:
        return int(activity(index));
    case QuietRole: {
        const Item::Kind kind = itemOf(index).kind;
        return kind == Item::Kind::LabelGroup || kind == Item::Kind::LabelLine;
    }
    case LinkRole:
        return isMore(index);
    default:
        return {};
    }
}

QString TracesModel::toolTipText(const QModelIndex &index) const
{
    if (isStack(index)) {
        const uint32_t stack = m_rows[size_t(index.row())];
        const QString frames = tr("%Ln frame(s)", nullptr, int(m_table->stacks().depth(stack)));
        const bool has = stack < m_activeStacks.size() && m_activeStacks[stack];
        return summary(stack) + u'\n' + (has ? tr("%1, the active function among them").arg(frames) : frames);
    }
    return text(index);
}

QString TracesModel::nameTitle() const
{
    return m_rootFirst ? tr("Stack, root first") : tr("Stack, leaf first");
}

} // namespace proflens
