package likeness

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// invented are places with every kind of gap, the same for the same seed.
func invented(n int, seed uint64) []Place {
	rng := rand.New(rand.NewPCG(seed, 9))
	maybe := func(v float64) Number {
		if rng.IntN(8) == 0 {
			return Number{}
		}
		return Exactly(v)
	}
	list := make([]Place, n)
	for i := range list {
		list[i] = Place{
			ID: fmt.Sprintf("%06d", i), Region: []string{"costa", "sierra", "selva", ""}[rng.IntN(4)], Kind: []string{"distrital", "provincial"}[rng.IntN(2)],
			Altitude: maybe(float64(rng.IntN(5000))), Population: maybe(math.Exp(4 + 10*rng.Float64())), Rural: maybe(100 * rng.Float64()),
			Poverty: maybe(80 * rng.Float64()), SeatDistance: maybe(400 * rng.Float64()),
		}
	}
	return list
}

func TestDistanceIsSymmetricAndZeroToItself(t *testing.T) {
	list := invented(300, 1)
	s := NewSet(list, DefaultWeights)
	for i := range list {
		a := &list[i]
		if d, ok := s.Between(a, a); ok && d != 0 {
			t.Fatalf("%s is %d from itself", a.ID, d)
		}
		for j := range list[:i] {
			b := &list[j]
			x, okX := s.Between(a, b)
			y, okY := s.Between(b, a)
			if x != y || okX != okY || x < 0 || x > whole {
				t.Fatalf("%s-%s: %d %v, the other way %d %v", a.ID, b.ID, x, okX, y, okY)
			}
		}
	}
}

func TestTheWholeRangeOfAFactIsItsWeight(t *testing.T) {
	base := Place{ID: "a", Region: "sierra", Kind: "distrital", Altitude: Exactly(0), Population: Exactly(200), Rural: Exactly(0), Poverty: Exactly(0), SeatDistance: Exactly(0)}
	s := NewSet(nil, DefaultWeights)
	for f, change := range map[Fact]func(p *Place){
		Region:       func(p *Place) { p.Region = "selva" },
		Altitude:     func(p *Place) { p.Altitude = Exactly(4800) },
		Population:   func(p *Place) { p.Population = Exactly(20_000) },
		Rural:        func(p *Place) { p.Rural = Exactly(100) },
		Poverty:      func(p *Place) { p.Poverty = Exactly(60) },
		SeatDistance: func(p *Place) { p.SeatDistance = Exactly(300) },
		Kind:         func(p *Place) { p.Kind = "provincial" },
	} {
		other := base
		change(&other)
		d, ok := s.Between(&base, &other)
		if want := s.Share(f) / 100 * whole; !ok || math.Abs(float64(d)-want) > 1 {
			t.Errorf("%v differs wholly: %d, want %.0f", f, d, want)
		}
	}
}

func TestUnknownFactsAreLeftOutOfTheMean(t *testing.T) {
	s := NewSet(nil, DefaultWeights)
	a := Place{ID: "a", Region: "sierra", Kind: "distrital", Altitude: Exactly(3000), Population: Exactly(2000), Rural: Exactly(60)}
	b := a
	b.ID, b.Altitude = "b", Number{}
	if d, ok := s.Between(&a, &b); !ok || d != 0 {
		t.Errorf("with an unknown altitude: %d, %v", d, ok)
	}
	c := s.Compare(&a, &b)
	if c.Missing != 1<<Altitude || !c.Missing.Has(Altitude) || c.Missing.Has(Region) {
		t.Errorf("missing = %v", c.Missing)
	}
	for r := range c.Common.All() {
		if strings.HasPrefix(r.String(), "altitud") {
			t.Errorf("%s is said of an unknown altitude", r)
		}
	}
	if c := s.Compare(&b, &a); c.Missing != 0 {
		t.Errorf("what is unknown of the place that asks is said of the other: %v", c.Missing)
	}
}

func TestTooFewSharedFactsClaimNothing(t *testing.T) {
	s := NewSet(nil, DefaultWeights)
	a := Place{ID: "a", Region: "sierra", Kind: "distrital", Altitude: Exactly(3000), Population: Exactly(2000)}
	if _, ok := s.Between(&a, &a); !ok {
		t.Error("four shared facts are not enough")
	}
	b := a
	b.Population = Number{}
	if _, ok := s.Between(&a, &b); ok {
		t.Error("three shared facts are enough")
	}
	set := NewSet([]Place{b, {ID: "c"}}, DefaultWeights)
	if list := set.Nearest(&a, 5, nil); len(list) != 0 {
		t.Errorf("a list of %v", list)
	}
}

