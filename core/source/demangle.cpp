// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/demangle.h"

#include "core/source/templatetext.h"

#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <memory>
#include <unordered_set>
#include <vector>

#include <libiberty/demangle.h>

namespace proflens {

namespace {

constexpr size_t longestSymbol = 1 << 15, longestName = 1 << 16;

// Takes what libiberty prints, piece by piece. A symbol of a few bytes can stand for a name of gigabytes, as
// it may refer to its own parts over and over, so printing is left half-way where it gets too long. The
// printers own nothing that would be lost thereby.
struct Printed
{
    std::string text;
    std::jmp_buf tooLong;
};

void takePiece(const char *piece, size_t length, void *printed)
{
    auto *const to = static_cast<Printed *>(printed);
    if (to->text.size() + length > longestName)
        std::longjmp(to->tooLong, 1);
    to->text.append(piece, length);
}

std::optional<std::string> printedTree(demangle_component *tree)
{
    const auto printed = std::make_unique<Printed>();
    Printed *const to = printed.get();
    if (setjmp(to->tooLong) != 0) // NOLINT
        return {};
    if (!cplus_demangle_print_callback(DMGL_ANSI | DMGL_PARAMS, tree, takePiece, to))
        return {};
    return std::move(to->text);
}

std::optional<std::string> rustName(const std::string &symbol)
{
    const auto printed = std::make_unique<Printed>();
    Printed *const to = printed.get();
    if (setjmp(to->tooLong) != 0) // NOLINT
        return {};
    if (!rust_demangle_callback(symbol.c_str(), 0, takePiece, to))
        return {};
    return std::move(to->text);
}

// Whether what the tree's node holds are two subtrees.
bool hasSubtrees(demangle_component_type type)
{
    switch (type) {
    case DEMANGLE_COMPONENT_NAME:
    case DEMANGLE_COMPONENT_TEMPLATE_PARAM:
    case DEMANGLE_COMPONENT_FUNCTION_PARAM:
    case DEMANGLE_COMPONENT_SUB_STD:
    case DEMANGLE_COMPONENT_BUILTIN_TYPE:
    case DEMANGLE_COMPONENT_EXTENDED_BUILTIN_TYPE:
    case DEMANGLE_COMPONENT_OPERATOR:
    case DEMANGLE_COMPONENT_CHARACTER:
    case DEMANGLE_COMPONENT_NUMBER:
    case DEMANGLE_COMPONENT_UNNAMED_TYPE:
    case DEMANGLE_COMPONENT_FIXED_TYPE:
        return false;
    default:
        return true;
    }
}

// The subtrees of a node; nullptr where there is none.
std::pair<demangle_component *, demangle_component *> subtrees(const demangle_component *node)
{
    switch (node->type) {
    case DEMANGLE_COMPONENT_CTOR:
        return {node->u.s_ctor.name, nullptr};
    case DEMANGLE_COMPONENT_DTOR:
        return {node->u.s_dtor.name, nullptr};
    case DEMANGLE_COMPONENT_EXTENDED_OPERATOR:
        return {node->u.s_extended_operator.name, nullptr};
    case DEMANGLE_COMPONENT_LAMBDA:
    case DEMANGLE_COMPONENT_DEFAULT_ARG:
        return {node->u.s_unary_num.sub, nullptr};
    default:
        if (hasSubtrees(node->type))
            return {node->u.s_binary.left, node->u.s_binary.right};
        return {nullptr, nullptr};
    }
}

// The class that a name ends in where that is a lambda or has no name; nullptr otherwise.
demangle_component *unnamedClass(demangle_component *name)
{
    while (name) {
        switch (name->type) {
        case DEMANGLE_COMPONENT_LAMBDA:
        case DEMANGLE_COMPONENT_UNNAMED_TYPE:
            return name;
        case DEMANGLE_COMPONENT_QUAL_NAME:
        case DEMANGLE_COMPONENT_LOCAL_NAME:
            name = name->u.s_binary.right;
            break;
        default:
            return nullptr;
        }
    }
    return nullptr;
}

bool isAddressOf(const demangle_component *node)
{
    demangle_component address{};
    return node && node->type == DEMANGLE_COMPONENT_OPERATOR &&
           cplus_demangle_fill_operator(&address, "&", 1) != 0 &&
           node->u.s_operator.op == address.u.s_operator.op;
}

// Where pprof's demangler says something else than libiberty's printer would: changes the tree.
void mend(demangle_component *node, bool enclosingParameters)
{
    demangle_component *const left = node->u.s_binary.left;
    demangle_component *const right = node->u.s_binary.right;
    switch (node->type) {
    case DEMANGLE_COMPONENT_LOCAL_NAME:
        // A function that something local stands in: "run()::{lambda()#1}" whatever run takes.
        if (!enclosingParameters && left && left->type == DEMANGLE_COMPONENT_TYPED_NAME &&
            left->u.s_binary.right && left->u.s_binary.right->type == DEMANGLE_COMPONENT_FUNCTION_TYPE)
            left->u.s_binary.right->u.s_binary.right = nullptr;
        break;
    case DEMANGLE_COMPONENT_QUAL_NAME:
        // Constructors and destructors of lambdas, which libiberty names after whatever name it saw last.
        if (right && right->type == DEMANGLE_COMPONENT_CTOR) {
            if (demangle_component *const of = unnamedClass(left))
                right->u.s_ctor.name = of;
        } else if (right && right->type == DEMANGLE_COMPONENT_DTOR) {
            if (demangle_component *const of = unnamedClass(left))
                right->u.s_dtor.name = of;
        }
        break;
    case DEMANGLE_COMPONENT_UNARY:
        // The address of a function: its name alone.
        if (isAddressOf(left) && right && right->type == DEMANGLE_COMPONENT_TYPED_NAME &&
            right->u.s_binary.right && right->u.s_binary.right->type == DEMANGLE_COMPONENT_FUNCTION_TYPE)
            node->u.s_binary.right = right->u.s_binary.left;
        break;
    default:
        break;
    }
}

void mendTree(demangle_component *tree, bool enclosingParameters)
{
    std::unordered_set<demangle_component *> seen;
    std::vector<demangle_component *> todo = {tree};
    while (!todo.empty()) {
        demangle_component *const node = todo.back();
        todo.pop_back();
        if (!node || !seen.insert(node).second)
            continue;
        mend(node, enclosingParameters);
        const auto [left, right] = subtrees(node);
        todo.push_back(left);
        todo.push_back(right);
    }
}

// A symbol as a tree. It lives in memory of its own.
class Tree
{
public:
    Tree(const std::string &symbol, int options)
        : m_symbol(symbol)
        , m_tree(cplus_demangle_v3_components(m_symbol.c_str(), options, &m_memory))
    {}
    ~Tree() { std::free(m_memory); }
    Tree(const Tree &) = delete;
    Tree &operator=(const Tree &) = delete;

