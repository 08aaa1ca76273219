package site

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"vitrina/internal/content"
	"vitrina/internal/markdown"
)

// liaison is an office with sessions, in the YAML of their list.
func liaison(department, sessions, extra string) string {
	return fmt.Sprintf("---\ndepartamento: \"%s\"\noficina: Oficina de enlace\nactualizada: 2026-07-10\nsesiones:\n%s%s---\n", department, sessions, extra)
}

func session(when, title, mode, extra string) string {
	return fmt.Sprintf("  - {fecha: \"%s\", titulo: %s, modalidad: %s%s}\n", when, title, mode, extra)
}

// What was to come when the office last revised its entry is told by the entry
// alone: the clock of the build has no say.
func TestSessionsAreToldApartWithoutAClock(t *testing.T) {
	files := base()
	files["enlaces/02.md"] = liaison("02",
		session("2026-07-11 23:30", "Mañana", "virtual", "")+
			session("2026-07-09 09:00", "Ayer", "virtual", "")+
			session("2026-07-10", "Hoy", "visita", "")+
			session("2026-07-10T23:00:00-05:00", "Hoy tarde", "virtual", "")+
			session("2026-07-10T02:00:00Z", "Ayer en Lima", "virtual", ""), "ejemplo: true\n")
	for _, o := range []Options{{Now: now}, {Now: now.AddDate(5, 0, 0)}} {
		s := assemble(t, files, o).Site
		var got []string
		for _, x := range s.Liaison("02").Sessions {
			got = append(got, fmt.Sprintf("%s %s %t", x.Day(), x.Entry.Title, x.Announced))
		}
		want := "2026-07-09 Ayer false, 2026-07-09 Ayer en Lima false, 2026-07-10 Hoy true, 2026-07-10 Hoy tarde true, 2026-07-11 Mañana true"
		if strings.Join(got, ", ") != want {
			t.Errorf("sessions\n%s\nwant\n%s", strings.Join(got, ", "), want)
		}
	}
}

func TestMaterialsOfSessionsMustBeThere(t *testing.T) {
	for _, test := range []struct {
		material, problem string
		want              Material
	}{
		{"/practicas/pileta/", "", Material{Address: "/practicas/pileta/"}},
		{"/practicas/pileta", "", Material{Address: "/practicas/pileta/"}},
		{"/practicas/pileta/turnos.pdf", "", Material{Address: "/practicas/pileta/turnos.pdf", File: true, Size: 1234}},
		{"/practicas/pileta/hoja.txt", "", Material{Address: "/practicas/pileta/hoja.txt", File: true, Size: 7}},
		{"/datos/practicas.csv", "", Material{Address: "/datos/practicas.csv", File: true}},
		{"https://gob.pe/guia.pdf", "", Material{}},
		{"/practicas/pileta/nadie-lo-ofrece.pdf", "lleva a una página que no existe", Material{}},
		{"/practicas/piletas/", "lleva a una página que no existe", Material{}},
		{"/practicas/oculta/", "lleva a una página que no existe", Material{}},
		{"/practicas/oculta/secreto.pdf", "lleva a una página que no existe", Material{}},
	} {
		t.Run(test.material, func(t *testing.T) {
			fsys := fstest.MapFS{}
			put := func(name, text string) {
				fsys["content/"+name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
			}
			for name, text := range base() {
				put(name, text)
			}
			put("practicas/pileta/index.md", practice{extra: "materiales: [{titulo: Turnos, archivo: turnos.pdf}]\n", body: "Vea la [hoja](hoja.txt)."}.String())
			for _, name := range []string{"turnos.pdf", "hoja.txt", "nadie-lo-ofrece.pdf"} {
				put("practicas/pileta/"+name, name)
			}
			put("practicas/oculta/index.md", practice{state: "borrador", extra: "materiales: [{titulo: Secreto, archivo: secreto.pdf}]\n"}.String())
			put("practicas/oculta/secreto.pdf", "x")
			put("enlaces/02.md", liaison("02", session("2026-07-11", "Taller", "virtual", ", material: "+test.material), "ejemplo: true\n"))
			files, err := content.ReadAll(t.Context(), fsys)
			if err != nil {
				t.Fatal(err)
			}
			entries, problems := files.Entries()
			documents := map[string]*markdown.Document{}
			for _, b := range entries.Bodies {
				address, _ := markdown.AddressOf(b.File)
				documents[b.File], _ = markdown.New().Convert([]byte(b.Text), markdown.Options{File: b.File, Line: b.Line, Address: address})
			}
			sizes := map[string]int64{"content/practicas/pileta/turnos.pdf": 1234, "content/practicas/pileta/hoja.txt": 7}
			result := Assemble(Input{Entries: entries, Documents: documents, Sizes: sizes}, Options{Now: now})
			if got := result.Site.Liaison("02").Sessions[0].Material; got != test.want {
				t.Errorf("material %+v, want %+v", got, test.want)
			}
			found := append(problems, result.Problems...)
			switch {
			case test.problem == "" && found.HasErrors():
				t.Errorf("problems: %v", found)
			case test.problem != "":
				if n, _ := found.Count(); n != 1 || !strings.Contains(fmt.Sprint(found), test.problem) {
					t.Errorf("problems %v, want one that says %q", found, test.problem)
				}
				for _, p := range found {
					if strings.Contains(p.Hint, "oculta") || strings.Contains(p.Hint, "secreto") {
						t.Errorf("the hint %q gives away what is hidden", p.Hint)
					}
				}
			}
		})
	}
}
