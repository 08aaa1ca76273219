//go:build unix

package publish

import (
	"errors"
	"path/filepath"
	"testing"
)

// What is refused at the last moment leaves no trace, and what is accepted was
// whole when it was asked about.
func TestARefusedSiteLeavesTheOldOne(t *testing.T) {
	modes(t, func(t *testing.T, o Options) {
		dir := filepath.Join(t.TempDir(), "public")
		publishVersion(t, dir, "uno", o)
		refusal := errors.New("pesa demasiado")
		tree := treeOf(t, contents("dos"))
		asked, done := 0, 0
		o.Progress = func(d, _ int) { done = d }
		o.Accept = func() error {
			asked++
			if done != tree.Len() {
				t.Errorf("asked after %d of %d files", done, tree.Len())
			}
			wantVersion(t, dir, "uno")
			return refusal
		}
		if _, err := Write(t.Context(), tree, dir, o); !errors.Is(err, refusal) {
			t.Fatalf("error %v, want the refusal", err)
		}
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
		wantVersion(t, dir, "uno")
		wantClean(t, dir)
		o.Accept = func() error { return nil }
		if _, err := Write(t.Context(), tree, dir, o); err != nil {
			t.Fatal(err)
		}
		wantVersion(t, dir, "dos")
	})
}
