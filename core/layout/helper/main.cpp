// SPDX-License-Identifier: GPL-3.0-or-later
// proflens-layout: reads a graph from standard input, lays it out with Graphviz and writes where everything
// is to standard output. A process of its own because Graphviz can neither be stopped nor limited from
// within, keeps global state, and ends the process when it meets what it did not expect.
#include "core/layout/layoutwire.h"

#include <gvc.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace {

using namespace proflens;

constexpr double pointsPerInch = 72;
constexpr std::string_view renderWord = "render ", simplyWord = "simply "; // of one length
constexpr uint64_t renderMemory = uint64_t(2) << 30;

void limit(int resource, rlim_t most)
{
    rlimit limits{};
    if (getrlimit(static_cast<__rlimit_resource>(resource), &limits) != 0)
        return;
    if (limits.rlim_cur == RLIM_INFINITY || limits.rlim_cur > most) {
        limits.rlim_cur = most;
        setrlimit(static_cast<__rlimit_resource>(resource), &limits);
    }
}

void limitMemory(uint64_t bytes)
{
#if !defined(__SANITIZE_ADDRESS__) // which reserves terabytes of addresses that it never uses
    if (bytes > 0)
        limit(RLIMIT_AS, bytes);
#else
    (void)bytes;
#endif
}

std::string readAll(int file)
{
    std::string text;
    char buffer[1 << 16];
    for (;;) {
        const ssize_t got = read(file, buffer, sizeof buffer);
        if (got <= 0)
            return text;
        text.append(buffer, static_cast<size_t>(got));
    }
}

void writeAll(int file, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t put = write(file, text.data(), text.size());
        if (put <= 0)
            return;
        text.remove_prefix(static_cast<size_t>(put));
    }
}

// cgraph takes writable strings, which it does not write to.
void set(void *object, const char *key, const std::string &value)
{
    agsafeset(object, const_cast<char *>(key), const_cast<char *>(value.c_str()), const_cast<char *>(""));
}

std::string decimal(double number)
{
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.6f", number);
    return buffer;
}

class Drawing
{
public:
    explicit Drawing(const layoutwire::Request &request)
        : m_graph(agopen(const_cast<char *>("g"), Agdirected, nullptr))
    {
        set(m_graph, "nodesep", decimal(request.graph.nodeSeparation / pointsPerInch));
        set(m_graph, "ranksep", decimal(request.graph.rankSeparation / pointsPerInch));
        for (const auto &[key, value] : request.attributes)
            set(m_graph, key.c_str(), value);
        for (size_t i = 0; i < request.graph.nodes.size(); ++i) {
            std::string name("n");
            name += std::to_string(i);
            Agnode_t *node = agnode(m_graph, name.data(), 1);
            set(node, "shape", "box");
            set(node, "label", "");
            set(node, "fixedsize", "true");
            set(node, "width", decimal(request.graph.nodes[i].width / pointsPerInch));
            set(node, "height", decimal(request.graph.nodes[i].height / pointsPerInch));
            m_nodes.push_back(node);
        }
        for (const auto &line : request.graph.edges) {
            Agedge_t *edge = agedge(m_graph, m_nodes[line.source], m_nodes[line.target], nullptr, 1);
            set(edge, "weight", std::to_string(line.weight));
            set(edge, "minlen", std::to_string(line.minLength));
            m_edges.push_back(edge);
        }
    }

    Result<GraphLayout> layout()
    {
        GVC_t *context = gvContext();
        if (gvLayout(context, m_graph, "dot") != 0)
            return Error{"Graphviz has no layout \"dot\" here; reinstall its package libgvc6."};
        const boxf box = GD_bb(m_graph);
        // Graphviz has y growing upwards.
        const auto point = [&](pointf p) { return Point{p.x - box.LL.x, box.UR.y - p.y}; };
        GraphLayout layout;
        layout.width = box.UR.x - box.LL.x;
        layout.height = box.UR.y - box.LL.y;
        for (Agnode_t *node : m_nodes)
            layout.nodes.push_back(point(ND_coord(node)));
        for (Agedge_t *edge : m_edges) {
            auto &line = layout.edges.emplace_back();
            const splines *curves = ED_spl(edge);
            if (!curves || curves->size < 1)
                continue;
            const bezier &curve = curves->list[curves->size - 1];
            for (size_t i = 0; i < static_cast<size_t>(curve.size); ++i)
                line.curve.push_back(point(curve.list[i]));
            if (line.curve.size() % 3 != 1)
                line.curve.clear();
            else
                line.tip = curve.eflag ? point(curve.ep) : line.curve.back();
        }
        return layout;
    }

private:
    Agraph_t *m_graph;
    std::vector<Agnode_t *> m_nodes;
    std::vector<Agedge_t *> m_edges;
};

// Takes away what costs the layout most time: room for the texts of edges, and looking for the very best
// places.
void simplify(Agraph_t *graph)
{
    for (Agnode_t *node = agfstnode(graph); node; node = agnxtnode(graph, node)) {
        for (Agedge_t *edge = agfstout(graph, node); edge; edge = agnxtout(graph, edge))
            set(edge, "label", "");
    }
    set(graph, "nslimit", "0.5");
    set(graph, "nslimit1", "0.5");
    set(graph, "mclimit", "0.1");
    set(graph, "searchsize", "10");
    set(graph, "splines", "line");
}

// Draws a graph in Graphviz's language. The first line says how: "render ps", or "simply ps".
int render(std::string text)
{
    const size_t line = text.find('\n');
    const std::string format = text.substr(renderWord.size(), line - renderWord.size());
    limitMemory(renderMemory);
    Agraph_t *graph = line == std::string::npos ? nullptr : agmemread(text.c_str() + line + 1);
    if (!graph) {
        std::fputs("the graph is in no language that Graphviz reads", stderr);
        return 1;
    }
    if (text.starts_with(simplyWord))
        simplify(graph);
    GVC_t *context = gvContext();
    char *data = nullptr;
    unsigned int size = 0;
    if (gvLayout(context, graph, "dot") != 0 ||
        gvRenderData(context, graph, format.c_str(), &data, &size) != 0)
        return 1;
    writeAll(STDOUT_FILENO, std::string_view(data, size));
    return 0;
}

} // namespace

int main()
{
    // No picture is worth outliving the program that wanted it, or a core file.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    limit(RLIMIT_CORE, 0);
    std::string input = readAll(STDIN_FILENO);
    if (input.starts_with(renderWord) || input.starts_with(simplyWord))
        _exit(render(std::move(input)));
    const auto request = layoutwire::decodeRequest(input);
    if (!request) {
        writeAll(STDOUT_FILENO, layoutwire::encode(Result<GraphLayout>(request.error())));
        _exit(1);
    }
    limitMemory(request->memoryLimit);
    const Result<GraphLayout> answer = Drawing(*request).layout();
    writeAll(STDOUT_FILENO, layoutwire::encode(answer));
    // Graphviz's memory goes with the process: to free a large graph takes longer than to lay it out.
    _exit(answer ? 0 : 1);
}
