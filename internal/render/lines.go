package render

import (
	"html/template"

	"vitrina/internal/content"
	"vitrina/internal/site"
)

// Lines that many pages of practices share, each executed once (see kept.go).

// placeLine says where a practice is from, and what kind of place that is.
func (b *builder) placeLine(m *site.Municipality) template.HTML {
	type view struct {
		Links []link // municipality, province, department
		Facts string // "Sierra · 3 216 m s. n. m. · 2 721 habitantes"
	}
	return b.piece("practica-lugar", m, func() any {
		return view{[]link{
			{b.href(m.Address), m.Entry.Name}, {b.href(m.Province.Address), m.Province.Name}, {b.href(m.Department.Address), m.Department.Name},
		}, b.placeFacts(m)}
	})
}

// award says what a practice was given, and in which edition.
func (b *builder) award(p *site.Practice) template.HTML {
	type key struct {
		recognition string
		edition     *site.Edition
	}
	type view struct {
		Recognition string
		Edition     link
	}
	return b.piece("practica-premio", key{p.Entry.Recognition, p.Edition}, func() any {
		return view{b.t("reconocimiento." + p.Entry.Recognition), link{b.href(p.Edition.Address), b.editionName(p.Edition)}}
	})
}

// revised says on which day an entry was last looked over.
func (b *builder) revised(day content.Date) template.HTML {
	type view struct{ Day, ISO string } // "" when it is not known
	return b.piece("practica-revisada", day, func() any { return view{longDate(day), day.String()} })
}

// factRows are facts that many practices share, such as the month in which one began.
// None has links.
func (b *builder) factRows(facts []fact) template.HTML {
	type key struct {
		label, value string
		missing      bool
	}
	var rows template.HTML
	for _, f := range facts {
		rows += b.piece("dato", key{f.Label, f.Value, f.Missing}, func() any { return f })
	}
	return rows
}

// goalLink leads to a goal.
func (b *builder) goalLink(g *site.Goal) template.HTML {
	return b.piece("enlace", g, func() any { return link{b.href(g.Address), g.Entry.Name} })
}

// themeLink leads to a theme.
func (b *builder) themeLink(t *site.Theme) template.HTML {
	return b.piece("enlace", t, func() any { return link{b.href(t.Address), t.Entry.Name} })
}
