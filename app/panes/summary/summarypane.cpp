// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/summary/summarypane.h"

#include "app/panes/functionmenu.h"
#include "app/panes/summary/pairdialog.h"
#include "app/panes/summary/summaryhtml.h"
#include "app/style/palette.h"
#include "app/style/text.h"
#include "core/format/savefile.h"
#include "core/report/comparisonpage.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QFile>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QImage>
#include <QMenu>
#include <QScrollBar>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextDocument>
#include <QTimer>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>

namespace proflens {

SummaryPane::SummaryPane(Document *document, QWidget *parent)
    : Pane(document, parent)
    , m_text(new QTextBrowser(this))
    , m_dim(new QTimer(this))
    , m_job(this)
{
    m_text->setObjectName(QStringLiteral("summary"));
    m_text->setOpenLinks(false);
    m_text->setUndoRedoEnabled(false);
    m_text->setAccessibleName(tr("What changed between base and current"));
    m_text->document()->setDocumentMargin(10);
    m_text->setContextMenuPolicy(Qt::CustomContextMenu);
    m_text->viewport()->installEventFilter(this);
    connect(m_text, &QTextBrowser::anchorClicked, this, &SummaryPane::follow);
    connect(m_text, &QTextBrowser::highlighted, this,
            [this](const QUrl &url) { this->document()->setHovered(functionOf(url)); });
    connect(m_text, &QWidget::customContextMenuRequested, this, &SummaryPane::showMenu);

    addCursorActions();
    addSeparator();
    m_copyAll =
        addPaneAction(tr("Copy Summary as &Text"), {QKeySequence(tr("Ctrl+Shift+C"))}, [this] { copyAll(); });
    m_byHand = addPaneAction(tr("Pair Functions by &Hand…"), {QKeySequence(tr("Ctrl+Shift+R"))}, [this] {
        pairByHand(frameOf(QUrl(m_text->textCursor().charFormat().anchorHref())));
    });
    connect(m_text, &QTextEdit::cursorPositionChanged, this, &SummaryPane::updateActions);
    connect(m_text, &QTextEdit::selectionChanged, this, &SummaryPane::updateActions);
    updateActions();

    // What changes in a blink must not flicker.
    m_dim->setSingleShot(true);
    m_dim->setInterval(200);
    connect(m_dim, &QTimer::timeout, this, [this] { setDimmed(true); });

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_text);
    setFocusProxy(m_text);
}

SummaryPane::~SummaryPane()
{
    m_stop.request_stop();
}

std::string SummaryPane::pageTitle() const
{
    return tr("%1 compared with %2")
        .arg(document()->sideTitle(Document::Side::Current), document()->sideTitle(Document::Side::Base))
        .toStdString();
}

QList<ExportFormat> SummaryPane::exportFormats()
{
    if (!m_summary)
        return {};
    const auto save = [](const QString &path, const std::string &text) {
        return saveFile(QFile::encodeName(path).toStdString(), text);
    };
    return {{tr("Summary as text"), QStringLiteral("txt"), tr("Text (*.txt)"), QStringLiteral("Y, T"),
             [save, summary = m_summary](const QString &path) { return save(path, summaryText(*summary)); }},
            {tr("Summary as JSON"), QStringLiteral("json"), tr("JSON (*.json)"), QStringLiteral("Y, J"),
             [save, summary = m_summary](const QString &path) { return save(path, summaryJson(*summary)); }},
            {tr("Comparison as a web page"), QStringLiteral("html"), tr("Web pages (*.html)"),
             QStringLiteral("Y, H"), [save, summary = m_summary, title = pageTitle()](const QString &path) {
                 return save(path, comparisonPage(*summary, title));
             }}};
}

QList<KeyHelp> SummaryPane::keyHelp() const
{
    return {{tr("Tab, Shift+Tab"), tr("Go to the next or last link")},
            {tr("Enter"), tr("Follow the link: make a function active, pair or unpair functions")},
            {tr("Ctrl+A, Ctrl+C"), tr("Select and copy what is written")}};
}

QString SummaryPane::cursorFunction() const
{
    return functionOf(QUrl(m_text->textCursor().charFormat().anchorHref()));
}

