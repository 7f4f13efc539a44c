// SPDX-License-Identifier: GPL-3.0-or-later
package catalog

import (
	"sort"
	"strings"
)

// A node of the name tree: children are kept by their edit distance from it (a Burkhard-Keller tree).
type node struct {
	tea      *Tea
	children map[int]*node
}

// Match is a tea and how far its name is from what was asked for.
type Match struct {
	Tea      *Tea
	Distance int
}

func (c *Catalog) insert(tea *Tea) {
	if c.names == nil {
		c.names = &node{tea: tea}
		return
	}
	for at := c.names; ; {
		d := distance(at.tea.Name, tea.Name)
		next := at.children[d]
		if next == nil {
			if at.children == nil {
				at.children = map[int]*node{}
			}
			at.children[d] = &node{tea: tea}
			return
		}
		at = next
	}
}

// Search returns the teas whose names are at most `within` edits away, nearest first.
// The hot spot of the shop: `within` is generous, so that the tree hardly prunes anything.
func (c *Catalog) Search(query string, within int) []Match {
	var found []Match
	c.names.walk(normalize(query), within, &found)
	sort.Slice(found, func(i, j int) bool { return nearer(found[i], found[j]) })
	return first(found, 10)
}

func (n *node) walk(query string, within int, found *[]Match) {
	d := distance(normalize(n.tea.Name), query)
	if d <= within {
		*found = append(*found, Match{n.tea, d})
	}
	for edge, child := range n.children {
		if d-within <= edge && edge <= d+within {
			child.walk(query, within, found)
		}
	}
}

func nearer(a, b Match) bool {
	if a.Distance != b.Distance {
		return a.Distance < b.Distance
	}
	return a.Tea.ID < b.Tea.ID
}

func normalize(s string) string {
	return strings.ToLower(strings.TrimSpace(s))
}

// distance is Levenshtein's, over two rows.
func distance(a, b string) int {
	previous := make([]int, len(b)+1)
	current := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 0; i < len(a); i++ {
		current[0] = i + 1
		for j := 0; j < len(b); j++ {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			current[j+1] = min3(previous[j+1]+1, current[j]+1, previous[j]+cost)
		}
		previous, current = current, previous
	}
	return previous[len(b)]
}

func min3(a, b, c int) int {
	if b < a {
		a = b
	}
	if c < a {
		a = c
	}
	return a
}

func first[T any](list []T, n int) []T {
	if len(list) > n {
		list = list[:n]
	}
	return list
}
