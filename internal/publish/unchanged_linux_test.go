package publish

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

func stat(t *testing.T, name string) syscall.Stat_t {
	t.Helper()
	var st syscall.Stat_t
	if err := syscall.Lstat(name, &st); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return st
}

// What has not changed stays the very file it was, with its date, and belongs to
// the new site alone.
func TestWhatHasNotChangedIsTaken(t *testing.T) {
	modes(t, func(t *testing.T, o Options) {
		large := strings.Repeat("una página larga\n", 20_000)
		before := map[string]string{
			"index.html": "la portada", "empty": "", "a/index.html": "igual", "b/c/large": large,
			"a/changed": "uno", "a/longer": "uno", "a/shorter": "unos", "b/c/end": large + "1", "gone/index.html": "x",
		}
		after := map[string]string{
			"index.html": "la portada", "empty": "", "a/index.html": "igual", "b/c/large": large,
			"a/changed": "dos", "a/longer": "unos", "a/shorter": "uno", "b/c/end": large + "2", "new/index.html": "x",
		}
		same := []string{"index.html", "empty", "a/index.html", "b/c/large"}
		dir := filepath.Join(t.TempDir(), "public")
		if _, err := Write(t.Context(), treeOf(t, before), dir, o); err != nil {
			t.Fatal(err)
		}
		was := map[string]syscall.Stat_t{}
		for name := range before {
			was[name] = stat(t, filepath.Join(dir, name))
		}
		res, err := Write(t.Context(), treeOf(t, after), dir, o)
		if err != nil {
			t.Fatal(err)
		}
		if res.Files != len(after) || res.Kept != len(same) {
			t.Errorf("%d files of which %d kept, want %d of which %d", res.Files, res.Kept, len(after), len(same))
		}
		for name, text := range after {
			is := stat(t, filepath.Join(dir, name))
			got, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil || string(got) != text {
				t.Errorf("%s holds other bytes: %v", name, err)
			}
			old, existed := was[name]
			if taken := existed && is.Ino == old.Ino && is.Mtim == old.Mtim; taken != slices.Contains(same, name) {
				t.Errorf("%s: taken is %v", name, taken)
			}
			if is.Nlink != 1 {
				t.Errorf("%s has %d names", name, is.Nlink)
			}
		}
		wantClean(t, dir)
	})
}

// What looks the same and is not what would be written is written: another mode or
// owner, a file with a name elsewhere, a link, a folder that is a link, a thing that
// waits to be opened.
func TestWhatIsNotLikeOursIsWritten(t *testing.T) {
	const text = "lo mismo"
	for name, spoil := range map[string]func(t *testing.T, site, outside string) error{
		"mode": func(t *testing.T, site, outside string) error { return os.Chmod(site+"/p/x/index.html", 0o600) },
		"owner": func(t *testing.T, site, outside string) error {
			if os.Geteuid() != 0 {
				return os.Remove(site + "/p/x/index.html") // only root gives files away
			}
			return os.Chown(site+"/p/x/index.html", 12345, -1)
		},
		"name elsewhere": func(t *testing.T, site, outside string) error {
			return os.Link(site+"/p/x/index.html", outside+"/copy")
		},
		"link": func(t *testing.T, site, outside string) error {
			if err := os.Remove(site + "/p/x/index.html"); err != nil {
				return err
			}
			return os.Symlink(outside+"/x/index.html", site+"/p/x/index.html")
		},
		"folder": func(t *testing.T, site, outside string) error {
			if err := os.RemoveAll(site + "/p/x"); err != nil {
				return err
			}
			return os.Symlink(outside+"/x", site+"/p/x")
		},
		"folder above": func(t *testing.T, site, outside string) error {
			if err := os.RemoveAll(site + "/p"); err != nil {
				return err
			}
			return os.Symlink(outside, site+"/p")
		},
		"pipe": func(t *testing.T, site, outside string) error {
			if err := os.Remove(site + "/p/x/index.html"); err != nil {
				return err
			}
			return unix.Mkfifo(site+"/p/x/index.html", 0o644)
		},
		"bytes": func(t *testing.T, site, outside string) error {
			return os.WriteFile(site+"/p/x/index.html", []byte(strings.ToUpper(text)), 0o644)
		},
	} {
		t.Run(name, func(t *testing.T) {
			base := t.TempDir()
			dir, outside := filepath.Join(base, "site", "public"), filepath.Join(base, "outside")
			writeTestFile(t, outside+"/x/index.html", text)
			tree := treeOf(t, map[string]string{"p/x/index.html": text, "other": "x"})
			if _, err := Write(t.Context(), tree, dir, Options{}); err != nil {
				t.Fatal(err)
			}
			first := snapshot(t, dir)
			if err := spoil(t, dir, outside); err != nil {
				t.Fatal(err)
			}
			res, err := Write(t.Context(), tree, dir, Options{})
			if err != nil || res.Kept != 1 {
				t.Errorf("%+v, %v, want one file kept", res, err)
			}
			if got := snapshot(t, dir); !slices.Equal(got, first) {
				t.Errorf("another site: %q, want %q", got, first)
			}
			is := stat(t, dir+"/p/x/index.html")
			if is.Ino == stat(t, outside+"/x/index.html").Ino || int(is.Uid) != os.Geteuid() {
				t.Errorf("the file is not one of ours: %+v", is)
			}
			if stat(t, outside+"/x/index.html").Nlink != 1 {
				t.Error("what was outside has another name now")
			}
		})
	}
}

// A name that came to mean another file after the bytes were compared is not
// taken: no file gets out that nobody has looked at.
func TestOnlyTheFileThatWasComparedIsTaken(t *testing.T) {
	base := t.TempDir()
	for _, name := range []string{"from/same", "from/other", "to/here"} {
		writeTestFile(t, filepath.Join(base, name), name)
	}
	root, err := os.OpenRoot(base)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	from, err := openFolder(root, "from")
	if err != nil {
		t.Fatal(err)
	}
	defer from.close()
	to, err := openFolder(root, "to")
	if err != nil {
		t.Fatal(err)
	}
	defer to.close()
	same := stat(t, base+"/from/same")
	for name, want := range map[string]bool{"same": true, "other": false, "here": false, "none": false} {
		if got := to.link(from, name, uint64(same.Dev), same.Ino); got != want {
			t.Errorf("link(%s) is %v", name, got)
		}
	}
	left, err := filepath.Glob(base + "/to/*")
	if err != nil || !slices.Equal(left, []string{base + "/to/here", base + "/to/same"}) {
		t.Errorf("there are %q, %v", left, err)
	}
	if is := stat(t, base+"/from/other"); is.Nlink != 1 {
		t.Errorf("the other file has %d names", is.Nlink)
	}
}

func TestAFileThatCannotBeTakenIsWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publishVersion(t, dir, "uno", Options{})
	var o Options
	o.seam.step = func(op, name string) error {
		if op == "take" {
			return errDisk
		}
		return nil
	}
	if res := publishVersion(t, dir, "uno", o); res.Kept != 0 {
		t.Errorf("%d files were kept", res.Kept)
	}
	wantVersion(t, dir, "uno")
	if res := publishVersion(t, dir, "uno", Options{}); res.Kept != res.Files {
		t.Errorf("%d of %d files were kept", res.Kept, res.Files)
	}
	wantVersion(t, dir, "uno")
	wantClean(t, dir)
}
