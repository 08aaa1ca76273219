package render

import (
	"cmp"
	"encoding/json"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"vitrina/internal/content"
	"vitrina/internal/site"
)

// builder makes the view of one page. It remembers the first text that is
// missing, so that views read as plain values.
type builder struct {
	r     *Renderer
	s     *site.Site
	route site.Route
	root  string // from this page to the site's root: "../../"
	kept  *siteKept
	err   error
}

func (r *Renderer) builder(s *site.Site, route site.Route) *builder {
	b := &builder{r: r, s: s, route: route, kept: r.kept.of(s)}
	if route.Kind == site.KindNotFound { // served at any depth
		b.root = s.BasePath
		return b
	}
	b.root = strings.Repeat("../", strings.Count(route.Address(), "/")-1)
	return b
}

// t returns a text of the interface.
func (b *builder) t(key string, args ...string) string {
	text, err := b.r.texts.Get(key, args...)
	if err != nil && b.err == nil {
		b.err = err
	}
	return text
}

// n returns the text for a quantity.
func (b *builder) n(key string, n int) string {
	text, err := b.r.texts.Count(key, n, count(n))
	if err != nil && b.err == nil {
		b.err = err
	}
	return text
}

// code is the QR code of an address of the site.
func (b *builder) code(address string) *qrCode {
	code, err := b.r.codes.code(b.absolute(address))
	if err != nil && b.err == nil {
		b.err = err
	}
	return code
}

// href is the way from this page to an address of the site.
func (b *builder) href(address string) string {
	h := b.root + strings.TrimPrefix(address, "/")
	if h == "" {
		return "./"
	}
	return h
}

// frame is what a page says of itself, around its own matter.
type frame struct {
	Title       string // of the window
	Heading     string // the h1
	Description string
	Canonical   string
	NoIndex     bool
	Image       shareImage
	FeedLink    template.HTML // names the feed that belongs to the page
	Search      string
	Crumbs      template.HTML // the pages above this one, from the home page down
	Here        string        // this page's name, at the end of the crumbs
	LinkedData  template.JS
	Band        string // says that the page shows what is not public
}

func (f *frame) outer() *frame { return f }

// surround is what all pages of one kind at one depth share.
type surround struct {
	Kind, SiteTitle, Owner string
	Type                   string // og:type
	Home, Search           string
	SearchBox              bool // in the header; home, search and 404 have one of their own
	CSS, JS, Early, Icon   string
	Menu                   []menuLink
	Footer                 []link
}

type link struct {
	Href, Text string
}

type menuLink struct {
	link
	Current bool
}

// head is what a page says of itself.
type head struct {
	title       string // of the page, without the site's name
	description string
	noIndex     bool
	crumbs      []link     // between home and this page
	feed        string     // address
	image       shareImage // zero for the one of the site
	linkedData  any
}

func (b *builder) frame(h head) frame {
	s := b.s
	address := b.route.Address()
	f := frame{
		Title:       h.title + " — " + s.Config.Title,
		Heading:     h.title,
		Description: sentence(h.description, 200),
		Canonical:   b.absolute(address),
		NoIndex:     h.noIndex || s.NoIndex,
		FeedLink:    b.feedLink(cmp.Or(h.feed, "/feed.xml")),
		Search:      b.href("/buscar/"),
		LinkedData:  b.json(b.graph(h)),
		Image:       cmp.Or(h.image, shareImage{b.absolute(b.r.assets.ShareImage), s.Config.Title}),
	}
	if b.route.Kind == site.KindHome {
		f.Title = s.Config.Title
	} else {
		f.Crumbs = b.crumbs(h.crumbs)
		f.Here = h.title
	}
	return f
}

// json is a value as a script of data holds it: encoding/json leaves nothing in it
// that could end the script.
func (b *builder) json(v any) template.JS {
	data, err := json.Marshal(v)
	if err != nil && b.err == nil {
		b.err = err
	}
	return template.JS(data)
}

// feedLink names a feed to whoever reads the head of a page.
func (b *builder) feedLink(address string) template.HTML {
	return b.fill("canal", b.href(address))
}

