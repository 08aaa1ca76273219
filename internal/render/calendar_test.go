package render

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	_ "time/tzdata" // the library looks up America/Lima
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"vitrina/internal/site"
)

// office is a source folder with an office in Áncash that has these sessions.
func office(sessions, extra string) fstest.MapFS {
	out := source("", "Goteaba.")
	text := "---\ndepartamento: \"02\"\noficina: \"Oficina; de, enlace\"\ntelefono: \"(043) 421 700\"\nactualizada: 2026-08-10\nejemplo: true\nsesiones:\n" + sessions + extra + "---\n"
	out["content/enlaces/02.md"] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	return out
}

func calendarOf(t *testing.T, source fstest.MapFS) []byte {
	t.Helper()
	s := assemble(t, source)
	for _, f := range renderer(t).MachineFiles(s) {
		if f.Name == "enlaces/02.ics" {
			data, err := f.Make()
			if err != nil {
				t.Fatal(err)
			}
			wantRules(t, data)
			return data
		}
	}
	t.Fatal("no enlaces/02.ics")
	return nil
}

var (
	propertyForm = regexp.MustCompile(`^[A-Z0-9-]+(;[A-Z0-9-]+=[^:;"\x00-\x1f]+)*:`)
	escapeForm   = regexp.MustCompile(`\\([\\;,nN])`)
)

// textProperties are those whose value is text, in which ; and , are escaped.
var textProperties = []string{"SUMMARY", "LOCATION", "DESCRIPTION", "NAME", "X-WR-CALNAME", "CATEGORIES", "UID", "PRODID"}

