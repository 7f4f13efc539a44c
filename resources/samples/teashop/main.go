// SPDX-License-Identifier: GPL-3.0-or-later

// Teashop is a small web shop with five faults, so that a profiler has something true to show:
// a search that compares more than it needs (package catalog), receipts that allocate per line (receipt),
// one lock around all book-keeping (ledger), a queue before too few pots (kitchen), and watchers that nobody
// ever stops (stock).
package main

import (
	"flag"
	"log"
	"net/http"
	_ "net/http/pprof"
	"runtime"
	"time"

	"example.org/teashop/catalog"
	"example.org/teashop/customers"
	"example.org/teashop/ledger"
	"example.org/teashop/server"
	"example.org/teashop/stock"
)

func main() {
	address := flag.String("listen", "127.0.0.1:6070", "address to serve on, profiles included")
	visit := flag.String("visit", "", "be the customers of the shop at this address, rather than the shop")
	crowd := flag.Int("crowd", 8, "how many customers visit at once")
	duration := flag.Duration("for", 0, "leave after this time; 0 is never")
	launch := flag.Duration("recommend-after", time.Minute, "turn recommendations on after this time")
	flag.Parse()

	if *visit != "" {
		customers.Visit(*visit, *crowd, *duration)
		return
	}

	// Finer than the defaults: the profiles are taken over half a minute, and should show rare paths too.
	runtime.SetMutexProfileFraction(10)
	runtime.SetBlockProfileRate(int(20 * time.Microsecond))

	shop := server.New(catalog.Teas(), ledger.Open(), stock.NewRoom())
	time.AfterFunc(*launch, shop.EnableRecommendations)
	if *duration > 0 {
		time.AfterFunc(*duration, func() { log.Fatal("closing time") })
	}
	http.Handle("/shop/", shop)
	log.Printf("teashop on http://%s/shop/menu", *address)
	log.Fatal(http.ListenAndServe(*address, nil))
}