// crumbs are the links down to a page.
func (b *builder) crumbs(between []link) template.HTML {
	var key []byte
	for _, l := range between {
		key = strconv.AppendQuote(strconv.AppendQuote(key, l.Href), l.Text)
	}
	return b.piece("migas", string(key), func() any {
		return append([]link{{b.href("/"), b.t("navegacion.inicio")}}, between...)
	})
}

// menu is the menu entry that the page belongs to: the longest address that
// the page's own begins with; "" for none.
func (b *builder) menu() string {
	address, current := b.route.Address(), ""
	for _, item := range b.s.Config.Menu {
		if id := item.URL.ID; id != "/" && len(id) > len(current) && strings.HasPrefix(address, id) {
			current = id
		}
	}
	return current
}

func (b *builder) surround() surround {
	s := b.s
	current := b.menu()
	out := surround{
		Kind: string(b.route.Kind), SiteTitle: s.Config.Title, Owner: s.Config.Organization, Type: "website",
		Home: b.href("/"), Search: b.href("/buscar/"),
		SearchBox: b.route.Kind != site.KindHome && b.route.Kind != site.KindSearch && b.route.Kind != site.KindNotFound,
		CSS:       b.href(b.r.assets.CSS), JS: b.href(b.r.assets.JS), Early: b.href(b.r.assets.Early), Icon: b.href(b.r.assets.Icon),
	}
	if b.route.Kind == site.KindPractice {
		out.Type = "article"
	}
	for _, item := range s.Config.Menu {
		out.Menu = append(out.Menu, menuLink{link{b.href(item.URL.ID), item.Title}, item.URL.ID == current})
	}
	for _, p := range s.Pages {
		out.Footer = append(out.Footer, link{b.href(p.Address), p.Entry.Title})
	}
	out.Footer = append(out.Footer, link{b.href("/cobertura/"), b.t("cobertura.titulo")}, link{b.href("/datos/"), b.t("datos.titulo")}, link{b.href("/feed.xml"), b.t("feed.enlace")})
	return out
}

// absolute is the public address of a page or file of the site.
func (b *builder) absolute(address string) string {
	return b.s.BaseURL + strings.TrimPrefix(address, "/")
}

// crumb is a link to a page higher up.
func (b *builder) crumb(k site.Kind, text string) link {
	return link{b.href(site.Route{Kind: k}.Address()), text}
}

// card is a practice in a list.
type card struct {
	Href, Title, Place string
	Region             string // costa, sierra, selva or ""
	Award              string // "Ganadora · 2023"
	Example            bool
	Band               string
	Takes              string // "S/ 4 200 · 3 personas", what is known of it
	Without            string // what it does without: "Sin internet · Sin vehículo"
	Photo              thumbnail
	Cloth              template.HTML // when there is no photo
}

func (b *builder) card(p *site.Practice) card {
	m := p.Municipality
	c := card{
		Href:    b.href(p.Address),
		Title:   cmp.Or(p.Entry.Title, b.t("borrador.sintitulo")),
		Place:   m.Entry.Name + ", " + m.Department.Name,
		Region:  m.Entry.Region,
		Award:   b.t("reconocimiento."+p.Entry.Recognition) + " · " + editionYears(p.Edition.Entry),
		Example: p.Entry.Example,
		Band:    b.band(p),
	}
	c.Without = b.without(p)
	var takes []string
	if e := p.Entry; e.Cost.Amount.Known {
		takes = append(takes, soles(e.Cost.Amount.Value))
	}
	if e := p.Entry; e.Team.People.Known {
		takes = append(takes, b.n("necesita.personas", int(e.Team.People.Value)))
	}
	c.Takes = strings.Join(takes, " · ")
	if len(p.Images) > 0 {
		c.Photo = b.thumbnail(p.Images[0])
	} else {
		c.Cloth = b.clothBand(p)
	}
	return c
}

