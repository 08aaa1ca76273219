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

// scale is how a fact that is a quantity is spoken of: two values share a band, or
// are similar, or so far apart that it is worth saying, or none of these.
type scale struct {
	bands      []band  // none if it has no words of its own
	near       float64 // exact values no further apart are similar
	similar    Reason
	apart      float64 // values at least this far apart
	more, less Reason  // of the other one
}

// The scales, each in the unit of its fact. Populations are compared by their
// ratio, and so by themselves.
var (
	altitudeScale = scale{
		bands: altitudes, near: 250, similar: reason("altitud.parecida"),
		apart: 1500, more: reason("mas-alta"), less: reason("mas-baja"),
	}
	ruralScale = scale{
		bands: shares, near: never,
		apart: 40, more: reason("mas-rural"), less: reason("mas-urbana"),
	}
	povertyScale = scale{
		near: 10, similar: reason("pobreza.parecida"),
		apart: 25, more: reason("mas-pobre"), less: reason("menos-pobre"),
	}
	distanceScale = scale{
		bands: distances, near: 25, similar: reason("distancia.parecida"),
		apart: 100, more: reason("mas-lejos"), less: reason("mas-cerca"),
	}
)

// never is a distance that no two values are within.
const never = -1

const (
	nearPopulation = 1.5 // times; within it two populations are similar
	largestRatio   = 5   // beyond it two populations are apart, even in one band
)

// The other reasons.
var (
	sameRegion  = [...]Reason{reason("region.costa"), reason("region.sierra"), reason("region.selva")}
	otherRegion = [...]Reason{reason("otra-region.costa"), reason("otra-region.sierra"), reason("otra-region.selva")}

	similarPopulation = reason("poblacion.parecida")
	larger, smaller   = reason("mas-poblada"), reason("menos-poblada")
	provincial        = reason("tipo.provincial")
)

// Compare says what a place of the Set, other, has in common with p. Facts that
// do not count are not spoken of.
func (s *Set) Compare(p, other *Place) Comparison {
	var c Comparison
	if s.both(&c, Region, p.Region != "", other.Region != "") {
		c.compareRegions(p.Region, other.Region)
	}
	if s.both(&c, Altitude, p.Altitude.Known, other.Altitude.Known) {
		c.compareQuantities(&altitudeScale, p.Altitude, other.Altitude)
	}
	if s.both(&c, Population, p.Population.Known, other.Population.Known) {
		c.comparePopulations(p.Population, other.Population)
	}
	if s.both(&c, Rural, p.Rural.Known, other.Rural.Known) {
		c.compareQuantities(&ruralScale, p.Rural, other.Rural)
	}
	if s.both(&c, Poverty, p.Poverty.Known, other.Poverty.Known) {
		c.compareQuantities(&povertyScale, p.Poverty, other.Poverty)
	}
	if s.both(&c, SeatDistance, p.SeatDistance.Known, other.SeatDistance.Known) {
		c.compareQuantities(&distanceScale, p.SeatDistance, other.SeatDistance)
	}
	if s.Counts(Kind) && p.Kind == "provincial" && other.Kind == "provincial" {
		c.say(provincial) // nine in ten are districts: that they share it says nothing
	}
	return c
}

// both reports whether a fact counts and is known of both places, and notes it as
// missing when only the other one lacks it.
func (s *Set) both(c *Comparison, f Fact, here, there bool) bool {
	if s.Counts(f) && here && !there {
		c.Missing |= 1 << f
	}
	return s.Counts(f) && here && there
}

// say adds what both have in common.
func (c *Comparison) say(r Reason) { c.Common |= 1 << r }

// setApart adds what sets the other one apart. Only the first two are told.
func (c *Comparison) setApart(r Reason) {
	if c.Apart.Len() < 2 {
		c.Apart |= 1 << r
	}
}

func (c *Comparison) compareRegions(a, b string) {
	i := slices.Index(regions, b)
	switch {
	case i < 0:
	case a == b:
		c.say(sameRegion[i])
	default:
		c.setApart(otherRegion[i])
	}
}

func (c *Comparison) compareQuantities(s *scale, a, b Number) {
	r, ok := common(s.bands, a, b)
	switch {
	case ok:
		c.say(r)
	case exact(a, b) && math.Abs(a.At-b.At) <= s.near:
		c.say(s.similar)
	case b.At-a.At >= s.apart:
		c.setApart(s.more)
	case a.At-b.At >= s.apart:
		c.setApart(s.less)
	}
}

func (c *Comparison) comparePopulations(a, b Number) {
	few, many := math.Max(math.Min(a.At, b.At), 1), math.Max(a.At, b.At)
	r, ok := common(populations, a, b)
	switch {
	case ok && many <= largestRatio*few:
		c.say(r)
	case exact(a, b) && many <= nearPopulation*few:
		c.say(similarPopulation)
	case many <= largestRatio*few:
	case b.At > a.At:
		c.setApart(larger)
	default:
		c.setApart(smaller)
	}
}

// exact reports whether two numbers are known to the digit, not as ranges.
func exact(a, b Number) bool { return a.Low == a.High && b.Low == b.High }
