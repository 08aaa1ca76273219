package build

import (
	"bytes"
	"compress/gzip"
	"os/exec"
	"testing"
)

// TestSearchScriptsAreSmall keeps what a reader's first search loads before it
// can begin: 8 kB by brotli, which gzip, the one that is always here, needs about
// a tenth more for.
func TestSearchScriptsAreSmall(t *testing.T) {
	l := look(t)
	scripts := map[string][]byte{"busqueda/cliente.js": l.searchClient}
	for _, f := range l.files {
		if "/"+f.Name == l.searchPage || f.Name == l.searchPage {
			data, err := f.Make(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			scripts[f.Name] = data
		}
	}
	if len(scripts) != 2 {
		t.Fatalf("no script at %s", l.searchPage)
	}
	for name, data := range scripts {
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if b.Len() > 8900 {
			t.Errorf("%s takes %d bytes by gzip", name, b.Len())
		}
		if _, err := exec.LookPath("brotli"); err != nil {
			continue
		}
		cmd := exec.Command("brotli", "-q", "11", "-c")
		cmd.Stdin = bytes.NewReader(data)
		if out, err := cmd.Output(); err != nil || len(out) > 8<<10 {
			t.Errorf("%s takes %d bytes by brotli (%v)", name, len(out), err)
		}
	}
}
