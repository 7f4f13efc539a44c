// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/look.h"

#include "app/panes/pane.h"

#include <QDir>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFileInfo>
#include <QImage>
#include <QMainWindow>
#include <QMap>
#include <QPixmap>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

namespace proflens {

namespace {

using namespace std::chrono_literals;

// Large profiles and large graphs take their time; what takes longer is a mistake worth a picture.
constexpr auto patience = 120s;

void pause(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

bool waitFor(const std::function<bool()> &done)
{
    QElapsedTimer timer;
    timer.start();
    while (!done()) {
        if (timer.hasExpired(std::chrono::milliseconds(patience).count()))
            return false;
        pause(20ms);
    }
    return true;
}

// Opens whatever the widget is in: its tab, its page, its dock.
void bringToFront(QWidget *widget)
{
    for (QWidget *at = widget; at && !at->isWindow(); at = at->parentWidget()) {
        if (auto *dock = qobject_cast<QDockWidget *>(at)) {
            dock->show();
            dock->raise();
        } else if (auto *stack = qobject_cast<QStackedWidget *>(at->parentWidget())) {
            // A tab widget keeps its pages in a stack, and must be asked itself.
            if (auto *tabs = qobject_cast<QTabWidget *>(stack->parentWidget()))
                tabs->setCurrentWidget(at);
            else
                stack->setCurrentWidget(at);
        }
    }
}

QImage picture(QWidget &widget)
{
    return widget.grab().toImage();
}

// Waits until nothing is being computed or drawn, and takes a picture.
QImage settledPicture(QWidget &widget, const Document &document, const QList<Pane *> &panes)
{
    waitFor([&] {
        return !document.isBusy() && std::all_of(panes.begin(), panes.end(), [](const Pane *pane) {
            return !pane->isVisible() || pane->isIdle();
        });
    });
    QImage last = picture(widget);
    waitFor([&] {
        pause(80ms);
        QImage next = picture(widget);
        const bool same = next == last;
        last = std::move(next);
        return same;
    });
    return last;
}

// The function with the largest flat value, by its amount; empty if nothing costs anything.
QString hottestFunction(const Analysis &analysis)
{
    const auto &flat = analysis.costs().flat;
    size_t hottest = 0;
    for (size_t row = 1; row < flat.size(); ++row) {
        if (std::abs(flat[row]) > std::abs(flat[hottest]))
            hottest = row;
    }
    if (flat.empty() || flat[hottest] == 0)
        return {};
    const std::string_view name = analysis.frames()[FrameId(hottest)].name;
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QString absolute(const QString &path)
{
    return QFileInfo(path).absoluteFilePath();
}

QString baseName(const Document &document)
{
    QString name = document.title();
    for (const char *suffix : {".gz", ".pb", ".pprof", ".prof"}) {
        if (name.endsWith(QLatin1String(suffix)))
            name.chop(static_cast<qsizetype>(qstrlen(suffix)));
    }
    return name;
}

// The pictures of one document.
class Photographer
{
public:
    Photographer(QMainWindow &window, Document &document, QList<Pane *> panes, const QString &folder)
        : m_window(window)
        , m_document(document)
        , m_panes(std::move(panes))
        , m_folder(folder)
    {}

    int run()
    {
        bringToFront(m_panes.first());
        if (!waitFor([&] { return m_document.analysis() && !m_document.isBusy(); })) {
            std::fprintf(stderr, "%s was not read\n", qPrintable(m_document.path()));
            return 1;
        }
        Pane *const front = firstVisible();
        save(m_window, "window");
        m_document.setActive(hottestFunction(*m_document.analysis()));
        for (Pane *pane : std::as_const(m_panes)) {
            bringToFront(pane);
            save(*pane, pane->id());
        }
        bringToFront(front);
        save(m_window, "active");
        return m_failed;
    }

private:
    Pane *firstVisible() const
    {
        for (Pane *pane : m_panes) {
            if (!pane->visibleRegion().isEmpty())
                return pane;
        }
        return m_panes.first();
    }

    void save(QWidget &widget, const QString &what)
    {
        pause(0ms); // what was brought to the front is laid out by the event loop
        const QString path = m_folder + '/' + baseName(m_document) + '-' + what + ".png";
        if (!settledPicture(widget, m_document, m_panes).save(path)) {
            std::fprintf(stderr, "%s cannot be written\n", qPrintable(path));
            ++m_failed;
        }
    }

    QMainWindow &m_window;
    Document &m_document;
    QList<Pane *> m_panes;
    QString m_folder;
    int m_failed = 0;
};

} // namespace

std::optional<LookOptions> lookOptions(const QStringList &arguments)
{
    if (arguments.value(0) != "--look")
        return std::nullopt;
    LookOptions options;
    options.folder = arguments.value(1);
    for (qsizetype i = 2; i < arguments.size(); ++i) {
        if (arguments[i] == "--dark" || arguments[i] == "--light") {
            options.scheme = arguments[i] == "--dark" ? style::Scheme::Dark : style::Scheme::Light;
        } else if (arguments[i] == "--size") {
            const QStringList sides = arguments.value(++i).split('x');
            options.size = {sides.value(0).toInt(), sides.value(1).toInt()};
        } else {
            options.files << arguments[i];
        }
    }
    if (options.folder.isEmpty() || options.size.isEmpty())
        options.files.clear();
    return options;
}

int look(QMainWindow &window, const LookOptions &options)
{
    if (options.files.isEmpty()) {
        std::fputs("usage: proflens --look DIR [--dark|--light] [--size WIDTHxHEIGHT] FILE...\n", stderr);
        return 1;
    }
    QDir().mkpath(options.folder);
    window.resize(options.size);
    window.show();

    int failed = 0;
    QMap<QString, QList<Pane *>> panesOf; // by path, so that pictures come in an order that does not change
    waitFor([&] {
        panesOf.clear();
        bool loading = false;
        for (Pane *pane : window.findChildren<Pane *>()) {
            panesOf[absolute(pane->document()->path())] << pane;
            loading = loading || pane->document()->isLoading();
        }
        return panesOf.size() >= options.files.size() && !loading;
    });
    for (const QString &file : options.files) {
        const QList<Pane *> panes = panesOf.value(absolute(file));
        if (panes.isEmpty()) {
            std::fprintf(stderr, "%s was not opened\n", qPrintable(file));
            ++failed;
            continue;
        }
        failed += Photographer(window, *panes.first()->document(), panes, options.folder).run();
    }
    return failed;
}

} // namespace proflens
