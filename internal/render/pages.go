package render

import (
	"html/template"
	"time"

	"vitrina/internal/content"
	"vitrina/internal/site"
)

type pageView struct {
	frame
	Summary  string
	Text     template.HTML
	Contents []link
	Updated  string
}

func (b *builder) page(p *site.Page) framed {
	text := b.sections(p.Doc, nil)
	v := pageView{
		Summary: p.Entry.Summary,
		Text:    b.prose(text),
		Updated: longDate(p.Entry.Updated),
	}
	for _, s := range text {
		if s.Title != "" {
			v.Contents = append(v.Contents, link{"#" + s.ID, s.Title})
		}
	}
	v.frame = b.frame(head{title: p.Entry.Title, description: p.Entry.Summary})
	return &v
}

type liaisonsView struct {
	frame
	Intro  string
	Rows   []liaisonCard
	Absent []link // departments without an office
}

func (b *builder) liaisons() framed {
	v := liaisonsView{Intro: b.t("enlaces.descripcion")}
	for _, d := range b.s.Departments {
		if card := b.liaisonCard(d); card != nil {
			card.Page.Text = d.Name
			v.Rows = append(v.Rows, *card)
		} else {
			v.Absent = append(v.Absent, link{b.href(d.Address), d.Name})
		}
	}
	v.frame = b.frame(head{title: b.t("enlaces.titulo"), description: v.Intro})
	return &v
}

type liaisonView struct {
	frame
	Example  bool
	Office   string
	Contact  contactView
	Facts    template.HTML
	Text     template.HTML
	Sessions []sessionRow // announced when the entry was last revised
	Past     []sessionRow
	AsOf     string
	Calendar *calendarLink
	Updated  string
}

func (b *builder) liaison(l *site.Liaison) framed {
	e := l.Entry
	v := liaisonView{
		Example: e.Example,
		Office:  e.Office,
		Contact: b.liaisonCard(l.Department).Contact,
		Facts: b.facts([]fact{
			{Label: b.t("enlace.atiende"), Value: orUnknown(b, joinNames(phoneFirst(e.Channels), func(k string) string { return b.t("modalidad." + k) }))},
			{Label: b.t("enlace.direccion"), Value: orUnknown(b, e.Address)},
		}),
		Text:     b.prose(b.sections(l.Doc, nil)),
		AsOf:     b.t("sesion.alafecha", "fecha", longDate(e.Updated)),
		Calendar: b.calendarLink(l),
		Updated:  longDate(e.Updated),
	}
	v.Sessions, v.Past = b.announced(l)
	title := b.t("enlace.titulo", "departamento", l.Department.Name)
	v.frame = b.frame(head{
		title: title, description: b.t("enlace.descripcion", "departamento", l.Department.Name),
		noIndex:    e.Example,
		crumbs:     []link{b.crumb(site.KindLiaisons, b.t("enlaces.titulo"))},
		linkedData: b.liaisonData(l),
	})
	return &v
}

// moment writes when something happens, in Lima time.
func moment(b *builder, m content.Moment) string {
	at := m.At.In(content.Lima())
	day := longDate(content.Date{Year: at.Year(), Month: int(at.Month()), Day: at.Day()})
	if !m.Timed {
		return day
	}
	return b.t("fecha.hora", "fecha", day, "hora", at.Format("15:04"))
}

func momentISO(m content.Moment) string {
	if m.Timed {
		return m.At.In(content.Lima()).Format(time.RFC3339)
	}
	return m.At.In(content.Lima()).Format(time.DateOnly)
}

// Search is what the search page knows of the published index. The zero value
// is a page that asks the index for everything.
type Search struct {
	Head   string // name of the index's head file; "" to ask the manifest
	Script string // of the page, from the site's root
	Facets []SearchFacet
}

// SearchFacet is a filter with its values and how many results each has over
// the whole site.
type SearchFacet struct {
	Key, Label string
	Values     []SearchValue
}

// SearchValue is one value of a filter.
type SearchValue struct {
	ID, Label string
	Count     string
}

