// SPDX-License-Identifier: GPL-3.0-or-later

// Package server is the shop's counter: HTTP in, tea out.
package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime/pprof"
	"strconv"
	"sync/atomic"
	"time"

	"example.org/teashop/catalog"
	"example.org/teashop/kitchen"
	"example.org/teashop/ledger"
	"example.org/teashop/receipt"
	"example.org/teashop/stock"
)

// Shop answers /shop/….
type Shop struct {
	mux       *http.ServeMux
	teas      *catalog.Catalog
	books     *ledger.Ledger
	room      *stock.Room
	pots      *kitchen.Kitchen
	recommend atomic.Bool
}

type handler func(http.ResponseWriter, *http.Request, string)

// New opens a shop.
func New(teas *catalog.Catalog, books *ledger.Ledger, room *stock.Room) *Shop {
	s := &Shop{mux: http.NewServeMux(), teas: teas, books: books, room: room, pots: kitchen.Open(3)}
	s.handle("menu", s.menu)
	s.handle("search", s.search)
	s.handle("order", s.order)
	s.handle("cup", s.cup)
	s.handle("takings", s.takings)
	s.handle("watch", s.watch)
	s.handle("deliver", s.deliver)
	return s
}

// EnableRecommendations adds teas of a like taste to each search from now on.
func (s *Shop) EnableRecommendations() { s.recommend.Store(true) }

func (s *Shop) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// handle serves an endpoint with its samples labelled by endpoint and tenant.
func (s *Shop) handle(endpoint string, h handler) {
	s.mux.HandleFunc("/shop/"+endpoint, func(w http.ResponseWriter, r *http.Request) {
		tenant := r.URL.Query().Get("tenant")
		if tenant == "" {
			tenant = "walk-in"
		}
		pprof.Do(r.Context(), pprof.Labels("endpoint", endpoint, "tenant", tenant), func(context.Context) {
			h(w, r, tenant)
		})
	})
}

func (s *Shop) menu(w http.ResponseWriter, _ *http.Request, _ string) {
	reply(w, s.teas.All())
}

func (s *Shop) search(w http.ResponseWriter, r *http.Request, _ string) {
	found := s.teas.Search(r.URL.Query().Get("q"), 18)
	if s.recommend.Load() {
		for _, match := range found {
			found = append(found, s.teas.Recommend(match.Tea, 3)...)
		}
	}
	reply(w, found)
}

func (s *Shop) order(w http.ResponseWriter, r *http.Request, tenant string) {
	var lines []receipt.Line
	for _, id := range r.URL.Query()["tea"] {
		lines = append(lines, receipt.Line{Tea: s.teas.Tea(number(id)), Count: 1 + number(id)%4})
	}
	paid := receipt.Write(tenant, lines)
	paid.Seal = fmt.Sprintf("%x", s.books.Record(tenant, paid.Total))
	if r.URL.Query().Has("paper") {
		fmt.Fprintln(w, paid.Paper())
		return
	}
	body, err := paid.JSON()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Write(body)
}

// cup is tea to drink here.
func (s *Shop) cup(w http.ResponseWriter, r *http.Request, tenant string) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	tea := s.teas.Tea(number(r.URL.Query().Get("tea")))
	took, err := s.pots.Steep(ctx, tea)
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	s.books.Record(tenant, tea.Price/10)
	fmt.Fprintf(w, "%s, steeped for %v\n", tea.Name, took)
}

func (s *Shop) takings(w http.ResponseWriter, _ *http.Request, tenant string) {
	reply(w, map[string]int64{tenant: s.books.Total(tenant)})
}

func (s *Shop) watch(w http.ResponseWriter, r *http.Request, tenant string) {
	tea := s.teas.Tea(number(r.URL.Query().Get("tea")))
	if s.room.Grams(tea) == 0 {
		s.room.Watch(tenant, tea)
	}
	w.WriteHeader(http.StatusAccepted)
}

func (s *Shop) deliver(w http.ResponseWriter, r *http.Request, _ string) {
	s.room.Deliver(s.teas.Tea(number(r.URL.Query().Get("tea"))), 100)
	w.WriteHeader(http.StatusNoContent)
}

func reply(w http.ResponseWriter, what any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(what); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
