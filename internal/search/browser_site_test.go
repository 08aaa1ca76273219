package search_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	pipeline "vitrina/internal/build"
	"vitrina/internal/diag"
	"vitrina/internal/search/invented"
	"vitrina/internal/site"
)

// The site that the browser reads is small, made for its questions, and built
// as every site is: from Markdown to files, with the project's own look.

// practice is what a practice of this site needs to say.
type practice struct {
	slug, title, summary, ubigeo, edition, theme, body, extra string
}

// searchContent is the source of the site. extra entries come on top.
func searchContent(extra ...practice) fstest.MapFS {
	out := fstest.MapFS{}
	put := func(name, text string) { out["content/"+name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644} }
	put("sitio.yaml", "titulo: Vitrina de prueba\nurl: https://prueba.example/\ndescripcion: Para buscar.\nmenu:\n  - {titulo: Prácticas, url: /practicas/}\n")
	for _, year := range []string{"2018", "2022", "2025"} {
		put("ediciones/"+year+".md", fmt.Sprintf("---\nnumero: %s\nnombre: Edición %s\nanio_inicio: %s\n---\n", year[3:], year, year))
	}
	for id, name := range map[string]string{"agua": "Agua y saneamiento", "infancia": "Primera infancia", "residuos": "Residuos"} {
		put("temas/"+id+".md", fmt.Sprintf("---\nnombre: %s\ndescripcion: Un tema de la muestra.\n---\n", name))
	}
	put("metas/padron.md", "---\nnombre: Padrón al día\ndescripcion: Una meta de la muestra.\nambito: local\n---\n")
	put("paginas/premio.md", "---\ntitulo: Sobre el premio\nresumen: Qué es el premio y quiénes pueden participar en él.\n---\nLas bases del premio.\n\n"+words())
	for ubigeo, at := range map[string]string{
		"021509": "Pampas, Pallasca, Áncash, sierra", "090701": "Pampas, Tayacaja, Huancavelica, sierra",
		"150101": "Lima, Lima, Lima, costa", "211001": "Ñuñoa, Melgar, Puno, sierra",
	} {
		p := strings.Split(at, ", ")
		kind := "distrital"
		if strings.HasSuffix(ubigeo, "01") {
			kind = "provincial"
		}
		put("municipalidades/"+ubigeo+".md", fmt.Sprintf("---\nubigeo: %q\nnombre: %s\ntipo: %s\nprovincia: %s\ndepartamento: %s\nregion: %s\npoblacion: 2700\n---\n",
			ubigeo, p[0], kind, p[1], p[2], p[3]))
	}
	list := []practice{
		{slug: "goteo", title: "Cloro por goteo en el reservorio", summary: "El agua llega con cloro a cada vivienda del distrito.", ubigeo: "021509", edition: "2018", theme: "agua",
			body: "La junta de agua mide el cloro residual en la pileta pública."},
		{slug: "signos", title: "Cuando 1 < 2 & el agua sobra: <b>guía</b>", summary: "Signos <i>raros</i> en un título, con agua & más.", ubigeo: "150101", edition: "2022", theme: "agua",
			body: "La pileta de la plaza pública quedó sin agua."},
		{slug: "sangrecita", title: "Sangrecita contra la anemia", summary: "Cocina con niñas y niños menores de cinco años.", ubigeo: "211001", edition: "2025", theme: "infancia",
			body: "Los ñandúes miran. Las campañas de vacunación llegan al centro poblado.", extra: "requisitos: {internet: no-necesita, vehiculo: no-necesita}\ncosto: {monto: 3000}\nequipo: {personas: 2}\n"},
		{slug: "compost", title: "Compost del mercado", summary: "Los residuos orgánicos del mercado vuelven a la chacra.", ubigeo: "090701", edition: "2022", theme: "residuos",
			body: "Las campanas llaman a la jornada de reciclaje."},
	}
	for i := range 14 { // enough for a second page of results
		list = append(list, practice{
			slug: fmt.Sprintf("faena-%02d", i), title: fmt.Sprintf("Faena comunal número %d", i+1), summary: "Una jornada de trabajo para limpiar la acequia entre vecinos.",
			ubigeo: []string{"021509", "211001", "150101"}[i%3], edition: []string{"2018", "2022", "2025"}[i%3], theme: []string{"agua", "residuos"}[i%2],
			body: "La acequia se limpia dos veces al año. " + strings.Repeat("Cada faena reúne a los vecinos. ", i+1),
		})
	}
	for _, p := range append(list, extra...) {
		put("practicas/"+p.slug+".md", fmt.Sprintf(`---
titulo: %q
resumen: %q
municipalidad: %q
edicion: %q
reconocimiento: ganadora
temas: [%s]
poblacion: [0-5]
estado: publicada
ejemplo: true
actualizada: 2026-01-02
%s---
## Situación previa

Antes no había nada de esto en el distrito.

## Qué se hizo

%s
`, p.title, p.summary, p.ubigeo, p.edition, p.theme, p.extra, p.body))
	}
	return out
}

