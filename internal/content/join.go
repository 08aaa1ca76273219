package content

import (
	"vitrina/internal/diag"
)

// Entries joins the results of all files: what depends on more than one of them
// is found here. The entries are shared with f and must not be changed.
func (f *Files) Entries() (*Entries, diag.List) {
	j := &joiner{files: f, out: new(Entries)}
	for _, units := range f.units {
		for _, u := range units {
			j.problems = append(j.problems, u.problems...)
		}
	}
	j.top()
	e := j.out
	e.Practices = collect(j, practices, func(u *unit) *Practice { return u.practice })
	e.Editions = collect(j, editions, func(u *unit) *Edition { return u.edition })
	e.Themes = collect(j, themes, func(u *unit) *Theme { return u.theme })
	e.Goals = collect(j, goals, func(u *unit) *Goal { return u.goal })
	e.Liaisons = collect(j, liaisons, func(u *unit) *Liaison { return u.liaison })
	e.Pages = collect(j, pages, func(u *unit) *Page { return u.page })
	j.municipalities()
	return e, j.problems.Sorted()
}

// joiner is one run of Entries.
type joiner struct {
	files    *Files
	out      *Entries
	problems diag.List
}

// collect lists the entries of a section, which are sorted by id. Of two files
// with the same id the first counts; one whose name is no id never does. A
// practice that does not count is remembered, for what is said of it may be secret.
func collect[T any](j *joiner, s section, entry func(*unit) *T) []*T {
	units := j.files.units[s]
	all := make([]*T, 0, len(units))
	var last *unit
	for _, u := range units {
		e := entry(u)
		if e == nil {
			continue
		}
		if twin := last != nil && last.id == u.id; twin || u.id == "" {
			if twin {
				j.twice(u, last)
			}
			if u.practice != nil {
				j.out.left = append(j.out.left, u.practice)
			}
			continue
		}
		last = u
		all = append(all, e)
		j.out.Bodies = append(j.out.Bodies, u.body)
	}
	return all
}

// twice reports a second file for one id. It names both, so it is hidden when
// one of them may be: an embargo is enough, whatever the hour, because here
// there is no clock.
func (j *joiner) twice(u, first *unit) {
	hidden := false
	for _, p := range []*Practice{u.practice, first.practice} {
		hidden = hidden || p != nil && (p.Status != Published || !p.Embargo.IsZero())
	}
	j.problems = append(j.problems, diag.Problem{
		File: u.path, Text: "«" + u.id + "» ya es el nombre de " + first.path,
		Hint: "cambie el nombre de uno de los dos o júntelos", Hidden: hidden,
	})
}

// top joins the files that are directly in content/.
func (j *joiner) top() {
	found := false
	for _, u := range j.files.units[top] {
		switch {
		case u.config != nil:
			j.out.Config, found = *u.config, true
		case u.path == root:
			found = true // content/ itself could not be read, which is told
		}
		if u.addresses != nil {
			j.out.Published = u.addresses
		}
	}
	if !found {
		p := diag.Problem{File: root + "/sitio.yaml", Text: "falta el archivo «sitio.yaml»",
			Hint: "créelo con dos líneas: titulo: Nombre del sitio, y url: https://ejemplo.gob.pe/"}
		if j.files.has(top, root+"/sitio.yml") {
			p.Hint = "cambie el nombre de «sitio.yml» a «sitio.yaml»"
		}
		j.problems = append(j.problems, p)
	}
}

// municipalities joins the entries to the rows of the registry. Both lists are
// sorted by ubigeo.
func (j *joiner) municipalities() {
	var rows *registryRows
	for _, u := range j.files.units[registry] {
		if u.rows != nil {
			rows = u.rows
		}
	}
	entries := collect(j, municipalities, func(u *unit) *municipalityEntry { return u.municipality })
	var list []*Municipality
	if rows != nil {
		list = rows.list
		j.out.Registry = true
	}
	all := make([]*Municipality, 0, len(entries)+len(list))
	for _, e := range entries {
		for len(list) > 0 && list[0].Ubigeo < e.Ubigeo {
			all, list = append(all, list[0]), list[1:]
		}
		switch {
		case len(list) > 0 && list[0].Ubigeo == e.Ubigeo:
			all, list = append(all, j.merged(e, list[0])), list[1:]
		case rows == nil || e.Example:
			j.lacks(e)
			all = append(all, &e.Municipality)
		default:
			if rows.usable && e.at != nil {
				j.stranger(e, rows.list)
			}
			all = append(all, &e.Municipality)
		}
	}
	j.out.Municipalities = append(all, list...)
}

// lacks reports the keys that only a registry could have supplied.
func (j *joiner) lacks(e *municipalityEntry) {
	for _, f := range municipalityPlan.fields {
		if p, ok := e.missing[f.key]; ok {
			j.problems = append(j.problems, p)
		}
	}
}

// stranger reports an entry that the registry does not know.
func (j *joiner) stranger(e *municipalityEntry, rows []*Municipality) {
	p := diag.Problem{File: e.File, Pos: orTop(e.at["ubigeo"]), Key: "ubigeo",
		Text: "el ubigeo " + e.Ubigeo + " no está en el registro nacional",
		Hint: "corrija el ubigeo; si es un ejemplo, agregue: ejemplo: true"}
	for _, row := range rows {
		if e.Name != "" && sameName(row.Name, e.Name) && (e.Department == "" || sameName(row.Department, e.Department)) {
			p.Hint = "¿quiso decir «" + row.Ubigeo + "» (" + row.Name + ", " + row.Province + ", " + row.Department + ")?"
			break
		}
	}
	j.problems = append(j.problems, p)
}

// merged is an entry with what it omits taken from its row. They must agree on
// which municipality it is; of figures, those of the entry count.
func (j *joiner) merged(e *municipalityEntry, row *Municipality) *Municipality {
	m := e.Municipality
	m.FromRegistry, m.OtherNames = true, row.OtherNames
	for _, c := range []struct {
		key        string
		mine       *string
		registered string
	}{
		{"departamento", &m.Department, row.Department},
		{"provincia", &m.Province, row.Province},
		{"tipo", &m.Kind, row.Kind},
	} {
		switch {
		case *c.mine == "" || c.registered == "":
		case !sameName(*c.mine, c.registered):
			j.problems = append(j.problems, diag.Problem{File: m.File, Pos: orTop(e.at[c.key]), Key: c.key,
				Text: "«" + c.key + "» dice " + quoted(*c.mine) + " y el registro nacional dice «" + c.registered + "»",
				Hint: "corrija el ubigeo o quite esta clave: el registro la completa"})
			continue
		}
		if c.registered != "" {
			*c.mine = c.registered
		}
	}
	if m.Name == "" {
		m.Name = row.Name
	}
	if m.Region == "" {
		m.Region = row.Region
	}
	for _, c := range columns {
		if c.number == nil {
			continue
		}
		if to := c.number(&m); !to.Known {
			*to = *c.number(row)
		}
	}
	return &m
}
