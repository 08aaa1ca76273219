package preview

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"vitrina/internal/diag"
	"vitrina/internal/weight"
)

func TestQuotedLine(t *testing.T) {
	long := strings.Repeat("á", 100) + "clave: valor " + strings.Repeat("z", 300)
	for _, c := range []struct {
		line                string
		column              int
		before, mark, after string
	}{
		{"titulo: Agua: más", 9, "titulo: ", "Agua", ": más"},
		{"titulo: Agua", 1, "", "titulo", ": Agua"},
		{"temas: [agua, luz]", 15, "temas: [agua, ", "luz", "]"},
		{"corta", 99, "corta", "", ""},
		{"corta", 0, "", "corta", ""},
		{"", 1, "", "", ""},
		{"\tuno dos", 6, "  uno ", "dos", ""},
		{long, 101, "…" + strings.Repeat("á", 60), "clave", ": valor " + strings.Repeat("z", 112) + "…"},
		{"ñandú señal", 7, "ñandú ", "señal", ""},
	} {
		if b, m, a := quote(c.line, c.column); b != c.before || m != c.mark || a != c.after {
			t.Errorf("quote(%.20q, %d) = %q, %q, %q", c.line, c.column, b, m, a)
		}
	}
}

func TestKilobytes(t *testing.T) {
	for n, want := range map[int]string{0: "0", 940: "0,9", 1000: "1", 14250: "14,2", 30000: "30"} {
		if got := kilobytes(n); got != want {
			t.Errorf("kilobytes(%d) = %q, want %q", n, got, want)
		}
	}
}

// TestProblemsAreGroupedByFile holds the order: the page's own file first, then
// those with errors, then those with warnings.
func TestProblemsAreGroupedByFile(t *testing.T) {
	f := newFake(map[string]string{"index.html": page("x")})
	s := newServer(t, f)
	list := diag.List{
		{File: "content/practicas/a.md", Pos: diag.Pos{Line: 3}, Severity: diag.Warning, Text: "uno"},
		{File: "content/practicas/b.md", Pos: diag.Pos{Line: 4, Column: 2}, Text: "dos"},
		{File: "content/practicas/c/index.md", Severity: diag.Warning, Text: "tres"},
		{File: "content/practicas/c/foto.png", Text: "cuatro"},
		{Text: "cinco"},
	}
	snap, _ := f.Current(t.Context(), View{})
	names := func(own string, limit int) (string, int) {
		groups, left := s.groups(snap, list, own, limit)
		var all []string
		for _, g := range groups {
			all = append(all, fmt.Sprintf("%s %t %d", g.Name, g.Own, len(g.List)))
		}
		return strings.Join(all, "; "), left
	}
	if got, _ := names("content/practicas/a.md", 60); got != "content/practicas/a.md true 1; content/practicas/b.md false 1; content/practicas/c/foto.png false 1;  false 1; content/practicas/c/index.md false 1" {
		t.Error(got)
	}
	if got, _ := names("content/practicas/c/index.md", 60); !strings.HasPrefix(got, "content/practicas/c/index.md true 1; content/practicas/c/foto.png true 1; content/practicas/b.md") {
		t.Error(got)
	}
	if got, left := names("", 2); left != 3 || strings.Count(got, ";") != 1 {
		t.Errorf("%s, %d left", got, left)
	}
	groups, _ := s.groups(snap, list, "", 60)
	if edit := string(groups[0].List[0].Edit); edit != "vscode://file"+root+"/content/practicas/b.md:4:2" {
		t.Errorf("editor link %q", edit)
	}
}

// TestNothingOfAFileBecomesMarkup holds for what editors write: it may be in any
// text, line, title or name.
func TestNothingOfAFileBecomesMarkup(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`
	f := newFake(map[string]string{"index.html": page("x")})
	f.problems = diag.List{{File: "content/" + evil, Pos: diag.Pos{Line: 1, Column: 2}, Key: evil, Text: evil, Hint: evil}}
	f.lines["content/"+evil] = evil
	f.hidden = []Hidden{{Title: evil, Address: "/practicas/" + evil + "/", Page: Page{State: "borrador"}}}
	f.pages["/"] = Page{File: "content/" + evil, State: "borrador"}
	s := newServer(t, f)
	for _, target := range []string{"/__vitrina/panel?ruta=/", "/__vitrina/problemas", "/__vitrina/panel?ruta=/%22%3E%3Cscript%3E/&vista=%22%3E%3Cscript%3E", `/"><script>/`} {
		body := ask(s, target).Body.String()
		if strings.Contains(body, "<script>") || strings.Contains(body, "<img src=x") || strings.Contains(body, `javascript:`) {
			t.Errorf("%s: %s", target, body)
		}
	}
	body := ask(s, "/__vitrina/problemas").Body.String()
	if strings.Count(body, "&lt;script&gt;") < 4 || !strings.Contains(body, "previa.problemas.error") {
		t.Errorf("the problem is not told: %s", body)
	}
}

