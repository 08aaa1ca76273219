package render

import (
	"vitrina/internal/content"
	"vitrina/internal/site"
)

// Linked data (schema.org) of each page, as plain structs that are written
// as JSON. Only what is known is said.

type ldGraph struct {
	Context string `json:"@context"`
	Graph   []any  `json:"@graph"`
}

type ldThing struct {
	Type             string       `json:"@type"`
	ID               string       `json:"@id,omitempty"`
	Name             string       `json:"name,omitempty"`
	Headline         string       `json:"headline,omitempty"`
	Description      string       `json:"description,omitempty"`
	URL              string       `json:"url,omitempty"`
	Language         string       `json:"inLanguage,omitempty"`
	Modified         string       `json:"dateModified,omitempty"`
	Image            string       `json:"image,omitempty"`
	About            []ldThing    `json:"about,omitempty"`
	Place            *ldThing     `json:"spatialCoverage,omitempty"`
	Within           *ldThing     `json:"containedInPlace,omitempty"`
	Geo              *ldGeo       `json:"geo,omitempty"`
	Identifier       string       `json:"identifier,omitempty"`
	Telephone        string       `json:"telephone,omitempty"`
	Email            string       `json:"email,omitempty"`
	Publisher        *ldThing     `json:"publisher,omitempty"`
	PartOf           *ldThing     `json:"isPartOf,omitempty"`
	Elements         []ldListItem `json:"itemListElement,omitempty"`
	Distribution     []ldThing    `json:"distribution,omitempty"`
	ContentURL       string       `json:"contentUrl,omitempty"`
	EncodingFormat   string       `json:"encodingFormat,omitempty"`
	PotentialAction  *ldSearch    `json:"potentialAction,omitempty"`
	CreativeWorkNote string       `json:"creativeWorkStatus,omitempty"`
	License          string       `json:"license,omitempty"`
}

type ldGeo struct {
	Type      string  `json:"@type"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type ldListItem struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item,omitempty"`
}

type ldSearch struct {
	Type   string `json:"@type"`
	Target string `json:"target"`
	Query  string `json:"query-input"`
}

// graph is the linked data of a page: what the page is about, or the page
// itself, and the way to it.
func (b *builder) graph(h head) ldGraph {
	g := ldGraph{Context: "https://schema.org"}
	address := b.absolute(b.route.Address())
	main := h.linkedData
	if main == nil {
		page := ldThing{Type: "CollectionPage", Name: h.title, Description: h.description, URL: address, Language: "es-PE"}
		switch b.route.Kind {
		case site.KindHome:
			page.Type = "WebSite"
			page.Publisher = b.publisher()
			page.PotentialAction = &ldSearch{"SearchAction", b.absolute("/buscar/") + "?q={search_term_string}", "required name=search_term_string"}
		case site.KindPage, site.KindNotFound:
			page.Type = "WebPage"
		case site.KindSearch:
			page.Type = "SearchResultsPage"
		}
		main = page
	}
	g.Graph = append(g.Graph, main)
	if b.route.Kind == site.KindHome || b.route.Kind == site.KindNotFound {
		return g
	}
	trail := ldThing{Type: "BreadcrumbList"}
	trail.Elements = append(trail.Elements, ldListItem{"ListItem", 1, b.t("navegacion.inicio"), b.absolute("/")})
	for _, c := range h.crumbs {
		trail.Elements = append(trail.Elements, ldListItem{"ListItem", len(trail.Elements) + 1, c.Text, b.absolute(c.Href[len(b.root):])})
	}
	trail.Elements = append(trail.Elements, ldListItem{"ListItem", len(trail.Elements) + 1, h.title, address})
	g.Graph = append(g.Graph, trail)
	return g
}

func (b *builder) publisher() *ldThing {
	if b.s.Config.Organization == "" {
		return nil
	}
	return &ldThing{Type: "Organization", Name: b.s.Config.Organization}
}

func (b *builder) practiceData(p *site.Practice) any {
	t := ldThing{
		Type: "Article", Headline: p.Entry.Title, Description: p.Entry.Summary,
		URL: b.absolute(p.Address), Language: "es-PE", Modified: p.Entry.Updated.String(),
		Place: b.ldPlace(p.Municipality), Publisher: b.publisher(),
	}
	for _, x := range p.Themes {
		t.About = append(t.About, ldThing{Type: "Thing", Name: x.Entry.Name, URL: b.absolute(x.Address)})
	}
	if len(p.Images) > 0 {
		vs := p.Images[0].Photo.Variants
		t.Image = b.absolute(PhotoAddress(vs[len(vs)-1]))
	}
	if p.Entry.Example {
		t.CreativeWorkNote = b.t("ejemplo.corto")
	}
	return t
}

func (b *builder) ldPlace(m *site.Municipality) *ldThing {
	t := &ldThing{
		Type: "AdministrativeArea", Name: m.Entry.Name, Identifier: m.Entry.Ubigeo, URL: b.absolute(m.Address),
		Within: &ldThing{Type: "AdministrativeArea", Name: m.Province.Name,
			Within: &ldThing{Type: "AdministrativeArea", Name: m.Department.Name}},
	}
	if m.Entry.Latitude.Known && m.Entry.Longitude.Known {
		t.Geo = &ldGeo{"GeoCoordinates", m.Entry.Latitude.Value, m.Entry.Longitude.Value}
	}
	return t
}

func (b *builder) municipalityData(m *site.Municipality, name string) any {
	c := m.Entry.Contact
	t := *b.ldPlace(m)
	t.Type, t.Name, t.Telephone, t.Email = "GovernmentOrganization", name, c.Phone, c.Email
	t.Geo, t.Within = nil, nil // an organisation has an area; the area has a place
	return struct {
		ldThing
		Area *ldThing `json:"areaServed"`
	}{t, b.ldPlace(m)}
}

func (b *builder) liaisonData(l *site.Liaison) any {
	return struct {
		ldThing
		Area ldThing `json:"areaServed"`
	}{
		ldThing{Type: "GovernmentOffice", Name: l.Entry.Office, URL: b.absolute(l.Address), Telephone: l.Entry.Phone, Email: l.Entry.Email},
		ldThing{Type: "AdministrativeArea", Name: l.Department.Name},
	}
}

func (b *builder) datasetData() any {
	return ldThing{
		Type: "Dataset", Name: b.t("datos.titulo") + " — " + b.s.Config.Title, Description: b.t("datos.descripcion"),
		URL: b.absolute("/datos/"), Language: "es-PE", Publisher: b.publisher(),
		Distribution: []ldThing{
			{Type: "DataDownload", EncodingFormat: "application/json", ContentURL: b.absolute("/datos/practicas.json")},
			{Type: "DataDownload", EncodingFormat: "text/csv", ContentURL: b.absolute("/datos/practicas.csv")},
		},
	}
}

// latest is the day on which anything on the site last changed.
func latest(s *site.Site) content.Date {
	last := site.Updated(s.Practices)
	for _, m := range s.Municipalities {
		last = site.Later(last, m.Entry.Updated)
	}
	for _, l := range s.Liaisons {
		last = site.Later(last, l.Entry.Updated)
	}
	for _, p := range s.Pages {
		last = site.Later(last, p.Entry.Updated)
	}
	return last
}
