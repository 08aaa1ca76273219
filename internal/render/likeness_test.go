package render

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"vitrina/internal/site"
)

// places is a site with a municipality that asks (029901) and others.
func places(extra map[string]string) fstest.MapFS {
	out := source("requisitos: {internet: no-necesita, vehiculo: no-necesita}\nequipo: {personas: 2}\n", "x")
	municipality := func(ubigeo, name, facts string) {
		out["content/municipalidades/"+ubigeo+".md"] = &fstest.MapFile{Mode: 0o644, Data: fmt.Appendf(nil,
			"---\nubigeo: \"%s\"\nnombre: %s\ntipo: distrital\ndepartamento: Áncash\nprovincia: Qochapampa\nejemplo: true\n%s---\n", ubigeo, name, facts)}
	}
	municipality("029901", "Quillarumi", "region: sierra\naltitud: 3400\npoblacion: 2100\nrural_pct: 71\npobreza_pct: 40\ndistancia_sede_km: 57\n")
	municipality("029902", "Rurash", "region: sierra\naltitud: 3100\npoblacion: 4800\nrural_pct: 60\npobreza_pct: 33\ndistancia_sede_km: 120.4\n")
	municipality("029903", "Callada", "region: sierra\npoblacion: 1900\nrural_pct: 80\n")
	municipality("029904", "Desconocida", "poblacion: 900\n")
	for name, text := range extra {
		out["content/"+name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return out
}

func TestMunicipalitySaysWhyOthersAreAlike(t *testing.T) {
	s := assemble(t, places(nil))
	text := textOf(t, page(t, s, site.Route{Kind: site.KindMunicipality, ID: "029902"}))
	for _, want := range []string{
		"En común: También en la sierra, sobre 3 000 m, menos de 5 000 habitantes, mayoritariamente rural, con una pobreza parecida.",
		"No consta su altitud, su pobreza y su distancia a la sede regional.", // Callada
		"Necesita poco: sin internet, sin vehículo, equipo pequeño",
		"Van primero las que necesitan poco, porque esta municipalidad está a 120 km de la sede regional en línea recta y la mayoría de su población vive en zona rural.",
		"120,4 km en línea recta",
	} {
		if !strings.Contains(strings.ReplaceAll(text, nbsp, " "), want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Desconocida Qochapampa") {
		t.Error("something is claimed of a municipality of which two facts are known")
	}
}

func TestUnknownFactsOfTheOneThatAsksAreSaid(t *testing.T) {
	s := assemble(t, places(nil))
	if text := textOf(t, page(t, s, site.Route{Kind: site.KindMunicipality, ID: "029903"})); !strings.Contains(text, "De esta municipalidad no consta su altitud, su pobreza y su distancia a la sede regional; eso no se compara.") {
		t.Errorf("what cannot be compared is not said:\n%s", text)
	}
	if text := textOf(t, page(t, s, site.Route{Kind: site.KindMunicipality, ID: "029904"})); !strings.Contains(text, "No constan datos suficientes de esta municipalidad") || !strings.Contains(text, "Responder cuatro preguntas") || strings.Contains(text, "En común:") {
		t.Errorf("a likeness is claimed of too few facts:\n%s", text)
	}
}

func TestNothingIsCalledAlikeThatIsNot(t *testing.T) {
	s := assemble(t, places(map[string]string{
		"municipalidades/029907.md": "---\nubigeo: \"029907\"\nnombre: Puerto\ntipo: provincial\ndepartamento: Áncash\nprovincia: Qochapampa\nejemplo: true\nregion: costa\naltitud: 5\npoblacion: 300000\nrural_pct: 1\n---\n",
	}))
	text := textOf(t, page(t, s, site.Route{Kind: site.KindMunicipality, ID: "029907"}))
	if !strings.Contains(text, "Todavía no hay prácticas de municipalidades muy parecidas. Estas son de las menos distintas.") || !strings.Contains(text, "Se distingue en que está en la sierra") {
		t.Errorf("what is unlike is not told as such:\n%s", text)
	}
	if strings.Contains(text, "Municipalidades como esta") {
		t.Error("municipalities are called alike that are not")
	}
}

func TestWhatNeedsLittleComesFirstWhereThereIsLittle(t *testing.T) {
	another := func(slug, ubigeo, needs string) (string, string) {
		text := string(source(needs, "x")["content/practicas/pileta.md"].Data)
		return "practicas/" + slug + ".md", strings.NewReplacer("La pileta", "La "+slug, `"029901"`, `"`+ubigeo+`"`).Replace(text)
	}
	near, nearText := another("cercana", "029902", "costo: {monto: 900000}\n")
	far, farText := another("libre", "029905", "requisitos: {internet: no-necesita, vehiculo: no-necesita}\ncosto: {monto: 900}\n")
	base := map[string]string{near: nearText, far: farText,
		"municipalidades/029905.md": "---\nubigeo: \"029905\"\nnombre: Otra\ntipo: distrital\ndepartamento: Áncash\nprovincia: Qochapampa\nejemplo: true\nregion: sierra\naltitud: 2700\npoblacion: 9000\nrural_pct: 55\npobreza_pct: 20\ndistancia_sede_km: 90\n---\n"}
	order := func(rural string) string {
		files := maps.Clone(base)
		files["municipalidades/029906.md"] = "---\nubigeo: \"029906\"\nnombre: Pide\ntipo: distrital\ndepartamento: Áncash\nprovincia: Qochapampa\nejemplo: true\nregion: sierra\naltitud: 3120\npoblacion: 4700\nrural_pct: " + rural + "\npobreza_pct: 33\ndistancia_sede_km: 80\n---\n"
		p := page(t, assemble(t, places(files)), site.Route{Kind: site.KindMunicipality, ID: "029906"})
		_, list, _ := strings.Cut(p, `id="v-parecidas"`)
		if strings.Index(list, ">La libre<") < strings.Index(list, ">La cercana<") {
			return "libre"
		}
		return "cercana"
	}
	if got := order("58"); got != "libre" {
		t.Errorf("for a rural municipality the %s comes first", got)
	}
	if got := order("48"); got != "cercana" {
		t.Errorf("for an urban municipality that is near the %s comes first", got)
	}
}

// A preview shows what is not public yet, and offers no way to send it to anyone.
func TestWhatIsNotPublicIsNotOffered(t *testing.T) {
	s := assemble(t, places(nil))
	public := page(t, s, pileta)
	for _, state := range []site.State{site.Draft, site.Withdrawn, site.Embargoed} {
		s.Practice("pileta").State = state
		for _, way := range []string{"https://wa.me/", "mailto:?", `id="v-direccion"`} {
			if !strings.Contains(public, way) || strings.Contains(page(t, s, pileta), way) {
				t.Errorf("%v: a practice has %s in public: %v", state, way, strings.Contains(public, way))
			}
		}
	}
}

func TestSharingIsPlainLinks(t *testing.T) {
	s := assemble(t, places(nil))
	root, err := html.Parse(strings.NewReader(page(t, s, pileta)))
	if err != nil {
		t.Fatal(err)
	}
	const address = "https://prueba.example/base/practicas/pileta/"
	found := 0
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			switch {
			case a.Key == "href" && strings.HasPrefix(a.Val, "https://wa.me/"):
				u, err := url.Parse(a.Val)
				if err != nil || u.Path != "/" || !strings.HasSuffix(u.Query().Get("text"), address) || !strings.Contains(u.Query().Get("text"), "La pileta (Quillarumi, Áncash)") {
					t.Errorf("WhatsApp gets %q", a.Val)
				}
				if !strings.HasPrefix(u.Query().Get("text"), "Ejemplo inventado") {
					t.Error("an example is shared as if it were real")
				}
				found++
			case a.Key == "href" && strings.HasPrefix(a.Val, "mailto:?"):
				if strings.Contains(a.Val, "+") {
					t.Errorf("a plus in mailto stays a plus: %q", a.Val)
				}
				u, err := url.Parse(a.Val)
				if err != nil || !strings.HasSuffix(u.Query().Get("body"), address) || u.Query().Get("subject") == "" {
					t.Errorf("e-mail gets %q", a.Val)
				}
				found++
			case n.Data == "input" && a.Key == "value" && a.Val == address:
				found++
			}
		}
	}
	if found != 3 {
		t.Errorf("%d ways to share, want 3", found)
	}
}

func TestTelephoneComesBeforeEMail(t *testing.T) {
	contact := "contacto: {area: Oficina de agua, telefono: \"(043) 421700\", correo: agua@muni.ejemplo.pe}\n"
	files := places(map[string]string{
		"enlaces/02.md": "---\ndepartamento: \"02\"\noficina: Oficina de enlace\ntelefono: \"(043) 421701\"\ncorreo: enlace@ejemplo.pe\nactualizada: 2026-01-01\n---\n",
	})
	files["content/practicas/pileta.md"] = source(contact, "x")["content/practicas/pileta.md"]
	s := assemble(t, files)
	mail := regexp.MustCompile(`href="(tel:|mailto:[^?])`)
	seen, r := 0, renderer(t)
	for _, route := range s.Routes() {
		p, err := r.Page(s, route)
		if err != nil {
			t.Fatal(err)
		}
		phone := false
		for _, m := range mail.FindAllStringSubmatch(string(p), -1) {
			if m[1] == "tel:" {
				phone = true
				continue
			}
			if !phone {
				t.Errorf("%s offers e-mail before a telephone", route.Address())
			}
			seen++
			phone = false // the next office has its own
		}
	}
	if seen < 5 {
		t.Errorf("%d e-mail addresses seen", seen)
	}
}

func TestListsOfNeedsAgreeWithTheMarks(t *testing.T) {
	s := assemble(t, places(nil))
	p := page(t, s, pileta)
	for id, has := range map[string]bool{"sin-internet": true, "sin-vehiculo": true, "equipo-pequeno": true, "bajo-costo": false} {
		if strings.Contains(p, `href="../../necesidades/`+id+`/"`) != has {
			t.Errorf("the practice is marked %s: %v", id, !has)
		}
		list := page(t, s, site.Route{Kind: site.KindNeed, ID: id, Page: 1})
		if strings.Contains(list, "La pileta") != has {
			t.Errorf("the list of %s holds it: %v", id, !has)
		}
		if !strings.Contains(page(t, s, site.Route{Kind: site.KindHome}), `href="necesidades/`+id+`/"`) {
			t.Errorf("the home page has no way to %s", id)
		}
	}
	if text := textOf(t, page(t, s, site.Route{Kind: site.KindNeed, ID: "bajo-costo", Page: 1})); !strings.Contains(strings.ReplaceAll(text, nbsp, " "), "Costaron menos de S/ 20 000") || !strings.Contains(text, "Todavía no hay prácticas así") {
		t.Errorf("an empty list says neither its rule nor the way on:\n%s", text)
	}
}

// Every reason and every answer has its words: a missing one would show on some
// page of some site only.
func TestEveryReasonHasWords(t *testing.T) {
	s := assemble(t, places(nil))
	r := renderer(t)
	b := r.builder(s, site.Route{Kind: site.KindLike})
	if l := b.likes(); b.err != nil || len(l.say) < 30 {
		t.Fatalf("%d reasons, %v", len(l.say), b.err)
	}
	for _, route := range s.Routes() {
		if strings.HasPrefix(string(route.Kind), "como-la-mia") {
			if _, err := r.Page(s, route); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestEnumerate(t *testing.T) {
	for want, list := range map[string][]string{
		"": nil, "a": {"a"}, "a y b": {"a", "b"}, "a, b y c": {"a", "b", "c"}, "padres e hijos": {"padres", "hijos"}, "agua y hielo": {"agua", "hielo"},
	} {
		if got := enumerate(list); got != want {
			t.Errorf("enumerate(%v) = %q, want %q", list, got, want)
		}
	}
}
