package sharecard

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
)

// runs compresses bytes that come in runs, as a zlib stream (RFC 1950, 1951) of
// one block: a run is its byte, followed by a repetition of the byte before.
// The code of each symbol is as long as the symbol is rare in this stream.
//
// A compressor looks for what repeats anywhere, which in a card is hardly more
// than its runs. For its lines compress/zlib takes 0.9 ms at the least, and
// klauspost/compress 0.65; this takes 0.25, and gives a twentieth more bytes.
type runs struct {
	tokens []uint16 // a byte; or, from repeat0, how often the one before it comes again
	counts [symbols]int
	s1, s2 uint64 // of the checksum, Adler-32; 630 lines of 601 bytes are far from filling them

	out []byte
	acc uint64 // bits that do not fill a byte yet, the first one lowest
	n   uint   // how many
}

const (
	repeat0    = 256 // repeat0+n repeats n+leastRun times
	leastRun   = 3
	mostRun    = 258
	endOfBlock = 256
	symbols    = 286   // of bytes, the end, and classes of lengths
	longest    = 15    // bits of a code
	adler      = 65521 // the sums are modulo this
)

func (r *runs) reset() {
	r.tokens = r.tokens[:0]
	clear(r.counts[:])
	r.s1, r.s2 = 1, 0
}

// add adds n times a byte.
func (r *runs) add(b byte, n int) {
	if n == 0 {
		return
	}
	times, value := uint64(n), uint64(b)
	r.s2 += times*r.s1 + value*times*(times+1)/2 // as so many steps of s1 += value, s2 += s1
	r.s1 += value * times

	r.literal(b)
	for n--; n >= leastRun; {
		most := min(n, mostRun)
		r.tokens = append(r.tokens, uint16(repeat0+most-leastRun))
		r.counts[lengthClasses[most-leastRun].symbol]++
		n -= most
	}
	for ; n > 0; n-- {
		r.literal(b)
	}
}

func (r *runs) literal(b byte) {
	r.tokens = append(r.tokens, uint16(b))
	r.counts[b]++
}

// stream is the stream of all that was added, which must be two different bytes
// at least. It is valid until the next one.
func (r *runs) stream() []byte {
	r.out, r.acc, r.n = append(r.out[:0], 0x78, 0x01), 0, 0
	r.counts[endOfBlock] = 1
	lengths := codeLengths(r.counts[:], longest)
	codes := canonical(lengths)

	r.put(1|2<<1, 3)                                // the last block, with a code of its own
	r.put(symbols-257|uint64(len(order)-4)<<10, 14) // 286 symbols, one distance
	for _, length := range order {
		n := uint64(4) // bits, for each of the lengths from 0 to 15
		if length > longest {
			n = 0
		}
		r.put(n, 3)
	}
	for _, length := range append(lengths, 1) { // and that of the one distance
		r.put(uint64(bits.Reverse8(length)>>4), 4)
	}

	var words [repeat0 + mostRun - leastRun + 1]code // of every token
	copy(words[:], codes[:256])
	for i, class := range lengthClasses {
		c := codes[class.symbol]
		c.bits |= uint64(class.rest) << c.n
		c.n += class.bits + 1 // the distance is one, and a zero bit says so
		words[repeat0+i] = c
	}
	for _, t := range r.tokens {
		r.put(words[t].bits, words[t].n)
	}
	r.put(codes[endOfBlock].bits, codes[endOfBlock].n)
	for ; r.n > 0; r.n -= min(r.n, 8) {
		r.out = append(r.out, byte(r.acc))
		r.acc >>= 8
	}
	r.out = binary.BigEndian.AppendUint32(r.out, uint32(r.s2%adler<<16|r.s1%adler))
	return r.out
}

// put writes at most 32 bits, the lowest first.
func (r *runs) put(v uint64, n uint) {
	r.acc |= v << r.n
	if r.n += n; r.n >= 32 {
		r.out = binary.LittleEndian.AppendUint32(r.out, uint32(r.acc))
		r.acc >>= 32
		r.n -= 32
	}
}

// order is the one in which the lengths of codes for lengths of codes come.
var order = [...]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// lengthClass says how a repetition is written: a symbol, and bits after it.
type lengthClass struct {
	symbol, rest uint16
	bits         uint
}

// lengthClasses are those of the repetitions from leastRun to mostRun: eight of
// one length, then four each of 2, 4, 8, 16 and 32; the longest has its own.
var lengthClasses = func() (c [mostRun - leastRun + 1]lengthClass) {
	symbol, i := uint16(endOfBlock+1), 0
	for ; i < len(c)-1; symbol++ {
		n := uint(max(0, (int(symbol)-261)/4))
		for rest := 0; rest < 1<<n && i < len(c)-1; rest++ {
			c[i] = lengthClass{symbol, uint16(rest), n}
			i++
		}
	}
	c[i] = lengthClass{symbols - 1, 0, 0}
	return c
}()

// code is how a symbol is written, the first bit lowest.
type code struct {
	bits uint64
	n    uint
}

// canonical gives the codes that follow from their lengths alone.
func canonical(lengths []uint8) []code {
	codes := make([]code, len(lengths))
	next := uint16(0)
	for n := uint8(1); n <= longest; n++ {
		for symbol, length := range lengths {
			if length == n {
				codes[symbol] = code{uint64(bits.Reverse16(next) >> (16 - n)), uint(n)}
				next++
			}
		}
		next <<= 1
	}
	return codes
}

// codeLengths are those of a Huffman code for symbols that occur so often, of
// which at least two do; 0 for one that does not occur. Where a code would be
// longer than most bits, the differences between counts are made smaller.
func codeLengths(counts []int, most uint8) []uint8 {
	lengths := make([]uint8, len(counts))
	var leaves []int
	for symbol, n := range counts {
		if n > 0 {
			leaves = append(leaves, symbol)
		}
	}
	weights := slices.Clone(counts)
	for {
		slices.SortStableFunc(leaves, func(a, b int) int { return cmp.Compare(weights[a], weights[b]) })
		for i, depth := range treeDepths(leaves, weights) {
			lengths[leaves[i]] = depth
		}
		if slices.Max(lengths) <= most {
			return lengths
		}
		for i, n := range weights {
			weights[i] = (n + 1) / 2
		}
	}
}

// treeDepths joins the two lightest trees until one is left, and says how deep
// each leaf is. The leaves come by weight, and so do the trees that are made.
func treeDepths(leaves, weights []int) []uint8 {
	n := len(leaves)
	weight, parent := make([]int, n, 2*n-1), make([]int, 2*n-1)
	for i, symbol := range leaves {
		weight[i] = weights[symbol]
	}
	leaf, tree := 0, n // the lightest that are not joined yet
	lightest := func() (i int) {
		if tree == len(weight) || leaf < n && weight[leaf] <= weight[tree] {
			leaf++
			return leaf - 1
		}
		tree++
		return tree - 1
	}
	for len(weight) < 2*n-1 {
		a, b := lightest(), lightest()
		parent[a], parent[b] = len(weight), len(weight)
		weight = append(weight, weight[a]+weight[b])
	}
	depths := make([]uint8, 2*n-1)
	for i := 2*n - 3; i >= 0; i-- {
		depths[i] = depths[parent[i]] + 1
	}
	return depths[:n]
}
