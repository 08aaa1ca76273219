package sharecard

import (
	"bytes"
	"image"
	"image/png"
	"math/rand/v2"
	"slices"
	"testing"

	"vitrina/internal/weave"
)

// TestPNGsHoldEveryPixel reads with image/png what the encoder wrote: canvases in
// which lines repeat and in which none does, one after the other in one encoder.
func TestPNGsHoldEveryPixel(t *testing.T) {
	e, random := new(encoder), rand.New(rand.NewPCG(1, 2))
	for name, dot := range map[string]func(x, y int) uint8{
		"empty":   func(int, int) uint8 { return 0 },
		"columns": func(x, _ int) uint8 { return uint8(x % colors) },
		"squares": func(x, y int) uint8 { return uint8((x/16 + y/16) % colors) },
		"noise":   func(int, int) uint8 { return uint8(random.IntN(colors)) },
	} {
		c := newCanvas()
		c.Palette = palette(weave.Of("agua", "selva", "x").Dye.Colors)
		for y := range Height {
			for x := range Width {
				c.Pix[c.PixOffset(x, y)] = dot(x, y)
			}
		}
		m, err := png.Decode(bytes.NewReader(e.encode(c)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := m.(*image.Paletted)
		if got.Rect != c.Rect || !slices.Equal(got.Palette, c.Palette) || !bytes.Equal(got.Pix, c.Pix) {
			t.Errorf("%s: another picture", name)
		}
	}
}
