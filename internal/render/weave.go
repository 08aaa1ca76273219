package render

import (
	"fmt"
	"html/template"

	"vitrina/internal/site"
	"vitrina/internal/weave"
)

func weaveOf(p *site.Practice) weave.Weave {
	theme := ""
	if len(p.Themes) > 0 {
		theme = p.Themes[0].Entry.ID
	}
	return weave.Of(theme, p.Municipality.Entry.Region, p.Entry.Slug)
}

// clothBand is the band of a practice, woven once for each Site: it stands on its
// page, its card and in booklets.
func (b *builder) clothBand(p *site.Practice) template.HTML {
	if c, ok := b.kept.bands.Load(p); ok {
		return c.(template.HTML)
	}
	w := weaveOf(p)
	c := b.cloth(w, w.Band())
	if b.err == nil {
		b.kept.bands.Store(p, c)
	}
	return c
}

func (b *builder) cloth(w weave.Weave, p weave.Pattern) template.HTML {
	type view struct {
		Class          string // of its dyes
		ViewBox        string
		Figure, Accent string // paths
	}
	return b.fill("telar", view{w.Dye.Class, p.ViewBox(), p.Path(weave.Figure), p.Path(weave.Accent)})
}

// picto is the path of a pictogram, for the templates.
func picto(name string) (string, error) {
	d, ok := pictos[name]
	if !ok {
		return "", fmt.Errorf("no hay un pictograma %q", name)
	}
	return d, nil
}

// pictos are the pictograms of what a practice needs, stitched like the rest.
// Their names are those of the texts necesita.<name>.
var pictos = map[string]string{
	"costo": draw( // a coin
		"...#####...",
		".##.....##.",
		".#..#.#..#.",
		"#..#####..#",
		"#..#.#....#",
		"#..#####..#",
		"#....#.#..#",
		"#..#####..#",
		".#..#.#..#.",
		".##.....##.",
		"...#####...",
	),
	"equipo": draw( // three people
		".....#.....",
		"....###....",
		".#...#...#.",
		"###.###.###",
		".#.#####.#.",
		"####.#.####",
		"#.#..#..#.#",
		".#..###..#.",
		".#..#.#..#.",
		"#.#.#.#.#.#",
		"#.#.#.#.#.#",
	),
	"internet": draw( // waves in the air
		"..#######..",
		".##.....##.",
		"##..###..##",
		"#..#####..#",
		"..##...##..",
		".##.....##.",
		"....###....",
		"...#####...",
		"...#...#...",
		".....#.....",
		"....###....",
	),
	"energia": draw( // a flash
		".....####..",
		"....####...",
		"....###....",
		"...####....",
		"...#######.",
		"..#######..",
		".....###...",
		"....###....",
		"....##.....",
		"...##......",
		"...#.......",
	),
	"vehiculo": draw( // a pick-up
		"...........",
		".#####.....",
		".#..#.#....",
		".#..#..#...",
		".#..######.",
		"###########",
		"###########",
		"##.###.####",
		".###.####..",
		"..#...##...",
		"...........",
	),
	"telefono": draw( // a telephone
		".##........",
		"####.......",
		"####.......",
		"###........",
		".##........",
		".###.......",
		"..###...##.",
		"...########",
		"....#######",
		".....#####.",
		"...........",
	),
}

// draw is the path of a pictogram.
func draw(rows ...string) string { return weave.Drawing(rows...).Path(weave.Figure) }
