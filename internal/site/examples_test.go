package site

import "testing"

// When examples are left out, links to them are errors that say so, and texts
// of the site that still speak of them are warned of.
func TestTextsDoNotSpeakOfExamplesThatAreLeftOut(t *testing.T) {
	files := with(map[string]string{
		"practicas/a.md": practice{}.String(),
		"paginas/uso.md": "---\ntitulo: Uso\nresumen: Cómo se usa este sitio.\n---\n## Por qué hay ejemplos\n\n" +
			"Se muestran **prácticas y municipalidades inventadas**.\n\nMientras contenga ejemplos, es una muestra.\n\n" +
			"Lo marcado como *Ejemplo* no existe.\n\nLas prácticas, por ejemplo [esta](/practicas/a/), y el [distrito](/municipalidades/029901/).\n\n" +
			"Los datos de este modelo son inventados: cámbielos por los suyos.\n\nEs un ejemplo para otras municipalidades.\n",
	})
	want(t, assemble(t, files, Options{}).Problems)
	files["sitio.yaml"] += "ejemplos: false\n"
	about := "aviso: el texto habla de ejemplos o de lo inventado, y en sitio.yaml dice «ejemplos: false» | borre esa parte"
	want(t, assemble(t, files, Options{}).Problems,
		"paginas/uso.md:5:1: "+about, "paginas/uso.md:7:1: "+about, "paginas/uso.md:9:1: "+about, "paginas/uso.md:11:1: "+about,
		"paginas/uso.md:13:28: error: el enlace «/practicas/a/» lleva a un ejemplo, y en sitio.yaml dice «ejemplos: false» | quite el enlace",
		"paginas/uso.md:13:56: error: el enlace «/municipalidades/029901/» lleva a un ejemplo",
	)
}
