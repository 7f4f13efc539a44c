// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/comparedcosts.h"
#include "core/source/costs.h"
#include "core/source/finder.h"
#include "core/source/nearest.h"
#include "core/source/sourcefile.h"
#include "core/source/version.h"

#include <memory>
#include <string>
#include <vector>

namespace proflens {

// What the source pane is asked to show.
struct SourceRequest
{
    AnalysisPtr analysis;
    ComparisonPtr comparison; // that analysis is one side of; nullptr if there is none
    bool sideBySide = false;  // how a comparison is looked at
    // The active function's names, bytes as the profile has them (several frames may carry it); none: show
    // where most is spent.
    std::vector<std::string> names;
    std::string file;    // one that was chosen among several, or that is itself active; empty: the dearest
    SourcePlaces places; // mappings, searchFolders and profileFolder of the user and the document
    // Of an earlier sheet, so that nothing is looked up or read twice.
    std::shared_ptr<const SourcePlaces> machine;
    std::shared_ptr<const SourceFile> text;
};

// All that the source pane shows at a time but the colours of the text. A value made on a worker thread.
struct SourceSheet
{
    enum class State {
        Stopped,
        NoCosts,  // no function is active, and nothing in the profile has a source file
        NoSource, // the profile does not say which file the active function is in
        Missing,  // the file is not there, or cannot be read: readError says why
        Shown,
    };

    State state = State::Stopped;
    AnalysisPtr analysis;
    ComparisonPtr comparison; // nullptr if there is no base
    bool sideBySide = false;
    bool guessed = false;                // no function was active: this is the hottest one's file
    std::vector<ComparedFileCost> files; // that the function is in, dearest first; without a base, base is 0
    SourceCosts costs; // of the file that is shown; of a comparison, as ComparedSource::current
    SourceCosts base;  // of a comparison: the base's, in the same rows
    std::vector<Change> flatChanges, cumChanges; // of a comparison: by row of costs.lines
    std::vector<uint32_t> active;                // rows of costs.functions that are the function asked for
    SourceSearch search;
    std::string readError;
    std::shared_ptr<const SourceFile> text;         // if Shown
    bool changedSince = false;                      // the file is newer than the profile
    SourceVersion version = SourceVersion::Unknown; // of the text, if Shown
    bool isOtherFile = false;                       // the text is not that of the path that the profile names
    std::string goVersion, goVersionHere; // where these differ: of the profile's path, and of the text's
    NearestSource nearest;                // of NoSource: where to look on
    std::string hottest;                  // of NoSource: the function that has a file and costs most
    int64_t profiledNanos = 0;            // when the profile was taken; 0: unknown
    int64_t widest = 0;                   // about how many characters the longest line takes, tabs expanded
    std::shared_ptr<const SourcePlaces> machine;

    // By row of costs.lines and of costs.functions; without a comparison, base is 0.
    BothValues lineFlat(size_t row) const;
    BothValues lineCum(size_t row) const;
    BothValues functionFlat(size_t row) const;
    BothValues functionCum(size_t row) const;
};

SourceSheet makeSourceSheet(const SourceRequest &request, const StopToken &stop);

// Rows (from 0) of the text, or of costs.lines if there is none, that match; ascending.
std::vector<uint32_t> searchSource(const SourceSheet &sheet, const Regex &pattern);

} // namespace proflens
