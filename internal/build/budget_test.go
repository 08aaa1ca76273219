package build

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"vitrina/internal/diag"
	"vitrina/internal/race"
	"vitrina/internal/sample"
	"vitrina/internal/site"
	"vitrina/internal/weight"
	"vitrina/static"
	"vitrina/templates"
)

// needs are the styles and scripts that a page makes a browser fetch, as names
// of the output. They are read from the page, not from what the build believes.
func needs(t *testing.T, name string, page []byte) []string {
	t.Helper()
	var out []string
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			attr := map[string]string{}
			for _, a := range tag.Attr {
				attr[a.Key] = a.Val
			}
			switch {
			case tag.Data == "script" && attr["src"] != "":
				out = append(out, path.Join(path.Dir(name), attr["src"]))
			case tag.Data == "link" && attr["rel"] == "stylesheet":
				out = append(out, path.Join(path.Dir(name), attr["href"]))
			}
		}
	}
}

// wantLight holds every page to what a reader may be made to download.
func wantLight(t *testing.T, out map[string][]byte, s *site.Site) {
	t.Helper()
	var scale weight.Scale
	weights := map[string]int{}
	heaviest := map[site.Kind]string{}
	most := map[site.Kind]int{}
	for _, route := range s.Routes() {
		if route.Kind == site.KindDepartmentBooklet || route.Kind == site.KindThemeBooklet {
			continue // all practices of a place on one page, to print
		}
		name := route.File()
		page := out[name]
		n := scale.Of(page)
		visit, limit := n, 30_000
		for _, need := range needs(t, name, page) {
			if route.Kind == site.KindNotFound {
				need = strings.TrimPrefix(need, "/")
			}
			data, ok := out[need]
			if !ok {
				t.Fatalf("%s needs %s, which is not there", name, need)
			}
			if _, known := weights[need]; !known {
				weights[need] = scale.Of(data)
			}
			visit += weights[need]
		}
		if route.Kind == site.KindHome || route.Kind == site.KindSearch {
			limit = 40_000
		}
		if n > 14_000 && route.Kind != site.KindHome {
			t.Errorf("the HTML of %s takes %d bytes, compressed", name, n)
		}
		if len(page) > limit/4 && 2*n > len(page) {
			t.Errorf("%s is compressed from %d bytes to %d: a glance at its length would say too little", name, len(page), n)
		}
		if visit > limit {
			t.Errorf("a first visit to %s takes %d bytes without photos, may take %d", name, visit, limit)
		}
		if visit > most[route.Kind] {
			most[route.Kind], heaviest[route.Kind] = visit, fmt.Sprintf("%6d bytes, %5d of HTML: %s", visit, n, name)
		}
	}
	for kind, text := range heaviest {
		t.Logf("%-24s %s", kind, text)
	}
}

func TestEveryPageOfTheRepositoryIsLight(t *testing.T) {
	race.PlainOnly(t, "thousands of pages, one after another")
	out, result := outputOf(t, shipped(t), site.Options{Now: day})
	kinds := map[site.Kind]bool{}
	for _, route := range result.Site.Routes() {
		kinds[route.Kind] = true
	}
	for _, kind := range []site.Kind{site.KindHome, site.KindPractice, site.KindMunicipality, site.KindLiaison, site.KindCoverage, site.KindCoverageOf, site.KindSearch, site.KindNotFound} {
		if !kinds[kind] {
			t.Errorf("no page of kind %s is weighed", kind)
		}
	}
	wantLight(t, out, result.Site)
}

func TestEveryPageOfTheNationalRegistryIsLight(t *testing.T) {
	race.PlainOnly(t, "thousands of pages, one after another")
	source := shipped(t)
	source["content/registro/municipalidades.csv"] = &fstest.MapFile{Data: nationalRegistry(t), Mode: 0o644}
	out, result := outputOf(t, source, site.Options{Now: day})
	wantLight(t, out, result.Site)
	c := result.Site.Coverage(false)
	if c.Total.Municipalities != 1891 || len(c.Departments) != 25 {
		t.Errorf("coverage of %d municipalities in %d departments", c.Total.Municipalities, len(c.Departments))
	}
	// The registry's 597 far ones, and who is beyond 200 km, by its own column.
	if far := c.Bands[site.Band100].Municipalities + c.Bands[site.Band200].Municipalities; far != 597 {
		t.Errorf("%d municipalities at 100 km or more, the registry says 597", far)
	}
	// Every office shipped is invented, and so is every practice: nothing real is reached.
	if c.Total.Nothing != 1891 || c.Total.Liaison != 0 {
		t.Errorf("invented offices reach real municipalities: %+v", c.Total)
	}
	for _, d := range c.Departments {
		page := out[site.Route{Kind: site.KindCoverageOf, ID: d.Department.Slug}.File()]
		for _, m := range d.Unreached {
			if !bytes.Contains(page, []byte(`href="../../municipalidades/`+m.Entry.Ubigeo+`/"`)) {
				t.Errorf("%s is not on the page of %s", m.Entry.Ubigeo, d.Department.Name)
			}
		}
	}
}

