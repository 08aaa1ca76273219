package render

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"vitrina/internal/site"
)

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
