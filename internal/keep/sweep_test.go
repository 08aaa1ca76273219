package keep

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestSweepForgetsWhatNobodyAsksFor(t *testing.T) {
	f, now := In(t.TempDir()), time.Now()
	day := 24 * time.Hour
	put := func(file string, age time.Duration) string {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Lstat(file); err != nil {
			if err := os.WriteFile(file, []byte("x"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chtimes(file, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
		return file
	}
	entry := func(digit string, age time.Duration) string {
		t.Helper()
		name := strings.Repeat(digit, 64)
		if err := f.Store(name, "v1", []byte(digit)); err != nil {
			t.Fatal(err)
		}
		put(f.Path(name), age)
		return name
	}
	fresh, used, unused := entry("a", day), entry("b", 100*day), entry("c", 100*day)
	if _, ok := f.Load(used, "v1"); !ok {
		t.Fatal("an old entry is gone")
	}
	inner := filepath.Dir(f.Path(fresh))
	half, writing := put(filepath.Join(inner, "tmp-1"), 2*day), put(filepath.Join(inner, "tmp-2"), time.Hour)
	foreign := []string{
		put(filepath.Join(inner, "notes.txt"), 1000*day), put(filepath.Join(f.dir, "README"), 1000*day),
		put(filepath.Join(f.dir, "other", strings.Repeat("d", 62)), 1000*day), writing,
	}

	if n := f.Sweep(now); n != 2 {
		t.Errorf("%d files swept, want 2", n)
	}
	for name, want := range map[string]bool{fresh: true, used: true, unused: false} {
		if _, ok := f.Load(name, "v1"); ok != want {
			t.Errorf("%s is there: %v", name[:1], ok)
		}
	}
	for _, file := range foreign {
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(half); err == nil {
		t.Error("half an entry stays for ever")
	}
}

func TestSweepFollowsNoLink(t *testing.T) {
	now, elsewhere := time.Now(), t.TempDir()
	name := strings.Repeat("e", 64)
	if err := In(elsewhere).Store(name, "v1", []byte("x")); err != nil {
		t.Fatal(err)
	}
	old := now.Add(-1000 * 24 * time.Hour)
	if err := os.Chtimes(In(elsewhere).Path(name), old, old); err != nil {
		t.Fatal(err)
	}
	whole, inside := filepath.Join(t.TempDir(), ".cache"), t.TempDir()
	for link, to := range map[string]string{whole: elsewhere, filepath.Join(inside, "ee"): filepath.Join(elsewhere, "ee")} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{whole, inside, "", filepath.Join(inside, "missing")} {
		if n := In(dir).Sweep(now); n != 0 {
			t.Errorf("%q: %d files swept", dir, n)
		}
	}
	if _, err := os.Stat(In(elsewhere).Path(name)); err != nil {
		t.Error(err)
	}
}
