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

	// The head.
	Code    *qrCode // of its public address, for the printed sheet
	Example bool
	Place   template.HTML
	Region  string
	Award   template.HTML
	Call    *callLine
	Summary string
	Photo   *picture
	Strip   template.HTML // when there is no photo
	Square  *cloth

	// What it needs.
	NeedsKnown   bool // something is known of it
	Cost, Team   need
	Requirements template.HTML // whether it takes internet, power, a vehicle
	Eases        template.HTML // what is easy about it, with the ways to others like that

	// The text.
	Contents  template.HTML
	Results   []resultRow
	Text      template.HTML
	Adapt     []string
	Replicas  []replicaRow
	Contact   *contactView
	Liaisons  string     // where the offices stand that can be called; "" for none
	Photos    []*picture // those that are neither above nor in a section
	Materials []materialRow

	// Its record.
	Facts    template.HTML
	Themes   []template.HTML
	Goals    []template.HTML
	Partners []link
	Allies   []allyRow
	Sources  []sourceRow
	Revised  template.HTML

	// The ways on.
	ShareSubject string        // of an e-mail
	ShareText    string        // for a message, with the address
	LikeMine     template.HTML // the way to practices of municipalities like the reader's
	Related      template.HTML
	RelatedTheme template.HTML
}

type resultRow struct {
	Indicator, Before, After string
	Note                     string // when it was measured and who says so
	Bar                      template.HTML
}

// bar draws a change: both values on one scale, in hundredths of its length.
type bar struct {
	Before, After int
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
	Links        []link
	Missing      bool // names what is unknown
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
	v := b.matter(p)
	v.Place, v.Award, v.Revised = b.placeLine(p.Municipality), b.award(p), b.revised(e.Updated)
	v.Materials = b.materials(p)
	v.Facts = b.factRows(b.practiceFacts(p))
	text := b.body(p)
	v.Text = b.prose(text)
	v.Photo, v.Photos = b.photosBeside(p, text)
	if v.Photo == nil {
		w := weaveOf(p)
		v.Strip, v.Square = b.clothBand(p), clothOf(w, w.Square())
	}
	v.NeedsKnown = v.Cost.says() || v.Team.says() || e.Needs != (content.Needs{})
	v.Contents = b.contents(&v, text)
	v.Related, v.RelatedTheme = b.related(p)
	if len(b.s.Liaisons) > 0 {
		v.Liaisons = b.href("/enlaces/")
	}
	v.Eases = b.piece("facilidades", p.Eases, func() any { return b.easeLinks(p.Eases.List()) })
	v.LikeMine = b.piece("se-parece", nil, func() any { return b.href("/como-la-mia/") })
	v.ShareSubject, v.ShareText = b.t("compartir.asunto"), b.shareText(p)

	h := head{
		title: cmp.Or(e.Title, b.t("borrador.sintitulo")), description: e.Summary, noIndex: e.Example || p.State != site.Public,
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
	v := practiceView{
		Example: e.Example,
		Summary: e.Summary,
		Region:  m.Entry.Region,

		Cost:         b.cost(e),
		Team:         b.team(e),
		Requirements: b.requirements(e.Needs),
		Adapt:        e.Adapt,
		Contact:      b.contact(e.Contact),
		Call:         b.callPractice(p),
		Sources:      b.sources(e.Sources),
		Code:         b.code(p.Address),
	}
	for _, t := range p.Themes {
		v.Themes = append(v.Themes, b.themeLink(t))
	}
	for _, g := range p.Goals {
		v.Goals = append(v.Goals, b.goalLink(g))
	}
	for _, o := range p.Partners {
		v.Partners = append(v.Partners, link{b.href(o.Address), placeName(o)})
	}
	for _, r := range e.Results {
		v.Results = append(v.Results, b.result(r))
	}
	for _, r := range p.Replicas {
		v.Replicas = append(v.Replicas, replicaRow{
			Place: link{b.href(r.Municipality.Address), placeName(r.Municipality)},
			Year:  year(r.Entry.Year), Change: r.Entry.Change, Source: r.Entry.Source,
		})
	}
	for _, a := range e.Allies {
		v.Allies = append(v.Allies, allyRow{a.Name, a.Kind, joinNames(a.Help, func(k string) string { return b.t("apoyo." + k) })})
	}
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
	if r.Before.IsNumber && r.After.IsNumber && r.Before.Number >= 0 && r.After.Number >= 0 {
		scale := math.Max(r.Before.Number, r.After.Number)
		if r.Unit == "%" {
			scale = math.Max(scale, 100)
		}
		if scale > 0 {
			drawn := bar{int(math.Round(100 * r.Before.Number / scale)), int(math.Round(100 * r.After.Number / scale))}
			row.Bar = b.piece("cambio", drawn, func() any { return drawn })
		}
	}
	return row
}

// contents is the list of the parts of the page, in their order.
func (b *builder) contents(v *practiceView, text []section) template.HTML {
	list := []anchor{{"v-lo-que-necesita", b.t("necesita.titulo")}}
	if len(v.Results) > 0 {
		list = append(list, anchor{"v-resultados-medidos", b.t("practica.resultados")})
	}
	for _, s := range text {
		if s.Title != "" {
			list = append(list, s.anchor)
		}
	}
	if len(v.Adapt) > 0 {
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

func (b *builder) contact(c content.Contact) *contactView {
	if c == (content.Contact{}) {
		return nil
	}
	v := contactOf(c)
	return &v
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
