// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/console/consolejob.h"

#include "app/style/drawnreport.h"
#include "app/style/text.h"
#include "core/analyze/scaledbase.h"
#include "core/report/reportfile.h"
#include "core/select/merge.h"
#include "core/shell/reportlinks.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QLocale>
#include <QProcess>

#include <algorithm>

namespace proflens {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Console", text);
}

// Tabulators stay, other control characters become visible.
QString shownText(std::string_view bytes)
{
    QString text;
    for (size_t begin = 0; begin <= bytes.size();) {
        const size_t end = std::min(bytes.find('\t', begin), bytes.size());
        text += style::displayText(bytes.substr(begin, end - begin));
        if (end < bytes.size())
            text += u'\t';
        begin = end + 1;
    }
    return text;
}

QString nameText(std::string_view name)
{
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

// Gathers what is printed as far as it can be shown.
class Gathered
{
public:
    explicit Gathered(const ConsoleJob &job)
        : m_job(job)
    {
        if (!job.names || !job.report.pipe.empty())
            return;
        for (const std::string &name : job.names->functions())
            m_mostBreaks = std::max(m_mostBreaks, std::count(name.begin(), name.end(), '\n'));
    }
    // False once there is more than can be shown, or the report was stopped.
    bool add(std::string_view text)
    {
        if (m_job.stop.stop_requested())
            return false;
        m_lines += static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
        m_text += text;
        m_full = m_lines > m_job.maxLines || m_text.size() > m_job.maxBytes;
        return !m_full;
    }
    bool isFull() const { return m_full; }

    QList<ConsoleLine> lines() const
    {
        QList<ConsoleLine> all;
        const std::string_view text(m_text);
        for (size_t begin = 0; begin < text.size();) {
            if (size_t(all.size()) == m_job.maxLines || begin > m_job.maxBytes)
                break;
            const size_t end = std::min(text.find('\n', begin), text.size());
            all.append(lineOf(text.substr(begin, end - begin), text.substr(begin)));
            begin = end + 1;
        }
        if (m_full) {
            all.append({tr("The report goes on beyond %1 lines, which are not shown. Put >FILE behind the "
                           "command to write it into a file, or | COMMAND to take what you need of it.")
                            .arg(QLocale().toString(qulonglong(all.size()))),
                        ConsoleLine::Kind::Note});
        }
        return all;
    }

private:
    // The function that a line is about. rest: the text from the line on, since reports break lines where
    // names do.
    std::optional<NameInLine> nameIn(std::string_view text, std::string_view rest) const
    {
        if (!m_job.report.pipe.empty() || !m_job.names)
            return {};
        const ReportKind kind = m_job.report.command->kind;
        const std::vector<std::string> &names = m_job.names->functions();
        auto name = functionInLine(text, kind, names);
        size_t end = text.size();
        for (std::ptrdiff_t breaks = 0; !name && breaks < m_mostBreaks && end < rest.size(); ++breaks) {
            end = std::min(rest.find('\n', end + 1), rest.size());
            name = functionInLine(rest.substr(0, end), kind, names);
        }
        return name && name->begin < text.size() ? name : std::nullopt;
    }

    ConsoleLine lineOf(std::string_view text, std::string_view rest) const
    {
        // No one reads on for ever, and text layouts have their limits.
        constexpr size_t longest = 10000;
        text = text.substr(0, longest);
        ConsoleLine line;
        const auto name = nameIn(text, rest);
        if (!name) {
            line.text = shownText(text);
            return line;
        }
        const size_t end = std::min(name->end, text.size());
        line.text = shownText(text.substr(0, name->begin));
        line.linkBegin = line.text.size();
        line.text += shownText(text.substr(name->begin, end - name->begin));
        line.linkEnd = line.text.size();
        line.text += shownText(text.substr(end));
        line.function = nameText(rest.substr(name->begin, name->end - name->begin));
        return line;
    }

    const ConsoleJob &m_job;
    std::string m_text;
    size_t m_lines = 0;
    std::ptrdiff_t m_mostBreaks = 0; // newlines in one name
    bool m_full = false;
};

// Through a command of the system's shell, which has no terminal here.
class Piped
{
public:
    Piped(const ConsoleJob &job, Gathered &gathered)
        : m_job(job)
        , m_gathered(gathered)
    {
        m_shell.setProcessChannelMode(QProcess::MergedChannels);
        m_shell.start(QStringLiteral("/bin/sh"),
                      {QStringLiteral("-c"), QString::fromStdString(job.report.pipe)});
        m_shell.waitForStarted();
    }
    ~Piped()
    {
        m_shell.kill();
        m_shell.waitForFinished();
    }
    bool write(std::string_view text)
    {
        if (m_shell.state() != QProcess::Running)
            return false;
        m_shell.write(text.data(), qint64(text.size()));
        constexpr qint64 most = 1 << 20;
        while (m_shell.bytesToWrite() > most && m_shell.state() == QProcess::Running && read())
            m_shell.waitForBytesWritten(50);
        return read() && m_shell.state() == QProcess::Running;
    }
    void finish()
    {
        m_shell.closeWriteChannel();
        while (m_shell.state() == QProcess::Running && read())
            m_shell.waitForReadyRead(50);
        read();
    }

private:
    bool read()
    {
        const QByteArray text = m_shell.readAll();
        return m_gathered.add({text.constData(), size_t(text.size())});
    }

    const ConsoleJob &m_job;
    Gathered &m_gathered;
    QProcess m_shell;
};

class Printer
{
public:
    explicit Printer(const ConsoleJob &job)
        : m_job(job)
    {}

    QList<ConsoleLine> run()
    {
        const auto profile = subject();
        if (!profile)
            return consoleLines(QString::fromStdString(profile.error().message), ConsoleLine::Kind::Problem);
        Gathered gathered(m_job);
        const Status status = write(*profile, gathered);
        QList<ConsoleLine> lines;
        for (const std::string &note : m_notes)
            lines.append({QString::fromStdString(note), ConsoleLine::Kind::Note});
        if (status)
            lines += gathered.lines();
        else
            lines += consoleLines(QString::fromStdString(status.error().message), ConsoleLine::Kind::Problem);
        return lines;
    }

private:
    Result<ProfilePtr> subject() const
    {
        if (!m_job.base)
            return m_job.profile;
        const auto base = scaledBase(m_job.profile, m_job.base, m_job.scaling);
        if (!base)
            return base.error();
        const auto difference = withBase(m_job.profile, *base, m_job.diffBase, false, m_job.stop);
        if (!difference)
            return difference.error();
        return ProfilePtr(*difference);
    }

    Status print(const ProfilePtr &profile, Output &out)
    {
        const ShellReport &report = m_job.report;
        if (report.command->drawing != Drawing::None) {
            std::string note;
            const Status status = style::drawReport(profile, report.command->drawing, report.options,
                                                    m_job.font, out, &note, m_job.stop);
            if (!note.empty())
                m_notes.push_back(note);
            return status;
        }
        std::vector<std::string> notes;
        const Status status =
            writeReport(profile, report.command->kind, report.options, report.argument, out, &notes);
        m_notes.insert(m_notes.end(), notes.begin(), notes.end());
        return status;
    }

    Status write(const ProfilePtr &profile, Gathered &gathered)
    {
        const auto printed = [&](Output &out) {
            const Status status = print(profile, out);
            return status && m_job.stop.stop_requested() ? Status(Error{"stopped"}) : status;
        };
        if (const std::string file = fileName(); !file.empty()) {
            const Status written = writeReportFile(file, printed);
            if (written)
                m_notes.push_back(
                    tr("Generating report in %1").arg(QString::fromStdString(file)).toStdString());
            return written;
        }
        if (!m_job.report.pipe.empty()) {
            Piped pipe(m_job, gathered);
            Output out([&](std::string_view text) { return pipe.write(text); });
            const Status status = printed(out);
            out.flush();
            pipe.finish();
            return status;
        }
        Output out([&](std::string_view text) { return gathered.add(text); });
        const Status status = printed(out);
        out.flush();
        return status;
    }

    // Empty if the report is to be shown.
    std::string fileName() const
    {
        const ShellReport &report = m_job.report;
        const QString folder = QDir::currentPath();
        if (!report.options.output.empty())
            return QDir(folder).absoluteFilePath(QString::fromStdString(report.options.output)).toStdString();
        if (report.pipe.empty() && !report.command->ending.empty())
            return freeReportName(report.command->ending, folder.toStdString());
        return {};
    }

    const ConsoleJob &m_job;
    std::vector<std::string> m_notes;
};

} // namespace

QList<ConsoleLine> runConsoleJob(const ConsoleJob &job)
{
    return Printer(job).run();
}

} // namespace proflens
