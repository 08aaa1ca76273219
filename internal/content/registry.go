package content

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"vitrina/internal/diag"
)

// registryName is the file of the national registry in content/registro/.
const registryName = "municipalidades.csv"

// maxRowProblems is how many problems of rows are told. A file saved the wrong
// way has the same one in each of its 1,891 rows.
const maxRowProblems = 100

// registryRows is the national registry. Its municipalities are shared by all
// sets that it is part of, and never changed.
type registryRows struct {
	list []*Municipality // by ubigeo, each once
	// usable is false when the file as a whole could not be read; then nothing
	// can be said of a municipality that is not in it.
	usable bool
}

// column is one column of the registry that is used.
type column struct {
	name     string // without the year that some names end in
	required bool
	key      string // of the municipality, whose range it shares
	number   func(*Municipality) *Number
}

// The places in columns of those that are not numbers.
const (
	colUbigeo = iota
	colKind
	colDepartment
	colProvince
	colDistrict
	colOtherNames
	colRegion
	colNumbers // the first of the numbers
)

var columns = []column{
	{name: "ubigeo", required: true},
	{name: "tipo", required: true},
	{name: "departamento", required: true},
	{name: "provincia", required: true},
	{name: "distrito", required: true},
	{name: "nombres_alternos"},
	{name: "region_natural"},
	{name: "latitud", key: "latitud", number: func(m *Municipality) *Number { return &m.Latitude }},
	{name: "longitud", key: "longitud", number: func(m *Municipality) *Number { return &m.Longitude }},
	{name: "altitud_msnm", key: "altitud", number: func(m *Municipality) *Number { return &m.Altitude }},
	{name: "poblacion", key: "poblacion", number: func(m *Municipality) *Number { return &m.Population }},
	{name: "superficie_km2", key: "superficie_km2", number: func(m *Municipality) *Number { return &m.Area }},
	{name: "poblacion_rural_pct", key: "rural_pct", number: func(m *Municipality) *Number { return &m.RuralShare }},
	{name: "pobreza_total_pct", key: "pobreza_pct", number: func(m *Municipality) *Number { return &m.Poverty }},
	{name: "distancia_sede_regional_km", key: "distancia_sede_km", number: func(m *Municipality) *Number { return &m.SeatDistance }},
}

// yearSuffix ends the names of columns that hold the figures of one year. A
// newer registry has newer years.
var yearSuffix = regexp.MustCompile(`^(.+)_((?:19|20)[0-9]{2})$`)

// registryReader reads one registry.
type registryReader struct {
	*source
	csv    *csv.Reader
	at     []int    // column of the file, by index in columns; -1: not there
	titles []string // as the file writes them, by index in columns
	record []string
	names  map[string]string // one string for all rows of a province
	lines  map[string]int    // ubigeo -> line
	told   int
}

// registry reads content/registro/municipalidades.csv.
func (r *reader) registry(u *unit) {
	u.rows = new(registryRows)
	data, err := r.file(u.path, maxRegistry)
	if err != nil {
		u.problems = diag.List{unreadableProblem(u.path, err)}
		return
	}
	rr := &registryReader{source: newSource(u.path, data), names: map[string]string{}, lines: map[string]int{}}
	if !rr.broken {
		rr.read(u.rows)
	}
	u.problems = rr.problems
}

func (r *registryReader) read(rows *registryRows) {
	r.csv = csv.NewReader(bytes.NewReader(r.text))
	r.csv.ReuseRecord = true
	header, err := r.csv.Read()
	switch {
	case err == io.EOF:
		r.fail(diag.Pos{Line: 1, Column: 1}, "el registro está vacío", "la primera línea lleva los nombres de las columnas")
		return
	case err != nil:
		r.malformed(err)
		return
	}
	if !r.header(header) {
		return
	}
	rows.usable = true
	for {
		r.record, err = r.csv.Read()
		if err == io.EOF {
			break
		}
		if blank := !slices.ContainsFunc(r.record, func(field string) bool { return strings.TrimSpace(field) != "" }); blank && (err == nil || errors.Is(err, csv.ErrFieldCount)) {
			continue // spreadsheets leave such lines at the end
		}
		if err != nil {
			if r.malformed(err); !errors.Is(err, csv.ErrFieldCount) {
				rows.usable = false
				break
			}
			continue
		}
		if m := r.row(); m != nil {
			rows.list = append(rows.list, m)
		}
	}
	if more := r.told - maxRowProblems; more > 0 {
		r.add(diag.Error, diag.Pos{}, fmt.Sprintf("hay %d problemas más en el registro", more), "corrija los primeros y vuelva a revisar")
	}
	slices.SortFunc(rows.list, func(a, b *Municipality) int { return strings.Compare(a.Ubigeo, b.Ubigeo) })
}

