package sharecard

import (
	"image"
	"image/color"

	"golang.org/x/image/math/fixed"
)

// canvas is a picture in the planes that a JPEG is made of: brightness for
// every pixel, colour for every fourth. Text is dark on light and only takes
// brightness, which is a third of the work and as sharp as text can be.
type canvas struct{ *image.YCbCr }

func newCanvas(ground color.RGBA) canvas {
	c := canvas{image.NewYCbCr(image.Rect(0, 0, Width, Height), image.YCbCrSubsampleRatio420)}
	c.fill(c.Rect, ground)
	return c
}

// copyFrom makes c what another canvas of the same size is.
func (c canvas) copyFrom(o canvas) {
	copy(c.Y, o.Y)
	copy(c.Cb, o.Cb)
	copy(c.Cr, o.Cr)
}

// fill paints a rectangle. Its edges should be even, because colour is kept
// for squares of two by two pixels.
func (c canvas) fill(r image.Rectangle, with color.RGBA) {
	r = r.Intersect(c.Rect)
	y, cb, cr := color.RGBToYCbCr(with.R, with.G, with.B)
	set := func(row []uint8, v uint8) {
		for i := range row {
			row[i] = v
		}
	}
	for line := r.Min.Y; line < r.Max.Y; line++ {
		at := c.YOffset(r.Min.X, line)
		set(c.Y[at:at+r.Dx()], y)
		if line%2 == 0 || line == r.Min.Y {
			from, to := c.COffset(r.Min.X, line), c.COffset(r.Max.X-1, line)+1
			set(c.Cb[from:to], cb)
			set(c.Cr[from:to], cr)
		}
	}
}

// text sets one line in ink, with its letters standing on the line y.
func (c canvas) text(t *typeface, s string, x, y int, ink color.RGBA) {
	dark, _, _ := color.RGBToYCbCr(ink.R, ink.G, ink.B)
	t.each(s, func(l *letter, at fixed.Int26_6) {
		box := l.box.Add(image.Pt(x+at.Round(), y))
		seen := box.Intersect(c.Rect)
		for line := seen.Min.Y; line < seen.Max.Y; line++ {
			cover := l.cover[(line-box.Min.Y)*box.Dx()+seen.Min.X-box.Min.X:][:seen.Dx()]
			row := c.Y[c.YOffset(seen.Min.X, line):][:seen.Dx()]
			for i, a := range cover {
				if a != 0 {
					row[i] = uint8((uint32(row[i])*(255-uint32(a)) + uint32(dark)*uint32(a) + 127) / 255)
				}
			}
		}
	})
}
