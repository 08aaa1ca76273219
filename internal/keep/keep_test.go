package keep

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var name = strings.Repeat("0a", 32)

// What was stored is loaded again, by the same name and made in the same way.
func TestKeepsWhatWasStored(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "yet", "there")
	f := In(dir)
	if f.Store(name, "tool 1", []byte("bytes")) != nil {
		t.Fatal("not stored")
	}
	if b, ok := f.Load(name, "tool 1"); !ok || string(b) != "bytes" {
		t.Errorf("loaded %q, %v", b, ok)
	}
	for _, other := range []struct{ name, madeWith string }{{name, "tool 2"}, {name + "-480", "tool 1"}, {"../x", "tool 1"}} {
		if _, ok := f.Load(other.name, other.madeWith); ok {
			t.Errorf("%v is there", other)
		}
	}
	if In("").Store(name, "tool 1", nil) == nil || In(dir).Store("../../x", "tool 1", nil) == nil {
		t.Error("stored without a folder, or out of it")
	}
}

// A folder that cannot be written says so, and is left alone.
func TestAFileIsNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if In(file).Store(name, "tool", []byte("bytes")) == nil {
		t.Error("stored in a file")
	}
	if b, _ := os.ReadFile(file); string(b) != "mine" {
		t.Errorf("the file is %q", b)
	}
}

// The folder may have been put there by whoever made the source: a link in its
// place, or in it, would have the build write elsewhere.
func TestLinksAreNotWrittenThrough(t *testing.T) {
	elsewhere := t.TempDir()
	link := filepath.Join(t.TempDir(), ".cache")
	inside := t.TempDir()
	for _, l := range []string{link, filepath.Join(inside, name[:2])} {
		if err := os.Symlink(elsewhere, l); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{link, inside} {
		if !errors.Is(In(dir).Store(name, "tool", []byte("bytes")), ErrLink) {
			t.Errorf("%s: stored", dir)
		}
		if list, err := os.ReadDir(elsewhere); err != nil || len(list) > 0 {
			t.Errorf("%s: wrote %v, %v", dir, list, err)
		}
	}
}
