package render

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"

	"vitrina/internal/content"
	"vitrina/internal/site"
)

// practiceView is the page of a practice, and a practice in a booklet, which has
// less. The fields stand as the page does.
type practiceView struct {
	frame

	Region  string
	Head    template.HTML
	Example bool
	Call    *callLine

	// What it needs.
	NeedsKnown bool // something is known of it
	Needs      template.HTML
	Eases      template.HTML // what is easy about it, with the ways to others like that

	// The text.
	Contents  template.HTML
	Results   template.HTML // rows
	Text      template.HTML
	Adapt     template.HTML // points of a list
	Replicas  []replicaRow
	Contact   template.HTML // "" when there is none
	Liaisons  string        // where the offices stand that can be called; "" for none
	Photos    []*picture    // those that are neither above nor in a section
	Materials []materialRow

	// Its record.
	Facts    template.HTML
	Themes   template.HTML
	Goals    template.HTML
	Partners []link
	Allies   template.HTML // points of a list
	Sources  []sourceRow
	Revised  template.HTML

	// The ways on.
	Share        template.HTML // "" for what the public cannot see
	LikeMine     template.HTML // the way to practices of municipalities like the reader's
	Related      template.HTML
	RelatedTheme template.HTML
}

// practiceHead opens the page of a practice.
type practiceHead struct {
	Photo, Strip, Square template.HTML // a photo, or its cloth as a strip and as a square
	Sheet                template.HTML // what only paper needs
	Example              bool
	Title                string
	Place, Award, Call   template.HTML
	Summary              string
}

type resultRow struct {
	Indicator, Before, After string
	Note                     string // when it was measured and who says so
	Bar                      template.HTML
}

// bar draws a change: both values on one scale, in hundredths of its length.
type bar struct {
	Before, After string
}

type replicaRow struct {
	Place  link
	Year   string
	Change string
	Source string
}

type allyRow struct {
	Name, Kind, Help string
}

type fact struct {
	Label, Value string
	Link         template.HTML // before the value
	Missing      bool          // names what is unknown
}

type contactView struct {
	Area, Phone, Email, Hours string
	Dial                      string // the phone as it is dialled; "" when it cannot be
}

type materialRow struct {
	Link    link
	Kind    string // PDF, CSV
	License string
	Size    string // "84 kB"; "" when unknown
}

type sourceRow struct {
	Title, URL, Accessed string
}

func (b *builder) practice(p *site.Practice) framed {
	e := p.Entry
	title := cmp.Or(e.Title, b.t("borrador.sintitulo"))
	v := b.matter(p)
	v.Results = b.results(e.Results, true)
	v.Materials = b.materials(p)
	v.Facts = b.facts(b.practiceFacts(p))
	v.Revised = b.revised(e.Updated)
	text := b.body(p)
	v.Text = b.prose(text)
	top := practiceHead{
		Sheet: b.sheet(p), Example: e.Example, Title: title, Place: b.placeLine(p.Municipality), Award: b.award(p),
		Call: b.fill("llamar", *v.Call), Summary: e.Summary,
	}
	first, more := b.photosBeside(p, text)
	if v.Photos = more; first != nil {
		top.Photo = b.partial("foto", first)
	} else {
		w := weaveOf(p)
		top.Strip, top.Square = b.clothBand(p), b.cloth(w, w.Square())
	}
	v.Head = b.fill("practica-cabeza", top)
	v.Contents = b.contents(&v, text)
	v.Related, v.RelatedTheme = b.related(p)
	if len(b.s.Liaisons) > 0 {
		v.Liaisons = b.href("/enlaces/")
	}
	if p.State == site.Public {
		v.Share = b.share(p)
	}
	v.Eases = b.piece("facilidades", p.Eases, func() any { return b.easeLinks(p.Eases.List()) })
	v.LikeMine = b.piece("se-parece", nil, func() any { return b.href("/como-la-mia/") })

	h := head{
		title: title, description: e.Summary, noIndex: e.Example || p.State != site.Public,
		crumbs:     []link{b.crumb(site.KindPractices, b.t("practicas.titulo"))},
		linkedData: b.practiceData(p), image: b.shareImage(p),
	}
	if len(p.Themes) > 0 {
		h.feed = p.Themes[0].Address + "feed.xml"
	}
	v.frame = b.frame(h)
	v.frame.Band = b.band(p)
	return &v
}

// photosBeside are the photos of a practice that its text does not show: the first
// stands beside the title, the others below the text.
func (b *builder) photosBeside(p *site.Practice, text []section) (first *picture, more []*picture) {
	inText := map[string]bool{}
	for _, s := range text {
		for _, part := range s.Parts {
			if part.Picture != nil {
				inText[part.Picture.Src] = true
			}
		}
	}
	for _, img := range p.Images {
		switch pic := b.picture(img); {
		case inText[pic.Src]:
		case first == nil:
			pic.Beside = true
			first = pic
		default:
			more = append(more, pic)
		}
	}
	return first, more
}

