// SPDX-License-Identifier: GPL-3.0-or-later
// The flame graph's tree, layout and search against a tree made of nodes, the plain way.
#include "core/analyze/analysis.h"
#include "core/layout/flame.h"
#include "core/layout/flamelabel.h"
#include "core/layout/flamesearch.h"
#include "tests/core/folded.h"

#include <QTest>

#include <map>
#include <random>

using namespace proflens;

namespace {

AnalysisPtr analyse(const ProfilePtr &profile)
{
    auto made = Analysis::make(profile, {});
    return made ? *made : nullptr;
}

// A call tree node by node; children by name, which is the order of frames.
struct Plain
{
    std::map<std::string, Plain> children;
    int64_t total = 0, self = 0, width = 0;

    void add(const std::vector<std::string> &path, int64_t value)
    {
        Plain *node = this;
        node->total += value;
        for (const std::string &name : path) {
            node = &node->children[name];
            node->total += value;
        }
        node->self += value;
    }
    // Widths are sums of the magnitudes of stacks, not of samples.
    int64_t weigh()
    {
        width = self < 0 ? -self : self;
        for (auto &[name, child] : children)
            width += child.weigh();
        return width;
    }
    std::string text(uint32_t depth = 0) const
    {
        std::string out;
        for (const auto &[name, child] : children) {
            if (child.width > 0)
                out += std::to_string(depth + 1) + " " + name + " " + std::to_string(child.total) + " " +
                       std::to_string(child.self) + "\n" + child.text(depth + 1);
        }
        return out;
    }
    // Hits of frames whose name begins with a letter, and the width that they cover together.
    void find(char letter, bool covered, uint64_t &hits, int64_t &width_) const
    {
        if (covered)
            width_ += self < 0 ? -self : self;
        for (const auto &[name, child] : children) {
            const bool hit = name[0] == letter && child.width > 0;
            hits += hit;
            child.find(letter, covered || hit, hits, width_);
        }
    }
};

struct Random
{
    std::string folded;
    Plain plain;
};

// Stacks over few names, so that they share callers and recur.
Random randomStacks(uint32_t seed, int samples, int names, int deepest, bool negative)
{
    std::mt19937 random(seed);
    const auto below = [&](int n) { return int(random() % uint32_t(n)); };
    Random made;
    made.folded = "cpu/nanoseconds\n";
    for (int i = 0; i < samples; ++i) {
        std::vector<std::string> path;
        std::string line;
        for (int d = below(deepest) + 1; d > 0; --d) {
            path.push_back(std::string(1, char('a' + below(names))) + "x");
            line += (line.empty() ? "" : ";") + path.back();
        }
        const int64_t value = below(5) == 0 ? 0 : below(200) - (negative ? 100 : 0);
        made.plain.add(path, value);
        made.folded += line + " " + std::to_string(value) + "\n";
    }
    made.plain.weigh();
    return made;
}

struct Case
{
    explicit Case(const std::string &folded)
        : Case(ProfilePtr(foldedProfile(folded)))
    {}
    explicit Case(const ProfilePtr &profile)
        : analysis(analyse(profile))
        , tree(analysis->stacks(), analysis->weights())
    {}
    FlameLayout lay(int columns, int narrowest = 1, uint32_t first = 0, uint32_t levels = 1000,
                    double begin = 0, double end = -1) const
    {
        FlameWindow window;
        window.begin = begin;
        window.end = end < 0 ? double(tree.width()) : end;
        window.columns = columns;
        window.narrowest = narrowest;
        window.firstLevel = first;
        window.levels = levels;
        FlameLayout layout;
        layoutFlame(tree, window, layout);
        return layout;
    }
    QByteArray text(const FlameLayout &layout) const
    {
        return QByteArray::fromStdString(flameText(tree, analysis->frames(), layout));
    }
    std::string name(FlameNode node) const
    {
        return std::string(analysis->frames().printableName(tree.element(node).frame()));
    }

    AnalysisPtr analysis;
    FlameTree tree;
};

} // namespace

