// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/source/sourcemodel.h"

#include "app/panes/bardelegate.h"
#include "app/panes/comparetext.h"
#include "app/style/text.h"

#include <algorithm>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    return value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

using Column = SourceColumn;

bool isNumber(Column column)
{
    return column != Column::Line && column != Column::Text;
}

bool isFlat(Column column)
{
    return column == Column::Flat || column == Column::BaseFlat || column == Column::DeltaFlat;
}

bool isDelta(Column column)
{
    return column == Column::DeltaFlat || column == Column::DeltaCum;
}

std::vector<Column> columnsFor(const SourceSheet *sheet)
{
    if (!sheet || !sheet->comparison)
        return {Column::Flat, Column::Cum, Column::Line, Column::Text};
    if (sheet->sideBySide)
        return {Column::BaseFlat, Column::BaseCum, Column::Flat, Column::Cum, Column::Line, Column::Text};
    return {Column::BaseFlat, Column::Flat,     Column::DeltaFlat, Column::BaseCum,
            Column::Cum,      Column::DeltaCum, Column::Line,      Column::Text};
}

} // namespace

void SourceModel::setSheet(std::shared_ptr<const SourceSheet> sheet)
{
    beginResetModel();
    const bool sameText = m_sheet && sheet && m_sheet->text == sheet->text;
    m_sheet = std::move(sheet);
    if (!sameText)
        m_highlighting = {};
    m_textRows = 0;
    m_beyond.clear();
    m_starts.clear();
    m_largestFlat = m_largestCum = m_largestFlatDelta = m_largestCumDelta = 0;
    m_columns = columnsFor(m_sheet.get());
    if (m_sheet) {
        if (m_sheet->text)
            m_textRows = static_cast<int>(m_sheet->text->lineCount());
        const auto &lines = m_sheet->costs.lines;
        for (uint32_t row = 0; row < lines.size(); ++row) {
            const BothValues flat = m_sheet->lineFlat(row), cum = m_sheet->lineCum(row);
            m_largestFlat = std::max({m_largestFlat, magnitude(flat.base), magnitude(flat.current)});
            m_largestCum = std::max({m_largestCum, magnitude(cum.base), magnitude(cum.current)});
            m_largestFlatDelta = std::max(m_largestFlatDelta, magnitude(flat.delta()));
            m_largestCumDelta = std::max(m_largestCumDelta, magnitude(cum.delta()));
            const bool costs = flat != BothValues() || cum != BothValues();
            if (costs && (lines[row].line < 1 || lines[row].line > m_textRows))
                m_beyond.push_back(row);
        }
        for (const SourceFunctionCost &function : m_sheet->costs.functions)
            m_starts.push_back(function.firstLine);
    }
    endResetModel();
}

void SourceModel::setHighlighting(Highlighting highlighting)
{
    m_highlighting = std::move(highlighting);
    textChanged();
}

void SourceModel::setPattern(const std::optional<Regex> &pattern)
{
    m_pattern = pattern;
    textChanged();
}

void SourceModel::textChanged()
{
    const int text = sectionOf(Column::Text);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, text), index(rowCount() - 1, text), {Qt::ForegroundRole});
}

int SourceModel::sectionOf(SourceColumn column) const
{
    const auto found = std::find(m_columns.begin(), m_columns.end(), column);
    return found == m_columns.end() ? -1 : int(found - m_columns.begin());
}

bool SourceModel::startsGroup(int section) const
{
    if (!m_sheet || !m_sheet->comparison)
        return false;
    const Column starting = m_sheet->sideBySide ? Column::Flat : Column::BaseCum;
    return column(section) == starting || column(section) == Column::Line;
}

QString SourceModel::widest(SourceColumn column) const
{
    QString widest;
    for (size_t row = 0; m_sheet && row < m_sheet->costs.lines.size(); ++row) {
        const QString text = valueOf(row, column);
        if (text.size() > widest.size())
            widest = text;
    }
    return widest;
}

int64_t SourceModel::lineOf(int row) const
{
    if (hasText(row))
        return row + 1;
    return m_sheet->costs.lines[m_beyond[size_t(row - m_textRows)]].line;
}

int SourceModel::rowOf(int64_t line) const
{
    if (line >= 1 && line <= m_textRows)
        return static_cast<int>(line - 1);
    for (size_t i = 0; i < m_beyond.size(); ++i) {
        if (m_sheet->costs.lines[m_beyond[i]].line == line)
            return m_textRows + static_cast<int>(i);
    }
    return -1;
}

std::optional<uint32_t> SourceModel::functionOf(int row) const
{
    return m_sheet->costs.functionAt(lineOf(row));
}

bool SourceModel::startsFunction(int row) const
{
    return hasText(row) && std::binary_search(m_starts.begin(), m_starts.end(), lineOf(row));
}

