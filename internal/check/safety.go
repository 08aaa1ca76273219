package check

import (
	"bytes"
	"fmt"
	"strings"
)

// forbiddenTags bring in what the page does not control, or change how the rest
// of it is read.
var forbiddenTags = set("iframe", "frame", "frameset", "fencedframe", "portal", "object", "embed", "applet", "base",
	"plaintext", "xmp", "noembed", "noframes", "listing")

// forbidden reports what may not be in a page at all.
func (p *page) forbidden(e *element) bool {
	switch {
	case forbiddenTags[e.name]:
		p.report(e.off, fmt.Sprintf("la etiqueta «%s» no está permitida", e.name), "")
		return true
	case e.name == "style":
		p.report(e.off, "estilos dentro de la página (style): la política de seguridad los bloquea", "páselos a una hoja de estilos")
		return true
	case e.name == "meta" && strings.EqualFold(strings.TrimSpace(e.val("http-equiv")), "refresh"):
		p.report(e.off, "la página se redirige sola (meta refresh)", "use _redirects")
		return true
	}
	return false
}

// handlers reports attributes that run or paint on their own.
func (f *file) handlers(e *element) {
	for _, a := range e.attrs {
		switch {
		case strings.HasPrefix(a.key, "on"):
			f.report(e.off, fmt.Sprintf("el atributo «%s» ejecuta código dentro de la página", a.key), "páselo a un archivo .js")
		case a.key == "style":
			f.report(e.off, "el atributo «style» pone estilos dentro de la página", "use una clase")
		case a.key == "srcdoc":
			f.report(e.off, "el atributo «srcdoc» lleva otra página dentro", "")
		}
	}
}

// script is the script element that is open.
type script struct {
	off     int
	data    bool // holds linked data
	content bool
}

// linkedData is the type of the only script that may stand in a page.
const linkedData = "application/ld+json"

func (p *page) scriptTag(e *element) {
	if e.name != "script" {
		return
	}
	p.script = script{off: e.off}
	switch {
	case e.foreign:
		p.report(e.off, "código dentro de un dibujo (svg)", "")
	case strings.EqualFold(strings.TrimSpace(e.val("type")), linkedData):
		p.script.data = true
		if e.has("src") {
			p.report(e.off, "los datos enlazados (JSON-LD) van dentro de la página, no en otro archivo", "")
		}
	case !e.has("src") && !e.has("href") && !e.has("xlink:href"):
		p.report(e.off, "código dentro de la página (script sin «src»): la política de seguridad lo bloquea", "páselo a un archivo .js")
	}
}

func (p *page) scriptText(text []byte) {
	p.script.content = true
	if p.script.data {
		p.linkedData(text)
	}
}

func (p *page) scriptEnd() {
	if p.script.data && !p.script.content {
		p.report(p.script.off, "los datos enlazados (JSON-LD) están vacíos", "")
	}
}

// noscript reports the one trap of noscript: with JavaScript its content is
// text up to "</noscript", wherever that stands.
func (p *page) noscript(token []byte) {
	if bytes.Contains(bytes.ToLower(token), []byte("</noscript")) {
		p.report(p.off, "«</noscript» dentro de un atributo o comentario: un navegador con JavaScript leería otra página", "")
	}
}
