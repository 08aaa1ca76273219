package build

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"vitrina/internal/weight"
)

// TestSearchScriptsAreSmall keeps what a reader's first search loads before it
// can begin: 8 kB by brotli, which gzip, the one that is always here, needs about
// a tenth more for.
func TestSearchScriptsAreSmall(t *testing.T) {
	l := look(t)
	for name, data := range map[string][]byte{"busqueda/cliente.js": l.searchClient, l.searchPage: searchScript(t, l)} {
		if n := new(weight.Scale).Of(data); n > 9000 {
			t.Errorf("%s takes %d bytes by gzip", name, n)
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

// searchScript is the script of the search page.
func searchScript(t *testing.T, l *Look) []byte {
	t.Helper()
	for _, f := range l.files {
		if strings.TrimPrefix(l.searchPage, "/") == f.Name {
			data, err := f.Make(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return data
		}
	}
	t.Fatalf("no script at %s", l.searchPage)
	return nil
}
