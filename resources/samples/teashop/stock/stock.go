// SPDX-License-Identifier: GPL-3.0-or-later

// Package stock tells customers when a tea is back. Its watchers are never stopped: that is the leak.
package stock

import (
	"sync"

	"example.org/teashop/catalog"
)

// Room is the stock room.
type Room struct {
	mu       sync.RWMutex
	watchers map[int][]chan int
	grams    map[int]int
}

// NewRoom returns a room in which everything is sold out.
func NewRoom() *Room {
	return &Room{watchers: map[int][]chan int{}, grams: map[int]int{}}
}

// Watch waits for a tea on behalf of a customer. The goroutine, and the page it holds, live until the tea is
// delivered, and Deliver brings only the first few teas of the menu.
func (r *Room) Watch(tenant string, tea *catalog.Tea) {
	arrived := make(chan int)
	r.mu.Lock()
	r.watchers[tea.ID] = append(r.watchers[tea.ID], arrived)
	r.mu.Unlock()
	page := newPage(tenant, tea)
	go func() {
		grams := <-arrived
		page.announce(grams)
	}()
}

// Deliver brings some tea, and wakes those who wait for it.
func (r *Room) Deliver(tea *catalog.Tea, grams int) {
	if tea.ID >= 8 {
		return
	}
	r.mu.Lock()
	waiting := r.watchers[tea.ID]
	delete(r.watchers, tea.ID)
	r.grams[tea.ID] += grams
	r.mu.Unlock()
	for _, arrived := range waiting {
		arrived <- grams
	}
}

// Grams is what there is of a tea.
func (r *Room) Grams(tea *catalog.Tea) int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.grams[tea.ID]
}

// page is the mail a customer gets, rendered far too early.
type page struct {
	tenant string
	body   []byte
}

func newPage(tenant string, tea *catalog.Tea) *page {
	p := &page{tenant: tenant, body: make([]byte, 0, 8<<10)}
	for len(p.body) < 7<<10 {
		p.body = append(p.body, tea.Name...)
		p.body = append(p.body, " is back. "...)
	}
	return p
}

func (p *page) announce(grams int) {
	p.body = append(p.body, byte('0'+grams%10))
}
