package render

import (
	"cmp"
	"html/template"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"vitrina/internal/content"
	"vitrina/internal/likeness"
	"vitrina/internal/site"
)

// likes is what the municipalities of one Site are compared with. It follows
// from the Site alone and is made when a page first needs it, so an edit costs
// nothing until such a page is looked at.
type likes struct {
	set        *likeness.Set
	practising []int // municipalities with practices of their own
	say        map[likeness.Reason]string
	unknown    map[likeness.Fact]string
}

// likesOnce makes the likes of a Site when they are first needed.
type likesOnce struct {
	sync.Once
	made *likes
	err  error
}

// likes returns those of the builder's Site.
func (b *builder) likes() *likes {
	once := &b.kept.likes
	once.Do(func() { once.made, once.err = newLikes(b) })
	if once.err != nil && b.err == nil {
		b.err = once.err
	}
	return once.made
}

func newLikes(b *builder) (*likes, error) {
	l := &likes{say: map[likeness.Reason]string{}, unknown: map[likeness.Fact]string{}}
	places := make([]likeness.Place, len(b.s.Municipalities))
	for i, m := range b.s.Municipalities {
		places[i] = placeOf(m.Entry)
		if len(m.Practices) > 0 {
			l.practising = append(l.practising, i)
		}
	}
	l.set = likeness.NewSet(places, likeness.WeightsOf(b.s.Config.Weights))
	var failed error
	text := func(key string) string {
		s, err := b.r.texts.Get(key)
		if err != nil && failed == nil {
			failed = err
		}
		return s
	}
	for r := range likeness.AllReasons().All() {
		l.say[r] = text("parecidas.razon." + r.String())
	}
	for _, f := range likeness.Facts() {
		l.unknown[f] = text("parecidas.desconocido." + f.String())
	}
	return l, failed
}

func placeOf(e *content.Municipality) likeness.Place {
	number := func(n content.Number) likeness.Number {
		if !n.Known {
			return likeness.Number{}
		}
		return likeness.Exactly(n.Value)
	}
	return likeness.Place{
		ID: e.Ubigeo, Region: e.Region, Kind: e.Kind,
		Altitude: number(e.Altitude), Population: number(e.Population), Rural: number(e.RuralShare),
		Poverty: number(e.Poverty), SeatDistance: number(e.SeatDistance),
	}
}

// alikeView is what a page shows of the places most alike to one.
type alikeView struct {
	Title, TitleOthers string // of both lists
	Practices          []alikeItem
	Municipalities     []alikeGroup
	Nothing            string // why nothing can be said
	Ask                string // then, where four questions are asked instead; "" when they would not help
	Intro              string // over the practices
	Unknown            string // what is not known of the place that asks
	Method             string // where the comparison is explained
}

// alikeItem is a practice or a municipality with its reasons. Both halves are
// the same on many pages, so they are executed once and kept.
type alikeItem struct {
	About, Reasons template.HTML
}

// alikeGroup are municipalities that follow each other and have the same in
// common, so that it is told once.
type alikeGroup struct {
	About   []template.HTML
	Reasons template.HTML
}

// alikePractice and alikeMunicipality are what the first half says.
type alikePractice struct {
	Href, Title, Place string
	Example            bool
	Band               string // over a practice that the public cannot see
	Needs              string // "Necesita poco: sin internet, bajo costo"
}

type alikeMunicipality struct {
	Href, Title, Place string
	Example            bool
	Practices          string
}

// alikeReasons is what the second half says.
type alikeReasons struct {
	Why, But string // what they have in common; what sets it apart or is unknown
}

// How many are shown, and from how many they are chosen.
const (
	alikeOnMunicipality = 6  // practices
	alikeOnAnswers      = 12 // practices
	alikeMunicipalities = 6
	fewestShown         = 3  // practices, even of municipalities that are not alike
	nearestConsidered   = 12 // municipalities with practices
	practicesOfOne      = 2
)

