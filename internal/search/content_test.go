package search_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	pipeline "vitrina/internal/build"
	"vitrina/internal/search"
	"vitrina/internal/site"
)

// content is what can be found in the content that is shipped, as the site and
// `vitrina search` have it.
func content(t *testing.T) ([]search.Document, search.Options) {
	t.Helper()
	w := pipeline.Open(os.DirFS("../.."), "")
	if err := w.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	result, err := w.Assemble(t.Context(), site.Options{Now: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return search.FromSite(result.Site, func(key string) string { return key })
}

// TestContentIsFound asks the shipped content what people ask.
func TestContentIsFound(t *testing.T) {
	docs, o := content(t)
	list, err := os.ReadFile("testdata/consultas.txt")
	if err != nil {
		t.Fatal(err)
	}
	p := publish(t, build(t, docs, o))
	memory, err := search.OpenMemory(t.Context(), docs, o)
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	asked, first, command := 0, 0, 0
	for line := range strings.Lines(string(list)) {
		at := strings.LastIndexByte(strings.TrimSpace(line), ' ')
		if at < 0 || line[0] == '#' {
			continue
		}
		asked++
		q, want := strings.TrimSpace(line[:at]), strings.Split(strings.TrimSpace(line[at:]), "|")
		for i, w := range want {
			if !strings.Contains(w, "/") {
				want[i] = "practicas/" + w + "/"
			}
			if !slices.ContainsFunc(docs, func(d search.Document) bool { return d.URL == want[i] }) {
				t.Errorf("%s: there is no %s", q, want[i])
			}
		}
		got := urls(p.ask(t, q, nil))
		if len(got) > 0 && slices.Contains(want, got[0]) {
			first++
		} else {
			t.Errorf("%s: %v, not %v first", q, got[:min(3, len(got))], want)
		}
		hits, _, err := memory.Query(t.Context(), q, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(hits) > 0 && slices.Contains(want, hits[0].URL) {
			command++
		} else {
			t.Logf("vitrina search: %s: %d hits, another first", q, len(hits))
		}
	}
	t.Logf("first: %d of %d; vitrina search: %d", first, asked, command)
	if asked < 90 {
		t.Errorf("only %d queries", asked)
	}
	if command < asked*9/10 {
		t.Errorf("vitrina search has %d of %d first", command, asked)
	}
}
