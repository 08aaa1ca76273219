package render

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"vitrina/internal/site"
)

// shelf is a site with n practices of one theme and one department.
func shelf(n int) fstest.MapFS {
	out := source("", "CUERPO")
	pileta := string(out["content/practicas/pileta.md"].Data)
	delete(out, "content/practicas/pileta.md")
	for i := range n {
		text := strings.Replace(pileta, "titulo: La pileta", fmt.Sprintf("titulo: La pileta %d", i), 1)
		text = strings.Replace(text, "actualizada: 2026-10-01", fmt.Sprintf("actualizada: 2026-%02d-%02d", 10-i/28, 28-i%28), 1)
		body := "Vea [la otra](otra-1.md), [Agua](/temas/agua/) y [el paso](#un-paso).\n\n### Un paso\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
		text = strings.Replace(text, "CUERPO", body, 1)
		out[fmt.Sprintf("content/practicas/otra-%d.md", i)] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return out
}

var agua = site.Route{Kind: site.KindThemeBooklet, ID: "agua"}

// A booklet is printed: its results are figures, without the bars of the page.
func TestBookletsDrawNoBars(t *testing.T) {
	s := assemble(t, source("resultados: [{indicador: Caudal, antes: 1, despues: 2}]\n", "Goteaba."))
	const bar = `class="cambio"`
	if p := page(t, s, agua); strings.Contains(p, bar) || !strings.Contains(p, "Caudal") {
		t.Error("a booklet draws its results, or has none")
	}
	if !strings.Contains(page(t, s, pileta), bar) {
		t.Error("a page does not draw its results")
	}
}

func TestBookletsTellEveryPracticeWhole(t *testing.T) {
	s := assemble(t, shelf(3))
	for _, route := range []site.Route{agua, {Kind: site.KindDepartmentBooklet, ID: "ancash"}} {
		p := page(t, s, route)
		text := textOf(t, p)
		for i := range 3 {
			if n := strings.Count(text, fmt.Sprintf("La pileta %d", i)); n != 2 {
				t.Errorf("%s: practice %d is named %d times, want once in the contents and once over its text", route.Address(), i, n)
			}
		}
		if n := strings.Count(text, "Se cambió la llave."); n != 3 {
			t.Errorf("%s: %d stories", route.Address(), n)
		}
		if !strings.Contains(p, `<meta name="robots" content="noindex">`) || strings.Contains(machine(t, s, "sitemap.xml"), "cuaderno") {
			t.Errorf("%s is offered to search engines", route.Address())
		}
		if n := strings.Count(p, `class="codigo"`); n != 4 {
			t.Errorf("%s: %d codes, want one of the cover and one of each practice", route.Address(), n)
		}
		if n := strings.Count(p, `<svg class="telar `); n != 3 {
			t.Errorf("%s: %d cloths, want one of each practice", route.Address(), n)
		}
		if n := strings.Count(p, `class="marca"`); n < 4 {
			t.Errorf("%s: examples are marked %d times", route.Address(), n)
		}
	}
}

// TestBookletsHoldTogether looks at what putting several texts on one page can
// break: IDs, links to them, labels, the order of headings, links elsewhere.
func TestBookletsHoldTogether(t *testing.T) {
	s := assemble(t, shelf(3))
	root, err := html.Parse(strings.NewReader(page(t, s, agua)))
	if err != nil {
		t.Fatal(err)
	}
	ids, labels, level := map[string]bool{}, map[string]bool{}, 0
	var inside []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			now := int(n.Data[1] - '0')
			if now > level+1 {
				t.Errorf("a heading of level %d after one of %d", now, level)
			}
			level = now
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("id %q twice", a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case a.Key == "aria-label" && n.Data == "div" && labels[a.Val]:
				t.Errorf("two tables are called %q", a.Val)
			case a.Key == "aria-label" && n.Data == "div":
				labels[a.Val] = true
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
				inside = append(inside, a.Val[1:])
			case a.Key == "href" && strings.Contains(a.Val, "otra-1") && !strings.HasPrefix(a.Val, "../../../practicas/otra-1/"):
				t.Errorf("a link leads to %q", a.Val)
			}
		}
	}
	for _, id := range inside {
		if !ids[id] {
			t.Errorf("a link leads to #%s, which is not there", id)
		}
	}
	if !ids["v-2-un-paso"] || len(labels) != 3 {
		t.Errorf("ids %v, labels %v", ids, labels)
	}
}

func TestALongBookletSaysWhatItLeavesOut(t *testing.T) {
	n := bookletMost + 2
	p := page(t, assemble(t, shelf(n)), agua)
	text := textOf(t, p)
	if got := strings.Count(p, "<article"); got != bookletMost {
		t.Errorf("%d practices, want %d", got, bookletMost)
	}
	if want := fmt.Sprintf("las %d prácticas más recientes de %d", bookletMost, n); !strings.Contains(text, want) {
		t.Errorf("the cover does not say %q", want)
	}
	if strings.Contains(text, fmt.Sprintf("La pileta %d ", n-1)) || !strings.Contains(text, "La pileta 0 ") {
		t.Error("it is not the oldest that are left out")
	}
	if text := textOf(t, page(t, assemble(t, shelf(bookletMost)), agua)); strings.Contains(text, "más recientes de") {
		t.Error("a booklet that holds all says that it does not")
	}
}

func TestAnEmptyBookletSaysSo(t *testing.T) {
	s := assemble(t, shelf(2))
	p := page(t, s, site.Route{Kind: site.KindDepartmentBooklet, ID: "tumbes"})
	if !strings.Contains(textOf(t, p), "Todavía no hay prácticas publicadas para este cuaderno") || strings.Contains(p, "<article") || strings.Contains(p, "v-sumario") {
		t.Error("an empty booklet does not say that it is empty")
	}
	if strings.Contains(page(t, s, site.Route{Kind: site.KindDepartment, ID: "tumbes", Page: 1}), "cuaderno/") {
		t.Error("a department without practices offers its booklet")
	}
	if !strings.Contains(page(t, s, site.Route{Kind: site.KindTheme, ID: "agua", Page: 1}), `href="../../temas/agua/cuaderno/"`) {
		t.Error("a theme does not offer its booklet")
	}
}

func TestPracticesNameTheirShareCard(t *testing.T) {
	s := assemble(t, source("", "x"))
	r := renderer(t)
	card := r.ShareCard(s, s.Practice("pileta"))
	if card.Label != "Ejemplo" || card.Title != "La pileta" || card.Place != "Quillarumi, Áncash" || card.Award != "Práctica ganadora · 2025" || card.Theme != "agua" {
		t.Errorf("card %+v", card)
	}
	p := page(t, s, pileta)
	address := "https://prueba.example/base/imagenes/compartir/" + card.Name()
	for _, want := range []string{
		`<meta property="og:image" content="` + address + `">`, `<meta name="twitter:image" content="` + address + `">`,
		`<meta property="og:image:width" content="1200">`, `<meta property="og:image:height" content="630">`,
		`<meta property="og:image:alt" content="Tarjeta de la práctica «La pileta», de Quillarumi, Áncash">`,
	} {
		if !strings.Contains(p, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}
