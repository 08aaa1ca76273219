package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"vitrina/internal/content"
	"vitrina/internal/diag"
	"vitrina/internal/markdown"
)

// required are the headings that the body of a published practice must have.
var required = []string{"Situación previa", "Qué se hizo"}

// checkPractices reports what is only known when a practice meets the rest:
// its headings, its pictures, its municipality. Hidden practices are checked
// as well, so that nothing goes wrong at the hour of the ceremony.
func (a *assembler) checkPractices(hidden []*content.Practice) {
	check := func(a *assembler, p *Practice) {
		e := p.Entry
		a.checkHeadings(p)
		if p.Municipality != nil && p.Municipality.Entry.Example != e.Example {
			a.warn(e.File, e.Municipality.At, "municipalidad", exampleMix(e.Example),
				"una práctica inventada va en una municipalidad inventada, y una real en una real")
		}
		if p.Doc == nil {
			return
		}
		for _, img := range p.Doc.Images {
			switch {
			case !slices.Contains(e.Files, img.Name):
				a.problem(e.File, img.Pos, "", fmt.Sprintf("no existe la imagen «%s» junto a la entrada", img.Name),
					orElse(diag.Meant(img.Name, e.Files), "copie la imagen en la carpeta de la entrada"))
			case !slices.ContainsFunc(e.Images, func(i content.Image) bool { return i.File.ID == img.Name }):
				a.warn(e.File, img.Pos, "imagenes", fmt.Sprintf("la imagen «%s» no está en «imagenes»: se publica sin crédito", img.Name),
					"añádala a «imagenes» con su alt y su crédito")
			}
		}
	}
	a.shared(len(a.site.joined), func(a *assembler, i int) {
		p := &a.site.joined[i]
		if p.known.checked || !p.placed() {
			return
		}
		before := len(a.problems)
		check(a, p)
		p.known.sound = p.known.sound && len(a.problems) == before
	})
	for _, e := range hidden {
		var p Practice
		a.join(&p, e)
		check(a, &p)
	}
}

func exampleMix(practice bool) string {
	if practice {
		return "esta práctica es un ejemplo, pero su municipalidad no lo es"
	}
	return "esta práctica no es un ejemplo, pero su municipalidad lo es"
}

func (a *assembler) checkHeadings(p *Practice) {
	for _, want := range required {
		has := p.Doc != nil && slices.ContainsFunc(p.Doc.Headings, func(h markdown.Heading) bool {
			return h.Level <= 2 && (h.Text == want || strings.EqualFold(strings.TrimSpace(h.Text), want))
		})
		if has {
			continue
		}
		hint := fmt.Sprintf("escriba una línea «## %s» y debajo el texto", want)
		if p.Doc != nil {
			for _, h := range p.Doc.Headings {
				if _, near := diag.Closest(h.Text, []string{want}); near {
					hint = fmt.Sprintf("en la línea %d dice «%s»: escriba «## %s»", h.Pos.Line, h.Text, want)
				}
			}
		}
		text := fmt.Sprintf("falta el apartado «%s»", want)
		at := diag.Pos{Line: p.Entry.Text, Column: 1}
		if p.Entry.Status == content.Published {
			a.problem(p.Entry.File, at, "", text, hint)
		} else {
			a.warn(p.Entry.File, at, "", text, hint)
		}
	}
}

