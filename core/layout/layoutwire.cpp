// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/layoutwire.h"

#include <charconv>
#include <cmath>

namespace proflens::layoutwire {

namespace {

class Writer
{
public:
    Writer &word(std::string_view word)
    {
        if (!m_text.empty() && m_text.back() != '\n')
            m_text += ' ';
        m_text += word;
        return *this;
    }
    template <typename Number>
    requires std::is_arithmetic_v<Number> Writer &number(Number number)
    {
        char buffer[32];
        const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
        return word({buffer, static_cast<size_t>(end - buffer)});
    }
    Writer &point(Point p) { return number(p.x).number(p.y); }
    void endLine() { m_text += '\n'; }
    std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_text(text)
    {}

    // Goes to the next line; false at the end.
    bool nextLine()
    {
        if (m_text.empty())
            return false;
        const size_t end = m_text.find('\n');
        m_line = m_text.substr(0, end);
        m_text.remove_prefix(end == std::string_view::npos ? m_text.size() : end + 1);
        return true;
    }
    std::string_view word()
    {
        while (m_line.starts_with(' '))
            m_line.remove_prefix(1);
        const std::string_view word = m_line.substr(0, m_line.find(' '));
        m_line.remove_prefix(word.size());
        return word;
    }
    std::string_view restOfLine() const { return m_line.starts_with(' ') ? m_line.substr(1) : m_line; }
    template <typename Number> bool number(Number &number)
    {
        const std::string_view text = word();
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if constexpr (std::is_floating_point_v<Number>) {
            if (!std::isfinite(number))
                return false;
        }
        return error == std::errc() && end == text.data() + text.size();
    }
    bool point(Point &p) { return number(p.x) && number(p.y); }
    bool atEndOfLine() { return word().empty(); }

private:
    std::string_view m_text, m_line;
};

const Error broken{"The layout helper and the program do not understand each other; they are of different "
                   "versions. Install Proflens anew."};

} // namespace

std::string encode(const Request &request)
{
    Writer out;
    out.word("layout").number(1).endLine();
    out.word("memory").number(request.memoryLimit).endLine();
    out.word("separation")
        .number(request.graph.nodeSeparation)
        .number(request.graph.rankSeparation)
        .endLine();
    for (const auto &[key, value] : request.attributes)
        out.word("attribute").word(key).word(value).endLine();
    for (const auto &node : request.graph.nodes)
        out.word("node").number(node.width).number(node.height).endLine();
    for (const auto &edge : request.graph.edges)
        out.word("edge")
            .number(edge.source)
            .number(edge.target)
            .number(edge.weight)
            .number(edge.minLength)
            .endLine();
    out.word("end").endLine();
    return out.take();
}

Result<Request> decodeRequest(std::string_view text)
{
    Reader in(text);
    int version = 0;
    if (!in.nextLine() || in.word() != "layout" || !in.number(version) || version != 1)
        return broken;
    Request request;
    while (in.nextLine()) {
        const std::string_view kind = in.word();
        bool good = true;
        if (kind == "end") {
            for (const auto &edge : request.graph.edges) {
                if (edge.source >= request.graph.nodes.size() || edge.target >= request.graph.nodes.size())
                    return broken;
            }
            return request;
        }
        if (kind == "memory") {
            good = in.number(request.memoryLimit);
        } else if (kind == "separation") {
            good = in.number(request.graph.nodeSeparation) && in.number(request.graph.rankSeparation);
        } else if (kind == "attribute") {
            const std::string_view key = in.word();
            request.attributes.emplace_back(key, in.restOfLine());
        } else if (kind == "node") {
            auto &node = request.graph.nodes.emplace_back();
            good = in.number(node.width) && in.number(node.height);
        } else if (kind == "edge") {
            auto &edge = request.graph.edges.emplace_back();
            good = in.number(edge.source) && in.number(edge.target) && in.number(edge.weight) &&
                   in.number(edge.minLength);
        } else {
            good = false;
        }
        if (!good)
            return broken;
    }
    return broken;
}

std::string encode(const Result<GraphLayout> &answer)
{
    Writer out;
    if (!answer) {
        out.word("error").word(answer.error().message.substr(0, answer.error().message.find('\n'))).endLine();
        out.word("end").endLine();
        return out.take();
    }
    out.word("size").number(answer->width).number(answer->height).endLine();
    for (const Point &node : answer->nodes)
        out.word("node").point(node).endLine();
    for (const auto &edge : answer->edges) {
        out.word("edge").number(edge.curve.size());
        for (const Point &p : edge.curve)
            out.point(p);
        out.point(edge.tip).endLine();
    }
    out.word("end").endLine();
    return out.take();
}

Result<GraphLayout> decodeAnswer(std::string_view text, size_t nodes, size_t edges)
{
    Reader in(text);
    GraphLayout layout;
    while (in.nextLine()) {
        const std::string_view kind = in.word();
        bool good = true;
        if (kind == "end") {
            if (layout.nodes.size() != nodes || layout.edges.size() != edges)
                return broken;
            return layout;
        }
        if (kind == "error")
            return Error{std::string(in.restOfLine())};
        if (kind == "size") {
            good = in.number(layout.width) && in.number(layout.height);
        } else if (kind == "node") {
            good = in.point(layout.nodes.emplace_back()) && layout.nodes.size() <= nodes;
        } else if (kind == "edge") {
            auto &edge = layout.edges.emplace_back();
            size_t points = 0;
            good = layout.edges.size() <= edges && in.number(points) && points <= text.size() / 4 &&
                   (points == 0 || points % 3 == 1);
            if (good) {
                edge.curve.resize(points);
                for (Point &p : edge.curve)
                    good = good && in.point(p);
                good = good && in.point(edge.tip) && in.atEndOfLine();
            }
        } else {
            good = false;
        }
        if (!good)
            return broken;
    }
    return broken;
}

} // namespace proflens::layoutwire
