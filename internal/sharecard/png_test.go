package sharecard

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"testing"

	"vitrina/internal/weave"
)

// TestPNGsHoldEveryPixel reads with image/png what the encoder wrote: canvases in
// which lines repeat and in which none does, one after the other in one encoder.
func TestPNGsHoldEveryPixel(t *testing.T) {
	e, with, random := new(encoder), painter(t).code, rand.New(rand.NewPCG(1, 2))
	for name, dot := range map[string]func(x, y int) uint8{
		"empty":           func(int, int) uint8 { return 0 },
		"columns":         func(x, _ int) uint8 { return uint8(x % colors) },
		"squares":         func(x, y int) uint8 { return uint8((x/16 + y/16) % colors) },
		"noise":           func(int, int) uint8 { return uint8(random.IntN(colors)) },
		"some noise":      func(int, int) uint8 { return uint8(max(0, random.IntN(20*colors)-19*colors)) },
		"a filter's byte": func(x, y int) uint8 { return uint8((y+1)*filterUp*(x%2)) % colors },
	} {
		c := new(canvas)
		c.palette = palette(weave.Of("agua", "selva", "x").Dye.Colors)
		for y := range Height {
			for x := range Width {
				c.fill(image.Rect(x, y, x+1, y+1), dot(x, y))
			}
		}
		m, err := png.Decode(bytes.NewReader(e.encode(c, with)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := m.(*image.Paletted)
		if got.Rect != image.Rect(0, 0, Width, Height) || !bytes.Equal(got.Pix, dots(c)) || len(got.Palette) != colors {
			t.Errorf("%s: another picture", name)
		}
		for i, dye := range got.Palette {
			if dye != color.Color(c.palette[i]) {
				t.Errorf("%s: colour %d is %v", name, i, dye)
			}
		}
	}
}
