package render

import (
	"cmp"
	"encoding/xml"

	"github.com/gorilla/feeds"

	"vitrina/internal/content"
	"vitrina/internal/site"
)

// feedSize is the most practices that a feed holds.
const feedSize = 50

// atomFeed is an Atom feed with the two links that a feed needs, to itself and
// to its page; the library has room for one.
type atomFeed struct {
	XMLName xml.Name `xml:"feed"`
	NS      string   `xml:"xmlns,attr"`
	Lang    string   `xml:"xml:lang,attr"`
	*feeds.AtomFeed
	Links   []feeds.AtomLink `xml:"link"`
	Entries []atomEntry      `xml:"entry"`
}

type atomEntry struct {
	*feeds.AtomEntry
	Categories []atomCategory `xml:"category"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// siteFeed is the feed of all practices.
func (b *builder) siteFeed() ([]byte, error) { return b.feed("/", b.s.Config.Title, b.s.Practices) }

// feed is the Atom feed of a page that lists practices. Its dates are those of
// the entries, so the same content gives the same feed on any day.
func (b *builder) feed(address, title string, practices []*site.Practice) ([]byte, error) {
	s := b.s
	f := atomFeed{
		NS:   "http://www.w3.org/2005/Atom",
		Lang: "es-PE",
		AtomFeed: &feeds.AtomFeed{
			Title:    title,
			Id:       b.absolute(address),
			Subtitle: s.Config.Description,
			Author:   &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: cmp.Or(s.Config.Organization, s.Config.Title)}},
			Updated:  instant(b.feedDay(practices)),
		},
		Links: []feeds.AtomLink{
			{Href: b.absolute(address), Rel: "alternate", Type: "text/html"},
			{Href: b.absolute(address + "feed.xml"), Rel: "self", Type: "application/atom+xml"},
		},
	}
	for _, p := range practices[:min(feedSize, len(practices))] {
		title := p.Entry.Title
		if p.Entry.Example {
			title = b.t("ejemplo.corto") + ": " + title
		}
		e := atomEntry{AtomEntry: &feeds.AtomEntry{
			Title:   title,
			Id:      b.absolute(p.Address),
			Updated: instant(p.Entry.Updated),
			Links:   []feeds.AtomLink{{Href: b.absolute(p.Address), Rel: "alternate", Type: "text/html"}},
			Summary: &feeds.AtomSummary{Type: "text", Content: p.Entry.Summary + " " + placeName(p.Municipality) + "."},
		}}
		for _, t := range p.Themes {
			e.Categories = append(e.Categories, atomCategory{t.Entry.Name})
		}
		f.Entries = append(f.Entries, e)
	}
	if b.err != nil {
		return nil, b.err
	}
	return xmlFile(f)
}

// feedDay is the day on which a feed last changed. One without practices changed
// with the newest thing of the site that has a date, or else with its newest
// edition, of which only the year is known.
func (b *builder) feedDay(practices []*site.Practice) content.Date {
	day := cmp.Or(site.Updated(practices), latest(b.s))
	if !day.IsZero() {
		return day
	}
	for _, e := range b.s.Editions {
		year := content.Date{Year: max(e.Entry.StartYear, e.Entry.EndYear), Month: 1, Day: 1}
		day = site.Later(day, cmp.Or(e.Entry.ResultsDate, year))
	}
	return day
}

// instant writes a day as the instant at which it begins in Lima. Atom asks for
// a date even when there is none; the oldest one says the least.
func instant(d content.Date) string {
	if d.IsZero() {
		return "1970-01-01T00:00:00-05:00"
	}
	return d.String() + "T00:00:00-05:00"
}
