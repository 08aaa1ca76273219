//go:build unix

package publish

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// childRounds publishes one version many times.
func childRounds() error {
	for range rounds {
		tree, err := newTreeOf(contents(os.Getenv(versionEnv)))
		if err != nil {
			return err
		}
		res, err := Write(context.Background(), tree, os.Getenv(dirEnv), childOptions())
		if err != nil {
			return err
		}
		if res.Leftover != "" {
			return errors.New("left behind: " + res.Leftover)
		}
	}
	return nil
}

const rounds = 40

// read opens dir once and reads all of it, over and over until stop is closed. It
// fails the test if it sees two versions mixed, or if a file is missing and no
// newer site has taken the place of the folder it opened. With gaps, the folder
// itself may be missing for an instant. It returns how many whole sites it saw.
func read(t *testing.T, dir string, gaps bool, stop <-chan struct{}) (whole int) {
	for {
		select {
		case <-stop:
			return whole
		default:
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			if gaps && errors.Is(err, fs.ErrNotExist) {
				continue
			}
			t.Error(err)
			return whole
		}
		version, err := versionOf(root)
		switch {
		case err == nil:
			whole++
		case errors.Is(err, fs.ErrNotExist):
			opened, err := root.Stat(".")
			if err != nil {
				t.Error(err)
			}
			if now, err := os.Stat(dir); err == nil && os.SameFile(opened, now) {
				t.Errorf("the current site, %q, is not whole", version)
			} else if err != nil && !gaps {
				t.Error(err)
			}
		default:
			t.Errorf("version %q: %v", version, err)
		}
		root.Close()
	}
}

// readPages looks up the whole path for each file, as many servers do.
func readPages(t *testing.T, dir string, stop <-chan struct{}) (pages int) {
	for {
		for _, name := range []string{"index.html", "practicas/agua/index.html"} {
			select {
			case <-stop:
				return pages
			default:
			}
			got, err := os.ReadFile(filepath.Join(dir, name))
			if text := string(got); err != nil || text != contents("uno")[name] && text != contents("dos")[name] {
				t.Errorf("%s: %q, %v", name, got, err)
				return pages
			}
			pages++
		}
	}
}

func TestReadersSeeOneVersion(t *testing.T) {
	modes(t, func(t *testing.T, o Options) {
		dir := filepath.Join(t.TempDir(), "public")
		publishVersion(t, dir, "uno", o)
		var whole, pages atomic.Int64
		var readers sync.WaitGroup
		stop := make(chan struct{})
		for range 2 {
			readers.Go(func() { whole.Add(int64(read(t, dir, o.seam.renames, stop))) })
		}
		if !o.seam.renames {
			readers.Go(func() { pages.Add(int64(readPages(t, dir, stop))) })
		}
		for range rounds / 3 {
			publishVersion(t, dir, "dos", o)
			publishVersion(t, dir, "uno", o)
		}
		close(stop)
		readers.Wait()
		t.Logf("readers saw %d whole sites and %d pages", whole.Load(), pages.Load())
		if whole.Load() == 0 || pages.Load() == 0 && !o.seam.renames {
			t.Error("the readers saw nothing")
		}
	})
}

// Two processes publish to one folder, again and again, without waiting for each
// other: neither fails, and what is there is always all of one of them.
func TestTwoBuildsAtOnceDoNotMix(t *testing.T) {
	modes(t, func(t *testing.T, o Options) {
		dir := filepath.Join(t.TempDir(), "public")
		publishVersion(t, dir, "tres", o)
		stop := make(chan struct{})
		var builds, readers sync.WaitGroup
		for _, version := range []string{"uno", "dos"} {
			cmd := child(t, "rounds", append(envOf(o, dir), versionEnv+"="+version)...)
			builds.Go(func() {
				if err := cmd.Run(); err != nil {
					t.Errorf("build of %s: %v", version, err)
				}
			})
		}
		readers.Go(func() {
			whole := read(t, dir, o.seam.renames, stop)
			t.Logf("a reader saw %d whole sites", whole)
		})
		builds.Wait()
		close(stop)
		readers.Wait()
		if version, err := readVersion(dir); err != nil || version == "tres" {
			t.Errorf("%q remains, %v", version, err)
		}
		wantClean(t, dir)
	})
}

