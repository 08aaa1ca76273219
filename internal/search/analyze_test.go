package search

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"vitrina/internal/race"
	"vitrina/internal/search/clientvm"
)

// newVM starts a client from the modules of the repository.
func newVM(t testing.TB) *clientvm.VM {
	t.Helper()
	vm, err := clientvm.New(os.DirFS("../../static"))
	if err != nil {
		t.Fatal(err)
	}
	return vm
}

// same has forms that must meet in one term, line by line.
const same = `
agua aguas
obra obras
niña niñas niño niños NIÑA
baño baños
mes meses
país países pais paises
interés intereses interes
clase clases
frase frases
envase envases
base bases
enlace enlaces
alcance alcances
avance avances
lápiz lápices lapiz
luz luces
vez veces
raíz raíces raiz raices
niñez niñeces
capaz capaces
ley leyes
mujer mujeres
taller talleres
lugar lugares
hogar hogares
líder líderes lider
joven jóvenes jovenes
orden órdenes ordenes
imagen imágenes imagenes
examen exámenes
origen orígenes
plan planes
región regiones region
gestión gestiones gestion
población poblaciones
capacitación capacitaciones capacitacion
comunidad comunidades
municipalidad municipalidades
discapacidad discapacidades
autoridad autoridades
municipio municipios
servicio servicios
comunitario comunitaria comunitarios comunitarias
secundario secundaria secundarios
primero primeros
familia familias
provincia provincias
anemia anemias
vacuna vacunas
huaico huaicos
puquio puquios
tambo tambos
puente puentes
parque parques
bosque bosques
enfoque enfoques
residuo residuos
reciclaje reciclajes
costa costas
sierra sierras
selva selvas
distrito distritos
alcalde alcaldes
regidor regidores
salud saludes
papa papas
maíz maices maíces
animal animales
árbol árboles arbol
papel papeles
huerto huerta huertos huertas
capacitar capacitado capacitada capacitados capacitadas capacitando capacita capacitan capacitaron capacitaba
participar participante participantes participación participan
habitar habitante habitantes
gestar gestante gestantes
migrar migrante migrantes migración migraciones
recipiente recipientes
ambiente ambientes
prevenir prevención
distribuir distribución distribuciones
vacunar vacunado vacunados vacunaron vacunan vacunando
rápido rápida rápidamente rapidamente
proceso procesos
acceso accesos
análisis analisis
crisis crisis
ñandú ñandus ÑANDÚ
ch'uño chuño ch’uño
año años AÑO
día días dia
café cafés cafe
menú menús menu
río ríos rio
21509 21509
`

// apart has words that must not meet.
const apart = `
ano año
nino niño
pena peña
cana caña
sonar soñar
agua agudo
obra obrero
pueblo público
población pobreza
mes mesón
021509 021501
ley leyenda
`

func TestFormsOfAWordMeet(t *testing.T) {
	n := 0
	for line := range strings.Lines(same) {
		words := strings.Fields(line)
		for _, w := range words {
			if n++; term(w) == "" || term(w) != term(words[0]) {
				t.Errorf("%s is %q, but %s is %q", w, term(w), words[0], term(words[0]))
			}
		}
	}
	if n < 180 {
		t.Errorf("only %d forms", n)
	}
}

func TestOtherWordsStayApart(t *testing.T) {
	for line := range strings.Lines(apart) {
		words := strings.Fields(line)
		if len(words) == 2 && term(words[0]) == term(words[1]) {
			t.Errorf("%s and %s are both %q", words[0], words[1], term(words[0]))
		}
	}
}

func TestWordsOfAText(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "",
		"¿Qué es el agua?":              "es agu",
		"3.216 m s.n.m., S/ 12,50":      "3 216 m s n m s 12 50",
		"DNI-electrónico/2025":          "dni electronic 2025",
		"l'eau «d’Ivoire» 'sola'":       "leau divoir sol",
		"n\u0303an\u0303a":              "ñañ", // written in two characters each
		"Ærø ß İstanbul ŉ ǅ ɨ":          "ærø ß istanbul ŉ ǆ ɨ",
		"日本 ελλ 7":                      "7",
		"\xff\xfeagua\xc3":              "agu",
		"\u0301 \u0303":                 "",
		strings.Repeat("larguisimo", 9): strings.Repeat("larguisimo", 4)[:39],
	} {
		var got []string
		scan(text, func(start, end int) {
			if term := term(text[start:end]); term != "" {
				got = append(got, term)
			}
		})
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, not %q", text, strings.Join(got, " "), want)
		}
	}
}

