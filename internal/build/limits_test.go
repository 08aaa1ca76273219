package build

import (
	"strings"
	"testing"
	"testing/fstest"

	"vitrina/internal/sample"
	"vitrina/internal/site"
)

// A picture that is too heavy is refused before it is read, one with another
// name is refused once, and a heavy file to download is told of.
func TestHeavyFilesAreTold(t *testing.T) {
	source := sample.Content(sample.Size{Practices: 1, Municipalities: 1})
	var file string
	var text []byte
	for name, f := range source {
		if strings.HasPrefix(name, "content/practicas/") {
			file, text = name, f.Data
		}
	}
	folder := strings.TrimSuffix(strings.TrimSuffix(file, ".md"), "/index") + "/"
	delete(source, file)
	keys := "imagenes:\n" +
		"  - {archivo: pesada.jpg, alt: Vecinas en la pileta, credito: Municipalidad}\n" +
		"  - {archivo: telefono.heic, alt: Vecinas en la plaza, credito: Municipalidad}\n" +
		"materiales:\n  - {titulo: Plano, archivo: plano.pdf}\n  - {titulo: Acta, archivo: acta.pdf}\n"
	block, _, _ := strings.Cut(strings.TrimPrefix(string(text), "---\n"), "\n---\n")
	source[folder+"index.md"] = &fstest.MapFile{Mode: 0o644, Data: []byte("---\n" + strings.Replace(block, "estado: publicada\n", "estado: publicada\n"+keys, 1) +
		"\n---\n## Situación previa\n\nNada.\n\n## Qué se hizo\n\nAlgo.\n")}
	for name, size := range map[string]int{"pesada.jpg": maxPhoto + 1, "telefono.heic": 10, "plano.pdf": 10 << 20, "acta.pdf": 10<<20 - 1} {
		source[folder+name] = &fstest.MapFile{Mode: 0o644, Data: make([]byte, size)}
	}
	copy(source[folder+"plano.pdf"].Data, "%PDF-1.7\n")
	copy(source[folder+"acta.pdf"].Data, "<!doctype html>") // the page that offered it
	w := Open(source, "")
	if err := w.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	r, err := w.Assemble(t.Context(), site.Options{Now: day})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"error: imagen «pesada.jpg»: la imagen pesa 41 MB; lo más es 40",
		"error: tipo de archivo no admitido «telefono.heic» en «imagenes»",
		"aviso: el archivo «plano.pdf» pesa 10 MB",
		"aviso: el archivo «acta.pdf» no es lo que dice su nombre: por dentro es una página web (HTML)",
	}
	if len(r.Problems) != len(want) {
		t.Errorf("problems: %v", r.Problems)
	}
	for i, p := range r.Problems {
		if i < len(want) && !strings.Contains(p.String(), want[i]) {
			t.Errorf("problem %d is %v, want %q", i, p, want[i])
		}
	}
}
