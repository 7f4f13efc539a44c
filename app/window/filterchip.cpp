// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/filterchip.h"

#include "app/style/palette.h"
#include "app/window/patternedit.h"

#include <QApplication>
#include <QCoreApplication>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QStyle>

#include <algorithm>
#include <utility>

namespace proflens {

namespace {

constexpr int editorWidth = 300, reasonWidth = 260, gap = 6;

QString translated(const char *text)
{
    return QCoreApplication::translate("FilterChip", text);
}

} // namespace

QString filterTitle(FilterKind kind)
{
    switch (kind) {
    case FilterKind::Focus:
        return translated("Focus");
    case FilterKind::Ignore:
        return translated("Ignore");
    case FilterKind::Hide:
        return translated("Hide");
    case FilterKind::Show:
        return translated("Show");
    case FilterKind::ShowFrom:
        return translated("Show from");
    case FilterKind::TagFocus:
        return translated("Tag focus");
    case FilterKind::TagIgnore:
        return translated("Tag ignore");
    case FilterKind::TagShow:
        return translated("Tag show");
    case FilterKind::TagHide:
        return translated("Tag hide");
    case FilterKind::PruneFrom:
        return translated("Prune from");
    }
    return {};
}

QString filterMeaning(FilterKind kind)
{
    switch (kind) {
    case FilterKind::Focus:
        return translated("Keeps only samples with a frame that matches");
    case FilterKind::Ignore:
        return translated("Leaves out samples with a frame that matches");
    case FilterKind::Hide:
        return translated("Leaves out frames that match; their cost goes to their callers");
    case FilterKind::Show:
        return translated("Keeps only frames that match");
    case FilterKind::ShowFrom:
        return translated("Leaves out what calls the first frame that matches, and samples without one");
    case FilterKind::TagFocus:
        return translated("Keeps only samples with a label that matches");
    case FilterKind::TagIgnore:
        return translated("Leaves out samples with a label that matches");
    case FilterKind::TagShow:
        return translated("Keeps only label keys that match");
    case FilterKind::TagHide:
        return translated("Leaves out label keys that match");
    case FilterKind::PruneFrom:
        return translated("Leaves out what the frames that match call; its cost goes to them");
    }
    return {};
}

FilterChipWidget::FilterChipWidget(FilterNames *names, QWidget *parent)
    : Chip(parent)
    , m_names(names)
{}

void FilterChipWidget::setChip(const FilterChip &chip)
{
    if (!(chip == m_chip)) {
        showEffect({});
        stopEdit();
    }
    m_chip = chip;
    say(filterTitle(chip.kind), chip.pattern, true, filterMeaning(chip.kind) + QLatin1Char('.'),
        chip.enabled);
}

void FilterChipWidget::startEdit()
{
    if (m_edit)
        return;
    m_edit = new PatternEdit(m_names, this);
    m_edit->setKind(m_chip.kind);
    m_edit->setText(m_chip.pattern);
    m_edit->setAccessibleName(tr("Pattern of the filter"));
    m_edit->installEventFilter(this);
    m_reason = new QLabel(this);
    m_reason->setTextFormat(Qt::PlainText);
    connect(m_edit, &PatternEdit::accepted, this, &FilterChipWidget::takeEdit);
    connect(m_edit, &PatternEdit::cancelled, this, [this] {
        stopEdit();
        setFocus();
    });
    connect(m_edit, &PatternEdit::problemChanged, this, &FilterChipWidget::showProblem);
    setFocusProxy(m_edit);
    showProblem();
    m_edit->show();
    m_edit->setFocus();
    m_edit->selectAll();
}

void FilterChipWidget::stopEdit()
{
    if (!m_edit)
        return;
    setFocusProxy(nullptr);
    // Later: it may be the one whose signal led here.
    PatternEdit *edit = std::exchange(m_edit, nullptr);
    edit->removeEventFilter(this);
    edit->disconnect(this);
    edit->hide();
    edit->deleteLater();
    std::exchange(m_reason, nullptr)->deleteLater();
    setReplaced(-1);
}

void FilterChipWidget::takeEdit()
{
    const QString pattern = m_edit->text();
    const bool hadFocus = m_edit->hasFocus();
    stopEdit();
    if (hadFocus)
        setFocus();
    if (pattern != m_chip.pattern)
        Q_EMIT edited(pattern);
}

void FilterChipWidget::showProblem()
{
    const QString &problem = m_edit->problem();
    m_reason->setVisible(!problem.isEmpty());
    m_reason->setToolTip(problem);
    QPalette wrong = palette();
    wrong.setColor(QPalette::WindowText, style::errorText(palette()));
    m_reason->setPalette(wrong);
    setReplaced(editorWidth + (problem.isEmpty() ? 0 : gap + reasonWidth));
    placeEditor();
}

void FilterChipWidget::placeEditor()
{
    if (!m_edit)
        return;
    QRect content = contentRect();
    const auto place = [this](const QRect &rect) {
        return QStyle::visualRect(layoutDirection(), this->rect(), rect);
    };
    if (!m_edit->problem().isEmpty()) {
        // In a narrow window, what is written comes first.
        const int width = std::clamp(content.width() - editorWidth / 2 - gap, 0, reasonWidth);
        m_reason->setGeometry(place({content.right() + 1 - width, 0, width, height()}));
        m_reason->setText(m_reason->fontMetrics().elidedText(m_edit->problem(), Qt::ElideRight, width));
        content.setRight(content.right() - width - gap);
    }
    const int high = std::min(height() - 4, m_edit->sizeHint().height());
    m_edit->setGeometry(place({content.left(), (height() - high) / 2, content.width(), high}));
}

bool FilterChipWidget::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_edit && event->type() == QEvent::FocusOut) {
        const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
        // Not where a menu or another window comes in front; and what is wrong waits to be put right.
        const bool leaves = reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason;
        if (leaves && m_edit->problem().isEmpty()) {
            if (m_edit->text().isEmpty())
                QMetaObject::invokeMethod(this, &FilterChipWidget::stopEdit, Qt::QueuedConnection);
            else
                QMetaObject::invokeMethod(
                    this,
                    [this] {
                        if (m_edit && !m_edit->hasFocus() && m_edit->problem().isEmpty())
                            takeEdit();
                    },
                    Qt::QueuedConnection);
        }
    }
    return Chip::eventFilter(object, event);
}

