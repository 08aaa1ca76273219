package watch

import (
	"fmt"
	"hash/maphash"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"vitrina/internal/dropping"
)

var folders = []string{"content", "templates", "static"}

// site is a source folder, and a place outside of it on the same file system.
type site struct {
	t             testing.TB
	root, outside string
}

func newSite(t testing.TB) site {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := site{t, filepath.Join(dir, "sitio"), filepath.Join(dir, "fuera")}
	for _, d := range []string{s.root, s.outside} {
		s.must(os.Mkdir(d, 0o755))
	}
	for _, f := range []string{
		"content/practicas/agua.md", "content/practicas/luz.md",
		"content/practicas/riego/index.md", "content/practicas/riego/foto.jpg",
		"content/temas/agua.md", "templates/base.html", "templates/pages/practice.html",
	} {
		s.write(f, "al principio: "+f)
	}
	return s
}

func (s site) must(err error) {
	if err != nil {
		s.t.Helper()
		s.t.Fatal(err)
	}
}

func (s site) path(name string) string {
	if rest, ok := strings.CutPrefix(name+"/", "fuera/"); ok {
		return filepath.Join(s.outside, rest)
	}
	return filepath.Join(s.root, filepath.FromSlash(name))
}

func (s site) write(name, text string) {
	s.t.Helper()
	s.mkdir(filepath.ToSlash(filepath.Dir(name)))
	s.must(os.WriteFile(s.path(name), []byte(text), 0o644))
}

func (s site) mkdir(name string)      { s.t.Helper(); s.must(os.MkdirAll(s.path(name), 0o755)) }
func (s site) remove(name string)     { s.t.Helper(); s.must(os.RemoveAll(s.path(name))) }
func (s site) rename(from, to string) { s.t.Helper(); s.must(os.Rename(s.path(from), s.path(to))) }

// options are those of a watcher that compares only when asked.
func (s site) options() Options {
	return Options{Root: s.root, Folders: folders, Compare: time.Hour}
}

func (s site) watch(o Options) *Watcher {
	s.t.Helper()
	w, err := New(s.t.Context(), o)
	s.must(err)
	s.t.Cleanup(func() {
		if err := w.Close(); err != nil {
			s.t.Error(err)
		}
	})
	return w
}

// manners are the ways of the watcher that every change must be found in.
var manners = []struct {
	name  string
	apply func(*Options)
}{
	{"events", func(*Options) {}},
	{"unordered events", func(o *Options) { o.unorder = true }},
	{"polling", func(o *Options) { o.remote = func(string) string { return "NFS" } }},
}

// snapshot reads everything that a change could show in: of every path that
// counts, its state and its content.
func (s site) snapshot() map[string]string {
	s.t.Helper()
	all := make(map[string]string)
	for _, folder := range folders {
		err := filepath.WalkDir(s.path(folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				if os.IsNotExist(err) {
					return nil
				}
				return err
			}
			if !d.IsDir() && dropping.Is(d.Name()) {
				return nil
			}
			st, err := lstat(path)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(s.root, path)
			if err != nil {
				return err
			}
			all[filepath.ToSlash(rel)] = fmt.Sprint(st.lasting(), content(path, d.Type()))
			return nil
		})
		s.must(err)
	}
	return all
}

func content(path string, t fs.FileMode) string {
	switch {
	case t.IsRegular():
		b, err := os.ReadFile(path)
		return fmt.Sprint(maphash.Bytes(contentSeed, b), err)
	case t&fs.ModeSymlink != 0:
		target, err := os.Readlink(path)
		return fmt.Sprint(target, err)
	}
	return t.String()
}

var contentSeed = maphash.MakeSeed()

// differences are the paths that two snapshots do not agree about.
func differences(before, after map[string]string) []string {
	var paths []string
	for p, was := range before {
		if is, ok := after[p]; !ok || is != was {
			paths = append(paths, p)
		}
	}
	for p := range after {
		if _, ok := before[p]; !ok {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return paths
}

// covers reports whether path is one of changed, or below it.
func covers(changed []string, path string) bool {
	return slices.ContainsFunc(changed, func(c string) bool { return within(path, c) })
}

// receive waits for a signal, as long as a loaded machine may need.
func receive[T any](t testing.TB, from <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(20 * time.Second):
		t.Fatalf("no %s", what)
		panic("unreachable")
	}
}

// fake is a backend whose events a test makes.
type fake struct {
	events chan fsnotify.Event
	errors chan error
	add    func(path string) error
}

func newFake() *fake {
	return &fake{events: make(chan fsnotify.Event), errors: make(chan error)}
}

func (f *fake) open() (backend, error)        { return f, nil }
func (f *fake) Events() <-chan fsnotify.Event { return f.events }
func (f *fake) Errors() <-chan error          { return f.errors }
func (f *fake) Remove(string) error           { return nil }
func (f *fake) Close() error                  { return nil }
func (f *fake) Add(path string) error {
	if f.add == nil {
		return nil
	}
	return f.add(path)
}

// tapped is the backend of the system, with a hook before each Add and with its
// errors joined by those of the test.
type tapped struct {
	system
	add func(path string) error
}

func (b tapped) Add(path string) error {
	if err := b.add(path); err != nil {
		return err
	}
	return b.system.Add(path)
}

func openTapped(add func(path string) error) func() (backend, error) {
	return func() (backend, error) {
		b, err := openSystem()
		if err != nil {
			return nil, err
		}
		return tapped{b.(system), add}, nil
	}
}

// brief prints some of many paths.
func brief(paths []string) string {
	if n := len(paths); n > 8 {
		return fmt.Sprintf("%q and %d more", paths[:8], n-8)
	}
	return fmt.Sprintf("%q", paths)
}
