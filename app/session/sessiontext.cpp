// SPDX-License-Identifier: GPL-3.0-or-later
// A session as JSON. What a file lacks is as it is in a new window, so that older files open; what it has and
// should not have is an error, so that nothing is shown otherwise than it was.
#include "app/session/sessiontext.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <climits>
#include <cmath>
#include <span>
#include <utility>

namespace proflens {

namespace {

// Raise it when older programs would show a newer file otherwise than it was saved.
constexpr int version = 2;
const QLatin1String formatName("proflens session");

template <typename T> using Words = std::pair<T, const char *>;

constexpr Words<Granularity> granularities[] = {
    {Granularity::Functions, "functions"}, {Granularity::FileFunctions, "filefunctions"},
    {Granularity::Files, "files"},         {Granularity::Lines, "lines"},
    {Granularity::Addresses, "addresses"}, {Granularity::SourceLines, "sourcelines"},
};
constexpr Words<CompareState::Look> looks[] = {
    {CompareState::Look::Difference, "difference"},
    {CompareState::Look::SideBySide, "sides"},
};
constexpr Words<ScaleBy> scalings[] = {
    {ScaleBy::None, "none"},   {ScaleBy::Duration, "duration"}, {ScaleBy::Total, "total"},
    {ScaleBy::Label, "label"}, {ScaleBy::Factor, "factor"},
};
constexpr Words<PercentOf> percentages[] = {
    {PercentOf::Base, "base"},
    {PercentOf::Difference, "difference"},
    {PercentOf::Current, "current"},
};
constexpr Words<ComparedWidth> widths[] = {
    {ComparedWidth::Larger, "larger"},
    {ComparedWidth::Current, "current"},
    {ComparedWidth::Base, "base"},
    {ComparedWidth::Difference, "difference"},
};

template <typename T> QString word(std::span<const Words<T>> words, T value)
{
    for (const auto &[each, text] : words) {
        if (each == value)
            return QString::fromLatin1(text);
    }
    return {};
}

// Takes values out of an object and remembers the first that is not what it should be.
class Reader
{
public:
    Reader(QJsonObject object, QString *problem)
        : m_object(std::move(object))
        , m_problem(problem)
    {}

    void complain(const QString &key)
    {
        if (m_problem->isEmpty())
            *m_problem = key;
    }
    void read(const char *key, QString &to)
    {
        if (const QJsonValue value = take(key, QJsonValue::String); value.isString())
            to = value.toString();
    }
    void read(const char *key, std::string &to)
    {
        QString text = QString::fromStdString(to);
        read(key, text);
        to = text.toStdString();
    }
    void read(const char *key, bool &to)
    {
        if (const QJsonValue value = take(key, QJsonValue::Bool); value.isBool())
            to = value.toBool();
    }
    void read(const char *key, double &to)
    {
        if (const QJsonValue value = take(key, QJsonValue::Double); value.isDouble())
            to = value.toDouble();
    }
    void read(const char *key, QStringList &to)
    {
        to.clear();
        for (const QJsonValue &value : take(key, QJsonValue::Array).toArray()) {
            if (!value.isString() || value.toString().isEmpty())
                complain(QLatin1String(key));
            to << value.toString();
        }
    }
    template <typename T> void read(const char *key, std::span<const Words<T>> words, T &to)
    {
        QString text = word(words, to);
        read(key, text);
        for (const auto &[each, known] : words) {
            if (text == QLatin1String(known)) {
                to = each;
                return;
            }
        }
        complain(QLatin1String(key));
    }
    Reader object(const char *key) { return Reader(take(key, QJsonValue::Object).toObject(), m_problem); }
    // Calls f(Reader &) for the objects of a list.
    template <typename F> void forEach(const char *key, F &&f)
    {
        for (const QJsonValue &value : take(key, QJsonValue::Array).toArray()) {
            if (!value.isObject())
                complain(QLatin1String(key));
            Reader each(value.toObject(), m_problem);
            f(each);
        }
    }

private:
    QJsonValue take(const char *key, QJsonValue::Type type)
    {
        const QJsonValue value = m_object.value(QLatin1String(key));
        if (!value.isUndefined() && value.type() != type)
            complain(QLatin1String(key));
        return value;
    }

