// SPDX-License-Identifier: GPL-3.0-or-later
// The colours of differences: readable, and told apart by every kind of eye.
#include "core/report/differencecolors.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace proflens;
using namespace proflens::difference;

namespace {

constexpr std::array grounds = {Ground::Light, Ground::Dark};

// What the program's palettes draw on, and with.
Rgb page(Ground ground)
{
    return ground == Ground::Light ? Rgb{255, 255, 255} : Rgb{27, 27, 24};
}
Rgb ink(Ground ground)
{
    return ground == Ground::Light ? Rgb{27, 27, 24} : Rgb{228, 230, 231};
}
std::string called(Ground ground, int sign, double strength)
{
    return std::string(ground == Ground::Light ? "light " : "dark ") + std::to_string(sign) + " at " +
           std::to_string(strength);
}

using Triple = std::array<double, 3>;

Triple linear(Rgb color)
{
    const auto one = [](uint8_t channel) {
        const double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return {one(color.red), one(color.green), one(color.blue)};
}

using Matrix = std::array<Triple, 3>;
Triple times(const Matrix &m, const Triple &v)
{
    Triple out{};
    for (size_t i = 0; i < 3; ++i)
        out[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
    return out;
}

// CIE L*a*b* under D65.
Triple lab(const Triple &rgb)
{
    const Matrix toXyz = {{{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}};
    const Triple xyz = times(toXyz, rgb);
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f(std::max(xyz[0], 0.0) / 0.9505), y = f(std::max(xyz[1], 0.0)),
                 z = f(std::max(xyz[2], 0.0) / 1.089);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double distance(const Triple &a, const Triple &b)
{
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

// Machado, Oliveira and Fernandes 2009, severity 1.
const std::array<std::pair<const char *, Matrix>, 4> eyes = {{
    {"usual", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"protan",
     {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
    {"deutan",
     {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
    {"tritan",
     {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}},
}};

} // namespace

class TestDifferenceColors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrasts()
    {
        QCOMPARE(std::round(contrast({0, 0, 0}, {255, 255, 255})), 21.0);
        QCOMPARE(contrast({7, 8, 9}, {7, 8, 9}), 1.0);
        for (const Ground ground : grounds) {
            for (const int sign : {-1, 0, 1}) {
                for (double strength = 0; strength <= 1; strength += 0.05) {
                    const std::string what = called(ground, sign, strength);
                    const Rgb box = fill(sign, strength, ground);
                    QVERIFY2(contrast(box, ink(ground)) >= 4.5, ("text on a fill, " + what).c_str());
                    QVERIFY2(contrast(box, mark(sign, ground)) >= 3, ("a mark on a fill, " + what).c_str());
                    QVERIFY2(contrast(line(sign, strength, ground), page(ground)) >= 3,
                             ("a line, " + what).c_str());
                }
                QVERIFY2(contrast(text(sign, ground), page(ground)) >= 4.5,
                         ("text, " + called(ground, sign, 0)).c_str());
            }
        }
    }
    void everyEyeTellsLessSameAndMore()
    {
        for (const auto &[eye, matrix] : eyes) {
            for (const Ground ground : grounds) {
                for (double strength = 0; strength <= 1; strength += 0.1) {
                    const auto seen = [&](int sign) {
                        return lab(times(matrix, linear(fill(sign, strength, ground))));
                    };
                    const std::string what = std::string(eye) + ", " + called(ground, 1, strength);
                    // 2.3 is what is just noticed.
                    QVERIFY2(distance(seen(-1), seen(1)) > 10, ("less and more, " + what).c_str());
                    QVERIFY2(distance(seen(-1), seen(0)) > 5, ("less and same, " + what).c_str());
                    QVERIFY2(distance(seen(1), seen(0)) > 5, ("more and same, " + what).c_str());
                }
            }
        }
    }
    void onlyWhatChangedHasColor()
    {
        using Kind = Change::Kind;
        QCOMPARE(signOf({Kind::Same, false}), 0);
        QCOMPARE(signOf({Kind::Grew, false}), 1);
        QCOMPARE(signOf({Kind::New, false}), 1);
        QCOMPARE(signOf({Kind::Shrank, false}), -1);
        QCOMPARE(signOf({Kind::Gone, false}), -1);
        for (const Kind kind : {Kind::Grew, Kind::New, Kind::Shrank, Kind::Gone})
            QCOMPARE(signOf({kind, true}), 0);
        for (const Ground ground : grounds) {
            const Rgb grey = fill(0, 0, ground);
            QVERIFY(std::abs(grey.red - grey.blue) < 8 && std::abs(grey.red - grey.green) < 8);
            QVERIFY(fill(0, 1, ground) == grey);
        }
        QCOMPARE(std::string(wordOf({Kind::New, false})), std::string("new"));
        QCOMPARE(std::string(wordOf({Kind::Gone, true})), std::string("gone"));
        QCOMPARE(std::string(wordOf({Kind::Grew, false})), std::string());
    }
    void strengths()
    {
        QCOMPARE(strengthOfShare(0), 0.0);
        QCOMPARE(strengthOfShare(-1), 1.0);
        QCOMPARE(strengthOfShare(7), 1.0);
        QCOMPARE(strengthOfShare(NAN), 0.0);
        QVERIFY2(strengthOfShare(0.01) >= 0.1, "a hundredth cannot be seen");
        QCOMPARE(strengthOfRatio({5, 5}), 0.0);
        QCOMPARE(strengthOfRatio({0, 5}), 1.0);
        QCOMPARE(strengthOfRatio({5, 0}), 1.0);
        QCOMPARE(strengthOfRatio({0, 0}), 0.0);
        QCOMPARE(strengthOfRatio({-5, 5}), 1.0);
        QCOMPARE(strengthOfRatio({1, 8}), 1.0);
        QCOMPARE(strengthOfRatio({1, 100}), 1.0);
        QCOMPARE(strengthOfRatio({2, 1}), strengthOfRatio({1, 2}));
        QVERIFY(strengthOfRatio({100, 110}) > 0.2 && strengthOfRatio({100, 110}) < 0.3);
    }
    void hex() { QCOMPARE(hexColor({255, 0, 10}), std::string("#ff000a")); }
};

QTEST_GUILESS_MAIN(TestDifferenceColors)
#include "tst_differencecolors.moc"
