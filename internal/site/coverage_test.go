package site

import (
	"fmt"
	"strings"
	"testing"

	"vitrina/internal/content"
)

func municipality(ubigeo, department, extra string) string {
	kind := "distrital"
	if strings.HasSuffix(ubigeo, "01") && !strings.Contains(extra, "ejemplo") {
		kind = "provincial"
	}
	return fmt.Sprintf("---\nubigeo: \"%s\"\nnombre: M%s\ntipo: %s\ndepartamento: %s\nprovincia: P%s\nfuentes: [{titulo: INEI}]\n%s---\n", ubigeo, ubigeo, kind, department, ubigeo[:4], extra)
}

// coverageSite has real municipalities in Áncash (with a real office), Piura
// (with an invented one) and Puno (with none), and an invented one in each.
func coverageSite(sessions string) map[string]string {
	files := base()
	for ubigeo, dep := range map[string]string{"020101": "Áncash", "020102": "Áncash", "200101": "Piura", "210101": "Puno", "210102": "Puno"} {
		files["municipalidades/"+ubigeo+".md"] = municipality(ubigeo, dep, map[string]string{
			"020101": "distancia_sede_km: 29.9\n", "020102": "distancia_sede_km: 30\n", "200101": "distancia_sede_km: 200\n", "210101": "distancia_sede_km: 199.9\n",
		}[ubigeo])
	}
	files["municipalidades/209901.md"] = municipality("209901", "Piura", "ejemplo: true\n")
	files["municipalidades/219901.md"] = municipality("219901", "Puno", "ejemplo: true\n")
	files["enlaces/02.md"] = liaison("02", sessions, "")
	files["enlaces/20.md"] = liaison("20", session("2026-07-20", "Ayuda", "virtual", ""), "ejemplo: true\n")
	files["practicas/real.md"] = strings.NewReplacer("029901", "210101", "ejemplo: true\n", "fuentes: [{titulo: Acta}]\n").Replace(practice{}.String())
	files["practicas/muestra.md"] = practice{}.String()
	return files
}

func TestCoverageCountsRealAndInventedApart(t *testing.T) {
	far := session("2026-07-20", "Ayuda", "virtual", "")
	s := assemble(t, coverageSite(far), Options{Now: now}).Site
	real, example := s.Coverage(false), s.Coverage(true)
	if want := (Reach{Municipalities: 5, Practice: 1, Liaison: 2, Session: 2, Nothing: 2}); real.Total != want {
		t.Errorf("real: %+v, want %+v", real.Total, want)
	}
	// Of the invented, Quillarumi has a practice but no office of its own kind.
	if want := (Reach{Municipalities: 3, Practice: 1, Liaison: 1, Session: 1, Nothing: 1}); example.Total != want {
		t.Errorf("invented: %+v, want %+v", example.Total, want)
	}
	var got []string
	for _, d := range real.Departments {
		for _, m := range d.Unreached {
			got = append(got, d.Department.Name+" "+m.Entry.Ubigeo)
		}
	}
	if want := "Piura 200101, Puno 210102"; strings.Join(got, ", ") != want {
		t.Errorf("unreached %s, want %s", strings.Join(got, ", "), want)
	}
	bands := [NumBands]int{1, 1, 1, 1, 1}
	for i, r := range real.Bands {
		if r.Municipalities != bands[i] {
			t.Errorf("band %d has %d municipalities, want %d", i, r.Municipalities, bands[i])
		}
	}
	sum := Reach{}
	for _, d := range real.Departments {
		sum.add(d.Reach)
	}
	other := Reach{}
	for _, r := range real.Bands {
		other.add(r)
	}
	if sum != real.Total || other != real.Total {
		t.Errorf("departments add up to %+v and bands to %+v, the total is %+v", sum, other, real.Total)
	}
}

func TestASessionIsWithinReachWhenNobodyHasToTravel(t *testing.T) {
	for _, test := range []struct {
		when, mode string
		want       int
	}{
		{"2026-07-20", "virtual", 2}, {"2026-07-20 10:00", "telefono", 2}, {"2026-07-10", "visita", 2},
		{"2026-07-20", "presencial", 0},
		{"2026-07-09", "virtual", 0}, // it was over when the office last looked
	} {
		s := assemble(t, coverageSite(session(test.when, "Ayuda", test.mode, "")), Options{Now: now}).Site
		if got := s.Coverage(false).Total.Session; got != test.want {
			t.Errorf("%s on %s reaches %d, want %d", test.mode, test.when, got, test.want)
		}
	}
}

func TestHiddenPracticesReachNobody(t *testing.T) {
	files := coverageSite(session("2026-07-20", "Ayuda", "presencial", ""))
	before := *assemble(t, files, Options{Now: now}).Site.Coverage(false)
	files["practicas/oculta.md"] = strings.NewReplacer("029901", "210102", "ejemplo: true\n", "fuentes: [{titulo: Acta}]\nembargo: 2027-01-01 10:00\n").Replace(practice{}.String())
	after := *assemble(t, files, Options{Now: now}).Site.Coverage(false)
	if before.Total != after.Total {
		t.Errorf("an embargoed practice changes the coverage from %+v to %+v", before.Total, after.Total)
	}
}

func TestBandOf(t *testing.T) {
	for km, want := range map[float64]Band{0: BandNear, 29.99: BandNear, 30: Band30, 99.9: Band30, 100: Band100, 199.9: Band100, 200: Band200, 900: Band200} {
		if got := BandOf(content.Number{Value: km, Known: true}); got != want {
			t.Errorf("%v km is in band %d, want %d", km, got, want)
		}
	}
	if got := BandOf(content.Number{}); got != BandUnknown {
		t.Errorf("an unknown distance is in band %d", got)
	}
}
