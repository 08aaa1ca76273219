package content

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"vitrina/internal/diag"
)

// repository walks up from the package to the folder that holds go.mod.
func repository(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the package")
		}
		dir = parent
	}
}

// nationalRegistry reads the registry of all municipalities, which is not part
// of the repository: it lies in shared/ beside it.
func nationalRegistry(t *testing.T) []byte {
	t.Helper()
	name := filepath.Join(filepath.Dir(repository(t)), "shared", "data", "municipalidades.csv")
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the national registry is not there (%s); the tests that need it are skipped", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The entries that the repository ships have no mistakes.
func TestShippedContent(t *testing.T) {
	dir := repository(t)
	src, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	f, err := ReadAll(context.Background(), src.FS())
	if err != nil {
		t.Fatal(err)
	}
	e, problems := f.Entries()
	for _, p := range problems {
		if p.Severity == diag.Error {
			t.Errorf("%v\n\tpista: %s", p, p.Hint)
		} else {
			t.Logf("%v\n\tpista: %s", p, p.Hint)
		}
	}
	if len(e.Practices) == 0 || len(e.Municipalities) == 0 || len(e.Themes) == 0 || len(e.Editions) == 0 {
		t.Errorf("practices %d, municipalities %d, themes %d, editions %d: none may be empty",
			len(e.Practices), len(e.Municipalities), len(e.Themes), len(e.Editions))
	}
}

// Every municipality of the country has its place, without a single problem.
func TestNationalRegistry(t *testing.T) {
	fsys := fstest.MapFS{
		"content/sitio.yaml":                   {Data: []byte("titulo: Prueba\nurl: https://ejemplo.gob.pe\n")},
		"content/registro/municipalidades.csv": {Data: nationalRegistry(t)},
	}
	f, err := ReadAll(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	e, problems := f.Entries()
	for _, p := range problems {
		t.Error(p)
	}
	if !e.Registry || len(e.Municipalities) != 1891 {
		t.Fatalf("%d municipalities, want 1891", len(e.Municipalities))
	}
	kinds := map[string]int{}
	population := 0.0
	for _, m := range e.Municipalities {
		kinds[m.Kind]++
		population += m.Population.Value
		if m.Name == "" || m.Province == "" || m.Department == "" || m.Region == "" || !m.Altitude.Known || !m.Latitude.Known || !m.SeatDistance.Known {
			t.Errorf("%s is not complete: %+v", m.Ubigeo, m)
		}
	}
	if kinds["provincial"] != 196 || kinds["distrital"] != 1695 {
		t.Errorf("kinds: %v", kinds)
	}
	if population != 34_350_244 {
		t.Errorf("population %.0f", population)
	}
	for _, m := range e.Municipalities {
		if m.Ubigeo == "021509" {
			if m.Name != "Pampas" || m.Province != "Pallasca" || m.Department != "Áncash" || m.Altitude.Value != 3216 || m.Population.Value != 2721 || m.SeatDistance.Value != 153.8 {
				t.Errorf("Pampas: %+v", m)
			}
		}
	}
}

// The model that the site offers to whoever proposes a practice is one that the
// check takes: a draft in an invented municipality, without a mistake, whose
// embargo is written as it must be.
func TestModelOfAProposal(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(repository(t), "content", "paginas", "como-proponer-una-practica.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "```yaml\n")
	model, _, found := strings.Cut(rest, "```\n")
	if !found {
		t.Fatal("the page has no model")
	}
	embargo := regexp.MustCompile("`(embargo: [^`]+)`").FindStringSubmatch(string(data))
	if embargo == nil {
		t.Fatal("the page does not say how an embargo is written")
	}
	fsys := fstest.MapFS{
		"content/sitio.yaml":         {Data: []byte("titulo: Prueba\nurl: https://ejemplo.gob.pe\n")},
		"content/practicas/cloro.md": {Data: []byte(strings.Replace(model, "estado: borrador", embargo[1]+"\nestado: borrador", 1))},
	}
	f, err := ReadAll(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	e, problems := f.Entries()
	for _, p := range problems {
		t.Errorf("%v\n\tpista: %s", p, p.Hint)
	}
	if p := e.Practices[0]; p.Status != Draft || p.Embargo.IsZero() || p.Municipality.ID[2:4] != "99" {
		t.Errorf("the model is %q, embargo %v, municipality %s", p.Status, p.Embargo, p.Municipality.ID)
	}
}
