// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/console/consoleview.h"

#include "app/style/palette.h"
#include "app/style/syntax.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QTimer>

#include <algorithm>

namespace proflens {

namespace {

constexpr int maxBlocks = 30000, linesAtOnce = 400, maxMarks = 3000;

// What a block of the text is, to colour it anew in dark or light.
struct BlockData : QTextBlockUserData
{
    explicit BlockData(const ConsoleLine &l)
        : line(l)
    {
        line.text.clear();
    }
    ConsoleLine line;
};

} // namespace

ConsoleView::ConsoleView(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_timer(new QTimer(this))
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setLineWrapMode(NoWrap);
    setMaximumBlockCount(maxBlocks);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFont(style::codeFont(font()));
    viewport()->setMouseTracking(true);
    m_timer->setInterval(0);
    connect(m_timer, &QTimer::timeout, this, &ConsoleView::appendSome);
}

void ConsoleView::append(const QList<ConsoleLine> &lines)
{
    m_pending += lines;
    appendSome();
}

void ConsoleView::clearAll()
{
    m_pending.clear();
    m_timer->stop();
    setExtraSelections({});
    clear();
    m_empty = true;
}

void ConsoleView::appendSome()
{
    // Whoever reads further up is left in peace.
    QScrollBar *bar = verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum() - 1;
    const qsizetype count = std::min<qsizetype>(m_pending.size(), linesAtOnce);
    setUpdatesEnabled(false);
    for (qsizetype i = 0; i < count; ++i)
        appendLine(m_pending[i]);
    m_pending.remove(0, count);
    setUpdatesEnabled(true);
    if (atEnd)
        bar->setValue(bar->maximum());
    if (m_pending.isEmpty()) {
        m_timer->stop();
        if (m_pattern)
            mark(m_pattern);
    } else {
        m_timer->start();
    }
}

void ConsoleView::appendLine(const ConsoleLine &line)
{
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    if (!m_empty)
        cursor.insertBlock();
    m_empty = false;
    if (line.hasLink()) {
        cursor.insertText(line.text.left(line.linkBegin), format(line.kind, false));
        cursor.insertText(line.text.mid(line.linkBegin, line.linkEnd - line.linkBegin),
                          format(line.kind, true));
        cursor.insertText(line.text.mid(line.linkEnd), format(line.kind, false));
    } else {
        cursor.insertText(line.text, format(line.kind, false));
    }
    if (line.hasLink() || line.kind != ConsoleLine::Kind::Output)
        cursor.block().setUserData(new BlockData(line));
}

QTextCharFormat ConsoleView::format(ConsoleLine::Kind kind, bool link) const
{
    QTextCharFormat format;
    QColor color = palette().color(QPalette::Text);
    if (link)
        color = palette().color(QPalette::Link);
    else if (kind == ConsoleLine::Kind::Problem)
        color = style::errorText(palette());
    else if (kind == ConsoleLine::Kind::Note)
        color = style::mixed(color, palette().color(QPalette::Base), 0.35);
    format.setForeground(color);
    if (kind == ConsoleLine::Kind::Typed)
        format.setFontWeight(QFont::Bold);
    return format;
}

void ConsoleView::colorAll()
{
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        const auto *data = static_cast<const BlockData *>(block.userData());
        const ConsoleLine line = data ? data->line : ConsoleLine();
        QTextCursor cursor(block);
        cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        cursor.setCharFormat(format(line.kind, false));
        if (line.hasLink()) {
            cursor.setPosition(block.position() + int(line.linkBegin));
            cursor.setPosition(block.position() + int(line.linkEnd), QTextCursor::KeepAnchor);
            cursor.setCharFormat(format(line.kind, true));
        }
    }
}

