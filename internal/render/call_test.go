package render

import (
	"strings"
	"testing"

	"vitrina/internal/site"
)

const oneSession = "- {fecha: 2026-09-01, titulo: Agua, modalidad: telefono}\n"

// beforeAnythingElse is the text of a page up to its first section or photo.
func beforeAnythingElse(t *testing.T, page string) string {
	t.Helper()
	_, main, _ := strings.Cut(page, "<h1>")
	head, _, ok := strings.Cut(main, "<section")
	if !ok {
		t.Fatal("the page has no section")
	}
	return textOf(t, head)
}

func TestWhomToCallIsToldInTheHeadOfThePage(t *testing.T) {
	muni := site.Route{Kind: site.KindMunicipality, ID: "029901"}
	depto := site.Route{Kind: site.KindDepartment, ID: "ancash"}
	province := site.Route{Kind: site.KindProvince, ID: "0299"}
	own := "contacto: {area: Área de Agua, telefono: (043) 000 012}\n"
	for _, c := range []struct {
		name              string
		practice, town    string // lines of frontmatter
		office            bool   // the department has a liaison
		route             site.Route
		want, otherwiseNo string
	}{
		{"its own office", own, "", true, pileta, "A quién llamar: (043) 000 012 Área de Agua", "421 700"},
		{"else its municipality", "", own, true, pileta, "A quién llamar: (043) 000 012 Área de Agua", "421 700"},
		{"an office without a telephone", "contacto: {area: Área de Agua, correo: agua@muni.example}\n", "", true, pileta, "A quién llamar: (043) 421 700", ""},
		{"else the liaison, which is an example", "", "", true, pileta, "A quién llamar: (043) 421 700 Ejemplo Oficina; de, enlace", ""},
		{"nobody", "", "", false, pileta, "A quién llamar: no consta", ""},
		{"a municipality that is near", "", own, true, muni, "Municipalidad: (043) 000 012 Área de Agua Su enlace regional: (043) 421 700", ""},
		{"a municipality without a telephone", "", "", true, muni, "Su enlace regional: (043) 421 700", "Municipalidad:"},
		{"a department", "", "", true, depto, "Su enlace regional: (043) 421 700", ""},
		{"a department without a liaison", "", "", false, depto, "Su enlace regional: no consta", ""},
		{"a province", "", "", true, province, "Su enlace regional: (043) 421 700", ""},
	} {
		files := source(c.practice, "Goteaba.")
		if c.office {
			files["content/enlaces/02.md"] = office(oneSession, "")["content/enlaces/02.md"]
		}
		town := files["content/municipalidades/029901.md"]
		town.Data = []byte(strings.Replace(string(town.Data), "ejemplo: true\n", "ejemplo: true\n"+c.town, 1))
		got := beforeAnythingElse(t, page(t, assemble(t, files), c.route))
		if !strings.Contains(got, c.want) || c.otherwiseNo != "" && strings.Contains(got, c.otherwiseNo) {
			t.Errorf("%s: the head of the page says %q, want %q", c.name, got, c.want)
		}
	}
}

// A far municipality's page opens with the liaison's card, which is enough.
func TestAFarMunicipalityIsToldItsLiaisonOnce(t *testing.T) {
	files := source("", "Goteaba.")
	files["content/enlaces/02.md"] = office(oneSession, "")["content/enlaces/02.md"]
	town := files["content/municipalidades/029901.md"]
	town.Data = []byte(strings.Replace(string(town.Data), "ejemplo: true\n", "ejemplo: true\ndistancia_sede_km: 150\n", 1))
	p := page(t, assemble(t, files), site.Route{Kind: site.KindMunicipality, ID: "029901"})
	if n := strings.Count(p, `href="tel:`); n != 1 {
		t.Errorf("the page of a far municipality has %d telephones, want the liaison's alone", n)
	}
}
