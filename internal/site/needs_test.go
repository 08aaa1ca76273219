package site

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"vitrina/internal/likeness"
)

func TestEasesAreWhatTheEntrySays(t *testing.T) {
	for extra, want := range map[string][]Ease{
		"": nil, // unknown is never an ease
		"requisitos: {internet: no-necesita, vehiculo: a-veces}\n":          {NoInternet},
		"requisitos: {vehiculo: no-necesita, energia: no-necesita}\n":       {NoVehicle},
		"costo: {monto: 19999, periodo: anual}\n":                           {LowCost},
		"costo: {monto: 20000}\n":                                           nil,
		"costo: {monto: 900, periodo: Mensual}\n":                           nil,
		"costo: {monto: 900, periodo: \"primera temporada, ocho meses\"}\n": {LowCost},
		"equipo: {personas: 5}\n":                                           {SmallTeam},
		"equipo: {personas: 6}\n":                                           nil,
		"requisitos: {internet: no-necesita, vehiculo: no-necesita}\ncosto: {monto: 1}\nequipo: {personas: 1}\n":           {NoInternet, NoVehicle, LowCost, SmallTeam},
		"requisitos: {internet: siempre, vehiculo: siempre, energia: no-necesita}\ncosto: {nota: Donado por el caserío}\n": nil,
	} {
		s := assemble(t, with(map[string]string{"practicas/a.md": practice{extra: extra}.String()}), Options{}).Site
		p := s.Practices[0]
		if got := p.Eases.List(); !slices.Equal(got, want) {
			t.Errorf("%q gives %v, want %v", extra, got, want)
		}
		if p.Eases.NeedsLittle() != (len(want) >= 3) {
			t.Errorf("%q needs little: %v", extra, p.Eases.NeedsLittle())
		}
		for _, n := range s.Needs {
			if slices.Contains(n.Practices, p) != slices.Contains(want, n.Ease) {
				t.Errorf("%q: the list of %s holds %d", extra, n.Ease, len(n.Practices))
			}
		}
	}
}

func TestHiddenPracticesAreOnNoListOfNeeds(t *testing.T) {
	easy := "requisitos: {internet: no-necesita}\n"
	s := assemble(t, with(map[string]string{
		"practicas/a.md": practice{extra: easy + "embargo: 2026-12-01 10:00\n"}.String(),
		"practicas/b.md": practice{extra: easy, state: "borrador"}.String(),
		"practicas/c.md": practice{extra: easy, state: "retirada"}.String(),
	}), Options{}).Site
	if n := s.Need("sin-internet"); n == nil || len(n.Practices) != 0 {
		t.Errorf("the list holds %v", n)
	}
	if s.Need("sin-nada") != nil {
		t.Error("a list that does not exist")
	}
}

func TestAddressesOfNeedsAndLikeness(t *testing.T) {
	s := assemble(t, base(), Options{}).Site
	for _, address := range []string{
		"/necesidades/", "/necesidades/sin-internet/", "/necesidades/equipo-pequeno/",
		"/como-la-mia/", "/como-la-mia/ancash/", "/como-la-mia/sierra-sobre-4000/", "/como-la-mia/sierra-sobre-4000/menos-de-2000-rural/",
	} {
		if r, ok := s.Lookup(address); !ok || r.Address() != address {
			t.Errorf("no page at %s", address)
		}
	}
	if _, ok := s.Lookup("/como-la-mia/puno/"); ok {
		t.Error("a department without municipalities has a page to choose one")
	}
	seen := map[string]bool{}
	for _, r := range s.Routes() {
		if seen[r.Address()] {
			t.Errorf("two pages at %s", r.Address())
		}
		seen[r.Address()] = true
	}
	for _, d := range s.Departments {
		if _, taken := likeness.LandOf(d.Slug); taken {
			t.Errorf("%s is a department and an answer", d.Slug)
		}
	}
}

// The guide for editors and the code say the same of the thresholds.
func TestGuideHoldsThresholds(t *testing.T) {
	data, err := os.ReadFile("../../docs/guia-de-contenido.md")
	if err != nil {
		t.Fatal(err)
	}
	_, chapter, _ := strings.Cut(string(data), "### Lo que una práctica no necesita\n")
	chapter, _, _ = strings.Cut(chapter, "\n### ")
	for _, want := range []string{
		fmt.Sprintf("| `bajo-costo` | `costo.monto` es menos de %d soles", LowCostLimit),
		fmt.Sprintf("| `equipo-pequeno` | `equipo.personas` es %d o menos |", SmallTeamLimit),
		fmt.Sprintf("Con %d marcas o más", LittleEases),
		fmt.Sprintf("%d km o más", likeness.Far), fmt.Sprintf("más de %d %%", likeness.MostlyRural),
	} {
		if !strings.Contains(strings.ReplaceAll(chapter, "\u00a0", " "), want) {
			t.Errorf("the guide does not say %q", want)
		}
	}
	for _, e := range Eases() {
		if strings.Count(chapter, "| `"+string(e)+"` |") != 1 {
			t.Errorf("the guide does not list %s once", e)
		}
	}
}
