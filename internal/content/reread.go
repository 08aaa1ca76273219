package content

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// Reread returns a new set in which only the changed paths were read again:
// files or folders, slash separated and relative to the source folder, that may
// be gone. Paths outside content/ change nothing. The result equals that of
// ReadAll, provided that nothing else changed.
func (f *Files) Reread(ctx context.Context, fsys fs.FS, changed []string) (*Files, error) {
	st := staleAfter(changed)
	if st.everything || !isFolder(fsys, root) || f.has(top, root) {
		return ReadAll(ctx, fsys)
	}
	st.widen(f, fsys)
	fresh, err := readAll(ctx, fsys, st.tasks(fsys))
	if err != nil {
		return nil, err
	}
	next := &Files{units: f.units}
	for s := range sectionCount {
		switch {
		case st.sections[s]:
			next.units[s] = merged(nil, fresh[s])
		case st.hasOf(s):
			next.units[s] = merged(st.spared(f.units[s]), fresh[s])
		}
	}
	return next, nil
}

// stale is what of a set no longer holds after a change.
type stale struct {
	everything bool
	sections   [sectionCount]bool // those to be listed and read from scratch
	units      map[string]section // of the other sections, by path
}

// staleAfter finds what a change of these paths may have altered, by their names
// alone.
func staleAfter(changed []string) *stale {
	st := &stale{units: map[string]section{}}
	for _, name := range changed {
		name = path.Clean(name)
		if name == "." || name == root {
			st.everything = true
			break
		}
		parts := strings.SplitN(name, "/", 4)
		if parts[0] != root {
			continue
		}
		s, ok := sectionOf(parts[1])
		switch {
		case !ok:
			st.units[root+"/"+parts[1]] = top
		case len(parts) == 2:
			st.sections[s] = true
		default:
			st.units[path.Join(parts[:3]...)] = s
		}
	}
	return st
}

// widen adds the sections whose folder is gone or is no folder, now or when f was
// read: all their files vanish or come with it. What is wrong with the folder
// itself is told by a unit of the top.
func (st *stale) widen(f *Files, fsys fs.FS) {
	for _, s := range st.units {
		if s != top && (f.has(s, s.dir()) || !isFolder(fsys, s.dir())) {
			st.sections[s] = true
		}
	}
	for s, whole := range st.sections {
		if whole {
			st.units[section(s).dir()] = top
		}
	}
}

// tasks are what is to be read again, of what is there.
func (st *stale) tasks(fsys fs.FS) []task {
	var tasks []task
	for i, whole := range st.sections {
		if s := section(i); whole && isFolder(fsys, s.dir()) {
			tasks = append(tasks, listSection(fsys, s)...)
		}
	}
	for name, s := range st.units {
		if st.sections[s] {
			continue
		}
		info, err := fs.Lstat(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		t := task{section: s, path: name, err: err}
		if err == nil {
			t.mode = info.Mode().Type()
		}
		if ignored(path.Base(name), t.mode.IsDir()) {
			continue
		}
		if _, ok := sectionOf(path.Base(name)); ok && s == top && t.mode.IsDir() {
			continue // the folder of a section, as it should be
		}
		tasks = append(tasks, t)
	}
	return tasks
}

// hasOf reports whether any unit of a section is stale.
func (st *stale) hasOf(s section) bool {
	return slices.Contains(slices.Collect(maps.Values(st.units)), s)
}

// spared are those of the units that still hold.
func (st *stale) spared(units []*unit) []*unit {
	kept := make([]*unit, 0, len(units))
	for _, u := range units {
		if _, gone := st.units[u.path]; !gone {
			kept = append(kept, u)
		}
	}
	return kept
}

// has reports whether the section holds a unit without an id of this path.
// Those come first, so this does not walk the entries.
func (f *Files) has(s section, path string) bool {
	for _, u := range f.units[s] {
		if u.id != "" {
			break
		}
		if u.path == path {
			return true
		}
	}
	return false
}
