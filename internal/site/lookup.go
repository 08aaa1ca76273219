package site

import (
	"slices"
	"strings"
)

// index finds an entity by the ID of its route.
type index struct {
	municipalities map[string]*Municipality
	departments    map[string]*Department // by slug
	provinces      map[string]*Province
	editions       map[string]*Edition
	themes         map[string]*Theme
	goals          map[string]*Goal
	pages          map[string]*Page
	liaisons       map[string]*Liaison // by department code
}

// Practice returns the practice with that slug, or nil.
func (s *Site) Practice(slug string) *Practice {
	i, found := findSlug(s.joined, slug)
	if !found || !s.joined[i].placed() {
		return nil
	}
	return &s.joined[i]
}

func findSlug(joined []Practice, slug string) (int, bool) {
	return slices.BinarySearchFunc(joined, slug, func(p Practice, slug string) int { return strings.Compare(p.Entry.Slug, slug) })
}

// Municipality returns the municipality with that ubigeo, or nil.
func (s *Site) Municipality(ubigeo string) *Municipality { return s.index.municipalities[ubigeo] }

// Department returns the department with that slug, or nil.
func (s *Site) Department(slug string) *Department { return s.index.departments[slug] }

// Province returns the province with that four digit code, or nil.
func (s *Site) Province(code string) *Province { return s.index.provinces[code] }

// Edition returns the edition with that id, or nil.
func (s *Site) Edition(id string) *Edition { return s.index.editions[id] }

// Theme returns the theme with that id, or nil.
func (s *Site) Theme(id string) *Theme { return s.index.themes[id] }

// Goal returns the goal with that id, or nil.
func (s *Site) Goal(id string) *Goal { return s.index.goals[id] }

// Page returns the plain page with that slug, or nil.
func (s *Site) Page(slug string) *Page { return s.index.pages[slug] }

// Liaison returns the office of the department with that two digit code, or nil.
func (s *Site) Liaison(code string) *Liaison { return s.index.liaisons[code] }
