package likeness

import (
	"iter"
	"math"
	"math/bits"
	"slices"
)

// Reason is something that two places have in common, or that sets one apart.
// Its String is the last part of the key of a text.
type Reason uint8

// reasons are all that can be said, in the order in which they are told.
var reasons = [...]string{
	"region.costa", "region.sierra", "region.selva",
	"altitud.sobre-4000", "altitud.bajo-500", "altitud.500-2000", "altitud.2000-3000", "altitud.sobre-3000", "altitud.bajo-2000",
	"altitud.parecida",
	"poblacion.menos-1000", "poblacion.menos-2000", "poblacion.menos-5000", "poblacion.5000-20000", "poblacion.20000-50000",
	"poblacion.100000-mas", "poblacion.50000-mas", "poblacion.20000-mas", "poblacion.parecida",
	"rural.rural", "rural.urbana", "pobreza.parecida",
	"distancia.lejos", "distancia.cerca", "distancia.parecida", "tipo.provincial",
	"otra-region.costa", "otra-region.sierra", "otra-region.selva", "mas-alta", "mas-baja", "mas-poblada", "menos-poblada",
	"mas-rural", "mas-urbana", "mas-pobre", "menos-pobre", "mas-lejos", "mas-cerca",
}

func (r Reason) String() string { return reasons[r] }

// reason is the Reason with that name. A name that is not there is a mistake in
// this package, so it panics, and every test of the package shows it.
func reason(name string) Reason {
	i := slices.Index(reasons[:], name)
	if i < 0 {
		panic("likeness: no reason " + name)
	}
	return Reason(i)
}

// Reasons is a set of reasons.
type Reasons uint64

// All yields the reasons of a set in the order in which they are told.
func (s Reasons) All() iter.Seq[Reason] {
	return func(yield func(Reason) bool) {
		for ; s != 0; s &= s - 1 {
			if !yield(Reason(bits.TrailingZeros64(uint64(s)))) {
				return
			}
		}
	}
}

// Len is the number of reasons in a set.
func (s Reasons) Len() int { return bits.OnesCount64(uint64(s)) }

// AllReasons are all that Compare can say, for the texts.
func AllReasons() Reasons { return 1<<len(reasons) - 1 }

// Comparison is what can be said of two places. Every reason is true of both.
// Equal comparisons are told in equal words.
type Comparison struct {
	Common Reasons
	Apart  Reasons // what sets the other one apart; at most two
	// Missing are the facts that count and are unknown of the other one though
	// known of this one.
	Missing FactSet
}

// FactSet is a set of facts.
type FactSet uint8

// Has reports whether a fact is in the set.
func (s FactSet) Has(f Fact) bool { return s&(1<<f) != 0 }

// band is a range of values with a name.
type band struct {
	low, high float64 // low <= v < high
	reason    Reason
}

func (b band) holds(n Number) bool {
	if n.Low == n.High {
		return n.Low >= b.low && n.Low < b.high
	}
	return n.Low >= b.low && n.High <= b.high
}

// common is the first band that holds both numbers; ok is false for none.
func common(bands []band, a, b Number) (r Reason, ok bool) {
	for _, x := range bands {
		if x.holds(a) && x.holds(b) {
			return x.reason, true
		}
	}
	return 0, false
}

var inf = math.Inf(1)

// The bands of each fact, the tightest first.
var (
	altitudes = []band{
		{4000, inf, reason("altitud.sobre-4000")},
		{-inf, 500, reason("altitud.bajo-500")},
		{500, 2000, reason("altitud.500-2000")},
		{2000, 3000, reason("altitud.2000-3000")},
		{3000, inf, reason("altitud.sobre-3000")},
		{-inf, 2000, reason("altitud.bajo-2000")},
	}
	populations = []band{
		{0, 1000, reason("poblacion.menos-1000")},
		{0, 2000, reason("poblacion.menos-2000")},
		{0, 5000, reason("poblacion.menos-5000")},
		{5000, 20_000, reason("poblacion.5000-20000")},
		{20_000, 50_000, reason("poblacion.20000-50000")},
		{100_000, inf, reason("poblacion.100000-mas")},
		{50_000, inf, reason("poblacion.50000-mas")},
		{20_000, inf, reason("poblacion.20000-mas")},
	}
	shares = []band{
		{math.Nextafter(MostlyRural, 101), inf, reason("rural.rural")},
		{0, MostlyRural, reason("rural.urbana")},
	}
	distances = []band{
		{Far, inf, reason("distancia.lejos")},
		{0, 30, reason("distancia.cerca")},
	}
)

const (
	// MostlyRural is the share of the population, in points, over which a place
	// is called mostly rural.
	MostlyRural = 50
	// Far is the distance to the regional seat, in kilometres of a straight
	// line, from which a place is called far.
	Far = 100
)

