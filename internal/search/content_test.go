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
	"vitrina/internal/texts"
)

// content is what can be found in the content that is shipped, as the site and
// `vitrina search` have it.
func content(t *testing.T) ([]search.Document, search.Options) {
	t.Helper()
	words, err := texts.Load(os.DirFS("../../templates"))
	if err != nil {
		t.Fatal(err)
	}
	return search.FromSite(shippedSite(t), func(key string) string {
		text, err := words.Get(key)
		if err != nil {
			t.Error(err)
		}
		return text
	})
}

func shippedSite(t *testing.T) *site.Site {
	t.Helper()
	w := pipeline.Open(os.DirFS("../.."), "")
	if err := w.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	result, err := w.Assemble(t.Context(), site.Options{Now: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return result.Site
}

// TestWordsOfCodesFind holds that a practice is found by what its page says of
// it where its entry has a code.
func TestWordsOfCodesFind(t *testing.T) {
	docs, o := content(t)
	p := publish(t, build(t, docs, o))
	for query, says := range map[string]func(*site.Practice) bool{
		"sierra":    func(p *site.Practice) bool { return p.Municipality.Entry.Region == "sierra" },
		"finalista": func(p *site.Practice) bool { return p.Entry.Recognition == "finalista" },
		"foncomun":  func(p *site.Practice) bool { return slices.Contains(p.Entry.Cost.Funding, "foncomun") },
		"gestantes": func(p *site.Practice) bool { return slices.Contains(p.Entry.Populations, "gestantes") },
	} {
		found := urls(p.ask(t, query, map[string]any{"limit": 1000}))
		n := 0
		for _, x := range shippedSite(t).Practices {
			if says(x) {
				n++
				if !slices.Contains(found, x.Address[1:]) {
					t.Errorf("%s: %s is not found", query, x.Address)
				}
			}
		}
		if n == 0 {
			t.Errorf("%s: no practice has it", query)
		}
	}
}

// TestTheCommandPutsTheWordBeforeItsCompletions holds `vitrina search` to the
// site where a word also begins rarer ones: «agua» and «aguaje».
func TestTheCommandPutsTheWordBeforeItsCompletions(t *testing.T) {
	docs, o := content(t)
	p := publish(t, build(t, docs, o))
	memory, err := search.OpenMemory(t.Context(), docs, o)
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	for _, query := range []string{"agua", "casa"} {
		hits, _, err := memory.Query(t.Context(), query, 1)
		if err != nil {
			t.Fatal(err)
		}
		if want := urls(p.ask(t, query, nil))[0]; len(hits) == 0 || hits[0].URL != want {
			t.Errorf("%s: %v first, %s on the site", query, hits, want)
		}
	}
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

// TestWhatAPracticeNeedsLittleOfIsCountedOnce holds that the filter of needs
// gives what the lists of needs of the site give, and nothing of another name.
func TestWhatAPracticeNeedsLittleOfIsCountedOnce(t *testing.T) {
	s := shippedSite(t)
	docs, o := search.FromSite(s, func(key string) string { return key })
	p := publish(t, build(t, docs, o))
	if len(s.Needs) != 4 {
		t.Fatalf("%d lists of needs: is each of them a value of the filter?", len(s.Needs))
	}
	for _, n := range s.Needs {
		value := strings.TrimPrefix(string(n.Ease), "sin-")
		got := urls(p.ask(t, "", map[string]any{"limit": 100, "filters": map[string][]string{"sin": {value}}}))
		var want []string
		for _, x := range n.Practices {
			want = append(want, x.Address[1:])
		}
		slices.Sort(got)
		slices.Sort(want)
		if len(want) < 3 || !slices.Equal(got, want) {
			t.Errorf("%s: the filter gives %v, the list %v", value, got, want)
		}
	}
	for _, f := range o.Facets {
		if f.Key == "sin" && len(f.Values) != 5 { // and energia, which has no list of its own
			t.Errorf("values of the filter: %v", f.Values)
		}
	}
}
