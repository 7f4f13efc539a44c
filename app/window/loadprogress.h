// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace proflens {

class Document;

// How far a document has been read, with a Cancel. Visible by itself while the document is loading.
class LoadProgress : public QWidget
{
    Q_OBJECT

public:
    explicit LoadProgress(Document *document, QWidget *parent = nullptr);

Q_SIGNALS:
    void cancelled();

private:
    void showProgress(qint64 done, qint64 total);

    Document *m_document;
    QLabel *m_name;
    QLabel *m_bytes;
    QProgressBar *m_bar;
    QPushButton *m_cancel;
};

} // namespace proflens
