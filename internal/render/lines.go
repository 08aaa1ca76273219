package render

import (
	"html/template"
	"strings"

	"vitrina/internal/content"
	"vitrina/internal/site"
)

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
	type view struct {
		Recognition string
		Edition     link
	}
	return b.fill("practica-premio", view{b.t("reconocimiento." + p.Entry.Recognition), link{b.href(p.Edition.Address), b.editionName(p.Edition)}})
}

// revised says on which day an entry was last looked over.
func (b *builder) revised(day content.Date) template.HTML {
	type view struct{ Day, ISO string } // "" when it is not known
	return b.fill("practica-revisada", view{longDate(day), day.String()})
}

// sheet is what only paper needs of a practice: its address, for people and for
// telephones.
func (b *builder) sheet(p *site.Practice) template.HTML {
	if code := b.code(p.Address); code != nil {
		return b.fill("hoja", *code)
	}
	return ""
}

// facts are the rows of a list of facts.
func (b *builder) facts(list []fact) template.HTML {
	return joined(list, "", func(f fact) template.HTML { return b.fill("dato", f) })
}

func (b *builder) link(address, text string) template.HTML {
	return b.fill("enlace", link{b.href(address), text})
}

func (b *builder) goalLink(g *site.Goal) template.HTML   { return b.link(g.Address, g.Entry.Name) }
func (b *builder) themeLink(t *site.Theme) template.HTML { return b.link(t.Address, t.Entry.Name) }

// joined is the HTML of each of a list, one after the other.
func joined[T any](list []T, between template.HTML, one func(T) template.HTML) template.HTML {
	if len(list) == 1 { // as many are
		return one(list[0])
	}
	var out strings.Builder
	for i, x := range list {
		if i > 0 {
			out.WriteString(string(between))
		}
		out.WriteString(string(one(x)))
	}
	return template.HTML(out.String())
}
