package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"vitrina/internal/content"
	"vitrina/internal/diag"
	"vitrina/internal/markdown"
	"vitrina/internal/photos"
)

var now = time.Date(2026, 7, 28, 15, 0, 0, 0, time.UTC)

// base is a small content folder without practices.
func base() map[string]string {
	return map[string]string{
		"sitio.yaml":                "titulo: Prueba\nurl: https://prueba.example\n",
		"ediciones/2025.md":         "---\nnumero: 8\nnombre: Octava\nanio_inicio: 2025\n---\n",
		"ediciones/2018.md":         "---\nnumero: 3\nnombre: Tercera\nanio_inicio: 2018\n---\n",
		"temas/agua.md":             "---\nnombre: Agua\ndescripcion: Agua segura.\n---\n",
		"municipalidades/029901.md": "---\nubigeo: \"029901\"\nnombre: Quillarumi\ntipo: distrital\ndepartamento: Áncash\nprovincia: Qochapampa\nejemplo: true\n---\n",
		"paginas/uso.md":            "---\ntitulo: Uso\nresumen: Cómo se usa este sitio.\n---\n## Primero\n\nLea.\n",
	}
}

type practice struct {
	state, extra, body string
	edition            int
}

func (p practice) String() string {
	if p.edition == 0 {
		p.edition = 2025
	}
	if p.state == "" {
		p.state = "publicada"
	}
	if p.body == "" {
		p.body = "Poco."
	}
	return fmt.Sprintf(`---
titulo: Título
resumen: Un resumen que tiene al menos cuarenta caracteres de largo.
municipalidad: "029901"
edicion: %d
reconocimiento: ganadora
temas: [agua]
estado: %s
actualizada: 2026-07-01
ejemplo: true
%s---
## Situación previa

%s

## Qué se hizo

Algo.
`, p.edition, p.state, p.extra, p.body)
}

func assemble(t *testing.T, files map[string]string, o Options) Result {
	t.Helper()
	r, problems := assembled(t, files, o)
	for _, p := range problems {
		t.Errorf("content: %v", p)
	}
	return r
}

// assembleAnyway is assemble for files with which content is not content.
func assembleAnyway(t *testing.T, files map[string]string, o Options) Result {
	t.Helper()
	r, _ := assembled(t, files, o)
	return r
}

