package assets

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestProblemsAreInTheirPlace(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"css: no closing brace": {
			map[string]string{"css/sitio.css": "body {\n  margin: 0;\n"},
			[]string{`css/sitio.css:3:1: falta "}", que cierra "{"`},
		},
		"css: in an imported file, counted in characters": {
			map[string]string{"css/sitio.css": "@import 'b.css';", "css/b.css": "\n/* ñañaña */ a { color red }"},
			[]string{`css/b.css:2:23: se esperaba ":"`},
		},
		"css: two": {
			map[string]string{"css/sitio.css": "a { color red }\nb { color blue }"},
			[]string{"css/sitio.css:1:10:", "css/sitio.css:2:10:"},
		},
		"css: a string without end": {
			map[string]string{"css/sitio.css": "a::before { content: \"x }\n"},
			[]string{"css/sitio.css:1:26: falta la comilla que cierra el texto", "css/sitio.css:"},
		},
		"css: no such import": {
			map[string]string{"css/sitio.css": "@import \"nada.css\";"},
			[]string{"css/sitio.css:1:9: no existe «css/nada.css»"},
		},
		"css: no such image": {
			map[string]string{"css/sitio.css": "a{}\nb{background:url(x.svg)}"},
			[]string{"css/sitio.css:2:14: no existe «css/x.svg»"},
		},
		"js: syntax": {
			map[string]string{"js/sitio.js": "const a = 1;\nconst b = ;\n"},
			[]string{`js/sitio.js:2:11: ";" no se esperaba aquí`},
		},
		"js: declared twice": {
			map[string]string{"js/sitio.js": "let a = 1\nlet a = 2\n"},
			[]string{`js/sitio.js:2:5: "a" ya está declarado`},
		},
		"js: no such export, reported once for two entries": {
			map[string]string{"js/sitio.js": "import './c.js'", "js/x/index.js": "import '../c.js'", "js/c.js": "import {no} from './d.js'; no()", "js/d.js": "export const si = 1"},
			[]string{`js/c.js:1:9: «js/d.js» no exporta «no»`},
		},
		"json": {
			map[string]string{"js/sitio.js": "import d from './d.json'; alert(d)", "js/d.json": "{\n'a': 1}"},
			[]string{"js/d.json:2:1:"},
		},
	} {
		fsys := static(c.files)
		b, err := Build(fsys, entriesOf(t, fsys))
		var ps Problems
		if b != nil || !errors.As(err, &ps) {
			t.Errorf("%s: %v, want problems", name, err)
			continue
		}
		if len(ps) != len(c.want) {
			t.Errorf("%s: %d problems, want %d:\n%v", name, len(ps), len(c.want), ps)
			continue
		}
		for i, p := range ps {
			if !strings.HasPrefix(p.String(), c.want[i]) {
				t.Errorf("%s: %q, want it to begin %q", name, p, c.want[i])
			}
		}
	}
}

func TestNothingOutsideStaticIsUsed(t *testing.T) {
	for source, want := range map[string]string{
		"css @import '../../etc/passwd.css';":           "fuera de la carpeta static",
		"css @import '/etc/passwd.css';":                "ruta absoluta",
		"css @import 'http://x.pe/a.css';":              "otro sitio",
		"css @import url(//x.pe/a.css);":                "otro sitio",
		"css @import 'file:///etc/passwd.css';":         "no es la ruta",
		"css @import '../img/f.svg';":                   "solo incluye archivos .css",
		"css a{background:url(../../../etc/passwd)}":    "fuera de la carpeta static",
		"css a{background:url(..%2f..%2fetc%2fx.svg)}":  "fuera de la carpeta static",
		`css a{background:url("..\\..\\etc\\x.svg")}`:   "no es la ruta",
		"css a{background:url(%00.svg)}":                "no es la ruta",
		"css a{background:url(/img/f.svg)}":             "ruta absoluta",
		"css a{background:url(HTTPS://x.pe/a.png)}":     "otro sitio",
		"css a{background:url(data:image/gif;base64,)}": "data:",
		"css a{background:url('javascript:alert(1)')}":  "no es la ruta",
		"css a{background:url(../js/secreto.html)}":     "url() admite",
		"css a{background:url('')}":                     "vacía",
		"css a{background:url(../img)}":                 "url() admite",
		"css a{background:url(../carpeta.svg)}":         "no es un archivo",
		"js import 'react'":                             "nombre de un paquete",
		"js import 'fs'":                                "nombre de un paquete",
		"js import '../../../etc/passwd.js'":            "fuera de la carpeta static",
		"js import '/js/x.js'":                          "ruta absoluta",
		"js import 'https://x.pe/a.js'":                 "otro sitio",
		"js import './a.css'":                           "solo importa",
		"js import './a.ts'":                            "solo importa",
		"js import '../img/f.svg'":                      "solo importa",
		"js import 'data:text/javascript,alert(1)'":     "data:",
		"js require('./nada.js')":                       "no existe",
		"js import('./nada.js')":                        "no existe",
		"js import('./' + location.hash + '.js')":       "sin partes variables",
		"js import(`../../${location.hash}/x.js`)":      "sin partes variables",
		"js require('../../../../' + location.hash)":    "sin partes variables",
	} {
		kind, text, _ := strings.Cut(source, " ")
		name := map[string]string{"css": "css/sitio.css", "js": "js/x/index.js"}[kind]
		fsys := static(map[string]string{name: text, "img/f.svg": "<svg/>", "js/secreto.html": "x", "carpeta.svg/x": ""})
		b, err := Build(fsys, []Entry{{Path: name, Format: Module}})
		var ps Problems
		if !errors.As(err, &ps) || len(ps) != 1 || !strings.Contains(ps[0].Text, want) || ps[0].File != name || ps[0].Line != 1 {
			t.Errorf("%s: %v, %v; want a problem of line 1 that says %q", source, b, err, want)
		}
	}
}

// What lies in the folder where the program runs must not matter.
func TestTheDiskIsNotLookedAt(t *testing.T) {
	want := fmt.Sprintf("%q", build(t, sample()).Files)
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("NODE_PATH", dir)
	for name, text := range map[string]string{
		"css/sitio.css": "b{color:red}", "js/sitio.js": "alert('disco')", "js/x.js": "alert('disco')",
		"package.json": `{"sideEffects": false, "browser": {"./js/comun/saludo.js": false}}`, "tsconfig.json": `{"compilerOptions": {"target": "es5"`,
		"node_modules/react/index.js": "alert('disco')",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := fmt.Sprintf("%q", build(t, sample()).Files); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, text := range []string{"import 'react'", "import('./js/' + location.hash + '.js')", "import '" + dir + "/js/x.js'", "import './x.js'"} {
		fsys := static(map[string]string{"js/sitio.js": text})
		if b, err := Build(fsys, []Entry{{Path: "js/sitio.js"}}); err == nil {
			t.Errorf("%s: %q", text, b.Files)
		}
	}
}

func TestEntriesThatCannotBe(t *testing.T) {
	for name, want := range map[string]string{
		"css/nada.css": "no existe", "../css/x.css": "fuera de la carpeta", "README.md": ".css o .js", "css": ".css o .js", "js/*.js": "no existe",
	} {
		_, err := Build(static(map[string]string{"css/x.css": "", "README.md": ""}), []Entry{{Path: name}})
		var ps Problems
		if !errors.As(err, &ps) || len(ps) != 1 || ps[0].File != name || !strings.Contains(ps[0].Text, want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}
