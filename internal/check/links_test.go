package check

import (
	"slices"
	"strings"
	"testing"
)

func TestLinks(t *testing.T) {
	const broken = "no lleva a ningún archivo"
	expect(t, []fault{
		{name: "a link to nothing", file: practiceFile, new: `<a href="../agua-sejura/">a</a>`, want: broken, line: mainLine, hint: "practicas/agua-segura/"},
		{name: "a link to an old address", file: practiceFile, new: `<a href="../../agua/">a</a>`, want: broken, line: mainLine, hint: "enlace a «/vitrina/practicas/agua-segura/»"},
		{name: "a link to a folder without a page", file: practiceFile, new: `<a href="../../img/">a</a>`, want: broken, line: mainLine},
		{name: "a link in other case", file: practiceFile, new: `<a href="../../Buscar/">a</a>`, want: broken, line: mainLine},
		{name: "a link to a file that hosts keep", file: practiceFile, new: `<a href="../../_headers">a</a>`, want: broken, line: mainLine},
		{name: "a folder without its slash", file: practiceFile, new: `<a href="../../buscar">a</a>`, want: "es una carpeta", line: mainLine, hint: "agregue «/»"},
		{name: "above the site", file: practiceFile, new: `<a href="../../../buscar/">a</a>`, want: "sale del sitio", line: mainLine},
		{name: "above the site, written otherwise", file: practiceFile, new: `<a href="..\%2E%2e/.%2e/x">a</a>`, want: "sale del sitio", line: mainLine},
		{name: "beside the site", file: practiceFile, new: `<a href="/otro/">a</a>`, want: "sale del sitio", line: mainLine},
		{name: "from the root", file: practiceFile, new: `<a href="/vitrina/buscar/?q=a#q">a</a>`, want: "no es relativa", line: mainLine, hint: "escriba «../../buscar/#q»"},
		{name: "absolute", file: practiceFile, new: `<a href="https://SELLO.gob.pe:443/vitrina/">a</a>`, want: "no es relativa", line: mainLine, hint: "escriba «../../»"},
		{name: "absolute, by http", file: practiceFile, new: `<a href="http://sello.gob.pe/vitrina/">a</a>`, want: "no es relativa", line: mainLine},
		{name: "without scheme", file: practiceFile, new: `<a href="//sello.gob.pe/vitrina/">a</a>`, want: "no es relativa", line: mainLine},
		{name: "absolute and lost", file: practiceFile, new: `<a href="` + testBase + `nada/">a</a>`, want: broken, line: mainLine, also: 1},
		{name: "no address at all", file: practiceFile, new: `<a href="https://">a</a>`, want: "no es válida", line: mainLine},
		{name: "a bad escape", file: practiceFile, new: `<a href="%zz">a</a>`, want: "no es válida", line: mainLine},
		{name: "a fragment of the page", file: practiceFile, new: `<a href="#resultado">a</a>`, want: "no hay un id «resultado»", line: mainLine},
		{name: "a fragment of the page by its name", file: practiceFile, new: `<a href="../agua-segura/#no">a</a>`, want: "no hay un id «no»", line: mainLine},
		{name: "a fragment of another page", file: practiceFile, new: `<a href="../#listas">a</a>`, want: "en practicas/index.html no hay un id «listas»", line: mainLine},
		{name: "a drawing of another file", file: practiceFile, new: `<svg><use href="../../img/iconos.svg#sol"/></svg>`, want: "en img/iconos.svg no hay un id «sol»", line: mainLine},
		{name: "paint that is not there", file: practiceFile, new: `<svg><rect fill="url(#nada)"/></svg>`, want: "no hay un id «nada»", line: mainLine},
		{name: "a picture", file: practiceFile, old: `<img src="../../img/foto-480.jpg"`, new: `<img src="../../img/foto-481.jpg"`, want: broken, line: 28, hint: "img/foto-480.jpg"},
		{name: "a picture of a set", file: practiceFile, old: `foto-960.jpg 960w`, new: `foto-961.jpg 960w`, want: broken, line: 28},
		{name: "an empty src", file: practiceFile, new: `<img src="" alt="" width="1" height="1">`, want: "una dirección vacía", line: mainLine},
		{name: "a script", file: practiceFile, old: `recursos/sitio.js`, new: `recursos/otro.js`, want: broken, line: 14},
		{name: "a style sheet", file: practiceFile, old: `recursos/sitio.css`, new: `recursos/otro.css`, want: broken, line: 8},
		{name: "a feed", file: practiceFile, old: `../../feed.xml`, new: `../../feeds.xml`, want: broken, line: 10},
		{name: "a form", file: practiceFile, old: `../../buscar/`, new: `../../busca/`, want: broken, line: 18, hint: "buscar/"},
		{name: "a poster", file: practiceFile, new: `<video poster="nada.jpg"></video>`, want: broken, line: mainLine},
		{name: "a quotation", file: practiceFile, new: `<blockquote cite="nada/">a</blockquote>`, want: broken, line: mainLine},
		{name: "canonical to nothing", file: practiceFile, old: `canonical" href="` + testBase + `practicas/agua-segura/`, new: `canonical" href="` + testBase + `nada/`, want: broken, line: 7},
		{name: "canonical elsewhere", file: practiceFile, old: `canonical" href="` + testBase, new: `canonical" href="https://otro.pe/`, want: "lleva fuera del sitio", line: 7},
		{name: "canonical relative", file: practiceFile, old: `canonical" href="` + testBase, new: `canonical" href="../../`, want: "debe ser una dirección completa", line: 7},
		{name: "og:url", file: practiceFile, old: `og:url" content="` + testBase, new: `og:url" content="` + testBase + "x/", want: broken, line: 11},
		{name: "og:image to nothing", file: practiceFile, old: `compartir.png`, new: `comparte.png`, want: broken, line: 12},
		{name: "og:image relative", file: practiceFile, old: testBase + `img/compartir.png`, new: `../../img/compartir.png`, want: "debe ser una dirección completa", line: 12},
		{name: "og:image by http", file: practiceFile, old: `og:image" content="https`, new: `og:image" content="http`, want: "el sitio por «https:»", line: 12},
		{name: "url of linked data", file: practiceFile, old: `"url":"` + testBase + `practicas/`, new: `"url":"` + testBase + `practica/`, want: broken, line: 13},
		{name: "relative url of linked data", file: practiceFile, old: `"url":"` + testBase, new: `"url":"/vitrina/`, want: "debe ser una dirección completa", line: 13},
		{name: "other addresses of linked data", file: practiceFile, old: `"@type":"WebPage"`, new: `"@id":"` + testBase + `nada/#a"`, want: broken, line: 13},
		{name: "404 with a relative link", file: "404.html", new: `<a href="buscar/">a</a>`, want: "404.html se muestra en cualquier carpeta", line: mainLine, hint: "«/vitrina/buscar/»"},
		{name: "404 with a query", file: "404.html", new: `<a href="?q=x">a</a>`, want: "404.html se muestra en cualquier carpeta", line: mainLine},
		{name: "404 with a relative picture", file: "404.html", new: `<img src="img/foto-480.jpg" alt="" width="1" height="1">`, want: "404.html se muestra", line: mainLine},
		{name: "404 outside the base", file: "404.html", new: `<a href="/buscar/">a</a>`, want: "sale del sitio", line: mainLine},
		{name: "a style sheet that loads nothing", file: "recursos/sitio.css", new: "a{b:url(../img/nada.png)}", want: broken, line: 1},
	})
}

