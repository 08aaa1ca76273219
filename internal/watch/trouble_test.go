package watch

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

func (s site) expectAll(w *Watcher) {
	s.t.Helper()
	if changed, all := w.Dirty(); !all {
		s.t.Errorf("Dirty() = %s, false; want everything", brief(changed))
	}
	if changed, all := w.Dirty(); changed != nil || all {
		s.t.Errorf("second Dirty() = %s, %v", brief(changed), all)
	}
}

func (s site) expectMode(w *Watcher, polling bool, part string) {
	s.t.Helper()
	if text, p := w.Mode(); p != polling || !strings.Contains(text, part) {
		s.t.Errorf("Mode() = %q, %v; want %q in it, %v", text, p, part, polling)
	}
}

// The queue of the kernel is made to overflow while the loop is held up.
func TestOverflowMeansEverything(t *testing.T) {
	t.Parallel()
	limit, err := os.ReadFile("/proc/sys/fs/inotify/max_queued_events")
	if err != nil {
		t.Skip(err)
	}
	if strings.TrimSpace(string(limit)) != "16384" {
		t.Skipf("queue of %s events", limit)
	}
	s := newSite(t)
	held, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	o := s.options()
	o.open = openTapped(func(path string) error {
		if filepath.Base(path) == "nueva" {
			once.Do(func() {
				close(held)
				<-release
			})
		}
		return nil
	})
	w := s.watch(o)
	s.mkdir("content/nueva")
	receive(t, held, "call for the new folder")
	for i := range 16384 + 5000 {
		s.must(os.Chmod(s.path([]string{"content/practicas/agua.md", "content/practicas/luz.md"}[i%2]), 0o644))
	}
	s.write("content/practicas/perdida.md", "no event tells of this")
	close(release)
	s.expectAll(w)
	s.expectMode(w, false, "avisa")
	s.expectFollowed(w)
}

func TestErrorMeansEverything(t *testing.T) {
	s := newSite(t)
	f := newFake()
	o := s.options()
	o.open, o.unorder = f.open, true
	w := s.watch(o)
	f.errors <- syscall.EINVAL // loses nothing
	if changed, all := w.Dirty(); changed != nil || all {
		t.Errorf("Dirty() = %q, %v", changed, all)
	}
	f.errors <- fsnotify.ErrEventOverflow
	s.expectAll(w)
	s.expectMode(w, false, "avisa")
	receive(t, w.Changes(), "signal")
}

// fsnotify may report while it is being called.
func TestErrorDuringACallMeansEverything(t *testing.T) {
	s := newSite(t)
	f := newFake()
	o := s.options()
	o.open, o.unorder = f.open, true
	w := s.watch(o)
	reports := make(chan error, 1)
	reports <- fsnotify.ErrEventOverflow
	f.add = func(string) error {
		select {
		case err := <-reports:
			f.errors <- err
		default:
		}
		return nil
	}
	s.mkdir("content/nueva")
	s.expectAll(w)
	s.expectMode(w, false, "avisa")
}

func TestErrorsWithoutEndMeanPolling(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := newFake()
	o := s.options()
	o.open, o.unorder = f.open, true
	w := s.watch(o)
	go func() {
		for {
			select {
			case f.errors <- syscall.EIO:
			case <-t.Context().Done():
				return
			}
		}
	}()
	for polling := false; !polling; _, polling = w.Mode() {
		receive(t, w.Changes(), "signal")
	}
	s.expectAll(w)
	s.expectMode(w, true, "fallan")
}

func TestRefusalMeansPolling(t *testing.T) {
	for _, c := range []struct {
		name, part string
		apply      func(*Options)
	}{
		{"no instance", "max_user_instances", func(o *Options) {
			o.open = func() (backend, error) { return nil, os.NewSyscallError("inotify_init1", syscall.EMFILE) }
		}},
		{"no watch", "max_user_watches", func(o *Options) {
			o.open = openTapped(func(path string) error {
				if filepath.Base(path) == "practicas" {
					return syscall.ENOSPC
				}
				return nil
			})
		}},
		{"no watch for the bell", "max_user_watches", func(o *Options) {
			o.open = openTapped(func(string) error { return syscall.ENOSPC })
		}},
		{"network disk", "(NFS)", func(o *Options) {
			o.remote = func(string) string { return "NFS" }
		}},
		{"no events", "fallan", func(o *Options) {
			o.open = newFake().open
		}},
		{"another reason", "otra razón", func(o *Options) {
			o.open = func() (backend, error) { return nil, errors.New("otra razón") }
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			o := s.options()
			c.apply(&o)
			w := s.watch(o)
			s.expectMode(w, true, c.part)
			before := s.snapshot()
			s.write("content/practicas/agua.md", "otra")
			s.write("content/practicas/x/y/z.md", "otra")
			s.expectDirty(w, before)
			s.expectFollowed(w)
		})
	}
}

