package content

import (
	"path"
	"slices"
	"strings"
	"time"

	"vitrina/internal/diag"
)

// PublicAt reports whether the practice may be shown to everybody at an
// instant. It is the only place that decides it.
func (p *Practice) PublicAt(now time.Time) bool {
	return p.Status == Published && !now.Before(p.Embargo)
}

// MarkHidden returns the problems with those marked as hidden that belong to a
// practice which is not public at an instant: in its file, or beside it. The
// problems of drafts and of practices in doubt are marked without it; those of
// embargoed ones need the time.
//
// shown, when it is not nil, says which drafts are shown all the same; those are
// no secret to whoever asked for them, and their problems are not hidden. A
// practice in doubt is no draft, and neither is one of two with the same name.
func (e *Entries) MarkHidden(list diag.List, now time.Time, shown func(*Practice) bool) diag.List {
	if len(list) == 0 {
		return nil
	}
	hidden := map[string]bool{} // of files and folders of practices: whether they are
	twins := map[string]bool{}  // slugs of two files
	for _, p := range e.left {
		twins[p.Slug] = true // "" is the name of none
		if !p.PublicAt(now) {
			hidden[p.place()] = true
		}
	}
	for _, p := range e.Practices {
		if !p.PublicAt(now) {
			hidden[p.place()] = p.Status != Draft || twins[p.Slug] || shown == nil || !shown(p)
		}
	}
	list = slices.Clone(list)
	for i, p := range list {
		for name := p.File; len(name) > len(root); name = path.Dir(name) {
			if is, known := hidden[name]; known {
				list[i].Hidden = is
				break
			}
		}
	}
	return list
}

// place is the file of a practice, or its folder when it has one.
func (p *Practice) place() string { return strings.TrimSuffix(p.File, "/index.md") }
