//go:build unix

package publish

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

var errDisk = errors.New("el disco no responde")

// Whatever operation fails, the target is what it was, and nothing is left.
func TestAnyFailingOperationLeavesTheOldSite(t *testing.T) {
	modes(t, func(t *testing.T, o Options) {
		t.Run("replacing", func(t *testing.T) { failEach(t, o, "uno") })
		t.Run("first", func(t *testing.T) { failEach(t, o, "") })
		t.Run("umask", func(t *testing.T) { // so that every mode is set by hand
			defer syscall.Umask(syscall.Umask(0o077))
			failEach(t, o, "uno")
		})
	})
}

// failEach publishes over the version first, "" for none, with the first operation
// failing, then the second, and so on until all of them have.
func failEach(t *testing.T, o Options, first string) {
	o.Workers = 1 // so that the k-th is always the same
	failed := map[string]int{}
	dir := filepath.Join(t.TempDir(), "public")
	if first != "" {
		publishVersion(t, dir, first, Options{})
	}
	for k := int64(1); ; k++ {
		var count atomic.Int64
		var op atomic.Value
		o.seam.step = func(what, name string) error {
			if count.Add(1) == k {
				op.Store(what)
				return errDisk
			}
			return nil
		}
		res, err := Write(t.Context(), treeOf(t, contents("dos")), dir, o)
		if op.Load() == nil { // there were fewer than k
			if err != nil {
				t.Fatal(err)
			}
			break
		}
		what := op.Load().(string)
		failed[what]++
		if what == "remove" { // the site is out; only the old one is still around
			if err != nil || res.Leftover == "" {
				t.Fatalf("remove: %+v, %v", res, err)
			}
			if _, err := os.Stat(res.Leftover); err != nil {
				t.Error(err)
			}
			wantVersion(t, dir, "dos")
			if res := publishVersion(t, dir, first, Options{}); res.Swept != 1 {
				t.Errorf("the next build swept %d folders, want 1", res.Swept)
			}
			wantClean(t, dir)
			continue
		}
		if what == "take" { // what cannot be taken from the old site is written
			if err != nil {
				t.Fatal(err)
			}
			wantVersion(t, dir, "dos")
			wantClean(t, dir)
			publishVersion(t, dir, first, Options{})
			continue
		}
		if !errors.Is(err, errDisk) || !strings.HasPrefix(err.Error(), "publicar en "+dir) {
			t.Fatalf("operation %d, %s: error %v", k, what, err)
		}
		if first != "" {
			wantVersion(t, dir, first)
		} else if _, err := os.Lstat(dir); err == nil {
			t.Fatalf("operation %d, %s: the target exists", k, what)
		}
		wantClean(t, dir)
	}
	n := len(contents("dos")) + 1 // and the marker
	if failed["take"] > 0 {
		n-- // the icon is the same in every version
	}
	if runtime.GOOS == "linux" && failed["take"] > 0 != (first != "") {
		t.Errorf("%d times failed to take a file", failed["take"])
	}
	for _, what := range []string{"create", "write", "close"} {
		if failed[what] != n {
			t.Errorf("%d times failed %s, want %d", failed[what], what, n)
		}
	}
	wantRemoved := 1
	if first == "" {
		wantRemoved = 0
	}
	if failed["mkdir"] < 8 || failed["exchange"]+failed["rename"] == 0 || failed["remove"] != wantRemoved {
		t.Errorf("failed: %v", failed)
	}
}

// If a swap by renames fails and cannot be undone either, both sites are kept, and
// the next Write brings one back.
func TestASwapThatCannotBeUndoneIsFinishedLater(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publishVersion(t, dir, "uno", Options{})
	renames := 0
	var o Options
	o.seam.renames = true
	o.seam.step = func(op, name string) error {
		if op == "rename" {
			if renames++; renames > 1 {
				return errDisk
			}
		}
		return nil
	}
	_, err := Write(t.Context(), treeOf(t, contents("dos")), dir, o)
	boxes := boxesBeside(t, dir)
	if !errors.Is(err, errDisk) || len(boxes) != 1 || !strings.Contains(err.Error(), filepath.Base(boxes[0])) {
		t.Fatalf("error %v, want one that names the folder in %q", err, boxes)
	}
	if _, err := os.Lstat(dir); err == nil || renames != 3 {
		t.Fatalf("after %d renames the target is there", renames)
	}
	tree := treeOf(t, contents("tres"))
	tree.files[0].Make = func(context.Context) ([]byte, error) { return nil, errMake }
	if _, err := Write(t.Context(), tree, dir, Options{}); !errors.Is(err, errMake) {
		t.Fatal(err)
	}
	wantVersion(t, dir, "dos")
	wantClean(t, dir)
}

