package keep

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestADamagedEntryIsAbsent(t *testing.T) {
	f := In(t.TempDir())
	f.Store(name, "v1", []byte("una tarjeta"))
	whole, err := os.ReadFile(f.Path(name))
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		bad := bytes.Clone(whole)
		bad[i] ^= 1
		if err := os.WriteFile(f.Path(name), bad, 0o644); err != nil {
			t.Fatal(err)
		}
		if got, ok := f.Load(name, "v1"); ok {
			t.Fatalf("byte %d of %d changed: %q is taken", i, len(whole), got)
		}
		if err := os.WriteFile(f.Path(name), whole[:i], 0o644); err != nil {
			t.Fatal(err)
		}
		if got, ok := f.Load(name, "v1"); ok {
			t.Fatalf("cut after %d bytes: %q is taken", i, got)
		}
	}
}

func TestOnlyHashesNameFiles(t *testing.T) {
	dir := t.TempDir()
	f := In(dir)
	for _, bad := range []string{"", "x", "../../" + name, strings.ToUpper(name), name + "/x", name[:63], name + "-..", name + "\n"} {
		f.Store(bad, "v1", []byte("x"))
		if _, ok := f.Load(bad, "v1"); ok || Valid(bad) {
			t.Errorf("%q names an entry", bad)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 0 {
		t.Errorf("%d files, %v", len(files), err)
	}
}
