// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/coderulebook.h"
#include "app/session/loading.h"
#include "app/session/namedprofiles.h"
#include "app/session/openrequest.h"
#include "app/session/viewstate.h"
#include "core/analyze/analysis.h"
#include "core/analyze/comparison.h"
#include "core/profile/profile.h"

#include <QList>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace proflens {

// One open profile, alone or with another one that it is compared with, and the one state in which all its
// panes look at it.
//
// Panes ask for changes and are told once, after the event loop has gathered all changes of a moment. Reading
// and analysing run on worker threads; a newer request stops the older one; until the new analysis is there
// the old one stays, and isBusy() tells so.
class Document : public QObject
{
    Q_OBJECT

public:
    explicit Document(QObject *parent = nullptr);
    ~Document() override;

    // Starts reading. loaded() or loadFailed() follows.
    void open(const OpenRequest &request);
    // The same for a file as it is.
    void load(const QString &path);
    // Reads the same once more and keeps the state.
    void reload();
    // Reads a base for the open profile. loaded() follows, or loadFailed() and all stays as it was.
    void compareWith(const SideRequest &base);
    // The base becomes the current side and the other way round.
    void swapSides();
    // Shows other profiles in place of these; a side that is shown already is not read again. base may be
    // empty. loaded() follows, or loadFailed() and all stays as it was.
    // knownBase: the base, if it was read already.
    void setSides(const SideRequest &current, const SideRequest &base, bool olderIsBase = false,
                  const ProfilePtr &knownBase = {});
    // Goes on with one side alone.
    enum class Side { Current, Base };
    void keepOnly(Side side);
    // Stops reading; loadCancelled() follows, and loadFailed() does not.
    void cancelLoading();
    // For tests and for profiles made in memory; loaded() follows.
    void setProfile(const ProfilePtr &profile, const QString &path);
    // The same for a comparison. They must have a sample type in common.
    void setProfiles(const ProfilePtr &base, const ProfilePtr &current, const QString &basePath,
                     const QString &path);

    // Writes a file, of everything or of what the current analysis selects; saved() follows. Only once there
    // is an analysis. A profile is .pb.gz; stacks for other programs have one sample type, the one shown, and
    // of a comparison both sides.
    enum class SaveWhat { Everything, Selected };
    enum class SaveFormat { Profile, Folded, Speedscope };
    void save(const QString &path, SaveWhat what, SaveFormat format = SaveFormat::Profile);
    bool isSaving() const { return m_saving > 0; }

    // Of the current side; where it was merged, of the first file.
    const QString &path() const { return m_path; }
    const OpenRequest &request() const { return m_request; }
    // "heap.pb.gz", "heap-2.pb.gz − heap-1.pb.gz", with "(+2)" where sides were merged.
    QString title() const;
    // What a side is called.
    QString sideTitle(Side side) const;
    bool isLoading() const { return m_loading; }
    // Whether a newer analysis than analysis() is being made.
    bool isBusy() const { return m_analysing; }

    // The current side, with names as in the file; nullptr until loaded.
    const ProfilePtr &profile() const { return m_loaded.profile; }
    // The base; nullptr if there is none.
    const ProfilePtr &base() const { return m_loaded.base; }
    bool isComparison() const { return m_loaded.joined != nullptr; }
    // Both in one, that of comparison() once it is there; nullptr if there is no base.
    const JoinedPtr &joined() const { return m_joined; }
    // What ViewState::sampleIndex counts: the profile's types, or those that both sides have.
    const std::vector<ValueType> &sampleTypes() const { return m_loaded.sampleTypes; }
    // By sample type, whether all its values are 0.
    const std::vector<bool> &zeroTypes() const { return m_loaded.zeroTypes; }
    // Whether there are frames, and none of them has a function name.
    bool hasOnlyAddresses() const { return m_loaded.onlyAddresses; }
    // The keys of the labels that samples have, sorted.
    const std::vector<std::string> &labelKeys() const { return m_loaded.labelKeys; }
    // The last finished analysis, of the current side; nullptr until the first. It may belong to an older
    // state than state().
    const AnalysisPtr &analysis() const { return m_analysis; }
    // Both sides, of which analysis() is one; nullptr if there is no base.
    const ComparisonPtr &comparison() const { return m_comparison; }

