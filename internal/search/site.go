package search

import (
	"strconv"
	"strings"

	"vitrina/internal/content"
	"vitrina/internal/site"
)

// FromSite lists what can be found on a site: its practices, municipalities and
// plain pages, with the facets by which they are filtered. label gives the name
// for people of a facet ("facetas.region") or of a value ("region.sierra").
func FromSite(s *site.Site, label func(key string) string) ([]Document, Options) {
	docs := make([]Document, 0, len(s.Practices)+len(s.Municipalities)+len(s.Pages))
	for _, p := range s.Practices {
		docs = append(docs, practiceDocument(p, label))
	}
	for _, m := range s.Municipalities {
		docs = append(docs, municipalityDocument(m))
	}
	for _, p := range s.Pages {
		d := Document{URL: p.Address[1:], Kind: "pagina", Title: p.Entry.Title, Summary: p.Entry.Summary, Date: p.Entry.Updated.String()}
		if p.Doc != nil {
			d.Body = p.Doc.Text
		}
		docs = append(docs, d)
	}
	return docs, Options{Facets: siteFacets(s, label)}
}

func practiceDocument(p *site.Practice, label func(string) string) Document {
	e, m := p.Entry, p.Municipality
	d := Document{
		URL: p.Address[1:], Kind: "practica", Name: m.Entry.Name, Title: e.Title, Summary: e.Summary, Place: placeName(m),
		Codes: append([]string{m.Entry.Ubigeo}, m.Entry.OtherNames...), Edition: p.Edition.Entry.Name,
		Date: strconv.Itoa(p.Edition.Entry.StartYear), Example: e.Example,
		Facets: placeFacets(m),
	}
	if p.Doc != nil {
		d.Body = p.Doc.Text
	}
	for _, t := range p.Themes {
		d.More = append(d.More, t.Entry.Name)
		d.add("tema", t.Entry.ID)
	}
	for _, g := range p.Goals {
		d.More = append(d.More, g.Entry.Name)
		d.add("meta", g.Entry.ID)
	}
	for _, r := range e.Results {
		d.More = append(d.More, r.Indicator)
	}
	d.More = append(append(d.More, e.Adapt...), practiceWords(p, label)...)
	d.add("edicion", p.Edition.Entry.ID)
	d.add("reconocimiento", e.Recognition)
	d.Facets["poblacion"] = e.Populations
	d.add("costo", costBand(e.Cost.Amount))
	for _, id := range little(p) {
		d.add("sin", id)
		d.Needs = append(d.Needs, label("sin."+id))
	}
	return d
}

// practiceWords are what the page of a practice says beside its text: names, and
// the words for people where the entry has a code, "Sierra", "Finalista".
func practiceWords(p *site.Practice, label func(string) string) []string {
	e := p.Entry
	var words []string
	say := func(prefix string, codes ...string) {
		for _, c := range codes {
			if c != "" && c != "otra" && c != "otro" { // which nobody looks for
				words = append(words, label(prefix+"."+c))
			}
		}
	}
	say("region", p.Municipality.Entry.Region)
	say("reconocimiento", e.Recognition)
	say("financiamiento", e.Cost.Funding...)
	say("poblacion", e.Populations...)
	for _, a := range e.Allies {
		words = append(words, a.Name)
	}
	for _, m := range e.Materials {
		words = append(words, m.Title)
	}
	for _, img := range e.Images {
		words = append(words, img.Alt)
	}
	return words
}

func municipalityDocument(m *site.Municipality) Document {
	e := m.Entry
	d := Document{
		URL: m.Address[1:], Kind: "municipalidad", Name: e.Name, Title: e.Name, Place: placeName(m),
		// «municipalidad distrital de Pampas» is how people ask for it.
		Codes: append([]string{e.Ubigeo, "municipalidad " + e.Kind}, e.OtherNames...), Date: e.Updated.String(), Example: e.Example,
		Facets: placeFacets(m),
	}
	if m.Doc != nil {
		d.Body = m.Doc.Text
	}
	return d
}

