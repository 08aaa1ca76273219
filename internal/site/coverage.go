package site

import (
	"slices"

	"vitrina/internal/content"
)

// Coverage says how many municipalities technical assistance reaches, and
// which it does not. Real and invented ones are counted apart: an office that
// does not exist reaches nobody.
type Coverage struct {
	Total       Reach
	Departments []DepartmentReach // by name; those with a municipality
	Bands       [NumBands]Reach   // by how far the regional seat is
}

// Reach counts municipalities by what reaches them.
type Reach struct {
	Municipalities int
	Practice       int // with a published practice of their own
	Liaison        int // with an office for their department
	Session        int // with an announced session for which nobody travels to the office
	Nothing        int // with none of the three
}

// DepartmentReach is the Reach of one department, and those left out.
type DepartmentReach struct {
	Department *Department
	Reach
	Unreached []*Municipality // by ubigeo
}

// Band is a range of straight distance to the seat of the regional government.
type Band int

// The bands, each from its distance up to the next.
const (
	BandNear    Band = iota // under 30 km
	Band30                  // 30 to 100 km
	Band100                 // 100 to 200 km
	Band200                 // 200 km and more
	BandUnknown             // no distance is known
	NumBands    = 5
)

// BandOf is the band of a distance in kilometres.
func BandOf(km content.Number) Band {
	switch {
	case !km.Known:
		return BandUnknown
	case km.Value < 30:
		return BandNear
	case km.Value < 100:
		return Band30
	case km.Value < 200:
		return Band100
	}
	return Band200
}

// Coverage is that of the real municipalities, or of the invented ones.
func (s *Site) Coverage(example bool) *Coverage {
	if example {
		return &s.coverage[1]
	}
	return &s.coverage[0]
}

// Of is the part of one department; its zero value when there is none.
func (c *Coverage) Of(d *Department) DepartmentReach {
	for _, r := range c.Departments {
		if r.Department == d {
			return r
		}
	}
	return DepartmentReach{Department: d}
}

func (s *Site) setCoverage() {
	for _, d := range s.Departments {
		var of [2]DepartmentReach
		for _, m := range d.Municipalities {
			i := 0
			if m.Entry.Example {
				i = 1
			}
			one := reachOf(m)
			of[i].add(one)
			s.coverage[i].Bands[BandOf(m.Entry.SeatDistance)].add(one)
			if one.Nothing > 0 {
				of[i].Unreached = append(of[i].Unreached, m)
			}
		}
		for i := range of {
			if of[i].Municipalities > 0 {
				of[i].Department = d
				s.coverage[i].Total.add(of[i].Reach)
				s.coverage[i].Departments = append(s.coverage[i].Departments, of[i])
			}
		}
	}
}

// reachOf counts one municipality. What is invented only reaches what is
// invented, and what is real only what is real.
func reachOf(m *Municipality) Reach {
	r := Reach{Municipalities: 1}
	example := m.Entry.Example
	if slices.ContainsFunc(m.Practices, func(p *Practice) bool { return p.Entry.Example == example }) {
		r.Practice = 1
	}
	if l := m.Department.Liaison; l != nil && l.Entry.Example == example {
		r.Liaison = 1
		if slices.ContainsFunc(l.Sessions, Session.withinReach) {
			r.Session = 1
		}
	}
	if r.Practice+r.Liaison+r.Session == 0 {
		r.Nothing = 1
	}
	return r
}

// withinReach reports whether nobody has to travel to the office for it.
func (s Session) withinReach() bool {
	switch s.Entry.Mode {
	case "virtual", "telefono", "visita":
		return s.Announced
	}
	return false
}

func (r *Reach) add(o Reach) {
	r.Municipalities += o.Municipalities
	r.Practice += o.Practice
	r.Liaison += o.Liaison
	r.Session += o.Session
	r.Nothing += o.Nothing
}
