// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/console/consoleinput.h"

#include "app/style/syntax.h"
#include "app/style/text.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>

#include <algorithm>

namespace proflens {

namespace {

constexpr int shownOffers = 12;

QString fromBytes(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
}

} // namespace

ConsoleInput::ConsoleInput(QWidget *parent)
    : QLineEdit(parent)
    , m_completer(new QCompleter(this))
    , m_model(new QStringListModel(this))
{
    setFont(style::codeFont(font()));
    setFrame(false);
    m_completer->setModel(m_model);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(shownOffers);
    m_completer->popup()->setFont(font());
    m_completer->popup()->setObjectName(QStringLiteral("offers"));
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &ConsoleInput::accept);
    // The list follows what is typed while it is open.
    connect(this, &QLineEdit::textEdited, this, [this] {
        m_browsing = false;
        if (m_completer->popup()->isVisible())
            offer();
    });
}

QStringList ConsoleInput::offered() const
{
    return m_completer->popup()->isVisible() ? m_model->stringList() : QStringList();
}

bool ConsoleInput::event(QEvent *event)
{
    // Tab would leave the line before a key is pressed in it.
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier) {
            if (m_completer->popup()->isVisible())
                event->ignore(); // the list takes it
            else
                complete();
            return true;
        }
    }
    return QLineEdit::event(event);
}

void ConsoleInput::keyPressEvent(QKeyEvent *event)
{
    // An open list asks the line first about every key.
    constexpr int keysOfList[] = {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Escape};
    if (m_completer->popup()->isVisible() &&
        std::find(std::begin(keysOfList), std::end(keysOfList), event->key()) != std::end(keysOfList)) {
        event->ignore();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        enter();
        return;
    case Qt::Key_Up:
        browse(-1);
        return;
    case Qt::Key_Down:
        browse(1);
        return;
    case Qt::Key_PageUp:
        Q_EMIT scrolled(-1);
        return;
    case Qt::Key_PageDown:
        Q_EMIT scrolled(1);
        return;
    case Qt::Key_Escape:
        if (text().isEmpty())
            Q_EMIT interrupted();
        else
            clear();
        return;
    default:
        break;
    }
    if (event->matches(QKeySequence::Copy) && !hasSelectedText()) {
        Q_EMIT interrupted();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void ConsoleInput::enter()
{
    const QString line = text();
    clear();
    m_browsing = false;
    m_draft.clear();
    Q_EMIT entered(line);
}

void ConsoleInput::browse(int step)
{
    if (!m_history)
        return;
    const auto &lines = m_history->lines();
    if (!m_browsing) {
        m_browsing = true;
        m_place = lines.size();
        m_draft = text();
    }
    m_place = std::min(m_place, lines.size());
    if ((step < 0 && m_place == 0) || (step > 0 && m_place == lines.size()))
        return;
    m_place = step < 0 ? m_place - 1 : m_place + 1;
    setText(m_place == lines.size() ? m_draft : fromBytes(lines[m_place]));
}

void ConsoleInput::accept(const QString &candidate)
{
    const QByteArray line = text().toUtf8();
    const QString before = fromBytes(std::string_view(line).substr(0, m_found.begin));
    const QString after = fromBytes(std::string_view(line).substr(m_found.end));
    const bool open = m_found.endsOpen(candidate.toStdString());
    const QString gap = open || after.startsWith(u' ') ? QString() : QStringLiteral(" ");
    setText(before + candidate + gap + after);
    setCursorPosition(int(before.size() + candidate.size() + gap.size()));
}

// One way to go on is taken at once; of several, what they have in common.
void ConsoleInput::complete()
{
    if (!m_source)
        return;
    const QByteArray line = text().toUtf8();
    const auto cursor = size_t(text().left(cursorPosition()).toUtf8().size());
    m_found = m_source({line.constData(), size_t(line.size())}, cursor);
    const auto &all = m_found.candidates;
    if (all.size() == 1) {
        accept(fromBytes(all[0]));
        return;
    }
    if (all.empty())
        return;
    size_t common = all[0].size();
    for (const std::string &one : all) {
        const auto differs = std::mismatch(one.begin(), one.end(), all[0].begin(), all[0].end()).first;
        common = std::min(common, size_t(differs - one.begin()));
    }
    if (common > m_found.end - m_found.begin) {
        const QString before = fromBytes(std::string_view(line).substr(0, m_found.begin));
        const QString part = QString::fromUtf8(all[0].data(), qsizetype(common));
        setText(before + part + fromBytes(std::string_view(line).substr(m_found.end)));
        setCursorPosition(int(before.size() + part.size()));
    }
    offer();
}

void ConsoleInput::offer()
{
    const QByteArray line = text().toUtf8();
    const auto cursor = size_t(text().left(cursorPosition()).toUtf8().size());
    m_found = m_source({line.constData(), size_t(line.size())}, cursor);
    QStringList list;
    for (const std::string &candidate : m_found.candidates)
        list.append(fromBytes(candidate));
    m_model->setStringList(list);
    if (list.isEmpty()) {
        m_completer->popup()->hide();
        return;
    }
    // As wide as its names, as far as the line reaches.
    QAbstractItemView *popup = m_completer->popup();
    constexpr int margin = 40;
    const int wanted = popup->sizeHintForColumn(0) + margin;
    QRect place = rect();
    const int left = std::min(cursorRect().left(), std::max(0, width() - wanted));
    place.setLeft(left);
    place.setWidth(std::clamp(wanted, 160, std::max(160, width() - left)));
    m_completer->complete(place);
    popup->setCurrentIndex(m_completer->completionModel()->index(0, 0));
}

} // namespace proflens
