package search_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vitrina/internal/search"
)

// entry is a file of content/, read no further than a search needs.
type entry struct {
	slug, body string
	keys       map[string]string
}

// entries reads the front matter and the text of every file of a folder.
func entries(t *testing.T, folder string) []entry {
	t.Helper()
	root := os.DirFS("../../content")
	var list []entry
	err := fs.WalkDir(root, folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		parts := strings.SplitN(string(data), "---\n", 3)
		if len(parts) != 3 {
			t.Fatalf("%s has no front matter", name)
		}
		e := entry{slug: strings.TrimSuffix(path.Base(name), ".md"), body: parts[2], keys: map[string]string{}}
		if e.slug == "index" {
			e.slug = path.Base(path.Dir(name))
		}
		key := ""
		for line := range strings.Lines(parts[1]) {
			line = strings.TrimRight(line, "\n")
			if k, v, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, " ") {
				key = k
				e.keys[k] = strings.TrimPrefix(strings.Trim(strings.TrimSpace(v), `"`), ">-")
			} else {
				e.keys[key] = strings.TrimSpace(e.keys[key] + " " + strings.TrimSpace(line))
			}
		}
		list = append(list, e)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

var link = regexp.MustCompile(`\]\([^)]*\)`)

// content makes documents of the content that is shipped.
func content(t *testing.T) []search.Document {
	var docs []search.Document
	places, names := map[string]string{}, map[string]string{}
	for _, e := range entries(t, "municipalidades") {
		k := e.keys
		places[k["ubigeo"]] = k["nombre"] + ", " + k["provincia"] + ", " + k["departamento"]
		names[k["ubigeo"]] = k["nombre"]
		docs = append(docs, search.Document{
			Name: k["nombre"], URL: "municipalidades/" + k["ubigeo"] + "/", Kind: "municipalidad", Title: "Municipalidad " + strings.ToUpper(k["tipo"][:1]) + k["tipo"][1:] + " de " + k["nombre"],
			Place: places[k["ubigeo"]], Body: link.ReplaceAllString(e.body, ""), Codes: []string{k["ubigeo"]},
		})
	}
	for _, e := range entries(t, "practicas") {
		k := e.keys
		docs = append(docs, search.Document{
			Name: names[k["municipalidad"]], URL: "practicas/" + e.slug + "/", Kind: "practica", Title: k["titulo"], Summary: k["resumen"], Place: places[k["municipalidad"]],
			Body: link.ReplaceAllString(e.body, ""), Codes: []string{k["municipalidad"]},
		})
	}
	for _, e := range entries(t, "paginas") {
		docs = append(docs, search.Document{URL: "paginas/" + e.slug + "/", Kind: "pagina", Title: e.keys["titulo"], Summary: e.keys["resumen"], Body: link.ReplaceAllString(e.body, "")})
	}
	return docs
}

// TestContentIsFound asks the shipped content what people ask.
func TestContentIsFound(t *testing.T) {
	docs := content(t)
	list, err := os.ReadFile("testdata/consultas.txt")
	if err != nil {
		t.Fatal(err)
	}
	p := publish(t, build(t, docs, search.Options{}))
	memory, err := search.OpenMemory(t.Context(), docs, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	asked, first, command := 0, 0, 0
	for line := range strings.Lines(string(list)) {
		at := strings.LastIndexByte(strings.TrimSpace(line), ' ')
		if at < 0 || line[0] == '#' {
			continue
		}
		asked++
		q, want := strings.TrimSpace(line[:at]), strings.Split(strings.TrimSpace(line[at:]), "|")
		for i, w := range want {
			if !strings.Contains(w, "/") {
				want[i] = "practicas/" + w + "/"
			}
			if !slices.ContainsFunc(docs, func(d search.Document) bool { return d.URL == want[i] }) {
				t.Errorf("%s: there is no %s", q, want[i])
			}
		}
		got := urls(p.ask(t, q, nil))
		if len(got) > 0 && slices.Contains(want, got[0]) {
			first++
		} else {
			t.Errorf("%s: %v, not %v first", q, got[:min(3, len(got))], want)
		}
		hits, _, err := memory.Query(t.Context(), q, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(hits) > 0 && slices.Contains(want, hits[0].URL) {
			command++
		} else {
			t.Logf("vitrina search: %s: %d hits, another first", q, len(hits))
		}
	}
	t.Logf("first: %d of %d; vitrina search: %d", first, asked, command)
	if asked < 90 {
		t.Errorf("only %d queries", asked)
	}
	if command < asked*9/10 {
		t.Errorf("vitrina search has %d of %d first", command, asked)
	}
}
