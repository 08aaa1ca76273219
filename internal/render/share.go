package render

import (
	"html/template"

	"vitrina/internal/site"
)

// share is the ways to pass a practice on.
func (b *builder) share(p *site.Practice) template.HTML {
	type view struct {
		Subject string // of an e-mail
		Text    string // of a message, with the address
		Address string
	}
	return b.fill("compartir", view{b.t("compartir.asunto"), b.shareText(p), b.absolute(p.Address)})
}

// shareText is what a reader sends to another: what it is, whose it is and
// where to read it. It says when the practice is invented.
func (b *builder) shareText(p *site.Practice) string {
	key := "compartir.texto"
	if p.Entry.Example {
		key = "compartir.textoejemplo"
	}
	return b.t(key, "titulo", p.Entry.Title, "lugar", p.Municipality.Entry.Name+", "+p.Municipality.Department.Name, "url", b.absolute(p.Address))
}
