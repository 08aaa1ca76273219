package shard

// Posting says how often one document holds a term. Freq counts a word of the
// title as often as the title weighs.
type Posting struct {
	Doc, Freq uint32
}

// A list of longList postings or more begins with how its frequencies are
// written: the parameter k in oftenBits bits, then the base by baseParam.
const (
	longList  = 64
	oftenBits = 3
	baseParam = 3
)

// often is how the frequencies of a list are written: how far each is from the
// base, as Rice(k). Words that a site says in every document are said several
// times in each, and about as often in all.
type often struct {
	base uint32
	k    uint
}

// seldom is how the frequencies of short lists are written.
var seldom = often{base: 1}

// code numbers the frequencies from the base outwards, the greater of two
// before the lesser: base, base+1, base-1, and so on down to one and then up.
func (o often) code(freq uint32) uint32 {
	switch {
	case freq >= 2*o.base:
		return freq - 1
	case freq > o.base:
		return 2*(freq-o.base) - 1
	}
	return 2 * (o.base - freq)
}

// freq undoes code.
func (o often) freq(code uint32) uint32 {
	switch {
	case code+1 >= 2*o.base:
		return code + 1
	case code%2 == 1:
		return o.base + code/2 + 1
	}
	return o.base - code/2
}

// fit is how the frequencies of a long list take the fewest bits, with the
// base at one or at their mean.
func fit(postings []Posting) often {
	n, sum := len(postings), 0
	for _, p := range postings {
		sum += int(p.Freq)
	}
	best, least := seldom, 0
	for _, base := range []int{1, (sum + n/2) / n} {
		o, codes, bits := often{base: uint32(base)}, 0, 0
		for _, p := range postings {
			codes += int(o.code(p.Freq))
		}
		o.k = min(RiceParam(codes, n), 1<<oftenBits-1)
		for _, p := range postings {
			bits += int(o.code(p.Freq)>>o.k) + int(o.k)
		}
		if base == 1 || bits < least {
			best, least = o, bits
		}
		if 2*sum < 3*n {
			break // the mean is one
		}
	}
	return best
}

// mostly tells lists that name the documents which lack the term, and not
// those which have it: they are fewer.
func mostly(docs, n int) bool { return 4*n > 3*docs }

// AppendPostings adds the postings of one term, by ascending document. A list
// of more than three quarters of all documents begins with the list of the
// others. Then come bits, to a whole byte: how frequencies are written, if the
// list is long, and for each posting the Rice gap to the document, if they were
// not told before, and the frequency.
func AppendPostings(dst []byte, postings []Posting, docs int) []byte {
	w := bitWriter{out: dst}
	gaps := !mostly(docs, len(postings))
	if !gaps {
		w.out = AppendList(dst, lacking(postings, docs), docs)
	}
	k, o := RiceParam(docs, len(postings)), seldom
	if len(postings) >= longList {
		o = fit(postings)
		w.bits(uint64(o.k), oftenBits)
		w.rice(o.base-1, baseParam)
	}
	next := uint32(0)
	for _, p := range postings {
		if gaps {
			w.rice(p.Doc-next, k)
			next = p.Doc + 1
		}
		w.rice(o.code(p.Freq), o.k)
	}
	w.align()
	return w.out
}

// lacking are the documents that are in no posting.
func lacking(postings []Posting, docs int) []uint32 {
	list := make([]uint32, 0, docs-len(postings))
	next := uint32(0)
	for _, p := range postings {
		for ; next < p.Doc; next++ {
			list = append(list, next)
		}
		next++
	}
	for ; next < uint32(docs); next++ {
		list = append(list, next)
	}
	return list
}

func (r *bitReader) postings(n, docs int) ([]Posting, error) {
	// A posting takes a bit at least.
	if n > docs || n > 8*len(r.in)-r.pos {
		return nil, corrupt("%d postings are too many", n)
	}
	k, list := RiceParam(docs, n), make([]Posting, n)
	gaps := !mostly(docs, n)
	if !gaps {
		others, err := r.list(docs-n, docs)
		if err != nil {
			return nil, err
		}
		id := uint32(0)
		for i := range list {
			for len(others) > 0 && others[0] == id {
				id, others = id+1, others[1:]
			}
			list[i].Doc = id
			id++
		}
	}
	o := seldom
	if n >= longList {
		often, err := r.bits(oftenBits)
		if err != nil {
			return nil, err
		}
		base, err := r.rice(baseParam)
		if err != nil || base >= MaxFreq {
			return nil, corrupt("a base of %d", base)
		}
		o.base, o.k = base+1, uint(often)
	}
	next := uint64(0)
	for i := range list {
		if gaps {
			gap, err := r.rice(k)
			if err != nil {
				return nil, err
			}
			id := next + uint64(gap)
			if id >= uint64(docs) {
				return nil, corrupt("document %d of %d", id, docs)
			}
			list[i].Doc = uint32(id)
			next = id + 1
		}
		code, err := r.rice(o.k)
		if err != nil {
			return nil, err
		}
		if code >= MaxFreq {
			return nil, corrupt("a frequency of %d", code)
		}
		list[i].Freq = o.freq(code)
	}
	return list, r.align()
}
