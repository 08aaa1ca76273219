package sharecard

import (
	"bytes"
	"compress/zlib"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
)

// codes are some of very different samples: of nothing, of one run, with every byte,
// with the counts that make the deepest tree, and of a card.
func codes(t *testing.T) map[string]*code {
	all, deep := []run(nil), []run(nil)
	for b := range 256 {
		all = append(all, run{uint8(b), uint16(1 + b%mostRun)})
	}
	for i, times, next := 0, 1, 1; i < 24; i, times, next = i+1, next, times+next {
		deep = append(deep, slices.Repeat([]run{{uint8(i), 1}}, times)...)
	}
	return map[string]*code{
		"nothing": newCode(nil), "one run": newCode([]run{{7, mostRun}}), "all bytes": newCode(all),
		"a deep tree": newCode(deep), "a card": painter(t).code,
	}
}

// TestRunsAreReadBack reads with compress/zlib what was written with each code: runs
// of every length, of few bytes and of all, whether the sample had them or not.
func TestRunsAreReadBack(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for name, c := range codes(t) {
		for _, bytesOf := range []int{1, 2, 16, 256} {
			var runs []run
			var want []byte
			for times := 1; times <= mostRun; times++ {
				r := run{uint8(random.IntN(bytesOf)), uint16(times)}
				if bytesOf == 256 {
					r.value = uint8(times) // to miss none
				}
				runs = append(runs, r)
				want = append(want, slices.Repeat([]byte{r.value}, times)...)
			}
			before := []byte("what was there")
			stream, ok := bytes.CutPrefix(c.stream(slices.Clone(before), runs), before)
			z, err := zlib.NewReader(bytes.NewReader(stream))
			if !ok || err != nil {
				t.Fatalf("%s: %t, %v", name, ok, err)
			}
			got, err := io.ReadAll(z) // the checksum too
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: of %d bytes: %d of %d are read, %v", name, bytesOf, len(got), len(want), err)
			}
		}
	}
}

// TestARunFillsNoMoreThanAWord looks at each word that may be added to seven bits.
func TestARunFillsNoMoreThanAWord(t *testing.T) {
	for name, c := range codes(t) {
		for times := 1; times <= mostRun; times++ {
			tail := c.runs[times]
			for value, first := range tail.after {
				if n := first.n + tail.n; n == 0 || n > 56 || first.bits>>first.n != 0 || tail.bits>>tail.n != 0 {
					t.Fatalf("%s: %d times %d has %d bits, %b %b", name, times, value, n, first, tail.word)
				}
			}
		}
	}
}

// TestTheSampleIsLikeOtherCards compares with the code that would be best for a card.
func TestTheSampleIsLikeOtherCards(t *testing.T) {
	p := painter(t)
	for _, title := range []string{"Radio Warmi", example().Title, "Ñandúes, güiros y té: cómo 27 familias volvieron a sembrar junto al río en un año de sequía, con ayuda del distrito"} {
		c := example()
		c.Title = title
		m, e := new(canvas), new(encoder)
		p.draw(m, c)
		e.filter(m)
		if got, best := len(p.code.stream(nil, e.runs)), len(newCode(e.runs).stream(nil, e.runs)); got > best*104/100 {
			t.Errorf("%q: %d bytes, and %d with a code of its own", title, got, best)
		}
	}
}

// TestCodesStayShort gives symbols the counts that make the deepest tree.
func TestCodesStayShort(t *testing.T) {
	counts := []int{1, 1}
	for i := 2; i < 40; i++ {
		counts = append(counts, counts[i-1]+counts[i-2])
	}
	for _, most := range []uint8{longest, 60} {
		lengths := codeLengths(counts, most)
		if got := slices.Max(lengths); got > most || most == 60 && got != 39 {
			t.Errorf("a code of %d bits, of at most %d", got, most)
		}
		used := uint64(0) // of all codes, in parts of 1<<60
		for symbol, n := range lengths {
			if n == 0 {
				t.Fatalf("symbol %d has no bits", symbol)
			}
			used += 1 << (60 - n)
		}
		if used != 1<<60 {
			t.Errorf("codes of at most %d bits leave %d", most, 1<<60-used)
		}
	}
}
