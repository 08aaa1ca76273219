package search

import (
	"context"
	"encoding/binary"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/unicode/norm"

	"vitrina/internal/shard"
)

// The collection of words is the part of the work that grows with the text, so
// it does as little as it can to each word: one look into a map by the bytes as
// they stand in the text. Folding and stemming are done once for each distinct
// spelling. What a document leaves behind is the numbers of its words, one or
// two bytes each; the texts themselves are not kept.

// spelling is one way in which a word was written, as one collector met it.
type spelling struct {
	raw   string
	term  string // "" for a word of the stop list
	count int
}

// collector is the private memory of one worker.
type collector struct {
	ids       map[string]int32
	spellings []spelling
	stream    []byte // of the document at hand
	chunk     []byte // where streams are kept, many in one piece
}

// chunkSize is how many bytes of streams share a piece of memory. A single
// growing slice would be copied, and held twice, each time it grew.
const chunkSize = 1 << 18

// taken is what is known of a document once its words are collected.
type taken struct {
	by     *collector
	stream []byte
	length int // words that count, each as often as its field weighs
	words  int // places taken, gaps and all
}

// collect reads the words of all documents. The result does not depend on how
// many workers share the work, but for the numbering inside each collector.
func collect(ctx context.Context, docs []Document, workers int) ([]taken, []*collector, error) {
	out := make([]taken, len(docs))
	cs := make([]*collector, min(workers, max(1, len(docs))))
	var next atomic.Int64
	const batch = 32
	g, ctx := errgroup.WithContext(ctx)
	for w := range cs {
		c := &collector{ids: map[string]int32{}}
		cs[w] = c
		g.Go(func() error {
			for {
				from := int(next.Add(batch)) - batch
				if from >= len(docs) {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				for i := from; i < min(from+batch, len(docs)); i++ {
					out[i] = c.take(&docs[i])
				}
			}
		})
	}
	return out, cs, g.Wait()
}

// take writes the words of a document to the stream: 0 at the end of a field,
// else 1 + the number of the spelling; then the marks of its place.
func (c *collector) take(d *Document) taken {
	t := taken{by: c}
	c.stream = c.stream[:0]
	for i, text := range d.fields() {
		scan(text, func(start, end int) {
			raw := text[start:end]
			id, ok := c.ids[raw]
			if !ok {
				raw = strings.Clone(raw) // or it would hold the whole text
				id = c.add(raw, term(raw))
			}
			if c.spellings[id].term != "" {
				t.length += fieldWeights[i]
			}
			t.words++
			c.write(id)
		})
		c.stream = append(c.stream, 0)
		t.words += fieldGap
	}
	c.marks(d)
	if len(c.stream) > cap(c.chunk)-len(c.chunk) {
		c.chunk = make([]byte, 0, max(chunkSize, len(c.stream)))
	}
	from := len(c.chunk)
	c.chunk = append(c.chunk, c.stream...)
	t.stream = c.chunk[from:]
	return t
}

// marks writes what the place of a document is called, as marks: the words of
// the place that are in no name; then the words of its name; then, each a name
// by itself, its codes of one word. No mark is written twice.
func (c *collector) marks(d *Document) {
	names := d.names()
	place := Terms(d.Place)
	for _, name := range names {
		place = slices.DeleteFunc(place, func(w string) bool { return slices.Contains(name, w) })
	}
	slices.Sort(place)
	for _, words := range append([][]string{slices.Compact(place)}, names...) {
		for _, word := range words {
			mark := word + shard.NameMark
			id, ok := c.ids[mark]
			if !ok {
				id = c.add(mark, mark)
			}
			c.write(id)
		}
		c.stream = append(c.stream, 0)
	}
}

// add numbers a new spelling.
func (c *collector) add(raw, term string) int32 {
	id := int32(len(c.spellings))
	c.ids[raw] = id
	c.spellings = append(c.spellings, spelling{raw: raw, term: term})
	return id
}

func (c *collector) write(id int32) {
	c.spellings[id].count++
	c.stream = binary.AppendUvarint(c.stream, uint64(id)+1)
}

// entry is one term of the whole dictionary.
type entry struct {
	term, key string
	shown     string // its commonest spelling, in small letters
	count     int    // places where it stands
}

// dictionary joins what the collectors met into one sorted list of terms, and
// gives for each collector the place in that list of each of its spellings
// (-1 for words of the stop list).
func dictionary(cs []*collector) ([]entry, [][]int32) {
	type ref struct {
		key, term, shown string
		count            int
		at               *int32
	}
	total := 0
	for _, c := range cs {
		total += len(c.spellings)
	}
	refs := make([]ref, 0, total)
	ranks := make([][]int32, len(cs))
	for i, c := range cs {
		ranks[i] = make([]int32, len(c.spellings))
		for j, s := range c.spellings {
			ranks[i][j] = -1
			if s.term != "" {
				refs = append(refs, ref{shard.Key(s.term), s.term, "", s.count, &ranks[i][j]})
				refs[len(refs)-1].shown = strings.ToLower(norm.NFC.String(s.raw))
			}
		}
		c.ids, c.spellings = nil, nil // only the streams are still wanted
	}
	slices.SortFunc(refs, func(a, b ref) int {
		if c := strings.Compare(a.key, b.key); c != 0 {
			return c
		}
		return strings.Compare(a.shown, b.shown)
	})
	var list []entry
	best, run := 0, 0
	for i, r := range refs {
		if i == 0 || r.key != refs[i-1].key {
			list = append(list, entry{term: r.term, key: r.key})
			best, run = 0, 0
		} else if r.shown != refs[i-1].shown {
			run = 0
		}
		e := &list[len(list)-1]
		e.count += r.count
		if run += r.count; run > best {
			best, e.shown = run, r.shown
		}
		*r.at = int32(len(list) - 1)
	}
	return list, ranks
}