func TestRefusalOfALaterFolderMeansPolling(t *testing.T) {
	s := newSite(t)
	o := s.options()
	o.open = openTapped(func(path string) error {
		if filepath.Base(path) == "una-de-más" {
			return syscall.ENOSPC
		}
		return nil
	})
	w := s.watch(o)
	s.expectMode(w, false, "avisa")
	s.write("content/una-de-más/agua.md", "una")
	s.expectAll(w)
	s.expectMode(w, true, "max_user_watches")
	receive(t, w.Changes(), "signal")
	before := s.snapshot()
	s.write("content/una-de-más/agua.md", "otra")
	s.expectDirty(w, before)
}

// What no event tells is found by the sweeps, with a signal.
func TestSweepsFindWhatNoEventTells(t *testing.T) {
	for _, m := range manners {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.must(os.Link(s.path("content/practicas/agua.md"), s.path("fuera/agua.md")))
			o := s.options()
			o.Compare = 5 * time.Millisecond
			m.apply(&o)
			w := s.watch(o)
			s.must(os.WriteFile(s.path("fuera/agua.md"), []byte("por otro nombre"), 0o644))
			receive(t, w.Changes(), "signal")
			if changed, all := w.Dirty(); !slices.Equal(changed, []string{"content/practicas/agua.md"}) || all {
				t.Errorf("Dirty() = %q, %v", changed, all)
			}
		})
	}
}

// A deaf backend: whatever happens, only sweeps notice. The folders move, too.
func TestSweepsFindEverything(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := newFake()
	o := s.options()
	o.open, o.unorder, o.Compare, o.Quiet = f.open, true, 5*time.Millisecond, time.Millisecond
	w := s.watch(o)
	for _, style := range styles {
		if style.want == nil || strings.HasPrefix(style.name, "1,000") {
			continue
		}
		s.remove("content")
		s.remove("fuera")
		s.mkdir("fuera")
		s.write("content/practicas/agua.md", "una")
		s.write("content/practicas/riego/index.md", "una")
		s.write("content/temas/agua.md", "una")
		s.write("templates/base.html", "una")
		s.remove("static")
		w.Dirty()
		for drained := false; !drained; {
			select {
			case <-w.Changes():
			default:
				drained = true
			}
		}
		style.do(s)
		receive(t, w.Changes(), "signal after "+style.name)
	}
}

func TestRootMovedAndReplaced(t *testing.T) {
	t.Parallel()
	for _, m := range manners {
		t.Run(m.name, func(t *testing.T) {
			s := newSite(t)
			above := filepath.Dir(s.root)
			deep := site{t, filepath.Join(s.outside, "x", "sitio"), s.outside}
			s.must(os.Mkdir(filepath.Dir(deep.root), 0o755))
			s.must(os.Rename(s.root, deep.root))
			o := deep.options()
			m.apply(&o)
			w := deep.watch(o)

			s.must(os.Rename(filepath.Dir(deep.root), filepath.Join(above, "y")))
			deep.expectAll(w) // it is gone
			deep.write("content/practicas/agua.md", "otra")
			deep.expectAll(w) // another came
			before := deep.snapshot()
			deep.write("content/practicas/agua.md", "y otra")
			deep.expectDirty(w, before)

			s.must(os.Rename(deep.root, deep.root+"2"))
			s.must(os.Rename(deep.root+"2", deep.root))
			w.Dirty()
			if !o.unorder { // where the event may still come, and means everything
				deep.expectFollowed(w)
			}
		})
	}
}

func TestBellHearsOnlyItsLastRing(t *testing.T) {
	b := new(bell)
	defer b.close()
	if err := b.cast(newFake(), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	zero, one := b.files[0].Name(), b.files[1].Name()
	for turn, answer := range []string{one, zero, one} {
		if err := b.ring(); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			ev         fsnotify.Event
			owns, rung bool
		}{
			{fsnotify.Event{Name: one, Op: fsnotify.Chmod}, true, one == answer},
			{fsnotify.Event{Name: zero, Op: fsnotify.Chmod}, true, zero == answer},
			{fsnotify.Event{Name: answer, Op: fsnotify.Remove}, true, false},
			{fsnotify.Event{Name: answer + "0", Op: fsnotify.Chmod}, false, false},
		} {
			if b.owns(c.ev) != c.owns || b.rung(c.ev) != c.rung {
				t.Errorf("ring %d, %v: owns %v, rung %v", turn, c.ev, b.owns(c.ev), b.rung(c.ev))
			}
		}
	}
}

