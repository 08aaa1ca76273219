package publish

import (
	"context"
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// unit is what a worker takes at a time: some neighbouring files of one folder.
type unit struct {
	dir    string // where the files are
	mkdir  bool   // dir is for this unit to make
	lo, hi int    // the files, in Tree.files
}

// unitFiles bounds the files of a unit, so that one large folder is shared out.
const unitFiles = 64

// plan divides the files of a Tree. The folders that hold folders, or more files
// than a unit has, are made first, those above before those below; they are few.
// The many others, one per page, are made by whoever fills them.
func plan(files []File) (first []string, units []unit) {
	inner := map[string]bool{".": true}
	eachFolder(files, func(dir string, lo, hi int) {
		if hi-lo > unitFiles && !inner[dir] {
			inner[dir] = true
			first = append(first, dir)
		}
		for up := folderOf(dir); !inner[up]; up = folderOf(up) {
			inner[up] = true
			first = append(first, up)
		}
	})
	slices.SortFunc(first, compareNames)
	eachFolder(files, func(dir string, lo, hi int) {
		mkdir := !inner[dir]
		for ; lo < hi; lo += unitFiles {
			units = append(units, unit{dir, mkdir, lo, min(lo+unitFiles, hi)})
		}
	})
	return first, units
}

// eachFolder calls f for each run of files in the same folder. A folder with
// folders in it may have several runs, any other has one.
func eachFolder(files []File, f func(dir string, lo, hi int)) {
	for lo := 0; lo < len(files); {
		dir := folderOf(files[lo].Name)
		hi := lo + 1
		for hi < len(files) && folderOf(files[hi].Name) == dir {
			hi++
		}
		f(dir, lo, hi)
		lo = hi
	}
}

// folderOf is path.Dir for a valid name.
func folderOf(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return name[:i]
	}
	return "."
}

// fill makes every file and writes the new site into the box. It returns what it
// wrote, or the first error, which stops the rest.
func (b *box) fill(ctx context.Context, t *Tree, o Options) (Result, error) {
	s, err := b.newSite()
	if err != nil {
		return Result{}, err
	}
	defer s.close() // before the swap: some systems do not rename an open folder

	first, units := plan(t.files)
	for _, dir := range first {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		if err := s.mkdir(s.root.Root, dir, dir); err != nil {
			return Result{}, err
		}
	}
	var (
		mu    sync.Mutex // guards total, done and the calls of o.Progress
		total Result
		done  int
	)
	wrote := func() {
		if o.Progress != nil {
			mu.Lock()
			defer mu.Unlock()
			done++
			o.Progress(done, t.Len())
		}
	}
	work := share(units, o.Workers)
	group, ctx := errgroup.WithContext(ctx)
	for own := range work {
		group.Go(func() error {
			w := worker{site: s}
			defer w.close()
			for i := range work { // its own share, and then what is left of the others
				for u := range work[(own+i)%len(work)].rest() {
					if err := w.write(ctx, t, u, wrote); err != nil {
						return err
					}
				}
			}
			mu.Lock()
			defer mu.Unlock()
			total.add(w.res)
			return nil
		})
	}
	err = group.Wait()
	return total, err
}

// part is a run of units. Several workers may take from it.
type part struct {
	units []unit
	taken atomic.Int64
}

// share divides units among workers, run by run: two that make files in the same
// folder at a time wait for each other.
func share(units []unit, workers int) []*part {
	var parts []*part
	workers = max(1, min(workers, len(units)))
	for i := range workers {
		parts = append(parts, &part{units: units[i*len(units)/workers : (i+1)*len(units)/workers]})
	}
	return parts
}

// rest yields the units that nobody has taken yet.
func (p *part) rest() iter.Seq[unit] {
	return func(yield func(unit) bool) {
		for {
			i := int(p.taken.Add(1)) - 1
			if i >= len(p.units) || !yield(p.units[i]) {
				return
			}
		}
	}
}

// worker writes one unit after another, and counts.
type worker struct {
	*site
	res Result

	// A file is reached from a folder that stays open while units come from it:
	// for a page that is the folder above its own. To open one handle per page, or
	// to walk from the top for each, costs measurably more.
	base string
	open *folder
	was  *folder // the same folder of the present site, nil if there is none

	buf     []byte // for files that are made in memory that is there already
	compare []byte // for what the present site has
}

func (w *worker) close() {
	for _, f := range []*folder{w.open, w.was} {
		if f != nil {
			f.close()
		}
	}
	w.open, w.was = nil, nil
}

// write makes and writes the files of u, calling wrote after each.
func (w *worker) write(ctx context.Context, t *Tree, u unit, wrote func()) error {
	base, below := u.dir, ""
	if u.mkdir {
		base, below = folderOf(u.dir), path.Base(u.dir)+"/"
	}
	if w.open == nil || w.base != base {
		w.close()
		open, err := openFolder(w.root.Root, base)
		if err != nil {
			return fmt.Errorf("abrir la carpeta %s: %w", base, bare(err))
		}
		w.base, w.open = base, open
		if w.present != nil {
			w.was, _ = openFolder(w.present.Root, base)
		}
	}
	if u.mkdir {
		if err := w.mkdir(w.open.Root, path.Base(u.dir), u.dir); err != nil {
			return err
		}
	}
	for _, f := range t.files[u.lo:u.hi] {
		data, err := f.make(ctx, w.buf)
		if err != nil {
			return &makeError{f.Name, err}
		}
		kept := 0
		if name := below + path.Base(f.Name); w.take(name, f.Name, data) {
			kept = 1
		} else if err := w.writeFile(w.open, name, f.Name, data); err != nil {
			return err
		}
		w.res.add(Result{Files: 1, Kept: kept, Bytes: int64(len(data))})
		if f.Make == nil && cap(data) > cap(w.buf) {
			w.buf = data
		}
		wrote()
	}
	return nil
}

// take takes the file name from the present site, if it has not changed.
func (w *worker) take(name, shown string, data []byte) bool {
	if w.was == nil || w.step("take", shown) != nil {
		return false
	}
	if w.compare == nil {
		w.compare = make([]byte, 64<<10)
	}
	return w.open.take(w.was, name, data, w.like, w.compare)
}

// add adds what another worker wrote.
func (r *Result) add(o Result) {
	r.Files += o.Files
	r.Kept += o.Kept
	r.Bytes += o.Bytes
}
