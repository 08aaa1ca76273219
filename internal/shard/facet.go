package shard

// Value is one value of a facet and the documents that have it.
type Value struct {
	ID, Label string
	Docs      []uint32
}

// Facet is a key by which documents can be filtered and counted, with its
// values in the order in which they are shown.
type Facet struct {
	Key, Label string
	Values     []Value
}

// EncodeFacet writes a facet of an index of docs documents.
func EncodeFacet(f Facet, docs int) []byte {
	out := header(kindFacet)
	out = appendText(out, f.Key)
	out = appendText(out, f.Label)
	out = appendUint(out, len(f.Values))
	for _, v := range f.Values {
		out = appendText(out, v.ID)
		out = appendText(out, v.Label)
		out = appendUint(out, len(v.Docs))
	}
	for _, v := range f.Values {
		out = AppendList(out, v.Docs, docs)
	}
	return out
}

// DecodeFacet reads a facet.
func DecodeFacet(data []byte, docs int) (Facet, error) {
	r := open(data, kindFacet)
	f := Facet{Key: r.text(64), Label: r.text(1 << 10)}
	var counts []int
	for n := r.count(); n > 0 && r.err == nil; n-- {
		f.Values = append(f.Values, Value{ID: r.text(1 << 10), Label: r.text(1 << 10)})
		counts = append(counts, r.uint(docs))
	}
	if r.err != nil {
		return Facet{}, r.err
	}
	bits := r.lists()
	for i, n := range counts {
		ids, err := bits.list(n, docs)
		if err != nil {
			return Facet{}, err
		}
		f.Values[i].Docs = ids
	}
	return f, r.ended(bits)
}

// EncodeOrder writes every document once, in groups: kind after kind, and in
// each kind the newest date first. Inside a group numbers ascend.
func EncodeOrder(groups [][]uint32, docs int) []byte {
	out := appendUint(header(kindOrder), len(groups))
	for _, g := range groups {
		out = appendUint(out, len(g))
	}
	for _, g := range groups {
		out = AppendList(out, g, docs)
	}
	return out
}

// DecodeOrder reads the documents in the order in which they are listed.
func DecodeOrder(data []byte, docs int) ([]uint32, error) {
	r := open(data, kindOrder)
	var counts []int
	for n := r.count(); n > 0 && r.err == nil; n-- {
		counts = append(counts, r.uint(docs))
	}
	if r.err != nil {
		return nil, r.err
	}
	bits := r.lists()
	seen := make([]bool, min(docs, 8*len(data)))
	var order []uint32
	for _, n := range counts {
		ids, err := bits.list(n, docs)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if int(id) >= len(seen) || seen[id] {
				return nil, corrupt("document %d is listed twice", id)
			}
			seen[id] = true
		}
		order = append(order, ids...)
	}
	if len(order) != docs {
		return nil, corrupt("%d documents of %d are listed", len(order), docs)
	}
	return order, r.ended(bits)
}
