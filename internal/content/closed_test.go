package content

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// An embargo ends at its very instant, in Lima time when it names no zone.
func TestPublicAt(t *testing.T) {
	fsys := fstest.MapFS{
		"content/practicas/abierta.md":   {Data: sound("")},
		"content/practicas/embargada.md": {Data: sound("embargo: 2026-03-15 09:00\n")},
		"content/practicas/zulu.md":      {Data: sound("embargo: 2026-03-15T14:00:00Z\n")},
	}
	e, _ := read(t, fsys).Entries()
	end := time.Date(2026, 3, 15, 14, 0, 0, 0, time.UTC)
	for _, p := range e.Practices {
		embargoed := p.Slug != "abierta"
		if got := p.PublicAt(end.Add(-time.Nanosecond)); got == embargoed {
			t.Errorf("%s before the end: %v", p.Slug, got)
		}
		if !p.PublicAt(end) {
			t.Errorf("%s is not public at the end of its embargo", p.Slug)
		}
	}
	if (&Practice{}).PublicAt(end) {
		t.Error("a practice without status is public")
	}
}

// The problems of an embargoed practice, and of the files beside it, are hidden
// until the embargo ends; those of others stay as they are.
func TestMarkHidden(t *testing.T) {
	bad := "sobra: 1\n"
	fsys := fstest.MapFS{
		"content/sitio.yaml":                     {Data: []byte("titulo: Prueba\nurl: https://ejemplo.gob.pe/\n")},
		"content/practicas/abierta.md":           {Data: sound(bad)},
		"content/practicas/embargada.md":         {Data: sound("embargo: 2026-03-15 09:00\n" + bad)},
		"content/practicas/carpeta/index.md":     {Data: sound("embargo: 2026-03-15 09:00\n" + bad)},
		"content/practicas/carpeta/fotos/uno.md": {Data: []byte("x")},
		"content/practicas/carpeta-2/index.md":   {Data: sound(bad)},
		"content/temas/agua.md":                  {Data: []byte("---\nnombre: Agua\n---\n")},
	}
	e, problems := read(t, fsys).Entries()
	before := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	want := map[string]bool{
		"content/practicas/embargada.md": true, "content/practicas/carpeta/index.md": true, "content/practicas/carpeta/fotos": true,
	}
	marked := e.MarkHidden(problems, before, nil)
	if len(marked) != 6 {
		t.Fatalf("%d problems:\n%s", len(marked), told(marked))
	}
	for _, p := range marked {
		if p.Hidden != want[p.File] {
			t.Errorf("hidden %v: %v", p.Hidden, p)
		}
	}
	for _, p := range e.MarkHidden(problems, before.AddDate(1, 0, 0), nil) {
		if p.Hidden {
			t.Errorf("hidden after the embargo: %v", p)
		}
	}
	for _, p := range problems {
		if p.Hidden {
			t.Errorf("MarkHidden altered its argument: %v", p)
		}
	}
}

// Two files of one name, of which one is under embargo: whatever is said of
// either names the other, so nothing of it is for a public log. That holds for
// both orders, for the file that is left out has its embargo too.
func TestNamesakesUnderEmbargoAreHidden(t *testing.T) {
	for _, embargoed := range []string{"content/practicas/agua.md", "content/practicas/agua/index.md"} {
		fsys := fstest.MapFS{"content/practicas/agua.md": {Data: sound("")}, "content/practicas/agua/index.md": {Data: sound("")}}
		fsys[embargoed] = &fstest.MapFile{Data: sound("embargo: \"2030-01-01 10:00\"\ncosto:\n  monto: mucho\n")}
		e, problems := read(t, fsys).Entries()
		problems = e.MarkHidden(problems, time.Date(2029, 1, 1, 0, 0, 0, 0, time.UTC), nil)
		names := 0
		for _, p := range problems {
			if strings.Contains(p.File, "practicas/agua") || strings.Contains(p.Text, "practicas/agua") {
				names++
				if !p.Hidden {
					t.Errorf("%s under embargo: not hidden: %v", embargoed, p)
				}
			}
		}
		if names != 2 {
			t.Errorf("%s under embargo: %v", embargoed, problems)
		}
	}
}

// A practice under embargo whose file or folder has no valid name is no entry of
// the site, and secret all the same.
func TestAnEmbargoUnderAWrongNameIsHidden(t *testing.T) {
	for _, file := range []string{"content/practicas/agua (1).md", "content/practicas/AGUA/index.md", "content/practicas/con.md"} {
		data := sound("embargo: \"2030-01-01 10:00\"\ncosto:\n  monto: mucho\n")
		e, problems := read(t, fstest.MapFS{file: {Data: data}}).Entries()
		for year, hidden := range map[int]bool{2029: true, 2031: false} {
			told := 0
			for _, p := range e.MarkHidden(problems, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), nil) {
				if strings.HasPrefix(p.File, "content/practicas/") {
					told++
					if p.Hidden != hidden {
						t.Errorf("%d: hidden %v: %v", year, p.Hidden, p)
					}
				}
			}
			if told != 2 { // its name, and what it says of its cost
				t.Errorf("%s: %d problems", file, told)
			}
		}
	}
}

