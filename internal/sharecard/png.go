package sharecard

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image/color"
)

// encoder writes canvases as PNG files of four bits a pixel (PNG, third edition,
// sections 5, 9 and 11).
//
// image/png would do, and take four times as long: it asks for every pixel by
// itself, and knows no filter for a palette. Most lines of a card are equal to the
// one above, which the filter "up" says in zeros; so a quick level of compression
// gives as few bytes as a slow one.
type encoder struct {
	out   bytes.Buffer
	lines []byte // packed, each after the number of its filter
	zip   *zlib.Writer
}

const compression = 4 // 17.0 kB in 1.7 ms; 6 gives 15.9 in 3.3, and 1 gives 19.0 in 1.1

// The filters of a line.
const (
	filterNone = 0
	filterUp   = 2
)

func newEncoder() *encoder {
	e := &encoder{lines: make([]byte, 0, Height*(1+Width/2))}
	e.zip, _ = zlib.NewWriterLevel(nil, compression) // fails for unknown levels only
	return e
}

// encode returns the PNG of a canvas, in memory of the encoder.
func (e *encoder) encode(c canvas) []byte {
	e.pack(c)
	e.out.Reset()
	e.out.WriteString("\x89PNG\r\n\x1a\n")

	header := binary.BigEndian.AppendUint32(nil, Width)
	header = binary.BigEndian.AppendUint32(header, Height)
	header = append(header, 4, 3, 0, 0, 0) // four bits of a palette; the only compression and filters; not interlaced
	e.chunk("IHDR", func() { e.out.Write(header) })
	e.chunk("PLTE", func() {
		for _, of := range c.Palette {
			rgb := of.(color.RGBA)
			e.out.Write([]byte{rgb.R, rgb.G, rgb.B})
		}
	})
	e.chunk("IDAT", func() {
		e.zip.Reset(&e.out) // memory takes all that is written
		e.zip.Write(e.lines)
		e.zip.Close()
	})
	e.chunk("IEND", func() {})
	return e.out.Bytes()
}

// chunk writes one part of the file: its length, its name, what data writes, and
// the sum of the last two.
func (e *encoder) chunk(name string, data func()) {
	start := e.out.Len()
	e.out.WriteString("\x00\x00\x00\x00" + name)
	data()
	chunk := e.out.Bytes()[start:]
	binary.BigEndian.PutUint32(chunk, uint32(len(chunk)-8))
	e.out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk[4:])))
}

// pack puts two pixels in a byte, line by line.
func (e *encoder) pack(c canvas) {
	e.lines = e.lines[:0]
	var above []uint8
	for y := range Height {
		line := c.Pix[y*c.Stride:][:Width]
		if bytes.Equal(line, above) {
			e.lines = append(e.lines, filterUp)
			e.lines = append(e.lines, make([]byte, Width/2)...)
		} else {
			e.lines = append(e.lines, filterNone)
			for x := 0; x < Width; x += 2 {
				e.lines = append(e.lines, line[x]<<4|line[x+1])
			}
		}
		above = line
	}
}