void FilterChipWidget::resizeEvent(QResizeEvent *event)
{
    Chip::resizeEvent(event);
    placeEditor();
}

void FilterChipWidget::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !m_edit)
        m_pressed = event->pos();
}

void FilterChipWidget::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_pressed || !(event->buttons() & Qt::LeftButton))
        return;
    if (!m_isDragged && (event->pos() - *m_pressed).manhattanLength() < QApplication::startDragDistance())
        return;
    if (!m_isDragged) {
        m_isDragged = true;
        setCursor(Qt::ClosedHandCursor);
    }
    Q_EMIT dragged(mapToParent(event->pos()));
}

void FilterChipWidget::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const bool wasDragged = m_isDragged;
    endDrag();
    if (wasDragged)
        Q_EMIT dropped(mapToParent(event->pos()));
}

void FilterChipWidget::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_isDragged) {
        endDrag();
        Q_EMIT dragCancelled();
        return;
    }
    const bool isArrow = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    if (isArrow && event->modifiers().testFlag(Qt::ControlModifier)) {
        Q_EMIT moveWanted((event->key() == Qt::Key_Right) == isRightToLeft() ? -1 : 1);
        return;
    }
    Chip::keyPressEvent(event);
}

void FilterChipWidget::endDrag()
{
    m_pressed.reset();
    m_isDragged = false;
    unsetCursor();
}

} // namespace proflens
