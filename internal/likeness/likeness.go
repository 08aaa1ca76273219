// Package likeness says how alike two municipalities are, and why in words.
//
// In: what is known of each municipality (seven facts, any of which may be
// unknown) and how much each fact counts. Out: the nearest ones in order, with
// reasons that are true of both. It knows no site and no texts: a Reason is a
// key, which the templates' texts put in words.
//
// The distance is Gower's: each fact that both have gives a difference between
// 0 and 1, and the distance is their mean, weighted. A fact that either lacks
// is left out of the mean. With fewer than MinShared facts in common nothing is
// claimed at all.
//
//	fact        difference
//	region      0 the same, 1 another
//	altitud     metres apart, of 4,000
//	poblacion   how many times larger, of a hundred times (on a log scale)
//	rural       points apart, of 100
//	pobreza     points apart, of 60
//	distancia   kilometres apart, of 300 (straight line to the regional seat)
//	tipo        0 the same, 1 another
//
// The ranges are fixed, unlike those of Gower's paper, which come from the
// sample: how alike two municipalities are never depends on a third one. Sums
// are whole numbers, so that every machine finds the same order; ties go to the
// lower ID.
package likeness

import (
	"cmp"
	"math"
	"slices"
)

// Fact is one thing in which municipalities are compared.
type Fact uint8

// The facts, in the order in which reasons are told.
const (
	Region Fact = iota
	Altitude
	Population
	Rural
	Poverty
	SeatDistance
	Kind
	facts int = iota
)

// names are the keys of `pesos` in sitio.yaml.
var names = [facts]string{"region", "altitud", "poblacion", "rural", "pobreza", "distancia", "tipo"}

func (f Fact) String() string { return names[f] }

// The values of the facts that are names.
var (
	regions = []string{"costa", "sierra", "selva"}
	kinds   = []string{"distrital", "provincial"}
)

// Facts are all facts.
func Facts() []Fact { return []Fact{Region, Altitude, Population, Rural, Poverty, SeatDistance, Kind} }

// Weights say how much each fact counts; 0 leaves it out.
type Weights [facts]float64

// DefaultWeights are those of a site that says nothing. What makes a practice
// hard to carry over counts most: the land it stands on and how many people
// there are.
var DefaultWeights = Weights{Region: 3, Altitude: 2, Population: 3, Rural: 2, Poverty: 2, SeatDistance: 2, Kind: 1}

// WeightsOf are the default weights with those that a site sets by name.
func WeightsOf(set map[string]float64) Weights {
	w := DefaultWeights
	for i, name := range names {
		if v, ok := set[name]; ok && v >= 0 {
			w[i] = v
		}
	}
	return w
}

// MinShared is how many facts two municipalities must both have before
// anything is said of their likeness, or all that count if those are fewer.
const MinShared = 4

// whole is a difference of 1, and the distance of two municipalities that have
// nothing in common.
const whole = 1_000_000

// Distance is how unlike two municipalities are, in millionths.
type Distance int64

// Alike is the largest distance of municipalities that are called alike; those
// beyond it are at best the least different ones. In the national registry the
// twelve nearest of every municipality are within it.
const Alike Distance = 250_000

// Number is a quantity that may be unknown, or known only to lie in a range.
type Number struct {
	Known bool
	At    float64 // what it is compared as
	// Low and High hold it: Low <= value < High, or both are the value.
	Low, High float64
}

// Exactly is a number that is known.
func Exactly(v float64) Number { return Number{true, v, v, v} }

// Between is a number of which only the range is known, compared as at.
func Between(low, high, at float64) Number { return Number{true, at, low, high} }

// Place is what is known of a municipality.
type Place struct {
	ID           string
	Region       string // costa, sierra, selva or "" when unknown
	Kind         string // provincial, distrital or ""
	Altitude     Number // metres above sea level
	Population   Number
	Rural        Number // share of the population, 0 to 100
	Poverty      Number // 0 to 100
	SeatDistance Number // kilometres in a straight line to the seat of the regional government
}

// point is a Place as it is compared: each fact on a scale where whole is a
// difference of 1.
type point [facts]int64

// absent is a fact that is unknown or does not count.
const absent = math.MinInt64

// The ranges over which a numeric fact differs wholly.
const (
	altitudeRange   = 4000 // metres
	populationRange = 100  // times
	ruralRange      = 100  // points
	povertyRange    = 60   // points
	distanceRange   = 300  // kilometres
)

