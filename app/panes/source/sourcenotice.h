// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace proflens {

// A quiet strip above the source: that the file has changed, or that it is not there, what was looked for,
// and what can be done about it, or where else there is one.
class SourceNotice : public QWidget
{
    Q_OBJECT

public:
    explicit SourceNotice(QWidget *parent = nullptr);

    void hideAll();
    // canLocate: another file may be the right one.
    void showNote(const QString &text, bool canLocate = false);
    // Functions to go on from, in groups: "Callers: main.main (3s), …". Names are bytes as the profile has
    // them.
    struct Link
    {
        QString text, function;
    };
    struct Links
    {
        QString title;
        QList<Link> links;
    };
    void showLinks(const QString &text, const QList<Links> &groups);
    // tried: the paths that were looked for in vain.
    void showMissing(const QString &text, const QStringList &tried);

Q_SIGNALS:
    void locateRequested();
    void folderRequested();
    void functionRequested(const QString &function);

protected:
    void changeEvent(QEvent *event) override;

private:
    void dress();
    void showText(const QString &html);

    QLabel *m_text;
    QPushButton *m_locate;
    QPushButton *m_folder;
    QToolButton *m_more;
    QPlainTextEdit *m_tried;
    QStringList m_functions; // what the links in the text lead to
    bool m_dressing = false;
};

} // namespace proflens
