// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/comparedialog.h"

#include "app/style/icons.h"
#include "app/style/text.h"
#include "app/window/filedialogs.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace proflens {

namespace {

constexpr int pathRole = Qt::UserRole;

QStringList filesOf(const QMimeData *data)
{
    QStringList paths;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile())
            paths << QDir::cleanPath(url.toLocalFile());
    }
    return paths;
}

} // namespace

SideList::SideList(QWidget *parent)
    : QListWidget(parent)
{
    setAcceptDrops(true);
    setSelectionMode(ExtendedSelection);
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

QStringList SideList::paths() const
{
    QStringList all;
    for (int i = 0; i < count(); ++i)
        all << item(i)->data(pathRole).toString();
    return all;
}

void SideList::setPaths(const QStringList &paths)
{
    clear();
    add(paths);
    Q_EMIT changed();
}

void SideList::add(const QStringList &paths)
{
    const QStringList there = this->paths();
    for (const QString &path : paths) {
        if (there.contains(path))
            continue;
        const QFileInfo file(path);
        const QString name = file.fileName();
        auto *added = new QListWidgetItem(style::displayText(name.toStdString()), this);
        added->setData(pathRole, path);
        added->setToolTip(style::wrappedToolTip(QDir::toNativeSeparators(path)));
    }
    Q_EMIT changed();
}

void SideList::removeSelected()
{
    qDeleteAll(selectedItems());
    Q_EMIT changed();
}

void SideList::dragEnterEvent(QDragEnterEvent *event)
{
    if (!filesOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void SideList::dragMoveEvent(QDragMoveEvent *event)
{
    event->acceptProposedAction();
}

void SideList::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    add(filesOf(event->mimeData()));
}

void SideList::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
        removeSelected();
    else
        QListWidget::keyPressEvent(event);
}

CompareDialog::CompareDialog(const SideRequest &base, const SideRequest &current, const QString &folder,
                             bool here, QWidget *parent)
    : QDialog(parent)
    , m_known{base, current}
    , m_folder(folder)
    , m_base(new SideList(this))
    , m_current(new SideList(this))
    , m_newTab(new QCheckBox(tr("Open in a &new tab"), this))
{
    setWindowTitle(tr("Compare profiles"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(720, 340);

    auto *swap = new QToolButton(this);
    swap->setIcon(style::icon(style::Sign::Swap));
    swap->setToolTip(tr("Swap sides"));
    swap->setAccessibleName(swap->toolTip());
    connect(swap, &QToolButton::clicked, this, &CompareDialog::swap);

    auto *sides = new QHBoxLayout;
    sides->addWidget(makeSide(m_base, tr("&Base"), tr("What it was before")), 1);
    sides->addWidget(swap);
    sides->addWidget(makeSide(m_current, tr("C&urrent"), tr("What it is now")), 1);

    auto *hint =
        new QLabel(tr("Files can be dropped on either side. Several on one side are merged first."), this);
    hint->setForegroundRole(QPalette::PlaceholderText);
    hint->setWordWrap(true);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_compare = buttons->addButton(tr("&Compare"), QDialogButtonBox::AcceptRole);
    m_compare->setDefault(true);
    m_newTab->setVisible(here);
    m_newTab->setChecked(!here);
    m_newTab->setToolTip(tr("The profile that is open stays as it is"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT compareWanted(sideOf(m_base), sideOf(m_current), m_newTab->isChecked());
        accept();
    });
    auto *last = new QHBoxLayout;
    last->addWidget(m_newTab);
    last->addStretch(1);
    last->addWidget(buttons);

    auto *column = new QVBoxLayout(this);
    column->addLayout(sides, 1);
    column->addWidget(hint);
    column->addLayout(last);

    for (SideList *list : {m_base, m_current})
        connect(list, &SideList::changed, this, &CompareDialog::check);
    m_base->setPaths(base.paths);
    m_current->setPaths(current.paths);
}

QWidget *CompareDialog::makeSide(SideList *list, const QString &title, const QString &tip)
{
    auto *box = new QGroupBox(title, this);
    list->setAccessibleName(QString(title).remove(QLatin1Char('&')));
    auto *words = new QLabel(tip, box);
    words->setForegroundRole(QPalette::PlaceholderText);
    auto *add = new QPushButton(tr("Add…"), box);
    add->setAccessibleName(tr("Add to: %1").arg(list->accessibleName()));
    auto *remove = new QPushButton(tr("Remove"), box);
    remove->setAccessibleName(tr("Remove from: %1").arg(list->accessibleName()));
    for (QPushButton *button : {add, remove})
        button->setAutoDefault(false);
    remove->setEnabled(false);
    connect(add, &QPushButton::clicked, this, [this, list] { ask(list); });
    connect(remove, &QPushButton::clicked, list, &SideList::removeSelected);
    connect(list, &QListWidget::itemSelectionChanged, remove,
            [list, remove] { remove->setEnabled(!list->selectedItems().isEmpty()); });
    auto *row = new QHBoxLayout;
    row->addWidget(add);
    row->addWidget(remove);
    row->addStretch(1);
    auto *column = new QVBoxLayout(box);
    column->addWidget(words);
    column->addWidget(list, 1);
    column->addLayout(row);
    return box;
}

void CompareDialog::ask(SideList *list)
{
    QFileDialog *dialog = openDialog(this, tr("Add to: %1").arg(list->accessibleName()), m_folder);
    connect(dialog, &QFileDialog::filesSelected, this, [this, list](const QStringList &paths) {
        if (!paths.isEmpty()) {
            m_folder = QFileInfo(paths.first()).absolutePath();
            Q_EMIT folderChosen(paths.first());
        }
        list->add(paths);
    });
    dialog->open();
}

void CompareDialog::swap()
{
    const QStringList base = m_base->paths();
    m_base->setPaths(m_current->paths());
    m_current->setPaths(base);
}

void CompareDialog::check()
{
    m_compare->setEnabled(m_base->count() > 0 && m_current->count() > 0);
}

SideRequest CompareDialog::sideOf(const SideList *list) const
{
    // What was open may have been read in a way of its own.
    for (const SideRequest &known : m_known) {
        if (known.paths == list->paths())
            return known;
    }
    return {list->paths(), {}};
}

} // namespace proflens