// Whatever lies where a practice would be, and cannot be read as one, may be
// one that is not public.
func TestWhatIsNoEntryYetIsHidden(t *testing.T) {
	for _, file := range []string{
		"content/practicas/agua/otra.md", "content/practicas/agua/foto.jpg", "content/practicas/agua.docx",
		"content/practicas/agua.md.txt", "content/practicas/agua.txt", "content/practicas/agua.MD",
		"content/practicas/agua.md.bak", "content/practicas/agua.pdf", "content/agua.md", "content/agua.MD",
	} {
		e, problems := read(t, fstest.MapFS{file: {Data: sound("")}}).Entries()
		told := 0
		for _, p := range e.MarkHidden(problems, time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), nil) {
			if strings.Contains(p.File+p.Text+p.Hint, "agua") {
				told++
				if !p.Hidden {
					t.Errorf("%s: not hidden: %v", file, p)
				}
			}
		}
		if told != 1 {
			t.Errorf("%s: %d problems", file, told)
		}
	}
}

// Texts are kept in composed form, in one line, without blanks around.
func TestTextsAreTidy(t *testing.T) {
	fsys := fstest.MapFS{"content/temas/agua.md": {Data: []byte("---\nnombre: \"  An\u0303o   de\\nlos nin\u0303os \"\ndescripcion: >\n  Uno\n\n  dos\n---\nCan\u0303o\n")}}
	e, _ := read(t, fsys).Entries()
	theme := e.Themes[0]
	if theme.Name != "Año de los niños" || theme.Description != "Uno dos" || len(e.Bodies) != 1 || e.Bodies[0].Text != "Caño\n" || e.Bodies[0].Line != 8 {
		t.Errorf("%+v", *theme)
	}
}

func TestDates(t *testing.T) {
	for s, want := range map[string]string{"2025-04-24": "2025-04-24", "2024-02-29": "2024-02-29", "2025-02-29": "", "2025-4-24": "", "": "", "2025-04-24 ": ""} {
		d, err := ParseDate(s)
		if (err == nil) != (want != "") || d.String() != want {
			t.Errorf("ParseDate(%q) = %v, %v", s, d, err)
		}
	}
	for s, want := range map[string]string{"2025": "2025", "2025-04": "2025-04", "2025-04-24": "2025-04-24", "2025-13": "", "25": "", "2025-4": "", "": ""} {
		d, err := ParsePartialDate(s)
		if (err == nil) != (want != "") || d.String() != want {
			t.Errorf("ParsePartialDate(%q) = %v, %v", s, d, err)
		}
	}
	for s, want := range map[string]string{
		"2026-03-15 09:00": "2026-03-15T14:00:00Z", "2026-03-15T09:00:00-05:00": "2026-03-15T14:00:00Z", "2026-03-15T09:00:00.5Z": "2026-03-15T09:00:00.5Z", "2026-03-15t09:00:00z": "2026-03-15T09:00:00Z",
		"2026-03-15": "", "2026-03-15 9:00": "", "2026-03-15T9:00:00Z": "", "2026-03-15T09:00:00,5Z": "", "2026-03-15T09:00:00+24:00": "", "2026-03-15 24:00": "", "2026-02-30 09:00": "", "2026-03-15 09:00:00": "",
	} {
		at, err := ParseInstant(s)
		if (err == nil) != (want != "") || err == nil && at.UTC().Format(time.RFC3339Nano) != want {
			t.Errorf("ParseInstant(%q) = %v, %v", s, at, err)
		}
	}
}

// A file saved on Windows gives the same entry as one saved elsewhere.
func TestLineEnds(t *testing.T) {
	unix := sound("adaptar:\n  - >\n    uno\n    dos\n")
	parse := func(data []byte) Practice {
		u := &unit{id: "agua"}
		new(reader).entry(u, practices, "content/practicas/agua.md", data, true)
		return *u.practice
	}
	want := parse(unix)
	for name, data := range map[string][]byte{
		"CRLF":         bytes.ReplaceAll(unix, []byte("\n"), []byte("\r\n")),
		"BOM":          append([]byte("\ufeff"), unix...),
		"BOM and CRLF": append([]byte("\ufeff"), bytes.ReplaceAll(unix, []byte("\n"), []byte("\r\n"))...),
	} {
		if diff := cmp.Diff(want, parse(data)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}
