package render

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"vitrina/internal/site"
)

// sessionRow is a session in a list.
type sessionRow struct {
	When, WhenISO, Title, Mode, Place string
	Link                              string
	Material                          *materialRow
	External                          bool // the material is of another site
}

// calendarLink leads to the iCalendar file of an office.
type calendarLink struct {
	Href, Name, Size string
}

func (b *builder) sessionRow(s site.Session) sessionRow {
	e := s.Entry
	row := sessionRow{
		When: moment(b, e.When), WhenISO: momentISO(e.When), Title: e.Title,
		Mode: b.t("modalidad." + e.Mode), Place: e.Place, Link: e.Link,
	}
	switch m := s.Material; {
	case m.File:
		row.Material = &materialRow{Link: link{b.href(m.Address), b.t("sesion.material")}, Kind: fileKind(m.Address), Size: b.size(m.Size)}
	case m.Address != "":
		row.Material = &materialRow{Link: link{b.href(m.Address), b.t("sesion.material")}}
	case strings.Contains(e.Material.ID, "://"):
		row.Material = &materialRow{Link: link{e.Material.ID, b.t("sesion.material")}}
		row.External = true
	}
	return row
}

// announced are the sessions that were to come when the office last revised
// its entry, soonest first; past ones are the rest, latest first.
func (b *builder) announced(l *site.Liaison) (announced, past []sessionRow) {
	for _, s := range l.Sessions {
		if s.Announced {
			announced = append(announced, b.sessionRow(s))
		} else {
			past = append(past, b.sessionRow(s))
		}
	}
	slices.Reverse(past)
	return announced, past
}

func (b *builder) calendarLink(l *site.Liaison) *calendarLink {
	size := b.madeSize(l.Calendar, func() ([]byte, error) { return b.calendar(l) })
	return &calendarLink{Href: b.href(l.Calendar), Name: path.Base(l.Calendar), Size: size}
}

// nextOnMunicipality is how many sessions the page of a municipality shows.
const nextOnMunicipality = 6

// nextSessions is the part of a municipality's page that tells of the sessions
// of its office.
type nextSessions struct {
	Rows     []sessionRow
	AsOf     string // the day of the last revision, in words
	All      link
	Calendar *calendarLink
	Example  bool
}

func (b *builder) nextSessions(m *site.Municipality) *nextSessions {
	l := m.Department.Liaison
	if l == nil || len(l.Sessions) == 0 {
		return nil
	}
	v := &nextSessions{
		AsOf:     b.t("sesion.alafecha", "fecha", longDate(l.Entry.Updated)),
		All:      link{b.href(l.Address), b.n("sesion.todas", len(l.Sessions))},
		Calendar: b.calendarLink(l),
		Example:  l.Entry.Example,
	}
	for _, s := range l.Sessions {
		if s.Announced && len(v.Rows) < nextOnMunicipality {
			v.Rows = append(v.Rows, b.sessionRow(s))
		}
	}
	return v
}

// attending are how an office attends, in the order in which they cost the least.
var attending = []string{"telefono", "virtual", "visita", "presencial"}

func phoneFirst(channels []string) []string {
	return slices.SortedStableFunc(slices.Values(channels), func(a, b string) int {
		return cmp.Compare(slices.Index(attending, a), slices.Index(attending, b))
	})
}

// fileKind names a type of file as people do: PDF, CSV.
func fileKind(name string) string {
	return strings.ToUpper(strings.TrimPrefix(path.Ext(name), "."))
}

// materials are the files beside a practice: those of its frontmatter, then
// those that only its text links to.
func (b *builder) materials(p *site.Practice) []materialRow {
	sizes := make(map[string]int64, len(p.Downloads))
	for _, d := range p.Downloads {
		sizes[d.Name] = d.Size
	}
	var rows []materialRow
	listed := map[string]bool{}
	add := func(name, title, license string) {
		listed[name] = true
		rows = append(rows, materialRow{
			Link: link{b.href(p.Address + name), title}, Kind: fileKind(name), License: license, Size: b.size(sizes[name]),
		})
	}
	for _, m := range p.Entry.Materials {
		add(m.File.ID, withoutKind(m.Title), m.License)
	}
	for _, d := range p.Downloads {
		if !listed[d.Name] {
			add(d.Name, d.Name, "")
		}
	}
	return rows
}
