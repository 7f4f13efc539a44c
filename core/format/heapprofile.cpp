// SPDX-License-Identifier: GPL-3.0-or-later
// V8's sampling heap profiler: a tree of calls, each with the bytes that it allocated itself and that are
// still in use.
#include "core/format/foreignreaders.h"

#include <vector>

namespace proflens::foreign {

namespace {

using Node = JsonTree::Node;

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = static_cast<char>(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The path of a file: URL; other addresses as they are.
std::string pathOf(std::string_view url)
{
    constexpr std::string_view file = "file://";
    if (!url.starts_with(file))
        return std::string(url);
    url.remove_prefix(file.size());
    std::string path;
    for (size_t at = 0; at < url.size(); ++at) {
        const bool coded =
            url[at] == '%' && at + 2 < url.size() && hexDigit(url[at + 1]) >= 0 && hexDigit(url[at + 2]) >= 0;
        if (coded) {
            path += static_cast<char>(hexDigit(url[at + 1]) << 4 | hexDigit(url[at + 2]));
            at += 2;
        } else {
            path += url[at];
        }
    }
    return path;
}

} // namespace

V8Function v8Function(const JsonTree &json, Node callFrame)
{
    return {json.text(json.member(callFrame, "functionName")), json.text(json.member(callFrame, "url")),
            json.integer(json.member(callFrame, "lineNumber"), -1),
            json.integer(json.member(callFrame, "columnNumber"), -1)};
}

FunctionId addV8Function(NamedDraft &draft, const V8Function &function)
{
    const std::string path = pathOf(function.url);
    const int64_t line = function.line >= 0 ? function.line + 1 : 0;
    std::string name(function.name);
    if (name.empty()) {
        // There are many without a name; where they stand tells them apart.
        const size_t slash = path.rfind('/');
        const std::string file = path.substr(slash == std::string::npos ? 0 : slash + 1);
        name = file.empty() ? "(anonymous)" : "(anonymous " + file + ':' + std::to_string(line) + ')';
    }
    return draft.function(name, path, line);
}

Reading readHeapProfile(const JsonTree &json, const std::string & /*name*/, const ReadOptions &options)
{
    const Node head = json.member(json.root(), "head");
    if (!json.isObject(head) || !json.isNumber(json.member(head, "selfSize")))
        return unrecognized();
    NamedDraft draft;
    draft.addSampleType("space", "bytes");

    // Depth first without recursion; a call knows its caller by where that stands in the list.
    struct Call
    {
        Node node;
        size_t caller = 0;
        LocationId location;
    };
    std::vector<Call> calls{{head, 0, {}}};
    std::vector<LocationId> stack;
    for (size_t at = 0; at < calls.size() && !options.stop.stop_requested(); ++at) {
        const Node node = calls[at].node;
        const V8Function function = v8Function(json, json.member(node, "callFrame"));
        const bool isRoot = at == 0 && function.name == "(root)";
        if (!isRoot)
            calls[at].location =
                draft.location(addV8Function(draft, function), function.line >= 0 ? function.line + 1 : 0);
        if (const int64_t size = json.integer(json.member(node, "selfSize"))) {
            stack.clear();
            for (size_t i = at;; i = calls[i].caller) {
                if (calls[i].location.isValid())
                    stack.push_back(calls[i].location);
                if (i == 0)
                    break;
            }
            draft.addSample(stack, {&size, 1});
        }
        json.forEach(json.member(node, "children"), [&](Node child) {
            draft.charge(2 * sizeof(Call));
            calls.push_back({child, at, {}});
        });
    }
    return draft.finish("heap profile of V8");
}

} // namespace proflens::foreign
