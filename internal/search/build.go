package search

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"vitrina/internal/shard"
)

// File is one file of the published index, by its address in the index folder.
type File struct {
	Name string
	Data []byte
}

// Index is a built index. It is never changed and may be used from several
// goroutines.
type Index struct {
	head   shard.Head // without what depends on how cards are packed
	cards  []shard.Card
	files  []File // shards, places, facets, spell lists, order
	counts []shard.Facet
	kinds  map[string]int
}

// Build makes the index of docs. The result depends on the documents and the
// options alone: not on their order, nor on the number of workers.
func Build(ctx context.Context, docs []Document, o Options) (*Index, error) {
	if err := validate(docs, o); err != nil {
		return nil, err
	}
	takens, collectors, err := collect(ctx, docs, o.workers())
	if err != nil {
		return nil, err
	}
	terms, ranks := dictionary(collectors)
	order := number(docs, takens, o.kinds())
	byCollector := map[*collector][]int32{}
	for i, c := range collectors {
		byCollector[c] = ranks[i]
	}
	nums := make([]numbered, len(docs))
	words := 0
	ix := &Index{cards: make([]shard.Card, len(docs)), kinds: map[string]int{}}
	for n, i := range order {
		t := takens[i]
		if t.words > shard.MaxPlace/titleWeight {
			return nil, fmt.Errorf("%s has %d words", docs[i].URL, t.words)
		}
		nums[n] = numbered{t, byCollector[t.by]}
		ix.cards[n] = docs[i].card()
		ix.kinds[docs[i].Kind]++
		ix.head.Tokens += t.length
		words += t.words
	}
	if int64(ix.head.Tokens) >= 1<<32 {
		return nil, fmt.Errorf("%d words in all are too many", ix.head.Tokens)
	}
	k := shard.PlacesParam(words / max(1, len(docs)))
	entries, err := invert(ctx, nums, terms, k, o.workers())
	if err != nil {
		return nil, err
	}
	ix.head.Kinds = runs(docs, order, takens, o.kinds())
	ix.counts = facets(docs, order, o.Facets)
	spells := spellFiles(terms, entries)
	// Names are as short as they can be without two files sharing one.
	for n := shard.MinHash; ; n++ {
		a := assembly{ix: ix, hashLen: n, k: k, workers: o.workers()}
		if err := a.run(ctx, entries, spells, dates(docs, order)); err != nil {
			return nil, err
		}
		if !a.clash() {
			ix.files = a.files
			return ix, nil
		}
		if n == shard.MaxHash {
			return nil, fmt.Errorf("two files of the index share a name")
		}
	}
}

// number gives the documents in the order in which they are numbered: by kind,
// then by length, then by address.
func number(docs []Document, takens []taken, kinds []Kind) []int {
	rank := map[string]int{}
	for i, k := range kinds {
		rank[k.Name] = i
	}
	order := make([]int, len(docs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(
			cmp.Compare(rank[docs[a].Kind], rank[docs[b].Kind]),
			cmp.Compare(takens[a].length, takens[b].length),
			strings.Compare(docs[a].URL, docs[b].URL))
	})
	return order
}

func runs(docs []Document, order []int, takens []taken, kinds []Kind) []shard.Kind {
	out := make([]shard.Kind, len(kinds))
	at := 0
	for i, k := range kinds {
		out[i] = shard.Kind{Name: k.Name, Weight: thousandths(k.Weight), Named: thousandths(k.Named)}
		for ; at < len(order) && docs[order[at]].Kind == k.Name; at++ {
			length := takens[order[at]].length
			if n := len(out[i].Runs); n > 0 && out[i].Runs[n-1].Length == length {
				out[i].Runs[n-1].Docs++
			} else {
				out[i].Runs = append(out[i].Runs, shard.Run{Length: length, Docs: 1})
			}
		}
	}
	return out
}

