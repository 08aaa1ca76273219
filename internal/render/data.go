package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"

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

type dataFile struct {
	Title     string   `json:"titulo"`
	URL       string   `json:"url"`
	Updated   string   `json:"actualizada,omitempty"`
	Columns   []string `json:"columnas"`
	Practices []record `json:"practicas"`
}

// record is a practice with its columns in their order.
type record []field

type field struct {
	name  string
	value any
}

// MarshalJSON keeps the order of the columns, which a map would lose.
func (r record) MarshalJSON() ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteByte('{')
	for i, f := range r {
		if i > 0 {
			buf.WriteByte(',')
		}
		value, err := json.Marshal(f.value)
		if err != nil {
			return nil, err
		}
		buf.WriteString(strconv.Quote(f.name) + ":")
		buf.Write(value)
	}
	buf.WriteByte('}')
	return buf.Bytes(), nil
}

func (b *builder) practicesJSON() ([]byte, error) {
	out := dataFile{
		Title: b.s.Config.Title, URL: b.absolute("/"), Updated: site.Updated(b.s.Practices).String(),
		Practices: make([]record, len(b.s.Practices)),
	}
	for _, c := range columns {
		out.Columns = append(out.Columns, c.name)
	}
	for i, p := range b.s.Practices {
		for _, c := range columns {
			value := c.value(b, p)
			if list, ok := value.([]string); ok && list == nil {
				value = []string{}
			}
			out.Practices[i] = append(out.Practices[i], field{c.name, value})
		}
	}
	data, err := json.Marshal(out)
	return append(data, '\n'), err
}

// practicesCSV is the same table for spreadsheets. Cells that a spreadsheet
// would run as a formula are led by an apostrophe.
func (b *builder) practicesCSV() ([]byte, error) {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
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
	switch t := strings.TrimLeft(s, " \u00a0\"'"); {
	case t == "":
	case strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", []rune(t)[0]):
		return "'" + s
	}
	return s
}