// written builds a source folder as the command does.
func written(t *testing.T, source fstest.MapFS, strict bool) (Report, diag.List, string, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, source); err != nil {
		t.Fatal(err)
	}
	output := filepath.Join(t.TempDir(), "public")
	report, problems, err := Build(t.Context(), Options{
		Source: os.DirFS(dir), Templates: templates.FS, Static: static.FS, Output: output, Site: site.Options{Now: day}, Strict: strict,
	})
	return report, problems, output, err
}

// noise is text that hardly gets smaller.
func noise(kb int) string {
	var b strings.Builder
	x := uint64(88172645463325252)
	for b.Len() < kb*1000 {
		for range 100 {
			x ^= x << 13
			x ^= x >> 7
			x ^= x << 17
			fmt.Fprintf(&b, "%s ", strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return 'g' + (r-'0')*2
				}
				return r
			}, fmt.Sprintf("%08x", uint32(x>>16))))
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

func TestManyHeavyPagesAreToldInOrderAndInShort(t *testing.T) {
	race.PlainOnly(t, "thousands of pages, one after another")
	source := sample.Content(sample.Size{Practices: 40, Municipalities: 5})
	for i := range 30 {
		f := source["content/practicas/"+sample.Slug(i)+".md"]
		f.Data = append(f.Data, "\n\n"+noise(30)...)
	}
	report, problems, _, err := written(t, source, false)
	if err != nil || report.Write.Files == 0 {
		t.Fatal(err, problems)
	}
	var told []string
	for _, p := range problems {
		if p.Severity != diag.Warning {
			t.Errorf("not a warning: %v", p)
		}
		told = append(told, p.File)
		if p.File != "" && (!strings.Contains(p.Text, "HTML ") || !strings.Contains(p.Text, "estilos ") || !strings.Contains(p.Text, "guiones ") || p.Hint == "") {
			t.Errorf("no causes: %v", p)
		}
	}
	if len(told) != maxHeavy+1 || told[0] != "" || !strings.Contains(problems[0].Text, "otras 10 páginas") {
		t.Fatalf("told %d: %v", len(told), told)
	}
	for i, file := range told[1:] {
		if want := "content/practicas/" + sample.Slug(i) + ".md"; file != want {
			t.Errorf("told %s, want %s", file, want)
		}
	}

	_, problems, output, err := written(t, source, true)
	if err != ErrTooHeavy || !problems.HasErrors() {
		t.Errorf("strictly: %v", err)
	}
	if _, err := os.Stat(output); !os.IsNotExist(err) {
		t.Errorf("something was published: %v", err)
	}
}

// What may well be too heavy is always weighed; what is hardly so only where weights
// must be exact: by check, and before a strict build.
func TestAGlanceIsForOrdinaryBuilds(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noisy := make([]byte, 60_000) // even words of random letters come to less than half
	for i := range noisy {
		noisy[i] = byte('!' + random.IntN(90))
	}
	for _, c := range []struct {
		size         int
		exact, heavy bool
	}{{13_000, true, false}, {26_000, false, false}, {26_000, true, true}, {60_000, false, true}} {
		b := &budgets{site: &site.Site{}, exact: c.exact}
		b.weigh(site.Route{Kind: site.KindThemes}, noisy[:c.size])
		if got := len(b.problems(false)) > 0; got != c.heavy {
			t.Errorf("%d bytes, exact %t: too heavy %t", c.size, c.exact, got)
		}
	}
}

func TestDrawingsAreNamedAsACause(t *testing.T) {
	s := &site.Site{}
	b := &budgets{site: s, styles: 4000, scripts: 1000}
	page := []byte("<main>" + noise(10) + "<svg><path d=\"" + noise(60) + "\"/></svg></main>")
	b.weigh(site.Route{Kind: site.KindThemes}, page)
	list := b.problems(false)
	if len(list) != 1 || !strings.Contains(list[0].Text, "(dibujos SVG ") || !strings.Contains(list[0].Hint, "dibujos") || list[0].File != "temas/index.html" {
		t.Errorf("%v %q", list, list)
	}
	if got := string(withoutDrawings([]byte("a<svg>b</svg>c<svg/>d</svg>e"))); got != "ace" {
		t.Errorf("without drawings: %q", got)
	}
}
