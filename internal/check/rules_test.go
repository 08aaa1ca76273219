package check

import (
	"strings"
	"testing"
)

func TestPages(t *testing.T) {
	expect(t, []fault{
		{name: "a repeated id", file: practiceFile, new: `<p id="contenido">x</p>`, want: "«contenido» está repetido: ya está en la línea 20", line: mainLine},
		{name: "an empty id", file: practiceFile, new: `<p id="">x</p>`, want: "vacío o tiene espacios", line: mainLine},
		{name: "an id with a space", file: practiceFile, new: `<p id="a b">x</p>`, want: "vacío o tiene espacios", line: mainLine},
		{name: "two h1", file: practiceFile, new: `<h1>Otra</h1>`, want: "más de un «h1»", line: mainLine},
		{name: "no h1", file: "buscar/index.html", old: `<h1>Buscar</h1>`, new: `<p>Buscar</p>`, want: "falta el encabezado principal"},
		{name: "the first heading is no h1", file: "buscar/index.html", old: `<h1>`, new: `<h2>Antes</h2><h1>`, want: "debe ser «h1»", line: 21},
		{name: "a level is skipped", file: practiceFile, new: `<h3>Detalle</h3>`, want: "después de «h1» viene «h3»", line: mainLine},
		{name: "no language", file: practiceFile, old: ` lang="es-PE"`, want: "no dice el idioma", line: 2},
		{name: "a language that is none", file: practiceFile, old: `es-PE`, new: `español`, want: "no dice el idioma", line: 2},
		{name: "no html", file: practiceFile, old: `<html lang="es-PE">`, want: "falta la etiqueta «html»"},
		{name: "no title", file: practiceFile, old: "<title>Agua segura — Vitrina</title>", want: "falta el título"},
		{name: "an empty title", file: practiceFile, old: "Agua segura — Vitrina", new: " &nbsp;", want: "título de la página (title) está vacío"},
		{name: "two titles", file: practiceFile, old: "<title>", new: "<title>a</title><title>", want: "más de un «title»", line: 5},
		{name: "no description", file: practiceFile, old: `<meta name="description" content="Una práctica de agua segura.">`, want: "falta la descripción"},
		{name: "an empty description", file: practiceFile, old: `Una práctica de agua segura.`, new: " ", want: "falta la descripción"},
		{name: "two descriptions", file: practiceFile, old: `<meta name="d`, new: `<meta name="description" content="x"><meta name="d`, want: "más de una descripción", line: 6},
		{name: "no alt", file: practiceFile, old: ` alt="Pozo"`, want: "sin texto alternativo", line: 28},
		{name: "no width", file: practiceFile, old: ` width="480"`, want: "sin «width»", line: 28},
		{name: "a height in other units", file: practiceFile, old: `height="320"`, new: `height="20em"`, want: "sin «height»", line: 28},
		{name: "an img without src", file: practiceFile, new: `<img alt="" width="1" height="1">`, want: "sin «src»", line: mainLine},
		{name: "aria-labelledby", file: practiceFile, old: `labelledby="resultados"`, new: `labelledby="resultado"`, want: "nombra el id «resultado»", line: 23, hint: "«resultados»"},
		{name: "one of two in aria-labelledby", file: practiceFile, new: `<p aria-labelledby="resultados nada">x</p>`, want: "nombra el id «nada»", line: mainLine},
		{name: "an empty aria-describedby", file: practiceFile, new: `<p aria-describedby=" ">x</p>`, want: "«aria-describedby» está vacío", line: mainLine},
		{name: "aria-describedby", file: practiceFile, new: `<p aria-describedby="nada">x</p>`, want: "«aria-describedby» nombra", line: mainLine},
		{name: "for", file: practiceFile, old: `for="q"`, new: `for="consulta"`, want: "«for» nombra", line: 18},
		{name: "headers", file: practiceFile, old: `<td>`, new: `<td headers="nada">`, want: "«headers» nombra", line: 25},
		{name: "a table without th", file: practiceFile, old: `<th scope="col">Indicador</th>`, new: "<td>Indicador</td>", want: "sin celdas de encabezado", line: 25},
		{name: "a table in a table", file: practiceFile, old: `<td>Cloro`, new: "<td><table><tr><td>Cloro</table>", want: "sin celdas de encabezado", line: 25},
		{name: "bytes that are no text", file: practiceFile, new: "<p>a\xf1o</p>", want: "UTF-8", line: mainLine},
	})
}

