package render

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"vitrina/internal/content"
	"vitrina/internal/site"
)

// CalendarType is what calendars are served as.
const CalendarType = "text/calendar; charset=utf-8"

// limaZone is how calendars name the time of Peru.
const limaZone = "America/Lima"

// calendar is the iCalendar file of an office: every session, past ones too,
// because a calendar that people subscribe to also keeps what was.
//
// Its times are those of the entry: DTSTAMP is the day of the last revision,
// so that the same content gives the same bytes. How long a session lasts is
// not known, and not invented: a session with an hour has a start alone, one
// without is a whole day.
func (b *builder) calendar(l *site.Liaison) ([]byte, error) {
	e := l.Entry
	stamp := time.Date(e.Updated.Year, time.Month(e.Updated.Month), e.Updated.Day, 0, 0, 0, 0, content.Lima())
	title := b.t("enlace.titulo", "departamento", l.Department.Name)

	cal := ics.NewCalendarFor("Vitrina")
	cal.SetProductId("-//Vitrina//Enlaces regionales//ES")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(plainLine(b.exampleTitle(e.Example, title)))
	cal.SetXWRTimezone(limaZone)
	cal.SetRefreshInterval("P1D")
	cal.SetXPublishedTTL("P1D")
	addLima(cal)

	seen := map[string]int{}
	for _, s := range l.Sessions {
		ev := cal.AddEvent(b.sessionID(l, s, seen))
		ev.SetDtStampTime(stamp)
		ev.SetModifiedAt(stamp)
		at := s.Entry.When.At.In(content.Lima())
		if s.Entry.When.Timed {
			ev.SetProperty(ics.ComponentPropertyDtStart, at.Format("20060102T150405"), ics.WithTZID(limaZone))
		} else {
			ev.SetProperty(ics.ComponentPropertyDtStart, at.Format("20060102"), ics.WithValue("DATE"))
			ev.SetProperty(ics.ComponentPropertyDtEnd, at.AddDate(0, 0, 1).Format("20060102"), ics.WithValue("DATE"))
		}
		ev.SetSummary(plainLine(b.exampleTitle(e.Example, s.Entry.Title)))
		if s.Entry.Place != "" {
			ev.SetLocation(plainLine(s.Entry.Place))
		}
		ev.SetDescription(b.sessionNotes(l, s))
		ev.SetURL(plainLine(cmp.Or(s.Entry.Link, b.absolute(l.Address))))
		ev.AddCategory(b.t("modalidad." + s.Entry.Mode))
	}
	if b.err != nil {
		return nil, b.err
	}
	return []byte(cal.Serialize(ics.WithNewLine("\r\n"))), nil
}

// addLima tells the time zone: Peru last moved its clocks on 1 April 1994.
func addLima(cal *ics.Calendar) {
	standard := cal.AddTimezone(limaZone).AddStandard()
	standard.SetProperty(ics.ComponentPropertyDtStart, "19940401T000000")
	standard.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), "-0400")
	standard.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), "-0500")
	standard.SetProperty(ics.ComponentProperty(ics.PropertyTzname), "-05")
}

// sessionID names a session for ever, in all calendars of the world: by office,
// day and title. It stays when the hour, the place or anything else changes, or
// when other sessions come and go. Of two with the same name on one day, the
// later has a number.
func (b *builder) sessionID(l *site.Liaison, s site.Session, seen map[string]int) string {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(s.Entry.Title), " ")))
	id := fmt.Sprintf("enlace-%s-%s-%s", l.Department.Code, strings.ReplaceAll(s.Day().String(), "-", ""), hex.EncodeToString(sum[:6]))
	seen[id]++
	if n := seen[id]; n > 1 {
		id = fmt.Sprintf("%s-%d", id, n)
	}
	host := "vitrina"
	if u, err := url.Parse(b.s.BaseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return id + "@" + host
}

// sessionNotes are what a calendar shows when an event is opened.
func (b *builder) sessionNotes(l *site.Liaison, s site.Session) string {
	lines := []string{b.t("modalidad." + s.Entry.Mode)}
	if s.Entry.Link != "" {
		lines = append(lines, b.t("sesion.enlace")+": "+s.Entry.Link)
	}
	switch {
	case s.Material.Address != "":
		lines = append(lines, b.t("sesion.material")+": "+b.absolute(s.Material.Address))
	case strings.Contains(s.Entry.Material.ID, "://"):
		lines = append(lines, b.t("sesion.material")+": "+s.Entry.Material.ID)
	}
	if l.Entry.Phone != "" {
		lines = append(lines, l.Entry.Office+": "+l.Entry.Phone)
	}
	if l.Entry.Example {
		lines = append(lines, b.t("ejemplo.enlace"))
	}
	lines = append(lines, b.absolute(l.Address))
	for i := range lines {
		lines[i] = plainLine(lines[i])
	}
	return strings.Join(lines, "\n")
}

func (b *builder) exampleTitle(example bool, title string) string {
	if example {
		return b.t("ejemplo.corto") + ": " + title
	}
	return title
}

// plainLine is a text without line breaks or other control characters, which
// iCalendar does not allow, nor marks that reverse the direction of what follows.
func plainLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)), " ")
}