    const ViewState &state() const { return m_state; }
    // Asks for another state; it becomes a step of back and forward.
    void setState(const ViewState &state);
    // Changes one thing each.
    void setActive(const QString &function);
    void setSampleIndex(int index);
    void addFilter(FilterKind kind, const QString &pattern);
    // What filters by exactly this function name. For a label that is shown as a frame: what keeps or leaves
    // out the samples with it, where the kind does that. Nothing where no filter can: hiding the frame of
    // samples without the label, which has no name.
    std::optional<FilterChip> filterFor(FilterKind kind, const QString &function) const;
    // Adds that, if there is any.
    void addFilterFor(FilterKind kind, const QString &function);

    // What is or will be computed for the state: its filters, and before them what hides all but one's own
    // code, if it is on.
    AnalysisOptions analysisOptions() const;
    ComparisonOptions comparisonOptions() const;
    // What is not one's own code, by language. Not part of the state.
    void setCodeRules(const CodeRuleBook &rules);
    const CodeRuleBook &codeRules() const { return m_codeRules; }
    // Whose rules apply: what was chosen, or what the profile looks like.
    Language language() const;
    Language guessedLanguage() const;
    // What hides all but one's own code; nothing if that is off, or if no rule is on.
    std::optional<Filter> codeFilter() const;

    bool canGoBack() const { return m_position > 0; }
    bool canGoForward() const { return m_position + 1 < m_history.size(); }
    void goBack() { go(m_position - 1); }
    void goForward() { go(m_position + 1); }

    // The frames of the current analysis that are the active function; empty if none is, or if it is filtered
    // away.
    std::vector<FrameId> activeFrames() const;
    // The same of any function.
    std::vector<FrameId> framesOf(const QString &function) const;

    // A function under the cursor in one pane may be shown lightly in others. Not part of the state.
    void setHovered(const QString &function);
    const QString &hovered() const { return m_hovered; }
    // Panes ask the window to bring another pane to the front: "top", "flame", "graph", "source", "callers",
    // "info".
    void showPane(const QString &pane) { Q_EMIT paneRequested(pane); }

Q_SIGNALS:
    void loadProgress(qint64 done, qint64 total);
    void loaded();
    void loadFailed(const QString &message);
    void loadCancelled();
    // The error is empty if all went well.
    void saved(const QString &path, const QString &error);
    // The state changed; numbers follow with analysisChanged() if they change.
    void stateChanged();
    // A new analysis is there, or the same is to be looked at in another way (ViewState::compare).
    void analysisChanged();
    // Only the active function changed (also after back and forward).
    void activeChanged();
    void busyChanged(bool busy);
    // The state's filters cannot be applied; the last analysis stays. Empty when they can again.
    void filterError(const QString &message);
    void hoveredChanged();
    void paneRequested(const QString &pane);

private:
    void take(Loaded loaded);
    void startLoading(const LoadInput &input, const OpenRequest &request);
    void go(qsizetype position);
    void changed(const ViewState &before);
    void scheduleAnalysis();
    void startAnalysis();

    QString m_path;
    OpenRequest m_request;
    Loaded m_loaded;
    std::shared_ptr<NamedProfiles> m_named; // m_loaded under the names of states
    JoinedPtr m_joined;
    std::optional<NameOptions> m_shownNames; // those of m_analysis; none while it is of other profiles
    AnalysisPtr m_analysis;
    ComparisonPtr m_comparison;
    ViewState m_state;
    QList<ViewState> m_history;
    qsizetype m_position = -1;
    QString m_hovered;
    bool m_loading = false;
    bool m_analysing = false;
    bool m_scheduled = false;
    int m_saving = 0;
    CodeRuleBook m_codeRules;
    mutable std::optional<Language> m_guessed; // of what is loaded, once it was asked for
    std::stop_source m_loadStop;
    std::stop_source m_analysisStop;
};

} // namespace proflens