bool SourceModel::isActive(int row) const
{
    const int64_t line = lineOf(row);
    return line > 0 && std::any_of(m_sheet->active.begin(), m_sheet->active.end(), [&](uint32_t active) {
               const SourceFunctionCost &function = m_sheet->costs.functions[active];
               return function.firstLine <= line && line <= function.lastLine;
           });
}

const SourceLineCost *SourceModel::cost(int row) const
{
    if (hasText(row))
        return m_sheet->costs.at(row + 1);
    return &m_sheet->costs.lines[m_beyond[size_t(row - m_textRows)]];
}

qsizetype SourceModel::costRow(int row) const
{
    const SourceLineCost *line = cost(row);
    return line ? line - m_sheet->costs.lines.data() : -1;
}

std::string_view SourceModel::textOf(int row) const
{
    return hasText(row) ? m_sheet->text->line(size_t(row)) : std::string_view();
}

ShownLine SourceModel::shown(int row) const
{
    if (hasText(row))
        return shownLine(textOf(row), m_highlighting.line(size_t(row)));
    ShownLine line;
    line.text = functionNames(*cost(row));
    return line;
}

QList<std::pair<qsizetype, qsizetype>> SourceModel::matches(int row, const ShownLine &shown) const
{
    QList<std::pair<qsizetype, qsizetype>> found;
    if (!m_pattern || !hasText(row))
        return found;
    const std::string_view text = textOf(row);
    constexpr qsizetype most = 200;
    for (size_t from = 0; from <= text.size() && found.size() < most;) {
        const auto match = m_pattern->find(text, from);
        if (!match)
            break;
        const qsizetype begin = shown.position(match->first),
                        end = shown.position(match->first + match->second);
        if (end > begin)
            found.append({begin, end - begin});
        from = match->first + std::max<size_t>(match->second, 1);
    }
    return found;
}

QString SourceModel::functionNames(const SourceLineCost &cost) const
{
    QStringList names;
    for (const uint32_t function : cost.functions) {
        const std::string &name = m_sheet->costs.functions[function].name;
        names << (name.empty() ? tr("(no name)") : style::displayText(name));
        if (names.size() == 8) {
            names << QStringLiteral("…");
            break;
        }
    }
    return names.join(QStringLiteral(", "));
}

QString SourceModel::valueOf(size_t costRow, SourceColumn column) const
{
    const BothValues both = isFlat(column) ? m_sheet->lineFlat(costRow) : m_sheet->lineCum(costRow);
    if (both == BothValues())
        return {};
    const Analysis &analysis = *m_sheet->analysis;
    if (isDelta(column))
        return QString::fromStdString(sourceDelta(m_sheet->costs, analysis, both.delta()));
    const bool base = column == Column::BaseFlat || column == Column::BaseCum;
    const int64_t value = base ? both.base : both.current;
    // What the other side has and this one lacks is told from what neither has.
    return value == 0 ? QStringLiteral("–")
                      : QString::fromStdString(sourceValue(m_sheet->costs, analysis, value));
}

QString SourceModel::value(int row, SourceColumn column) const
{
    const qsizetype line = costRow(row);
    return line >= 0 ? valueOf(size_t(line), column) : QString();
}

QString SourceModel::toolTip(int row) const
{
    const SourceLineCost *line = cost(row);
    const auto index = size_t(costRow(row));
    if (!line || (m_sheet->lineFlat(index) == BothValues() && m_sheet->lineCum(index) == BothValues()))
        return {};
    const Analysis &analysis = *m_sheet->analysis;
    const auto amount = [&](int64_t value) {
        return tr("%1 (%2 of the total)")
            .arg(QString::fromStdString(analysis.formatAuto(value)),
                 QString::fromStdString(analysis.percent(value)));
    };
    QString text = line->line > 0 ? tr("Line %1").arg(line->line) : tr("Unknown line");
    if (const QString names = functionNames(*line); !names.isEmpty())
        text += QLatin1Char('\n') + names;
    if (const ComparisonPtr comparison = m_sheet->comparison) {
        text += QLatin1Char('\n') +
                tr("Flat, sampled here: %1").arg(bothText(*comparison, m_sheet->lineFlat(index)));
        text += QLatin1Char('\n') +
                tr("Cum, with what it calls: %1").arg(bothText(*comparison, m_sheet->lineCum(index)));
        text += QLatin1Char('\n') + tr("Percentages are of %1").arg(percentOfText(*comparison));
        const QString sentence = changeSentence(m_sheet->cumChanges[index]);
        if (!sentence.isEmpty())
            text += QLatin1Char('\n') + sentence;
    } else {
        text += QLatin1Char('\n') + tr("Flat, sampled here: %1").arg(amount(line->flat));
        text += QLatin1Char('\n') + tr("Cum, with what it calls: %1").arg(amount(line->cum));
    }
    if (m_textRows > 0 && line->line > m_textRows)
        text += QLatin1Char('\n') +
                tr("The file on disk ends before this line: it is not the one that was profiled.");
    return style::wrappedToolTip(text);
}

