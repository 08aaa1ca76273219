package assets

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

func static(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// sample uses all that may be used.
func sample() map[string]string {
	return map[string]string{
		"css/sitio.css":         "/*! legal */\n@import \"base.css\";\n.aviso { background: url(../img/flecha.svg) no-repeat; }\n.aviso { & b { inset: 0; } }\n",
		"css/base.css":          "@font-face { font-family: Titulo; src: url(\"../letras/titulo%201.woff2?v=1#x\"); }\nbody { margin: 0; content: \"ñ\"; }\n",
		"img/flecha.svg":        "<svg xmlns='http://www.w3.org/2000/svg'/>",
		"letras/titulo 1.woff2": "letra",
		"js/sitio.js":           "import { saludo } from './comun/saludo.js';\ndocument.title = saludo ?? 'nada';\n",
		"js/comun/saludo.js":    "export const saludo = 'hola, ñandú';\nexport const deMas = 'sin uso';\n",
		"js/buscar/index.js":    "import { saludo } from '../comun/saludo.js';\nimport datos from './datos.json';\nexport const base = new URL('../', import.meta.url);\nexport function buscar(q) { return q?.nombre + saludo + datos.version; }\nexport const luego = (donde) => import(donde);\nexport const otra = () => import('./otra.js');\n",
		"js/buscar/otra.js":     "export const x = 'aparte';\n",
		"js/buscar/datos.json":  `{"version": 7}`,
		"favicon.svg":           "<svg/>",
	}
}

// entriesOf are the entry points that there are.
func entriesOf(t testing.TB, fsys fs.FS) []Entry {
	t.Helper()
	var entries []Entry
	for _, name := range []string{"css/sitio.css", "js/sitio.js"} {
		if _, err := fs.Stat(fsys, name); err == nil {
			entries = append(entries, Entry{Path: name})
		}
	}
	modules, err := fs.Glob(fsys, "js/*/index.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range modules {
		entries = append(entries, Entry{Path: name, Format: Module})
	}
	return entries
}

func build(t testing.TB, files map[string]string) *Bundle {
	t.Helper()
	fsys := static(files)
	entries := entriesOf(t, fsys)
	b, err := Build(fsys, entries)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Warnings) > 0 {
		t.Errorf("warnings: %v", b.Warnings)
	}
	return b
}

// text returns what a file of static/ is published as.
func (b *Bundle) text(t testing.TB, source string) string {
	t.Helper()
	name, ok := b.Path(source)
	if !ok {
		t.Fatalf("%s is not published", source)
	}
	i := slices.IndexFunc(b.Files, func(f File) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("%s is said to be %s, which is not there", source, name)
	}
	return string(b.Files[i].Data)
}

func TestEntriesAreBundled(t *testing.T) {
	b := build(t, sample())
	var names []string
	for _, f := range b.Files {
		names = append(names, f.Name)
	}
	want := regexp.MustCompile(`^recursos/buscar-H\.js recursos/flecha-H\.svg recursos/sitio-H\.css recursos/sitio-H\.js recursos/titulo-1-H\.woff2$`)
	if !slices.IsSorted(names) {
		t.Errorf("not sorted: %v", names)
	}
	for i, name := range names {
		names[i] = regexp.MustCompile(`-[0-9a-f]{10}\.`).ReplaceAllString(name, "-H.")
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); !want.MatchString(got) {
		t.Errorf("published %v", names)
	}
	for source, c := range map[string]struct{ has, lacks []string }{
		"css/sitio.css":      {[]string{"@font-face", "margin:0", ".aviso b{", "top:0"}, []string{"@import", "legal", "\n}", "inset", "& b"}},
		"js/sitio.js":        {[]string{"hola, ñandú", "(()=>{"}, []string{"import", "export", "deMas", "sin uso", "??"}},
		"js/buscar/index.js": {[]string{"hola, ñandú", "import.meta.url", "export{", "aparte", "7"}, []string{"from", "?.", "/otra.js"}},
	} {
		text := b.text(t, source)
		for _, s := range c.has {
			if !strings.Contains(text, s) {
				t.Errorf("%s lacks %q:\n%s", source, s, text)
			}
		}
		for _, s := range c.lacks {
			if strings.Contains(text, s) {
				t.Errorf("%s has %q:\n%s", source, s, text)
			}
		}
	}
}

func TestFilesOfAStyleSheetArePublishedBesideIt(t *testing.T) {
	b := build(t, sample())
	css := b.text(t, "css/sitio.css")
	for source, tail := range map[string]string{"img/flecha.svg": "", "letras/titulo 1.woff2": "?v=1#x"} {
		if got := b.text(t, source); got != sample()[source] {
			t.Errorf("%s was altered: %q", source, got)
		}
		name, _ := b.Path(source)
		base := strings.TrimPrefix(name, Folder+"/")
		if !regexp.MustCompile(`url\("?` + regexp.QuoteMeta(base+tail) + `"?\)`).MatchString(css) {
			t.Errorf("the style sheet does not name %s: %s", base+tail, css)
		}
	}
}

