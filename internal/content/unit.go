package content

import (
	"errors"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"vitrina/internal/diag"
)

// unit reads what a task says.
//
// What cannot be read as an entry where a practice would be (a folder without
// its index.md, a document of Word, a copy with another ending, an entry outside
// its folder) may be of one that is not public. Nobody can tell, so its name is
// not for a public log.
func (r *reader) unit(t task) *unit {
	u := r.read(t)
	loose := t.section == top && strings.EqualFold(path.Ext(t.path), ".md")
	if (t.section == practices || loose) && u.practice == nil && t.path != practices.dir() {
		for i := range u.problems {
			u.problems[i].Hidden = true
		}
	}
	return u
}

// read makes the unit of a task.
func (r *reader) read(t task) *unit {
	u := &unit{path: t.path}
	name := path.Base(t.path)
	add := func(sev diag.Severity, text, hint string) *unit {
		u.problems = append(u.problems, diag.Problem{File: t.path, Severity: sev, Text: text, Hint: hint})
		return u
	}
	switch {
	case t.path == root && errors.Is(t.err, fs.ErrNotExist):
		return add(diag.Error, "no existe la carpeta «content»",
			"indique con --source la carpeta del sitio, la que contiene «content/sitio.yaml»")
	case t.err != nil:
		return unreadable(t.path, t.err)
	case !t.mode.IsRegular() && !t.mode.IsDir():
		u.problems = diag.List{notRegular(t.path, t.mode)}
		return u
	case t.section == top && t.mode.IsDir():
		hint := diag.Meant(name, sectionNames[1:])
		if hint == "" {
			hint = "las carpetas de content son: " + strings.Join(sectionNames[1:], ", ")
		}
		if strings.HasPrefix(Slug(name), "fot") || strings.HasPrefix(Slug(name), "imag") || Slug(name) == "archivos" || Slug(name) == "materiales" {
			hint = "las fotos y los materiales van en la carpeta de su práctica, junto a index.md"
		}
		sev := diag.Warning
		if strings.HasPrefix(hint, "¿") {
			sev = diag.Error // a whole section would be missing
		}
		return add(sev, "carpeta desconocida; no se usa nada de lo que contiene", hint)
	case t.section == top && name == "sitio.yaml":
		r.config(u)
	case t.section == top && name == "direcciones.txt":
		r.addresses(u)
	case t.section == top:
		hint := diag.Meant(name, []string{"sitio.yaml", "direcciones.txt"})
		if _, ok := sectionOf(name); ok || t.path == root {
			return add(diag.Error, "debe ser una carpeta", "cambie de nombre ese archivo y cree la carpeta")
		}
		if hint == "" && strings.EqualFold(path.Ext(name), ".md") {
			hint = "las entradas van en la carpeta de su clase: muévalo a content/practicas/, content/paginas/ o la que le toque"
		}
		return add(diag.Warning, "archivo desconocido; no se usa", orGeneric(hint))
	case t.section == registry && name == registryName && !t.mode.IsDir():
		r.registry(u)
	case t.section == registry:
		return add(diag.Warning, "no se usa; aquí solo va «"+registryName+"»", diag.Meant(name, []string{registryName}))
	case t.mode.IsDir() && t.section == practices:
		r.folder(u, name)
	case t.mode.IsDir():
		return add(diag.Warning, "carpeta que no se usa", "solo las prácticas pueden tener una carpeta propia")
	default:
		r.single(u, t.section, name)
	}
	return u
}

// orGeneric is a hint for files that nobody asked for.
func orGeneric(hint string) string {
	if hint != "" {
		return hint
	}
	return "en content/ van sitio.yaml, direcciones.txt y las carpetas " + strings.Join(sectionNames[1:], ", ") + "; bórrelo, o guárdelo en otro lugar"
}

