package content

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gopkg.in/yaml.v3"

	"vitrina/internal/race"
)

// naughty are texts that break programs.
var naughty = []string{
	"", " ", "-", "--", "---", "...", "~", "null", "NULL", "undefined", "None", "nil", "true", "false", "yes", "no", "sí", "NaN", "Infinity", "-0", "0", "1/0", "1e400", "0x1F", "0o17", "0b1", "1_000", "12:30:45", "2025-02-30", "2001-01-01T00:00:00Z",
	"<<", "*", "&a", "!", "!!str", "%", "@", "`", "|", ">", "?", ": ", ":", "#", " #", "a: b", "a #b", "[", "]", "{", "}", "[]", "{}", "- a", "? a", ",", "'", `"`, `\`, `\x00`, `""`, "''", "'''", "=", "=1+1", "+1", "@SUM(A1)", "=cmd|'/C calc'!A0",
	"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "javascript:alert(1)", "data:text/html;base64,PHNjcmlwdD4=", "{{.}}", "{{ template \"x\" }}", "${jndi:ldap://x}", "$(rm -rf /)", "`id`", "%s%s%n", "%00", "../../../etc/passwd", `..\..\windows`, "/dev/null", "file:///etc/passwd", "con", "CON", "aux.md", "COM1", "a/b", "a\\b", "a\x00b",
	"ñandú", "nin\u0303o", "ﬁn", "İstanbul", "ſ", "K", "Å", "Ω", "ᾳ", "㌀", "𝕬𝖌𝖚𝖆", "ａｇｕａ", "Ａ", "🌊", "👩‍🌾", "🇵🇪", "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "Z̸̛̠a̷l̴g̵o̶",
	"\u200b", "a\u200bb", "\u202eabc", "\u2066abc\u2069", "\ufeff", "\ufeffa", "\u00a0", "a\u00a0b", "\u2028", "a\u2028b", "\u0085", "\u00ad", "\u180e", "\u3000", "\u3164", "\ufffd", "\ufffe", "\uffff", "\U000e0041", "\U0010ffff", "\u061c", "\u2060",
	"a\tb", "a\nb", "a\r\nb", "a\rb", "\a", "\x1b[31m", "\x7f", "\u009b31m", "\x80", "\xff\xfe", "\xc3", "\xed\xa0\x80", "\xc0\xaf", "\xf4\x90\x80\x80",
	"العربية", "שלום", "中文", "한국어", "ไทย", "Quechua: ñuqa", "Ɥ", "ʻokina", "‘comillas’", "“comillas”", "«comillas»", "—", "–", "…", "•",
	strings.Repeat("a", 5000), strings.Repeat("á", 2001), strings.Repeat("[", 3000), strings.Repeat("{a: ", 500), strings.Repeat("- ", 1000), strings.Repeat("a\n", 1000), strings.Repeat("*a ", 500), strings.Repeat("\"", 999), strings.Repeat("#", 999), strings.Repeat(" ", 3000) + "x", strings.Repeat("? ", 1000), strings.Repeat("&a ", 200), strings.Repeat("!!a ", 200), strings.Repeat("a: ", 300), strings.Repeat("|\n", 300),
}

// Whatever stands in any key of a practice, in quotes and without: no panic, a
// place inside the file, words in Spanish, and nothing published that is in
// doubt.
func TestNaughtyValues(t *testing.T) {
	base := map[string]string{}
	order := []string{}
	for line := range strings.Lines(soundPractice) {
		key, _, _ := strings.Cut(line, ":")
		base[key] = line
		order = append(order, key)
	}
	keys := append([]string(nil), practicePlan.keys...)
	for _, s := range naughty {
		fsys := fstest.MapFS{"content/sitio.yaml": {Data: []byte("titulo: Prueba\nurl: https://ejemplo.gob.pe/\n")}}
		quoted, err := yaml.Marshal(s)
		if err != nil {
			quoted = []byte(s)
		}
		for _, key := range keys {
			for how, value := range map[string]string{"q": string(quoted), "r": s} {
				var b strings.Builder
				b.WriteString("---\n")
				for _, k := range order {
					if k != key {
						b.WriteString(base[k])
					}
				}
				fmt.Fprintf(&b, "%s: %s\n---\nTexto.\n", key, strings.TrimSuffix(value, "\n"))
				name := "content/practicas/" + strings.ReplaceAll(key, "_", "-") + "-" + how + ".md"
				fsys[name] = &fstest.MapFile{Data: []byte(b.String())}
			}
		}
		f, err := ReadAll(context.Background(), fsys)
		if err != nil {
			t.Fatal(err)
		}
		e, problems := f.Entries()
		checkPlaces(t, fsys, problems)
		for _, p := range e.Practices {
			if strings.HasPrefix(p.Slug, "estado-") && p.Status != "" || strings.HasPrefix(p.Slug, "embargo-") && p.Status != "" && p.Embargo.IsZero() {
				t.Errorf("%q: %s came out as %q, embargo %v", s, p.Slug, p.Status, p.Embargo)
			}
			if _, bad := invisible(p.Title + p.Summary); bad {
				t.Errorf("%q: %s kept an invisible character", s, p.Slug)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// soundPractice has one key a line, all that are required.
const soundPractice = `titulo: Agua segura
resumen: Vecinas capacitadas visitan a las familias y enseñan a tratar el agua.
municipalidad: "021509"
edicion: "2018"
reconocimiento: ganadora
temas: [agua]
fuentes: [{titulo: Informe}]
estado: publicada
actualizada: 2025-04-24
`

func sound(extra string) []byte { return []byte("---\n" + soundPractice + extra + "---\nTexto.\n") }

// Limits of size, which would make archives of a megabyte.
func TestLimits(t *testing.T) {
	const start = "---\nnombre: Agua\ndescripcion: Agua potable.\n"
	comment := "# " + strings.Repeat("x", 98) + "\n"
	for _, c := range []struct{ name, data, want string }{
		{"file", start + "---\n" + strings.Repeat("x", maxFile), "content/temas/agua.md:1:1: error: el archivo es demasiado grande (1024 KiB; el máximo es 1024)"},
		{"block", start + strings.Repeat(comment, 700) + "---\n", "content/temas/agua.md:1:1: error: el bloque de datos pasa de 64 KiB"},
		{"unclosed", start + strings.Repeat(comment, 700), "content/temas/agua.md:1:1: error: el bloque de datos pasa de 64 KiB"},
		{"fits", start + strings.Repeat(comment, 600) + "---\n" + strings.Repeat("x", 900_000), ""},
	} {
		fsys := fstest.MapFS{
			"content/sitio.yaml":    {Data: []byte("titulo: Prueba\nurl: https://ejemplo.gob.pe/\n")},
			"content/temas/agua.md": {Data: []byte(c.data)},
		}
		f, err := ReadAll(context.Background(), fsys)
		if err != nil {
			t.Fatal(err)
		}
		_, problems := f.Entries()
		got := ""
		for _, p := range problems {
			got += p.String()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// The two files that grow with the country have their limits too.
func TestLimitsOfLists(t *testing.T) {
	for name, c := range map[string]struct {
		size int
		want string
	}{
		"content/registro/municipalidades.csv": {maxRegistry + 1, "(8192 KiB; el máximo es 8192)"},
		"content/direcciones.txt":              {maxAddresses + 1, "(16384 KiB; el máximo es 16384)"},
	} {
		fsys := fstest.MapFS{
			"content/sitio.yaml": {Data: []byte("titulo: Prueba\nurl: https://ejemplo.gob.pe/\n")},
			name:                 {Data: bytes.Repeat([]byte("#\n"), c.size/2+1)},
		}
		f, err := ReadAll(context.Background(), fsys)
		if err != nil {
			t.Fatal(err)
		}
		_, problems := f.Entries()
		if want := name + ":1:1: error: el archivo es demasiado grande " + c.want; len(problems) != 1 || problems[0].String() != want {
			t.Errorf("%v, want %q", problems, want)
		}
	}
}

// No frontmatter of 64 KiB takes long, however hostile it is.
func TestHostileBlocksAreQuick(t *testing.T) {
	race.PlainOnly(t, "one text after another, by the clock")
	const size = 60 << 10
	for _, piece := range []string{"[", "{", "- ", "? ", "a: ", "&a ", "*a ", "!a ", "\"", "'", "#\n", "a:\n ", "- -\n", "|\n", "a: &a\n", "{a: [", "a: b\n", "? a\n: b\n", "\t", ", ", "]", "a\n\n", "%a\n", "a: |\n b\n", "\\", "é", "a: \"\\u0041\"\n", "- # x\n", " #\n"} {
		block := strings.Repeat(piece, size/len(piece))
		start := time.Now()
		u := &unit{id: "x"}
		new(reader).entry(u, practices, "content/practicas/x.md", []byte("---\n"+block+"\n---\n"), true)
		if d := time.Since(start); d > 3*time.Second {
			t.Errorf("%d times %q took %v", size/len(piece), piece, d)
		}
		if len(u.problems) > maxProblems+len(practicePlan.fields) {
			t.Errorf("%q: %d problems", piece, len(u.problems))
		}
		if u.practice.Status != "" {
			t.Errorf("%q: published", piece)
		}
	}
}

// faulty fails in the middle of a file.
type faulty struct{ fs.FS }

func (f faulty) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if strings.HasSuffix(name, "agua.md") && err == nil {
		return faultyFile{file}, nil
	}
	return file, err
}

type faultyFile struct{ fs.File }

func (faultyFile) Read([]byte) (int, error) { return 0, errors.New("input/output error on /dev/sda1") }

func TestDiskFails(t *testing.T) {
	fsys := faulty{fstest.MapFS{
		"content/sitio.yaml":        {Data: []byte("titulo: Prueba\nurl: https://ejemplo.gob.pe/\n")},
		"content/practicas/agua.md": {Data: sound("")},
	}}
	f, err := ReadAll(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	e, problems := f.Entries()
	if len(problems) != 1 || problems[0].String() != "content/practicas/agua.md:1:1: error: no se puede leer" || !problems[0].Hidden {
		t.Errorf("problems: %s", told(problems))
	}
	if len(e.Practices) != 1 || e.Practices[0].PublicAt(time.Now()) {
		t.Errorf("practices: %+v", e.Practices)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ReadAll(ctx, generated(50)); !errors.Is(err, context.Canceled) {
		t.Errorf("ReadAll: %v", err)
	}
	f, err := ReadAll(context.Background(), generated(50))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Reread(ctx, generated(50), []string{"content/practicas/practica-00001.md"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Reread: %v", err)
	}
	if runtime.NumGoroutine() > 100 {
		t.Errorf("%d goroutines are left", runtime.NumGoroutine())
	}
}

// Neither does a value that looks a little like a date or a number, nor a body
// full of what looks like data of people; and not all of it is told.
func TestHostileValuesAreQuick(t *testing.T) {
	race.PlainOnly(t, "one text after another, by the clock")
	const size = 60 << 10
	try := func(name, data string, most int) {
		start := time.Now()
		u := &unit{id: "x"}
		new(reader).entry(u, practices, "content/practicas/x.md", []byte(data), true)
		// Milliseconds; this only stops what grows with the square of the size.
		if d := time.Since(start); d > 30*time.Second {
			t.Errorf("%s took %v", name, d)
		}
		if len(u.problems) > most {
			t.Errorf("%s: %d problems", name, len(u.problems))
		}
	}
	for _, piece := range []string{"1 ", "1/", "12 de ", "1,", "1'", "1.000", "•", "“", "no consta ", "9", "987 ", "@", "a@gmail.com", "DNI "} {
		value := strings.Repeat(piece, size/len(piece))
		for _, key := range []string{"embargo", "inicio", "actualizada", "titulo", "temas", "costo", "poblacion", "zzz"} {
			try(key+": "+piece, "---\n"+key+": "+strings.TrimSpace(value)+"\n---\n", maxProblems)
		}
	}
	for _, piece := range []string{"987654321 ", "a@gmail.com", "a@gmail.com ", "DNI 12345678 ", "9", "@", "987 654 ", "DNI"} {
		try("a body of "+piece, "---\ntitulo: x\n---\n"+strings.Repeat(piece, (900<<10)/len(piece)), maxTraces+len(practicePlan.fields))
	}
	quotes := "titulo: x\n" + strings.Repeat("  - a: \"x\n    y\n", 3000)
	try("open quotes", "---\n"+quotes+"---\n", maxProblems)
}
