package check

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestFeeds(t *testing.T) {
	const entry = "\n<entry><title>Oculta"
	expect(t, []fault{
		{name: "not well formed", file: "feed.xml", old: "</author>", new: "</autor>", want: "XML mal escrito", line: 6},
		{name: "cut short", file: "feed.xml", old: "</entry>\n</feed>\n", want: "XML mal escrito", line: 12},
		{name: "an entity of HTML", file: "feed.xml", old: "<name>", new: "<name>&nbsp;", want: "XML mal escrito", line: 6},
		{name: "more after the end", file: "feed.xml", old: "</feed>\n", new: "</feed>\n<feed/>", want: "después del final", line: 14},
		{name: "text after the end", file: "feed.xml", old: "</feed>\n", new: "</feed>\nx", want: "fuera del documento", line: 13},
		{name: "no namespace", file: "feed.xml", old: ` xmlns="http://www.w3.org/2005/Atom"`, want: "espacio de nombres", line: 2, also: 8},
		{name: "no id", file: "feed.xml", old: "<id>" + testBase + "</id>\n", want: "el canal no tiene «id»"},
		{name: "no title", file: "feed.xml", old: "<title>Vitrina</title>", want: "el canal no tiene título"},
		{name: "no date", file: "feed.xml", old: "<updated>2026-01-01T00:00:00-05:00</updated>\n<author>", new: "<author>", want: "el canal no dice cuándo"},
		{name: "a date that is none", file: "feed.xml", old: "2026-01-01T00:00:00-05:00", new: "2026-01-01", want: "una fecha que no se entiende"},
		{name: "no author", file: "feed.xml", old: "<author><name>Ministerio</name></author>", want: "sin autor", line: 9, also: 1},
		{name: "no link to itself", file: "feed.xml", old: `rel="self"`, new: `rel="related"`, want: "a sí mismo"},
		{name: "a link to itself that is not", file: "feed.xml", old: `feed.xml" rel="self"`, new: `" rel="self"`, want: "lleva a otro archivo", line: 8},
		{name: "a link to nothing", file: "feed.xml", old: `practicas/oculta/"`, new: `practicas/nada/"`, want: "no lleva a ningún archivo", line: 11},
		{name: "a link elsewhere", file: "feed.xml", old: testBase + `practicas/oculta/"`, new: `https://otro.pe/"`, want: "lleva fuera del sitio", line: 11},
		{name: "a relative link", file: "feed.xml", old: testBase + `practicas/oculta/"`, new: `/vitrina/practicas/oculta/"`, want: "dirección completa", line: 11},
		{name: "an id twice", file: "feed.xml", old: "tag:oculta", new: testBase + "practicas/agua-segura/", want: "en más de una entrada", line: 11},
		{name: "an entry without id", file: "feed.xml", old: "<id>tag:oculta</id>", want: "una entrada del canal sin «id»", line: 11},
		{name: "an entry without title", file: "feed.xml", old: entry, new: "\n<entry><title>", want: "una entrada del canal sin título", line: 11},
		{name: "an entry without date", file: "feed.xml", old: "tag:oculta</id><updated>2026-01-01T00:00:00-05:00</updated>", new: "tag:oculta</id>", want: "una entrada del canal no dice cuándo", line: 11},
		{name: "an entry without link", file: "feed.xml", old: `<link href="` + testBase + `practicas/oculta/"/>`, want: "una entrada del canal sin enlace", line: 11},
		{name: "an icon that is not there", file: "feed.xml", old: "<author>", new: "<icon>" + testBase + "nada.png</icon><author>", want: "no lleva a ningún archivo", line: 6},
		{name: "other XML", file: "datos/otro.xml", new: "<a>\n<b></a>", want: "XML mal escrito", line: 2},
		{name: "XML without anything", file: "datos/otro.xml", new: "", want: "ningún elemento"},
	})
}

func TestSitemaps(t *testing.T) {
	const first = "<url><loc>" + testBase + "</loc></url>\n"
	expect(t, []fault{
		{name: "an address that is not there", file: "sitemap.xml", old: first, new: first + "<url><loc>" + testBase + "nada/</loc></url>", want: "no lleva a ningún archivo", line: 4},
		{name: "an address elsewhere", file: "sitemap.xml", old: first, new: first + "<url><loc>https://otro.pe/</loc></url>", want: "fuera del sitio", line: 4},
		{name: "a relative address", file: "sitemap.xml", old: first, new: first + "<url><loc>/vitrina/</loc></url>", want: "dirección completa", line: 4},
		{name: "a page that asks not to be", file: "sitemap.xml", old: first, new: first + "<url><loc>" + testBase + "practicas/oculta/</loc></url>", want: "no se ofrece", line: 4},
		{name: "the page for no page", file: "sitemap.xml", old: first, new: first + "<url><loc>" + testBase + "404.html</loc></url>", want: "no se ofrece", line: 4},
		{name: "an address twice", file: "sitemap.xml", old: first, new: first + first, want: "repetida", line: 4},
		{name: "a date that is none", file: "sitemap.xml", old: "2026-01-01", new: "1/1/2026", want: "no se entiende", line: 4},
		{name: "no namespace", file: "sitemap.xml", old: sitemapSpace, new: "x", want: "espacio de nombres", line: 2},
	})
	list := inspectSite(t, fault{file: "sitemap.xml", old: "<url><loc>" + testBase + "buscar/</loc></url>"}.site(t))
	if len(list) != 1 || list[0].File != "buscar/index.html" || !strings.Contains(list[0].Text, "no está en el mapa") {
		t.Errorf("a page that is not listed:\n%s", printed(list))
	}
	fsys := cleanSite()
	whole := fsys["sitemap.xml"]
	fsys["sitemap-1.xml"] = whole
	fsys["sitemap.xml"] = &fstest.MapFile{Data: []byte(`<sitemapindex xmlns="` + sitemapSpace + `"><sitemap><loc>` + testBase + `sitemap-1.xml</loc></sitemap></sitemapindex>`)}
	if list := inspectSite(t, fsys); len(list) > 0 {
		t.Errorf("a map in parts:\n%s", printed(list))
	}
}

