package render

import (
	"cmp"
	"html/template"
	"strconv"

	"vitrina/internal/markdown"
	"vitrina/internal/site"
)

// bookletMost is how many practices a booklet holds, the newest first. Each is
// told whole, so a booklet of a thousand would be two thousand sheets of paper,
// and every practice of the site would be rendered three times. What is left
// out is said on the cover.
const bookletMost = 40

// bookletView is the booklet of a department or a theme: a cover, the contents
// and the practices, each from a new page. It is made to be printed, and reads
// as one page that can be kept for where there is no internet.
type bookletView struct {
	frame
	Kind      string // what the booklet is of: "Departamento"
	Of        link   // the page of it
	Intro     string
	Owner     string
	SiteTitle string
	Total     string // "24 prácticas"
	Partial   string // says that there are more than these; "" when not
	Examples  string // says that there are examples; "" when not
	Updated   string // the last revision of any of them
	Code      *qrCode
	Practices []bookletPractice
}

type bookletPractice struct {
	practiceView
	N                    int
	Anchor               string // the ID of its heading
	Where                string
	Facts                string // of the place
	Sheet, Strip         template.HTML
	Summary              string
	Sections             []section // without pictures
	Recognition, Edition string
	Day                  string // of the last revision; "" when unknown
	Page                 string // its own page
}

func (b *builder) departmentBooklet(d *site.Department) framed {
	return b.booklet(d.Practices, bookletOf{
		kind: b.t("cuaderno.departamento"), name: d.Name, address: d.Address,
		intro:  b.t("cuaderno.dedepartamento", "nombre", d.Name),
		crumbs: []link{b.crumb(site.KindDepartments, b.t("departamentos.titulo"))},
	})
}

func (b *builder) themeBooklet(t *site.Theme) framed {
	return b.booklet(t.Practices, bookletOf{
		kind: b.t("cuaderno.tema"), name: t.Entry.Name, address: t.Address,
		intro:  t.Entry.Description,
		crumbs: []link{b.crumb(site.KindThemes, b.t("temas.titulo"))},
	})
}

// bookletOf is what a booklet is of.
type bookletOf struct {
	kind, name, address, intro string
	crumbs                     []link
}

func (b *builder) booklet(practices []*site.Practice, of bookletOf) framed {
	shown := practices[:min(len(practices), bookletMost)]
	v := bookletView{
		Kind: of.kind, Of: link{b.href(of.address), of.name}, Intro: of.intro,
		Owner: b.s.Config.Organization, SiteTitle: b.s.Config.Title,
		Total:   b.n("practicas.cuenta", len(shown)),
		Updated: longDate(site.Updated(shown)),
		Code:    b.code(of.address),
	}
	if len(shown) < len(practices) {
		v.Partial = b.t("cuaderno.parcial", "n", count(len(shown)), "total", count(len(practices)))
	}
	for i, p := range shown {
		if p.Entry.Example {
			v.Examples = b.t("cuaderno.ejemplos")
		}
		v.Practices = append(v.Practices, b.inBooklet(p, i+1))
	}
	v.frame = b.frame(head{
		title: b.t("cuaderno.titulo", "nombre", of.name), description: of.intro, noIndex: true,
		crumbs: append(of.crumbs, v.Of), feed: of.address + "feed.xml",
	})
	v.frame.Here = b.t("cuaderno.corto")
	return &v
}

// inBooklet is a practice as the n-th of a booklet: its cloth in place of
// pictures, which weigh and print badly, and with its IDs and links made right for this page.
func (b *builder) inBooklet(p *site.Practice, n int) bookletPractice {
	number := strconv.Itoa(n)
	out := bookletPractice{
		practiceView: b.matter(p), N: n, Anchor: markdown.FramePrefix + number,
		Where: placeName(p.Municipality), Facts: b.placeFacts(p.Municipality), Page: b.href(p.Address),
		Recognition: b.t("reconocimiento." + p.Entry.Recognition), Edition: b.editionName(p.Edition), Day: longDate(p.Entry.Updated),
	}
	out.Heading = cmp.Or(p.Entry.Title, b.t("borrador.sintitulo"))
	out.Band = b.band(p)
	out.Results = b.results(p.Entry.Results, false)
	out.Sheet, out.Strip, out.Summary = b.sheet(p), b.clothBand(p), p.Entry.Summary
	if p.Doc == nil {
		return out
	}
	q := markdown.Quoting{
		From: p.Address, To: b.route.Address(), Prefix: out.Anchor + "-", Label: b.t("cuaderno.de", "n", number),
	}
	for _, s := range p.Doc.Sections {
		quoted := section{opening: opening{anchor{Title: s.Title}, isSetback(s.Title)}}
		if s.ID != "" {
			quoted.ID = q.Prefix + s.ID
		}
		for _, x := range s.Parts {
			if x.Image == nil {
				quoted.Parts = append(quoted.Parts, part{HTML: markdown.Quote(x.HTML, q)})
			}
		}
		out.Sections = append(out.Sections, quoted)
	}
	return out
}
