package render

import (
	"slices"
	"strconv"
)

// The map of tiles: every department is one square of the same size, near where
// it lies, so that Callao is as easy to hit with a thumb as Loreto. Drawn here;
// no boundary data stands behind it.

// tilePlace is where a department stands on the map of tiles, and the letters
// by which it is known.
type tilePlace struct {
	column, row int
	letters     string
}

// tilePlaces are the places of the 25 departments, by their code.
var tilePlaces = map[string]tilePlace{
	"24": {0, 0, "TUM"}, "01": {2, 0, "AMA"},
	"20": {0, 1, "PIU"}, "06": {1, 1, "CAJ"}, "22": {2, 1, "SMA"}, "16": {3, 1, "LOR"},
	"14": {0, 2, "LAM"}, "13": {1, 2, "LAL"}, "10": {2, 2, "HUC"}, "25": {3, 2, "UCA"},
	"02": {1, 3, "ÁNC"}, "19": {2, 3, "PAS"},
	"07": {0, 4, "CAL"}, "15": {1, 4, "LIM"}, "12": {2, 4, "JUN"}, "08": {3, 4, "CUS"}, "17": {4, 4, "MDD"},
	"11": {1, 5, "ICA"}, "09": {2, 5, "HVC"}, "03": {3, 5, "APU"}, "21": {4, 5, "PUN"},
	"05": {2, 6, "AYA"}, "04": {3, 6, "ARE"}, "18": {4, 6, "MOQ"},
	"23": {4, 7, "TAC"},
}

// tileSize is the side of a tile and tileStep the way to the next one, in the
// units of the map.
const (
	tileSize = 38
	tileStep = 40
)

// tileMap is the map as its template writes it.
type tileMap struct {
	ViewBox string
	Tiles   []tile
}

type tile struct {
	Href, Label   string // "Áncash, 3 prácticas"
	Seen          string // what a reader sees and may say to a voice control: "ÁNC 3"
	Letters       string
	Count         string // "" when there is none
	Class         string // "", "algunas" or "muchas"
	X, Y          int
	MidX, LineOne int
	LineTwo       int
}

// tiles draws the departments with their practices. A department stands out
// when it has at least half as many as the one that has most.
func (b *builder) tiles() *tileMap {
	m := &tileMap{ViewBox: "0 0 " + strconv.Itoa(5*tileStep-2) + " " + strconv.Itoa(8*tileStep-2)}
	most := 0
	for _, d := range b.s.Departments {
		most = max(most, len(d.Practices))
	}
	for _, d := range b.s.Departments {
		place, ok := tilePlaces[d.Code]
		if !ok {
			continue
		}
		n := len(d.Practices)
		t := tile{
			Href: b.href(d.Address), Label: d.Name + ", " + b.n("practicas.cuenta", n), Letters: place.letters,
			X: place.column * tileStep, Y: place.row * tileStep,
		}
		t.Seen = t.Letters
		t.MidX, t.LineOne, t.LineTwo = t.X+tileSize/2, t.Y+23, t.Y+31
		if n > 0 {
			t.Count, t.Class, t.LineOne = count(n), "algunas", t.Y+17
			t.Seen += " " + t.Count
			if most > 1 && 2*n >= most {
				t.Class = "muchas"
			}
		}
		m.Tiles = append(m.Tiles, t)
	}
	slices.SortStableFunc(m.Tiles, func(a, b tile) int { // north to south, as one reads
		if a.Y != b.Y {
			return a.Y - b.Y
		}
		return a.X - b.X
	})
	return m
}

// The map of dots: every municipality whose coordinates are known, on a grid of
// dotGrid to a degree (about 3 km), which keeps the whole register in 8 kB.
const (
	dotGrid  = 36.0
	dotWest  = -81.6
	dotNorth = 0.2
	dotEast  = -68.4
	dotSouth = -18.6
)

// dotMap is the map as its template writes it.
type dotMap struct {
	ViewBox      string
	All, Winners string // paths of lines without length, drawn with round ends
	Title        string
}

// fewestDots draw the shape of the country without its border.
const fewestDots = 100

// dots draws the municipalities; nil when too few coordinates are known.
func (b *builder) dots() *dotMap {
	var all, winners []dot
	for _, m := range b.s.Municipalities {
		e := m.Entry
		if !e.Latitude.Known || !e.Longitude.Known {
			continue
		}
		x, y := e.Longitude.Value, e.Latitude.Value
		if x < dotWest || x > dotEast || y > dotNorth || y < dotSouth {
			continue
		}
		p := dot{int((y - dotNorth) * -dotGrid), int((x - dotWest) * dotGrid)}
		if len(m.Practices) > 0 {
			winners = append(winners, p)
		} else {
			all = append(all, p)
		}
	}
	if len(all)+len(winners) < fewestDots {
		return nil
	}
	return &dotMap{
		ViewBox: "0 0 " + strconv.Itoa(gridSpan(dotEast, dotWest)) + " " + strconv.Itoa(gridSpan(dotNorth, dotSouth)),
		All:     dotPath(all), Winners: dotPath(winners),
		Title: b.t("mapa.puntos", "municipalidades", b.n("municipalidades.cuenta", len(all)+len(winners)),
			"practicas", b.n("mapa.conpractica", len(winners))),
	}
}

func gridSpan(high, low float64) int { return int((high - low) * dotGrid) }

// dot is a place of the grid: row first, so that sorting goes along the rows
// and the steps between neighbours are short.
type dot struct{ y, x int }

func dotPath(list []dot) string {
	slices.SortFunc(list, func(a, b dot) int {
		if a.y != b.y {
			return a.y - b.y
		}
		return a.x - b.x
	})
	list = slices.Compact(list)
	var out []byte
	var at dot
	for _, p := range list {
		out = strconv.AppendInt(append(out, 'm'), int64(p.x-at.x), 10)
		out = strconv.AppendInt(append(out, ' '), int64(p.y-at.y), 10)
		out = append(out, "h0"...)
		at = p
	}
	return string(out)
}
