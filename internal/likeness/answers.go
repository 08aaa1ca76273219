package likeness

import "strings"

// Answers describe a municipality that is not registered by four facts, each
// known only by its band: what an officer can tell without looking anything up.
type Answers struct {
	Land Choice // region and altitude
	Size Choice // population
	Life Choice // rural or urban
}

// Choice is an answer that can be chosen; ID is part of an address and of the
// key of its text.
type Choice struct {
	ID     string
	Region string // of a Land
	Number Number // altitude of a Land, population of a Size, rural share of a Life
}

// Lands are the answers on region and altitude.
func Lands() []Choice {
	return []Choice{
		{"costa-baja", "costa", Between(0, 500, 150)},
		{"costa-alta", "costa", Between(500, 4000, 1000)},
		{"sierra-baja", "sierra", Between(0, 2000, 1400)},
		{"sierra-de-2000-a-3000", "sierra", Between(2000, 3000, 2600)},
		{"sierra-de-3000-a-4000", "sierra", Between(3000, 4000, 3450)},
		{"sierra-sobre-4000", "sierra", Between(4000, 5500, 4200)},
		{"selva-baja", "selva", Between(0, 500, 250)},
		{"selva-alta", "selva", Between(500, 4000, 1100)},
	}
}

// Sizes are the answers on population.
func Sizes() []Choice {
	return []Choice{
		{"menos-de-2000", "", Between(0, 2000, 1000)},
		{"de-2000-a-5000", "", Between(2000, 5000, 3200)},
		{"de-5000-a-20000", "", Between(5000, 20_000, 10_000)},
		{"mas-de-20000", "", Between(20_000, inf, 45_000)},
	}
}

// Lives are the answers on where most people live.
func Lives() []Choice {
	return []Choice{
		{"rural", "", Between(MostlyRural+0.1, 100.1, 75)},
		{"urbana", "", Between(0, MostlyRural, 22)},
	}
}

// ID is the part of an address that names the answers:
// "sierra-sobre-4000/menos-de-2000-rural".
func (a Answers) ID() string { return a.Land.ID + "/" + a.Size.ID + "-" + a.Life.ID }

// Place is the municipality that the answers describe. It has no ID, so it is
// none of those that are registered.
func (a Answers) Place() Place {
	return Place{Region: a.Land.Region, Altitude: a.Land.Number, Population: a.Size.Number, Rural: a.Life.Number}
}

// LandOf finds a land by its ID.
func LandOf(id string) (Choice, bool) {
	for _, c := range Lands() {
		if c.ID == id {
			return c, true
		}
	}
	return Choice{}, false
}

// AnswersOf finds answers by their ID.
func AnswersOf(id string) (Answers, bool) {
	land, rest, _ := strings.Cut(id, "/")
	l, ok := LandOf(land)
	if !ok {
		return Answers{}, false
	}
	for _, a := range AnswersFor(l) {
		if a.Size.ID+"-"+a.Life.ID == rest {
			return a, true
		}
	}
	return Answers{}, false
}

// AnswersFor are all answers that begin with a land: by size, then by life.
func AnswersFor(land Choice) []Answers {
	var list []Answers
	for _, size := range Sizes() {
		for _, life := range Lives() {
			list = append(list, Answers{land, size, life})
		}
	}
	return list
}
