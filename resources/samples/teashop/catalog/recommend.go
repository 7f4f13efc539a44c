// SPDX-License-Identifier: GPL-3.0-or-later
package catalog

import (
	"container/heap"
	"math"
)

// Recommend returns the n teas whose taste is nearest to that of the one given.
// It is turned on while the shop is open, so it is in the second CPU profile and not in the first.
func (c *Catalog) Recommend(like *Tea, n int) []Match {
	best := &nearest{}
	for i := range c.teas {
		if i == like.ID {
			continue
		}
		apart := int(1e6 * (1 - similarity(&like.Taste, &c.teas[i].Taste)))
		heap.Push(best, Match{&c.teas[i], apart})
		if best.Len() > n {
			heap.Pop(best)
		}
	}
	found := make([]Match, best.Len())
	for i := len(found) - 1; i >= 0; i-- {
		found[i] = heap.Pop(best).(Match)
	}
	return found
}

func similarity(a, b *[12]float64) float64 {
	var product, lengthA, lengthB float64
	for i := range a {
		product += a[i] * b[i]
		lengthA += a[i] * a[i]
		lengthB += b[i] * b[i]
	}
	return product / (math.Sqrt(lengthA)*math.Sqrt(lengthB) + 1e-9)
}

// nearest is a heap with the worst match on top.
type nearest []Match

func (h nearest) Len() int           { return len(h) }
func (h nearest) Less(i, j int) bool { return nearer(h[j], h[i]) }
func (h nearest) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *nearest) Push(x any)        { *h = append(*h, x.(Match)) }
func (h *nearest) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
