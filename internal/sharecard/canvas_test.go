package sharecard

import (
	"bytes"
	"image"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/math/fixed"
)

// dots are the pixels of a canvas, a byte each.
func dots(c *canvas) []uint8 {
	var list []uint8
	for y := range c.lines {
		for _, w := range c.lines[y] {
			for shift := 60; shift >= 0; shift -= 4 {
				list = append(list, uint8(w>>shift&0xf))
			}
		}
	}
	return list
}

func TestRectanglesAreFilled(t *testing.T) {
	c, want, random := new(canvas), make([]uint8, Width*Height), rand.New(rand.NewPCG(5, 6))
	for i := range 100 {
		x, y, with := random.IntN(Width), random.IntN(Height), uint8(i%colors)
		r := image.Rect(x, y, x+random.IntN(min(Width-x, 50)+1), y+random.IntN(min(Height-y, 9)+1))
		if i == 0 {
			r = image.Rect(0, 0, Width, Height)
		}
		c.fill(r, with)
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				want[y*Width+x] = with
			}
		}
		if !bytes.Equal(dots(c), want) {
			t.Fatalf("%v is filled otherwise", r)
		}
	}
}

// TestLettersStandWhereTheFontSays lays lines pixel by pixel as the font draws them:
// with letters that touch, at every place in a word, and some out of the canvas.
func TestLettersStandWhereTheFontSays(t *testing.T) {
	p, out := painter(t), 0
	for i := range 40 {
		c, want := new(canvas), make([]uint8, Width*Height)
		for _, at := range []image.Point{{64 + i, 200}, {70 + i, 204}, {-5 + i, 300}, {Width - 300 + i*5, 400}, {300, i * 2}, {300, Height - i}} {
			for _, face := range []*typeface{p.titles[0], p.award} {
				s := "AVj fƒ«Ñ» y\u0301Ŵ¡"
				c.text(face, s, at.X, at.Y)
				face.each(s, func(l *letter, x fixed.Int26_6) {
					box := l.box.Add(image.Pt(at.X+x.Round(), at.Y))
					if !box.In(image.Rect(0, 0, Width, Height)) {
						out++
						return
					}
					for dy := range box.Dy() {
						for dx := range box.Dx() {
							dot := &want[(box.Min.Y+dy)*Width+box.Min.X+dx]
							*dot = max(*dot, uint8(l.rows[dy*l.words+dx/wordPixels]>>(60-dx%wordPixels*4)&0xf))
						}
					}
				})
			}
		}
		if !bytes.Equal(dots(c), want) {
			t.Errorf("%d pixels on, another picture", i)
		}
	}
	if out == 0 {
		t.Error("no letter was out of the canvas")
	}
}

// TestLettersAreThoseOfTheFont compares with the shapes that the font gives.
func TestLettersAreThoseOfTheFont(t *testing.T) {
	p := painter(t)
	for _, face := range []*typeface{p.titles[0], p.titles[8], p.site} {
		for _, r := range "AjÑ.W «\u0301漢" {
			l := face.letter(r)
			box, mask, at, _, _ := face.face.Glyph(fixed.Point26_6{}, r)
			if l.box != box || len(l.rows) != l.words*box.Dy() || l.words*wordPixels < box.Dx() {
				t.Errorf("%q: %d words a row in %v, not %v", r, l.words, l.box, box)
				continue
			}
			for i := range len(l.rows) * wordPixels {
				x, y := i%(l.words*wordPixels), i/(l.words*wordPixels)
				want := uint8(0)
				if x < box.Dx() {
					_, _, _, cover := mask.At(at.X+x, at.Y+y).RGBA()
					want = face.in.of[cover>>8]
				}
				if got := uint8(l.rows[i/wordPixels] >> (60 - i%wordPixels*4) & 0xf); got != want {
					t.Fatalf("%q: shade %d at %d, %d, not %d", r, got, x, y, want)
				}
			}
		}
	}
}

func TestWhereLettersTouchTheDarkerOneIsSeen(t *testing.T) {
	for a := range uint64(16) {
		for b := range uint64(16) {
			for shift := 0; shift < 64; shift += 4 {
				others := uint64(0x3000_0d00_0070_0001) &^ (0xf << shift)
				if got, want := darker(a<<shift|others, b<<shift|others), max(a, b)<<shift|others; got != want {
					t.Fatalf("%x and %x at %d: %x, not %x", a, b, shift, got, want)
				}
			}
		}
	}
}