// IsFar reports whether a place is known to be far from its regional seat.
func (p *Place) IsFar() bool { return p.SeatDistance.Known && p.SeatDistance.Low >= Far }

// IsMostlyRural reports whether most people of a place are known to live in
// the countryside.
func (p *Place) IsMostlyRural() bool { return p.Rural.Known && p.Rural.Low > MostlyRural }

// What is near enough to be called similar, and what far enough to be said.
const (
	nearAltitude   = 250 // metres
	nearPoverty    = 10  // points
	nearDistance   = 25  // kilometres
	nearPopulation = 1.5 // times
	largestRatio   = 5   // of two populations that share a band
	apartAltitude  = 1500
	apartPoverty   = 25
	apartDistance  = 100
	apartRural     = 40
)

// The reasons that no band names.
var (
	sameRegion  = [...]Reason{reason("region.costa"), reason("region.sierra"), reason("region.selva")}
	otherRegion = [...]Reason{reason("otra-region.costa"), reason("otra-region.sierra"), reason("otra-region.selva")}

	similarAltitude   = reason("altitud.parecida")
	similarPopulation = reason("poblacion.parecida")
	similarPoverty    = reason("pobreza.parecida")
	similarDistance   = reason("distancia.parecida")
	provincial        = reason("tipo.provincial")

	higher, lower       = reason("mas-alta"), reason("mas-baja")
	larger, smaller     = reason("mas-poblada"), reason("menos-poblada")
	moreRural, lessSo   = reason("mas-rural"), reason("mas-urbana")
	poorer, lessPoor    = reason("mas-pobre"), reason("menos-pobre")
	furtherOff, closeBy = reason("mas-lejos"), reason("mas-cerca")
)

// Compare says what a place of the Set, other, has in common with p. Facts that
// do not count are not spoken of.
func (s *Set) Compare(p, other *Place) Comparison {
	var c Comparison
	say := func(r Reason) { c.Common |= 1 << r }
	apart := func(r Reason) {
		if c.Apart.Len() < 2 {
			c.Apart |= 1 << r
		}
	}
	// both reports whether a fact counts and is known of both.
	both := func(f Fact, here, there bool) bool {
		if s.Counts(f) && here && !there {
			c.Missing |= 1 << f
		}
		return s.Counts(f) && here && there
	}
	exact := func(a, b Number) bool { return a.Low == a.High && b.Low == b.High }
	differ := func(a, b Number, by float64, more, less Reason) {
		switch {
		case b.At-a.At >= by:
			apart(more)
		case a.At-b.At >= by:
			apart(less)
		}
	}

	if both(Region, p.Region != "", other.Region != "") {
		if i := slices.Index(regions, other.Region); p.Region == other.Region && i >= 0 {
			say(sameRegion[i])
		} else if i >= 0 {
			apart(otherRegion[i])
		}
	}
	if a, b := p.Altitude, other.Altitude; both(Altitude, a.Known, b.Known) {
		if r, ok := common(altitudes, a, b); ok {
			say(r)
		} else if exact(a, b) && math.Abs(a.At-b.At) <= nearAltitude {
			say(similarAltitude)
		} else {
			differ(a, b, apartAltitude, higher, lower)
		}
	}
	if a, b := p.Population, other.Population; both(Population, a.Known, b.Known) {
		few, many := math.Max(math.Min(a.At, b.At), 1), math.Max(a.At, b.At)
		r, ok := common(populations, a, b)
		switch {
		case ok && many <= largestRatio*few:
			say(r)
		case exact(a, b) && many <= nearPopulation*few:
			say(similarPopulation)
		case many <= largestRatio*few:
		case b.At > a.At:
			apart(larger)
		default:
			apart(smaller)
		}
	}
	if a, b := p.Rural, other.Rural; both(Rural, a.Known, b.Known) {
		if r, ok := common(shares, a, b); ok {
			say(r)
		} else {
			differ(a, b, apartRural, moreRural, lessSo)
		}
	}
	if a, b := p.Poverty, other.Poverty; both(Poverty, a.Known, b.Known) {
		if exact(a, b) && math.Abs(a.At-b.At) <= nearPoverty {
			say(similarPoverty)
		} else {
			differ(a, b, apartPoverty, poorer, lessPoor)
		}
	}
	if a, b := p.SeatDistance, other.SeatDistance; both(SeatDistance, a.Known, b.Known) {
		if r, ok := common(distances, a, b); ok {
			say(r)
		} else if exact(a, b) && math.Abs(a.At-b.At) <= nearDistance {
			say(similarDistance)
		} else {
			differ(a, b, apartDistance, furtherOff, closeBy)
		}
	}
	if s.Counts(Kind) && p.Kind == "provincial" && other.Kind == "provincial" {
		say(provincial) // nine in ten are districts: that they share it says nothing
	}
	return c
}
