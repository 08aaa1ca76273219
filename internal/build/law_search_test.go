package build

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"vitrina/internal/search"
	"vitrina/internal/shard"
	"vitrina/internal/site"
)

// The words of the index are written one against the other and its numbers as
// bits, so looking through its bytes proves little: these tests decode it.

// indexOf is the index of a source, by the names of its files.
func indexOf(t *testing.T, source fs.FS, o site.Options) map[string][]byte {
	t.Helper()
	w := Open(source, "")
	if err := w.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	result, err := w.Assemble(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	found, err := NewFound(t.Context(), result.Site, look(t))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range found.files {
		if out[f.Name], err = f.Make(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// indexed is all that an index says: every term, spelling, name of a
// facet's value and card, a line each, each with the kind of file it is from.
func indexed(t *testing.T, out map[string][]byte) []string {
	t.Helper()
	var said []string
	say := func(kind string, texts ...string) { said = append(said, kind+" "+strings.Join(texts, " ")) }
	read := func(name string) []byte {
		data, ok := out[searchFolder+name]
		if !ok {
			t.Fatalf("the index has no %s", name)
		}
		return data
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	manifest, err := shard.DecodeManifest(read(shard.ManifestName))
	must(err)
	head, err := shard.DecodeHead(read(shard.HeadName(manifest.Head)))
	must(err)
	known := []string{shard.ManifestName, shard.HeadName(manifest.Head), shard.Name("o", head.Order), "cliente.js"}
	for i, start := range head.Starts {
		terms, err := shard.DecodeTerms(read(shard.TermsName(head.Shards, i)), head.Docs())
		must(err)
		say("head", start)
		for _, term := range terms {
			say("shard", shard.Term(strings.TrimSuffix(term.Key, shard.NameMark)))
		}
		known = append(known, shard.TermsName(head.Shards, i), shard.PlacesName(head.Shards, i))
	}
	for _, s := range head.Spells {
		words, err := shard.DecodeSpell(read(shard.Name("e", s.Hash)))
		must(err)
		for _, w := range words {
			say("spell", w.Term, w.Shown)
		}
		known = append(known, shard.Name("e", s.Hash))
	}
	for _, f := range head.Facets {
		facet, err := shard.DecodeFacet(read(shard.Name("f", f.Hash)), head.Docs())
		must(err)
		say("facet", facet.Key, facet.Label)
		for _, v := range facet.Values {
			say("facet", v.ID, v.Label)
		}
		known = append(known, shard.Name("f", f.Hash))
	}
	for i := range head.Docs() {
		name := shard.CardsName(head.Cards, i)
		cards, err := shard.DecodeCards(read(name))
		must(err)
		for _, c := range cards {
			say("card", c.URL, c.Title, c.Summary, c.Place, c.Edition, c.Date)
		}
		known = append(known, name)
	}
	for name := range out {
		if rest, ok := strings.CutPrefix(name, searchFolder); ok && !slices.Contains(known, rest) {
			t.Errorf("nothing in the index leads to %s", rest)
		}
	}
	return said
}

// betrays is the kinds of files that say a word.
func betrays(said []string, word string) []string {
	kinds := []string{}
	for _, line := range said {
		kind, text, _ := strings.Cut(line, " ")
		if strings.Contains(text, word) && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

func TestHiddenEntriesAreNotInTheIndex(t *testing.T) {
	source := shipped(t)
	with := shipped(t)
	for name, file := range hidden(source["content/practicas/compost-del-mercado/pilas-de-compost.jpg"].Data) {
		with[name] = file
	}
	word := search.Terms(canary)[0] // as the index would have it
	if kinds := betrays(indexed(t, indexOf(t, with, site.Options{Now: day})), word); len(kinds) > 0 {
		t.Errorf("hidden entries are told by %v", kinds)
	}
	// The same words, once they may be known, are everywhere they can be: the
	// test looks where it should.
	if kinds := betrays(indexed(t, indexOf(t, with, site.Options{Now: day.AddDate(1, 0, 0)})), word); !slices.Equal(kinds, []string{"card", "shard", "spell"}) {
		t.Errorf("published entries are told by %v", kinds)
	}
}
