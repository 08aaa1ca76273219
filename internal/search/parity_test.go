package search_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vitrina/internal/race"
	"vitrina/internal/search"
	"vitrina/internal/search/clientvm"
	"vitrina/internal/search/invented"
)

// The published index is held to bleve: the same documents answer, with the
// same scores, in the same order.

func TestParityWithBleve(t *testing.T) {
	for _, c := range []struct {
		name                             string
		docs, words, vocabulary, phrases int
	}{
		{"1000", 1000, 430, 30000, 40},
		{"10000", 10000, 30, 20000, 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if *long {
				c.words, c.phrases = 430, 200
			}
			if c.docs > 1000 && (testing.Short() || race.On) {
				t.Skip("too much work for this run")
			}
			corpus := invented.New(c.vocabulary)
			docs := corpus.Practices(c.docs, c.words)
			memory, err := search.OpenMemory(t.Context(), docs, invented.Options())
			if err != nil {
				t.Fatal(err)
			}
			defer memory.Close()
			client := publish(t, build(t, docs, invented.Options()))
			queries := wordQueries(corpus, docs, 300/race.Slow)
			for i, q := range queries {
				limit := 25
				if i%100 == 0 {
					limit = c.docs // all of them
				}
				compare(t, q, client.ask(t, q, map[string]any{"literal": true, "facets": false, "limit": limit}), memory.Match, limit)
			}
			for _, q := range phraseQueries(docs, c.phrases/race.Slow) {
				got := client.ask(t, `"`+q+`"`, map[string]any{"facets": false, "limit": c.docs})
				hits, total, err := memory.Phrase(t.Context(), q, c.docs)
				if err != nil {
					t.Fatal(err)
				}
				var want []string
				for _, h := range hits {
					want = append(want, h.URL)
				}
				have := urls(got)
				slices.Sort(want)
				slices.Sort(have)
				if got.Total != total || !slices.Equal(have, want) {
					t.Errorf("«%s»: the client finds %d, bleve %d", q, got.Total, total)
				}
			}
		})
	}
}

// wordQueries are of one to five words: common, rare, unknown, repeated forms.
func wordQueries(corpus *invented.Corpus, docs []search.Document, n int) []string {
	rng := rand.New(rand.NewPCG(3, 4))
	queries := make([]string, n)
	for i := range queries {
		var words []string
		for range 1 + rng.IntN(5) {
			switch rng.IntN(8) {
			case 0:
				words = append(words, corpus.Rare())
			case 1:
				words = append(words, "xq"+corpus.Rare())
			case 2, 3:
				said := strings.Fields(docs[rng.IntN(len(docs))].Body)
				words = append(words, strings.Trim(said[rng.IntN(len(said))], ".,"))
			default:
				words = append(words, corpus.Word())
			}
		}
		queries[i] = distinct(words)
	}
	return queries
}

// distinct leaves each term once: bleve counts a word as often as it is said,
// the client once.
func distinct(words []string) string {
	seen := map[string]bool{}
	var kept []string
	for _, w := range words {
		terms := search.Terms(w)
		if len(terms) == 1 && !seen[terms[0]] {
			seen[terms[0]] = true
			kept = append(kept, w)
		}
	}
	if kept == nil {
		return "agua"
	}
	return strings.Join(kept, " ")
}

// phraseQueries are words that stand together somewhere.
func phraseQueries(docs []search.Document, n int) []string {
	rng := rand.New(rand.NewPCG(5, 6))
	var list []string
	for len(list) < n {
		words := strings.Fields(docs[rng.IntN(len(docs))].Body)
		k := 2 + rng.IntN(3)
		if len(words) <= k {
			continue
		}
		at := rng.IntN(len(words) - k)
		phrase := strings.Join(words[at:at+k], " ")
		if len(search.Terms(phrase)) > 0 {
			list = append(list, phrase)
		}
	}
	return list
}

func compare(t *testing.T, q string, got clientvm.Answer, ask func(context.Context, string, int) ([]search.Hit, int, error), limit int) {
	t.Helper()
	hits, total, err := ask(t.Context(), q, limit)
	if err != nil {
		t.Fatal(err)
	}
	if got.Total != total || len(got.Results) != len(hits) {
		t.Errorf("%q: the client finds %d, bleve %d", q, got.Total, total)
		return
	}
	// Equal scores may come in any order: hold every document to its score,
	// but for a last group that the limit cuts through.
	want := map[string]float64{}
	for _, h := range hits {
		want[h.URL] = h.Score
	}
	for i, r := range got.Results {
		if d := math.Abs(r.Score - hits[i].Score); d > 1e-12*hits[i].Score {
			t.Errorf("%q: score %d is %v, bleve says %v", q, i, r.Score, hits[i].Score)
			return
		}
		last := hits[len(hits)-1].Score
		score, ok := want[r.URL]
		if !ok && math.Abs(r.Score-last) > 1e-12*last || ok && math.Abs(r.Score-score) > 1e-12*score {
			t.Errorf("%q: %s has %v, bleve says %v", q, r.URL, r.Score, score)
			return
		}
	}
}
