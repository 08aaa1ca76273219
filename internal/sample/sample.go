// Package sample makes content folders of any size for tests and benchmarks:
// practices of about 450 words in invented municipalities, the same for the
// same numbers. The text is nonsense with the shape of Spanish: words follow
// Zipf's law, so vocabularies and indexes grow as those of real text do.
package sample

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing/fstest"
)

// Size says how large a folder is.
type Size struct {
	Practices, Municipalities int
}

// departments whose invented province (code 99) takes the municipalities.
const departments = 25

var regions = [...]string{"costa", "sierra", "selva"}

// Content is a source folder: content/ with everything that a site needs.
func Content(size Size) fstest.MapFS {
	g := &generator{rng: rand.New(rand.NewPCG(7, uint64(size.Practices))), words: vocabulary()}
	out := fstest.MapFS{}
	put := func(name, text string) { out["content/"+name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644} }

	put("sitio.yaml", "titulo: Vitrina de muestra\nurl: https://muestra.example/\ndescripcion: Sitio generado para medir.\nmenu:\n  - {titulo: Prácticas, url: /practicas/}\n")
	for year := 2018; year <= 2025; year++ {
		put(fmt.Sprintf("ediciones/%d.md", year), fmt.Sprintf("---\nnumero: %d\nnombre: Edición %d\nanio_inicio: %d\n---\n", year-2015, year, year))
	}
	for i := range 12 {
		put(fmt.Sprintf("temas/tema-%d.md", i), fmt.Sprintf("---\nnombre: Tema %d\ndescripcion: %s\n---\n", i, g.sentence(12)))
	}
	for i := range 9 {
		put(fmt.Sprintf("metas/meta-%d.md", i), fmt.Sprintf("---\nnombre: Meta %d\ndescripcion: %s\nambito: local\n---\n", i, g.sentence(12)))
	}
	ubigeos := make([]string, max(1, size.Municipalities))
	for i := range ubigeos {
		department := i%departments + 1
		n := i / departments
		ubigeos[i] = fmt.Sprintf("%02d99%02d", department, n+1)
		put("municipalidades/"+ubigeos[i]+".md", g.municipality(ubigeos[i], i))
	}
	for i := range size.Practices {
		put(fmt.Sprintf("practicas/%s.md", Slug(i)), g.practice(i, ubigeos))
	}
	return out
}

// Slug is the slug of the i-th practice.
func Slug(i int) string { return fmt.Sprintf("practica-%05d", i) }

type generator struct {
	rng   *rand.Rand
	words []string
}

// vocabulary is 40,000 words built of Spanish syllables, the shortest first.
func vocabulary() []string {
	syllables := strings.Fields("a de la en co ra ta ma ca do pa ti si ro na mi po lo te mu ni ri cha lle ña gua que cri pla tra per con men dad ción mos ble pre sor fri glo")
	rng := rand.New(rand.NewPCG(1, 2))
	seen := map[string]bool{}
	var words []string
	for len(words) < 40_000 {
		n := 1 + int(math.Log2(float64(len(words)+2)))/4 + rng.IntN(2)
		var b strings.Builder
		for range n {
			b.WriteString(syllables[rng.IntN(len(syllables))])
		}
		if w := b.String(); !seen[w] {
			seen[w] = true
			words = append(words, w)
		} else if n > 1 {
			continue
		} else {
			w += syllables[rng.IntN(len(syllables))]
			if !seen[w] {
				seen[w] = true
				words = append(words, w)
			}
		}
	}
	return words
}

// word draws a word, the k-th with a frequency of about 1/k.
func (g *generator) word() string {
	u := g.rng.Float64()
	k := int(math.Pow(float64(len(g.words)), u)) - 1
	return g.words[min(max(k, 0), len(g.words)-1)]
}