// single reads an entry that is one file.
func (r *reader) single(u *unit, s section, name string) {
	stem, ok := strings.CutSuffix(name, ".md")
	if !ok {
		p := diag.Problem{File: u.path, Severity: diag.Warning, Text: "archivo que no se usa: las entradas terminan en «.md»",
			Hint: "si es una entrada, cambie el nombre a «" + Slug(strings.TrimSuffix(name, path.Ext(name))) + ".md»; si no, bórrelo o guárdelo en otro lugar"}
		switch ext := strings.ToLower(path.Ext(name)); ext {
		case ".md", ".markdown", ".mdx", ".mkd":
			p.Severity = diag.Error
			p.Text = "el nombre de una entrada termina en «.md»"
			p.Hint = "cámbielo a «" + Slug(strings.TrimSuffix(name, path.Ext(name))) + ".md»"
		case ".txt":
			if name, hidden := strings.CutSuffix(name, ".md.txt"); hidden {
				p.Severity = diag.Error
				p.Text = "la entrada se guardó como «.md.txt» y así no se publica"
				p.Hint = "cambie el nombre a «" + Slug(name) + ".md»; en el Bloc de notas, elija «Todos los archivos» al guardar"
			}
		case ".doc", ".docx", ".odt", ".rtf":
			p.Hint = "si es el texto de una entrada, cópielo en un archivo «" + Slug(strings.TrimSuffix(name, path.Ext(name))) + ".md»"
			if s == practices {
				p.Hint += "; si es un material, va en la carpeta de su práctica, junto a index.md"
			}
		case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".pdf", ".xls", ".xlsx", ".ppt", ".pptx":
			if s == practices {
				p.Hint = "los archivos de una práctica van en su carpeta, junto a index.md: content/practicas/<práctica>/" + name
			}
		}
		u.problems = diag.List{p}
		return
	}
	u.id = r.identify(u, s, stem, ".md")
	data, err := r.file(u.path, maxFile)
	if err != nil {
		u.problems = append(u.problems, unreadableProblem(u.path, err))
		data = nil
	}
	r.entry(u, s, u.path, data, err == nil)
	if s == practices {
		u.assets(nil, false)
	}
}

// identify checks the name of an entry and returns its id, or "" when it has
// none that an address can be made of.
func (r *reader) identify(u *unit, s section, stem, ext string) string {
	var text, hint string
	switch s {
	case municipalities:
		if m := ubigeoName.FindStringSubmatch(stem); m != nil {
			return m[1]
		}
		text = "el nombre debe ser el ubigeo de la municipalidad, con o sin un nombre detrás"
		hint = "por ejemplo: 021509.md o 021509-pampas.md"
	case liaisons:
		if _, ok := DepartmentOf(stem); ok && len(stem) == 2 {
			return stem
		}
		text = "el nombre debe ser el código del departamento, del 01 al 25"
		hint = "por ejemplo: 02.md para Áncash"
	default:
		if ValidSlug(stem) {
			return stem
		}
		text = "nombre no válido: use minúsculas sin tildes, dígitos y guiones, 80 como máximo"
		if stem == "index" || windowsDevice.MatchString(stem) {
			text = "el nombre «" + stem + "» está reservado"
		}
		hint = "cámbielo a «" + Slug(stem) + ext + "»"
		if copied.MatchString(stem) {
			hint = "si es una copia, bórrela; si no, cambie el nombre a «" + Slug(stem) + ext + "»"
		}
	}
	u.problems = append(u.problems, diag.Problem{File: u.path, Text: text, Hint: hint})
	return ""
}

// copied is how systems name the copy of a file.
var copied = regexp.MustCompile(`(?i)(\bcop(ia|y)\b|\([0-9]+\)$)`)

