package shard_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vitrina/internal/shard"
)

var update = flag.Bool("update", false, "write the samples of this version")

// docs is how many documents the sample has.
const docs = 109

func sampleHead() *shard.Head {
	return &shard.Head{
		HashLen: 4, Tokens: 1234, CardsPerFile: 1, Cards: []byte("card"), Shards: []byte("shar"), Order: []byte("ordr"),
		Kinds: []shard.Kind{
			{Name: "practica", Weight: 1000, Named: 1200, Runs: []shard.Run{{Length: 0, Docs: 1}, {Length: 40, Docs: 3}, {Length: 41, Docs: 1}}},
			{Name: "municipalidad", Weight: 500, Named: 1500, Runs: []shard.Run{{Length: 7, Docs: 104}}},
			{Name: "pagina", Weight: 700, Named: 700},
		},
		Facets: []shard.FacetFile{{Key: "departamento", Size: 300, Hash: []byte("fac1")}, {Key: "tema", Size: 3, Hash: []byte("fac2")}},
		Spells: []shard.SpellFile{{Letter: "a", Hash: []byte("spe1")}, {Letter: "a", From: 7, Hash: []byte("spe2")}, {Letter: "ß", Hash: []byte("spe3")}},
		Starts: []string{"", "ag", "n\x7f"},
	}
}

func sampleTerms() ([]shard.TermPostings, [][][]uint32) {
	terms := []shard.TermPostings{
		{Key: "agu", Postings: []shard.Posting{{Doc: 0, Freq: 3}, {Doc: 1, Freq: 1}, {Doc: 8, Freq: 500}}},
		{Key: "agulucaracasmuylargademasdequinceletras", Postings: []shard.Posting{{Doc: 5, Freq: 1}}},
		{Key: "agulucaracasmuylargademasdequinceletrazz", Postings: []shard.Posting{{Doc: 5, Freq: 2}}},
		{Key: "nin\x7f", Postings: []shard.Posting{{Doc: 0, Freq: 1}, {Doc: 1, Freq: 1}, {Doc: 2, Freq: 1}, {Doc: 3, Freq: 1}}},
		{Key: "ß", Postings: []shard.Posting{{Doc: 2, Freq: 1}}},
		{Key: "ßß"},  // long, with frequencies of about seven
		{Key: "ßßß"}, // in all documents but three, with frequencies of one and two
	}
	many := make([]uint32, 498)
	for i := range many {
		many[i] = uint32(i * i)
	}
	places := [][][]uint32{{{4}, {70000}, many}, {{1}}, {{1, 2}}, {{0}, {1}, {2}, {3}}, {{9}}, nil, nil}
	add := func(i int, doc, freq uint32) {
		terms[i].Postings = append(terms[i].Postings, shard.Posting{Doc: doc, Freq: freq})
		places[i] = append(places[i], []uint32{doc})
	}
	for d := range uint32(docs) {
		if d%8 < 5 {
			add(5, d, 1+6*(d%16)/8+d%3+d/100*40)
		}
		if d%50 != 1 {
			add(6, d, 1+d%5/4)
		}
	}
	return terms, places
}

func entries(terms []shard.TermPostings, places [][][]uint32, docs int, k uint) []shard.Entry {
	out := make([]shard.Entry, len(terms))
	for i, t := range terms {
		out[i] = shard.Entry{
			Key: t.Key, Docs: len(t.Postings),
			Postings: shard.AppendPostings(nil, t.Postings, docs),
			Places:   shard.AppendPlaces(nil, t.Postings, places[i], k),
		}
	}
	return out
}

func sampleFacet() shard.Facet {
	return shard.Facet{Key: "region", Label: "Región natural", Values: []shard.Value{
		{ID: "costa", Label: "Costa", Docs: []uint32{}}, {ID: "sierra", Label: "Sierra", Docs: []uint32{0, 1, 2, 3, 4, 5, 6, 7, 8}},
		{ID: "selva", Label: "Selva", Docs: []uint32{8}},
	}}
}

func sampleWords() []shard.Word {
	words := []shard.Word{
		{Term: "agu", Shown: "agua", Class: 9}, {Term: "añ", Shown: "años", Class: 1}, {Term: "publiz", Shown: "público", Class: 15},
		{Term: "chuñ", Shown: "ch'uño", Class: 3}, {Term: "x", Shown: "x", Class: 0},
	}
	for i := range 40 {
		for range 3 {
			words = append(words, shard.Word{Term: fmt.Sprintf("palabr%c%d", 'a'+len(words)%20, len(words)), Shown: fmt.Sprintf("palabr%c%dend%d", 'a'+len(words)%20, len(words), i)})
		}
	}
	slices.SortFunc(words[5:], func(a, b shard.Word) int { return strings.Compare(a.Term, b.Term) })
	return words
}

var sampleOrder = [][]uint32{{3, 4}, {0}, {1, 2}, func() (rest []uint32) {
	for d := uint32(5); d < docs; d++ {
		rest = append(rest, d)
	}
	return rest
}()}

