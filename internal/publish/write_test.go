//go:build unix

package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

func TestWriteReplacesTheWholeSite(t *testing.T) {
	modes(t, func(t *testing.T, o Options) {
		dir := filepath.Join(t.TempDir(), "public")
		for _, version := range []string{"uno", "dos", "dos", "tres"} {
			res := publishVersion(t, dir, version, o)
			wantVersion(t, dir, version)
			wantClean(t, dir)
			var size int64
			for _, text := range contents(version) {
				size += int64(len(text))
			}
			if res.Files != len(contents(version)) || res.Bytes != size || res.Swept != 0 || res.Leftover != "" {
				t.Errorf("result %+v, want %d files of %d bytes", res, len(contents(version)), size)
			}
		}
	})
}

func TestWriteIntoAnEmptyFolderAndMissingParents(t *testing.T) {
	modes(t, func(t *testing.T, o Options) {
		empty := t.TempDir()
		publishVersion(t, filepath.Join(empty), "uno", o)
		wantVersion(t, empty, "uno")

		deep := filepath.Join(t.TempDir(), "a", "b", "public")
		publishVersion(t, deep, "uno", o)
		wantVersion(t, deep, "uno")
	})
}

func TestWriteTakesBackTheParentsItMade(t *testing.T) {
	top := t.TempDir()
	tree := treeOf(t, contents("uno"))
	tree.files[3].Make = func(context.Context) ([]byte, error) { return nil, errMake }
	if _, err := Write(t.Context(), tree, filepath.Join(top, "a", "b", "public"), Options{}); !errors.Is(err, errMake) {
		t.Fatalf("error %v", err)
	}
	if left, err := os.ReadDir(top); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestResultCountsEveryFileOnce(t *testing.T) {
	for _, workers := range []int{1, 4} {
		files := []File{textFile("datos.json", strings.Repeat("x", 999))}
		for i := range 300 { // more than one unit in a folder
			files = append(files, textFile(fmt.Sprintf("p/%03d.html", i), strings.Repeat("x", 1+i%100)))
		}
		tree, err := NewTree(files)
		if err != nil {
			t.Fatal(err)
		}
		var seen []int
		o := Options{Workers: workers, Progress: func(done, total int) {
			if total != len(files) {
				t.Errorf("total %d, want %d", total, len(files))
			}
			seen = append(seen, done)
		}}
		res, err := Write(t.Context(), tree, filepath.Join(t.TempDir(), "public"), o)
		if err != nil {
			t.Fatal(err)
		}
		want := Result{Files: 301, Bytes: 999 + 3*5050}
		if res != want {
			t.Errorf("%d workers: %+v, want %+v", workers, res, want)
		}
		if len(seen) != len(files) || !slices.IsSorted(seen) || seen[0] != 1 || seen[len(seen)-1] != len(files) {
			t.Errorf("progress was told %v", seen)
		}
	}
}

func TestOutputIsTheSameUnderAnyUmaskAndNumberOfWorkers(t *testing.T) {
	var want []string
	for _, umask := range []int{0o022, 0o000, 0o002, 0o027, 0o077, 0o777 &^ 0o700} {
		for _, workers := range []int{1, 3} {
			dir := filepath.Join(t.TempDir(), "a", "public")
			before := syscall.Umask(umask)
			_, err := Write(t.Context(), treeOf(t, contents("uno")), dir, Options{Workers: workers})
			syscall.Umask(before)
			if err != nil {
				t.Fatalf("umask %o: %v", umask, err)
			}
			got := snapshot(t, dir)
			if want == nil {
				want = got
				for _, line := range want {
					if !strings.HasPrefix(line, "-rw-r--r-- ") && !strings.HasPrefix(line, "drwxr-xr-x ") {
						t.Errorf("mode of %.60s", line)
					}
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("umask %o, %d workers: another output", umask, workers)
			}
		}
	}
}

func TestWriteKeepsNoMoreFilesThanWorkers(t *testing.T) {
	const workers = 3
	var inHand, most atomic.Int64
	var files []File
	for i := range 400 {
		files = append(files, File{Name: fmt.Sprintf("%d/%d.html", i%20, i), Make: func(context.Context) ([]byte, error) {
			now := inHand.Add(1)
			for was := most.Load(); now > was && !most.CompareAndSwap(was, now); was = most.Load() {
			}
			runtime.Gosched()
			return []byte("x"), nil
		}})
	}
	tree, err := NewTree(files)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Workers: workers}
	o.seam.step = func(op, name string) error {
		if op == "close" && name != Marker {
			inHand.Add(-1)
		}
		return nil
	}
	if _, err := Write(t.Context(), tree, filepath.Join(t.TempDir(), "public"), o); err != nil {
		t.Fatal(err)
	}
	if inHand.Load() != 0 || most.Load() < 1 || most.Load() > workers {
		t.Errorf("%d files in memory at once, %d never written, with %d workers", most.Load(), inHand.Load(), workers)
	}
}

func TestAFileThatCannotBeMadeStopsTheRest(t *testing.T) {
	for name, fail := range map[string]func() error{
		"error": func() error { return errMake },
		"panic": func() error { panic("índice fuera de rango") },
		// What a source lacks must not be told as a want of the output.
		"permission": func() error { return fmt.Errorf("%w: %w", errMake, syscall.EACCES) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			publishVersion(t, dir, "uno", Options{})
			var made atomic.Int64
			var files []File
			for i := range 1000 {
				files = append(files, File{Name: fmt.Sprintf("p/%04d/index.html", i), Make: func(context.Context) ([]byte, error) {
					made.Add(1)
					if i == 10 {
						return nil, fail()
					}
					return []byte("x"), nil
				}})
			}
			tree, err := NewTree(files)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Write(t.Context(), tree, dir, Options{Workers: 1})
			if err == nil || !errors.Is(err, errMake) && !errors.Is(err, errPanic) ||
				!strings.Contains(err.Error(), "p/0010/index.html") || strings.Contains(err.Error(), "escri") {
				t.Errorf("error %v", err)
			}
			if made.Load() != 11 {
				t.Errorf("%d files were made, want 11", made.Load())
			}
			wantVersion(t, dir, "uno")
			wantClean(t, dir)
		})
	}
}

