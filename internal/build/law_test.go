package build

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"vitrina/internal/check"
	"vitrina/internal/content"
	"vitrina/internal/diag"
	"vitrina/internal/markdown"
	"vitrina/internal/race"
	"vitrina/internal/site"
)

// shipped is the repository's own content, as a map that tests can change. Under
// the race detector all its photos are the same one: encoding each takes seconds.
func shipped(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	root := os.DirFS("../..")
	photos := map[string][]byte{} // by the ending of their names
	err := fs.WalkDir(root, "content", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if kind := path.Ext(name); race.On && kind != "" && slices.Contains(content.ImageTypes(), kind[1:]) {
			if photos[kind] == nil {
				photos[kind] = data
			}
			data = photos[kind]
		}
		out[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// ourLook is the repository's own look, made once.
var ourLook = sync.OnceValues(func() (*Look, error) {
	return NewLook(os.DirFS("../../templates"), os.DirFS("../../static"))
})

func look(t testing.TB) *Look {
	t.Helper()
	l, err := ourLook()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// day is the instant that counts as now in these tests.
var day = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// photoCache is a folder that all tests share: encoding photos takes most of the
// time of a small site.
var photoCache string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "vitrina-fotos")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	photoCache = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// outputOf is every file of the site that a source gives.
func outputOf(t testing.TB, source fs.FS, o site.Options) (map[string][]byte, site.Result) {
	t.Helper()
	w := Open(source, photoCache)
	if err := w.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return outputOfWorkspace(t, w, o)
}

func outputOfWorkspace(t testing.TB, w *Workspace, o site.Options) (map[string][]byte, site.Result) {
	t.Helper()
	result, err := w.Assemble(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	found, err := NewFound(t.Context(), result.Site, look(t))
	if err != nil {
		t.Fatal(err)
	}
	tree, err := w.Tree(result.Site, look(t), found)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string][]byte, tree.Len())
	for _, name := range tree.Names() {
		data, err := tree.Make(context.Background(), name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = data
	}
	return out, result
}

// wantSame fails with the names of the files that differ.
func wantSame(t testing.TB, a, b map[string][]byte) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(a)) {
		other, ok := b[name]
		switch {
		case !ok:
			t.Errorf("%s is only in the first output", name)
		case !bytes.Equal(a[name], other):
			t.Errorf("%s differs", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if _, ok := a[name]; !ok {
			t.Errorf("%s is only in the second output", name)
		}
	}
}

// canary is a word that stands in every hidden entry and nowhere else.
const canary = "zorzalsecreto"

// hidden are practices of every hidden kind, with everything that a practice
// can have: a municipality that other pages list, themes, pictures, materials,
// aliases, replicas and links to each other.
func hidden(photo []byte) fstest.MapFS {
	out := fstest.MapFS{}
	put := func(name string, data []byte) {
		out["content/practicas/"+name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	entry := func(i int, state, extra string) []byte {
		return fmt.Appendf(nil, `---
titulo: %[1]s %[2]d
resumen: Resumen de la práctica %[1]s, que nadie debe ver antes de la ceremonia.
municipalidad: "029901"
municipalidades_asociadas: ["029902"]
edicion: "2025"
reconocimiento: ganadora
temas: [agua-y-saneamiento, primera-infancia]
metas: [agua-clorada]
poblacion: [gestantes]
resultados: [{indicador: %[1]s, antes: 1, despues: 2}]
costo: {monto: 777777, nota: %[1]s}
aliados: [{nombre: %[1]s}]
adaptar: [%[1]s]
replicas: [{municipalidad: "089901", fuente: %[1]s}]
contacto: {area: %[1]s, telefono: (043) 777 777}
ejemplo: true
actualizada: 2026-11-19
alias: [/practicas/%[1]s-vieja-%[2]d/]
%[3]s
%[4]s
---
## Situación previa

%[1]s y [otra](%[1]s-1.md).

## Qué se hizo

%[1]s
`, canary, i, state, extra)
	}
	put(canary+"-1.md", entry(1, "estado: borrador", ""))
	put(canary+"-2.md", entry(2, "estado: retirada", ""))
	put(canary+"-3.md", entry(3, "estado: publicada", "embargo: 2026-12-01 10:00"))
	put(canary+"-4.md", entry(4, "estado: publicada", "embargo: 2026-11-20T12:00:01Z"))
	folder := canary + "-5/"
	put(folder+"index.md", entry(5, "estado: publicada\nembargo: 2027-01-01T00:00:00-05:00",
		"imagenes: [{archivo: "+canary+".jpg, alt: "+canary+", credito: "+canary+"}]\nmateriales: [{titulo: "+canary+", archivo: "+canary+".csv}]"))
	put(folder+canary+".jpg", photo)
	put(folder+canary+".csv", []byte(canary))
	put(canary+"-6/index.md", entry(6, "estado: borrador", ""))
	return out
}

func TestHiddenEntriesLeaveNoTrace(t *testing.T) {
	source := shipped(t)
	photo := source["content/practicas/compost-del-mercado/pilas-de-compost.jpg"]
	if photo == nil {
		t.Fatal("the picture that this test borrows is gone")
	}
	with := maps.Clone(source)
	maps.Copy(with, hidden(photo.Data))
	o := site.Options{Now: day}
	a, resultA := outputOf(t, with, o)
	b, resultB := outputOf(t, source, o)
	wantSame(t, a, b)
	if h := resultA.Hidden; h.Drafts != 2 || h.Withdrawn != 1 || h.Embargoed != 3 {
		t.Errorf("hidden = %+v, want 2 drafts, 1 withdrawn, 3 embargoed", h)
	}
	if want := time.Date(2026, 11, 20, 12, 0, 1, 0, time.UTC); !resultA.Hidden.NextEmbargo.Equal(want) {
		t.Errorf("next embargo ends %v, want %v", resultA.Hidden.NextEmbargo, want)
	}
	for _, p := range resultA.Problems {
		if !p.Hidden && strings.Contains(p.String()+p.Hint, canary) {
			t.Errorf("a problem that a public log prints names a hidden entry: %v", p)
		}
	}
	if resultB.Hidden.Total() != 0 {
		t.Errorf("the shipped content hides %d entries", resultB.Hidden.Total())
	}
	files := fstest.MapFS{}
	for name, data := range a {
		files[name] = &fstest.MapFile{Data: data}
	}
	found, err := check.Contains(t.Context(), files, []string{canary, "777777", "777 777"})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range found {
		t.Errorf("canary: %v", p)
	}
}

// TestCanarySings shows that the test above can fail: once the embargo has
// ended, the canary is found.
func TestCanarySings(t *testing.T) {
	source := shipped(t)
	photo := source["content/practicas/compost-del-mercado/pilas-de-compost.jpg"]
	maps.Copy(source, hidden(photo.Data))
	out, _ := outputOf(t, source, site.Options{Now: day.Add(time.Second)})
	files := fstest.MapFS{}
	for name, data := range out {
		files[name] = &fstest.MapFile{Data: data}
	}
	found, err := check.Contains(t.Context(), files, []string{canary})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Error("the canary is not found in a site that publishes it")
	}
	if _, ok := out["practicas/"+canary+"-4/index.html"]; !ok {
		t.Error("a practice does not show at the instant its embargo ends")
	}
}

func TestShippedContentIsWhole(t *testing.T) {
	out, result := outputOf(t, shipped(t), site.Options{Now: day})
	for _, p := range result.Problems {
		t.Errorf("%v", p)
	}
	wantWhole(t, out, result.Site.BaseURL)
}

// TestWithoutExamples builds what a ministry would publish: ejemplos: false.
func TestWithoutExamples(t *testing.T) {
	source := shipped(t)
	config := source["content/sitio.yaml"]
	source["content/sitio.yaml"] = &fstest.MapFile{Data: bytes.Replace(config.Data, []byte("ejemplos: true"), []byte("ejemplos: false"), 1), Mode: 0o644}
	out, result := outputOf(t, source, site.Options{Now: day})
	told := map[string]bool{}
	for _, p := range result.Problems {
		if told[p.File] = true; p.Severity == diag.Error || !strings.Contains(p.Text, "habla de ejemplos") {
			t.Errorf("%v", p)
		}
	}
	// These two pages say why there are examples, which whoever drops them must mend.
	if len(told) != 2 || !told["content/paginas/sobre-el-premio.md"] || !told["content/paginas/privacidad-y-datos.md"] {
		t.Errorf("texts that speak of examples: %v", slices.Sorted(maps.Keys(told)))
	}
	if n := len(result.Site.Practices); n != 0 {
		t.Errorf("%d example practices remain", n)
	}
	wantWhole(t, out, result.Site.BaseURL)
	if bytes.Contains(out["index.html"], []byte(`class="marca"`)) {
		t.Error("the home page still speaks of examples")
	}
}

func TestPreviewsOfChangesAreWhole(t *testing.T) {
	out, result := outputOf(t, shipped(t), site.Options{Now: day, NoIndex: true, BaseURL: "https://vista.example/previa/"})
	wantWhole(t, out, result.Site.BaseURL)
	for _, name := range []string{"index.html", "municipalidades/021509/index.html"} {
		if !bytes.Contains(out[name], []byte(`<meta name="robots" content="noindex">`)) {
			t.Errorf("%s may be indexed", name)
		}
	}
}

// wantWhole fails on everything that is wrong with a finished site.
func wantWhole(t *testing.T, out map[string][]byte, base string) {
	t.Helper()
	files := fstest.MapFS{}
	for name, data := range out {
		files[name] = &fstest.MapFile{Data: data}
	}
	problems, err := check.Site(t.Context(), files, check.Options{BaseURL: base, MaxHTML: 14 << 10, Long: site.IsBooklet})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems.Sorted() {
		t.Errorf("%v", p)
	}
}

// TestWhatMayBeDownloaded holds the two lists of file types together: what
// `materiales` admits, and what a text may link to.
func TestWhatMayBeDownloaded(t *testing.T) {
	if a, b := content.MaterialTypes(), markdown.MaterialTypes(); !slices.Equal(a, b) {
		t.Errorf("content admits %v, markdown %v", a, b)
	}
}
