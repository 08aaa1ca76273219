package render

import (
	"io/fs"
	"os"
	"testing"
	"time"

	"vitrina/internal/content"
	"vitrina/internal/markdown"
	"vitrina/internal/sample"
	"vitrina/internal/site"
)

// day is the instant that counts as now in these tests.
var day = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// assemble makes the Site of a source folder, without photos.
func assemble(t testing.TB, source fs.FS) *site.Site {
	t.Helper()
	files, err := content.ReadAll(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	entries, problems := files.Entries()
	documents := map[string]*markdown.Document{}
	converter := markdown.New()
	for _, b := range entries.Bodies {
		address, _ := markdown.AddressOf(b.File)
		documents[b.File], _ = converter.Convert([]byte(b.Text), markdown.Options{File: b.File, Line: b.Line, Address: address})
	}
	result := site.Assemble(site.Input{Entries: entries, Documents: documents}, site.Options{Now: day})
	for _, p := range append(problems, result.Problems...) {
		t.Error(p)
	}
	return result.Site
}

func renderer(t testing.TB) *Renderer {
	t.Helper()
	r, err := New(os.DirFS("../../templates"), Assets{
		CSS: "recursos/sitio.css", JS: "recursos/sitio.js", Early: "recursos/ahorro.js", Icon: "recursos/icono.svg", ShareImage: "recursos/compartir.jpg",
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func BenchmarkPage(b *testing.B) {
	s := assemble(b, sample.Content(sample.Size{Practices: 200, Municipalities: 40}))
	r := renderer(b)
	for _, route := range []site.Route{
		{Kind: site.KindPractice, ID: sample.Slug(7)},
		{Kind: site.KindPractices, Page: 2},
		{Kind: site.KindMunicipality, ID: "029901"},
		{Kind: site.KindThemeBooklet, ID: "tema-3"},
	} {
		b.Run(string(route.Kind), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				page, err := r.Page(s, route)
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(page)))
			}
		})
	}
}