// matter is what is said of a practice wherever it is told whole: on its page
// and in booklets.
func (b *builder) matter(p *site.Practice) practiceView {
	e, m := p.Entry, p.Municipality
	cost, team := b.cost(e), b.team(e)
	v := practiceView{
		Region:     m.Entry.Region,
		Example:    e.Example,
		NeedsKnown: cost.says() || team.says() || e.Needs != (content.Needs{}),
		Needs:      b.fill("necesidad-costo", cost) + b.fill("necesidad-equipo", team) + b.requirements(e.Needs),
		Contact:    b.contact(e.Contact),
		Call:       b.callPractice(p),
		Themes:     joined(p.Themes, ", ", b.themeLink),
		Goals:      joined(p.Goals, ", ", b.goalLink),
		Sources:    b.sources(e.Sources),
	}
	for _, o := range p.Partners {
		v.Partners = append(v.Partners, link{b.href(o.Address), placeName(o)})
	}
	for _, r := range p.Replicas {
		v.Replicas = append(v.Replicas, replicaRow{
			Place: link{b.href(r.Municipality.Address), placeName(r.Municipality)},
			Year:  year(r.Entry.Year), Change: r.Entry.Change, Source: r.Entry.Source,
		})
	}
	v.Adapt = joined(e.Adapt, "", func(s string) template.HTML { return b.fill("punto", s) })
	v.Allies = joined(e.Allies, "", func(a content.Ally) template.HTML {
		return b.fill("aliado", allyRow{a.Name, a.Kind, joinNames(a.Help, func(k string) string { return b.t("apoyo." + k) })})
	})
	return v
}

// need is one line of "Lo que necesita": every line is there, and what is
// unknown says so.
type need struct {
	Value string
	Known bool
	Free  bool   // the practice does without it
	Note  string // more, in smaller print
}

func (n need) says() bool { return n.Known || n.Note != "" }

func (b *builder) cost(e *content.Practice) need {
	n := need{Value: b.t("noconsta"), Note: e.Cost.Note}
	if e.Cost.Amount.Known {
		n.Known, n.Value = true, soles(e.Cost.Amount.Value)
		if e.Cost.Period != "" {
			n.Note = strings.TrimSpace(capital(strings.TrimRight(e.Cost.Period, ".")) + ". " + n.Note)
		}
	}
	return n
}

func (b *builder) team(e *content.Practice) need {
	// A profile may have a comma of its own.
	n := need{Value: b.t("noconsta"), Note: joinNames(e.Team.Profiles, capital)}
	if e.Team.People.Known {
		n.Known, n.Value = true, b.n("necesita.personas", int(e.Team.People.Value))
	}
	return n
}

// requirements are the lines that say what a practice cannot do without.
type requirements struct{ Internet, Power, Vehicle need }

func (b *builder) requirements(n content.Needs) template.HTML {
	return b.piece("requisitos", n, func() any {
		return requirements{b.requirement(n.Internet), b.requirement(n.Power), b.requirement(n.Vehicle)}
	})
}

func (b *builder) requirement(value string) need {
	if value == "" {
		return need{Value: b.t("noconsta")}
	}
	return need{Known: true, Free: value == "no-necesita", Value: b.t("necesita.valor." + value)}
}

func (b *builder) practiceFacts(p *site.Practice) []fact {
	e := p.Entry
	facts := []fact{
		{Label: b.t("practica.inicio"), Value: partialDate(e.Start)},
		{Label: b.t("practica.fin"), Value: partialDate(e.End)},
		{Label: b.t("practica.poblacion"), Value: joinNames(e.Populations, func(k string) string { return b.t("poblacion." + k) })},
		{Label: b.t("practica.financiamiento"), Value: joinNames(e.Cost.Funding, func(k string) string { return b.t("financiamiento." + k) })},
	}
	if e.Validity != "" {
		facts = append(facts, fact{Label: b.t("practica.vigencia"), Value: b.t("vigencia." + e.Validity)})
	} else {
		facts = append(facts, fact{Label: b.t("practica.vigencia")})
	}
	if e.End.IsZero() && e.Validity != "terminada" {
		facts = append(facts[:1], facts[2:]...) // an end is only missing when it has ended
	}
	return b.gather(facts)
}

// results are rows, with what changed drawn or without.
func (b *builder) results(list []content.Result, drawn bool) template.HTML {
	return joined(list, "", func(r content.Result) template.HTML {
		row := b.result(r)
		if drawn {
			row.Bar = b.bar(r)
		}
		return b.fill("resultado", row)
	})
}

