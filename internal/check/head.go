package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// head is what a page says of itself.
type head struct {
	lang        string
	hasHTML     bool
	titles      int
	title       string
	description string
	described   bool
	noIndex     bool
	canonical   int32 // the page that is the one to be indexed
	hasCanon    bool
}

// languageTag is the shape of a language tag, without its registry.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func (p *page) headTag(e *element) {
	h := &p.head
	switch {
	case e.foreign:
	case e.name == "html":
		if h.hasHTML {
			return
		}
		h.hasHTML, h.lang = true, strings.TrimSpace(e.val("lang"))
		if !languageTag.MatchString(h.lang) {
			p.report(e.off, "«html» no dice el idioma de la página", "escriba lang=\"es-PE\"")
		}
	case e.name == "title":
		if h.titles++; h.titles > 1 {
			p.report(e.off, "la página tiene más de un «title»", "")
		}
	case e.name == "meta":
		switch strings.ToLower(e.val("name")) {
		case "description":
			if h.described {
				p.report(e.off, "la página tiene más de una descripción", "")
			}
			h.described, h.description = true, e.val("content")
		case "robots", "googlebot":
			says := words(strings.ReplaceAll(e.val("content"), ",", " "))
			if slices.Contains(says, "noindex") || slices.Contains(says, "none") {
				h.noIndex = true
			}
		}
	}
}

func (p *page) settleHead() {
	h := &p.head
	if !h.hasHTML {
		p.reportFile("falta la etiqueta «html» con el idioma de la página", "")
	}
	switch {
	case h.titles == 0:
		p.reportFile("falta el título de la página (title)", "")
	case blankString(h.title):
		p.reportFile("el título de la página (title) está vacío", "")
	}
	hidden := h.noIndex || p.name404()
	if !hidden && blankString(h.description) {
		p.reportFile("falta la descripción de la página", "agregue <meta name=\"description\">, o noindex si no debe salir en buscadores")
	}
	p.indexable = !hidden && (!h.hasCanon || h.canonical == p.id)
}

// name404 reports whether this is the page that a host serves wherever there is none.
func (f *file) name404() bool { return f.name == "404.html" }

// headings are the levels of a page so far.
type headings struct {
	h1, last int
}

func (p *page) heading(e *element) {
	if e.foreign || len(e.name) != 2 || e.name[0] != 'h' || e.name[1] < '1' || e.name[1] > '6' {
		return
	}
	h := &p.headings
	level := int(e.name[1] - '0')
	if level == 1 {
		if h.h1++; h.h1 > 1 {
			p.report(e.off, "la página tiene más de un «h1»", "")
		}
	}
	switch {
	case h.last == 0 && level > 1:
		p.report(e.off, fmt.Sprintf("el primer encabezado es «h%d»: debe ser «h1»", level), "")
	case level > h.last+1:
		p.report(e.off, fmt.Sprintf("después de «h%d» viene «h%d»: los encabezados no saltan niveles", h.last, level), "")
	}
	h.last = level
}

func (p *page) settleHeadings() {
	if p.headings.h1 == 0 {
		p.reportFile("falta el encabezado principal (h1)", "")
	}
}
