package check

import (
	"compress/gzip"
	"fmt"
	"strings"
	"sync"

	"vitrina/internal/diag"
)

// scale weighs pages as they travel, compressed. A compressor takes a megabyte
// of tables, so each is used again.
type scale struct {
	most       int
	fast, full sync.Pool
}

func newScale(most int) *scale {
	s := &scale{most: most}
	s.fast.New = func() any { return compressor(gzip.BestSpeed) }
	s.full.New = func() any { return compressor(gzip.DefaultCompression) }
	return s
}

func compressor(level int) *gzip.Writer {
	w, err := gzip.NewWriterLevel(nil, level)
	if err != nil {
		panic(err) // the level is a constant
	}
	return w
}

// weigh warns of a page that takes too many bytes on the way to a reader. Most
// pages pass by their size alone, or by the fastest compression, which is not
// better than the one that counts.
func (s *scale) weigh(f *file) {
	if s.most <= 0 || len(f.data) <= s.most || compressed(&s.fast, f.data) <= s.most {
		return
	}
	if n := compressed(&s.full, f.data); n > s.most {
		f.note(-1, diag.Warning, fmt.Sprintf("la página pesa %s comprimida y el límite es %s", kilobytes(n), kilobytes(s.most)),
			"reparta su contenido en varias páginas", "")
	}
}

func compressed(pool *sync.Pool, data []byte) int {
	var n counter
	w := pool.Get().(*gzip.Writer)
	w.Reset(&n)
	w.Write(data) // a counter takes everything
	w.Close()
	pool.Put(w)
	return int(n)
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func kilobytes(n int) string {
	return strings.Replace(fmt.Sprintf("%.1f kB", float64(n)/1000), ".", ",", 1)
}
