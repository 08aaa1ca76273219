package shard

import (
	"encoding/binary"
	"unicode/utf8"
)

// header starts every file: two letters, the version, the kind of file.
func header(kind byte) []byte {
	return []byte{'V', 'B', Version, kind}
}

// wire reads the parts of a file that are whole bytes. Its first error sticks,
// and every later read then gives zero.
type wire struct {
	in  []byte
	pos int
	err error
}

func open(data []byte, kind byte) *wire {
	r := &wire{in: data, pos: headerLen}
	switch {
	case len(data) < headerLen || data[0] != 'V' || data[1] != 'B':
		r.err = corrupt("not an index file")
	case data[2] != Version:
		r.err = ErrVersion
	case data[3] != kind:
		r.err = corrupt("a file of kind %q, not %q", data[3], kind)
	}
	return r
}

func (r *wire) fail(format string, args ...any) {
	if r.err == nil {
		r.err = corrupt(format, args...)
	}
}

func (r *wire) byte() byte {
	b := r.bytes(1)
	if r.err != nil {
		return 0
	}
	return b[0]
}

func (r *wire) bytes(n int) []byte {
	if r.err != nil || n < 0 || n > len(r.in)-r.pos {
		r.fail("ends early")
		return nil
	}
	r.pos += n
	return r.in[r.pos-n : r.pos : r.pos]
}

// uint reads a number of at most limit, seven bits a byte, low bits first.
func (r *wire) uint(limit int) int {
	if r.err != nil {
		return 0
	}
	v, n := binary.Uvarint(r.in[r.pos:min(len(r.in), r.pos+5)])
	if n <= 0 || v > uint64(limit) || (n > 1 && r.in[r.pos+n-1] == 0) {
		r.fail("a number is out of range")
		return 0
	}
	r.pos += n
	return int(v)
}

// count reads how many things follow, each of at least one byte.
func (r *wire) count() int {
	return r.uint(len(r.in) - r.pos)
}

func (r *wire) text(limit int) string {
	b := r.bytes(r.uint(limit))
	if !utf8.Valid(b) {
		r.fail("text is not UTF-8")
		return ""
	}
	return string(b)
}

// front reads a word written against the word before it.
func (r *wire) front(prev string) string {
	b := r.byte()
	shared, rest := int(b>>4), int(b&15)
	if shared == 15 {
		shared += r.uint(MaxTerm)
	}
	if rest == 15 {
		rest += r.uint(MaxTerm)
	}
	if shared > len(prev) || shared+rest > MaxTerm {
		r.fail("a word does not follow from the one before")
		return ""
	}
	return prev[:shared] + string(r.bytes(rest))
}

// rest is a bit reader over what follows.
func (r *wire) lists() *bitReader {
	return &bitReader{in: r.in[min(r.pos, len(r.in)):]}
}

func appendUint(dst []byte, v int) []byte {
	return binary.AppendUvarint(dst, uint64(v))
}

func appendText(dst []byte, s string) []byte {
	return append(appendUint(dst, len(s)), s...)
}

// appendFront writes a word against the word before it: one byte holds how
// many bytes they share and how many follow, fifteen of either meaning more.
func appendFront(dst []byte, prev, word string) []byte {
	shared := 0
	for shared < len(prev) && shared < len(word) && prev[shared] == word[shared] {
		shared++
	}
	rest := len(word) - shared
	dst = append(dst, byte(min(shared, 15)<<4|min(rest, 15)))
	if shared >= 15 {
		dst = appendUint(dst, shared-15)
	}
	if rest >= 15 {
		dst = appendUint(dst, rest-15)
	}
	return append(dst, word[shared:]...)
}

// ended checks that a file holds nothing after its last part.
func (r *wire) ended(lists *bitReader) error {
	if r.err == nil && lists.pos != 8*len(lists.in) {
		r.fail("%d bytes too many", len(lists.in)-lists.pos/8)
	}
	return r.err
}
