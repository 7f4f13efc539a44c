// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flamecrumbs.h"

#include "app/style/text.h"
#include "core/layout/flamelabel.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QResizeEvent>
#include <QToolButton>

#include <algorithm>

namespace proflens {

namespace {

constexpr int widestCrumb = 220, separatorWidth = 14, crumbPadding = 14;
constexpr int mostInMenu = 40;

// Cut as the boxes cut it.
QString fitted(const QString &name, const QFontMetricsF &metrics, double width)
{
    const QByteArray bytes = name.toUtf8();
    const auto part = [&](size_t begin, size_t end) {
        return QString::fromUtf8(bytes.constData() + begin, qsizetype(end - begin));
    };
    const LabelFit fit =
        fitLabel(labelCuts({bytes.constData(), size_t(bytes.size())}), size_t(bytes.size()), width,
                 metrics.horizontalAdvance(QStringLiteral("…")),
                 [&](size_t begin, size_t end) { return metrics.horizontalAdvance(part(begin, end)); });
    size_t end = fit.end; // not within a character
    while (end > fit.begin && end < size_t(bytes.size()) && (uint8_t(bytes[qsizetype(end)]) & 0xc0) == 0x80)
        --end;
    return part(fit.begin, end) + (fit.ellipsis ? QStringLiteral("…") : QString());
}

} // namespace

FlameCrumbs::FlameCrumbs(QWidget *parent)
    : QWidget(parent)
    , m_bar(new QWidget(this))
    , m_row(new QHBoxLayout(m_bar))
{
    m_row->setContentsMargins(2, 0, 2, 0);
    m_row->setSpacing(0);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setAccessibleName(tr("Path of the zoomed frame"));
    rebuild();
}

void FlameCrumbs::setPath(const FlameDataPtr &data, FlameNode node)
{
    // Without a frame, or with the same stacks, the same buttons stand for the same.
    const bool same =
        node == m_node && (node.depth == 0 || (data && m_data && data->inverted == m_data->inverted &&
                                               &data->tree.index() == &m_data->tree.index()));
    m_data = data;
    m_node = node;
    if (!same)
        rebuild();
}

QString FlameCrumbs::nameOf(FlameNode node) const
{
    if (node.depth == 0 || !m_data)
        return tr("All");
    return boxName(m_data->frames(), m_data->tree.element(node).frame());
}

void FlameCrumbs::addCrumb(FlameNode node)
{
    if (m_row->count() > 0) {
        auto *separator = new QLabel(QStringLiteral("›"), m_bar);
        separator->setFixedWidth(separatorWidth);
        separator->setAlignment(Qt::AlignCenter);
        m_row->addWidget(separator);
    }
    auto *button = new QToolButton(m_bar);
    const QString name = nameOf(node);
    button->setText(fitted(name, QFontMetricsF(font()), widestCrumb).replace('&', "&&"));
    button->setToolTip(style::wrappedToolTip(name));
    button->setAccessibleName(tr("Zoom to %1").arg(name));
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    connect(button, &QToolButton::clicked, this, [this, node] { Q_EMIT chosen(node); });
    m_row->addWidget(button);
}

void FlameCrumbs::rebuild()
{
    // Later, since a click on one of the buttons may be what brought us here.
    for (QWidget *child : m_bar->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        child->hide();
        child->deleteLater();
    }
    while (QLayoutItem *item = m_row->takeAt(0))
        delete item;

    const QFontMetricsF metrics(font());
    const auto widthOf = [&](FlameNode node) {
        return std::min<double>(metrics.horizontalAdvance(nameOf(node)), widestCrumb) + crumbPadding +
               separatorWidth;
    };
    std::vector<FlameNode> shown;
    FlameNode node = m_node;
    double room = width() - widthOf({}) - 40;
    while (node.depth > 0 && (shown.empty() || widthOf(node) <= room)) {
        room -= widthOf(node);
        shown.push_back(node);
        node = m_data->tree.parent(node);
    }
    addCrumb({});
    if (node.depth > 0) {
        auto *more = new QToolButton(m_bar);
        more->setText(QStringLiteral("…"));
        more->setAutoRaise(true);
        more->setToolTip(tr("%n more frame(s) on the path", nullptr, int(node.depth)));
        more->setAccessibleName(more->toolTip());
        auto *menu = new QMenu(more);
        connect(menu, &QMenu::aboutToShow, this, [this, menu, node] {
            menu->clear();
            FlameNode n = node;
            for (int i = 0; i < mostInMenu && n.depth > 0; ++i, n = m_data->tree.parent(n)) {
                const QString text = fitted(nameOf(n), QFontMetricsF(font()), 2 * widestCrumb);
                menu->addAction(QString(text).replace('&', "&&"), this, [this, n] { Q_EMIT chosen(n); });
            }
        });
        connect(more, &QToolButton::clicked, menu,
                [more, menu] { menu->popup(more->mapToGlobal(QPoint(0, more->height()))); });
        m_row->addWidget(more);
    }
    for (auto i = shown.rbegin(); i != shown.rend(); ++i)
        addCrumb(*i);
    m_row->addStretch();
    // A row of the same height with and without frames on it.
    setFixedHeight(m_row->itemAt(0)->widget()->sizeHint().height());
    m_bar->setGeometry(rect());
}

void FlameCrumbs::resizeEvent(QResizeEvent *event)
{
    if (event->size().width() == event->oldSize().width())
        m_bar->setGeometry(rect());
    else
        rebuild();
}

void FlameCrumbs::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace proflens
