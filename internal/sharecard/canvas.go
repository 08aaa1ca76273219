package sharecard

import (
	"image"
	"image/color"

	"golang.org/x/image/math/fixed"

	"vitrina/internal/weave"
)

// canvas is a picture of at most 16 colours, so that a PNG keeps two pixels in
// a byte: paper, the threads of the weave, and the shades by which letters end
// softly on paper.
type canvas struct{ *image.Paletted }

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

func (s *shades) lay(p color.Palette, full color.RGBA) {
	for i := range s.steps {
		p[s.first+i] = mix(paper, full, int(i)+1, int(s.steps))
	}
}

// palette is the one of a card with these threads.
func palette(threads [weave.Threads]color.RGBA) color.Palette {
	p := make(color.Palette, colors)
	p[0] = paper
	for i, c := range threads {
		p[thread0+i] = c
	}
	strong.lay(p, ink)
	quiet.lay(p, muted)
	return p
}

// mix is the colour part/of on the way between two.
func mix(from, to color.RGBA, part, of int) color.RGBA {
	between := func(a, b uint8) uint8 { return uint8((int(a)*(of-part) + int(b)*part + of/2) / of) }
	return color.RGBA{between(from.R, to.R), between(from.G, to.G), between(from.B, to.B), 0xff}
}

func newCanvas() canvas { return canvas{image.NewPaletted(image.Rect(0, 0, Width, Height), nil)} }

// fill paints a rectangle.
func (c canvas) fill(r image.Rectangle, with uint8) {
	r = r.Intersect(c.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := c.Pix[c.PixOffset(r.Min.X, y):][:r.Dx()]
		for i := range row {
			row[i] = with
		}
	}
}

// repeat copies a line until n are like it.
func (c canvas) repeat(y, n int) {
	first := c.Pix[y*c.Stride:][:Width]
	for i := 1; i < n; i++ {
		copy(c.Pix[(y+i)*c.Stride:][:Width], first)
	}
}

// frame draws the border of a rectangle, inside it, and empties it.
func (c canvas) frame(r image.Rectangle, stroke int, with uint8) {
	c.fill(r, with)
	c.fill(r.Inset(stroke), 0)
}

// text sets one line on paper, with its letters standing on the line y.
func (c canvas) text(t *typeface, s string, x, y int, in *shades) {
	t.each(s, func(l *letter, at fixed.Int26_6) {
		box := l.box.Add(image.Pt(x+at.Round(), y))
		seen := box.Intersect(c.Rect)
		for line := seen.Min.Y; line < seen.Max.Y; line++ {
			cover := l.cover[(line-box.Min.Y)*box.Dx()+seen.Min.X-box.Min.X:][:seen.Dx()]
			row := c.Pix[c.PixOffset(seen.Min.X, line):][:seen.Dx()]
			for i, a := range cover {
				row[i] = max(row[i], in.of[a]) // where two letters touch, the darker one
			}
		}
	})
}
