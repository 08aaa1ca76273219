package search

import (
	"context"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// Match asks bleve for any of the words, with no help.
func (m *Memory) Match(ctx context.Context, text string, limit int) ([]Hit, int, error) {
	q := bleve.NewMatchQuery(text)
	q.SetField(textField)
	return m.run(ctx, q, limit)
}

// Phrase asks bleve for a phrase.
func (m *Memory) Phrase(ctx context.Context, text string, limit int) ([]Hit, int, error) {
	var q query.Query
	if terms := Terms(text); len(terms) == 1 { // a phrase of one word is none to bleve
		t := bleve.NewTermQuery(terms[0])
		t.SetField(textField)
		q = t
	} else {
		p := bleve.NewMatchPhraseQuery(text)
		p.SetField(textField)
		q = p
	}
	return m.run(ctx, q, limit)
}

// CardSummary is the longest summary of a card, in letters.
const CardSummary = cardSummary
