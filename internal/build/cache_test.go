package build

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vitrina/internal/sample"
	"vitrina/internal/site"
	"vitrina/static"
	"vitrina/templates"
)

// A title that was edited long ago leaves a share card behind, and the cache does
// not grow for ever: a build that draws a new one forgets it.
func TestTheCacheForgetsWhatNoBuildAsksFor(t *testing.T) {
	source := sample.Content(sample.Size{Practices: 3, Municipalities: 3})
	cache := t.TempDir()
	build := func() Report {
		t.Helper()
		report, problems, err := Build(t.Context(), Options{
			Source: source, Templates: templates.FS, Static: static.FS,
			Output: filepath.Join(t.TempDir(), "public"), CacheDir: cache, Site: site.Options{Now: day},
		})
		if err != nil {
			t.Fatal(err, problems)
		}
		return report
	}
	entries := func() []string {
		t.Helper()
		files, err := filepath.Glob(filepath.Join(cache, "*", "*"))
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	if drawn, kept := build().CardsDrawn, len(entries()); drawn != 3 || kept != 3 {
		t.Fatalf("%d drawn, %d kept", drawn, kept)
	}
	old := time.Now().AddDate(-1, 0, 0)
	for _, file := range entries() {
		if err := os.Chtimes(file, old, old); err != nil {
			t.Fatal(err)
		}
	}
	name := "content/practicas/" + sample.Slug(1) + ".md"
	source[name].Data = bytes.Replace(source[name].Data, []byte("titulo: "), []byte("titulo: Otra vez "), 1)
	if drawn, kept := build().CardsDrawn, len(entries()); drawn != 1 || kept != 3 {
		t.Errorf("after an edit: %d drawn, %d kept; want 1 and 3", drawn, kept)
	}
	if drawn := build().CardsDrawn; drawn != 0 {
		t.Errorf("%d drawn that were of use the last time", drawn)
	}
}