func TestNamesChangeWithTheContentAndOnlyThen(t *testing.T) {
	before := build(t, sample())
	for changed, c := range map[string]struct{ text, renamed string }{
		"css/base.css":       {"body{margin:1px}", "css/sitio.css"},
		"img/flecha.svg":     {"<svg/>", "css/sitio.css img/flecha.svg"},
		"js/comun/saludo.js": {"export const saludo = 'adiós'", "js/buscar/index.js js/sitio.js"},
		"js/buscar/otra.js":  {"export const x = 'otra cosa'", "js/buscar/index.js"},
		"css/sitio.css":      {sample()["css/sitio.css"] + "\n/* un comentario */\n", ""},
		"favicon.svg":        {"<svg></svg>", ""},
	} {
		files := sample()
		files[changed] = c.text
		after := build(t, files)
		var renamed []string
		for _, source := range []string{"css/sitio.css", "img/flecha.svg", "js/buscar/index.js", "js/sitio.js"} {
			was, _ := before.Path(source)
			is, _ := after.Path(source)
			if was != is {
				renamed = append(renamed, source)
			}
			if (was == is) != (before.text(t, source) == after.text(t, source)) {
				t.Errorf("%s changed: name and bytes of %s do not agree", changed, source)
			}
		}
		if got := strings.Join(renamed, " "); got != c.renamed {
			t.Errorf("%s changed: renamed %q, want %q", changed, got, c.renamed)
		}
	}
}

type failing struct{ fs.FS }

var errDisk = errors.New("the disk has gone")

func (f failing) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, "base.css") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errDisk}
	}
	return f.FS.Open(name)
}

func TestAFailedReadIsNoProblemOfTheSources(t *testing.T) {
	_, err := Build(failing{static(sample())}, []Entry{{Path: "css/sitio.css"}})
	var ps Problems
	if !errors.Is(err, errDisk) || errors.As(err, &ps) {
		t.Errorf("%v, want %v", err, errDisk)
	}
	if _, err := Plain(failing{static(sample())}, func(string) Treatment { return Keep }); !errors.Is(err, errDisk) {
		t.Errorf("%v, want %v", err, errDisk)
	}
}

func TestSameBytesWhateverTheOrderAndTheProcessors(t *testing.T) {
	fsys := static(sample())
	entries := entriesOf(t, fsys)
	run := func() string {
		b, err := Build(fsys, entries)
		if err != nil {
			t.Error(err)
			return ""
		}
		return fmt.Sprintf("%q %v", b.Files, b.names)
	}
	want := run()
	slices.Reverse(entries)
	if run() != want {
		t.Error("another order of entries gives other bytes")
	}
	var wg sync.WaitGroup
	for range 8 { // at once
		wg.Go(func() {
			if run() != want {
				t.Error("another run gives other bytes")
			}
		})
	}
	wg.Wait()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if run() != want {
		t.Error("one processor gives other bytes")
	}
}

func TestAPlaceInThePageIsLeftAlone(t *testing.T) {
	b := build(t, map[string]string{"css/sitio.css": "a{filter:url(#borroso)}"})
	if css := b.text(t, "css/sitio.css"); !strings.Contains(css, "url(#borroso)") {
		t.Error(css)
	}
}

func TestPlainFiles(t *testing.T) {
	fsys := static(map[string]string{
		"favicon.svg": "<svg/>", "img/Foto grande.png": "png", "css/sitio.css": "a{}", "embed.go": "package static",
		".DS_Store": "x", ".git/config": "x", "img/.x.swp": "x", ".well-known/security.txt": "Contact: mailto:x@y.pe",
	})
	b, err := Plain(fsys, func(name string) Treatment {
		switch {
		case strings.HasPrefix(name, "css/"):
			return Skip
		case strings.HasPrefix(name, "img/"):
			return Hash
		}
		return Keep
	})
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	for _, f := range b.Files {
		fmt.Fprintf(&got, "%s=%s\n", f.Name, f.Data)
	}
	want := regexp.MustCompile(`^\.well-known/security\.txt=.*\nfavicon\.svg=<svg/>\nrecursos/Foto-grande-[0-9a-f]{10}\.png=png\n$`)
	if !want.Match(got.Bytes()) {
		t.Errorf("published\n%s", &got)
	}
	if name, ok := b.Path("img/Foto grande.png"); !ok || !strings.HasPrefix(name, "recursos/") {
		t.Errorf("%q, %v", name, ok)
	}
	fsys["enlace.txt"] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("favicon.svg")}
	var ps Problems
	if _, err := Plain(fsys, func(string) Treatment { return Keep }); !errors.As(err, &ps) || len(ps) != 1 || ps[0].File != "enlace.txt" {
		t.Errorf("a link: %v", err)
	}
}

func BenchmarkBuild(b *testing.B) {
	fsys := static(sample())
	entries := entriesOf(b, fsys)
	for b.Loop() {
		if _, err := Build(fsys, entries); err != nil {
			b.Fatal(err)
		}
	}
}
