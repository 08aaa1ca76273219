package check

import (
	"context"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"vitrina/internal/diag"
)

const testBase = "https://sello.gob.pe/vitrina/"

// page is a page as it should be. Its own matter goes in the middle.
func cleanPage(address, root, main string) string {
	return `<!DOCTYPE html>
<html lang="es-PE">
<head>
<meta charset="utf-8">
<title>Agua segura — Vitrina</title>
<meta name="description" content="Una práctica de agua segura.">
<link rel="canonical" href="` + testBase + address + `">
<link rel="stylesheet" href="` + root + `recursos/sitio.css">
<link rel="icon" href="` + root + `img/icono.svg" type="image/svg+xml">
<link rel="alternate" type="application/atom+xml" title="Novedades" href="` + root + `feed.xml">
<meta property="og:url" content="` + testBase + address + `">
<meta property="og:image" content="` + testBase + `img/compartir.png">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"WebPage","url":"` + testBase + address + `"}</script>
<script src="` + root + `recursos/sitio.js" defer></script>
</head>
<body>
<a href="#contenido">Saltar</a>
<form action="` + root + `buscar/" role="search"><label for="q">Buscar</label><input id="q" type="search" name="q"><button type="submit">Buscar</button></form>
<nav aria-label="Principal"><ul><li><a href="` + root + `practicas/">Prácticas</a></li></ul></nav>
<main id="contenido">
` + main + `
</main>
</body>
</html>
`
}

const practiceMain = `<h1>Agua segura</h1>
<p>En <a href="../../practicas/#lista">la lista</a>, por <a href="tel:+5143000000">teléfono</a> o en <a href="http://www.ejemplo.pe/" rel="external">otro sitio</a>.</p>
<section aria-labelledby="resultados"><h2 id="resultados">Resultados</h2>
<h3 id="qué-cambió">Qué cambió</h3>
<table><thead><tr><th scope="col">Indicador</th></tr></thead><tbody><tr><td>Cloro<td>0,5</tbody></table>
<p>Vea <a href="#qu%C3%A9-cambi%C3%B3">lo que cambió</a> y <a href="../../datos/practicas.json">los datos</a>.
<ul><li>Uno<li>Dos</ul>
<img src="../../img/foto-480.jpg" srcset="../../img/foto-480.jpg 480w, ../../img/foto-960.jpg 960w" width="480" height="320" alt="Pozo">
<svg viewBox="0 0 10 10" aria-hidden="true"><title>Gota</title><use href="../../img/iconos.svg#gota"/><rect fill="url(#tinta)" width="9" height="9"/><linearGradient id="tinta"><stop offset="1"/></linearGradient></svg>
<a href="../"><img src="../../img/foto-480.jpg" width="48" height="32" alt="Volver a las prácticas"></a>
</section>`

