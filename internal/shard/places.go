package shard

import "math"

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

// DecodePlaces reads the places file of a shard: for each term, for each
// posting, the places.
func DecodePlaces(data []byte, terms []TermPostings) ([][][]uint32, error) {
	r := open(data, kindPlaces)
	k := uint(r.byte())
	if k > 24 {
		r.fail("parameter %d", k)
	}
	if r.err != nil {
		return nil, r.err
	}
	bits := r.lists()
	out := make([][][]uint32, len(terms))
	for i, term := range terms {
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
