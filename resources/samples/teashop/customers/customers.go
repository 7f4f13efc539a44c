// SPDX-License-Identifier: GPL-3.0-or-later

// Package customers visits the shop, each customer always in the same way.
package customers

import (
	"fmt"
	"io"
	"log"
	"math/rand"
	"net/http"
	"net/url"
	"sync"
	"time"
)

var (
	tenants = []string{"harbour", "harbour", "harbour", "old-town", "old-town", "station", "university"}
	wishes  = []string{"darjeling first flush", "oolong roasted wuyi", "earl gray", "sencha spring uji", "lapsang smoked", "yunan reserve", "matcha, uji"}
)

// Visit sends a crowd to the shop for as long as `duration`, or for ever where that is 0.
func Visit(shop string, crowd int, duration time.Duration) {
	// One connection per customer, kept: the shop's profiles are about the shop, not about dialling.
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: crowd}}
	var all sync.WaitGroup
	until := time.Now().Add(duration)
	for i := 0; i < crowd; i++ {
		all.Add(1)
		go func(seed int64) {
			defer all.Done()
			random := rand.New(rand.NewSource(seed))
			for duration == 0 || time.Now().Before(until) {
				get(client, shop+"/shop/"+wish(random))
				time.Sleep(time.Duration(random.Intn(12)) * time.Millisecond)
			}
		}(int64(i))
	}
	all.Wait()
}

func wish(random *rand.Rand) string {
	query := url.Values{"tenant": {tenants[random.Intn(len(tenants))]}}
	switch n := random.Intn(100); {
	case n < 22:
		query.Set("q", wishes[random.Intn(len(wishes))])
		return "search?" + query.Encode()
	case n < 42:
		query.Set("tea", fmt.Sprint(random.Intn(1440)))
		return "cup?" + query.Encode()
	case n < 70:
		for i := 10 + random.Intn(50); i > 0; i-- {
			query.Add("tea", fmt.Sprint(random.Intn(2000)))
		}
		if random.Intn(2) == 0 {
			query.Set("paper", "1")
		}
		return "order?" + query.Encode()
	case n < 84:
		return "takings?" + query.Encode()
	case n < 92:
		query.Set("tea", fmt.Sprint(random.Intn(1440)))
		return "watch?" + query.Encode()
	case n < 96:
		query.Set("tea", fmt.Sprint(random.Intn(12)))
		return "deliver?" + query.Encode()
	default:
		return "menu?" + query.Encode()
	}
}

func get(client *http.Client, address string) {
	answer, err := client.Get(address)
	if err != nil {
		log.Print(err)
		time.Sleep(time.Second)
		return
	}
	defer answer.Body.Close()
	io.Copy(io.Discard, answer.Body)
}
