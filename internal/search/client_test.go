package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vitrina/internal/race"
	"vitrina/internal/search"
	"vitrina/internal/search/invented"
)

// few are documents small enough to know by heart.
func few() ([]search.Document, search.Options) {
	o := search.Options{Facets: []search.Facet{
		{Key: "departamento", Label: "Departamento", Values: []search.Value{{ID: "ancash", Label: "Áncash"}, {ID: "puno", Label: "Puno"}}},
		{Key: "tema", Label: "Tema", Values: []search.Value{{ID: "agua", Label: "Agua"}, {ID: "identidad", Label: "Identidad"}}},
	}}
	in := func(department string, themes ...string) map[string][]string {
		return map[string][]string{"departamento": {department}, "tema": themes}
	}
	return []search.Document{
		{URL: "practicas/agua/", Name: "Pampas", Kind: "practica", Title: "Agua segura con cloro", Place: "Pampas, Pallasca, Áncash", Date: "2018-03-01", Edition: "2018",
			Summary: "Cloro por goteo en la represa.", Body: "La represa municipal da agua limpia a la posta. El ñandú bebe. Las campañas de vacunación.",
			Codes: []string{"021509"}, Needs: []string{"sin internet"}, Example: true, Facets: in("ancash", "agua")},
		{URL: "practicas/dni/", Kind: "practica", Title: "Bote del registro", Place: "Nuevo Bote, Alto Puno, Puno", Date: "2022-05-02",
			Summary: "Documentos de identidad por el río.", Body: "El hospital registra a los niños. Agua de la posta y la represa. Campanas.",
			Facets: in("puno", "identidad", "agua")},
		{URL: "practicas/olla/", Kind: "practica", Title: "La olla de los lunes", Place: "Wila, Suni, Puno",
			Summary: "Cocina contra la anemia.", Body: "Sangrecita y quinua para las niñas.", Facets: in("puno", "identidad")},
		{URL: "municipalidades/021509/", Name: "Pampas", Kind: "municipalidad", Title: "Municipalidad Distrital de Pampas", Place: "Pampas, Pallasca, Áncash",
			Codes: []string{"021509"}, Facets: in("ancash")},
		{URL: "municipalidades/060501/", Name: "Pampas", Kind: "municipalidad", Title: "Municipalidad Distrital de Pampas", Place: "Pampas, Tayacaja, Huancavelica",
			Codes: []string{"060501"}},
		{URL: "paginas/premio/", Kind: "pagina", Title: "El premio", Body: "Bases del premio. Agua."},
	}, o
}

func TestQueriesAsPeopleTypeThem(t *testing.T) {
	docs, o := few()
	p := publish(t, build(t, docs, o))
	for _, c := range []struct{ q, first, corrected string }{
		{"agua", "practicas/agua/", ""},
		{"AGUAS SEGURAS", "practicas/agua/", ""},
		{"¿Cómo tener agua segura?", "practicas/agua/", ""},
		{"nandu", "practicas/agua/", ""},
		{"ÑANDÚES", "practicas/agua/", ""},
		{"anem", "practicas/olla/", ""},
		{"quinu", "practicas/olla/", ""},
		{"nina", "practicas/olla/", ""},
		{"anemiia", "practicas/olla/", "anemia"},
		{"ospital", "practicas/dni/", "hospital"},
		{"qinua", "practicas/olla/", "quinua"},
		{"vacunasion", "practicas/agua/", "vacunación"},
		{"sangresita de lunes", "practicas/olla/", "sangrecita de lunes"},
		{"021509", "municipalidades/021509/", ""},
		{"0215", "municipalidades/021509/", ""},
		{"pampas tayacaja", "municipalidades/060501/", ""},
		{"pampas pallasca", "municipalidades/021509/", ""},
		{"el premio", "paginas/premio/", ""},
		{`"agua de la posta"`, "practicas/dni/", ""},
		{"«represa municipal»", "practicas/agua/", ""},
		{`"agua de la posta" cloro`, "practicas/dni/", ""},
	} {
		a := p.ask(t, c.q, nil)
		corrected := ""
		if a.Corrected != nil {
			corrected = *a.Corrected
		}
		if len(a.Results) == 0 || a.Results[0].URL != c.first || corrected != c.corrected {
			t.Errorf("%s: %v, corrected to %q", c.q, urls(a), corrected)
		}
	}
	for _, q := range []string{"xyzw", "zzzzzzz qqqqqq", `"posta de agua"`, `"agua ñandú"`, "021599", "x"} {
		if a := p.ask(t, q, nil); a.Total != 0 || len(a.Results) != 0 || a.Corrected != nil {
			t.Errorf("%s: %v", q, urls(a))
		}
	}
}

