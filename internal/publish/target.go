package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"vitrina/internal/syserr"
)

// markerText is what the file called Marker holds. A folder is ours when its
// marker begins with markerSign; the rest is for the person who finds it.
const (
	markerSign = "Sitio generado por Vitrina."
	markerText = markerSign + " Cada publicación reemplaza esta carpeta entera: no guarde en ella nada suyo.\n"
)

// TargetError says that Write refuses to publish in a folder, so as not to
// destroy something else. Nothing has been touched.
type TargetError struct {
	Dir    string // the folder as Write was given it
	Reason string // what is wrong with it
	Advice string // what to do
	// Never means that the name itself is the mistake: nothing that is done to the
	// folder would make it one to publish in.
	Never bool
}

func (e *TargetError) Error() string {
	if e.Dir == "" {
		return fmt.Sprintf("no se publica: %s; %s", e.Reason, e.Advice)
	}
	return fmt.Sprintf("no se publica en %s: %s; %s", e.Dir, e.Reason, e.Advice)
}

// target is the folder to publish in, reached through its parent: the parent is
// resolved once, so a build goes on in the same place whatever happens to the
// path above it.
type target struct {
	given string   // as the caller wrote it, for messages
	abs   string   // absolute
	name  string   // its name in parent
	root  *os.Root // the parent
	made  []string // the folders above it that openTarget made, outermost first
	seam  seam
}

// Refuses says why Write would not publish in a folder as it is now, or nil. It
// touches nothing.
func Refuses(dir string, protect []string) error {
	t, err := newTarget(dir, Options{})
	if err == nil {
		err = t.check(protect)
	}
	if err != nil {
		return explain(dir, err)
	}
	return nil
}

func newTarget(dir string, o Options) (*target, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	t := &target{given: dir, abs: abs, name: filepath.Base(abs), seam: o.seam}
	if dir == "" {
		return nil, t.never("no se dijo en qué carpeta", "escriba una con --output")
	}
	return t, nil
}

// openTarget checks that dir may be replaced and opens its parent, which it makes
// if need be.
func openTarget(dir string, o Options) (*target, error) {
	t, err := newTarget(dir, o)
	if err != nil {
		return nil, err
	}
	if err := t.check(o.Protect); err != nil {
		return nil, err
	}
	if err := t.makeParent(); err != nil {
		return nil, err
	}
	if t.root, err = os.OpenRoot(filepath.Dir(t.abs)); err != nil {
		t.removeParents()
		return nil, err
	}
	return t, nil
}

func (t *target) close() { t.root.Close() }

// refuse makes a TargetError for this target.
func (t *target) refuse(reason, advice string) error {
	return &TargetError{Dir: t.given, Reason: reason, Advice: advice}
}

// never is refuse for a name that is itself the mistake.
func (t *target) never(reason, advice string) error {
	return &TargetError{Dir: t.given, Reason: reason, Advice: advice, Never: true}
}

const otherFolder = "elija otra carpeta con --output"

// check refuses what must not be replaced: a file system's root, the home folder,
// the current folder, those to protect or one that holds any of them, a link, a
// file, a mount point, and a folder with something in it that is not ours.
func (t *target) check(protect []string) error {
	if filepath.Dir(t.abs) == t.abs {
		return t.never("es la raíz del disco", otherFolder)
	}
	is, err := os.Lstat(t.abs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, syscall.ENOTDIR):
		return t.refuse("una parte de la ruta es un archivo", otherFolder)
	case err != nil:
		return err
	case is.Mode()&fs.ModeSymlink != 0:
		return t.refuse("es un enlace a otro lugar", "escriba la carpeta verdadera, o borre el enlace")
	case !is.IsDir():
		return t.refuse("es un archivo, no una carpeta", "bórrelo, o "+otherFolder)
	}
	if home, err := os.UserHomeDir(); err == nil && holds(is, home) {
		return t.never("es su carpeta personal o la contiene", otherFolder)
	}
	if here, err := os.Getwd(); err == nil && holds(is, here) {
		return t.never("es la carpeta en que está trabajando o la contiene", otherFolder)
	}
	for _, p := range protect {
		if holds(is, p) {
			return t.never("es la carpeta "+p+" o la contiene", otherFolder)
		}
	}
	if isMount(t.abs) {
		return t.refuse("es un punto de montaje, que no se puede reemplazar", "publique en una carpeta dentro de él, como "+filepath.Join(t.given, "sitio"))
	}
	parent, err := os.OpenRoot(filepath.Dir(t.abs))
	if err != nil {
		return err
	}
	defer parent.Close()
	return t.checkContents(parent, t.name)
}

