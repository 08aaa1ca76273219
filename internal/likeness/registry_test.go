package likeness

import (
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"
)

// registry reads the national registry beside the repository. It is input data
// that is never part of it, so its absence is said and not an error.
func registry(t testing.TB) []Place {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		f, err := os.Open(filepath.Join(dir, "shared", "data", "municipalidades.csv"))
		if err == nil {
			defer f.Close()
			rows, err := csv.NewReader(f).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			return places(t, rows)
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Skip("the national registry (shared/data/municipalidades.csv beside the repository) is not here")
		}
		dir = parent
	}
}

func places(t testing.TB, rows [][]string) []Place {
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	var list []Place
	for _, row := range rows[1:] {
		number := func(name string) Number {
			text := row[at[name]]
			if text == "" {
				return Number{}
			}
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			return Exactly(v)
		}
		list = append(list, Place{
			ID: row[at["ubigeo"]], Region: row[at["region_natural"]], Kind: row[at["tipo"]],
			Altitude: number("altitud_msnm"), Population: number("poblacion_2025"), Rural: number("poblacion_rural_pct_2023"),
			Poverty: number("pobreza_total_pct_2018"), SeatDistance: number("distancia_sede_regional_km"),
		})
	}
	return list
}

func TestEveryMunicipalityOfTheRegistryHasOthersAlike(t *testing.T) {
	s := NewSet(registry(t), DefaultWeights)
	far, silent := 0, 0
	for i := range s.Len() {
		p := s.Place(i)
		list := s.Nearest(p, 12, nil)
		if len(list) != 12 {
			t.Fatalf("%s has %d others, want 12", p.ID, len(list))
		}
		if list[11].Distance > Alike {
			far++
		}
		for n, m := range list {
			if m.Index == i || n > 0 && (m.Distance < list[n-1].Distance) {
				t.Fatalf("%s: %v is not in order or holds itself", p.ID, list)
			}
			if s.Compare(p, s.Place(m.Index)).Common.Len() < 2 {
				silent++
			}
		}
	}
	t.Logf("%d of %d have one beyond Alike among their twelve; %d pairs have fewer than two reasons", far, s.Len(), silent)
	if far > 0 || silent > s.Len()/10 {
		t.Error("the nearest are not alike")
	}
}

func TestRegistryOrderDoesNotDependOnTheOrderOfItsRows(t *testing.T) {
	list := registry(t)
	want := NewSet(list, DefaultWeights)
	rng := rand.New(rand.NewPCG(1, 2))
	rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	got := NewSet(list, DefaultWeights)
	for i := 0; i < want.Len(); i += 37 {
		if a, b := want.Nearest(want.Place(i), 24, nil), got.Nearest(want.Place(i), 24, nil); !reflect.DeepEqual(a, b) {
			t.Fatalf("%s: %v, then %v", want.Place(i).ID, a, b)
		}
	}
}

func TestEveryAnswerFindsMunicipalitiesOfTheRegistry(t *testing.T) {
	s := NewSet(registry(t), DefaultWeights)
	for _, land := range Lands() {
		for _, a := range AnswersFor(land) {
			p := a.Place()
			list := s.Nearest(&p, 6, nil)
			if len(list) != 6 {
				t.Errorf("%s finds %d", a.ID(), len(list))
				continue
			}
			if c := s.Compare(&p, s.Place(list[0].Index)); c.Common.Len() < 2 {
				t.Errorf("%s: the first has only the reasons %v", a.ID(), c.Common)
			}
		}
	}
}

// BenchmarkRegistry finds the nearest of all 1,891 municipalities and says why.
func BenchmarkRegistry(b *testing.B) {
	list := registry(b)
	for b.Loop() {
		s := NewSet(list, DefaultWeights)
		for i := range s.Len() {
			p := s.Place(i)
			for _, m := range s.Nearest(p, 12, nil) {
				s.Compare(p, s.Place(m.Index))
			}
		}
	}
}
