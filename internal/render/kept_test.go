package render

import (
	"fmt"
	"html/template"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

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
		var cards, rows template.HTML
		for _, p := range s.Practices {
			cards += b.partial("tarjeta", b.card(p))
		}
		for _, p := range site.Window(s.Practices, route.Page) {
			rows += b.partial("comparar-fila", b.compareRow(p))
		}
		for range 2 { // executed, and kept
			if got := b.cards(s.Practices); b.err != nil || got != cards {
				t.Fatalf("root %q: %v\n%s\nwant\n%s", b.root, b.err, got, cards)
			}
			if got := b.compare(s.Practices); b.err != nil || got != rows {
				t.Fatalf("root %q: %v\n%s\nwant\n%s", b.root, b.err, got, rows)
			}
		}
	}
}

// Practices that need other things or have other parts never get the pieces of
// one another, though one Renderer keeps those of all.
func TestKeptPiecesAreOfTheirPractice(t *testing.T) {
	all := fstest.MapFS{}
	var routes []site.Route
	for i, c := range []struct{ extra, body string }{
		{"", "Goteaba."},
		{"requisitos: {internet: siempre}\n", "Goteaba."},
		{"requisitos: {energia: siempre}\n", "Goteaba."},
		{"requisitos: {vehiculo: no-necesita}\n", "Goteaba."},
		{"adaptar: [Empiece por un barrio.]\n", "Goteaba."},
		{"", "Goteaba.\n\n## Uno\n\nx\n\n## Dos\n\nx"},
		{"", "Goteaba.\n\n## Dos\n\nx\n\n## Uno\n\nx"},
		{"", "Goteaba.\n\n## Uno \"Dos\"\n\nx"},
		{"", "Goteaba.\n\n## Uno&#10;dos Dos\n\nx"}, // its title has a line end
	} {
		files := source(c.extra, c.body)
		const name = "content/practicas/pileta.md"
		slug := fmt.Sprintf("pileta-%d", i)
		files["content/practicas/"+slug+".md"] = files[name]
		delete(files, name)
		maps.Copy(all, files)
		routes = append(routes, site.Route{Kind: site.KindPractice, ID: slug})
	}
	s := assemble(t, all)
	one := renderer(t)
	seen := map[string]bool{}
	for _, route := range routes {
		got, err := one.Page(s, route)
		if err != nil {
			t.Fatal(err)
		}
		if want := page(t, s, route); string(got) != want {
			t.Errorf("%s is another page beside others than by itself", route.ID)
		}
		_, from, _ := strings.Cut(string(got), `<section class="necesita"`)
		part, _, _ := strings.Cut(from, `<div class="practica__texto">`)
		seen[part] = true
	}
	if len(seen) != len(routes) {
		t.Errorf("%d of %d practices show needs and contents of their own", len(seen), len(routes))
	}
}

// A file that a page says the size of is the same whether page or file is made
// first, and so is the page; and it is the same once more after that.
func TestKeptFilesAreThoseOfTheSite(t *testing.T) {
	s := assemble(t, sample.Content(sample.Size{Practices: 30, Municipalities: 10}))
	page := site.Route{Kind: site.KindData}
	all := func(r *Renderer) map[string]string {
		files := map[string]string{}
		for _, f := range r.MachineFiles(s) {
			data, err := f.Make()
			if err != nil {
				t.Fatal(err)
			}
			files[f.Name] = string(data)
		}
		return files
	}
	show := func(r *Renderer) string {
		html, err := r.Page(s, page)
		if err != nil {
			t.Fatal(err)
		}
		return string(html)
	}
	pageFirst, filesFirst := renderer(t), renderer(t)
	html, want := show(pageFirst), all(filesFirst)
	if got := all(pageFirst); !maps.Equal(got, want) {
		t.Error("other files after the page")
	}
	if got := all(pageFirst); !maps.Equal(got, want) {
		t.Error("other files the second time")
	}
	if show(filesFirst) != html {
		t.Error("another page after the files")
	}
	if len(want["datos/practicas.json"]) < 1000 {
		t.Error("no open data")
	}
}
