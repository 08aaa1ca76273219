package render

import (
	"vitrina/internal/content"
	"vitrina/internal/site"
)

// callLine answers "whom do we call" in the first screen of a page, in one line:
// what is told in full, with its hours, further down.
type callLine struct {
	Label   string
	Contact contactView // with nothing to dial when no telephone is known, which the line says
	Example bool        // an invented number on a page that has not said so yet
}

// callPractice is the number to call about a practice: its own office, else its
// municipality, else the liaison office of its department.
func (b *builder) callPractice(p *site.Practice) *callLine {
	m := p.Municipality
	label := b.t("practica.contacto")
	if c := contactOf(p.Entry.Contact); c.Dial != "" {
		return &callLine{Label: label, Contact: c}
	}
	if c := contactOf(m.Entry.Contact); c.Dial != "" {
		return &callLine{Label: label, Contact: c, Example: m.Entry.Example && !p.Entry.Example}
	}
	return b.callLiaison(label, m.Department)
}

// callMunicipality is the line of a municipality's own telephone; nil when none
// is known.
func (b *builder) callMunicipality(m *content.Municipality) *callLine {
	c := contactOf(m.Contact)
	if c.Dial == "" {
		return nil
	}
	return &callLine{Label: b.t("municipalidad.telefono"), Contact: c}
}

func (b *builder) callLiaison(label string, d *site.Department) *callLine {
	l := d.Liaison
	if l == nil || dialable(l.Entry.Phone) == "" {
		return &callLine{Label: label}
	}
	return &callLine{Label: label, Contact: liaisonContact(l), Example: l.Entry.Example}
}

func liaisonContact(l *site.Liaison) contactView {
	e := l.Entry
	return contactOf(content.Contact{Area: e.Office, Phone: e.Phone, Email: e.Email, Hours: e.Hours})
}