// TestAGuessCountsHalf: a word that is near another as a stem alone does not
// outweigh a word that is known, however rare the other is.
func TestAGuessCountsHalf(t *testing.T) {
	docs := []search.Document{
		{URL: "bolsas/", Kind: "practica", Title: "Feria sin bolsas", Body: "Redujo la basura del mercado."},
		{URL: "olla/", Kind: "practica", Title: "La olla de los lunes", Body: "Contra la anemia, sangrecita."},
		{URL: "cosecha/", Kind: "practica", Title: "Mi primera cosecha", Body: "Biohuertos contra la anemia."},
	}
	for i := range 5 {
		docs = append(docs, search.Document{URL: fmt.Sprintf("otra-%d/", i), Kind: "practica", Title: "Otra"})
	}
	p := publish(t, build(t, docs, search.Options{}))
	a := p.ask(t, "¿Cómo reducir la anemia?", nil)
	if got := urls(a); len(got) != 3 || got[2] != "bolsas/" || a.Corrected == nil || *a.Corrected != "¿Cómo redujo la anemia?" {
		t.Errorf("%v, corrected to %v", got, a.Corrected)
	}
	// As written it is near, so it counts as the word itself.
	if got := urls(p.ask(t, "redugo la anemia", nil)); got[0] != "bolsas/" {
		t.Errorf("%v", got)
	}
}

func TestTheCommandNeedsNoEnye(t *testing.T) {
	docs, o := few()
	m, err := search.OpenMemory(t.Context(), docs, o)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	for q, want := range map[string]string{"nandu": "practicas/agua/", "ñandúes": "practicas/agua/", "campanas": "practicas/dni/"} {
		if hits, _, err := m.Query(t.Context(), q, 5); err != nil || len(hits) == 0 || hits[0].URL != want {
			t.Errorf("%s: %v %v", q, hits, err)
		}
	}
}

func TestLiteralQueries(t *testing.T) {
	docs, o := few()
	p := publish(t, build(t, docs, o))
	literal := map[string]any{"literal": true}
	for _, q := range []string{"anemiia", "quin", "nandu"} {
		if a := p.ask(t, q, literal); a.Total != 0 || a.Corrected != nil {
			t.Errorf("%s: %v", q, urls(a))
		}
	}
	if a := p.ask(t, "cloro anemiia", literal); a.Total != 1 {
		t.Errorf("%v", urls(a))
	}
}

func TestEnyeStaysApartWhereBothAreKnown(t *testing.T) {
	docs, o := few()
	p := publish(t, build(t, docs, o))
	if a := p.ask(t, "campañas", nil); !slices.Equal(urls(a), []string{"practicas/agua/"}) {
		t.Errorf("campañas: %v", urls(a))
	}
	a := p.ask(t, "campanas", nil)
	if len(a.Results) != 2 || a.Results[0].URL != "practicas/dni/" {
		t.Errorf("campanas: %v", urls(a))
	}
}

func TestAnEmptyQueryListsByDate(t *testing.T) {
	docs, o := few()
	p := publish(t, build(t, docs, o))
	for _, q := range []string{"", "  ", "de la", "¿?"} {
		a := p.ask(t, q, map[string]any{"filters": map[string][]string{"departamento": {"ancash", "puno"}}})
		if got := strings.Join(urls(a), " "); got != "practicas/dni/ practicas/agua/ practicas/olla/ municipalidades/021509/" {
			t.Errorf("%q: %s", q, got)
		}
	}
	a := p.ask(t, "", map[string]any{"limit": 2, "offset": 3})
	if a.Total != 6 || len(a.Results) != 2 || !strings.HasPrefix(a.Results[0].URL, "municipalidades/") {
		t.Errorf("%+v", a)
	}
}

func TestCardsAreWhatWasGiven(t *testing.T) {
	docs, o := few()
	p := publish(t, build(t, docs, o))
	for _, d := range docs {
		a := p.ask(t, "", map[string]any{"limit": 20})
		i := slices.Index(urls(a), d.URL)
		if i < 0 {
			t.Fatal(d.URL)
		}
		r := a.Results[i]
		if r.Kind != d.Kind || r.Title != d.Title || r.Summary != d.Summary || r.Place != d.Place || r.Edition != d.Edition ||
			r.Date != d.Date || r.Example != d.Example || len(r.Needs) != len(d.Needs) {
			t.Errorf("%+v is not %+v", r, d)
		}
	}
}