func sampleCards() []shard.Card {
	return []shard.Card{
		{URL: "practicas/agua/", Title: "Agua <segura> & «limpia»", Summary: "Cloro.", Place: "Pampas", Edition: "2018", Date: "2018-04-01", Needs: []string{"sin internet"}, Example: true},
		{URL: "b/", Title: "B", Example: true},
		{URL: "c/", Title: "C"},
		{URL: "d/", Title: "D", Edition: "2022"},
		{URL: "e/", Title: "E", Needs: []string{"sin vehículo"}},
	}
}

func TestRoundTrips(t *testing.T) {
	head := sampleHead()
	if got, err := shard.DecodeHead(head.Encode()); err != nil || cmp.Diff(head, got) != "" {
		t.Errorf("head: %v\n%s", err, cmp.Diff(head, got))
	}
	if head.Docs() != docs {
		t.Errorf("the head has %d documents", head.Docs())
	}
	terms, places := sampleTerms()
	data := shard.EncodeTerms(entries(terms, places, docs, 3))
	got, err := shard.DecodeTerms(data, docs)
	if err != nil || cmp.Diff(terms, got) != "" {
		t.Fatalf("terms: %v\n%s", err, cmp.Diff(terms, got))
	}
	gotPlaces, err := shard.DecodePlaces(shard.EncodePlaces(3, entries(terms, places, docs, 3)), got)
	if err != nil || cmp.Diff(places, gotPlaces) != "" {
		t.Errorf("places: %v\n%s", err, cmp.Diff(places, gotPlaces))
	}
	facet, err := shard.DecodeFacet(shard.EncodeFacet(sampleFacet(), docs), docs)
	if err != nil || cmp.Diff(sampleFacet(), facet) != "" {
		t.Errorf("facet: %v\n%s", err, cmp.Diff(sampleFacet(), facet))
	}
	words, err := shard.DecodeSpell(shard.EncodeSpell(sampleWords()))
	if err != nil || cmp.Diff(sampleWords(), words) != "" {
		t.Errorf("words: %v\n%s", err, cmp.Diff(sampleWords(), words))
	}
	order, err := shard.DecodeOrder(shard.EncodeOrder(sampleOrder, docs), docs)
	if err != nil || !slices.Equal(order, slices.Concat(sampleOrder...)) {
		t.Errorf("order: %v %v", err, order)
	}
	cards, err := shard.DecodeCards(shard.EncodeCards(sampleCards()))
	want := sampleCards()
	want[1].Needs = []string{} // written before what follows
	if err != nil || cmp.Diff(want, cards) != "" {
		t.Errorf("cards: %v\n%s", err, cmp.Diff(want, cards))
	}
	m := shard.Manifest{Version: shard.Version, Head: "0f3a"}
	if got, err := shard.DecodeManifest(m.Encode()); err != nil || got != m {
		t.Errorf("manifest: %v %v", err, got)
	}
	script := shard.Wrap("p/\"á\".bin", []byte{0, 255, 34})
	if name, data, err := shard.Unwrap(script); err != nil || name != "p/\"á\".bin" || !bytes.Equal(data, []byte{0, 255, 34}) {
		t.Errorf("wrapped: %q %v %v", name, data, err)
	}
}

func TestRandomListsRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		n := 1 + rng.IntN(3000)
		gap, often := 1+rng.IntN(1+rng.IntN(n)), 1+rng.IntN(90)
		if rng.IntN(2) == 0 {
			gap = 1 + rng.IntN(3) // in many documents
		}
		var list []shard.Posting
		var places [][]uint32
		for d := range n {
			if gap == 3 && d%9 > 0 || rng.IntN(gap) == 0 {
				at, ps := uint32(0), []uint32(nil)
				for range 1 + rng.IntN(4) {
					at += 1 + rng.Uint32N(1<<rng.IntN(14))
					ps = append(ps, at)
				}
				places = append(places, ps)
				list = append(list, shard.Posting{Doc: uint32(d), Freq: uint32(len(ps) + rng.IntN(often) + often/2)})
			}
		}
		if len(list) == 0 {
			continue
		}
		terms := []shard.TermPostings{{Key: "a", Postings: list}}
		k := uint(rng.IntN(12))
		es := entries(terms, [][][]uint32{places}, n, k)
		got, err := shard.DecodeTerms(shard.EncodeTerms(es), n)
		if err != nil || !slices.Equal(got[0].Postings, list) {
			t.Fatalf("%d of %d: %v", len(list), n, err)
		}
		gotPlaces, err := shard.DecodePlaces(shard.EncodePlaces(k, es), got)
		if err != nil || cmp.Diff(gotPlaces[0], places) != "" {
			t.Fatal(err)
		}
	}
}

