// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/document.h"

#include "core/format/read.h"
#include "core/format/write.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QPointer>
#include <QTimer>
#include <QtConcurrent>

#include <algorithm>

namespace proflens {

namespace {

// Steps of back and forward that are kept.
constexpr qsizetype historyLimit = 200;

QString escaped(const QString &text)
{
    // RE2's quoting, not QRegularExpression's: both put a backslash before what is special.
    QString out;
    for (const QChar c : text) {
        if (QStringLiteral("\\.+*?()|[]{}^$").contains(c))
            out += QLatin1Char('\\');
        out += c;
    }
    return out;
}

std::vector<bool> allZero(const Profile &profile)
{
    std::vector<bool> zero;
    for (const ValueColumn &column : profile.samples.values) {
        bool any = false;
        column.forEach([&](size_t, int64_t value) { any = any || value != 0; });
        zero.push_back(!any);
    }
    return zero;
}

// Where a sample type of one profile is in another: by name where the name is there, else nowhere (-1).
int sameSampleType(const Profile &from, const Profile &to, int index)
{
    if (index < 0 || index >= int(from.sampleTypes.size()))
        return -1;
    const auto found =
        std::find(to.sampleTypes.begin(), to.sampleTypes.end(), from.sampleTypes[size_t(index)]);
    return found == to.sampleTypes.end() ? -1 : int(found - to.sampleTypes.begin());
}

// What a worker hands over.
struct Loaded
{
    Result<ProfilePtr> profile;
    std::vector<bool> zeroTypes;
};

Result<ProfilePtr> readFile(const std::string &path, const ReadOptions &options)
{
    auto read = readProfile(path, options);
    if (!read.ok())
        return read.error();
    return ProfilePtr(std::move(*read));
}

} // namespace

Document::Document(QObject *parent)
    : QObject(parent)
{
    m_history.append(m_state);
    m_position = 0;
}

Document::~Document()
{
    // Workers hold what they need by shared_ptr and their results are not delivered to a dead object.
    m_loadStop.request_stop();
    m_analysisStop.request_stop();
}

QString Document::title() const
{
    return QFileInfo(m_path).fileName();
}

void Document::open(const OpenRequest &request)
{
    m_request = request;
    m_path = request.path;
    if (!m_profile)
        m_state = m_history[m_position] = request.state;
    startLoading();
}

void Document::startLoading()
{
    m_loadStop.request_stop();
    m_loadStop = {};
    m_loading = true;
    Q_EMIT loadProgress(0, 0);

    const std::stop_token stop = m_loadStop.get_token();
    auto *watcher = new QFutureWatcher<std::shared_ptr<Loaded>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, stop] {
        watcher->deleteLater();
        if (stop.stop_requested())
            return;
        const std::shared_ptr<Loaded> result = watcher->result();
        m_loading = false;
        if (!result->profile.ok()) {
            Q_EMIT loadFailed(QString::fromStdString(result->profile.error().message));
            return;
        }
        setProfile(*result->profile, m_path, std::move(result->zeroTypes));
    });
    const QPointer<Document> self(this);
    watcher->setFuture(QtConcurrent::run([self, path = m_path, read = m_request.read, stop] {
        ReadOptions options;
        options.stop = stop;
        options.progress = [self, stop](uint64_t done, uint64_t total) {
            QMetaObject::invokeMethod(
                qApp,
                [self, stop, done, total] {
                    if (self && !stop.stop_requested())
                        Q_EMIT self->loadProgress(qint64(done), qint64(total));
                },
                Qt::QueuedConnection);
        };
        auto loaded = std::make_shared<Loaded>(
            Loaded{read ? read(options) : readFile(path.toStdString(), options), {}});
        if (loaded->profile.ok())
            loaded->zeroTypes = allZero(**loaded->profile);
        return loaded;
    }));
}

void Document::cancelLoading()
{
    if (!m_loading)
        return;
    m_loadStop.request_stop();
    m_loading = false;
    Q_EMIT loadCancelled();
}

void Document::setProfile(const ProfilePtr &profile, const QString &path)
{
    setProfile(profile, path, allZero(*profile));
}

void Document::setProfile(const ProfilePtr &profile, const QString &path, std::vector<bool> zeroTypes)
{
    // A reloaded profile may have other sample types, or the same in another order.
    const auto wanted = profile->sampleIndex(m_request.sampleType.toStdString());
    const auto byDefault = profile->sampleIndex("");
    const int usual = wanted.ok() ? *wanted : byDefault.ok() ? *byDefault : -1;
    const auto settle = [&](ViewState &state) {
        if (m_profile)
            state.sampleIndex = sameSampleType(*m_profile, *profile, state.sampleIndex);
        if (state.sampleIndex < 0 || state.sampleIndex >= int(profile->sampleTypes.size()))
            state.sampleIndex = usual;
    };
    for (ViewState &state : m_history)
        settle(state);
    m_state = m_history[m_position];

    m_path = path;
    m_profile = profile;
    m_zeroTypes = std::move(zeroTypes);
    m_loading = false;
    Q_EMIT loaded();
    Q_EMIT stateChanged();
    scheduleAnalysis();
}

