package render

import (
	"html/template"

	"vitrina/internal/content"
	"vitrina/internal/site"
)

type municipalityView struct {
	frame
	Example     bool
	FullName    string
	Place       []link // province, department
	Region      string
	Facts       template.HTML // the five that say who it is
	MoreFacts   template.HTML
	Remote      string    // why the liaison is told first: it is far, or mostly rural
	Call        *callLine // its own telephone; nil when unknown
	CallLiaison *callLine
	Alike       alikeView
	Liaison     *liaisonCard
	Sessions    *nextSessions
	Awards      []awardRow
	Practices   template.HTML
	Partnered   template.HTML
	Replicated  template.HTML
	Text        template.HTML
	Contact     template.HTML // "" when there is none
	Website     string
	Neighbours  template.HTML // the municipalities of its province, itself among them
	Sources     []sourceRow
	Updated     string
}

type awardRow struct {
	Edition      link
	What, Source string // "Desempeño · Oro"
}

type liaisonCard struct {
	Office  string
	Page    link
	Contact contactView
	Example bool
}

func (b *builder) municipality(m *site.Municipality) framed {
	e := m.Entry
	place := placeOf(e)
	v := municipalityView{
		Example:     e.Example,
		FullName:    b.t("municipalidad.tipo."+e.Kind, "nombre", e.Name),
		Place:       []link{{b.href(m.Province.Address), m.Province.Name}, {b.href(m.Department.Address), m.Department.Name}},
		Region:      e.Region,
		Facts:       b.facts(b.municipalityFacts(e)),
		MoreFacts:   b.facts(b.moreFacts(e)),
		Remote:      b.remote(&place),
		Alike:       b.alike(&place, m, alikeOnMunicipality),
		Call:        b.callMunicipality(e),
		CallLiaison: b.callLiaison(b.t("enlace.regional"), m.Department),
		Liaison:     b.liaisonCard(m.Department),
		Sessions:    b.nextSessions(m),
		Practices:   b.cards(m.Practices),
		Partnered:   b.cards(m.Partnered),
		Replicated:  b.cards(m.Replicated),
		Text:        b.prose(b.sections(m.Doc, nil)),
		Contact:     b.contact(e.Contact),
		Website:     e.Website,
		Sources:     b.sources(e.Sources),
		Updated:     longDate(e.Updated),
	}
	for _, a := range m.Awards {
		row := awardRow{Edition: link{b.href(a.Edition.Address), b.editionName(a.Edition)}, Source: a.Entry.Source}
		category, level := "", ""
		if a.Entry.Category != "" {
			category = b.t("categoria." + a.Entry.Category)
		}
		if a.Entry.Level != "" {
			level = b.t("nivel." + a.Entry.Level)
		}
		row.What = joinNames([]string{category, level}, func(s string) string { return s })
		v.Awards = append(v.Awards, row)
	}
	if len(m.Province.Municipalities) > 1 {
		v.Neighbours = b.piece("vecinas", m.Province, func() any { return b.neighbours(m.Province) })
	}
	v.frame = b.frame(head{
		title:       placeName(m),
		description: v.FullName + ", " + m.Province.Name + ", " + m.Department.Name + ". " + b.placeFacts(m) + ". " + b.n("practicas.cuenta", len(m.Practices)) + ".",
		noIndex:     e.Example,
		crumbs: []link{
			b.crumb(site.KindMunicipalities, b.t("municipalidades.titulo")),
			{b.href(m.Department.Address), m.Department.Name},
			{b.href(m.Province.Address), m.Province.Name},
		},
		feed:       m.Department.Address + "feed.xml",
		linkedData: b.municipalityData(m, v.FullName),
	})
	v.frame.Heading = v.FullName
	v.frame.Here = e.Name
	return &v
}

func (b *builder) neighbours(p *site.Province) []link {
	list := make([]link, len(p.Municipalities))
	for i, m := range p.Municipalities {
		list[i] = link{b.href(m.Address), m.Entry.Name}
	}
	return list
}

