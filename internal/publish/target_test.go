//go:build unix

package publish

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// writeTestFile makes a file and the folders above it.
func writeTestFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// wantRefused publishes and wants a TargetError with a text, and base unchanged.
func wantRefused(t *testing.T, base, dir, want string, o Options) {
	t.Helper()
	before := snapshot(t, base)
	_, err := Write(t.Context(), treeOf(t, contents("dos")), dir, o)
	if _, ok := errors.AsType[*TargetError](err); !ok {
		t.Fatalf("error %v, want a TargetError", err)
	}
	if text := err.Error(); !strings.Contains(text, want) || strings.Contains(text, "\n") || !strings.Contains(text, "; ") {
		t.Errorf("error %q, want one line with %q and an advice", text, want)
	}
	if !slices.Equal(before, snapshot(t, base)) {
		t.Error("something was changed")
	}
}

func TestWriteRefusesWhatIsNotItsOwn(t *testing.T) {
	tests := []struct {
		name, want string
		setup      func(t *testing.T, dir string)
	}{
		{"a folder with files", "no hizo Vitrina", func(t *testing.T, dir string) {
			writeTestFile(t, dir+"/tesis.doc", "diez años")
		}},
		{"a folder with a folder", "no hizo Vitrina", func(t *testing.T, dir string) {
			writeTestFile(t, dir+"/a/b/c", "x")
		}},
		{"a marker that is not ours", "no hizo Vitrina", func(t *testing.T, dir string) {
			writeTestFile(t, dir+"/"+Marker, "ajustes: 1\n")
		}},
		{"a marker that is a folder", "no hizo Vitrina", func(t *testing.T, dir string) {
			writeTestFile(t, dir+"/"+Marker+"/x", markerText)
		}},
		{"a marker that is a link", "no hizo Vitrina", func(t *testing.T, dir string) {
			writeTestFile(t, dir+"/x", markerText)
			if err := os.Symlink("x", dir+"/"+Marker); err != nil {
				t.Fatal(err)
			}
		}},
		{"a repository", ".git", func(t *testing.T, dir string) {
			publishVersion(t, dir, "uno", Options{})
			writeTestFile(t, dir+"/.git/HEAD", "ref: refs/heads/main\n")
		}},
		{"a file", "es un archivo", func(t *testing.T, dir string) {
			writeTestFile(t, dir, "x")
		}},
		{"a link to a site", "es un enlace", func(t *testing.T, dir string) {
			publishVersion(t, dir+"-real", "uno", Options{})
			if err := os.Symlink(filepath.Base(dir)+"-real", dir); err != nil {
				t.Fatal(err)
			}
		}},
		{"a link to nothing", "es un enlace", func(t *testing.T, dir string) {
			if err := os.Symlink("nada", dir); err != nil {
				t.Fatal(err)
			}
		}},
		{"the home folder", "personal", func(t *testing.T, dir string) {
			publishVersion(t, dir, "uno", Options{})
			t.Setenv("HOME", dir)
		}},
		{"a folder that holds the home folder", "personal", func(t *testing.T, dir string) {
			publishVersion(t, dir, "uno", Options{})
			t.Setenv("HOME", dir+"/practicas/agua")
		}},
		{"the current folder", "trabajando", func(t *testing.T, dir string) {
			publishVersion(t, dir, "uno", Options{})
			t.Chdir(dir)
		}},
		{"a folder that holds the current one", "trabajando", func(t *testing.T, dir string) {
			publishVersion(t, dir, "uno", Options{})
			t.Chdir(dir + "/practicas")
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			base := t.TempDir()
			dir := filepath.Join(base, "public")
			test.setup(t, dir)
			wantRefused(t, base, dir, test.want, Options{})
		})
	}
	t.Run("a protected folder", func(t *testing.T) {
		base := t.TempDir()
		dir := filepath.Join(base, "public")
		publishVersion(t, dir, "uno", Options{})
		if err := os.Symlink(dir, filepath.Join(base, "alias")); err != nil {
			t.Fatal(err)
		}
		for _, p := range []string{dir, dir + "/practicas", dir + "/aun/no/existe", base + "/alias/practicas"} {
			wantRefused(t, base, dir, p, Options{Protect: []string{p}})
		}
		publishVersion(t, dir, "dos", Options{Protect: []string{base, base + "/publico", base + "/content"}})
	})
	t.Run("a path through a file", func(t *testing.T) {
		base := t.TempDir()
		writeTestFile(t, base+"/a", "x")
		wantRefused(t, base, base+"/a/public", "es un archivo", Options{})
	})
	t.Run("the root", func(t *testing.T) { wantRefused(t, t.TempDir(), "/", "raíz", Options{}) })
	t.Run("nothing", func(t *testing.T) { wantRefused(t, t.TempDir(), "", "--output", Options{}) })
}

// Between the look at the start and the swap, people can put something there.
func TestWriteRefusesWhatAppearsMeanwhile(t *testing.T) {
	modes(t, func(t *testing.T, o Options) {
		for _, first := range []string{"", "uno"} {
			base := t.TempDir()
			dir := filepath.Join(base, "public")
			if first != "" {
				publishVersion(t, dir, first, o)
			}
			tree := treeOf(t, contents("dos"))
			f := tree.files[3]
			tree.files[3].Make = func(ctx context.Context) ([]byte, error) {
				if err := os.RemoveAll(dir); err != nil {
					return nil, err
				}
				writeTestFile(t, dir+"/tesis.doc", "diez años")
				return f.Make(ctx)
			}
			_, err := Write(t.Context(), tree, dir, o)
			if _, ok := errors.AsType[*TargetError](err); !ok {
				t.Errorf("error %v, want a TargetError", err)
			}
			if got, err := os.ReadFile(dir + "/tesis.doc"); string(got) != "diez años" {
				t.Errorf("the file is now %q, %v", got, err)
			}
			wantClean(t, dir)
		}
	})
}

// The marker is what makes the next Write possible, so it must survive as people
// copy and keep outputs.
func TestACopiedOutputIsStillOurs(t *testing.T) {
	base := t.TempDir()
	publishVersion(t, base+"/public", "uno", Options{})
	if err := os.CopyFS(base+"/copia", os.DirFS(base+"/public")); err != nil {
		t.Fatal(err)
	}
	publishVersion(t, base+"/copia", "dos", Options{})
	wantVersion(t, base+"/copia", "dos")
}
