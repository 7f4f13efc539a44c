// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/text.h"

#include <QFontMetricsF>
#include <QGuiApplication>
#include <QTest>

using namespace proflens::style;

class TestText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void displayText_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *what, const QByteArray &bytes, const char *text) {
            QTest::newRow(what) << bytes << QString::fromUtf8(text);
        };
        row("empty", "", "");
        row("plain", "net/http.(*conn).serve", "net/http.(*conn).serve");
        row("UTF-8", "größe.日本語.😀", "größe.日本語.😀");
        row("controls", QByteArray("a\nb\tc\0d\x7F", 8), "a‹\\n›b‹\\t›c‹00›d‹7F›");
        row("a byte of Latin-1",
            "gr\xFC"
            "n",
            "gr‹FC›n");
        row("cut in the middle of a character", "\xE6\x97", "‹E6›‹97›");
        row("overlong", "\xC0\x80", "‹C0›‹80›");
        row("surrogate", "\xED\xA0\x80", "‹ED›‹A0›‹80›");
        row("beyond Unicode", "\xF4\x90\x80\x80", "‹F4›‹90›‹80›‹80›");
        row("turned around",
            "a\xE2\x80\xAE"
            "b",
            "a‹U+202E›b");
        row("line separator", "a\xE2\x80\xA8", "a‹U+2028›");
    }
    void displayText()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QCOMPARE(proflens::style::displayText({bytes.constData(), size_t(bytes.size())}), text);
    }

    void elided()
    {
        const QFontMetricsF metrics{QGuiApplication::font()};
        const QString go = "github.com/someone/something/server.(*conn).serve";
        QCOMPARE(elidedName(go, metrics, 10000), go);
        const QString cut = elidedName(go, metrics, metrics.horizontalAdvance(go) * 0.6);
        QVERIFY2(cut.startsWith(u'…') && cut.endsWith("(*conn).serve"), qPrintable(cut));

        const QString cpp = "std::map<int, char>::insert(std::pair<int const, char> const&, bool) const";
        const QString noArguments = elidedName(cpp, metrics, metrics.horizontalAdvance(cpp) - 5);
        QCOMPARE(noArguments, "std::map<int, char>::insert(…) const");
        const QString less = elidedName(cpp, metrics, metrics.horizontalAdvance(noArguments) * 0.7);
        QVERIFY2(less.startsWith(u'…') && less.endsWith("insert(…) const"), qPrintable(less));

        const QString remark = "github.com/someone/something/server.Commit (inline)";
        const QString kept = elidedName(remark, metrics, metrics.horizontalAdvance(remark) * 0.7);
        QVERIFY2(kept.endsWith("Commit (inline)"), qPrintable(kept));

        const QString huge = QString(2000, 'x') + ".end";
        const QString end = elidedName(huge, metrics, 200);
        QVERIFY2(end.startsWith(u'…') && end.endsWith(".end"), qPrintable(end));
        QVERIFY(metrics.horizontalAdvance(end) <= 200);
        QVERIFY(elidedName(huge, metrics, 0).size() < 20);
        QVERIFY(elidedName(huge, metrics, -5).size() < 20);
    }

    void toolTip()
    {
        QCOMPARE(wrappedToolTip("a<b>\nc"), "<qt>a&lt;b&gt;<br/>c</qt>");
        const QString tip = wrappedToolTip(QString(1000, 'x'));
        QCOMPARE(tip.count(QChar(u'\u200B')), 16);
        QVERIFY(wrappedToolTip(QString(100000, 'x')).size() < 5000);
    }
};

QTEST_MAIN(TestText)
#include "tst_text.moc"