func assembled(t *testing.T, files map[string]string, o Options) (Result, diag.List) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys["content/"+name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	read, err := content.ReadAll(t.Context(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	entries, said := read.Entries()
	documents := map[string]*markdown.Document{}
	converter := markdown.New()
	for _, b := range entries.Bodies {
		address, _ := markdown.AddressOf(b.File)
		document, problems := converter.Convert([]byte(b.Text), markdown.Options{File: b.File, Line: b.Line, Address: address})
		documents[b.File] = document
		for _, p := range problems {
			if !strings.Contains(p.Text, "demasiado larg") && !strings.Contains(p.Text, "almohadillas") {
				t.Errorf("markdown: %v", p)
			}
		}
	}
	if o.Now.IsZero() {
		o.Now = now
	}
	return Assemble(Input{Entries: entries, Documents: documents, Photos: somePhotos, Sizes: someSizes, Disguised: someDisguised}, o), said
}

// What files beside practices are, by those of their paths that tests use.
var (
	somePhotos = map[string]photos.Photo{
		"content/practicas/calidad/chica.jpg": {Width: 320, Height: 240}, "content/practicas/calidad/grande.jpg": {Width: 480, Height: 640},
	}
	someSizes     = map[string]int64{"content/practicas/calidad/pesado.pdf": 12 << 20, "content/practicas/calidad/falso.pdf": 900}
	someDisguised = map[string]string{"content/practicas/calidad/falso.pdf": "una página web (HTML)", "content/practicas/calidad/otro.pdf": "solo texto"}
)

func with(extra map[string]string) map[string]string {
	files := base()
	maps.Copy(files, extra)
	return files
}

// want fails unless the problems are those, each as "file:line severity text-part | hint-part".
func want(t *testing.T, got diag.List, lines ...string) {
	t.Helper()
	got = got.Sorted()
	if len(got) != len(lines) {
		t.Errorf("%d problems, want %d:\n%v", len(got), len(lines), got)
		return
	}
	for i, p := range got {
		for part := range strings.SplitSeq(lines[i], " | ") {
			if whole := p.String() + "\n" + p.Hint; !strings.Contains(whole, part) {
				t.Errorf("problem %d is %q, want %q in it", i, whole, part)
			}
		}
	}
}

func TestSmallestSite(t *testing.T) {
	r := assemble(t, with(map[string]string{"practicas/a.md": practice{}.String()}), Options{})
	want(t, r.Problems)
	s := r.Site
	p := s.Practice("a")
	if p == nil || p.Municipality.Province.Code != "0299" || p.Municipality.Department.Slug != "ancash" || p.Edition.Entry.ID != "2025" {
		t.Fatalf("practice = %+v", p)
	}
	for _, list := range [][]*Practice{s.Practices, p.Municipality.Practices, s.Province("0299").Practices, s.Department("ancash").Practices, s.Edition("2025").Practices, s.Theme("agua").Practices} {
		if len(list) != 1 || list[0] != p {
			t.Errorf("a list of the practice holds %v", list)
		}
	}
	if s.BaseURL != "https://prueba.example/" || s.BasePath != "/" || len(s.Departments) != 25 {
		t.Errorf("base %q %q, %d departments", s.BaseURL, s.BasePath, len(s.Departments))
	}
	for _, address := range []string{"/", "/practicas/", "/practicas/a/", "/municipalidades/029901/", "/departamentos/ancash/", "/provincias/0299/", "/ediciones/2025/", "/temas/agua/", "/paginas/uso/", "/buscar/", "/404.html"} {
		if route, ok := s.Lookup(address); !ok || route.Address() != address {
			t.Errorf("no page at %s", address)
		}
	}
}

func TestReferencesToNothing(t *testing.T) {
	r := assemble(t, with(map[string]string{
		"practicas/a.md": strings.NewReplacer("edicion: 2025", "edicion: 2052", `"029901"`, `"029910"`, "[agua]", "[aguas]").Replace(practice{}.String()),
		"practicas/b.md": practice{extra: "metas: [dni]\n"}.String(),
	}), Options{})
	want(t, r.Problems,
		"content/practicas/a.md:4:16: error: no existe la municipalidad «029910» | ¿quiso decir «029901»?",
		"content/practicas/a.md:5:10: error: no existe la edición «2052»",
		"content/practicas/a.md:7:9: error: no existe el tema «aguas» | ¿quiso decir «agua»?",
		"content/practicas/b.md:11:9: error: no existe la meta «dni» | content/metas/",
	)
	if len(r.Site.Practices) != 1 {
		t.Error("a practice without a place is part of the site")
	}
}

func TestRequiredHeadings(t *testing.T) {
	body := strings.Replace(practice{}.String(), "## Qué se hizo", "## Que se hiso", 1)
	r := assemble(t, with(map[string]string{
		"practicas/a.md": body,
		"practicas/b.md": strings.Replace(body, "estado: publicada", "estado: borrador", 1),
	}), Options{})
	want(t, r.Problems,
		"content/practicas/a.md:16:1: error: falta el apartado «Qué se hizo» | aquí dice «## Que se hiso»; cambie la línea por: ## Qué se hizo",
		"content/practicas/b.md:16:1: aviso: falta el apartado «Qué se hizo»",
	)
}

func TestLinksLeadSomewhere(t *testing.T) {
	r := assemble(t, with(map[string]string{
		"practicas/a/index.md": practice{body: "[a](../b.md) [b](/municipalidades/029901/) [c](/paginas/uso/#primero) [d](/feed.xml) [e](/temas/agua/feed.xml)\n[f](/paginas/uso/#segundo) [g](/practicas/bb/) [h](formato.pdf)"}.String(),
		"practicas/b.md":       practice{}.String(),
	}), Options{})
	want(t, r.Problems,
		"content/practicas/a/index.md:15:1: error: la página de «/paginas/uso/#segundo» no tiene un apartado «segundo»",
		"content/practicas/a/index.md:15:28: error: el enlace «/practicas/bb/» lleva a una página que no existe o que aún no se publica | ¿quiso decir «/practicas/b/»?",
		"content/practicas/a/index.md:15:48: error: no existe el archivo «formato.pdf»",
	)
}

func TestHintsNeverNameWhatIsHidden(t *testing.T) {
	r := assemble(t, with(map[string]string{
		"practicas/a.md":         practice{body: "[x](secreta-1.md)"}.String(),
		"practicas/secreta-2.md": practice{state: "borrador"}.String(),
		"practicas/secreta-1.md": practice{extra: "embargo: 2026-12-01 10:00\n"}.String(),
	}), Options{})
	want(t, r.Problems, "content/practicas/a.md:14:1: error: el enlace «secreta-1.md» lleva a una página que no existe o que aún no se publica")
	if strings.Contains(r.Problems[0].Hint, "secreta") {
		t.Errorf("hint = %q", r.Problems[0].Hint)
	}
}

func TestHiddenEntriesMayLinkToWhatWillBePublicByThen(t *testing.T) {
	later := func(hour int, body string) string {
		return practice{extra: fmt.Sprintf("embargo: 2026-12-01 %d:00\n", hour), body: body}.String()
	}
	r := assemble(t, with(map[string]string{
		"practicas/a.md": later(10, "[b](b.md) [c](c.md)"),
		"practicas/b.md": later(10, "[a](a.md)"),
		"practicas/c.md": later(12, "[a](a.md)"),
		"practicas/d.md": practice{state: "borrador", body: "[a](a.md)"}.String(),
	}), Options{})
	want(t, r.Problems, "content/practicas/a.md:15:11: error: el enlace «c.md»")
	if !r.Problems[0].Hidden || r.Hidden.Embargoed != 3 || r.Hidden.Drafts != 1 {
		t.Errorf("hidden = %+v, problem hidden = %v", r.Hidden, r.Problems[0].Hidden)
	}
}

func TestEmbargoEndsAtItsInstant(t *testing.T) {
	files := with(map[string]string{"practicas/a.md": practice{extra: "embargo: 2026-07-28 10:00\n"}.String()})
	for _, c := range []struct {
		now  time.Time
		want int
	}{{now.Add(-time.Nanosecond), 0}, {now, 1}} {
		if got := len(assemble(t, files, Options{Now: c.now}).Site.Practices); got != c.want {
			t.Errorf("at %v: %d practices, want %d", c.now, got, c.want)
		}
	}
}

func TestShownStatesAreMarked(t *testing.T) {
	files := with(map[string]string{
		"practicas/a.md": practice{state: "borrador"}.String(),
		"practicas/b.md": practice{state: "retirada"}.String(),
		"practicas/c.md": practice{extra: "embargo: 2027-01-01 00:00\n"}.String(),
		"practicas/d.md": practice{}.String(),
	})
	states := func(o Options) string {
		var list []string
		for _, p := range assemble(t, files, o).Site.Practices {
			list = append(list, fmt.Sprint(p.Entry.Slug, p.State))
		}
		slices.Sort(list)
		return strings.Join(list, " ")
	}
	for want, show := range map[string][]State{
		"d0": nil, "a1 d0": {Draft}, "a1 b2 c3 d0": {Draft, Withdrawn, Embargoed},
	} {
		if got := states(Options{Show: show}); got != want {
			t.Errorf("showing %v gives %s, want %s", show, got, want)
		}
	}
}

func TestOrderIsByEditionThenDateThenSlug(t *testing.T) {
	newer := strings.Replace(practice{}.String(), "2026-07-01", "2026-07-02", 1)
	r := assemble(t, with(map[string]string{
		"practicas/vieja.md": practice{edition: 2018}.String(),
		"practicas/b.md":     practice{}.String(),
		"practicas/a.md":     practice{}.String(),
		"practicas/z.md":     newer,
	}), Options{})
	var got []string
	for _, p := range r.Site.Practices {
		got = append(got, p.Entry.Slug)
	}
	if want := []string{"z", "a", "b", "vieja"}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}

func TestAliases(t *testing.T) {
	r := assemble(t, with(map[string]string{
		"practicas/a.md": practice{extra: "alias: [/practicas/vieja/, /practicas/b/]\n"}.String(),
		"practicas/b.md": practice{extra: "alias: [/practicas/vieja/]\n"}.String(),
		"practicas/c.md": practice{state: "borrador", extra: "alias: [/practicas/a/]\n"}.String(),
	}), Options{})
	want(t, r.Problems,
		"content/practicas/a.md:11:28: error: el alias «/practicas/b/» ya es la dirección de otra página",
		"content/practicas/b.md:11:9: error: el alias «/practicas/vieja/» ya está en content/practicas/a.md",
		"content/practicas/c.md:11:9: error: el alias «/practicas/a/» ya es la dirección de otra página",
	)
	if got := r.Site.Redirects; len(got) != 1 || got[0] != (Redirect{"/practicas/vieja/", "/practicas/a/"}) {
		t.Errorf("redirects = %v", got)
	}
}

func TestPublishedAddressesLiveForEver(t *testing.T) {
	r := assemble(t, with(map[string]string{
		"direcciones.txt": "/practicas/a/\n/practicas/antes/\n/practicas/perdida/\n/practicas/r/\n/practicas/d/\n/practicas/r-antes/\n",
		"practicas/a.md":  practice{extra: "alias: [/practicas/antes/]\n"}.String(),
		"practicas/r.md":  practice{state: "retirada", extra: "alias: [/practicas/r-antes/]\n"}.String(),
		"practicas/d.md":  practice{state: "borrador"}.String(),
	}), Options{})
	want(t, r.Problems,
		"content/direcciones.txt:3:1: error: la dirección «/practicas/perdida/» ya fue publicada y ahora no existe",
		"content/direcciones.txt:5:1: error: la dirección «/practicas/d/» ya fue publicada y ahora no existe",
	)
}

func TestRecordLeavesOutHiddenEntriesAndExamples(t *testing.T) {
	real := strings.Replace(practice{}.String(), "ejemplo: true", "fuentes: [{titulo: Informe}]", 1)
	files := with(map[string]string{
		"municipalidades/021509.md": "---\nubigeo: \"021509\"\nnombre: Pampas\ntipo: distrital\ndepartamento: Áncash\nprovincia: Pallasca\n---\n",
		"practicas/real.md":         strings.Replace(real, "029901", "021509", 1),
		"practicas/futura.md":       strings.NewReplacer("029901", "021509", "estado: publicada", "estado: publicada\nembargo: 2027-01-01 00:00").Replace(real),
		"practicas/ejemplo.md":      practice{}.String(),
		"direcciones.txt":           "/practicas/real/\n",
	})
	got := assemble(t, files, Options{Show: []State{Embargoed}}).Site.Record()
	want := []string{"/ediciones/2018/", "/ediciones/2025/", "/municipalidades/021509/", "/paginas/uso/", "/practicas/real/", "/temas/agua/"}
	if !slices.Equal(got, want) {
		t.Errorf("record = %v, want %v", got, want)
	}
}

func TestExamplesCanBeLeftOut(t *testing.T) {
	files := with(map[string]string{"practicas/a.md": practice{}.String()})
	files["sitio.yaml"] += "ejemplos: false\n"
	r := assemble(t, files, Options{})
	want(t, r.Problems)
	if len(r.Site.Practices)+len(r.Site.Municipalities) != 0 || r.Hidden.Total() != 0 {
		t.Errorf("%d practices and %d municipalities remain, hidden %+v", len(r.Site.Practices), len(r.Site.Municipalities), r.Hidden)
	}
}

func TestWindowAndPages(t *testing.T) {
	list := make([]int, 49)
	for n, want := range map[int]int{0: 1, 1: 1, 24: 1, 25: 2, 48: 2, 49: 3} {
		if got := Pages(n); got != want {
			t.Errorf("Pages(%d) = %d, want %d", n, got, want)
		}
	}
	for page, want := range map[int]int{0: 24, 1: 24, 2: 24, 3: 1, 4: 0} {
		if got := len(Window(list, page)); got != want {
			t.Errorf("page %d has %d entries, want %d", page, got, want)
		}
	}
}
