// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/openrequest.h"
#include "app/session/viewstate.h"
#include "core/profile/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <stop_token>

namespace proflens {

class Document;

// A profile as a session names it. Profiles may be large and are not part of the session, so it says by which
// content they are known.
struct SessionProfile
{
    QString absolute; // where it was when the session was saved
    QString relative; // the same from the folder of the session file
    qint64 size = -1; // in bytes; -1: unknown
    QString sha256;   // of the content, in hexadecimal digits; empty: unknown
    QString found;    // where it is now; empty: it is missing
};

// What is open in a tab and how it is looked at, as *.proflens files keep it: one profile or a comparison,
// with filters, scaling, pairs of functions, and the places of the panes.
struct Session
{
    QList<SessionProfile> current; // several are merged
    QList<SessionProfile> base;    // empty: no comparison
    QString sampleType;            // by name; empty: the profile's default
    ViewState state;               // without sampleIndex
    QByteArray layout;             // ProfileView::layoutState(); empty: as always
};

// How session files end, with the dot.
QString sessionSuffix();
bool isSessionPath(const QString &path);

// Of what the document shows. Sizes and hashes are left for saveSession().
Session sessionOf(const Document &document, const QByteArray &layout);
// What opens it; only once all its profiles were found.
OpenRequest openRequest(const Session &session, const QString &path);

// Reads all profiles for their hashes and writes the file, whole or not at all. For worker threads: profiles
// may be large. The Error says which file cannot be read or written.
Status saveSession(const QString &path, Session session, const std::stop_token &stop = {});

// The text of a file, and back. folder: of the session file. name stands for the file in errors, which are
// one sentence about a file that is no session, damaged, or of a newer version.
QByteArray sessionText(const Session &session, const QString &folder);
Result<Session> parseSession(const QByteArray &text, const QString &name);

// Reads a file and looks where its profiles are: where they were from the session file on, then where they
// were in the first place, then beside the session file.
Result<Session> readSession(const QString &path);
// Profiles that are missing, by what they are called.
QStringList missingProfiles(const Session &session);
// Says where one of the missing profiles is now; others that are missing are looked for in the same folder.
void locateProfile(Session &session, const QString &path);
// Of the profiles that were found, those whose content is another than when the session was saved. For worker
// threads.
QStringList changedProfiles(const Session &session, const std::stop_token &stop = {});

} // namespace proflens
