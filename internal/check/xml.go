package check

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

// The documents that are known by their first element.
const (
	atomSpace    = "http://www.w3.org/2005/Atom"
	sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"
)

// xml checks a file of XML: it is well formed, and a feed or sitemap holds what
// it must.
func (f *file) xml() {
	d := xml.NewDecoder(bytes.NewReader(f.data))
	var part func(d *xml.Decoder, t xml.StartElement, off int) error
	var end func()
	depth, roots := 0, 0
	for {
		off := int(d.InputOffset())
		token, err := d.Token()
		if err != nil {
			f.xmlEnd(err, d)
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch {
			case depth == 0:
				if roots++; roots > 1 {
					f.report(off, fmt.Sprintf("después del final viene otro elemento, «%s»", short(t.Name.Local)), "")
					return
				}
				part, end = f.document(t, off)
			case depth == 1 && part != nil:
				// The part is read whole, with its end.
				if err := part(d, t, off); err != nil {
					f.xmlEnd(err, d)
					return
				}
				continue
			}
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 && !blank(t) {
				f.report(off, "hay texto fuera del documento", "")
			}
		}
	}
	if roots == 0 {
		f.reportFile("el archivo no tiene ningún elemento de XML", "")
	}
	if end != nil {
		end()
	}
}

// document chooses the rules for a document by its first element.
func (f *file) document(t xml.StartElement, off int) (part func(*xml.Decoder, xml.StartElement, int) error, end func()) {
	switch {
	case t.Name.Local == "feed":
		if t.Name.Space != atomSpace {
			f.report(off, "el canal no declara el espacio de nombres de Atom", "escriba xmlns=\""+atomSpace+"\"")
		}
		a := &feed{file: f, ids: map[string]bool{}}
		return a.part, a.end
	case t.Name.Local == "urlset" || t.Name.Local == "sitemapindex":
		if t.Name.Space != sitemapSpace {
			f.report(off, "el mapa del sitio no declara su espacio de nombres", "escriba xmlns=\""+sitemapSpace+"\"")
		}
		return f.sitemap, f.sitemapEnd
	}
	return nil, nil
}
