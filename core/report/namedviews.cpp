// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/namedviews.h"

#include "core/format/savefile.h"
#include "core/report/optiontable.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

namespace proflens {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char *listKey = "configs";
constexpr const char *nameKey = "name";
constexpr const char *ownKey = "proflens";

Error notOurs(const std::string &path, const std::string &why)
{
    return Error{path + " cannot be used for named views: " + why +
                 "; mend it or move it away, it is left as it is."};
}

// The file as it is; an empty object where there is none.
Result<Json> readFile(const std::string &path)
{
    std::error_code error;
    if (!std::filesystem::exists(path, error) && !error)
        return Json::object();
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file)
        return notOurs(path, "it cannot be read");
    try {
        Json json = Json::parse(text);
        if (!json.is_object())
            return notOurs(path, "it is no JSON object");
        if (!json.contains(listKey) || json[listKey].is_null())
            return json;
        if (!json[listKey].is_array())
            return notOurs(path, "\"configs\" is no list");
        for (const Json &each : json[listKey]) {
            if (!each.is_object() || (each.contains(nameKey) && !each[nameKey].is_string()))
                return notOurs(path, "\"configs\" has an entry without a name");
        }
        return json;
    } catch (const Json::parse_error &problem) {
        return notOurs(path, "it is no JSON from byte " + std::to_string(problem.byte) + " on");
    }
}

