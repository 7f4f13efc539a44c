// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/sessionfile.h"

#include "app/session/document.h"
#include "app/session/sessiontext.h"
#include "core/format/savefile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace proflens {

namespace {

// Far more than any session needs; what is larger is some other file with this name.
constexpr qint64 largest = 16 << 20;

SessionProfile profileAt(const QString &path)
{
    SessionProfile profile;
    profile.absolute = profile.found = path;
    return profile;
}

struct Content
{
    qint64 size = 0;
    QString sha256;
};

Result<Content> contentOf(const QString &path, const std::stop_token &stop)
{
    QFile file(path);
    const auto refused = [&] {
        return Error{SessionWords::tr("%1 cannot be read: %2; check that it is there and may be read.")
                         .arg(path, file.errorString())
                         .toStdString()};
    };
    if (!file.open(QIODevice::ReadOnly))
        return refused();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray part(1 << 20, Qt::Uninitialized);
    Content content;
    for (;;) {
        const qint64 got = file.read(part.data(), part.size());
        if (got < 0)
            return refused();
        if (got == 0)
            break;
        if (stop.stop_requested())
            return Error{SessionWords::tr("Saving was stopped.").toStdString()};
        hash.addData(QByteArrayView(part.constData(), got));
        content.size += got;
    }
    content.sha256 = QString::fromLatin1(hash.result().toHex());
    return content;
}

void find(SessionProfile &profile, const QDir &folder)
{
    QStringList places;
    if (!profile.relative.isEmpty())
        places << QDir::cleanPath(folder.absoluteFilePath(profile.relative));
    if (!profile.absolute.isEmpty())
        places << QDir::cleanPath(profile.absolute);
    places << folder.absoluteFilePath(calledProfile(profile));
    profile.found.clear();
    for (const QString &place : std::as_const(places)) {
        const QFileInfo file(place);
        if (!file.isFile())
            continue;
        if (profile.found.isEmpty())
            profile.found = place;
        // Of two with this name the one that is as large as it was.
        if (profile.size >= 0 && file.size() == profile.size) {
            profile.found = place;
            return;
        }
    }
}

template <typename F> void forEachProfile(Session &session, F &&f)
{
    for (SessionProfile &profile : session.current)
        f(profile);
    for (SessionProfile &profile : session.base)
        f(profile);
}

template <typename F> void forEachProfile(const Session &session, F &&f)
{
    for (const SessionProfile &profile : session.current)
        f(profile);
    for (const SessionProfile &profile : session.base)
        f(profile);
}

} // namespace

QString sessionSuffix()
{
    return QStringLiteral(".proflens");
}

bool isSessionPath(const QString &path)
{
    return path.endsWith(sessionSuffix(), Qt::CaseInsensitive);
}

Session sessionOf(const Document &document, const QByteArray &layout)
{
    Session session;
    for (const QString &path : document.request().current().paths)
        session.current << profileAt(path);
    for (const QString &path : document.request().base.paths)
        session.base << profileAt(path);
    session.state = document.state();
    const int index = session.state.sampleIndex;
    if (index >= 0 && static_cast<size_t>(index) < document.sampleTypes().size())
        session.sampleType = QString::fromStdString(document.sampleTypes()[static_cast<size_t>(index)].type);
    session.state.sampleIndex = -1;
    session.layout = layout;
    return session;
}

OpenRequest openRequest(const Session &session, const QString &path)
{
    const auto paths = [](const QList<SessionProfile> &profiles) {
        QStringList found;
        for (const SessionProfile &profile : profiles)
            found << profile.found;
        return found;
    };
    OpenRequest request;
    request.setCurrent({paths(session.current), {}});
    request.base.paths = paths(session.base);
    request.state = session.state;
    request.sampleType = session.sampleType;
    request.session = path;
    request.layout = session.layout;
    return request;
}

Status saveSession(const QString &path, Session session, const std::stop_token &stop)
{
    Status status = success();
    forEachProfile(session, [&](SessionProfile &profile) {
        if (!status.ok())
            return;
        const auto content = contentOf(profile.absolute, stop);
        if (!content.ok()) {
            status = content.error();
            return;
        }
        profile.size = content->size;
        profile.sha256 = content->sha256;
    });
    if (!status.ok())
        return status;
    const QByteArray text = sessionText(session, QFileInfo(path).absolutePath());
    return saveFile(QFile::encodeName(path).toStdString(),
                    {text.constData(), static_cast<size_t>(text.size())});
}

Result<Session> readSession(const QString &path)
{
    QFile file(path);
    const auto failed = [&path](const QString &text) { return Error{text.arg(path).toStdString()}; };
    if (!file.open(QIODevice::ReadOnly))
        return Error{SessionWords::tr("%1 cannot be read: %2; check that it is there and may be read.")
                         .arg(path, file.errorString())
                         .toStdString()};
    // A device has no size: no more is read than a session may have.
    const QByteArray text = file.read(largest + 1);
    if (text.size() > largest)
        return failed(SessionWords::tr("%1 is larger than any session, so it is not opened as one; if it is "
                                       "a profile, give it another ending."));
    auto session = parseSession(text, path);
    if (!session.ok())
        return session;
    const QDir folder = QFileInfo(path).absoluteDir();
    forEachProfile(*session, [&](SessionProfile &profile) { find(profile, folder); });
    return session;
}

QStringList missingProfiles(const Session &session)
{
    QStringList missing;
    forEachProfile(session, [&](const SessionProfile &profile) {
        if (profile.found.isEmpty())
            missing << QDir::toNativeSeparators(profile.absolute.isEmpty() ? profile.relative
                                                                           : profile.absolute);
    });
    return missing;
}

void locateProfile(Session &session, const QString &path)
{
    bool placed = false;
    const QDir folder = QFileInfo(path).absoluteDir();
    // Several may be missing: the one of this name, else the first.
    forEachProfile(session, [&](SessionProfile &profile) {
        if (!placed && profile.found.isEmpty() && calledProfile(profile) == QFileInfo(path).fileName()) {
            profile.found = path;
            placed = true;
        }
    });
    forEachProfile(session, [&](SessionProfile &profile) {
        if (!placed && profile.found.isEmpty()) {
            profile.found = path;
            placed = true;
        }
    });
    forEachProfile(session, [&](SessionProfile &profile) {
        const QString beside = folder.absoluteFilePath(calledProfile(profile));
        if (profile.found.isEmpty() && QFileInfo(beside).isFile())
            profile.found = beside;
    });
}

QStringList changedProfiles(const Session &session, const std::stop_token &stop)
{
    QStringList changed;
    forEachProfile(session, [&](const SessionProfile &profile) {
        if (profile.found.isEmpty() || profile.sha256.isEmpty() || stop.stop_requested())
            return;
        const bool otherSize = profile.size >= 0 && QFileInfo(profile.found).size() != profile.size;
        if (!otherSize) {
            const auto content = contentOf(profile.found, stop);
            // What cannot be read is told by who opens it.
            if (!content.ok() || content->sha256 == profile.sha256)
                return;
        }
        changed << QFileInfo(profile.found).fileName();
    });
    return changed;
}

} // namespace proflens