void Document::save(const QString &path, SaveWhat what)
{
    ++m_saving;
    auto *watcher = new QFutureWatcher<QString>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, path] {
        watcher->deleteLater();
        --m_saving;
        Q_EMIT saved(path, watcher->result());
    });
    watcher->setFuture(QtConcurrent::run([profile = m_profile, analysis = m_analysis, path,
                                          what]() -> QString {
        const Status written = what == SaveWhat::Everything || !analysis
                                   ? writeProfile(*profile, path.toStdString())
                                   : writeProfile(*materialize(analysis->selection()), path.toStdString());
        return written.ok() ? QString() : QString::fromStdString(written.error().message);
    }));
}

void Document::setState(const ViewState &state)
{
    if (state == m_state)
        return;
    const ViewState before = m_state;
    m_state = state;
    m_history.resize(m_position + 1);
    m_history.append(state);
    if (m_history.size() > historyLimit)
        m_history.removeFirst();
    m_position = m_history.size() - 1;
    changed(before);
}

void Document::go(qsizetype position)
{
    if (position < 0 || position >= m_history.size())
        return;
    const ViewState before = m_state;
    m_position = position;
    m_state = m_history[position];
    changed(before);
}

void Document::changed(const ViewState &before)
{
    Q_EMIT stateChanged();
    if (m_state.active != before.active)
        Q_EMIT activeChanged();
    if (m_state.needsAnalysis(before))
        scheduleAnalysis();
}

void Document::setActive(const QString &function)
{
    ViewState state = m_state;
    state.active = function;
    setState(state);
}

void Document::setSampleIndex(int index)
{
    ViewState state = m_state;
    state.sampleIndex = index;
    setState(state);
}

void Document::addFilter(FilterKind kind, const QString &pattern)
{
    ViewState state = m_state;
    state.chips.append({kind, pattern, true});
    setState(state);
}

void Document::addFilterFor(FilterKind kind, const QString &function)
{
    addFilter(kind, QLatin1Char('^') + escaped(function) + QLatin1Char('$'));
}

void Document::scheduleAnalysis()
{
    if (m_scheduled || !m_profile)
        return;
    m_scheduled = true;
    if (!m_analysing) {
        m_analysing = true;
        Q_EMIT busyChanged(true);
    }
    QTimer::singleShot(0, this, &Document::startAnalysis);
}

void Document::startAnalysis()
{
    m_scheduled = false;
    m_analysisStop.request_stop();
    m_analysisStop = {};
    using Made = Result<AnalysisPtr>;
    const std::stop_token stop = m_analysisStop.get_token();
    auto *watcher = new QFutureWatcher<std::shared_ptr<Made>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, stop] {
        watcher->deleteLater();
        if (stop.stop_requested())
            return; // a newer one is under way
        const std::shared_ptr<Made> made = watcher->result();
        m_analysing = false;
        if (made->ok()) {
            m_analysis = **made;
            Q_EMIT filterError({});
            Q_EMIT analysisChanged();
        } else {
            Q_EMIT filterError(QString::fromStdString(made->error().message));
        }
        Q_EMIT busyChanged(false);
    });
    watcher->setFuture(QtConcurrent::run(
        [profile = m_profile, options = m_state.analysisOptions(), previous = m_analysis, stop] {
            return std::make_shared<Made>(Analysis::make(profile, options, previous.get(), stop));
        }));
}

std::vector<FrameId> Document::activeFrames() const
{
    if (!m_analysis || m_state.active.isEmpty())
        return {};
    const QByteArray name = m_state.active.toUtf8();
    const FrameTable &frames = m_analysis->frames();
    std::vector<FrameId> found = frames.find({name.constData(), size_t(name.size())});
    // A name that is no UTF-8 lost bytes on its way into the state: it is known by what is left of it.
    if (found.empty() && m_state.active.contains(QChar(QChar::ReplacementCharacter))) {
        for (uint32_t i = 0; i < frames.size(); ++i) {
            const std::string_view plain = frames[FrameId(i)].name;
            const std::string_view text = plain.empty() ? frames.printableName(FrameId(i)) : plain;
            if (QString::fromUtf8(text.data(), qsizetype(text.size())) == m_state.active)
                found.emplace_back(i);
        }
    }
    return found;
}

void Document::setHovered(const QString &function)
{
    if (m_hovered == function)
        return;
    m_hovered = function;
    Q_EMIT hoveredChanged();
}

} // namespace proflens
