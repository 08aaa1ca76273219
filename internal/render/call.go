package render

import (
	"vitrina/internal/content"
	"vitrina/internal/site"
)

// callLine answers "whom do we call" in the first screen of a page, in one line:
// what is told in full, with its hours, further down.
type callLine struct {
	Label       string
	Dial, Phone string // "" when no telephone is known, which the line says
	Who         string
	Example     bool // an invented number on a page that has not said so yet
	Contact     contactView
}

// callPractice is the number to call about a practice: its own office, else its
// municipality, else the liaison office of its department.
func (b *builder) callPractice(p *site.Practice) *callLine {
	m := p.Municipality
	label := b.t("practica.contacto")
	if c := contactOf(p.Entry.Contact); c.Dial != "" {
		return callTo(label, c, false)
	}
	if c := contactOf(m.Entry.Contact); c.Dial != "" {
		return callTo(label, c, m.Entry.Example && !p.Entry.Example)
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
	return callTo(b.t("municipalidad.telefono"), c, false)
}

func (b *builder) callLiaison(label string, d *site.Department) *callLine {
	l := d.Liaison
	if l == nil || dialable(l.Entry.Phone) == "" {
		return &callLine{Label: label}
	}
	return callTo(label, liaisonContact(l), l.Entry.Example)
}

func callTo(label string, c contactView, example bool) *callLine {
	return &callLine{Label: label, Dial: c.Dial, Phone: c.Phone, Who: c.Area, Example: example, Contact: c}
}

func liaisonContact(l *site.Liaison) contactView {
	e := l.Entry
	return contactOf(content.Contact{Area: e.Office, Phone: e.Phone, Email: e.Email, Hours: e.Hours})
}