// What is being deleted is not whole any more, so it must not come back, even if
// the deleting is cut short and someone then deletes the target.
func TestASiteBeingDeletedIsNotBroughtBack(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "public")
	publishVersion(t, dir, "tres", Options{})
	dead := filepath.Join(base, ".public.vitrina-1-0123456789abcdef")
	publishVersion(t, filepath.Join(dead, "old"), "uno", Options{})
	publishVersion(t, filepath.Join(dead, "new"), "dos", Options{})
	publishVersion(t, dir, "tres", Options{seam: seam{step: func(op, name string) error {
		if op == "remove" && strings.Contains(name, filepath.Base(dead)) {
			return errDisk
		}
		return nil
	}}})
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	tree := treeOf(t, contents("tres"))
	tree.files[0].Make = func(context.Context) ([]byte, error) { return nil, errMake }
	if _, err := Write(t.Context(), tree, dir, Options{}); !errors.Is(err, errMake) {
		t.Fatal(err)
	}
	if _, err := os.Lstat(dir); err == nil {
		t.Error("a site came back")
	}
	wantClean(t, dir)
}

// A disk that fills, at every byte count: the write that no longer fits is cut
// short, as a disk does.
func TestAFullDiskLeavesTheOldSite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publishVersion(t, dir, "uno", Options{})
	full := 0
	for quota := 0; ; quota += 599 {
		var mu sync.Mutex
		left := quota
		var o Options
		o.seam.write = func(w io.Writer, data []byte) (int, error) {
			mu.Lock()
			defer mu.Unlock()
			if len(data) > left {
				n, err := w.Write(data[:left])
				left = 0
				return n, errors.Join(err, syscall.ENOSPC)
			}
			left -= len(data)
			return w.Write(data)
		}
		_, err := Write(t.Context(), treeOf(t, contents("dos")), dir, o)
		if err == nil {
			break
		}
		full++
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "no queda espacio") {
			t.Fatalf("quota %d: %v", quota, err)
		}
		wantVersion(t, dir, "uno")
		wantClean(t, dir)
	}
	if full < 5 {
		t.Errorf("the disk was full only %d times", full)
	}
	wantVersion(t, dir, "dos")
}

// What the disk says is told as something a person can do.
func TestDiskErrorsSayWhatToDo(t *testing.T) {
	for code, want := range map[syscall.Errno]string{
		syscall.ENOSPC:       "libere disco",
		syscall.EDQUOT:       "libere disco",
		syscall.EROFS:        "pida permiso",
		syscall.EACCES:       "pida permiso",
		syscall.EPERM:        "pida permiso",
		syscall.EBUSY:        "punto de montaje",
		syscall.EXDEV:        "bórrela",
		syscall.ENAMETOOLONG: "acórtelo",
		syscall.EIO:          "publicar en ",
	} {
		dir := filepath.Join(t.TempDir(), "public")
		publishVersion(t, dir, "uno", Options{})
		var o Options
		o.seam.step = func(op, name string) error {
			if op == "exchange" || op == "rename" {
				return code
			}
			return nil
		}
		_, err := Write(t.Context(), treeOf(t, contents("dos")), dir, o)
		if !errors.Is(err, code) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), code.Error()) {
			t.Errorf("%v: %v, want %q in one line, in Spanish", code, err, want)
		}
		wantVersion(t, dir, "uno")
	}
}

// Some file systems and old kernels cannot exchange; that is no error.
func TestWriteFallsBackToRenames(t *testing.T) {
	for _, code := range []syscall.Errno{syscall.EOPNOTSUPP, syscall.ENOSYS} {
		dir := filepath.Join(t.TempDir(), "public")
		publishVersion(t, dir, "uno", Options{})
		var renames atomic.Int64
		var o Options
		o.seam.step = func(op, name string) error {
			switch op {
			case "exchange":
				return code
			case "rename":
				renames.Add(1)
			}
			return nil
		}
		publishVersion(t, dir, "dos", o)
		wantVersion(t, dir, "dos")
		wantClean(t, dir)
		if renames.Load() != 2 {
			t.Errorf("%v: %d renames, want 2", code, renames.Load())
		}
	}
}

func TestAReadOnlyParentIsToldClearly(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	publishVersion(t, dir, "uno", Options{})
	// Anybody may come to the folder and read it; nobody may write into it.
	mode := os.FileMode(0o555)
	for folder := parent; folder != filepath.Clean(os.TempDir()); folder = filepath.Dir(folder) {
		if err := os.Chmod(folder, mode); err != nil {
			t.Fatal(err)
		}
		mode = 0o755
	}
	t.Cleanup(func() { os.Chmod(parent, 0o755) })
	unprivileged(t)
	if err := os.WriteFile(filepath.Join(parent, "probe"), nil, 0o644); err == nil {
		if runtime.GOOS == "linux" {
			t.Fatal("this user may write anywhere")
		}
		t.Skip("this user may write anywhere")
	}
	_, err := Write(t.Context(), treeOf(t, contents("dos")), dir, Options{})
	if !errors.Is(err, syscall.EACCES) || !strings.Contains(err.Error(), "no se puede escribir en la carpeta "+parent) {
		t.Errorf("error %v", err)
	}
	wantVersion(t, dir, "uno")
	wantClean(t, dir)
}
