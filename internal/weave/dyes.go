package weave

import "image/color"

// Dye names the colours of a cloth. Pages turn Class into colours through
// static/css/telar.css, which has a set for the light and one for the dark;
// whoever paints pixels takes the light set from Colors.
type Dye struct {
	Class  string // "costa", "sierra-2"
	Colors [Threads]color.RGBA
}

// The dyes of the identity, as in static/css/colores.css.
var (
	paper      = color.RGBA{0xfb, 0xf8, 0xf3, 0xff}
	cochineal  = color.RGBA{0xa3, 0x22, 0x3a, 0xff}
	indigo     = color.RGBA{0x27, 0x4b, 0x73, 0xff}
	molle      = color.RGBA{0x3c, 0x6b, 0x4e, 0xff}
	walnut     = color.RGBA{0x6a, 0x48, 0x32, 0xff}
	chilcaPale = color.RGBA{0xe9, 0xb4, 0x4c, 0xff} // chilca as it lights up on a dark ground
	rose       = color.RGBA{0xe3, 0x8a, 0x8f, 0xff} // cochineal with alum
	sky        = color.RGBA{0x8f, 0xb4, 0xd6, 0xff} // indigo, one bath
)

// Dyes are all dyes that a cloth may have: two of each region.
var Dyes = []Dye{
	{"costa", [Threads]color.RGBA{indigo, paper, chilcaPale}},
	{"costa-2", [Threads]color.RGBA{indigo, paper, rose}},
	{"sierra", [Threads]color.RGBA{cochineal, paper, chilcaPale}},
	{"sierra-2", [Threads]color.RGBA{cochineal, paper, sky}},
	{"selva", [Threads]color.RGBA{molle, paper, chilcaPale}},
	{"selva-2", [Threads]color.RGBA{molle, paper, rose}},
	{"otra", [Threads]color.RGBA{walnut, paper, chilcaPale}},
	{"otra-2", [Threads]color.RGBA{walnut, paper, sky}},
}

func dyeOf(region string, variant int) Dye {
	for i := 0; i < len(Dyes)-2; i += 2 {
		if Dyes[i].Class == region {
			return Dyes[i+variant]
		}
	}
	return Dyes[len(Dyes)-2+variant]
}
