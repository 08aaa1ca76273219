package watch

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"
)

// open lists the descriptors of this process by what they are.
func openFiles(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	var all []string
	for _, e := range entries {
		if target, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil {
			all = append(all, target)
		}
	}
	slices.Sort(all)
	return all
}

func TestNothingIsLeftAfterClose(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", dir)
	s := newSite(t)
	session := func(apply func(*Options), stop func(*Watcher, context.CancelFunc)) {
		o := s.options()
		o.Compare, o.Quiet = time.Millisecond, time.Millisecond
		apply(&o)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		w, err := New(ctx, o)
		s.must(err)
		asked := make(chan struct{})
		go func() {
			defer close(asked)
			for all := false; !all; {
				_, all = w.Dirty() // until it is closed
			}
		}()
		s.write("content/x/y/z.md", "una")
		receive(t, w.Changes(), "signal")
		s.remove("content/x")
		stop(w, cancel)
		receive(t, asked, "end of the questions")
		for range w.Changes() { // until it is closed
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
	byClose := func(w *Watcher, _ context.CancelFunc) { w.Close() }
	byContext := func(_ *Watcher, cancel context.CancelFunc) { cancel() }

	session(manners[0].apply, byClose) // the runtime opens its own descriptors once
	goroutines, files := runtime.NumGoroutine(), openFiles(t)
	for range 3 {
		for _, m := range manners {
			session(m.apply, byClose)
			session(m.apply, byContext)
		}
		session(func(o *Options) { // an overflow, then polling
			opened := 0
			o.open = func() (backend, error) {
				opened++
				return openTapped(func(path string) error {
					if opened > 1 {
						return os.ErrInvalid
					}
					return nil
				})()
			}
		}, func(w *Watcher, _ context.CancelFunc) {
			s.must(os.Rename(s.root, s.root+"2"))
			s.must(os.Rename(s.root+"2", s.root))
			for polling := false; !polling; _, polling = w.Mode() {
				w.Dirty()
			}
			w.Close()
		})
	}
	if got := openFiles(t); !slices.Equal(got, files) {
		t.Errorf("open files %q, were %q", got, files)
	}
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > goroutines && time.Now().Before(end); {
		runtime.Gosched()
	}
	if n := runtime.NumGoroutine(); n > goroutines {
		stacks := make([]byte, 1<<20)
		t.Errorf("%d goroutines, were %d\n%s", n, goroutines, stacks[:runtime.Stack(stacks, true)])
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); left != nil {
		t.Errorf("left in the temporary folder: %q", left)
	}
}
