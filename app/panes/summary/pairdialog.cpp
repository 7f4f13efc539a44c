// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/summary/pairdialog.h"

#include "app/style/text.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>
#include <cstdlib>

namespace proflens {

namespace {

constexpr int frameRole = Qt::UserRole + 1;

} // namespace

PairDialog::PairDialog(const ComparisonPtr &comparison, FrameId preset, QWidget *parent)
    : QDialog(parent)
    , m_comparison(comparison)
{
    setWindowTitle(tr("Pair Functions"));
    auto *about =
        new QLabel(tr("A function that was renamed is gone under its old name and new under the other. "
                      "Paired, the two are one function everywhere in this comparison."),
                   this);
    about->setWordWrap(true);

    const OneSidedFunctions functions = oneSidedFunctions(*comparison);
    auto *lists = new QHBoxLayout;
    m_gone = addList(lists, tr("&Gone"), QStringLiteral("gone"), functions.gone, true);
    m_added = addList(lists, tr("&New"), QStringLiteral("added"), functions.added, false);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_pair = buttons->addButton(tr("&Pair"), QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        const FrameId gone = chosen(m_gone), added = chosen(m_added);
        accept();
        Q_EMIT paired(gone, added);
    });

    auto *column = new QVBoxLayout(this);
    column->addWidget(about);
    column->addLayout(lists, 1);
    column->addWidget(buttons);
    resize(900, 480);
    choose(preset);
    updateButton();
}

QListView *PairDialog::addList(QHBoxLayout *row, const QString &title, const QString &name,
                               const std::vector<FrameId> &functions, bool isBase)
{
    const auto weight = [&](FrameId frame) {
        const BothValues values = m_comparison->cum(frame);
        return std::abs(isBase ? values.base : values.current);
    };
    std::vector<FrameId> sorted = functions;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](FrameId a, FrameId b) { return weight(a) > weight(b); });

    auto *model = new QStandardItemModel(this);
    for (const FrameId frame : sorted) {
        const QString function = style::displayText(m_comparison->frames()[frame].name);
        const QString value = QString::fromStdString(m_comparison->current()->formatAuto(weight(frame)));
        //: A function and its value, such as "main.serve  (1.20s)".
        auto *item = new QStandardItem(tr("%1  (%2)").arg(function, value));
        item->setData(frame.row, frameRole);
        item->setToolTip(style::wrappedToolTip(function));
        item->setEditable(false);
        model->appendRow(item);
    }
    auto *filtered = new QSortFilterProxyModel(this);
    filtered->setSourceModel(model);
    filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);

    auto *view = new QListView(this);
    view->setObjectName(name);
    view->setModel(filtered);
    view->setUniformItemSizes(true);
    view->setTextElideMode(Qt::ElideMiddle);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *label = new QLabel(tr("%1 (%L2)").arg(title).arg(sorted.size()), this);
    label->setBuddy(view);
    auto *search = new QLineEdit(this);
    search->setObjectName(name + QStringLiteral("Search"));
    search->setPlaceholderText(tr("Search"));
    search->setAccessibleName(tr("Search the list below"));
    search->setClearButtonEnabled(true);
    connect(search, &QLineEdit::textChanged, filtered, &QSortFilterProxyModel::setFilterFixedString);
    connect(view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PairDialog::updateButton);
    connect(filtered, &QAbstractItemModel::rowsRemoved, this, &PairDialog::updateButton);

    auto *column = new QVBoxLayout;
    column->addWidget(label);
    column->addWidget(search);
    column->addWidget(view, 1);
    row->addLayout(column, 1);
    return view;
}

FrameId PairDialog::chosen(const QListView *view)
{
    const QModelIndexList rows = view->selectionModel()->selectedIndexes();
    return rows.isEmpty() ? FrameId() : FrameId(rows.first().data(frameRole).toUInt());
}

void PairDialog::choose(FrameId frame)
{
    for (QListView *view : {m_gone, m_added}) {
        const QAbstractItemModel *model = view->model();
        for (int row = 0; frame.isValid() && row < model->rowCount(); ++row) {
            const QModelIndex index = model->index(row, 0);
            if (index.data(frameRole).toUInt() == frame.row) {
                view->setCurrentIndex(index);
                view->scrollTo(index);
            }
        }
    }
}

void PairDialog::updateButton()
{
    // The first change comes while the lists are made.
    if (m_pair)
        m_pair->setEnabled(chosen(m_gone).isValid() && chosen(m_added).isValid());
}

} // namespace proflens
