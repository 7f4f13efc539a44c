// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/comparisonhelp.h"

#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace proflens {

namespace {

QString terms(const QList<std::pair<QString, QString>> &list)
{
    QString html;
    for (const auto &[term, meaning] : list)
        html += QStringLiteral("<p><b>%1</b><br>%2</p>").arg(term, meaning);
    return html;
}

QString section(const QString &title)
{
    return QStringLiteral("<h3>%1</h3>").arg(title);
}

QString paragraph(const QString &text)
{
    return QStringLiteral("<p>%1</p>").arg(text);
}

} // namespace

ComparisonHelp::ComparisonHelp(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("About comparisons"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(640, 680);

    QString html = paragraph(
        tr("A comparison has two sides: the <b>base</b>, which is what was before, and the <b>current</b> "
           "profile. Every difference is current less base, so + means that it costs more now. Several files "
           "on one side are merged first."));

    html += section(tr("What is compared with what"));
    html += paragraph(tr(
        "Sample types are matched by name, in the finer of their two units; what only one side has is "
        "named above the panes. Stacks are matched by the names of their frames, so that lines that moved "
        "and calls that are inlined now still match. Values are netted per stack and labels before anything "
        "is added up."));

    html += section(tr("Scaling the base"));
    html += paragraph(tr("Two profiles of unequal length or load compare only once one of them is scaled. It "
                         "is the base that is multiplied, never the current profile, and the line above the "
                         "panes says with what."));
    html += terms({
        {tr("Not scaled"), tr("Both as they were measured. This is what pprof does.")},
        {tr("By duration"), tr("As if the base had taken as long as the current profile: costs per second.")},
        {tr("By total"), tr("As if both had the same total, so that only shares differ. pprof's -normalize "
                            "does the same from the other side.")},
        {tr("By a label"), tr("As if both had as many samples (by the first sample type) with a label key, "
                              "such as one that each request sets: costs per request.")},
        {tr("By a factor"),
         tr("Multiplied with a number of your own, such as the ratio of requests served.")},
    });

    html += section(tr("What percentages are of"));
    html += terms({
        {tr("Of the base (-diff_base)"),
         tr("+10% means: as much more as a tenth of the base's total. pprof's -diff_base.")},
        {tr("Of the difference (-base)"),
         tr("Of the sum of all differences, their signs left aside: which part of the change a function is. "
            "pprof's -base, whose report is of a profile that is itself the difference.")},
        {tr("Of current"), tr("+10% means: as much more as a tenth of the current profile's total.")},
    });
    html += paragraph(tr("Where that total is 0 there is no percentage."));

    html += section(tr("How wide frames are in a flame graph of both"));
    html += terms({
        {tr("The larger of both"), tr("What either side has takes room, and both can be drawn in it.")},
        {tr("Current"), tr("The current profile's flame graph; what is gone takes no room.")},
        {tr("Base"), tr("The base's flame graph; what is new takes no room.")},
        {tr("|Δ|"), tr("What changed most is widest; what stayed takes no room.")},
    });

    html += section(tr("Colours and marks"));
    html +=
        paragraph(tr("Blue is less and red is more; a sign or a pattern always says the same. New and gone "
                     "have patterns and words of their own. Grey did not change, or not by more than "
                     "noise."));

    html += section(tr("What is noise"));
    html += paragraph(
        tr("A profile is a sample: take it twice, and the numbers differ although nothing changed. How often "
           "the profiler took notice of a function is Poisson distributed, so a count of <i>n</i> has a "
           "standard error of √<i>n</i>. With a base count <i>b</i>, a current count <i>c</i> and the factor "
           "<i>f</i> that the base was multiplied with, a change is called noise while"));
    html += QStringLiteral("<p align=\"center\">|<i>c</i> − <i>f</i> <i>b</i>| &lt; 2 √(<i>c</i> + <i>f</i>² "
                           "<i>b</i>)</p>");
    html += paragraph(tr(
        "that is, while it is less than two standard errors: about one in twenty functions that did not "
        "change at all exceeds that by chance. Counts are the samples of a CPU profile, contentions before "
        "Go multiplies them, and in heap profiles the allocations that were sampled, as estimated from "
        "sizes and the sampling rate, where large ones, which are never missed, leave nothing to chance. "
        "Where counts cannot be known (goroutines are all counted, and some "
        "profiles do not tell their period), only what is below 0.01% of the total is grey. The test knows "
        "nothing of how much a program varies from run to run: compare several runs, merged on each side."));

    auto *text = new QTextBrowser(this);
    text->setAccessibleName(windowTitle());
    text->document()->setDocumentMargin(12);
    text->setHtml(html);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->addWidget(text, 1);
    column->addWidget(buttons);
}

} // namespace proflens
