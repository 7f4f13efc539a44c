// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/source/sourcesettingsdialog.h"

#include "app/panes/source/sourcesettings.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace proflens {

namespace {

constexpr int fromRole = Qt::UserRole, toRole = Qt::UserRole + 1;

QListWidget *addList(QVBoxLayout *layout, const QString &title, QHBoxLayout *&buttons)
{
    auto *label = new QLabel(title);
    label->setWordWrap(true);
    auto *list = new QListWidget;
    label->setBuddy(list);
    list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list->setTextElideMode(Qt::ElideMiddle);
    list->setMinimumHeight(70);
    layout->addWidget(label);
    layout->addWidget(list);
    buttons = new QHBoxLayout;
    buttons->addStretch();
    auto *remove = new QPushButton(QObject::tr("Remove"));
    buttons->addWidget(remove);
    layout->addLayout(buttons);
    const auto enable = [list, remove] { remove->setEnabled(!list->selectedItems().isEmpty()); };
    QObject::connect(list, &QListWidget::itemSelectionChanged, remove, enable);
    QObject::connect(remove, &QPushButton::clicked, list, [list] { qDeleteAll(list->selectedItems()); });
    enable();
    return list;
}

} // namespace

SourceSettingsDialog::SourceSettingsDialog(SourceSettings *settings, const QString &guessedEditor,
                                           QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
    , m_editor(new QLineEdit(settings->editor(), this))
{
    setWindowTitle(tr("Source Files"));
    auto *layout = new QVBoxLayout(this);
    QHBoxLayout *buttons = nullptr;
    m_folders = addList(layout, tr("&Folders that are searched, with the folders above them:"), buttons);
    m_folders->addItems(settings->searchFolders());
    m_folders->setToolTip(tr("Where source files are looked for (pprof's source_path)"));
    auto *add = new QPushButton(tr("&Add…"), this);
    buttons->addWidget(add);
    connect(add, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Add Search Folder"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, m_folders,
                [this](const QString &path) { m_folders->addItem(path); });
        dialog->open();
    });

    m_mappings = addList(layout, tr("&Learned from located files:"), buttons);
    m_mappings->setToolTip(
        tr("What names of source files begin with, and what stands for it here (in place of "
           "pprof's trim_path)"));
    for (const PathMapping &mapping : settings->mappings()) {
        const QString from = QString::fromStdString(mapping.from), to = QString::fromStdString(mapping.to);
        auto *item = new QListWidgetItem(
            tr("%1 is %2").arg(from.isEmpty() ? tr("(names without a folder)") : from, to), m_mappings);
        item->setData(fromRole, from);
        item->setData(toRole, to);
    }

    auto *label = new QLabel(tr("&Editor (%f stands for the file, %l for the line):"), this);
    label->setBuddy(m_editor);
    m_editor->setPlaceholderText(guessedEditor);
    layout->addWidget(label);
    layout->addWidget(m_editor);

    auto *box = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    connect(box, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(box);
    resize(560, 460);
}

void SourceSettingsDialog::accept()
{
    QStringList folders;
    for (int i = 0; i < m_folders->count(); ++i)
        folders << m_folders->item(i)->text();
    QList<PathMapping> mappings;
    for (int i = 0; i < m_mappings->count(); ++i) {
        const QListWidgetItem *item = m_mappings->item(i);
        mappings.append(
            {item->data(fromRole).toString().toStdString(), item->data(toRole).toString().toStdString()});
    }
    m_settings->setSearchFolders(folders);
    m_settings->setMappings(mappings);
    m_settings->setEditor(m_editor->text());
    QDialog::accept();
}

} // namespace proflens
