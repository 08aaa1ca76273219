package likeness

import "math"

// Reason is something that two places have in common, or that sets one apart:
// the last part of the key of a text.
type Reason string

// Comparison is what can be said of two places. Every reason is true of both.
type Comparison struct {
	Common []Reason // in the order of the facts
	// Apart is what sets the other one apart, the gravest first; at most two.
	Apart []Reason
	// Missing are the facts that count and are unknown of the other one though
	// known of this one.
	Missing []Fact
}

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

// common is the first band that holds both numbers, or "".
func common(bands []band, a, b Number) Reason {
	for _, x := range bands {
		if x.holds(a) && x.holds(b) {
			return x.reason
		}
	}
	return ""
}

var inf = math.Inf(1)

// The bands of each fact, the tightest first.
var (
	altitudes = []band{
		{4000, inf, "altitud.sobre-4000"},
		{-inf, 500, "altitud.bajo-500"},
		{500, 2000, "altitud.500-2000"},
		{2000, 3000, "altitud.2000-3000"},
		{3000, inf, "altitud.sobre-3000"},
		{-inf, 2000, "altitud.bajo-2000"},
	}
	populations = []band{
		{0, 1000, "poblacion.menos-1000"},
		{0, 2000, "poblacion.menos-2000"},
		{0, 5000, "poblacion.menos-5000"},
		{5000, 20_000, "poblacion.5000-20000"},
		{20_000, 50_000, "poblacion.20000-50000"},
		{100_000, inf, "poblacion.100000-mas"},
		{50_000, inf, "poblacion.50000-mas"},
		{20_000, inf, "poblacion.20000-mas"},
	}
	shares = []band{
		{math.Nextafter(MostlyRural, 101), inf, "rural.rural"},
		{0, MostlyRural, "rural.urbana"},
	}
	distances = []band{
		{Far, inf, "distancia.lejos"},
		{0, 30, "distancia.cerca"},
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

// Compare says what a place of the Set, other, has in common with p. Facts that
// do not count are not spoken of.
func (s *Set) Compare(p, other *Place) Comparison {
	var c Comparison
	say := func(r Reason) {
		if r != "" {
			c.Common = append(c.Common, r)
		}
	}
	apart := func(r Reason) {
		if len(c.Apart) < 2 {
			c.Apart = append(c.Apart, r)
		}
	}
	numbers := func(f Fact, a, b Number) bool {
		if s.Counts(f) && a.Known && !b.Known {
			c.Missing = append(c.Missing, f)
		}
		return s.Counts(f) && a.Known && b.Known
	}
	exact := func(a, b Number) bool { return a.Low == a.High && b.Low == b.High }

	if s.Counts(Region) && p.Region != "" {
		switch other.Region {
		case "":
			c.Missing = append(c.Missing, Region)
		case p.Region:
			say("region." + Reason(p.Region))
		default:
			apart("otra-region." + Reason(other.Region))
		}
	}
	if a, b := p.Altitude, other.Altitude; numbers(Altitude, a, b) {
		switch r := common(altitudes, a, b); {
		case r != "":
			say(r)
		case exact(a, b) && math.Abs(a.At-b.At) <= nearAltitude:
			say("altitud.parecida")
		case b.At-a.At >= apartAltitude:
			apart("mas-alta")
		case a.At-b.At >= apartAltitude:
			apart("mas-baja")
		}
	}
	if a, b := p.Population, other.Population; numbers(Population, a, b) {
		low, high := math.Max(math.Min(a.At, b.At), 1), math.Max(a.At, b.At)
		switch r := common(populations, a, b); {
		case r != "" && high <= largestRatio*low:
			say(r)
		case exact(a, b) && high <= nearPopulation*low:
			say("poblacion.parecida")
		case high <= largestRatio*low:
		case b.At > a.At:
			apart("mas-poblada")
		default:
			apart("menos-poblada")
		}
	}
	if a, b := p.Rural, other.Rural; numbers(Rural, a, b) {
		switch r := common(shares, a, b); {
		case r != "":
			say(r)
		case b.At-a.At >= apartRural:
			apart("mas-rural")
		case a.At-b.At >= apartRural:
			apart("mas-urbana")
		}
	}
	if a, b := p.Poverty, other.Poverty; numbers(Poverty, a, b) {
		switch {
		case exact(a, b) && math.Abs(a.At-b.At) <= nearPoverty:
			say("pobreza.parecida")
		case b.At-a.At >= apartPoverty:
			apart("mas-pobre")
		case a.At-b.At >= apartPoverty:
			apart("menos-pobre")
		}
	}
	if a, b := p.SeatDistance, other.SeatDistance; numbers(SeatDistance, a, b) {
		switch r := common(distances, a, b); {
		case r != "":
			say(r)
		case exact(a, b) && math.Abs(a.At-b.At) <= nearDistance:
			say("distancia.parecida")
		case b.At-a.At >= apartDistance:
			apart("mas-lejos")
		case a.At-b.At >= apartDistance:
			apart("mas-cerca")
		}
	}
	if s.Counts(Kind) && p.Kind == "provincial" && other.Kind == "provincial" {
		say("tipo.provincial") // nine in ten are districts: that they share it says nothing
	}
	return c
}

// Reasons are all that Compare can say, for the texts.
func Reasons() []Reason {
	list := []Reason{
		"region.costa", "region.sierra", "region.selva", "altitud.parecida", "poblacion.parecida", "pobreza.parecida",
		"distancia.parecida", "tipo.provincial",
		"otra-region.costa", "otra-region.sierra", "otra-region.selva", "mas-alta", "mas-baja", "mas-poblada", "menos-poblada",
		"mas-rural", "mas-urbana", "mas-pobre", "menos-pobre", "mas-lejos", "mas-cerca",
	}
	for _, bands := range [][]band{altitudes, populations, shares, distances} {
		for _, b := range bands {
			list = append(list, b.reason)
		}
	}
	return list
}
