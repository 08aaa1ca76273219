package check

import "unicode/utf8"

// cursor is a place in a text. It moves forward cheaply, so the places of a
// page, which are asked for almost in order, cost one pass over it in all.
type cursor struct {
	off, line, column int
}

// start is the first place of every text.
var start = cursor{line: 1, column: 1}

// to is the place of a byte of data. Columns count characters.
func (c cursor) to(data []byte, off int) cursor {
	off = max(0, min(off, len(data)))
	if off < c.off {
		c = start
	}
	for c.off < off {
		if data[c.off] == '\n' {
			c.line, c.column = c.line+1, 0
		}
		_, size := utf8.DecodeRune(data[c.off:])
		c.off += size
		c.column++
	}
	return c
}

// invalidUTF8 is the place of the first byte that is not UTF-8, or -1.
func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
