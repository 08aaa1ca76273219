package check

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
)

// svg checks a drawing. Opened by its own address it is a page of the site, so
// it may not run, embed or fetch anything either. Its ids can be linked to.
func (f *file) svg() {
	d := xml.NewDecoder(bytes.NewReader(f.data))
	found := map[string]bool{}
	depth := 0
	for {
		off := int(d.InputOffset())
		token, err := d.Token()
		if err != nil {
			f.xmlEnd(err, d)
			break
		}
		switch t := token.(type) {
		case xml.Directive:
			if bytes.Contains(t, []byte("ENTITY")) {
				f.report(off, "el dibujo define entidades de XML", "")
			}
		case xml.ProcInst:
			if t.Target != "xml" {
				f.report(off, fmt.Sprintf("el dibujo lleva una instrucción «%s»", short(t.Target)), "")
			}
		case xml.StartElement:
			e := elementOf(t, off)
			if depth == 0 && e.name != "svg" {
				f.report(off, fmt.Sprintf("un archivo .svg debe empezar por «svg», no por «%s»", short(e.name)), "")
			}
			f.drawing(&e)
			if id := e.val("id"); id != "" {
				if found[id] {
					f.report(off, fmt.Sprintf("el id «%s» está repetido", short(id)), "")
				}
				found[id] = true
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
	f.keepIDs(maps.Keys(found))
}

func elementOf(t xml.StartElement, off int) element {
	e := element{name: strings.ToLower(t.Name.Local), off: off, foreign: true}
	for _, a := range t.Attr {
		key := strings.ToLower(a.Name.Local)
		if strings.Contains(a.Name.Space, "xlink") {
			key = "xlink:" + key
		}
		if a.Name.Space == "xmlns" || key == "xmlns" {
			continue // names, which are not loaded
		}
		e.attrs = append(e.attrs, attr{key, a.Value})
	}
	return e
}

// drawing checks one element of a drawing, by the rules for pages.
func (f *file) drawing(e *element) {
	switch {
	case e.name == "script":
		f.report(e.off, "código dentro de un dibujo (svg)", "")
	case e.name == "style":
		f.report(e.off, "estilos dentro de un dibujo (style): la política de seguridad los bloquea", "use atributos como «fill»")
	case !svgElements[e.name]:
		f.report(e.off, fmt.Sprintf("«%s» no puede ir en un dibujo", short(e.name)), "")
	default:
		p := page{file: f}
		p.follow(e)
	}
	f.handlers(e)
}

// xmlEnd reports how reading a file of XML ended, unless it was at its end.
func (f *file) xmlEnd(err error, d *xml.Decoder) {
	if errors.Is(err, io.EOF) {
		return
	}
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		f.report(int(d.InputOffset()), "XML mal escrito: "+syntax.Msg, "")
		return
	}
	f.report(int(d.InputOffset()), fmt.Sprintf("XML mal escrito: %v", err), "")
}
