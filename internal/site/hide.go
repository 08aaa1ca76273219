package site

import (
	"slices"
	"time"

	"vitrina/internal/content"
	"vitrina/internal/diag"
)

// State says whether the public may see an entry.
type State int

// The states of an entry at one instant.
const (
	Public State = iota
	Draft
	Withdrawn
	Embargoed
)

// StateOf tells whether a practice is public at the instant now, which
// content decides, and if not, why. Whatever is not clearly published is a draft.
func StateOf(p *content.Practice, now time.Time) State {
	switch {
	case p.PublicAt(now):
		return Public
	case p.Status == content.Withdrawn:
		return Withdrawn
	case p.Status == content.Published:
		return Embargoed
	}
	return Draft
}

// Hidden counts what an assembled Site left out. It goes to the build summary,
// which can be public, so it never says which entries they are.
type Hidden struct {
	Drafts, Withdrawn, Embargoed int
	// NextEmbargo is the instant at which the next embargo ends; zero for none.
	NextEmbargo time.Time
}

// Total is the number of entries left out.
func (h Hidden) Total() int { return h.Drafts + h.Withdrawn + h.Embargoed }

// hide splits the entries into those that the Site will hold and the practices
// that it must not know. Nothing after it sees the second part but the checks
// of those very entries.
func hide(all *content.Entries, o Options) (visible *content.Entries, hidden []*content.Practice, count Hidden) {
	v := *all
	v.Practices = make([]*content.Practice, 0, len(all.Practices))
	for _, p := range all.Practices {
		if p.Example && !all.Config.Examples {
			continue
		}
		state := StateOf(p, o.Now)
		if state == Embargoed && (count.NextEmbargo.IsZero() || p.Embargo.Before(count.NextEmbargo)) {
			count.NextEmbargo = p.Embargo
		}
		if state == Public || o.shows(p, state) {
			v.Practices = append(v.Practices, p)
			continue
		}
		hidden = append(hidden, p)
		switch state {
		case Draft:
			count.Drafts++
		case Withdrawn:
			count.Withdrawn++
		case Embargoed:
			count.Embargoed++
		}
	}
	if !all.Config.Examples {
		v.Municipalities = without(all.Municipalities, func(m *content.Municipality) bool { return m.Example })
		v.Liaisons = without(all.Liaisons, func(l *content.Liaison) bool { return l.Example })
	}
	return &v, hidden, count
}

func without[T any](list []T, drop func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), drop)
}

// shows reports whether an entry that is not public is shown all the same. An
// embargo holds for drafts too: whoever asks for drafts alone must not get a
// winner that nobody has announced.
func (o Options) shows(p *content.Practice, state State) bool {
	return slices.Contains(o.Show, state) && (slices.Contains(o.Show, Embargoed) || !p.Embargo.After(o.Now))
}

// MarkHidden marks the problems that a log which can be public must not name:
// those of practices that are neither public nor drafts that were asked for.
func (o Options) MarkHidden(e *content.Entries, list diag.List) diag.List {
	return e.MarkHidden(list, o.Now, func(p *content.Practice) bool { return o.shows(p, Draft) })
}
