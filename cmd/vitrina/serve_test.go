package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"vitrina/internal/build"
	output "vitrina/internal/publish"
	"vitrina/internal/race"
	"vitrina/internal/sample"
	"vitrina/internal/site"
	"vitrina/static"
	"vitrina/templates"
)

// freshTree is the output that a build from nothing gives of a source folder;
// nil when its content has errors.
func freshTree(t *testing.T, source *sourceFolder) *output.Tree {
	t.Helper()
	w := build.Open(source, "")
	if err := w.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	result, err := w.Assemble(t.Context(), site.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	if result.Problems.HasErrors() {
		return nil
	}
	look, err := lookOf(source)
	if err != nil {
		t.Fatal(err)
	}
	found, err := build.NewFound(t.Context(), result.Site, look)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := w.Tree(result.Site, look, found)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

var builtInLook = sync.OnceValues(func() (*build.Look, error) { return build.NewLook(templates.FS, static.FS) })

// lookOf is the look of a source folder. That which is built in is made once.
func lookOf(source fs.FS) (*build.Look, error) {
	own, style := must(build.OwnFolder(source, "templates", templates.FS)), must(build.OwnFolder(source, "static", static.FS))
	if own == fs.FS(templates.FS) && style == fs.FS(static.FS) {
		return builtInLook()
	}
	return build.NewLook(own, style)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// wantFresh asks for every address as the public sees it, and compares; with
// the race detector, for some of them in turn, and for all that are about the
// entry that is edited. It returns the names of all.
func (p *running) wantFresh(t *testing.T, dir string, before []string) []string {
	t.Helper()
	source, err := openSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	fresh := freshTree(t, source)
	if fresh == nil {
		t.Fatal("the content has errors")
	}
	names := fresh.Names()
	p.turn++
	for i, name := range names {
		if (i+p.turn)%race.Slow != 0 && !strings.HasPrefix(name, "practicas/practica-") {
			continue
		}
		want, err := fresh.Make(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		address := "/" + strings.TrimSuffix(name, "index.html")
		r := p.getAs(address, "publico")
		if r.status != 200 || !bytes.Equal(r.published(), want) {
			t.Errorf("%s: status %d, %d bytes instead of %d", address, r.status, len(r.published()), len(want))
		}
	}
	for i, name := range before {
		if _, still := slices.BinarySearch(names, name); still || (i+p.turn)%race.Slow != 0 {
			continue
		}
		address := "/" + strings.TrimSuffix(name, "index.html")
		if r := p.getAs(address, "publico"); r.status == 200 && !strings.HasPrefix(name, "recursos/") {
			t.Errorf("%s: still there", address)
		}
	}
	return names
}

// workshop is a source folder on a real disk that tests save into.
type workshop struct {
	t   testing.TB
	dir string
}

func newWorkshop(t testing.TB, size sample.Size) workshop {
	t.Helper()
	w := workshop{t, filepath.Join(t.TempDir(), "sitio")}
	w.must(os.CopyFS(w.dir, sample.Content(size)))
	return w
}

func (w workshop) must(err error) {
	if err != nil {
		w.t.Helper()
		w.t.Fatal(err)
	}
}

func (w workshop) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func (w workshop) read(name string) string {
	w.t.Helper()
	data, err := os.ReadFile(w.path(name))
	w.must(err)
	return string(data)
}

func (w workshop) write(name, text string) {
	w.t.Helper()
	w.must(os.MkdirAll(filepath.Dir(w.path(name)), 0o755))
	w.must(os.WriteFile(w.path(name), []byte(text), 0o644))
}

func (w workshop) rename(from, to string) { w.t.Helper(); w.must(os.Rename(w.path(from), w.path(to))) }
func (w workshop) remove(name string)     { w.t.Helper(); w.must(os.RemoveAll(w.path(name))) }

// addLook gives the source its own templates and styles.
func (w workshop) addLook() {
	w.t.Helper()
	w.must(os.CopyFS(w.path("templates"), templates.FS))
	w.must(os.CopyFS(w.path("static"), static.FS))
}

// run runs a program in the source folder.
func (w workshop) run(name string, args ...string) {
	w.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = w.dir
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b.c", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b.c", "GIT_CONFIG_GLOBAL=/dev/null")
	if out, err := cmd.CombinedOutput(); err != nil {
		w.t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

// TestEveryWayOfSaving saves in every way that editors, shells and version
// control do, and after each one compares every address with a fresh build.
func TestEveryWayOfSaving(t *testing.T) {
	const many = 1000 / race.Slow
	w := newWorkshop(t, sample.Size{Practices: 10, Municipalities: 3})
	w.write("content/practicas/practica-00007.md", w.read("content/practicas/practica-00007.md"))
	p := startPreview(t, w.dir)
	const a, b = "content/practicas/practica-00005.md", "content/practicas/practica-00006.md"
	original := w.read(a)
	n := 0
	// edited is the entry with another title, body and summary each time.
	edited := func() string {
		n++
		return strings.Replace(original, "titulo: ", fmt.Sprintf("titulo: Vuelta %d ", n), 1) + fmt.Sprintf("\n\nFrase de la vuelta %d.\n", n)
	}
	git := func(args ...string) { w.run("git", append([]string{"-c", "gc.auto=0"}, args...)...) }
	before := p.wantFresh(t, w.dir, nil)
	if t.Failed() {
		t.FailNow()
	}
	for _, c := range []struct {
		name string
		save func()
	}{
		{"truncate and write", func() { w.write(a, edited()) }},
		{"truncate, pause for a request, write", func() {
			f, err := os.Create(w.path(a))
			w.must(err)
			p.get("/practicas/practica-00005/")
			_, err = f.WriteString(edited())
			w.must(err)
			w.must(f.Close())
		}},
		{"write in pieces", func() {
			f, err := os.Create(w.path(a))
			w.must(err)
			for chunk := range slices.Chunk([]byte(edited()), 300) {
				_, err = f.Write(chunk)
				w.must(err)
				p.get("/practicas/")
			}
			w.must(f.Close())
		}},
		{"write and rename over", func() {
			w.write("content/practicas/.practica.tmp", edited())
			w.rename("content/practicas/.practica.tmp", a)
		}},
		{"write outside and rename in", func() {
			w.write("../nuevo.md", edited())
			w.rename("../nuevo.md", a)
		}},
		{"Vim: rename to a backup, write anew, remove the backup", func() {
			w.write("content/practicas/4913", "")
			w.remove("content/practicas/4913")
			w.rename(a, a+"~")
			w.write(a, edited())
			w.remove(a + "~")
		}},
		{"Emacs: lock link, backup, autosave", func() {
			w.must(os.Symlink("ana@equipo.1234", w.path("content/practicas/.#practica-00005.md")))
			w.write("content/practicas/#practica-00005.md#", "a medias")
			w.write(a, edited())
			w.remove("content/practicas/#practica-00005.md#")
			w.remove("content/practicas/.#practica-00005.md")
		}},
		{"gedit: goutputstream", func() {
			w.write("content/practicas/.goutputstream-AB12CD", edited())
			w.rename("content/practicas/.goutputstream-AB12CD", a)
		}},
		{"swap file stays open", func() {
			w.write("content/practicas/.practica-00005.md.swp", "b0VIM")
			w.write(a, edited())
		}},
		{"delete and recreate", func() {
			w.remove(a)
			p.get("/practicas/")
			w.write(a, edited())
		}},
		{"delete and recreate at once", func() {
			text := edited()
			w.remove(a)
			w.write(a, text)
		}},
		{"append", func() {
			f, err := os.OpenFile(w.path(a), os.O_APPEND|os.O_WRONLY, 0)
			w.must(err)
			_, err = f.WriteString("\nUna línea más.\n")
			w.must(err)
			w.must(f.Close())
		}},
		{"same length, same second", func() {
			w.write(a, strings.Replace(w.read(a), "Vuelta", "Revuel", 1))
			w.write(a, strings.Replace(w.read(a), "Revuel", "Devuel", 1))
		}},
		{"touch without change", func() {
			later := time.Now().Add(time.Hour)
			w.must(os.Chtimes(w.path(a), later, later))
		}},
		{"change with the old time", func() {
			info, err := os.Stat(w.path(a))
			w.must(err)
			w.write(a, edited())
			w.must(os.Chtimes(w.path(a), info.ModTime(), info.ModTime()))
		}},
		{"chmod there and back", func() {
			w.must(os.Chmod(w.path(a), 0o600))
			w.must(os.Chmod(w.path(a), 0o644))
		}},
		{"hard link replaced", func() {
			w.write("../otro.md", edited())
			w.remove(a)
			w.must(os.Link(w.path("../otro.md"), w.path(a)))
		}},
		{"swap two entries", func() {
			w.rename(a, "content/practicas/x.tmp")
			w.rename(b, a)
			w.rename("content/practicas/x.tmp", b)
		}},
		{"file becomes folder", func() {
			text := strings.ReplaceAll(w.read(a), "](practica-", "](../practica-")
			w.remove(a)
			w.write("content/practicas/practica-00005/index.md", text)
		}},
		{"folder becomes file", func() {
			text := w.read("content/practicas/practica-00005/index.md")
			w.remove("content/practicas/practica-00005")
			w.write(a, strings.ReplaceAll(text, "](../practica-", "](practica-"))
		}},
		{"entry gets a new name", func() { w.rename(b, "content/practicas/otra-direccion.md") }},
		{"and its old one", func() { w.rename("content/practicas/otra-direccion.md", b) }},
		{"case-only rename of a folder's file and back", func() {
			w.rename("content/temas/tema-11.md", "content/temas/TEMA-11.md")
			p.get("/temas/")
			w.rename("content/temas/TEMA-11.md", "content/temas/tema-11.md")
		}},
		{"directory moved away and back", func() {
			w.rename("content/practicas", "../practicas")
			p.get("/practicas/")
			w.rename("../practicas", "content/practicas")
		}},
		{"directory replaced by a copy with changes", func() {
			w.must(os.CopyFS(w.path("../copia"), os.DirFS(w.path("content"))))
			w.write("../copia/practicas/practica-00005.md", edited())
			w.rename("content", "../vieja")
			w.rename("../copia", "content")
			w.write("content/practicas/practica-00006.md", strings.Replace(w.read(b), "titulo: ", "titulo: Copia ", 1))
		}},
		{"source folder replaced", func() {
			w.must(os.CopyFS(w.path("../sitio2"), os.DirFS(w.dir)))
			w.must(os.Rename(w.dir, w.path("../sitio1")))
			w.must(os.Rename(filepath.Join(filepath.Dir(w.dir), "sitio2"), w.dir))
			w.write(a, edited())
		}},
		{"many files at once", func() {
			// Short, for there are many to compare.
			front, _, _ := strings.Cut(original[4:], "---\n")
			short := "---\n" + front + "---\n## Situación previa\n\nNada.\n\n## Qué se hizo\n\nAlgo.\n"
			for i := range many {
				w.write(fmt.Sprintf("content/practicas/muchas-%04d.md", i), strings.Replace(short, "titulo: ", fmt.Sprintf("titulo: Muchas %d ", i), 1))
			}
		}},
		{"and gone", func() {
			for i := range many {
				w.remove(fmt.Sprintf("content/practicas/muchas-%04d.md", i))
			}
		}},
		{"git: commit, branch and edit", func() {
			git("init", "-q", "-b", "uno")
			git("add", "content")
			git("commit", "-qm", "uno")
			git("checkout", "-qb", "dos")
			w.write(a, edited())
			w.remove("content/practicas/practica-00009.md")
			git("commit", "-qam", "dos")
		}},
		{"git checkout back", func() { git("checkout", "-q", "uno") }},
		{"git checkout forth", func() { git("checkout", "-q", "dos") }},
		{"git stash and pop", func() {
			w.write(a, edited())
			git("stash", "-q")
			p.get("/practicas/practica-00005/")
			git("stash", "pop", "-q")
		}},
		{"mistake and mended", func() {
			text := w.read(a)
			w.write(a, strings.Replace(text, "titulo: ", "titulo: Agua: ", 1))
			p.get("/practicas/practica-00005/")
			w.write(a, text)
		}},
		{"draft and published again", func() {
			text := w.read(b)
			w.write(b, strings.Replace(text, "estado: publicada", "estado: borrador", 1))
			p.get("/")
			w.write(b, text)
		}},
		{"sitio.yaml", func() {
			w.write("content/sitio.yaml", strings.Replace(w.read("content/sitio.yaml"), "titulo: ", "titulo: Nueva ", 1))
		}},
		{"theme renamed in its own file", func() {
			w.write("content/temas/tema-3.md", strings.Replace(w.read("content/temas/tema-3.md"), "nombre: ", "nombre: Otro ", 1))
		}},
		{"new theme folder files with unused droppings", func() {
			w.write("content/temas/tema-3.md~", "copia")
			w.write("content/temas/._tema-3.md", "mac")
			w.write("content/temas/.DS_Store", "mac")
			w.remove("content/temas/tema-3.md~")
		}},
		{"own templates and styles appear", w.addLook},
		{"template edited", func() {
			name := "templates/pages/practica.html"
			w.write(name, strings.Replace(w.read(name), "<h1", `<h1 data-nuevo="sí"`, 1))
		}},
		{"style edited", func() { w.write("static/css/base.css", w.read("static/css/base.css")+"\nh6{margin:1px}\n") }},
		{"script edited", func() { w.write("static/js/sitio.js", w.read("static/js/sitio.js")+"\ndocument.title+='';\n") }},
		{"texts edited", func() {
			name := "templates/textos/es.yaml"
			w.write(name, strings.Replace(w.read(name), "titulo: \"Temas\"", "titulo: \"Los temas\"", 1))
		}},
		{"own templates and styles vanish", func() { w.remove("templates"); w.remove("static") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			c.save()
			before = p.wantFresh(t, w.dir, before)
		})
	}
}

// TestStormOnDisk edits at random while browsers ask, then compares.
func TestStormOnDisk(t *testing.T) {
	w := newWorkshop(t, sample.Size{Practices: 10, Municipalities: 3})
	p := startPreview(t, w.dir)
	rng := rand.New(rand.NewPCG(9, 9))
	original := map[string]string{}
	for i := range 10 {
		name := "content/practicas/" + sample.Slug(i) + ".md"
		original[name] = w.read(name)
	}
	names := slices.Sorted(maps.Keys(original))
	for round := range 6 {
		stop, asked := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(asked)
			for {
				select {
				case <-stop:
					return
				default:
					p.get("/practicas/")
					p.getAs("/practicas/practica-00002/", "publico")
				}
			}
		}()
		for range 15 {
			name := names[rng.IntN(len(names))]
			text := original[name] + fmt.Sprintf("\n\nVuelta %d, %d.\n", round, rng.IntN(1000))
			switch rng.IntN(4) {
			case 0:
				w.write(name, text)
			case 1:
				w.write("content/practicas/.nuevo", text)
				w.rename("content/practicas/.nuevo", name)
			case 2:
				w.remove(name)
				w.write(name, text)
			case 3:
				w.write(name, strings.Replace(text, "titulo: ", "titulo: Agua: ", 1))
				w.write(name, strings.Replace(text, "titulo: ", "titulo: Agua ", 1))
			}
		}
		close(stop)
		<-asked
		p.wantFresh(t, w.dir, nil)
		if t.Failed() {
			break
		}
	}
}

func TestEventsTellOnlyWhatChanged(t *testing.T) {
	w := newWorkshop(t, sample.Size{Practices: 10, Municipalities: 4})
	w.addLook()
	p := startPreview(t, w.dir)
	const a, b = "content/practicas/practica-00003.md", "content/practicas/practica-00004.md"
	mine := p.follow("/practicas/practica-00003/")
	defer mine.close()
	other := p.follow("/practicas/practica-00004/")
	defer other.close()
	textA, textB := w.read(a), w.read(b)

	w.write(b, textB+"\n\nOtra frase.\n")
	if kind := other.next(); kind != "pagina" {
		t.Errorf("event %q, want pagina", kind)
	}
	w.write(a, textA+"\n\nUna frase.\n")
	if kind := mine.any(); kind != "pagina" {
		t.Errorf("event %q, want pagina and nothing of the other page before", kind)
	}
	w.write("static/css/base.css", w.read("static/css/base.css")+"\nh6{margin:1px}\n")
	for _, l := range []*listener{mine, other} {
		if kind := l.next(); kind != "css" || !strings.Contains(l.data, "recursos/sitio-") {
			t.Errorf("event %q %q, want css", kind, l.data)
		}
	}
	w.write(a, strings.Replace(textA, "titulo: ", "titulo: Agua: ", 1))
	mine.panel("/practicas/practica-00003/", "«titulo» lleva dos puntos", false)
	if panel := string(p.get("/__vitrina/panel?ruta=/practicas/practica-00003/").body); !strings.Contains(panel, "cita__numero\">2<") {
		t.Error("the panel does not quote the mistake")
	}
	w.write(a, textA+"\n\nUna frase.\n")
	mine.panel("/practicas/practica-00003/", "«titulo» lleva dos puntos", true)
	w.remove(a)
	if kind := mine.next(); kind != "ido" || mine.data != "/practicas/" {
		t.Errorf("event %q %q, want ido to /practicas/", kind, mine.data)
	}
	w.write(a, textA)
	if kind := mine.next(); kind != "pagina" {
		t.Errorf("event %q when the page comes back", kind)
	}
}

// TestReconnectingTellsNothingTwice holds that a stream that was lost goes on
// from what its page has seen.
func TestReconnectingTellsNothingTwice(t *testing.T) {
	w := newWorkshop(t, sample.Size{Practices: 10, Municipalities: 4})
	p := startPreview(t, w.dir)
	const address, file = "/practicas/practica-00003/", "content/practicas/practica-00003.md"
	page := p.get(address)
	q := url.Values{"ruta": {address}, "version": {string(versionOf.FindSubmatch(page.body)[1])}}
	q.Set("panel", p.get("/__vitrina/panel?"+q.Encode()).header.Get("Vitrina-Panel"))
	w.write(file, w.read(file)+"\n\nMientras no se escuchaba.\n")
	late := p.listen(q) // connects after the change: is told at once
	if kind := late.next(); kind != "pagina" {
		t.Errorf("event %q", kind)
	}
	late.close()
	again := p.follow(address)
	defer again.close()
	w.write("content/practicas/practica-00007.md", w.read("content/practicas/practica-00007.md")+"\n\nOtra.\n")
	w.write(file, w.read(file)+"\n\nY otra.\n")
	if kind := again.next(); kind != "pagina" {
		t.Errorf("event %q", kind)
	}
}

// TestListenersLeaveNothing connects 200 listeners, tells them all, lets them go
// and looks for what is left: goroutines, descriptors.
func TestListenersLeaveNothing(t *testing.T) {
	w := newWorkshop(t, sample.Size{Practices: 10, Municipalities: 4})
	p := startPreview(t, w.dir)
	p.get("/")
	address := "/practicas/practica-00003/"
	file := "content/practicas/practica-00003.md"
	goroutines, files := runtime.NumGoroutine(), descriptors(t)
	for round := range 2 {
		q := p.newest(address, "")
		listeners := make([]*listener, 200)
		for i := range listeners {
			listeners[i] = p.listen(q)
		}
		w.write(file, w.read(file)+fmt.Sprintf("\n\nVuelta %d.\n", round))
		for i, l := range listeners {
			if kind := l.next(); kind != "pagina" {
				t.Errorf("listener %d: event %q", i, kind)
			}
		}
		for _, l := range listeners {
			l.close()
		}
	}
	p.client.CloseIdleConnections()
	// What ends does so when the system says that the other side has gone.
	deadline := time.Now().Add(20 * time.Second)
	for {
		g, f := runtime.NumGoroutine(), descriptors(t)
		if g <= goroutines+4 && f <= files+4 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines and %d descriptors, %d and %d before", g, f, goroutines, files)
		}
		runtime.Gosched()
		p.get("/")
		p.client.CloseIdleConnections()
	}
}

func descriptors(t *testing.T) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		if runtime.GOOS == "linux" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return len(list)
}

// TestAttacks holds the safety of the preview.
func TestAttacks(t *testing.T) {
	w := newWorkshop(t, sample.Size{Practices: 4, Municipalities: 2})
	w.write("secreto.txt", "zorzal")
	w.write("content/practicas/practica-00001.md", strings.Replace(w.read("content/practicas/practica-00001.md"), "estado: publicada", "estado: borrador", 1))
	p := startPreview(t, w.dir)
	port := p.base[strings.LastIndexByte(p.base, ':')+1:]
	ask := func(method, target string, header http.Header) reply {
		r, err := http.NewRequestWithContext(t.Context(), method, p.base, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.Opaque = target
		if r.Header = header.Clone(); r.Header == nil {
			r.Header = http.Header{}
		}
		if h := r.Header.Get("Host"); h != "" {
			r.Host = h
		}
		return p.do(r)
	}
	for _, host := range []string{"evil.example", "evil.example:" + port, "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:" + port, "0.0.0.0:" + port, "127.0.0.1:" + port + ".", "127.1:" + port, "localhost.:" + port} {
		if r := ask("GET", "/", http.Header{"Host": {host}}); r.status != http.StatusMisdirectedRequest {
			t.Errorf("Host %q: status %d", host, r.status)
		}
	}
	for _, host := range []string{"127.0.0.1:" + port, "localhost:" + port, "LocalHost:" + port, "[::1]:" + port} {
		if r := ask("GET", "/", http.Header{"Host": {host}}); r.status != 200 {
			t.Errorf("Host %q: status %d", host, r.status)
		}
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"} {
		if r := ask(method, "/", nil); r.status != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d", method, r.status)
		}
	}
	for _, h := range []http.Header{
		{"Origin": {"http://evil.example"}}, {"Origin": {"null"}}, {"Origin": {"https://127.0.0.1:" + port}},
		{"Origin": {"http://127.0.0.1:1"}}, {"Origin": {"http://localhost:" + port}},
		{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}, "Sec-Fetch-Mode": {"no-cors"}},
		{"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"iframe"}},
	} {
		for _, target := range []string{"/__vitrina/eventos?ruta=/", "/__vitrina/panel?ruta=/", "/", "/datos/practicas.json"} {
			r := ask("GET", target, h)
			if r.status != http.StatusForbidden {
				t.Errorf("%v %s: status %d", h, target, r.status)
			}
			for name := range r.header {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("%v %s: %s", h, target, name)
				}
			}
		}
	}
	if r := ask("GET", "/", http.Header{"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"document"}}); r.status != 200 {
		t.Errorf("a link from elsewhere: status %d", r.status)
	}
	for _, target := range []string{
		"/../secreto.txt", "/..%2fsecreto.txt", "/%2e%2e/secreto.txt", "/secreto.txt", "/content/sitio.yaml", "/practicas/../../secreto.txt",
		"/practicas/..%5c..%5csecreto.txt", "//secreto.txt", "/./secreto.txt", "/%00secreto.txt", "/practicas//", "/.cache/", "/.git/config",
		"/practicas%2f", "/" + strings.Repeat("a/", 2000), "/" + w.path("secreto.txt"), "/__vitrina/", "/__vitrina", "/__vitrina/../secreto.txt", "/__vitrina/x",
		"/recursos/", "/imagenes/", "/busqueda/", "/C:/secreto.txt", "/practicas/practica-00001.md", "/content/practicas/practica-00001.md",
	} {
		r := ask("GET", target, nil)
		if !slices.Contains([]int{400, 404, 421}, r.status) || bytes.Contains(r.body, []byte("zorzal")) || bytes.Contains(r.body, []byte(w.dir)) {
			t.Errorf("%.60s: status %d", target, r.status)
		}
	}
	if r := p.get("/__vitrina/panel?ruta=/../secreto.txt"); r.status != 200 || bytes.Contains(r.body, []byte("zorzal")) {
		t.Errorf("panel of a path outside: status %d", r.status)
	}
	if r := p.get(`/__vitrina/panel?ruta=/"><script>alert(1)</script>/`); bytes.Contains(r.body, []byte("<script>alert")) {
		t.Error("the panel repeats markup")
	}
	if r := p.get(`/%22%3E%3Cscript%3Ealert(1)%3C/script%3E/`); bytes.Contains(r.body, []byte("<script>alert")) {
		t.Error("a page repeats markup")
	}
	if r := p.getAs("/practicas/practica-00001/", `publico@"><script>`); r.status != 404 || bytes.Contains(r.body, []byte("<script>alert")) {
		t.Errorf("a strange view: status %d", r.status)
	}
	page := p.get("/practicas/practica-00001/")
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Content-Security-Policy": build.ContentSecurityPolicy, "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := page.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if bytes.Contains(page.body, []byte("<script>")) || bytes.Contains(page.body, []byte(" style=")) || bytes.Contains(page.body, []byte("onclick")) {
		t.Error("the preview adds something inline")
	}
	framed := ask("GET", "/", http.Header{"Sec-Fetch-Site": {"same-origin"}, "Sec-Fetch-Dest": {"iframe"}})
	if csp := framed.header.Get("Content-Security-Policy"); !strings.HasSuffix(csp, "frame-ancestors 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("framed by the width switch: %q", csp)
	}
	if r := ask("GET", "/", http.Header{"X-Long": {strings.Repeat("a", 64<<10)}}); r.status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a long header: status %d", r.status)
	}
}

// TestNobodyWaitsForASlowClient holds that who does not read his events holds up
// nobody else.
func TestNobodyWaitsForASlowClient(t *testing.T) {
	w := newWorkshop(t, sample.Size{Practices: 10, Municipalities: 4})
	p := startPreview(t, w.dir)
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /__vitrina/eventos?ruta=/ HTTP/1.1\r\nHost: %s\r\n\r\n", strings.TrimPrefix(p.base, "http://"))
	l := p.follow("/practicas/practica-00003/")
	defer l.close()
	file := "content/practicas/practica-00003.md"
	for i := range 5 {
		w.write(file, w.read(file)+fmt.Sprintf("\n\nVuelta %d.\n", i))
		if kind := l.next(); kind != "pagina" {
			t.Fatalf("event %q", kind)
		}
	}
}

func TestTooManyListenersAreRefused(t *testing.T) {
	w := newWorkshop(t, sample.Size{Practices: 2, Municipalities: 1})
	p := startPreview(t, w.dir)
	for range 256 {
		l := p.listen(url.Values{"ruta": {"/"}})
		defer l.close()
	}
	if r := p.get("/__vitrina/eventos?ruta=/"); r.status != http.StatusServiceUnavailable || r.header.Get("Retry-After") == "" {
		t.Errorf("status %d", r.status)
	}
}

func TestPublicViewAndRedirects(t *testing.T) {
	w := newWorkshop(t, sample.Size{Practices: 6, Municipalities: 2})
	const file, address = "content/practicas/practica-00002.md", "/practicas/practica-00002/"
	w.write(file, strings.Replace(w.read(file), "estado: publicada", "estado: publicada\nembargo: 2027-03-01 10:00\nalias: [/practicas/vieja/]", 1))
	p := startPreview(t, w.dir)
	for view, want := range map[string]int{"": 200, "publico": 404, "publico@2027-03-01T09:59": 404, "publico@2027-03-01T10:00": 200, "publico@nada": 404, "otra": 200} {
		if r := p.getAs(address, view); r.status != want {
			t.Errorf("view %q: status %d, want %d", view, r.status, want)
		}
	}
	if r := p.get("/practicas/vieja/"); r.status != 307 || r.header.Get("Location") != address {
		t.Errorf("alias: %d to %q", r.status, r.header.Get("Location"))
	}
	if r := p.getAs("/practicas/vieja/", "publico"); r.status != 404 {
		t.Errorf("the alias of a hidden entry: status %d", r.status)
	}
	if r := p.get("/practicas/practica-00003?x=1"); r.status != 307 || r.header.Get("Location") != "/practicas/practica-00003/?x=1" {
		t.Errorf("without the last slash: %d to %q", r.status, r.header.Get("Location"))
	}
	panel := string(p.get("/__vitrina/panel?ruta=" + address).body)
	for _, want := range []string{"Bajo embargo hasta el 01/03/2027 10:00", "Ocultas: 1", "publico@2027-03-01T10:00", "vscode://file" + w.path(file), "peticiones"} {
		if !strings.Contains(panel, want) {
			t.Errorf("the panel does not say %q", want)
		}
	}
}

// program runs the command as a process of its own.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args = append([]string{"vitrina"}, args...)
	return cmd
}