func TestWeightsChooseWhatCounts(t *testing.T) {
	if w := WeightsOf(nil); w != DefaultWeights {
		t.Errorf("without weights: %v", w)
	}
	w := WeightsOf(map[string]float64{"region": 0, "tipo": 5})
	if w[Region] != 0 || w[Kind] != 5 || w[Altitude] != DefaultWeights[Altitude] {
		t.Errorf("weights = %v", w)
	}
	coast := Place{ID: "a", Region: "costa", Kind: "distrital", Altitude: Exactly(100), Population: Exactly(900), Rural: Exactly(10)}
	jungle := coast
	jungle.ID, jungle.Region = "b", "selva"
	s := NewSet(nil, w)
	if d, ok := s.Between(&coast, &jungle); !ok || d != 0 {
		t.Errorf("a region that does not count gives %d", d)
	}
	c := s.Compare(&coast, &jungle)
	for r := range (c.Common | c.Apart).All() {
		if strings.Contains(r.String(), "region") {
			t.Errorf("%s is said though it does not count", r)
		}
	}
	none := Weights{}
	if _, ok := NewSet(nil, none).Between(&coast, &coast); ok {
		t.Error("something is claimed when nothing counts")
	}
	alone := Weights{Region: 1}
	if d, ok := NewSet(nil, alone).Between(&coast, &jungle); !ok || d != whole {
		t.Errorf("the only fact that counts gives %d %v", d, ok)
	}
}

func TestTiesGoToTheLowerIDWhateverTheOrder(t *testing.T) {
	one := Place{Region: "selva", Kind: "distrital", Altitude: Exactly(200), Population: Exactly(900), Rural: Exactly(80)}
	var list []Place
	for _, id := range []string{"5", "2", "9", "1", "7"} {
		p := one
		p.ID = id
		list = append(list, p)
	}
	s := NewSet(list, DefaultWeights)
	self := one
	self.ID = "5"
	var got []string
	for _, m := range s.Nearest(&self, 3, nil) {
		got = append(got, s.Place(m.Index).ID)
	}
	if want := []string{"1", "2", "7"}; !slices.Equal(got, want) {
		t.Errorf("nearest = %v, want %v", got, want)
	}
	if m := s.Nearest(&self, 3, []int{4, 3}); len(m) != 2 || m[0].Index != 3 {
		t.Errorf("among two: %v", m)
	}
}

