package check

import (
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"

	"vitrina/internal/diag"
)

// ids are the ids of a page, where they stand, and who names them.
type ids struct {
	at    map[string]int
	named []idRef
}

type idRef struct {
	attr, id string
	off      int
}

// fragment is a link to an id of another file.
type fragment struct {
	target int32
	id     string // still encoded
	raw    string
	pos    diag.Pos
}

// idLists are the attributes that name one or more ids of their page.
var idLists = set("aria-labelledby", "aria-describedby", "headers")

// identify notes the id of an element and the ids that it names.
func (p *page) identify(e *element) {
	for _, a := range e.attrs {
		switch {
		case a.key == "id":
			p.anchor(e, a.val)
		case a.key == "name" && e.name == "a":
			if _, taken := p.ids.at[a.val]; !taken && a.val != "" {
				p.ids.at[a.val] = e.off
			}
		case idLists[a.key]:
			list := strings.Fields(a.val)
			if len(list) == 0 {
				p.report(e.off, fmt.Sprintf("el atributo «%s» está vacío", a.key), "")
			}
			for _, id := range list {
				p.ids.named = append(p.ids.named, idRef{a.key, id, e.off})
			}
		case a.key == "for" && e.name == "label", a.key == "list" && e.name == "input", a.key == "form":
			p.ids.named = append(p.ids.named, idRef{a.key, a.val, e.off})
		}
	}
}

func (p *page) anchor(e *element, id string) {
	if id == "" || strings.ContainsAny(id, " \t\n\f\r") {
		p.report(e.off, fmt.Sprintf("el id «%s» está vacío o tiene espacios", short(id)), "")
		return
	}
	if first, taken := p.ids.at[id]; taken {
		p.report(e.off, fmt.Sprintf("el id «%s» está repetido: ya está en la línea %d", short(id), p.line(first)), "")
		return
	}
	p.ids.at[id] = e.off
}

// settleIDs checks what names an id of this page.
func (p *page) settleIDs() {
	for _, ref := range p.ids.named {
		if _, ok := p.ids.at[ref.id]; !ok {
			p.report(ref.off, fmt.Sprintf("«%s» nombra el id «%s», que no está en la página", ref.attr, short(ref.id)), p.meantID(ref.id))
		}
	}
	p.keepIDs(maps.Keys(p.ids.at))
}

// keepIDs keeps the hashes of a file's ids, and settles its links to itself.
func (f *file) keepIDs(all iter.Seq[string]) {
	for id := range all {
		f.ids = append(f.ids, hashID(id))
	}
	slices.Sort(f.ids)
	var others []fragment
	for _, l := range f.fragments {
		switch {
		case l.target != f.id:
			others = append(others, l)
		case !hasID(f.ids, l.id):
			f.found = append(f.found, finding{Problem: lost(f.name, f.name, l)})
		}
	}
	f.fragments = slices.Clip(others)
}

// lost is the problem of a link to an id that is not there.
func lost(from, to string, l fragment) diag.Problem {
	return diag.Problem{File: from, Pos: l.pos,
		Text: fmt.Sprintf("«%s» no lleva a ningún lugar: en %s no hay un id «%s»", short(l.raw), to, short(l.id))}
}

func (p *page) meantID(id string) string {
	all := make([]string, 0, len(p.ids.at))
	for known := range p.ids.at {
		all = append(all, known)
	}
	return diag.Meant(id, all)
}

// spellings are the ids that a fragment may mean: as it is, and decoded.
func spellings(fragment string) []string {
	if decoded, err := url.PathUnescape(fragment); err == nil && decoded != fragment {
		return []string{fragment, decoded}
	}
	return []string{fragment}
}

// anywhere reports whether a fragment needs no id: the top of the page, and
// text to look for.
func anywhere(fragment string) bool {
	return fragment == "" || strings.EqualFold(fragment, "top") || strings.HasPrefix(fragment, ":~:")
}

// hashID is FNV-1a. Two ids of one page that share a hash would hide a wrong
// link; with 64 bits that will not happen.
func hashID(id string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(id) {
		h = (h ^ uint64(id[i])) * 1099511628211
	}
	return h
}

// hasID reports whether a fragment leads to one of the hashed ids.
func hasID(sorted []uint64, fragment string) bool {
	return slices.ContainsFunc(spellings(fragment), func(id string) bool {
		_, ok := slices.BinarySearch(sorted, hashID(id))
		return ok
	})
}