// Two builds of one process, one inside the other: the inner one must not sweep
// what the outer is at, and the outer, being the last to swap, wins.
func TestSweepingSparesTheLiving(t *testing.T) {
	modes(t, func(t *testing.T, o Options) {
		dir := filepath.Join(t.TempDir(), "public")
		tree := treeOf(t, contents("uno"))
		f := tree.files[5]
		tree.files[5].Make = func(ctx context.Context) ([]byte, error) {
			if res := publishVersion(t, dir, "dos", o); res.Swept != 0 {
				t.Errorf("swept %d folders of the living", res.Swept)
			}
			wantVersion(t, dir, "dos")
			if boxes := boxesBeside(t, dir); len(boxes) != 1 {
				t.Errorf("folders of builds: %q, want that of the outer one", boxes)
			}
			return f.Make(ctx)
		}
		if _, err := Write(t.Context(), tree, dir, o); err != nil {
			t.Fatal(err)
		}
		wantVersion(t, dir, "uno")
		wantClean(t, dir)
	})
}

// Builds that begin and end while others sweep, in the short moments in which a
// box has no lock yet or no longer: what a build has locked stays its own.
func TestABoxIsNeverSweptFromUnderItsOwner(t *testing.T) {
	parent, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer parent.Close()
	target := &target{name: "public", root: parent}
	var owners, sweepers sync.WaitGroup
	var done atomic.Bool
	for range 3 {
		sweepers.Go(func() {
			for !done.Load() {
				if _, err := target.sweep(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 3 {
		owners.Go(func() {
			for range 80 {
				b, err := target.newBox()
				if err != nil {
					t.Error(err)
					return
				}
				if err := parent.Mkdir(b.path("new"), 0o755); err != nil {
					t.Error(err)
				}
				for range 3 {
					runtime.Gosched()
					if !b.exists(b.path("new")) {
						t.Error("swept while it was locked")
					}
				}
				if err := b.discard(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	owners.Wait()
	done.Store(true)
	sweepers.Wait()
	if _, err := target.sweep(); err != nil {
		t.Error(err)
	}
	if left, err := readDir(parent, "."); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// To hold a lock that has been deleted is to hold nothing.
func TestADeletedLockGivesNoBox(t *testing.T) {
	parent, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer parent.Close()
	b, err := (&target{name: "public", root: parent}).newBox()
	if err != nil {
		t.Fatal(err)
	}
	defer b.lock.Close()
	late, err := parent.OpenFile(b.path("lock"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer late.Close()
	if err := b.claim(late, false); !errors.Is(err, errTaken) {
		t.Errorf("claiming a lock that is held: %v", err)
	}
	if err := parent.Remove(b.path("lock")); err != nil {
		t.Fatal(err)
	}
	b.lock.Close()
	if err := b.claim(late, false); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("claiming a lock that is gone: %v", err)
	}
	writeTestFile(t, filepath.Join(parent.Name(), b.path("lock")), "")
	if err := b.claim(late, false); !errors.Is(err, errTaken) {
		t.Errorf("claiming a lock that has been replaced: %v", err)
	}
}

// Only folders of dead builds of this very target are swept, whatever lies beside.
func TestSweepingSparesTheNeighbours(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "public")
	dead := []string{
		".public.vitrina-1-0123456789abcdef",     // without a lock: died at once
		".public.vitrina-99999-fedcba9876543210", // with one
	}
	writeTestFile(t, filepath.Join(base, dead[1], "lock"), "")
	spared := []string{
		".public.vitrina-1-0123456789abcde",            // no such name is ours
		".public.vitrina-x-0123456789abcdef",           //
		"public.vitrina-1-0123456789abcdef",            //
		".publico.vitrina-1-0123456789abcdef",          // of the target "publico"
		".public.vitrina-1.vitrina-2-0123456789abcdef", // of the target "public.vitrina-1"
		".Public.vitrina-1-0123456789abcdef",           // of the target "Public"
	}
	for _, name := range append(dead, spared...) {
		writeTestFile(t, filepath.Join(base, name, "new", "index.html"), "x")
	}
	link := ".public.vitrina-2-0123456789abcdef"
	if err := os.Symlink(spared[0], filepath.Join(base, link)); err != nil {
		t.Fatal(err)
	}
	if res := publishVersion(t, dir, "uno", Options{}); res.Swept != len(dead) {
		t.Errorf("swept %d folders, want %d", res.Swept, len(dead))
	}
	for _, name := range dead {
		if _, err := os.Lstat(filepath.Join(base, name)); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
	for _, name := range append(spared, link) {
		if _, err := os.Stat(filepath.Join(base, name, "new", "index.html")); err != nil {
			t.Errorf("%s was touched: %v", name, err)
		}
	}
}
