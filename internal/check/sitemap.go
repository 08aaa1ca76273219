package check

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"vitrina/internal/diag"
)

// listing is a page that a sitemap names.
type listing struct {
	page int32
	raw  string
	pos  diag.Pos
}

// sitemapLimit is the most addresses that one sitemap may hold (sitemaps.org).
const sitemapLimit = 50_000

type sitemapEntry struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
}

// sitemap reads one address of a sitemap, or one sitemap of an index.
func (f *file) sitemap(d *xml.Decoder, t xml.StartElement, off int) error {
	if t.Name.Local != "url" && t.Name.Local != "sitemap" {
		return d.Skip()
	}
	var e sitemapEntry
	if err := d.DecodeElement(&e, &t); err != nil {
		return err
	}
	loc := strings.TrimSpace(e.Loc)
	target, ok := f.publish(off, "la dirección del mapa", loc, true)
	if ok {
		f.listed = append(f.listed, listing{target, loc, f.pos(off)})
	}
	if m := strings.TrimSpace(e.LastMod); m != "" && !w3cDate(m) {
		f.report(off, fmt.Sprintf("la fecha «%s» del mapa no se entiende", short(m)), "escriba AAAA-MM-DD")
	}
	return nil
}

func (f *file) sitemapEnd() {
	if n := len(f.listed); n > sitemapLimit {
		f.reportFile(fmt.Sprintf("el mapa tiene %d direcciones y solo puede tener %d", n, sitemapLimit), "repártalo en varios")
	}
}

func w3cDate(s string) bool {
	for _, layout := range []string{"2006-01-02", time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01", "2006"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// settleSitemaps compares what the sitemaps list with what may be indexed.
func settleSitemaps(x *index, results []result) diag.List {
	var out diag.List
	listed := map[int32]bool{}
	for id := range results {
		for _, l := range results[id].listed {
			problem := func(text, hint string) {
				out = append(out, diag.Problem{File: x.names[id], Pos: l.pos, Text: text, Hint: hint})
			}
			switch {
			case listed[l.page]:
				problem(fmt.Sprintf("«%s» está repetida en el mapa del sitio", short(l.raw)), "")
			case isPage(x.names[l.page]) && !results[l.page].indexable:
				problem(fmt.Sprintf("«%s» está en el mapa del sitio y su página no se ofrece a los buscadores", short(l.raw)), "quítela del mapa, o de la página el noindex o la dirección canónica de otra")
			}
			listed[l.page] = true
		}
	}
	_, has := x.at["sitemap.xml"]
	for id := range results {
		if !results[id].indexable || listed[int32(id)] {
			continue
		}
		if !has {
			return append(out, diag.Problem{File: "sitemap.xml", Text: "falta el mapa del sitio (sitemap.xml)"})
		}
		out = append(out, diag.Problem{File: x.names[id], Text: "la página no está en el mapa del sitio", Hint: "agréguela a sitemap.xml, o póngale noindex"})
	}
	return out
}

func isDrawing(name string) bool { return strings.HasSuffix(name, ".svg") }

func isPage(name string) bool {
	return strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".htm")
}