func TestTheClientHasTheSameStopList(t *testing.T) {
	source, err := os.ReadFile("../../static/js/search/analyze.js")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(source), "new Set(('")
	list, _, _ := strings.Cut(rest, "').split")
	list = strings.ReplaceAll(list, "' +\n  '", "")
	if got, want := strings.Fields(list), strings.Fields(stopList); !slices.Equal(got, want) {
		t.Errorf("the client's list is\n%q, not\n%q", got, want)
	}
}

// sameInClient compares our terms of each text with the client's.
func sameInClient(t testing.TB, vm *clientvm.VM, texts []string) {
	t.Helper()
	want := make([][]string, len(texts))
	for i, text := range texts {
		want[i] = Terms(text)
		if want[i] == nil {
			want[i] = []string{}
		}
	}
	var got [][]string
	if err := vm.Call("terms", &got, texts); err != nil {
		t.Fatal(err)
	}
	for i := range texts {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("%q: the client says %q, Go %q", texts[i], got[i], want[i])
		}
	}
}

func TestTheClientAnalysesAlike(t *testing.T) {
	vm := newVM(t)
	texts := strings.Fields(same + apart)
	// Every letter and what is beside the letters, alone and inside a word; of
	// the alphabets between, which are all alike, some.
	for r := rune(0x20); r < 0x2100; r++ {
		if r > 0x400 && r < 0x1DF0 && r%13 != 0 || race.On && r > 0x180 && r%race.Slow != 0 {
			continue
		}
		texts = append(texts, fmt.Sprintf("%c", r), fmt.Sprintf("ca%cñones", r), fmt.Sprintf("%cn\u0303%c", r, r))
	}
	for _, root := range strings.Fields("c ca cas canc nin niñ municipal inter") {
		for _, e := range append(endings, "s", "es", "ces", "os", "as", "a", "e", "o", "z", "c", "ones", "mentes") {
			texts = append(texts, root+e, root+e+"s", root+e+"es")
		}
	}
	sameInClient(t, vm, texts)
}

func TestTheClientHearsTheSameLetters(t *testing.T) {
	var words []string
	const letters = "abceghijklnñoquvwxyz1"
	for _, a := range letters {
		for _, b := range letters {
			words = append(words, string([]rune{a, b}))
			for _, c := range "aeihlu" {
				words = append(words, string([]rune{a, b, c}))
			}
		}
	}
	var got []string
	if err := newVM(t).Call("letters", &got, words); err != nil {
		t.Fatal(err)
	}
	for i, w := range words {
		if got[i] != soundLetter(w) {
			t.Errorf("%s: the client hears %q, Go %q", w, got[i], soundLetter(w))
		}
	}
	for a, b := range map[string]string{
		"hospital": "ospital", "vaca": "baca", "zapato": "sapato", "cena": "sena", "kilo": "quilo", "casa": "kasa",
		"gente": "jente", "lluvia": "yuvia", "huaico": "guaico", "hierba": "yerba", "ñandu": "nandu",
	} {
		if soundLetter(a) != soundLetter(b) {
			t.Errorf("%s and %s do not sound alike", a, b)
		}
	}
}

func FuzzAnalyse(f *testing.F) {
	for _, s := range []string{"agua segura", "Ñandú n\u0303", "l'eau d’\u02bca", "\u0344\u0345\u1e9e\u0130", "a\xffb", "ſtraße", "n\u0323\u0303"} {
		f.Add(s)
	}
	vm := newVM(f)
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			for _, term := range Terms(text) { // the client never meets such text
				if !utf8.ValidString(term) {
					t.Fatalf("%q gives %q", text, term)
				}
			}
			return
		}
		sameInClient(t, vm, []string{text})
	})
}
