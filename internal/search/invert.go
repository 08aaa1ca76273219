package search

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"vitrina/internal/shard"
)

// The words of all documents are turned into postings in parts: a part is a
// range of the dictionary, and each part reads all streams once and keeps only
// its own words. So the lists in memory are never larger than a part, however
// large the site, and the parts can be worked on at the same time.

// partSize is how many places of words a part holds, eight bytes each.
const partSize = 1 << 20

// numbered is a document under its published number.
type numbered struct {
	taken
	ranks []int32 // of its collector's spellings
}

// invert gives the encoded postings and places of every term.
func invert(ctx context.Context, docs []numbered, terms []entry, k uint, workers int) ([]shard.Entry, error) {
	out := make([]shard.Entry, len(terms))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	for lo := 0; lo < len(terms); {
		hi, size := lo, 0
		for hi < len(terms) && (hi == lo || size+terms[hi].count <= partSize) {
			size += terms[hi].count
			hi++
		}
		p := &part{lo: lo, hi: hi, k: k}
		g.Go(func() error { return p.run(ctx, docs, terms, size, out[p.lo:p.hi]) })
		lo = hi
	}
	return out, g.Wait()
}

// place is one word of one document.
type place struct {
	doc uint32
	at  uint32 // its number in the document, and below it eight bits of its field's weight
}

type part struct {
	lo, hi int
	places []place
	k      uint
}

func (p *part) run(ctx context.Context, docs []numbered, terms []entry, size int, out []shard.Entry) error {
	p.places = make([]place, size)
	next := make([]int, p.hi-p.lo+1) // where the next place of each term goes
	for i := p.lo; i < p.hi; i++ {
		next[i-p.lo+1] = next[i-p.lo] + terms[i].count
	}
	for n := range docs {
		if n%256 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		p.read(uint32(n), &docs[n], next)
	}
	// next[i] has moved on to where term i ends, and i+1 began.
	var buf postings
	start := 0
	for i := range out {
		buf.fill(p.places[start:next[i]])
		start = next[i]
		out[i] = buf.encode(terms[p.lo+i].key, len(docs), p.k)
	}
	p.places = nil
	return nil
}

// read puts the words of one document that belong to the part in their places.
func (p *part) read(doc uint32, d *numbered, next []int) {
	stream := d.stream
	field, at, weight := 0, uint32(0), uint32(fieldWeights[0])
	lo, hi := int32(p.lo), int32(p.hi)
	for i := 0; i < len(stream); {
		id := uint32(stream[i])
		i++
		if id >= 0x80 {
			id &= 0x7f
			for shift := 7; ; shift += 7 {
				b := stream[i]
				i++
				id |= uint32(b&0x7f) << shift
				if b < 0x80 {
					break
				}
			}
		}
		if id == 0 {
			field++
			at += fieldGap
			switch {
			case field < len(fieldWeights):
				weight = uint32(fieldWeights[field])
			case field == len(fieldWeights):
				weight = 1 // a mark of the place
			default:
				weight = 1 + words(stream[i:]) // a mark of a name of so many words
			}
			continue
		}
		if r := d.ranks[id-1]; r >= lo && r < hi {
			p.places[next[r-lo]] = place{doc, at<<8 | weight}
			next[r-lo]++
		}
		at++
	}
}

// words is how many words a stream has up to the next 0.
func words(stream []byte) uint32 {
	n := uint32(0)
	for i, b := range stream {
		if b == 0 && (i == 0 || stream[i-1] < 0x80) {
			break
		}
		if b < 0x80 {
			n++
		}
	}
	return n
}

// postings are those of one term; the slices are used again for the next.
type postings struct {
	list   []shard.Posting
	places [][]uint32
	store  []uint32
	bytes  []byte
}

func (b *postings) fill(places []place) {
	b.list, b.places, b.store = b.list[:0], b.places[:0], b.store[:0]
	for _, p := range places {
		b.store = append(b.store, p.at>>8)
	}
	for i := 0; i < len(places); {
		j, freq := i, uint32(0)
		for ; j < len(places) && places[j].doc == places[i].doc; j++ {
			freq += places[j].at & 0xff
		}
		b.list = append(b.list, shard.Posting{Doc: places[i].doc, Freq: freq})
		b.places = append(b.places, b.store[i:j])
		i = j
	}
}

func (b *postings) encode(key string, docs int, k uint) shard.Entry {
	b.bytes = shard.AppendPostings(b.bytes[:0], b.list, docs)
	n := len(b.bytes)
	b.bytes = shard.AppendPlaces(b.bytes, b.list, b.places, k)
	both := slices.Clone(b.bytes)
	return shard.Entry{Key: key, Docs: len(b.list), Postings: both[:n:n], Places: both[n:]}
}