// alike finds what is most alike to a place, at most n practices. self is the
// municipality whose place it is, or nil.
func (b *builder) alike(p *likeness.Place, self *site.Municipality, n int) alikeView {
	l := b.likes()
	v := alikeView{
		Title: b.t("parecidas.practicas"), TitleOthers: b.t("parecidas.municipalidades"),
		Method: b.href("/como-la-mia/") + "#v-como-se-compara", Unknown: b.unknownOf(p, l),
	}
	near := l.set.Nearest(p, nearestConsidered, nil)
	if len(near) == 0 {
		v.Nothing, v.Ask = b.t("parecidas.nada"), b.href("/como-la-mia/")+"#v-preguntas"
		if l.set.Len() <= 1 {
			v.Nothing, v.Ask = b.t("parecidas.sola"), ""
		}
		return v
	}
	v.Municipalities = b.alikeMunicipalities(l, p, near[:min(alikeMunicipalities, len(near))])
	if len(l.practising) < l.set.Len() {
		near = l.set.Nearest(p, nearestConsidered, l.practising)
	}
	remote := b.remote(p)
	picked, promoted := b.pick(near, self, remote != "", n)
	alike := 0
	for alike < len(picked) && picked[alike].match.Distance <= likeness.Alike {
		alike++
	}
	picked = picked[:min(max(alike, fewestShown), len(picked))]
	for _, x := range picked {
		v.Practices = append(v.Practices, alikeItem{
			b.piece("parecida-practica", x.practice, func() any { return b.alikePractice(x.practice) }),
			b.reasons(l, l.set.Compare(p, l.set.Place(x.match.Index))),
		})
	}
	switch {
	case len(v.Practices) == 0:
		v.Intro = b.t("parecidas.sinpracticas")
	case alike == 0:
		v.Intro = b.t("parecidas.lejanas")
	case promoted:
		v.Intro = b.t("parecidas.primero", "porque", remote)
	default:
		v.Intro = b.t("parecidas.entrada")
	}
	if 0 < alike && alike < len(picked) {
		v.Intro += " " + b.t("parecidas.pocas")
	}
	return v
}

func (b *builder) alikePractice(p *site.Practice) alikePractice {
	return alikePractice{
		Href: b.href(p.Address), Title: cmp.Or(p.Entry.Title, b.t("borrador.sintitulo")), Place: placeName(p.Municipality),
		Example: p.Entry.Example, Band: b.band(p), Needs: b.needsLittle(p),
	}
}

func (b *builder) alikeMunicipalities(l *likes, p *likeness.Place, near []likeness.Match) []alikeGroup {
	var groups []alikeGroup
	var last likeness.Comparison
	for i, m := range near {
		if m.Distance > likeness.Alike {
			break // nothing is called alike that is not
		}
		c := l.set.Compare(p, l.set.Place(m.Index))
		if i == 0 || c != last || c.Apart != 0 || c.Missing != 0 {
			groups = append(groups, alikeGroup{Reasons: b.reasons(l, c)})
		}
		last = c
		other := b.s.Municipalities[m.Index]
		g := &groups[len(groups)-1]
		g.About = append(g.About, b.piece("parecida-municipalidad", other, func() any { return b.alikeMunicipality(other) }))
	}
	return groups
}

func (b *builder) alikeMunicipality(m *site.Municipality) alikeMunicipality {
	v := alikeMunicipality{
		Href: b.href(m.Address), Title: m.Entry.Name, Place: m.Province.Name + ", " + m.Department.Name, Example: m.Entry.Example,
	}
	if n := len(m.Practices); n > 0 {
		v.Practices = b.n("practicas.cuenta", n)
	}
	return v
}

type pick struct {
	practice *site.Practice
	match    likeness.Match
}

