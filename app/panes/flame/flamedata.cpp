// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flamedata.h"

#include "app/style/text.h"

#include <unordered_map>

namespace proflens {

QString functionName(const FrameTable &frames, FrameId frame)
{
    const std::string_view name = frames[frame].name;
    const std::string_view text = name.empty() ? frames.printableName(frame) : name;
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString boxName(const FrameTable &frames, FrameId frame)
{
    const Frame &f = frames[frame];
    if (f.name.empty())
        return style::displayText(frames.printableName(frame));
    QString name = style::displayText(f.name);
    if (f.line != 0)
        name += QLatin1Char(':') + QString::number(f.line);
    return name;
}

QString fileOf(const Analysis &analysis, FrameId frame)
{
    const Frame &f = analysis.frames()[frame];
    if (!f.file.empty())
        return style::displayText(f.file);
    if (!f.function.isValid())
        return style::displayText(f.object);
    const Profile &profile = *analysis.profile();
    const std::string_view file = profile.text(profile.function(f.function).file);
    return file.empty() ? QString() : style::displayText(cleanPath(file));
}

FlameNode sameNode(const FlameData &from, FlameNode node, const FlameData &to)
{
    if (from.inverted != to.inverted || to.tree.isEmpty())
        return {};
    const bool sameFrames = &from.frames() == &to.frames();
    std::unordered_map<FrameId, std::vector<FrameId>> known;
    std::vector<StackElement> path;
    from.tree.path(node, path);
    FlameNode found;
    for (const StackElement element : path) {
        std::optional<FlameNode> next;
        if (sameFrames) {
            next = to.tree.child(found, element);
        } else {
            auto [frames, isNew] = known.try_emplace(element.frame());
            if (isNew) {
                const Frame &frame = from.frames()[element.frame()];
                for (const FrameId id : to.frames().find(
                         frame.name.empty() ? from.frames().printableName(element.frame()) : frame.name)) {
                    // Under finer granularities several frames have one name.
                    if (to.frames().printableName(id) == from.frames().printableName(element.frame()))
                        frames->second.insert(frames->second.begin(), id);
                    else
                        frames->second.push_back(id);
                }
            }
            for (const FrameId id : frames->second) {
                for (const bool inlined : {element.inlined(), !element.inlined()}) {
                    if (!next)
                        next = to.tree.child(found, StackElement(id, inlined));
                }
            }
        }
        if (!next || to.tree.widthOf(*next) == 0)
            break;
        found = *next;
    }
    return found;
}

} // namespace proflens
