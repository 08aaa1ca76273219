package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"
	blevesearch "github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
)

// analyzerName is our analysis in bleve's registry.
const analyzerName = "vitrina"

// register makes the analysis known to bleve. The registry is one for the
// whole program, so it happens once, when the first index is opened.
var register = sync.OnceValue(func() error {
	return registry.RegisterTokenizer(analyzerName, func(map[string]any, *registry.Cache) (analysis.Tokenizer, error) {
		return tokenizer{}, nil
	})
})

// tokenizer is the whole analysis in one pass; bleve adds nothing to it.
type tokenizer struct{}

// Tokenize gives the terms of a text. Words of the stop list leave a hole in
// the positions, a field mark a wider one, so that phrases mean here what they
// mean in the published index.
func (tokenizer) Tokenize(text []byte) analysis.TokenStream {
	var tokens analysis.TokenStream
	s := string(text)
	at, last := 1, 0
	scan(s, func(start, end int) {
		at += fieldGap * strings.Count(s[last:start], fieldMark)
		last = end
		if t := term(s[start:end]); t != "" {
			tokens = append(tokens, &analysis.Token{
				Term: []byte(t), Start: start, End: end, Position: at, Type: analysis.AlphaNumeric,
			})
		}
		at++
	})
	return tokens
}

const (
	textField = "texto"
	kindField = "clase"
)

// newMapping is one analysed field that stores nothing, scored by BM25, and
// the kind as a word. positions are needed for phrases only.
func newMapping(analyzer string, positions bool) (*mapping.IndexMappingImpl, error) {
	if err := register(); err != nil {
		return nil, err
	}
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer(analyzerName, map[string]any{"type": custom.Name, "tokenizer": analyzerName})
	if err != nil {
		return nil, err
	}
	m.ScoringModel = "bm25"
	m.DefaultAnalyzer = analyzer
	field := func(analyzer string) *mapping.FieldMapping {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = analyzer
		f.Store, f.IncludeInAll, f.DocValues = false, false, false
		f.IncludeTermVectors = positions
		return f
	}
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.DefaultMapping.AddFieldMappingsAt(textField, field(analyzer))
	m.DefaultMapping.AddFieldMappingsAt(kindField, field(keyword.Name))
	return m, nil
}

// Memory is a bleve index of documents, in memory.
type Memory struct {
	index  bleve.Index
	docs   map[string]*Document
	kinds  []Kind
	known  map[string]int // in how many documents each term is
	tokens int

	analyzer analysis.Analyzer
}

// OpenMemory indexes docs with bleve. Close it when done.
func OpenMemory(ctx context.Context, docs []Document, o Options) (*Memory, error) {
	return openMemory(ctx, docs, o, analyzerName)
}

func openMemory(ctx context.Context, docs []Document, o Options, analyzer string) (*Memory, error) {
	if err := validate(docs, o); err != nil {
		return nil, err
	}
	m, err := newMapping(analyzer, true)
	if err != nil {
		return nil, err
	}
	// Scorch in memory: bleve's NewMemOnly is an older and far slower store.
	index, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	mem := &Memory{index: index, docs: map[string]*Document{}, kinds: o.kinds(), known: map[string]int{}, analyzer: m.AnalyzerNamed(analyzer)}
	const batchSize = 500
	batch := index.NewBatch()
	for i := range docs {
		d := &docs[i]
		text := d.text()
		seen := map[string]bool{}
		for _, t := range mem.analyzer.Analyze([]byte(text)) {
			if term := string(t.Term); !seen[term] {
				seen[term] = true
				mem.known[term]++
			}
			mem.tokens++
		}
		mem.docs[d.URL] = d
		err := batch.Index(d.URL, map[string]any{textField: text, kindField: d.Kind})
		if err == nil && (batch.Size() == batchSize || i == len(docs)-1) {
			err = errors.Join(ctx.Err(), index.Batch(batch))
			batch.Reset()
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("index %s: %w", d.URL, err), index.Close())
		}
	}
	return mem, nil
}

// Close frees the index.
func (m *Memory) Close() error { return m.index.Close() }

// Hit is one result of a query.
type Hit struct {
	*Document
	Score float64
}