func TestNames(t *testing.T) {
	const link, button, heading = "un enlace sin nombre", "un botón sin nombre", "un encabezado sin nombre"
	expect(t, []fault{
		{name: "an empty link", file: practiceFile, new: `<a href="./"></a>`, want: link, line: mainLine},
		{name: "a link with white space", file: practiceFile, new: "<a href=\"./\"> \n&nbsp;&ZeroWidthSpace;</a>", want: link, line: mainLine},
		{name: "a link with a picture that is only decoration", file: practiceFile, new: `<a href="./"><img src="../../img/foto-480.jpg" width="1" height="1" alt=""></a>`, want: link, line: mainLine},
		{name: "a link with a hidden drawing", file: practiceFile, new: `<a href="./"><svg aria-hidden="true"><title>Ir</title></svg></a>`, want: link, line: mainLine},
		{name: "a link with hidden text", file: practiceFile, new: `<a href="./"><span hidden>Ir</span></a>`, want: link, line: mainLine},
		{name: "an empty button", file: practiceFile, new: `<button type="button"></button>`, want: button, line: mainLine},
		{name: "something with the role of a button", file: practiceFile, new: `<span role="button" tabindex="0"></span>`, want: button, line: mainLine},
		{name: "an input without a value", file: practiceFile, new: `<input type="button">`, want: button, line: mainLine},
		{name: "a submit with an empty value", file: practiceFile, new: `<input type="submit" value="">`, want: button, line: mainLine},
		{name: "a picture button", file: practiceFile, new: `<input type="image" src="../../img/foto-480.jpg">`, want: button, line: mainLine},
		{name: "an empty heading", file: practiceFile, new: `<h2></h2>`, want: heading, line: mainLine},
		{name: "a link in a link", file: practiceFile, new: `<a href="./">a <a href="../">b</a></a>`, want: "un enlace dentro de otro", line: mainLine},
	})
	named := []string{
		`<a href="./" aria-label="Ir"></a>`, `<a href="./" title="Ir"></a>`, `<a href="./" aria-labelledby="resultados"></a>`,
		`<a href="./"><svg role="img" aria-label="Ir"></svg></a>`, `<a href="./"><svg><title>Ir</title></svg></a>`,
		`<a href="./"><span aria-hidden="true">→</span> Ir</a>`, `<a id="sin-destino"></a>`, `<h2><a href="./">Ir</a></h2>`,
		`<button><img src="../../img/foto-480.jpg" width="1" height="1" alt="Ir"></button>`, `<input type="submit">`,
		`<div hidden><a href="./"></a></div>`, `<template><button></button></template>`, `<input type="text">`,
		`<noscript><a href="../">Sin JavaScript</a></noscript>`,
	}
	for _, text := range named {
		if list := inspectSite(t, fault{file: practiceFile, new: text}.site(t)); len(list) > 0 {
			t.Errorf("%s:\n%s", text, printed(list))
		}
	}
}

func TestTagsNest(t *testing.T) {
	expect(t, []fault{
		{name: "a tag that is not closed", file: practiceFile, new: "<div>", want: "llega antes de cerrar «div», abierto en la línea 22", line: 33},
		{name: "a tag open at the end", file: practiceFile, old: "</body>\n</html>\n", new: "<div>", want: "«div» no se cierra", line: 33},
		{name: "tags that cross", file: practiceFile, new: "<p><b>a</p></b>", want: "«</p>» llega antes de cerrar «b»", line: mainLine, also: 1},
		{name: "an end without a start", file: practiceFile, new: "</div>", want: "sobra «</div>»", line: mainLine},
		{name: "a block in a paragraph", file: practiceFile, new: "<p><div>a</div></p>", want: "sobra «</p>»", line: mainLine},
		{name: "a block inside a phrase", file: practiceFile, new: "<p><b><div>a</div></b></p>", want: "«div» no puede ir dentro de «p»", line: mainLine},
		{name: "a tag cut in two", file: practiceFile, old: "</body>\n</html>\n", new: "<a href=\"x", want: "se acaba en medio de una etiqueta", line: 33},
		{name: "HTML in a drawing", file: practiceFile, new: "<svg><p>a</p></svg>", want: "«p» no puede ir dentro de «svg»", line: mainLine},
		{name: "a drawing that holds HTML", file: practiceFile, new: "<svg><foreignObject><b>a</b></foreignObject></svg>", want: "«foreignobject» no puede", line: mainLine, also: 1},
		{name: "tags in the title of a drawing", file: practiceFile, new: "<svg><title><b>a</b></title></svg>", want: "solo puede tener texto", line: mainLine},
	})
}

