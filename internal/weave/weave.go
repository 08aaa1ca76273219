// Package weave draws the woven pattern by which a practice is recognised: on
// its card, its page, its share picture and its printed sheet.
//
// In: the theme, the natural region and the slug of a practice. Out: a Weave,
// which gives a Band and a Square as plain grids of threads. The theme chooses
// the family of motifs, the region the dyes, the slug everything else, so the
// same three words always give the same cloth, and practices of one theme or
// one region look related. All motifs are drawn here, on a grid of seven rows
// (motifs.go); none is copied from another's design.
//
// A page writes a grid as strokes: one SVG path for each Thread, see
// Pattern.Path. Whoever paints pixels reads it with Pattern.At.
package weave

import (
	"hash/fnv"
	"strconv"
)

// Thread is what lies in one cell of the cloth.
type Thread uint8

// The threads of a cloth. Ground is everywhere where nothing else is.
const (
	Ground Thread = iota
	Figure        // the light thread that draws the motif
	Accent        // the second dye

	Threads = iota // how many there are
)

// The sizes of the two cuts, in cells.
const (
	BandWidth   = slots * motifWidth
	BandHeight  = motifHeight + 2
	SquareWidth = 24 // and height
)

const (
	motifWidth  = 12
	motifHeight = 7
	slots       = 4 // motifs side by side in a band
)

// Weave is the cloth of one practice.
type Weave struct {
	Family string // of its motifs, see Families
	Dye    Dye

	slot   [slots]slot
	swap   bool // figure and accent change places
	border int
	heart  int // how the plain stripe between the two halves of a square is striped
}

// slot is one motif of a band.
type slot struct {
	motif          *motif
	mirror, invert bool
}

// Of is the cloth of a practice. theme is the id of its first theme, region is
// costa, sierra, selva or "" when it is not known.
func Of(theme, region, slug string) Weave {
	family := familyOf(theme)
	s := seed(slug)
	w := Weave{Family: family.name, Dye: dyeOf(region, s.pick(2))}
	w.swap = s.pick(3) == 0
	w.border = s.pick(len(borders))
	w.heart = s.pick(len(hearts))
	first := s.pick(len(family.motifs))
	second := s.pick(len(family.motifs))
	mirror, invert := s.pick(2) == 1, s.pick(4)
	for i := range w.slot {
		m := first
		if rhythms[s.rhythm()][i] == 1 {
			m = second
		}
		w.slot[i] = slot{
			motif:  &family.motifs[m],
			mirror: mirror != (i >= slots/2), // the halves look at each other
			invert: invert == 0 && i%2 == 1,
		}
	}
	return w
}

// Theme is the cloth that shows a theme's family of motifs by themselves, undyed.
func Theme(theme string) (Weave, Pattern) {
	family := familyOf(theme)
	w := Weave{Family: family.name, Dye: dyeOf("", 0)}
	for i := range w.slot {
		w.slot[i].motif = &family.motifs[i%len(family.motifs)]
	}
	return w, w.Band()
}

// rhythms are the orders in which two motifs may alternate.
var rhythms = [...][slots]int{{0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 1, 0}, {1, 0, 0, 1}}

// choices are small numbers that follow from a slug.
type choices struct{ bits, first uint64 }

func seed(slug string) *choices {
	h := fnv.New64a()
	h.Write([]byte(slug))
	x := h.Sum64()
	x ^= x >> 31 // FNV leaves the low bits of like words alike
	x *= 0x9e3779b97f4a7c15
	x ^= x >> 29
	return &choices{bits: x, first: x}
}

func (c *choices) pick(n int) int {
	i := int(c.bits % uint64(n))
	c.bits /= uint64(n)
	return i
}

func (c *choices) rhythm() int { return int(c.first >> 60 % uint64(len(rhythms))) }

// Band is the long cut: four motifs between two borders.
func (w Weave) Band() Pattern {
	p := newPattern(BandWidth, BandHeight)
	w.lay(p, 0, w.slot[:])
	return p
}