func TestEndsWithinTwoSecondsOfASignal(t *testing.T) {
	w := newWorkshop(t, sample.Size{Practices: 4, Municipalities: 2})
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		cmd := program(t, "servir", "--source", w.dir, "--addr", "127.0.0.1:0")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		base, said := "", ""
		for lines.Scan() {
			said += lines.Text() + "\n"
			if rest, ok := strings.CutPrefix(lines.Text(), "Vista previa: "); ok {
				base = strings.TrimSuffix(rest, "/")
			}
			if strings.HasPrefix(lines.Text(), "Para terminar") {
				break
			}
		}
		for _, want := range []string{"Vista previa: http://127.0.0.1:", "Vigila content/", "4 prácticas, 2 municipalidades", "Sin problemas"} {
			if !strings.Contains(said, want) {
				t.Errorf("it does not say %q:\n%s", want, said)
			}
		}
		p := &running{t: t, base: base, client: &http.Client{Transport: &http.Transport{}}}
		l := p.follow("/")
		began := time.Now()
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			said += lines.Text()
		}
		err = cmd.Wait()
		if took := time.Since(began); err != nil || took > 2*time.Second {
			t.Errorf("%v: ended after %v: %v", signal, took, err)
		}
		l.close()
		p.client.CloseIdleConnections()
	}
}

