package preview

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"vitrina/internal/diag"
)

const (
	host = "127.0.0.1:4321"
	root = "/home/ana/sitio"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// fake is a site that a test changes.
type fake struct {
	mu       sync.Mutex
	files    fstest.MapFS
	hidden   []Hidden
	problems diag.List
	pages    map[string]Page
	lines    map[string]string
	moved    map[string]string
	base     string
	until    time.Time
	version  string
	asked    []View
	err      error
}

func newFake(files map[string]string) *fake {
	f := &fake{files: fstest.MapFS{}, pages: map[string]Page{}, lines: map[string]string{}, moved: map[string]string{}, base: "/", version: "1"}
	f.put("404.html", "<html><body>No encontramos esta página</body></html>")
	for name, text := range files {
		f.put(name, text)
	}
	return f
}

// put changes the site, which gets another version.
func (f *fake) put(name, text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	next := fstest.MapFS{}
	for n, file := range f.files {
		next[n] = file
	}
	next[name] = &fstest.MapFile{Data: []byte(text)}
	if text == "" {
		delete(next, name)
	}
	f.files, f.version = next, f.version+"+"
}

func (f *fake) Current(ctx context.Context, v View) (Snapshot, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, v)
	if f.err != nil {
		return Snapshot{}, f.err
	}
	hidden, problems := f.hidden, f.problems
	return Snapshot{
		Files: f.files, Version: f.version, Until: f.until, BasePath: f.base,
		Page:     func(address string) Page { return f.pages[address] },
		Hidden:   func() []Hidden { return hidden },
		Problems: func() diag.List { return problems },
		Line:     func(file string, _ int) string { return f.lines[file] },
		Redirect: func(address string) string { return f.moved[address] },
	}, nil
}

// text is the interface in no language: the key with its values.
func text(key string, args ...string) string {
	return strings.Join(append([]string{key}, args...), " ")
}

func newServer(t testing.TB, source Source) *Server {
	t.Helper()
	s, err := New(Options{
		Source: source, Text: text, Root: root, Now: func() time.Time { return noon }, Zone: time.FixedZone("Lima", -5*3600),
		Policy: "default-src 'self'; frame-ancestors 'none'", Hosts: []string{host},
		Assets: fstest.MapFS{
			"css/colores.css":       {Data: []byte(":root { --text: #000; }")},
			"js/preview/previa.css": {Data: []byte(".barra {}")},
			"js/preview/hojas.css":  {}, "js/preview/propias.css": {},
			"js/preview/previa.js": {Data: []byte("// previa")},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ask answers a request as net/http would put it.
func ask(s http.Handler, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", "http://"+host+"/", nil)
	path, query, _ := strings.Cut(target, "?")
	r.URL.Path, r.URL.RawQuery = path, query
	for i := 0; i < len(header); i += 2 {
		switch header[i] {
		case "Host":
			r.Host = header[i+1]
		case "Method":
			r.Method = header[i+1]
		default:
			r.Header.Set(header[i], header[i+1])
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func page(body string) string {
	return `<!DOCTYPE html><html><head><link rel="stylesheet" href="recursos/sitio-1.css"></head><body>` + body + `</body></html>`
}
