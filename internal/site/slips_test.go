package site

import (
	"strings"
	"testing"
	"testing/fstest"

	"vitrina/internal/content"
)

// A line that was meant for a heading is named, with what to write in its place.
func TestLinesMeantForHeadings(t *testing.T) {
	for line, hint := range map[string]string{
		"##Qué se hizo":        "16:1: error: | deje un espacio después de las almohadillas: ## Qué se hizo",
		"**Qué se hizo:**":     "16:1: error: | aquí dice «**Qué se hizo:**»; cambie la línea por: ## Qué se hizo",
		"QUE SE HIZO":          "16:1: error: | aquí dice «QUE SE HIZO»",
		"## 2. Qué se hizo.":   "16:1: error: | cambie la línea por: ## Qué se hizo",
		"Luego, qué se logró:": "12:1: error: | escriba una línea «## Qué se hizo» y debajo el texto",
	} {
		r := assemble(t, with(map[string]string{
			"practicas/a.md": strings.Replace(practice{}.String(), "## Qué se hizo", line, 1),
		}), Options{})
		want(t, r.Problems, "falta el apartado «Qué se hizo» | a.md:"+hint)
	}
}

// A text that was refused whole has been told of once: it lacks no headings.
func TestRefusedTextLacksNoHeadings(t *testing.T) {
	r := assemble(t, with(map[string]string{
		"practicas/a.md": practice{body: strings.Repeat("palabra ", 9000)}.String(),
		"practicas/b.md": practice{body: strings.Repeat("palabra\n\n", 9000)}.String(),
	}), Options{})
	want(t, r.Problems)
}

// A draft that was asked for and has no place says so, and its headings, links
// and files are checked as those of any other.
func TestDraftsWithoutAPlaceSaySo(t *testing.T) {
	draft := strings.NewReplacer("edicion: 2025", "edicion: 2031", "## Qué se hizo", "## Lo hecho").
		Replace(practice{state: "borrador", body: "[x](/temas/aguas/)"}.String())
	r := assemble(t, with(map[string]string{"practicas/a.md": draft}), Options{Show: []State{Draft}})
	want(t, r.Problems,
		"a.md:1:1: aviso: este borrador aún no se puede mostrar: no tiene «edicion» que exista | complete «edicion» y se verá",
		"a.md:5:10: error: no existe la edición «2031»",
		"a.md:12:1: aviso: falta el apartado «Qué se hizo»",
		"a.md:14:1: error: el enlace «/temas/aguas/» lleva a una página que no existe | ¿quiso decir «/temas/agua/»?",
	)
	for _, p := range r.Problems {
		if p.Hidden {
			t.Errorf("hidden from whoever asked for drafts: %v", p)
		}
	}
	if r.Hidden.Drafts != 1 {
		t.Errorf("%d drafts are told as hidden, want the one without a place", r.Hidden.Drafts)
	}
	if r.Site.Practice("a") != nil {
		t.Error("a draft without an edition is shown")
	}
	// Nobody asked to see it: it is one hidden draft, checked all the same.
	r = assemble(t, with(map[string]string{"practicas/a.md": draft}), Options{})
	if n := len(r.Problems); n != 3 || r.Hidden.Drafts != 1 {
		t.Errorf("%d problems, %d drafts: %v", n, r.Hidden.Drafts, r.Problems)
	}
}

// Files beside a practice that nobody will see are told, unless a file is
// missing: then its name is what is wrong.
func TestUnusedFilesAreTold(t *testing.T) {
	picture := "imagenes: [{archivo: %, alt: Vecinas en la pileta nueva, credito: Municipalidad}]\n"
	files := map[string]string{
		"practicas/a/index.md":  practice{extra: strings.Replace(picture, "%", "uno.jpg", 1), body: "[acta](acta.pdf)\n\n![Foto 2](dos.jpg)"}.String(),
		"practicas/a/uno.jpg":   "x",
		"practicas/a/dos.jpg":   "x",
		"practicas/a/tres.JPG":  "x",
		"practicas/a/acta.pdf":  "x",
		"practicas/a/lista.csv": "x",
		"practicas/a/plano.psd": "x",
		"practicas/b/index.md":  practice{state: "borrador"}.String(),
		"practicas/b/uno.jpg":   "x",
	}
	r := assemble(t, with(files), Options{})
	want(t, r.Problems,
		"a/index.md:17:1: aviso: la descripción «Foto 2» no dice qué se ve en la foto",
		"a/index.md:17:1: aviso: la imagen «dos.jpg» no está en «imagenes»",
		"content/practicas/a/lista.csv:1:1: aviso: este archivo no se ofrece en la práctica | materiales",
		"content/practicas/a/plano.psd:1:1: aviso: este archivo no se usa",
		"content/practicas/a/tres.JPG:1:1: aviso: esta foto no se usa en la práctica | imagenes",
		"content/practicas/b/uno.jpg:1:1: aviso: esta foto no se usa en la práctica",
	)
	for _, p := range r.Problems {
		if p.Hidden != strings.HasPrefix(p.File, "content/practicas/b/") {
			t.Errorf("hidden is %v: %v", p.Hidden, p)
		}
	}
	delete(files, "practicas/a/uno.jpg")
	fsys := fstest.MapFS{}
	for name, text := range with(files) {
		fsys["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	read, err := content.ReadAll(t.Context(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	entries, _ := read.Entries()
	for _, p := range Assemble(Input{Entries: entries}, Options{Now: now}).Problems {
		if strings.HasPrefix(p.File, "content/practicas/a/") && strings.Contains(p.Text, "no se ofrece") {
			t.Errorf("besides the missing picture: %v", p)
		}
	}
}

// The material of a session may be a page of the site, which must exist.
func TestSessionsLeadSomewhere(t *testing.T) {
	office := "---\ndepartamento: \"02\"\noficina: Enlace de Áncash\nactualizada: 2026-08-12\nsesiones:\n" +
		"  - {fecha: 2026-10-22, titulo: Uno, modalidad: virtual, material: /temas/aguas/}\n" +
		"  - {fecha: 2026-10-22, titulo: Dos, modalidad: virtual, material: /temas/agua/}\n" +
		"  - {fecha: 2026-10-22, titulo: Tres, modalidad: virtual, material: \"https://www.gob.pe/\"}\n---\n"
	r := assemble(t, with(map[string]string{"enlaces/02.md": office}), Options{})
	want(t, r.Problems, "enlaces/02.md:6:68: error: «/temas/aguas/» lleva a una página que no existe | ¿quiso decir «/temas/agua/»?")
}
