package build

import (
	"slices"
	"time"

	"vitrina/internal/markdown"
	"vitrina/internal/site"
)

// PageInfo says what editors want to know of a page.
type PageInfo struct {
	File  string // that it is written in; "" for pages that are lists of others
	Line  int
	State string // "", "borrador", "retirada" or "embargo"
	Until time.Time
	Stale bool // an older version is shown, because the file has errors
}

// Page describes the page at an address.
func (v *View) Page(address string) PageInfo {
	if old := v.stale[address]; old != nil {
		info := v.as(old).describe(address)
		info.Stale = true
		return info
	}
	return v.describe(address)
}

func (v *View) describe(address string) PageInfo {
	r, ok := v.site.Lookup(address)
	if !ok { // perhaps there would be one, but for the errors of its file
		for file := range v.broken {
			if a, ok := markdown.AddressOf(file); ok && a == address {
				return PageInfo{File: file, Line: 1}
			}
		}
		return PageInfo{}
	}
	s := v.site
	switch r.Kind {
	case site.KindPractice:
		return practiceInfo(s.Practice(r.ID))
	case site.KindMunicipality:
		e := s.Municipality(r.ID).Entry
		return PageInfo{File: e.File, Line: e.At.Line}
	case site.KindEdition:
		return PageInfo{File: s.Edition(r.ID).Entry.File}
	case site.KindTheme:
		return PageInfo{File: s.Theme(r.ID).Entry.File}
	case site.KindGoal:
		return PageInfo{File: s.Goal(r.ID).Entry.File}
	case site.KindLiaison:
		return PageInfo{File: s.Department(r.ID).Liaison.Entry.File}
	case site.KindPage:
		return PageInfo{File: s.Page(r.ID).Entry.File}
	case site.KindHome:
		return PageInfo{File: s.Config.File}
	}
	return PageInfo{}
}

func practiceInfo(p *site.Practice) PageInfo {
	info := PageInfo{File: p.Entry.File}
	switch p.State {
	case site.Draft:
		info.State = "borrador"
	case site.Withdrawn:
		info.State = "retirada"
	case site.Embargoed:
		info.State, info.Until = "embargo", p.Entry.Embargo
	}
	return info
}

// HiddenEntry is an entry that the public cannot see.
type HiddenEntry struct {
	Title, Address string
	PageInfo
}

// Hidden lists what the public cannot see at the moment of the View: embargoes
// first, in the order in which they end.
func (v *View) Hidden() []HiddenEntry {
	var list []HiddenEntry
	for _, p := range v.editors.site.Practices {
		if p.State != site.Public {
			list = append(list, HiddenEntry{p.Entry.Title, p.Address, practiceInfo(p)})
		}
	}
	slices.SortStableFunc(list, func(a, b HiddenEntry) int {
		switch {
		case a.Until.IsZero() != b.Until.IsZero():
			if a.Until.IsZero() {
				return 1
			}
			return -1
		}
		return a.Until.Compare(b.Until)
	})
	return list
}