QString SourceModel::tabbed(const QList<int> &rows) const
{
    QString out;
    for (const int row : rows) {
        const int64_t line = lineOf(row);
        const std::string_view bytes = textOf(row);
        const QString text = hasText(row) ? QString::fromUtf8(bytes.data(), qsizetype(bytes.size()))
                                          : functionNames(*cost(row));
        for (const SourceColumn column : m_columns) {
            if (isNumber(column))
                out += value(row, column) + QLatin1Char('\t');
        }
        out += (line > 0 ? QString::number(line) : QString()) + QLatin1Char('\t') + text + QLatin1Char('\n');
    }
    return out;
}

QString SourceModel::sourceText(const QList<int> &rows) const
{
    QString out;
    for (const int row : rows) {
        const std::string_view bytes = textOf(row);
        out += QString::fromUtf8(bytes.data(), qsizetype(bytes.size())) + QLatin1Char('\n');
    }
    return out;
}

int SourceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_textRows + static_cast<int>(m_beyond.size());
}

int SourceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant SourceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_sheet)
        return {};
    const int row = index.row();
    const SourceColumn column = this->column(index.column());
    const bool number = isNumber(column);
    switch (role) {
    case Qt::DisplayRole:
        if (number)
            return value(row, column);
        if (column == SourceColumn::Line)
            return lineOf(row) > 0 ? QString::number(lineOf(row)) : QStringLiteral("?");
        return shown(row).text;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(column == SourceColumn::Text ? Qt::AlignLeft | Qt::AlignVCenter
                                                                : Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return toolTip(row);
    case ShareRole: {
        const qsizetype line = number && !isDelta(column) ? costRow(row) : -1;
        const uint64_t largest = isFlat(column) ? m_largestFlat : m_largestCum;
        if (line < 0 || largest == 0)
            return {};
        const BothValues both =
            isFlat(column) ? m_sheet->lineFlat(size_t(line)) : m_sheet->lineCum(size_t(line));
        const bool base = column == Column::BaseFlat || column == Column::BaseCum;
        return static_cast<double>(base ? both.base : both.current) / static_cast<double>(largest);
    }
    case DeltaRole: {
        const qsizetype line = isDelta(column) ? costRow(row) : -1;
        const uint64_t largest = isFlat(column) ? m_largestFlatDelta : m_largestCumDelta;
        if (line < 0 || valueOf(size_t(line), column).isEmpty())
            return {};
        const BothValues both =
            isFlat(column) ? m_sheet->lineFlat(size_t(line)) : m_sheet->lineCum(size_t(line));
        return largest == 0 ? 0.0 : static_cast<double>(both.delta()) / static_cast<double>(largest);
    }
    case ChangeRole: {
        const qsizetype line = isDelta(column) ? costRow(row) : -1;
        if (line < 0)
            return {};
        return changeNumber(isFlat(column) ? m_sheet->flatChanges[size_t(line)]
                                           : m_sheet->cumChanges[size_t(line)]);
    }
    case NameRole:
        return column == SourceColumn::Text && !hasText(row);
    default:
        return {};
    }
}

QVariant SourceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (section < 0 || section >= columnCount())
        return {};
    const SourceColumn column = this->column(section);
    const bool compared = m_sheet && m_sheet->comparison;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(column == SourceColumn::Text ? Qt::AlignLeft | Qt::AlignVCenter
                                                                : Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        if (isDelta(column))
            return style::wrappedToolTip(tr(
                "Current minus base. Bars compare the lines of this file: blue to the left is less, red to "
                "the right is more, grey is noise."));
        if (isFlat(column))
            return tr("Flat: sampled in the line itself. Bars compare the lines of this file.");
        if (isNumber(column))
            return tr("Cum: sampled in the line or in what it calls; each sample counts once.");
    }
    if (role == DeltaRole)
        return isDelta(column);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case SourceColumn::Flat:
        return compared ? tr("Flat\ncurrent") : tr("Flat");
    case SourceColumn::Cum:
        return compared ? tr("Cum\ncurrent") : tr("Cum");
    case SourceColumn::BaseFlat:
        return tr("Flat\nbase");
    case SourceColumn::BaseCum:
        return tr("Cum\nbase");
    case SourceColumn::DeltaFlat:
        return tr("Flat\nΔ");
    case SourceColumn::DeltaCum:
        return tr("Cum\nΔ");
    case SourceColumn::Line:
        return tr("Line");
    case SourceColumn::Text:
        return m_textRows > 0 || !m_sheet ? tr("Source") : tr("Function");
    }
    return {};
}

} // namespace proflens
