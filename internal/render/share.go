package render

import "vitrina/internal/site"

// shareText is what a reader sends to another: what it is, whose it is and
// where to read it. It says when the practice is invented.
func (b *builder) shareText(p *site.Practice) string {
	key := "compartir.texto"
	if p.Entry.Example {
		key = "compartir.textoejemplo"
	}
	return b.t(key, "titulo", p.Entry.Title, "lugar", p.Municipality.Entry.Name+", "+p.Municipality.Department.Name, "url", b.absolute(p.Address))
}
