package site

import (
	"strings"

	"vitrina/internal/content"
)

// Ease is something that makes a practice easier to take up where there is
// little: what it does without, or needs little of. What its entry does not say
// is never an ease.
type Ease string

// The eases, in the order in which they are told.
const (
	NoInternet Ease = "sin-internet"   // requisitos.internet is no-necesita
	NoVehicle  Ease = "sin-vehiculo"   // requisitos.vehiculo is no-necesita
	LowCost    Ease = "bajo-costo"     // costs less than LowCostLimit
	SmallTeam  Ease = "equipo-pequeno" // at most SmallTeamLimit people
)

// The thresholds of the eases, and of a practice that needs little. The guide
// for editors states them; a test holds both together.
const (
	LowCostLimit   = 20_000 // soles, exclusive
	SmallTeamLimit = 5      // people
	LittleEases    = 3      // of the four
)

// Eases are all of them.
func Eases() []Ease { return []Ease{NoInternet, NoVehicle, LowCost, SmallTeam} }

// EaseSet is a set of eases.
type EaseSet uint8

// List are the eases of a set, in their order. The caller must not change it.
func (s EaseSet) List() []Ease { return easesBy[s] }

// NeedsLittle reports whether most of the eases are in the set.
func (s EaseSet) NeedsLittle() bool { return len(easesBy[s]) >= LittleEases }

// easesBy lists the eases of each set.
var easesBy = func() (all [16][]Ease) {
	for set := range all {
		for i, e := range Eases() {
			if set&(1<<i) != 0 {
				all[set] = append(all[set], e)
			}
		}
	}
	return all
}()

// easesOf are the eases of an entry.
func easesOf(e *content.Practice) EaseSet {
	var set EaseSet
	for i, has := range [...]bool{
		e.Needs.Internet == "no-necesita",
		e.Needs.Vehicle == "no-necesita",
		e.Cost.Amount.Known && e.Cost.Amount.Value < LowCostLimit && !repeated(e.Cost.Period),
		e.Team.People.Known && e.Team.People.Value <= SmallTeamLimit,
	} {
		if has {
			set |= 1 << i
		}
	}
	return set
}

// repeated reports whether a cost comes again within a year, so that its amount
// alone does not say that it is low.
func repeated(period string) bool {
	if period == "" {
		return false
	}
	period = strings.ToLower(period)
	for _, word := range []string{"mensual", "por mes", "al mes", "cada mes", "quincenal", "semanal", "por semana", "cada semana", "diario", "por día", "cada día", "al día"} {
		if strings.Contains(period, word) {
			return true
		}
	}
	return false
}

// Need is an ease with the practices that have it.
type Need struct {
	Ease      Ease
	Address   string
	Practices []*Practice
}

// Need returns the list of an ease, or nil.
func (s *Site) Need(id string) *Need {
	for _, n := range s.Needs {
		if string(n.Ease) == id {
			return n
		}
	}
	return nil
}

// addNeeds lists the practices of each ease.
func (a *assembler) addNeeds() {
	at := map[Ease]*Need{}
	for _, e := range Eases() {
		n := &Need{Ease: e, Address: Route{Kind: KindNeed, ID: string(e)}.Address()}
		at[e] = n
		a.site.Needs = append(a.site.Needs, n)
	}
	for _, p := range a.site.Practices {
		for _, e := range p.Eases.List() {
			at[e].Practices = append(at[e].Practices, p)
		}
	}
}