func (b *builder) result(r content.Result) resultRow {
	with := func(f content.Figure) string {
		s := figure(f)
		switch {
		case s == "":
			return b.t("noconsta")
		case f.IsNumber && len([]rune(r.Unit)) > 4: // a word may go to the next line, a symbol may not
			if f.Number == 1 {
				return s + " " + singular(r.Unit)
			}
			return s + " " + r.Unit
		case f.IsNumber && r.Unit != "":
			return s + nbsp + r.Unit
		}
		return s
	}
	row := resultRow{Indicator: r.Indicator, Before: with(r.Before), After: with(r.After)}
	row.Note = joinNames([]string{r.Period, r.Source}, func(s string) string { return s })
	return row
}

// bar draws a result, if it is two numbers that can be drawn.
func (b *builder) bar(r content.Result) template.HTML {
	if !r.Before.IsNumber || !r.After.IsNumber || r.Before.Number < 0 || r.After.Number < 0 {
		return ""
	}
	scale := math.Max(r.Before.Number, r.After.Number)
	if r.Unit == "%" {
		scale = math.Max(scale, 100)
	}
	if scale == 0 {
		return ""
	}
	length := func(f content.Figure) string { return strconv.Itoa(int(math.Round(100 * f.Number / scale))) }
	return b.fill("cambio", bar{length(r.Before), length(r.After)})
}

// contents is the list of the parts of the page, in their order.
func (b *builder) contents(v *practiceView, text []section) template.HTML {
	list := []anchor{{"v-lo-que-necesita", b.t("necesita.titulo")}}
	if v.Results != "" {
		list = append(list, anchor{"v-resultados-medidos", b.t("practica.resultados")})
	}
	for _, s := range text {
		if s.Title != "" {
			list = append(list, s.anchor)
		}
	}
	if v.Adapt != "" {
		list = append(list, anchor{"v-para-adaptarla", b.t("practica.adaptar")})
	}
	if len(v.Replicas) > 0 {
		list = append(list, anchor{"v-quien-la-replico", b.t("practica.replicas")})
	}
	list = append(list, anchor{"v-a-quien-llamar", b.t("practica.contacto")})
	var key []byte // a list cannot be one
	for _, a := range list {
		key = strconv.AppendQuote(append(key, a.ID...), a.Title) // no ID has a quote
	}
	return b.piece("indice", string(key), func() any { return list })
}

// related are other practices of its first theme, from the same natural region
// before others.
func (b *builder) related(p *site.Practice) (cards, theme template.HTML) {
	if len(p.Themes) == 0 {
		return "", ""
	}
	const most = 3
	first := p.Themes[0]
	var near, far []*site.Practice
	for _, o := range first.Practices {
		switch {
		case o == p:
		case o.Municipality.Entry.Region == p.Municipality.Entry.Region:
			near = append(near, o)
		case len(far) < most:
			far = append(far, o)
		}
		if len(near) == most {
			break
		}
	}
	list := append(near, far...)
	return b.cards(list[:min(most, len(list))]), b.themeLink(first)
}

func (b *builder) contact(c content.Contact) template.HTML {
	if c == (content.Contact{}) {
		return ""
	}
	return b.fill("contacto", contactOf(c))
}

func contactOf(c content.Contact) contactView {
	return contactView{Area: c.Area, Phone: c.Phone, Email: c.Email, Hours: capital(c.Hours), Dial: dialable(c.Phone)}
}

func (b *builder) sources(list []content.Citation) []sourceRow {
	rows := make([]sourceRow, len(list))
	for i, s := range list {
		rows[i] = sourceRow{s.Title, s.URL, longDate(s.Accessed)}
	}
	return rows
}

// placeFacts says in one line what kind of place a municipality is.
func (b *builder) placeFacts(m *site.Municipality) string {
	var facts []string
	if m.Entry.Region != "" {
		facts = append(facts, b.t("region."+m.Entry.Region))
	}
	if alt := quantity(m.Entry.Altitude, 0, b.t("unidad.altitud")); alt != "" {
		facts = append(facts, alt)
	}
	if m.Entry.Population.Known {
		facts = append(facts, b.n("unidad.habitantes", int(m.Entry.Population.Value)))
	}
	return strings.Join(facts, " · ")
}

// placeName is a municipality as it must always be named, because many share
// their name: Santa Rosa, Melgar, Puno.
func placeName(m *site.Municipality) string {
	return fmt.Sprintf("%s, %s, %s", m.Entry.Name, m.Province.Name, m.Department.Name)
}

func (b *builder) editionName(e *site.Edition) string {
	if n := ordinal(e.Entry.Number); n != "" {
		return b.t("edicion.nombre", "n", n, "anios", editionYears(e.Entry))
	}
	return e.Entry.Name
}

func year(n content.Number) string {
	if !n.Known {
		return ""
	}
	return strconv.Itoa(int(n.Value))
}