func TestOldSamplesAreRead(t *testing.T) {
	terms, places := sampleTerms()
	es := entries(terms, places, docs, 3)
	samples := map[string][]byte{
		"head.bin": sampleHead().Encode(), "terms.bin": shard.EncodeTerms(es), "places.bin": shard.EncodePlaces(3, es),
		"facet.bin": shard.EncodeFacet(sampleFacet(), docs), "spell.bin": shard.EncodeSpell(sampleWords()),
		"order.bin": shard.EncodeOrder(sampleOrder, docs), "cards.json": shard.EncodeCards(sampleCards()),
		"manifest.json": shard.Manifest{Version: shard.Version, Head: "0f3a"}.Encode(), "wrapped.js": shard.Wrap("o/1.bin", []byte("bytes")),
	}
	dir := filepath.Join("testdata", fmt.Sprintf("v%d", shard.Version))
	if *update {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, data := range samples {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != len(samples) {
		t.Fatalf("%d samples of %d: %v", len(files), len(samples), err)
	}
	for name, data := range samples {
		old, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.Equal(old, data) {
			t.Errorf("%s is written otherwise now: a change of format needs a new version (%v)", name, err)
		}
	}
}

// TestFormerVersionsAreTold: the samples of former versions stay, and whoever
// meets such a file is told so.
func TestFormerVersionsAreTold(t *testing.T) {
	for v := 1; v < shard.Version; v++ {
		for name, decode := range map[string]func([]byte) error{
			"head.bin":      func(b []byte) error { _, err := shard.DecodeHead(b); return err },
			"terms.bin":     func(b []byte) error { _, err := shard.DecodeTerms(b, docs); return err },
			"places.bin":    func(b []byte) error { _, err := shard.DecodePlaces(b, nil); return err },
			"facet.bin":     func(b []byte) error { _, err := shard.DecodeFacet(b, docs); return err },
			"spell.bin":     func(b []byte) error { _, err := shard.DecodeSpell(b); return err },
			"order.bin":     func(b []byte) error { _, err := shard.DecodeOrder(b, docs); return err },
			"manifest.json": func(b []byte) error { _, err := shard.DecodeManifest(b); return err },
		} {
			data, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("v%d", v), name))
			if err != nil {
				t.Fatal(err)
			}
			if err := decode(data); !errors.Is(err, shard.ErrVersion) {
				t.Errorf("%s of version %d: %v", name, v, err)
			}
		}
	}
}

func TestAnotherVersionIsTold(t *testing.T) {
	data := sampleHead().Encode()
	data[2]++
	if _, err := shard.DecodeHead(data); !errors.Is(err, shard.ErrVersion) {
		t.Error(err)
	}
	if _, err := shard.DecodeManifest([]byte(`{"formato":3,"cabecera":"x"}`)); !errors.Is(err, shard.ErrVersion) {
		t.Error(err)
	}
}

func TestDamageIsFound(t *testing.T) {
	terms, places := sampleTerms()
	es := entries(terms, places, docs, 3)
	decoded, err := shard.DecodeTerms(shard.EncodeTerms(es), docs)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data   []byte
		decode func([]byte) error
	}{
		"head":   {sampleHead().Encode(), func(b []byte) error { _, err := shard.DecodeHead(b); return err }},
		"terms":  {shard.EncodeTerms(es), func(b []byte) error { _, err := shard.DecodeTerms(b, docs); return err }},
		"places": {shard.EncodePlaces(3, es), func(b []byte) error { _, err := shard.DecodePlaces(b, decoded); return err }},
		"facet":  {shard.EncodeFacet(sampleFacet(), docs), func(b []byte) error { _, err := shard.DecodeFacet(b, docs); return err }},
		"spell":  {shard.EncodeSpell(sampleWords()), func(b []byte) error { _, err := shard.DecodeSpell(b); return err }},
		"order":  {shard.EncodeOrder(sampleOrder, docs), func(b []byte) error { _, err := shard.DecodeOrder(b, docs); return err }},
	} {
		for n := range c.data {
			if err := c.decode(c.data[:n]); !errors.Is(err, shard.ErrCorrupt) {
				t.Errorf("%s cut at %d: %v", name, n, err)
			}
		}
		if err := c.decode(append(slices.Clone(c.data), 0)); !errors.Is(err, shard.ErrCorrupt) {
			t.Errorf("%s with a byte more: %v", name, err)
		}
		other := slices.Clone(c.data)
		other[3] = 'X'
		if err := c.decode(other); !errors.Is(err, shard.ErrCorrupt) {
			t.Errorf("%s of another kind: %v", name, err)
		}
	}
}

func TestKeysSortBesideTheirLetter(t *testing.T) {
	words := []string{"nandu", "ñandu", "cana", "caña", "canasta", "nube", "ola"}
	slices.SortFunc(words, func(a, b string) int { return strings.Compare(shard.Key(a), shard.Key(b)) })
	if got := strings.Join(words, " "); got != "cana canasta caña nandu nube ñandu ola" {
		t.Error(got)
	}
	for _, w := range words {
		if shard.Term(shard.Key(w)) != w {
			t.Error(w)
		}
	}
}

func TestRiceParam(t *testing.T) {
	for _, c := range [][3]int{{10000, 10000, 0}, {10000, 5000, 0}, {10000, 1, 12}, {10000, 69, 6}, {10000, 70, 6}, {1 << 20, 1, 19}, {100, 0, 24}} {
		if got := shard.RiceParam(c[0], c[1]); got != uint(c[2]) {
			t.Errorf("%d of %d: %d, not %d", c[1], c[0], got, c[2])
		}
	}
}
