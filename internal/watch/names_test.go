package watch

import (
	"slices"
	"testing"
)

func TestFoldersStandForWhatIsBelow(t *testing.T) {
	got := outermost([]string{"c/b/x", "a", "c/b", "c/b-1", "a/b/c/d", "ab", "c/b.md", "a/b"})
	if want := []string{"a", "ab", "c/b", "c/b-1", "c/b.md"}; !slices.Equal(got, want) {
		t.Errorf("outermost = %q, want %q", got, want)
	}
}

func TestMarksAreTakenOnce(t *testing.T) {
	var m marks
	m.add("b")
	m.add("a")
	m.add("b")
	if a := m.take(); !slices.Equal(a.changed, []string{"a", "b"}) || a.all {
		t.Errorf("take() = %v", a)
	}
	m.add("a")
	m.addAll()
	m.add("b")
	if a := m.take(); a.changed != nil || !a.all {
		t.Errorf("take() = %v", a)
	}
	if a := m.take(); a.changed != nil || a.all {
		t.Errorf("take() = %v", a)
	}
}
