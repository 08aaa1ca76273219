package shard

// Entry is one term of a shard while it is being written: its key, in how many
// documents it is, and the bytes that [AppendPostings] and [AppendPlaces] made.
type Entry struct {
	Key      string
	Docs     int
	Postings []byte
	Places   []byte
}

// EncodeTerms makes a shard: a run of the sorted dictionary and its postings.
func EncodeTerms(entries []Entry) []byte {
	size := headerLen + 4
	for _, e := range entries {
		size += len(e.Key) + len(e.Postings) + 3
	}
	out := append(make([]byte, 0, size), header(kindTerms)...)
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

// TermPostings is one term of a decoded shard.
type TermPostings struct {
	Key      string
	Postings []Posting
}

// DecodeTerms reads a shard of an index of docs documents.
func DecodeTerms(data []byte, docs int) ([]TermPostings, error) {
	r := open(data, kindTerms)
	n := r.count()
	terms := make([]TermPostings, 0, n)
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
		terms = append(terms, TermPostings{Key: key})
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
		terms[i].Postings = p
	}
	return terms, r.ended(bits)
}
