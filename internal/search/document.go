package search

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"vitrina/internal/shard"
)

// Document is one thing that can be found.
type Document struct {
	URL   string // relative to the site's root: "practicas/agua/"
	Kind  string // one of Options.Kinds
	Title string
	// Place says where: "Pampas, Pallasca, Áncash". It is shown and searched.
	Place string
	// Name is what the place itself is called, "Pampas". A query that has all
	// its words, or a code, lifts the document, the more the less else it asks.
	Name string
	// Summary is shown and searched; a card shows its first 280 letters.
	Summary string
	Body    string   // searched only
	Codes   []string // words to be found by that are not shown: a ubigeo, other spellings
	More    []string // searched as Body is: what stands in tables and lists
	Edition string   // shown only
	Date    string   // AAAA-MM-DD or a part of it, "" if unknown; newest first when there is no query
	Needs   []string // shown only
	Example bool
	// Facets has the values of each facet, as Options.Facets declares them.
	Facets map[string][]string
}

// Kind is a sort of document. Its scores are multiplied by Weight, or by Named
// if the query names the document's place.
type Kind struct {
	Name          string
	Weight, Named float64
}

// Value is one value of a facet: its name in addresses and its name for people.
type Value struct {
	ID, Label string
}

// Facet is a key by which documents are filtered and counted.
type Facet struct {
	Key, Label string
	Values     []Value // in the order in which they are shown
}

// Options of [Build] and [OpenMemory].
type Options struct {
	// Kinds in the order in which they are listed; nil: practica, municipalidad,
	// pagina.
	Kinds  []Kind
	Facets []Facet // in the order in which they are shown
	// Workers is how many processors may be used; 0: all. It never changes
	// the result.
	Workers int
}

// defaultKinds put practices first, but a municipality before all when it is
// called by its name. Without that, a page that says a word in passing would
// often come first for being short.
var defaultKinds = []Kind{{"practica", 1, 1.2}, {"municipalidad", 0.35, 1.5}, {"pagina", 0.7, 0.7}}

// A word of the title counts as often as titleWeight, one of the place as
// often as placeWeight, any other once.
const (
	titleWeight = 3
	placeWeight = 2
)

// fieldGap is how many places lie between two fields, so that no phrase runs
// from one into the other.
const fieldGap = 8

// cardSummary is how many letters of a summary a card shows.
const cardSummary = 280

func (o Options) kinds() []Kind {
	if o.Kinds == nil {
		return defaultKinds
	}
	return o.Kinds
}

func (o Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// fields are the searched texts of a document, in the order in which their
// words are numbered: first the title, then the place, then the rest.
func (d *Document) fields() [5]string {
	return [5]string{d.Title, d.Place, d.Summary, d.Body, strings.Join(d.Codes, " ") + " " + strings.Join(d.More, " ")}
}

// names are what the place of a document is called, as sorted terms: its name,
// and its codes of one word. No term is in two of them.
func (d *Document) names() [][]string {
	var names [][]string
	for i, text := range append([]string{d.Name}, d.Codes...) {
		name := Terms(text)
		slices.Sort(name)
		name = slices.Compact(name)
		if len(name) == 0 || i > 0 && len(name) > 1 {
			continue
		}
		if !slices.ContainsFunc(names, func(other []string) bool { return slices.Contains(other, name[0]) }) {
			names = append(names, name)
		}
	}
	return names
}

// fieldWeights is how often a word of each field counts.
var fieldWeights = [5]int{titleWeight, placeWeight, 1, 1, 1}

// text is the one text of a document for an engine that knows no weights: each
// field as often as it weighs, with fieldMark between.
func (d *Document) text() string {
	var b strings.Builder
	for i, f := range d.fields() {
		for range fieldWeights[i] {
			b.WriteString(f)
			b.WriteString(fieldMark)
		}
	}
	return b.String()
}

// fieldMark stands between fields in text; it is part of no word.
const fieldMark = "\x1e"

func (d *Document) card() shard.Card {
	summary := d.Summary
	if utf8.RuneCountInString(summary) > cardSummary {
		runes := []rune(summary)[:cardSummary]
		cut := strings.TrimRight(string(runes), " ,;:.")
		if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
			cut = cut[:i]
		}
		summary = cut + "…"
	}
	return shard.Card{
		URL: d.URL, Title: d.Title, Summary: summary, Place: d.Place,
		Edition: d.Edition, Date: d.Date, Needs: d.Needs, Example: d.Example,
	}
}

func thousandths(w float64) int { return int(math.Round(w * 1000)) }

// validate checks what would otherwise be found out by a reader.
func validate(docs []Document, o Options) error {
	kinds := map[string]bool{}
	for _, k := range o.kinds() {
		if kinds[k.Name] {
			return fmt.Errorf("kind %q is declared twice", k.Name)
		}
		for _, w := range []float64{k.Weight, k.Named} {
			if n := thousandths(w); n < 1 || n > 1<<16 {
				return fmt.Errorf("kind %q weighs %v", k.Name, w)
			}
		}
		kinds[k.Name] = true
	}
	values := map[string]map[string]bool{}
	for _, f := range o.Facets {
		if values[f.Key] != nil {
			return fmt.Errorf("facet %q is declared twice", f.Key)
		}
		values[f.Key] = map[string]bool{}
		for _, v := range f.Values {
			if values[f.Key][v.ID] {
				return fmt.Errorf("facet %s: value %q is declared twice", f.Key, v.ID)
			}
			values[f.Key][v.ID] = true
		}
	}
	if len(docs) > shard.MaxDocs {
		return fmt.Errorf("%d documents are more than %d", len(docs), shard.MaxDocs)
	}
	urls := make(map[string]bool, len(docs))
	for i := range docs {
		d := &docs[i]
		if urls[d.URL] {
			return fmt.Errorf("two documents are at %q", d.URL)
		}
		urls[d.URL] = true
		if !kinds[d.Kind] {
			return fmt.Errorf("%s: kind %q is not declared", d.URL, d.Kind)
		}
		for key, list := range d.Facets {
			for _, v := range list {
				if !values[key][v] {
					return fmt.Errorf("%s: facet %s has no value %q", d.URL, key, v)
				}
			}
		}
	}
	return nil
}
