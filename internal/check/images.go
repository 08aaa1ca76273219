package check

import (
	"fmt"
	"strconv"
)

// picture asks of every img what it shows and how large it is, so that the
// page does not jump when it arrives.
func (p *page) picture(e *element) {
	if e.name != "img" || e.foreign {
		return
	}
	if !e.has("src") && !e.has("srcset") {
		p.report(e.off, "una imagen sin «src»", "")
	}
	if !e.has("alt") {
		p.report(e.off, "una imagen sin texto alternativo (alt)", "describa la imagen, o escriba alt=\"\" si solo adorna")
	}
	for _, side := range []string{"width", "height"} {
		if n, err := strconv.Atoi(e.val(side)); err != nil || n <= 0 {
			p.report(e.off, fmt.Sprintf("una imagen sin «%s» en píxeles", side), "")
		}
	}
}

// table is a table that is open.
type table struct {
	off     int
	headers bool
	layout  bool
}

// tableTag follows tables: one of data needs header cells.
func (p *page) tableTag(e *element) {
	switch {
	case e.foreign:
	case e.name == "table":
		role := e.val("role")
		p.tables = append(p.tables, table{off: e.off, layout: role == "presentation" || role == "none"})
	case e.name == "th" && len(p.tables) > 0:
		p.tables[len(p.tables)-1].headers = true
	}
}

func (p *page) tableEnd() {
	if len(p.tables) == 0 {
		return
	}
	t := p.tables[len(p.tables)-1]
	p.tables = p.tables[:len(p.tables)-1]
	if !t.headers && !t.layout {
		p.report(t.off, "una tabla sin celdas de encabezado (th)", "")
	}
}