void SummaryPane::updateActions()
{
    m_copyAll->setEnabled(m_summary != nullptr);
    m_byHand->setEnabled(m_summary && m_summary->hasOneSided);
    Pane::updateActions();
}

void SummaryPane::showAnalysis()
{
    const ComparisonPtr comparison = document()->comparison();
    if (comparison == m_comparison) {
        render();
        return;
    }
    m_stop.request_stop();
    m_stop = {};
    m_comparison = comparison;
    if (!comparison) {
        m_job.cancel();
        m_summary = nullptr;
        render();
        return;
    }
    m_job.run(
        [comparison, stop = m_stop.get_token()] {
            return std::make_shared<const Summary>(summarize(comparison, stop));
        },
        [this](const std::shared_ptr<const Summary> &summary) {
            m_summary = summary;
            render();
            showBusy(document()->isBusy());
        });
}

void SummaryPane::showBusy(bool busy)
{
    if (busy) {
        m_dim->start();
        return;
    }
    m_dim->stop();
    setDimmed(false);
}

void SummaryPane::setDimmed(bool dimmed)
{
    QPalette palette = this->palette();
    if (dimmed)
        palette.setColor(QPalette::Text,
                         style::mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.5));
    m_text->setPalette(palette);
}

bool SummaryPane::isNarrow() const
{
    return m_text->viewport()->width() < fontMetrics().averageCharWidth() * 70;
}

// Lines of more than about a hundred characters are hard to follow.
void SummaryPane::setLineWidth()
{
    const int most = fontMetrics().averageCharWidth() * 130;
    if (m_text->viewport()->width() > most) {
        m_text->setLineWrapMode(QTextEdit::FixedPixelWidth);
        m_text->setLineWrapColumnOrWidth(most);
    } else {
        m_text->setLineWrapMode(QTextEdit::WidgetWidth);
    }
}

void SummaryPane::render()
{
    write();
    updateActions();
}

void SummaryPane::write()
{
    if (!m_summary) {
        m_text->setHtml(
            document()->comparison()
                ? QString()
                : QStringLiteral("<p>%1</p>").arg(tr("There is no base to compare with.").toHtmlEscaped()));
        return;
    }
    setLineWidth();
    m_wasNarrow = isNarrow();
    SummaryLook look;
    look.isNarrow = m_wasNarrow;
    look.allRenames = m_allRenames;
    const int height = std::max(8, fontMetrics().height() * 2 / 3);
    look.bar = {m_wasNarrow ? fontMetrics().averageCharWidth() * 30 : fontMetrics().averageCharWidth() * 24,
                height};
    look.dim = style::mixed(palette().color(QPalette::Text), palette().color(QPalette::Base), 0.25).name();
    double largest = 0;
    for (const Contributor &contributor : m_summary->changes.contributors)
        largest = std::max(largest, contributor.share);

    const int position = m_text->verticalScrollBar()->value();
    m_text->clear();
    for (size_t i = 0; i < m_summary->changes.contributors.size(); ++i) {
        m_text->document()->addResource(QTextDocument::ImageResource, QUrl(QStringLiteral("bar:%1").arg(i)),
                                        summaryBar(m_summary->changes.contributors[i], largest, look.bar,
                                                   devicePixelRatioF(), palette()));
    }
    m_text->setHtml(summaryHtml(*m_summary, document()->state().compare.renamed,
                                document()->sideTitle(Document::Side::Base),
                                document()->sideTitle(Document::Side::Current), look));
    m_text->verticalScrollBar()->setValue(position);
}

FrameId SummaryPane::frameOf(const QUrl &url) const
{
    bool good = false;
    const uint row = url.scheme() == QStringLiteral("function") ? url.path().toUInt(&good) : 0;
    if (!good || !m_summary || row >= m_summary->comparison->frames().size())
        return {};
    return FrameId(row);
}

