// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/patternedit.h"

#include "app/style/palette.h"
#include "app/window/filternames.h"
#include "app/window/suggestionmodel.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QEvent>
#include <QFontDatabase>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QListView>
#include <QScopedValueRollback>

#include <algorithm>

namespace proflens {

namespace {

// More than anybody reads; typing narrows it down.
constexpr size_t mostOffered = 200;

} // namespace

PatternEdit::PatternEdit(FilterNames *names, QWidget *parent)
    : QLineEdit(parent)
    , m_names(names)
    , m_model(new SuggestionModel(this))
    , m_completer(new QCompleter(this))
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font().pointSizeF());
    setFont(fixed);
    // Files that are dropped here are meant for the window.
    setAcceptDrops(false);

    auto *popup = new QListView;
    popup->setUniformItemSizes(true);
    popup->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    popup->setAccessibleName(tr("Names that complete the pattern, most expensive first"));
    m_completer->setModel(m_model);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(12);
    m_completer->setPopup(popup);
    popup->setItemDelegate(new SuggestionDelegate(popup));
    // Not QLineEdit::setCompleter(), which would put names into the line as one walks over them.
    m_completer->setWidget(this);
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this,
            [this](const QModelIndex &index) { choose(index.row()); });
    connect(this, &QLineEdit::textChanged, this, &PatternEdit::check);
    connect(this, &QLineEdit::textEdited, this, [this](const QString &text) {
        if (text.isEmpty())
            m_completer->popup()->hide();
        else
            offer();
    });
    connect(names, &FilterNames::changed, this, [this] {
        if (m_offersLater && hasFocus())
            offer();
    });
    check();
}

void PatternEdit::setKind(FilterKind kind)
{
    m_kind = kind;
    const bool labels = kind == FilterKind::TagFocus || kind == FilterKind::TagIgnore;
    setPlaceholderText(labels ? tr("key=value, 1kb:4kb …") : tr("Filter: a regular expression"));
    check();
}

bool PatternEdit::isOffering() const
{
    return m_completer->popup()->isVisible();
}

void PatternEdit::offer()
{
    const NameCosts *costs = m_names->costs();
    m_offersLater = !costs;
    if (!costs)
        return;
    m_model->setSuggestions(suggestions(*costs, m_kind, text().toStdString(), mostOffered),
                            [this](const NameCost &cost) { return m_names->costText(cost); });
    // What is written out already needs no completion.
    const bool isWhole = m_model->rowCount() == 1 && !m_model->suggestion(0).isPart &&
                         m_model->suggestion(0).pattern == text().toStdString();
    if (m_model->rowCount() == 0 || isWhole) {
        m_completer->popup()->hide();
        return;
    }
    // A label is as likely the last one as any; keys need not be typed at all.
    const int width = std::max(this->width(), SuggestionDelegate::usualWidth(fontMetrics()));
    m_completer->complete({0, 0, std::min(width, window()->width() - 20), height()});
    // A list that gets the focus makes its first row the current one; nobody has chosen it yet.
    m_completer->popup()->setCurrentIndex({});
}

void PatternEdit::choose(int row)
{
    if (row < 0 || row >= m_model->rowCount())
        return;
    const Suggestion chosen = m_model->suggestion(row);
    setText(QString::fromStdString(chosen.pattern));
    if (chosen.isPart)
        offer();
    else
        m_completer->popup()->hide();
}

void PatternEdit::check()
{
    const QString problem = text().isEmpty() ? QString() : patternProblem(m_kind, text());
    const bool changed = problem != m_problem;
    m_problem = problem;
    colour();
    setAccessibleDescription(m_problem);
    if (changed)
        Q_EMIT problemChanged();
}

void PatternEdit::colour()
{
    const QScopedValueRollback guard(m_isColouring, true);
    if (m_problem.isEmpty()) {
        setPalette(QPalette());
        return;
    }
    const QPalette usual = parentWidget() ? parentWidget()->palette() : QPalette();
    QPalette wrong = usual;
    const QColor sign = style::errorText(usual);
    wrong.setColor(QPalette::Text, sign);
    wrong.setColor(QPalette::Base, style::mixed(usual.color(QPalette::Base), sign, 0.08));
    setPalette(wrong);
}

void PatternEdit::keyPressEvent(QKeyEvent *event)
{
    const bool offering = isOffering();
    switch (event->key()) {
    case Qt::Key_Escape:
        // The list of names goes first.
        if (offering) {
            event->ignore();
            return;
        }
        event->accept();
        Q_EMIT cancelled();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (offering && m_completer->popup()->selectionModel()->hasSelection()) {
            event->ignore(); // the list takes it
            return;
        }
        m_completer->popup()->hide();
        event->accept();
        if (!text().isEmpty() && m_problem.isEmpty())
            Q_EMIT accepted();
        return;
    case Qt::Key_Down:
        if (!offering) {
            event->accept();
            offer();
            return;
        }
        break;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

void PatternEdit::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_isColouring && !m_problem.isEmpty())
        colour();
}

} // namespace proflens
