package render

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vitrina/internal/content"
	"vitrina/internal/site"
	"vitrina/internal/weight"
)

func TestEveryDepartmentHasATileOfItsOwn(t *testing.T) {
	s := assemble(t, source("", "Goteaba."))
	home := page(t, s, site.Route{Kind: site.KindHome})
	if n := strings.Count(home, `<rect x="`); n != 25 {
		t.Errorf("%d tiles", n)
	}
	places := map[[2]int]string{}
	for code, p := range tilePlaces {
		at := [2]int{p.column, p.row}
		if places[at] != "" {
			t.Errorf("%s and %s share a place", code, places[at])
		}
		places[at] = code
	}
	for _, d := range s.Departments {
		// The list says the same as the map: the same link, the same number.
		links := regexp.MustCompile(`<a [^>]*href="departamentos/`+d.Slug+`/"`).FindAllString(home, -1)
		if len(links) != 2 {
			t.Errorf("%s is linked %d times, want on the map and in the list", d.Name, len(links))
		}
	}
	if !strings.Contains(home, `aria-label="ÁNC 1: Áncash, 1 práctica"`) {
		t.Error("a tile does not say its department and number")
	}
}

func TestWhatIsEmptyComesAfterWhatIsNot(t *testing.T) {
	home := textOf(t, page(t, assemble(t, source("", "Goteaba.")), site.Route{Kind: site.KindHome}))
	list := home[strings.Index(home, "Por departamento"):]
	if !strings.Contains(list, "Áncash 1 Todavía sin prácticas: Amazonas · Apurímac") {
		t.Errorf("the departments without practices are not after the others: %s", list)
	}
}

func TestTheMapOfDotsIsLight(t *testing.T) {
	// As many places as the national register has, scattered, which is worse for
	// compression than the real ones.
	s := &site.Site{}
	x := uint32(7)
	random := func() float64 { x = x*1664525 + 1013904223; return float64(x>>8) / (1 << 24) }
	for range 1891 {
		e := &content.Municipality{}
		e.Latitude = content.Number{Known: true, Value: -18 + 18*random()}
		e.Longitude = content.Number{Known: true, Value: -81 + 12*random()}
		s.Municipalities = append(s.Municipalities, &site.Municipality{Entry: e})
	}
	s.Municipalities[0].Practices = []*site.Practice{{}}
	m := renderer(t).builder(s, site.Route{Kind: site.KindDepartments}).dots()
	if m == nil {
		t.Fatal("no map")
	}
	size := new(weight.Scale).Of([]byte(m.All + m.Winners))
	t.Logf("%d bytes compressed", size)
	if size > 8<<10 {
		t.Errorf("%d bytes compressed", size)
	}
	if n := strings.Count(m.Winners, "h0"); n != 1 {
		t.Errorf("%d winners", n)
	}
	if !strings.Contains(m.Title, "1\u00a0891 municipalidades") || !strings.Contains(m.Title, "una tiene prácticas") {
		t.Errorf("the map is described as %q", m.Title)
	}
	s.Municipalities = s.Municipalities[:20]
	if renderer(t).builder(s, site.Route{Kind: site.KindDepartments}).dots() != nil {
		t.Error("twenty dots are drawn as a map")
	}
}

func TestACardWithoutAPhotoIsKnownByItsCloth(t *testing.T) {
	s := assemble(t, source("", "Goteaba."))
	card := regexp.MustCompile(`<svg class="telar [^>]*>.*?</svg>`)
	list := card.FindString(page(t, s, site.Route{Kind: site.KindPractices, Page: 1}))
	own := card.FindAllString(page(t, s, pileta), -1)
	if list == "" || len(own) != 2 || !slices.Contains(own, list) {
		t.Errorf("the list shows %q, the page %d cloths", list, len(own))
	}
	if len(list) > 1024 {
		t.Errorf("%d bytes", len(list))
	}
}

func TestAUnitAgreesWithOne(t *testing.T) {
	for many, one := range map[string]string{
		"sistemas": "sistema", "familias de la parte alta": "familia de la parte alta", "reuniones por mes": "reunión por mes",
		"veces": "vez", "meses": "mes", "talleres": "taller", "madres": "madre", "unidades productivas": "unidad productiva",
		"soles por mes": "sol por mes", "crisis": "crisis", "viajes": "viaje", "litros por día": "litro por día",
	} {
		if got := singular(many); got != one {
			t.Errorf("singular(%q) = %q, want %q", many, got, one)
		}
	}
}

