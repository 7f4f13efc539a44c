// SPDX-License-Identifier: GPL-3.0-or-later

// Package catalog knows the teas and finds them by name.
package catalog

import (
	"fmt"
	"hash/fnv"
)

// Tea is one line of the menu. The price is in cents.
type Tea struct {
	ID     int
	Name   string
	Origin string
	Grams  int
	Price  int64
	Taste  [12]float64
}

// Catalog is the menu and the tree its names are searched in.
type Catalog struct {
	teas  []Tea
	names *node
}

var (
	kinds   = []string{"Assam", "Bancha", "Ceylon", "Darjeeling", "Earl Grey", "Genmaicha", "Gyokuro", "Keemun", "Lapsang", "Matcha", "Nilgiri", "Oolong", "Pu-erh", "Rooibos", "Sencha", "Yunnan"}
	flushes = []string{"first flush", "second flush", "autumn", "spring", "monsoon", "reserve", "smoked", "roasted", "jasmine"}
	gardens = []string{"Margaret's Hope", "Lover's Leap", "Thunderbolt", "Halmari", "Uji", "Wuyi", "Castleton", "Makaibari", "Kenilworth", "Doke"}
)

// Teas returns the whole menu.
func Teas() *Catalog {
	c := &Catalog{}
	for _, kind := range kinds {
		for _, flush := range flushes {
			for i, garden := range gardens {
				tea := Tea{ID: len(c.teas), Name: fmt.Sprintf("%s %s, %s", kind, flush, garden), Origin: garden, Grams: 50 * (1 + i%4)}
				tea.Price = int64(390 + 17*len(tea.Name) + 3*tea.Grams)
				tea.Taste = taste(tea.Name)
				c.teas = append(c.teas, tea)
			}
		}
	}
	for i := range c.teas {
		c.insert(&c.teas[i])
	}
	return c
}

// Len is the number of teas; ids count from 0.
func (c *Catalog) Len() int { return len(c.teas) }

// Tea returns a tea by its id, whatever number a customer sends.
func (c *Catalog) Tea(id int) *Tea {
	if id < 0 {
		id = -id
	}
	return &c.teas[id%len(c.teas)]
}

// All returns the menu in its printed order.
func (c *Catalog) All() []Tea { return c.teas }

func taste(name string) (t [12]float64) {
	h := fnv.New64a()
	h.Write([]byte(name))
	sum := h.Sum64()
	for i := range t {
		t[i] = float64((sum>>(5*i))&31) / 31
	}
	return t
}
