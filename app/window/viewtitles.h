// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"

#include <QList>
#include <QString>

#include <utility>

// What the view bar and the menus call the ways to look at a profile.
namespace proflens {

class Document;

// What a person calls a granularity: "Functions".
QString granularityTitle(Granularity granularity);
// The units that values of a document can be shown in: pprof's name, and what a person calls it.
QList<std::pair<QString, QString>> unitsOf(const Document &document);
// What the list of sample types says about one of them.
QString sampleTypeTitle(const Document &document, int index);
// A state with another sample type. A unit that its values cannot have is let go of.
ViewState withSampleType(const Document &document, int index);

// How long the profile took; 0 where it does not say.
double secondsOf(const Document &document);
// What means are per: "per objects"; empty where values are sums.
QString meanTitle(const Document &document);
// What values are divided by: "per second", "÷ 100"; empty where they are not.
QString divisorTitle(const Document &document);

} // namespace proflens
