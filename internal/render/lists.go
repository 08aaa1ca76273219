package render

import (
	"html/template"

	"vitrina/internal/content"
	"vitrina/internal/markdown"
	"vitrina/internal/site"
	"vitrina/internal/weave"
)

type homeView struct {
	frame
	Sentence    string
	Numbers     []fact
	Latest      template.HTML
	All         link
	Themes      ways
	Departments ways
	Map         *tileMap
	Editions    []countedLink
	Examples    bool
	Needs       []countedLink // ways by what one has
	LikeMine    link
	Coverage    link
}

// ways are links to the members of one kind: those that have practices, and
// those that have none.
type ways struct {
	Some, None []countedLink
}

func (w *ways) add(l countedLink) {
	if l.Zero {
		w.None = append(w.None, l)
	} else {
		w.Some = append(w.Some, l)
	}
}

// latestOnHome is how many practices the home page shows.
const latestOnHome = 6

func (b *builder) home() framed {
	s := b.s
	v := homeView{
		Sentence: s.Config.Description,
		Latest:   b.cards(s.Practices[:min(latestOnHome, len(s.Practices))]),
		Coverage: link{b.href("/cobertura/"), b.t("cobertura.ver")},
		All:      link{b.href("/practicas/"), b.n("practicas.todas", len(s.Practices))},
	}
	v.Needs = b.needWays()
	v.LikeMine = link{b.href("/como-la-mia/"), b.t("como.entrar")}
	withPractice := 0
	for _, m := range s.Municipalities {
		if len(m.Practices) > 0 {
			withPractice++
		}
	}
	for _, p := range s.Practices {
		v.Examples = v.Examples || p.Entry.Example
	}
	departments := 0
	for _, d := range s.Departments {
		if len(d.Practices) > 0 {
			departments++
		}
		v.Departments.add(countedLink{link{b.href(d.Address), d.Name}, count(len(d.Practices)), "", len(d.Practices) == 0})
	}
	for _, t := range s.Themes {
		v.Themes.add(countedLink{link{b.href(t.Address), t.Entry.Name}, count(len(t.Practices)), "", len(t.Practices) == 0})
	}
	for _, e := range s.Editions {
		v.Editions = append(v.Editions, countedLink{link{b.href(e.Address), e.Entry.Name}, count(len(e.Practices)), editionYears(e.Entry), len(e.Practices) == 0})
	}
	v.Map = b.tiles()
	v.Numbers = []fact{
		{Value: count(len(s.Practices)), Label: b.n("cifras.practicas", len(s.Practices))},
		{Value: count(withPractice), Label: b.n("cifras.municipalidades", withPractice)},
		{Value: count(departments), Label: b.n("cifras.departamentos", departments)},
		{Value: count(len(s.Editions)), Label: b.n("cifras.ediciones", len(s.Editions))},
	}
	v.frame = b.frame(head{title: s.Config.Title, description: s.Config.Description})
	return &v
}

// listView is a paged list of practices with what it has in common.
type listView struct {
	frame
	Intro     string
	Facts     template.HTML
	Text      template.HTML
	Practices template.HTML
	Compare   template.HTML // the same practices, side by side; "" where they are not compared
	Pager     pager
	Awarded   []municipalityRow
	Sources   []sourceRow
	Total     string
	Booklet   string // the address of its booklet; "" for none
}

func (b *builder) list(practices []*site.Practice) listView {
	return listView{
		Practices: b.cards(site.Window(practices, b.route.Page)),
		Pager:     b.pager(len(practices)),
		Total:     b.n("practicas.cuenta", len(practices)),
	}
}

func (b *builder) practices() framed {
	v := b.list(b.s.Practices)
	v.Intro = b.t("practicas.descripcion")
	v.Compare = b.compare(b.s.Practices)
	v.frame = b.frame(head{title: b.pageTitle(b.t("practicas.titulo")), description: v.Intro + b.pageNote()})
	return &v
}

func (b *builder) theme(t *site.Theme) framed {
	v := b.list(t.Practices)
	v.Intro = t.Entry.Description
	v.Compare = b.compare(t.Practices)
	v.Booklet = b.href(site.Route{Kind: site.KindThemeBooklet, ID: t.Entry.ID}.Address())
	v.Text = b.firstPage(t.Doc)
	v.frame = b.frame(head{
		title: b.pageTitle(t.Entry.Name), description: t.Entry.Description + b.pageNote(),
		crumbs: []link{b.crumb(site.KindThemes, b.t("temas.titulo"))}, feed: t.Address + "feed.xml",
	})
	return &v
}

func (b *builder) goal(g *site.Goal) framed {
	v := b.list(g.Practices)
	v.Intro = g.Entry.Description
	v.Text = b.firstPage(g.Doc)
	var facts []fact
	if g.Entry.Scope != "" {
		facts = append(facts, fact{Label: b.t("meta.ambito"), Value: b.t("meta." + g.Entry.Scope)})
	}
	if g.Edition != nil {
		facts = append(facts, fact{Label: b.t("practica.edicion"), Link: b.link(g.Edition.Address, b.editionName(g.Edition))})
	}
	v.Facts = b.facts(facts)
	v.frame = b.frame(head{
		title: b.pageTitle(g.Entry.Name), description: g.Entry.Description + b.pageNote(),
		crumbs: []link{b.crumb(site.KindGoals, b.t("metas.titulo"))},
	})
	return &v
}

