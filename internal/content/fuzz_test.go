package content

import (
	"bytes"
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
)

// seeds are the files of the archives of testdata that end in suffix.
func seeds(f *testing.F, suffix string) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, suffix) {
				f.Add(file.Data)
			}
		}
	}
}

// plainly is a block whose state is beyond doubt: one line says that it is
// published, and no other text speaks of a state or an embargo. It is written
// without the decoder, to be held against it.
func plainly(data []byte) bool {
	text := strings.ToLower(string(data))
	return strings.Count(text, "estado") == 1 && !strings.Contains(text, "embargo") &&
		regexp.MustCompile(`(?m)^ *["']?estado["']? *: +["']?publicada["']?[ \t\r]*(#.*)?$`).MatchString(text)
}

// Any bytes in the place of an entry: no panic, every problem inside the file
// and in Spanish, and nothing that may be seen before its time.
func FuzzFrontmatter(f *testing.F) {
	seeds(f, ".md")
	f.Add(sound(""))
	f.Add(sound("embargo: 2030-01-02 09:00\n"))
	for _, s := range naughty {
		if len(s) < 200 {
			f.Add(sound("metas: " + s + "\n"))
			f.Add([]byte("---\n" + s + "\n---\n" + s))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		original := bytes.Clone(data)
		for _, name := range []string{"content/practicas/agua.md", "content/municipalidades/021509.md", "content/enlaces/02.md", "content/sitio.yaml"} {
			fsys := fstest.MapFS{name: {Data: original}}
			files, err := ReadAll(context.Background(), fsys)
			if err != nil {
				t.Fatal(err)
			}
			e, problems := files.Entries()
			checkPlaces(t, fsys, problems)
			if !bytes.Equal(original, data) {
				t.Fatal("the bytes of the file were altered")
			}
			if len(e.Practices) == 0 {
				continue
			}
			p := e.Practices[0]
			now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			sure := plainly(data)
			if p.PublicAt(now) && !sure {
				// It may say so in another way, or have an embargo that is over;
				// then all that speaks of it must have been understood.
				if !understood(data, p) {
					t.Errorf("published in spite of doubt")
				}
			}
			if !p.PublicAt(now) {
				for _, problem := range problems {
					if problem.File == name && !problem.Hidden && p.Status == "" && !sure && utf8.Valid(data) && bytes.Contains(data, []byte("borrador")) {
						t.Errorf("problem of a draft in the open: %v", problem)
					}
				}
			}
		}
	})
}

// understood reports whether a practice that came out as published says so in a
// line of its own, and any embargo was read and is over.
func understood(data []byte, p *Practice) bool {
	text := string(data)
	if !regexp.MustCompile(`["']?estado["']?\s*:`).MatchString(text) && !strings.Contains(text, `\`) {
		return false
	}
	if regexp.MustCompile(`(?m)^embargo\s*:`).MatchString(text) && p.Embargo.IsZero() {
		// The text of a block or of the body may say embargo in a line of its own
		// only if it is not a date.
		return !regexp.MustCompile(`(?m)^embargo: *["']?[0-9]`).MatchString(text)
	}
	return true
}

// Any bytes in the place of the registry.
func FuzzRegistry(f *testing.F) {
	seeds(f, ".csv")
	f.Add([]byte("ubigeo,tipo,departamento,provincia,distrito\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		const name = "content/registro/municipalidades.csv"
		fsys := fstest.MapFS{
			name:                                {Data: bytes.Clone(data)},
			"content/municipalidades/021509.md": {Data: []byte("---\nubigeo: \"021509\"\n---\n")},
		}
		files, err := ReadAll(context.Background(), fsys)
		if err != nil {
			t.Fatal(err)
		}
		e, problems := files.Entries()
		checkPlaces(t, fsys, problems)
		last := ""
		for _, m := range e.Municipalities {
			if m.Ubigeo <= last {
				t.Errorf("%q after %q", m.Ubigeo, last)
			}
			last = m.Ubigeo
			if _, ok := DepartmentOf(m.Ubigeo); !ok || len(m.Ubigeo) != 6 {
				t.Errorf("ubigeo %q", m.Ubigeo)
			}
			if _, bad := invisible(m.Name + m.Province); bad {
				t.Errorf("%q has invisible characters: %q %q", m.Ubigeo, m.Name, m.Province)
			}
		}
	})
}
