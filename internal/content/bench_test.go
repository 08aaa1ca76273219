package content

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
)

// generated is a site with n practices of about 450 words, all keys in use.
func generated(n int) fstest.MapFS {
	fsys := fstest.MapFS{
		"content/sitio.yaml": {Data: []byte("titulo: Prueba\nurl: https://ejemplo.gob.pe/\n")},
	}
	paragraph := strings.Repeat("La municipalidad capacitó a las familias de los caseríos más alejados para que traten el agua en casa. ", 26)
	for i := range n {
		fsys[fmt.Sprintf("content/practicas/practica-%05d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, `---
titulo: "Agua segura en el caserío %d: vecinas que enseñan"
resumen: >
  Vecinas capacitadas visitan a las familias, enseñan a tratar el agua y
  anotan en un cuaderno lo que encuentran en cada casa del caserío.
municipalidad: "029901"
municipalidades_asociadas: ["029902"]
edicion: "3"
reconocimiento: ganadora
temas: [agua-y-saneamiento, primera-infancia]
metas: [agua-clorada]
poblacion: [0-5, gestantes]
inicio: 2019-03
fin: 2021-12
vigencia: activa
resultados:
  - indicador: Hogares con agua clorada
    antes: 12
    despues: %d
    unidad: "%%"
    periodo: 2019-2021
    fuente: Registro del área técnica municipal
  - indicador: Casos de diarrea en menores de cinco años
    antes: 84
    despues: 31
    unidad: casos por año
    periodo: 2019-2021
    fuente: Puesto de salud
costo:
  monto: 48500
  moneda: PEN
  periodo: por año
  financiamiento: [recursos-propios, comunidad]
  nota: No incluye el tiempo de las vecinas
equipo:
  personas: 6
  perfiles: [técnica en agua, promotoras vecinales]
requisitos:
  internet: no-necesita
  energia: a-veces
  vehiculo: a-veces
aliados:
  - nombre: Puesto de salud
    tipo: estatal
    apoyo: [tecnico]
adaptar:
  - Empezar por un caserío
  - Elegir a las promotoras en asamblea
contacto:
  area: Área técnica municipal
  telefono: "(043) 421234"
  correo: atm@munillamas.gob.pe
  horario: lunes a viernes, 8:00 a 13:00
fuentes:
  - titulo: Informe final de la práctica
    url: https://www.gob.pe/informe
    consulta: 2025-04-24
estado: publicada
actualizada: 2025-05-01
ejemplo: true
---

## Situación previa

%s

## Qué se hizo

%s
`, i, 60+i%40, paragraph[:len(paragraph)/2], paragraph[len(paragraph)/2:])}
	}
	return fsys
}

func BenchmarkReadAll(b *testing.B) {
	const n = 10_000
	fsys := generated(n)
	retained := retained(b, fsys)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadAll(context.Background(), fsys); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "µs/entry")
	b.ReportMetric(float64(retained)/n, "retained-B/entry")
}

// retained is how much memory the results of a site hold.
func retained(b *testing.B, fsys fstest.MapFS) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&before)
	f, err := ReadAll(context.Background(), fsys)
	if err != nil {
		b.Fatal(err)
	}
	if _, problems := f.Entries(); len(problems) > 0 {
		b.Fatalf("%d problems, the first: %v", len(problems), problems[0])
	}
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(f)
	return after.HeapAlloc - before.HeapAlloc
}

func BenchmarkEntries(b *testing.B) {
	f, err := ReadAll(context.Background(), generated(12_000))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		f.Entries()
	}
}

func BenchmarkReread(b *testing.B) {
	fsys := generated(12_000)
	f, err := ReadAll(context.Background(), fsys)
	if err != nil {
		b.Fatal(err)
	}
	changed := []string{"content/practicas/practica-06000.md"}
	for b.Loop() {
		if _, err := f.Reread(context.Background(), fsys, changed); err != nil {
			b.Fatal(err)
		}
	}
}