// NewSearchValue is a value with its written number.
func NewSearchValue(id, label string, n int) SearchValue { return SearchValue{id, label, count(n)} }

type searchView struct {
	frame
	Root, Head                string
	Script                    string
	Facets                    []SearchFacet
	Practices, Municipalities link
	Kinds                     []SearchValue
	Ways                      []indexGroup
}

// search is the page for finding. Below the search it offers every way to
// browse, as links, for readers without JavaScript and for empty results.
func (b *builder) search() framed {
	v := searchView{
		Root: b.root, Head: b.r.search.Head, Script: b.href(b.r.search.Script), Facets: b.r.search.Facets,
		Kinds: []SearchValue{
			{"practica", b.t("practicas.titulo"), count(len(b.s.Practices))},
			{"municipalidad", b.t("municipalidades.titulo"), count(len(b.s.Municipalities))},
			{"pagina", b.t("paginas.titulo"), count(len(b.s.Pages))},
		},
		Practices:      link{b.href("/practicas/"), b.n("practicas.todas", len(b.s.Practices))},
		Municipalities: link{b.href("/municipalidades/"), b.n("municipalidades.todas", len(b.s.Municipalities))},
	}
	group := func(title string) *indexGroup {
		v.Ways = append(v.Ways, indexGroup{Title: title})
		return &v.Ways[len(v.Ways)-1]
	}
	item := func(address, text string, n int) indexItem {
		return indexItem{countedLink: countedLink{link{b.href(address), text}, count(n), "", n == 0}}
	}
	g := group(b.t("buscar.portema"))
	for _, t := range b.s.Themes {
		g.Items = append(g.Items, item(t.Address, t.Entry.Name, len(t.Practices)))
	}
	g = group(b.t("buscar.pordepartamento"))
	for _, d := range b.s.Departments {
		g.Items = append(g.Items, item(d.Address, d.Name, len(d.Practices)))
	}
	g = group(b.t("buscar.poredicion"))
	for _, e := range b.s.Editions {
		g.Items = append(g.Items, item(e.Address, e.Entry.Name+" ("+editionYears(e.Entry)+")", len(e.Practices)))
	}
	g = group(b.t("buscar.pormeta"))
	for _, m := range b.s.Goals {
		g.Items = append(g.Items, item(m.Address, m.Entry.Name, len(m.Practices)))
	}
	v.frame = b.frame(head{title: b.t("buscar.titulo"), description: b.t("buscar.descripcion")})
	return &v
}

type dataView struct {
	frame
	Files   []materialRow
	Columns []fact
	Feeds   []link
}

func (b *builder) data() framed {
	v := dataView{
		Files: []materialRow{
			{Link: link{b.href("/datos/practicas.json"), b.t("datos.json")}, Kind: "JSON", Size: b.madeSize("/datos/practicas.json", b.practicesJSON)},
			{Link: link{b.href("/datos/practicas.csv"), b.t("datos.csv")}, Kind: "CSV", Size: b.madeSize("/datos/practicas.csv", b.practicesCSV)},
			{Link: link{b.href("/feed.xml"), b.t("feed.enlace")}, Kind: "Atom", Size: b.madeSize("/feed.xml", b.siteFeed)},
		},
	}
	for _, c := range columns {
		v.Columns = append(v.Columns, fact{Label: c.name, Value: b.t("datos.columna." + c.name)})
	}
	v.frame = b.frame(head{title: b.t("datos.titulo"), description: b.t("datos.descripcion"), linkedData: b.datasetData()})
	return &v
}

type notFoundView struct {
	frame
	Ways []link
}

func (b *builder) notFound() framed {
	v := notFoundView{Ways: []link{
		{b.href("/"), b.t("navegacion.inicio")},
		{b.href("/practicas/"), b.t("practicas.titulo")},
		{b.href("/departamentos/"), b.t("departamentos.titulo")},
		{b.href("/municipalidades/"), b.t("municipalidades.titulo")},
	}}
	v.frame = b.frame(head{title: b.t("noencontrada.titulo"), description: b.t("noencontrada.texto"), noIndex: true})
	v.frame.Crumbs = ""
	return &v
}
