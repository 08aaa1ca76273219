package build

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"vitrina/internal/race"
	"vitrina/internal/sample"
	"vitrina/internal/site"
)

// nationalRegistry finds the registry of 1,891 municipalities beside the
// repository. It is input data that is never part of it, so its absence is said
// and not an error.
func nationalRegistry(t testing.TB) []byte {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		data, err := os.ReadFile(filepath.Join(dir, "shared", "data", "municipalidades.csv"))
		if err == nil {
			return data
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Skip("the national registry (shared/data/municipalidades.csv beside the repository) is not here")
		}
		dir = parent
	}
}

func TestNationalRegistryGivesEveryMunicipalityItsPage(t *testing.T) {
	race.PlainOnly(t, "thousands of pages, one after another")
	source := shipped(t)
	source["content/registro/municipalidades.csv"] = &fstest.MapFile{Data: nationalRegistry(t), Mode: 0o644}
	out, result := outputOf(t, source, site.Options{Now: day})
	for _, p := range result.Problems {
		t.Errorf("%v", p)
	}
	own := 0
	for _, m := range result.Site.Municipalities {
		page, ok := out[site.Route{Kind: site.KindMunicipality, ID: m.Entry.Ubigeo}.File()]
		if !ok || !bytes.Contains(page, []byte(m.Entry.Ubigeo)) {
			t.Errorf("%s %s has no page", m.Entry.Ubigeo, m.Entry.Name)
		}
		if m.Entry.FromRegistry {
			own++
		}
	}
	if own != 1891 {
		t.Errorf("%d municipalities of the registry, want 1,891", own)
	}
	pampas := result.Site.Municipality("021509")
	if pampas == nil || len(pampas.Awards) != 1 || !pampas.Entry.FromRegistry || pampas.Doc == nil {
		t.Errorf("Pampas is not joined from its entry and the registry: %+v", pampas)
	}
	wantWhole(t, out, result.Site.BaseURL)
}

// BenchmarkAssembleRegistry measures joining 10,000 practices to 1,891 real
// municipalities.
func BenchmarkAssembleRegistry(b *testing.B) {
	source := sample.Content(sample.Size{Practices: 10_000, Municipalities: 75})
	source["content/registro/municipalidades.csv"] = &fstest.MapFile{Data: nationalRegistry(b), Mode: 0o644}
	w := Open(source, "")
	if err := w.Read(b.Context(), nil); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := w.Assemble(b.Context(), site.Options{Now: day}); err != nil {
			b.Fatal(err)
		}
	}
}
