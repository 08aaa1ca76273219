// Package weight says what files weigh on the way to a reader: compressed, as
// every host sends them. In go bytes, out come numbers; it decides nothing.
//
// Compressing everything would take a quarter of the time of a build, and the
// question is nearly always whether a page is above a limit, and the answer no.
// So Over asks cheap questions first: a page that is small as it is, or after
// the fastest compressors there are, is small.
package weight

import (
	"compress/gzip"
	"fmt"
	"strings"
	"sync"

	"github.com/golang/snappy"
)

// Scale weighs. It is safe for many goroutines, and keeps its compressors, as
// each takes a megabyte of tables. The zero value is ready.
type Scale struct {
	fast, full, blocks sync.Pool
}

// Of is the weight of a file in bytes. What does not get smaller goes as it is.
func (s *Scale) Of(data []byte) int {
	return min(len(data), compressed(&s.full, gzip.DefaultCompression, data))
}

// Over reports whether a file weighs more than limit bytes, and then how much.
func (s *Scale) Over(data []byte, limit int) (n int, over bool) {
	switch {
	case len(data) <= limit:
		return 0, false
	// Both find repetitions as gzip does at its best, only fewer, and snappy
	// does not code what is left. What they bring below the limit, it does.
	case s.block(data)+frame <= limit, compressed(&s.fast, gzip.BestSpeed, data) <= limit:
		return 0, false
	}
	n = s.Of(data)
	return n, n > limit
}

// frame is what gzip adds around what it compresses: header, checksum, tables.
const frame = 128

func (s *Scale) block(data []byte) int {
	buf, _ := s.blocks.Get().(*[]byte)
	if buf == nil {
		buf = new([]byte)
	}
	*buf = snappy.Encode((*buf)[:cap(*buf)], data)
	n := len(*buf)
	s.blocks.Put(buf)
	return n
}

func compressed(pool *sync.Pool, level int, data []byte) int {
	w, _ := pool.Get().(*gzip.Writer)
	if w == nil {
		var err error
		if w, err = gzip.NewWriterLevel(nil, level); err != nil {
			panic(err) // the level is a constant
		}
	}
	var n counter
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

// Kilobytes writes a weight for people: 14,3 kB.
func Kilobytes(n int) string {
	return strings.Replace(fmt.Sprintf("%.1f kB", float64(n)/1000), ".", ",", 1)
}
