// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace proflens {

// What the numbers and colours of a comparison mean, on one page. It stays open beside the window.
class ComparisonHelp : public QDialog
{
    Q_OBJECT

public:
    explicit ComparisonHelp(QWidget *parent = nullptr);
};

} // namespace proflens
