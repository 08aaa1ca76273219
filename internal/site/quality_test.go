package site

import (
	"strings"
	"testing"
	"time"

	"vitrina/internal/diag"
)

// A heading that must be there says something, once.
func TestRequiredHeadingsSaySomethingOnce(t *testing.T) {
	text := func(body string) map[string]string {
		whole := practice{}.String()
		return with(map[string]string{"practicas/a.md": whole[:strings.Index(whole, "## Sit")] + body})
	}
	for body, lines := range map[string][]string{
		"## Situación previa\n\n## Qué se hizo\n\nAlgo.\n":                                      {"a.md:12:1: aviso: el apartado «Situación previa» no tiene texto | escriba debajo"},
		"## Situación previa\n\nPoco.\n\n## Qué se hizo\n":                                      {"a.md:16:1: aviso: el apartado «Qué se hizo» no tiene texto"},
		"## Situación previa\n\nPoco.\n\n## Qué se hizo\n\nAlgo.\n\n## Qué se hizo\n\nMás.\n":   {"a.md:20:1: aviso: el apartado «Qué se hizo» está dos veces | junte los dos textos"},
		"## Situación previa\n\n### Agua\n\nPoca.\n\n## Qué se hizo\n\n- Algo\n":                nil,
		"## Situación previa\n\n> Poco.\n\n## Qué se hizo\n\n| a | b |\n| - | - |\n| 1 | 2 |\n": nil,
	} {
		want(t, assemble(t, text(body), Options{}).Problems, lines...)
	}
}

// A day of revision far ahead of the instant that counts as now is told, and
// nothing but that instant decides it.
func TestDaysOfRevisionAreNotFarAhead(t *testing.T) {
	revised := func(day, extra string) string {
		return strings.Replace(practice{extra: extra}.String(), "2026-07-01", day, 1)
	}
	files := with(map[string]string{
		"practicas/a.md": revised("2062-07-01", ""),
		"practicas/b.md": revised("2026-08-20", ""),
		"practicas/c.md": revised("2026-12-10", "embargo: \"2026-12-10 11:00\"\n"),
		"practicas/d.md": strings.Replace(revised("2062-07-01", ""), "publicada", "borrador", 1),
		"paginas/uso.md": "---\ntitulo: Uso\nresumen: Cómo se usa este sitio.\nactualizada: 2027-03-01\n---\nLea.\n",
		"enlaces/02.md":  "---\ndepartamento: \"02\"\noficina: Enlace de Áncash\nactualizada: 2027-03-01\n---\n",
	})
	r := assemble(t, files, Options{})
	want(t, r.Problems,
		"enlaces/02.md:4:1: aviso: «actualizada» dice 2027-03-01, y para ese día falta más de medio año",
		"paginas/uso.md:4:1: aviso: «actualizada» dice 2027-03-01",
		"practicas/a.md:9:1: aviso: «actualizada» dice 2062-07-01, y para ese día falta más de medio año | revise el año",
		"practicas/d.md:9:1: aviso: «actualizada» dice 2062-07-01",
	)
	r = assemble(t, files, Options{Now: time.Date(2062, 6, 20, 0, 0, 0, 0, time.UTC)})
	want(t, r.Problems)
}

// An embargo that ended long ago, in a practice that nobody has recorded as
// published, is that of another year: copied, or mistyped.
func TestAnEmbargoOfAnotherYearIsTold(t *testing.T) {
	const ended = "embargo: \"2025-12-10 11:00\"\n"
	files := with(map[string]string{
		"practicas/a.md": practice{extra: ended + "fuentes: [{titulo: Acta}]\n"}.String(),
		"practicas/b.md": practice{extra: ended}.String(),
	})
	files["practicas/a.md"] = strings.Replace(files["practicas/a.md"], "ejemplo: true\n", "", 1)
	files["practicas/d.md"] = strings.Replace(files["practicas/a.md"], "publicada", "borrador", 1)
	end := time.Date(2025, 12, 10, 16, 0, 0, 0, time.UTC)
	const warning = "a.md:10:1: aviso: este embargo ya terminó, el 2025-12-10 11:00, y la práctica no figura entre las ya publicadas: se publica de inmediato | si debe esperar, corrija la fecha"
	told := func(at time.Time) (of diag.List) {
		for _, p := range assemble(t, files, Options{Now: at}).Problems {
			if p.Key == "embargo" {
				of = append(of, p)
			}
		}
		return of
	}
	for after, lines := range map[time.Duration][]string{-time.Minute: nil, 0: nil, 23 * time.Hour: nil, 24 * time.Hour: {warning}, 9000 * time.Hour: {warning}} {
		want(t, told(end.Add(after)), lines...)
	}
	files["direcciones.txt"] = "/practicas/a/\n"
	want(t, told(end.Add(9000*time.Hour)))
}

// Pictures too small to show, files too heavy to download and files that are not
// what their name says are told where they are named.
func TestPicturesAndMaterialsAreOfUse(t *testing.T) {
	r := assemble(t, with(map[string]string{
		"practicas/calidad/index.md": practice{extra: `imagenes:
  - {archivo: chica.jpg, alt: Vecinas en la pileta nueva, credito: Municipalidad}
  - {archivo: grande.jpg, alt: Vecinas en la pileta nueva, credito: Municipalidad}
materiales:
  - {titulo: Acta, archivo: falso.pdf}
  - {titulo: Libro, archivo: pesado.pdf}
`, body: "[otro](otro.pdf)"}.String(),
		"practicas/calidad/chica.jpg": "x", "practicas/calidad/grande.jpg": "x",
		"practicas/calidad/falso.pdf": "x", "practicas/calidad/pesado.pdf": "x", "practicas/calidad/otro.pdf": "x",
	}), Options{})
	want(t, r.Problems,
		"index.md:12:15: aviso: la foto «chica.jpg» mide 320 × 240 píxeles, y se verá muy pequeña o borrosa | use la foto original",
		"index.md:15:29: aviso: el archivo «falso.pdf» no es lo que dice su nombre: por dentro es una página web (HTML) | quizá se descargó la página",
		"index.md:16:30: aviso: el archivo «pesado.pdf» pesa 12 MB",
		"index.md:20:1: aviso: el archivo «otro.pdf» no es lo que dice su nombre: por dentro es solo texto",
	)
}