// Query finds the documents with any word of the text, best first. Words that
// the dictionary lacks are looked for with up to two mistakes, and the last
// word also stands for the words that it begins. It returns at most limit hits
// and how many there are in all.
func (m *Memory) Query(ctx context.Context, text string, limit int) ([]Hit, int, error) {
	q := m.query(text)
	if q == nil {
		return nil, 0, nil
	}
	var hits []Hit
	total := 0
	terms := Terms(text)
	for _, k := range m.kinds {
		of := bleve.NewTermQuery(k.Name)
		of.SetField(kindField)
		of.SetBoost(0)
		// More than the limit, for what its name lifts from below it.
		found, n, err := m.run(ctx, bleve.NewConjunctionQuery(q, of), 2*limit+50)
		if err != nil {
			return nil, 0, err
		}
		for i := range found {
			found[i].Score *= k.Weight + (k.Named-k.Weight)*math.Pow(m.named(found[i].Document, terms), 2)
		}
		hits = append(hits, found...)
		total += n
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits[:min(limit, len(hits))], total, nil
}

// named is how much of a query names the place of a document: the weight of
// those of its terms that are of the place, if a whole name is among them.
func (m *Memory) named(d *Document, terms []string) float64 {
	place, share, whole := Terms(d.Place), 0.0, 0.0
	name := false
	for _, words := range d.names() {
		place = append(place, words...)
		name = name || !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(terms, w) })
	}
	if !name {
		return 0
	}
	for i, t := range terms {
		if slices.Contains(terms[:i], t) {
			continue
		}
		whole += m.idf(t)
		if slices.Contains(place, t) {
			share += m.idf(t)
		}
	}
	return share / whole
}

func (m *Memory) idf(term string) float64 {
	df := float64(m.known[term])
	return math.Log(1 + (float64(len(m.docs))-df+0.5)/(df+0.5))
}

// run asks bleve. What it counts as the average length depends on how segments
// were merged, so it is told the true number of words.
func (m *Memory) run(ctx context.Context, q query.Query, limit int) ([]Hit, int, error) {
	ctx = context.WithValue(ctx, blevesearch.BM25StatsKey, &blevesearch.BM25Stats{
		DocCount:         float64(len(m.docs)),
		FieldCardinality: map[string]int{textField: m.tokens, kindField: len(m.docs)},
	})
	r := bleve.NewSearchRequestOptions(q, limit, 0, false)
	r.SortBy([]string{"-_score", "_id"})
	res, err := m.index.SearchInContext(ctx, r)
	if err != nil {
		return nil, 0, fmt.Errorf("search: %w", err)
	}
	hits := make([]Hit, len(res.Hits))
	for i, h := range res.Hits {
		hits[i] = Hit{m.docs[h.ID], h.Score}
	}
	return hits, int(res.Total), nil
}

// query is any of the words; nil if there are none.
func (m *Memory) query(text string) query.Query {
	var any []query.Query
	add := func(q query.FieldableQuery, boost float64) {
		q.SetField(textField)
		q.(query.BoostableQuery).SetBoost(boost)
		any = append(any, q)
	}
	lastStart, lastEnd := 0, 0
	scan(text, func(start, end int) {
		lastStart, lastEnd = start, end
		t := term(text[start:end])
		switch {
		case t == "":
		case m.known[t] > 0:
			add(bleve.NewTermQuery(t), 1)
		case m.known[m.withTilde(text[start:end])] > 0:
			add(bleve.NewTermQuery(m.withTilde(text[start:end])), 1)
		case utf8.RuneCountInString(t) > 2:
			fuzzy := bleve.NewFuzzyQuery(t)
			fuzzy.SetFuzziness(mistakes(utf8.RuneCountInString(t)))
			add(fuzzy, 0.5)
		}
	})
	if last := fold(text[lastStart:lastEnd]); utf8.RuneCountInString(last) > 2 && lastEnd == len(text) && !stopWords[last] {
		boost := 0.5
		if m.known[term(last)] > 0 { // bleve weighs a completion by how rare it is, and «aguaje» is rarer than «agua»
			boost = 0.1
		}
		add(bleve.NewPrefixQuery(last), boost)
	}
	if len(any) == 0 {
		return nil
	}
	return bleve.NewDisjunctionQuery(any...)
}

// withTilde is the commonest term that a word may be where the keyboard has no
// ñ; "" if there is none.
func (m *Memory) withTilde(word string) string {
	best, folded := "", fold(word)
	try := func(w string) {
		if t := stem(w); m.known[t] > m.known[best] {
			best = t
		}
	}
	for i := range len(folded) {
		if folded[i] == 'n' {
			try(folded[:i] + "ñ" + folded[i+1:])
		}
	}
	try(strings.ReplaceAll(folded, "n", "ñ"))
	return best
}

// mistakes is how many mistakes a word of n letters may have.
func mistakes(n int) int {
	if n > 5 {
		return 2
	}
	return 1
}
