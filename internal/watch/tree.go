package watch

import (
	"hash/maphash"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vitrina/internal/dropping"
)

// tree is what is known of the disk, and the watches on it. One goroutine owns
// it. All learning goes through look, which compares one name with the disk and
// marks it if it differs; an event is a reason to look, and so is a sweep. Hence
// what an event has told is not found again by the next sweep.
//
// Three rules keep anything from slipping through:
//
//   - A folder is watched before it is listed, and marked after: what is put into
//     it before the watch is there when the reader of the mark comes, what comes
//     later has its own event.
//   - A state is taken before the mark is set, so whatever the reader of the mark
//     does not see yet differs from the state.
//   - A folder that may have been moved loses its watches before the place where
//     it is now gets them. inotify has one watch for a folder under all its names,
//     and fsnotify keeps the first name.
type tree struct {
	root    string
	folders []string            // those of the Options
	only    map[string][]string // names that count in the folders above those
	watch   backend             // nil if nothing is watched
	remote  func(path string) string
	mark    func(rel string)

	known   map[string]*folder  // by path; "" is the root
	places  map[identity]string // where each folder is
	devices map[uint64]bool     // already asked remote about
	refused error               // why a folder cannot be watched
	prints  bool                // comparisons must find all: use contents too
	printer printer             //
	round   uint32              // number of the last sweep
	rootID  identity            // as of the last reset
	handed  answer              // what Dirty was told last (see recheck)
}

type folder struct {
	rel, abs string
	id       identity
	raw      state    // when its names were last compared (see recheck)
	only     []string // the only names that count; nil if all do
	watched  bool
	entries  map[string]*entry
}

type entry struct {
	state
	seen    uint32    // the sweep that saw it last
	print   uint64    // of the content, while it settles
	settles time.Time // until then equal states prove nothing; zero if they do
}

func (f *folder) path(name string) string { return f.abs + string(filepath.Separator) + name }

func newTree(o Options, mark func(string)) *tree {
	t := &tree{
		root:    o.Root,
		folders: o.Folders,
		only:    make(map[string][]string),
		remote:  o.remote,
		mark:    mark,
		printer: printer{maphash.MakeSeed()},
	}
	for _, f := range o.Folders {
		dir := ""
		for name := range strings.SplitSeq(f, "/") {
			if !slices.Contains(t.only[dir], name) {
				t.only[dir] = append(t.only[dir], name)
			}
			dir = join(dir, name)
		}
	}
	return t
}

// reset forgets everything and reads the disk afresh, watching through b unless
// it is nil. Of the watches there were, nothing is known: b must be new.
func (t *tree) reset(b backend, prints bool) {
	t.watch, t.prints, t.refused = b, prints, nil
	t.known = make(map[string]*folder)
	t.places = make(map[identity]string)
	t.devices = make(map[uint64]bool)
	t.rootID = t.identifyRoot()
	if st, err := lstat(t.root); err == nil && st.kind == isFolder {
		t.follow("", st)
	}
}

// identifyRoot says which folder the root is now; zero if there is none.
func (t *tree) identifyRoot() identity {
	st, err := lstat(t.root)
	if err != nil || st.kind != isFolder {
		return identity{}
	}
	return st.identity()
}

// event looks at a path because something happened to it. If events are what Dirty
// relies on, it is marked even if nothing shows: content can change without a
// trace in the state. If comparisons are, which use contents too, an event may
// come after the comparison that found its change, and must not mark it again.
func (t *tree) event(rel string, structural bool) {
	dir, name := split(rel)
	f := t.known[dir]
	if f == nil { // the folder went away, which has been marked
		if t.inside(rel) && !dropping.Is(name) && !t.prints {
			t.mark(rel)
		}
		return
	}
	if f.only != nil && !slices.Contains(f.only, name) {
		return
	}
	if t.prints {
		if structural {
			t.rewatch(rel)
		}
		t.look(f, name, nil)
		return
	}
	if structural {
		t.drop(f, name)
	}
	t.look(f, name, nil)
	if e := f.entries[name]; e != nil && e.kind == isFolder && !structural {
		return // new times of a folder say nothing of what is below it
	}
	if !dropping.Is(name) {
		t.mark(rel)
	}
}

// look brings what is known of one name in line with the disk, and marks it if it
// was not. The folder may be given open.
func (t *tree) look(f *folder, name string, open *os.File) {
	raw, err := lstatIn(open, f.abs, name)
	now := raw.lasting()
	e := f.entries[name]
	switch {
	case err != nil, now.kind != isFolder && dropping.Is(name):
		t.drop(f, name)
		return
	case e == nil || e.state != now:
		if e != nil && e.kind == isFolder {
			t.forget(join(f.rel, name))
		}
		e = &entry{state: now}
		if now.kind == isFolder && !t.follow(join(f.rel, name), raw) {
			delete(f.entries, name)
			t.mark(join(f.rel, name))
			return
		}
		if now.kind == isFile && t.prints {
			e.settles = time.Now().Add(e.settling())
			e.print = t.printer.of(f.path(name))
		}
		f.entries[name] = e
		t.mark(join(f.rel, name))
	case !e.settles.IsZero():
		at := time.Now()
		if print := t.printer.of(f.path(name)); print != e.print {
			e.print, e.settles = print, time.Now().Add(e.settling())
			t.mark(join(f.rel, name))
		} else if at.After(e.settles) {
			e.settles = time.Time{}
		}
	}
	e.seen = t.round
}

// drop forgets one name of a folder, with all that is below it, and marks it if
// it was known.
func (t *tree) drop(f *folder, name string) {
	e := f.entries[name]
	if e == nil {
		return
	}
	if e.kind == isFolder {
		t.forget(join(f.rel, name))
	}
	delete(f.entries, name)
	t.mark(join(f.rel, name))
}

// inside reports whether a path is, or is below, one of the folders to follow.
func (t *tree) inside(rel string) bool {
	return slices.ContainsFunc(t.folders, func(f string) bool { return within(rel, f) })
}

// rel turns the path of an event into ours; false if it is not below the root.
func (t *tree) rel(path string) (string, bool) {
	if path == t.root {
		return "", true
	}
	rest, ok := strings.CutPrefix(path, strings.TrimSuffix(t.root, string(filepath.Separator))+string(filepath.Separator))
	return filepath.ToSlash(rest), ok
}

func join(dir, name string) string {
	if dir == "" {
		return name
	}
	return dir + "/" + name
}

func split(rel string) (dir, name string) {
	i := strings.LastIndexByte(rel, '/')
	return rel[:max(i, 0)], rel[i+1:]
}

// within reports whether a path is a folder, or below it.
func within(path, folder string) bool {
	rest, ok := strings.CutPrefix(path, folder)
	return ok && (rest == "" || rest[0] == '/')
}
