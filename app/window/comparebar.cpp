// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/comparebar.h"

#include "app/session/document.h"
#include "app/style/icons.h"
#include "app/style/text.h"
#include "app/window/flowlayout.h"
#include "core/analyze/comparisontext.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace proflens {

namespace {

using Look = CompareState::Look;

QHBoxLayout *rowOf(QWidget *widget, int spacing)
{
    auto *row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing);
    return row;
}

QString nativePaths(const QStringList &paths)
{
    QStringList native;
    for (const QString &path : paths)
        native << QDir::toNativeSeparators(path);
    return native.join(QLatin1String(" + "));
}

} // namespace

CompareBar::CompareBar(Document *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_sentence(new QLabel(this))
    , m_swap(new QToolButton(this))
    , m_problemRow(new QWidget(this))
    , m_problemSign(new QLabel(m_problemRow))
    , m_problems(new QLabel(m_problemRow))
    , m_looks(new QButtonGroup(this))
    , m_scaling(new QComboBox(this))
    , m_label(new QComboBox(this))
    , m_factor(new QDoubleSpinBox(this))
    , m_percentOf(new QComboBox(this))
    , m_noise(new QCheckBox(tr("Hide noise"), this))
    , m_linked(new QToolButton(this))
{
    setAccessibleName(tr("Comparison"));
    for (QLabel *label : {m_sentence, m_problems}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_sentence->setAccessibleName(tr("What is compared"));
    m_problems->setAccessibleName(tr("What is not compared"));
    m_swap->setAutoRaise(true);
    m_swap->setIcon(style::icon(style::Sign::Swap));
    m_swap->setToolTip(tr("Swap sides: the base becomes the current profile"));
    m_swap->setAccessibleName(tr("Swap sides"));
    connect(m_swap, &QToolButton::clicked, document, &Document::swapSides);

    auto *first = new QHBoxLayout;
    first->setSpacing(6);
    first->addWidget(m_swap, 0, Qt::AlignTop);
    first->addWidget(m_sentence, 1);
    auto *problems = rowOf(m_problemRow, 8);
    auto *close = new QToolButton(m_problemRow);
    close->setAutoRaise(true);
    close->setIcon(style::icon(style::Sign::Close));
    close->setToolTip(tr("Close this note"));
    close->setAccessibleName(close->toolTip());
    connect(close, &QToolButton::clicked, this, [this] {
        m_dismissed = m_problems->text();
        m_problemRow->hide();
    });
    problems->setContentsMargins(4, 0, 0, 0);
    problems->addWidget(m_problemSign, 0, Qt::AlignTop);
    problems->addWidget(m_problems, 1);
    problems->addWidget(close, 0, Qt::AlignTop);

    auto *controls = new QWidget(this);
    auto *flow = new FlowLayout(controls);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->setSpacing(12);
    flow->addWidget(makeLooks());
    flow->addWidget(makeScaling());

    auto *percentages = new QWidget(this);
    auto *row = rowOf(percentages, 4);
    row->addWidget(new QLabel(tr("Percentages"), percentages));
    row->addWidget(m_percentOf);
    m_percentOf->setAccessibleName(tr("What percentages of differences are of"));
    m_percentOf->setToolTip(m_percentOf->accessibleName());
    m_percentOf->addItem(tr("of the base (-diff_base)"), static_cast<int>(PercentOf::Base));
    m_percentOf->addItem(tr("of the difference (-base)"), static_cast<int>(PercentOf::Difference));
    m_percentOf->addItem(tr("of current"), static_cast<int>(PercentOf::Current));
    const QString meanings[] = {
        tr("Of the base's total, as pprof does with -diff_base"),
        tr("Of the sum of all differences without their signs, as pprof does with -base"),
        tr("Of the current profile's total"),
    };
    for (int i = 0; i < m_percentOf->count(); ++i)
        m_percentOf->setItemData(i, meanings[i], Qt::ToolTipRole);
    flow->addWidget(percentages);

    flow->addWidget(m_noise);
    m_linked->setCheckable(true);
    m_linked->setAutoRaise(true);
    m_linked->setIcon(style::icon(style::Sign::Lock));
    m_linked->setText(tr("Linked"));
    m_linked->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_linked->setToolTip(tr("Both sides scroll, zoom and select as one; let go to move each by itself"));
    flow->addWidget(m_linked);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 2, 6, 4);
    column->setSpacing(4);
    column->addLayout(first);
    column->addWidget(m_problemRow);
    column->addWidget(controls);

    connect(m_percentOf, &QComboBox::activated, this, [this] {
        change([this](CompareState &compare) {
            compare.percentOf = static_cast<PercentOf>(m_percentOf->currentData().toInt());
        });
    });
    connect(m_noise, &QCheckBox::clicked, this,
            [this](bool on) { change([on](CompareState &compare) { compare.hideNoise = on; }); });
    connect(m_linked, &QToolButton::clicked, this,
            [this](bool on) { change([on](CompareState &compare) { compare.linked = on; }); });
    connect(document, &Document::loaded, this, &CompareBar::showLoaded);
    connect(document, &Document::stateChanged, this, &CompareBar::showState);
    connect(document, &Document::analysisChanged, this, &CompareBar::showNumbers);
    hide();
    showLoaded();
}

QWidget *CompareBar::makeLooks()
{
    auto *box = new QWidget(this);
    auto *row = rowOf(box, 8);
    const struct
    {
        Look look;
        QString text, tip;
    } looks[] = {
        {Look::Difference, tr("Difference"), tr("One picture of what changed")},
        {Look::SideBySide, tr("Side by side"), tr("Base and current beside each other, on one scale")},
    };
    for (const auto &look : looks) {
        auto *button = new QRadioButton(look.text, box);
        button->setToolTip(look.tip);
        m_looks->addButton(button, static_cast<int>(look.look));
        row->addWidget(button);
    }
    connect(m_looks, &QButtonGroup::idClicked, this, [this](int id) {
        change([id](CompareState &compare) { compare.look = static_cast<Look>(id); });
    });
    return box;
}

QWidget *CompareBar::makeScaling()
{
    auto *box = new QWidget(this);
    auto *row = rowOf(box, 4);
    row->addWidget(new QLabel(tr("Base"), box));
    for (QWidget *widget : {static_cast<QWidget *>(m_scaling), static_cast<QWidget *>(m_label),
                            static_cast<QWidget *>(m_factor)})
        row->addWidget(widget);
    m_scaling->setAccessibleName(tr("How the base is scaled"));
    m_scaling->setToolTip(tr("What the base is multiplied with, so that both sides compare"));
    const struct
    {
        ScaleBy by;
        QString text, tip;
    } ways[] = {
        {ScaleBy::None, tr("not scaled"), tr("As it was measured")},
        {ScaleBy::Duration, tr("scaled by duration"),
         tr("As if it had taken as long as the current profile")},
        {ScaleBy::Total, tr("scaled by total"), tr("As if both had the same total (-normalize)")},
        {ScaleBy::Label, tr("scaled by a label"), tr("As if both had as many samples with this label")},
        {ScaleBy::Factor, tr("scaled by a factor"), tr("Multiplied with a number of your own")},
    };
    for (const auto &way : ways) {
        m_scaling->addItem(way.text, static_cast<int>(way.by));
        m_scaling->setItemData(m_scaling->count() - 1, way.tip, Qt::ToolTipRole);
    }
    m_label->setAccessibleName(tr("Label that the base is scaled by"));
    m_label->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_label->setMinimumContentsLength(12);
    m_factor->setAccessibleName(tr("Factor that the base is scaled by"));
    m_factor->setPrefix(QStringLiteral("×"));
    m_factor->setDecimals(4);
    m_factor->setRange(0.0001, 1e6);
    m_factor->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_factor->setKeyboardTracking(false);

    connect(m_scaling, &QComboBox::activated, this,
            [this] { scaleBy(static_cast<ScaleBy>(m_scaling->currentData().toInt())); });
    connect(m_label, &QComboBox::activated, this, [this] {
        change([this](CompareState &compare) {
            compare.scaling.label = m_label->currentData().toString().toStdString();
        });
    });
    connect(m_factor, &QDoubleSpinBox::valueChanged, this,
            [this](double factor) { change([factor](CompareState &c) { c.scaling.factor = factor; }); });
    return box;
}

template <typename Change> void CompareBar::change(Change &&change)
{
    ViewState state = m_document->state();
    change(state.compare);
    m_document->setState(state);
}

void CompareBar::scaleBy(ScaleBy by)
{
    change([&](CompareState &compare) {
        compare.scaling.by = by;
        if (by == ScaleBy::Label && compare.scaling.label.empty() && !m_keys.isEmpty())
            compare.scaling.label = m_keys.first().toStdString();
    });
    if (by == ScaleBy::Label)
        m_label->setFocus(Qt::ShortcutFocusReason);
    if (by == ScaleBy::Factor) {
        m_factor->setFocus(Qt::ShortcutFocusReason);
        m_factor->selectAll();
    }
}

void CompareBar::showLoaded()
{
    setVisible(m_document->isComparison());
    m_keys.clear();
    m_dismissed.clear();
    if (!m_document->isComparison()) {
        m_sentence->clear();
        return;
    }
    for (const std::string &key : commonLabelKeys(*m_document->joined()))
        m_keys << QString::fromStdString(key);
    m_label->clear();
    for (const QString &key : std::as_const(m_keys))
        m_label->addItem(style::displayText(key.toStdString()), key);
    const OpenRequest &request = m_document->request();
    m_sentence->setToolTip(style::wrappedToolTip(
        tr("Base: %1\nCurrent: %2", "paths")
            .arg(nativePaths(request.base.paths), nativePaths(request.current().paths))));
    showState();
    showNumbers();
}

void CompareBar::showState()
{
    if (!m_document->isComparison())
        return;
    const CompareState &compare = m_document->state().compare;
    m_looks->button(static_cast<int>(compare.look))->setChecked(true);
    m_scaling->setCurrentIndex(m_scaling->findData(static_cast<int>(compare.scaling.by)));
    const QString key = QString::fromStdString(compare.scaling.label);
    // A session or the way back may ask for a label that these profiles lack.
    if (!key.isEmpty() && m_label->findData(key) < 0)
        m_label->addItem(style::displayText(compare.scaling.label), key);
    m_label->setCurrentIndex(m_label->findData(key));
    m_label->setVisible(compare.scaling.by == ScaleBy::Label);
    {
        const QSignalBlocker blocked(m_factor);
        m_factor->setValue(compare.scaling.factor);
    }
    m_factor->setVisible(compare.scaling.by == ScaleBy::Factor);
    m_percentOf->setCurrentIndex(m_percentOf->findData(static_cast<int>(compare.percentOf)));
    m_noise->setChecked(compare.hideNoise);
    m_linked->setChecked(compare.linked);
    m_linked->setEnabled(compare.look == Look::SideBySide);
    m_scaling->parentWidget()->layout()->invalidate();
    m_scaling->parentWidget()->updateGeometry();
}

void CompareBar::showNumbers()
{
    const ComparisonPtr &comparison = m_document->comparison();
    if (!m_document->isComparison() || !comparison || comparison->joined() != m_document->joined())
        return; // those of the sides before
    QString sentence = QString::fromStdString(comparisonText(*comparison));
    sentence.replace(0, 1, sentence.left(1).toUpper());
    m_sentence->setText(style::displayText(sentence.toStdString()));
    QStringList problems;
    for (const std::string &problem : comparisonProblems(*comparison))
        problems << style::displayText(problem);
    m_problems->setText(problems.join(QLatin1Char('\n')));
    m_problemRow->setVisible(!problems.isEmpty() && m_problems->text() != m_dismissed);
    m_noise->setToolTip(
        comparison->hasCounts()
            ? tr("Leave out changes within two standard errors of the sample counts: sampling alone explains "
                 "them")
            : tr("Leave out changes too small for two decimals of a percentage. More cannot be told from "
                 "noise: these profiles do not say how many samples were taken."));
    paintSigns();
}

QString CompareBar::sentence() const
{
    return m_sentence->text();
}

QString CompareBar::problems() const
{
    return m_problems->text();
}

void CompareBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        paintSigns();
}

void CompareBar::paintSigns()
{
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_problemSign->setPixmap(style::icon(style::Sign::Note).pixmap(size, size));
}

} // namespace proflens
