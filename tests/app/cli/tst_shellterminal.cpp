// SPDX-License-Identifier: GPL-3.0-or-later
// proflens -shell on a terminal: completion, Ctrl+C, history. The terminal is a pseudo terminal that types
// and reads along.
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace {

const QString sample = QStringLiteral(PROFLENS_SOURCE_DIR "/resources/samples/cpu-1.pb.gz");

class Terminal
{
public:
    explicit Terminal(const QString &folder)
        : m_master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC))
    {
        ::grantpt(m_master);
        ::unlockpt(m_master);
        const QByteArray slave = ::ptsname(m_master);
        struct winsize size = {40, 200, 0, 0};
        ::ioctl(m_master, TIOCSWINSZ, &size);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("TERM", "dumb"); // no escape sequences to read around
        environment.insert("XDG_STATE_HOME", folder);
        environment.insert("INPUTRC", "/dev/null");
        m_program.setProcessEnvironment(environment);
        m_program.setWorkingDirectory(folder);
        m_program.setChildProcessModifier([slave] {
            ::setsid();
            const int terminal = ::open(slave.constData(), O_RDWR);
            ::ioctl(terminal, TIOCSCTTY, 0);
            for (int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
                ::dup2(terminal, stream);
        });
        m_program.start(QStringLiteral(PROFLENS_PROGRAM), {"-shell", sample});
        m_program.waitForStarted();
    }
    ~Terminal()
    {
        m_program.kill();
        m_program.waitForFinished();
        ::close(m_master);
    }
    void type(const QByteArray &keys)
    {
        m_typed = ::write(m_master, keys.constData(), size_t(keys.size())) > 0;
    }
    // Reads on until the text comes, and forgets all up to its end.
    bool sees(const QByteArray &text)
    {
        while (!m_screen.contains(text)) {
            pollfd ready = {m_master, POLLIN, 0};
            constexpr int patience = 60000;
            char piece[4096];
            const ssize_t got = ::poll(&ready, 1, patience) > 0 ? ::read(m_master, piece, sizeof piece) : -1;
            if (got <= 0)
                return false;
            m_screen.append(piece, qsizetype(got));
        }
        m_before = m_screen.left(m_screen.indexOf(text));
        m_screen.remove(0, m_before.size() + text.size());
        return true;
    }
    const QByteArray &before() const { return m_before; }
    const QByteArray &screen() const { return m_screen; }
    int end()
    {
        m_program.waitForFinished(60000);
        return m_program.exitStatus() == QProcess::NormalExit ? m_program.exitCode() : -1;
    }

private:
    int m_master;
    QProcess m_program;
    QByteArray m_screen, m_before;
    bool m_typed = false;
};

} // namespace

class TestShellTerminal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commandsAndHistory()
    {
        QTemporaryDir folder;
        {
            Terminal terminal(folder.path());
            QVERIFY2(terminal.sees("(proflens) "), terminal.screen());
            QVERIFY(terminal.before().contains("Type: cpu"));
            terminal.type("top1\r");
            QVERIFY2(terminal.sees("example.org/teashop/catalog.distance"), terminal.screen());
            QVERIFY(terminal.sees("(proflens) "));
            terminal.type("mean_sam\t\r");
            QVERIFY2(terminal.sees("mean_samples"), terminal.screen());
            QVERIFY(terminal.sees("(proflens) "));
            terminal.type("\x04");
            QCOMPARE(terminal.end(), 0);
        }
        QFile history(folder.filePath("proflens/history"));
        QVERIFY(history.open(QIODevice::ReadOnly));
        QCOMPARE(history.readAll(), QByteArray("top1\nmean_samples\n"));
        Terminal again(folder.path());
        QVERIFY(again.sees("(proflens) "));
        again.type("\x10\x10\r"); // Ctrl+P, as Up
        QVERIFY2(again.sees("Showing top 1 nodes"), again.screen());
        QVERIFY(again.sees("(proflens) "));
        again.type("q\r");
        QCOMPARE(again.end(), 0);
    }
    void completes()
    {
        QTemporaryDir folder;
        Terminal terminal(folder.path());
        QVERIFY(terminal.sees("(proflens) "));
        terminal.type("list catalog.dist\t");
        QVERIFY2(terminal.sees("example.org/teashop/catalog.distance"), terminal.screen());
        terminal.type("\x03");
        QVERIFY(terminal.sees("(proflens) "));
        terminal.type("granularity=f\t\t");
        QVERIFY2(terminal.sees("filefunctions") && terminal.sees("functions"), terminal.screen());
        terminal.type("\x03top1\r");
        QVERIFY2(terminal.sees("Showing top 1 nodes"), terminal.screen());
    }
    // Ctrl+C leaves a line, or ends a report, and never the shell.
    void interrupts()
    {
        QTemporaryDir folder;
        Terminal terminal(folder.path());
        QVERIFY(terminal.sees("(proflens) "));
        terminal.type("abc");
        QVERIFY(terminal.sees("abc"));
        terminal.type("\x03");
        QVERIFY(terminal.sees("(proflens) "));
        terminal.type("top1 | (echo go''ing; sleep 1000)\r");
        QVERIFY2(terminal.sees("going"), terminal.screen());
        terminal.type("\x03");
        QVERIFY(terminal.sees("(proflens) "));
        terminal.type("top1\r");
        QVERIFY2(terminal.sees("Showing top 1 nodes"), terminal.screen());
    }
};

QTEST_GUILESS_MAIN(TestShellTerminal)
#include "tst_shellterminal.moc"
