package search

import (
	"context"
	"crypto/sha256"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"vitrina/internal/shard"
)

// assembly cuts the dictionary into shards and names all files.
type assembly struct {
	ix      *Index
	hashLen int
	k       uint
	workers int
	files   []File
}

func (a *assembly) run(ctx context.Context, entries []shard.Entry, spells []spellFile, order [][]uint32) error {
	h := &a.ix.head
	h.HashLen = a.hashLen
	if err := a.shards(ctx, entries); err != nil {
		return err
	}
	add := func(folder string, data []byte) []byte {
		hash := shard.Hash(data, a.hashLen)
		a.files = append(a.files, File{shard.Name(folder, hash), data})
		return hash
	}
	docs := len(a.ix.cards)
	h.Facets, h.Spells = nil, nil
	for _, f := range a.ix.counts {
		data := shard.EncodeFacet(f, docs)
		h.Facets = append(h.Facets, shard.FacetFile{Key: f.Key, Size: len(data), Hash: add("f", data)})
	}
	for _, s := range spells {
		h.Spells = append(h.Spells, shard.SpellFile{Letter: s.letter, From: s.from, Hash: add("e", s.data)})
	}
	h.Order = add("o", shard.EncodeOrder(order, docs))
	all := sha256.New()
	for i := range a.ix.cards {
		all.Write(shard.EncodeCards(a.ix.cards[i : i+1]))
	}
	h.Cards = all.Sum(nil)[:a.hashLen]
	return nil
}

// shards writes the shards and the places of their words.
func (a *assembly) shards(ctx context.Context, entries []shard.Entry) error {
	h := &a.ix.head
	from := cuts(entries)
	n := len(from)
	h.Starts = make([]string, n)
	terms, places, hashes := make([][]byte, n), make([][]byte, n), make([][]byte, 2*n)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(a.workers)
	for i := range from {
		to := len(entries)
		if i+1 < n {
			to = from[i+1]
		}
		if i > 0 {
			h.Starts[i] = separator(entries[from[i]-1].Key, entries[from[i]].Key)
		}
		g.Go(func() error {
			terms[i] = shard.EncodeTerms(entries[from[i]:to])
			places[i] = shard.EncodePlaces(a.k, entries[from[i]:to])
			hashes[i], hashes[n+i] = shard.Hash(terms[i], shard.MaxHash), shard.Hash(places[i], shard.MaxHash)
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	h.Shards = shard.Hash(slices.Concat(hashes...), a.hashLen)
	for i := range from {
		a.files = append(a.files, File{shard.TermsName(h.Shards, i), terms[i]}, File{shard.PlacesName(h.Shards, i), places[i]})
	}
	return nil
}

// shardSize weighs the first search of a reader, which loads the head (three
// bytes for each shard) and one shard, against the later ones, which load a
// shard and no head.
func shardSize(total int) int {
	return min(max(int(math.Sqrt(3*float64(total))), 1200), 5<<10)
}

// cuts gives the number of the first entry of each shard. A shard is about as
// large as shardSize says, and begins, near there, where few bytes tell it from
// the one before: the head has them all. A letter less is worth a sixteenth more
// or less of a shard.
func cuts(entries []shard.Entry) []int {
	size := func(e shard.Entry) int { return len(e.Postings) + 5 }
	total := 0
	for _, e := range entries {
		total += size(e)
	}
	target := shardSize(total)
	var from []int
	start := ""
	for at := 0; at < len(entries); {
		from = append(from, at)
		next, best, nextStart := len(entries), math.MaxInt, ""
		sum := size(entries[at])
		for i := at + 1; i < len(entries) && (next == len(entries) || sum < 2*target); i++ {
			// A word and the mark of the name beside it are never parted.
			if !strings.HasSuffix(entries[i].Key, shard.NameMark) {
				s := separator(entries[i-1].Key, entries[i].Key)
				cost := max(sum-target, target-sum) + (len(s)-commonPrefix(start, s))*target/16
				if cost < best {
					next, best, nextStart = i, cost, s
				}
			}
			sum += size(entries[i])
		}
		at, start = next, nextStart
	}
	return from
}

// separator is the shortest whole text that is after before and begins key.
func separator(before, key string) string {
	n := commonPrefix(before, key) + 1
	for n < len(key) && !utf8.RuneStart(key[n]) {
		n++
	}
	return key[:n]
}

// clash tells whether two different files have one name, and drops copies.
func (a *assembly) clash() bool {
	slices.SortStableFunc(a.files, func(x, y File) int { return strings.Compare(x.Name, y.Name) })
	kept := a.files[:0]
	for i, f := range a.files {
		if i > 0 && f.Name == kept[len(kept)-1].Name {
			if string(f.Data) != string(kept[len(kept)-1].Data) {
				return true
			}
			continue
		}
		kept = append(kept, f)
	}
	a.files = kept
	return false
}
