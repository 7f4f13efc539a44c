// SPDX-License-Identifier: GPL-3.0-or-later

// Package ledger keeps the books: a chain of entries, each sealed with the hash of the one before.
package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"
)

// Entry is one sale. The amount is in cents.
type Entry struct {
	Tenant string
	Amount int64
	At     time.Time
	Seal   [32]byte
}

// Ledger is the books of all tenants, behind one lock.
type Ledger struct {
	mu      sync.Mutex
	entries []Entry
	totals  map[string]int64
	last    [32]byte
}

// Pages kept: older entries are in the seal, and are dropped.
const pages = 4096

// Open starts empty books.
func Open() *Ledger {
	return &Ledger{totals: map[string]int64{}}
}

// Record writes a sale. The lock that is fought over: the seal is computed while it is held.
func (l *Ledger) Record(tenant string, amount int64) [32]byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	seal := l.seal(tenant, amount)
	l.entries = append(l.entries, Entry{tenant, amount, time.Now(), seal})
	if len(l.entries) > pages {
		l.entries = append([]Entry(nil), l.entries[pages/2:]...)
	}
	l.totals[tenant] += amount
	l.last = seal
	return seal
}

// Total is what a tenant has sold so far, in cents. It waits behind whoever is recording.
func (l *Ledger) Total(tenant string) int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.totals[tenant]
}

func (l *Ledger) seal(tenant string, amount int64) [32]byte {
	var number [8]byte
	binary.LittleEndian.PutUint64(number[:], uint64(amount))
	sum := l.last
	for round := 0; round < 2000; round++ {
		h := sha256.New()
		h.Write(sum[:])
		h.Write(number[:])
		h.Write([]byte(tenant))
		h.Sum(sum[:0])
	}
	return sum
}
