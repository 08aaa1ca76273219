package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"vitrina/internal/content"
)

// checkAliases makes a redirect of every alias and reports those that collide.
// Two entries at one address are reported on the hidden one, whose file a
// public log must not name.
func (a *assembler) checkAliases(visible, hidden []*content.Practice) {
	owner := map[string]*content.Practice{}
	machine := map[string]bool{}
	for _, address := range a.site.MachineAddresses() {
		machine[address] = true
	}
	add := func(e *content.Practice, public bool) {
		for i, ref := range e.Aliases {
			key := fmt.Sprintf("alias[%d]", i)
			to := Route{Kind: KindPractice, ID: e.Slug}.Address()
			from := ref.ID
			switch _, taken := a.site.address[from]; {
			case from == to:
				a.problem(e.File, ref.At, key, "el alias es la dirección actual de la entrada", "borre este alias")
				continue
			case machine[from] || ownFile(from):
				a.problem(e.File, ref.At, key, fmt.Sprintf("el alias «%s» es la dirección de un archivo del sitio", from), "use solo direcciones antiguas que ya no existen")
				continue
			case taken:
				a.problem(e.File, ref.At, key, fmt.Sprintf("el alias «%s» ya es la dirección de otra página", from), "use solo direcciones antiguas que ya no existen")
				continue
			}
			if other, ok := owner[from]; ok {
				text := fmt.Sprintf("el alias «%s» ya está en otra entrada", from)
				if public || other == e {
					text = fmt.Sprintf("el alias «%s» ya está en %s", from, other.File)
				}
				a.problem(e.File, ref.At, key, text, "deje el alias en una sola entrada")
				continue
			}
			owner[from] = e
			if public {
				a.site.Redirects = append(a.site.Redirects, Redirect{From: from, To: to})
			}
		}
	}
	for _, e := range visible {
		if len(e.Aliases) > 0 && a.site.Practice(e.Slug) != nil {
			add(e, true)
		}
	}
	for _, e := range hidden {
		add(e, false)
	}
	for _, e := range hidden { // it would fail at the hour of the ceremony
		if owner[Route{Kind: KindPractice, ID: e.Slug}.Address()] != nil {
			a.problem(e.File, e.At, "", "la dirección de esta entrada es un alias de otra", "quite el alias de la otra entrada, o cambie el nombre de este archivo")
		}
	}
	slices.SortFunc(a.site.Redirects, func(x, y Redirect) int { return strings.Compare(x.From, y.From) })
}

// ownFile reports whether an address is one that the build gives to files of
// its own, which a redirect must not cover.
func ownFile(address string) bool {
	for _, folder := range []string{"/_", "/recursos/", "/imagenes/", "/busqueda/", "/robots.txt"} {
		if strings.HasPrefix(address, folder) {
			return true
		}
	}
	return strings.HasSuffix(address, "/index.html")
}

// addressesFile lists the addresses of entries that were public once.
const addressesFile = "content/direcciones.txt"

// checkPublished holds the promise that an address lives for ever: each line of
// direcciones.txt is a page, a previous address, or an entry that was withdrawn
// on purpose.
func (a *assembler) checkPublished(hidden []*content.Practice) {
	if len(a.all.Published) == 0 {
		return
	}
	withdrawn := map[string]bool{}
	for _, e := range hidden {
		if e.Status == content.Withdrawn {
			withdrawn[Route{Kind: KindPractice, ID: e.Slug}.Address()] = true
			for _, ref := range e.Aliases { // its older addresses go with it
				withdrawn[ref.ID] = true
			}
		}
	}
	moved := map[string]bool{}
	for _, r := range a.site.Redirects {
		moved[r.From] = true
	}
	for _, ref := range a.all.Published {
		if _, ok := a.site.address[ref.ID]; ok || moved[ref.ID] || withdrawn[ref.ID] {
			continue
		}
		a.problem(addressesFile, ref.At, "", fmt.Sprintf("la dirección «%s» ya fue publicada y ahora no existe", ref.ID),
			cmp.Or(a.meantAddress(ref.ID), "si la entrada cambió de nombre, escriba esta dirección en su «alias»; si se retiró, conserve el archivo con «estado: retirada»"))
	}
}

// overdue is how long after the end of its embargo the address of a practice
// should have been recorded.
const overdue = 24 * time.Hour

// checkOverdue warns of an embargo that ended long ago in a practice that was
// never published: whoever copied the entry of another year, or mistook the year,
// would publish a winner at once.
func (a *assembler) checkOverdue() {
	recorded := map[string]bool{}
	for _, ref := range a.all.Published {
		recorded[ref.ID] = true
	}
	for _, p := range a.site.Practices {
		e := p.Entry
		if p.State != Public || e.Example || e.Embargo.IsZero() || a.options.Now.Sub(e.Embargo) < overdue || recorded[p.Address] {
			continue
		}
		a.warn(e.File, e.EmbargoAt, "embargo",
			"este embargo ya terminó, el "+e.Embargo.In(content.Lima()).Format("2006-01-02 15:04")+", y la práctica no figura entre las ya publicadas: se publica de inmediato",
			"si debe esperar, corrija la fecha antes de publicar; si no, publique y ejecute «vitrina check --record»")
	}
}

// Record returns the addresses that direcciones.txt should hold: those it holds
// already and those of every entry that is public now, sorted. Examples and
// pages that only the registry makes are not recorded: they promise nothing.
func (s *Site) Record() []string {
	out := make([]string, 0, len(s.published)+len(s.Practices))
	for _, ref := range s.published {
		out = append(out, ref.ID)
	}
	for _, p := range s.Practices {
		if !p.Entry.Example && p.State == Public {
			out = append(out, p.Address)
		}
	}
	for _, m := range s.Municipalities {
		if !m.Entry.Example && !m.Entry.OnlyInRegistry() {
			out = append(out, m.Address)
		}
	}
	for _, e := range s.Editions {
		out = append(out, e.Address)
	}
	for _, t := range s.Themes {
		out = append(out, t.Address)
	}
	for _, g := range s.Goals {
		out = append(out, g.Address)
	}
	for _, p := range s.Pages {
		out = append(out, p.Address)
	}
	for _, l := range s.Liaisons {
		if !l.Entry.Example {
			out = append(out, l.Address)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