// truth checks a reason by the numbers alone, apart from the code that found it.
func truth(r Reason, a, b *Place) bool {
	both := func(n func(*Place) Number, low, high float64) bool {
		for _, p := range []*Place{a, b} {
			v := n(p)
			if !v.Known || v.Low < low || v.High > high || v.Low == v.High && v.High == high && high != math.Inf(1) {
				return false
			}
		}
		return true
	}
	alt := func(p *Place) Number { return p.Altitude }
	pop := func(p *Place) Number { return p.Population }
	switch r := r.String(); r {
	case "region.costa", "region.sierra", "region.selva":
		region := strings.TrimPrefix(r, "region.")
		return a.Region == region && b.Region == region
	case "altitud.sobre-4000":
		return both(alt, 4000, 9000)
	case "altitud.sobre-3000":
		return both(alt, 3000, 9000)
	case "altitud.2000-3000":
		return both(alt, 2000, 3000)
	case "altitud.500-2000":
		return both(alt, 500, 2000)
	case "altitud.bajo-2000":
		return both(alt, -99, 2000)
	case "altitud.bajo-500":
		return both(alt, -99, 500)
	case "altitud.parecida":
		return math.Abs(a.Altitude.At-b.Altitude.At) <= 250
	case "poblacion.menos-1000":
		return both(pop, 0, 1000)
	case "poblacion.menos-2000":
		return both(pop, 0, 2000)
	case "poblacion.menos-5000":
		return both(pop, 0, 5000)
	case "poblacion.5000-20000":
		return both(pop, 5000, 20_000)
	case "poblacion.20000-50000":
		return both(pop, 20_000, 50_000)
	case "poblacion.20000-mas":
		return both(pop, 20_000, math.Inf(1))
	case "poblacion.50000-mas":
		return both(pop, 50_000, math.Inf(1))
	case "poblacion.100000-mas":
		return both(pop, 100_000, math.Inf(1))
	case "poblacion.parecida":
		return math.Max(a.Population.At, b.Population.At) <= 1.5*math.Min(a.Population.At, b.Population.At)
	case "rural.rural":
		return a.Rural.Low > 50 && b.Rural.Low > 50
	case "rural.urbana":
		return a.Rural.Known && b.Rural.Known && a.Rural.High <= 50 && b.Rural.High <= 50
	case "pobreza.parecida":
		return a.Poverty.Known && b.Poverty.Known && math.Abs(a.Poverty.At-b.Poverty.At) <= 10
	case "distancia.lejos":
		return a.SeatDistance.Low >= 100 && b.SeatDistance.Low >= 100
	case "distancia.cerca":
		return a.SeatDistance.Known && b.SeatDistance.Known && a.SeatDistance.Low < 30 && b.SeatDistance.Low < 30
	case "distancia.parecida":
		return math.Abs(a.SeatDistance.At-b.SeatDistance.At) <= 25
	case "tipo.provincial":
		return a.Kind == "provincial" && b.Kind == "provincial"
	case "otra-region.costa", "otra-region.sierra", "otra-region.selva":
		return a.Region != "" && a.Region != b.Region && "otra-region."+b.Region == r
	case "mas-alta":
		return b.Altitude.At-a.Altitude.At >= 1500
	case "mas-baja":
		return a.Altitude.At-b.Altitude.At >= 1500
	case "mas-poblada":
		return b.Population.At > 5*a.Population.At
	case "menos-poblada":
		return a.Population.At > 5*b.Population.At
	case "mas-rural":
		return b.Rural.At-a.Rural.At >= 40
	case "mas-urbana":
		return a.Rural.At-b.Rural.At >= 40
	case "mas-pobre":
		return b.Poverty.At-a.Poverty.At >= 25
	case "menos-pobre":
		return a.Poverty.At-b.Poverty.At >= 25
	case "mas-lejos":
		return b.SeatDistance.At-a.SeatDistance.At >= 100
	case "mas-cerca":
		return a.SeatDistance.At-b.SeatDistance.At >= 100
	}
	return false
}

func TestEveryReasonIsTrueAndEveryReasonIsSaid(t *testing.T) {
	list := invented(500, 2)
	for _, land := range Lands() {
		for _, a := range AnswersFor(land) {
			list = append(list, a.Place())
		}
	}
	s := NewSet(nil, DefaultWeights)
	said := map[Reason]bool{}
	for i := range list {
		for j := range list {
			if i == j {
				continue
			}
			c := s.Compare(&list[i], &list[j])
			for r := range (c.Common | c.Apart).All() {
				if said[r] = true; !truth(r, &list[i], &list[j]) {
					t.Fatalf("«%s» is not true of %+v and %+v", r, list[i], list[j])
				}
			}
			if c.Apart.Len() > 2 {
				t.Fatalf("apart = %v", c.Apart)
			}
		}
	}
	for r := range AllReasons().All() {
		if !said[r] {
			t.Errorf("«%s» is never said", r)
		}
	}
}

func TestAnswersAreFoundByTheirAddress(t *testing.T) {
	seen := map[string]bool{}
	for _, land := range Lands() {
		if got, ok := LandOf(land.ID); !ok || got.ID != land.ID {
			t.Errorf("no land %s", land.ID)
		}
		for _, a := range AnswersFor(land) {
			got, ok := AnswersOf(a.ID())
			if !ok || got != a || seen[a.ID()] {
				t.Errorf("%s is not found, or twice", a.ID())
			}
			seen[a.ID()] = true
			if p := a.Place(); p.Altitude.At < p.Altitude.Low || p.Altitude.At >= p.Altitude.High {
				t.Errorf("%s is compared outside its band", a.ID())
			}
		}
	}
	for _, id := range []string{"", "sierra", "sierra-sobre-4000", "sierra-sobre-4000/", "sierra-sobre-4000/rural", "x/menos-de-2000-rural"} {
		if _, ok := AnswersOf(id); ok {
			t.Errorf("%q is an answer", id)
		}
	}
}