// municipalityFacts are the five facts that say who a municipality is, and by
// which it is compared with others.
func (b *builder) municipalityFacts(e *content.Municipality) []fact {
	region, distance := "", quantity(e.SeatDistance, 1, "km")
	if e.Region != "" {
		region = b.t("region." + e.Region)
	}
	if distance != "" {
		distance = b.t("municipalidad.linearecta", "km", distance)
	}
	return b.orUnknownFacts([]fact{
		{Label: b.t("municipalidad.region"), Value: region},
		{Label: b.t("municipalidad.altitud"), Value: quantity(e.Altitude, 0, b.t("unidad.altitud"))},
		{Label: b.t("municipalidad.poblacion"), Value: quantity(e.Population, 0, b.t("unidad.hab"))},
		{Label: b.t("municipalidad.rural"), Value: quantity(e.RuralShare, 1, "%")},
		{Label: b.t("municipalidad.distancia"), Value: distance},
	})
}

// moreFacts are the other figures of a municipality.
func (b *builder) moreFacts(e *content.Municipality) []fact {
	facts := []fact{
		{Label: b.t("municipalidad.pobreza"), Value: quantity(e.Poverty, 1, "%")},
		{Label: b.t("municipalidad.superficie"), Value: quantity(e.Area, 2, "km²")},
		{Label: b.t("municipalidad.ubigeo"), Value: e.Ubigeo},
	}
	if e.SeatHours.Known {
		facts = append(facts, fact{Label: b.t("municipalidad.horas"), Value: quantity(e.SeatHours, 1, "h")})
	}
	return b.gather(facts)
}

// orUnknownFacts keeps the facts that are unknown and says so, because their
// absence is what an officer may be able to mend.
func (b *builder) orUnknownFacts(facts []fact) []fact {
	for i := range facts {
		facts[i].Value = orUnknown(b, facts[i].Value)
	}
	return facts
}

func (b *builder) liaisonCard(d *site.Department) *liaisonCard {
	l := d.Liaison
	if l == nil {
		return nil
	}
	return &liaisonCard{
		Office:  l.Entry.Office,
		Page:    link{b.href(l.Address), b.t("enlace.ver", "departamento", d.Name)},
		Contact: liaisonContact(l),
		Example: l.Entry.Example,
	}
}

type municipalitiesView struct {
	frame
	Total       string
	Departments []countedLink
	Rows        []municipalityRow
	Pager       pager
	LikeMine    link
}

type countedLink struct {
	link
	Count string
	Note  string
	Zero  bool
}

type municipalityRow struct {
	Link                  link
	Place, Facts, Example string
	Practices             string
}

func (b *builder) municipalities() framed {
	list := b.s.Municipalities
	v := municipalitiesView{
		Total: b.n("municipalidades.cuenta", len(list)),
		Rows:  b.municipalityRows(site.Window(list, b.route.Page)),
		Pager: b.pager(len(list)),

		LikeMine: link{b.href("/como-la-mia/"), b.t("como.entrar")},
	}
	for _, d := range b.s.Departments {
		v.Departments = append(v.Departments, countedLink{link{b.href(d.Address), d.Name}, count(len(d.Municipalities)), "", len(d.Municipalities) == 0})
	}
	v.frame = b.frame(head{title: b.pageTitle(b.t("municipalidades.titulo")), description: b.t("municipalidades.descripcion") + b.pageNote()})
	return &v
}

// pageNote tells the descriptions of the pages of one list apart.
func (b *builder) pageNote() string {
	if b.route.Page > 1 {
		return " " + b.t("lista.numero", "n", count(b.route.Page)) + "."
	}
	return ""
}

func (b *builder) municipalityRows(list []*site.Municipality) []municipalityRow {
	rows := make([]municipalityRow, len(list))
	for i, m := range list {
		rows[i] = municipalityRow{
			Link:  link{b.href(m.Address), m.Entry.Name},
			Place: m.Province.Name + ", " + m.Department.Name,
			Facts: b.placeFacts(m),
		}
		if n := len(m.Practices); n > 0 {
			rows[i].Practices = b.n("practicas.cuenta", n)
		}
		if m.Entry.Example {
			rows[i].Example = b.t("ejemplo.corto")
		}
	}
	return rows
}