// What is being made when another file fails is told to stop, and is not what the
// error is about.
func TestAFailureCancelsWhatIsBeingMade(t *testing.T) {
	begun := make(chan struct{})
	tree, err := NewTree([]File{
		{Name: "a/index.html", Make: func(ctx context.Context) ([]byte, error) {
			close(begun)
			<-ctx.Done()
			return nil, ctx.Err()
		}},
		{Name: "b/index.html", Make: func(context.Context) ([]byte, error) {
			<-begun
			return nil, errMake
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "public")
	_, err = Write(t.Context(), tree, dir, Options{Workers: 2})
	if !errors.Is(err, errMake) || errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "b/index.html") {
		t.Errorf("error %v", err)
	}
	wantClean(t, dir)
}

func TestCancelLeavesTheOldSite(t *testing.T) {
	const workers = 2
	n := len(contents("dos"))
	for at := range n + 2 { // before all, in each file, and after the last
		dir := filepath.Join(t.TempDir(), "public")
		publishVersion(t, dir, "uno", Options{})
		ctx, cancel := context.WithCancel(t.Context())
		var made, after atomic.Int64
		tree := treeOf(t, contents("dos"))
		for i, f := range tree.files {
			tree.files[i].Make = func(ctx context.Context) ([]byte, error) {
				if ctx.Err() != nil {
					after.Add(1)
				}
				if int(made.Add(1)) == at {
					cancel()
				}
				return f.Make(ctx)
			}
		}
		if at == 0 {
			cancel()
		}
		o := Options{Workers: workers, Progress: func(done, total int) {
			if at == n+1 && done == total {
				cancel()
			}
		}}
		_, err := Write(ctx, tree, dir, o)
		cancel()
		if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "cancelado") {
			t.Errorf("cancelled at %d: error %v", at, err)
		}
		if after.Load() > workers {
			t.Errorf("cancelled at %d: %d files were begun after it", at, after.Load())
		}
		wantVersion(t, dir, "uno")
		wantClean(t, dir)
	}
}

func TestAnEmptyTreeIsNotPublished(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publishVersion(t, dir, "uno", Options{})
	_, err := Write(t.Context(), treeOf(t, nil), dir, Options{})
	if err == nil || !strings.Contains(err.Error(), "nada que publicar") {
		t.Errorf("error %v", err)
	}
	wantVersion(t, dir, "uno")
}

// Every folder is made once and before what is in it, and every file is in one
// unit.
func TestPlanCoversEveryFile(t *testing.T) {
	var files []File
	for i := range 3 * unitFiles {
		files = append(files,
			textFile(fmt.Sprintf("plana/%d", i), ""),
			textFile(fmt.Sprintf("p/%d/index.html", i), ""),
			textFile(fmt.Sprintf("q/%d/r/s/t", i%9*10+i), ""),
			textFile(fmt.Sprintf("q/%d/r-", i%9*10+i), ""))
		if i%9 != 0 {
			files = files[:len(files)-2]
		}
	}
	files = append(files, textFile("index.html", ""), textFile("p/index.html", ""))
	tree, err := NewTree(files)
	if err != nil {
		t.Fatal(err)
	}
	first, units := plan(tree.files)
	made := map[string]bool{".": true}
	add := func(dir string) {
		if made[dir] || !made[folderOf(dir)] {
			t.Errorf("folder %s is made twice or too early", dir)
		}
		made[dir] = true
	}
	for _, dir := range first {
		add(dir)
	}
	covered := 0
	for _, u := range units {
		if u.mkdir {
			add(u.dir)
		}
		if u.lo != covered || u.hi <= u.lo || u.hi-u.lo > unitFiles {
			t.Errorf("unit %+v after %d files", u, covered)
		}
		for _, f := range tree.files[u.lo:u.hi] {
			if folderOf(f.Name) != u.dir || !made[u.dir] {
				t.Errorf("%s in unit %+v", f.Name, u)
			}
		}
		covered = u.hi
	}
	if covered != len(files) {
		t.Errorf("%d of %d files are in a unit", covered, len(files))
	}
	if len(first) > 100 {
		t.Errorf("%d folders are made before the rest", len(first))
	}
}

// A worker uses one memory for file after file: each still has its own bytes.
func TestFilesMadeInTheSameMemory(t *testing.T) {
	text := func(i int) string { return strings.Repeat(string(rune('a'+i%26)), 1+i*37%500) }
	var files []File
	for i := range 300 {
		files = append(files, File{Name: fmt.Sprintf("%d/%d.html", i%7, i), Append: func(_ context.Context, buf []byte) ([]byte, error) {
			if len(buf) != 0 {
				return nil, fmt.Errorf("%d bytes were there", len(buf))
			}
			return append(buf, text(i)...), nil
		}})
	}
	tree, err := NewTree(files)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "public")
	if _, err := Write(t.Context(), tree, out, Options{}); err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		name := fmt.Sprintf("%d/%d.html", i%7, i)
		made, err := tree.ReadFile(name)
		if err != nil || string(made) != text(i) {
			t.Fatalf("%s is made as %q: %v", name, made, err)
		}
		if wrote, err := os.ReadFile(filepath.Join(out, name)); err != nil || string(wrote) != text(i) {
			t.Fatalf("%s was written as %q: %v", name, wrote, err)
		}
	}
}
