//go:build unix

package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// childEnv holds, in a process that a test starts from its own binary, what that
// process is to do: the name of one of children.
const childEnv = "VITRINA_PUBLISH_CHILD"

func TestMain(m *testing.M) {
	if what := os.Getenv(childEnv); what != "" {
		if err := children[what](); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(runInMemory(m))
}

// runInMemory runs the tests with their folders in memory, if there is a place for
// that: they publish thousands of times, which takes a disk far longer, and what
// they hold does not depend on the disk. Set TMPDIR to run them elsewhere.
func runInMemory(m *testing.M) int {
	const memory = "/dev/shm"
	if os.Getenv("TMPDIR") == "" {
		if dir, err := os.MkdirTemp(memory, "vitrina-publish-"); err == nil {
			defer os.RemoveAll(dir)
			os.Chmod(dir, 0o755) // one test is another user
			os.Setenv("TMPDIR", dir)
		}
	}
	return m.Run()
}

var children = map[string]func() error{
	"alternate": childAlternate,
	"suicide":   childSuicide,
	"rounds":    childRounds,
}

// child prepares this test binary to run as one of children.
func child(t *testing.T, what string, env ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), append(env, childEnv+"="+what)...)
	cmd.Stderr = os.Stderr
	return cmd
}

// contents are the files of one version of a small site. Versions differ in the
// bytes and the length of every file but one, and each has a file that no other
// has.
func contents(version string) map[string]string {
	files := map[string]string{
		"index.html":                        "",
		"css/estilo-" + version + ".css":    "",
		"practicas/index.html":              "",
		"practicas/agua-segura/index.html":  "",
		"practicas/agua/index.html":         "",
		"practicas/cunas/adjuntos/guia.pdf": "",
		"practicas/cunas/index.html":        "",
		"municipalidades/021509/index.html": "",
	}
	for name := range files {
		files[name] = version + "\n" + strings.Repeat(version+" "+name+"\n", 20+len(version)*7%50)
	}
	files["recursos/icono.svg"] = "<svg/>"
	return files
}

// treeOf is a Tree of the given contents.
func treeOf(t testing.TB, contents map[string]string) *Tree {
	t.Helper()
	tree, err := newTreeOf(contents)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func newTreeOf(contents map[string]string) (*Tree, error) {
	var files []File
	for name, text := range contents {
		files = append(files, File{Name: name, Make: func(context.Context) ([]byte, error) { return []byte(text), nil }})
	}
	return NewTree(files)
}

// publishVersion writes a version, which must work.
func publishVersion(t testing.TB, dir, version string, o Options) Result {
	t.Helper()
	res, err := Write(t.Context(), treeOf(t, contents(version)), dir, o)
	if err != nil {
		t.Fatalf("publish %s: %v", version, err)
	}
	return res
}

// versionOf returns which version a folder holds, and an error unless it is that
// version whole: every file, with its bytes, and the marker, and nothing else. The
// folder is opened once.
func versionOf(root *os.Root) (string, error) {
	first, err := root.ReadFile("index.html")
	if err != nil {
		return "", err
	}
	version, _, _ := strings.Cut(string(first), "\n")
	want := contents(version)
	want[Marker] = markerText
	for name, text := range want {
		got, err := root.ReadFile(filepath.FromSlash(name))
		if err != nil {
			return version, err
		}
		if string(got) != text {
			return version, fmt.Errorf("%s is not that of version %q: %q", name, version, got[:min(len(got), 60)])
		}
	}
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if _, ok := want[name]; !ok {
			return fmt.Errorf("%s is not of version %q", name, version)
		}
		return nil
	})
	return version, err
}

// readVersion is versionOf for a path.
func readVersion(dir string) (string, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", err
	}
	defer root.Close()
	return versionOf(root)
}

// wantVersion fails the test unless dir is the given version, whole.
func wantVersion(t testing.TB, dir, want string) {
	t.Helper()
	if got, err := readVersion(dir); err != nil || got != want {
		t.Fatalf("%s holds %q (%v), want all of %q", dir, got, err, want)
	}
}

// boxesBeside lists the hidden folders of builds of dir.
func boxesBeside(t testing.TB, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".*.vitrina-*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// wantClean fails the test unless dir's parent holds dir only.
func wantClean(t testing.TB, dir string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(dir) {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

// modes runs a test for each way to swap.
func modes(t *testing.T, test func(t *testing.T, o Options)) {
	t.Run("exchange", func(t *testing.T) {
		if !canExchange(t) {
			if exchangesForSure(t.TempDir()) {
				t.Fatal("this file system exchanges two folders in one step, and exchange says that it cannot")
			}
			t.Skip("this file system cannot exchange two folders in one step")
		}
		test(t, Options{})
	})
	t.Run("renames", func(t *testing.T) {
		var o Options
		o.seam.renames = true
		test(t, o)
	})
}

func canExchange(t testing.TB) bool {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, name := range []string{"a", "b"} {
		if err := root.Mkdir(name, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	err = exchange(root, "a", "b")
	if err != nil && !errors.Is(err, errors.ErrUnsupported) {
		t.Fatal(err)
	}
	return err == nil
}

// snapshot is every path under dir with its mode and bytes.
func snapshot(t testing.TB, dir string) []string {
	t.Helper()
	var lines []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		is, err := d.Info()
		if err != nil {
			return err
		}
		var data []byte
		if d.Type().IsRegular() {
			if data, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		rel, err := filepath.Rel(dir, path)
		lines = append(lines, fmt.Sprintf("%v %s %q", is.Mode(), rel, data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}
