package render

import (
	"bytes"
	"fmt"
	"html/template"
	"maps"
	"strings"
	"sync"
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
	practices := []struct {
		extra, body string
		want        []string // what its page has
	}{
		{"", "Goteaba.", []string{`href="../../temas/agua/feed.xml"`}},
		{"requisitos: {internet: siempre}\n", "Goteaba.", nil},
		{"requisitos: {energia: siempre}\n", "Goteaba.", nil},
		{"requisitos: {vehiculo: no-necesita}\n", "Goteaba.", nil},
		{"adaptar: [Empiece por un barrio.]\n", "Goteaba.", nil},
		{"", "Goteaba.\n\n## Uno\n\nx\n\n## Dos\n\nx", []string{`<h2 id="uno">Uno</h2>`, `<h2 id="dos">Dos</h2>`}},
		{"", "Goteaba.\n\n## Dos\n\nx\n\n## UNO\n\nx", []string{`<h2 id="uno">UNO</h2>`}},
		{"", "Goteaba.\n\n## Uno\n\nx\n\n## Uno\n\nx", []string{`<h2 id="uno">Uno</h2>`, `<h2 id="uno-2">Uno</h2>`}},
		{"", "Goteaba.\n\n## Uno \"Dos\"\n\nx", nil},
		{"", "Goteaba.\n\n## Uno&#10;dos Dos\n\nx", nil}, // its title has a line end
		{"metas: [padron]\nadaptar: [Uno.]\nrequisitos: {energia: a-veces}\n", "Goteaba.", []string{`<a href="../../metas/padron/">Padrón</a>`}},
		{"metas: [cred]\nadaptar: [Uno.]\nrequisitos: {internet: a-veces}\n", "Goteaba.", []string{`<a href="../../metas/cred/">CRED</a>`}},
		{"inicio: 2019\nresultados:\n  - {indicador: A, antes: 10, despues: 90, unidad: \"%\"}\n  - {indicador: B, antes: 30, despues: 60, unidad: \"%\"}\n", "Goteaba.",
			[]string{`width="10"`, `width="90"`, `width="30"`, `width="60"`, `<dd>2019</dd>`}},
		{"inicio: 2021\nresultados: [{indicador: A, antes: 11, despues: 89, unidad: \"%\"}]\nadaptar: [Uno.]\n", "Goteaba.", []string{`width="11"`, `width="89"`, `<dd>2021</dd>`}},
		{"temas: [aire]\nrequisitos: {internet: siempre, energia: siempre}\n", "Goteaba.", []string{`href="../../temas/aire/feed.xml"`}},
	}
	for i, c := range practices {
		files := source(c.extra, c.body)
		for name, text := range map[string]string{
			"temas/aire":   "nombre: Aire\ndescripcion: Aire limpio.",
			"metas/padron": "nombre: Padrón\ndescripcion: Una meta.\nambito: local",
			"metas/cred":   "nombre: CRED\ndescripcion: Otra meta.\nambito: local",
		} {
			files["content/"+name+".md"] = &fstest.MapFile{Data: []byte("---\n" + text + "\n---\n"), Mode: 0o644}
		}
		const name = "content/practicas/pileta.md"
		if strings.Contains(c.extra, "temas: ") {
			files[name].Data = bytes.Replace(files[name].Data, []byte("temas: [agua]\n"), nil, 1)
		}
		slug := fmt.Sprintf("pileta-%d", i)
		files["content/practicas/"+slug+".md"] = files[name]
		delete(files, name)
		maps.Copy(all, files)
		routes = append(routes, site.Route{Kind: site.KindPractice, ID: slug})
	}
	s := assemble(t, all)
	one := renderer(t)
	seen := map[string]bool{}
	for i, route := range routes {
		got, err := one.Page(s, route)
		if err != nil {
			t.Fatal(err)
		}
		if want := page(t, s, route); string(got) != want {
			t.Errorf("%s is another page beside others than by itself", route.ID)
		}
		for _, want := range practices[i].want {
			if !strings.Contains(string(got), want) {
				t.Errorf("%s has no %s", route.ID, want)
			}
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

// Several workers share a Renderer, and what it keeps.
func TestPagesMadeAtATimeAreThoseMadeInTurn(t *testing.T) {
	s := assemble(t, sample.Content(sample.Size{Practices: 12, Municipalities: 6}))
	inTurn, atATime := renderer(t), renderer(t)
	routes := s.Routes()
	want := make([]string, len(routes))
	for i, route := range routes {
		p, err := inTurn.Page(s, route)
		if err != nil {
			t.Fatal(err)
		}
		want[i] = string(p)
	}
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for n := range routes {
				i := (n + worker*len(routes)/4) % len(routes)
				p, err := atATime.Page(s, routes[i])
				if err != nil || string(p) != want[i] {
					t.Errorf("%s is another page, %v", routes[i].Address(), err)
				}
			}
		})
	}
	all.Wait()
}
