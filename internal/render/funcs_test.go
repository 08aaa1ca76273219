package render

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// templatesWith is the shipped templates with text at the end of one page's.
func templatesWith(t *testing.T, page, text string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	shipped := os.DirFS("../../templates")
	err := fs.WalkDir(shipped, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(shipped, name)
		out[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	file := out["pages/"+page+".html"]
	file.Data = append(file.Data, text...)
	return out
}

// A template that names what does not exist is told when it is loaded, wherever in
// it that stands, and not by the first page that comes there.
func TestATemplateNamesOnlyWhatExists(t *testing.T) {
	for _, text := range []string{
		`{{t "no.existe"}}`, `{{t "no.existe" "n" .N}}`, `{{picto "no.existe"}}`, `<p title="{{t "no.existe"}}"></p>`,
		`{{if .X}}{{t "no.existe"}}{{end}}`, `{{if .X}}{{else}}{{picto "no.existe"}}{{end}}`,
		`{{range .X}}{{t "no.existe"}}{{end}}`, `{{with .X}}{{with .Y}}{{t "no.existe"}}{{end}}{{end}}`,
		`{{template "ejemplo" (t "no.existe")}}`,
	} {
		_, err := New(templatesWith(t, "practica", `{{define "de-prueba"}}`+text+`{{end}}`), Assets{})
		if err == nil || !strings.HasPrefix(err.Error(), "plantillas: practica.html:") && !strings.HasPrefix(err.Error(), "plantillas: pages/practica.html:") || !strings.Contains(err.Error(), `no.existe`) {
			t.Errorf("%s: error %v", text, err)
		}
	}
	if _, err := New(templatesWith(t, "practica", `{{define "de-prueba"}}{{t "noconsta"}}{{picto "costo"}}{{end}}`), Assets{}); err != nil {
		t.Error(err)
	}
}
