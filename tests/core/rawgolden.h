// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTest>

// What pprof answered to "-raw …" for a set of profiles.
struct RawGolden
{
    QStringList words; // of the command line, without -raw
    QByteArray text;
};

// The answers that lie with the profiles ("real" or "synthetic"); none where those are not at hand.
inline QList<RawGolden> rawGoldens(const QDir &folder)
{
    QList<RawGolden> found;
    if (!folder.exists("golden.jsonl.gz"))
        return found;
    QProcess gzip;
    gzip.start("gzip", {"-dc", folder.filePath("golden.jsonl.gz")});
    if (!gzip.waitForFinished(60'000))
        qFatal("gzip -dc must run to unpack pprof's answers");
    const QByteArrayList lines = gzip.readAllStandardOutput().split('\n');
    for (const QByteArray &line : lines) {
        if (!line.contains("[\"-raw "))
            continue;
        const QJsonObject entry = QJsonDocument::fromJson(line).object();
        const QJsonArray steps = entry["steps"].toArray();
        if (steps.size() == 1)
            found.append({steps[0].toString().split(' ').mid(1), entry["out"].toString().toUtf8()});
    }
    return found;
}

// Compares tables line by line, without those lines that depend on the time zone and on how durations are
// printed.
inline bool sameTables(QByteArray is, QByteArray should)
{
    const auto lines = [](const QByteArray &raw) {
        QByteArrayList list = raw.split('\n');
        list.removeIf(
            [](const QByteArray &line) { return line.startsWith("Time:") || line.startsWith("Duration:"); });
        return list;
    };
    const QByteArrayList a = lines(is), b = lines(should);
    for (qsizetype i = 0; i < std::max(a.size(), b.size()); ++i) {
        if (a.value(i) == b.value(i))
            continue;
        qWarning("line %lld is\n  %s\nand should be\n  %s", static_cast<long long>(i + 1),
                 a.value(i).constData(), b.value(i).constData());
        return false;
    }
    return true;
}
