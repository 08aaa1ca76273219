package site

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"vitrina/internal/content"
	"vitrina/internal/diag"
	"vitrina/internal/markdown"
)

// Links of what is public may only lead to what is public; a hidden practice may
// lead to another that will be public when it is.

// linkFacts is what it takes to follow links, found out once for a Site.
type linkFacts struct {
	machine map[string]bool // addresses of files for machines
	// lost are the addresses of practices whose own file has an error that leaves
	// them without a place: that is told once, and not for every link to them.
	lost   func() map[string]bool
	hidden map[string]*content.Practice // by the address that they will have
	// examples are the addresses of invented entries, when they are left out.
	examples func() map[string]bool
}

func (a *assembler) linkFacts(v *content.Entries, hidden []*content.Practice) *linkFacts {
	f := &linkFacts{machine: map[string]bool{}, hidden: make(map[string]*content.Practice, len(hidden))}
	for _, address := range a.site.MachineAddresses() {
		f.machine[address] = true
	}
	for _, e := range hidden {
		f.hidden[addressOf(e)] = e
	}
	f.examples = sync.OnceValue(func() map[string]bool { return examplesOf(a.all, a.options.Now) })
	f.lost = sync.OnceValue(func() map[string]bool {
		lost := map[string]bool{}
		for _, e := range v.Practices {
			if a.site.Practice(e.Slug) == nil {
				lost[addressOf(e)] = true
			}
		}
		for _, e := range hidden {
			if e.Status == "" {
				lost[addressOf(e)] = true
			}
		}
		return lost
	})
	return f
}

func addressOf(e *content.Practice) string { return Route{Kind: KindPractice, ID: e.Slug}.Address() }

// linked is a text whose links are followed.
type linked struct {
	file   string
	doc    *markdown.Document
	files  []string          // beside it
	hidden *content.Practice // the practice that it is of, if that is not public
}

// checkLinks follows every internal link of every body.
func (a *assembler) checkLinks(v *content.Entries, hidden []*content.Practice) {
	facts, same := a.linkFacts(v, hidden), a.sameRoutes()
	a.shared(len(a.site.joined), func(a *assembler, i int) {
		p := &a.site.joined[i]
		if p.placed() && !(same && p.known.linked) {
			a.follow(facts, linked{file: p.Entry.File, doc: p.Doc, files: p.Entry.Files})
			p.known.linked = a.linksToPages(p.Doc)
		}
	})
	for p := range a.unplaced() {
		a.follow(facts, linked{file: p.Entry.File, doc: p.Doc, files: p.Entry.Files})
	}
	for _, e := range hidden {
		a.follow(facts, linked{e.File, a.in.Documents[e.File], e.Files, e})
	}
	for _, file := range otherTexts(v) {
		a.follow(facts, linked{file: file, doc: a.in.Documents[file]})
	}
}

// otherTexts are the files of all entries but practices.
func otherTexts(v *content.Entries) (files []string) {
	for _, e := range v.Municipalities {
		if !e.OnlyInRegistry() {
			files = append(files, e.File)
		}
	}
	for _, e := range v.Editions {
		files = append(files, e.File)
	}
	for _, e := range v.Themes {
		files = append(files, e.File)
	}
	for _, e := range v.Goals {
		files = append(files, e.File)
	}
	for _, e := range v.Liaisons {
		files = append(files, e.File)
	}
	for _, e := range v.Pages {
		files = append(files, e.File)
	}
	return files
}

// follow follows the links of one text.
func (a *assembler) follow(f *linkFacts, from linked) {
	if from.doc == nil {
		return
	}
	for _, l := range from.doc.Links {
		switch {
		case l.Unsure:
			a.sayUnsure(from.file, l)
		case l.File != "":
			a.followToFile(from, l)
		default:
			a.followToPage(f, from, l)
		}
	}
}

// sayUnsure reports a destination that is neither an address nor a file, and
// proposes the page that it may mean only if there is one.
func (a *assembler) sayUnsure(file string, l markdown.Link) {
	hint := a.meantAddress(l.Address)
	if _, ok := a.site.address[l.Address]; ok {
		hint = "¿quiso decir «" + l.Address + "»?"
	}
	a.problem(file, l.Pos, "", fmt.Sprintf("«%s» no es una entrada de este sitio", l.As),
		cmp.Or(hint, "escriba la dirección de la página (/temas/agua/) o su archivo (../temas/agua.md)"))
}

// followToFile looks for a file beside an entry.
func (a *assembler) followToFile(from linked, l markdown.Link) {
	if !slices.Contains(from.files, l.File) {
		a.problem(from.file, l.Pos, "", fmt.Sprintf("no existe el archivo «%s» junto a la entrada", l.File),
			cmp.Or(diag.Meant(l.File, from.files), "copie el archivo en la carpeta de la entrada"))
	}
}

