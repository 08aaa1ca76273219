package site

import (
	"cmp"
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"

	"vitrina/internal/content"
	"vitrina/internal/diag"
	"vitrina/internal/markdown"
)

// checkPractices reports what is only known when a practice meets the rest:
// its headings, its pictures, its municipality. Hidden practices are checked
// as well, so that nothing goes wrong at the hour of the ceremony.
func (a *assembler) checkPractices(hidden []*content.Practice) {
	a.shared(len(a.site.joined), func(a *assembler, i int) {
		p := &a.site.joined[i]
		if p.known.checked || !p.placed() {
			return
		}
		before := len(a.problems)
		a.checkPractice(p)
		p.known.sound = p.known.sound && len(a.problems) == before
	})
	for p := range a.unplaced() {
		a.checkPractice(p)
		a.sayUnplaced(p)
	}
	for _, e := range hidden {
		var p Practice
		a.join(&p, e)
		a.checkPractice(&p)
	}
}

// checkPractice reports what is wrong with one practice, whoever may see it.
func (a *assembler) checkPractice(p *Practice) {
	e := p.Entry
	a.checkHeadings(p)
	if p.Municipality != nil && p.Municipality.Entry.Example != e.Example {
		a.warn(e.File, e.Municipality.At, "municipalidad", exampleMix(e.Example),
			"una práctica inventada va en una municipalidad inventada, y una real en una real")
	}
	a.checkUnused(p)
	a.checkMaterials(p)
	a.checkSmall(p)
	if p.Doc == nil {
		return
	}
	for _, img := range p.Doc.Images {
		if content.SaysNothing(img.Alt, img.Name) {
			a.warn(e.File, img.Pos, "", fmt.Sprintf("la descripción «%s» no dice qué se ve en la foto", img.Alt),
				"escriba entre corchetes lo que se ve, para quien no puede verla: ![Vecinas lavan en la pileta nueva]("+img.Name+")")
		}
		switch {
		case !slices.Contains(e.Files, img.Name):
			a.problem(e.File, img.Pos, "", fmt.Sprintf("no existe la imagen «%s» junto a la entrada", img.Name),
				cmp.Or(diag.Meant(img.Name, e.Files), "copie la imagen en la carpeta de la entrada"))
		case !slices.ContainsFunc(e.Images, func(i content.Image) bool { return i.File.ID == img.Name }):
			a.warn(e.File, img.Pos, "imagenes", fmt.Sprintf("la imagen «%s» no está en «imagenes»: se publica sin crédito", img.Name),
				"añádala a «imagenes» con su alt y su crédito")
		}
	}
}

// unplaced are the practices that should show and have no municipality or no
// edition.
func (a *assembler) unplaced() iter.Seq[*Practice] {
	return func(yield func(*Practice) bool) {
		for i := range a.site.joined {
			if p := &a.site.joined[i]; !p.placed() && !yield(p) {
				return
			}
		}
	}
}

// sayUnplaced tells why a draft that was asked for does not show: without a
// municipality and an edition it has no place in any list. Of what is published,
// or cannot be read, an error is told already.
func (a *assembler) sayUnplaced(p *Practice) {
	e := p.Entry
	if e.Status != content.Draft {
		return
	}
	var lacks []string
	if p.Municipality == nil {
		lacks = append(lacks, "«municipalidad»")
	}
	if p.Edition == nil {
		lacks = append(lacks, "«edicion»")
	}
	what := strings.Join(lacks, " ni ")
	a.warn(e.File, e.At, "", "este borrador aún no se puede mostrar: no tiene "+what+" que exista", "complete "+strings.Join(lacks, " y ")+" y se verá con los demás borradores")
}

// checkUnused warns of files beside a practice that nobody will see: pictures
// that neither the block nor the text shows, and files that nothing offers.
//
// A practice that names a file that is not there has a mistake in a name, which
// is told; the file that was meant would only be told a second time. One whose
// block cannot be read names nothing.
func (a *assembler) checkUnused(p *Practice) {
	e := p.Entry
	missing := func(name string) bool { return name != "" && !slices.Contains(e.Files, name) }
	if e.Status == "" || slices.ContainsFunc(e.Images, func(i content.Image) bool { return missing(i.File.ID) }) ||
		slices.ContainsFunc(e.Materials, func(m content.Material) bool { return missing(m.File.ID) }) {
		return
	}
	for _, name := range e.Files {
		used := slices.ContainsFunc(e.Images, func(i content.Image) bool { return i.File.ID == name }) ||
			slices.ContainsFunc(e.Materials, func(m content.Material) bool { return m.File.ID == name }) ||
			p.Doc != nil && (slices.ContainsFunc(p.Doc.Images, func(i markdown.Image) bool { return i.Name == name }) ||
				slices.ContainsFunc(p.Doc.Links, func(l markdown.Link) bool { return l.File == name }))
		switch ext := strings.ToLower(strings.TrimPrefix(path.Ext(name), ".")); {
		case used:
		case slices.Contains(content.ImageTypes(), ext):
			a.warn(e.Beside(name), diag.Pos{}, "", "esta foto no se usa en la práctica", "escríbala en «imagenes» de index.md con su alt y su crédito, o bórrela de la carpeta")
		case slices.Contains(content.MaterialTypes(), ext):
			a.warn(e.Beside(name), diag.Pos{}, "", "este archivo no se ofrece en la práctica", "escríbalo en «materiales» de index.md con su título, o bórrelo de la carpeta")
		default:
			a.warn(e.Beside(name), diag.Pos{}, "", "este archivo no se usa", "aquí van index.md, sus fotos ("+strings.Join(content.ImageTypes(), ", ")+") y sus materiales; bórrelo, o guárdelo en otro formato")
		}
	}
}

func exampleMix(practice bool) string {
	if practice {
		return "esta práctica es un ejemplo, pero su municipalidad no lo es"
	}
	return "esta práctica no es un ejemplo, pero su municipalidad lo es"
}

func (a *assembler) checkMenu() {
	machine := a.site.MachineAddresses()
	for _, item := range a.site.Config.Menu {
		if item.URL.ID == "" || slices.Contains(machine, item.URL.ID) { // "": content has said why
			continue
		}
		if _, ok := a.site.address[item.URL.ID]; !ok {
			a.problem(a.site.Config.File, item.URL.At, "menu", fmt.Sprintf("el menú lleva a «%s», que no existe", item.URL.ID),
				cmp.Or(a.meantAddress(item.URL.ID), "escriba la dirección de una página tal como se ve en el navegador, por ejemplo: /practicas/ o /paginas/como-participar/"))
		}
	}
}
