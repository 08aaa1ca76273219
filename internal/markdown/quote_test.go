package markdown

import (
	"strings"
	"testing"
)

const quoted = `## Qué se hizo

Vea [otra](../otra.md), [el tema](/temas/agua/?x=1#abajo), [la hoja](hoja.pdf), [arriba](#que-se-hizo), [esta](/practicas/pozo/),
[fuera](https://example.org/a"b?c=<d>) y [llame](tel:+5143).

### Un paso con "comillas" y a href="x" < b

| a | b |
| --- | --- |
| 1 | 2 |

    código id="no" href="tampoco"
`

func TestQuotedTextKeepsItsLinksAndLosesItsIDs(t *testing.T) {
	doc, _ := New().Convert([]byte(quoted), Options{File: "content/practicas/pozo/index.md", Address: "/practicas/pozo/"})
	checkSafe(t, policy(), doc)
	var b strings.Builder
	for _, s := range doc.Sections {
		for _, p := range s.Parts {
			b.WriteString(string(Quote(p.HTML, Quoting{From: "/practicas/pozo/", To: "/departamentos/ancash/cuaderno/", Prefix: "v-7-", Label: " (práctica 7)"})))
		}
	}
	got := b.String()
	for _, want := range []string{
		`href="../../../practicas/otra/"`, `href="../../../temas/agua/?x=1#abajo"`, `href="../../../practicas/pozo/hoja.pdf"`,
		`href="#v-7-que-se-hizo"`, `href="../../../practicas/pozo/"`, `href="https://example.org/a`, `href="tel:+5143"`,
		`<h4 id="v-7-un-paso-con-comillas-y-a-href-x-b">`, `</h4>`, `aria-label="Tabla 1 (práctica 7)"`,
		`código id=&#34;no&#34; href=&#34;tampoco&#34;`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if strings.Contains(got, "<h3") || strings.Contains(got, `id="un-paso`) {
		t.Errorf("a heading stays where it was:\n%s", got)
	}
	if n := strings.Count(got, "v-7-"); n != 2 {
		t.Errorf("%d prefixes, want 2", n)
	}
}
