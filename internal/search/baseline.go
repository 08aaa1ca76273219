package search

import (
	"context"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/search/query"
)

// OpenStock indexes docs with bleve's own Spanish analysis: what the published
// index is measured against.
func OpenStock(ctx context.Context, docs []Document, o Options) (*Memory, error) {
	return openMemory(ctx, docs, o, es.AnalyzerName)
}

// Baseline asks bleve the way one does who has nothing but bleve: any of the
// words, each also with a mistake, the last one also as a beginning. These
// weights were the best of several for it.
func (m *Memory) Baseline(ctx context.Context, text string, limit int) ([]Hit, int, error) {
	match := func(mistakes int, boost float64) query.Query {
		q := bleve.NewMatchQuery(text)
		q.SetField(textField)
		q.SetFuzziness(mistakes)
		q.SetBoost(boost)
		return q
	}
	last := ""
	scan(text, func(start, end int) { last = fold(text[start:end]) })
	if last == "" {
		return nil, 0, nil
	}
	prefix := bleve.NewPrefixQuery(last)
	prefix.SetField(textField)
	prefix.SetBoost(0.5)
	return m.run(ctx, bleve.NewDisjunctionQuery(match(0, 1), match(1, 0.5), prefix), limit)
}
