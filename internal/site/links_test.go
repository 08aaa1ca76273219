package site

import (
	"testing"
)

// A wrong address is answered with the page that was meant, whatever the case of
// its letters or the name of its folder, and with nothing when there is none.
func TestWrongAddressesAreAnswered(t *testing.T) {
	for link, part := range map[string]string{
		"/Temas/Agua/":             "¿quiso decir «/temas/agua/»?",
		"/TEMAS/AGUAS":             "¿quiso decir «/temas/agua/»?",
		"/tema/agua/":              "¿quiso decir «/temas/agua/»?",
		"/temas/saneamiento/":      "¿quiso decir «/temas/agua-y-saneamiento/»?",
		"/paginas/nada-de-eso/":    "revise la dirección, o quite el enlace",
		"uso":                      "«uso» no es una entrada de este sitio | escriba la dirección de la página (/temas/agua/) o su archivo",
		"../temas/agua":            "«../temas/agua» no es una entrada de este sitio | ¿quiso decir «/temas/agua/»?",
		"/temas/agua.md":           "«/temas/agua.md» no es una entrada de este sitio | ¿quiso decir «/temas/agua/»?",
		"../temas/aguas":           "«../temas/aguas» no es una entrada de este sitio | ¿quiso decir «/temas/agua/»?",
		"secreta":                  "«secreta» no es una entrada de este sitio | escriba la dirección de la página (/temas/agua/) o su archivo",
		"/practicas/secreta-otra/": "revise la dirección, o quite el enlace",
	} {
		r := assemble(t, with(map[string]string{
			"practicas/a.md":                practice{body: "[x](" + link + ")"}.String(),
			"practicas/secreta.md":          practice{state: "borrador"}.String(),
			"temas/agua-y-saneamiento.md":   "---\nnombre: Agua y saneamiento\ndescripcion: Agua segura.\n---\n",
			"temas/economia.md":             "---\nnombre: Economía\ndescripcion: Trabajo.\n---\n",
			"paginas/como-participar.md":    "---\ntitulo: Cómo\nresumen: Cómo se participa.\n---\n",
			"paginas/sobre-el-premio-de.md": "---\ntitulo: Sobre\nresumen: Cómo se participa.\n---\n",
		}), Options{})
		want(t, r.Problems, "a.md:14:1: error: | "+part)
	}
}

// A part of a page that its text does not have is told; what templates add to a
// page may be linked to.
func TestLinksToPartsOfPages(t *testing.T) {
	r := assemble(t, with(map[string]string{
		"temas/agua.md": "---\nnombre: Agua\ndescripcion: Agua segura.\n---\n## Por qué\n\nAgua.\n",
		"practicas/a.md": practice{body: "[a](/temas/agua/#por-que) [b](/temas/agua/#v-lista-practicas) [c](/temas/agua/#contenido)\n" +
			"[d](/temas/agua/#nada) [e](/ediciones/2025/#nada)\n[f](/municipalidades/029901/#nada) [g](/paginas/uso/#nada) [h](/temas/#nada)\n"}.String(),
	}), Options{})
	want(t, r.Problems,
		"a.md:15:1: aviso: la página de «/temas/agua/#nada» no tiene un apartado «nada» | sus apartados son: por-que",
		"a.md:15:24: aviso: la página de «/ediciones/2025/#nada» no tiene un apartado «nada» | enlace a la página entera",
		"a.md:16:1: aviso: la página de «/municipalidades/029901/#nada» no tiene",
		"a.md:16:36: error: la página de «/paginas/uso/#nada» no tiene un apartado «nada» | sus apartados son: primero",
	)
}

// The menu says what to write in the place of an address that is none.
func TestMenuLeadsSomewhere(t *testing.T) {
	for address, part := range map[string]string{"/Temas/": "¿quiso decir «/temas/»?", "/temass/": "¿quiso decir «/temas/»?", "/zzzzzzzzzzz/": "escriba la dirección de una página tal como se ve"} {
		r := assemble(t, with(map[string]string{"sitio.yaml": "titulo: Prueba\nurl: https://prueba.example\nmenu: [{titulo: Uno, url: " + address + "}]\n"}), Options{})
		want(t, r.Problems, "sitio.yaml:3:27: error: el menú lleva a «"+address+"», que no existe | "+part)
	}
}

// What a list names twice is told once, by content.
func TestRepeatedReferencesAreLeftToContent(t *testing.T) {
	r := assembleAnyway(t, with(map[string]string{"practicas/a.md": practice{extra: "metas: [leer, leer]\n"}.String(),
		"metas/leer.md": "---\nnombre: Leer\ndescripcion: Leer en casa.\n---\n"}), Options{})
	want(t, r.Problems)
	if goals := r.Site.Practice("a").Goals; len(goals) != 1 {
		t.Errorf("%d goals", len(goals))
	}
}
