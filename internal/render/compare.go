package render

import (
	"cmp"
	"html/template"

	"vitrina/internal/site"
)

// compareRow is a practice in the table that sets many side by side.
type compareRow struct {
	Practice                 link
	Place                    string
	Cost, People             string
	Internet, Power, Vehicle string
}

// compare sets the practices of one page of a list side by side, by what they
// need: the rows of a table. It is empty where there is nothing to compare.
func (b *builder) compare(list []*site.Practice) template.HTML {
	list = site.Window(list, b.route.Page)
	if len(list) < 2 {
		return ""
	}
	return b.each(&b.kept.rows, "comparar-fila", list, func(top *builder, p *site.Practice) any { return top.compareRow(p) })
}

func (b *builder) compareRow(p *site.Practice) compareRow {
	e := p.Entry
	return compareRow{
		Practice: link{b.href(p.Address), cmp.Or(e.Title, b.t("borrador.sintitulo"))},
		Place:    p.Municipality.Entry.Name + ", " + p.Municipality.Department.Name,
		Cost:     b.cost(e).Value, People: b.team(e).Value,
		Internet: b.requirement(e.Needs.Internet).Value, Power: b.requirement(e.Needs.Power).Value, Vehicle: b.requirement(e.Needs.Vehicle).Value,
	}
}
