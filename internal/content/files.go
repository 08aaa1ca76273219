package content

import (
	"context"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"vitrina/internal/diag"
)

// root is the folder, below the source folder, that holds every entry.
const root = "content"

// section is one of the folders of content/, or content/ itself.
type section int

const (
	top section = iota // sitio.yaml, direcciones.txt and whatever does not belong
	practices
	municipalities
	registry
	editions
	themes
	goals
	liaisons
	pages
	sectionCount
)

// sectionNames are the folder names, by section.
var sectionNames = [sectionCount]string{
	practices: "practicas", municipalities: "municipalidades", registry: "registro",
	editions: "ediciones", themes: "temas", goals: "metas", liaisons: "enlaces", pages: "paginas",
}

// dir is the folder of a section, relative to the source folder.
func (s section) dir() string { return path.Join(root, sectionNames[s]) }

// sectionOf finds the section whose folder has this name.
func sectionOf(name string) (section, bool) {
	i := slices.Index(sectionNames[1:], name)
	return section(i + 1), i >= 0
}

// Files is what was read of a source folder: one immutable result for each
// entry, that follows from the name and the bytes of its file and from nothing
// else (for a practice in a folder, also from the names of the files beside
// it). Sets share their results, so rereading one file costs one parse.
type Files struct {
	// units are sorted by id and path, so that joining them needs no sort.
	units [sectionCount][]*unit
}

// unit is the result of one child of a section: a file, or the folder of a
// practice. Its path names it. A unit without an entry only carries problems.
type unit struct {
	path     string // relative to the source folder: "content/practicas/agua"
	id       string // slug, ubigeo or other identifier; "" without a valid name
	problems diag.List
	body     Body // of the entry, if there is one

	// At most one of these is set, by section.
	practice     *Practice
	municipality *municipalityEntry
	edition      *Edition
	theme        *Theme
	goal         *Goal
	liaison      *Liaison
	page         *Page
	config       *Config
	addresses    []Ref
	rows         *registryRows
}

func compareUnits(a, b *unit) int {
	if c := strings.Compare(a.id, b.id); c != 0 {
		return c
	}
	return strings.Compare(a.path, b.path)
}

// task is a unit to be read: where it is and what the directory says it is.
type task struct {
	section section
	path    string
	mode    fs.FileMode // type bits
	err     error       // why it could not even be looked at
}

// ReadAll reads everything under content/ in fsys, the source folder. Mistakes
// of editors and files that cannot be read become problems, which Entries
// returns; the error is only that of a cancelled context.
func ReadAll(ctx context.Context, fsys fs.FS) (*Files, error) {
	fresh, err := readAll(ctx, fsys, listRoot(fsys))
	if err != nil {
		return nil, err
	}
	f := new(Files)
	for s := range f.units {
		f.units[s] = merged(nil, fresh[s])
	}
	return f, nil
}

// isFolder reports whether name is a real folder, not a link to one.
func isFolder(fsys fs.FS, name string) bool {
	info, err := fs.Lstat(fsys, name)
	return err == nil && info.IsDir()
}

// listRoot lists content/ and its sections.
func listRoot(fsys fs.FS) []task {
	info, err := fs.Lstat(fsys, root)
	if err != nil || !info.IsDir() {
		t := task{section: top, path: root, err: err}
		if err == nil {
			t.mode = info.Mode().Type()
		}
		return []task{t}
	}
	children, err := fs.ReadDir(fsys, root)
	if err != nil {
		return []task{{section: top, path: root, err: err}}
	}
	var tasks []task
	for _, c := range children {
		s, ok := sectionOf(c.Name())
		switch {
		case ok && c.IsDir():
			tasks = append(tasks, listSection(fsys, s)...)
		case !ignored(c.Name(), c.IsDir()):
			tasks = append(tasks, task{section: top, path: root + "/" + c.Name(), mode: c.Type()})
		}
	}
	return tasks
}

// listSection lists the folder of one section.
func listSection(fsys fs.FS, s section) []task {
	children, err := fs.ReadDir(fsys, s.dir())
	if err != nil {
		return []task{{section: s, path: s.dir(), err: err}}
	}
	tasks := make([]task, 0, len(children))
	for _, c := range children {
		if !ignored(c.Name(), c.IsDir()) {
			tasks = append(tasks, task{section: s, path: s.dir() + "/" + c.Name(), mode: c.Type()})
		}
	}
	return tasks
}

// readAll runs the tasks on every processor.
func readAll(ctx context.Context, fsys fs.FS, tasks []task) (fresh [sectionCount][]*unit, err error) {
	if err := ctx.Err(); err != nil {
		return fresh, err
	}
	units := make([]*unit, len(tasks))
	var next atomic.Int64
	workers, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), len(tasks)) {
		workers.Go(func() error {
			r := &reader{fsys: fsys}
			for {
				i := int(next.Add(1)) - 1
				if i >= len(tasks) {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				units[i] = r.unit(tasks[i])
			}
		})
	}
	if err := workers.Wait(); err != nil {
		return fresh, err
	}
	for i, u := range units {
		s := tasks[i].section
		fresh[s] = append(fresh[s], u)
	}
	return fresh, nil
}

// merged joins the sorted units of an older set with fresh ones, in any order,
// in a slice of its own.
func merged(kept, fresh []*unit) []*unit {
	slices.SortFunc(fresh, compareUnits)
	all := make([]*unit, 0, len(kept)+len(fresh))
	for _, u := range kept {
		for len(fresh) > 0 && compareUnits(fresh[0], u) < 0 {
			all, fresh = append(all, fresh[0]), fresh[1:]
		}
		all = append(all, u)
	}
	return append(all, fresh...)
}
