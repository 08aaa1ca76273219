package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"vitrina/internal/content"
	"vitrina/internal/site"
)

// column is one column of the open data, with what it says of a practice. Each
// has its explanation among the texts, "datos.columna.<name>".
type column struct {
	name  string
	value func(b *builder, p *site.Practice) any
}

// columns are the open data, in the order of the CSV file. Values are strings,
// numbers, booleans or lists of strings; nil is unknown.
var columns = []column{
	{"id", func(_ *builder, p *site.Practice) any { return p.Entry.Slug }},
	{"url", func(b *builder, p *site.Practice) any { return b.absolute(p.Address) }},
	{"titulo", func(_ *builder, p *site.Practice) any { return p.Entry.Title }},
	{"resumen", func(_ *builder, p *site.Practice) any { return p.Entry.Summary }},
	{"ejemplo", func(_ *builder, p *site.Practice) any { return p.Entry.Example }},
	{"ubigeo", func(_ *builder, p *site.Practice) any { return p.Municipality.Entry.Ubigeo }},
	{"municipalidad", func(_ *builder, p *site.Practice) any { return p.Municipality.Entry.Name }},
	{"provincia", func(_ *builder, p *site.Practice) any { return p.Municipality.Province.Name }},
	{"departamento", func(_ *builder, p *site.Practice) any { return p.Municipality.Department.Name }},
	{"region_natural", func(_ *builder, p *site.Practice) any { return text(p.Municipality.Entry.Region) }},
	{"edicion", func(_ *builder, p *site.Practice) any { return p.Edition.Entry.ID }},
	{"reconocimiento", func(_ *builder, p *site.Practice) any { return text(p.Entry.Recognition) }},
	{"temas", func(_ *builder, p *site.Practice) any { return ids(p.Entry.Themes) }},
	{"metas", func(_ *builder, p *site.Practice) any { return ids(p.Entry.Goals) }},
	{"poblacion", func(_ *builder, p *site.Practice) any { return p.Entry.Populations }},
	{"inicio", func(_ *builder, p *site.Practice) any { return text(p.Entry.Start.String()) }},
	{"fin", func(_ *builder, p *site.Practice) any { return text(p.Entry.End.String()) }},
	{"vigencia", func(_ *builder, p *site.Practice) any { return text(p.Entry.Validity) }},
	{"costo_soles", func(_ *builder, p *site.Practice) any { return known(p.Entry.Cost.Amount) }},
	{"personas", func(_ *builder, p *site.Practice) any { return known(p.Entry.Team.People) }},
	{"internet", func(_ *builder, p *site.Practice) any { return text(p.Entry.Needs.Internet) }},
	{"energia", func(_ *builder, p *site.Practice) any { return text(p.Entry.Needs.Power) }},
	{"vehiculo", func(_ *builder, p *site.Practice) any { return text(p.Entry.Needs.Vehicle) }},
	{"contacto", func(_ *builder, p *site.Practice) any { return text(p.Entry.Contact.Area) }},
	{"telefono", func(_ *builder, p *site.Practice) any { return text(p.Entry.Contact.Phone) }},
	{"correo", func(_ *builder, p *site.Practice) any { return text(p.Entry.Contact.Email) }},
	{"actualizada", func(_ *builder, p *site.Practice) any { return text(p.Entry.Updated.String()) }},
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func known(n content.Number) any {
	if !n.Known {
		return nil
	}
	return n.Value
}

func ids(refs []content.Ref) []string {
	out := make([]string, len(refs))
	for i, r := range refs {
		out[i] = r.ID
	}
	return out
}

// practicesJSON is written piece by piece: to marshal it as a whole costs as
// much as some hundred pages, most of it to read again what was just written.
func (b *builder) practicesJSON() ([]byte, error) {
	w := jsonWriter{out: make([]byte, 0, 1024*(1+len(b.s.Practices)))} // about as much as it takes
	w.text(`{"titulo":`).value(b.s.Config.Title).text(`,"url":`).value(b.absolute("/"))
	if updated := site.Updated(b.s.Practices); !updated.IsZero() {
		w.text(`,"actualizada":`).value(updated.String())
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	w.text(`,"columnas":`).value(names).text(`,"practicas":[`)
	for i, p := range b.s.Practices {
		if i > 0 {
			w.text(",")
		}
		w.text("{")
		for j, c := range columns {
			if j > 0 {
				w.text(",")
			}
			w.value(c.name).text(":").value(c.value(b, p))
		}
		w.text("}")
	}
	w.text("]}\n")
	return w.out, w.err
}

// jsonWriter writes values as encoding/json does, which it asks for all but the
// plainest texts.
type jsonWriter struct {
	out []byte
	err error
}

func (w *jsonWriter) text(s string) *jsonWriter {
	w.out = append(w.out, s...)
	return w
}

func (w *jsonWriter) value(v any) *jsonWriter {
	switch v := v.(type) {
	case nil:
		return w.text("null")
	case string:
		if plainJSON(v) {
			w.out = append(append(append(w.out, '"'), v...), '"')
			return w
		}
	case []string:
		w.text("[")
		for i, s := range v {
			if i > 0 {
				w.text(",")
			}
			w.value(s)
		}
		return w.text("]")
	}
	data, err := json.Marshal(v)
	if err != nil && w.err == nil {
		w.err = err
	}
	w.out = append(w.out, data...)
	return w
}

// plainJSON reports whether a text stands for itself between quotes. Bytes from
// 0x80 on may be broken UTF-8 or line separators, so only letters that Spanish
// uses are let through.
func plainJSON(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == 0xC2 || c == 0xC3: // U+0080 to U+00FF
			if i++; i == len(s) || s[i]&0xC0 != 0x80 {
				return false
			}
		case c < ' ' || c >= 0x80 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&':
			return false
		}
	}
	return true
}

// practicesCSV is the same table for spreadsheets. Cells that a spreadsheet
// would run as a formula are led by an apostrophe.
func (b *builder) practicesCSV() ([]byte, error) {
	buf := bytes.NewBuffer(make([]byte, 0, 640*(1+len(b.s.Practices)))) // about as much as it takes
	w := csv.NewWriter(buf)
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = c.name
	}
	if err := w.Write(row); err != nil {
		return nil, err
	}
	for _, p := range b.s.Practices {
		for i, c := range columns {
			row[i] = cell(c.value(b, p))
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return buf.Bytes(), w.Error()
}

func cell(v any) string {
	switch v := v.(type) {
	case string:
		return formulaSafe(v)
	case []string:
		return formulaSafe(strings.Join(v, "; "))
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		if v {
			return "si"
		}
		return "no"
	}
	return ""
}

// formulaSafe disarms text that begins like a formula (=, +, -, @, tab, CR),
// also after spaces and quotes, as OWASP advises for CSV files.
func formulaSafe(s string) string {
	first, size := utf8.DecodeRuneInString(strings.TrimLeft(s, " \u00a0\"'"))
	if size > 0 && strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", first) {
		return "'" + s
	}
	return s
}
