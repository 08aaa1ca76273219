package render

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"vitrina/internal/site"
)

// source is a small site whose practice has the frontmatter given, after its
// required keys.
func source(extra, body string) fstest.MapFS {
	files := map[string]string{
		"sitio.yaml":                "titulo: Prueba\nurl: https://prueba.example/base/\norganizacion: Ministerio\nmenu: [{titulo: Prácticas, url: /practicas/}]\n",
		"ediciones/2025.md":         "---\nnumero: 8\nnombre: Octava\nanio_inicio: 2025\n---\n",
		"temas/agua.md":             "---\nnombre: Agua\ndescripcion: Agua segura.\n---\n",
		"municipalidades/029901.md": "---\nubigeo: \"029901\"\nnombre: Quillarumi\ntipo: distrital\ndepartamento: Áncash\nprovincia: Qochapampa\nejemplo: true\n---\n",
		"practicas/pileta.md": fmt.Sprintf(`---
titulo: La pileta
resumen: Cada barrio cuida su pileta con un turno semanal y una llave de repuesto.
municipalidad: "029901"
edicion: 2025
reconocimiento: ganadora
temas: [agua]
estado: publicada
actualizada: 2026-10-01
ejemplo: true
%s---
## Situación previa

%s

## Qué se hizo

Se cambió la llave.
`, extra, body),
	}
	out := fstest.MapFS{}
	for name, text := range files {
		out["content/"+name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return out
}

// page is a page by itself: nothing was made before it.
func page(t *testing.T, s *site.Site, route site.Route) string {
	t.Helper()
	return pageOf(t, renderer(t), s, route)
}

func pageOf(t *testing.T, r *Renderer, s *site.Site, route site.Route) string {
	t.Helper()
	data, err := r.Page(s, route)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// textOf is what a reader sees of a page: its text, spaces folded.
func textOf(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" {
			b.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

var pileta = site.Route{Kind: site.KindPractice, ID: "pileta"}

func TestUnknownIsNeverZeroOrBlank(t *testing.T) {
	text := textOf(t, page(t, assemble(t, source("", "Goteaba.")), pileta))
	for _, want := range []string{
		"No consta cuánto cuesta ni qué equipo, internet, energía o vehículo necesita",
		"No consta Inicio · Población atendida · Financiamiento · Vigencia", "No consta una oficina de contacto",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("a practice without figures does not say %q", want)
		}
	}
	some := textOf(t, page(t, assemble(t, source("costo: {monto: 12500}\n", "Goteaba.")), pileta))
	for _, want := range []string{"Costo S/ 12 500", "Equipo no consta", "Internet no consta", "Energía eléctrica no consta", "Vehículo no consta"} {
		if !strings.Contains(some, want) {
			t.Errorf("a practice of which only the cost is known does not say %q", want)
		}
	}
	if strings.Contains(text, "S/ 0") || strings.Contains(text, "0 personas") {
		t.Error("an unknown figure shows as zero")
	}
}

func TestPeopleOfATeamAreToldApart(t *testing.T) {
	text := textOf(t, page(t, assemble(t, source("equipo: {personas: 5, perfiles: [\"cuatro operadores, dos por junta\", técnica de agua]}\n", "Goteaba.")), pileta))
	if want := "5 personas Cuatro operadores, dos por junta · Técnica de agua"; !strings.Contains(text, want) {
		t.Errorf("the page does not say %q", want)
	}
}

func TestWhatItNeedsComesBeforeAnyProse(t *testing.T) {
	p := page(t, assemble(t, source("costo: {monto: 12500, periodo: por año}\nequipo: {personas: 1}\nrequisitos: {internet: no-necesita, vehiculo: a-veces}\n", "Goteaba.")), pileta)
	if strings.Index(p, "Lo que necesita") > strings.Index(p, "Goteaba") {
		t.Error("the needs stand after the text")
	}
	text := textOf(t, p)
	for _, want := range []string{"Costo S/ 12 500 Por año.", "Equipo 1 persona", "Internet No necesita", "Vehículo A veces"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// Whoever shares a page is told what it is; that stands in the frame of its kind.
func TestOnlyAPracticeIsAnArticle(t *testing.T) {
	s, r := assemble(t, source("", "x")), renderer(t)
	for _, route := range s.Routes() {
		want := `<meta property="og:type" content="website">`
		if route.Kind == site.KindPractice {
			want = `<meta property="og:type" content="article">`
		}
		if p := pageOf(t, r, s, route); strings.Count(p, `property="og:type"`) != 1 || !strings.Contains(p, want) {
			t.Errorf("%s has no %s", route.Address(), want)
		}
	}
}

func TestResultsAreATable(t *testing.T) {
	p := page(t, assemble(t, source(`resultados:
  - {indicador: Hogares con agua, antes: 18, despues: 91, unidad: "%", periodo: 2020 a 2023, fuente: Registro}
  - {indicador: Reclamos, antes: sin registro, despues: 3}
`, "x")), pileta)
	text := textOf(t, p)
	for _, want := range []string{"Hogares con agua 2020 a 2023 · Registro 18 % 91 %", "Reclamos sin registro 3"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if !strings.Contains(p, `</span> Antes</th>`) || !strings.Contains(p, `<th scope="row">Hogares`) {
		t.Error("the results have no header cells")
	}
	if strings.Count(p, `class="cambio"`) != 1 {
		t.Error("only the change between two numbers is drawn")
	}
}

func TestExamplesSaySoAndAreNotIndexed(t *testing.T) {
	s := assemble(t, source("", "x"))
	for _, route := range []site.Route{pileta, {Kind: site.KindMunicipality, ID: "029901"}} {
		p := page(t, s, route)
		if !strings.Contains(p, `<meta name="robots" content="noindex">`) || !strings.Contains(p, `class="ejemplo"`) {
			t.Errorf("%s does not say that it is an example", route.Address())
		}
	}
	if !strings.Contains(page(t, s, site.Route{Kind: site.KindPractices, Page: 1}), `<span class="marca">Ejemplo</span>`) {
		t.Error("the card does not say that it is an example")
	}
	if feed := machine(t, s, "feed.xml"); !strings.Contains(feed, "<title>Ejemplo: La pileta</title>") {
		t.Error("the feed does not say that it is an example")
	}
	if sitemap := machine(t, s, "sitemap.xml"); strings.Contains(sitemap, "pileta") {
		t.Error("the sitemap lists an example")
	}
}

// Atom asks for a date also of a feed that lists nothing: it is a true one.
func TestAnEmptyFeedHasTheDayOfTheNewestThing(t *testing.T) {
	files := source("", "x")
	delete(files, "content/practicas/pileta.md")
	day := func(want string) {
		t.Helper()
		s := assemble(t, files)
		for _, name := range []string{"feed.xml", "temas/agua/feed.xml"} {
			if feed := machine(t, s, name); !strings.Contains(feed, "<updated>"+want+"T00:00:00-05:00</updated>") {
				t.Errorf("%s is not of %s:\n%s", name, want, feed)
			}
		}
	}
	day("2025-01-01") // all that is known of its edition
	files["content/ediciones/2025.md"].Data = []byte("---\nnumero: 8\nnombre: Octava\nanio_inicio: 2024\nfecha_resultados: 2025-04-30\n---\n")
	day("2025-04-30")
	files["content/paginas/premio.md"] = &fstest.MapFile{Mode: 0o644, Data: []byte("---\ntitulo: El premio\nresumen: Qué es el premio y quién lo da.\nactualizada: 2025-06-02\n---\nTexto.\n")}
	day("2025-06-02")
}

func machine(t *testing.T, s *site.Site, name string) string {
	t.Helper()
	for _, f := range renderer(t).MachineFiles(s) {
		if f.Name == name {
			data, err := f.Make()
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
	}
	t.Fatalf("no file %s", name)
	return ""
}

func TestHostileTextStaysText(t *testing.T) {
	evil := `"><script>alert(1)</script><img src=x onerror=alert(1)>{{.}}</title>`
	quoted, err := json.Marshal(evil)
	if err != nil {
		t.Fatal(err)
	}
	s := assemble(t, source(fmt.Sprintf(`adaptar: [%[1]s]
aliados: [{nombre: %[1]s, tipo: %[1]s}]
contacto: {area: %[1]s, horario: %[1]s}
resultados: [{indicador: %[1]s, antes: %[1]s, fuente: %[1]s}]
fuentes: [{titulo: %[1]s}]
costo: {nota: %[1]s}
`, quoted), "x"))
	r := renderer(t)
	for _, route := range s.Routes() {
		p := pageOf(t, r, s, route)
		root, err := html.Parse(strings.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if n.Data == "script" && n.FirstChild != nil && !strings.HasPrefix(n.FirstChild.Data, `{"@context"`) {
				t.Errorf("%s has a script %q", route.Address(), n.FirstChild.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
					t.Errorf("%s has an attribute %s", route.Address(), a.Key)
				}
			}
		}
	}
}

func TestPhonesCanBeDialled(t *testing.T) {
	p := page(t, assemble(t, source("contacto: {area: Oficina, telefono: (043) 000 012, correo: oficina@muni.ejemplo.pe}\n", "x")), pileta)
	for _, want := range []string{`href="tel:+5143000012"`, `href="mailto:oficina@muni.ejemplo.pe"`} {
		if !strings.Contains(html.UnescapeString(p), want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if strings.Contains(p, "ZgotmplZ") {
		t.Error("html/template refused an address")
	}
}

func TestLinkedDataIsJSON(t *testing.T) {
	s := assemble(t, source("", "x"))
	r := renderer(t)
	for _, route := range s.Routes() {
		p := pageOf(t, r, s, route)
		_, rest, ok := strings.Cut(p, `<script type="application/ld+json">`)
		data, _, _ := strings.Cut(rest, "</script>")
		var v struct {
			Context string `json:"@context"`
			Graph   []struct {
				Type string `json:"@type"`
			} `json:"@graph"`
		}
		if err := json.Unmarshal([]byte(data), &v); !ok || err != nil || v.Context == "" || len(v.Graph) == 0 || v.Graph[0].Type == "" {
			t.Errorf("%s: linked data %v %+v", route.Address(), err, v)
		}
	}
}

func TestNotFoundWorksAtAnyDepth(t *testing.T) {
	p := page(t, assemble(t, source("", "x")), site.Route{Kind: site.KindNotFound})
	for _, want := range []string{`href="/base/recursos/sitio.css"`, `href="/base/practicas/"`, `action="/base/buscar/"`} {
		if !strings.Contains(p, want) {
			t.Errorf("404.html has no %s", want)
		}
	}
}

func TestMachineFilesAreTheAddressesThatTextsMayLinkTo(t *testing.T) {
	s := assemble(t, source("", "x"))
	names := map[string]bool{}
	for _, f := range renderer(t).MachineFiles(s) {
		names["/"+f.Name] = true
	}
	for _, address := range s.MachineAddresses() {
		if !names[address] {
			t.Errorf("%s is promised and not made", address)
		}
	}
}

func TestOpenDataHasItsColumns(t *testing.T) {
	s := assemble(t, source("costo: {monto: 12500}\ncontacto: {area: \"=HYPERLINK(1)\"}\n", "x"))
	rows, err := csv.NewReader(strings.NewReader(machine(t, s, "datos/practicas.csv"))).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	row := map[string]string{}
	for i, name := range rows[0] {
		row[name] = rows[1][i]
	}
	for name, want := range map[string]string{
		"id": "pileta", "ubigeo": "029901", "costo_soles": "12500", "personas": "", "contacto": "'=HYPERLINK(1)",
		"ejemplo": "si", "url": "https://prueba.example/base/practicas/pileta/", "temas": "agua",
	} {
		if row[name] != want {
			t.Errorf("column %s = %q, want %q", name, row[name], want)
		}
	}
	var v struct {
		Columns   []string         `json:"columnas"`
		Practices []map[string]any `json:"practicas"`
	}
	if err := json.Unmarshal([]byte(machine(t, s, "datos/practicas.json")), &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Practices) != 1 || len(v.Practices[0]) != len(v.Columns) || v.Practices[0]["personas"] != nil || v.Practices[0]["costo_soles"] != 12500.0 {
		t.Errorf("JSON = %v", v)
	}
	docs := page(t, s, site.Route{Kind: site.KindData})
	for _, c := range v.Columns {
		if !strings.Contains(docs, "<code>"+c+"</code>") {
			t.Errorf("the data page does not explain %s", c)
		}
	}
}

func TestAMissingTextFailsWhenTemplatesAreLoaded(t *testing.T) {
	files := fstest.MapFS{
		"base.html":       {Data: []byte(`{{define "cabeza"}}{{end}}{{define "marco"}}{{end}}{{define "pie"}}{{end}}{{define "camino"}}{{end}}`)},
		"textos/es.yaml":  {Data: []byte("navegacion:\n  inicio: Inicio\n")},
		"pages/404.html":  {Data: []byte(`{{define "contenido"}}{{if .Heading}}{{t "navegacion.inico"}}{{end}}{{end}}`)},
		"partials/x.html": {Data: []byte(``)},
	}
	_, err := New(files, Assets{})
	if err == nil || !strings.Contains(err.Error(), "navegacion.inico") || !strings.Contains(err.Error(), "¿«navegacion.inicio»?") {
		t.Errorf("New = %v", err)
	}
}
