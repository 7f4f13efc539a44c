// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/document.h"

#include "core/format/read.h"
#include "core/format/savefile.h"
#include "core/format/write.h"
#include "core/report/report.h"
#include "core/select/filtertext.h"
#include "core/select/merge.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QPointer>
#include <QTimer>
#include <QtConcurrent>

#include <algorithm>
#include <atomic>
#include <chrono>

namespace proflens {

namespace {

// Steps of back and forward that are kept.
constexpr qsizetype historyLimit = 200;

// Where a sample type is among others: by name where the name is there, else nowhere (-1).
int sameSampleType(const std::vector<ValueType> &from, const std::vector<ValueType> &to, int index)
{
    if (index < 0 || index >= int(from.size()))
        return -1;
    const auto found = std::find_if(
        to.begin(), to.end(), [&](const ValueType &type) { return type.type == from[size_t(index)].type; });
    return found == to.end() ? -1 : int(found - to.begin());
}

QString fromBytes(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

// What filters by a label that is shown as a frame. Filters by label stay right when labels are shown no
// more; all others match the frame itself, whose name is the value. Nothing where it has none: a pattern for
// that would match whatever lacks a name or a file.
std::optional<FilterChip> filterForLabel(FilterKind kind, const Frame &frame, const Profile &profile)
{
    const QString key = fromBytes(frame.labelKey);
    const QString exactly = fromBytes(exactPattern(frame.labelValue));
    const bool narrows = kind == FilterKind::Focus || kind == FilterKind::Ignore;
    bool isText = false, isNumber = false;
    for (size_t i = 0; i < profile.labels.size(); ++i) {
        for (const Label &label : profile.labels[LabelSetId(i)]) {
            if (profile.text(label.key) != frame.labelKey)
                continue;
            isNumber = isNumber || label.isNumber;
            isText = isText || (!label.isNumber && profile.text(label.text) == frame.labelValue);
        }
    }
    // Filters by label see numbers as ranges, take apart what stands between commas, and keys at "=".
    const bool byLabel = narrows && !isNumber && !key.contains(QLatin1Char('='));
    if (frame.labelValue.empty()) {
        if (!byLabel)
            return {};
        // What no value matches is without the label.
        return FilterChip{kind == FilterKind::Focus ? FilterKind::TagIgnore : FilterKind::TagFocus,
                          key + QLatin1String("=."), true};
    }
    if (!byLabel || !isText)
        return FilterChip{kind, exactly, true};
    return FilterChip{
        kind == FilterKind::Focus ? FilterKind::TagFocus : FilterKind::TagIgnore,
        key + QLatin1Char('=') + QString(exactly).replace(QLatin1Char(','), QLatin1String("\\x2c")), true};
}

QString called(const QStringList &paths)
{
    if (paths.isEmpty())
        return {};
    const QString name = QFileInfo(paths.first()).fileName();
    return paths.size() == 1 ? name : Document::tr("%1 (+%L2)").arg(name).arg(paths.size() - 1);
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

QString Document::sideTitle(Side side) const
{
    const SideRequest request = side == Side::Base ? m_request.base : m_request.current();
    // A file that holds a base itself has one name for both sides.
    if (request.isOwnBase)
        return tr("base in %1").arg(called(request.paths));
    return called(request.paths);
}

QString Document::title() const
{
    const QString current = sideTitle(Side::Current);
    if (m_request.base.isEmpty())
        return current;
    //: A comparison of two profiles: the current one minus the base.
    return tr("%1 − %2").arg(current, sideTitle(Side::Base));
}

void Document::open(const OpenRequest &request)
{
    m_path = request.path;
    if (!m_loaded.profile) {
        m_request = request;
        m_state = m_history[m_position] = request.state;
    }
    startLoading({request.current(), request.base, {}, {}, request.olderIsBase, true}, request);
}

void Document::load(const QString &path)
{
    OpenRequest request;
    request.path = path;
    open(request);
}

void Document::reload()
{
    startLoading({m_request.current(), m_request.base, {}, {}}, m_request);
}

void Document::compareWith(const SideRequest &base)
{
    OpenRequest request = m_request;
    request.base = base;
    startLoading({request.current(), base, m_loaded.profile, {}}, request);
}

void Document::swapSides()
{
    if (!isComparison())
        return;
    OpenRequest request = m_request;
    request.swapSides();
    startLoading({request.current(), request.base, m_loaded.base, m_loaded.profile}, request);
}

void Document::setSides(const SideRequest &current, const SideRequest &base, bool olderIsBase,
                        const ProfilePtr &knownBase)
{
    const auto known = [&](const SideRequest &side) -> ProfilePtr {
        if (side.isEmpty())
            return nullptr;
        if (m_loaded.profile && side.isSame(m_request.current()))
            return m_loaded.profile;
        return m_loaded.base && side.isSame(m_request.base) ? m_loaded.base : nullptr;
    };
    OpenRequest request = m_request;
    request.setCurrent(current);
    request.base = base;
    request.olderIsBase = olderIsBase;
    startLoading({current, base, known(current), knownBase ? knownBase : known(base), olderIsBase}, request);
}

void Document::keepOnly(Side side)
{
    if (!isComparison())
        return;
    OpenRequest request = m_request;
    if (side == Side::Base)
        request.swapSides();
    request.base = {};
    startLoading({request.current(), {}, side == Side::Base ? m_loaded.base : m_loaded.profile, {}}, request);
}

void Document::startLoading(const LoadInput &input, const OpenRequest &request)
{
    m_loadStop.request_stop();
    m_loadStop = {};
    m_loading = true;
    Q_EMIT loadProgress(0, 0);

    using Made = Result<Loaded>;
    const std::stop_token stop = m_loadStop.get_token();
    auto *watcher = new QFutureWatcher<std::shared_ptr<Made>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, stop, request] {
        watcher->deleteLater();
        if (stop.stop_requested())
            return;
        const std::shared_ptr<Made> result = watcher->result();
        m_loading = false;
        if (!result->ok()) {
            Q_EMIT loadFailed(QString::fromStdString(result->error().message));
            return;
        }
        m_request = request;
        m_request.olderIsBase = false; // decided once: what is read again stays in its place
        if ((*result)->ownBase)
            m_request.base = ownBaseOf(m_request.current());
        if ((*result)->swapped)
            m_request.swapSides();
        m_path = m_request.path;
        take(std::move(**result));
    });
    const QPointer<Document> self(this);
    watcher->setFuture(QtConcurrent::run([self, input, stop] {
        // Often enough to be seen; showing it takes time from reading.
        static constexpr std::chrono::milliseconds interval(50);
        auto last = std::make_shared<std::atomic<std::chrono::steady_clock::time_point>>();
        const auto progress = [self, stop, last](uint64_t done, uint64_t total) {
            const auto now = std::chrono::steady_clock::now();
            if (now - last->load() < interval && done < total)
                return;
            *last = now;
            QMetaObject::invokeMethod(
                qApp,
                [self, stop, done, total] {
                    if (self && !stop.stop_requested())
                        Q_EMIT self->loadProgress(qint64(done), qint64(total));
                },
                Qt::QueuedConnection);
        };
        return std::make_shared<Made>(loadSides(input, progress, stop));
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
    m_request.path = m_path = path;
    m_request.base = {};
    take(*loadedOf(profile, nullptr));
}

void Document::setProfiles(const ProfilePtr &base, const ProfilePtr &current, const QString &basePath,
                           const QString &path)
{
    m_request.path = m_path = path;
    m_request.base = {{basePath}, {}};
    take(*loadedOf(current, base));
}

void Document::take(Loaded loaded)
{
    // A reloaded profile may have other sample types, or the same in another order.
    const auto indexOf = [&](const std::string &type) {
        const auto index = loaded.profile->sampleIndex(type);
        return index.ok() ? sameSampleType(loaded.profile->sampleTypes, loaded.sampleTypes, *index) : -1;
    };
    int usual = indexOf(m_request.sampleType.toStdString());
    if (usual < 0)
        usual = indexOf({});
    if (usual < 0 && !loaded.sampleTypes.empty())
        usual = 0;
    const auto settle = [&](ViewState &state) {
        if (m_loaded.profile)
            state.sampleIndex = sameSampleType(m_loaded.sampleTypes, loaded.sampleTypes, state.sampleIndex);
        if (state.sampleIndex < 0 || state.sampleIndex >= int(loaded.sampleTypes.size()))
            state.sampleIndex = usual;
    };
    for (ViewState &state : m_history)
        settle(state);
    m_state = m_history[m_position];

    m_loaded = std::move(loaded);
    m_named = std::make_shared<NamedProfiles>(m_loaded);
    m_joined = m_loaded.joined;
    m_shownNames.reset();
    m_guessed.reset();
    m_loading = false;
    Q_EMIT this->loaded();
    Q_EMIT stateChanged();
    scheduleAnalysis();
}

namespace {

// The stacks of a profile as text for other programs.
Status saveStacks(const Loaded &loaded, const AnalysisOptions &view, const std::string &path,
                  Document::SaveWhat what, Document::SaveFormat format)
{
    ProfilePtr profile = loaded.profile;
    if (loaded.base) {
        const auto both = withBase(loaded.profile, loaded.base, true, false);
        if (!both.ok())
            return both.error();
        profile = *both;
    }
    ReportOptions options;
    // A comparison knows only the types that both sides have.
    if (view.sampleIndex >= 0 && size_t(view.sampleIndex) < loaded.sampleTypes.size())
        options.sampleIndex = loaded.sampleTypes[size_t(view.sampleIndex)].type;
    options.mean = view.mean;
    options.granularity = view.granularity;
    options.noInlines = view.noInlines;
    options.allFrames = what == Document::SaveWhat::Everything || view.allFrames;
    if (what == Document::SaveWhat::Selected) {
        options.filters = view.filters;
        options.tagRoot = view.tagRoot;
        options.tagLeaf = view.tagLeaf;
    }
    std::string text;
    Output out([&](std::string_view piece) {
        text += piece;
        return true;
    });
    const ReportKind kind =
        format == Document::SaveFormat::Folded ? ReportKind::Folded : ReportKind::Speedscope;
    if (const Status printed = writeReport(profile, kind, options, {}, out); !printed.ok())
        return printed;
    out.flush();
    return saveFile(path, text);
}

} // namespace

void Document::save(const QString &path, SaveWhat what, SaveFormat format)
{
    ++m_saving;
    auto *watcher = new QFutureWatcher<QString>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, path] {
        watcher->deleteLater();
        --m_saving;
        Q_EMIT saved(path, watcher->result());
    });
    if (format != SaveFormat::Profile) {
        watcher->setFuture(
            QtConcurrent::run([loaded = m_loaded, view = analysisOptions(), path, what, format] {
                const Status written = saveStacks(loaded, view, path.toStdString(), what, format);
                return written.ok() ? QString() : QString::fromStdString(written.error().message);
            }));
        return;
    }
    // What is shown of a comparison is in the tables of both sides; what is saved is the current side.
    const AnalysisPtr shown = isComparison() ? nullptr : m_analysis;
    watcher->setFuture(QtConcurrent::run([profile = m_loaded.profile, shown, options = analysisOptions(),
                                          path, what]() -> QString {
        Result<AnalysisPtr> analysis = shown;
        if (!shown && what == SaveWhat::Selected)
            analysis = Analysis::make(profile, options);
        if (!analysis.ok())
            return QString::fromStdString(analysis.error().message);
        const Status written = what == SaveWhat::Everything
                                   ? writeProfile(*profile, path.toStdString())
                                   : writeProfile(*materialize((*analysis)->selection()), path.toStdString());
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
    else if (m_comparison && m_state.compare != before.compare)
        Q_EMIT analysisChanged();
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

std::optional<FilterChip> Document::filterFor(FilterKind kind, const QString &function) const
{
    for (const FrameId id : framesOf(function)) {
        if (const Frame &frame = m_analysis->frames()[id]; frame.isLabel())
            return filterForLabel(kind, frame, *m_analysis->profile());
    }
    return FilterChip{kind, QString::fromStdString(exactPattern(function.toStdString())), true};
}

void Document::addFilterFor(FilterKind kind, const QString &function)
{
    if (const auto chip = filterFor(kind, function))
        addFilter(chip->kind, chip->pattern);
}

namespace {

// code: the filter that leaves only one's own code, if that is asked for.
AnalysisOptions analysisOptionsOf(const ViewState &state, const std::optional<Filter> &code)
{
    AnalysisOptions options = state.analysisOptions();
    if (code)
        options.filters.insert(options.filters.begin(), *code);
    return options;
}

ComparisonOptions comparisonOptionsOf(const ViewState &state, const std::optional<Filter> &code)
{
    ComparisonOptions options = state.comparisonOptions();
    if (code)
        options.view.filters.insert(options.view.filters.begin(), *code);
    return options;
}

} // namespace

AnalysisOptions Document::analysisOptions() const
{
    return analysisOptionsOf(m_state, codeFilter());
}

ComparisonOptions Document::comparisonOptions() const
{
    return comparisonOptionsOf(m_state, codeFilter());
}

void Document::setCodeRules(const CodeRuleBook &rules)
{
    const auto before = codeFilter();
    m_codeRules = rules;
    if (before == codeFilter())
        return;
    Q_EMIT stateChanged();
    scheduleAnalysis();
}

Language Document::guessedLanguage() const
{
    if (!m_loaded.profile)
        return Language::Cpp;
    if (!m_guessed)
        m_guessed = guessLanguage(m_loaded.joined ? *m_loaded.joined->profile : *m_loaded.profile);
    return *m_guessed;
}

Language Document::language() const
{
    return m_state.myCode.language ? *m_state.myCode.language : guessedLanguage();
}

std::optional<Filter> Document::codeFilter() const
{
    if (!m_state.myCode.on || !m_loaded.profile)
        return {};
    std::string pattern = hidePattern(m_codeRules.of(language()));
    if (pattern.empty())
        return {};
    return Filter{FilterKind::Hide, std::move(pattern), true};
}

void Document::scheduleAnalysis()
{
    if (m_scheduled || !m_loaded.profile)
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
    struct Looked
    {
        AnalysisPtr analysis;
        ComparisonPtr comparison;
        ViewState state; // with the functions it is about under the names it wants
    };
    using Made = Result<Looked>;
    const std::stop_token stop = m_analysisStop.get_token();
    auto *watcher = new QFutureWatcher<std::shared_ptr<Made>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, stop, asked = m_state] {
        watcher->deleteLater();
        if (stop.stop_requested())
            return; // a newer one is under way
        const std::shared_ptr<Made> made = watcher->result();
        m_analysing = false;
        if (made->ok()) {
            m_analysis = (*made)->analysis;
            m_comparison = (*made)->comparison;
            if (m_comparison)
                m_joined = m_comparison->joined();
            m_shownNames = asked.names;
            if (m_state == asked && (*made)->state != asked) {
                m_state = m_history[m_position] = (*made)->state;
                Q_EMIT stateChanged();
            }
            Q_EMIT filterError({});
            Q_EMIT analysisChanged();
        } else {
            Q_EMIT filterError(QString::fromStdString(made->error().message));
        }
        Q_EMIT busyChanged(false);
    });
    watcher->setFuture(
        QtConcurrent::run([named = m_named, state = m_state, code = codeFilter(), shown = m_shownNames,
                           before = Looked{m_analysis, m_comparison, {}}, stop]() mutable {
            if (shown && *shown != state.names)
                named->translate(state, *shown);
            if (const JoinedPtr joined = named->joined(state.names)) {
                const auto made =
                    Comparison::make(joined, comparisonOptionsOf(state, code), before.comparison.get(), stop);
                if (!made.ok())
                    return std::make_shared<Made>(made.error());
                return std::make_shared<Made>(Looked{*made ? (*made)->current() : nullptr, *made, state});
            }
            const auto made = Analysis::make(named->profile(state.names), analysisOptionsOf(state, code),
                                             before.analysis.get(), stop);
            if (!made.ok())
                return std::make_shared<Made>(made.error());
            return std::make_shared<Made>(Looked{*made, nullptr, state});
        }));
}

std::vector<FrameId> Document::activeFrames() const
{
    return framesOf(m_state.active);
}

std::vector<FrameId> Document::framesOf(const QString &function) const
{
    if (!m_analysis || function.isEmpty())
        return {};
    const QByteArray name = function.toUtf8();
    const FrameTable &frames = m_analysis->frames();
    std::vector<FrameId> found = frames.find({name.constData(), size_t(name.size())});
    // A name that is no UTF-8 lost bytes on its way into the state: it is known by what is left of it.
    if (found.empty() && function.contains(QChar(QChar::ReplacementCharacter))) {
        for (uint32_t i = 0; i < frames.size(); ++i) {
            const std::string_view plain = frames[FrameId(i)].name;
            const std::string_view text = plain.empty() ? frames.printableName(FrameId(i)) : plain;
            if (QString::fromUtf8(text.data(), qsizetype(text.size())) == function)
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