Status writeFile(const std::string &path, const Json &json)
{
    namespace fs = std::filesystem;
    std::error_code error;
    // The file itself rather than a link to it, which some keep among other settings.
    const fs::path real = fs::exists(path, error) ? fs::canonical(path, error) : fs::path(path);
    if (const fs::path folder = real.parent_path(); !error && !fs::exists(folder, error)) {
        if (fs::create_directories(folder, error))
            fs::permissions(folder, fs::perms::owner_all, error);
    }
    if (error)
        return Error{path + " cannot be written: " + error.message() + '.'};
    return saveFile(real.string(), json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n');
}

bool isFilter(const Option &option)
{
    return std::holds_alternative<FilterKind>(option.member);
}

std::string nameOf(const Json &entry)
{
    return entry.value(nameKey, std::string());
}

// A field's value as an option's text. Nothing: it is left as it is; an Error: it is of another type.
Result<std::optional<std::string>> textOf(const Json &entry, const Option &option, const std::string &path)
{
    const std::string name(option.name);
    const OptionKind kind = option.kind();
    const Json value = entry.contains(name) ? entry[name] : Json();
    const Error wrong = notOurs(path, "\"" + name + "\" of \"" + nameOf(entry) + "\" is of another type");
    switch (kind) {
    case OptionKind::Bool:
        if (!value.is_null() && !value.is_boolean())
            return wrong;
        return std::optional(std::string(value.is_boolean() && value.get<bool>() ? "true" : "false"));
    case OptionKind::Int:
        if (!value.is_null() && !value.is_number_integer())
            return wrong;
        return std::optional(value.is_null() ? "0" : value.dump());
    case OptionKind::Float:
        if (!value.is_null() && !value.is_number())
            return wrong;
        return std::optional(value.is_null() ? "0" : value.dump());
    case OptionKind::Text:
    case OptionKind::Choice:
        if (!value.is_null() && !value.is_string())
            return wrong;
        if (value.is_null() || value.get<std::string>().empty())
            return std::optional<std::string>();
        return std::optional(value.get<std::string>());
    }
    return std::optional<std::string>();
}

void readOwn(const Json &own, NamedView &view)
{
    view.options.allFrames = own.contains("all_frames") && own["all_frames"] == true;
    if (own.contains("divide_by") && own["divide_by"].is_number() && own["divide_by"] != 0)
        view.options.divideBy = own["divide_by"].get<double>();
    if (own.contains("only_my_code")) {
        // A language by its name, or true for whichever it looks like.
        const Json &language = own["only_my_code"];
        view.options.myCode.on = language == true || language.is_string();
        if (language.is_string())
            view.options.myCode.language = languageNamed(language.get<std::string>());
    }
    if (!own.contains("filters") || !own["filters"].is_array())
        return;
    std::vector<NamedFilter> filters;
    for (const Json &each : own["filters"]) {
        if (!each.is_object())
            return;
        const Json kind = each.value("kind", Json()), pattern = each.value("pattern", Json());
        const auto known = kind.is_string()
                               ? std::find(filterNames.begin(), filterNames.end(), kind.get<std::string>())
                               : filterNames.end();
        if (known == filterNames.end() || !pattern.is_string())
            return; // of another version: pprof's fields have to do
        Filter filter{static_cast<FilterKind>(known - filterNames.begin()), pattern.get<std::string>()};
        filters.push_back({std::move(filter), each.value("enabled", Json(true)) == true});
    }
    view.filters = std::move(filters);
}

Result<NamedView> viewOf(const Json &entry, const std::string &path)
{
    NamedView view;
    view.name = nameOf(entry);
    for (const Option &option : optionTable()) {
        if (!option.saved)
            continue;
        const auto text = textOf(entry, option, path);
        if (!text)
            return text.error();
        if (!*text)
            continue;
        if (const Status set = option.set(view.options, **text, OptionSyntax::Shell); !set)
            return notOurs(path, "of \"" + view.name + "\", " + set.error().message);
    }
    for (const Filter &filter : view.options.filters)
        view.filters.push_back({filter, true});
    if (entry.contains(ownKey) && entry[ownKey].is_object())
        readOwn(entry[ownKey], view);
    view.options.filters.clear();
    for (const NamedFilter &each : view.filters) {
        if (each.enabled)
            view.options.filters.push_back(each.filter);
    }
    return view;
}

// The patterns of one kind as one that does the same, or nearly: pprof has one of each.
std::string combined(const std::vector<NamedFilter> &filters, FilterKind kind)
{
    // Any of them leaves out; the others have to match all, which one pattern cannot say.
    const bool any = kind == FilterKind::Ignore || kind == FilterKind::Hide || kind == FilterKind::TagHide;
    std::vector<std::string> patterns;
    for (const NamedFilter &each : filters) {
        if (each.filter.kind == kind && each.enabled && (any || patterns.empty()))
            patterns.push_back(each.filter.pattern);
    }
    if (patterns.size() < 2)
        return patterns.empty() ? std::string() : patterns.front();
    std::string all;
    for (const std::string &pattern : patterns)
        all += (all.empty() ? "(" : "|(") + pattern + ')';
    return all;
}

bool isPlain(const NamedView &view)
{
    std::array<int, filterNames.size()> count{};
    for (const NamedFilter &each : view.filters) {
        if (!each.enabled || ++count[static_cast<size_t>(each.filter.kind)] > 1)
            return false;
    }
    return !view.options.allFrames && view.options.divideBy == 1 && !view.options.myCode.on;
}

void writeView(Json &entry, const NamedView &view)
{
    entry[nameKey] = view.name;
    for (const Option &option : optionTable()) {
        if (!option.saved)
            continue;
        const std::string name(option.name);
        const std::string text = isFilter(option)
                                     ? combined(view.filters, std::get<FilterKind>(option.member))
                                     : option.get(view.options);
        Json value;
        switch (option.kind()) {
        case OptionKind::Bool:
            if (text == "true")
                value = true;
            break;
        case OptionKind::Int:
            if (const int number = view.options.*std::get<int ReportOptions::*>(option.member))
                value = number;
            break;
        case OptionKind::Float:
            if (const double number = view.options.*std::get<double ReportOptions::*>(option.member))
                value = number;
            break;
        case OptionKind::Text:
        case OptionKind::Choice:
            if (!text.empty())
                value = text;
            break;
        }
        // pprof leaves out what is nothing.
        if (value.is_null())
            entry.erase(name);
        else
            entry[name] = std::move(value);
    }
    if (isPlain(view)) {
        entry.erase(ownKey);
        return;
    }
    Json filters = Json::array();
    for (const NamedFilter &each : view.filters) {
        filters.push_back(Json{{"kind", filterName(each.filter.kind)},
                               {"pattern", each.filter.pattern},
                               {"enabled", each.enabled}});
    }
    entry[ownKey] = Json{{"filters", std::move(filters)}};
    if (view.options.allFrames)
        entry[ownKey]["all_frames"] = true;
    if (view.options.divideBy != 1)
        entry[ownKey]["divide_by"] = view.options.divideBy;
    if (const MyCode &code = view.options.myCode; code.on)
        entry[ownKey]["only_my_code"] = code.language ? Json(languageName(*code.language)) : Json(true);
}

Json *findView(Json &json, const std::string &name)
{
    for (Json &each : json[listKey]) {
        if (nameOf(each) == name)
            return &each;
    }
    return nullptr;
}

// change() gets the file's object, with a list in it.
template <typename Change> Status edit(const std::string &path, Change &&change)
{
    try {
        auto json = readFile(path);
        if (!json)
            return json.error();
        if (!json->contains(listKey) || (*json)[listKey].is_null())
            (*json)[listKey] = Json::array();
        if (const Status status = change(*json); !status)
            return status;
        return writeFile(path, *json);
    } catch (const std::exception &problem) {
        return Error{path + " cannot be written: " + problem.what() + '.'};
    }
}

} // namespace

