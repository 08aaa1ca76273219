package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"
	"unicode"
)

// Marker is the name of the file that Write puts at the top of every output, so
// that the next Write knows the folder for one it may replace. No file of a Tree
// may have this name. Its content is one fixed sentence: the same in every
// output, and harmless to host or to keep in version control.
const Marker = ".vitrina"

// File is one output file; its bytes are made when it is asked for.
type File struct {
	// Name is the file's place in the output: slash separated, relative, valid
	// for fs.ValidPath, such as "practicas/agua-segura/index.html".
	Name string

	// Make returns the bytes of the file. It is called whenever the file is
	// opened, perhaps many times and from several goroutines at once, and must
	// return equal bytes every time. The caller only reads them. It should
	// return soon after ctx is cancelled.
	Make func(ctx context.Context) ([]byte, error)

	// Append, when Make is nil, does the same in memory that is there already: it
	// appends the bytes to buf, which is empty. What it returns belongs to the
	// caller, who may use the memory again. So writing ten thousand pages takes
	// the memory of one for each worker.
	Append func(ctx context.Context, buf []byte) ([]byte, error)
}

// Tree is the whole output as a read-only file system whose files are made when
// they are opened and not kept afterwards. It implements fs.FS, fs.ReadFileFS,
// fs.ReadDirFS and fs.StatFS, never changes, and may be used by any number of
// goroutines.
type Tree struct {
	// files is sorted by compareNames, so that everything in a folder is one
	// run, right where the folder's own name would be: looking up, listing and
	// finding a file that is also a folder need no index beside it.
	files []File
}

// NewTree returns the Tree of files, in any order. It reads names only; nothing
// is made. It fails on a name that is not a valid relative path or is Marker, on
// a name used twice, on a file that is also a folder, on two paths that differ
// only in case (they would be one on some disks) and on a nil Make.
func NewTree(files []File) (*Tree, error) {
	t := &Tree{files: slices.Clone(files)}
	slices.SortFunc(t.files, func(a, b File) int { return compareNames(a.Name, b.Name) })
	var odd []string // names that case folding changes
	for i, f := range t.files {
		if err := checkName(f.Name); err != nil {
			return nil, err
		}
		if f.Make == nil && f.Append == nil {
			return nil, fmt.Errorf("archivo de salida %q: no dice cómo se hace", f.Name)
		}
		if fold(f.Name) != f.Name {
			odd = append(odd, f.Name)
		}
		if i == 0 {
			continue
		}
		before := t.files[i-1].Name
		if f.Name == before {
			return nil, fmt.Errorf("archivo de salida %q: está dos veces; cambie la dirección de una de las dos páginas", f.Name)
		}
		if inFolder(f.Name, before) {
			return nil, fmt.Errorf("archivo de salida %q: también es la carpeta de %q; cambie el nombre de uno", before, f.Name)
		}
	}
	if err := t.checkCase(odd); err != nil {
		return nil, err
	}
	return t, nil
}

// checkName says why a name cannot be that of an output file.
func checkName(name string) error {
	if !fs.ValidPath(name) || name == "." {
		return fmt.Errorf("archivo de salida %q: el nombre no es una ruta relativa válida", name)
	}
	for i := range len(name) {
		if c := name[i]; c < ' ' || c == '\\' || c == 0x7f {
			return fmt.Errorf("archivo de salida %q: el nombre lleva un carácter que no todo disco admite: quítelo", name)
		}
	}
	if name == Marker || inFolder(name, Marker) {
		return fmt.Errorf("archivo de salida %q: ese nombre lo reserva Vitrina: use otro", name)
	}
	return nil
}