// pick chooses n practices of the nearest municipalities, at most two of each.
// With littleFirst those that need little come before the others, as long as
// their municipality is alike; promoted says that there are such.
func (b *builder) pick(near []likeness.Match, self *site.Municipality, littleFirst bool, n int) (list []pick, promoted bool) {
	shown := map[*site.Practice]bool{}
	if self != nil { // on the page already
		for _, p := range self.Partnered {
			shown[p] = true
		}
		for _, p := range self.Replicated {
			shown[p] = true
		}
	}
	first := func(p *site.Practice, m likeness.Match) bool {
		return littleFirst && m.Distance <= likeness.Alike && p.Eases.NeedsLittle()
	}
	var little, rest []pick
	for _, m := range near {
		taken := 0
		take := func(want bool, to *[]pick) {
			for _, p := range b.s.Municipalities[m.Index].Practices {
				if taken < practicesOfOne && !shown[p] && first(p, m) == want {
					*to = append(*to, pick{p, m})
					taken++
				}
			}
		}
		if littleFirst {
			take(true, &little)
		}
		take(false, &rest)
		if len(little) >= n || !littleFirst && len(rest) >= n {
			break
		}
	}
	list = append(little, rest...)
	return list[:min(n, len(list))], len(little) > 0
}

// remote says why what needs little comes first for a place, or "".
func (b *builder) remote(p *likeness.Place) string {
	switch far, rural := p.IsFar(), p.IsMostlyRural(); {
	case far && rural:
		return b.t("parecidas.porque.ambas", "km", number(p.SeatDistance.At, 0))
	case far:
		return b.t("parecidas.porque.lejos", "km", number(p.SeatDistance.At, 0))
	case rural:
		return b.t("parecidas.porque.rural")
	}
	return ""
}

// unknownOf names the facts that cannot be compared because the place that asks
// lacks them.
func (b *builder) unknownOf(p *likeness.Place, l *likes) string {
	if p.ID == "" { // answers: what was not asked is not missing
		return ""
	}
	var list []string
	for _, f := range []struct {
		fact  likeness.Fact
		known bool
	}{
		{likeness.Region, p.Region != ""}, {likeness.Altitude, p.Altitude.Known}, {likeness.Population, p.Population.Known},
		{likeness.Rural, p.Rural.Known}, {likeness.Poverty, p.Poverty.Known}, {likeness.SeatDistance, p.SeatDistance.Known},
	} {
		if !f.known && l.set.Counts(f.fact) {
			list = append(list, l.unknown[f.fact])
		}
	}
	if len(list) == 0 {
		return ""
	}
	return b.t("parecidas.sincomparar", "datos", enumerate(list))
}

// reasons says why a place is alike, what sets it apart and what is not known of it.
func (b *builder) reasons(l *likes, c likeness.Comparison) template.HTML {
	return b.piece("parecida-razones", c, func() any {
		v := alikeReasons{Why: sentenceOf(l.phrases(c.Common))}
		if v.Why == "" {
			v.Why = b.t("parecidas.sinrazones")
		}
		if c.Apart.Len() > 0 {
			v.But = b.t("parecidas.aparte", "razones", enumerate(l.phrases(c.Apart)))
		}
		var missing []string
		for _, f := range likeness.Facts() {
			if c.Missing.Has(f) {
				missing = append(missing, l.unknown[f])
			}
		}
		if len(missing) > 0 {
			v.But = strings.TrimSpace(v.But + " " + b.t("parecidas.noconsta", "datos", enumerate(missing)))
		}
		return v
	})
}

func (l *likes) phrases(reasons likeness.Reasons) []string {
	var list []string
	for r := range reasons.All() {
		list = append(list, l.say[r])
	}
	return list
}

// enumerate joins phrases as Spanish does: "a, b y c".
func enumerate(list []string) string {
	switch n := len(list); {
	case n == 0:
		return ""
	case n == 1:
		return list[0]
	default:
		and := " y "
		if last := list[n-1]; strings.HasPrefix(last, "i") || strings.HasPrefix(last, "hi") && !strings.HasPrefix(last, "hie") {
			and = " e "
		}
		return strings.Join(list[:n-1], ", ") + and + list[n-1]
	}
}

// sentenceOf makes a sentence of phrases separated by commas, or "".
func sentenceOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	s := strings.Join(list, ", ")
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:] + "."
}

// needsLittle says what a practice that needs little does without, or "".
func (b *builder) needsLittle(p *site.Practice) string {
	if !p.Eases.NeedsLittle() {
		return ""
	}
	return b.t("parecidas.necesitapoco", "que", strings.ToLower(b.easeNames(p.Eases.List(), ", ")))
}