    demangle_component *root() const
    {
        demangle_component *root = m_tree;
        while (root && root->type == DEMANGLE_COMPONENT_CLONE)
            root = root->u.s_binary.left;
        return root;
    }

private:
    std::string m_symbol; // names in the tree point into it
    void *m_memory = nullptr;
    demangle_component *m_tree;
};

// A conversion to a type that depends on template arguments: they are known only together with the
// parameters, so those are printed and cut off.
std::optional<std::string> conversionName(const std::string &symbol)
{
    const Tree tree(symbol, DMGL_ANSI | DMGL_PARAMS);
    demangle_component *const root = tree.root();
    if (!root || root->type != DEMANGLE_COMPONENT_TYPED_NAME || !root->u.s_binary.right)
        return {};
    demangle_component *const type = root->u.s_binary.right;
    if (type->type != DEMANGLE_COMPONENT_FUNCTION_TYPE)
        return {};
    mendTree(root, false);
    type->u.s_binary.left = type->u.s_binary.right = nullptr;
    auto name = printedTree(root);
    const size_t end = name ? name->rfind("()") : std::string::npos;
    if (end == std::string::npos)
        return {};
    name->resize(end);
    return name;
}

std::optional<std::string> cxxName(const std::string &symbol, NameDepth depth)
{
    const bool full = depth == NameDepth::Full;
    const Tree tree(symbol, full ? DMGL_ANSI | DMGL_PARAMS : DMGL_ANSI);
    if (!tree.root())
        return {};
    mendTree(tree.root(), full);
    auto name = printedTree(tree.root());
    return name || full ? name : conversionName(symbol);
}

// A Rust symbol of the older kind is one of C++ that ends in a hash: "17h", 16 digits, "E".
bool endsInHash(std::string_view symbol)
{
    return symbol.size() > 23 && symbol.ends_with('E') && symbol.substr(symbol.size() - 20, 3) == "17h";
}

// pprof's demangler takes an underscore from each part of such a name that begins with one.
std::string withoutUnderscores(std::string_view symbol)
{
    std::string result(symbol.substr(0, 3));
    for (size_t i = 3; i < symbol.size();) {
        size_t length = 0, digits = 0;
        for (; i + digits < symbol.size() && symbol[i + digits] >= '0' && symbol[i + digits] <= '9'; ++digits)
            length = std::min(length * 10 + size_t(symbol[i + digits] - '0'), symbol.size());
        std::string_view part = symbol.substr(i + digits).substr(0, length);
        if (digits == 0 || part.size() < length)
            return result += symbol.substr(i);
        i += digits + length;
        if (part.size() > 1 && part[0] == '_' && part[1] != '$')
            part.remove_prefix(1);
        result += std::to_string(part.size());
        result += part;
    }
    return result;
}

// What compilers run before main() and after it, for all of a file: "_GLOBAL_" and "_I_" or "_D_", with
// another mark for the first underscore where the linker wants it. It says its parameters at any depth.
std::optional<std::string> globalName(std::string_view name, NameDepth depth)
{
    if (name.size() < 4 || std::string_view("._$").find(name[0]) == std::string_view::npos ||
        name[2] != '_' || (name[1] != 'I' && name[1] != 'D'))
        return {};
    const std::string words =
        name[1] == 'I' ? "global constructors keyed to " : "global destructors keyed to ";
    if (!name.substr(3).starts_with("_Z"))
        return words + std::string(name);
    const auto key = cxxName(std::string(name.substr(3)), NameDepth::Full);
    if (!key)
        return {};
    return words + (depth == NameDepth::Short ? withoutTemplates(*key) : withSpacedTemplates(*key));
}

std::optional<std::string> unprefixed(std::string_view symbol, NameDepth depth)
{
    if (symbol.starts_with("_R")) {
        auto name = rustName(std::string(symbol.substr(0, symbol.find('.'))));
        if (name && depth == NameDepth::Short)
            name = withoutRustGenerics(*name);
        return name;
    }
    if (symbol.starts_with("_ZN")) {
        const size_t suffix = symbol.rfind("E.");
        const std::string_view plain =
            suffix == std::string_view::npos ? symbol : symbol.substr(0, suffix + 1);
        if (endsInHash(plain)) {
            if (auto name = rustName(withoutUnderscores(plain)))
                return name;
        }
    }
    auto name = cxxName(std::string(symbol), depth);
    if (!name && depth == NameDepth::Full) {
        // What compilers append, in other words than libiberty knows.
        if (const size_t end = symbol.find('.'); end != std::string_view::npos)
            name = cxxName(std::string(symbol.substr(0, end)), depth);
    }
    if (!name)
        return {};
    return depth == NameDepth::Short ? withoutTemplates(*name) : withSpacedTemplates(*name);
}

} // namespace

std::optional<std::string> demangled(std::string_view symbol, NameDepth depth)
{
    if (symbol.size() > longestSymbol || symbol.find('\0') != std::string_view::npos)
        return {};
    if (symbol.starts_with("_R") || symbol.starts_with("_Z"))
        return unprefixed(symbol, depth);
    if (constexpr std::string_view global = "_GLOBAL_"; symbol.starts_with(global))
        return globalName(symbol.substr(global.size()), depth);
    // A block of Clang: "___Z", what it stands in, "_block_invoke", and a number.
    if (symbol.starts_with("___Z")) {
        const size_t block = symbol.rfind("_block_invoke");
        if (block == std::string_view::npos)
            return {};
        const auto name = unprefixed(symbol.substr(2, block - 2), depth);
        if (name)
            return "invocation function for block in " + *name;
    }
    return {};
}

} // namespace proflens
