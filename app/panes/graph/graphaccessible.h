// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace proflens {

class GraphCanvas;

// Lets screen readers see the nodes of a canvas as a list of names and costs, with the current node as the
// one in focus. Once per program is enough; more does no harm.
void installGraphAccessibility();
// The current node changed: it is spoken if the keyboard is on the canvas.
void announceCurrentNode(GraphCanvas *canvas);

} // namespace proflens