// wantRules holds a calendar to the rules of RFC 5545 that clients trip over,
// by hand: the library that wrote it is not asked.
func wantRules(t *testing.T, data []byte) {
	t.Helper()
	if !utf8.Valid(data) {
		t.Error("the calendar is not UTF-8")
	}
	text := string(data)
	if !strings.HasSuffix(text, "END:VCALENDAR\r\n") || strings.Count(text, "\n") != strings.Count(text, "\r\n") || strings.Count(text, "\r") != strings.Count(text, "\r\n") {
		t.Error("lines do not all end in CRLF")
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.TrimSpace(line) == "" {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	var open []string
	once := map[string]bool{}
	uids := map[string]bool{}
	for line := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n ", ""), "\r\n"), "\r\n") {
		if !propertyForm.MatchString(line) || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Errorf("not a property: %q", line)
			continue
		}
		head, value, _ := strings.Cut(line, ":")
		name, params, _ := strings.Cut(head, ";")
		if slices.Contains(textProperties, name) {
			if rest := escapeForm.ReplaceAllString(value, ""); strings.ContainsAny(rest, `;,\`) {
				t.Errorf("not escaped: %q", line)
			}
		}
		switch name {
		case "BEGIN":
			open = append(open, value)
			once = map[string]bool{}
			continue
		case "END":
			if n := len(open); n == 0 || open[n-1] != value {
				t.Errorf("%s ends within %v", value, open)
			} else {
				open = open[:n-1]
			}
			if value == "VEVENT" {
				for _, must := range []string{"UID", "DTSTAMP", "DTSTART", "SUMMARY"} {
					if !once[must] {
						t.Errorf("an event has no %s", must)
					}
				}
			}
			continue
		case "UID":
			if uids[value] {
				t.Errorf("two events are %s", value)
			}
			uids[value] = true
		case "DTSTAMP", "LAST-MODIFIED":
			if !regexp.MustCompile(`^\d{8}T\d{6}Z$`).MatchString(value) {
				t.Errorf("%s is not in UTC", line)
			}
		case "DTSTART", "DTEND":
			in := open[len(open)-1]
			local, day := regexp.MustCompile(`^\d{8}T\d{6}$`), regexp.MustCompile(`^\d{8}$`)
			if !(params == "TZID=America/Lima" && local.MatchString(value) || params == "VALUE=DATE" && day.MatchString(value) || in == "STANDARD" && params == "" && local.MatchString(value)) {
				t.Errorf("%s in %s", line, in)
			}
		}
		if once[name] {
			t.Errorf("%s twice in %v", name, open)
		}
		once[name] = true
	}
	if len(open) > 0 {
		t.Errorf("%v never end", open)
	}
	if !strings.Contains(text, "\r\nBEGIN:VTIMEZONE\r\nTZID:America/Lima\r\n") {
		t.Error("the time zone is not told")
	}
}

func parsed(t *testing.T, data []byte) map[string]*ics.VEvent {
	t.Helper()
	cal, err := ics.ParseCalendar(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*ics.VEvent{}
	for _, e := range cal.Events() {
		out[e.GetProperty(ics.ComponentPropertySummary).Value] = e
	}
	return out
}

func TestCalendarsSayWhatTheEntrySays(t *testing.T) {
	data := calendarOf(t, office(`  - fecha: "2026-10-22 09:00"
    titulo: "Agua: turnos, cuotas; y registro"
    modalidad: presencial
    lugar: "Sala \\ segundo piso"
  - fecha: "2026-11-19"
    titulo: Visita
    modalidad: visita
  - fecha: "2026-12-01T23:30:00Z"
    titulo: En hora de Greenwich
    modalidad: virtual
    enlace: https://reuniones.example/sala?a=1,2;b=3
    material: /practicas/pileta/
`, ""))
	events := parsed(t, data)
	if len(events) != 3 {
		t.Fatalf("%d events, want 3", len(events))
	}
	lima := time.FixedZone("-05", -5*3600)

	timed := events["Ejemplo: Agua: turnos, cuotas; y registro"]
	if timed == nil {
		t.Fatalf("no such title in %v", events)
	}
	if at, err := timed.GetStartAt(); err != nil || !at.Equal(time.Date(2026, 10, 22, 9, 0, 0, 0, lima)) {
		t.Errorf("starts %v, %v", at, err)
	}
	if timed.HasProperty(ics.ComponentPropertyDtEnd) {
		t.Error("an end that nobody told")
	}
	if got := timed.GetProperty(ics.ComponentPropertyLocation).Value; got != `Sala \ segundo piso` {
		t.Errorf("place %q", got)
	}
	if at, err := timed.GetDtStampTime(); err != nil || !at.Equal(time.Date(2026, 8, 10, 0, 0, 0, 0, lima)) {
		t.Errorf("stamp %v, %v: want the day of the last revision", at, err)
	}
	notes := timed.GetProperty(ics.ComponentPropertyDescription).Value
	for _, want := range []string{"Presencial\n", "Oficina; de, enlace: (043) 421 700", "https://prueba.example/base/enlaces/02/", "inventados"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes %q lack %q", notes, want)
		}
	}

	day := events["Ejemplo: Visita"]
	start, err := day.GetAllDayStartAt()
	end, err2 := day.GetAllDayEndAt()
	if err != nil || err2 != nil || start.Format(time.DateOnly) != "2026-11-19" || end.Format(time.DateOnly) != "2026-11-20" {
		t.Errorf("a day from %v to %v (%v, %v)", start, end, err, err2)
	}

	other := events["Ejemplo: En hora de Greenwich"]
	if got := other.GetProperty(ics.ComponentPropertyDtStart).Value; got != "20261201T183000" {
		t.Errorf("starts %s, want the hour of Lima", got)
	}
	if got := other.GetProperty(ics.ComponentPropertyUrl).Value; got != "https://reuniones.example/sala?a=1,2;b=3" {
		t.Errorf("address %q", got)
	}
	if notes := other.GetProperty(ics.ComponentPropertyDescription).Value; !strings.Contains(notes, "https://prueba.example/base/practicas/pileta/") {
		t.Errorf("notes %q lack the material", notes)
	}
}

func TestTheNameOfASessionLasts(t *testing.T) {
	one := "  - {fecha: \"2026-10-22 09:00\", titulo: Taller, modalidad: visita}\n"
	uid := func(sessions, extra string) []string {
		var out []string
		for _, line := range strings.Split(string(calendarOf(t, office(sessions, extra))), "\r\n") {
			if id, ok := strings.CutPrefix(line, "UID:"); ok {
				out = append(out, id)
			}
		}
		return out
	}
	first := uid(one, "")
	for name, got := range map[string][]string{
		"another hour and place": uid("  - {fecha: \"2026-10-22 17:00\", titulo: Taller, modalidad: virtual, lugar: Sala}\n", ""),
		"only a day":             uid("  - {fecha: \"2026-10-22\", titulo: Taller, modalidad: visita}\n", ""),
		"an older one gone":      uid("  - {fecha: \"2026-01-02\", titulo: Otro, modalidad: visita}\n"+one, "")[1:],
		"another office text":    uid(one, "horario: \"lunes\"\n"),
	} {
		if !slices.Equal(got, first) {
			t.Errorf("%s: %v, want %v", name, got, first)
		}
	}
	if got := uid("  - {fecha: \"2026-10-23 09:00\", titulo: Taller, modalidad: visita}\n", ""); slices.Equal(got, first) {
		t.Error("a session of another day has the same name")
	}
	if got := uid(one+"  - {fecha: \"2026-10-22 15:00\", titulo: Taller, modalidad: visita}\n", ""); len(got) != 2 || got[0] != first[0] || got[1] == first[0] {
		t.Errorf("two of one day are %v", got)
	}
}

// Frontmatter is checked before it comes here, but a calendar must not depend
// on that: nothing that an entry says may begin a line or a component.
func TestNoTextBreaksOutOfACalendar(t *testing.T) {
	s := assemble(t, office("  - {fecha: \"2026-10-22 09:00\", titulo: Taller, modalidad: visita}\n", ""))
	l := s.Liaison("02")
	for _, evil := range []string{
		"x\r\nEND:VEVENT\r\nBEGIN:VEVENT", "x\nATTACH:https://malo.example/", "x\rUID:otro", "\\n\\;\\", "a\u2028b\u0085c\x00\x1b[31m",
		"\u202etxet", strings.Repeat("ñandú, ", 60), strings.Repeat("á", 400), "😀" + strings.Repeat("x", 74) + "😀", strings.Repeat(" ", 200) + "fin", "x;VALUE=DATE:y",
	} {
		entry := *l.Entry
		entry.Office = evil
		session := l.Entry.Sessions[0]
		session.Title, session.Place, session.Link, session.Material.ID = evil, evil, "https://reuniones.example/"+evil, "https://gob.pe/"+evil
		hostile := &site.Liaison{Entry: &entry, Department: l.Department, Address: l.Address, Calendar: l.Calendar, Sessions: []site.Session{{Entry: &session, Announced: true}}}
		b := renderer(t).builder(s, site.Route{Kind: site.KindHome})
		data, err := b.calendar(hostile)
		if err != nil {
			t.Fatal(err)
		}
		wantRules(t, data)
		cal, err := ics.ParseCalendar(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%q: %v", evil, err)
			continue
		}
		if n := len(cal.Events()); n != 1 {
			t.Errorf("%q makes %d events", evil, n)
			continue
		}
		if got, want := cal.Events()[0].GetProperty(ics.ComponentPropertySummary).Value, plainLine("Ejemplo: "+evil); got != want {
			t.Errorf("title %q comes back as %q", want, got)
		}
	}
}

func TestAnOfficeWithoutSessionsHasAValidCalendar(t *testing.T) {
	files := office("", "")
	files["content/enlaces/02.md"].Data = bytes.Replace(files["content/enlaces/02.md"].Data, []byte("sesiones:\n"), nil, 1)
	if n := len(parsed(t, calendarOf(t, files))); n != 0 {
		t.Errorf("%d events", n)
	}
}

func TestCalendarsAreServedAsCalendars(t *testing.T) {
	s := assemble(t, office("  - {fecha: \"2026-10-22\", titulo: Taller, modalidad: visita}\n", ""))
	for _, f := range renderer(t).MachineFiles(s) {
		if f.Name == "_headers" {
			data, _ := f.Make()
			if want := "/base/enlaces/02.ics\n  Content-Type: text/calendar; charset=utf-8\n"; !strings.Contains(string(data), want) {
				t.Errorf("_headers lacks %q:\n%s", want, data)
			}
		}
	}
	if !slices.Contains(s.MachineAddresses(), "/enlaces/02.ics") {
		t.Error("texts may not link to the calendar")
	}
}

// The page of a municipality shows what was announced, and leads to the rest.
func TestMunicipalitiesShowTheSessionsOfTheirOffice(t *testing.T) {
	var sessions strings.Builder
	for day := range 9 {
		fmt.Fprintf(&sessions, "  - {fecha: \"2026-08-0%d\", titulo: Pasada %d, modalidad: virtual}\n", day+1, day+1)
	}
	for day := range 8 {
		fmt.Fprintf(&sessions, "  - {fecha: \"2026-09-0%d\", titulo: Anunciada %d, modalidad: virtual}\n", day+1, day+1)
	}
	s := assemble(t, office(sessions.String(), ""))
	text := page(t, s, site.Route{Kind: site.KindMunicipality, ID: "029901"})
	for want, times := range map[string]int{
		"Anunciada 1": 1, "Anunciada 6": 1, "Anunciada 7": 0, "Pasada": 0, "Anunciadas al 10 de agosto de 2026": 1,
		`href="../../enlaces/02.ics"`: 1, "Ver las 17 sesiones": 1, `data-sesion="2026-09-01"`: 1,
	} {
		if got := strings.Count(text, want); got != times {
			t.Errorf("%q is there %d times, want %d", want, got, times)
		}
	}
	own := page(t, s, site.Route{Kind: site.KindLiaison, ID: "02"})
	if !(strings.Index(own, "Anunciada 1") < strings.Index(own, "Anunciada 6") && strings.Index(own, "Anunciada 6") < strings.Index(own, "Pasada 9") && strings.Index(own, "Pasada 9") < strings.Index(own, "Pasada 1")) {
		t.Error("not the announced soonest first, then the past latest first")
	}
}

func TestSizesAreWrittenForPeople(t *testing.T) {
	b := renderer(t).builder(assemble(t, source("", "x")), site.Route{Kind: site.KindHome})
	for n, want := range map[int64]string{0: "", 7: "7 bytes", 999: "999 bytes", 1000: "1 kB", 1250: "1,2 kB", 9_960: "10 kB", 84_499: "84 kB", 999_400: "999 kB", 999_600: "1 MB", 1_250_000: "1,2 MB", 41_000_000: "41 MB"} {
		if got := strings.ReplaceAll(b.size(n), nbsp, " "); got != want {
			t.Errorf("size(%d) = %q, want %q", n, got, want)
		}
	}
}