func TestSafety(t *testing.T) {
	expect(t, []fault{
		{name: "an inline script", file: practiceFile, new: "<script>alert(1)</script>", want: "código dentro de la página", line: mainLine},
		{name: "an empty inline script", file: practiceFile, new: "<script></script>", want: "código dentro de la página", line: mainLine},
		{name: "an inline module", file: practiceFile, new: "<script type=\"module\">x</script>", want: "código dentro de la página", line: mainLine},
		{name: "data of another type", file: practiceFile, new: "<script type=\"application/json\">{}</script>", want: "código dentro de la página", line: mainLine},
		{name: "a script in a drawing", file: practiceFile, new: "<svg><script>x</script></svg>", want: "código dentro de un dibujo", line: mainLine},
		{name: "linked data that is not JSON", file: practiceFile, old: `"@type":"WebPage",`, new: `"@type":WebPage,`, want: "JSON mal escrito", line: 13},
		{name: "linked data without content", file: practiceFile, new: `<script type="application/ld+json"></script>`, want: "están vacíos", line: mainLine},
		{name: "a handler", file: practiceFile, new: `<p OnClick="x()">a</p>`, want: "«onclick» ejecuta código", line: mainLine},
		{name: "a style attribute", file: practiceFile, new: `<p style="color:red">a</p>`, want: "el atributo «style»", line: mainLine},
		{name: "a style element", file: practiceFile, new: `<style>p{}</style>`, want: "(style)", line: mainLine},
		{name: "a style element in a drawing", file: practiceFile, new: `<svg><style>p{}</style></svg>`, want: "(style)", line: mainLine},
		{name: "an address that runs", file: practiceFile, new: `<a href=" JavaScript&colon;alert(1)">a</a>`, want: "dirección peligrosa", line: mainLine},
		{name: "an address that runs, with a tab", file: practiceFile, new: "<a href=\"java\tscript:alert(1)\">a</a>", want: "dirección peligrosa", line: mainLine},
		{name: "an address that embeds", file: practiceFile, new: `<a href="data:text/html,x">a</a>`, want: "dirección peligrosa", line: mainLine},
		{name: "an embedded picture", file: practiceFile, new: `<img src="data:image/png;base64,AA" alt="" width="1" height="1">`, want: "dirección peligrosa", line: mainLine},
		{name: "a form that runs", file: practiceFile, new: `<form action="javascript:x()"></form>`, want: "dirección peligrosa", line: mainLine},
		{name: "a drawing that runs", file: practiceFile, new: `<svg><a xlink:href="javascript:x()"><text>a</text></a></svg>`, want: "dirección peligrosa", line: mainLine},
		{name: "another scheme", file: practiceFile, new: `<a href="ftp://host/x">a</a>`, want: "«ftp:», que no está permitido", line: mainLine},
		{name: "a script of another host", file: practiceFile, new: `<script src="https://cdn.example/x.js"></script>`, want: "recurso de otro servidor", line: mainLine},
		{name: "a style sheet of another host", file: practiceFile, old: `"../../recursos/sitio.css"`, new: `"//cdn.example/x.css"`, want: "recurso de otro servidor", line: 8},
		{name: "a greeting to another host", file: practiceFile, new: `<link rel="preconnect" href="https://cdn.example">`, want: "recurso de otro servidor", line: mainLine},
		{name: "a picture of another host", file: practiceFile, new: `<img src="http://cdn.example/x.png" alt="" width="1" height="1">`, want: "sin cifrar", line: mainLine},
		{name: "a picture of another host in srcset", file: practiceFile, new: `<img src="../../img/foto-480.jpg" srcset="../../img/foto-480.jpg, https://cdn.example/x.png 2x" alt="" width="1" height="1">`, want: "recurso de otro servidor", line: mainLine},
		{name: "a video of another host", file: practiceFile, new: `<video poster="https://cdn.example/x.png"></video>`, want: "recurso de otro servidor", line: mainLine},
		{name: "paint of another host", file: practiceFile, new: `<svg><rect fill="URL(https://cdn.example/x.svg#a)"/></svg>`, want: "recurso de otro servidor", line: mainLine},
		{name: "a form to another host", file: practiceFile, new: `<form action="https://cdn.example/"></form>`, want: "datos fuera del sitio", line: mainLine},
		{name: "a button that sends to another host", file: practiceFile, new: `<button formaction="//cdn.example/">a</button>`, want: "datos fuera del sitio", line: mainLine},
		{name: "a style sheet that loads from another host", file: "recursos/sitio.css", new: ".a{}\n@import url(\"https://cdn.example/f.css\");", want: "recurso de otro servidor", line: 2},
		{name: "a style sheet that hides an address", file: "recursos/sitio.css", new: `a{b:u\rl(x)}` + "\n" + `a{b:url(\68ttps://cdn.example/f)}`, want: "recurso de otro servidor", line: 2},
		{name: "an embedded font", file: "recursos/sitio.css", new: "@font-face{src:url(data:font/woff2;base64,AA)}", want: "dirección peligrosa", line: 1},
		{name: "ping", file: practiceFile, new: `<a href="./" ping="../">a</a>`, want: "«ping»", line: mainLine},
		{name: "srcdoc", file: practiceFile, new: `<p srcdoc="x">a</p>`, want: "«srcdoc»", line: mainLine},
		{name: "meta refresh", file: practiceFile, new: `<meta http-equiv="Refresh" content="0;url=x">`, want: "meta refresh", line: mainLine},
		{name: "a trap for noscript", file: practiceFile, new: `<noscript><p title="</NoScript><b>">a</p></noscript>`, want: "leería otra página", line: mainLine},
	})
	for _, tag := range []string{"iframe", "object", "embed", "base", "frame", "applet", "portal", "xmp"} {
		text := "<" + tag + ` src="x">a</` + tag + ">"
		if void[tag] {
			text = "<" + tag + ` href="x">`
		}
		if tag == "frame" {
			text = "<frame></frame>"
		}
		f := fault{name: tag, file: practiceFile, new: text, want: "«" + tag + "» no está permitida", line: mainLine}
		expect(t, []fault{f})
	}
}

