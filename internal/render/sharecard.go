package render

import (
	"cmp"
	"vitrina/internal/sharecard"
	"vitrina/internal/site"
)

// ShareAddress is where a share card is published.
func ShareAddress(c sharecard.Card) string { return "/imagenes/compartir/" + c.Name() }

// ShareCard is what the share card of a practice shows.
func (r *Renderer) ShareCard(s *site.Site, p *site.Practice) sharecard.Card {
	return r.builder(s, site.Route{Kind: site.KindPractice, ID: p.Entry.Slug}).shareCard(p)
}

func (b *builder) shareCard(p *site.Practice) sharecard.Card {
	m := p.Municipality
	c := sharecard.Card{
		Slug: p.Entry.Slug, Title: cmp.Or(p.Entry.Title, b.t("borrador.sintitulo")),
		Place:  m.Entry.Name + ", " + m.Department.Name,
		Award:  b.t("reconocimiento."+p.Entry.Recognition) + " · " + editionYears(p.Edition.Entry),
		Site:   b.s.Config.Title,
		Region: m.Entry.Region,
	}
	if p.Entry.Example {
		c.Label = b.t("ejemplo.corto")
	}
	if len(p.Themes) > 0 {
		c.Theme = p.Themes[0].Entry.ID
	}
	return c
}

// shareImage is the picture that stands for a page where it is shared. It has the
// size of a share card.
type shareImage struct{ Address, Alt string }

// shareImage is the share card of a practice.
func (b *builder) shareImage(p *site.Practice) shareImage {
	c := b.shareCard(p)
	return shareImage{b.absolute(ShareAddress(c)), b.t("compartir.alt", "titulo", c.Title, "lugar", c.Place)}
}
