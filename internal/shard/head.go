package shard

// Run is a number of documents that follow one another and are equally long.
type Run struct {
	Length, Docs int
}

// Kind is a sort of document. Documents are numbered kind after kind, in the
// order of the head, and inside a kind by length; so a kind is a range of
// numbers, and the lengths of all documents are a few runs.
type Kind struct {
	Name   string
	Weight int // scores are multiplied by Weight/1000,
	Named  int // or by Named/1000 if the query names the document's place
	Runs   []Run
}

// Docs is how many documents are of the kind.
func (k Kind) Docs() int {
	n := 0
	for _, r := range k.Runs {
		n += r.Docs
	}
	return n
}

// FacetFile names the file of a facet.
type FacetFile struct {
	Key  string
	Size int // bytes of the file, so that a reader can decide to wait
	Hash []byte
}

// SpellFile names the file of the words that sound as if they began with
// Letter and are at least From letters long, up to the next file of the letter.
type SpellFile struct {
	Letter string
	From   int
	Hash   []byte
}

// Head is the one file that every search needs.
type Head struct {
	HashLen      int // bytes of every hash here
	Tokens       int // words of all documents, as their lengths count them
	CardsPerFile int
	Cards        []byte // names the folder of the cards
	Shards       []byte // names the folder of the shards, and that of their places
	Order        []byte // the file that lists documents by date
	Kinds        []Kind
	Facets       []FacetFile
	Spells       []SpellFile // by Letter, then From
	// Starts has for each shard where it begins: a text that is after all keys of
	// the one before, short and not always a term. That of the first is empty.
	Starts []string
}

// Docs is how many documents there are.
func (h *Head) Docs() int {
	n := 0
	for _, k := range h.Kinds {
		n += k.Docs()
	}
	return n
}

// Encode writes the head.
func (h *Head) Encode() []byte {
	out := header(kindHead)
	out = appendUint(out, h.HashLen)
	out = appendUint(out, h.Tokens)
	out = appendUint(out, h.CardsPerFile)
	out = append(out, h.Cards...)
	out = append(out, h.Shards...)
	out = append(out, h.Order...)
	out = appendUint(out, len(h.Kinds))
	for _, k := range h.Kinds {
		out = appendText(out, k.Name)
		out = appendUint(out, k.Weight)
		out = appendUint(out, k.Named)
		out = appendUint(out, len(k.Runs))
		if len(k.Runs) > 0 {
			out = appendUint(out, k.Runs[0].Length)
			steps, docs := k.params()
			out = append(out, byte(steps<<4|docs))
		}
	}
	out = appendUint(out, len(h.Facets))
	for _, f := range h.Facets {
		out = appendText(out, f.Key)
		out = appendUint(out, f.Size)
		out = append(out, f.Hash...)
	}
	out = appendUint(out, len(h.Spells))
	for _, s := range h.Spells {
		out = appendText(out, s.Letter)
		out = appendUint(out, s.From)
		out = append(out, s.Hash...)
	}
	out = appendUint(out, len(h.Starts))
	prev := ""
	for _, start := range h.Starts {
		out = appendFront(out, prev, start)
		prev = start
	}
	w := bitWriter{out: out}
	for _, k := range h.Kinds {
		steps, docs := k.params()
		for i, r := range k.Runs {
			if i > 0 {
				w.rice(uint32(r.Length-k.Runs[i-1].Length-1), steps)
			}
			w.rice(uint32(r.Docs-1), docs)
		}
	}
	w.align()
	return w.out
}

// params are the Rice parameters that write the runs of a kind in the fewest
// bits: of the steps from one length to the next, and of the documents.
func (k Kind) params() (steps, docs uint) {
	best := func(values func(i int) int, from int) uint {
		least, at := 0, uint(0)
		for p := uint(0); p < 16; p++ {
			bits := 0
			for i := from; i < len(k.Runs); i++ {
				bits += values(i)>>p + 1 + int(p)
			}
			if p == 0 || bits < least {
				least, at = bits, p
			}
		}
		return at
	}
	steps = best(func(i int) int { return k.Runs[i].Length - k.Runs[i-1].Length - 1 }, 1)
	return steps, best(func(i int) int { return k.Runs[i].Docs - 1 }, 0)
}

