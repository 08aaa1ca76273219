package watch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"vitrina/internal/dropping"
)

// forget drops a folder and all folders below it, with their watches.
func (t *tree) forget(rel string) {
	f := t.known[rel]
	if f == nil {
		return
	}
	delete(t.known, rel)
	if t.places[f.id] == rel {
		delete(t.places, f.id)
	}
	if f.watched && t.watch != nil {
		t.watch.Remove(f.abs) // an error says that the system was quicker
	}
	for name, e := range f.entries {
		if e.kind == isFolder {
			t.forget(join(rel, name))
		}
	}
}

// follow makes known a folder that is not, and all below it, without a mark. It
// returns false if the folder is gone already.
func (t *tree) follow(rel string, st state) bool {
	f := &folder{
		rel:     rel,
		abs:     filepath.Join(t.root, filepath.FromSlash(rel)),
		id:      st.identity(),
		raw:     st,
		only:    t.only[rel],
		entries: make(map[string]*entry),
	}
	if t.watch != nil && t.refused == nil && !t.attach(f) {
		return false
	}
	t.known[rel] = f
	t.places[f.id] = rel
	names := f.only
	var open *os.File
	if names == nil {
		var err error
		if open, err = openFolder(f.abs); err == nil {
			defer open.Close()
			names, _ = open.Readdirnames(-1) // those that can be had
		}
	}
	now := time.Now()
	for _, name := range names {
		st, err := lstatIn(open, f.abs, name)
		if err != nil || st.kind != isFolder && dropping.Is(name) {
			continue
		}
		if st.kind == isFolder && !t.follow(join(rel, name), st) {
			continue
		}
		e := &entry{state: st.lasting(), seen: t.round}
		if st.kind == isFile && t.prints && st.recent(now) {
			e.settles = time.Now().Add(e.settling())
			e.print = t.printer.of(f.path(name))
		}
		f.entries[name] = e
	}
	return true
}

// attach watches a folder, and returns false if it is gone. If it cannot be
// watched, refused says why; one that nobody may read is simply left.
func (t *tree) attach(f *folder) bool {
	if !t.devices[f.id.dev] {
		t.devices[f.id.dev] = true
		if kind := t.remote(f.abs); kind != "" {
			t.refused = remoteError(kind)
			return true
		}
	}
	if old, ok := t.places[f.id]; ok && f.id.ino != 0 && !t.leave(old, f) {
		t.refused = errTwice
		return true
	}
	// Leaving may have led here already. Never Add what is watched: if the folder is
	// another one by now, fsnotify mixes up its list, and a later Remove panics.
	t.forget(f.rel)
	switch err := t.watch.Add(f.abs); {
	case err == nil:
		f.watched = true
	case gone(err):
		return false
	case errors.Is(err, fs.ErrPermission):
	default:
		t.refused = err
	}
	return true
}

// rewatch watches a folder and those below it anew, as they may be other ones.
func (t *tree) rewatch(rel string) {
	f := t.known[rel]
	if f == nil {
		return
	}
	t.watch.Remove(f.abs)
	f.watched = t.watch.Add(f.abs) == nil
	for name, e := range f.entries {
		if e.kind == isFolder {
			t.rewatch(join(rel, name))
		}
	}
}

// leave forgets the place where a folder was that is now found as f: it has been
// moved, and the event that says so is still to come, or was lost. It returns
// false if the folder is in both places, which a second mount can do.
func (t *tree) leave(old string, f *folder) bool {
	was := t.known[old]
	if was == nil || old == f.rel {
		t.forget(old)
		return true
	}
	there, err1 := lstat(was.abs)
	here, err2 := lstat(f.abs)
	if err1 == nil && err2 == nil && there.identity() == here.identity() {
		return false
	}
	dir, name := split(old)
	if parent := t.known[dir]; parent != nil {
		t.drop(parent, name)
		t.look(parent, name, nil)
	}
	return true
}