func TestLinksThatAreRight(t *testing.T) {
	for _, text := range []string{
		`<a href="">a</a>`, `<a href="?q=x">a</a>`, `<a href="#">a</a>`, `<a href="#top">a</a>`, `<a href="../#:~:text=agua">a</a>`,
		`<a href=" ../ ">a</a>`, "<a href=\"..\n/\">a</a>", `<a href="..">a</a>`, `<a href=".">a</a>`, `<a href="..\agua%2Dsegura\">a</a>`,
		`<a href="mailto:a@b.pe">a</a>`, `<a href="https://sello.gob.pe/otro/">a</a>`, `<a href="index.html">a</a>`,
		`<a href="../../datos/practicas.json#x">a</a>`, `<a name="aqui"></a><a href="#aqui">a</a>`,
		`<img src="../../img/foto-480.jpg" srcset="../../img/foto-480.jpg 1x,../../img/foto-960.jpg 2x" alt="" width="1" height="1">`,
	} {
		if list := inspectSite(t, fault{file: practiceFile, new: text}.site(t)); len(list) > 0 {
			t.Errorf("%s:\n%s", text, printed(list))
		}
	}
}

func TestSrcset(t *testing.T) {
	for in, want := range map[string]string{
		"":                               "",
		"a.jpg":                          "a.jpg",
		"a.jpg 1x, b.jpg 2x":             "a.jpg b.jpg",
		" a.jpg , b.jpg":                 "a.jpg b.jpg",
		"a.jpg, b.jpg 2x,":               "a.jpg b.jpg",
		"a,b.jpg 480w,\n c.jpg 960w 2h ": "a,b.jpg c.jpg",
	} {
		if got := strings.Join(srcset(in), " "); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestResolveAsBrowsersDo(t *testing.T) {
	b, err := parseBase("https://h.pe/v")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		raw   string
		reach reach
		path  string
	}{
		{"x", inside, "a/b/x"}, {"./x", inside, "a/b/x"}, {"../x/", inside, "a/x/"}, {"../..", inside, ""}, {"../../", inside, ""},
		{"", inside, "a/b/"}, {"#x", inside, "a/b/"}, {"?x", inside, "a/b/"}, {"./", inside, "a/b/"}, {"x/..", inside, "a/b/"},
		{"../../..", outside, ""}, {"../../../v/", outside, ""}, {"/", outside, ""}, {"/v", outside, ""}, {"/v/", inside, ""}, {"/v/x", inside, "x"},
		{"/v/../x", outside, ""}, {"%C3%A1/", inside, "a/b/á/"}, {"á/", inside, "a/b/á/"}, {"x%00", malformed, ""},
		{"//h.pe/v/x", inside, "x"}, {`\\H.PE\v\x`, inside, "x"}, {"//h.pe:80/v/", external, ""}, {"https://h.pe/v/x?a#b", inside, "x"},
		{"https://h.pe/", external, ""}, {"https://h.pe.example/v/", external, ""}, {"https://h.pe@example/v/", external, ""},
		{"https://a@h.pe/v/", inside, ""}, {"HTTPS://h.pe/v/", inside, ""}, {"https:x", malformed, ""}, {"https://", malformed, ""},
		{"mailto:x", other, ""}, {"java\nscript:x", other, ""}, {"\x01javascript:x", other, ""}, {"x:y", other, ""}, {"1:y", inside, "a/b/1:y"},
		{"a/b:c", inside, "a/b/a/b:c"}, {"x?y/../z", inside, "a/b/x"},
	} {
		if a := b.resolve("a/b/", c.raw); a.reach != c.reach || a.path != c.path && a.reach == inside {
			t.Errorf("%q: reach %d, path %q; want %d, %q", c.raw, a.reach, a.path, c.reach, c.path)
		}
	}
}

func TestBaseAddress(t *testing.T) {
	for _, bad := range []string{"", "/vitrina/", "ftp://h/", "https:///x", "https://h/?a", "https://h/#a", "://"} {
		if _, err := Site(t.Context(), cleanSite(), Options{BaseURL: bad}); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestRelativeTo(t *testing.T) {
	got := []string{relativeTo("", ""), relativeTo("a/b/", ""), relativeTo("a/x.html", "c/"), relativeTo("", "c/")}
	if want := []string{"./", "../../", "../c/", "c/"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