func TestDrawings(t *testing.T) {
	wrap := func(s string) string { return "<svg xmlns=\"http://www.w3.org/2000/svg\">\n" + s + "</svg>" }
	expect(t, []fault{
		{name: "a script", file: "img/icono.svg", new: wrap("<script>x</script>"), want: "código dentro de un dibujo", line: 2},
		{name: "a handler", file: "img/icono.svg", new: wrap(`<path onload="x"/>`), want: "«onload»", line: 2},
		{name: "a style", file: "img/icono.svg", new: wrap(`<style>a{}</style>`), want: "(style)", line: 2},
		{name: "HTML", file: "img/icono.svg", new: wrap(`<foreignObject/>`), want: "«foreignobject» no puede", line: 2},
		{name: "a picture of another host", file: "img/icono.svg", new: wrap(`<image href="https://cdn.example/x.png"/>`), want: "otro servidor", line: 2},
		{name: "an id that is not there", file: "img/icono.svg", new: wrap(`<use href="#nada"/>`), want: "no hay un id «nada»", line: 2},
		{name: "a repeated id", file: "img/icono.svg", new: wrap(`<g id="a"/><g id="a"/>`), want: "repetido", line: 2},
		{name: "an entity", file: "img/icono.svg", new: "<!DOCTYPE svg [<!ENTITY a \"b\">]>\n" + wrap(""), want: "entidades", line: 1},
		{name: "a style instruction", file: "img/icono.svg", new: "<?xml-stylesheet href=\"x\"?>\n" + wrap(""), want: "instrucción", line: 1},
		{name: "another document", file: "img/icono.svg", new: "<html/>", want: "debe empezar por «svg»", line: 1, also: 1},
		{name: "not well formed", file: "img/icono.svg", new: wrap("<g>"), want: "XML mal escrito", line: 2},
	})
}

func TestPlacesCountCharacters(t *testing.T) {
	f := fault{file: practiceFile, new: `<p>ñandú</p><p style="x">a</p>`}
	list := inspectSite(t, f.site(t))
	if len(list) != 1 || list[0].Line != mainLine || list[0].Column != 13 {
		t.Errorf("want one problem at %d:13:\n%s", mainLine, printed(list))
	}
}

func TestWeight(t *testing.T) {
	fsys := cleanSite()
	var noise strings.Builder
	x := uint32(1)
	for range 3000 {
		x = x*1664525 + 1013904223
		noise.WriteString(string(rune('a'+x>>28)) + string(rune('0'+x>>24%10)))
	}
	fsys[practiceFile].Data = []byte(strings.Replace(string(fsys[practiceFile].Data), "</h1>", "</h1><p>"+noise.String()+"</p>", 1))
	fsys["buscar/index.html"].Data = []byte(strings.Replace(string(fsys["buscar/index.html"].Data), "</h1>", "</h1><p>"+strings.Repeat("agua ", 5000)+"</p>", 1))
	list, err := Site(t.Context(), fsys, Options{BaseURL: testBase, MaxHTML: 2000})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].File != practiceFile || list[0].Severity.String() != "aviso" || !strings.Contains(list[0].Text, "el límite es 2,0 kB") {
		t.Errorf("want a warning for the page that does not compress:\n%s", printed(list))
	}
	long := func(name string) bool { return name == practiceFile }
	if list, err = Site(t.Context(), fsys, Options{BaseURL: testBase, MaxHTML: 2000, Long: long}); err != nil || len(list) != 0 {
		t.Errorf("a page that is long on purpose: %v\n%s", err, printed(list))
	}
}