func facets(docs []Document, order []int, declared []Facet) []shard.Facet {
	out := make([]shard.Facet, len(declared))
	for i, f := range declared {
		out[i] = shard.Facet{Key: f.Key, Label: f.Label, Values: make([]shard.Value, len(f.Values))}
		at := map[string]int{}
		for j, v := range f.Values {
			out[i].Values[j] = shard.Value{ID: v.ID, Label: v.Label}
			at[v.ID] = j
		}
		for n, d := range order {
			for _, v := range docs[d].Facets[f.Key] {
				list := &out[i].Values[at[v]].Docs
				if last := len(*list) - 1; last < 0 || (*list)[last] != uint32(n) {
					*list = append(*list, uint32(n))
				}
			}
		}
	}
	return out
}

// dates groups the documents for a list without a query: kind after kind, the
// newest first, those without a date last.
func dates(docs []Document, order []int) [][]uint32 {
	ids := make([]uint32, len(order))
	first := map[string]int{}
	for n, d := range order {
		ids[n] = uint32(n)
		if _, ok := first[docs[d].Kind]; !ok {
			first[docs[d].Kind] = n
		}
	}
	compare := func(a, b uint32) int {
		da, db := &docs[order[a]], &docs[order[b]]
		return cmp.Or(cmp.Compare(first[da.Kind], first[db.Kind]), strings.Compare(db.Date, da.Date))
	}
	slices.SortStableFunc(ids, compare)
	var groups [][]uint32
	for i, id := range ids {
		if i == 0 || compare(ids[i-1], id) != 0 {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], id)
	}
	return groups
}

// Count is how many documents have each value of a facet.
type Count struct {
	Facet
	Docs []int // one for each value
}

// Counts is what the facets hold over the whole site: the numbers to show
// before anything is searched.
func (ix *Index) Counts() []Count {
	out := make([]Count, len(ix.counts))
	for i, f := range ix.counts {
		out[i].Facet = Facet{Key: f.Key, Label: f.Label}
		for _, v := range f.Values {
			out[i].Values = append(out[i].Values, Value{v.ID, v.Label})
			out[i].Docs = append(out[i].Docs, len(v.Docs))
		}
	}
	return out
}

// KindCount is how many documents of a kind there are.
func (ix *Index) KindCount(kind string) int { return ix.kinds[kind] }

// Head is the name of today's head, for the page to carry.
func (ix *Index) Head() string {
	_, name := ix.encodeHead(1)
	return name
}

// Files is the whole index as it is served over http, sorted by name. Cards
// are one file each.
func (ix *Index) Files() []File { return ix.packed(1) }

// cardsPerScript is how many cards share a file where files are many and near.
const cardsPerScript = 64

// Wrapped is the whole index for a site that is opened from a disk: every file
// as a script, cards packed by 64. The client asks for these by itself when
// the page's address begins with file:.
func (ix *Index) Wrapped() []File {
	files := ix.packed(cardsPerScript)
	for i, f := range files {
		files[i] = File{f.Name + shard.WrappedSuffix, shard.Wrap(f.Name, f.Data)}
	}
	return files
}

// encodeHead gives the head for n cards in a file, and its name.
func (ix *Index) encodeHead(n int) (data []byte, name string) {
	h := ix.head
	h.CardsPerFile = n
	data = h.Encode()
	return data, hex.EncodeToString(shard.Hash(data, 8))
}

// packed adds to the files that are always the same the cards, n in a file,
// the head and the manifest.
func (ix *Index) packed(n int) []File {
	files := make([]File, len(ix.files), len(ix.files)+len(ix.cards)/n+3)
	copy(files, ix.files)
	for i, from := 0, 0; from < len(ix.cards); i, from = i+1, from+n {
		data := shard.EncodeCards(ix.cards[from:min(from+n, len(ix.cards))])
		files = append(files, File{shard.CardsName(ix.head.Cards, i), data})
	}
	head, name := ix.encodeHead(n)
	files = append(files,
		File{shard.HeadName(name), head},
		File{shard.ManifestName, shard.Manifest{Version: shard.Version, Head: name}.Encode()})
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files
}