class TestFlame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void levels()
    {
        const Case c("cpu/count\nA;B;C 6\nA;B;D 2\nA 2\nE 2\n");
        QCOMPARE(c.text(c.lay(12)), QByteArray("0 | 0-12 all 12\n"
                                               "1 | 0-10 A 10 | 10-12 E 2\n"
                                               "2 | 2-10 B 8\n"
                                               "3 | 2-8 C 6 | 8-10 D 2\n"));
    }
    void othersSayHowManyAndHowMuch()
    {
        const Case c("cpu/count\nA;a 1\nA;b 1\nA;c 8\nA;d 1\nA;e 1\n");
        QCOMPARE(c.text(c.lay(12, 3)), QByteArray("0 | 0-12 all 12\n"
                                                  "1 | 0-12 A 12\n"
                                                  "2 | 0-2 2 others 2 | 2-10 c 8 | 10-12 2 others 2\n"));
        // Those too narrow for a column of their own belong to the box beside them, too.
        const Case d("cpu/count\nA;a 1\nA;b 100\nA;c 1\nA;d 1\nA;e 20\nA;f 1\n");
        QCOMPARE(d.text(d.lay(6, 2)), QByteArray("0 | 0-6 all 124\n"
                                                 "1 | 0-6 A 124\n"
                                                 "2 | 0-5 b 100 | 5-6 4 others 23\n"));
    }
    void partOfTheAxis()
    {
        const Case c("cpu/count\nA;B 10\nA;C 10\nD 20\n");
        QCOMPARE(c.text(c.lay(10, 1, 0, 9, 10, 20)),
                 QByteArray("0 | 0-10 all 40\n1 | 0-10 A 20\n2 | 0-10 C 10\n"));
        QCOMPARE(c.text(c.lay(10, 1, 2, 9, 5, 15)), QByteArray("2 | 0-5 B 10 | 5-10 C 10\n"));
        // A box that the window's edge cuts is no other, however little of it is seen.
        QCOMPARE(c.text(c.lay(20, 3, 1, 1, 19, 39)), QByteArray("1 | 0-1 A 20 | 1-20 D 20\n"));
        // Outside there is nothing.
        QCOMPARE(c.text(c.lay(10, 1, 1, 1, -20, 20)), QByteArray("1 | 5-10 A 20\n"));
    }
    void noValuesNoBoxes()
    {
        const Case zero("cpu/count\nA;B 0\n");
        QVERIFY(zero.tree.isEmpty());
        QCOMPARE(zero.lay(100).boxes.size(), size_t(0));
        const Case none("cpu/count\n");
        QVERIFY(none.tree.isEmpty());
        QCOMPARE(none.lay(100).levelEnds.size(), size_t(0));
        QCOMPARE(none.tree.total({}), 0);
    }
    void samplesWithoutStack()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const int64_t value = 5;
        builder.addSample({}, {&value, 1});
        const Case c(builder.finish());
        QCOMPARE(c.tree.width(), 5);
        QCOMPARE(c.tree.self({}), 5);
        QVERIFY(!c.tree.firstChild({}));
        QCOMPARE(c.text(c.lay(10)), QByteArray("0 | 0-10 all 5\n"));
    }
    void negativeValuesTakeRoom()
    {
        const Case c("cpu/count\nA;B 6\nA;C -4\nD -2\n");
        QVERIFY(c.tree.hasNegative());
        QCOMPARE(c.tree.width(), 12);
        QCOMPARE(c.tree.total({}), 0);
        QCOMPARE(c.text(c.lay(12)), QByteArray("0 | 0-12 all 0\n"
                                               "1 | 0-10 A 2 | 10-12 D -2\n"
                                               "2 | 0-6 B 6 | 6-10 C -4\n"));
        const std::string least = std::to_string(INT64_MIN), most = std::to_string(INT64_MAX);
        const Case extreme("cpu/count\nA " + least + "\nB " + least + "\nC " + most + "\nD " + most + "\n");
        QVERIFY(extreme.tree.width() > 0);
        QCOMPARE(extreme.lay(8).level(1).size(), size_t(4));
    }
    void deepStacks()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const auto location = [&](const char *name, uint64_t address) {
            const Line line{builder.addFunction(name, name, "", 0), 0, 0};
            Location at;
            at.address = address;
            return builder.addLocation(at, {&line, 1});
        };
        const LocationId g = location("g", 1), h = location("h", 2);
        std::vector<LocationId> stack(100000, location("f", 3)); // leaf first
        const auto add = [&](std::span<const LocationId> locations, int64_t value) {
            builder.addSample(locations, {&value, 1});
        };
        add(stack, 3);
        add({&h, 1}, 4);
        stack.insert(stack.begin(), g);
        add(stack, 1);
        const Case c(builder.finish());
        QCOMPARE(c.lay(80, 1, 0, 2).depth, 100002U);
        QCOMPARE(c.text(c.lay(80, 1, 99999, 5)),
                 QByteArray("99999 | 0-40 f 4\n100000 | 0-40 f 4\n100001 | 30-40 g 1\n"));
        QCOMPARE(c.tree.parent({1, 100001}), (FlameNode{0, 100000}));
        std::vector<StackElement> path;
        c.tree.path({1, 100001}, path);
        QCOMPARE(path.size(), size_t(100001));
        const FlameSearch search = searchFlame(c.tree, c.analysis->frames(), *Regex::compile("^f$"));
        QCOMPARE(search.hits(), 100000U);
        QCOMPARE(search.covered, 4);
    }

    void randomTrees_data()
    {
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("names");
        QTest::addColumn<int>("deepest");
        QTest::addColumn<bool>("negative");
        QTest::newRow("few") << 30 << 3 << 4 << false;
        QTest::newRow("wide") << 3000 << 20 << 3 << false;
        QTest::newRow("many") << 6000 << 4 << 9 << false;
        QTest::newRow("deep") << 500 << 2 << 60 << false;
        QTest::newRow("negative") << 2000 << 5 << 6 << true;
    }
    void randomTrees()
    {
        QFETCH(int, samples);
        QFETCH(int, names);
        QFETCH(int, deepest);
        QFETCH(bool, negative);
        for (uint32_t seed = 1; seed <= 3; ++seed) {
            const Random random = randomStacks(seed, samples, names, deepest, negative);
            const Case c(random.folded);
            QCOMPARE(c.tree.width(), random.plain.width);
            QCOMPARE(c.tree.total({}), random.plain.total);
            QCOMPARE(QByteArray::fromStdString(flameTreeText(c.tree, c.analysis->frames())),
                     QByteArray::fromStdString(random.plain.text()));
            checkFamilies(c, random.plain);
            checkSearch(c, random.plain);
            for (const int columns : {1, 37, 400})
                checkLayout(c, columns);
        }
    }

    void labels_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("room");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, int room, const char *shown) {
            QTest::addRow("%s in %d", name, room) << name << room << shown;
        };
        const char *go = "net/http.(*conn).serve";
        row(go, 22, go);
        row(go, 21, "http.(*conn).serve");
        row(go, 17, "(*conn).serve");
        row(go, 13, "(*conn).serve");
        row(go, 12, "serve");
        row(go, 5, "serve");
        row(go, 4, "ser…");
        row("example.org/shop.Open", 20, "shop.Open");
        row("main.(*Shop).Run.func1.2", 12, "Run.func1.2");
        row("slices.SortFunc[go.shape.int]", 12, "SortFunc[go…");
        const char *cpp = "std::vector<int, std::allocator<int> >::push_back(int const&)";
        row(cpp, 30, "push_back(int const&)");
        row(cpp, 12, "push_back(i…");
        row(cpp, 9, "push_back");
        row(cpp, 8, "push_ba…");
        row("Loop::operator()(int) const", 20, "Loop::operator()(in…");
        row("(anonymous namespace)::parse(char const*)", 12, "parse(char …");
        row("bool ns::operator< <int>(A, B)", 14, "ns::operator<");
        row("core::ptr::drop_in_place::h0123456789abcdef", 15, "drop_in_place");
        row("tokio::task::spawn::{{closure}}", 22, "spawn::{{closure}}");
        row("java.util.ArrayList.add(Object)", 8, "add(Obj…");
        // What is no qualified name of a language is known by how it begins.
        row("Check inverted errors", 14, "Check inverte…");
        row("Verify shop.Open twice", 14, "Verify shop.O…");
        row("Compile a::b (pass 2)", 12, "Compile a::…");
        row("`items[this.mid] == 0`", 10, "`items[th…");
        row("GET /api/users", 9, "GET /api…");
        row("get Foo.bar", 8, "get Foo…");
        row("7f9bef29c104: <no-symbol>", 10, "7f9bef29c…");
        row("lists:map.x", 6, "lists…");
        row("Elixir.Enum.map/2", 9, "map/2");
        row("unsigned long ns::f<int>(int)", 14, "ns::f<int>(in…");
        row("std::vector<int> const& ns::f(int)", 10, "ns::f(int)");
        row("void (anonymous namespace)::run<int>(char)", 9, "run<int>…");
        row("oopDesc* PSPromotionManager::copy<false>(oop)", 15, "copy<false>(oo…");
        row("operator new(unsigned long)", 14, "operator new(…");
        row("libc.so.6", 6, "libc.…");
        row("/usr/lib/libc.so.6", 10, "libc.so.6");
        row("(anonymous index.js:108)", 24, "(anonymous index.js:108)");
        row("(anonymous index.js:108)", 14, "index.js:108");
        row("(anonymous index.js:108)", 12, "index.js:108");
        row("(anonymous index.js:108)", 8, "index.j…");
        row("", 10, "");
        row("((((<<<<", 4, "(((…");
        row("))))>>>>", 4, ")))…");
    }
    void labels()
    {
        QFETCH(QString, name);
        QFETCH(int, room);
        QFETCH(QString, shown);
        const std::string text = name.toStdString();
        const LabelFit fit = fitLabel(labelCuts(text), text.size(), room, 1,
                                      [](size_t begin, size_t end) { return double(end - begin); });
        QCOMPARE(QString::fromStdString(text.substr(fit.begin, fit.end - fit.begin)) +
                     (fit.ellipsis ? "…" : ""),
                 shown);
    }