// words are enough rare ones for the dictionary to need many shards.
func words() string {
	corpus := invented.New(4000)
	var b strings.Builder
	for i := range 2500 {
		b.WriteString(corpus.Rare() + " ")
		if i%200 == 0 {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

// built is every file of a site, and those that its index adds on a disk.
type built struct{ files, disk map[string][]byte }

func buildSite(t *testing.T, source fstest.MapFS) built {
	t.Helper()
	look, err := pipeline.NewLook(os.DirFS("../../templates"), os.DirFS("../../static"))
	if err != nil {
		t.Fatal(err)
	}
	w := pipeline.Open(source, "")
	if err := w.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	result, err := w.Assemble(t.Context(), site.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range result.Problems {
		if p.Severity == diag.Error {
			t.Fatalf("the site of this test: %v", p)
		}
	}
	found, err := pipeline.NewFound(t.Context(), result.Site, look)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := w.Tree(result.Site, look, found)
	if err != nil {
		t.Fatal(err)
	}
	b := built{map[string][]byte{}, map[string][]byte{}}
	for _, name := range tree.Names() {
		if b.files[name], err = tree.Make(context.Background(), name); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range found.OnDisk() {
		if b.disk[f.Name], err = f.Make(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// write puts files into a folder.
func write(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// host serves a site with the headers that its own _headers file asks for, and
// can be told to be slow, to fail, and to publish another site.
type host struct {
	*httptest.Server
	mu     sync.Mutex
	files  map[string][]byte
	asked  []string      // names of files, in order
	broken string        // what begins so is not served
	slow   string        // what begins so waits for go
	held   []string      // what waits
	gaveUp []string      // what the browser no longer wanted while it waited
	resume chan struct{} // closed: nothing waits
}

func serveSite(t *testing.T, files map[string][]byte) *host {
	h := &host{files: files, resume: make(chan struct{})}
	h.Server = httptest.NewServer(h)
	t.Cleanup(h.Close)
	return h
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	h.mu.Lock()
	data, ok := h.files[name]
	h.asked = append(h.asked, name)
	broken := h.broken != "" && strings.HasPrefix(name, h.broken)
	slow, resume := h.slow != "" && strings.HasPrefix(name, h.slow), h.resume
	for _, rule := range strings.Split(string(h.files["_headers"]), "\n/") {
		lines := strings.Split(rule, "\n")
		if prefix, ok := strings.CutSuffix(strings.TrimPrefix(lines[0], "/"), "*"); ok && strings.HasPrefix(name, prefix) {
			for _, line := range lines[1:] {
				if key, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
					w.Header().Set(key, value)
				}
			}
		}
	}
	if slow {
		h.held = append(h.held, name)
	}
	h.mu.Unlock()
	if slow {
		select {
		case <-resume:
		case <-r.Context().Done():
			h.mu.Lock()
			h.gaveUp = append(h.gaveUp, name)
			h.mu.Unlock()
			return
		}
	}
	switch {
	case broken:
		http.Error(w, "roto", http.StatusServiceUnavailable)
	case !ok:
		http.NotFound(w, r)
	default:
		types := map[string]string{".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml"}
		if kind := types[filepath.Ext(name)]; kind != "" {
			w.Header().Set("Content-Type", kind)
		} else {
			w.Header().Set("Content-Type", "application/octet-stream")
		}
		_, _ = w.Write(data) // the browser may have gone
	}
}

// set changes the host while nothing is served.
func (h *host) set(change func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change()
}

// index is what was asked of the index since the last call: names inside busqueda/.
func (h *host) index() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []string
	for _, name := range h.asked {
		if rest, ok := strings.CutPrefix(name, "busqueda/"); ok {
			list = append(list, rest)
		}
	}
	h.asked = nil
	return list
}
