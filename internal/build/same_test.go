package build

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"vitrina/internal/race"
	"vitrina/internal/sample"
	"vitrina/internal/site"
)

// shuffled lists every folder in another order at each reading.
type shuffled struct{ fstest.MapFS }

func (s shuffled) Open(name string) (fs.File, error) {
	f, err := s.MapFS.Open(name)
	if d, ok := f.(fs.ReadDirFile); ok {
		return shuffledDir{d}, err
	}
	return f, err
}

func (s shuffled) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := s.MapFS.ReadDir(name)
	rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list, err
}

type shuffledDir struct{ fs.ReadDirFile }

func (d shuffledDir) ReadDir(n int) ([]fs.DirEntry, error) {
	list, err := d.ReadDirFile.ReadDir(n)
	rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list, err
}

func TestSameInputSameBytes(t *testing.T) {
	source := shipped(t)
	o := site.Options{Now: day}
	first, _ := outputOf(t, source, o)
	zone := time.Local
	t.Cleanup(func() { time.Local = zone })
	for _, procs := range []int{1, 2, 7} {
		t.Run(fmt.Sprintf("procs=%d", procs), func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
			time.Local = time.FixedZone("lejos", procs*3600)
			again, _ := outputOf(t, shuffled{source}, o)
			wantSame(t, first, again)
		})
	}
	t.Run("photos encoded again", func(t *testing.T) {
		race.PlainOnly(t, "encoding photos takes a minute")
		w := Open(source, "")
		if err := w.Read(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		again, _ := outputOfWorkspace(t, w, o)
		wantSame(t, first, again)
	})
}

// TestIncrementalEqualsFresh edits a site at random, telling the Workspace only
// the names that changed, and compares its output with that of a fresh one.
func TestIncrementalEqualsFresh(t *testing.T) {
	source := sample.Content(sample.Size{Practices: 40, Municipalities: 30})
	o := site.Options{Now: day}
	rng := rand.New(rand.NewPCG(3, 4))
	w := Open(source, "")
	if err := w.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	for step := range max(3*4, 40/race.Slow) { // every fourth is compared
		changed := edit(rng, source)
		if err := w.Read(t.Context(), changed); err != nil {
			t.Fatal(err)
		}
		if step%4 != 3 {
			continue
		}
		a, resultA := outputOfWorkspace(t, w, o)
		b, resultB := outputOf(t, source, o)
		wantSame(t, a, b)
		if !slices.Equal(resultA.Problems, resultB.Problems) {
			t.Errorf("step %d: problems differ after %v:\n%v\n%v", step, changed, resultA.Problems, resultB.Problems)
		}
		if t.Failed() {
			t.Fatalf("after step %d", step)
		}
	}
}

// edit changes some files of a source and returns their names.
func edit(rng *rand.Rand, source fstest.MapFS) []string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(source)), func(n string) bool { return n == "content/sitio.yaml" })
	var changed []string
	for range 1 + rng.IntN(3) {
		name := names[rng.IntN(len(names))]
		f := source[name]
		if f == nil {
			continue
		}
		data := f.Data
		put := func(name string, data []byte) {
			source[name] = &fstest.MapFile{Data: data, Mode: 0o644}
			changed = append(changed, name)
		}
		switch rng.IntN(7) {
		case 0: // the body
			put(name, append(slices.Clone(data), "\n\nUn párrafo más.\n"...))
		case 1: // the title, which stands in lists
			put(name, bytes.Replace(data, []byte("titulo: "), []byte("titulo: Nuevo "), 1))
		case 2: // a mistake
			put(name, bytes.Replace(data, []byte("---\n"), []byte("---\nclave_rara: 1\n"), 1))
		case 3: // mended
			put(name, bytes.ReplaceAll(data, []byte("clave_rara: 1\n"), nil))
		case 4: // renamed
			if strings.HasPrefix(name, "content/practicas/") {
				delete(source, name)
				changed = append(changed, name)
				put(strings.TrimSuffix(name, ".md")+"-b.md", data)
			}
		case 5: // gone
			delete(source, name)
			changed = append(changed, name)
		case 6: // hidden
			put(name, bytes.Replace(data, []byte("estado: publicada"), []byte("estado: borrador"), 1))
		}
	}
	return changed
}