// header finds the columns by their names.
func (r *registryReader) header(names []string) bool {
	r.at = make([]int, len(columns))
	r.titles = make([]string, len(columns))
	years := make([]string, len(columns))
	for i := range r.at {
		r.at[i] = -1
	}
	if len(names) == 1 && strings.Contains(names[0], ";") {
		r.fail(diag.Pos{Line: 1, Column: 1}, "las columnas están separadas por punto y coma", "guarde el archivo como CSV separado por comas, en UTF-8")
		return false
	}
	if len(names) == 1 && strings.Contains(names[0], "\t") {
		r.fail(diag.Pos{Line: 1, Column: 1}, "las columnas están separadas por tabuladores", "guarde el archivo como CSV separado por comas, en UTF-8")
		return false
	}
	for i, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		year := ""
		k := slices.IndexFunc(columns, func(c column) bool { return c.name == name })
		if m := yearSuffix.FindStringSubmatch(name); k < 0 && m != nil {
			k = slices.IndexFunc(columns, func(c column) bool { return c.name == m[1] && c.number != nil })
			year = m[2]
		}
		switch {
		case k < 0:
		case r.at[k] < 0 || year > years[k]:
			r.at[k], years[k], r.titles[k] = i, year, name
		case year == years[k]:
			r.fail(r.fieldPos(i), "la columna "+quoted(name)+" está repetida", "deje una sola")
		}
	}
	for k, c := range columns {
		if c.required && r.at[k] < 0 {
			hint := "la primera línea lleva los nombres de las columnas, como en la guía de contenido"
			if near, ok := diag.Closest(c.name, names); ok {
				hint = "cambie el nombre de la columna " + quoted(near) + " a «" + c.name + "»"
			}
			r.fail(diag.Pos{Line: 1, Column: 1}, "falta la columna «"+c.name+"»", hint)
		}
	}
	return !r.broken
}

// fieldPos is the place of a field of the current record.
func (r *registryReader) fieldPos(i int) diag.Pos {
	line, column := r.csv.FieldPos(i)
	return r.charPos(line, column)
}

// charPos turns a place that csv counts in bytes into one in characters.
func (r *registryReader) charPos(line, column int) diag.Pos {
	text := r.text
	for n := 1; n < line; n++ {
		_, text, _ = bytes.Cut(text, []byte{'\n'})
	}
	text, _, _ = bytes.Cut(text, []byte{'\n'})
	column = min(max(column, 1), len(text)+1)
	return diag.Pos{Line: max(line, 1), Column: utf8.RuneCount(text[:column-1]) + 1}
}

// tell reports a problem of a row.
func (r *registryReader) tell(pos func() diag.Pos, text, hint string) {
	if r.told++; r.told <= maxRowProblems {
		r.add(diag.Error, pos(), text, hint)
	}
}

// malformed reports a line that is not CSV.
func (r *registryReader) malformed(err error) {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		r.fail(diag.Pos{Line: 1, Column: 1}, "el registro no se puede leer", "")
		return
	}
	text, hint := "la línea no se puede leer", ""
	pos := func() diag.Pos { return r.charPos(p.Line, p.Column) }
	switch {
	case errors.Is(err, csv.ErrFieldCount):
		text = "la línea no tiene tantos campos como la primera"
		hint = "cuente las comas; un valor que lleva coma va entre comillas"
	case errors.Is(err, csv.ErrQuote):
		text = "unas comillas se abren y no se cierran bien"
		hint = "un valor entre comillas las lleva al comienzo y al final; dentro van dobles: \"\""
		pos = func() diag.Pos { return r.charPos(p.StartLine, 1) }
	case errors.Is(err, csv.ErrBareQuote):
		text = "hay unas comillas en medio de un valor que no las lleva al comienzo"
		hint = "encierre todo el valor entre comillas y escriba dobles las de dentro"
	}
	r.tell(pos, text, hint)
}

