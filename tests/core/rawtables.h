// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

#include <map>

// The tables of a profile as text, in the form of pprof's -raw without its times: for tests of readers and of
// merging, which stand below the report of that name.
inline QByteArray rawTables(const proflens::Profile &profile)
{
    using namespace proflens;
    const auto bytes = [&](StringId id) { return QByteArray::fromStdString(std::string(profile.text(id))); };
    const auto hex = [](uint64_t value) { return "0x" + QByteArray::number(qulonglong(value), 16); };
    const ValueType period = profile.periodType.value_or(ValueType{});
    QByteArrayList out;
    for (const std::string &comment : profile.comments)
        out << "Comment: " + QByteArray::fromStdString(comment);
    if (!profile.docUrl.empty())
        out << "Doc: " + QByteArray::fromStdString(profile.docUrl);
    out << "PeriodType: " + QByteArray::fromStdString(period.type) + ' ' +
               QByteArray::fromStdString(period.unit);
    out << "Period: " + QByteArray::number(qlonglong(profile.period));
    out << "Samples:";
    QByteArray types;
    for (const ValueType &type : profile.sampleTypes)
        types += QByteArray::fromStdString(type.type + "/" + type.unit +
                                           (type.type == profile.defaultSampleType ? "[dflt] " : " "));
    out << types.trimmed();
    for (size_t row = 0; row < profile.samples.size(); ++row) {
        QByteArray line;
        for (const ValueColumn &column : profile.samples.values)
            line += ' ' + QByteArray::number(qlonglong(column[row])).rightJustified(10);
        line += ": ";
        profile.stacks.forEach(profile.samples.stack[row], [&](LocationId id) {
            line += QByteArray::number(qulonglong(profile.location(id).id)) + ' ';
        });
        out << line;
        std::map<QByteArray, QByteArrayList> texts, numbers;
        std::map<QByteArray, bool> hasUnit;
        for (const Label &label : profile.labels[profile.samples.labels[row]]) {
            if (label.isNumber)
                hasUnit[bytes(label.key)] |= !bytes(label.unit).isEmpty();
        }
        for (const Label &label : profile.labels[profile.samples.labels[row]]) {
            const QByteArray number = QByteArray::number(qlonglong(label.number));
            if (!label.isNumber)
                texts[bytes(label.key)] << bytes(label.text);
            else
                numbers[bytes(label.key)]
                    << (hasUnit[bytes(label.key)] ? number + ' ' + bytes(label.unit) : number);
        }
        for (const auto *labels : {&texts, &numbers}) {
            QByteArrayList list;
            for (const auto &[key, values] : *labels)
                list << key + ":[" + values.join(' ') + ']';
            std::sort(list.begin(), list.end());
            if (!list.isEmpty())
                out << "                " + list.join(' ');
        }
    }
    out << "Locations";
    for (const Location &location : profile.locations) {
        QByteArray head = QByteArray::number(qulonglong(location.id)).rightJustified(6) + ": " +
                          hex(location.address) + ' ';
        if (location.mapping.isValid())
            head += "M=" + QByteArray::number(qulonglong(profile.mapping(location.mapping).id)) + ' ';
        if (location.folded)
            head += "[F] ";
        if (location.lineCount == 0)
            out << head;
        for (const Line &line : profile.linesOf(location)) {
            const Function &function = profile.function(line.function);
            QByteArray text = bytes(function.name) + ' ' + bytes(function.file) + ':' +
                              QByteArray::number(qlonglong(line.line)) + ':' +
                              QByteArray::number(qlonglong(line.column)) +
                              " s=" + QByteArray::number(qlonglong(function.startLine));
            if (bytes(function.name) != bytes(function.systemName))
                text += '(' + bytes(function.systemName) + ')';
            out << head + text;
            head = "             ";
        }
    }
    out << "Mappings";
    for (const Mapping &mapping : profile.mappings) {
        const QByteArray bits =
            QByteArray(mapping.hasFunctions ? "[FN]" : "") + (mapping.hasFilenames ? "[FL]" : "") +
            (mapping.hasLineNumbers ? "[LN]" : "") + (mapping.hasInlineFrames ? "[IN]" : "");
        out << QByteArray::number(qulonglong(mapping.id)) + ": " + hex(mapping.start) + '/' +
                   hex(mapping.limit) + '/' + hex(mapping.offset) + ' ' + bytes(mapping.file) + ' ' +
                   bytes(mapping.buildId) + ' ' + bits;
    }
    return out.join('\n') + '\n';
}
