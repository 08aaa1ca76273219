package sharecard

import (
	"encoding/binary"
	"hash/crc32"
	"math/bits"
)

// encoder writes canvases as PNG files of four bits a pixel (PNG, third edition,
// sections 5, 9 and 11).
//
// image/png would do, and take thirty times as long: it asks for every pixel by
// itself, uses no filter with a palette, and compresses what may be anything.
// Most lines of a card are equal to the one above, and the others are flat but
// for the edges of letters.
type encoder struct {
	out  []byte
	runs []run // of the lines

	changes [Width / 2]uint8               // the bytes of one line
	edges   [(lineWords + 7) / 8 * 8]uint8 // a bit for each: is it unlike the one before?
}

// The filters of a line.
const (
	filterNone = 0
	filterUp   = 2 // each byte is the difference to the one above
)

// encode returns the PNG of a canvas, in memory of the encoder.
func (e *encoder) encode(c *canvas, with *code) []byte {
	e.out = append(e.out[:0], "\x89PNG\r\n\x1a\n"...)
	e.chunk("IHDR", func(b []byte) []byte {
		b = binary.BigEndian.AppendUint32(b, Width)
		b = binary.BigEndian.AppendUint32(b, Height)
		return append(b, 4, 3, 0, 0, 0) // four bits of a palette; the only compression and filters; not interlaced
	})
	e.chunk("PLTE", func(b []byte) []byte {
		for _, dye := range c.palette {
			b = append(b, dye.R, dye.G, dye.B)
		}
		return b
	})
	e.filter(c)
	e.chunk("IDAT", func(b []byte) []byte { return with.stream(b, e.runs) })
	e.chunk("IEND", func(b []byte) []byte { return b })
	return e.out
}

// chunk writes one part of the file: its length, its name, its data, and the sum
// of the last two.
func (e *encoder) chunk(name string, data func([]byte) []byte) {
	at := len(e.out)
	e.out = data(append(append(e.out, 0, 0, 0, 0), name...))
	named := e.out[at+4:]
	binary.BigEndian.PutUint32(e.out[at:], uint32(len(named)-len(name)))
	e.out = binary.BigEndian.AppendUint32(e.out, crc32.ChecksumIEEE(named))
}

// filter gathers, line by line, what changes from the line above, or the line
// itself where fewer words have an edge than changed.
func (e *encoder) filter(c *canvas) {
	e.runs = e.runs[:0]
	above := &blank
	for y := range c.lines {
		line := &c.lines[y]
		if *line == *above { // as most are
			e.runs = append(e.runs, run{filterUp, 1}, run{0, uint16(len(e.changes))})
		} else if edges, changes := compare(line, above); edges < changes {
			e.line(filterNone, line, &blank)
		} else {
			e.line(filterUp, line, above)
		}
		above = line
	}
}

// blank is a line of paper, and what stands above the first.
var blank pixels

// compare counts the words of a line that have an edge within them, and those
// that are not as they were above.
func compare(line, above *pixels) (edges, changes int) {
	for i, now := range line {
		if now != now&0xf*allPixels {
			edges++
		}
		if now != above[i] {
			changes++
		}
	}
	return edges, changes
}

// line gathers the number of a filter and how a line differs from another. It
// works on eight bytes at once, and then only where a run ends.
func (e *encoder) line(filter byte, line, from *pixels) {
	before := uint64(filter) << 56
	for i, now := range line {
		was := from[i]
		change := ((now | highBits) - was&^highBits) ^ (now^^was)&highBits // byte by byte
		edge := change ^ (change>>8 | before)
		edge = (edge&^highBits + ^uint64(highBits) | edge) & highBits // of bytes that are not zero
		binary.BigEndian.PutUint64(e.changes[8*i:], change)
		e.edges[i] = uint8(edge >> 7 * 0x8040_2010_0804_0201 >> 56) // the eight bits together, the first one lowest
		before = change << 56
	}
	runs, value, start := e.runs, filter, -1 // the run that goes on
	for at := 0; at < len(e.edges); at += 8 {
		for edges := binary.LittleEndian.Uint64(e.edges[at:]); edges != 0; edges &= edges - 1 {
			x := at*8 + bits.TrailingZeros64(edges)
			runs = append(runs, run{value, uint16(x - start)})
			value, start = e.changes[x], x
		}
	}
	e.runs = append(runs, run{value, uint16(len(e.changes) - start)})
}