// checkLinks follows every internal link of every body. Links of what is
// public may only lead to what is public; a hidden practice may lead to
// another that will be public when it is.
func (a *assembler) checkLinks(v *content.Entries, hidden []*content.Practice) {
	machine := map[string]bool{}
	for _, address := range a.site.MachineAddresses() {
		machine[address] = true
	}
	// A practice whose own file has an error that leaves it without a place is
	// reported once, and not again for every link to it.
	unplaced := sync.OnceValue(func() map[string]bool {
		out := map[string]bool{}
		for _, e := range v.Practices {
			if a.site.Practice(e.Slug) == nil {
				out[Route{Kind: KindPractice, ID: e.Slug}.Address()] = true
			}
		}
		for _, e := range hidden {
			if e.Status == "" {
				out[Route{Kind: KindPractice, ID: e.Slug}.Address()] = true
			}
		}
		return out
	})
	link := func(a *assembler, file string, doc *markdown.Document, files []string, later func(address string) bool) {
		if doc == nil {
			return
		}
		for _, l := range doc.Links {
			if l.File != "" {
				if !slices.Contains(files, l.File) {
					a.problem(file, l.Pos, "", fmt.Sprintf("no existe el archivo «%s» junto a la entrada", l.File),
						orElse(diag.Meant(l.File, files), "copie el archivo en la carpeta de la entrada"))
				}
				continue
			}
			r, ok := a.site.address[l.Address]
			if !ok {
				if machine[l.Address] || later(l.Address) || unplaced()[l.Address] {
					continue
				}
				a.problem(file, l.Pos, "", fmt.Sprintf("el enlace «%s» lleva a una página que no existe o que aún no se publica", l.As),
					orElse(diag.Meant(l.Address, a.near(l.Address)), "revise la dirección, o quite el enlace"))
				continue
			}
			if l.Fragment == "" {
				continue
			}
			if ids := a.ids(r); ids != nil && !slices.Contains(ids, l.Fragment) {
				a.problem(file, l.Pos, "", fmt.Sprintf("la página de «%s» no tiene un apartado «%s»", l.As, l.Fragment),
					diag.Meant(l.Fragment, ids))
			}
		}
	}
	never := func(string) bool { return false }
	same := a.sameRoutes()
	a.shared(len(a.site.joined), func(a *assembler, i int) {
		p := &a.site.joined[i]
		if p.placed() && !(same && p.known.linked) {
			link(a, p.Entry.File, p.Doc, p.Entry.Files, never)
			p.known.linked = a.linksToPages(p.Doc)
		}
	})
	bySlug := make(map[string]*content.Practice, len(hidden))
	for _, e := range hidden {
		bySlug[Route{Kind: KindPractice, ID: e.Slug}.Address()] = e
	}
	for _, e := range hidden {
		link(a, e.File, a.in.Documents[e.File], e.Files, func(address string) bool {
			other := bySlug[address]
			return other != nil && !publicBefore(e, other)
		})
	}
	seen := map[string]bool{}
	other := func(o content.Origin) {
		if !seen[o.File] {
			seen[o.File] = true
			link(a, o.File, a.in.Documents[o.File], nil, never)
		}
	}
	for _, e := range v.Municipalities {
		if !strings.HasSuffix(e.File, ".csv") {
			other(e.Origin)
		}
	}
	for _, e := range v.Editions {
		other(e.Origin)
	}
	for _, e := range v.Themes {
		other(e.Origin)
	}
	for _, e := range v.Goals {
		other(e.Origin)
	}
	for _, e := range v.Liaisons {
		other(e.Origin)
	}
	for _, e := range v.Pages {
		other(e.Origin)
	}
}

// publicBefore reports whether e would be public while other is still hidden.
// Drafts promise nothing, so a draft may link to anything hidden.
func publicBefore(e, other *content.Practice) bool {
	if e.Status != content.Published {
		return false
	}
	return other.Status != content.Published || other.Embargo.After(e.Embargo)
}

// near lists the addresses that a wrong one may have been meant for: those of
// the same folder, so that a hint costs little and never names what is hidden.
func (a *assembler) near(address string) []string {
	top, _, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	var out []string
	for other := range maps.Keys(a.site.address) {
		if strings.HasPrefix(other, "/"+top+"/") && !strings.Contains(other, "/pagina/") {
			out = append(out, other)
		}
	}
	if out == nil {
		for _, r := range a.site.routes {
			if r.ID == "" && r.Page <= 1 {
				out = append(out, r.Address())
			}
		}
	}
	return out
}

// ids are the fragments that a page written by an editor offers; nil for pages
// whose fragments are not known here.
func (a *assembler) ids(r Route) []string {
	var doc *markdown.Document
	switch r.Kind {
	case KindPractice:
		doc = a.site.Practice(r.ID).Doc
	case KindPage:
		if p := a.pages[r.ID]; p != nil {
			doc = p.Doc
		}
	}
	if doc == nil {
		return nil
	}
	ids := []string{}
	for _, h := range doc.Headings {
		ids = append(ids, h.ID)
	}
	return ids
}

func (a *assembler) checkMenu() {
	machine := a.site.MachineAddresses()
	for _, item := range a.site.Config.Menu {
		if item.URL.ID == "" || slices.Contains(machine, item.URL.ID) { // "": content has said why
			continue
		}
		if _, ok := a.site.address[item.URL.ID]; !ok {
			a.problem(a.site.Config.File, item.URL.At, "menu", fmt.Sprintf("el menú lleva a «%s», que no existe", item.URL.ID),
				diag.Meant(item.URL.ID, a.near(item.URL.ID)))
		}
	}
}

func orElse(hint, otherwise string) string {
	if hint != "" {
		return hint
	}
	return otherwise
}