// folder reads a practice with its images and files beside it.
func (r *reader) folder(u *unit, name string) {
	children, err := fs.ReadDir(r.fsys, u.path)
	if err != nil {
		u.problems = diag.List{unreadableProblem(u.path, err)}
		return
	}
	index := path.Join(u.path, "index.md")
	var files []string
	found, candidate := false, ""
	for _, c := range children {
		file := path.Join(u.path, c.Name())
		switch {
		case ignored(c.Name(), c.IsDir()):
		case c.IsDir():
			u.problems = append(u.problems, diag.Problem{File: file, Severity: diag.Warning,
				Text: "carpeta que no se usa", Hint: "los archivos de una práctica van junto a su index.md"})
		case !c.Type().IsRegular():
			u.problems = append(u.problems, notRegular(file, c.Type()))
		case c.Name() == "index.md":
			found = true
		default:
			files = append(files, c.Name())
			if strings.EqualFold(path.Ext(c.Name()), ".md") || strings.HasSuffix(c.Name(), ".md.txt") {
				candidate = c.Name()
			}
		}
	}
	if !found {
		p := diag.Problem{File: u.path, Severity: diag.Warning, Text: "carpeta sin «index.md»; no se usa"}
		if candidate != "" {
			p.Severity = diag.Error
			p.Hint = "cambie el nombre de «" + clip(candidate) + "» a «index.md»"
		}
		u.problems = append(u.problems, p)
		return
	}
	u.id = r.identify(u, practices, name, "")
	data, err := r.file(index, maxFile)
	if err != nil {
		u.problems = append(u.problems, unreadableProblem(index, err))
		data = nil
	}
	r.entry(u, practices, index, data, err == nil)
	if u.practice != nil {
		u.practice.Files = files
	}
	u.assets(files, true)
}

// entry parses the bytes of an entry. An entry that cannot be read is there
// all the same, with its id and nothing else, so that those who refer to it are
// not told that it does not exist.
func (r *reader) entry(u *unit, s section, file string, data []byte, readable bool) {
	src := &source{file: file, broken: true}
	var m matter
	if readable {
		src = newSource(file, data)
		if !src.broken {
			m = src.split(&r.scratch)
		}
	}
	u.problems = append(u.problems, src.problems...)
	d := &decoder{file: file, shift: 1, keys: map[string]diag.Pos{}}
	u.body = m.body
	u.body.File = file
	origin := Origin{File: file, At: diag.Pos{Line: 1, Column: 1}, Text: m.body.Line}
	switch s {
	case practices:
		u.practice = &Practice{Origin: origin, Slug: u.id}
		if m.node != nil {
			d.practice(m.node, u.practice)
			u.practice.Revised, u.practice.EmbargoAt = d.keys["actualizada"], d.keys["embargo"]
		}
		reveal(d.problems, m.raw, d.shift)
		u.problems = append(u.problems, d.problems...)
		u.personal(file, m.body)
		u.sayConflict(file)
		u.hide(src, m, d.doubt)
	case municipalities:
		u.municipality = &municipalityEntry{Municipality: Municipality{Origin: origin}}
		if m.node != nil {
			d.municipality(m.node, u.municipality, u.id)
			u.municipality.Revised = d.keys["actualizada"]
		}
		u.municipality.Ubigeo = u.id
	case editions:
		u.edition = &Edition{Origin: origin, ID: u.id}
		if m.node != nil {
			d.edition(m.node, u.edition)
		}
	case themes:
		u.theme = &Theme{Origin: origin, ID: u.id}
		if m.node != nil {
			d.fill("tema", m.node, themePlan, u.theme)
		}
	case goals:
		u.goal = &Goal{Origin: origin, ID: u.id}
		if m.node != nil {
			d.fill("meta", m.node, goalPlan, u.goal)
		}
	case liaisons:
		u.liaison = &Liaison{Origin: origin}
		if m.node != nil {
			d.liaison(m.node, u.liaison, u.id)
			u.liaison.Revised = d.keys["actualizada"]
		}
		u.liaison.Department = u.id
	case pages:
		u.page = &Page{Origin: origin, Slug: u.id}
		if m.node != nil {
			d.fill("pagina", m.node, pagePlan, u.page)
			u.page.Revised = d.keys["actualizada"]
		}
	}
	if s != practices {
		reveal(d.problems, m.raw, d.shift)
		u.problems = append(u.problems, d.problems...)
		u.personal(file, m.body)
		u.sayConflict(file)
		u.sayNoEmbargo(file)
	}
}

// fill decodes the tree into the entry that v points to.
func (d *decoder) fill(entity string, n *yaml.Node, p *plan, v any) {
	d.entity = entity
	d.mapping(n, p, reflect.ValueOf(v).Elem())
}
