// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/demangle.h"
#include "core/source/templatetext.h"

#include <QFile>
#include <QTest>

using namespace proflens;

namespace {

QString text(const std::optional<std::string> &name, const QString &otherwise)
{
    return name ? QString::fromStdString(*name) : otherwise;
}

} // namespace

class TestDemangle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // What pprof's demangler made of symbols of libraries, in all depths.
    void sameAsPprof()
    {
        QFile file(QStringLiteral(PROFLENS_TEST_DATA "/demangled.tsv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        int count = 0;
        for (const QString &line : QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts)) {
            if (line.startsWith('#'))
                continue;
            const QStringList names = line.split('\t');
            QCOMPARE(names.size(), 4);
            const std::string symbol = names[0].toStdString();
            const auto name = [&](NameDepth depth) {
                auto found = demangled(symbol, depth);
                // pprof takes one underscore more away where it has to.
                if (!found && symbol.starts_with('_'))
                    found = demangled(std::string_view(symbol).substr(1), depth);
                return text(found, names[0]);
            };
            QCOMPARE(name(NameDepth::Short), names[1]);
            QCOMPARE(name(NameDepth::Templates), names[2]);
            QCOMPARE(name(NameDepth::Full), names[3]);
            ++count;
        }
        QVERIFY(count > 400);
    }
    // pprof leaves these as they are, or says another name than the source has.
    void betterThanPprof()
    {
        const QString closure =
            text(demangled("_RNvNCNvNtCsiMEQMHiaZlP_14rustc_ty_utils10needs_drop15drop_tys_helper08CALLSITE",
                           NameDepth::Full),
                 {});
        QCOMPARE(closure,
                 QStringLiteral("rustc_ty_utils::needs_drop::drop_tys_helper::{closure#0}::CALLSITE"));
    }
    void noSymbols_data()
    {
        QTest::addColumn<QByteArray>("symbol");
        const auto row = [](const char *name, const QByteArray &symbol) { QTest::newRow(name) << symbol; };
        row("empty", "");
        row("plain", "main");
        row("readable", "acme::Cache<int>::get(int) const");
        row("Go", "main.(*Set[...]).Add");
        row("begin of one", "_ZN3foo3ba");
        row("two letters", "_Z");
        row("Rust's first letters", "_R");
        row("global", "_GLOBAL_");
        row("global of nothing", "_GLOBAL__I");
        row("block of nothing", "___Z_block_invoke");
        row("no block", "___ZN3foo3barEv");
        row("zero byte", QByteArray("_ZN3foo\0barEv", 13));
        row("long", "_Z" + QByteArray("40000") + QByteArray(40000, 'a') + "v");
        row("no UTF-8", "_ZN3foo\xff\xfe");
    }
    void noSymbols()
    {
        QFETCH(QByteArray, symbol);
        for (const NameDepth depth : {NameDepth::Short, NameDepth::Templates, NameDepth::Full})
            QVERIFY(!demangled({symbol.constData(), size_t(symbol.size())}, depth));
    }
    // A few bytes that stand for a name of more than the memory holds, and names that nest deeply.
    void boundless()
    {
        // A pair of pairs of pairs: each is twice as long as the one before.
        std::string doubling = "_Z1f4pairIiiE";
        const auto back = [](int i) { // S_, S0_, S1_ … SZ_, S10_
            const char *const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
            std::string number;
            for (int n = i - 1; i > 0 && n >= 0; n = n / 36 - 1 + (n >= 36 ? 1 : 0)) {
                number.insert(number.begin(), digits[n % 36]);
                if (n < 36)
                    break;
            }
            return "S" + number + "_";
        };
        for (int i = 1; i < 80; ++i)
            doubling += "S_I" + back(i) + back(i) + "E";
        QVERIFY(!demangled(doubling, NameDepth::Full));
        for (const NameDepth depth : {NameDepth::Short, NameDepth::Templates, NameDepth::Full}) {
            const auto isBounded = [&](const std::string &symbol) {
                const auto name = demangled(symbol, depth);
                return !name || name->size() < 70000;
            };
            QVERIFY(isBounded("_Z1f" + std::string(30000, 'P') + "i"));
            QVERIFY(isBounded("_Z" + std::string(15000, 'N') + std::string(15000, 'E')));
            QVERIFY(isBounded("_RNvC1a" + std::string(30000, 'T')));
            QVERIFY(isBounded("_RINvC1a1b" + std::string(15000, 'S') + std::string(15000, 'E')));
        }
    }
    void templates_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("without");
        const auto row = [](const char *name, const char *without) {
            QTest::newRow(name) << QString(name) << QString(without);
        };
        row("a::b", "a::b");
        row("a<b<c> >::d", "a::d");
        row("a::operator<", "a::operator<");
        row("a::operator< <int>", "a::operator<");
        row("a::operator<< <a<int> >", "a::operator<<");
        row("a<int>::operator->", "a::operator->");
        row("a::operator->*<int>", "a::operator->*");
        row("a<int>::operator<=><int>", "a::operator<=>");
        row("a::operator()<(anonymous namespace)::b>", "a::operator()");
        row("a<((1)>(2)), int>::b", "a::b");
        row("a<(1)<(2)>::b", "a::b");
        row("a<void (*)(int)>(int)", "a(int)");
        row("myoperator<int>", "myoperator");
        row("a<b", "a<b");
        row("a>b", "a>b");
    }
    void templates()
    {
        QFETCH(QString, name);
        QTEST(QString::fromStdString(withoutTemplates(name.toStdString())), "without");
    }
    void generics_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("without");
        const auto row = [](const char *name, const char *without) {
            QTest::newRow(name) << QString(name) << QString(without);
        };
        row("a::b", "a::b");
        row("<a::B<u8> as c::D<e::F>>::g", "<a::B<> as c::D<>>::g");
        row("a::b::<c::D<u8>>", "a::b::<>");
        row("<dyn a::B<Output = u8> as c::D>::g", "<dyn a::B<Output = u8> as c::D>::g");
        row("<dyn a::B<(u8,), Output = u8> as c::D>::g", "<dyn a::B<, Output = u8> as c::D>::g");
        row("<fn(a::B<u8>) -> c::D<u8> as e::F>::g", "<fn(a::B<>) -> c::D<> as e::F>::g");
        row("<[a::B<u8>] as e::F>::g", "<[a::B<>] as e::F>::g");
        row("a>b", "a>b");
        row("a<b", "a<b");
    }
    void generics()
    {
        QFETCH(QString, name);
        QTEST(QString::fromStdString(withoutRustGenerics(name.toStdString())), "without");
    }
};

QTEST_GUILESS_MAIN(TestDemangle)
#include "tst_demangle.moc"
