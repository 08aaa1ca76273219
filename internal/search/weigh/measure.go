package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"os/exec"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"

	"vitrina/internal/chromium"
)

// figures are what was measured on one site.
type figures struct {
	client       int // bytes by brotli, 0 if there is none here
	script       int // bytes as sent
	first, later []sent
	one, three   []float64 // milliseconds of warm searches, of a word and of three
}

const (
	visits = 12 // first searches, each with nothing in the browser's cache
	laters = 8  // later searches after each of the first ones
	warms  = 60 // warm searches of each kind
)

func measure(ctx context.Context, s *server) (*figures, error) {
	first, close, err := chromium.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer close()
	rng := rand.New(rand.NewPCG(1, 2))
	// Half of the words are common, half are rare.
	word := func() string {
		list := s.words.rare
		if rng.IntN(2) == 0 {
			list = s.words.common
		}
		return list[rng.IntN(len(list))]
	}
	f := &figures{}
	for range visits {
		// Every visit comes to an address of its own, so nothing is cached.
		fresh := s.again()
		tab, close, err := first.NewTab()
		if err != nil {
			return nil, err
		}
		s.sent()
		answered := func() error {
			return tab.Until(`document.querySelector('#estado').textContent && !document.querySelector('#resultados[aria-busy]')`)
		}
		if err := tab.Do(chromedp.Navigate(fresh.URL + "/buscar/?q=" + url.QueryEscape(word()))); err != nil {
			return nil, err
		}
		if err := answered(); err != nil {
			return nil, err
		}
		got := s.sent()
		f.script = got.script
		f.first = append(f.first, got)
		for range laters {
			// As a reader does who types it and waits.
			_, err := tab.Eval(fmt.Sprintf(`(() => { document.querySelector('[name=q]').value = %q; document.querySelector('#resultados').setAttribute('aria-busy', 'true'); document.querySelector('#buscador form').requestSubmit(); })()`, word()))
			if err == nil {
				err = answered()
			}
			if err != nil {
				return nil, err
			}
			f.later = append(f.later, s.sent())
		}
		close()
		fresh.Close()
	}
	// From a page of the site, as another page would use the client.
	if err := first.Do(chromedp.Navigate(s.URL + "/practicas/")); err != nil {
		return nil, err
	}
	for _, c := range []struct {
		words int
		out   *[]float64
	}{{1, &f.one}, {3, &f.three}} {
		var queries []string
		for range warms {
			q := ""
			for range c.words {
				q += word() + " "
			}
			queries = append(queries, q)
		}
		list, err := json.Marshal(queries)
		if err != nil {
			return nil, err
		}
		// Twice each: the first loads, the second is warm.
		text, err := first.Eval(fmt.Sprintf(`(async () => {
			const search = await (await import(%q)).open();
			const times = [];
			for (const q of %s) {
				await search.search(q, { facets: false });
				const start = performance.now();
				await search.search(q, { facets: false });
				times.push(performance.now() - start);
			}
			return JSON.stringify(times);
		})()`, s.URL+"/busqueda/cliente.js", list))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(text), c.out); err != nil {
			return nil, err
		}
	}
	f.client, err = s.brotli(ctx)
	return f, err
}

// brotli is the size of the search page's script as hosts with brotli send it, by
// the command of that name; 0 where it is not installed.
func (s *server) brotli(ctx context.Context) (int, error) {
	for _, name := range s.tree.Names() {
		if !strings.HasPrefix(name, scriptName) {
			continue
		}
		data, err := s.tree.Make(ctx, name)
		if err != nil {
			return 0, err
		}
		cmd := exec.CommandContext(ctx, "brotli", "-q", "11", "-c")
		cmd.Stdin = bytes.NewReader(data)
		out, err := cmd.Output()
		if errors.Is(err, exec.ErrNotFound) {
			return 0, nil
		}
		return len(out), err
	}
	return 0, errors.New("the site has no script of the search page")
}

// print tells the figures beside their budgets, and whether they keep them. The
// median of the bytes is held to the budget, and the median of the times.
func (f *figures) print(w io.Writer, docs int, b budget) bool {
	ok := true
	line := func(what string, worst, median float64, limit float64, unit string) {
		verdict := "ok"
		if median > limit {
			verdict, ok = "OVER", false
		}
		fmt.Fprintf(w, "%6d  %-34s %9.*f %9.*f  <= %6.*f %s  %s\n", docs, what, digits(unit), median, digits(unit), worst, digits(unit), limit, unit, verdict)
	}
	bytes := func(what string, list []sent, limit int, of func(sent) int) {
		var all []float64
		for _, s := range list {
			all = append(all, float64(of(s)))
		}
		line(what, slices.Max(all), median(all), float64(limit), "B")
	}
	fmt.Fprintf(w, "%6s  %-34s %9s %9s\n", "docs", "", "median", "worst")
	if f.client > 0 {
		line("script, by brotli", float64(f.client), float64(f.client), float64(b.client), "B")
	}
	bytes("first search, script by gzip", f.first, b.first, func(s sent) int { return s.script + s.index })
	bytes("later search, a new word", f.later, b.later, func(s sent) int { return s.index })
	bytes("the same with headers (HTTP/1.1)", f.later, b.later, func(s sent) int { return int(s.wire) })
	line("warm search, one word", slices.Max(f.one), median(f.one), b.warm, "ms")
	line("warm search, three words", slices.Max(f.three), median(f.three), b.warm, "ms")
	return ok
}

func digits(unit string) int {
	if unit == "ms" {
		return 2
	}
	return 0
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
