package sharecard

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/color"
)

// encoder writes canvases as PNG files of four bits a pixel (PNG, third edition,
// sections 5, 9 and 11).
//
// image/png would do, and take twenty times as long: it asks for every pixel by
// itself, uses no filter with a palette, and compresses what may be anything.
// Most lines of a card are equal to the one above, and the others are flat but
// for the edges of letters.
type encoder struct {
	out     bytes.Buffer
	changes runs
}

// The filters of a line.
const (
	filterNone = 0
	filterUp   = 2 // each byte is the difference to the one above
)

// encode returns the PNG of a canvas, in memory of the encoder.
func (e *encoder) encode(c canvas) []byte {
	e.out.Reset()
	e.out.WriteString("\x89PNG\r\n\x1a\n")

	header := binary.BigEndian.AppendUint32(nil, Width)
	header = binary.BigEndian.AppendUint32(header, Height)
	header = append(header, 4, 3, 0, 0, 0) // four bits of a palette; the only compression and filters; not interlaced
	e.chunk("IHDR", header)
	var dyes []byte
	for _, of := range c.Palette {
		rgb := of.(color.RGBA)
		dyes = append(dyes, rgb.R, rgb.G, rgb.B)
	}
	e.chunk("PLTE", dyes)
	e.filter(c)
	e.chunk("IDAT", e.changes.stream())
	e.chunk("IEND", nil)
	return e.out.Bytes()
}

// chunk writes one part of the file: its length, its name, its data, and the sum
// of the last two.
func (e *encoder) chunk(name string, data []byte) {
	e.out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(data))))
	e.out.WriteString(name)
	e.out.Write(data)
	named := e.out.Bytes()[e.out.Len()-len(name)-len(data):]
	e.out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(named)))
}

// filter puts two pixels in a byte and writes, line by line, what changes from
// the line above, or the line itself where fewer groups have an edge than changed.
func (e *encoder) filter(c canvas) {
	e.changes.reset()
	above := blank[:]
	for y := range Height {
		line := c.Pix[y*c.Stride:][:Width]
		if bytes.Equal(line, above) { // as most are
			e.changes.add(filterUp, 1)
			e.changes.add(0, Width/2)
		} else if edges, changes := compare(line, above); edges < changes {
			e.line(filterNone, line, blank[:])
		} else {
			e.line(filterUp, line, above)
		}
		above = line
	}
}

// blank is a line of paper, and what stands above the first.
var blank [Width]uint8

// group is how many pixels are looked at together.
const group = 8

// compare counts the groups of a line that have an edge within them, and those
// that are not as they were above.
func compare(line, above []uint8) (edges, changes int) {
	for x := 0; x < Width; x += group {
		now, was := binary.LittleEndian.Uint64(line[x:]), binary.LittleEndian.Uint64(above[x:])
		if now != now&0xff*0x01_01_01_01_01_01_01_01 {
			edges++
		}
		if now != was {
			changes++
		}
	}
	return edges, changes
}

// line writes the number of a filter and how a line differs from another.
func (e *encoder) line(filter byte, line, from []uint8) {
	e.changes.add(filter, 1)
	last, n := byte(0), 0 // the run that goes on
	for x := 0; x < Width; x += group {
		now, was := (*[group]uint8)(line[x:]), (*[group]uint8)(from[x:])
		if last == 0 && *now == *was {
			n += group / 2
			continue
		}
		for i := 0; i < group; i += 2 {
			change := (now[i]<<4 | now[i+1]) - (was[i]<<4 | was[i+1])
			if change != last {
				e.changes.add(last, n)
				last, n = change, 0
			}
			n++
		}
	}
	e.changes.add(last, n)
}
