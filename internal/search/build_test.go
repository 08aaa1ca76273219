package search_test

import (
	"context"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"vitrina/internal/search"
	"vitrina/internal/search/invented"
	"vitrina/internal/shard"
)

func mixed() []search.Document {
	docs := append(invented.New(8000).Practices(150, 200), invented.New(500).Municipalities(90)...)
	return append(docs, search.Document{URL: "paginas/premio/", Kind: "pagina", Title: "El premio", Body: "Las bases del premio."})
}

func TestSameDocumentsSameBytes(t *testing.T) {
	docs := mixed()
	want := build(t, docs, invented.Options())
	for _, procs := range []int{1, 2, 7} {
		rand.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		o := invented.Options()
		o.Workers = procs
		got := build(t, docs, o)
		for _, form := range []func(*search.Index) []search.File{(*search.Index).Files, (*search.Index).Wrapped} {
			a, b := form(want), form(got)
			if len(a) != len(b) {
				t.Fatalf("%d files, not %d", len(b), len(a))
			}
			for i := range a {
				if a[i].Name != b[i].Name || string(a[i].Data) != string(b[i].Data) {
					t.Fatalf("with %d workers %s differs from %s", procs, b[i].Name, a[i].Name)
				}
			}
		}
	}
}

func TestEveryFileIsNamedByItsContent(t *testing.T) {
	ix := build(t, mixed(), invented.Options())
	files := ix.Files()
	if !slices.IsSortedFunc(files, func(a, b search.File) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("files are not sorted")
	}
	named := 0
	for _, f := range files {
		base, ok := strings.CutSuffix(f.Name, ".bin")
		if !ok || f.Name[0] == 'p' || f.Name[0] == 'l' {
			continue // numbered in a folder, of which the next test knows
		}
		named++
		hash := base[strings.LastIndex(base, "/")+1:]
		if want := hex.EncodeToString(shard.Hash(f.Data, len(hash)/2)); want != hash {
			t.Errorf("%s is the name of other bytes", f.Name)
		}
	}
	if named < 20 {
		t.Errorf("only %d named files", named)
	}
}

// TestNumberedFilesChangeTheirFolder: shards, places and cards may be kept for
// ever by a browser, so none may have another content under the same name.
func TestNumberedFilesChangeTheirFolder(t *testing.T) {
	docs := []search.Document{{URL: "a/", Kind: "pagina", Title: "El agua clara", Summary: "Un pozo", Body: "Cloro y sol"}, {URL: "b/", Kind: "pagina", Title: "Otra"}}
	was := build(t, docs, search.Options{}).Files()
	for name, change := range map[string]func(d *search.Document){
		"another word":      func(d *search.Document) { d.Body = "Cloro y sal" },
		"only other places": func(d *search.Document) { d.Body = "Sol y cloro" },
		"only another card": func(d *search.Document) { d.Summary = "¡Un pozo!" },
		"a word more":       func(d *search.Document) { d.Body += " siempre" },
		"another frequency": func(d *search.Document) { d.Title, d.Body = "El agua cloro", "Clara y sol" },
	} {
		other := slices.Clone(docs)
		change(&other[0])
		is := map[string]string{}
		for _, f := range build(t, other, search.Options{}).Files() {
			is[f.Name] = string(f.Data)
		}
		for _, f := range was {
			if data, ok := is[f.Name]; ok && f.Name != shard.ManifestName && data != string(f.Data) {
				t.Errorf("%s: %s is other bytes under one name", name, f.Name)
			}
		}
	}
}

func TestEveryTermIsWhereTheHeadSays(t *testing.T) {
	docs := mixed()
	p := publish(t, build(t, docs, invented.Options()))
	terms, spelled, places, marks := map[string]int{}, map[string]int{}, 0, 0
	for i, start := range p.head.Starts {
		data := p.files[shard.TermsName(p.head.Shards, i)]
		got, err := shard.DecodeTerms(data, p.head.Docs())
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 6<<10 && len(got) > 1 {
			t.Errorf("a shard of %d bytes", len(data))
		}
		for _, term := range got {
			if !strings.HasSuffix(term.Key, shard.NameMark) {
				terms[shard.Term(term.Key)] = len(term.Postings)
			} else if i > 0 && term.Key == got[0].Key {
				t.Errorf("%q is parted from its word", term.Key)
			} else {
				marks += len(term.Postings)
			}
			if term.Key < start || i+1 < len(p.head.Starts) && term.Key >= p.head.Starts[i+1] {
				t.Errorf("%q is not from %q on", term.Key, start)
			}
		}
		at, err := shard.DecodePlaces(p.files[shard.PlacesName(p.head.Shards, i)], got)
		if err != nil {
			t.Fatal(err)
		}
		for _, lists := range at {
			places += len(lists)
		}
	}
	for _, s := range p.head.Spells {
		words, err := shard.DecodeSpell(p.files[shard.Name("e", s.Hash)])
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range words {
			spelled[w.Term] = w.Class
			if got := search.Terms(w.Shown); len(got) != 1 || got[0] != w.Term {
				t.Errorf("%s is shown as %s, which is %q", w.Term, w.Shown, got)
			}
		}
	}
	if len(terms) == 0 || places == 0 {
		t.Errorf("%d terms, %d places", len(terms), places)
	}
	// Every word of every document is in the dictionary, and in the lists of
	// words but for numbers and the shortest.
	postings := 0
	for _, d := range docs {
		seen := map[string]bool{}
		for _, term := range search.Terms(d.Place + " " + d.Name + " " + strings.Join(d.Codes, " ")) {
			if !seen[term] {
				marks--
			}
			seen[term] = true
		}
		for _, text := range append([]string{d.Title, d.Place, d.Summary, d.Body}, d.Codes...) {
			for _, term := range search.Terms(text) {
				if terms[term] == 0 {
					t.Fatalf("%s: %q is not in the dictionary", d.URL, term)
				}
				seen[term] = true
				wordy := utf8.RuneCountInString(term) > 2 && !strings.ContainsAny(term, "0123456789")
				if _, ok := spelled[term]; ok != wordy || ok && spelled[term] != shard.Class(terms[term]) {
					t.Fatalf("%q in the lists of words: %v", term, ok)
				}
			}
		}
		postings += len(seen)
	}
	for _, n := range terms {
		postings -= n
	}
	if postings != 0 || marks != 0 {
		t.Errorf("%d postings and %d marks are missing", postings, -marks)
	}
}

