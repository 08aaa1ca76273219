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
	heaviest     []sent    // first searches of the words whose shards weigh the most
	misspelled   []sent    // first searches of words with a letter left out
	one, three   []float64 // milliseconds of warm searches, of a word and of three
}

const (
	visits = 12 // first searches, each with nothing in the browser's cache
	laters = 8  // later searches after each of the first ones
	heavy  = 3  // first searches of the heaviest words
	warms  = 60 // warm searches of each kind
)

func measure(ctx context.Context, s *server) (*figures, error) {
	browser, close, err := chromium.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer close()
	rng := rand.New(rand.NewPCG(1, 2))
	// Half of the words are common, half are rare.
	some := func(n int) []string {
		words := make([]string, n)
		for i := range words {
			list := s.words.rare
			if rng.IntN(2) == 0 {
				list = s.words.common
			}
			words[i] = list[rng.IntN(len(list))]
		}
		return words
	}
	f := &figures{}
	for range visits {
		got, err := s.visit(browser, some(1+laters))
		if err != nil {
			return nil, err
		}
		f.script = got[0].script
		f.first = append(f.first, got[0])
		f.later = append(f.later, got[1:]...)
	}
	for _, word := range s.words.heaviest {
		got, err := s.visit(browser, []string{word})
		if err != nil {
			return nil, err
		}
		f.heaviest = append(f.heaviest, got...)
	}
	for range visits {
		got, err := s.visit(browser, []string{misspell(rng, s.words)})
		if err != nil {
			return nil, err
		}
		f.misspelled = append(f.misspelled, got...)
	}
	// From a page of the site, as another page would use the client.
	if err := browser.Do(chromedp.Navigate(s.URL + "/practicas/")); err != nil {
		return nil, err
	}
	for _, c := range []struct {
		words int
		out   *[]float64
	}{{1, &f.one}, {3, &f.three}} {
		var queries []string
		for range warms {
			queries = append(queries, strings.Join(some(c.words), " ")+" ")
		}
		if *c.out, err = s.warm(browser, queries); err != nil {
			return nil, err
		}
	}
	f.client, err = s.brotli(ctx)
	return f, err
}

// misspell leaves a letter out of a word, so that it is none of the words.
func misspell(rng *rand.Rand, w *words) string {
	for {
		word := []rune(w.common[rng.IntN(len(w.common))])
		if rng.IntN(2) == 0 {
			word = []rune(w.rare[rng.IntN(len(w.rare))])
		}
		if len(word) < 5 {
			continue
		}
		at := 1 + rng.IntN(len(word)-2)
		if wrong := string(slices.Delete(word, at, at+1)); !w.known(wrong) {
			return wrong
		}
	}
}

// visit searches for one word after another, as a reader does who comes with
// nothing in the browser's cache, and tells what was sent for each.
func (s *server) visit(browser *chromium.Tab, words []string) ([]sent, error) {
	fresh := s.again()
	defer fresh.Close()
	tab, close, err := browser.NewTab()
	if err != nil {
		return nil, err
	}
	defer close()
	s.sent()
	var got []sent
	for i, word := range words {
		if i == 0 {
			err = tab.Do(chromedp.Navigate(fresh.URL + "/buscar/?q=" + url.QueryEscape(word)))
		} else {
			// As a reader does who types it and waits.
			_, err = tab.Eval(fmt.Sprintf(`(() => {
				document.querySelector('[name=q]').value = %q;
				document.querySelector('#resultados').setAttribute('aria-busy', 'true');
				document.querySelector('#buscador form').requestSubmit();
			})()`, word))
		}
		if err == nil {
			err = tab.Until(`document.querySelector('#estado').textContent && !document.querySelector('#resultados[aria-busy]')`)
		}
		if err != nil {
			return nil, err
		}
		got = append(got, s.sent())
	}
	return got, nil
}

// warm asks each query twice, on a page that is open: the first loads, the second
// is warm. It gives the milliseconds of the second.
func (s *server) warm(browser *chromium.Tab, queries []string) ([]float64, error) {
	list, err := json.Marshal(queries)
	if err != nil {
		return nil, err
	}
	text, err := browser.Eval(fmt.Sprintf(`(async () => {
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
	var times []float64
	return times, json.Unmarshal([]byte(text), &times)
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

// print tells the figures beside their budgets, and whether they keep them: the
// first search whichever the word, of all else the median.
func (f *figures) print(w io.Writer, docs int, b budget) bool {
	ok := true
	line := func(what string, list []float64, held func([]float64) float64, limit float64, unit string) {
		verdict := "ok"
		if held(list) > limit {
			verdict, ok = "OVER", false
		}
		fmt.Fprintf(w, "%6d  %-34s %9.*f %9.*f  <= %6.*f %s  %s\n", docs, what, digits(unit), median(list), digits(unit), worst(list), digits(unit), limit, unit, verdict)
	}
	bytes := func(what string, list []sent, held func([]float64) float64, limit int, of func(sent) int) {
		var all []float64
		for _, s := range list {
			all = append(all, float64(of(s)))
		}
		line(what, all, held, float64(limit), "B")
	}
	fmt.Fprintf(w, "%6s  %-34s %9s %9s\n", "docs", "", "median", "worst")
	if f.client > 0 {
		line("script, by brotli", []float64{float64(f.client)}, worst, float64(b.client), "B")
	}
	whole := func(s sent) int { return s.script + s.index }
	bytes("first search, script by gzip", f.first, worst, b.first, whole)
	bytes("first search, the heaviest words", f.heaviest, worst, b.first, whole)
	bytes("first search, a misspelled word", f.misspelled, median, b.misspelled, whole)
	bytes("later search, a new word", f.later, median, b.later, func(s sent) int { return s.index })
	bytes("the same with headers (HTTP/1.1)", f.later, median, b.later, func(s sent) int { return int(s.wire) })
	line("warm search, one word", f.one, median, b.warm, "ms")
	line("warm search, three words", f.three, median, b.warm, "ms")
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

func worst(list []float64) float64 { return slices.Max(list) }
