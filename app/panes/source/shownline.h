// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/highlight.h"

#include <QList>
#include <QString>

#include <span>
#include <string_view>

namespace proflens {

// A line of source as it is painted: tabs expanded, bytes that are no text made visible.
struct ShownLine
{
    struct Piece
    {
        qsizetype begin = 0, length = 0; // of text
        TokenClass token = TokenClass::Keyword;
    };

    QString text;
    QList<Piece> pieces;
    // Where a byte of the line stands in the text.
    qsizetype position(size_t byte) const;

    QList<std::pair<size_t, qsizetype>>
        stops; // bytes and their positions, ascending; between them one to one
};

// Longer lines are cut, with an ellipsis.
ShownLine shownLine(std::string_view bytes, std::span<const HighlightSpan> spans);

// About how many fixed-width characters shownLine() takes; too many rather than too few.
int64_t estimatedColumns(std::string_view bytes);

} // namespace proflens
