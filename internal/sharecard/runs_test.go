package sharecard

import (
	"bytes"
	"compress/zlib"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRunsAreReadBack reads with compress/zlib what was written: runs around every
// length at which they are written otherwise, of few bytes and of all.
func TestRunsAreReadBack(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var r runs
	for _, bytesOf := range []int{2, 16, 256} {
		r.reset()
		var want []byte
		for n := range 1300 {
			b := byte(random.IntN(bytesOf))
			r.add(b, n)
			want = append(want, slices.Repeat([]byte{b}, n)...)
		}
		z, err := zlib.NewReader(bytes.NewReader(r.stream()))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(z) // the checksum too
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("of %d bytes: %d of %d are read, %v", bytesOf, len(got), len(want), err)
		}
	}
}

// TestCodesStayShort gives symbols the counts that make the deepest tree.
func TestCodesStayShort(t *testing.T) {
	counts := make([]int, symbols)
	counts[0], counts[1] = 1, 1
	for i := 2; i < 40; i++ {
		counts[i] = counts[i-1] + counts[i-2]
	}
	for _, most := range []uint8{longest, 60} {
		lengths := codeLengths(counts, most)
		if got := slices.Max(lengths); got > most || most == 60 && got != 39 {
			t.Errorf("a code of %d bits, of at most %d", got, most)
		}
		used := uint64(0) // of all codes, in parts of 1<<60
		for symbol, n := range lengths {
			if (n > 0) != (counts[symbol] > 0) {
				t.Fatalf("symbol %d occurs %d times and has %d bits", symbol, counts[symbol], n)
			}
			if n > 0 {
				used += 1 << (60 - n)
			}
		}
		if used != 1<<60 {
			t.Errorf("codes of at most %d bits leave %d", most, 1<<60-used)
		}
	}
}