QString SummaryPane::functionOf(const QUrl &url) const
{
    const FrameId frame = frameOf(url);
    if (!frame.isValid())
        return {};
    const FrameTable &frames = m_summary->comparison->frames();
    const std::string_view plain = frames[frame].name;
    const std::string_view name = plain.empty() ? frames.printableName(frame) : plain;
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

void SummaryPane::follow(const QUrl &url)
{
    const QString function = functionOf(url);
    if (!function.isEmpty()) {
        document()->setActive(function);
        document()->showPane(QStringLiteral("flame"));
        return;
    }
    if (!m_summary)
        return;
    const size_t index = url.path().toUInt();
    if (url.scheme() == QStringLiteral("pair") && index < m_summary->renames.size())
        pair(m_summary->renames[index].gone, m_summary->renames[index].added);
    else if (url.scheme() == QStringLiteral("unpair"))
        unpair(index);
    else if (url.scheme() == QStringLiteral("hand"))
        pairByHand();
    if (url.scheme() == QStringLiteral("renames")) {
        m_allRenames = true;
        render();
    }
}

void SummaryPane::showMenu(const QPoint &position)
{
    const QUrl url(m_text->anchorAt(position));
    const QString function = functionOf(url);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!function.isEmpty()) {
        addFunctionActions(menu, document(), function);
        const FrameId frame = frameOf(url);
        const Change::Kind kind = m_summary->comparison->cumChange(frame).kind;
        if (kind == Change::Kind::New || kind == Change::Kind::Gone) {
            menu->addSeparator();
            menu->addAction(tr("Pair &with…"), this, [this, frame] { pairByHand(frame); });
        }
        menu->addSeparator();
    } else if (m_text->textCursor().hasSelection()) {
        menu->addAction(tr("&Copy"), m_text, &QTextEdit::copy);
    }
    menu->addAction(m_copyAll);
    menu->addAction(m_byHand);
    menu->popup(m_text->viewport()->mapToGlobal(position));
}

void SummaryPane::copyAll()
{
    if (m_summary)
        QGuiApplication::clipboard()->setText(QString::fromStdString(summaryText(*m_summary)));
}

void SummaryPane::pair(FrameId gone, FrameId added)
{
    const FrameTable &frames = m_summary->comparison->frames();
    const RenamedFunction pair{std::string(frames[gone].name), std::string(frames[added].name)};
    ViewState state = document()->state();
    auto &renamed = state.compare.renamed;
    std::erase_if(renamed, [&](const RenamedFunction &other) { return other.from == pair.from; });
    renamed.push_back(pair);
    document()->setState(state);
}

void SummaryPane::unpair(size_t index)
{
    ViewState state = document()->state();
    auto &renamed = state.compare.renamed;
    if (index >= renamed.size())
        return;
    renamed.erase(renamed.begin() + static_cast<std::ptrdiff_t>(index));
    document()->setState(state);
}

void SummaryPane::pairByHand(FrameId preset)
{
    if (!m_summary || !m_summary->hasOneSided)
        return;
    auto *dialog = new PairDialog(m_summary->comparison, preset, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // The names are those of the comparison that the dialog was opened for, whatever is shown by then.
    connect(dialog, &PairDialog::paired, this,
            [this, comparison = m_summary->comparison](FrameId gone, FrameId added) {
                if (m_summary && m_summary->comparison == comparison)
                    pair(gone, added);
            });
    dialog->open();
}

void SummaryPane::changeEvent(QEvent *event)
{
    Pane::changeEvent(event);
    const auto type = event->type();
    if (type == QEvent::PaletteChange)
        setDimmed(false);
    if (type == QEvent::LocaleChange || type == QEvent::LanguageChange || type == QEvent::PaletteChange ||
        type == QEvent::FontChange)
        render();
}

void SummaryPane::resizeEvent(QResizeEvent *event)
{
    Pane::resizeEvent(event);
    if (!m_summary)
        return;
    setLineWidth();
    if (isNarrow() != m_wasNarrow)
        render();
}

bool SummaryPane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const FrameId frame = frameOf(QUrl(m_text->anchorAt(help->pos())));
        if (frame.isValid())
            QToolTip::showText(help->globalPos(),
                               style::wrappedToolTip(style::displayText(
                                   functionNameOf(m_summary->comparison->frames(), frame))),
                               m_text);
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::Leave)
        document()->setHovered({});
    return Pane::eventFilter(watched, event);
}

} // namespace proflens
