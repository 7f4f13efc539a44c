// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/compareddrawing.h"
#include "core/report/graphpicture.h"

#include <optional>
#include <string>

namespace proflens {

// What a picture of a comparison is made of.
struct ComparedPictureInput
{
    const Comparison &comparison;
    const ComparedGraph &graph;
    bool colorSelf = false, colorRelative = false; // as in ComparedDrawingInput
    bool hideNoise = false;                        // as the graph was made
    std::string baseName, currentName;             // of the profiles, for the legend
};

// Both sides in one, with legend and scale. nullopt if stopped.
std::optional<GraphPicture> comparedPicture(const ComparedPictureInput &input, const TextWidth &width,
                                            const LayoutOptions &layout = {}, const StopToken &stop = {});

// A picture of each side; everything is at the same place in both.
struct SidePictures
{
    GraphPicture base, current;
};
std::optional<SidePictures> sidePictures(const ComparedPictureInput &input, const TextWidth &width,
                                         const LayoutOptions &layout = {}, const StopToken &stop = {});

// The two in one, base at the left.
GraphPicture besideEachOther(const GraphPicture &base, const GraphPicture &current);

// A picture in Graphviz's language, without places, for Graphviz to lay out: with the texts, colours and
// outlines of the picture.
std::string pictureDot(const GraphPicture &picture);

} // namespace proflens
