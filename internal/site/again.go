package site

import (
	"cmp"
	"slices"

	"vitrina/internal/content"
	"vitrina/internal/markdown"
)

// Each edit assembles the whole Site anew: every object of it points to others,
// so there is no part that could be exchanged without altering what somebody
// still reads. To be quick all the same with 10,000 practices, an assembly takes
// over from an earlier Site what cannot have changed, because it follows from
// things that are the same, by pointer or by value:
//
//   - A practice with the same entry and text, without files beside it, that gave
//     no problem, refers to what it referred to: its references are found by the
//     place of their target and not by its name, which holds while the lists of
//     municipalities, editions, themes and goals name the same things.
//   - The order of the practices follows from their sort keys.
//   - The addresses follow from the routes; and links that lead to pages lead to
//     pages while the routes are the same.
//
// Nothing else is kept, and nothing is altered in the earlier Site.

// known is what an assembly has found out about a practice, for the next one.
type known struct {
	key     uint64 // that practices are sorted by
	sound   bool   // no problem but perhaps with its links
	checked bool   // taken over from a practice that was sound
	linked  bool   // its links lead to pages, and none to a part of a page
}

// placed reports whether a practice has a place on the site.
func (p *Practice) placed() bool { return p.Municipality != nil && p.Edition != nil }

// comparable is the earlier Site, if its municipalities, editions, themes and
// goals are the present ones by name and in the same places.
func (a *assembler) comparable() *Site {
	b, s := a.in.Before, a.site
	if b == nil || len(b.Municipalities) != len(s.Municipalities) || len(b.Editions) != len(s.Editions) ||
		len(b.Themes) != len(s.Themes) || len(b.Goals) != len(s.Goals) {
		return nil
	}
	for i, m := range s.Municipalities {
		if b.Municipalities[i].Entry.Ubigeo != m.Entry.Ubigeo {
			return nil
		}
	}
	for _, x := range s.Editions {
		if o := b.index.editions[x.Entry.ID]; o == nil || o.n != x.n {
			return nil
		}
	}
	for _, x := range s.Themes {
		if o := b.index.themes[x.Entry.ID]; o == nil || o.n != x.n {
			return nil
		}
	}
	for _, x := range s.Goals {
		if o := b.index.goals[x.Entry.ID]; o == nil || o.n != x.n {
			return nil
		}
	}
	return b
}

// again joins a practice as it was joined before, if it is the same.
func (a *assembler) again(p *Practice, e *content.Practice) bool {
	if a.before == nil {
		return false
	}
	// Both lists are sorted by slug, and mostly the same.
	if a.next >= len(a.before.joined) || a.before.joined[a.next].Entry != e {
		a.next, _ = findSlug(a.before.joined, e.Slug)
	}
	if a.next >= len(a.before.joined) {
		return false
	}
	old := &a.before.joined[a.next]
	a.next++
	if old.Entry != e || !old.known.sound || !old.placed() || len(e.Files) > 0 || a.in.Documents[e.File] != old.Doc {
		return false
	}
	m := a.site.Municipalities[old.Municipality.n]
	if m.Entry != old.Municipality.Entry {
		return false
	}
	*p = *old // what follows from the entry alone; below, what belongs to this Site
	p.State, p.Municipality, p.Edition = StateOf(e, a.options.Now), m, a.site.Editions[old.Edition.n]
	p.Partners, p.Replicas = nil, nil
	p.known.checked = true
	p.known.key = sortKey(p) // the year is that of the edition
	for _, o := range old.Partners {
		p.Partners = append(p.Partners, a.site.Municipalities[o.n])
	}
	p.Themes = a.themeSlab.take(len(old.Themes))
	for i, o := range old.Themes {
		p.Themes[i] = a.site.Themes[o.n]
	}
	p.Goals = a.goalSlab.take(len(old.Goals))
	for i, o := range old.Goals {
		p.Goals[i] = a.site.Goals[o.n]
	}
	for _, r := range old.Replicas {
		p.Replicas = append(p.Replicas, Replica{r.Entry, a.site.Municipalities[r.Municipality.n]})
	}
	return true
}

// slabs are what each goroutine that joins practices has for itself.
type slabs struct {
	next      int // the place in the earlier Site where the next practice should be
	themeSlab slab[*Theme]
	goalSlab  slab[*Goal]
}

// slab cuts many short slices out of few long ones.
type slab[T any] []T

func (s *slab[T]) take(n int) []T {
	if n == 0 {
		return nil
	}
	if len(*s) < n {
		*s = make([]T, max(n, 1024))
	}
	out := (*s)[:n:n]
	*s = (*s)[n:]
	return out
}

// sortKey orders practices: newest edition first, then last updated. Sorting by
// a number that is made once costs a tenth of comparing dates through three
// pointers.
func sortKey(p *Practice) uint64 {
	if !p.placed() {
		return 0
	}
	u := p.Entry.Updated
	return uint64(p.Edition.Entry.StartYear)<<32 | uint64(u.Year)<<16 | uint64(u.Month)<<8 | uint64(u.Day)
}

// sorted is the order of the practices that have a place. They come sorted by
// slug, which is the last key.
func (a *assembler) sorted() []int32 {
	joined := a.site.joined
	if a.before != nil && sameOrder(joined, a.before.joined) {
		return a.before.order
	}
	order := make([]int32, 0, len(joined))
	for i := range joined {
		if joined[i].placed() {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(x, y int32) int {
		return cmp.Or(cmp.Compare(joined[y].known.key, joined[x].known.key), cmp.Compare(x, y))
	})
	return order
}

func sameOrder(x, y []Practice) bool {
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i].known.key != y[i].known.key || x[i].placed() != y[i].placed() {
			return false
		}
	}
	return true
}

// sameRoutes reports whether the Site has the pages of the earlier one.
func (a *assembler) sameRoutes() bool {
	b := a.in.Before
	return b != nil && len(b.routes) == len(a.site.routes) && &b.routes[0] == &a.site.routes[0]
}

// linksToPages reports whether every link of a text leads to a page, and not to
// a part of one: then what the page says does not matter.
func (a *assembler) linksToPages(doc *markdown.Document) bool {
	if doc == nil {
		return true
	}
	for _, l := range doc.Links {
		if _, ok := a.site.address[l.Address]; !ok || l.File != "" || l.Fragment != "" || l.Unsure {
			return false
		}
	}
	return true
}
