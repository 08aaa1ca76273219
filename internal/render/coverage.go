package render

import (
	"math"

	"vitrina/internal/site"
)

// coverageView says whom technical assistance reaches, and whom nothing does.
type coverageView struct {
	frame
	Intro   string
	Offices link // Href is "" when there are none
	Parts   []coveragePart
}

// coveragePart is the coverage of the real municipalities, or of the invented
// ones, which are never counted with them.
type coveragePart struct {
	ID          string // goes before the ids of its headings
	Example     bool
	Title       string // with how many they are
	Bars        []coverageBar
	Departments []coverageRow
	Bands       []coverageRow
	Unreached   string // how many nothing reaches, in words
	Groups      []unreachedGroup
}

// coverageBar is one number as a part of all municipalities.
type coverageBar struct {
	Label, Value string
	Width        int // hundredths of the whole
	Alert        bool
}

type coverageRow struct {
	Name                                              link // Href is "" for a band
	Municipalities, Practice, Liaison, Session, Alone string
	Reached                                           int // hundredths, by anything at all
}

// unreachedGroup are the municipalities of one department, or of one province,
// that nothing reaches.
type unreachedGroup struct {
	ID     string
	Name   string
	Count  string
	Page   link
	Places []unreachedPlace
}

type unreachedPlace struct {
	link
	Note string // how many, or how far
}

func (b *builder) coverage() framed {
	v := coverageView{Intro: b.t("cobertura.descripcion")}
	if len(b.s.Liaisons) > 0 {
		v.Offices = b.crumb(site.KindLiaisons, b.t("cobertura.enlaces"))
	}
	for _, example := range []bool{false, true} {
		c := b.s.Coverage(example)
		if c.Total.Municipalities == 0 {
			continue
		}
		part := b.coveragePart(c.Total, example)
		for _, d := range c.Departments {
			href := b.href(site.Route{Kind: site.KindCoverageOf, ID: d.Department.Slug}.Address())
			part.Departments = append(part.Departments, b.coverageRow(link{href, d.Department.Name}, d.Reach))
			if len(d.Unreached) == 0 {
				continue
			}
			g := unreachedGroup{Name: d.Department.Name, Count: count(len(d.Unreached)), Page: link{href, b.t("cobertura.lista", "departamento", d.Department.Name)}}
			for _, p := range byProvince(d.Unreached) {
				g.Places = append(g.Places, unreachedPlace{link{href + "#" + part.ID + p[0].Province.Code, p[0].Province.Name}, count(len(p))})
			}
			part.Groups = append(part.Groups, g)
		}
		for band, r := range c.Bands {
			if r.Municipalities > 0 {
				part.Bands = append(part.Bands, b.coverageRow(link{Text: b.t("cobertura.banda." + bandKeys[band])}, r))
			}
		}
		v.Parts = append(v.Parts, part)
	}
	v.frame = b.frame(head{title: b.t("cobertura.titulo"), description: v.Intro})
	return &v
}

// bandKeys name the bands among the texts.
var bandKeys = [site.NumBands]string{"30", "100", "200", "mas", "no-consta"}

// coverageOf is the page of one department, with the names of all that nothing
// reaches. Together they would be too much for one page.
func (b *builder) coverageOf(d *site.Department) framed {
	v := coverageView{Intro: b.t("cobertura.departamento.descripcion", "departamento", d.Name)}
	for _, example := range []bool{false, true} {
		r := b.s.Coverage(example).Of(d)
		if r.Municipalities == 0 {
			continue
		}
		part := b.coveragePart(r.Reach, example)
		for _, p := range byProvince(r.Unreached) {
			g := unreachedGroup{ID: part.ID + p[0].Province.Code, Name: p[0].Province.Name, Count: count(len(p))}
			for _, m := range p {
				place := unreachedPlace{link: link{b.href(m.Address), m.Entry.Name}}
				if far := quantity(m.Entry.SeatDistance, 0, "km"); far != "" {
					place.Note = far
				}
				g.Places = append(g.Places, place)
			}
			part.Groups = append(part.Groups, g)
		}
		v.Parts = append(v.Parts, part)
	}
	v.frame = b.frame(head{
		title: b.t("cobertura.departamento.titulo", "departamento", d.Name), description: v.Intro,
		noIndex: b.s.Coverage(false).Of(d).Municipalities == 0,
		crumbs:  []link{b.crumb(site.KindCoverage, b.t("cobertura.titulo"))},
		feed:    d.Address + "feed.xml",
	})
	return &v
}

func (b *builder) coveragePart(r site.Reach, example bool) coveragePart {
	p := coveragePart{
		ID: "v-cobertura-", Title: b.t("cobertura.reales", "n", count(r.Municipalities)),
		Unreached: b.n("cobertura.nada", r.Nothing),
	}
	if example {
		p.ID, p.Example, p.Title = "v-muestra-", true, b.t("cobertura.muestra", "n", count(r.Municipalities))
	}
	bar := func(key string, n int) coverageBar {
		return coverageBar{
			Label: b.t("cobertura." + key), Width: share(n, r.Municipalities),
			Value: b.t("cobertura.de", "n", count(n), "total", count(r.Municipalities), "parte", percent(n, r.Municipalities)),
		}
	}
	p.Bars = []coverageBar{bar("practica", r.Practice), bar("enlace", r.Liaison), bar("sesion", r.Session), bar("ninguna", r.Nothing)}
	p.Bars[3].Alert = true
	return p
}

func (b *builder) coverageRow(name link, r site.Reach) coverageRow {
	return coverageRow{
		Name: name, Municipalities: count(r.Municipalities), Practice: count(r.Practice), Liaison: count(r.Liaison),
		Session: count(r.Session), Alone: count(r.Nothing), Reached: share(r.Municipalities-r.Nothing, r.Municipalities),
	}
}

// byProvince splits municipalities, which come by ubigeo, into provinces.
func byProvince(list []*site.Municipality) [][]*site.Municipality {
	var out [][]*site.Municipality
	for _, m := range list {
		if n := len(out); n > 0 && out[n-1][0].Province == m.Province {
			out[n-1] = append(out[n-1], m)
		} else {
			out = append(out, []*site.Municipality{m})
		}
	}
	return out
}

// share is a part in hundredths. Some is never drawn as none, nor most as all.
func share(n, of int) int {
	switch {
	case of == 0 || n == 0:
		return 0
	case n == of:
		return 100
	}
	return min(99, max(1, int(math.Round(100*float64(n)/float64(of)))))
}

// percent writes a part: 45 %; less than one in a hundred has a decimal.
func percent(n, of int) string {
	if of == 0 {
		return "0" + nbsp + "%"
	}
	p, decimals := 100*float64(n)/float64(of), 0
	if p > 0 && p < 1 || p > 99 && p < 100 {
		decimals = 1
	}
	s := number(p, decimals)
	switch {
	case n > 0 && s == "0":
		s = "<" + nbsp + "0,1"
	case n < of && s == "100":
		s = ">" + nbsp + "99,9"
	}
	return s + nbsp + "%"
}
