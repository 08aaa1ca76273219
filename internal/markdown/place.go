package markdown

import (
	"bytes"
	"unicode/utf8"

	"vitrina/internal/diag"
)

// cursor turns offsets in the body into lines and columns of the file. The
// offsets asked for mostly grow, so it goes on from the last one: a body that
// is one long line full of links is still read once.
type cursor struct {
	src   []byte
	first int // file line of the first line of src

	at   int // offset of the last answer
	line int // lines before it
	col  int // characters before it in its line
}

func (c *cursor) pos(at int) diag.Pos {
	at = max(0, min(at, len(c.src)))
	if at < c.at {
		c.at, c.line, c.col = 0, 0, 0
	}
	between := c.src[c.at:at]
	if n := bytes.Count(between, []byte("\n")); n > 0 {
		c.line += n
		c.col = 0
		between = between[bytes.LastIndexByte(between, '\n')+1:]
	}
	c.col += utf8.RuneCount(between)
	c.at = at
	return diag.Pos{Line: c.first + c.line, Column: c.col + 1}
}