func TestHostFiles(t *testing.T) {
	const csp = "Content-Security-Policy: default-src 'self'; object-src 'none'"
	expect(t, []fault{
		{name: "robots for nobody", file: "robots.txt", old: "User-agent: *\n", want: "a qué buscadores"},
		{name: "robots without the map", file: "robots.txt", old: "Sitemap: " + testBase + "sitemap.xml", want: "no nombra el mapa", hint: testBase + "sitemap.xml"},
		{name: "robots with a map that is not there", file: "robots.txt", old: "sitemap.xml", new: "mapa.xml", want: "no lleva a ningún archivo", line: 4},
		{name: "robots with a relative map", file: "robots.txt", old: testBase, new: "/vitrina/", want: "dirección completa", line: 4},
		{name: "robots with a line of its own", file: "robots.txt", old: "Allow: /", new: "Hola", want: "no se entiende", line: 2},
		{name: "no policy", file: "_headers", old: csp, new: "X-A: b", want: "falta la política de seguridad"},
		{name: "a policy for a part", file: "_headers", old: "/vitrina/*", new: "/vitrina/datos/*", want: "falta la política de seguridad"},
		{name: "a policy without default", file: "_headers", old: "default-src", new: "img-src", want: "no tiene «default-src»", line: 3},
		{name: "inline allowed", file: "_headers", old: "'self';", new: "'self' 'unsafe-inline';", want: "permite demasiado", line: 3},
		{name: "everything allowed", file: "_headers", old: "'self';", new: "*;", want: "permite demasiado", line: 3},
		{name: "embedding allowed", file: "_headers", old: "'self';", new: "'self'; img-src data:;", want: "permite demasiado", line: 3},
		{name: "headers for nothing", file: "_headers", old: "/vitrina/*\n", want: "no se entiende", line: 2, also: 2},
		{name: "a redirect to nothing", file: "_redirects", old: "practicas/agua-segura/", new: "practicas/nada/", want: "no lleva a ningún archivo", line: 1},
		{name: "a redirect to a redirect", file: "_redirects", old: "/vitrina/viejo/* /vitrina/practicas/:splat", new: "/vitrina/b/ /vitrina/agua/", want: "no lleva a ningún archivo", line: 2},
		{name: "a redirect out of the site", file: "_redirects", old: " /vitrina/practicas/agua", new: " /practicas/agua", want: "no es una dirección de este sitio", line: 1},
		{name: "a redirect from outside", file: "_redirects", old: "/vitrina/agua/", new: "/agua/", want: "no es una dirección de este sitio", line: 1},
		{name: "a redirect from a page", file: "_redirects", old: "/vitrina/agua/", new: "/vitrina/buscar/", want: "es una página del sitio", line: 1},
		{name: "a redirect twice", file: "_redirects", old: "/vitrina/viejo/*", new: "/vitrina/agua/", want: "ya se redirige", line: 2},
		{name: "a redirect to nowhere", file: "_redirects", old: " /vitrina/practicas/agua-segura/", want: "no se entiende", line: 1},
	})
	fsys := fault{file: "robots.txt", new: "User-agent: *\nDisallow: /\n"}.site(t)
	if list := inspectSite(t, fsys); len(list) > 0 {
		t.Errorf("robots that keep everybody out:\n%s", printed(list))
	}
	delete(fsys, "_redirects")
	if list := inspectSite(t, fsys); len(list) > 0 {
		t.Errorf("without redirects:\n%s", printed(list))
	}
}

func TestData(t *testing.T) {
	expect(t, []fault{
		{name: "not JSON", file: "datos/practicas.json", old: "}]\n}", new: "},]\n}", want: "JSON mal escrito", line: 2},
		{name: "two values", file: "datos/practicas.json", new: "{}\n{}", want: "JSON mal escrito", line: 2},
		{name: "nothing", file: "datos/practicas.json", new: "", want: "JSON mal escrito", line: 1},
		{name: "an address that is not there", file: "datos/practicas.json", old: "agua-segura", new: "agua", want: "no lleva a ningún archivo", line: 2, hint: ""},
		{name: "bytes that are no text", file: "datos/practicas.json", old: "practicas", new: "pr\xe1cticas", want: "UTF-8", line: 2},
		{name: "an icon of the manifest", file: "sitio.webmanifest", old: "icono.svg", new: "otro.svg", want: "no lleva a ningún archivo", line: 1},
		{name: "an icon of another host", file: "sitio.webmanifest", old: "img/icono.svg", new: "https://otro.pe/i.svg", want: "otro servidor", line: 1},
	})
}

func TestKeysOfStrings(t *testing.T) {
	var got []string
	eachString([]byte(`{"a":"1","b":["2",{"c":"3"},"4"],"d":{"e":null},"f":"5"}`), func(key, value string, _ int) {
		got = append(got, key+value)
	})
	if s := strings.Join(got, " "); s != "a1 b2 c3 b4 f5" {
		t.Errorf("%s", s)
	}
}