// cleanSite is a small site without a fault. Each call makes a new one.
func cleanSite() fstest.MapFS {
	files := map[string]string{
		"index.html":                       cleanPage("", "", "<h1>Vitrina</h1>\n<p><a href=\"./\">Inicio</a> <a href=\"practicas/agua-segura/#resultados\">Agua</a></p>"),
		"practicas/index.html":             cleanPage("practicas/", "../", "<h1>Prácticas</h1>\n<ul id=\"lista\"><li><a href=\"agua-segura/\">Agua segura</a></li></ul>"),
		"practicas/agua-segura/index.html": cleanPage("practicas/agua-segura/", "../../", practiceMain),
		"practicas/oculta/index.html": strings.Replace(cleanPage("practicas/oculta/", "../../", "<h1>Oculta</h1>"),
			`<meta name="description" content="Una práctica de agua segura.">`, `<meta name="robots" content="noindex, follow">`, 1),
		"buscar/index.html":    cleanPage("buscar/", "../", "<h1>Buscar</h1>"),
		"404.html":             cleanPage("404.html", "/vitrina/", "<h1>No existe</h1>\n<p><a href=\"/vitrina/\">Inicio</a></p>"),
		"recursos/sitio.css":   "/* url(x) */\n@import \"colores.css\";\n.a { background: url( '../img/foto-480.jpg' ) }\n.b { mask: url(#gota) }\n",
		"recursos/colores.css": "@namespace svg url(http://www.w3.org/2000/svg);\n",
		"recursos/sitio.js":    "export {};\n",
		"img/icono.svg":        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>`,
		"img/iconos.svg":       "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n<symbol id=\"gota\"><path d=\"M0 0h9\"/></symbol>\n<use xlink:href=\"#gota\"/></svg>",
		"img/foto-480.jpg":     "\xff\xd8\xff",
		"img/foto-960.jpg":     "\xff\xd8\xff",
		"img/compartir.png":    "\x89PNG",
		"datos/practicas.json": "{\n\"practicas\": [{\"url\": \"" + testBase + "practicas/agua-segura/\"}]\n}\n",
		"sitio.webmanifest":    `{"start_url": "./", "icons": [{"src": "img/icono.svg"}]}`,
		"feed.xml": `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>Vitrina</title>
<id>` + testBase + `</id>
<updated>2026-01-01T00:00:00-05:00</updated>
<author><name>Ministerio</name></author>
<link href="` + testBase + `" rel="alternate"/>
<link href="` + testBase + `feed.xml" rel="self"/>
<entry><title>Agua segura</title><id>` + testBase + `practicas/agua-segura/</id><updated>2026-01-01T00:00:00-05:00</updated>
<link href="` + testBase + `practicas/agua-segura/" rel="alternate"/></entry>
<entry><title>Oculta</title><id>tag:oculta</id><updated>2026-01-01T00:00:00-05:00</updated>
<link href="` + testBase + `practicas/oculta/"/></entry>
</feed>
`,
		"sitemap.xml": `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>` + testBase + `</loc></url>
<url><loc>` + testBase + `practicas/</loc><lastmod>2026-01-01</lastmod></url>
<url><loc>` + testBase + `practicas/agua-segura/</loc></url>
<url><loc>` + testBase + `buscar/</loc></url>
</urlset>
`,
		"robots.txt": "User-agent: *\nAllow: /\n\nSitemap: " + testBase + "sitemap.xml\n",
		"_headers":   "# todo\n/vitrina/*\n  Content-Security-Policy: default-src 'self'; object-src 'none'\n  X-Frame-Options: DENY\n",
		"_redirects": "/vitrina/agua/ /vitrina/practicas/agua-segura/ 301\n/vitrina/viejo/* /vitrina/practicas/:splat 301\n",
	}
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return fsys
}

// fault is one thing that goes wrong in the clean site.
type fault struct {
	name string
	file string // in which old becomes new; without old, new goes after the h1 of a page or is the whole file
	old  string
	new  string
	want string // part of the only problem, which is in that file
	line int    // of the problem; 0 for a problem of the whole file
	hint string // part of its hint
	also int    // problems besides it
}

const practiceFile = "practicas/agua-segura/index.html"

// mainLine is the line of the matter that a fault adds to a page.
const mainLine = 22

func (f fault) site(t *testing.T) fstest.MapFS {
	t.Helper()
	fsys := cleanSite()
	was, ok := fsys[f.file]
	text := f.new
	switch {
	case f.old != "":
		if !ok || !strings.Contains(string(was.Data), f.old) {
			t.Fatalf("%s does not have %q", f.file, f.old)
		}
		text = strings.Replace(string(was.Data), f.old, f.new, 1)
	case ok && strings.HasSuffix(f.file, ".html"):
		text = strings.Replace(string(was.Data), "</h1>\n", "</h1>\n"+f.new+"\n", 1)
	}
	fsys[f.file] = &fstest.MapFile{Data: []byte(text)}
	return fsys
}

func inspectSite(t *testing.T, fsys fstest.MapFS) diag.List {
	t.Helper()
	list, err := Site(context.Background(), fsys, Options{BaseURL: testBase})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// expect runs each fault by itself: it must be found, where it is, and nothing
// else.
func expect(t *testing.T, faults []fault) {
	t.Helper()
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			list := inspectSite(t, f.site(t))
			if len(list) != 1+f.also {
				t.Errorf("%d problems, want %d", len(list), 1+f.also)
			}
			for _, p := range list {
				if p.File == f.file && strings.Contains(p.Text, f.want) && p.Line == f.line && strings.Contains(p.Hint, f.hint) {
					return
				}
			}
			t.Errorf("no problem %q at %s:%d with hint %q in\n%s", f.want, f.file, f.line, f.hint, printed(list))
		})
	}
}

func printed(list diag.List) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString(p.String() + "\n  pista: " + p.Hint + "\n")
	}
	return b.String()
}

func TestACleanSiteHasNoProblems(t *testing.T) {
	if list := inspectSite(t, cleanSite()); len(list) > 0 {
		t.Errorf("%d problems:\n%s", len(list), printed(list))
	}
}

func TestTheSameSiteAtTheRootOfAHost(t *testing.T) {
	fsys := cleanSite()
	for name, f := range fsys {
		text := strings.ReplaceAll(string(f.Data), testBase, "https://vitrina.pe/")
		fsys[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "/vitrina/", "/"))}
	}
	for _, url := range []string{"https://vitrina.pe/", "https://VITRINA.pe:443"} {
		list, err := Site(context.Background(), fsys, Options{BaseURL: url})
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 0 {
			t.Errorf("%s: %d problems:\n%s", url, len(list), printed(list))
		}
	}
}

func TestProblemsDoNotDependOnChance(t *testing.T) {
	fsys := cleanSite()
	for name, f := range maps.All(cleanSite()) {
		if strings.HasSuffix(name, ".html") {
			fsys[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(f.Data), "../", "../x/"))}
		}
	}
	first := printed(inspectSite(t, fsys))
	if strings.Count(first, "\n") < 20 {
		t.Fatalf("too few problems:\n%s", first)
	}
	for range 5 {
		if again := printed(inspectSite(t, fsys)); again != first {
			t.Fatalf("two runs differ:\n%s\n%s", first, again)
		}
	}
}

func TestManyProblemsOfAFileAreCounted(t *testing.T) {
	f := fault{file: practiceFile, new: strings.Repeat("<p style=\"x\">\n", maxPerFile+7)}
	list := inspectSite(t, f.site(t))
	if len(list) != maxPerFile+1 || !strings.Contains(printed(list), "7 problemas más") {
		t.Errorf("%d problems, want %d and a count", len(list), maxPerFile)
	}
}

func TestMissingFiles(t *testing.T) {
	for _, name := range []string{"robots.txt", "_headers", "sitemap.xml", "index.html"} {
		fsys := cleanSite()
		delete(fsys, name)
		list := inspectSite(t, fsys)
		found := false
		for _, p := range list {
			found = found || p.File == name && strings.Contains(p.Text, "falta") && p.Severity == diag.Error
		}
		if !found {
			t.Errorf("without %s:\n%s", name, printed(list))
		}
	}
	if list := inspectSite(t, fstest.MapFS{}); len(list) != 3 {
		t.Errorf("an empty site has %d problems, want 3:\n%s", len(list), printed(list))
	}
}