    QJsonObject m_object;
    QString *m_problem;
};

QJsonArray filesJson(const QList<SessionProfile> &profiles, const QDir &folder)
{
    QJsonArray files;
    for (const SessionProfile &profile : profiles) {
        files.append(QJsonObject{
            {"relative", folder.relativeFilePath(profile.absolute)},
            {"absolute", profile.absolute},
            {"size", static_cast<double>(profile.size)},
            {"sha256", profile.sha256},
        });
    }
    return files;
}

QList<SessionProfile> readFiles(Reader &reader, const char *key)
{
    QList<SessionProfile> profiles;
    reader.forEach(key, [&](Reader &file) {
        SessionProfile profile;
        file.read("relative", profile.relative);
        file.read("absolute", profile.absolute);
        file.read("sha256", profile.sha256);
        double size = -1;
        file.read("size", size);
        // More bytes than a double counts are no file's.
        constexpr double most = 0x1p53;
        profile.size = size >= 0 && size <= most ? static_cast<qint64>(size) : -1;
        if (calledProfile(profile).isEmpty())
            reader.complain(QLatin1String(key));
        profiles << profile;
    });
    return profiles;
}

QString latin(std::string_view text)
{
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

QJsonObject viewJson(const Session &session)
{
    const ViewState &state = session.state;
    QJsonArray filters;
    for (const FilterChip &chip : state.chips) {
        filters.append(QJsonObject{
            {"kind", latin(filterName(chip.kind))},
            {"pattern", chip.pattern},
            {"enabled", chip.enabled},
        });
    }
    return {
        {"sampleType", session.sampleType},
        {"mean", state.mean},
        {"granularity", word<Granularity>(granularities, state.granularity)},
        {"noInlines", state.noInlines},
        {"showColumns", state.showColumns},
        {"allFrames", state.allFrames},
        {"dropNegative", state.dropNegative},
        {"divideBy", state.divideBy},
        {"graph", QJsonObject{{"trim", state.graph.trim},
                              {"nodeCount", state.graph.nodeCount},
                              {"nodeFraction", state.graph.nodeFraction},
                              {"edgeFraction", state.graph.edgeFraction},
                              {"callTree", state.graph.callTree}}},
        {"relativePercentages", state.relativePercentages},
        {"tagRoot", QJsonArray::fromStringList(state.tagRoot)},
        {"tagLeaf", QJsonArray::fromStringList(state.tagLeaf)},
        {"unit", state.unit},
        {"names", QString::fromStdString(nameWords(state.names))},
        {"active", state.active},
        {"filters", filters},
        {"onlyMyCode", state.myCode.on},
        {"language", state.myCode.language ? latin(languageName(*state.myCode.language)) : QString()},
    };
}

void readGraph(Reader reader, GraphState &graph)
{
    reader.read("trim", graph.trim);
    double nodes = graph.nodeCount;
    reader.read("nodeCount", nodes);
    if (nodes != std::floor(nodes) || nodes < -1 || nodes > INT_MAX)
        reader.complain(QStringLiteral("nodeCount"));
    else
        graph.nodeCount = static_cast<int>(nodes);
    reader.read("nodeFraction", graph.nodeFraction);
    reader.read("edgeFraction", graph.edgeFraction);
    reader.read("callTree", graph.callTree);
}

void readView(Reader view, Session &session)
{
    ViewState &state = session.state;
    view.read("sampleType", session.sampleType);
    view.read("mean", state.mean);
    view.read<Granularity>("granularity", granularities, state.granularity);
    view.read("noInlines", state.noInlines);
    view.read("showColumns", state.showColumns);
    view.read("allFrames", state.allFrames);
    view.read("dropNegative", state.dropNegative);
    view.read("divideBy", state.divideBy);
    if (state.divideBy == 0)
        view.complain(QStringLiteral("divideBy"));
    readGraph(view.object("graph"), state.graph);
    view.read("relativePercentages", state.relativePercentages);
    view.read("tagRoot", state.tagRoot);
    view.read("tagLeaf", state.tagLeaf);
    view.read("unit", state.unit);
    QString names = QStringLiteral("demangle=default");
    view.read("names", names);
    const NameWords words = parseNameWords(names.toStdString());
    if (!words.problem.empty())
        view.complain(QStringLiteral("names"));
    state.names = words.options;
    view.read("active", state.active);
    view.read("onlyMyCode", state.myCode.on);
    QString language;
    view.read("language", language);
    state.myCode.language = languageNamed(language.toStdString());
    if (!language.isEmpty() && !state.myCode.language)
        view.complain(QStringLiteral("language"));
    view.forEach("filters", [&](Reader &filter) {
        FilterChip chip;
        QString kind;
        filter.read("kind", kind);
        filter.read("pattern", chip.pattern);
        filter.read("enabled", chip.enabled);
        bool known = false;
        for (size_t i = 0; i < filterNames.size(); ++i) {
            if (kind.toStdString() == filterNames[i]) {
                chip.kind = static_cast<FilterKind>(i);
                known = true;
            }
        }
        if (!known)
            view.complain(QStringLiteral("filters"));
        state.chips << chip;
    });
}

QJsonObject compareJson(const CompareState &compare)
{
    QJsonArray pairs;
    for (const RenamedFunction &pair : compare.renamed)
        pairs.append(QJsonObject{{"base", QString::fromStdString(pair.from)},
                                 {"current", QString::fromStdString(pair.to)}});
    return {
        {"look", word<CompareState::Look>(looks, compare.look)},
        {"scaling", QJsonObject{{"by", word<ScaleBy>(scalings, compare.scaling.by)},
                                {"factor", compare.scaling.factor},
                                {"label", QString::fromStdString(compare.scaling.label)}}},
        {"percentOf", word<PercentOf>(percentages, compare.percentOf)},
        {"pairs", pairs},
        {"width", word<ComparedWidth>(widths, compare.width)},
        {"colorSelf", compare.colorSelf},
        {"colorRelative", compare.colorRelative},
        {"hideNoise", compare.hideNoise},
        {"linked", compare.linked},
    };
}

void readCompare(Reader reader, CompareState &compare)
{
    reader.read<CompareState::Look>("look", looks, compare.look);
    Reader scaling = reader.object("scaling");
    scaling.read<ScaleBy>("by", scalings, compare.scaling.by);
    scaling.read("factor", compare.scaling.factor);
    scaling.read("label", compare.scaling.label);
    reader.read<PercentOf>("percentOf", percentages, compare.percentOf);
    reader.forEach("pairs", [&](Reader &each) {
        RenamedFunction pair;
        each.read("base", pair.from);
        each.read("current", pair.to);
        compare.renamed.push_back(pair);
    });
    reader.read<ComparedWidth>("width", widths, compare.width);
    reader.read("colorSelf", compare.colorSelf);
    reader.read("colorRelative", compare.colorRelative);
    reader.read("hideNoise", compare.hideNoise);
    reader.read("linked", compare.linked);
}

} // namespace

QString calledProfile(const SessionProfile &profile)
{
    return QFileInfo(profile.relative.isEmpty() ? profile.absolute : profile.relative).fileName();
}

QByteArray sessionText(const Session &session, const QString &folder)
{
    QJsonObject root{
        {"format", formatName},
        {"version", version},
        {"current", filesJson(session.current, QDir(folder))},
        {"view", viewJson(session)},
        {"compare", compareJson(session.state.compare)},
        {"layout", QString::fromLatin1(session.layout.toBase64())},
    };
    if (!session.base.isEmpty())
        root.insert("base", filesJson(session.base, QDir(folder)));
    return QJsonDocument(root).toJson();
}

Result<Session> parseSession(const QByteArray &text, const QString &name)
{
    const auto failed = [](const QString &sentence) { return Error{sentence.toStdString()}; };
    QJsonParseError error;
    const QJsonDocument json = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        return failed(SessionWords::tr("%1 is no session or damaged: %2 at byte %3; save the session again.")
                          .arg(name, error.errorString())
                          .arg(error.offset));
    const QJsonObject root = json.object();
    if (root.value("format").toString() != formatName)
        return failed(SessionWords::tr("%1 is no session of Proflens; if it is a profile, give it another "
                                       "ending.")
                          .arg(name));
    const int saved = root.value("version").toInt(-1);
    if (saved > version)
        return failed(SessionWords::tr("%1 was saved by a newer Proflens (version %2 of session files, this "
                                       "one knows %3); open it with that one.")
                          .arg(name)
                          .arg(saved)
                          .arg(version));
    Session session;
    QString problem;
    Reader reader(root, &problem);
    if (saved < 1)
        reader.complain(QStringLiteral("version"));
    session.current = readFiles(reader, "current");
    session.base = readFiles(reader, "base");
    if (session.current.isEmpty())
        reader.complain(QStringLiteral("current"));
    readView(reader.object("view"), session);
    readCompare(reader.object("compare"), session.state.compare);
    QString layout;
    reader.read("layout", layout);
    session.layout = QByteArray::fromBase64(layout.toLatin1());
    if (!problem.isEmpty())
        return failed(
            SessionWords::tr("%1 is damaged: what it says for “%2” makes no sense; save the session "
                             "again.")
                .arg(name, problem));
    return session;
}

} // namespace proflens
