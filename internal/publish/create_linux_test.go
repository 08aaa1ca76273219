package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// With openat2 and, where there is none, without it: files are made, never twice,
// and never through a link.
func TestCreateStaysInTheFolder(t *testing.T) {
	for _, missing := range []bool{false, true} {
		base := t.TempDir()
		writeTestFile(t, filepath.Join(base, "site", "p", "there"), "x")
		if err := os.Mkdir(filepath.Join(base, "outside"), 0o755); err != nil {
			t.Fatal(err)
		}
		for name, to := range map[string]string{"out": "../outside", "in": "p", "p/file": "there"} {
			if err := os.Symlink(to, filepath.Join(base, "site", name)); err != nil {
				t.Fatal(err)
			}
		}
		root, err := os.OpenRoot(base)
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		f, err := openFolder(root, "site")
		if err != nil {
			t.Fatal(err)
		}
		defer f.close()
		if missing {
			f.fd = -1
		}
		for name, want := range map[string]error{
			"a": nil, "p/a": nil, "p/there": fs.ErrExist, "p/file": fs.ErrExist, "none/a": fs.ErrNotExist,
		} {
			file, err := f.create(name)
			if !errors.Is(err, want) {
				t.Errorf("create(%s): %v, want %v", name, err, want)
			}
			if err == nil {
				if _, err := file.WriteString("x"); err != nil {
					t.Error(err)
				}
				file.Close()
			}
		}
		for _, name := range []string{"out/a", "../outside/a", base + "/a"} {
			if file, err := f.create(name); err == nil {
				t.Errorf("create(%s) made %s", name, file.Name())
			}
		}
		if made, err := os.ReadDir(filepath.Join(base, "outside")); err != nil || len(made) > 0 {
			t.Errorf("made outside: %v, %v", made, err)
		}
	}
}