// DecodeHead reads a head.
func DecodeHead(data []byte) (*Head, error) {
	r := open(data, kindHead)
	h := &Head{HashLen: r.uint(MaxHash)}
	if h.HashLen < MinHash {
		r.fail("hashes of %d bytes", h.HashLen)
	}
	h.Tokens = r.uint(1<<32 - 1)
	if h.CardsPerFile = r.uint(1 << 16); h.CardsPerFile == 0 {
		r.fail("no cards in a file")
	}
	h.Cards = r.bytes(h.HashLen)
	h.Shards = r.bytes(h.HashLen)
	h.Order = r.bytes(h.HashLen)
	type pending struct {
		runs, first int
		params      byte
	}
	var lengths []pending
	for n := r.count(); n > 0 && r.err == nil; n-- {
		h.Kinds = append(h.Kinds, Kind{Name: r.text(64), Weight: r.uint(1 << 16), Named: r.uint(1 << 16)})
		p := pending{runs: r.uint(MaxDocs)}
		if p.runs > 0 {
			p.first, p.params = r.uint(MaxPlace), r.byte()
		}
		lengths = append(lengths, p)
	}
	for n := r.count(); n > 0 && r.err == nil; n-- {
		h.Facets = append(h.Facets, FacetFile{Key: r.text(64), Size: r.uint(1 << 30), Hash: r.bytes(h.HashLen)})
	}
	for n := r.count(); n > 0 && r.err == nil; n-- {
		s := SpellFile{Letter: r.text(8), From: r.uint(MaxTerm), Hash: r.bytes(h.HashLen)}
		if i := len(h.Spells) - 1; i >= 0 && (s.Letter < h.Spells[i].Letter || s.Letter == h.Spells[i].Letter && s.From <= h.Spells[i].From) {
			r.fail("spell files are not in order")
		}
		h.Spells = append(h.Spells, s)
	}
	prev := ""
	for n := r.count(); n > 0 && r.err == nil; n-- {
		start := r.front(prev)
		if first := len(h.Starts) == 0; first && start != "" || !first && start <= prev {
			r.fail("shards are not in order")
		}
		h.Starts = append(h.Starts, start)
		prev = start
	}
	bits := r.lists()
	docs := 0
	for i, p := range lengths {
		if r.err != nil {
			break
		}
		if p.runs == 0 {
			continue
		}
		runs, err := bits.runs(p.runs, p.first, uint(p.params>>4), uint(p.params&15))
		if err != nil {
			return nil, err
		}
		h.Kinds[i].Runs = runs
		if docs += h.Kinds[i].Docs(); docs > MaxDocs {
			return nil, corrupt("%d documents", docs)
		}
	}
	if r.err == nil {
		if err := bits.align(); err != nil {
			return nil, err
		}
	}
	return h, r.ended(bits)
}

func (r *bitReader) runs(n, length int, steps, docs uint) ([]Run, error) {
	if n > 8*len(r.in)-r.pos {
		return nil, corrupt("%d runs are too many", n)
	}
	out := make([]Run, n)
	for i := range out {
		if i > 0 {
			step, err := r.rice(steps)
			if err != nil {
				return nil, err
			}
			if length += int(step) + 1; length > MaxPlace {
				return nil, corrupt("%d words", length)
			}
		}
		more, err := r.rice(docs)
		if err != nil {
			return nil, err
		}
		if more >= MaxDocs {
			return nil, corrupt("a run of %d documents", more)
		}
		out[i] = Run{length, int(more) + 1}
	}
	return out, nil
}