func (g *generator) sentence(n int) string {
	var b strings.Builder
	for i := range n {
		w := g.word()
		if i == 0 {
			r := []rune(w)
			w = strings.ToUpper(string(r[:1])) + string(r[1:])
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	b.WriteByte('.')
	return b.String()
}

func (g *generator) paragraph(words int) string {
	var b strings.Builder
	for words > 0 {
		n := min(words, 8+g.rng.IntN(14))
		b.WriteString(g.sentence(n))
		b.WriteByte(' ')
		words -= n
	}
	return strings.TrimSpace(b.String())
}

func (g *generator) municipality(ubigeo string, i int) string {
	kind := "distrital"
	if strings.HasSuffix(ubigeo, "01") {
		kind = "provincial"
	}
	return fmt.Sprintf(`---
ubigeo: "%s"
nombre: Muestra %s
tipo: %s
departamento: %s
provincia: Provincia de muestra
region: %s
poblacion: %d
altitud: %d
latitud: %.4f
longitud: %.4f
rural_pct: %d
distancia_sede_km: %d
ejemplo: true
---
%s
`, ubigeo, ubigeo, kind, departmentNames[i%departments], regions[i%3],
		300+g.rng.IntN(60_000), g.rng.IntN(4500), -18*g.rng.Float64(), -81+12*g.rng.Float64(),
		g.rng.IntN(101), g.rng.IntN(300), g.paragraph(40))
}

var departmentNames = [departments]string{
	"Amazonas", "Áncash", "Apurímac", "Arequipa", "Ayacucho", "Cajamarca", "Callao", "Cusco", "Huancavelica",
	"Huánuco", "Ica", "Junín", "La Libertad", "Lambayeque", "Lima", "Loreto", "Madre de Dios", "Moquegua",
	"Pasco", "Piura", "Puno", "San Martín", "Tacna", "Tumbes", "Ucayali",
}

func (g *generator) practice(i int, ubigeos []string) string {
	need := [...]string{"no-necesita", "a-veces", "siempre"}
	title := strings.TrimSuffix(g.sentence(5+g.rng.IntN(4)), ".")
	var b strings.Builder
	fmt.Fprintf(&b, `---
titulo: %s
resumen: %s
municipalidad: "%s"
edicion: %d
reconocimiento: ganadora
temas: [tema-%d, tema-%d]
metas: [meta-%d]
poblacion: [0-5, gestantes]
inicio: %d-03
vigencia: activa
resultados:
  - {indicador: Hogares con servicio, antes: %d, despues: %d, unidad: "%%", fuente: Registro municipal}
  - {indicador: Visitas al mes, antes: %d, despues: %d}
costo: {monto: %d, moneda: PEN, financiamiento: [recursos-propios, comunidad]}
equipo: {personas: %d, perfiles: [promotoras, técnico municipal]}
requisitos: {internet: %s, energia: %s, vehiculo: %s}
aliados:
  - {nombre: Centro de salud, tipo: salud, apoyo: [tecnico]}
adaptar:
  - %s
  - %s
contacto: {area: Gerencia de Desarrollo Social, telefono: "(043) 000 0%02d", horario: lunes a viernes de 8 a 16 h}
estado: publicada
actualizada: 2026-%02d-%02d
ejemplo: true
---
`, title, g.paragraph(22), ubigeos[i%len(ubigeos)], 2018+i%8, i%12, (i%12+1+i/12%11)%12, i%9, 2015+i%10,
		g.rng.IntN(50), 50+g.rng.IntN(50), g.rng.IntN(200), g.rng.IntN(900), 500+g.rng.IntN(400_000), 1+g.rng.IntN(20),
		need[g.rng.IntN(3)], need[g.rng.IntN(3)], need[g.rng.IntN(3)], g.sentence(14), g.sentence(14), i%100, 1+i%12, 1+i%28)
	for _, heading := range []string{"Situación previa", "Qué se hizo", "Resultados", "Qué no funcionó", "Cómo adaptarla"} {
		fmt.Fprintf(&b, "## %s\n\n%s\n\n", heading, g.paragraph(50))
		if heading == "Qué se hizo" {
			for range 4 {
				fmt.Fprintf(&b, "- %s **%s** %s\n", strings.TrimSuffix(g.sentence(7), "."), g.word(), g.word())
			}
			fmt.Fprintf(&b, "\nVea también [otra práctica](%s.md).\n\n", Slug(i/2))
		} else {
			fmt.Fprintf(&b, "%s\n\n", g.paragraph(28))
		}
	}
	return b.String()
}