func TestFacetsLoadWhenAsked(t *testing.T) {
	docs, o := few()
	small := publish(t, build(t, docs, o))
	if a := small.ask(t, "agua", nil); a.Facets["departamento"]["ancash"] != 1 || a.Facets["tema"]["agua"] != 2 {
		t.Errorf("%v", a.Facets)
	}
	if a := small.ask(t, "agua", map[string]any{"facets": false}); len(a.Facets) != 0 {
		t.Errorf("%v", a.Facets)
	}
	big := publish(t, build(t, invented.New(3000).Practices(900, 20), invented.Options()))
	for _, c := range []struct {
		options map[string]any
		want    int
	}{
		{nil, 0},
		{map[string]any{"facets": true}, 12},
		{map[string]any{"facets": []string{"tema"}}, 1},
		{map[string]any{"filters": map[string][]string{"region": {"region-1"}, "tema": {}}}, 1},
	} {
		if a := big.ask(t, "de", c.options); len(a.Facets) != c.want {
			t.Errorf("%v: %d facets", c.options, len(a.Facets))
		}
	}
	if _, err := big.Search("agua", map[string]any{"filters": map[string][]string{"tama": {"x"}}}); err == nil || !strings.Contains(err.Error(), "filter: tama") {
		t.Errorf("an unknown facet: %v", err)
	}
}

// TestCountsAreTrue holds totals, facets and kinds to counting by hand, over
// random queries, filters and kinds.
func TestCountsAreTrue(t *testing.T) {
	corpus := invented.New(400)
	docs := append(corpus.Practices(120, 30), corpus.Municipalities(60)...)
	o := invented.Options()
	p := publish(t, build(t, docs, o))
	rng := rand.New(rand.NewPCG(10, 11))
	for range 120 / race.Slow {
		var words []string
		for range rng.IntN(3) {
			words = append(words, corpus.Word())
		}
		filters := map[string][]string{}
		for range rng.IntN(4) {
			f := o.Facets[rng.IntN(len(o.Facets))]
			for range 1 + rng.IntN(3) {
				filters[f.Key] = append(filters[f.Key], f.Values[rng.IntN(len(f.Values))].ID)
			}
		}
		options := map[string]any{"filters": filters, "facets": true, "literal": true, "limit": 500}
		kinds := []string{"practica", "municipalidad"}
		if rng.IntN(3) == 0 {
			kinds = kinds[:1]
			options["kinds"] = kinds
		}
		a := p.ask(t, strings.Join(words, " "), options)

		terms := search.Terms(strings.Join(words, " "))
		answers := func(d *search.Document, without string) bool {
			for key, values := range filters {
				if key != without && !slices.ContainsFunc(values, func(v string) bool { return slices.Contains(d.Facets[key], v) }) {
					return false
				}
			}
			have := search.Terms(strings.Join(append([]string{d.Title, d.Place, d.Summary, d.Body}, d.Codes...), " | "))
			return len(terms) == 0 || slices.ContainsFunc(terms, func(t string) bool { return slices.Contains(have, t) })
		}
		total, byKind := 0, map[string]int{}
		facets := map[string]map[string]int{}
		for _, f := range o.Facets {
			facets[f.Key] = map[string]int{}
		}
		for i := range docs {
			d := &docs[i]
			if answers(d, "") {
				byKind[d.Kind]++
				if slices.Contains(kinds, d.Kind) {
					total++
				}
			}
			for key, values := range d.Facets {
				if slices.Contains(kinds, d.Kind) && answers(d, key) {
					slices.Sort(values)
					for _, v := range slices.Compact(slices.Clone(values)) {
						facets[key][v]++
					}
				}
			}
		}
		if a.Total != total || len(a.Results) != total {
			t.Errorf("%q %v: %d, not %d", words, filters, a.Total, total)
		}
		for _, k := range []string{"practica", "municipalidad", "pagina"} {
			if a.Kinds[k] != byKind[k] {
				t.Errorf("%q %v: %d %s, not %d", words, filters, a.Kinds[k], k, byKind[k])
			}
		}
		for _, f := range o.Facets {
			for _, v := range f.Values {
				if a.Facets[f.Key][v.ID] != facets[f.Key][v.ID] {
					t.Errorf("%q %v: %s %d, not %d", words, filters, v.ID, a.Facets[f.Key][v.ID], facets[f.Key][v.ID])
				}
			}
		}
	}
}