// Square is the wide cut: the band's motifs in two rows, the second upside
// down, with a plain stripe between them, like the two halves of a carrying
// cloth.
func (w Weave) Square() Pattern {
	p := newPattern(SquareWidth, SquareWidth)
	w.lay(p, 0, w.slot[1:3])
	for y, row := range hearts[w.heart] {
		for x := range p.Width {
			p.set(x, BandHeight+y, w.thread(row[x%len(row)]))
		}
	}
	for y := range BandHeight {
		copy(p.cells[(p.Height-1-y)*p.Width:], p.cells[y*p.Width:(y+1)*p.Width])
	}
	return p
}

func (w Weave) lay(p Pattern, top int, list []slot) {
	edge := borders[w.border]
	for x := range p.Width {
		c := w.thread(edge[x%len(edge)])
		p.set(x, top, c)
		p.set(x, top+BandHeight-1, c)
	}
	for i, s := range list {
		for y, row := range s.motif {
			for x := range motifWidth {
				from := x
				if s.mirror {
					from = motifWidth - 1 - x
				}
				c := w.thread(row[from])
				if s.invert && c != Ground {
					c = Figure + Accent - c
				}
				p.set(i*motifWidth+x, top+1+y, c)
			}
		}
	}
}

// thread reads a letter of a drawing.
func (w Weave) thread(letter byte) Thread {
	c := Ground
	switch letter {
	case '#':
		c = Figure
	case 'o':
		c = Accent
	}
	if w.swap && c != Ground {
		c = Figure + Accent - c
	}
	return c
}

// Pattern is a grid of threads.
type Pattern struct {
	Width, Height int // in cells
	cells         []Thread
}

func newPattern(w, h int) Pattern { return Pattern{w, h, make([]Thread, w*h)} }

func (p Pattern) set(x, y int, t Thread) { p.cells[y*p.Width+x] = t }

// At is the thread in a cell, counted from the upper left corner.
func (p Pattern) At(x, y int) Thread { return p.cells[y*p.Width+x] }

// ViewBox is the viewBox of an SVG in which one cell is one unit.
func (p Pattern) ViewBox() string {
	return "0 0 " + strconv.Itoa(p.Width) + " " + strconv.Itoa(p.Height)
}

// Path is the `d` of an SVG path whose strokes, one unit wide, cover the cells
// of one thread: the middle line of each run of cells, along the rows or down
// the columns, whichever is shorter to write. Every run starts and ends on the
// border of a cell, so that a dash of a little under one unit shows each cell
// as a stitch. The accent is drawn over the figure: where that is shorter, a
// run of the figure passes under it.
func (p Pattern) Path(t Thread) string {
	a := encode(make([]byte, 0, 640), p.cells, t, p.Height, p.Width, p.Width, 1, false)
	d := encode(make([]byte, 0, 640), p.cells, t, p.Width, p.Height, 1, p.Width, true)
	if len(d) < len(a) {
		return string(d)
	}
	return string(a)
}

// encode appends the runs of thread t as moves and straight lines, each from
// where the last one ended. The cells of a line are step apart, the lines
// themselves next apart.
func encode(out []byte, cells []Thread, t Thread, lines, length, next, step int, down bool) []byte {
	draw := byte('h')
	if down {
		draw = 'v'
	}
	lastAt, lastLine, first := 0, 0, true
	for j := range lines {
		for i := 0; i < length; i++ {
			k := j*next + i*step
			if cells[k] != t {
				continue
			}
			start, end := i, i
			for ; i < length && cells[k] >= t; i, k = i+1, k+step {
				if cells[k] == t {
					end = i + 1
				}
			}
			out = append(out, 'm')
			if !down {
				out = append(strconv.AppendInt(out, int64(start-lastAt), 10), ' ')
			}
			if first { // lines run through the middle of their cells
				if j > 0 {
					out = strconv.AppendInt(out, int64(j), 10)
				}
				out = append(out, ".5"...)
			} else {
				out = strconv.AppendInt(out, int64(j-lastLine), 10)
			}
			if down {
				out = strconv.AppendInt(append(out, ' '), int64(start-lastAt), 10)
			}
			out = strconv.AppendInt(append(out, draw), int64(end-start), 10)
			lastAt, lastLine, first = end, j, false
		}
	}
	return out
}