// checkCase looks for paths that differ only in case, folders included. A clash
// has at least one side that folding changes, so only the odd names, usually
// none or a few, are compared with the rest.
func (t *Tree) checkCase(odd []string) error {
	seen := map[string]string{}
	for _, name := range odd {
		for end := range len(name) + 1 {
			if end < len(name) && name[end] != '/' {
				continue
			}
			path := name[:end]
			key := fold(path)
			if key == path {
				continue
			}
			other, clash := seen[key], false
			if other != "" {
				clash = other != path
			} else if at, isFile := t.find(key); isFile || t.isFolder(at, key) {
				other, clash = key, true
			}
			if clash {
				return fmt.Errorf("archivo de salida %q: solo difiere en mayúsculas de %q y en algunos discos serían el mismo: cambie el nombre de uno", path, other)
			}
			seen[key] = path
		}
	}
	return nil
}

// fold maps names that differ only in case to one string, by Unicode's simple
// folding, and returns a name without capitals or accents as it is.
func fold(name string) string {
	plain := true
	for i := range len(name) {
		if c := name[i]; c >= 0x80 || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return name
	}
	return strings.Map(func(r rune) rune {
		// The runes that are equal but for case form a ring under SimpleFold. The
		// lower-case ASCII letter stands for its ring, else the smallest member.
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		if 'A' <= least && least <= 'Z' {
			least += 'a' - 'A'
		}
		return least
	}, name)
}

// compareNames orders paths as if '/' were the lowest of all bytes, so that what
// is in a folder follows the folder's name directly: "a", "a/b", "a-b".
func compareNames(a, b string) int {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x == y {
			continue
		}
		if y != '/' && (x == '/' || x < y) {
			return -1
		}
		return 1
	}
	return len(a) - len(b)
}

// inFolder tells whether name is inside folder, at any depth.
func inFolder(name, folder string) bool {
	return len(name) > len(folder) && name[len(folder)] == '/' && name[:len(folder)] == folder
}

// find returns where name is, or would be, in t.files, and whether it is there
// as a file.
func (t *Tree) find(name string) (at int, isFile bool) {
	return sort.Find(len(t.files), func(i int) int { return compareNames(name, t.files[i].Name) })
}

// isFolder tells whether name, which find placed at at, is a folder.
func (t *Tree) isFolder(at int, name string) bool {
	return at < len(t.files) && inFolder(t.files[at].Name, name)
}

// Names returns the names of all files in the order of strings. The slice is the
// caller's. It is the cheap way to ask what exists: no file is made.
func (t *Tree) Names() []string {
	names := make([]string, len(t.files))
	for i, f := range t.files {
		names[i] = f.Name
	}
	slices.Sort(names)
	return names
}

// Len returns the number of files.
func (t *Tree) Len() int { return len(t.files) }

// Make returns the bytes of the file called name. The error names the file and
// wraps fs.ErrNotExist when there is no such file, the error of ctx when it is
// done, or what File.Make returned; a panic there comes back as an error too.
func (t *Tree) Make(ctx context.Context, name string) ([]byte, error) {
	at, ok := t.find(name)
	if !ok {
		return nil, &fs.PathError{Op: "make", Path: name, Err: fs.ErrNotExist}
	}
	data, err := t.files[at].make(ctx, nil)
	if err != nil {
		return nil, &makeError{name, err}
	}
	return data, nil
}

// makeError says which file could not be made. It is a type so that the advice
// for errors of the disk is never given for those of a source that Make reads.
type makeError struct {
	name string
	err  error
}

func (e *makeError) Error() string { return "hacer " + e.name + ": " + e.err.Error() }
func (e *makeError) Unwrap() error { return e.err }

// errPanic marks the error that stands for a panic while a file was made.
var errPanic = errors.New("fallo interno")

// make makes the file, in buf if it can. A panic becomes an error because Write runs it on its own
// goroutines, where nobody else could recover and the message would lack the
// file's name.
func (f File) make(ctx context.Context, buf []byte) (data []byte, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	defer func() {
		if r := recover(); r != nil {
			data, err = nil, fmt.Errorf("%w: %v", errPanic, r)
		}
	}()
	if f.Make == nil {
		return f.Append(ctx, buf[:0])
	}
	return f.Make(ctx)
}
