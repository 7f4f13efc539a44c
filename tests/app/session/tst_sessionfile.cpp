// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions: what is saved comes back, and what is missing, changed or damaged is said.
#include "app/session/document.h"
#include "app/session/sessionfile.h"
#include "core/format/read.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

namespace {

struct Folder
{
    QTemporaryDir dir;

    QString at(const QString &name) const { return dir.filePath(name); }
    QString write(const QString &name, const QByteArray &bytes) const
    {
        QDir(dir.path()).mkpath(QFileInfo(at(name)).path());
        QFile file(at(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? at(name) : QString();
    }
    QByteArray read(const QString &name) const
    {
        QFile file(at(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

SessionProfile profileAt(const QString &path)
{
    SessionProfile profile;
    profile.absolute = path;
    return profile;
}

QString error(const Status &status)
{
    return status.ok() ? QString() : QString::fromStdString(status.error().message);
}

QString error(const Result<Session> &session)
{
    return session.ok() ? QString() : QString::fromStdString(session.error().message);
}

// All that can be told of a view, none of it as it is at first.
Session fullSession()
{
    Session session;
    session.sampleType = "inuse_space";
    ViewState &state = session.state;
    state.mean = true;
    state.granularity = Granularity::Lines;
    state.noInlines = true;
    state.relativePercentages = true;
    state.unit = "MB";
    state.names = parseNameWords("demangle=templates").options;
    state.myCode = {true, Language::Rust};
    state.showColumns = state.allFrames = state.dropNegative = true;
    state.divideBy = 2.5;
    state.tagRoot = QStringList{"endpoint", "größe"};
    state.tagLeaf = QStringList{"tenant"};
    state.graph = {false, 7, 0.25, 0.5, true};
    state.chips = {{FilterKind::ShowFrom, "a.*\"b\"", true}, {FilterKind::TagFocus, "größe=1kb:", false}};
    state.active = QString::fromUtf8("main.(*T).run«é»");
    CompareState &compare = state.compare;
    compare.look = CompareState::Look::SideBySide;
    compare.scaling = {ScaleBy::Label, 2.5, "request"};
    compare.percentOf = PercentOf::Current;
    compare.renamed = {{"old", "new"}, {"a", "b"}};
    compare.width = ComparedWidth::Difference;
    compare.colorSelf = compare.colorRelative = compare.hideNoise = true;
    compare.linked = false;
    session.layout = QByteArray("\0\1\2layout", 9);
    return session;
}

} // namespace

class TestSessionFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip()
    {
        Folder f;
        Session session = fullSession();
        session.current = {profileAt(f.write("data/new.pb.gz", "new")),
                           profileAt(f.write("data/2.pb.gz", "2"))};
        session.base = {profileAt(f.write("old.pb.gz", "old"))};
        QCOMPARE(error(saveSession(f.at("a.proflens"), session)), QString());
        const auto read = readSession(f.at("a.proflens"));
        QVERIFY2(read.ok(), qPrintable(error(read)));
        QVERIFY(read->state == session.state);
        QCOMPARE(read->sampleType, session.sampleType);
        QCOMPARE(read->layout, session.layout);
        QCOMPARE(read->current.size(), 2);
        QCOMPARE(read->current[0].found, f.at("data/new.pb.gz"));
        QCOMPARE(read->current[0].relative, QString("data/new.pb.gz"));
        QCOMPARE(read->current[0].size, 3);
        // printf new | sha256sum
        QCOMPARE(read->current[0].sha256,
                 QString("11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437"));
        QCOMPARE(read->current[1].found, f.at("data/2.pb.gz"));
        QCOMPARE(read->base.size(), 1);
        QCOMPARE(read->base[0].found, f.at("old.pb.gz"));
        QVERIFY(missingProfiles(*read).isEmpty());
        QVERIFY(changedProfiles(*read).isEmpty());

        const OpenRequest request = openRequest(*read, f.at("a.proflens"));
        QCOMPARE(request.current().paths, QStringList({f.at("data/new.pb.gz"), f.at("data/2.pb.gz")}));
        QCOMPARE(request.base.paths, QStringList(f.at("old.pb.gz")));
        QCOMPARE(request.session, f.at("a.proflens"));
    }

    // Each value of each choice has a word of its own.
    void choices()
    {
        const auto comesBack = [](const Session &session) {
            const auto read = parseSession(sessionText(session, "/"), "x");
            return read.ok() && read->state == session.state;
        };
        Session session;
        session.current = {profileAt("/p")};
        QVERIFY(comesBack(session));
        for (const auto granularity : {Granularity::Functions, Granularity::FileFunctions, Granularity::Files,
                                       Granularity::Lines, Granularity::Addresses}) {
            session.state.granularity = granularity;
            QVERIFY(comesBack(session));
        }
        for (const auto by :
             {ScaleBy::None, ScaleBy::Duration, ScaleBy::Total, ScaleBy::Label, ScaleBy::Factor}) {
            session.state.compare.scaling.by = by;
            QVERIFY(comesBack(session));
        }
        for (const auto of : {PercentOf::Base, PercentOf::Difference, PercentOf::Current}) {
            session.state.compare.percentOf = of;
            QVERIFY(comesBack(session));
        }
        for (const auto width : {ComparedWidth::Larger, ComparedWidth::Current, ComparedWidth::Base,
                                 ComparedWidth::Difference}) {
            session.state.compare.width = width;
            QVERIFY(comesBack(session));
        }
        for (size_t kind = 0; kind < filterNames.size(); ++kind)
            session.state.chips.append({static_cast<FilterKind>(kind), "x", true});
        QVERIFY(comesBack(session));
    }

    void singleProfile()
    {
        Folder f;
        Session session;
        session.current = {profileAt(f.write("p.pb.gz", "p"))};
        QCOMPARE(error(saveSession(f.at("a.proflens"), session)), QString());
        QVERIFY(!QJsonDocument::fromJson(f.read("a.proflens")).object().contains("base"));
        const auto read = readSession(f.at("a.proflens"));
        QVERIFY2(read.ok(), qPrintable(error(read)));
        QVERIFY(read->base.isEmpty());
        QVERIFY(openRequest(*read, "x").base.isEmpty());
    }

    void ofADocument()
    {
        const QString heap = QStringLiteral(PROFLENS_SOURCE_DIR "/resources/samples/heap-1.pb.gz");
        const auto profile = readProfile(heap.toStdString());
        QVERIFY(profile.ok());
        Document document;
        document.setProfiles(*profile, *profile, heap, heap);
        document.setSampleIndex(1);
        document.addFilter(FilterKind::Focus, "x");
        const Session session = sessionOf(document, "layout");
        QCOMPARE(session.sampleType, QString::fromStdString((*profile)->sampleTypes[1].type));
        QCOMPARE(session.state.sampleIndex, -1);
        QCOMPARE(session.state.chips.size(), 1);
        QCOMPARE(session.current.value(0).absolute, heap);
        QCOMPARE(session.base.value(0).absolute, heap);
        QCOMPARE(session.layout, QByteArray("layout"));
    }

    void movedTogether()
    {
        Folder f;
        Session session;
        session.current = {profileAt(f.write("one/data/p.pb.gz", "p"))};
        QCOMPARE(error(saveSession(f.at("one/a.proflens"), session)), QString());
        QVERIFY(QDir(f.dir.path()).rename("one", "two"));
        const auto read = readSession(f.at("two/a.proflens"));
        QVERIFY(read.ok());
        QCOMPARE(read->current[0].found, f.at("two/data/p.pb.gz"));
    }

    void onlyTheSessionMoved()
    {
        Folder f;
        Session session;
        session.current = {profileAt(f.write("one/p.pb.gz", "p"))};
        QCOMPARE(error(saveSession(f.at("one/a.proflens"), session)), QString());
        f.write("far/away/a.proflens", f.read("one/a.proflens"));
        const auto read = readSession(f.at("far/away/a.proflens"));
        QVERIFY(read.ok());
        QCOMPARE(read->current[0].found, f.at("one/p.pb.gz"));
        // Another file of this name beside it is not taken for it while its size differs.
        f.write("far/away/p.pb.gz", "another");
        const auto again = readSession(f.at("far/away/a.proflens"));
        QVERIFY(again.ok());
        QCOMPARE(again->current[0].found, f.at("one/p.pb.gz"));
    }

    void missing()
    {
        Folder f;
        Session session;
        session.current = {profileAt(f.write("new.pb.gz", "new"))};
        session.base = {profileAt(f.write("old.pb.gz", "old")), profileAt(f.write("older.pb.gz", "older"))};
        QCOMPARE(error(saveSession(f.at("a.proflens"), session)), QString());
        QVERIFY(QDir(f.dir.path()).mkpath("attic"));
        QVERIFY(QFile::rename(f.at("old.pb.gz"), f.at("attic/renamed.pb.gz")));
        QVERIFY(QFile::rename(f.at("older.pb.gz"), f.at("attic/older.pb.gz")));
        auto read = readSession(f.at("a.proflens"));
        QVERIFY(read.ok());
        QCOMPARE(missingProfiles(*read).size(), 2);
        QVERIFY2(missingProfiles(*read)[0].endsWith("old.pb.gz"), qPrintable(missingProfiles(*read)[0]));
        locateProfile(*read, f.at("attic/renamed.pb.gz"));
        QVERIFY2(missingProfiles(*read).isEmpty(), qPrintable(missingProfiles(*read).join(' ')));
        QCOMPARE(read->base[0].found, f.at("attic/renamed.pb.gz"));
        QCOMPARE(read->base[1].found, f.at("attic/older.pb.gz"));
        QVERIFY(changedProfiles(*read).isEmpty());
    }

    void changed()
    {
        Folder f;
        Session session;
        session.current = {profileAt(f.write("new.pb.gz", "new"))};
        session.base = {profileAt(f.write("old.pb.gz", "old"))};
        QCOMPARE(error(saveSession(f.at("a.proflens"), session)), QString());
        f.write("new.pb.gz", "NEW"); // as long as it was
        auto read = readSession(f.at("a.proflens"));
        QVERIFY(read.ok());
        QVERIFY(missingProfiles(*read).isEmpty());
        QCOMPARE(changedProfiles(*read), QStringList("new.pb.gz"));
        f.write("old.pb.gz", "longer");
        QCOMPARE(changedProfiles(*read), QStringList({"new.pb.gz", "old.pb.gz"}));
    }

    void cannotBeSaved()
    {
        Folder f;
        Session session;
        session.current = {profileAt(f.at("nowhere.pb.gz"))};
        const QString unread = error(saveSession(f.at("a.proflens"), session));
        QVERIFY2(unread.contains("nowhere.pb.gz"), qPrintable(unread));
        QVERIFY2(!QFile::exists(f.at("a.proflens")), "a session without its profile was written");
        session.current = {profileAt(f.write("p.pb.gz", "p"))};
        const QString unwritten = error(saveSession(f.at("no/such/a.proflens"), session));
        QVERIFY2(unwritten.contains("a.proflens"), qPrintable(unwritten));
    }

    void malformed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        const auto session = [](const char *members) {
            return QByteArray(R"({"format": "proflens session", "version": 1, )") + members + '}';
        };
        const QByteArray files = R"("current": [{"absolute": "/p"}])";
        QTest::newRow("empty") << QByteArray() << "at byte 0";
        QTest::newRow("no JSON") << QByteArray("\x1f\x8b\x08 binary") << "at byte";
        QTest::newRow("cut off") << session(files).chopped(5) << "at byte";
        QTest::newRow("a list") << QByteArray("[1, 2]") << "no session";
        QTest::newRow("another's") << QByteArray(R"({"format": "other"})") << "no session";
        QTest::newRow("deep") << QByteArray(100000, '[') << "at byte";
        QTest::newRow("no version") << QByteArray(R"({"format": "proflens session"})") << "“version”";
        QTest::newRow("version") << QByteArray(R"({"format": "proflens session", "version": "1"})")
                                 << "“version”";
        QTest::newRow("newer") << QByteArray(R"({"format": "proflens session", "version": 7})")
                               << "newer Proflens (version 7";
        QTest::newRow("no files") << session(R"("view": {})") << "“current”";
        QTest::newRow("files no list") << session(R"("current": "p")") << "“current”";
        QTest::newRow("file no object") << session(R"("current": ["p"])") << "“current”";
        QTest::newRow("no path") << session(R"("current": [{"size": 3}])") << "“current”";
        QTest::newRow("path no text") << session(R"("current": [{"absolute": 3}])") << "“absolute”";
        QTest::newRow("base") << session(files + R"(, "base": {})") << "“base”";
        QTest::newRow("granularity") << session(files + R"(, "view": {"granularity": "atoms"})")
                                     << "“granularity”";
        QTest::newRow("names") << session(files + R"(, "view": {"names": "demangle=some"})") << "“names”";
        QTest::newRow("mean") << session(files + R"(, "view": {"mean": 1})") << "“mean”";
        QTest::newRow("filter") << session(files + R"(, "view": {"filters": [{"kind": "no"}]})")
                                << "“filters”";
        QTest::newRow("scaling") << session(files + R"(, "compare": {"scaling": {"by": "luck"}})") << "“by”";
        QTest::newRow("factor") << session(files + R"(, "compare": {"scaling": {"factor": "1"}})")
                                << "“factor”";
        QTest::newRow("pairs") << session(files + R"(, "compare": {"pairs": [1]})") << "“pairs”";
        QTest::newRow("layout") << session(files + R"(, "layout": [])") << "“layout”";
    }
    void malformed()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        const auto read = parseSession(text, "/tmp/odd.proflens");
        const QString said = error(read);
        QVERIFY2(said.contains(says) && said.contains("/tmp/odd.proflens") && !said.contains('\n'),
                 qPrintable("said: " + said));
    }

    // What a file does not say is as in a new window.
    void spare()
    {
        const auto read = parseSession(R"({"format": "proflens session", "version": 1,
            "current": [{"relative": "p.pb.gz", "size": -5, "later": true}], "tomorrow": {}})",
                                       "x");
        QVERIFY2(read.ok(), qPrintable(error(read)));
        QVERIFY(read->state == ViewState());
        QCOMPARE(read->current[0].size, -1);
        QVERIFY(read->layout.isEmpty());
    }

    void huge()
    {
        Folder f;
        QFile file(f.at("huge.proflens"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(qint64(1) << 32));
        const QString said = error(readSession(file.fileName()));
        QVERIFY2(said.contains("larger than any session"), qPrintable(said));
        QVERIFY(error(readSession(f.at("none.proflens"))).contains("cannot be read"));
        QVERIFY(error(readSession(f.dir.path())).contains("cannot be read"));
    }
};

QTEST_GUILESS_MAIN(TestSessionFile)
#include "tst_sessionfile.moc"
