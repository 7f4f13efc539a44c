// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/source/sourcemodel.h"

#include "app/panes/bardelegate.h"
#include "app/style/text.h"

#include <algorithm>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    return value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
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
    m_largestFlat = m_largestCum = 0;
    if (m_sheet) {
        if (m_sheet->text)
            m_textRows = static_cast<int>(m_sheet->text->lineCount());
        const auto &lines = m_sheet->costs.lines;
        for (uint32_t row = 0; row < lines.size(); ++row) {
            m_largestFlat = std::max(m_largestFlat, magnitude(lines[row].flat));
            m_largestCum = std::max(m_largestCum, magnitude(lines[row].cum));
            const bool costs = lines[row].flat != 0 || lines[row].cum != 0;
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
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, int(SourceColumn::Text)), index(rowCount() - 1, int(SourceColumn::Text)),
                           {Qt::ForegroundRole});
}

void SourceModel::setPattern(const std::optional<Regex> &pattern)
{
    m_pattern = pattern;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, int(SourceColumn::Text)), index(rowCount() - 1, int(SourceColumn::Text)),
                           {Qt::ForegroundRole});
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

QString SourceModel::value(int row, SourceColumn column) const
{
    const SourceLineCost *line = cost(row);
    const int64_t value = !line ? 0 : column == SourceColumn::Flat ? line->flat : line->cum;
    return value == 0 ? QString()
                      : QString::fromStdString(sourceValue(m_sheet->costs, *m_sheet->analysis, value));
}

QString SourceModel::toolTip(int row) const
{
    const SourceLineCost *line = cost(row);
    if (!line || (line->flat == 0 && line->cum == 0))
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
    text += QLatin1Char('\n') + tr("Flat, sampled here: %1").arg(amount(line->flat));
    text += QLatin1Char('\n') + tr("Cum, with what it calls: %1").arg(amount(line->cum));
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
        out += value(row, SourceColumn::Flat) + QLatin1Char('\t') + value(row, SourceColumn::Cum) +
               QLatin1Char('\t') + (line > 0 ? QString::number(line) : QString()) + QLatin1Char('\t') + text +
               QLatin1Char('\n');
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
    return parent.isValid() ? 0 : sourceColumnCount;
}

QVariant SourceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_sheet)
        return {};
    const int row = index.row();
    const auto column = static_cast<SourceColumn>(index.column());
    const bool number = column == SourceColumn::Flat || column == SourceColumn::Cum;
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
        const SourceLineCost *line = number ? cost(row) : nullptr;
        const uint64_t largest = column == SourceColumn::Flat ? m_largestFlat : m_largestCum;
        if (!line || largest == 0)
            return {};
        const int64_t value = column == SourceColumn::Flat ? line->flat : line->cum;
        return static_cast<double>(value) / static_cast<double>(largest);
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
    const auto column = static_cast<SourceColumn>(section);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(column == SourceColumn::Text ? Qt::AlignLeft | Qt::AlignVCenter
                                                                : Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && column == SourceColumn::Flat)
        return tr("Flat: sampled in the line itself. Bars compare the lines of this file.");
    if (role == Qt::ToolTipRole && column == SourceColumn::Cum)
        return tr("Cum: sampled in the line or in what it calls; each sample counts once.");
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case SourceColumn::Flat:
        return tr("Flat");
    case SourceColumn::Cum:
        return tr("Cum");
    case SourceColumn::Line:
        return tr("Line");
    case SourceColumn::Text:
        return m_textRows > 0 || !m_sheet ? tr("Source") : tr("Function");
    }
    return {};
}

} // namespace proflens