QString ConsoleView::functionAt(const QPoint &position) const
{
    const QTextCursor cursor = cursorForPosition(position);
    const auto *data = static_cast<const BlockData *>(cursor.block().userData());
    if (!data || !data->line.hasLink())
        return {};
    // The nearest place in the text may be far from the mouse.
    QTextCursor begin(cursor.block()), end(cursor.block());
    begin.setPosition(cursor.block().position() + int(data->line.linkBegin));
    end.setPosition(cursor.block().position() + int(data->line.linkEnd));
    const QRect first = cursorRect(begin), last = cursorRect(end);
    const QRect link(first.topLeft(), QPoint(last.left(), first.bottom()));
    return link.contains(position) ? data->line.function : QString();
}

QString ConsoleView::cursorFunction() const
{
    const auto *data = static_cast<const BlockData *>(textCursor().block().userData());
    return data ? data->line.function : QString();
}

void ConsoleView::hover(const QString &function)
{
    if (m_hovered == function)
        return;
    m_hovered = function;
    viewport()->setCursor(function.isEmpty() ? Qt::IBeamCursor : Qt::PointingHandCursor);
    Q_EMIT linkHovered(function);
}

void ConsoleView::mouseMoveEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseMoveEvent(event);
    hover(event->buttons() == Qt::NoButton ? functionAt(event->pos()) : QString());
}

void ConsoleView::mouseReleaseEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton || textCursor().hasSelection())
        return;
    if (const QString function = functionAt(event->pos()); !function.isEmpty())
        Q_EMIT linkActivated(function);
}

void ConsoleView::leaveEvent(QEvent *event)
{
    QPlainTextEdit::leaveEvent(event);
    hover({});
}

void ConsoleView::keyPressEvent(QKeyEvent *event)
{
    const QString text = event->text();
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && plain) {
        if (const QString function = cursorFunction(); !function.isEmpty())
            Q_EMIT linkActivated(function);
        else
            Q_EMIT typed({});
        return;
    }
    if (plain && !text.isEmpty() && text[0].isPrint()) {
        Q_EMIT typed(text);
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void ConsoleView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colorAll();
}

int ConsoleView::mark(const std::optional<Regex> &pattern)
{
    m_pattern = pattern;
    QList<QTextEdit::ExtraSelection> marks;
    for (QTextBlock block = document()->begin(); pattern && block.isValid(); block = block.next()) {
        const std::string text = block.text().toStdString();
        for (size_t from = 0; from <= text.size() && marks.size() < maxMarks;) {
            const auto found = pattern->find(text, from);
            if (!found)
                break;
            from = found->first + std::max<size_t>(found->second, 1);
            if (found->second == 0)
                continue;
            const auto at = [&](size_t byte) {
                return block.position() + int(QString::fromUtf8(text.data(), qsizetype(byte)).size());
            };
            QTextEdit::ExtraSelection mark;
            mark.cursor = QTextCursor(document());
            mark.cursor.setPosition(at(found->first));
            mark.cursor.setPosition(at(found->first + found->second), QTextCursor::KeepAnchor);
            mark.format.setBackground(style::matchColor(palette()));
            marks.append(mark);
        }
    }
    setExtraSelections(marks);
    return int(marks.size());
}

bool ConsoleView::goToMatch(bool forward)
{
    const QList<QTextEdit::ExtraSelection> marks = extraSelections();
    if (marks.isEmpty())
        return false;
    const QTextCursor now = textCursor();
    const auto next = [&]() -> QTextCursor {
        if (forward) {
            for (const auto &mark : marks) {
                if (mark.cursor.selectionStart() >= now.selectionEnd() &&
                    mark.cursor.selectionEnd() > now.selectionEnd())
                    return mark.cursor;
            }
            return marks.first().cursor;
        }
        for (qsizetype i = marks.size(); i-- > 0;) {
            if (marks[i].cursor.selectionEnd() <= now.selectionStart())
                return marks[i].cursor;
        }
        return marks.last().cursor;
    }();
    setTextCursor(next);
    ensureCursorVisible();
    return true;
}

} // namespace proflens