Result<std::string> namedViewsPath()
{
    if (const char *config = std::getenv("XDG_CONFIG_HOME"); config && *config) {
        if (*config != '/')
            return Error{"Named views have no place, because $XDG_CONFIG_HOME is no absolute path."};
        return std::string(config) + "/pprof/settings.json";
    }
    const char *home = std::getenv("HOME");
    if (!home || !*home)
        return Error{"Named views have no place, because neither $XDG_CONFIG_HOME nor $HOME is set."};
    return std::string(home) + "/.config/pprof/settings.json";
}

Result<std::vector<NamedView>> readNamedViews(const std::string &path)
{
    try {
        const auto json = readFile(path);
        if (!json)
            return json.error();
        std::vector<NamedView> views;
        const Json list = json->contains(listKey) ? (*json)[listKey] : Json();
        for (const Json &entry : list) {
            auto view = viewOf(entry, path);
            if (!view)
                return view.error();
            views.push_back(*std::move(view));
        }
        return views;
    } catch (const std::exception &problem) {
        return notOurs(path, problem.what());
    }
}

Status saveNamedView(const std::string &path, const NamedView &view)
{
    if (view.name.empty())
        return Error{"A view needs a name."};
    return edit(path, [&](Json &json) -> Status {
        Json *entry = findView(json, view.name);
        if (!entry) {
            json[listKey].push_back(Json::object());
            entry = &json[listKey].back();
        }
        writeView(*entry, view);
        return success();
    });
}

Status renameNamedView(const std::string &path, const std::string &from, const std::string &to)
{
    if (to.empty())
        return Error{"A view needs a name."};
    return edit(path, [&](Json &json) -> Status {
        Json *entry = findView(json, from);
        if (!entry)
            return Error{"There is no view named \"" + from + "\" any more."};
        if (from != to && findView(json, to))
            return Error{"There is a view named \"" + to + "\" already; choose another name."};
        (*entry)[nameKey] = to;
        return success();
    });
}

Status removeNamedView(const std::string &path, const std::string &name)
{
    return edit(path, [&](Json &json) -> Status {
        Json &list = json[listKey];
        const auto found =
            std::find_if(list.begin(), list.end(), [&](const Json &each) { return nameOf(each) == name; });
        if (found == list.end())
            return Error{"There is no view named \"" + name + "\" any more."};
        list.erase(found);
        return success();
    });
}

} // namespace proflens
