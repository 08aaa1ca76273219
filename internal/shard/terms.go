package shard

import "math"

// Posting says how often one document holds a term. Freq counts a word of the
// title as often as the title weighs.
type Posting struct {
	Doc, Freq uint32
}

// A list of longList postings or more begins with the parameter of its
// frequencies, in oftenBits bits: words that a site says in every document are
// said several times in each.
const (
	longList  = 64
	oftenBits = 3
)

// AppendPostings adds the postings of one term, by ascending document, as bits
// that end at a whole byte: a Rice gap to the document, then Freq-1. The
// parameter of the latter is zero in short lists; long ones begin with it.
func AppendPostings(dst []byte, postings []Posting, docs int) []byte {
	w := bitWriter{out: dst}
	k, often := RiceParam(docs, len(postings)), uint(0)
	if len(postings) >= longList {
		sum := 0
		for _, p := range postings {
			sum += int(p.Freq - 1)
		}
		often = min(RiceParam(sum, len(postings)), 1<<oftenBits-1)
		w.bits(uint64(often), oftenBits)
	}
	next := uint32(0)
	for _, p := range postings {
		w.rice(p.Doc-next, k)
		w.rice(p.Freq-1, often)
		next = p.Doc + 1
	}
	w.align()
	return w.out
}

// Entry is one term of a shard while it is being written: its key, in how many
// documents it is, and the bytes that [AppendPostings] and [AppendPlaces] made.
type Entry struct {
	Key      string
	Docs     int
	Postings []byte
	Places   []byte
}

// EncodeTerms makes a shard: a run of the sorted dictionary and its postings.
// places is the hash of the shard's places file, empty when it has none.
func EncodeTerms(places []byte, entries []Entry) []byte {
	size := headerLen + len(places) + 8
	for _, e := range entries {
		size += len(e.Key) + len(e.Postings) + 3
	}
	out := append(make([]byte, 0, size), header(kindTerms)...)
	out = append(out, byte(len(places)))
	out = append(out, places...)
	out = appendUint(out, len(entries))
	prev := ""
	for _, e := range entries {
		out = appendFront(out, prev, e.Key)
		out = appendUint(out, e.Docs)
		prev = e.Key
	}
	for _, e := range entries {
		out = append(out, e.Postings...)
	}
	return out
}

// EncodePlaces makes the places file of the same entries.
func EncodePlaces(k uint, entries []Entry) []byte {
	size := headerLen + 1
	for _, e := range entries {
		size += len(e.Places)
	}
	out := append(make([]byte, 0, size), header(kindPlaces)...)
	out = append(out, byte(k))
	for _, e := range entries {
		out = append(out, e.Places...)
	}
	return out
}

// TermPostings is one term of a decoded shard.
type TermPostings struct {
	Key      string
	Postings []Posting
}

// Terms is a decoded shard.
type Terms struct {
	Places []byte // hash of the places file; empty: none
	Terms  []TermPostings
}

// DecodeTerms reads a shard of an index of docs documents.
func DecodeTerms(data []byte, docs int) (*Terms, error) {
	r := open(data, kindTerms)
	t := &Terms{Places: r.bytes(min(int(r.byte()), MaxHash))}
	n := r.count()
	counts := make([]int, 0, n)
	prev := ""
	for i := 0; i < n && r.err == nil; i++ {
		key := r.front(prev)
		if i > 0 && key <= prev || key == "" {
			r.fail("terms are not in order")
		}
		df := r.uint(docs)
		if df == 0 {
			r.fail("a term in no document")
		}
		counts = append(counts, df)
		t.Terms = append(t.Terms, TermPostings{Key: key})
		prev = key
	}
	if r.err != nil {
		return nil, r.err
	}
	bits := r.lists()
	for i, df := range counts {
		p, err := bits.postings(df, docs)
		if err != nil {
			return nil, err
		}
		t.Terms[i].Postings = p
	}
	return t, r.ended(bits)
}

func (r *bitReader) postings(n, docs int) ([]Posting, error) {
	// A posting takes two bits at least.
	if n > docs || 2*n > 8*len(r.in)-r.pos {
		return nil, corrupt("%d postings are too many", n)
	}
	k, often := RiceParam(docs, n), uint32(0)
	if n >= longList {
		var err error
		if often, err = r.bits(oftenBits); err != nil {
			return nil, err
		}
	}
	list := make([]Posting, n)
	next := uint64(0)
	for i := range list {
		gap, err := r.rice(k)
		if err != nil {
			return nil, err
		}
		freq, err := r.rice(uint(often))
		if err != nil {
			return nil, err
		}
		id := next + uint64(gap)
		if id >= uint64(docs) || freq >= MaxFreq {
			return nil, corrupt("document %d of %d, %d times", id, docs, freq)
		}
		list[i] = Posting{Doc: uint32(id), Freq: freq + 1}
		next = id + 1
	}
	return list, r.align()
}

// PlacesParam is the Rice parameter for the places of documents that are
// length words long on average.
func PlacesParam(length int) uint {
	return uint(max(0, math.Ilogb(float64(max(1, length)))-1))
}

// AppendPlaces adds where one term stands: for each posting in turn, by how
// much Freq exceeds the number of places (title words count more than once),
// then the places themselves, ascending, as gaps.
func AppendPlaces(dst []byte, postings []Posting, places [][]uint32, k uint) []byte {
	w := bitWriter{out: dst}
	for i, p := range postings {
		w.rice(p.Freq-uint32(len(places[i])), 0)
		next := uint32(0)
		for _, place := range places[i] {
			w.rice(place-next, k)
			next = place + 1
		}
	}
	w.align()
	return w.out
}

// DecodePlaces reads the places file of a shard: for each term, for each
// posting, the places.
func DecodePlaces(data []byte, t *Terms) ([][][]uint32, error) {
	r := open(data, kindPlaces)
	k := uint(r.byte())
	if k > 24 {
		r.fail("parameter %d", k)
	}
	if r.err != nil {
		return nil, r.err
	}
	bits := r.lists()
	out := make([][][]uint32, len(t.Terms))
	for i, term := range t.Terms {
		out[i] = make([][]uint32, len(term.Postings))
		for j, p := range term.Postings {
			list, err := bits.placesOf(p, k)
			if err != nil {
				return nil, err
			}
			out[i][j] = list
		}
		if err := bits.align(); err != nil {
			return nil, err
		}
	}
	return out, r.ended(bits)
}

func (r *bitReader) placesOf(p Posting, k uint) ([]uint32, error) {
	over, err := r.rice(0)
	if err != nil {
		return nil, err
	}
	n := int(p.Freq) - int(over)
	if n <= 0 || n > 8*len(r.in)-r.pos {
		return nil, corrupt("%d places for a frequency of %d", n, p.Freq)
	}
	list := make([]uint32, n)
	next := uint64(0)
	for i := range list {
		gap, err := r.rice(k)
		if err != nil {
			return nil, err
		}
		at := next + uint64(gap)
		if at >= MaxPlace {
			return nil, corrupt("place %d", at)
		}
		list[i] = uint32(at)
		next = at + 1
	}
	return list, nil
}