func TestTheKindOfAFileIsSaidOnce(t *testing.T) {
	for title, want := range map[string]string{
		"Formato (CSV)": "Formato", "Lista de verificación (texto)": "Lista de verificación", "Guía (en PDF)": "Guía", "Guía (2021)": "Guía (2021)",
	} {
		if got := withoutKind(title); got != want {
			t.Errorf("withoutKind(%q) = %q", title, got)
		}
	}
}

func TestAMunicipalityWithAWinningPracticeIsNotSaidToHaveNoRecognition(t *testing.T) {
	text := textOf(t, page(t, assemble(t, source("", "Goteaba.")), site.Route{Kind: site.KindMunicipality, ID: "029901"}))
	if strings.Contains(text, "No constan reconocimientos") || !strings.Contains(text, "Los de sus prácticas") {
		t.Error(text)
	}
}

// TestPagesAreLight holds the longest practices and the home page to their
// budgets, compressed.
func TestPagesAreLight(t *testing.T) {
	var results strings.Builder
	for i := range 9 {
		fmt.Fprintf(&results, "  - {indicador: \"Indicador %d de la práctica, con su nombre completo\", antes: %d, despues: %d, unidad: familias, periodo: 2020 a 2023, fuente: Registro municipal}\n", i, 10+i*7, 90-i*5)
	}
	s := assemble(t, source("resultados:\n"+results.String(), "Goteaba."))
	if n := new(weight.Scale).Of([]byte(page(t, s, pileta))); n > 14<<10 {
		t.Errorf("a practice is %d bytes", n)
	}
	if n := new(weight.Scale).Of([]byte(page(t, s, site.Route{Kind: site.KindHome}))); n > 20<<10 {
		t.Errorf("the home page is %d bytes", n)
	}
}

func TestThePageOfTheLookIsNoRoute(t *testing.T) {
	s := assemble(t, source("", "Goteaba."))
	if _, ok := s.Lookup(StyleRoute.Address()); ok {
		t.Error("the site has the page of the look")
	}
	p := page(t, s, StyleRoute)
	if !strings.Contains(p, `content="noindex"`) || strings.Count(p, "necesita__cosa--costo") != 2 {
		t.Error("the page of the look is not whole")
	}
	if n := len([]rune(longTitle)); n < 115 || n > 120 {
		t.Errorf("the longest title has %d characters", n)
	}
}

func TestPracticesAreComparedByWhatTheyNeed(t *testing.T) {
	files := source("costo: {monto: 12500}\n", "Goteaba.")
	other := source("requisitos: {internet: no-necesita}\n", "Goteaba.")["content/practicas/pileta.md"]
	files["content/practicas/balde.md"] = other
	s := assemble(t, files)
	theme, department := s.Practices[0].Themes[0], s.Practices[0].Municipality.Department
	for _, route := range []site.Route{
		{Kind: site.KindPractices, Page: 1}, {Kind: site.KindTheme, ID: theme.Entry.ID, Page: 1}, {Kind: site.KindDepartment, ID: department.Slug, Page: 1},
	} {
		text := textOf(t, page(t, s, route))
		for _, want := range []string{"S/ 12 500 no consta no consta no consta no consta", "no consta no consta No necesita no consta no consta"} {
			if !strings.Contains(text, want) {
				t.Errorf("the table of %s does not say %q: %s", route.Address(), want, text)
			}
		}
	}
	// One practice has nothing beside which to stand.
	if text := textOf(t, page(t, s, site.Route{Kind: site.KindNeed, ID: "sin-internet", Page: 1})); strings.Contains(text, "Comparar") {
		t.Error("one practice is compared with nothing")
	}
	files["content/practicas/cubo.md"] = other
	if text := textOf(t, page(t, assemble(t, files), site.Route{Kind: site.KindNeed, ID: "sin-internet", Page: 1})); strings.Count(text, "no consta no consta No necesita no consta no consta") != 2 {
		t.Errorf("two practices of a list of needs are not compared: %s", text)
	}
}
