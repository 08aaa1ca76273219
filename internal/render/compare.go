package render

import "vitrina/internal/site"

// compareRow is a practice in the table that sets many side by side.
type compareRow struct {
	Practice                 link
	Place                    string
	Cost, People             string
	Internet, Power, Vehicle string
}

// compare sets practices side by side by what they need.
func (b *builder) compare(list []*site.Practice) []compareRow {
	if len(list) < 2 {
		return nil
	}
	rows := make([]compareRow, len(list))
	for i, p := range list {
		e := p.Entry
		cost, team := b.cost(e), b.team(e)
		rows[i] = compareRow{
			Practice: link{b.href(p.Address), orElse(e.Title, b.t("borrador.sintitulo"))},
			Place:    p.Municipality.Entry.Name + ", " + p.Municipality.Department.Name,
			Cost:     cost.Value, People: team.Value,
			Internet: b.requirement(e.Needs.Internet).Value, Power: b.requirement(e.Needs.Power).Value, Vehicle: b.requirement(e.Needs.Vehicle).Value,
		}
	}
	return rows
}
