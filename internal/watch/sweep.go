package watch

import (
	"io"

	"os"
)

// sweep compares the whole tree with the disk, in steps: between two of them the
// loop handles what is more urgent, so a sweep of any size delays a request by one
// step at most. The tree may change under it; looking at a name twice, or at one
// that is gone, does no harm.
type sweep struct {
	t    *tree
	todo []string // folders to go through
	f    *folder  // the one being listed, from dir
	dir  *os.File

	stirred []string // folders that changed themselves since the last sweep
}

// stride is how many names one step looks at, which takes some 100 µs.
const stride = 64

func newSweep(t *tree) *sweep {
	t.round++
	return &sweep{t: t, todo: []string{""}}
}

// step does a part and reports whether the sweep is over.
func (s *sweep) step() (over bool) {
	if s.dir == nil {
		if len(s.todo) == 0 {
			s.recheck()
			return true
		}
		rel := s.todo[len(s.todo)-1]
		s.todo = s.todo[:len(s.todo)-1]
		s.enter(s.t.known[rel])
		return false
	}
	if s.t.known[s.f.rel] != s.f { // replaced under us, and read when that was noticed
		s.abandon()
		return false
	}
	names, err := s.dir.Readdirnames(stride)
	s.look(names)
	if err == nil {
		return false
	}
	if err == io.EOF {
		// Not by a second look: on a file system that ignores case, agua.md is
		// still found after it was renamed to Agua.md.
		for name, e := range s.f.entries {
			if e.seen != s.t.round {
				s.t.drop(s.f, name)
			}
		}
	}
	s.abandon()
	return false
}

func (s *sweep) enter(f *folder) {
	if f == nil {
		return
	}
	s.f = f
	if f.only != nil {
		s.look(f.only)
		return
	}
	if raw, err := lstat(f.abs); err == nil && raw != f.raw {
		f.raw = raw
		s.stirred = append(s.stirred, f.rel)
	}
	dir, err := openFolder(f.abs)
	switch {
	case err == nil:
		s.dir = dir
	case !gone(err): // nobody may read it now
		for name := range f.entries {
			s.t.drop(f, name)
		}
	}
}

func (s *sweep) look(names []string) {
	for _, name := range names {
		s.t.look(s.f, name, s.dir)
		if e := s.f.entries[name]; e != nil && e.kind == isFolder {
			s.todo = append(s.todo, join(s.f.rel, name))
		}
	}
}

// abandon lets go of the folder being listed.
func (s *sweep) abandon() {
	if s.dir != nil {
		s.dir.Close()
	}
	s.dir, s.f = nil, nil
}

// recheck marks again what was named in the last answer, where a folder above it
// or in it has changed since. It guards against a trick of time: a file is seen
// and named; then its folder trades places with another; the file is read, the
// wrong one; the folders trade back. No state of a file has changed since it was
// seen, but the times of folders have, unless all of it fits into one tick of the
// clock. Where Dirty relies on events, they tell of the trades.
func (s *sweep) recheck() {
	t := s.t
	if !t.prints {
		return
	}
	for _, folder := range s.stirred {
		if t.handed.all {
			t.mark(folder)
			continue
		}
		for _, path := range t.handed.changed {
			if within(folder, path) {
				t.mark(folder)
			} else if within(path, folder) {
				t.mark(path)
			}
		}
	}
}
