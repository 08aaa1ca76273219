package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// backend is where events come from: fsnotify, or a test. A folder that is added
// sends events for the names in it, not for those below.
type backend interface {
	Add(path string) error
	Remove(path string) error
	Events() <-chan fsnotify.Event
	Errors() <-chan error
	Close() error
}

// system is the backend of the operating system. Its channel of events must have
// no buffer: then fsnotify has read at most one event more than we have seen, and
// what it does by itself to its list of watches stays in step with us.
type system struct{ *fsnotify.Watcher }

func openSystem() (backend, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	return system{w}, nil
}

func (s system) Events() <-chan fsnotify.Event { return s.Watcher.Events }
func (s system) Errors() <-chan error          { return s.Watcher.Errors }

// guard calls a backend while listening to its errors. fsnotify reports an error
// while it holds the lock that Add, Remove and Close need; whoever listens and
// calls in turn waits for himself (a folder moved out and deleted is enough).
type guard struct {
	backend
	lost bool // an error was heard that means lost events
}

func (g *guard) Add(path string) error { return g.call(func() error { return g.backend.Add(path) }) }
func (g *guard) Remove(path string) error {
	return g.call(func() error { return g.backend.Remove(path) })
}
func (g *guard) Close() error { return g.call(g.backend.Close) }

func (g *guard) call(f func() error) error {
	result := make(chan error, 1)
	go func() { result <- f() }()
	errs := g.Errors()
	for {
		select {
		case err := <-result:
			return err
		case err, ok := <-errs:
			if !ok {
				errs = nil // closed, as Close does
			} else if !harmless(err) {
				g.lost = true
			}
		}
	}
}

// Why events cannot be had, beside the errors of the system.
var (
	errSilent   = errors.New("events do not arrive")
	errUnsteady = errors.New("events keep failing")
	errTwice    = errors.New("one folder is mounted in two places")
	errNoPlace  = errors.New("no temporary files for the bell")
)

// remoteError says that a file system, of this kind, hides changes.
type remoteError string

func (e remoteError) Error() string { return string(e) + " hides changes" }

// structural are the operations after which a name may stand for something else.
const structural = fsnotify.Create | fsnotify.Remove | fsnotify.Rename

// gone reports whether err says that a path is no longer there, or no folder.
func gone(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// harmless reports whether an error of the backend loses no event. fsnotify
// removes the watch of a folder that was moved, and says EINVAL if the folder has
// been deleted since.
func harmless(err error) bool { return errors.Is(err, syscall.EINVAL) }

// describe says for the terminal how changes are noticed; reason is why there are
// no events, or nil.
func describe(reason error) *mode {
	if reason == nil {
		return &mode{text: "el sistema avisa de cada cambio"}
	}
	var why string
	var remote remoteError
	switch {
	case errors.As(reason, &remote):
		why = fmt.Sprintf("la carpeta está en un disco de red o compartido (%s), que no avisa de todos los cambios", string(remote))
	case errors.Is(reason, syscall.ENOSPC):
		why = "el sistema no deja vigilar más carpetas (límite fs.inotify.max_user_watches)"
	case errors.Is(reason, syscall.EMFILE), errors.Is(reason, syscall.ENFILE):
		why = "hay demasiados programas vigilando carpetas, o demasiados archivos abiertos (límites fs.inotify.max_user_instances y ulimit -n)"
	case errors.Is(reason, errTwice):
		why = "una misma carpeta está montada en dos lugares"
	case errors.Is(reason, errNoPlace):
		why = "no se puede escribir en la carpeta temporal del sistema"
	case errors.Is(reason, errSilent), errors.Is(reason, errUnsteady):
		why = "los avisos del sistema fallan"
	default:
		why = "el sistema no permite vigilar las carpetas: " + reason.Error()
	}
	return &mode{text: "se revisan todos los archivos una y otra vez: " + why, polling: true}
}
