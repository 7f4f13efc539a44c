// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/source/sourceview.h"

#include "app/panes/source/sourcedelegate.h"
#include "app/panes/source/sourcemodel.h"
#include "app/style/palette.h"
#include "app/style/syntax.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace proflens {

SourceView::SourceView(SourceModel *model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_delegate(new SourceDelegate(model, this))
{
    setModel(model);
    setItemDelegate(m_delegate);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setMinimumSectionSize(20);
    setAccessibleName(tr("Source lines with costs"));
    useFont();
}

void SourceView::useFont()
{
    const QFont code = style::codeFont(font());
    if (code != font())
        setFont(code);
    // Titles are words, not code.
    horizontalHeader()->setFont(QApplication::font("QHeaderView"));
    verticalHeader()->setMinimumSectionSize(0);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 2);
    fitColumns();
}

void SourceView::fitColumns()
{
    const QFontMetrics metrics = fontMetrics();
    const SourceSheet *sheet = m_model->sheet();
    const int rows = m_model->rowCount();
    const QString line =
        QString::number(rows > 0 ? std::max<int64_t>(9999, m_model->lineOf(rows - 1)) : int64_t(9999));
    // Room for what costs print as, however small the numbers of this file are; where there are many columns
    // of them, they leave the room to the text.
    const QString least = sheet && sheet->comparison ? QString() : QStringLiteral("123.45ms");
    int left = viewport()->width();
    for (int section = 0; section < m_model->columnCount(); ++section) {
        const SourceColumn column = m_model->column(section);
        if (column == SourceColumn::Text)
            continue;
        QString widest = column == SourceColumn::Line ? line : m_model->widest(column);
        if (column != SourceColumn::Line && widest.size() <= least.size())
            widest = least;
        const bool hasBars = m_model->headerData(section, Qt::Horizontal, DeltaRole).toBool();
        setColumnWidth(section, std::max(metrics.horizontalAdvance(widest) + 16 +
                                             (hasBars ? BarDelegate::deltaBarWidth : 0),
                                         horizontalHeader()->sectionSizeHint(section)));
        left -= columnWidth(section);
    }
    const bool hasText = sheet && sheet->text;
    const int text =
        hasText ? int(std::min<int64_t>(sheet->widest, 2100)) * metrics.horizontalAdvance(QLatin1Char('m')) +
                      2 * SourceDelegate::textMargin()
                : 160;
    setColumnWidth(m_model->sectionOf(SourceColumn::Text), std::max(left, text));
}

void SourceView::setDimmed(bool dimmed)
{
    m_delegate->setDimmed(dimmed);
    viewport()->update();
}

void SourceView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

void SourceView::showRow(int row)
{
    if (row < 0 || row >= m_model->rowCount())
        return;
    const QModelIndex index = m_model->index(row, 0);
    // Asked before it becomes current, which alone would bring it to the nearest edge.
    const QRect rect = visualRect(index);
    const bool isSeen = viewport()->rect().contains(QRect(0, rect.top(), 1, rect.height()));
    const int aside = horizontalScrollBar()->value();
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (!isSeen)
        scrollTo(index, PositionAtCenter);
    horizontalScrollBar()->setValue(aside);
}

int SourceView::currentRow() const
{
    return currentIndex().isValid() ? currentIndex().row() : -1;
}

QList<int> SourceView::selectedRowNumbers() const
{
    QList<int> rows;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows << row;
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

void SourceView::keyPressEvent(QKeyEvent *event)
{
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && plain && currentRow() >= 0) {
        Q_EMIT opened(currentRow());
        return;
    }
    // Home and End mean the first and the last line, since columns are not walked; Left and Right scroll.
    if ((event->key() == Qt::Key_Home || event->key() == Qt::Key_End) && plain) {
        showRow(event->key() == Qt::Key_Home ? 0 : m_model->rowCount() - 1);
        return;
    }
    if ((event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) && plain) {
        horizontalScrollBar()->triggerAction(event->key() == Qt::Key_Left
                                                 ? QAbstractSlider::SliderSingleStepSub
                                                 : QAbstractSlider::SliderSingleStepAdd);
        return;
    }
    QTableView::keyPressEvent(event);
}

void SourceView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid())
        Q_EMIT opened(index.row());
}

void SourceView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = byMouse ? indexAt(event->pos()) : currentIndex();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT menuRequested(menu, index.isValid() ? index.row() : -1);
    menu->popup(byMouse || !index.isValid() ? event->globalPos()
                                            : viewport()->mapToGlobal(visualRect(index).bottomLeft()));
}

void SourceView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_model->rowCount() > 0 || m_emptyText.isEmpty())
        return;
    QPainter painter(viewport());
    // Said out loud, or the painter fills in the family of the code.
    QFont plain = parentWidget() ? parentWidget()->font() : font();
    plain.setFamilies(plain.families());
    painter.setFont(plain);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16),
                     Qt::AlignCenter | Qt::TextWordWrap | Qt::TextWrapAnywhere, m_emptyText);
}

void SourceView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void SourceView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        useFont();
}

} // namespace proflens