type departmentsView struct {
	frame
	Map         *tileMap
	Dots        *dotMap // nil when no coordinates are known
	Departments []countedLink
}

func (b *builder) departments() framed {
	v := departmentsView{Map: b.tiles(), Dots: b.dots()}
	for _, d := range b.s.Departments {
		v.Departments = append(v.Departments, countedLink{
			link{b.href(d.Address), d.Name}, b.n("practicas.cuenta", len(d.Practices)),
			b.n("municipalidades.cuenta", len(d.Municipalities)), len(d.Practices) == 0,
		})
	}
	v.frame = b.frame(head{title: b.t("departamentos.titulo"), description: b.t("departamentos.descripcion")})
	return &v
}

// placeView is a department or a province: its practices and what is inside it.
type placeView struct {
	frame
	Intro          string
	Call           *callLine
	Liaison        *liaisonCard
	LikeMine       link // the next step where there are no practices
	Practices      template.HTML
	Compare        template.HTML // the same practices, side by side; "" where they are not compared
	Pager          pager
	Provinces      []countedLink
	Municipalities []municipalityRow
	Booklet        string // the address of its booklet; "" for none
}

func (b *builder) department(d *site.Department) framed {
	v := placeView{
		Intro:     b.n("practicas.cuenta", len(d.Practices)) + " · " + b.n("municipalidades.cuenta", len(d.Municipalities)),
		Call:      b.callLiaison(b.t("enlace.regional"), d),
		Liaison:   b.liaisonCard(d),
		LikeMine:  link{b.href("/como-la-mia/"), b.t("como.entrar")},
		Practices: b.cards(site.Window(d.Practices, b.route.Page)),
		Compare:   b.compare(d.Practices),
		Pager:     b.pager(len(d.Practices)),
		Booklet:   b.href(site.Route{Kind: site.KindDepartmentBooklet, ID: d.Slug}.Address()),
	}
	if b.route.Page <= 1 {
		for _, p := range d.Provinces {
			v.Provinces = append(v.Provinces, countedLink{
				link{b.href(p.Address), p.Name}, b.n("municipalidades.cuenta", len(p.Municipalities)),
				b.n("practicas.cuenta", len(p.Practices)), len(p.Practices) == 0,
			})
		}
	}
	v.frame = b.frame(head{
		title:       b.pageTitle(d.Name),
		description: b.t("departamento.descripcion", "nombre", d.Name) + b.pageNote(),
		crumbs:      []link{b.crumb(site.KindDepartments, b.t("departamentos.titulo"))},
		feed:        d.Address + "feed.xml",
	})
	return &v
}

func (b *builder) province(p *site.Province) framed {
	v := placeView{
		Intro:     b.n("practicas.cuenta", len(p.Practices)) + " · " + b.n("municipalidades.cuenta", len(p.Municipalities)),
		Call:      b.callLiaison(b.t("enlace.regional"), p.Department),
		Liaison:   b.liaisonCard(p.Department),
		LikeMine:  link{b.href("/como-la-mia/"), b.t("como.entrar")},
		Practices: b.cards(site.Window(p.Practices, b.route.Page)),
		Pager:     b.pager(len(p.Practices)),
	}
	if b.route.Page <= 1 {
		v.Municipalities = b.municipalityRows(p.Municipalities)
		for i := range v.Municipalities {
			v.Municipalities[i].Place = "" // the page says it
		}
	}
	example := true
	for _, m := range p.Municipalities {
		example = example && m.Entry.Example
	}
	v.frame = b.frame(head{
		title:       b.pageTitle(b.t("provincia.titulo", "nombre", p.Name, "departamento", p.Department.Name)),
		description: b.t("provincia.descripcion", "nombre", p.Name, "departamento", p.Department.Name) + b.pageNote(),
		noIndex:     example,
		crumbs: []link{
			b.crumb(site.KindDepartments, b.t("departamentos.titulo")),
			{b.href(p.Department.Address), p.Department.Name},
		},
		feed: p.Department.Address + "feed.xml",
	})
	return &v
}
