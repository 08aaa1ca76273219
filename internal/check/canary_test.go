package check

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"vitrina/internal/diag"
)

const canary = "Límpida Quebrada"

func gzipped(t *testing.T, name string, data string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Name = name
	if _, err := w.Write([]byte(data)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zipped(t *testing.T, name, data string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range [][2]string{{"LEAME.txt", "nada"}, {name, data}} {
		file, err := w.Create(f[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write([]byte(f[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func escaped(s, format string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, format, r)
	}
	return b.String()
}

func in64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func TestCanariesAreFoundInEveryDisguise(t *testing.T) {
	percent := strings.ReplaceAll(url.QueryEscape(canary), "+", "%20")
	for _, c := range []struct {
		name, file, data string
		where            string // what the problem says of it
	}{
		{"plain", "a.html", "x " + canary + " x", ""},
		{"upper case", "a.txt", "LÍMPIDA QUEBRADA", ""},
		{"without accents", "a.txt", "Limpida Quebrada", ""},
		{"accents apart", "a.txt", "Li\u0301mpida Quebrada", ""},
		{"wide letters", "a.txt", "Ｌímpida Quebrada", ""},
		{"soft hyphens", "a.txt", "Lím\u00adpi\u200bda Quebrada", ""},
		{"as a slug", "a.csv", "limpida-quebrada", ""},
		{"over two lines", "a.txt", "límpida\r\n  quebrada", ""},
		{"in the name of a file", "practicas/limpida-quebrada/index.html", "x", "en el nombre"},
		{"in an escaped name", "practicas/" + percent + ".html", "x", "en el nombre"},
		{"in binary", "a.bin", "\x00\xff\xfe" + canary + "\x00", ""},
		{"named entities", "a.html", "L&iacute;mpida&nbsp;Quebrada", "entidades"},
		{"numbered entities", "a.xml", escaped(canary, "&#%d;"), "entidades"},
		{"entities in base 16", "a.html", escaped(canary, "&#x%X;"), "entidades"},
		{"JSON", "a.json", `{"t":"L\u00edmpida\u0020Quebrada"}`, "JSON"},
		{"JSON, every letter", "a.json", escaped(canary, `\u%04x`), "JSON"},
		{"JavaScript", "a.js", escaped(canary, `\u{%x}`), "JSON"},
		{"JavaScript bytes", "a.js", escaped(canary, `\x%02X`), "JSON"},
		{"JSON with a line break", "a.json", `"límpida\nquebrada"`, "JSON"},
		{"percent", "a.html", percent, "URL"},
		{"a query", "a.html", url.QueryEscape(canary), "URL"},
		{"percent, every letter", "a.html", "%4c%69%6d%70%69%64%61%20%51%75%65%62%72%61%64%61", "URL"},
		{"percent in percent", "a.html", strings.ReplaceAll(percent, "%", "%25"), "URL, con escapes de URL"},
		{"JSON in HTML", "a.html", "data-x='" + strings.ReplaceAll(escaped(canary, `\u%04x`), `\`, "&#92;") + "'", "entidades HTML, con escapes de JSON"},
		{"base64 in a script", "a.js", `x="` + in64(canary) + `"`, "base64"},
		{"base64 of the word alone", "a.js", `x="` + in64("Quebrada") + `"`, "base64"},
		{"base64 for addresses", "a.mjs", `x="` + base64.RawURLEncoding.EncodeToString([]byte("¿¿?"+canary)) + `"`, "base64"},
		{"base64 after other letters", "a.js", `x="ab/` + in64(canary) + `"`, "base64"},
		{"base64 in a style sheet", "a.css", "url(data:text/plain;base64," + in64("un texto más largo: "+canary) + ")", "base64"},
		{"JSON in base64", "a.js", in64(`{"t":"` + escaped(canary, `\u%04x`) + `"}`), "base64, con escapes de JSON"},
		{"gzip", "a.json.gz", gzipped(t, "", canary), "gzip"},
		{"the name in gzip", "a.gz", gzipped(t, "limpida-quebrada.txt", "x"), "gzip"},
		{"two members of gzip", "a.gz", gzipped(t, "", "x") + gzipped(t, "", canary), "gzip"},
		{"gzip without its extension", "busqueda/1f", gzipped(t, "", escaped(canary, "&#%d;")), "gzip, con entidades"},
		{"gzip in base64", "a.js", `x="` + in64(gzipped(t, "", canary)) + `"`, "base64, comprimido con gzip"},
		{"zip", "a.zip", zipped(t, "x.html", canary), "en un zip: x.html"},
		{"a name in zip", "a.zip", zipped(t, "practicas/limpida-quebrada/index.html", "x"), "en un zip"},
		{"zip in zip", "a.zip", zipped(t, "b.zip", zipped(t, "x", canary)), "en un zip: b.zip, en un zip: x"},
		{"gzip in zip in zip", "a.zip", zipped(t, "b.zip", zipped(t, "x", gzipped(t, "", canary))), "gzip"},
		{"a document", "a.docx", zipped(t, "word/document.xml", "<t>L&#xed;mpida Quebrada</t>"), "word/document.xml, con entidades"},
	} {
		t.Run(c.name, func(t *testing.T) {
			fsys := cleanSite()
			fsys[c.file] = &fstest.MapFile{Data: []byte(c.data)}
			word := canary
			if c.name == "base64 of the word alone" {
				word = "quebrada"
			}
			list := contains(t, fsys, "otra palabra", word)
			if len(list) != 1 || list[0].File != c.file || !strings.Contains(list[0].Text, "«"+word+"»") {
				t.Fatalf("want the word in %s:\n%s", c.file, printed(list))
			}
			p := list[0]
			if (c.where == "") != (p.Line > 0) || !strings.Contains(p.Text, c.where) {
				t.Errorf("want %q, a line only where it is plain:\n%s", c.where, printed(list))
			}
			if !p.Hidden || p.Severity != diag.Error {
				t.Error("the problem must be a hidden error")
			}
		})
	}
}

func contains(t *testing.T, fsys fstest.MapFS, words ...string) diag.List {
	t.Helper()
	list, err := Contains(context.Background(), fsys, words)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestNothingIsFoundInACleanSite(t *testing.T) {
	fsys := cleanSite()
	fsys["edicion.zip"] = &fstest.MapFile{Data: []byte(zipped(t, "a.html", "agua"))}
	if list := contains(t, fsys, canary, "999888777"); len(list) > 0 {
		t.Errorf("%d problems:\n%s", len(list), printed(list))
	}
}

func TestEachWordAndPlaceIsTold(t *testing.T) {
	fsys := fstest.MapFS{
		"a.html": &fstest.MapFile{Data: []byte("uno\nñu limpida quebrada\nlimpida quebrada, segundo secreto")},
		"b.txt":  &fstest.MapFile{Data: []byte("segundo-secreto")},
	}
	list := contains(t, fsys, canary, "Segundo secreto")
	want := "a.html:2:4: error: contiene «" + canary + "», que no debe publicarse\n  pista: \n" +
		"a.html:3:19: error: contiene «Segundo secreto», que no debe publicarse\n  pista: \n" +
		"b.txt:1:1: error: contiene «Segundo secreto», que no debe publicarse\n  pista: \n"
	if got := printed(list); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestWhatCannotBeUnpackedIsAProblem(t *testing.T) {
	deep := zipped(t, "d", zipped(t, "c", zipped(t, "b", zipped(t, "a", canary))))
	for name, data := range map[string]string{
		"broken.zip": "PK\x03\x04 broken",
		"broken.gz":  gzipped(t, "", canary)[:24],
		"deep.zip":   deep,
		"page.br":    "x",
	} {
		list := contains(t, fstest.MapFS{name: &fstest.MapFile{Data: []byte(data)}}, canary)
		if len(list) != 1 || !strings.Contains(list[0].Text, "no se puede") {
			t.Errorf("%s:\n%s", name, printed(list))
		}
	}
}

func TestWhatUnfoldsTooFarIsAProblem(t *testing.T) {
	c, err := newCanaries([]string{canary})
	if err != nil {
		t.Fatal(err)
	}
	h := &hunt{canaries: c, ctx: t.Context(), name: "a.zip", found: make([]bool, 1), seen: map[uint64]bool{}, left: 1000}
	h.bytes([]byte(zipped(t, "a", strings.Repeat("agua ", 1000))), nil, 0)
	if len(h.out) != 1 || !strings.Contains(h.out[0].Text, "demasiado grande") {
		t.Errorf("%v", h.out)
	}
}

func TestWordsThatWouldBeFoundByChance(t *testing.T) {
	for _, w := range []string{"", "agua", " - ", "a-b-c"[:3]} {
		if _, err := Contains(t.Context(), cleanSite(), []string{w}); err == nil {
			t.Errorf("%q was taken", w)
		}
	}
}

func FuzzDecodersNeverPanic(f *testing.F) {
	f.Add([]byte(`\u00ed\ud83d\ude00\x41\u{1f600}\u{\x%41%4 &amp;H4sIAAAA`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := newCanaries([]string{canary})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.search(t.Context(), "a.js", data); err != nil {
			t.Fatal(err)
		}
	})
}
