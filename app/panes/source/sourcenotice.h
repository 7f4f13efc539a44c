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
// and what can be done about it.
class SourceNotice : public QWidget
{
    Q_OBJECT

public:
    explicit SourceNotice(QWidget *parent = nullptr);

    void hideAll();
    void showNote(const QString &text);
    // tried: the paths that were looked for in vain.
    void showMissing(const QString &text, const QStringList &tried);

Q_SIGNALS:
    void locateRequested();
    void folderRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void dress();

    QLabel *m_text;
    QPushButton *m_locate;
    QPushButton *m_folder;
    QToolButton *m_more;
    QPlainTextEdit *m_tried;
    bool m_dressing = false;
};

} // namespace proflens
