package sharecard

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifbold"
	"golang.org/x/image/font/opentype"

	"vitrina/internal/weave"
)

// Where things stand, in pixels.
const (
	cell        = wordPixels // of the weave
	bandHeight  = weave.BandHeight * cell
	hem         = 8 // a plain stripe below it
	margin      = 64
	measure     = Width - 2*margin
	awardLine   = bandHeight + hem + 78 // on which the award stands
	titleTop    = awardLine + 34        // above the first line of the title
	titleBottom = Height - 112          // below the last
	footLine    = Height - 56           // on which place and site stand
	titleMost   = 4                     // lines
	leading     = 116                   // of a title, in hundredths of its size
	gutter      = 40                    // between place and site
	labelPad    = 12                    // around the label
	labelStroke = 3                     // of its frame
)

var (
	paper = color.RGBA{0xfb, 0xf8, 0xf3, 0xff}
	ink   = color.RGBA{0x1d, 0x23, 0x29, 0xff}
	muted = color.RGBA{0x54, 0x5b, 0x62, 0xff}
)

// titleSizes are the sizes that a title may have; the largest in which it
// takes its room is used. In the smallest, 120 of the widest letters fit.
var titleSizes = [...]int{82, 76, 70, 64, 58, 52, 46, 40, 34}

// sample is a card like most.
var sample = Card{
	Slug: "muestra", Title: "Vecinas y funcionarios del municipio, juntos: guía y calendario de la práctica que ganó",
	Place: "Quillarumi, Áncash", Award: "Práctica ganadora · 2023", Label: "Ejemplo", Site: "Vitrina de buenas prácticas municipales",
}

// Painter draws cards. It is safe for concurrent use.
type Painter struct {
	titles                    []*typeface // by titleSizes
	award, place, site, label *typeface
	code                      *code // which suits the sample
	canvases, encoders        sync.Pool
}

// NewPainter reads the fonts, and draws the sample.
func NewPainter() (*Painter, error) {
	p := &Painter{}
	p.canvases.New = func() any { return new(canvas) }
	p.encoders.New = func() any { return new(encoder) }
	var err error
	read := func(ttf []byte) *opentype.Font {
		f, e := opentype.Parse(ttf)
		if e != nil && err == nil {
			err = fmt.Errorf("font: %w", e)
		}
		return f
	}
	at := func(f *opentype.Font, size int, in *shades) *typeface {
		if err != nil {
			return nil
		}
		t, e := newTypeface(f, size, in)
		err = e
		return t
	}
	serif, sans, bold := read(liberationserifbold.TTF), read(liberationsansregular.TTF), read(liberationsansbold.TTF)
	for _, size := range titleSizes {
		p.titles = append(p.titles, at(serif, size, strong))
	}
	p.award, p.site = at(sans, 30, quiet), at(sans, 26, quiet)
	p.place, p.label = at(bold, 34, strong), at(bold, 26, strong)
	if err != nil {
		return nil, err
	}
	m, e := new(canvas), new(encoder)
	p.draw(m, sample)
	e.filter(m)
	p.code = newCode(e.runs)
	return p, nil
}

// Draw returns the PNG of a card.
func (p *Painter) Draw(c Card) []byte {
	m := p.canvases.Get().(*canvas)
	defer p.canvases.Put(m)
	p.draw(m, c)

	e := p.encoders.Get().(*encoder)
	defer p.encoders.Put(e)
	return bytes.Clone(e.encode(m, p.code))
}

// draw paints a card over whatever is on a canvas.
func (p *Painter) draw(m *canvas, c Card) {
	clear(m.lines[:])
	p.cloth(m, c)
	p.words(m, c)
}

// cloth lays the band of the practice across the top, and repeats it until the
// edge.
func (p *Painter) cloth(m *canvas, c Card) {
	w := weave.Of(c.Theme, c.Region, c.Slug)
	band := w.Band()
	m.palette = palette(w.Dye.Colors)
	for y := range band.Height {
		for x := range lineWords { // a cell is a word
			m.lines[y*cell][x] = allPixels * uint64(thread0+band.At(x%band.Width, y))
		}
		m.repeat(y*cell, cell)
	}
	m.fill(image.Rect(0, bandHeight, Width, bandHeight+hem), thread0+uint8(weave.Ground))
}

func (p *Painter) words(m *canvas, c Card) {
	x := margin
	if label := p.label.cut(clean(c.Label), measure-2*labelPad); label != "" {
		width := p.label.width(label)
		box := image.Rect(x, awardLine-p.label.ascent-labelPad, x+width+2*labelPad, awardLine+labelPad)
		m.frame(box, labelStroke, strong.full())
		m.text(p.label, label, x+labelPad, awardLine)
		x = box.Max.X + 20
	}
	m.text(p.award, p.award.cut(clean(c.Award), Width-margin-x), x, awardLine)

	face, lines := p.title(clean(c.Title))
	step := face.size * leading / 100
	y := titleTop + face.ascent
	for _, line := range lines {
		m.text(face, line, margin, y+(step-face.size))
		y += step
	}

	site := p.site.cut(clean(c.Site), measure/2)
	width := p.site.width(site)
	m.text(p.site, site, Width-margin-width, footLine)
	m.text(p.place, p.place.cut(clean(c.Place), measure-width-gutter), margin, footLine)
}

// title chooses the size of a title and breaks it into lines.
func (p *Painter) title(s string) (*typeface, []string) {
	for _, t := range p.titles {
		title := t.set(s)
		if n := len(title.wrap(measure)); n <= titleMost && n*t.size*leading/100 <= titleBottom-titleTop {
			return t, title.balance(measure)
		}
	}
	t := p.titles[len(p.titles)-1]
	lines := t.set(s).wrap(measure)
	lines = lines[:min(len(lines), titleMost)]
	last := len(lines) - 1
	lines[last] = t.cut(lines[last]+" …", measure)
	return t, lines
}