func (b *builder) edition(e *site.Edition) framed {
	x := e.Entry
	v := b.list(e.Practices)
	v.Intro = b.t("edicion.descripcion", "nombre", x.Name)
	if b.route.Page <= 1 {
		v.Text = b.prose(b.sections(e.Doc, nil))
		v.Facts = b.facts(b.editionFacts(x))
		v.Awarded = b.municipalityRows(e.Awarded)
		v.Sources = b.sources(x.Sources)
	}
	v.frame = b.frame(head{
		title: b.pageTitle(x.Name + " (" + editionYears(x) + ")"), description: v.Intro + " " + b.t("edicion.cifras",
			"reconocidas", orUnknown(b, quantity(x.Awarded, 0, ""))) + b.pageNote(),
		crumbs: []link{b.crumb(site.KindEditions, b.t("ediciones.titulo"))},
	})
	return &v
}

func (b *builder) editionFacts(x *content.Edition) []fact {
	facts := []fact{
		{Label: b.t("edicion.anios"), Value: editionYears(x)},
		{Label: b.t("edicion.convocadas"), Value: quantity(x.Called, 0, "")},
		{Label: b.t("edicion.participantes"), Value: quantity(x.TookPart, 0, "")},
		{Label: b.t("edicion.reconocidas"), Value: quantity(x.Awarded, 0, "")},
		{Label: b.t("edicion.buenapractica"), Value: quantity(x.AwardedByPractice, 0, "")},
		{Label: b.t("edicion.categorias"), Value: joinNames(x.Categories, func(s string) string { return s })},
		{Label: b.t("edicion.niveles"), Value: joinNames(x.Levels, func(s string) string { return s })},
		{Label: b.t("edicion.creacion"), Value: x.CreationNorm},
		{Label: b.t("edicion.bases"), Value: x.RulesNorm},
		{Label: b.t("edicion.resultados"), Value: x.ResultsNorm},
		{Label: b.t("edicion.fecha"), Value: longDate(x.ResultsDate)},
	}
	return b.gather(facts)
}

func orUnknown(b *builder, s string) string {
	if s == "" {
		return b.t("noconsta")
	}
	return s
}

// firstPage keeps a text for the first page of a list.
func (b *builder) firstPage(doc *markdown.Document) template.HTML {
	if b.route.Page > 1 {
		return ""
	}
	return b.prose(b.sections(doc, nil))
}

// indexView lists the members of one kind: themes, goals, editions.
type indexView struct {
	frame
	Intro  string
	Groups []indexGroup
}

type indexGroup struct {
	Title string // empty when there is one group
	Items []indexItem
}

type indexItem struct {
	countedLink
	About string
	Cloth template.HTML // by which a theme's practices are known
}

func (b *builder) themes() framed {
	v := indexView{Intro: b.t("temas.descripcion")}
	var g indexGroup
	for _, t := range b.s.Themes {
		g.Items = append(g.Items, indexItem{countedLink{link{b.href(t.Address), t.Entry.Name}, b.n("practicas.cuenta", len(t.Practices)), "", false}, t.Entry.Description, b.cloth(weave.Theme(t.Entry.ID))})
	}
	v.Groups = []indexGroup{g}
	v.frame = b.frame(head{title: b.t("temas.titulo"), description: v.Intro})
	return &v
}

func (b *builder) goals() framed {
	v := indexView{Intro: b.t("metas.descripcion")}
	byScope := map[string][]indexItem{}
	for _, g := range b.s.Goals {
		byScope[g.Entry.Scope] = append(byScope[g.Entry.Scope], indexItem{
			countedLink{link{b.href(g.Address), g.Entry.Name}, b.n("practicas.cuenta", len(g.Practices)), "", false}, g.Entry.Description, ""})
	}
	for _, scope := range []string{"premio", "local", ""} {
		if items := byScope[scope]; len(items) > 0 {
			title := b.t("ambito.sin")
			if scope != "" {
				title = b.t("ambito." + scope)
			}
			v.Groups = append(v.Groups, indexGroup{title, items})
		}
	}
	v.frame = b.frame(head{title: b.t("metas.titulo"), description: v.Intro})
	return &v
}

func (b *builder) editions() framed {
	v := indexView{Intro: b.t("ediciones.descripcion")}
	var g indexGroup
	for _, e := range b.s.Editions {
		text := b.t("edicion.cifras", "reconocidas", orUnknown(b, quantity(e.Entry.Awarded, 0, "")))
		g.Items = append(g.Items, indexItem{countedLink{link{b.href(e.Address), e.Entry.Name}, b.n("practicas.cuenta", len(e.Practices)), editionYears(e.Entry), false}, text, ""})
	}
	v.Groups = []indexGroup{g}
	v.frame = b.frame(head{title: b.t("ediciones.titulo"), description: v.Intro})
	return &v
}