// Then everything may have changed, and there is a new bell.
func TestBellThatFailsIsHungAgain(t *testing.T) {
	s := newSite(t)
	o := s.options()
	s.must(o.complete())
	w := &Watcher{}
	l := newLoop(w, o)
	l.start()
	defer l.disconnect()
	s.must(l.bell.close())
	reply := make(chan answer, 1)
	l.waiting = append(l.waiting, reply)
	l.prove()
	if a := <-reply; !a.all {
		t.Errorf("answer %v, want everything", a)
	}
	s.expectMode(w, false, "avisa")
}

func TestBellNeedsNoPlaceOutsideTheSite(t *testing.T) {
	s := newSite(t)
	t.Setenv("XDG_RUNTIME_DIR", s.path("no-existe"))
	t.Setenv("TMPDIR", s.path("content"))
	w := s.watch(s.options())
	s.expectMode(w, false, "avisa")
	before := s.snapshot()
	s.write("content/practicas/agua.md", "otra")
	s.expectDirty(w, before)

	t.Setenv("TMPDIR", s.path("no-existe"))
	s.expectMode(s.watch(s.options()), true, "temporal")
}

// fsnotify holds its lock while it reports that such a folder is gone.
func TestFoldersMovedOutAndDeletedDoNotBlock(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.watch(s.options())
	for range 150 {
		s.mkdir("content/d/e")
		w.Dirty()
		s.rename("content/d", "fuera/d")
		s.must(os.Remove(s.path("fuera/d/e")))
		s.must(os.Remove(s.path("fuera/d")))
		s.mkdir("content/d/e")
		if changed, all := w.Dirty(); !slices.Equal(changed, []string{"content/d"}) || all {
			t.Fatalf("Dirty() = %q, %v", changed, all)
		}
		s.remove("content/d")
	}
	w.Dirty()
	s.expectFollowed(w)
}

// The clock of the file system may not have ticked between two changes.
func TestContentsAreComparedWhileStatesSettle(t *testing.T) {
	s := newSite(t)
	o := s.options()
	s.must(o.complete())
	var marked []string
	tree := newTree(o, func(rel string) { marked = append(marked, rel) })
	tree.reset(nil, true)
	f, name := tree.known["content/practicas"], "agua.md"
	s.write("content/practicas/agua.md", "una")
	tree.look(f, name, nil)
	for _, text := range []string{"dos", "tri", "una"} {
		s.write("content/practicas/agua.md", text)
		now, err := lstat(s.path("content/practicas/agua.md"))
		s.must(err)
		f.entries[name].state = now // as if nothing showed
		marked = nil
		tree.look(f, name, nil)
		if !slices.Equal(marked, []string{"content/practicas/agua.md"}) {
			t.Errorf("marked %q after %q", marked, text)
		}
		marked = nil
		tree.look(f, name, nil)
		if marked != nil {
			t.Errorf("marked %q again", marked)
		}
	}
	f.entries[name].settles = time.Now().Add(-time.Nanosecond)
	tree.look(f, name, nil)
	if !f.entries[name].settles.IsZero() {
		t.Error("still settling")
	}
}

func TestNewRefusesWhatItCannotFollow(t *testing.T) {
	s := newSite(t)
	file := s.path("content/practicas/agua.md")
	for _, o := range []Options{
		{Root: s.path("no-existe"), Folders: folders},
		{Root: file, Folders: folders},
		{Root: s.root},
		{Root: s.root, Folders: []string{"../fuera"}},
		{Root: s.root, Folders: []string{"."}},
		{Root: s.root, Folders: []string{"/content"}},
	} {
		if w, err := New(t.Context(), o); err == nil {
			w.Close()
			t.Errorf("New(%q, %q) succeeded", o.Root, o.Folders)
		}
	}
}

func TestRootMayBeALinkAndFoldersMayBeDeep(t *testing.T) {
	s := newSite(t)
	link := filepath.Join(s.outside, "enlace")
	s.must(os.Symlink(s.root, link))
	w := s.watch(Options{Root: link, Folders: []string{"content/practicas", "content/temas/x", "content/practicas/riego"}, Compare: time.Hour})
	s.write("content/temas/agua.md", "otra") // not asked for
	s.write("content/practicas/riego/index.md", "otra")
	s.write("content/temas/x/y.md", "otra")
	want := []string{"content/practicas/riego/index.md", "content/temas/x"}
	if changed, all := w.Dirty(); !slices.Equal(changed, want) || all {
		t.Errorf("Dirty() = %q, %v, want %q", changed, all, want)
	}
	s.remove("content")
	want = []string{"content"}
	if changed, all := w.Dirty(); !slices.Equal(changed, want) || all {
		t.Errorf("Dirty() = %q, %v, want %q", changed, all, want)
	}
	s.write("content/temas/x/y.md", "otra")
	if changed, all := w.Dirty(); !covers(changed, "content/temas/x/y.md") || all {
		t.Errorf("Dirty() = %q, %v", changed, all)
	}
}