func TestPagesOfAListFollowOneAnother(t *testing.T) {
	corpus := invented.New(300)
	p := publish(t, build(t, corpus.Practices(80, 20), invented.Options()))
	word := corpus.Word()
	all := urls(p.ask(t, word, map[string]any{"limit": 100}))
	var pages []string
	for at := 0; at < len(all)+7; at += 7 {
		pages = append(pages, urls(p.ask(t, word, map[string]any{"limit": 7, "offset": at}))...)
	}
	if len(all) < 15 || !slices.Equal(all, pages) {
		t.Errorf("%d results, %d by pages", len(all), len(pages))
	}
}

func TestKindsWeighAndCanBeChosen(t *testing.T) {
	doc := func(url, kind string) search.Document {
		return search.Document{URL: url, Kind: kind, Title: "Residuos sólidos", Body: "reciclaje"}
	}
	p := publish(t, build(t, []search.Document{doc("c/", "pagina"), doc("b/", "municipalidad"), doc("a/", "practica")}, search.Options{}))
	a := p.ask(t, "residuos", nil)
	if !slices.Equal(urls(a), []string{"a/", "c/", "b/"}) {
		t.Errorf("%v", urls(a))
	}
	if r := a.Results; fmt.Sprintf("%.6f %.6f", r[1].Score/r[0].Score, r[2].Score/r[0].Score) != "0.700000 0.350000" {
		t.Errorf("%v", r)
	}
	if a := p.ask(t, "residuos", map[string]any{"kinds": []string{"pagina", "nada"}}); !slices.Equal(urls(a), []string{"c/"}) || a.Total != 1 || a.Kinds["practica"] != 1 {
		t.Errorf("%v", urls(a))
	}
}

func TestOnlyWhatIsNeededIsLoaded(t *testing.T) {
	corpus := invented.New(20000)
	docs := corpus.Practices(700, 120)
	p := publish(t, build(t, docs, invented.Options()))
	word := strings.Fields(docs[3].Body)[7]
	p.Loaded = nil
	p.ask(t, word, nil)
	folders := map[string]int{}
	for _, path := range p.Loaded {
		folders[path[:1]]++
	}
	if folders["p"] != 1 || folders["t"] > 10 || len(folders) != 2 {
		t.Errorf("%s loads %v", word, folders)
	}
	p.Loaded = nil
	p.ask(t, word, nil)
	if len(p.Loaded) != 0 {
		t.Errorf("asked again, %s loads %v", word, p.Loaded)
	}
}

func TestAPublishedSiteIsNoticed(t *testing.T) {
	docs, o := few()
	old := build(t, docs, o)
	p := publish(t, old)
	p.ask(t, "agua", nil)
	files := map[string][]byte{}
	for _, f := range build(t, docs[:4], o).Files() {
		files[f.Name] = f.Data
	}
	err := p.Call("open", nil, map[string]any{"head": old.Head()})
	if err != nil {
		t.Fatal(err)
	}
	p.files, files = files, p.files
	if _, err := p.Search("cloro", nil); err == nil || !strings.Contains(err.Error(), "version: p/") {
		t.Errorf("another index: %v", err)
	}
	p.files = map[string][]byte{}
	if _, err := p.Search("cloro", nil); err == nil || !strings.Contains(err.Error(), "network: p/") {
		t.Errorf("no index: %v", err)
	}
	p.files["indice.json"] = []byte(`{"formato":99,"cabecera":"x"}`)
	if _, err := p.Search("cloro", nil); err == nil || !strings.Contains(err.Error(), "version: format 99") {
		t.Errorf("another format: %v", err)
	}
	p.files = files
	if a := p.ask(t, "cloro", nil); a.Total != 1 {
		t.Error("what failed is not asked for again")
	}
}

func TestLoadsAreShared(t *testing.T) {
	docs, o := few()
	p := publish(t, build(t, docs, o))
	var log []string
	// Two want x, one gives up: x goes on. Both give up y: it stops, and is
	// loaded again when it is wanted again.
	err := p.Call("storeTest", &log, [][]string{
		{"get", "a", "x"}, {"get", "b", "x"}, {"stop", "a"}, {"give", "x"},
		{"get", "c", "y"}, {"get", "d", "y"}, {"stop", "c"}, {"stop", "d"}, {"get", "e", "y"}, {"give", "y"},
		{"get", "f", "x"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "load x|a AbortError|b has «x»|load y|c AbortError|stop y|d AbortError|load y|e has «y»|f has «x»"
	if got := strings.Join(log, "|"); got != want {
		t.Errorf("\n%s, not\n%s", got, want)
	}
}
