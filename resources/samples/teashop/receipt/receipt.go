// SPDX-License-Identifier: GPL-3.0-or-later

// Package receipt writes what the customer takes home, with far more garbage than it needs.
package receipt

import (
	"encoding/json"
	"fmt"
	"strings"

	"example.org/teashop/catalog"
)

// Line is one tea of an order.
type Line struct {
	Tea   *catalog.Tea
	Count int
}

// Receipt is an order, priced. Amounts are in cents.
type Receipt struct {
	Tenant string   `json:"tenant"`
	Lines  []string `json:"lines"`
	Total  int64    `json:"total"`
	Seal   string   `json:"seal"`
}

// Write prices an order and prints it line by line.
func Write(tenant string, order []Line) *Receipt {
	r := &Receipt{Tenant: tenant}
	for _, line := range order {
		r.Lines = append(r.Lines, describe(line))
		r.Total += int64(line.Count) * line.Tea.Price
	}
	return r
}

// Paper is the receipt as text. Each line makes a new copy of all the lines before it.
func (r *Receipt) Paper() string {
	paper := rule() + "\n"
	for _, line := range r.Lines {
		paper += "| " + pad(line, 68) + " |\n"
	}
	return paper + "| " + pad("total "+money(r.Total), 68) + " |\n" + rule()
}

// JSON is the receipt for machines.
func (r *Receipt) JSON() ([]byte, error) {
	return json.MarshalIndent(r, "", "  ")
}

func describe(line Line) string {
	return fmt.Sprintf("%3d x %-40s %4d g %10s", line.Count, line.Tea.Name, line.Tea.Grams, money(line.Tea.Price))
}

func money(cents int64) string {
	return fmt.Sprintf("%d.%02d", cents/100, cents%100)
}

func pad(s string, width int) string {
	for len(s) < width {
		s += " "
	}
	return s
}

func rule() string { return "+" + strings.Repeat("-", 70) + "+" }
