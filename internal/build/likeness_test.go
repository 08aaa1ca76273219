package build

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dop251/goja"
	"golang.org/x/net/html"

	"vitrina/internal/assets"
	"vitrina/internal/likeness"
	"vitrina/internal/publish"
	"vitrina/internal/race"
	"vitrina/internal/site"
	"vitrina/static"
)

// registrySite is the shipped content with the national registry, without its
// search, which would take most of the time.
func registrySite(t testing.TB) (*site.Site, *publish.Tree) {
	t.Helper()
	source := shipped(t)
	source["content/registro/municipalidades.csv"] = &fstest.MapFile{Data: nationalRegistry(t), Mode: 0o644}
	return treeOf(t, source, false)
}

// outputTree is the shipped content alone, as it is published.
func outputTree(t testing.TB) (*site.Site, *publish.Tree) { return treeOf(t, shipped(t), true) }

func treeOf(t testing.TB, source fstest.MapFS, searched bool) (*site.Site, *publish.Tree) {
	t.Helper()
	w := Open(source, photoCache)
	if err := w.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	result, err := w.Assemble(t.Context(), site.Options{Now: day})
	if err != nil {
		t.Fatal(err)
	}
	var found *Found
	if searched {
		if found, err = NewFound(t.Context(), result.Site, look(t)); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := w.Tree(result.Site, look(t), found)
	if err != nil {
		t.Fatal(err)
	}
	return result.Site, tree
}

func made(t testing.TB, tree *publish.Tree, name string) string {
	t.Helper()
	data, err := tree.Make(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// alikeOf reads the two lists of a page: how many of each, and how many of all
// have no reason in words.
func alikeOf(t testing.TB, page string) (practices, municipalities, silent int) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "li" || !has(n, "class", "parecida") {
			continue
		}
		if has(n.Parent, "class", "parecidas") {
			practices++
		}
		reason := false
		for p := range n.Descendants() {
			if p.Type == html.ElementNode && has(p, "class", "parecida__una") {
				municipalities++
			}
			reason = reason || p.Type == html.ElementNode && p.Data == "p" && has(p, "class", "parecida__razon") && p.LastChild.Type == html.TextNode && len(p.LastChild.Data) > 10
		}
		if !reason {
			silent++
		}
	}
	return practices, municipalities, silent
}

func has(n *html.Node, key, value string) bool {
	for _, a := range n.Attr {
		if a.Key == key && a.Val == value {
			return true
		}
	}
	return false
}

func TestEveryMunicipalityOfTheRegistryShowsItsLikeWithReasons(t *testing.T) {
	race.PlainOnly(t, "thousands of pages, one after another")
	s, tree := registrySite(t)
	remote := 0
	for _, m := range s.Municipalities {
		page := made(t, tree, site.Route{Kind: site.KindMunicipality, ID: m.Entry.Ubigeo}.File())
		practices, municipalities, silent := alikeOf(t, page)
		if practices < 3 || practices > 6 || municipalities != 6 || silent != 0 {
			t.Errorf("%s %s shows %d practices and %d municipalities, %d without a reason", m.Entry.Ubigeo, m.Entry.Name, practices, municipalities, silent)
		}
		e := m.Entry
		far := e.SeatDistance.Known && e.SeatDistance.Value >= likeness.Far || e.RuralShare.Known && e.RuralShare.Value > likeness.MostlyRural
		office, facts := strings.Index(page, `id="v-enlace-regional"`), strings.Index(page, `class="datos"`)
		if office < 0 || facts < 0 || (office < facts) != far {
			t.Errorf("%s %s, far or rural: %v, has its office at %d and its facts at %d", m.Entry.Ubigeo, m.Entry.Name, far, office, facts)
		}
		if far {
			remote++
			if l := m.Department.Liaison; l != nil && l.Entry.Phone != "" {
				if phone := strings.Index(page, `href="tel:`); phone < 0 || phone > facts {
					t.Errorf("%s %s does not begin with a telephone", m.Entry.Ubigeo, m.Entry.Name)
				}
			}
		}
	}
	if remote < 1000 {
		t.Errorf("%d municipalities are far or mostly rural", remote)
	}
}

func TestEveryAnswerLeadsToPractices(t *testing.T) {
	s, tree := registrySite(t)
	for _, r := range s.Routes() {
		if r.Kind != site.KindLikeAnswers {
			continue
		}
		page := made(t, tree, r.File())
		if practices, municipalities, silent := alikeOf(t, page); practices < 3 || practices > 12 || municipalities != 6 || silent != 0 {
			t.Errorf("%s shows %d practices and %d municipalities, %d without a reason", r.Address(), practices, municipalities, silent)
		}
		if !strings.Contains(page, `content="noindex"`) {
			t.Errorf("%s asks to be indexed", r.Address())
		}
	}
}

func TestEveryMunicipalityIsReachedByDepartmentWithoutScripts(t *testing.T) {
	s, tree := registrySite(t)
	start := made(t, tree, "como-la-mia/index.html")
	for _, d := range s.Departments {
		if !strings.Contains(start, `href="../como-la-mia/`+d.Slug+`/"`) {
			t.Fatalf("no way to %s", d.Name)
		}
		page := made(t, tree, "como-la-mia/"+d.Slug+"/index.html")
		for _, m := range d.Municipalities {
			if !strings.Contains(page, `href="../../municipalidades/`+m.Entry.Ubigeo+`/#v-parecidas"`) {
				t.Errorf("no way to %s %s", m.Entry.Ubigeo, m.Entry.Name)
			}
		}
	}
}

// finder runs the search by name without a browser.
func finder(t testing.TB, list string) func(text string) []string {
	t.Helper()
	code, err := static.FS.ReadFile("js/parecidas/names.js")
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := assets.Build(fstest.MapFS{
		"names.js": {Data: code},
		"entry.js": {Data: []byte("import { find, read } from './names.js';\nlet all;\nglobalThis.load = (t) => { all = read(JSON.parse(t)); return all.length; };\nglobalThis.ask = (t) => find(all, t).map((m) => m.ubigeo + ' ' + m.name + ', ' + m.province + ', ' + m.department);\n")},
	}, []assets.Entry{{Path: "entry.js", Format: assets.Classic}})
	if err != nil {
		t.Fatal(err)
	}
	vm := goja.New()
	if _, err := vm.RunString(string(bundle.Files[0].Data)); err != nil {
		t.Fatal(err)
	}
	load, _ := goja.AssertFunction(vm.Get("load"))
	if _, err := load(nil, vm.ToValue(list)); err != nil {
		t.Fatal(err)
	}
	ask, _ := goja.AssertFunction(vm.Get("ask"))
	return func(text string) []string {
		v, err := ask(nil, vm.ToValue(text))
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		if err := vm.ExportTo(v, &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
}

func TestEveryMunicipalityOfTheRegistryIsFoundByName(t *testing.T) {
	s, tree := registrySite(t)
	list := made(t, tree, "como-la-mia/municipalidades.json")
	if len(list) > 60_000 {
		t.Errorf("the list of names takes %d bytes, more than 60,000", len(list))
	}
	if !json.Valid([]byte(list)) {
		t.Fatal("the list of names is no JSON")
	}
	find := finder(t, list)
	for i, m := range s.Municipalities {
		if i%120 != 0 {
			continue // each asks all names, and the VM is slow
		}
		want := m.Entry.Ubigeo + " " + m.Entry.Name + ", " + m.Province.Name + ", " + m.Department.Name
		found := find(m.Entry.Name + " " + m.Province.Name)
		at := -1
		for i, f := range found {
			if f == want {
				at = i
			}
		}
		if at < 0 || at > 4 {
			t.Errorf("%q is found at %d of %v", want, at, found)
		}
	}
	homonyms := find("santa rosa")
	if len(homonyms) < 10 {
		t.Fatalf("Santa Rosa is found %d times", len(homonyms))
	}
	for _, h := range homonyms[:10] {
		if !strings.Contains(h, " Santa Rosa, ") {
			t.Errorf("%q comes before a Santa Rosa", h)
		}
	}
	for text, want := range map[string]string{
		"SANTA ROSA melgar": "Santa Rosa, Melgar, Puno",
		"nasca":             "Nasca, Nasca, Ica", // the registry's other spelling is Nazca
		"Áncash pampas":     "021509 Pampas, Pallasca, Áncash",
		"021509":            "021509 Pampas, Pallasca, Áncash",
		"nuevo chimbo":      "Nuevo Chimbote, Santa, Áncash",
	} {
		if found := find(text); len(found) == 0 || !strings.HasSuffix(found[0], want) {
			t.Errorf("%q finds %v, want %s first", text, found, want)
		}
	}
	for _, text := range []string{"", " ", "x", "xyzxyz", "puno ancash", "(", "<script>"} {
		if found := find(text); len(found) > 0 && text != "puno ancash" {
			t.Errorf("%q finds %v", text, found)
		}
	}
}
