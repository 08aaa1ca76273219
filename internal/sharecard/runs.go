package sharecard

import (
	"cmp"
	"encoding/binary"
	"iter"
	"math/bits"
	"slices"
)

// run is a byte that comes some times in a row: at least once, at most in a whole
// line and the number of its filter.
type run struct {
	value byte
	times uint16
}

// code compresses runs, as a zlib stream (RFC 1950, 1951) of one block: a run is
// its byte, followed by a repetition of the byte before. The word of each symbol is
// as long as the symbol is rare in a sample.
//
// A compressor looks for what repeats anywhere, which in a card is hardly more than
// its runs, and counts the symbols of every stream, which in cards are alike. For
// the lines of one, compress/zlib takes 0.9 ms at the least, and klauspost/compress
// 0.65; this takes 0.07, and gives a fifteenth more bytes.
type code struct {
	begin []byte                 // of every stream: how symbols are written
	head  word                   // and its last bits, which do not fill a byte
	once  [leastRepeat][256]word // a byte; twice; three times
	runs  [mostRun + 1]tail      // by their times
	end   word
}

// tail is how a run goes on after its first words.
type tail struct {
	word
	after *[256]word // by its byte
}

// word is some bits, the first one lowest.
type word struct {
	bits uint64
	n    uint // how many, at most 56
}

// then is a word and another one after it.
func (w word) then(next word) word { return word{w.bits | next.bits<<w.n, w.n + next.n} }

const (
	mostRun     = 1 + Width/2
	leastRepeat = 3
	mostRepeat  = 258
	endOfBlock  = 256
	symbols     = 286   // of bytes, the end, and classes of lengths
	longest     = 12    // bits of a symbol, so that those of a run fill no more than a word
	adler       = 65521 // the sums are modulo this
)

// newCode is the code that suits a sample. It writes all other runs, too.
func newCode(sample []run) *code {
	counts := slices.Repeat([]int{1}, symbols)
	for _, r := range sample {
		counts[r.value]++
		if r.times > leastRepeat {
			for symbol := range repetitions(int(r.times) - 1) {
				counts[symbol]++
			}
		}
	}
	lengths := codeLengths(counts, longest)
	words := canonical(lengths)
	c := &code{begin: []byte{0x78, 0x01}, end: words[endOfBlock]}
	put := func(v uint64, n uint) {
		for c.head = c.head.then(word{v, n}); c.head.n >= 8; c.head.n -= 8 {
			c.begin = append(c.begin, byte(c.head.bits))
			c.head.bits >>= 8
		}
	}
	put(1|2<<1, 3)                                // the last block, with a code of its own
	put(symbols-257|uint64(len(order)-4)<<10, 14) // 286 symbols, one distance
	for _, length := range order {
		n := uint64(4) // bits, for each of the lengths from 0 to 15
		if length > 15 {
			n = 0
		}
		put(n, 3)
	}
	for _, length := range append(lengths, 1) { // and that of the one distance
		put(uint64(bits.Reverse8(length)>>4), 4)
	}

	for b, w := range words[:256] {
		c.once[0][b], c.once[1][b], c.once[2][b] = w, w.then(w), w.then(w).then(w)
	}
	for times := 1; times <= mostRun; times++ {
		if times <= leastRepeat {
			c.runs[times].after = &c.once[times-1]
			continue
		}
		t := tail{after: &c.once[0]}
		for symbol, rest := range repetitions(times - 1) {
			t.word = t.then(words[symbol]).then(rest)
		}
		c.runs[times] = t
	}
	return c
}

// repetitions are the symbols that repeat a byte so often, at least leastRepeat
// times, and the bits after each: which of the lengths of a symbol is meant, and a
// zero for the distance, which is one.
func repetitions(n int) iter.Seq2[int, word] {
	return func(yield func(int, word) bool) {
		for n > 0 {
			part := min(n, mostRepeat)
			if left := n - part; left > 0 && left < leastRepeat {
				part -= leastRepeat // and leave enough
			}
			n -= part
			symbol, rest := symbols-1, word{0, 1} // the longest has its own
			if length := part - leastRepeat; part < mostRepeat {
				extra := max(0, bits.Len(uint(length))-3) // first eight symbols of one length, then four of 2, of 4 …
				symbol = endOfBlock + 1 + 4*extra + length>>extra
				rest = word{uint64(length & (1<<extra - 1)), uint(extra) + 1}
			}
			if !yield(symbol, rest) {
				return
			}
		}
	}
}

// stream appends the stream of some runs to b.
func (c *code) stream(b []byte, runs []run) []byte {
	b = append(b, c.begin...)
	at := len(b)
	b = slices.Grow(b, 8*len(runs)+16)
	b = b[:cap(b)]
	acc, n := c.head.bits, c.head.n // bits that do not fill a byte yet
	for _, r := range runs {
		tail := &c.runs[r.times]
		first := &tail.after[r.value]
		acc |= (first.bits | tail.bits<<(first.n&63)) << (n & 63)
		n += first.n + tail.n
		binary.LittleEndian.PutUint64(b[at:], acc)
		at += int(n / 8)
		acc >>= n & 56
		n &= 7
	}
	last := word{acc, n}.then(c.end)
	binary.LittleEndian.PutUint64(b[at:], last.bits)
	b = b[:at+int(last.n+7)/8]
	return binary.BigEndian.AppendUint32(b, checksum(runs))
}

// checksum is Adler-32: s1 grows evenly along a run, and s2 by all that s1 is on
// the way. 630 lines of 601 bytes are far from filling them.
func checksum(runs []run) uint32 {
	s1, twice := uint64(1), uint64(0) // and two times s2
	for _, r := range runs {
		rise := uint64(r.value) * uint64(r.times)
		twice += uint64(r.times)*(2*s1+rise) + rise
		s1 += rise
	}
	return uint32(twice/2%adler<<16 | s1%adler)
}

// order is the one in which the lengths of codes for lengths of codes come.
var order = [...]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// canonical gives the words of symbols that follow from their lengths alone.
func canonical(lengths []uint8) []word {
	words := make([]word, len(lengths))
	next := uint16(0)
	for n := uint8(1); n <= longest; n++ {
		for symbol, length := range lengths {
			if length == n {
				words[symbol] = word{uint64(bits.Reverse16(next) >> (16 - n)), uint(n)}
				next++
			}
		}
		next <<= 1
	}
	return words
}

// codeLengths are those of a Huffman code for symbols that occur so often, each of
// them at least once. Where a word would be longer than most bits, the differences
// between counts are made smaller.
func codeLengths(counts []int, most uint8) []uint8 {
	type tree struct {
		weight int
		leaves []int
	}
	lighter := func(a, b tree) int { return cmp.Compare(a.weight, b.weight) }
	var trees []tree
	for symbol, n := range counts {
		trees = append(trees, tree{n, []int{symbol}})
	}
	slices.SortStableFunc(trees, lighter)
	lengths := make([]uint8, len(counts))
	for len(trees) > 1 { // join the two lightest
		a, b := trees[0], trees[1]
		both := tree{a.weight + b.weight, slices.Concat(a.leaves, b.leaves)}
		for _, symbol := range both.leaves {
			lengths[symbol]++
		}
		at, _ := slices.BinarySearchFunc(trees, both, lighter)
		trees = slices.Insert(trees, at, both)[2:]
	}
	if slices.Max(lengths) <= most {
		return lengths
	}
	flatter := make([]int, len(counts))
	for symbol, n := range counts {
		flatter[symbol] = (n + 1) / 2
	}
	return codeLengths(flatter, most)
}