func TestPortInUseNamesAFreeOne(t *testing.T) {
	busy, err := listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	var errs strings.Builder
	code := run([]string{"serve", "--source", t.TempDir(), "--addr", busy.Addr().String()}, env{out: &errs, err: &errs, now: time.Now})
	if code != exitProblems || !strings.Contains(errs.String(), "ya está en uso") || !strings.Contains(errs.String(), "use --addr 127.0.0.1:") {
		t.Errorf("code %d: %s", code, errs.String())
	}
}

func TestTerminalTellsWhenChangesAreNoticedOtherwise(t *testing.T) {
	var out strings.Builder
	terminal := &terminal{w: &out, mode: "el sistema avisa"}
	terminal.watching("el sistema avisa")
	terminal.watching("se revisan todos los archivos")
	terminal.watching("se revisan todos los archivos")
	if got := out.String(); got != "Ahora vigila así: se revisan todos los archivos\n" {
		t.Errorf("%q", got)
	}
}

func TestServeUntilTheContextEnds(t *testing.T) {
	w := newWorkshop(t, sample.Size{Practices: 2, Municipalities: 1})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	listener, err := listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	e := &env{out: &syncBuffer{}, err: &syncBuffer{}, now: time.Now}
	if err := serve(ctx, e, listener, serveOptions{dir: w.dir}); err != nil {
		t.Errorf("serve: %v", err)
	}
}