private:
    // Every node's way to its parent, siblings and children.
    static void checkFamilies(const Case &c, const Plain &plain)
    {
        std::vector<std::pair<FlameNode, const Plain *>> work{{FlameNode{}, &plain}};
        while (!work.empty()) {
            const auto [node, expected] = work.back();
            work.pop_back();
            std::vector<FlameNode> children;
            for (auto child = c.tree.firstChild(node); child; child = c.tree.nextSibling(*child))
                children.push_back(*child);
            size_t i = 0;
            int64_t widths = 0;
            for (const auto &[name, child] : expected->children) {
                if (child.width == 0)
                    continue;
                QVERIFY2(i < children.size(), "a child is missing");
                QCOMPARE(c.name(children[i]), name);
                QCOMPARE(c.tree.widthOf(children[i]), child.width);
                QCOMPARE(c.tree.parent(children[i]), node);
                QCOMPARE(c.tree.child(node, c.tree.element(children[i])), std::optional(children[i]));
                if (i > 0)
                    QCOMPARE(c.tree.previousSibling(children[i]), std::optional(children[i - 1]));
                else
                    QVERIFY(!c.tree.previousSibling(children[i]));
                widths += child.width;
                work.emplace_back(children[i], &child);
                ++i;
            }
            QCOMPARE(children.size(), i);
            QVERIFY2(widths <= c.tree.widthOf(node), "children are wider than their parent");
            QCOMPARE(c.tree.countNodes(c.tree.rows(node), node.depth + 1), uint32_t(i));
        }
    }

    static void checkSearch(const Case &c, const Plain &plain)
    {
        uint64_t hits = 0;
        int64_t covered = 0;
        plain.find('b', false, hits, covered);
        const FlameSearch search = searchFlame(c.tree, c.analysis->frames(), *Regex::compile("^b"));
        QCOMPARE(search.hits(), hits);
        QCOMPARE(search.covered, covered);
        QCOMPARE(hitsAmong(c.tree, search, c.tree.rows({}), 1), hits);
        if (hits == 0)
            return;
        // Forward through all of them and around to the first; back the same way.
        std::vector<FlameNode> order;
        FlameNode at;
        for (uint64_t i = 0; i < hits; ++i) {
            at = *nextHit(c.tree, search, at);
            QCOMPARE(c.name(at)[0], 'b');
            QVERIFY(order.empty() || order.back() < at);
            QCOMPARE(hitNumber(c.tree, search, at), i);
            order.push_back(at);
        }
        QCOMPARE(*nextHit(c.tree, search, at), order.front());
        for (uint64_t i = hits; i-- > 0;) {
            QCOMPARE(at, order[i]);
            at = *previousHit(c.tree, search, at);
        }
        QCOMPARE(at, order.back());
    }

    // The boxes of a layout, each against the node it stands for, whatever part is looked at.
    static void checkLayout(const Case &c, int columns)
    {
        const auto width = double(c.tree.width());
        for (const auto &[begin, end] :
             {std::pair(0.0, width), std::pair(width * 0.31, width * 0.47), std::pair(width * 0.9, width)}) {
            const FlameLayout layout = c.lay(columns, 3, 0, 1000, begin, end);
            QCOMPARE(layout.depth, uint32_t(layout.levelEnds.size()));
            for (uint32_t level = 0; level < layout.levelEnds.size(); ++level) {
                int last = 0;
                for (const FlameBox &box : layout.level(level)) {
                    QVERIFY2(box.begin >= last && box.end > box.begin && box.end <= columns,
                             "boxes overlap or leave the window");
                    last = box.end;
                    checkBox(c, layout, level, box);
                }
                // What is seen of the last levels alone is the same.
                const FlameLayout part = c.lay(columns, 3, level, 1, begin, end);
                QCOMPARE(part.depth, layout.depth);
                QCOMPARE(part.level(level).size(), layout.level(level).size());
                for (size_t i = 0; i < part.boxes.size(); ++i) {
                    QCOMPARE(part.boxes[i].begin, layout.level(level)[i].begin);
                    QCOMPARE(part.boxes[i].row, layout.level(level)[i].row);
                }
            }
        }
    }
    static void checkBox(const Case &c, const FlameLayout &layout, uint32_t level, const FlameBox &box)
    {
        const FlameWindow &window = layout.window;
        const auto columnOf = [&](uint32_t row) {
            return (double(c.tree.position(row)) - window.begin) / window.perColumn();
        };
        const FlameRows rows = rowsOf(c.tree, layout, level, box);
        QVERIFY(rows.begin < rows.end);
        const double begin = std::max(columnOf(rows.begin), 0.0);
        const double end = std::min(columnOf(rows.end), double(window.columns));
        // Others also stand for what is too narrow to be beside them.
        const double slack = box.others ? 1.01 : 0.51;
        QVERIFY2(std::abs(begin - box.begin) <= slack && std::abs(end - box.end) <= slack,
                 qPrintable(QString("level %1: a box at %2-%3 should be at %4-%5")
                                .arg(level)
                                .arg(box.begin)
                                .arg(box.end)
                                .arg(begin)
                                .arg(end)));
        for (int column = box.begin; column < box.end; ++column)
            QCOMPARE(layout.at(column, level), &box);
        if (level == 0)
            return;
        const FlameNode parent = c.tree.parent({box.row, level});
        const FlameBox *above = layout.at(box.begin, level - 1);
        QVERIFY2(above && !above->others, "a box hangs in the air");
        QCOMPARE(nodeOf(level - 1, *above), parent);
        QVERIFY(above->begin <= box.begin && above->end >= box.end);
    }
};

QTEST_GUILESS_MAIN(TestFlame)
#include "tst_flame.moc"
