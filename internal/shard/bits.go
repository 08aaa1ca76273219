package shard

// Numbers inside lists are Rice codes in a stream of bits, the first bit of a
// byte being its lowest. A number v with parameter k is v>>k ones, a zero, and
// the k low bits of v. A quotient of escape or more would be a long run of
// ones: it is written as exactly escape ones and then v in 32 bits.
const escape = 20

type bitWriter struct {
	out  []byte
	acc  uint64
	have uint
}

func (w *bitWriter) bits(v uint64, n uint) {
	w.acc |= v << w.have
	w.have += n
	for w.have >= 8 {
		w.out = append(w.out, byte(w.acc))
		w.acc >>= 8
		w.have -= 8
	}
}

func (w *bitWriter) rice(v uint32, k uint) {
	q := v >> k
	if q >= escape {
		w.bits(1<<escape-1, escape)
		w.bits(uint64(v), 32)
		return
	}
	w.bits(1<<q-1, uint(q)+1)
	w.bits(uint64(v)&(1<<k-1), k)
}

// align ends a list: what follows starts at a whole byte.
func (w *bitWriter) align() {
	if w.have > 0 {
		w.out = append(w.out, byte(w.acc))
		w.acc, w.have = 0, 0
	}
}

type bitReader struct {
	in  []byte
	pos int // in bits
}

func (r *bitReader) bits(n uint) (uint32, error) {
	if r.pos+int(n) > 8*len(r.in) {
		return 0, corrupt("a list ends early")
	}
	var v uint32
	for i := uint(0); i < n; i++ {
		v |= uint32(r.in[r.pos>>3]>>(r.pos&7)&1) << i
		r.pos++
	}
	return v, nil
}

func (r *bitReader) rice(k uint) (uint32, error) {
	q := uint32(0)
	for {
		b, err := r.bits(1)
		if err != nil {
			return 0, err
		}
		if b == 0 {
			break
		}
		if q++; q == escape {
			return r.bits(32)
		}
	}
	low, err := r.bits(k)
	return q<<k | low, err
}

// align skips to the next whole byte; what is skipped must be zero, so that a
// value has one encoding only.
func (r *bitReader) align() error {
	for r.pos&7 != 0 {
		b, err := r.bits(1)
		if err != nil || b != 0 {
			return corrupt("padding is not zero")
		}
	}
	return nil
}

// AppendList adds ascending document numbers, all below docs, as Rice gaps.
func AppendList(dst []byte, ids []uint32, docs int) []byte {
	w := bitWriter{out: dst}
	k := RiceParam(docs, len(ids))
	prev := uint32(0)
	for _, id := range ids {
		w.rice(id-prev, k)
		prev = id + 1
	}
	w.align()
	return w.out
}

func (r *bitReader) list(n, docs int) ([]uint32, error) {
	if n > docs || n > 8*len(r.in)-r.pos {
		return nil, corrupt("a list of %d is too long", n)
	}
	k := RiceParam(docs, n)
	ids := make([]uint32, n)
	next := uint64(0)
	for i := range ids {
		gap, err := r.rice(k)
		if err != nil {
			return nil, err
		}
		id := next + uint64(gap)
		if id >= uint64(docs) {
			return nil, corrupt("document %d of %d", id, docs)
		}
		ids[i] = uint32(id)
		next = id + 1
	}
	return ids, r.align()
}
