// SPDX-License-Identifier: GPL-3.0-or-later

// Package kitchen steeps tea. There are fewer pots than customers, so orders wait; that is what the block profile shows.
package kitchen

import (
	"context"
	"errors"
	"sync"
	"time"

	"example.org/teashop/catalog"
)

// ErrBusy is the answer where no pot came free in time.
var ErrBusy = errors.New("all pots are in use")

type order struct {
	tea   *catalog.Tea
	ready chan time.Duration
}

// Kitchen is a queue of orders and the pots that work on it.
type Kitchen struct {
	queue   chan order
	shelf   sync.RWMutex
	steeped map[int]int
}

// Open puts the kettle on.
func Open(pots int) *Kitchen {
	k := &Kitchen{queue: make(chan order, 2), steeped: map[int]int{}}
	for i := 0; i < pots; i++ {
		go k.pot()
	}
	go k.wash(250 * time.Millisecond)
	return k
}

// Steep waits for a cup. It takes as long as the tea does, and as the orders before it do.
func (k *Kitchen) Steep(ctx context.Context, tea *catalog.Tea) (time.Duration, error) {
	wanted := order{tea, make(chan time.Duration, 1)}
	select {
	case k.queue <- wanted:
	case <-ctx.Done():
		return 0, ErrBusy
	}
	select {
	case took := <-wanted.ready:
		return took, nil
	case <-ctx.Done():
		return 0, ErrBusy
	}
}

func (k *Kitchen) pot() {
	for next := range k.queue {
		took := time.Duration(500+10*(next.tea.ID%100)) * time.Microsecond
		time.Sleep(took)
		k.note(next.tea)
		next.ready <- took
	}
}

func (k *Kitchen) note(tea *catalog.Tea) {
	k.shelf.Lock()
	defer k.shelf.Unlock()
	k.steeped[tea.ID]++
}

// wash counts the cups, again and again, while nobody may put one down.
func (k *Kitchen) wash(every time.Duration) {
	for range time.Tick(every) {
		k.shelf.RLock()
		cups := 0
		for _, n := range k.steeped {
			cups += n
		}
		time.Sleep(2 * time.Millisecond)
		k.shelf.RUnlock()
	}
}
