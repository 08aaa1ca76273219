package content

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"runtime"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// After any series of edits, what was reread equals what is read from scratch.
func TestRereadEqualsReadAll(t *testing.T) {
	for seed := range uint64(25) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		fsys := fstest.MapFS{}
		for range 20 {
			edit(rnd, fsys)
		}
		f := read(t, fsys)
		for step := range 20 {
			var changed []string
			for range 1 + rnd.IntN(4) {
				changed = append(changed, edit(rnd, fsys)...)
			}
			older := f
			before := shown(t, older)
			var err error
			if f, err = f.Reread(context.Background(), fsys, changed); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(shown(t, read(t, fsys)), shown(t, f)); diff != "" {
				t.Fatalf("seed %d, step %d, changed %q (-fresh +reread)\n%s", seed, step, changed, diff)
			}
			if after := shown(t, older); after != before {
				t.Fatalf("seed %d, step %d: rereading altered the older set\n%s", seed, step, cmp.Diff(before, after))
			}
		}
	}
}

// edit writes, alters, moves or removes something and returns the paths that a
// watcher would name.
func edit(rnd *rand.Rand, fsys fstest.MapFS) []string {
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	section := pick("practicas", "practicas", "practicas", "temas", "municipalidades", "registro", "enlaces", "paginas", "otra")
	name := pick("agua", "sol", "luna", "021509", "021510-x", "02", "Mala", "municipalidades")
	data := pick(
		string(sound("")), string(sound("imagenes: [{archivo: foto.jpg, alt: x, credito: y}]\n")),
		"---\nestado: borrador\n---\n", "---\nnombre: Agua\ndescripcion: De beber.\n---\n", "---\nnombre: Agua: x\n---\n",
		"---\nubigeo: \"021509\"\n---\n", "---\nubigeo: \"021510\"\nnombre: X\ntipo: distrital\ndepartamento: Áncash\nprovincia: Pallasca\n---\n",
		"---\ndepartamento: \"02\"\noficina: X\nactualizada: 2025-01-01\n---\n", "---\ntitulo: X\nresumen: Y\n---\n",
		"ubigeo,tipo,departamento,provincia,distrito\n021509,distrital,Áncash,Pallasca,Pampas\n", "titulo: Prueba\nurl: https://ejemplo.gob.pe/\n", "/practicas/agua/\n", "",
	)
	file := path.Join(root, section, name+pick(".md", ".md", ".md", ".csv", "~", ".md.tmp"))
	switch rnd.IntN(10) {
	case 0:
		file = path.Join(root, pick("sitio.yaml", "sitio.yaml", "direcciones.txt", "temas", "nada.txt"))
	case 1, 2:
		file = path.Join(root, section, name, pick("index.md", "index.md", "foto.jpg", ".DS_Store", "sub/x.jpg"))
	case 3: // remove a file
		if names := slices.Sorted(maps.Keys(fsys)); len(names) > 0 {
			file = names[rnd.IntN(len(names))]
			delete(fsys, file)
			return []string{file}
		}
	case 4: // remove a folder
		folder := pick(path.Join(root, section), path.Join(root, section, name), root)
		if folder == root && rnd.IntN(4) > 0 {
			folder = path.Join(root, section)
		}
		maps.DeleteFunc(fsys, func(file string, _ *fstest.MapFile) bool {
			return file == folder || path.Dir(file) == folder || path.Dir(path.Dir(file)) == folder || folder == root
		})
		return []string{folder}
	case 5: // something else
		return []string{pick("templates/x.html", "static", "content/practicas/nunca.md", "content/nada/x", ".")}
	}
	// A map cannot hold a file where it holds a folder.
	var changed []string
	for other := range fsys {
		if within(other, file) || within(file, other) {
			delete(fsys, other)
			changed = append(changed, other)
		}
	}
	fsys[file] = &fstest.MapFile{Data: []byte(data)}
	return append(changed, file)
}

func within(file, folder string) bool {
	return len(file) > len(folder) && file[:len(folder)] == folder && file[len(folder)] == '/'
}

func read(t *testing.T, fsys fstest.MapFS) *Files {
	t.Helper()
	f, err := ReadAll(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// shown is everything that can be seen of a set.
func shown(t *testing.T, f *Files) string {
	t.Helper()
	e, problems := f.Entries()
	s := told(problems)
	s += fmt.Sprintf("%+v\n%v %v\n", e.Config, e.Published, e.Registry)
	for _, p := range e.Practices {
		s += fmt.Sprintf("%+v\n", *p)
	}
	for _, m := range e.Municipalities {
		s += fmt.Sprintf("%+v\n", *m)
	}
	for _, x := range e.Themes {
		s += fmt.Sprintf("%+v\n", *x)
	}
	for _, x := range e.Liaisons {
		s += fmt.Sprintf("%+v\n", *x)
	}
	for _, x := range e.Pages {
		s += fmt.Sprintf("%+v\n", *x)
	}
	return s
}

// What comes out does not depend on the number of processors nor on the run.
func TestReadAllIsSteady(t *testing.T) {
	fsys := fstest.MapFS{}
	rnd := rand.New(rand.NewPCG(7, 7))
	for range 200 {
		edit(rnd, fsys)
	}
	want := shown(t, read(t, fsys))
	for _, procs := range []int{1, 2, 7} {
		old := runtime.GOMAXPROCS(procs)
		got := shown(t, read(t, fsys))
		runtime.GOMAXPROCS(old)
		if got != want {
			t.Errorf("with %d processors\n%s", procs, cmp.Diff(want, got))
		}
	}
}

// Rereading one file shares all other results with the older set.
func TestRereadShares(t *testing.T) {
	fsys := generated(50)
	f := read(t, fsys)
	again, err := f.Reread(context.Background(), fsys, []string{"content/practicas/practica-00007.md", "templates/base.html"})
	if err != nil {
		t.Fatal(err)
	}
	parsed := 0
	for i, u := range again.units[practices] {
		if u != f.units[practices][i] {
			parsed++
		}
	}
	if parsed != 1 {
		t.Errorf("%d entries were parsed again, want 1", parsed)
	}
}
