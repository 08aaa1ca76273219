package render

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"vitrina/internal/site"
)

// MachineFile is one file for machines: its name and how to make it.
type MachineFile struct {
	Name string
	Make func() ([]byte, error)
}

// MachineFiles are the files that are not pages: feeds, open data, sitemap,
// robots.txt and what a host needs to know.
func (r *Renderer) MachineFiles(s *site.Site) []MachineFile {
	b := r.builder(s, site.Route{Kind: site.KindHome})
	files := []MachineFile{
		{"feed.xml", func() ([]byte, error) { return b.made("/feed.xml", b.siteFeed) }},
		{"datos/practicas.json", func() ([]byte, error) { return b.made("/datos/practicas.json", b.practicesJSON) }},
		{"datos/practicas.csv", func() ([]byte, error) { return b.made("/datos/practicas.csv", b.practicesCSV) }},
		{likeData[1:], func() ([]byte, error) { return b.likeNames() }},
		{"robots.txt", func() ([]byte, error) { return b.robots(), nil }},
		{"_redirects", func() ([]byte, error) { return b.redirects(), nil }},
	}
	files = append(files, b.sitemaps()...)
	for _, d := range s.Departments {
		files = append(files, MachineFile{d.Address[1:] + "feed.xml", func() ([]byte, error) {
			return b.feed(d.Address, s.Config.Title+" — "+d.Name, d.Practices)
		}})
	}
	for _, l := range s.Liaisons {
		files = append(files, MachineFile{l.Calendar[1:], func() ([]byte, error) {
			return b.made(l.Calendar, func() ([]byte, error) { return b.calendar(l) })
		}})
	}
	for _, t := range s.Themes {
		files = append(files, MachineFile{t.Address[1:] + "feed.xml", func() ([]byte, error) {
			return b.feed(t.Address, s.Config.Title+" — "+t.Entry.Name, t.Practices)
		}})
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	return append(files, MachineFile{"_headers", func() ([]byte, error) { return b.headers(names), nil }})
}

type urlset struct {
	XMLName xml.Name     `xml:"urlset"`
	NS      string       `xml:"xmlns,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemapLimit is the most addresses one sitemap file may hold (sitemaps.org).
const sitemapLimit = 50_000

type sitemapIndex struct {
	XMLName xml.Name     `xml:"sitemapindex"`
	NS      string       `xml:"xmlns,attr"`
	Maps    []sitemapURL `xml:"sitemap"`
}

const sitemapNS = "http://www.sitemaps.org/schemas/sitemap/0.9"

// sitemaps list every page that search engines may show: sitemap.xml alone, or,
// when there are more pages than one file may hold, an index of several.
func (b *builder) sitemaps() []MachineFile {
	var routes []site.Route
	for _, route := range b.s.Routes() {
		if b.indexed(route) {
			routes = append(routes, route)
		}
	}
	if len(routes) <= sitemapLimit {
		return []MachineFile{{"sitemap.xml", func() ([]byte, error) { return b.sitemap(routes) }}}
	}
	index := sitemapIndex{NS: sitemapNS}
	var files []MachineFile
	for part := range slices.Chunk(routes, sitemapLimit) {
		name := fmt.Sprintf("sitemap-%d.xml", len(files)+1)
		index.Maps = append(index.Maps, sitemapURL{Loc: b.absolute(name)})
		files = append(files, MachineFile{name, func() ([]byte, error) { return b.sitemap(part) }})
	}
	return append(files, MachineFile{"sitemap.xml", func() ([]byte, error) { return xmlFile(index) }})
}

// sitemap lists pages with the day on which their matter last changed; a page
// without such a day goes without.
func (b *builder) sitemap(routes []site.Route) ([]byte, error) {
	set := urlset{NS: sitemapNS}
	day := ""
	for i, route := range routes {
		if route.Page <= 1 || i == 0 { // the pages of one list follow each other and share their day
			day = b.modified(route)
		}
		set.URLs = append(set.URLs, sitemapURL{b.absolute(route.Address()), day})
	}
	return xmlFile(set)
}

// indexed reports whether search engines may show a page.
func (b *builder) indexed(route site.Route) bool {
	s := b.s
	if s.NoIndex {
		return false
	}
	switch route.Kind {
	case site.KindNotFound, site.KindDepartmentBooklet, site.KindThemeBooklet, site.KindLikeQuestions, site.KindLikeAnswers:
		return false
	case site.KindPractice:
		p := s.Practice(route.ID)
		return !p.Entry.Example && p.State == site.Public
	case site.KindMunicipality:
		return !s.Municipality(route.ID).Entry.Example
	case site.KindProvince:
		for _, m := range s.Province(route.ID).Municipalities {
			if !m.Entry.Example {
				return true
			}
		}
		return false
	case site.KindLiaison:
		return !s.Liaison(route.ID).Entry.Example
	case site.KindCoverageOf:
		return s.Coverage(false).Of(s.Department(route.ID)).Municipalities > 0
	}
	return true
}

// modified is the day on which what a page shows last changed, or "".
func (b *builder) modified(route site.Route) string {
	s := b.s
	switch route.Kind {
	case site.KindHome, site.KindSearch, site.KindData, site.KindNeeds, site.KindLike, site.KindCoverage:
		return latest(s).String()
	case site.KindPractices:
		return site.Updated(s.Practices).String()
	case site.KindPractice:
		return s.Practice(route.ID).Entry.Updated.String()
	case site.KindMunicipality:
		m := s.Municipality(route.ID)
		return site.Later(m.Entry.Updated, site.Updated(m.Practices)).String()
	case site.KindDepartment:
		return site.Updated(s.Department(route.ID).Practices).String()
	case site.KindProvince:
		return site.Updated(s.Province(route.ID).Practices).String()
	case site.KindEdition:
		return site.Updated(s.Edition(route.ID).Practices).String()
	case site.KindTheme:
		return site.Updated(s.Theme(route.ID).Practices).String()
	case site.KindGoal:
		return site.Updated(s.Goal(route.ID).Practices).String()
	case site.KindNeed:
		return site.Updated(s.Need(route.ID).Practices).String()
	case site.KindLiaison:
		return s.Liaison(route.ID).Entry.Updated.String()
	case site.KindPage:
		return s.Page(route.ID).Entry.Updated.String()
	}
	return ""
}

func xmlFile(v any) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString(xml.Header)
	enc := xml.NewEncoder(&buf)
	enc.Indent("", " ")
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	buf.WriteByte('\n')
	return buf.Bytes(), nil
}

func (b *builder) robots() []byte {
	if b.s.NoIndex {
		return []byte("User-agent: *\nDisallow: /\n")
	}
	return fmt.Appendf(nil, "User-agent: *\nAllow: /\n\nSitemap: %s\n", b.absolute("/sitemap.xml"))
}

// redirects is the _redirects file: a permanent redirect for every alias.
func (b *builder) redirects() []byte {
	var w strings.Builder
	base := strings.TrimSuffix(b.s.BasePath, "/")
	for _, r := range b.s.Redirects {
		fmt.Fprintf(&w, "%s%s %s%s 301\n", base, r.From, base, r.To)
	}
	return []byte(w.String())
}