// without says in a few words what a practice does without, or needs little of.
func (b *builder) without(p *site.Practice) string {
	marks := strings.ReplaceAll(b.easeNames(p.Eases.List(), "|"), " ", nbsp) // each stays on one line
	marks = strings.ReplaceAll(marks, "|", " · ")
	if p.Entry.Needs.Power == "no-necesita" {
		if marks != "" {
			marks += " · "
		}
		marks += b.t("sin.energia")
	}
	return marks
}

// band is the line over an entry that the public cannot see.
func (b *builder) band(p *site.Practice) string {
	switch p.State {
	case site.Draft:
		return b.t("banda.borrador")
	case site.Withdrawn:
		return b.t("banda.retirada")
	case site.Embargoed:
		at := p.Entry.Embargo.In(content.Lima())
		return b.t("banda.embargo", "fecha", longDate(content.Date{Year: at.Year(), Month: int(at.Month()), Day: at.Day()}), "hora", at.Format("15:04"))
	}
	return ""
}

// picture is a photo in the sizes that are published.
type picture struct {
	Src, Srcset   string
	Width, Height int
	Alt, Credit   string
	Caption       string
	Weight        string // of its narrowest size: "38 kB"; "" when unknown
	Inline        bool   // stands among the words of a sentence
	Beside        bool   // stands beside the title, where there is room for that
}

// PhotoAddress is where a size of a photo is published.
func PhotoAddress(v site.PhotoVariant) string { return "/imagenes/" + v.Name }

// thumbnail is the narrowest size of a photo: lists are read on slow links, and
// a card is no place to study a picture.
type thumbnail struct{ Src, Width, Height string }

// thumbnail is that of a photo.
func (b *builder) thumbnail(img site.Image) thumbnail {
	v := img.Photo.Variants[0]
	return thumbnail{b.href(PhotoAddress(v)), strconv.Itoa(v.Width), strconv.Itoa(v.Height)}
}

func (b *builder) picture(img site.Image) *picture {
	p := &picture{Alt: img.Entry.Alt, Credit: img.Entry.Credit}
	if b.r.photos != nil {
		p.Weight = b.size(b.r.photos(img))
	}
	var set []string
	for _, v := range img.Photo.Variants {
		set = append(set, b.href(PhotoAddress(v))+" "+strconv.Itoa(v.Width)+"w")
		if p.Src == "" || v.Width <= 960 {
			p.Src, p.Width, p.Height = b.href(PhotoAddress(v)), v.Width, v.Height
		}
	}
	p.Srcset = strings.Join(set, ", ")
	return p
}

// pager is the way through a list of several pages.
type pager struct {
	Page, Pages    int
	Previous, Next link
	Position       string // "Página 2 de 9"
}

func (b *builder) pager(total int) pager {
	p := pager{Page: max(b.route.Page, 1), Pages: site.Pages(total)}
	p.Position = b.t("lista.pagina", "n", count(p.Page), "total", count(p.Pages))
	to := func(page int, key string) link {
		r := b.route
		r.Page = page
		return link{b.href(r.Address()), b.t(key)}
	}
	if p.Page > 1 {
		p.Previous = to(p.Page-1, "lista.anterior")
	}
	if p.Page < p.Pages {
		p.Next = to(p.Page+1, "lista.siguiente")
	}
	return p
}

// editionYears names an edition by its years: 2018, 2015–2016.
func editionYears(e *content.Edition) string {
	if e.EndYear > e.StartYear {
		return strconv.Itoa(e.StartYear) + "–" + strconv.Itoa(e.EndYear)
	}
	return strconv.Itoa(e.StartYear)
}

// pageTitle tells the pages of one list apart.
func (b *builder) pageTitle(title string) string {
	if b.route.Page > 1 {
		return title + ", " + strings.ToLower(b.t("lista.numero", "n", count(b.route.Page)))
	}
	return title
}

func joinNames[T any](list []T, name func(T) string) string {
	names := make([]string, len(list))
	for i, x := range list {
		names[i] = name(x)
	}
	return strings.Join(slices.DeleteFunc(names, func(s string) bool { return s == "" }), " · ")
}