// followToPage looks for a page, and for the part of it that a link names.
func (a *assembler) followToPage(f *linkFacts, from linked, l markdown.Link) {
	r, ok := a.site.address[l.Address]
	switch {
	case ok && l.Fragment != "":
		a.followToPart(r, from.file, l)
	case ok, f.machine[l.Address], f.promised(from.hidden, l.Address), f.lost()[l.Address]:
	case f.examples()[l.Address]:
		a.problem(from.file, l.Pos, "", fmt.Sprintf("el enlace «%s» lleva a un ejemplo, y en sitio.yaml dice «ejemplos: false»", l.As), "quite el enlace, o lleve a una página real")
	default:
		a.problem(from.file, l.Pos, "", fmt.Sprintf("el enlace «%s» lleva a una página que no existe o que aún no se publica", l.As),
			cmp.Or(a.meantAddress(l.Address), "revise la dirección, o quite el enlace"))
	}
}

// promised reports whether an address will be that of a page by the time that a
// hidden practice is public.
func (f *linkFacts) promised(from *content.Practice, address string) bool {
	to := f.hidden[address]
	return from != nil && to != nil && !publicBefore(from, to)
}

// publicBefore reports whether e would be public while other is still hidden.
// Drafts promise nothing, so a draft may link to anything hidden.
func publicBefore(e, other *content.Practice) bool {
	if e.Status != content.Published {
		return false
	}
	return other.Status != content.Published || other.Embargo.After(e.Embargo)
}

// ownAnchors begins the names of the parts of a page that templates make.
const ownAnchors = "v-"

// followToPart looks for a part of a page in the text that an editor wrote. What
// else may be linked to is for the templates to say, so only of practices and
// plain pages, which are mostly text, a part that is not there is an error.
func (a *assembler) followToPart(r Route, file string, l markdown.Link) {
	doc, known := a.textOf(r)
	if !known || strings.HasPrefix(l.Fragment, ownAnchors) || l.Fragment == "contenido" {
		return
	}
	ids := []string{}
	if doc != nil {
		for _, h := range doc.Headings {
			ids = append(ids, h.ID)
		}
	}
	if slices.Contains(ids, l.Fragment) {
		return
	}
	text := fmt.Sprintf("la página de «%s» no tiene un apartado «%s»", l.As, l.Fragment)
	hint := diag.Meant(l.Fragment, ids)
	switch {
	case hint != "":
	case len(ids) == 0:
		hint = "enlace a la página entera, sin «#» ni lo que sigue"
	case len(ids) <= 8:
		hint = "sus apartados son: " + strings.Join(ids, ", ")
	default:
		hint = "mire en la barra del navegador qué sigue a «#» cuando se llega a ese apartado"
	}
	if r.Kind == KindPractice || r.Kind == KindPage {
		a.problem(file, l.Pos, "", text, hint)
		return
	}
	a.warn(file, l.Pos, "", text, hint)
}

// textOf is the text on the page of an entry; known is false for pages that are
// of no entry.
func (a *assembler) textOf(r Route) (doc *markdown.Document, known bool) {
	if r.Page > 1 {
		return nil, false
	}
	switch r.Kind {
	case KindPractice:
		return a.site.Practice(r.ID).Doc, true
	case KindPage:
		return a.pages[r.ID].Doc, true
	case KindMunicipality:
		return a.municipalities[r.ID].Doc, true
	case KindEdition:
		return a.editions[r.ID].Doc, true
	case KindTheme:
		return a.themes[r.ID].Doc, true
	case KindGoal:
		return a.goals[r.ID].Doc, true
	case KindLiaison:
		return a.liaisons[r.ID].Doc, true
	}
	return nil, false
}

// meantAddress is the hint for an address that is none: the page that it was
// most likely meant for, which is never one that is hidden; or "".
func (a *assembler) meantAddress(address string) string {
	folder, names := a.near(address)
	_, name, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	if folder == "/" {
		name = strings.TrimPrefix(address, "/")
	}
	found, ok := diag.Closest(name, names)
	if !ok {
		found, ok = onlyLonger(strings.ToLower(strings.TrimSuffix(name, "/")), names)
	}
	if !ok || folder+found == address {
		return ""
	}
	return "¿quiso decir «" + folder + found + "»?"
}

// onlyLonger is the one name that holds a shorter one, if only one does.
func onlyLonger(part string, names []string) (name string, ok bool) {
	const shortest = 4
	for _, n := range names {
		// What has a folder of its own belongs to the page above it.
		if len(part) < shortest || !strings.Contains(n, part) || strings.Contains(strings.TrimSuffix(n, "/"), "/") {
			continue
		}
		if ok {
			return "", false
		}
		name, ok = n, true
	}
	return name, ok
}

// near lists the pages that a wrong address may have been meant for: those of
// the same folder, so that a hint costs little and never names what is hidden;
// or, of a folder that has none, the lists of the site. Their addresses are the
// folder with each of the names.
func (a *assembler) near(address string) (top string, names []string) {
	first, _, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	if closest, ok := diag.Closest(first, slices.Collect(maps.Values(folder))); ok {
		top = "/" + closest + "/"
		for other := range a.site.address {
			if name, ok := strings.CutPrefix(other, top); ok && !strings.Contains(name, "pagina/") {
				names = append(names, name)
			}
		}
		if names != nil {
			return top, names
		}
	}
	for _, r := range a.site.routes {
		if r.ID == "" && r.Page <= 1 {
			names = append(names, r.Address()[1:])
		}
	}
	return "/", names
}
