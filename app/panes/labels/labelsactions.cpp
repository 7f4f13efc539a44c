// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/costtree.h"
#include "app/panes/costtrees.h"
#include "app/panes/labels/labelhistogramview.h"
#include "app/panes/labels/labelsmodel.h"
#include "app/panes/labels/labelspane.h"
#include "core/report/labeltext.h"
#include "core/select/filtertext.h"
#include "core/select/labelpattern.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

#include <algorithm>

// What can be done with labels: filters, grouping, copies.
namespace proflens {

namespace {

QString fromBytes(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
}

} // namespace

void LabelsPane::makeActions()
{
    const auto keys = [](const QString &text) { return QList<QKeySequence>{QKeySequence(text)}; };
    m_focus = addPaneAction(tr("&Focus: only samples with it"), keys(tr("Ctrl+J, F")),
                            [this] { addChips(chipsFor(selected(), false)); });
    m_ignore = addPaneAction(tr("&Ignore: no samples with it"), keys(tr("Ctrl+J, I")),
                             [this] { addChips(chipsFor(selected(), true)); });
    m_focusRange = addPaneAction(tr("Focus on the &range"), keys(tr("Ctrl+J, R")),
                                 [this] { addChips(rangeChips(false)); });
    m_ignoreRange =
        addPaneAction(tr("I&gnore the range"), keys(tr("Ctrl+J, G")), [this] { addChips(rangeChips(true)); });
    addSeparator();
    m_showKey = addPaneAction(tr("Show &only this key"), keys(tr("Ctrl+J, O")),
                              [this] { addChips(keyChips(FilterKind::TagShow)); });
    m_hideKey = addPaneAction(tr("&Hide this key"), keys(tr("Ctrl+J, H")),
                              [this] { addChips(keyChips(FilterKind::TagHide)); });
    addSeparator();
    m_groupRoot = addPaneAction(tr("Group by this label at the roo&t"), keys(tr("Ctrl+J, T")),
                                [this] { group(&ViewState::tagRoot); });
    m_groupLeaf = addPaneAction(tr("Group by this label at the &leaf"), keys(tr("Ctrl+J, L")),
                                [this] { group(&ViewState::tagLeaf); });
    m_ungroup = addPaneAction(tr("&Do not group by labels"), keys(tr("Ctrl+J, D")), [this] {
        ViewState state = document()->state();
        state.tagRoot.clear();
        state.tagLeaf.clear();
        document()->setState(state);
    });
    addSeparator();
    m_copyRows = addPaneAction(tr("&Copy rows"), {QKeySequence::Copy}, [this] { copy(); });
    m_selectAll =
        addPaneAction(tr("Select &all"), {QKeySequence::SelectAll}, [this] { m_trees->view()->selectAll(); });
    m_fold = addPaneAction(tr("Fold all &keys"), keys(tr("Ctrl+J, K")), [this] { m_trees->foldAll(); });
    updateActions();
}

void LabelsPane::updateActions()
{
    const QModelIndexList rows = selected();
    m_focus->setEnabled(!chipsFor(rows, false).empty());
    m_ignore->setEnabled(!chipsFor(rows, true).empty());
    m_focusRange->setEnabled(!rangeChips(false).empty());
    m_ignoreRange->setEnabled(m_focusRange->isEnabled());
    m_focusButton->setEnabled(m_focusRange->isEnabled());
    m_ignoreButton->setEnabled(m_focusRange->isEnabled());
    for (QAction *action : {m_showKey, m_hideKey, m_groupRoot, m_groupLeaf, m_copyRows})
        action->setEnabled(!rows.isEmpty());
    const ViewState &state = document()->state();
    m_ungroup->setEnabled(!state.tagRoot.isEmpty() || !state.tagLeaf.isEmpty());
    for (QAction *action : {m_selectAll, m_fold})
        action->setEnabled(m_model->rowCount() > 0);
    Pane::updateActions();
}

QModelIndexList LabelsPane::selected() const
{
    return m_model->costs() ? m_trees->view()->selectedRows() : QModelIndexList();
}

std::vector<std::string_view> LabelsPane::selectedKeys() const
{
    std::vector<std::string_view> keys;
    for (const QModelIndex &index : selected()) {
        const std::string_view name = m_model->keyOf(index)->name;
        if (std::find(keys.begin(), keys.end(), name) == keys.end())
            keys.push_back(name);
    }
    return keys;
}

LabelsPane::Chips LabelsPane::chipsFor(const QModelIndexList &rows, bool ignore) const
{
    Chips chips;
    const FilterKind with = ignore ? FilterKind::TagIgnore : FilterKind::TagFocus;
    const FilterKind lacking = ignore ? FilterKind::TagFocus : FilterKind::TagIgnore;
    bool possible = true;
    const auto add = [&](FilterKind kind, const std::optional<std::string> &pattern) {
        possible = possible && pattern.has_value();
        if (pattern)
            chips.emplace_back(kind, *pattern);
    };
    // Whether a key is there at all; two chips of one key leave what both leave.
    const auto addAny = [&](const LabelKey &key, FilterKind kind) {
        possible = possible && (kind == FilterKind::TagIgnore || !key.hasTexts || key.numbers.empty());
        if (key.hasTexts)
            add(kind, anyTextPattern(key.name));
        if (!key.numbers.empty())
            add(kind, anyNumberPattern(key.name, key.numbers.front().number, key.unit));
    };
    for (qsizetype begin = 0, end = 0; begin < rows.size() && possible; begin = end) {
        const LabelKey &key = *m_model->keyOf(rows[begin]);
        std::vector<std::string_view> texts;
        const LabelValue *number = nullptr;
        int others = 0;
        for (; end < rows.size() && m_model->keyOf(rows[end]) == &key; ++end) {
            const LabelValue *value = m_model->valueOf(rows[end]);
            if (value && !value->isNumber)
                texts.push_back(value->text);
            else
                ++others;
            number = value && value->isNumber ? value : number;
        }
        // Filters have one range, and nothing for a text or what lacks one.
        if (others > 1 || (others == 1 && !texts.empty()) || m_model->isMore(rows[begin]))
            return {};
        if (number)
            add(with, labelRangePattern(key.name, number->least, number->greatest, key.unit));
        else if (!texts.empty())
            add(with, labelTextPattern(key.name, texts));
        else
            addAny(key, m_model->isWithout(rows[begin]) ? lacking : with);
    }
    return possible ? chips : Chips();
}

LabelsPane::Chips LabelsPane::rangeChips(bool ignore) const
{
    const auto range = m_histogram->range();
    if (!range || !m_histogram->key())
        return {};
    const LabelKey &key = *m_histogram->key();
    const auto pattern = labelRangePattern(key.name, range->first, range->second, key.unit);
    if (!pattern)
        return {};
    return {{ignore ? FilterKind::TagIgnore : FilterKind::TagFocus, *pattern}};
}

LabelsPane::Chips LabelsPane::keyChips(FilterKind kind) const
{
    std::string any;
    const auto keys = selectedKeys();
    for (const std::string_view key : keys)
        any += (any.empty() ? "" : "|") + exactPattern(key);
    return keys.empty() ? Chips() : Chips{{kind, any}};
}

void LabelsPane::addChips(const Chips &chips)
{
    if (chips.empty())
        return;
    ViewState state = document()->state();
    for (const auto &[kind, pattern] : chips) {
        const FilterChip chip{kind, fromBytes(pattern), true};
        if (!state.chips.contains(chip))
            state.chips.append(chip);
    }
    document()->setState(state);
}

// Puts the keys of the selected rows onto the stacks.
void LabelsPane::group(QStringList ViewState::*where)
{
    ViewState state = document()->state();
    for (const std::string_view key : selectedKeys()) {
        const QString name = fromBytes(key);
        state.tagRoot.removeAll(name);
        state.tagLeaf.removeAll(name);
        (state.*where).append(name);
    }
    document()->setState(state);
}

// What the selected rows are, as what is listed; a key stands for all its values.
std::vector<ListedLabels> LabelsPane::selectedLabels() const
{
    std::vector<ListedLabels> labels;
    const auto &listed = m_model->listed();
    int last = -1;
    for (const QModelIndex &index : selected()) {
        const QModelIndex key = LabelsModel::isKey(index) ? index : index.parent();
        const ListedLabels &all = listed[size_t(key.row())];
        if (key.row() != last)
            labels.push_back(LabelsModel::isKey(index) ? all : ListedLabels{all.key, {}, false});
        last = key.row();
        labels.back().lacking = labels.back().lacking || m_model->isWithout(index);
        if (m_model->valueOf(index) && labels.back().values.size() < all.values.size())
            labels.back().values.push_back(all.values[size_t(index.row())]);
    }
    return labels;
}

void LabelsPane::copy()
{
    const std::vector<ListedLabels> labels = selectedLabels();
    if (!labels.empty())
        QGuiApplication::clipboard()->setText(
            QString::fromStdString(labelsTable(*m_model->costs(), labels, TableFormat::Tsv)));
}

} // namespace proflens