// Set is the municipalities of a site, ready to be compared. It is never
// changed.
type Set struct {
	places []Place
	points []point
	weight [facts]int64 // in thousandths
	need   int          // facts in common
}

// NewSet prepares places for comparison. Their order does not matter.
func NewSet(places []Place, w Weights) *Set {
	s := &Set{places: slices.Clone(places)}
	slices.SortFunc(s.places, func(a, b Place) int { return cmp.Compare(a.ID, b.ID) })
	for i, v := range w {
		s.weight[i] = int64(math.Round(v * 1000))
		if s.weight[i] > 0 && s.need < MinShared {
			s.need++
		}
	}
	s.points = make([]point, len(s.places))
	for i := range s.places {
		s.points[i] = s.point(&s.places[i])
	}
	return s
}

// Len is the number of places.
func (s *Set) Len() int { return len(s.places) }

// Place is the i-th place by ID.
func (s *Set) Place(i int) *Place { return &s.places[i] }

// Counts reports whether a fact counts at all.
func (s *Set) Counts(f Fact) bool { return s.weight[f] > 0 }

// Share is how much a fact counts, of 100, when all facts are known.
func (s *Set) Share(f Fact) float64 {
	total := int64(0)
	for _, w := range s.weight {
		total += w
	}
	if total == 0 {
		return 0
	}
	return 100 * float64(s.weight[f]) / float64(total)
}

func (s *Set) point(p *Place) point {
	named := func(value string, all []string) int64 {
		i := slices.Index(all, value)
		if i < 0 {
			return absent
		}
		return int64(i) * whole // any two are at least a whole apart
	}
	scaled := func(n Number, over float64) int64 {
		if !n.Known {
			return absent
		}
		return int64(math.Round(n.At / over * whole))
	}
	crowd := p.Population
	crowd.At = math.Log(math.Max(crowd.At, 1))
	at := point{
		Region:       named(p.Region, regions),
		Altitude:     scaled(p.Altitude, altitudeRange),
		Population:   scaled(crowd, math.Log(populationRange)),
		Rural:        scaled(p.Rural, ruralRange),
		Poverty:      scaled(p.Poverty, povertyRange),
		SeatDistance: scaled(p.SeatDistance, distanceRange),
		Kind:         named(p.Kind, kinds),
	}
	for i, w := range s.weight {
		if w == 0 {
			at[i] = absent
		}
	}
	return at
}

// sum adds up the weighted differences of two points, and the weights of the
// facts that both have; of is 0 when too little is known to compare them.
func (s *Set) sum(a, b *point) (sum, of int64) {
	shared := 0
	for i := range a {
		x, y := a[i], b[i]
		if x == absent || y == absent {
			continue
		}
		x -= y
		if x < 0 {
			x = -x
		}
		sum += s.weight[i] * min(x, whole)
		of += s.weight[i]
		shared++
	}
	if shared < s.need {
		return 0, 0
	}
	return sum, of
}

// Between is the distance of two places; ok is false when fewer than MinShared
// facts are known of both.
func (s *Set) Between(a, b *Place) (d Distance, ok bool) {
	x, y := s.point(a), s.point(b)
	sum, of := s.sum(&x, &y)
	if of == 0 {
		return 0, false
	}
	return Distance(sum / of), true
}

// Match is a place of the Set with its distance from the one that was asked for.
type Match struct {
	Index    int // in the Set
	Distance Distance
}

// Nearest are the n places most alike to p, the nearest first, of those that
// among names by index; nil stands for all. p itself, by ID, is not among them.
func (s *Set) Nearest(p *Place, n int, among []int) []Match {
	if n <= 0 {
		return nil
	}
	from := s.point(p)
	best := make([]Match, 0, n+1)
	limit := int64(whole) // a distance above it has no place among the best
	try := func(i int) {
		sum, of := s.sum(&from, &s.points[i])
		if of == 0 || sum >= (limit+1)*of || s.places[i].ID == p.ID {
			return
		}
		m := Match{i, Distance(sum / of)}
		at, _ := slices.BinarySearchFunc(best, m, func(x, y Match) int {
			return cmp.Or(cmp.Compare(x.Distance, y.Distance), cmp.Compare(x.Index, y.Index))
		})
		best = slices.Insert(best, at, m)
		if best = best[:min(len(best), n)]; len(best) == n {
			limit = int64(best[n-1].Distance)
		}
	}
	if among == nil {
		for i := range s.points {
			try(i)
		}
		return best
	}
	for _, i := range among {
		try(i)
	}
	return best
}