// TestPathsOfTheDiskStayInTheBar holds that the bar and the list of problems may
// name files of this machine, as one copies them from there, and nothing else.
func TestPathsOfTheDiskStayInTheBar(t *testing.T) {
	f := newFake(map[string]string{"index.html": page("Inicio"), "practicas/agua/index.html": page("Agua")})
	f.pages["/practicas/agua/"] = Page{File: "content/practicas/agua.md", Line: 1}
	f.problems = diag.List{{File: "content/practicas/agua.md", Pos: diag.Pos{Line: 2, Column: 1}, Text: "mal"}}
	s := newServer(t, f)
	for _, target := range []string{"/", "/practicas/agua/", "/no/", "/__vitrina/previa.js", "/__vitrina/previa.css"} {
		if body := ask(s, target).Body.String(); strings.Contains(body, root) {
			t.Errorf("%s names a path of the disk", target)
		}
	}
	bar := ask(s, "/__vitrina/panel?ruta=/practicas/agua/").Body.String()
	if !strings.Contains(bar, `data-texto="`+root+`/content/practicas/agua.md"`) || !strings.Contains(bar, `href="vscode://file`+root+`/content/practicas/agua.md:1:1"`) {
		t.Errorf("the bar does not lead to the file: %s", bar)
	}
	broken := &failing{f, fmt.Errorf("open %s/content/x: %w", root, errors.New("sin permiso"))}
	s = newServer(t, broken)
	var told error
	s.o.Failed = func(err error) { told = err }
	w := ask(s, "/")
	if w.Code != 500 || strings.Contains(w.Body.String(), root) || !strings.Contains(w.Body.String(), "sin permiso") || told == nil {
		t.Errorf("%d %v %s", w.Code, told, w.Body)
	}
}

// failing is a site none of whose files can be made.
type failing struct {
	*fake
	why error
}

type noFiles struct{ err error }

func (f noFiles) Open(string) (fs.File, error) { return nil, f.err }

// TestFilesOfNoPathHaveNoLink holds that a problem of something that is no file
// does not offer to open it.
func TestFilesOfNoPathHaveNoLink(t *testing.T) {
	s := newServer(t, newFake(nil))
	for _, file := range []string{"", "/etc/passwd", "../x", "content/../../x"} {
		if src := s.source(file, 1, 1); src != nil {
			t.Errorf("%q: %v", file, src)
		}
	}
}

func TestBarSaysWhatIsHiddenAndUntilWhen(t *testing.T) {
	f := newFake(map[string]string{"index.html": page("Inicio"), "practicas/agua/index.html": page("Agua")})
	until := time.Date(2027, 3, 1, 15, 0, 0, 0, time.UTC)
	f.pages["/practicas/agua/"] = Page{File: "content/practicas/agua.md", State: "embargo", Until: until}
	for i := range maxHidden + 7 {
		f.hidden = append(f.hidden, Hidden{Title: fmt.Sprintf("Práctica %d", i), Address: "/practicas/x/", Page: Page{State: "embargo", Until: until}})
	}
	s := newServer(t, f)
	bar := ask(s, "/__vitrina/panel?ruta=/practicas/agua/").Body.String()
	for _, want := range []string{"previa.estado.embargo fecha 01/03/2027 10:00", `data-vista="publico@2027-03-01T10:00"`, "previa.ocultas.mas n 7", "Práctica 49"} {
		if !strings.Contains(bar, want) {
			t.Errorf("the bar does not say %q", want)
		}
	}
	if strings.Contains(bar, "Práctica 50<") {
		t.Error("the list has no end")
	}
	for state, key := range map[string]string{"borrador": "previa.estado.borrador", "retirada": "previa.estado.retirada", "": ""} {
		if v := s.state(Page{State: state}, 200, false); v.Text != key {
			t.Errorf("state %q: %q", state, v.Text)
		}
	}
	if v := s.state(Page{}, 404, true); v.Text != "previa.estado.invisible" {
		t.Errorf("what the public does not see: %q", v.Text)
	}
	if v := s.state(Page{File: "content/practicas/agua.md"}, 404, false); v.Text != "previa.estado.rota" {
		t.Errorf("a page that never was without an error: %q", v.Text)
	}
	if v := s.state(Page{}, 404, false); v.Text != "previa.estado.ninguna" {
		t.Errorf("no page: %q", v.Text)
	}
}

func TestWeightOfAFirstVisit(t *testing.T) {
	files := fstest.MapFS{
		"recursos/sitio-1.css": {Data: []byte(strings.Repeat("a{color:red}", 100))}, "recursos/sitio-1.js": {Data: []byte("alert(1)")},
		"recursos/icono-1.svg": {Data: []byte("<svg/>")},
	}
	html := []byte(`<link rel="stylesheet" href="../../recursos/sitio-1.css"><link rel="canonical" href="https://x.example/">
<link rel="icon" href="../../recursos/icono-1.svg"><script src="../../recursos/sitio-1.js?v=2" defer></script><script src="../../recursos/sitio-1.js"></script>
<script src="https://otro.example/x.js"></script><script src="//otro.example/x.js"></script><img src="a.jpg"><img src="b.jpg"><link rel="stylesheet" href="../../../../fuera.css">`)
	var cache weights
	w := cache.of(files, "/practicas/agua/", html)
	var scale weight.Scale
	want := scale.Of(html)
	for _, f := range files {
		want += scale.Of(f.Data)
	}
	if w.requests != 4 || w.photos != 2 || w.bytes != want {
		t.Errorf("%+v, want 4 requests of %d bytes and 2 photos", w, want)
	}
	delete(files, "recursos/sitio-1.css") // its name has a hash: what is known of it stays true
	if again := cache.of(files, "/practicas/agua/", html); again != w {
		t.Errorf("again: %+v", again)
	}
}
