package sharecard

import (
	"image"
	"image/color"

	"golang.org/x/image/math/fixed"

	"vitrina/internal/weave"
)

// canvas is a picture of at most 16 colours, so that a PNG keeps two pixels in
// a byte: paper, the threads of the weave, and the shades by which letters end
// softly on paper. It keeps as many itself: most of the work is to go through it.
type canvas struct {
	lines   [Height]pixels
	palette [colors]color.RGBA
}

// pixels are a line of a canvas: 16 in a word, the first one in its highest bits.
type pixels [lineWords]uint64

const (
	wordPixels = 16
	lineWords  = Width / wordPixels
	allPixels  = 0x1111_1111_1111_1111 // times one: 16 of it
	lowHalves  = 0x0f0f_0f0f_0f0f_0f0f // of all bytes
	highBits   = 0x8080_8080_8080_8080
)

// Where colours stand in the palette. The zero pixel is paper.
const (
	thread0 = 1 // the threads of the weave follow, see weave.Thread
	ink0    = thread0 + weave.Threads
	muted0  = ink0 + 8
	colors  = muted0 + 4
)

// shades are the colours of the palette from nearly paper to an ink.
type shades struct {
	first, steps uint8
	of           [256]uint8 // the one of a pixel that a letter covers, of 255 parts
}

var (
	strong = newShades(ink0, muted0-ink0)
	quiet  = newShades(muted0, colors-muted0)
)

func newShades(first, steps uint8) *shades {
	s := &shades{first: first, steps: steps}
	for cover := range s.of {
		if step := uint8((cover*int(steps) + 127) / 255); step > 0 {
			s.of[cover] = first + step - 1
		}
	}
	return s
}

func (s *shades) full() uint8 { return s.first + s.steps - 1 }

func (s *shades) lay(p *[colors]color.RGBA, full color.RGBA) {
	for i := range s.steps {
		p[s.first+i] = mix(paper, full, int(i)+1, int(s.steps))
	}
}

// palette is the one of a card with these threads.
func palette(threads [weave.Threads]color.RGBA) (p [colors]color.RGBA) {
	p[0] = paper
	copy(p[thread0:], threads[:])
	strong.lay(&p, ink)
	quiet.lay(&p, muted)
	return p
}

// mix is the colour part/of on the way between two.
func mix(from, to color.RGBA, part, of int) color.RGBA {
	between := func(a, b uint8) uint8 { return uint8((int(a)*(of-part) + int(b)*part + of/2) / of) }
	return color.RGBA{between(from.R, to.R), between(from.G, to.G), between(from.B, to.B), 0xff}
}

// fill paints a rectangle.
func (c *canvas) fill(r image.Rectangle, with uint8) {
	for i := r.Min.X / wordPixels; i*wordPixels < r.Max.X; i++ {
		left, right := max(0, r.Min.X-i*wordPixels), max(0, (i+1)*wordPixels-r.Max.X) // pixels beside it
		mask := ^uint64(0) >> (4 * left) & (^uint64(0) << (4 * right))
		for y := r.Min.Y; y < r.Max.Y; y++ {
			c.lines[y][i] = c.lines[y][i]&^mask | allPixels*uint64(with)&mask
		}
	}
}

// repeat copies a line until n are like it.
func (c *canvas) repeat(y, n int) {
	for i := 1; i < n; i++ {
		c.lines[y+i] = c.lines[y]
	}
}

// frame draws the border of a rectangle, inside it, and empties it.
func (c *canvas) frame(r image.Rectangle, stroke int, with uint8) {
	c.fill(r, with)
	c.fill(r.Inset(stroke), 0)
}

// text sets one line on paper, with its letters standing on the line y. A letter
// that has no room on the canvas is left out.
func (c *canvas) text(t *typeface, s string, x, y int) {
	t.each(s, func(l *letter, at fixed.Int26_6) {
		box := l.box.Add(image.Pt(x+at.Round(), y))
		if !box.In(image.Rect(0, 0, Width, Height)) {
			return
		}
		first, shift := box.Min.X/wordPixels, 4*uint(box.Min.X%wordPixels)
		y := box.Min.Y
		for rows := l.rows; len(rows) > 0; rows = rows[l.words:] {
			line := c.lines[y][first:]
			var rest uint64 // of a word, in the next one
			for i, w := range rows[:l.words] {
				line[i] = darker(line[i], w>>shift|rest)
				rest = w << (64 - shift)
			}
			if rest != 0 {
				line[l.words] = darker(line[l.words], rest)
			}
			y++
		}
	})
}

// darker is the higher of each of 16 pixels: where two letters touch.
func darker(a, b uint64) uint64 {
	if a == 0 || b == 0 {
		return a | b
	}
	higher := func(a, b uint64) uint64 { // of eight, in the low halves of bytes
		ahead := ((a | highBits) - b) & highBits // is a not the lower one?
		first := ahead>>3 - ahead>>7
		return a&first | b&^first
	}
	return higher(a&lowHalves, b&lowHalves) | higher(a>>4&lowHalves, b>>4&lowHalves)<<4
}