// checkContents refuses the folder name of root unless it is empty or an output
// of ours without a repository in it. If there is none by now, it agrees.
//
// Another build may replace and delete the folder while it is looked at, and half
// deleted it looks like anybody's. So a verdict against it counts only if the
// folder is still the one of that name afterwards.
func (t *target) checkContents(root *os.Root, name string) error {
	for {
		is, err := root.Lstat(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if !is.IsDir() {
			return t.refuse("no es una carpeta", otherFolder)
		}
		dir, err := root.OpenRoot(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		verdict := t.judge(dir)
		still := verdict == nil || isAt(dir, root, name) // while it is open, for its number to stay its own
		dir.Close()
		if still {
			return verdict
		}
	}
}

// isAt tells whether dir is the folder name of root.
func isAt(dir, root *os.Root, name string) bool {
	opened, err := dir.Stat(".")
	if err != nil {
		return false
	}
	named, err := root.Lstat(name)
	return err == nil && os.SameFile(opened, named)
}

// judge looks into a folder for checkContents.
func (t *target) judge(dir *os.Root) error {
	if _, err := dir.Lstat(".git"); err == nil {
		return t.refuse("contiene un repositorio (.git), que se perdería", otherFolder)
	}
	if is, err := dir.Lstat(Marker); err == nil && is.Mode().IsRegular() {
		if text, err := dir.ReadFile(Marker); err == nil && strings.HasPrefix(string(text), markerSign) {
			return nil
		}
	}
	list, err := dir.Open(".")
	if err != nil {
		return err
	}
	defer list.Close()
	if _, err := list.Readdirnames(1); err == nil {
		return t.refuse("tiene archivos que no hizo Vitrina", "vacíela usted si no le sirven, o "+otherFolder)
	} else if err != io.EOF {
		return err
	}
	return nil
}

// holds tells whether the folder described by dir is path or one above it,
// however both are written.
func holds(dir fs.FileInfo, path string) bool {
	path, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	for {
		if is, err := os.Stat(path); err == nil && os.SameFile(dir, is) {
			return true
		}
		up := filepath.Dir(path)
		if up == path {
			return false
		}
		path = up
	}
}

// makeParent makes the folders above the target that are missing.
func (t *target) makeParent() error {
	for up := filepath.Dir(t.abs); ; up = filepath.Dir(up) {
		if _, err := os.Lstat(up); !errors.Is(err, fs.ErrNotExist) || up == filepath.Dir(up) {
			break
		}
		t.made = append([]string{up}, t.made...)
	}
	if err := os.MkdirAll(filepath.Dir(t.abs), 0o755); err != nil {
		t.removeParents()
		return err
	}
	return nil
}

// removeParents takes back makeParent, as far as the folders are still empty.
func (t *target) removeParents() {
	for i := len(t.made) - 1; i >= 0; i-- {
		os.Remove(t.made[i])
	}
}

// explain says what was being done, what the system refused, in Spanish, and what
// a person can do about it.
func explain(dir string, err error) error {
	if _, ok := errors.AsType[*TargetError](err); ok {
		return err
	}
	_, making := errors.AsType[*makeError](err)
	advice := ""
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &explained{fmt.Sprintf("publicar en %s: cancelado; lo publicado sigue igual", dir), err}
	case making:
	case isAny(err, syscall.ENOSPC, syscall.EDQUOT):
		advice = "no queda espacio; libere disco (el sitio anterior y el nuevo han de caber a la vez) y repita; lo publicado sigue igual"
	case isAny(err, syscall.EROFS, syscall.EACCES, syscall.EPERM):
		advice = "no se puede escribir en la carpeta " + filepath.Dir(dir) + "; pida permiso de escritura o " + otherFolder
	case isAny(err, syscall.EBUSY):
		advice = "la carpeta está en uso, quizá como punto de montaje; publique en otra dentro de ella"
	case isAny(err, syscall.EXDEV):
		advice = "la carpeta está en otro disco o en otra capa y no se puede mover; bórrela y repita"
	case isAny(err, syscall.ENAMETOOLONG):
		advice = "un nombre es demasiado largo para el disco; acórtelo"
	}
	plain := syserr.Plain(err)
	if advice == "" {
		return fmt.Errorf("publicar en %s: %w", dir, plain)
	}
	return &explained{fmt.Sprintf("publicar en %s: %s (%v)", dir, advice, plain), err}
}

// explained is an error in words of ours.
type explained struct {
	text  string
	cause error
}

func (e *explained) Error() string { return e.text }
func (e *explained) Unwrap() error { return e.cause }

func isAny(err error, codes ...error) bool {
	for _, c := range codes {
		if errors.Is(err, c) {
			return true
		}
	}
	return false
}
