package build

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"vitrina/internal/sample"
	"vitrina/internal/site"
)

// A web address that leads into the site itself is a link inside it: checked,
// and relative in the output. It follows url of sitio.yaml, also when only that
// file has changed.
func TestLinksToTheSitesOwnAddress(t *testing.T) {
	source := sample.Content(sample.Size{Practices: 3, Municipalities: 2})
	config := string(source["content/sitio.yaml"].Data)
	_, rest, _ := strings.Cut(config, "url: ")
	address := strings.TrimRight(strings.SplitN(rest, "\n", 2)[0], "/")
	source["content/paginas/uso.md"] = &fstest.MapFile{Mode: 0o644, Data: []byte("---\ntitulo: Uso\nresumen: Cómo se usa este sitio.\n---\n" +
		"[bien](" + address + "/practicas/) [mal](" + address + "/practica/)\n")}
	w := Open(source, "")
	if err := w.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	o := site.Options{Now: day}
	wrong := func(r site.Result) (n int) {
		for _, p := range r.Problems {
			if strings.Contains(p.Text, "lleva a una página que no existe") {
				n++
			}
		}
		return n
	}
	out, r := outputOfWorkspace(t, w, o)
	if page := string(out["paginas/uso/index.html"]); !strings.Contains(page, `<a href="../../practicas/">bien</a>`) || wrong(r) != 1 {
		t.Errorf("problems %v, and the page does not link inside the site", r.Problems)
	}

	source["content/sitio.yaml"] = &fstest.MapFile{Mode: 0o644, Data: []byte(strings.Replace(config, address, "https://otra.example", 1))}
	if err := w.Read(t.Context(), []string{"content/sitio.yaml"}); err != nil {
		t.Fatal(err)
	}
	out, r = outputOfWorkspace(t, w, o)
	if page := string(out["paginas/uso/index.html"]); !strings.Contains(page, `<a href="`+address+`/practicas/"`) || wrong(r) != 0 {
		t.Errorf("with another address: problems %v", r.Problems)
	}
	fresh, again := outputOf(t, source, o)
	wantSame(t, out, fresh)
	if !slices.Equal(r.Problems, again.Problems) {
		t.Errorf("problems differ:\n%v\n%v", r.Problems, again.Problems)
	}
}
