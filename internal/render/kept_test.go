package render

import (
	"testing"

	"vitrina/internal/sample"
	"vitrina/internal/site"
)

// A card that was executed for the root of the site is, at every depth, the card
// that would have been executed there.
func TestKeptCardsAreThoseOfTheirPage(t *testing.T) {
	s := assemble(t, sample.Content(sample.Size{Practices: 30, Municipalities: 10}))
	r := renderer(t)
	for _, route := range []site.Route{
		{Kind: site.KindHome}, {Kind: site.KindPractices, Page: 1}, {Kind: site.KindPractices, Page: 2},
		{Kind: site.KindTheme, ID: s.Themes[0].Entry.ID, Page: 2}, {Kind: site.KindNotFound},
	} {
		b := r.builder(s, route)
		kept := b.cards(s.Practices)
		rows := b.compare(s.Practices)
		for i, p := range site.Window(s.Practices, route.Page) {
			if want := b.partial("comparar-fila", b.compareRow(p)); b.err != nil || rows[i] != want {
				t.Fatalf("%s, root %q: %v\n%s\nwant\n%s", p.Entry.Slug, b.root, b.err, rows[i], want)
			}
		}
		for i, p := range s.Practices {
			if want := b.partial("tarjeta", b.card(p)); b.err != nil || kept[i] != want {
				t.Fatalf("%s, root %q: %v\n%s\nwant\n%s", p.Entry.Slug, b.root, b.err, kept[i], want)
			}
		}
	}
}