// The values of the facet of what a practice does without or needs little of.
// They stand in addresses that people keep: a new one may be added, none renamed.
var littles = []string{"internet", "energia", "vehiculo", "bajo-costo", "equipo-pequeno"}

// little are those of a practice.
func little(p *site.Practice) []string {
	has := map[string]bool{"energia": p.Entry.Needs.Power == "no-necesita"}
	for _, e := range p.Eases.List() {
		has[strings.TrimPrefix(string(e), "sin-")] = true
	}
	var list []string
	for _, id := range littles {
		if has[id] {
			list = append(list, id)
		}
	}
	return list
}

func (d *Document) add(facet, value string) {
	if value != "" {
		d.Facets[facet] = append(d.Facets[facet], value)
	}
}

func placeName(m *site.Municipality) string {
	return m.Entry.Name + ", " + m.Province.Name + ", " + m.Department.Name
}

// placeFacets are those of a municipality, which its practices have too.
func placeFacets(m *site.Municipality) map[string][]string {
	d := Document{Facets: map[string][]string{}}
	d.add("departamento", m.Department.Slug)
	d.add("region", m.Entry.Region)
	d.add("tipo", m.Entry.Kind)
	d.add("tamano", sizeBand(m.Entry.Population))
	return d.Facets
}

// sizeBand is the band of a municipality's population; "" when it is unknown.
func sizeBand(n content.Number) string {
	return band(n, []float64{2_000, 5_000, 20_000, 50_000}, []string{"hasta-2000", "2000-5000", "5000-20000", "20000-50000", "50000-mas"})
}

// costBand is the band of a cost in soles; "" when it is unknown.
func costBand(n content.Number) string {
	return band(n, []float64{5_000, 20_000, 100_000}, []string{"hasta-5000", "5000-20000", "20000-100000", "100000-mas"})
}

// band names the first band whose limit is above n; the last has no limit.
func band(n content.Number, limits []float64, names []string) string {
	if !n.Known {
		return ""
	}
	for i, limit := range limits {
		if n.Value < limit {
			return names[i]
		}
	}
	return names[len(limits)]
}

// siteFacets declares every facet with the values that the site can have, in the
// order in which they are shown.
func siteFacets(s *site.Site, label func(string) string) []Facet {
	var list []Facet
	declare := func(key string, values []Value) {
		list = append(list, Facet{Key: key, Label: label("facetas." + key), Values: values})
	}
	named := func(key, prefix string, ids ...string) {
		values := make([]Value, len(ids))
		for i, id := range ids {
			values[i] = Value{id, label(prefix + "." + id)}
		}
		declare(key, values)
	}
	var themes, goals, editions, departments []Value
	for _, t := range s.Themes {
		themes = append(themes, Value{t.Entry.ID, t.Entry.Name})
	}
	for _, g := range s.Goals {
		goals = append(goals, Value{g.Entry.ID, g.Entry.Name})
	}
	for _, e := range s.Editions {
		editions = append(editions, Value{e.Entry.ID, e.Entry.Name})
	}
	for _, d := range s.Departments {
		departments = append(departments, Value{d.Slug, d.Name})
	}
	declare("tema", themes)
	named("sin", "sin", littles...)
	named("costo", "banda-costo", "hasta-5000", "5000-20000", "20000-100000", "100000-mas")
	declare("departamento", departments)
	named("region", "region", "costa", "sierra", "selva")
	named("tamano", "banda-tamano", "hasta-2000", "2000-5000", "5000-20000", "20000-50000", "50000-mas")
	named("tipo", "tipo", "provincial", "distrital")
	named("poblacion", "poblacion", "0-5", "6-11", "12-17", "18-59", "60-mas", "gestantes", "discapacidad", "toda")
	declare("meta", goals)
	declare("edicion", editions)
	named("reconocimiento", "reconocimiento", "ganadora", "finalista", "mencion-honrosa", "otra")
	return list
}