func TestCountsOfTheWholeSite(t *testing.T) {
	docs := mixed()
	ix := build(t, docs, invented.Options())
	for _, c := range ix.Counts() {
		for i, v := range c.Values {
			want := 0
			for _, d := range docs {
				if slices.Contains(d.Facets[c.Key], v.ID) {
					want++
				}
			}
			if c.Docs[i] != want {
				t.Errorf("%s %s: %d, not %d", c.Key, v.ID, c.Docs[i], want)
			}
		}
	}
	if ix.KindCount("practica") != 150 || ix.KindCount("municipalidad") != 90 || ix.KindCount("otra") != 0 {
		t.Error("kinds are miscounted")
	}
}

func TestCardsAreShort(t *testing.T) {
	long := strings.Repeat("palabra larga, ", 60)
	p := publish(t, build(t, []search.Document{{URL: "a/", Kind: "pagina", Title: "Uno", Summary: long}}, search.Options{}))
	a := p.ask(t, "larga", nil)
	if s := a.Results[0].Summary; utf8.RuneCountInString(s) > search.CardSummary+1 || !strings.HasSuffix(s, "larga…") && !strings.HasSuffix(s, "palabra…") {
		t.Errorf("%q", s)
	}
}

func TestWhatCannotBeBuilt(t *testing.T) {
	facets := search.Options{Facets: []search.Facet{{Key: "tema", Values: []search.Value{{ID: "agua"}}}}}
	for name, c := range map[string]struct {
		docs []search.Document
		o    search.Options
		want string
	}{
		"kind":        {[]search.Document{{URL: "a/", Kind: "otra"}}, facets, `a/: kind "otra" is not declared`},
		"address":     {[]search.Document{{URL: "a/", Kind: "pagina"}, {URL: "a/", Kind: "pagina"}}, facets, `two documents are at "a/"`},
		"facet":       {[]search.Document{{URL: "a/", Kind: "pagina", Facets: map[string][]string{"x": {"y"}}}}, facets, `a/: facet x has no value "y"`},
		"value":       {[]search.Document{{URL: "a/", Kind: "pagina", Facets: map[string][]string{"tema": {"y"}}}}, facets, `a/: facet tema has no value "y"`},
		"twice":       {nil, search.Options{Facets: append(facets.Facets, facets.Facets...)}, `facet "tema" is declared twice`},
		"value twice": {nil, search.Options{Facets: []search.Facet{{Key: "a", Values: []search.Value{{ID: "b"}, {ID: "b"}}}}}, `facet a: value "b" is declared twice`},
		"kind twice":  {nil, search.Options{Kinds: []search.Kind{{Name: "a", Weight: 1, Named: 1}, {Name: "a", Weight: 1, Named: 1}}}, `kind "a" is declared twice`},
		"weight":      {nil, search.Options{Kinds: []search.Kind{{Name: "a"}}}, `kind "a" weighs 0`},
	} {
		_, err := search.Build(t.Context(), c.docs, c.o)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, not %s", name, err, c.want)
		}
		if _, err := search.OpenMemory(t.Context(), c.docs, c.o); err == nil || err.Error() != c.want {
			t.Errorf("%s in memory: %v", name, err)
		}
	}
}

func TestNoDocuments(t *testing.T) {
	p := publish(t, build(t, nil, invented.Options()))
	for _, q := range []string{"", "agua", `"agua segura"`} {
		if a := p.ask(t, q, map[string]any{"facets": true}); a.Total != 0 || len(a.Facets) != 12 || a.Facets["region"]["region-1"] != 0 {
			t.Errorf("%q: %+v", q, a)
		}
	}
	m, err := search.OpenMemory(t.Context(), nil, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if hits, _, err := m.Query(t.Context(), "agua", 5); err != nil || len(hits) != 0 {
		t.Error(hits, err)
	}
}

func TestBuildIsGivenUpPromptly(t *testing.T) {
	docs := mixed()
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := search.Build(canceled, docs, invented.Options()); !errors.Is(err, context.Canceled) {
		t.Errorf("a canceled build: %v", err)
	}
	if _, err := search.OpenMemory(canceled, docs, invented.Options()); !errors.Is(err, context.Canceled) {
		t.Errorf("a canceled index: %v", err)
	}
}
