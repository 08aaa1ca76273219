package watch

import (
	"slices"
	"testing"
)

func TestDroppings(t *testing.T) {
	for _, name := range []string{
		"agua.md~", ".#agua.md", "#agua.md#", ".agua.md.swp", ".agua.md.swo", "agua.md.swx", "4913", ".DS_Store",
		"._agua.md", ".goutputstream-1X2Y3Z", "agua.md.tmp", "agua.md.tmp.2210.17", ".agua.md.kate-swp",
		"agua.md___jb_tmp___", "agua.md___jb_old___", ".~lock.agua.odt#", "~$agua.docx",
	} {
		if !dropping(name) {
			t.Errorf("%q is content", name)
		}
	}
	for _, name := range []string{
		"agua.md", "4913.md", "49130", ".well-known", ".htaccess", "agua.tmp", "tmp", ".tmp", "agua.md.tmpl",
		"agua.tmp.md", "~agua.md", "ágüa.md", "agua#1.md",
	} {
		if dropping(name) {
			t.Errorf("%q is passed over", name)
		}
	}
}

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
