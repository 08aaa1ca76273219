package weight

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// texts are pages of every compressibility, from one repeated line to noise.
func texts() [][]byte {
	rng := rand.New(rand.NewPCG(1, 2))
	var out [][]byte
	for _, words := range []int{1, 10, 300, 20_000} {
		for _, size := range []int{0, 100, 5_000, 20_000, 80_000, 300_000} {
			var b bytes.Buffer
			for b.Len() < size {
				fmt.Fprintf(&b, "<p>%x</p>\n", rng.IntN(words)*7919)
			}
			out = append(out, b.Bytes())
		}
	}
	noise := make([]byte, 60_000)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	return append(out, noise, []byte(strings.Repeat("a", 1_000_000)))
}

// The cheap questions never change the answer.
func TestOverAnswersAsFullCompressionWould(t *testing.T) {
	var s Scale
	for i, data := range texts() {
		n := s.Of(data)
		for _, limit := range []int{n / 2, n - 1, n, n + 1, 2 * n, len(data) - 1, len(data), 14_000} {
			if limit < 1 {
				continue
			}
			got, over := s.Over(data, limit)
			if over != (n > limit) || over && got != n {
				t.Errorf("text %d of %d bytes, %d compressed, limit %d: Over = %d, %t", i, len(data), n, limit, got, over)
			}
		}
	}
}

func TestKilobytes(t *testing.T) {
	for n, want := range map[int]string{0: "0,0 kB", 949: "0,9 kB", 14_350: "14,3 kB", 30_000: "30,0 kB"} {
		if got := Kilobytes(n); got != want {
			t.Errorf("Kilobytes(%d) = %q, want %q", n, got, want)
		}
	}
}