// get returns a field of the current record by the index of its column.
func (r *registryReader) get(k int) (string, func() diag.Pos) {
	i := r.at[k]
	if i < 0 {
		return "", func() diag.Pos { return r.fieldPos(0) }
	}
	return strings.TrimSpace(r.record[i]), func() diag.Pos { return r.fieldPos(i) }
}

// row reads the current record. It returns nil when the row cannot be told
// apart from others; a row with other mistakes counts as known.
func (r *registryReader) row() *Municipality {
	line, _ := r.csv.FieldPos(0)
	ubigeo, pos := r.get(colUbigeo)
	dep, ok := DepartmentOf(ubigeo)
	switch {
	case !digits6.MatchString(ubigeo):
		hint := "son seis dígitos, por ejemplo: 021509"
		if digits5.MatchString(ubigeo) {
			hint = "la hoja de cálculo quitó el cero de la izquierda: 0" + ubigeo + "; dé formato de texto a la columna"
		}
		r.tell(pos, "ubigeo no válido "+quoted(ubigeo), hint)
		return nil
	case !ok || ubigeo[2:4] == "00" || ubigeo[4:] == "00" || ubigeo[2:4] == "99":
		r.tell(pos, "ubigeo no válido "+quoted(ubigeo)+": no es el de ninguna municipalidad", "")
		return nil
	}
	if first, again := r.lines[ubigeo]; again {
		r.tell(pos, fmt.Sprintf("el ubigeo %s está repetido: ya está en la línea %d", ubigeo, first), "borre una de las dos líneas")
		return nil
	}
	r.lines[ubigeo] = line
	m := &Municipality{
		Origin: Origin{File: r.file, At: diag.Pos{Line: line, Column: 1}},
		Ubigeo: strings.Clone(ubigeo), Department: dep.Name, FromRegistry: true,
	}
	kind, pos := r.get(colKind)
	if m.Kind, ok = oneOf(kind, []string{"provincial", "distrital"}); !ok {
		r.tell(pos, "«tipo» debe ser provincial o distrital; hay "+quoted(kind), "")
	}
	if name, pos := r.get(colDepartment); !sameName(name, dep.Name) {
		r.tell(pos, "el departamento "+quoted(name)+" no es el del ubigeo "+ubigeo+" ("+dep.Name+")", "")
	}
	for i, to := range []*string{&m.Province, &m.Name} {
		k := colProvince + i
		name, pos := r.get(k)
		name = compose(tidy(name))
		if _, bad := invisible(name); bad || name == "" || utf8.RuneCountInString(name) > 100 {
			r.tell(pos, "«"+columns[k].name+"» no es un nombre: "+quoted(name), "")
			continue
		}
		*to = r.shared(name)
	}
	if names, _ := r.get(colOtherNames); names != "" {
		for name := range strings.SplitSeq(names, ";") {
			if name = compose(tidy(name)); name != "" {
				m.OtherNames = append(m.OtherNames, r.shared(name))
			}
		}
	}
	if region, pos := r.get(colRegion); region != "" {
		if m.Region, ok = oneOf(region, []string{"costa", "sierra", "selva"}); !ok {
			r.tell(pos, "«region_natural» debe ser costa, sierra o selva; hay "+quoted(region), "")
		}
	}
	for k := colNumbers; k < len(columns); k++ {
		r.number(k, m)
	}
	return m
}

// shared returns one copy of a name, which does not hold on to its row.
func (r *registryReader) shared(name string) string {
	s, ok := r.names[name]
	if !ok {
		s = strings.Clone(name)
		r.names[s] = s
	}
	return s
}

func (r *registryReader) number(k int, m *Municipality) {
	text, pos := r.get(k)
	if text == "" {
		return
	}
	c := columns[k]
	f := &municipalityPlan.fields[municipalityPlan.byKey[c.key]]
	if !registryNumber.MatchString(text) {
		hint := "escriba solo el número, con punto decimal y sin separador de miles"
		r.tell(pos, "«"+r.titles[k]+"» debe ser un número; hay "+quoted(text), hint)
		return
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || x < f.from || x > f.to || f.whole && x != math.Trunc(x) {
		r.tell(pos, "«"+r.titles[k]+"» está fuera de rango: "+quoted(text),
			fmt.Sprintf("se espera un número entre %s y %s", short(f.from), short(f.to)))
		return
	}
	*c.number(m) = Number{Known: true, Value: x}
}

// registryNumber, unlike plainNumber, allows the zeros in front that
// spreadsheets write.
var registryNumber = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,12})?$`)
